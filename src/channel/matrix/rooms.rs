//! The rooms of the desk: found again by a mark, created once, their members kept in step.

use std::time::Duration;

use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::api::client::room::Visibility;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request, RoomPreset};
use matrix_sdk::ruma::api::client::state::get_state_event_for_key;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedUserId, RoomAliasId, UserId};
use matrix_sdk::{Room, RoomMemberships};
use serde_json::{Value, json};

use super::fault::{forbidden, in_seconds, reason, send_error};
use super::{Matrix, lock};
use crate::channel::SendError;
use crate::desk;
use crate::model::CaseNumber;
use crate::text::Sign;

/// The state event by which a room of the desk is known again.
const MARK: &str = "de.starke-stelle.lotse.room";
/// A room that was just created is waited for so long, until the next sync brings it.
const SYNC_PATIENCE: Duration = Duration::from_secs(15);
/// So long is waited within one try for a navigator to enter a case's room.
const JOIN_PATIENCE: Duration = Duration::from_secs(20);

/// What a room is to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A room of the desk.
    Desk(desk::Room),
    /// A room of a desk that is not ours (another database).
    Foreign,
    /// Not a room of any desk: a chat with a contact.
    Direct,
}

impl Matrix {
    /// What a room is to us. Only marks that we have set ourselves count.
    pub(super) async fn place(&self, room: &Room) -> Result<Place, matrix_sdk::Error> {
        if let Some(known) = lock(&self.places).get(room.room_id()) {
            return Ok(*known);
        }
        let Some(state) = room.get_state_event(MARK.into(), "").await? else { return Ok(Place::Direct) };
        let state: Value = match state {
            RawAnySyncOrStrippedState::Sync(state) => state.deserialize_as_unchecked(),
            RawAnySyncOrStrippedState::Stripped(state) => state.deserialize_as_unchecked(),
        }
        .unwrap_or_default();
        if state.get("sender").and_then(Value::as_str) != Some(self.me.as_str()) {
            return Ok(Place::Direct);
        }
        let content = state.get("content").cloned().unwrap_or_default();
        let place = match content.get("case").and_then(Value::as_i64) {
            None => desk::Room::Queue,
            Some(number) => desk::Room::Case(CaseNumber(number)),
        };
        let ours = content.get("mark").and_then(Value::as_str) == Some(self.mark(place).as_str());
        let place = if ours { Place::Desk(place) } else { Place::Foreign };
        lock(&self.places).insert(room.room_id().to_owned(), place);
        Ok(place)
    }

    /// What stands for a room of this database's desk. Says nothing to anybody else.
    fn mark(&self, place: desk::Room) -> String {
        let mut about = self.database.0.to_vec();
        match place {
            desk::Room::Queue => about.extend(b"queue"),
            desk::Room::Case(number) => about.extend(number.0.to_be_bytes()),
        }
        self.keep.secret("room", &about).chars().take(32).collect()
    }

    /// The room of the queue, with all navigators.
    pub(super) async fn queue(&self) -> Result<Room, SendError> {
        let room = self.desk_room(desk::Room::Queue).await?;
        Ok(room)
    }

    /// Invites and removes until exactly the navigators of the settings are in the queue's room.
    pub(super) async fn keep_queue_in_step(&self) -> Result<(), SendError> {
        let room = self.queue().await?;
        self.keep_in_step(&room, &self.navigators).await
    }

    /// The room of a case, with this navigator alone in it. They must have entered: nobody reads what was before.
    pub(super) async fn case(&self, number: CaseNumber, navigator: &UserId) -> Result<Room, SendError> {
        if !self.navigators.iter().any(|known| known == navigator) {
            tracing::warn!(case = number.0, "whoever has this case is no longer in the settings; it waits");
            return Err(SendError::Later { retry_after: None });
        }
        let room = self.desk_room(desk::Room::Case(number)).await?;
        self.keep_in_step(&room, &[navigator.to_owned()]).await?;
        let mut beat = self.beat.subscribe();
        let entered = async {
            loop {
                beat.mark_unchanged();
                let members =
                    room.members(RoomMemberships::JOIN).await.map_err(|error| send_error(&error))?;
                if members.iter().any(|member| member.user_id() == navigator) {
                    return Ok(());
                }
                if beat.changed().await.is_err() {
                    return Err(SendError::Later { retry_after: None });
                }
            }
        };
        match tokio::time::timeout(JOIN_PATIENCE, entered).await {
            Ok(entered) => entered.map(|()| room),
            Err(_) => Err(in_seconds(1)),
        }
    }

