//! What comes in from outside.

use serde::{Deserialize, Serialize};

use crate::desk::{Change, Navigator, Room};
use crate::dialogue::ContactInput;
use crate::model::{Address, Attachment, Channel, EventId, Private};

/// Something that came in from outside. Sealed before it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inbound {
    /// From a contact.
    Contact {
        /// Where the contact is reached.
        address: Address,
        /// The platform's id of the event: a second delivery of the same event has no effect.
        event: EventId,
        /// The platform's id of the message, by which it can be answered and changed, where it is another than the
        /// event's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<EventId>,
        /// What they did.
        input: ContactInput,
        /// The message to which it is a reply (by the client's own function), if it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<EventId>,
    },
    /// A contact did something to a message that was there before.
    ContactChange {
        /// Where the contact is reached.
        address: Address,
        /// The platform's id of the event.
        event: EventId,
        /// The id by which the change itself can be taken back (a reaction), where it is another than the event's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<EventId>,
        /// The message.
        of: EventId,
        /// What they did to it.
        change: Change,
    },
    /// From the desk.
    Desk {
        /// Who did it.
        navigator: Navigator,
        /// Where.
        room: Room,
        /// The platform's id of the event.
        event: EventId,
        /// What they did.
        did: Did,
    },
}

/// What somebody at the desk did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    /// They typed something.
    Typed {
        /// What.
        text: Private<String>,
        /// The message to which it is a reply (by the client's own function), if it is one.
        reply_to: Option<EventId>,
    },
    /// They sent a file.
    Sent {
        /// The file.
        file: Attachment,
        /// The message to which it is a reply, if it is one.
        reply_to: Option<EventId>,
    },
    /// They did something to a message that was there before.
    Changed {
        /// The message.
        of: EventId,
        /// What they did to it.
        change: Change,
    },
    /// They sent something that cannot be carried.
    Unreadable {
        /// The message to which it is a reply, if it is one.
        reply_to: Option<EventId>,
    },
    /// They sent something that cannot be decrypted.
    Undecryptable,
}

impl Inbound {
    /// Something a contact did that answers no message in particular.
    #[must_use]
    pub const fn contact(address: Address, event: EventId, input: ContactInput) -> Self {
        Self::Contact { address, event, message: None, input, reply_to: None }
    }

    /// Something that was typed at the desk and answers no message in particular.
    #[must_use]
    pub const fn typed(navigator: Navigator, room: Room, event: EventId, text: Private<String>) -> Self {
        Self::Desk { navigator, room, event, did: Did::Typed { text, reply_to: None } }
    }

    /// The channel it came from and the platform's id of the event.
    #[must_use]
    pub const fn origin(&self) -> (Channel, &EventId) {
        match self {
            Self::Contact { address, event, .. } | Self::ContactChange { address, event, .. } => {
                (address.channel, event)
            }
            Self::Desk { navigator, event, .. } => (navigator.address.channel, event),
        }
    }
}
