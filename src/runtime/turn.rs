//! One turn: load, decide, commit. The only place where deciding meets the store.

use std::sync::Arc;
use std::time::Duration;

use super::core::{Core, Loaded, Parts};
use super::delivery::Delivery;
use super::error::RuntimeError;
use super::matter::Matter;
use super::pack::{Packed, pack, pack_desk};
use super::probe::Point;
use super::stored::Arrival;
use super::told;
use crate::channel::{Destination, Did, Inbound, Reference};
use crate::desk::{
    self, Card, Change, Command, Decision, Input, Navigator, Next, Notice, Outgoing, Room, Route, Subject,
    Typed, Undeliverable,
};
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
            from_the_desk(core, delivery, work.seq, navigator, room, event, did).await
        }
        Arrival::Due { address, .. } => {
            let happening = Happening::of(Input::TimePassed);
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

/// Something that concerns a conversation.
struct Happening {
    input: Input,
    /// Who did it.
    by: Option<Address>,
    /// The event by which it came.
    event: Option<EventId>,
    /// The message it is about: the one that is answered, changed, or was not delivered.
    about: Option<EventId>,
}

impl Happening {
    /// Something that nobody did.
    const fn of(input: Input) -> Self {
        Self { input, by: None, event: None, about: None }
    }
}

async fn from_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    navigator: Navigator,
    room: Room,
    event: EventId,
    did: Did,
) -> Result<(), RuntimeError> {
    let (typed, about) = match did {
        Did::Changed { of, change } => {
            return changed_at_the_desk(core, delivery, seq, navigator, room, event, of, change).await;
        }
        Did::Typed { text, reply_to } => {
            let answers = answers_contact(core, room, reply_to.as_ref()).await?;
            let typed = match desk::parse(text.reveal()) {
                Typed::Plain if answers => Typed::Command(Command::Answer(text)),
                typed => typed,
            };
            (typed, reply_to.filter(|_| answers))
        }
        Did::Sent { file, reply_to } => {
            let answers = answers_contact(core, room, reply_to.as_ref()).await?;
            (if answers { Typed::File(file) } else { Typed::Plain }, reply_to.filter(|_| answers))
        }
        Did::Unreadable { reply_to } => {
            let answers = answers_contact(core, room, reply_to.as_ref()).await?;
            (if answers { Typed::Unreadable } else { Typed::Plain }, None)
        }
        Did::Undecryptable => (Typed::Undecryptable, None),
    };
    let cards = match desk::only_case(&typed, room) {
        Some(number) => card(core, number).await?.into_iter().collect(),
        None => cards(core).await?,
    };
    match desk::route(&typed, room, &navigator, &cards, &core.parts.scene, &core.parts.duty) {
        Route::Desk(notices) => {
            let to = answers_in(core, room, &navigator).await?;
            commit(core, delivery, pack_desk(core, seq, &to, &notices, core.now())?).await
        }
        Route::Case(number) => match core.parts.store.conversation_of(number).await? {
            None => at_the_desk(core, delivery, seq, &[Notice::NoSuchCase(number)]).await,
            Some(row) => {
                let by = Some(navigator.address.clone());
                let input = Input::Navigator { by: navigator, case: number, room, typed };
                let happening = Happening { input, by, event: Some(event), about };
                decide(core, delivery, seq, row.lane, None, happening).await
            }
        },
    }
}

/// Somebody at the desk did something to a message that was there before. What is in a case's room belongs to that
/// case; in the queue nothing is carried, so that nothing can be changed.
#[expect(clippy::too_many_arguments, reason = "one inbound, taken apart")]
async fn changed_at_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    navigator: Navigator,
    room: Room,
    event: EventId,
    of: EventId,
    change: Change,
) -> Result<(), RuntimeError> {
    let row = match room {
        Room::Case(number) => core.parts.store.conversation_of(number).await?.map(|row| (number, row)),
        Room::Queue => None,
    };
    let Some((case, row)) = row else {
        let notices: &[Notice] = match &change {
            Change::Edited(words) if desk::parse(words.reveal()) != Typed::Plain => {
                &[Notice::EditIsNoCommand]
            }
            Change::Edited(_) | Change::Retracted | Change::Unreacted | Change::Reacted(_) => &[],
        };
        return at_the_desk(core, delivery, seq, notices).await;
    };
    let by = Some(navigator.address.clone());
    let subject = Subject::default();
    let input = Input::NavigatorChange { by: navigator, case, room, change, subject };
    let happening = Happening { input, by, event: Some(event), about: Some(of) };
    decide(core, delivery, seq, row.lane, None, happening).await
}

async fn decide(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    lane: Lookup,
    address: Option<Address>,
    happening: Happening,
) -> Result<(), RuntimeError> {
    let _alone = core.lock(lane).await;
    let now = core.now();
    let loaded = core.load(lane).await?;
    let Some(address) = address.or_else(|| loaded.as_ref().map(|loaded| loaded.conversation.address.clone()))
    else {
        // It was deleted between finding the case and taking the lock.
        return at_the_desk(core, delivery, seq, &[]).await;
    };
    let over = loaded.as_ref().and_then(|loaded| retention::over_by(&loaded.conversation, now));
    let Happening { input, by, event, about } = happening;
    let mut matter = Matter { event, by, ..Matter::default() };
    let input = match (input, over) {
        (Input::TimePassed, Some(over)) => Input::Expired(over),
        (input, _) => refer(core, loaded.as_ref(), input, about.as_ref(), &mut matter).await?,
    };
    let conversation = loaded.as_ref().map(|loaded| loaded.conversation.clone());
    let mut new_number = || core.new_case();
    let Parts { scene, duty, .. } = &core.parts;
    let decision = desk::decide(conversation, &address, input, scene, duty, &mut new_number, now);
    if let Some(loaded) = &loaded {
        look_back(core, loaded, &decision, &mut matter).await?;
    }
    commit(core, delivery, pack(core, seq, &address, &matter, loaded, decision, now)?).await
}

