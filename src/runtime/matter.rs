//! What a turn is about beside the conversation itself: what came in, and what that refers to.

use super::stored::Origin;
use super::told::{History, Told, Traces};
use crate::channel::Reference;
use crate::model::{Address, EventId, OutboxId, Private};

/// What a turn is about.
#[derive(Debug, Default)]
pub(super) struct Matter {
    /// The event by which it came.
    pub(super) event: Option<EventId>,
    /// Who did it.
    pub(super) by: Option<Address>,
    /// What the event refers to, as it stands on the other side.
    pub(super) counterpart: Option<Reference>,
    /// The copies of the message that is changed, and their later versions.
    pub(super) copies: Vec<Told>,
    /// The message that is marked when what it leads to has arrived.
    pub(super) marked: Option<EventId>,
    /// The cards of the case in the queue.
    pub(super) cards: Vec<OutboxId>,
    /// What was said so far, if somebody is to be told.
    pub(super) history: History,
    /// What is left at the desk, if the conversation is forgotten.
    pub(super) traces: Traces,
}

impl Matter {
    /// What a copy of the event is the copy of.
    pub(super) fn origin(&self, words: Option<Private<String>>) -> Option<Origin> {
        let (event, by) = (self.event.clone()?, self.by.clone()?);
        Some(Origin { event, by, words, taken_back: false })
    }
}
