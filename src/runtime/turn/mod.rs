//! One turn: load, decide, commit. It is tried until it is committed.

mod decide;
mod desk;
mod happening;

use std::sync::Arc;
use std::time::Duration;

use self::decide::{at_the_desk, dead_letter, decide};
use self::desk::{Hand, from_the_desk};
use self::happening::Happening;
use super::arrivals::Work;
use super::core::Core;
use super::delivery::Delivery;
use super::error::RuntimeError;
use super::probe::Point;
use super::stored::Arrival;
use crate::channel::Inbound;
use crate::desk::{Input, Notice, Subject, Undeliverable};
use crate::store::{InboxSeq, StoreError};

/// After a failure of the database a turn is tried again after so long, doubled each time up to the longest.
const FIRST_RETRY: Duration = Duration::from_millis(200);
/// The longest pause between two tries of a turn.
const LONGEST_RETRY: Duration = Duration::from_secs(30);

/// Handles one inbound until it is committed. It is not given up: its lane waits, and so keeps its order.
pub(super) async fn handle(core: Arc<Core>, delivery: Arc<Delivery>, work: Work) {
    let _taken_up = TakenUp { core: &core, seq: work.seq };
    let (mut pause, begun) = (FIRST_RETRY, tokio::time::Instant::now());
    loop {
        let error = match once(&core, &delivery, &work).await {
            Ok(()) => break,
            Err(RuntimeError::Store(StoreError::Conflict(_))) => continue,
            // The commit was done and its answer was lost on the way: what it said lies in the outbox.
            Err(RuntimeError::Store(StoreError::HandledBefore(_))) => match delivery.read_outbox().await {
                Ok(()) => break,
                Err(error) => error,
            },
            Err(error) if error.is_damage() => {
                tracing::error!(%error, "something that came in cannot be read; the desk is told");
                match dead_letter(&core, &delivery, work.seq).await {
                    Ok(()) => break,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        core.note_health(false);
        tracing::error!(%error, "a turn could not be committed; it will be tried again");
        tokio::select! {
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_RETRY),
            // It stays in the inbox and is handled at the next start.
            () = core.stopped() => break,
        }
    }
    core.metrics.turn_took(begun.elapsed());
}

/// An inbound that is put down when its handling ends, however it ends.
struct TakenUp<'a> {
    core: &'a Core,
    seq: InboxSeq,
}

impl Drop for TakenUp<'_> {
    fn drop(&mut self) {
        self.core.put_down(self.seq);
    }
}

async fn once(core: &Core, delivery: &Delivery, work: &Work) -> Result<(), RuntimeError> {
    core.parts.probe.reached(Point::Accepted);
    let Some(arrival) = work.arrival.clone() else {
        return dead_letter(core, delivery, work.seq).await;
    };
    match arrival {
        Arrival::Outside(Inbound::Contact { address, event, message, input, reply_to }) => {
            let happening = Happening {
                input: Input::Contact(input),
                by: Some(address.clone()),
                event: message.or(Some(event)),
                about: reply_to,
            };
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
        Arrival::Outside(Inbound::ContactChange { address, event, message, of, change }) => {
            let happening = Happening {
                input: Input::ContactChange { change, subject: Subject::default() },
                by: Some(address.clone()),
                event: message.or(Some(event)),
                about: Some(of),
            };
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
        Arrival::Outside(Inbound::Desk { navigator, room, event, did }) => {
            from_the_desk(core, delivery, work.seq, Hand { navigator, room, event }, did).await
        }
        Arrival::Due { address, .. } => {
            let happening = Happening::of(Input::TimePassed);
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
        Arrival::RosterChanged { address, .. } => {
            let happening = Happening::of(Input::RosterChanged);
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
        Arrival::Unposted { case, .. } => {
            // Who refused is the desk's own platform; nothing is said of the contact.
            let notice = Notice::NotDelivered { case, reason: Undeliverable::Refused };
            at_the_desk(core, delivery, work.seq, &[notice]).await
        }
        Arrival::Undelivered { address, reason, about, .. } => {
            let happening = Happening { about, ..Happening::of(Input::Undelivered(reason)) };
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
        Arrival::FileLost { address, reason, .. } => {
            let happening = Happening::of(Input::FileLost(reason));
            decide(core, delivery, work.seq, core.lane(&address), Some(address), happening).await
        }
    }
}
