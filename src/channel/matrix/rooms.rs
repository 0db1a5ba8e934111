//! The rooms of the desk: found again by a mark, made once, made anew when they are lost.
//!
//! # One room, whatever happens
//!
//! A room carries a mark that follows from the database and from what the room is for; it stands in the room itself,
//! set when the room was made. If a crash kept us from hearing of it, its alias, which the homeserver gives once,
//! leads to it. So nothing about rooms is written down here that could get lost.
//!
//! # When a room is lost
//!
//! Only the bot's account or the homeserver's administrators can take a room from the bot (or replace it). Then there
//! is a warning in the log, the alias is freed, and the next message or the next look after the desk makes a new
//! room and invites whoever belongs there. What waited goes into the new room; what stood in the old one stays
//! there, and `!blatt` shows the sheet again.
//!
//! Accepted risk: a card that stood in a lost queue is changed in the new one, where clients find nothing to change.
//! What was said in a lost room of a case and is changed is said anew.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::api::client::membership::joined_rooms;
use matrix_sdk::ruma::api::client::room::Visibility;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request, RoomPreset};
use matrix_sdk::ruma::api::client::state::get_state_event_for_key;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomAliasId, OwnedUserId, RoomAliasId, RoomId};
use matrix_sdk::{Room, RoomState};
use serde_json::{Value, json};

use super::fault::{forbidden, in_seconds, reason, send_error};
use super::keep::Keep;
use super::{Matrix, lock};
use crate::channel::SendError;
use crate::desk;
use crate::model::CaseNumber;
use crate::privacy::Lookup;
use crate::text::Sign;

/// The state event by which a room of the desk is known again.
const MARK: &str = "de.starke-stelle.lotse.room";
/// A room that has a successor.
const TOMBSTONE: &str = "m.room.tombstone";
/// A room that was just made is waited for so long, until the next sync brings it.
const SYNC_PATIENCE: Duration = Duration::from_secs(15);

/// The homeserver understood, and does not want to.
const REFUSED: SendError = SendError::Never(desk::Undeliverable::Gone);

/// What a room is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A room of the desk.
    Desk(desk::Room),
    /// The space in which the rooms of the desk are gathered. Nobody speaks there.
    Space,
    /// A room of a desk that is not ours (another database).
    Foreign,
    /// Not a room of any desk: a chat with a contact.
    Direct,
}

/// What is to be found or made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Site {
    /// The space.
    Space,
    /// A room in it.
    Room(desk::Room),
}

impl From<Site> for Place {
    fn from(site: Site) -> Self {
        match site {
            Site::Space => Self::Space,
            Site::Room(room) => Self::Desk(room),
        }
    }
}

impl Matrix {
    /// What a room is to us. Only marks that we have set ourselves count.
    pub(super) async fn place(&self, room: &Room) -> Result<Place, matrix_sdk::Error> {
        if let Some(known) = lock(&self.places).get(room.room_id()) {
            return Ok(*known);
        }
        let Some(state) = room.get_state_event(MARK.into(), "").await? else {
            // A room that we are making is heard of before its mark is set. Chats are opened by contacts.
            let ours = room.create_content().map(|create| create.creator == self.me);
            if ours == Some(false) {
                // It will never become a room of the desk; with many chats, looking each time takes long.
                lock(&self.places).insert(room.room_id().to_owned(), Place::Direct);
            }
            return Ok(if ours == Some(true) { Place::Foreign } else { Place::Direct });
        };
        let state = plain(&state);
        if state.get("sender").and_then(Value::as_str) != Some(self.me.as_str()) {
            return Ok(Place::Direct);
        }
        let content = state.get("content").cloned().unwrap_or_default();
        let site = match content.get("case").and_then(Value::as_i64) {
            Some(number) => Site::Room(desk::Room::Case(CaseNumber(number))),
            None if content.get("space").and_then(Value::as_bool) == Some(true) => Site::Space,
            None => Site::Room(desk::Room::Queue),
        };
        let ours = content.get("mark").and_then(Value::as_str) == Some(self.mark(site).as_str());
        let place = if ours { site.into() } else { Place::Foreign };
        lock(&self.places).insert(room.room_id().to_owned(), place);
        Ok(place)
    }

    /// Every room of the desk that the bot is in and that has not been replaced, and what it is.
    pub(super) async fn desk_rooms(&self) -> Result<Vec<(Room, desk::Room)>, matrix_sdk::Error> {
        let mut rooms = Vec::new();
        for room in self.client.joined_rooms().into_iter().filter(|room| !room.is_tombstoned()) {
            if let Place::Desk(place) = self.place(&room).await? {
                rooms.push((room, place));
            }
        }
        Ok(rooms)
    }

