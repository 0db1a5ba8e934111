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

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::SignedDuration;

use super::arrivals::Arrivals;
use super::core::{Core, parse};
use super::error::RuntimeError;
use super::expected::Expected;
use super::lanes::Lanes;
use super::parcel::Parcel;
use super::probe::Point;
use super::stored::about_outbox;
use crate::channel::{Act, Channel, Contents, Destination, Envelope, Reference, SendError, Sent};
use crate::desk::{CaseState, Undeliverable};
use crate::model::{
    Address, Attachment, CaseNumber, Channel as ChannelName, ConversationId, EventId, OutboxId, Timestamp,
};
use crate::ops::metrics::Outcome;
use crate::privacy::Lookup;
use crate::store::{OutboxRow, SendOutcome, Turn, Write};

/// Pauses between tries: 1, 2, 4, 8, 16, 32, 64, 128, 256 s, and from then on 5 min.
const FIRST_PAUSE_SECS: i64 = 1;
/// The longest pause between two tries.
const LONGEST_PAUSE_SECS: i64 = 300;
/// While nobody is there to read a message, it is looked for them again after so long.
const NOT_YET_PAUSE: SignedDuration = SignedDuration::from_secs(1);
/// A message to a contact is given up after so long; the navigator is told. A platform that is away for two
/// days has been noticed by then, and a reply of the day before yesterday may do harm.
const GIVE_UP_AFTER_HOURS: i64 = 48;
/// A file to the desk is given up after so long; both sides are told.
const GIVE_UP_FILE_AFTER_HOURS: i64 = 1;
/// So many rows of the outbox are read at a time.
const PAGE: u32 = 500;

/// Where messages are posted.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) core: Arc<Core>,
    pub(super) channels: Channels,
    lanes: Lanes<Lookup, Parcel>,
    expected: Expected,
}

/// The channels, and which of them is the desk's.
pub(super) struct Channels {
    by_name: HashMap<ChannelName, Arc<dyn Channel>>,
    pub(super) desk: Arc<dyn Channel>,
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

    /// Whether it must be known, before a message goes out, that it may be out.
    fn notes_begin(&self, parcel: &Parcel) -> bool {
        self.channels.carrying(&parcel.departure.to).is_some_and(|channel| !channel.retry_is_harmless())
    }

    /// What will be sent as soon as `turn` is committed is recorded with it as begun: one commit less before it goes.
    pub(super) fn begin_first(&self, turn: &mut Turn, parcels: &mut [Parcel]) {
        let mut lanes = HashSet::new();
        for parcel in parcels {
            let lane = self.lane(parcel);
            let is_first = lanes.insert(lane) && self.lanes.is_free(lane);
            let row = turn.outbox.iter_mut().find(|row| row.id == parcel.id);
            if let Some(row) = row.filter(|_| is_first && self.notes_begin(parcel)) {
                row.begun = true;
                parcel.begun = true;
            }
        }
    }

    /// What will be sent as soon as it is recorded what became of `parcel`: that is recorded as begun with it.
    pub(super) fn begin_next(&self, parcel: &Parcel) -> Option<OutboxId> {
        let now = self.core.now();
        self.lanes.at_next(self.lane(parcel), |next| {
            next.begun = next.due_at <= now && self.notes_begin(next);
            next.begun.then_some(next.id)
        })
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
                    let now = self.core.now();
                    parcel.due_at = now.checked_add(NOT_YET_PAUSE).unwrap_or(now);
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

    async fn send(&self, parcel: &mut Parcel) -> Result<Sent, SendError> {
        const LATER: SendError = SendError::Later { retry_after: None };
        // Whatever comes of this try, the next one is to be recorded anew.
        let begun = std::mem::take(&mut parcel.begun);
        let to = &parcel.departure.to;
        // The channel may have been switched off in the settings; it may be switched on again.
        let channel = self.channels.carrying(to).ok_or(LATER)?;
        let act = self.resolved(parcel).await.map_err(|error| {
            tracing::error!(%error, "a message that was sent before could not be looked up; it is tried again");
            LATER
        })?;
        // It was taken back, or what it is about never was out.
        let Some(act) = act else { return Ok(Sent { remote: None }) };
        let enclosed = match act.message().and_then(|message| message.enclosure.as_ref()) {
            Some(enclosure) => Some(self.fetch(&enclosure.file).await?),
            None => None,
        };
        if !begun && !channel.retry_is_harmless() {
            let begun = self.core.journal.write(Write::SendBegun { id: parcel.id }).await;
            if begun.is_err() {
                return Err(LATER);
            }
        }
        let case = match to {
            Destination::Case(case) => Some(*case),
            // A card that can be taken may be late: somebody may have taken its case meanwhile.
            Destination::Queue => act.message().and_then(|message| message.claims),
            Destination::Contact(_) => None,
        };
        let navigator = match case {
            // Asked at the last moment, because what was held was written before anybody had the case.
            Some(case) => self.navigator(case).await.map_err(|error| {
                tracing::error!(%error, "who has a case could not be looked up; it is tried again");
                LATER
            })?,
            None => None,
        };
        let (id, to, half_sent) = (parcel.id, to.clone(), parcel.half_sent);
        channel.send(&Envelope { id, to, act, enclosed, half_sent, navigator }).await
    }

    /// What is to be done, with the platform's ids. `None`: nothing any more.
    async fn resolved(&self, parcel: &Parcel) -> Result<Option<Act<EventId>>, RuntimeError> {
        if parcel.departure.is_void() {
            return Ok(None);
        }
        let act = parcel.departure.act.clone();
        let id = match act.about() {
            None => None,
            Some(Reference::Original(event)) => Some(event.clone()),
            Some(Reference::Copy(copy)) => match &parcel.key {
                Some(key) => self.core.remote(*copy, key).await?,
                None => None,
            },
        };
        Ok(act.resolved(id))
    }

    /// The contents of a file, from the channel by which it came.
    async fn fetch(&self, file: &Attachment) -> Result<Contents, SendError> {
        let channel = self.channels.by_name.get(&file.from).ok_or(SendError::Later { retry_after: None })?;
        channel.fetch(file, self.core.parts.duty.files.most_bytes()).await
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

    pub(super) fn count(&self, parcel: &Parcel, outcome: Outcome) {
        if let Some(channel) = self.channels.carrying(&parcel.departure.to) {
            self.core.metrics.went_out(channel.name(), outcome);
        }
    }

    fn too_old(&self, parcel: &Parcel) -> bool {
        let hours = match parcel.departure.to {
            Destination::Contact(_) => GIVE_UP_AFTER_HOURS,
            // A file that cannot be had stands in the way of all that was written after it.
            Destination::Case(_) if parcel.encloses() => GIVE_UP_FILE_AFTER_HOURS,
            Destination::Queue | Destination::Case(_) => return false,
        };
        self.core.now().duration_since(parcel.created_at) > SignedDuration::from_hours(hours)
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
