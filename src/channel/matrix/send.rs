//! Saying something, in the right room or nowhere.

use std::io::Cursor;
use std::time::Duration;

use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::{EventId as MatrixEventId, OwnedEventId, OwnedUserId, RoomId, TransactionId, UserId};
use matrix_sdk::{Room, RoomState};
use serde_json::Value;
use tokio::time::Instant;

use super::fault::{forbidden, in_seconds, send_error};
use super::hear::event_of;
use super::{Matrix, lock, rooms, write};
use crate::channel::{Act, Contents, Destination, Envelope, SendError, Sent};
use crate::desk::Undeliverable;
use crate::model::{Address, Attachment, Channel as ChannelName, EventId, Message};
use crate::ops::settings::Unencrypted;
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

/// Who has the case that it is about.
fn navigator_of(envelope: &Envelope) -> Option<OwnedUserId> {
    let address = envelope.navigator.as_ref().filter(|address| address.channel == ChannelName::Matrix)?;
    OwnedUserId::try_from(address.id.reveal().as_str()).ok()
}

impl Matrix {
    /// Sends an event under a transaction id: a second time it is the same event.
    async fn say(
        &self,
        room: &Room,
        kind: &str,
        content: Value,
        id: &str,
    ) -> Result<OwnedEventId, SendError> {
        let _speaking = self.speaking().await;
        // The SDK would ask by itself, beside whoever takes responses in, and give the key to whoever it hears of.
        // Reactions have no key.
        if kind != "m.reaction" && !room.are_members_synced() {
            return Err(in_seconds(1));
        }
        let sent = room.send_raw(kind, content).with_transaction_id(<&TransactionId>::from(id)).await;
        Ok(sent.map_err(|error| send_error(&error))?.response.event_id)
    }

    pub(super) async fn deliver(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        self.first_response().await?;
        if let (Act::Dissolve, Destination::Case(number)) = (&envelope.act, &envelope.to) {
            self.dissolve(*number).await?;
            return Ok(Sent::Nothing);
        }
        let _door = match &envelope.to {
            Destination::Queue => Some(self.door.lock().await),
            Destination::Contact(_) | Destination::Case(_) => None,
        };
        let room = match &envelope.to {
            Destination::Contact(address) => self.direct_chat(address).await?,
            Destination::Queue => {
                // The card of a waiting case says that nobody has it any more.
                if let Some(case) = envelope.act.message().and_then(|message| message.claims) {
                    self.empty_case(case, navigator_of(envelope), envelope.id).await;
                }
                self.queue().await?
            }
            Destination::Case(number) => {
                // Nobody has it: whoever takes it next gets what is said.
                let Some(navigator) = navigator_of(envelope) else { return Err(SendError::NotYet) };
                self.case(*number, &navigator, envelope.id).await?
            }
        };
        self.encrypted(&room, &envelope.to).await?;
        let id = envelope.id.to_string();
        let refused = |error| match &envelope.to {
            Destination::Contact(_) => error,
            // The bot may have lost the room; then it makes a new one.
            Destination::Queue | Destination::Case(_) => rooms::mendable(error),
        };
        let remote = match &envelope.act {
            Act::Say { message, .. } if let Some(note) = self.notes.renewed_by(room.room_id(), message) => {
                let content = write::replacement(note.as_str(), message, &Value::Null);
                self.say(&room, "m.room.message", content, &id).await.map_err(refused)?
            }
            Act::Say { message, reply_to } => {
                let mut content = match (&message.enclosure, &envelope.enclosed) {
                    (Some(enclosure), Some(Contents(bytes))) => {
                        let source = self.upload(bytes).await?;
                        write::file(message, enclosure, &source, bytes.len())
                    }
                    (None, _) | (_, None) => write::content(message),
                };
                if let Some(to) = reply_to {
                    content = write::answering(content, to.as_str());
                }
                if message.alerts {
                    content = write::mentioning(content, &self.readers(envelope));
                }
                let remote = self.say(&room, "m.room.message", content, &id).await.map_err(refused)?;
                self.notes.said(room.room_id(), &remote, message);
                self.offer_taps(&room, remote.as_str(), &id, message).await;
                remote
            }
            Act::Replace { copy, message, .. } => {
                let now = self.content_of(&room, copy, &envelope.to).await?;
                let content = write::replacement(copy.as_str(), message, &now);
                self.say(&room, "m.room.message", content, &id).await.map_err(refused)?
            }
            Act::Retract { copy } => {
                let copy = MatrixEventId::parse(copy.as_str())
                    .map_err(|_| SendError::Never(Undeliverable::Refused))?;
                let redacted = room.redact(&copy, None, Some(id.as_str().into())).await;
                match redacted.map_err(matrix_sdk::Error::from) {
                    Ok(redacted) => redacted.event_id,
                    Err(error) if forbidden(&error) => return Err(SendError::Never(Undeliverable::Refused)),
                    Err(error) => return Err(send_error(&error)),
                }
            }
            // A place that is no room of a case cannot be dissolved.
            Act::Dissolve => return Ok(Sent::Nothing),
            Act::React { to, key, .. } => {
                let content = write::reaction(to.as_str(), key);
                let put = room
                    .send_raw("m.reaction", content)
                    .with_transaction_id(<&TransactionId>::from(id.as_str()));
                match put.await {
                    Ok(put) => put.response.event_id,
                    // It stands there already: somebody reacted with it before, or it is a second mark.
                    Err(error) if error.client_api_error_kind() == Some(&ErrorKind::DuplicateAnnotation) => {
                        return Ok(Sent::Nothing);
                    }
                    Err(error) if forbidden(&error) => return Err(SendError::Never(Undeliverable::Refused)),
                    Err(error) => return Err(send_error(&error)),
                }
            }
        };
        Ok(Sent::As(EventId::new(remote.as_str())))
    }

