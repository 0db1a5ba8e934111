//! Conversations as they were last committed, so that the next input of a contact need not be read from the database.
//!
//! Only what was committed is kept, still sealed. Whatever a batch is about to change is dropped before it is tried, and
//! kept again once it is durable; so a batch that fails, or whose end is unknown, leaves nothing behind. Should two
//! batches cross all the same, the older state is refused when it is changed ([`StoreError::Conflict`]), dropped by that,
//! and read anew.
//!
//! [`StoreError::Conflict`]: super::StoreError::Conflict

use std::sync::{Mutex, MutexGuard, PoisonError};

use hashlink::LruCache;

use super::{ConversationChange, ConversationRow, Write};
use crate::privacy::Lookup;

/// So many conversations are kept: those of a busy day, in a few megabytes.
const MOST: usize = 2048;

/// The conversations that were changed last.
pub(super) struct Recent(Mutex<LruCache<Lookup, ConversationRow>>);

impl Recent {
    pub(super) fn new() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }

    /// The conversation at this address, if it was changed of late.
    pub(super) fn at(&self, lane: Lookup) -> Option<ConversationRow> {
        self.rows().get(&lane).cloned()
    }

    /// These changes are about to be tried: whatever is known of their conversations may be over.
    pub(super) fn drop_changed(&self, batch: &[Write]) {
        let mut rows = self.rows();
        for change in changes(batch) {
            match change {
                ConversationChange::Insert(row) | ConversationChange::Update(row) => {
                    rows.remove(&row.lane);
                }
                ConversationChange::Delete(id) => rows.retain(|_, row| row.id != *id),
            }
        }
    }

    /// These changes are durable.
    pub(super) fn keep_changed(&self, batch: &[Write]) {
        let mut rows = self.rows();
        for change in changes(batch) {
            match change {
                ConversationChange::Insert(row) | ConversationChange::Update(row) => {
                    rows.insert(row.lane, row.clone());
                }
                ConversationChange::Delete(_) => {}
            }
        }
    }

    fn rows(&self) -> MutexGuard<'_, LruCache<Lookup, ConversationRow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn changes(batch: &[Write]) -> impl Iterator<Item = &ConversationChange> {
    batch.iter().filter_map(|write| match write {
        Write::Turn(turn) => turn.conversation.as_ref(),
        Write::Accept(_) | Write::SendBegun { .. } | Write::SendEnded { .. } => None,
    })
}
