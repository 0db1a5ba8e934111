//! Which case a navigator means, and what the desk answers when it is none.

use super::command::{REOPEN, UNBLOCK, shown};
use super::{Card, CardState, Command, Duty, Navigator, Notice, NumberedOffer, Room, Typed};
use crate::dialogue::Scene;
use crate::model::CaseNumber;

/// Where a navigator's line belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// To the conversation of this case.
    Case(CaseNumber),
    /// To no conversation; the desk answers at once.
    Desk(Vec<Notice>),
}

/// The one case a line can be about: by the number typed, or by the room. `None`: it depends on all of them.
#[must_use]
pub const fn only_case(typed: &Typed, room: Room) -> Option<CaseNumber> {
    match (typed, room) {
        (
            Typed::Command(
                Command::Claim(Some(number))
                | Command::Sheet(Some(number))
                | Command::GiveBack(Some(number))
                | Command::Reopen(Some(number))
                | Command::Block(Some(number))
                | Command::Unblock(Some(number))
                | Command::Close(Some(number)),
            ),
            _,
        ) => Some(*number),
        (Typed::Command(Command::Open | Command::Help), _) | (_, Room::Queue) => None,
        (_, Room::Case(number)) => Some(number),
    }
}

/// Finds the case a line means: by the number typed, by the room, or because only one can be meant.
///
/// Of `cases`, only the one that [`only_case`] names is looked at, if it names one.
#[must_use]
pub fn route(typed: &Typed, room: Room, by: &Navigator, cases: &[Card], scene: &Scene, duty: &Duty) -> Route {
    if let (Room::Queue, Typed::Command(Command::Answer(_) | Command::Send(_)), true) =
        (room, typed, duty.cases_have_rooms)
    {
        return Route::Desk(vec![Notice::NotInQueue]);
    }
    if let (Some(number), Room::Case(here)) = (only_case(typed, room), room)
        && number != here
    {
        // A slip, or a reason that begins with a number: either way it must not fall upon another case.
        return Route::Desk(vec![Notice::OtherRoom(here)]);
    }
    if let Some(number) = only_case(typed, room) {
        return if cases.iter().any(|card| card.case == number) {
            Route::Case(number)
        } else {
            Route::Desk(vec![Notice::NoSuchCase(number)])
        };
    }
    match (room, typed) {
        (_, Typed::Command(Command::Open)) => Route::Desk(vec![open_cases(cases)]),
        (_, Typed::Command(Command::Help)) => Route::Desk(vec![Notice::Help]),
        // A room names its case.
        (Room::Case(number), _) => Route::Case(number),
        (Room::Queue, Typed::Command(Command::Claim(_))) => waiting(cases),
        (Room::Queue, Typed::Command(Command::Offers(words))) => match own(by, cases).as_slice() {
            [only] => Route::Case(*only),
            _ => Route::Desk(vec![search(words, scene)]),
        },
        (
            Room::Queue,
            Typed::Command(
                Command::Answer(_)
                | Command::Send(_)
                | Command::Sheet(_)
                | Command::Transfer(_)
                | Command::GiveBack(_)
                | Command::Close(_)
                | Command::Block(_),
            ),
        ) => own_or_only(by, cases),
        (Room::Queue, Typed::Command(Command::Reopen(_))) => had(by, cases, REOPEN),
        (Room::Queue, Typed::Command(Command::Unblock(_))) => had(by, cases, UNBLOCK),
        (Room::Queue, Typed::NeedsMore(command)) => {
            Route::Desk(vec![Notice::NeedsMore { command: (*command).to_owned() }])
        }
        (Room::Queue, Typed::Unknown { nearest }) => {
            Route::Desk(vec![Notice::UnknownCommand { nearest: nearest.map(ToOwned::to_owned) }])
        }
        (_, Typed::Undecryptable) => Route::Desk(vec![Notice::PleaseRepeat]),
        (Room::Queue, Typed::Plain | Typed::File(_) | Typed::Unreadable) => match own(by, cases).as_slice() {
            [only] => Route::Case(*only),
            _ => Route::Desk(Vec::new()),
        },
    }
}

/// The cases this navigator has.
fn own(by: &Navigator, cases: &[Card]) -> Vec<CaseNumber> {
    in_state(cases, |state| match state {
        CardState::Claimed(navigator) => navigator.address == by.address,
        CardState::Waiting | CardState::Closed(_) => false,
    })
}

/// The one closed case that this navigator had; if there is not exactly one, the number is needed.
fn had(by: &Navigator, cases: &[Card], verb: &str) -> Route {
    let had = in_state(cases, |state| match state {
        CardState::Closed(navigator) => navigator.address == by.address,
        CardState::Waiting | CardState::Claimed(_) => false,
    });
    match had.as_slice() {
        [only] => Route::Case(*only),
        [] => Route::Desk(vec![Notice::NeedsMore { command: shown(verb).to_owned() }]),
        _ => Route::Desk(vec![Notice::WhichCase(had)]),
    }
}

fn is_open(state: &CardState) -> bool {
    match state {
        CardState::Waiting | CardState::Claimed(_) => true,
        CardState::Closed(_) => false,
    }
}

fn in_state(cases: &[Card], wanted: impl Fn(&CardState) -> bool) -> Vec<CaseNumber> {
    cases.iter().filter(|card| wanted(&card.state)).map(|card| card.case).collect()
}

fn waiting(cases: &[Card]) -> Route {
    let waiting = in_state(cases, |state| *state == CardState::Waiting);
    match waiting.as_slice() {
        [only] => Route::Case(*only),
        [] => match cases {
            // Nothing waits and there is one case: the case itself says who has it.
            [only] => Route::Case(only.case),
            _ => Route::Desk(vec![Notice::NothingOpen]),
        },
        _ => Route::Desk(vec![Notice::WhichCase(waiting)]),
    }
}

/// The navigator's only case; if they have none, the case that would have been meant says why not.
fn own_or_only(by: &Navigator, cases: &[Card]) -> Route {
    let own = own(by, cases);
    match own.as_slice() {
        [only] => Route::Case(*only),
        [] => {
            let open = in_state(cases, is_open);
            match (open.as_slice(), cases.last()) {
                ([only], _) => Route::Case(*only),
                ([], Some(last)) => Route::Case(last.case),
                ([], None) => Route::Desk(vec![Notice::NothingOpen]),
                _ => Route::Desk(vec![Notice::WhichCase(open)]),
            }
        }
        _ => Route::Desk(vec![Notice::WhichCase(own)]),
    }
}

fn open_cases(cases: &[Card]) -> Notice {
    let mut open: Vec<_> = cases.iter().filter(|card| is_open(&card.state)).cloned().collect();
    if open.is_empty() {
        return Notice::NothingOpen;
    }
    // Urgent cases first; then whoever has waited longest.
    open.sort_by_key(|card| (!card.urgent, card.waiting_since));
    Notice::OpenCases(open)
}

fn search(words: &str, scene: &Scene) -> Notice {
    let (land, rest) = scene.places.land_in(words);
    let numbered: Vec<_> = (1..)
        .zip(scene.directory.search(&rest, land))
        .map(|(number, offer)| NumberedOffer { number, offer: offer.id.clone() })
        .collect();
    if numbered.is_empty() { Notice::FoundNothing } else { Notice::Found { numbered, sendable: false } }
}