    /// What a message of ours is, if it may be a file. One that cannot be read is said anew: a change would take the
    /// file away.
    async fn content_of(&self, room: &Room, copy: &EventId, to: &Destination) -> Result<Value, SendError> {
        match to {
            Destination::Queue => return Ok(Value::Null),
            Destination::Contact(_) | Destination::Case(_) => {}
        }
        let event = event_of(room, copy.as_str()).await.map_err(|error| send_error(&error))?;
        let content = event.map(|event| event.content).filter(|content| content.get("body").is_some());
        content.ok_or(SendError::Never(Undeliverable::Refused))
    }

    /// Who reads a place at the desk and is to look at once.
    fn readers(&self, envelope: &Envelope) -> Vec<OwnedUserId> {
        match &envelope.to {
            Destination::Queue => self.navigators.clone(),
            Destination::Case(_) => {
                let navigator = envelope.navigator.as_ref();
                navigator
                    .and_then(|address| address.id.reveal().as_str().try_into().ok())
                    .into_iter()
                    .collect()
            }
            Destination::Contact(_) => Vec::new(),
        }
    }

    /// Gives a file to the homeserver, encrypted by a key that goes with the message alone. A second try of the same
    /// message gives it a second time: the first is then read by nobody.
    async fn upload(&self, bytes: &[u8]) -> Result<Value, SendError> {
        let mut reader = Cursor::new(bytes);
        let source =
            self.client.upload_encrypted_file(&mut reader).await.map_err(|error| send_error(&error))?;
        // What the SDK has just made is JSON.
        serde_json::to_value(source).map_err(|_| SendError::Never(Undeliverable::Refused))
    }

    /// The contents of a file that came by Matrix, decrypted.
    pub(super) async fn download(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        const LOST: SendError = SendError::Never(Undeliverable::FileLost);
        let source: Value = serde_json::from_str(file.handle.reveal()).map_err(|_| LOST)?;
        let source = if source.is_string() {
            serde_json::from_value(source).map(MediaSource::Plain)
        } else {
            serde_json::from_value(source).map(|file| MediaSource::Encrypted(Box::new(file)))
        };
        let request = MediaRequestParameters { source: source.map_err(|_| LOST)?, format: MediaFormat::File };
        // Not through the cache: what a contact sent is not laid down anywhere.
        let fetched = self.client.media().get_media_content(&request, false).await;
        let bytes = fetched.map_err(|error| match send_error(&error) {
            later @ SendError::Later { retry_after: Some(_) } => later,
            later @ SendError::Later { .. } if matches!(error, matrix_sdk::Error::Http(_)) => later,
            // It is gone, or it is not what its key belongs to.
            SendError::Later { .. } | SendError::NotYet | SendError::Never(_) => LOST,
        })?;
        if u64::try_from(bytes.len()).is_ok_and(|size| size <= most_bytes) {
            Ok(Contents(bytes))
        } else {
            Err(SendError::Never(Undeliverable::TooLarge))
        }
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
        let members = self.members(&room).await?;
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
            Destination::Contact(_) if self.unencrypted == Unencrypted::Refuse => {
                self.leave_with(room, Sign::NotEncrypted).await;
                Err(SendError::Never(Undeliverable::Refused))
            }
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
            if let Err(error) = self.say(room, "m.reaction", write::reaction(to, key), &id).await {
                if matches!(error, SendError::Later { retry_after: Some(_) }) {
                    *lock(&self.no_taps_until) = Some(Instant::now() + NO_TAPS_FOR);
                }
                return;
            }
        }
    }
}
