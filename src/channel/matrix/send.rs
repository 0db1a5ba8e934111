//! Saying something, in the right room or nowhere.

use std::time::Duration;

use matrix_sdk::ruma::{OwnedUserId, RoomId, TransactionId, UserId};
use matrix_sdk::{Room, RoomMemberships, RoomState};
use tokio::time::Instant;

use super::fault::{forbidden, send_error};
use super::{Matrix, lock, write};
use crate::channel::{Destination, Envelope, SendError, Sent};
use crate::desk::Undeliverable;
use crate::model::{Address, Channel as ChannelName, EventId, Message};
use crate::text::Sign;

/// What could not be sent before the first response of the homeserver is tried again after so long.
const FIRST_RESPONSE_PATIENCE: Duration = Duration::from_secs(20);
/// Keycaps are left out for so long once the homeserver has asked for patience: numbers can be typed.
const NO_TAPS_FOR: Duration = Duration::from_hours(1);

/// The address of a contact: the room, and who they are.
pub(super) fn address(room: &RoomId, user: &str) -> Address {
    Address::new(ChannelName::Matrix, format!("{room} {user}"))
}

fn room_and_user(address: &Address) -> Option<(&RoomId, &UserId)> {
    let (room, user) = address.id.reveal().split_once(' ')?;
    Some((room.try_into().ok()?, user.try_into().ok()?))
}

impl Matrix {
    pub(super) async fn deliver(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        self.first_response().await?;
        let room = match &envelope.to {
            Destination::Contact(address) => self.direct_chat(address).await?,
            Destination::Queue => self.queue().await?,
            Destination::Case(number) => {
                let navigator = envelope.navigator.as_ref().and_then(|address| {
                    (address.channel == ChannelName::Matrix)
                        .then(|| OwnedUserId::try_from(address.id.reveal().as_str()).ok())?
                });
                // Nobody has it: whoever takes it next gets what is said.
                let Some(navigator) = navigator else { return Err(SendError::Later { retry_after: None }) };
                self.case(*number, &navigator).await?
            }
        };
        self.encrypted(&room, &envelope.to).await?;
        let id = envelope.id.to_string();
        let sent = room
            .send_raw("m.room.message", write::content(&envelope.message))
            .with_transaction_id(<&TransactionId>::from(id.as_str()))
            .await
            .map_err(|error| send_error(&error))?;
        let remote = sent.response.event_id;
        self.offer_taps(&room, remote.as_str(), &id, &envelope.message).await;
        Ok(Sent { remote: Some(EventId::new(remote.as_str())) })
    }

    /// Nothing is said before we know who is where now.
    async fn first_response(&self) -> Result<(), SendError> {
        let mut beat = self.beat.subscribe();
        let waited = tokio::time::timeout(FIRST_RESPONSE_PATIENCE, beat.wait_for(|beat| *beat > 0)).await;
        match waited {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(SendError::Later { retry_after: None }),
        }
    }

    /// The chat with exactly this contact in it.
    async fn direct_chat(&self, address: &Address) -> Result<Room, SendError> {
        const GONE: SendError = SendError::Never(Undeliverable::Gone);
        let (room, user) = room_and_user(address).ok_or(GONE)?;
        let room = self.client.get_room(room).ok_or(GONE)?;
        if room.state() != RoomState::Joined {
            return Err(GONE);
        }
        let members = room.members(RoomMemberships::ACTIVE).await.map_err(|error| send_error(&error))?;
        let mut others = members.iter().map(|member| member.user_id()).filter(|other| *other != self.me);
        match (others.next(), others.next()) {
            (Some(only), None) if only == user => Ok(room),
            (None, _) => Err(GONE),
            (Some(_), _) => Err(SendError::Never(Undeliverable::Refused)),
        }
    }

    /// Sees to it that the room is encrypted, or that nothing is said in it.
    async fn encrypted(&self, room: &Room, to: &Destination) -> Result<(), SendError> {
        let is_encrypted = async || {
            let state = room.latest_encryption_state().await.map_err(|error| send_error(&error))?;
            Ok::<_, SendError>(state.is_encrypted())
        };
        if is_encrypted().await? {
            return Ok(());
        }
        match to {
            Destination::Contact(_) => match room.enable_encryption().await {
                Ok(()) if is_encrypted().await? => Ok(()),
                Ok(()) => Err(SendError::Later { retry_after: None }),
                Err(error) if forbidden(&error) => {
                    self.leave_with(room, Sign::NotEncrypted).await;
                    Err(SendError::Never(Undeliverable::Refused))
                }
                Err(error) => Err(send_error(&error)),
            },
            Destination::Queue | Destination::Case(_) => {
                tracing::error!("a room of the desk is not encrypted; nothing is said there");
                Err(SendError::Later { retry_after: None })
            }
        }
    }

    /// Puts the keycaps below a message. Whatever fails is left out: the numbers can be typed.
    async fn offer_taps(&self, room: &Room, to: &str, id: &str, message: &Message) {
        let paused = *lock(&self.no_taps_until);
        if paused.is_some_and(|until| Instant::now() < until) {
            return;
        }
        for (place, key) in write::taps(message).iter().enumerate() {
            let id = format!("{id}-{place}");
            let sent = room
                .send_raw("m.reaction", write::reaction(to, key))
                .with_transaction_id(<&TransactionId>::from(id.as_str()))
                .await;
            if let Err(error) = sent {
                if matches!(send_error(&error), SendError::Later { retry_after: Some(_) }) {
                    *lock(&self.no_taps_until) = Some(Instant::now() + NO_TAPS_FOR);
                }
                return;
            }
        }
    }
}
