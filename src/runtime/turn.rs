//! One turn: load, decide, commit. The only place where deciding meets the store.

use std::sync::Arc;
use std::time::Duration;

use super::core::{Core, Parts};
use super::delivery::Delivery;
use super::error::RuntimeError;
use super::history;
use super::pack::{Packed, pack, pack_desk};
use super::probe::Point;
use super::stored::Arrival;
use crate::channel::Inbound;
use crate::desk::{self, Card, Command, Input, Notice, Room, Route, Typed, Undeliverable};
use crate::model::{Address, CaseNumber, EventId};
use crate::privacy::{Lookup, retention};
use crate::store::{CaseStatus, InboxSeq, StoreError, Write};

/// After a failure of the database a turn is tried again after so long, doubled each time up to the longest.
const FIRST_RETRY: Duration = Duration::from_millis(200);
/// The longest pause between two tries of a turn.
const LONGEST_RETRY: Duration = Duration::from_secs(30);

/// An inbound on its way through the runtime.
#[derive(Debug, Clone)]
pub(super) struct Work {
    pub(super) seq: InboxSeq,
    /// `None`: it could not be opened or read.
    pub(super) arrival: Option<Arrival>,
}

/// Handles one inbound until it is committed. It is not given up: its lane waits, and so keeps its order.
pub(super) async fn handle(core: Arc<Core>, delivery: Arc<Delivery>, work: Work) {
    let _taken_up = TakenUp { core: &core, seq: work.seq };
    let mut pause = FIRST_RETRY;
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
        Arrival::Outside(Inbound::Contact { address, event, input }) => {
            let lane = core.lane(&address);
            decide(core, delivery, work.seq, lane, Some(address), Some(&event), Input::Contact(input)).await
        }
        Arrival::Outside(Inbound::Desk { navigator, room, event, text, reply_to }) => {
            let typed = match desk::parse(text.reveal()) {
                Typed::Plain if answers_contact(core, room, reply_to.as_ref()).await? => {
                    Typed::Command(Command::Answer(text))
                }
                typed => typed,
            };
            let cards = match desk::only_case(&typed, room) {
                Some(number) => card(core, number).await?.into_iter().collect(),
                None => cards(core).await?,
            };
            match desk::route(&typed, room, &navigator, &cards, &core.parts.scene) {
                Route::Desk(notices) => at_the_desk(core, delivery, work.seq, &notices).await,
                Route::Case(number) => match core.parts.store.conversation_of(number).await? {
                    None => at_the_desk(core, delivery, work.seq, &[Notice::NoSuchCase(number)]).await,
                    Some(row) => {
                        let input = Input::Navigator { by: navigator, case: number, room, typed };
                        decide(core, delivery, work.seq, row.lane, None, Some(&event), input).await
                    }
                },
            }
        }
        Arrival::Due { address, .. } => {
            let lane = core.lane(&address);
            decide(core, delivery, work.seq, lane, Some(address), None, Input::TimePassed).await
        }
        Arrival::Unposted { case, .. } => {
            // Who refused is the desk's own platform; nothing is said of the contact.
            let notice = Notice::NotDelivered { case, reason: Undeliverable::Refused };
            at_the_desk(core, delivery, work.seq, &[notice]).await
        }
        Arrival::Undelivered { address, reason, .. } => {
            let lane = core.lane(&address);
            decide(core, delivery, work.seq, lane, Some(address), None, Input::Undelivered(reason)).await
        }
    }
}

