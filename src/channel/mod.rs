//! The outside worlds, one folder each, and what they have in common.
//!
//! A channel turns platform events into [`Inbound`]s and hands them to an [`Inlet`]; only when that has returned
//! `Ok` may it acknowledge the event to its platform, for only then is it durable. It is handed [`Envelope`]s to
//! send, one at a time per place, and says what became of each.

mod act;
mod inbound;
#[cfg(feature = "matrix")]
pub mod matrix;
#[cfg(feature = "telegram")]
pub mod telegram;
#[cfg(feature = "terminal")]
pub mod terminal;

use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

pub use act::{Act, Reference};
pub use inbound::{Did, Inbound};

use crate::desk::Undeliverable;
use crate::model::{Address, Attachment, CaseNumber, Channel as ChannelName, EventId, OutboxId};

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
    /// What is to be done there.
    pub act: Act<EventId>,
    /// The file that the message carries.
    pub enclosed: Option<Contents>,
    /// It may have arrived already: sending was begun before a crash and its end was never recorded.
    pub half_sent: bool,
    /// So many messages make up the answer to which it belongs, as far as that is known: whoever has to wait for many of
    /// them may be served first.
    pub together: usize,
    /// To a case, or to the queue about a case that can be taken: the navigator who has it now, or had it last. Nobody
    /// else may read what goes to the case.
    pub navigator: Option<Address>,
}

impl Envelope {
    /// What is to be read, on a platform on which messages stay as they are; nothing: an empty text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.act.on_paper().map_or("", |message| message.text.as_str())
    }
}

/// What is in a file. Shows only how much it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Contents(pub Vec<u8>);

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Contents({} bytes)", self.0.len())
    }
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

/// What was to be done is done: what stands on the platform by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// A message or a reaction with this id of the platform's.
    As(EventId),
    /// A message without an id of its own, or whose id is not known, because the platform's answer broke off. It can be
    /// neither changed nor taken back.
    Unnamed,
    /// Nothing of its own: something that was there was changed or taken back, or there was nothing to do.
    Nothing,
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
    /// Whoever is to read it has not come yet. It is looked for them within seconds, for ever; nothing has failed.
    #[error("nobody is there yet to read this message")]
    NotYet,
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

    /// Fetches a file that came by this channel, if it is not larger than `most_bytes`.
    ///
    /// # Errors
    /// Whether it is worth trying again; [`Undeliverable::TooLarge`] and [`Undeliverable::FileLost`] are for good.
    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        // By this channel no files come.
        let _ = (file, most_bytes);
        Err(SendError::Never(Undeliverable::FileLost))
    }

    /// Does one thing in one place. Called for one message at a time per place, in order.
    ///
    /// # Errors
    /// Whether it is worth trying again.
    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError>;
}
