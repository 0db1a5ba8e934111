//! Who is in the rooms of the desk: exactly those who belong there, before anything is said.
//!
//! The settings say who is a navigator, the runtime says whose case it is. Whoever else is in a room is removed, and
//! the removal is waited for until it has come back with a response of the homeserver: only then does the SDK draw a
//! new key for what is said next.
//!
//! Whoever is missing is invited: from the queue and the space after each start and whenever they have left, from a
//! case's room when something is to be said there. Somebody who declines is left in peace for a while.
//!
//! A case without a navigator (given back, or theirs who left the desk) empties its room when its card goes to the
//! queue: the card that can be claimed is what says, durably, that nobody has the case.
//!
//! Who is in a room is asked for between two responses of the homeserver, by whoever takes those in. The SDK (0.18)
//! keeps whatever it hears last: asked for beside a response, an answer that is older than that response would undo
//! it, and somebody who has entered would be held for invited for ever.
//!
//! The SDK gives the key of a message to those whom it knows to be in the room or invited, and what it knows is what the
//! responses of the homeserver have brought. Somebody who was invited just now would find a card that they can never
//! read. So nothing is said in the queue before it has come to our ears who is invited there, and nobody is invited
//! while something is said (`door`). (The SDK means to ask anew who is in a room to which it has invited somebody, but it
//! forgets that if it takes in a response meanwhile, or if the homeserver's answer to the invitation is lost.)
//!
//! Accepted risk: a homeserver lets nobody be invited too often (Synapse: five times at once, then every five
//! minutes). It is waited for; whoever takes many cases at once comes into some of their rooms later. Invitations
//! that go with the making of a room are not counted.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use matrix_sdk::room::RoomMember;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::{Room, RoomMemberships};
use serde_json::Value;
use tokio::time::Instant;

use super::fault::{forbidden, reason};
use super::listen::Ear;
use super::rooms::{Site, later, mendable};
use super::{Matrix, lock};
use crate::channel::SendError;
use crate::desk;
use crate::model::{CaseNumber, OutboxId};

/// So long is waited within one try for a navigator to enter a case's room: then it is asked who has the case now.
const JOIN_PATIENCE: Duration = Duration::from_secs(20);
/// So long is waited until somebody who was removed is gone.
const LEAVE_PATIENCE: Duration = Duration::from_secs(20);
/// Whoever was invited is not invited again for so long.
const INVITE_AGAIN: Duration = Duration::from_mins(5);
/// So long is waited until it is heard of who was invited.
const KNOWN_PATIENCE: Duration = Duration::from_secs(20);
/// So long whoever speaks waits until it is known who is in a room.
const LEARN_PATIENCE: Duration = Duration::from_secs(20);
/// So long the answer who is in a room is waited for: nobody is heard meanwhile.
const ANSWER_PATIENCE: Duration = Duration::from_secs(10);
/// Who is in a room is not asked for again for so long, if it could not be had.
const ASK_AGAIN: Duration = Duration::from_mins(1);

impl Matrix {
    /// The room of the queue, with nobody in it but navigators. Those who are missing are invited; that this may
    /// fail must not keep the others waiting. Whoever calls this holds the door until they have spoken.
    pub(super) async fn queue(&self) -> Result<Room, SendError> {
        let room = self.find_or_make(Site::Room(desk::Room::Queue), &[]).await.map_err(mendable)?;
        self.only(&room, &self.navigators).await?;
        for user in &self.navigators {
            let _ = self.invite_if_missing(&room, user).await;
        }
        self.known(&room, &self.navigators).await?;
        Ok(room)
    }

    /// Waits until it has come to our ears of each of these that they are in the room or invited to it, if they are.
    /// Whoever is not at all is not waited for.
    async fn known(&self, room: &Room, users: &[OwnedUserId]) -> Result<(), SendError> {
        let mut beat = self.beat.subscribe();
        let known = async {
            loop {
                beat.mark_unchanged();
                let members = self.members(room).await?;
                let missing =
                    users.iter().filter(|user| members.iter().all(|member| member.user_id() != **user));
                let mut is_late = false;
                for user in missing {
                    let membership = self.membership(room, user).await?;
                    is_late |= matches!(membership, Some(MembershipState::Join | MembershipState::Invite));
                }
                if !is_late {
                    return Ok(());
                }
                if beat.changed().await.is_err() {
                    return Err(SendError::Later { retry_after: None });
                }
            }
        };
        tokio::time::timeout(KNOWN_PATIENCE, known).await.unwrap_or_else(|_| {
            tracing::warn!(
                "who was let into a room of the desk has not come to our ears yet; it is asked for anew"
            );
            room.mark_members_missing();
            Err(SendError::Later { retry_after: None })
        })
    }

