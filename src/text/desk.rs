//! What is said at the desk.

use super::bundle::Arg;
use super::catalog::{self, Key, LAND};
use super::offers::{self, Reader};
use super::pages::{Block, Speech};
use super::sheet;
use super::voice::Voice;
use super::when;
use crate::desk::{Card, CardState, Navigator, Notice, NumberedMatch, NumberedOffer, Spoken, Undeliverable};
use crate::dialogue::{FileRefusal, Relayed};
use crate::model::{CaseNumber, Message, Private};

/// The messages for one notice.
pub(super) fn render(voice: &Voice<'_>, notice: &Notice) -> Vec<Message> {
    speech(voice, notice).into_messages()
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each thing that is said: what is missing does not compile"
)]
fn speech(voice: &Voice<'_>, notice: &Notice) -> Speech {
    let plain = |key: Key| Speech::of(&voice.plain(key));
    let with = |key: Key, arg: Arg<'_>| Speech::of(&voice.say(key, &[arg]));
    let about = |key: Key, case: &CaseNumber| with(key, number(*case));
    match notice {
        Notice::Card(shown) => {
            let mut speech = Speech::of(&card(voice, shown));
            speech.claims = (shown.state == CardState::Waiting).then_some(shown.case);
            speech.alerts = shown.urgent && shown.state == CardState::Waiting;
            speech
        }
        Notice::Yours(case) => about(catalog::DESK_YOURS, case),
        Notice::StillWaiting(card) => {
            let brief = card_brief(voice, card);
            let args = [number(card.case), ("card", brief.into())];
            alerting(Speech::of(&voice.say(catalog::DESK_STILL_WAITING, &args)))
        }
        Notice::Unanswered { case, since } => {
            let moment = when::moment(voice, *since);
            let args = [number(*case), ("moment", moment.into())];
            alerting(Speech::of(&voice.say(catalog::DESK_UNANSWERED, &args)))
        }
        Notice::TakenBy { case, by } => named(voice, catalog::DESK_TAKEN_BY, *case, by),
        Notice::AlreadyYours(case) => about(catalog::DESK_ALREADY_YOURS, case),
        Notice::Sheet { case, sheet: shown } => {
            let mut speech = about(catalog::DESK_SHEET, case);
            sheet::add(voice, &mut speech, shown);
            speech
        }
        Notice::NoSheet(case) => about(catalog::DESK_NO_SHEET, case),
        Notice::Offers { case, numbered } => matched(voice, *case, numbered),
        Notice::Found { numbered, sendable } => found(voice, numbered, *sendable),
        Notice::FoundNothing => plain(catalog::DESK_FOUND_NOTHING),
        Notice::FromContact { case, relayed } => from_contact(voice, *case, relayed),
        Notice::File { case, file } => {
            let what = sheet::file(voice, file);
            let mut speech =
                Speech::of(&voice.say(catalog::DESK_FILE, &[number(*case), ("what", what.into())]));
            speech.enclosure = Some(sheet::enclosure(voice, file));
            speech
        }
        Notice::ContactReachable { case, is_there: true } => about(catalog::DESK_CONTACT_BACK, case),
        Notice::ContactReachable { case, is_there: false } => about(catalog::DESK_CONTACT_LEFT, case),
        Notice::ContactEdited(case) => about(catalog::DESK_CONTACT_EDITED, case),
        Notice::ContactRetracted(case) => about(catalog::DESK_CONTACT_RETRACTED, case),
        Notice::TakenBack(case) => about(catalog::DESK_TAKEN_BACK, case),
        Notice::ContactFileRefused(case) => about(catalog::DESK_CONTACT_FILE_REFUSED, case),
        Notice::FileLost { case, reason } => about(
            match reason {
                Undeliverable::TooLarge => catalog::DESK_CONTACT_FILE_REFUSED,
                Undeliverable::Gone
                | Undeliverable::Refused
                | Undeliverable::GaveUp
                | Undeliverable::FileLost
                | Undeliverable::StillThere => catalog::DESK_FILE_LOST,
            },
            case,
        ),
        Notice::Undecryptable(case) => about(catalog::DESK_UNDECRYPTABLE, case),
        Notice::PleaseRepeat => plain(catalog::DESK_PLEASE_REPEAT),
        Notice::ContactSawEmergencyCard(case) => alerting(about(catalog::DESK_SAW_EMERGENCY, case)),
        Notice::ContactShared(case) => about(catalog::DESK_CONTACT_SHARED, case),
        Notice::ContactDidNotShare(case) => about(catalog::DESK_CONTACT_DID_NOT_SHARE, case),
        Notice::Replied(case) => about(catalog::DESK_REPLIED, case),
        Notice::EditedAtContact(case) => about(catalog::DESK_EDITED_AT_CONTACT, case),
        Notice::RetractedAtContact(case) => about(catalog::DESK_RETRACTED_AT_CONTACT, case),
        Notice::EditIsNoCommand => plain(catalog::DESK_EDIT_IS_NO_COMMAND),
        Notice::EditNotCarried(case) => about(catalog::DESK_EDIT_NOT_CARRIED, case),
        Notice::CannotCarry(case) => about(catalog::DESK_CANNOT_CARRY, case),
        Notice::FileRefused(refusal) => match refusal {
            FileRefusal::TooLarge { most_megabytes } => {
                with(catalog::DESK_FILE_TOO_LARGE, ("most", (*most_megabytes).into()))
            }
            FileRefusal::Kind => plain(catalog::DESK_FILE_KIND_REFUSED),
        },
        Notice::SentOffers { case, numbers } => Speech::of(&voice.say(
            catalog::DESK_SENT_OFFERS,
            &[number(*case), ("count", numbers.len().into()), ("numbers", list(numbers).into())],
        )),
        Notice::NoSuchOffer { number } => with(catalog::DESK_NO_SUCH_OFFER, ("number", (*number).into())),
        Notice::NeedsMore { command } => with(catalog::DESK_NEEDS_MORE, ("command", command.into())),
        Notice::StaysInternal => plain(catalog::DESK_STAYS_INTERNAL),
        Notice::UnknownCommand { nearest: Some(nearest) } => {
            with(catalog::DESK_UNKNOWN_COMMAND_NEAR, ("nearest", nearest.into()))
        }
        Notice::UnknownCommand { nearest: None } => plain(catalog::DESK_UNKNOWN_COMMAND),
        Notice::Help => plain(catalog::DESK_HELP),
        Notice::OpenCases(cards) => {
            let mut speech = plain(catalog::DESK_OPEN_CASES);
            for card in cards {
                speech.add(Block::new(card_brief(voice, card)));
            }
            speech
        }
        Notice::NothingOpen => plain(catalog::DESK_NOTHING_OPEN),
        Notice::NoSuchCase(case) => about(catalog::DESK_NO_SUCH_CASE, case),
        Notice::NotClaimed(case) => about(catalog::DESK_NOT_CLAIMED, case),
        Notice::CaseIsClosed(case) => about(catalog::DESK_CASE_IS_CLOSED, case),
        Notice::OtherRoom(case) => about(catalog::DESK_OTHER_ROOM, case),
        Notice::NotInQueue => plain(catalog::DESK_NOT_IN_QUEUE),
        Notice::WhichCase(cases) => with(catalog::DESK_WHICH_CASE, ("cases", list(cases).into())),
        Notice::TransferAsked { case, to } => named(voice, catalog::DESK_TRANSFER_ASKED, *case, to),
        Notice::Transferred { case, to } => named(voice, catalog::DESK_TRANSFERRED, *case, to),
        Notice::TransferRefused { case, to } => named(voice, catalog::DESK_TRANSFER_REFUSED, *case, to),
        Notice::NoLongerThere { case, to } => named(voice, catalog::DESK_NO_LONGER_THERE, *case, to),
        Notice::NobodyElse => plain(catalog::DESK_NOBODY_ELSE),
        Notice::WhoIsMeant { names } => {
            let names: Vec<&String> = names.iter().map(Private::reveal).collect();
            with(catalog::DESK_WHO_IS_MEANT, ("names", list(&names).into()))
        }
        Notice::GivenBack { case, by } => named(voice, catalog::DESK_GIVEN_BACK, *case, by),
        Notice::NavigatorLeft { case, by } => named(voice, catalog::DESK_NAVIGATOR_LEFT, *case, by),
        Notice::History { case, lines } => history(voice, *case, lines),
        Notice::Closed(case) => about(catalog::DESK_CLOSED, case),
        Notice::OpenByNumber { case, by } => named(voice, catalog::DESK_OPEN_BY_NUMBER, *case, by),
        Notice::Blocked(case) => about(catalog::DESK_BLOCKED, case),
        Notice::IsBlocked(case) => about(catalog::DESK_IS_BLOCKED, case),
        Notice::Unblocked(case) => about(catalog::DESK_UNBLOCKED, case),
        Notice::NotBlocked(case) => about(catalog::DESK_NOT_BLOCKED, case),
        Notice::Reopened(case) => about(catalog::DESK_REOPENED, case),
        Notice::ContactDeleted(case) => about(catalog::DESK_CONTACT_DELETED, case),
        Notice::NotDelivered { case, reason } => about(
            match reason {
                Undeliverable::Gone => catalog::DESK_GONE,
                Undeliverable::Refused => catalog::DESK_REFUSED,
                Undeliverable::GaveUp => catalog::DESK_GAVE_UP,
                Undeliverable::TooLarge => catalog::DESK_TOO_LARGE,
                Undeliverable::FileLost => catalog::DESK_OWN_FILE_LOST,
                Undeliverable::StillThere => catalog::DESK_STILL_THERE,
            },
            case,
        ),
        Notice::DeadLetter => plain(catalog::DESK_DEAD_LETTER),
    }
}

