//! What a channel can be asked to do in a place.

use serde::{Deserialize, Serialize};

use crate::model::{EventId, Message, OutboxId};

/// Something to be done in a place. `R` names the messages it is about: in the outbox by a [`Reference`], because
/// their ids may not be known yet; on its way by the platform's own [`EventId`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act<R> {
    /// A new message.
    Say {
        /// What it says.
        message: Message,
        /// The message it answers, where the platform can show that.
        reply_to: Option<R>,
    },
    /// A message of ours says something else from now on.
    Replace {
        /// Which message.
        copy: R,
        /// What it says now.
        message: Message,
        /// It is said elsewhere too. Otherwise it is said anew where a message cannot be changed.
        quiet: bool,
    },
    /// A message or a reaction of ours is taken back.
    Retract {
        /// Which one.
        copy: R,
    },
    /// A reaction to somebody's message.
    React {
        /// To which message.
        to: R,
        /// The reaction: an emoji.
        key: String,
        /// What is said where there are no reactions; `None`: nothing.
        instead: Option<Message>,
    },
    /// The contact is forgotten, and with them all that stands in the room of their case, whoever wrote it. Where a
    /// platform keeps rooms, this one is emptied and left; everywhere else there is nothing to do.
    Dissolve,
}

/// How a message is named before it is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// Somebody wrote it: the platform's id is known.
    Original(EventId),
    /// We sent it, or are about to: the platform's id is known once it is out.
    Copy(OutboxId),
}

impl<R> Act<R> {
    /// What is to be shown by a platform on which messages stay as they are and there are no reactions.
    #[must_use]
    pub const fn on_paper(&self) -> Option<&Message> {
        match self {
            Self::Replace { quiet: true, .. } => None,
            Self::Say { .. }
            | Self::Replace { .. }
            | Self::Retract { .. }
            | Self::React { .. }
            | Self::Dissolve => self.message(),
        }
    }

    /// What is to be read, if anything is.
    #[must_use]
    pub const fn message(&self) -> Option<&Message> {
        match self {
            Self::Say { message, .. } | Self::Replace { message, .. } => Some(message),
            Self::React { instead, .. } => instead.as_ref(),
            Self::Retract { .. } | Self::Dissolve => None,
        }
    }

    /// The message it is about, if it is about one.
    #[must_use]
    pub const fn about(&self) -> Option<&R> {
        match self {
            Self::Say { reply_to, .. } => reply_to.as_ref(),
            Self::Replace { copy, .. } | Self::Retract { copy } => Some(copy),
            Self::React { to, .. } => Some(to),
            Self::Dissolve => None,
        }
    }
}

impl Act<Reference> {
    /// The same with the platform's id of the message it is about. `None` for `id`: that message never was out. Then a
    /// replacement is said anew, an answer stands alone, and of the rest nothing is left to do.
    #[must_use]
    pub fn resolved(self, id: Option<EventId>) -> Option<Act<EventId>> {
        match (self, id) {
            (Self::Say { message, .. }, id) => Some(Act::Say { message, reply_to: id }),
            (Self::Replace { message, quiet, .. }, Some(copy)) => Some(Act::Replace { copy, message, quiet }),
            (Self::Replace { quiet: true, .. }, None) => None,
            (Self::Replace { message, quiet: false, .. }, None) => Some(Act::Say { message, reply_to: None }),
            (Self::Retract { .. }, id) => id.map(|copy| Act::Retract { copy }),
            (Self::React { key, instead, .. }, Some(to)) => Some(Act::React { to, key, instead }),
            (Self::Dissolve, _) => Some(Act::Dissolve),
            (Self::React { instead, .. }, None) => {
                instead.map(|message| Act::Say { message, reply_to: None })
            }
        }
    }
}