    async fn desk_room(&self, wanted: desk::Room) -> Result<Room, SendError> {
        let _alone = self.making.lock().await;
        for room in self.client.joined_rooms() {
            if self.place(&room).await.map_err(|error| send_error(&error))? == Place::Desk(wanted) {
                return Ok(room);
            }
        }
        let room = match self.client.create_room(self.request(wanted)).await {
            Ok(room) => room,
            Err(error) if error.client_api_error_kind() == Some(&ErrorKind::RoomInUse) => {
                // Created before, and its creation never came to our ears.
                return self.by_alias(wanted).await;
            }
            Err(error) => {
                tracing::warn!(
                    reason = reason(&error),
                    "a room of the desk could not be created; it is tried again"
                );
                return Err(match send_error(&error) {
                    later @ SendError::Later { .. } => later,
                    SendError::Never(_) => SendError::Later { retry_after: None },
                });
            }
        };
        lock(&self.places).insert(room.room_id().to_owned(), Place::Desk(wanted));
        match tokio::time::timeout(SYNC_PATIENCE, room.sync_up()).await {
            Ok(()) => Ok(room),
            Err(_) => Err(in_seconds(1)),
        }
    }

    async fn by_alias(&self, wanted: desk::Room) -> Result<Room, SendError> {
        let server = self.me.server_name();
        let alias = RoomAliasId::parse(format!("#{}:{server}", self.alias(wanted)))
            .map_err(|_| SendError::Later { retry_after: None })?;
        let found =
            self.client.resolve_room_alias(&alias).await.map_err(|error| send_error(&error.into()))?;
        let room = self.client.get_room(&found.room_id).ok_or_else(|| in_seconds(1))?;
        let mark =
            get_state_event_for_key::v3::Request::new(found.room_id.clone(), MARK.into(), String::new());
        if let Err(error) = self.client.send(mark).await {
            let error = error.into();
            if forbidden(&error) {
                // The homeserver gave up half way; the mark is what is set last. The next try makes a whole room.
                self.client.remove_room_alias(&alias).await.map_err(|error| later(&error.into()))?;
                room.leave().await.map_err(|error| later(&error))?;
                return Err(in_seconds(1));
            }
            return Err(later(&error));
        }
        lock(&self.places).insert(found.room_id, Place::Desk(wanted));
        Ok(room)
    }

    fn alias(&self, place: desk::Room) -> String {
        format!("lotse-{}", self.mark(place))
    }

    fn request(&self, place: desk::Room) -> Request {
        let (sign, case, visibility) = match place {
            // Navigators who were invited and have not entered yet must find what waits. Cards name nobody.
            desk::Room::Queue => (Sign::QueueRoom, None, "invited"),
            desk::Room::Case(number) => (Sign::CaseRoom(number), Some(number.0), "joined"),
        };
        let mut request = Request::new();
        request.name = Some(self.texts.sign(sign));
        request.preset = Some(RoomPreset::PrivateChat);
        request.visibility = Visibility::Private;
        request.room_alias_name = Some(self.alias(place));
        let state = |kind: &str, content: Value| {
            Raw::new(&json!({ "type": kind, "state_key": "", "content": content }))
                .map(Raw::cast_unchecked)
                .ok()
        };
        request.initial_state = [
            state("m.room.encryption", json!({ "algorithm": "m.megolm.v1.aes-sha2" })),
            state("m.room.history_visibility", json!({ "history_visibility": visibility })),
            state("m.room.guest_access", json!({ "guest_access": "forbidden" })),
            state(MARK, json!({ "mark": self.mark(place), "case": case })),
        ]
        .into_iter()
        .flatten()
        .collect();
        // Only the bot lets people in or changes the room.
        let levels = json!({ "invite": 100, "kick": 100, "ban": 100, "redact": 100, "state_default": 100 });
        request.power_level_content_override = Raw::new(&levels).map(Raw::cast_unchecked).ok();
        request
    }

    /// Invites whoever is missing and removes whoever does not belong there.
    async fn keep_in_step(&self, room: &Room, wanted: &[OwnedUserId]) -> Result<(), SendError> {
        let members = room.members(RoomMemberships::ACTIVE).await.map_err(|error| send_error(&error))?;
        for member in &members {
            let user = member.user_id();
            if user != self.me && !wanted.iter().any(|wanted| wanted == user) {
                room.kick_user(user, None).await.map_err(|error| later(&error))?;
            }
        }
        for user in wanted {
            if !members.iter().any(|member| member.user_id() == user) {
                room.invite_user_by_id(user).await.map_err(|error| later(&error))?;
            }
        }
        Ok(())
    }
}

/// A room of the desk is never given up: whoever must be in it is somebody the settings can be changed for.
fn later(error: &matrix_sdk::Error) -> SendError {
    tracing::warn!(reason = reason(error), "the members of a room could not be changed; it is tried again");
    match send_error(error) {
        later @ SendError::Later { .. } => later,
        SendError::Never(_) => SendError::Later { retry_after: None },
    }
}
