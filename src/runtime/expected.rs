//! Which messages are on their way, so that whoever reads the outbox leaves them alone.
//!
//! A row that was read as waiting may be delivered before the reader gets to it. So whatever ends while somebody is
//! reading stays known until the reading is over: a reader either does not find a row any more, or knows it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::model::{ConversationId, OutboxId};

/// The messages on their way.
#[derive(Debug, Default)]
pub(super) struct Expected(Mutex<Ways>);

#[derive(Debug, Default)]
struct Ways {
    under_way: HashMap<OutboxId, Way>,
    readers: usize,
    ended_while_read: Vec<OutboxId>,
}

#[derive(Debug, PartialEq, Eq)]
enum Way {
    /// To be sent; of this conversation, if it is of one.
    Wanted(Option<ConversationId>),
    /// Its conversation was forgotten in the meantime.
    Unwanted,
}

/// Somebody is reading the outbox.
#[derive(Debug)]
pub(super) struct Reading<'a>(&'a Expected);

impl Expected {
    fn ways(&self) -> MutexGuard<'_, Ways> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This one is on its way from now on. False: it was already, or has just ended.
    pub(super) fn add(&self, id: OutboxId, conversation: Option<ConversationId>) -> bool {
        match self.ways().under_way.entry(id) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(Way::Wanted(conversation));
                true
            }
        }
    }

    /// This one is out, given up, or was never committed.
    pub(super) fn end(&self, id: OutboxId) {
        let mut ways = self.ways();
        if ways.readers > 0 {
            ways.ended_while_read.push(id);
        } else {
            ways.under_way.remove(&id);
        }
    }

    /// Nothing of this conversation is to go out any more.
    pub(super) fn forget(&self, conversation: ConversationId) {
        let of_it = Way::Wanted(Some(conversation));
        self.ways().under_way.values_mut().filter(|way| **way == of_it).for_each(|way| *way = Way::Unwanted);
    }

    /// Whether this one is still to go out.
    pub(super) fn has(&self, id: OutboxId) -> bool {
        match self.ways().under_way.get(&id) {
            Some(Way::Wanted(_)) => true,
            Some(Way::Unwanted) | None => false,
        }
    }

    /// From before the outbox is read until every row of it was looked at.
    pub(super) fn read(&self) -> Reading<'_> {
        self.ways().readers += 1;
        Reading(self)
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        let mut ways = self.0.ways();
        ways.readers = ways.readers.saturating_sub(1);
        if ways.readers == 0 {
            for id in std::mem::take(&mut ways.ended_while_read) {
                ways.under_way.remove(&id);
            }
        }
    }
}
