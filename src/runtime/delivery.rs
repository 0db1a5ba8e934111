//! From the outbox to the channels, in order per place, until it is out or given up in front of a human.
//!
//! What is committed is posted from memory at once; only at the start, and when a claimed case lets its held
//! messages go, is the outbox read. A message is therefore *expected* from before its commit until it is out:
//! whoever reads the outbox in between leaves it alone, and nothing is sent twice.
//!
//! # Where the guarantee ends
//!
//! A crash between the platform's "sent" and our record of it leaves a message half sent. It is sent again. On a
//! platform that knows the id (Matrix) it still arrives once; on one that does not (Telegram, a terminal) it
//! may arrive twice. After a restart that is known, by a mark on the envelope (`half_sent`); nothing is done about
//! it, because a message that comes twice harms less than one that never comes.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::SignedDuration;

use super::arrivals::Arrivals;
use super::core::{Core, parse};
use super::error::RuntimeError;
use super::expected::Expected;
use super::lanes::Lanes;
use super::probe::Point;
use super::stored::{Arrival, Departure, about_link, about_outbox};
use crate::channel::{Channel, Destination, Envelope, SendError, Sent};
use crate::desk::{CaseState, Undeliverable};
use crate::model::{
    Address, CaseNumber, Channel as ChannelName, ConversationId, EventId, OutboxId, Timestamp,
};
use crate::privacy::{DataKey, Lookup};
use crate::store::{Link, OutboxRow, SendOutcome, StoreError, Write};

/// Pauses between tries: 1, 2, 4, 8, 16, 32, 64, 128, 256 s, and from then on 5 min.
const FIRST_PAUSE_SECS: i64 = 1;
/// The longest pause between two tries.
const LONGEST_PAUSE_SECS: i64 = 300;
/// A message to a contact is given up after so long; the navigator is told. A platform that is away for two
/// days has been noticed by then, and a reply of the day before yesterday may do harm.
const GIVE_UP_AFTER_HOURS: i64 = 48;
/// So many rows of the outbox are read at a time.
const PAGE: u32 = 500;

/// A message on its way out, with all that is needed to record what became of it.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub(super) envelope: Envelope,
    pub(super) target: Lookup,
    pub(super) conversation: Option<ConversationId>,
    pub(super) key: Option<Arc<DataKey>>,
    pub(super) source: Option<EventId>,
    pub(super) attempts: u32,
    pub(super) due_at: Timestamp,
    pub(super) created_at: Timestamp,
}

/// Where messages are posted.
#[derive(Debug)]
pub(super) struct Delivery {
    core: Arc<Core>,
    channels: Channels,
    lanes: Lanes<Lookup, Parcel>,
    expected: Expected,
}

/// The channels, and which of them is the desk's.
pub(super) struct Channels {
    by_name: HashMap<ChannelName, Arc<dyn Channel>>,
    desk: Arc<dyn Channel>,
}

impl std::fmt::Debug for Channels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.by_name.keys()).finish()
    }
}

impl Channels {
    /// `desk` is the channel at which navigators work; it also carries contacts of its own.
    pub(super) fn new(desk: Arc<dyn Channel>, others: Vec<Arc<dyn Channel>>) -> Self {
        let mut by_name: HashMap<_, _> =
            others.into_iter().map(|channel| (channel.name(), channel)).collect();
        by_name.insert(desk.name(), Arc::clone(&desk));
        Self { by_name, desk }
    }

    fn carrying(&self, to: &Destination) -> Option<&Arc<dyn Channel>> {
        match to {
            Destination::Contact(address) => self.by_name.get(&address.channel),
            Destination::Queue | Destination::Case(_) => Some(&self.desk),
        }
    }
}

impl Delivery {
    pub(super) fn new(core: Arc<Core>, channels: Channels, arrivals: Weak<Arrivals>) -> Arc<Self> {
        Arc::new_cyclic(|delivery: &Weak<Self>| {
            let delivery = Weak::clone(delivery);
            let lanes = Lanes::new(move |parcel| {
                let (delivery, arrivals) = (delivery.upgrade(), arrivals.upgrade());
                async move {
                    if let (Some(delivery), Some(arrivals)) = (delivery, arrivals) {
                        delivery.carry(parcel, &arrivals).await;
                    }
                }
            });
            Self { core, channels, lanes, expected: Expected::default() }
        })
    }

    /// These are about to be committed and will be posted: whoever reads the outbox leaves them alone.
    pub(super) fn expect(&self, parcels: &[Parcel]) {
        for parcel in parcels {
            self.expected.add(parcel.envelope.id, parcel.conversation);
        }
    }

    /// These were not committed after all.
    pub(super) fn unexpect(&self, parcels: &[Parcel]) {
        for parcel in parcels {
            self.expected.end(parcel.envelope.id);
        }
    }

