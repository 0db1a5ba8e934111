//! What somebody at the desk did: the case it concerns, and whether it answers the contact.

use super::super::core::Core;
use super::super::delivery::Delivery;
use super::super::error::RuntimeError;
use super::super::pack::pack_desk;
use super::super::told;
use super::decide::{at_the_desk, commit, decide};
use super::happening::Happening;
use crate::channel::{Destination, Did};
use crate::desk::{self, Card, Change, Command, Input, Navigator, Notice, Room, Route, Subject, Typed};
use crate::model::{CaseNumber, EventId};
use crate::store::{CaseStatus, InboxSeq};

/// Whose hand did something at the desk, where, and by which event.
pub(super) struct Hand {
    pub(super) navigator: Navigator,
    pub(super) room: Room,
    pub(super) event: EventId,
}

/// Finds the case that something at the desk concerns, if there is one, and decides.
pub(super) async fn from_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    hand: Hand,
    did: Did,
) -> Result<(), RuntimeError> {
    if !core.parts.duty.has(&hand.navigator) {
        // It came in before they left. Only whoever is in the settings is obeyed; their cases wait for others.
        tracing::warn!(
            "what somebody did at the desk before they left the settings is not carried out any more"
        );
        return at_the_desk(core, delivery, seq, &[]).await;
    }
    let room = hand.room;
    let (typed, about) = match did {
        Did::Changed { of, change } => {
            return changed_at_the_desk(core, delivery, seq, hand, of, change).await;
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
    let Hand { navigator, event, .. } = hand;
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
async fn changed_at_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    hand: Hand,
    of: EventId,
    change: Change,
) -> Result<(), RuntimeError> {
    let Hand { navigator, room, event } = hand;
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

/// Whether what was done in `room` replies to a message of the contact whose case has this room. A reply to
/// anything else (our own notices, a colleague, a message of another case) stays internal.
async fn answers_contact(core: &Core, room: Room, reply_to: Option<&EventId>) -> Result<bool, RuntimeError> {
    let (Room::Case(number), Some(copy)) = (room, reply_to) else { return Ok(false) };
    let Some(row) = core.parts.store.conversation_of(number).await? else { return Ok(false) };
    let loaded = core.open(row)?;
    let told = told::all(core, &loaded).await?;
    told::is_from_contact(core, &loaded, &told, copy).await
}

/// Where a navigator is answered: in the room in which they typed, if it is the room of a case that they have.
async fn answers_in(core: &Core, room: Room, navigator: &Navigator) -> Result<Destination, RuntimeError> {
    let Room::Case(number) = room else { return Ok(Destination::Queue) };
    let Some(row) = core.parts.store.conversation_of(number).await? else { return Ok(Destination::Queue) };
    let case = core.open(row)?.conversation.case.filter(|case| case.number == number);
    let is_theirs = case.is_some_and(|case| case.is_with(navigator));
    Ok(if is_theirs { Destination::Case(number) } else { Destination::Queue })
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