    /// Whether they are in the room, asked of the homeserver.
    async fn membership(&self, room: &Room, user: &UserId) -> Result<Option<MembershipState>, SendError> {
        let state = self.state(room.room_id(), "m.room.member", user.as_str()).await?;
        let membership = state.as_ref().and_then(|state| state.get("membership")).and_then(Value::as_str);
        Ok(membership.map(MembershipState::from))
    }

    /// The room of a case, with this navigator alone in it. They must have entered: nobody reads what was before.
    pub(super) async fn case(
        &self,
        number: CaseNumber,
        navigator: &UserId,
        message: OutboxId,
    ) -> Result<Room, SendError> {
        if !self.is_navigator(navigator) {
            if lock(&self.orphaned).insert(number) {
                tracing::warn!(
                    case = number.0,
                    "whoever has this case is no longer in the settings; it waits until somebody takes it"
                );
            }
            return Err(SendError::NotYet);
        }
        lock(&self.orphaned).remove(&number);
        lock(&self.served).insert(number, message);
        let only = [navigator.to_owned()];
        let room = self.find_or_make(Site::Room(desk::Room::Case(number)), &only).await.map_err(mendable)?;
        self.only(&room, &only).await?;
        let mut beat = self.beat.subscribe();
        let entered = async {
            loop {
                beat.mark_unchanged();
                if self.invite_if_missing(&room, navigator).await? {
                    return Ok(());
                }
                if beat.changed().await.is_err() {
                    return Err(SendError::NotYet);
                }
            }
        };
        if let Ok(entered) = tokio::time::timeout(JOIN_PATIENCE, entered).await {
            return entered.map(|()| room);
        }
        if self.membership(&room, navigator).await? == Some(MembershipState::Join) {
            tracing::warn!(
                "a navigator has entered the room of a case unheard; it is asked anew who is there"
            );
            room.mark_members_missing();
        }
        Err(SendError::NotYet)
    }

    /// Nobody has this case any more: whoever is in its room has nothing to do there. Best effort, because nothing
    /// is said in that room before [`Matrix::case`] has seen to it that only its navigator is there.
    ///
    /// `card` says so. It may be late: then somebody `has` the case by now, and what was said in the room since was
    /// said to them.
    pub(super) async fn empty_case(&self, number: CaseNumber, has: Option<OwnedUserId>, card: OutboxId) {
        if lock(&self.served).get(&number).is_some_and(|served| *served >= card) {
            return;
        }
        match self.find(Site::Room(desk::Room::Case(number))).await {
            Ok(Some(room)) => {
                // It has said why in the log.
                let _ = self.only(&room, has.as_slice()).await;
            }
            Ok(None) => {}
            Err(_) => tracing::warn!(case = number.0, "whether somebody is in a case's room is not known"),
        }
    }

    /// Whether the settings name them.
    pub(super) fn is_navigator(&self, user: &UserId) -> bool {
        self.navigators.iter().any(|known| known == user)
    }

    /// Removes everybody but these and us, and returns when they are gone.
    pub(super) async fn only(&self, room: &Room, allowed: &[OwnedUserId]) -> Result<(), SendError> {
        let mut beat = self.beat.subscribe();
        let mut removed = HashSet::new();
        let gone = async {
            loop {
                beat.mark_unchanged();
                let members = self.members(room).await?;
                let strangers: Vec<_> = members
                    .iter()
                    .map(|member| member.user_id())
                    .filter(|user| *user != self.me && !allowed.iter().any(|allowed| allowed == user))
                    .collect();
                if strangers.is_empty() {
                    return Ok(());
                }
                for user in strangers {
                    if removed.insert(user.to_owned()) {
                        self.remove(room, user).await?;
                    }
                }
                if beat.changed().await.is_err() {
                    return Err(SendError::Later { retry_after: None });
                }
            }
        };
        tokio::time::timeout(LEAVE_PATIENCE, gone).await.unwrap_or_else(|_| {
            tracing::warn!("somebody who does not belong in a room of the desk is still there");
            Err(SendError::Later { retry_after: None })
        })
    }