    /// The room, if there is one already.
    pub(super) async fn find(&self, wanted: Site) -> Result<Option<Room>, SendError> {
        let known = |place: &Place| *place == wanted.into();
        let is_good = |room: &Room| room.state() == RoomState::Joined && !room.is_tombstoned();
        let seen: Vec<_> =
            lock(&self.places).iter().filter(|(_, place)| known(place)).map(|(id, _)| id.clone()).collect();
        if let Some(room) = seen.iter().filter_map(|id| self.client.get_room(id)).find(is_good) {
            return self.synced(room).await.map(Some);
        }
        for room in self.client.joined_rooms().into_iter().filter(is_good) {
            if known(&self.place(&room).await.map_err(|error| send_error(&error))?) {
                return self.synced(room).await.map(Some);
            }
        }
        Ok(None)
    }

    /// The room; it is made if there is none. Whoever is to be `invited` is invited while it is made, which the
    /// homeserver does not count as one more invitation.
    ///
    /// # Errors
    /// `Never`: the homeserver does not want such a room.
    pub(super) async fn find_or_make(
        &self,
        wanted: Site,
        invited: &[OwnedUserId],
    ) -> Result<Room, SendError> {
        let alone = Arc::clone(lock(&self.making).entry(wanted).or_default());
        let _alone = alone.lock().await;
        if let Some(room) = self.find(wanted).await? {
            return Ok(room);
        }
        // Twice, because the alias may still lead to a room that is lost.
        for _ in 0..2 {
            match self.client.create_room(self.request(wanted, invited)).await {
                Ok(room) => {
                    self.probe.changed();
                    lock(&self.places).insert(room.room_id().to_owned(), wanted.into());
                    self.expect(&room, invited);
                    self.stirred.notify_one();
                    return self.synced(room).await;
                }
                // Made before, and that never came to our ears.
                Err(error) if error.client_api_error_kind() == Some(&ErrorKind::RoomInUse) => {
                    if let Some(room) = self.by_alias(wanted).await? {
                        return self.synced(room).await;
                    }
                }
                Err(error) => {
                    tracing::warn!(reason = reason(&error), "a room of the desk could not be made");
                    return Err(if forbidden(&error) { REFUSED } else { send_error(&error) });
                }
            }
        }
        Err(in_seconds(1))
    }

    /// The room to which our alias leads. `None`: it is lost, and the alias is free.
    async fn by_alias(&self, wanted: Site) -> Result<Option<Room>, SendError> {
        let alias = self.alias(wanted)?;
        let later = |error: matrix_sdk::HttpError| later(&error.into());
        let found = self.client.resolve_room_alias(&alias).await.map_err(later)?.room_id;
        let joined = self.client.send(joined_rooms::v3::Request::new()).await.map_err(later)?.joined_rooms;
        let is_in = joined.contains(&found);
        // The mark is what the homeserver sets last: without it, it gave up half way.
        if is_in && self.has_state(&found, MARK).await? && !self.has_state(&found, TOMBSTONE).await? {
            lock(&self.places).insert(found.clone(), wanted.into());
            // The next response of the homeserver brings it, if it has not come yet.
            return self.client.get_room(&found).map(Some).ok_or_else(|| in_seconds(1));
        }
        tracing::warn!("the bot has lost a room of its desk; a new one takes its place");
        self.client.remove_room_alias(&alias).await.map_err(later)?;
        if let Some(room) = self.client.get_room(&found).filter(|_| is_in) {
            room.leave().await.map_err(|error| self::later(&error))?;
        }
        Ok(None)
    }

    async fn has_state(&self, room: &RoomId, kind: &str) -> Result<bool, SendError> {
        Ok(self.state(room, kind, "").await?.is_some())
    }

    /// What a state of a room says now, asked of the homeserver. `None`: there is none.
    pub(super) async fn state(
        &self,
        room: &RoomId,
        kind: &str,
        key: &str,
    ) -> Result<Option<Value>, SendError> {
        let request = get_state_event_for_key::v3::Request::new(room.to_owned(), kind.into(), key.to_owned());
        match self.client.send(request).await.map_err(matrix_sdk::Error::from) {
            // What is no JSON says nothing.
            Ok(state) => Ok(Some(state.into_content().deserialize_as_unchecked().unwrap_or_default())),
            Err(error) if forbidden(&error) => Ok(None),
            Err(error) => Err(later(&error)),
        }
    }