/// Whoever reads it should look at once.
fn alerting(mut speech: Speech) -> Speech {
    speech.alerts = true;
    speech
}

fn number(case: CaseNumber) -> Arg<'static> {
    ("case", case.0.into())
}

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A sentence about a case and somebody at the desk.
fn named(voice: &Voice<'_>, key: Key, case: CaseNumber, by: &Navigator) -> Speech {
    Speech::of(&voice.say(key, &[number(case), ("by", by.name.reveal().into())]))
}

/// What was said, each with its time, as it was shown then.
fn history(voice: &Voice<'_>, case: CaseNumber, lines: &[Spoken]) -> Speech {
    if lines.is_empty() {
        return Speech::of(&voice.say(catalog::DESK_HISTORY_NONE, &[number(case)]));
    }
    let mut speech = Speech::of(&voice.say(catalog::DESK_HISTORY, &[number(case)]));
    for line in lines {
        speech.add(Block::new(format!("{}\n{}", when::moment(voice, line.at), line.shown.reveal())));
    }
    speech
}

/// A case as the queue shows it; what is not known is said to be unknown, so that no line is missed.
fn card(voice: &Voice<'_>, card: &Card) -> String {
    let case = number(card.case);
    let mut lines = vec![match &card.state {
        CardState::Waiting => voice.say(catalog::CARD_WAITING, std::slice::from_ref(&case)),
        CardState::Claimed(by) => {
            voice.say(catalog::CARD_CLAIMED, &[case.clone(), ("name", by.name.reveal().into())])
        }
        CardState::Closed(_) => voice.say(catalog::CARD_CLOSED, std::slice::from_ref(&case)),
    }];
    if card.urgent {
        lines.push(voice.plain(catalog::CARD_URGENT));
    }
    let not_said = || voice.plain(catalog::CARD_NOT_SAID);
    let land = land(voice, card).unwrap_or_else(not_said);
    lines.push(voice.say(catalog::CARD_LAND, &[("land", land.into())]));
    let situations = situations(voice, card).unwrap_or_else(not_said);
    lines.push(voice.say(catalog::CARD_SITUATIONS, &[("situations", situations.into())]));
    match card.state {
        CardState::Waiting => {
            let moment = when::moment(voice, card.waiting_since);
            lines.push(voice.say(catalog::CARD_SINCE, &[("moment", moment.into())]));
            lines.push(voice.say(catalog::CARD_HOW, &[case]));
        }
        CardState::Claimed(_) | CardState::Closed(_) => {}
    }
    lines.join("\n")
}