    /// Sends what was expected and is committed now.
    pub(super) fn post(&self, parcels: Vec<Parcel>) {
        self.core.activity.begin(parcels.len());
        for parcel in parcels {
            let one_stream =
                self.channels.carrying(&parcel.envelope.to).is_some_and(|channel| channel.one_stream());
            let lane = if one_stream { Lookup([0; 32]) } else { parcel.target };
            self.lanes.push(lane, parcel);
        }
    }

    /// Drops what a forgotten conversation still had to say, also what waits for another try.
    pub(super) fn forget(&self, conversation: ConversationId) {
        self.expected.forget(conversation);
        let dropped = self.lanes.remove(|parcel| {
            let gone = parcel.conversation == Some(conversation);
            if gone {
                self.expected.end(parcel.envelope.id);
            }
            gone
        });
        self.core.activity.end(dropped);
    }

    /// Posts whatever waits in the outbox and is not on its way already.
    pub(super) async fn read_outbox(&self) -> Result<(), RuntimeError> {
        let _reading = self.expected.read();
        let mut after = 0;
        loop {
            let rows = self.core.parts.store.waiting_outbox(after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.seq;
            let new: Vec<_> =
                rows.into_iter().filter(|row| self.expected.add(row.id, row.conversation)).collect();
            for row in new {
                let id = row.id;
                match self.open(&row) {
                    Ok(parcel) => self.post(vec![parcel]),
                    Err(error) => {
                        tracing::error!(%error, "a message that was to go out cannot be read and stays a dead letter");
                        self.ended(id, SendOutcome::Dead).await;
                    }
                }
            }
        }
    }

    fn open(&self, row: &OutboxRow) -> Result<Parcel, RuntimeError> {
        let vault = &self.core.parts.vault;
        let key = match (row.conversation, &row.wrapped_key) {
            (Some(id), Some(wrapped)) => Some(Arc::new(vault.open_data_key(id, wrapped)?)),
            (None, _) | (_, None) => None,
        };
        let plain = match &key {
            Some(key) => key.open(&about_outbox(row.id), &row.payload)?,
            None => vault.open(&about_outbox(row.id), &row.payload)?,
        };
        let Departure { to, message, source } = parse(&plain)?;
        Ok(Parcel {
            envelope: Envelope { id: row.id, to, message, half_sent: row.half_sent, navigator: None },
            target: row.target,
            conversation: row.conversation,
            key,
            source,
            attempts: row.attempts,
            due_at: row.due_at,
            created_at: row.created_at,
        })
    }

    /// Carries one message until it is out or given up. Returning early leaves it in the outbox.
    async fn carry(&self, mut parcel: Parcel, arrivals: &Arrivals) {
        let id = parcel.envelope.id;
        let _under_way = UnderWay { delivery: self, id };
        loop {
            if !self.until_due(parcel.due_at).await || !self.expected.has(id) {
                break;
            }
            match self.send(&mut parcel).await {
                Ok(sent) => {
                    self.core.parts.probe.reached(Point::Sent);
                    self.ended(id, SendOutcome::Delivered { link: self.link(&parcel, &sent) }).await;
                    break;
                }
                Err(SendError::Later { retry_after }) => {
                    parcel.attempts = parcel.attempts.saturating_add(1);
                    if self.too_old(&parcel) {
                        self.give_up(&parcel, Undeliverable::GaveUp, arrivals).await;
                        break;
                    }
                    parcel.due_at = self.next_try(parcel.attempts, retry_after);
                    self.ended(id, SendOutcome::Retry { due_at: parcel.due_at }).await;
                }
                Err(SendError::Never(_)) if parcel.envelope.to == Destination::Queue => {
                    // There is no other place where somebody could be told.
                    tracing::error!("the queue refuses a message; it is tried again until somebody mends it");
                    parcel.attempts = parcel.attempts.saturating_add(1);
                    parcel.due_at = self.next_try(parcel.attempts, None);
                    self.ended(id, SendOutcome::Retry { due_at: parcel.due_at }).await;
                }
                Err(SendError::Never(reason)) => {
                    self.give_up(&parcel, reason, arrivals).await;
                    break;
                }
            }
        }
    }

    async fn send(&self, parcel: &mut Parcel) -> Result<Sent, SendError> {
        let Some(channel) = self.channels.carrying(&parcel.envelope.to) else {
            // The channel was switched off in the settings; it may be switched on again.
            return Err(SendError::Later { retry_after: None });
        };
        if !channel.retry_is_harmless() {
            let begun = self.core.journal.write(Write::SendBegun { id: parcel.envelope.id }).await;
            if begun.is_err() {
                return Err(SendError::Later { retry_after: None });
            }
        }
        if let Destination::Case(case) = parcel.envelope.to {
            // Asked at the last moment, because what was held was written before anybody had the case.
            parcel.envelope.navigator = match self.navigator(case).await {
                Ok(navigator) => navigator,
                Err(error) => {
                    tracing::error!(%error, "who has a case could not be looked up; it is tried again");
                    return Err(SendError::Later { retry_after: None });
                }
            };
        }
        channel.send(&parcel.envelope).await
    }

    /// Who has a case now, or had it last.
    async fn navigator(&self, case: CaseNumber) -> Result<Option<Address>, RuntimeError> {
        let Some(row) = self.core.parts.store.conversation_of(case).await? else { return Ok(None) };
        let known = self.core.open(row)?.conversation.case.filter(|known| known.number == case);
        Ok(known.and_then(|case| match case.state {
            CaseState::Waiting => None,
            CaseState::Claimed { by } | CaseState::Closed { by } | CaseState::Blocked { by } => {
                Some(by.address)
            }
        }))
    }

    async fn give_up(&self, parcel: &Parcel, reason: Undeliverable, arrivals: &Arrivals) {
        tracing::warn!(?reason, "a message is given up; whoever waits for it is told");
        let message = parcel.envelope.id;
        let told = match &parcel.envelope.to {
            Destination::Contact(address) if parcel.conversation.is_some() => {
                Some(Arrival::Undelivered { address: address.clone(), message, reason })
            }
            Destination::Case(case) => {
                Some(Arrival::Unposted { channel: self.channels.desk.name(), case: *case, message })
            }
            // The last word to somebody of whom nothing is left: nobody waits for it. Of the queue nothing is given up.
            Destination::Contact(_) | Destination::Queue => None,
        };
        if let Some(told) = told
            && arrivals.accept(told).await.is_err()
        {
            // Without the notice it must not become a dead letter: it is tried, and told, after a restart.
            return;
        }
        self.ended(parcel.envelope.id, SendOutcome::Dead).await;
    }

    /// Records what became of a message. A failure is tried until it works: what is sent must not be sent again.
    async fn ended(&self, id: OutboxId, outcome: SendOutcome) {
        let mut pause = Duration::from_millis(200);
        let write = Write::SendEnded { id, at: self.core.now(), outcome };
        while let Err(error) = self.core.journal.write(write.clone()).await {
            tracing::error!(%error, "what became of a message could not be recorded; it is tried again");
            if matches!(error, StoreError::Database(sqlx::Error::PoolClosed)) || self.core.is_stopping() {
                return;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(30));
        }
    }

    fn link(&self, parcel: &Parcel, sent: &Sent) -> Option<Link> {
        let vault = &self.core.parts.vault;
        let (conversation, key) = (parcel.conversation?, parcel.key.as_ref()?);
        let (source, copy) = (parcel.source.as_ref()?, sent.remote.as_ref()?);
        let ids = serde_json::to_vec(&(source, copy)).ok()?;
        Some(Link {
            conversation,
            outbox: parcel.envelope.id,
            source: vault.lookup("message", &[source.as_str().as_bytes()]),
            copy: vault.lookup("message", &[copy.as_str().as_bytes()]),
            ids: key.seal(&about_link(parcel.envelope.id), &ids),
        })
    }

    fn too_old(&self, parcel: &Parcel) -> bool {
        let to_contact = matches!(parcel.envelope.to, Destination::Contact(_));
        to_contact
            && self.core.now().duration_since(parcel.created_at)
                > SignedDuration::from_hours(GIVE_UP_AFTER_HOURS)
    }

    fn next_try(&self, attempts: u32, retry_after: Option<Duration>) -> Timestamp {
        let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok()).unwrap_or_default();
        let now = self.core.now();
        now.checked_add(pause_after(attempts).max(asked)).unwrap_or(now)
    }

