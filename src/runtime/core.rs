//! What every part of the runtime shares, and the ways to open and seal.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};

use serde::de::DeserializeOwned;
use tokio::sync::{Mutex, MutexGuard, watch};

use super::activity::Activity;
use super::error::RuntimeError;
use super::journal::Journal;
use super::probe::Probe;
use super::stored::{about_link, about_state, lane_of};
use crate::channel::Sent;
use crate::desk::{Conversation, Duty};
use crate::dialogue::Scene;
use crate::model::{Address, CaseNumber, Clock, Entropy, EventId, OutboxId, Timestamp};
use crate::ops::metrics::Metrics;
use crate::privacy::{DataKey, Lookup, Vault};
use crate::store::{ConversationRow, InboxSeq, Store};
use crate::text::{Alternatives, Surroundings, Texts};

/// So many locks are shared by all conversations. Two that fall on one lock wait for each other, no more.
const LOCKS: usize = 4096;

/// Everything the runtime is built from.
#[derive(Debug)]
pub struct Parts {
    /// Where everything durable is.
    pub store: Arc<dyn Store>,
    /// The keys.
    pub vault: Vault,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Intake, words, places, directory.
    pub scene: Arc<Scene>,
    /// The sentences.
    pub texts: Arc<Texts>,
    /// Who is at the desk, and when.
    pub duty: Duty,
    /// Under which name navigators write to contacts; without one, the texts' own.
    pub navigator_name: Option<String>,
    /// Where contacts reach us beside the channel on which they write.
    pub alternatives: Alternatives,
    /// Is told which points a message has reached.
    pub probe: Arc<dyn Probe>,
}

#[derive(Debug)]
pub(super) struct Core {
    pub(super) parts: Parts,
    pub(super) journal: Journal,
    pub(super) activity: Activity,
    pub(super) metrics: Arc<Metrics>,
    pub(super) stopping: watch::Sender<bool>,
    healthy: AtomicBool,
    taken_up: std::sync::Mutex<HashSet<InboxSeq>>,
    last_case: AtomicI64,
    locks: Vec<Mutex<()>>,
}

/// A conversation as it was loaded.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) row: ConversationRow,
    pub(super) key: DataKey,
    pub(super) conversation: Conversation,
}

impl Core {
    pub(super) fn new(parts: Parts, journal: Journal, last_case: CaseNumber) -> Self {
        Self {
            parts,
            journal,
            activity: Activity::new(),
            metrics: Arc::default(),
            stopping: watch::Sender::new(false),
            healthy: AtomicBool::new(true),
            taken_up: std::sync::Mutex::default(),
            last_case: AtomicI64::new(last_case.0),
            locks: std::iter::repeat_with(|| Mutex::new(())).take(LOCKS).collect(),
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// The next case number. A number whose commit fails is left out; none is given twice.
    pub(super) fn new_case(&self) -> CaseNumber {
        CaseNumber(self.last_case.fetch_add(1, Ordering::SeqCst) + 1)
    }

    /// Whether the last thing that had to be committed was.
    pub(super) fn healthy(&self) -> bool {
        self.healthy.load(Ordering::Relaxed)
    }

    /// Something that had to be committed was, or was not.
    pub(super) fn note_health(&self, healthy: bool) {
        self.healthy.store(healthy, Ordering::Relaxed);
    }

    /// This inbound is queued from now on. False: it is already.
    pub(super) fn take_up(&self, seq: InboxSeq) -> bool {
        self.taken_up.lock().unwrap_or_else(PoisonError::into_inner).insert(seq)
    }

    /// This inbound is handled, or left for the next start.
    pub(super) fn put_down(&self, seq: InboxSeq) {
        self.taken_up.lock().unwrap_or_else(PoisonError::into_inner).remove(&seq);
        self.activity.end(1);
    }

    /// Held from loading a conversation until its change is committed.
    pub(super) async fn lock(&self, lane: Lookup) -> MutexGuard<'_, ()> {
        let place = usize::from(u16::from_be_bytes([lane.0[0], lane.0[1]])) % LOCKS;
        self.locks[place].lock().await
    }

    pub(super) fn lane(&self, address: &Address) -> Lookup {
        lane_of(&self.parts.vault, address)
    }

    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            navigator_name: self.parts.navigator_name.as_deref(),
            alternatives: &self.parts.alternatives,
            ..Surroundings::at(self.now(), &self.parts.scene.directory, &self.parts.scene.intake)
        }
    }

    pub(super) async fn load(&self, lane: Lookup) -> Result<Option<Loaded>, RuntimeError> {
        self.parts.store.conversation(lane).await?.map(|row| self.open(row)).transpose()
    }

    pub(super) fn open(&self, row: ConversationRow) -> Result<Loaded, RuntimeError> {
        let key = self.parts.vault.open_data_key(row.id, &row.wrapped_key)?;
        let conversation = parse(&key.open(&about_state(row.id), &row.state)?)?;
        Ok(Loaded { row, key, conversation })
    }

    /// What stands on its platform of a message of ours.
    pub(super) async fn stands(&self, copy: OutboxId, key: &DataKey) -> Result<Sent, RuntimeError> {
        let Some(link) = self.parts.store.link(copy).await? else { return Ok(Sent::Nothing) };
        let (_, remote): (Option<EventId>, Option<EventId>) =
            parse(&key.open(&about_link(copy), &link.ids)?)?;
        Ok(remote.map_or(Sent::Unnamed, Sent::As))
    }

    /// Returns when an orderly stop was asked for.
    pub(super) async fn stopped(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Reads what was stored.
pub(super) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, RuntimeError> {
    Ok(serde_json::from_slice(json)?)
}

/// Writes what is to be stored.
pub(super) fn print<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, RuntimeError> {
    Ok(serde_json::to_vec(value)?)
}