    /// Who is in a room or invited to it. It is not asked for here but waited for, until whoever takes responses in has
    /// learnt it.
    pub(super) async fn members(&self, room: &Room) -> Result<Vec<RoomMember>, SendError> {
        let mut beat = self.beat.subscribe();
        let learnt = async {
            loop {
                beat.mark_unchanged();
                if room.are_members_synced() || beat.changed().await.is_err() {
                    return;
                }
            }
        };
        // If it could not be had, it is asked for again by and by.
        let _ = tokio::time::timeout(LEARN_PATIENCE, learnt).await;
        // While it is learnt anew, what is known of it may be old.
        let _looking = self.speaking().await;
        if !room.are_members_synced() {
            return Err(SendError::Later { retry_after: None });
        }
        room.members_no_sync(RoomMemberships::ACTIVE).await.map_err(|error| later(&error))
    }

    async fn remove(&self, room: &Room, user: &UserId) -> Result<(), SendError> {
        lock(&self.invited).remove(&(room.room_id().to_owned(), user.to_owned()));
        match room.kick_user(user, None).await {
            Ok(()) => {
                self.probe.changed();
                Ok(())
            }
            // They may have gone by themselves; whether they have is seen by whoever waits for it.
            Err(error) if forbidden(&error) => Ok(()),
            Err(error) => Err(later(&error)),
        }
    }

    /// Invites somebody who is neither there nor invited. True: they are there.
    pub(super) async fn invite_if_missing(&self, room: &Room, user: &UserId) -> Result<bool, SendError> {
        let key = (room.room_id().to_owned(), user.to_owned());
        let members = self.members(room).await?;
        if let Some(member) = members.iter().find(|member| member.user_id() == user) {
            let is_there = *member.membership() == MembershipState::Join;
            if is_there {
                lock(&self.invited).remove(&key);
            }
            return Ok(is_there);
        }
        let invited = lock(&self.invited).get(&key).copied();
        if invited.is_some_and(|at| at.elapsed() < INVITE_AGAIN) {
            return Ok(false);
        }
        match room.invite_user_by_id(user).await {
            Ok(()) => {
                self.probe.changed();
                self.expect(room, &[key.1]);
                Ok(false)
            }
            Err(error) if forbidden(&error) => {
                // They may have entered meanwhile, and that has not come to our ears.
                tracing::warn!(
                    reason = reason(&error),
                    "a navigator could not be invited to a room of the desk"
                );
                Ok(false)
            }
            Err(error) => Err(later(&error)),
        }
    }

    /// These were invited just now.
    pub(super) fn expect(&self, room: &Room, invited: &[OwnedUserId]) {
        let room: &RoomId = room.room_id();
        lock(&self.invited)
            .extend(invited.iter().map(|user| ((room.to_owned(), user.clone()), Instant::now())));
    }
}

/// Rooms of which it could not be had who is in them, and when.
pub(super) type Unanswered = HashMap<OwnedRoomId, Instant>;

impl Ear<'_> {
    /// Learns who is in those of these rooms of which that is not known. Where it cannot be had, nothing is said until it
    /// is asked again.
    pub(super) async fn learn_members(&mut self, rooms: Vec<Room>) {
        self.unanswered.retain(|_, at| at.elapsed() < ASK_AGAIN);
        for room in rooms {
            if room.are_members_synced() || self.unanswered.contains_key(room.room_id()) {
                continue;
            }
            let answer = tokio::time::timeout(ANSWER_PATIENCE, room.sync_members()).await;
            if !matches!(answer, Ok(Ok(()))) {
                tracing::warn!("who is in a room could not be had");
                self.unanswered.insert(room.room_id().to_owned(), Instant::now());
            }
        }
    }
}