    /// Waits until `due`. False: an orderly stop came first.
    async fn until_due(&self, due: Timestamp) -> bool {
        if self.core.is_stopping() {
            return false;
        }
        let wait = due.duration_since(self.core.now());
        match Duration::try_from(wait) {
            Ok(wait) if !wait.is_zero() => tokio::select! {
                () = tokio::time::sleep(wait) => true,
                () = self.core.stopped() => false,
            },
            // It is due already.
            Ok(_) | Err(_) => true,
        }
    }
}

/// A message that is no longer expected when its carrying ends, however it ends.
struct UnderWay<'a> {
    delivery: &'a Delivery,
    id: OutboxId,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.delivery.expected.end(self.id);
        self.delivery.core.activity.end(1);
    }
}

/// The pause after so many tries.
fn pause_after(attempts: u32) -> SignedDuration {
    let doubled =
        FIRST_PAUSE_SECS.checked_shl(attempts.saturating_sub(1).min(32)).unwrap_or(LONGEST_PAUSE_SECS);
    SignedDuration::from_secs(doubled.clamp(FIRST_PAUSE_SECS, LONGEST_PAUSE_SECS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let pauses: Vec<i64> = (1..=11).map(|attempt| pause_after(attempt).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(pause_after(u32::MAX).as_secs(), 300);
    }
}
