//! The outside worlds, one folder each, and what they have in common.
//!
//! A channel turns platform events into [`Inbound`]s and hands them to an [`Inlet`]; only when that has returned
//! `Ok` may it acknowledge the event to its platform, for only then is it durable. It is handed [`Envelope`]s to
//! send, one at a time per place, and says what became of each.

#[cfg(feature = "matrix")]
pub mod matrix;
#[cfg(feature = "terminal")]
pub mod terminal;

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::desk::{Navigator, Room, Undeliverable};
use crate::dialogue::ContactInput;
use crate::model::{Address, CaseNumber, Channel as ChannelName, EventId, Message, OutboxId, Private};

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
        /// What they did.
        input: ContactInput,
    },
    /// From the desk.
    Desk {
        /// Who typed it.
        navigator: Navigator,
        /// Where it was typed.
        room: Room,
        /// The platform's id of the event.
        event: EventId,
        /// What was typed.
        text: Private<String>,
        /// The message to which it is a reply (by the client's own function), if it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<EventId>,
    },
}

impl Inbound {
    /// The channel it came from and the platform's id of the event.
    #[must_use]
    pub const fn origin(&self) -> (ChannelName, &EventId) {
        match self {
            Self::Contact { address, event, .. } => (address.channel, event),
            Self::Desk { navigator, event, .. } => (navigator.address.channel, event),
        }
    }
}

/// Where channels put what came in.
#[async_trait]
pub trait Inlet: Send + Sync {
    /// Makes the inbound durable. `Ok` means: it will be handled, whatever happens to this process; the event
    /// may be acknowledged. A second delivery of the same event is `Ok` too, and has no effect.
    ///
    /// # Errors
    /// It is not durable: do not acknowledge, and deliver it again later.
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted>;
}

/// An inbound could not be made durable.
#[derive(Debug, thiserror::Error)]
#[error("what came in could not be stored; it must be delivered again")]
pub struct NotAccepted(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// A message on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its id: the transaction id where the platform has one, so that a retry cannot double it.
    pub id: OutboxId,
    /// Where it goes.
    pub to: Destination,
    /// What it says.
    pub message: Message,
    /// It may have arrived already: sending was begun before a crash and its end was never recorded.
    pub half_sent: bool,
    /// To a case: the navigator who has it now, or had it last. Nobody else may read what goes there.
    pub navigator: Option<Address>,
}

/// Where a message goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// To a contact.
    Contact(Address),
    /// To the queue, which all navigators read.
    Queue,
    /// To the room of a case.
    Case(CaseNumber),
}

/// A message is out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The platform's id of the message, where it has one.
    pub remote: Option<EventId>,
}

/// Why a message is not out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may work later.
    #[error("the platform is not taking messages at the moment")]
    Later {
        /// The platform said how long to wait.
        retry_after: Option<Duration>,
    },
    /// It will never work.
    #[error("the platform will not deliver this message")]
    Never(Undeliverable),
}

/// One outside world.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Which one it is.
    fn name(&self) -> ChannelName;

    /// Whether a message that is sent twice under the same id arrives once.
    fn retry_is_harmless(&self) -> bool;

    /// Whether everything this channel sends must keep one common order, not only what goes to one place.
    fn one_stream(&self) -> bool {
        false
    }

    /// Sends one message. Called for one message at a time per place, in order.
    ///
    /// # Errors
    /// Whether it is worth trying again.
    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError>;
}
