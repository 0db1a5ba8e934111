//! How far we have come: kept only when everything before it is in the inbox.

use matrix_sdk::ruma::OwnedRoomId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::keep::{Keep, KeepError};
use crate::model::Timestamp;

const POSITION: &str = "position";
/// So many events of one room are kept without their key: garbage can be sent by anybody.
const MOST_UNDECRYPTED: usize = 100;

/// Our own record of what was committed.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Position {
    /// The sync token up to which every event was accepted. `None`: nothing was heard yet.
    pub(super) token: Option<String>,
    /// Rooms of which less was accepted than that.
    #[serde(default)]
    pub(super) behind: Vec<Behind>,
    /// Events whose key has not come yet.
    #[serde(default)]
    pub(super) undecrypted: Vec<Undecrypted>,
}

/// A room with a position of its own.
#[derive(Serialize, Deserialize)]
pub(super) struct Behind {
    pub(super) room: OwnedRoomId,
    /// The token up to which every event of this room was accepted.
    pub(super) from: String,
}

/// An event that could not be decrypted yet.
#[derive(Serialize, Deserialize)]
pub(super) struct Undecrypted {
    pub(super) room: OwnedRoomId,
    /// The event as it came: it is ciphertext.
    pub(super) raw: Box<RawValue>,
    pub(super) since: Timestamp,
    /// The sender was asked to repeat it.
    pub(super) asked: bool,
}

impl Position {
    pub(super) fn read(keep: &Keep) -> Result<Self, KeepError> {
        Ok(keep.read(POSITION)?.unwrap_or_default())
    }

    pub(super) fn write(&self, keep: &Keep) -> Result<(), KeepError> {
        keep.write(POSITION, self)
    }

    /// Keeps an event until its key comes.
    pub(super) fn wait_for_key(&mut self, room: OwnedRoomId, raw: Box<RawValue>, now: Timestamp) {
        let of_room = self.undecrypted.iter().filter(|known| known.room == room);
        if of_room.clone().count() >= MOST_UNDECRYPTED {
            tracing::warn!("so much in one room cannot be decrypted that no more of it is kept");
            return;
        }
        if !of_room.clone().any(|known| known.raw.get() == raw.get()) {
            self.undecrypted.push(Undecrypted { room, raw, since: now, asked: false });
        }
    }
}