/// Finds the message that an input is about.
async fn refer(
    core: &Core,
    loaded: Option<&Loaded>,
    input: Input,
    about: Option<&EventId>,
    matter: &mut Matter,
) -> Result<Input, RuntimeError> {
    let (Some(loaded), Some(event)) = (loaded, about) else {
        matter.marked.clone_from(&matter.event);
        return Ok(input);
    };
    let told = told::all(core, loaded).await?;
    let known = told::about(core, loaded, &told, event).await?;
    matter.copies = known.copies;
    matter.counterpart = known.counterpart;
    Ok(match input {
        Input::ContactChange { change, .. } => Input::ContactChange { change, subject: known.subject },
        Input::NavigatorChange { by, case, room, change, .. } => {
            // What is taken back can carry no mark.
            matter.marked = match change {
                Change::Edited(_) => Some(event.clone()),
                Change::Retracted | Change::Unreacted | Change::Reacted(_) => None,
            };
            Input::NavigatorChange { by, case, room, change, subject: known.subject }
        }
        Input::Undelivered(reason) => {
            // The mark belongs to what the navigator wrote, not to its copy, which never arrived.
            matter.counterpart = Some(Reference::Original(event.clone()));
            Input::Undelivered(reason)
        }
        other @ (Input::Contact(_)
        | Input::Navigator { .. }
        | Input::TimePassed
        | Input::Expired(_)
        | Input::FileLost(_)) => {
            matter.marked.clone_from(&matter.event);
            other
        }
    })
}

/// Looks up what was said before, if what was decided needs it.
async fn look_back(
    core: &Core,
    loaded: &Loaded,
    decision: &Decision,
    matter: &mut Matter,
) -> Result<(), RuntimeError> {
    let case = decision.outgoing.iter().find_map(|outgoing| match outgoing {
        Outgoing::History(number) => Some(*number),
        Outgoing::Card { card, .. } => Some(card.case),
        Outgoing::Contact(_)
        | Outgoing::ContactCopy { .. }
        | Outgoing::ContactEdit { .. }
        | Outgoing::ContactRetract { .. }
        | Outgoing::ContactReact(_)
        | Outgoing::Queue(_)
        | Outgoing::Case(..)
        | Outgoing::CaseFailure(..)
        | Outgoing::CaseCopy(..)
        | Outgoing::CaseEdit(..)
        | Outgoing::CaseRetract(_)
        | Outgoing::CaseReact(..) => None,
    });
    if decision.next == Next::Forget {
        matter.traces = told::traces(core, loaded).await?;
    }
    // Of a case that begins now nothing was said yet.
    let known = loaded.conversation.case.as_ref().map(|case| case.number);
    if let Some(case) = case.filter(|case| known == Some(*case)) {
        let told = told::all(core, loaded).await?;
        matter.cards = told::cards(&told, case);
        matter.history = told::history(core, loaded, &told, case);
    }
    Ok(())
}

/// Commits, and only then lets anything out.
async fn commit(core: &Core, delivery: &Delivery, packed: Packed) -> Result<(), RuntimeError> {
    let Packed { mut turn, mut parcels, forgotten } = packed;
    delivery.begin_first(&mut turn, &mut parcels);
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

/// Whether what was done in `room` replies to a message of the contact whose case has this room. A reply to
/// anything else (our own notices, a colleague, a message of another case) stays internal.
async fn answers_contact(core: &Core, room: Room, reply_to: Option<&EventId>) -> Result<bool, RuntimeError> {
    let (Room::Case(number), Some(copy)) = (room, reply_to) else { return Ok(false) };
    let Some(row) = core.parts.store.conversation_of(number).await? else { return Ok(false) };
    let loaded = core.open(row)?;
    let told = told::all(core, &loaded).await?;
    told::is_from_contact(core, &loaded, &told, copy).await
}

async fn at_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    notices: &[Notice],
) -> Result<(), RuntimeError> {
    commit(core, delivery, pack_desk(core, seq, &Destination::Queue, notices, core.now())?).await
}

/// Where a navigator is answered: in the room in which they typed, if it is the room of a case that they have.
async fn answers_in(core: &Core, room: Room, navigator: &Navigator) -> Result<Destination, RuntimeError> {
    let Room::Case(number) = room else { return Ok(Destination::Queue) };
    let Some(row) = core.parts.store.conversation_of(number).await? else { return Ok(Destination::Queue) };
    let case = core.open(row)?.conversation.case.filter(|case| case.number == number);
    let is_theirs = case.is_some_and(|case| case.is_with(navigator));
    Ok(if is_theirs { Destination::Case(number) } else { Destination::Queue })
}

async fn dead_letter(core: &Core, delivery: &Delivery, seq: InboxSeq) -> Result<(), RuntimeError> {
    let mut packed = pack_desk(core, seq, &Destination::Queue, &[Notice::DeadLetter], core.now())?;
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
