//! What became of a message: recorded once and for all, and told to whoever waits for it.

use std::time::Duration;

use super::super::arrivals::Arrivals;
use super::super::error::RuntimeError;
use super::super::packing::seal;
use super::super::parcel::Parcel;
use super::super::stored::{Arrival, Departure, Receipt, about_link};
use super::Delivery;
use crate::channel::{Act, Destination, Reference, Sent};
use crate::desk::Undeliverable;
use crate::model::OutboxId;
use crate::ops::metrics::Outcome;
use crate::store::{Link, NewOutgoing, SendOutcome, StoreError, Write};

/// The mark on what has arrived.
const DELIVERED: &str = "✅";

impl Delivery {
    pub(super) async fn give_up(&self, parcel: &Parcel, reason: Undeliverable, arrivals: &Arrivals) {
        tracing::warn!(?reason, "a message is given up; whoever waits for it is told");
        let message = parcel.id;
        let departure = &parcel.departure;
        // Why it cannot be taken back matters less than that it is there still.
        let reason = if parcel.takes_back() { Undeliverable::StillThere } else { reason };
        let told = match &departure.to {
            // A reaction that cannot be put, or taken back, is not worth a word.
            _ if !parcel.says() && !departure.is_awaited() => None,
            Destination::Contact(address) if parcel.conversation.is_some() => Some(Arrival::Undelivered {
                address: address.clone(),
                message,
                reason,
                about: departure.receipt.as_ref().and_then(|receipt| receipt.on.clone()),
            }),
            Destination::Case(case) => Some(match &departure.origin {
                Some(origin) if parcel.encloses() => {
                    Arrival::FileLost { address: origin.by.clone(), message, reason }
                }
                Some(_) | None => {
                    Arrival::Unposted { channel: self.channels.desk.name(), case: *case, message }
                }
            }),
            // The last word to somebody of whom nothing is left: nobody waits for it. Of the queue nothing is given up.
            Destination::Contact(_) | Destination::Queue => None,
        };
        if let Some(told) = told
            && arrivals.accept(told).await.is_err()
        {
            // Without the notice it must not become a dead letter: it is tried, and told, after a restart.
            return;
        }
        self.count(parcel, Outcome::GivenUp);
        self.ended(parcel.id, SendOutcome::Dead).await;
    }

    /// It has arrived: that is recorded, and whoever wrote it is told.
    pub(super) async fn arrived(&self, parcel: &Parcel, sent: &Sent) {
        let receipt = match self.receipt(parcel) {
            Ok(receipt) => receipt,
            Err(error) => {
                tracing::error!(%error, "a receipt could not be written");
                None
            }
        };
        // Whoever was forgotten while it was under way is in nobody's room any more. That is asked after the receipt is
        // expected, so that it is forgotten with the rest if that happens now.
        let receipt = receipt.filter(|(_, receipt)| {
            self.expect(std::slice::from_ref(receipt));
            let wanted = self.expected.has(parcel.id);
            if !wanted {
                self.unexpect(std::slice::from_ref(receipt));
            }
            wanted
        });
        let (then, receipt) =
            receipt.map_or((None, None), |(row, parcel)| (Some(Box::new(row)), Some(parcel)));
        let next = self.begin_next(parcel);
        let outcome = SendOutcome::Delivered { link: self.link(parcel, sent), then, next };
        if self.ended(parcel.id, outcome).await {
            self.post(receipt.into_iter().collect());
        } else {
            self.unexpect(receipt.as_slice());
        }
    }

    /// What whoever wrote the message is told, as a row and a parcel of its own.
    fn receipt(&self, parcel: &Parcel) -> Result<Option<(NewOutgoing, Parcel)>, RuntimeError> {
        let Some(Receipt { to, on, message }) = parcel.departure.receipt.clone() else { return Ok(None) };
        let act = match on {
            Some(event) => Act::React {
                to: Reference::Original(event),
                key: DELIVERED.to_owned(),
                instead: Some(message),
            },
            None => Act::Say { message, reply_to: None },
        };
        let owner = parcel.conversation.zip(parcel.key.as_ref());
        seal(&self.core, Departure { act, ..Departure::nothing(to) }, owner, None, self.core.now()).map(Some)
    }

    /// Records what became of a message. A failure is tried until it works: what is sent must not be sent again.
    /// False: it could not be, because everything is coming to an end.
    pub(super) async fn ended(&self, id: OutboxId, outcome: SendOutcome) -> bool {
        let mut pause = Duration::from_millis(200);
        let write = Write::SendEnded { id, at: self.core.now(), outcome };
        while let Err(error) = self.core.journal.write(write.clone()).await {
            self.core.note_health(false);
            tracing::error!(%error, "what became of a message could not be recorded; it is tried again");
            if matches!(error, StoreError::Database(sqlx::Error::PoolClosed)) || self.core.is_stopping() {
                return false;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(30));
        }
        self.core.note_health(true);
        true
    }

    /// Under which id the message stands on its platform, if anybody can ever refer to it: to the copy of what
    /// somebody wrote, and to a card. What the bot says by itself is neither changed nor answered one by one.
    fn link(&self, parcel: &Parcel, sent: &Sent) -> Option<Link> {
        let vault = &self.core.parts.vault;
        let (conversation, key) = (parcel.conversation?, parcel.key.as_ref()?);
        let (id, copy) = match sent {
            Sent::As(id) => (Some(id), vault.lookup("message", &[id.as_str().as_bytes()])),
            // It is remembered that it is out, so that nobody is told that it was taken back.
            Sent::Unnamed => (None, vault.lookup("unnamed", &[parcel.id.to_string().as_bytes()])),
            Sent::Nothing => return None,
        };
        let source = parcel.departure.origin.as_ref().map(|origin| &origin.event);
        if source.is_none() && parcel.departure.card.is_none() {
            return None;
        }
        let ids = serde_json::to_vec(&(source, id)).ok()?;
        Some(Link { conversation, outbox: parcel.id, copy, ids: key.seal(&about_link(parcel.id), &ids) })
    }
}