async fn decide(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    lane: Lookup,
    address: Option<Address>,
    source: Option<&EventId>,
    input: Input,
) -> Result<(), RuntimeError> {
    let _alone = core.lock(lane).await;
    let now = core.now();
    let mut loaded = core.load(lane).await?;
    let Some(address) = address.or_else(|| loaded.as_ref().map(|loaded| loaded.conversation.address.clone()))
    else {
        // It was deleted between finding the case and taking the lock.
        return at_the_desk(core, delivery, seq, &[]).await;
    };
    let over = loaded.as_ref().and_then(|loaded| retention::over_by(&loaded.conversation, now));
    let input = match (input, over) {
        (Input::TimePassed, Some(over)) => Input::Expired(over),
        (input, _) => input,
    };
    let conversation = loaded.as_ref().map(|loaded| loaded.conversation.clone());
    let mut new_number = || core.new_case();
    let Parts { scene, duty, .. } = &core.parts;
    let decision = desk::decide(conversation, &address, input, scene, duty, &mut new_number, now);
    if let Some(loaded) = &mut loaded
        && let Some(case) = history::wanted(&decision)
    {
        loaded.history = history::of(core, loaded, case).await?;
    }
    commit(core, delivery, pack(core, seq, &address, source, loaded, decision, now)?).await
}

/// Commits, and only then lets anything out.
async fn commit(core: &Core, delivery: &Delivery, packed: Packed) -> Result<(), RuntimeError> {
    let Packed { turn, parcels, forgotten } = packed;
    let release = turn.release;
    core.parts.probe.reached(Point::Decided);
    delivery.expect(&parcels);
    if let Err(error) = core.journal.write(Write::Turn(Box::new(turn))).await {
        delivery.unexpect(&parcels);
        return Err(error.into());
    }
    core.note_health(true);
    core.parts.probe.reached(Point::Committed);
    if let Some(id) = forgotten {
        delivery.forget(id);
    }
    delivery.post(parcels);
    if release.is_some() {
        delivery.read_outbox().await?;
    }
    Ok(())
}

/// Whether a line typed in `room` replies to a message of the contact whose case has this room. A reply to
/// anything else (our own notices, a colleague, a message of another case) stays internal.
async fn answers_contact(core: &Core, room: Room, reply_to: Option<&EventId>) -> Result<bool, RuntimeError> {
    let (Room::Case(number), Some(copy)) = (room, reply_to) else { return Ok(false) };
    let copy = core.parts.vault.lookup("message", &[copy.as_str().as_bytes()]);
    let Some(link) = core.parts.store.link_by_copy(copy).await? else { return Ok(false) };
    let row = core.parts.store.conversation_of(number).await?;
    Ok(row.is_some_and(|row| row.id == link.conversation))
}

async fn at_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    notices: &[Notice],
) -> Result<(), RuntimeError> {
    commit(core, delivery, pack_desk(core, seq, notices, core.now())?).await
}

async fn dead_letter(core: &Core, delivery: &Delivery, seq: InboxSeq) -> Result<(), RuntimeError> {
    let mut packed = pack_desk(core, seq, &[Notice::DeadLetter], core.now())?;
    // What cannot be read may be something else than what came in.
    packed.turn.dead_letter = true;
    commit(core, delivery, packed).await
}

/// All cases as the queue shows them, oldest first.
async fn cards(core: &Core) -> Result<Vec<Card>, RuntimeError> {
    let statuses = [CaseStatus::Waiting, CaseStatus::Claimed, CaseStatus::Closed];
    let mut cards = Vec::new();
    for row in core.parts.store.cases(&statuses).await? {
        match card(core, row.number).await {
            Ok(card) => cards.extend(card),
            // One that is damaged must not keep navigators from all the others.
            Err(error) if error.is_damage() => tracing::error!(%error, "a case cannot be read"),
            Err(error) => return Err(error),
        }
    }
    Ok(cards)
}

/// The card of a case. An earlier case of somebody who has since begun a new one has none any more.
async fn card(core: &Core, number: CaseNumber) -> Result<Option<Card>, RuntimeError> {
    let Some(row) = core.parts.store.conversation_of(number).await? else { return Ok(None) };
    let case = core.open(row)?.conversation.case;
    Ok(case.filter(|case| case.number == number).map(|case| case.card()))
}