    /// Nothing is done in a room of which we do not know yet who is in it and that it is encrypted.
    async fn synced(&self, room: Room) -> Result<Room, SendError> {
        match tokio::time::timeout(SYNC_PATIENCE, room.sync_up()).await {
            Ok(()) => Ok(room),
            Err(_) => Err(in_seconds(1)),
        }
    }

    /// What stands for a room of this database's desk. Says nothing to anybody else.
    fn mark(&self, site: Site) -> String {
        mark(&self.keep, &self.database, site)
    }

    fn alias(&self, site: Site) -> Result<OwnedRoomAliasId, SendError> {
        let name = alias_name(&self.keep, &self.database, site);
        RoomAliasId::parse(format!("#{name}:{}", self.me.server_name()))
            .map_err(|_| SendError::Later { retry_after: None })
    }

    fn request(&self, site: Site, invited: &[OwnedUserId]) -> Request {
        let (sign, mark, visibility) = match site {
            Site::Space => (Sign::Space, json!({ "space": true }), "joined"),
            // Navigators who were invited and have not entered yet must find what waits. Cards name nobody.
            Site::Room(desk::Room::Queue) => (Sign::QueueRoom, json!({}), "invited"),
            Site::Room(desk::Room::Case(number)) => {
                (Sign::CaseRoom(number), json!({ "case": number.0 }), "joined")
            }
        };
        let mut mark = mark;
        mark["mark"] = self.mark(site).into();
        let mut request = Request::new();
        request.name = Some(self.texts.sign(sign));
        request.preset = Some(RoomPreset::PrivateChat);
        request.visibility = Visibility::Private;
        request.room_alias_name = Some(alias_name(&self.keep, &self.database, site));
        request.invite = invited.to_vec();
        let state = |kind: &str, content: Value| {
            Raw::new(&json!({ "type": kind, "state_key": "", "content": content }))
                .map(Raw::cast_unchecked)
                .ok()
        };
        // Only the bot lets people in or changes the room.
        let mut levels =
            json!({ "invite": 100, "kick": 100, "ban": 100, "redact": 100, "state_default": 100 });
        let mut initial_state = Vec::new();
        match site {
            Site::Space => {
                levels["events_default"] = 100.into();
                request.creation_content =
                    Raw::new(&json!({ "type": "m.space" })).map(Raw::cast_unchecked).ok();
            }
            Site::Room(_) => initial_state
                .extend(state("m.room.encryption", json!({ "algorithm": "m.megolm.v1.aes-sha2" }))),
        }
        initial_state.extend(
            [
                state("m.room.history_visibility", json!({ "history_visibility": visibility })),
                state("m.room.guest_access", json!({ "guest_access": "forbidden" })),
                state(MARK, mark),
            ]
            .into_iter()
            .flatten(),
        );
        request.initial_state = initial_state;
        request.power_level_content_override = Raw::new(&levels).map(Raw::cast_unchecked).ok();
        request
    }
}

fn mark(keep: &Keep, database: &Lookup, site: Site) -> String {
    let mut about = database.0.to_vec();
    match site {
        Site::Space => about.extend(b"space"),
        Site::Room(desk::Room::Queue) => about.extend(b"queue"),
        Site::Room(desk::Room::Case(number)) => about.extend(number.0.to_be_bytes()),
    }
    keep.secret("room", &about).chars().take(32).collect()
}

/// The local part of the alias under which a room of this database's desk is made.
pub(super) fn alias_name(keep: &Keep, database: &Lookup, site: Site) -> String {
    format!("lotse-{}", mark(keep, database, site))
}

/// A state event as plain JSON; `null` if it is none.
pub(super) fn plain(state: &RawAnySyncOrStrippedState) -> Value {
    match state {
        RawAnySyncOrStrippedState::Sync(state) => state.deserialize_as_unchecked(),
        RawAnySyncOrStrippedState::Stripped(state) => state.deserialize_as_unchecked(),
    }
    .unwrap_or_default()
}

/// What belongs to the desk is never given up: the room, its members or the settings can be mended.
pub(super) fn later(error: &matrix_sdk::Error) -> SendError {
    tracing::warn!(
        reason = reason(error),
        "something about a room of the desk could not be done; it is tried again"
    );
    mendable(send_error(error))
}

/// What is refused at the desk today may be taken tomorrow.
pub(super) fn mendable(error: SendError) -> SendError {
    match error {
        SendError::Never(desk::Undeliverable::Gone) => SendError::Later { retry_after: None },
        error @ (SendError::Never(_) | SendError::Later { .. } | SendError::NotYet) => error,
    }
}
