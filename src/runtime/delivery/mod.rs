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
//! it, because a message that comes twice harms less than one that never comes. That sending begins is recorded with
//! what is committed just before it, so that it costs no commit of its own; a message that carries the mark may
//! therefore be one that never went.

mod attempt;
mod begin;
mod outcome;
mod patience;

use std::sync::{Arc, Weak};

use super::arrivals::Arrivals;
use super::channels::Channels;
use super::core::{Core, parse};
use super::error::RuntimeError;
use super::expected::Expected;
use super::lanes::Lanes;
use super::parcel::Parcel;
use super::probe::Point;
use super::stored::about_outbox;
use crate::channel::{Destination, SendError};
use crate::desk::Undeliverable;
use crate::model::{ConversationId, OutboxId};
use crate::ops::metrics::Outcome;
use crate::privacy::Lookup;
use crate::store::{OutboxRow, SendOutcome};

/// So many rows of the outbox are read at a time.
const PAGE: u32 = 500;

/// Where messages are posted.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) core: Arc<Core>,
    pub(super) channels: Channels,
    lanes: Lanes<Lookup, Parcel>,
    expected: Expected,
    /// Held by whoever reads the outbox: two readers would post what one of them finds in between the other's.
    reading: tokio::sync::Mutex<()>,
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
            Self {
                core,
                channels,
                lanes,
                expected: Expected::default(),
                reading: tokio::sync::Mutex::default(),
            }
        })
    }

    /// These are about to be committed and will be posted: whoever reads the outbox leaves them alone.
    pub(super) fn expect(&self, parcels: &[Parcel]) {
        for parcel in parcels {
            self.expected.add(parcel.id, parcel.conversation);
        }
    }

    /// These were not committed after all.
    pub(super) fn unexpect(&self, parcels: &[Parcel]) {
        for parcel in parcels {
            self.expected.end(parcel.id);
        }
    }

    /// Sends what was expected and is committed now.
    pub(super) fn post(&self, parcels: Vec<Parcel>) {
        self.core.activity.begin(parcels.len());
        for parcel in parcels {
            self.lanes.push(self.lane(&parcel), parcel);
        }
    }

    fn lane(&self, parcel: &Parcel) -> Lookup {
        let one_stream =
            self.channels.carrying(&parcel.departure.to).is_some_and(|channel| channel.one_stream());
        if one_stream { Lookup([0; 32]) } else { parcel.target }
    }

    /// Drops what a forgotten conversation still had to say, also what waits for another try.
    pub(super) fn forget(&self, conversation: ConversationId) {
        self.expected.forget(conversation);
        let dropped = self.lanes.remove(|parcel| {
            let gone = parcel.conversation == Some(conversation);
            if gone {
                self.expected.end(parcel.id);
            }
            gone
        });
        self.core.activity.end(dropped);
    }

    /// Posts whatever waits in the outbox and is not on its way already.
    pub(super) async fn read_outbox(&self) -> Result<(), RuntimeError> {
        let _alone = self.reading.lock().await;
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
                    Ok(parcel) => {
                        if parcel.half_sent {
                            self.count(&parcel, Outcome::HalfSentAgain);
                        }
                        self.post(vec![parcel]);
                    }
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
        Ok(Parcel {
            id: row.id,
            departure: parse(&plain)?,
            half_sent: row.half_sent,
            begun: false,
            together: 1,
            target: row.target,
            conversation: row.conversation,
            key,
            attempts: row.attempts,
            due_at: row.due_at,
            created_at: row.created_at,
        })
    }

    /// Carries one message until it is out or given up. Returning early leaves it in the outbox.
    async fn carry(&self, mut parcel: Parcel, arrivals: &Arrivals) {
        let id = parcel.id;
        let _under_way = UnderWay { delivery: self, id };
        loop {
            if !self.until_due(parcel.due_at).await || !self.expected.has(id) {
                break;
            }
            match self.send(&mut parcel).await {
                Ok(sent) => {
                    self.core.parts.probe.reached(Point::Sent);
                    self.count(&parcel, Outcome::Sent);
                    self.arrived(&parcel, &sent).await;
                    break;
                }
                Err(SendError::Later { retry_after }) => {
                    parcel.attempts = parcel.attempts.saturating_add(1);
                    if self.too_old(&parcel) {
                        self.give_up(&parcel, Undeliverable::GaveUp, arrivals).await;
                        break;
                    }
                    self.count(&parcel, Outcome::Retried);
                    parcel.due_at = self.next_try(parcel.attempts, retry_after);
                    self.ended(id, SendOutcome::Retry { due_at: parcel.due_at }).await;
                }
                Err(SendError::NotYet) => {
                    parcel.due_at = self.next_look();
                }
                Err(SendError::Never(_)) if parcel.replaces() => {
                    // What it was to change is no longer there: it is said anew, or was said elsewhere anyway.
                    if !parcel.say_anew() {
                        self.ended(id, SendOutcome::Dead).await;
                        break;
                    }
                }
                Err(SendError::Never(_)) if parcel.departure.to == Destination::Queue && parcel.says() => {
                    // There is no other place where somebody could be told.
                    tracing::error!("the queue refuses a message; it is tried again until somebody mends it");
                    parcel.attempts = parcel.attempts.saturating_add(1);
                    self.count(&parcel, Outcome::Retried);
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

    pub(super) fn count(&self, parcel: &Parcel, outcome: Outcome) {
        if let Some(channel) = self.channels.carrying(&parcel.departure.to) {
            self.core.metrics.went_out(channel.name(), outcome);
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
