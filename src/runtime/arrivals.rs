//! The way in: make it durable, then let it be handled.

use std::sync::Arc;

use async_trait::async_trait;

use super::activity::Begun;
use super::core::{Core, print};
use super::error::RuntimeError;
use super::lanes::Lanes;
use super::probe::Point;
use super::stored::{Arrival, about_inbox};
use crate::channel::{Inbound, Inlet, NotAccepted};
use crate::privacy::Lookup;
use crate::store::{InboxSeq, NewInbound, Write, Written};

/// So many rows of the inbox are read at a time at the start.
const PAGE: u32 = 500;

/// An inbound on its way through the runtime.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) seq: InboxSeq,
    /// `None`: it could not be opened or read.
    pub(super) arrival: Option<Arrival>,
}

/// Where everything comes in.
#[derive(Debug)]
pub(super) struct Arrivals {
    core: Arc<Core>,
    lanes: Lanes<Lookup, Work>,
}

impl Arrivals {
    pub(super) const fn new(core: Arc<Core>, lanes: Lanes<Lookup, Work>) -> Self {
        Self { core, lanes }
    }

    /// Commits `arrival` to the inbox and queues it. A second time the same event: nothing, unless the first time
    /// was broken off between the commit and the queue.
    pub(super) async fn accept(&self, arrival: Arrival) -> Result<(), RuntimeError> {
        let vault = &self.core.parts.vault;
        let event = arrival.event_key(vault);
        let inbound = NewInbound {
            channel: arrival.channel(),
            event,
            payload: vault.seal(&about_inbox(event), &print(&arrival)?),
            received_at: self.core.now(),
        };
        self.core.parts.probe.reached(Point::Arrived);
        // Counted before the commit, so that nobody sees "settled" between the commit and the queue.
        let begun = self.core.activity.begin_guarded();
        let written = self.core.journal.write(Write::Accept(inbound)).await;
        self.core.note_health(written.is_ok());
        match written? {
            Written::Accepted(seq) => {
                self.core.metrics.came_in(arrival.channel(), arrival.kind());
                self.queue(begun, seq, Some(arrival), event);
            }
            Written::Waiting(seq) => self.queue(begun, seq, Some(arrival), event),
            Written::Duplicate | Written::Done => {}
        }
        Ok(())
    }

    /// Queues what an earlier process accepted and did not handle.
    pub(super) async fn read_inbox(&self) -> Result<(), RuntimeError> {
        let mut after = InboxSeq(0);
        loop {
            let rows = self.core.parts.store.waiting_inbox(after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.seq;
            for row in rows {
                let opened = self
                    .core
                    .parts
                    .vault
                    .open(&about_inbox(row.event), &row.payload)
                    .map_err(RuntimeError::from)
                    .and_then(|plain| super::core::parse::<Arrival>(&plain));
                if let Err(error) = &opened {
                    tracing::error!(%error, "something in the inbox cannot be read");
                }
                self.queue(self.core.activity.begin_guarded(), row.seq, opened.ok(), row.event);
            }
        }
    }

    /// Takes it up, unless it is taken up already.
    fn queue(&self, begun: Begun<'_>, seq: InboxSeq, arrival: Option<Arrival>, event: Lookup) {
        if !self.core.take_up(seq) {
            return;
        }
        begun.hand_on();
        // What cannot be read has no lane; its event key serves as one of its own.
        let lane = arrival.as_ref().map_or(event, |arrival| arrival.lane(&self.core.parts.vault));
        self.lanes.push(lane, Work { seq, arrival });
    }
}

#[async_trait]
impl Inlet for Arrivals {
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted> {
        self.accept(Arrival::Outside(inbound)).await.map_err(|error| NotAccepted(Box::new(error)))
    }
}
