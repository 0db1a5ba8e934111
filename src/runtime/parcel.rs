//! A message on its way out.

use std::sync::Arc;

use super::stored::Departure;
use crate::channel::Act;
use crate::model::{ConversationId, OutboxId, Timestamp};
use crate::privacy::{DataKey, Lookup};

/// A message on its way out, with all that is needed to record what became of it.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) id: OutboxId,
    pub(super) departure: Departure,
    pub(super) half_sent: bool,
    /// That it is being sent is recorded already.
    pub(super) begun: bool,
    /// So many were decided at once for the same place, as far as that is known.
    pub(super) together: usize,
    pub(super) target: Lookup,
    pub(super) conversation: Option<ConversationId>,
    pub(super) key: Option<Arc<DataKey>>,
    pub(super) attempts: u32,
    pub(super) due_at: Timestamp,
    pub(super) created_at: Timestamp,
}

impl Parcel {
    /// It brings something to be read.
    pub(super) const fn says(&self) -> bool {
        match self.departure.act {
            Act::Say { .. } | Act::Replace { .. } => true,
            Act::Retract { .. } | Act::React { .. } | Act::Dissolve => false,
        }
    }

    /// It takes something of ours back.
    pub(super) const fn takes_back(&self) -> bool {
        match self.departure.act {
            Act::Retract { .. } => true,
            Act::Say { .. } | Act::Replace { .. } | Act::React { .. } | Act::Dissolve => false,
        }
    }

    /// It changes a message of ours.
    pub(super) const fn replaces(&self) -> bool {
        match self.departure.act {
            Act::Replace { .. } => true,
            Act::Say { .. } | Act::Retract { .. } | Act::React { .. } | Act::Dissolve => false,
        }
    }

    /// Instead of changing a message it says a new one. False: that is not needed.
    pub(super) fn say_anew(&mut self) -> bool {
        match &self.departure.act {
            Act::Replace { message, quiet: false, .. } => {
                self.departure.act = Act::Say { message: message.clone(), reply_to: None };
                true
            }
            Act::Replace { quiet: true, .. }
            | Act::Say { .. }
            | Act::Retract { .. }
            | Act::React { .. }
            | Act::Dissolve => false,
        }
    }

    /// It brings a file.
    pub(super) const fn encloses(&self) -> bool {
        match self.departure.act.message() {
            Some(message) => message.enclosure.is_some(),
            None => false,
        }
    }
}