/// A case in one line of a list.
fn card_brief(voice: &Voice<'_>, card: &Card) -> String {
    let case = number(card.case);
    let mut parts = vec![match &card.state {
        CardState::Waiting => voice.say(catalog::CARD_BRIEF_WAITING, &[case]),
        CardState::Claimed(by) => {
            voice.say(catalog::CARD_BRIEF_CLAIMED, &[case, ("name", by.name.reveal().into())])
        }
        CardState::Closed(_) => voice.say(catalog::CARD_BRIEF_CLOSED, &[case]),
    }];
    if card.urgent {
        parts.push(voice.plain(catalog::CARD_BRIEF_URGENT));
    }
    parts.extend(land(voice, card));
    parts.extend(situations(voice, card));
    match card.state {
        CardState::Waiting => {
            let moment = when::moment(voice, card.waiting_since);
            parts.push(voice.say(catalog::CARD_BRIEF_SINCE, &[("moment", moment.into())]));
        }
        CardState::Claimed(_) | CardState::Closed(_) => {}
    }
    parts.join(" · ")
}

fn land(voice: &Voice<'_>, card: &Card) -> Option<String> {
    card.land.map(|land| voice.word(LAND, land.iso()))
}

/// What has happened, in the words of the options.
fn situations(voice: &Voice<'_>, card: &Card) -> Option<String> {
    let words: Vec<String> = card.situations.iter().map(|(step, option)| voice.label(step, option)).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn matched(voice: &Voice<'_>, case: CaseNumber, numbered: &[NumberedMatch]) -> Speech {
    if numbered.is_empty() {
        return Speech::of(&voice.say(catalog::DESK_OFFERS_NONE, &[number(case)]));
    }
    let mut speech = Speech::of(&voice.say(catalog::DESK_OFFERS, &[number(case)]));
    for entry in numbered {
        speech.add(offers::matched(voice, Reader::Navigator, entry.number, &entry.matched));
    }
    speech
}

fn found(voice: &Voice<'_>, numbered: &[NumberedOffer], sendable: bool) -> Speech {
    if numbered.is_empty() {
        return Speech::of(&voice.plain(catalog::DESK_FOUND_NOTHING));
    }
    let opening = if sendable { catalog::DESK_FOUND } else { catalog::DESK_FOUND_ONLY };
    let mut speech = Speech::of(&voice.plain(opening));
    for entry in numbered {
        speech.add(offers::found(voice, entry.number, &entry.offer));
    }
    speech
}

/// A contact's words as they are; of changed words both versions, because the wording may be evidence.
fn from_contact(voice: &Voice<'_>, case: CaseNumber, relayed: &Relayed) -> Speech {
    let mut speech = Speech::default();
    match relayed {
        Relayed::Text(words) => {
            let opening = voice.say(catalog::DESK_FROM_CONTACT, &[number(case)]);
            speech.add(Block::new(format!("{opening}\n{}", words.reveal())));
        }
        Relayed::Edited { words, before } => {
            let opening = voice.say(catalog::DESK_FROM_CONTACT_EDITED, &[number(case)]);
            // Whoever takes back what stood below a file leaves nothing to read.
            let none = || voice.plain(catalog::DESK_NO_WORDS);
            let words = if words.reveal().is_empty() { none() } else { words.reveal().clone() };
            speech.add(Block::new(format!("{opening}\n{words}")));
            if let Some(before) = before.as_ref().filter(|before| !before.reveal().is_empty()) {
                let opening = voice.plain(catalog::DESK_BEFORE_EDIT);
                speech.add(Block::new(format!("{opening}\n{}", before.reveal())));
            }
        }
        Relayed::File(file) => {
            let what = sheet::file(voice, file);
            let text = voice.say(catalog::DESK_FROM_CONTACT_FILE, &[number(case), ("what", what.into())]);
            speech.add(Block::new(text));
            speech.enclosure = Some(sheet::enclosure(voice, file));
        }
    }
    speech
}
