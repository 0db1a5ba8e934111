//! Words that a channel puts up by itself: names of rooms, and what it says where there is no conversation.

use super::bundle::Bundle;
use super::catalog;
use crate::model::CaseNumber;

/// Something a channel puts up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The name of the space with all rooms of the desk.
    Space,
    /// The name of the queue's room.
    QueueRoom,
    /// The name of a case's room.
    CaseRoom(CaseNumber),
    /// To a room with more than one other person, before leaving it.
    OnlyDirect,
    /// To a chat that is not encrypted and cannot be, before leaving it.
    NotEncrypted,
}

impl Sign {
    pub(super) fn render(self, bundle: &Bundle) -> String {
        match self {
            Self::Space => bundle.text(catalog::SIGN_SPACE.id),
            Self::QueueRoom => bundle.text(catalog::SIGN_QUEUE_ROOM.id),
            Self::CaseRoom(case) => bundle.say(catalog::SIGN_CASE_ROOM.id, &[("case", case.0.into())]),
            Self::OnlyDirect => bundle.text(catalog::SIGN_ONLY_DIRECT.id),
            Self::NotEncrypted => bundle.text(catalog::SIGN_NOT_ENCRYPTED.id),
        }
    }
}
