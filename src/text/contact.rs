//! What is said to contacts.

use super::bundle::Arg;
use super::catalog::{self, Key, LAND};
use super::offers::{self, Reader};
use super::pages::{Block, Speech, length};
use super::question::{self, choice};
use super::sheet;
use super::steps;
use super::telegram;
use super::voice::Voice;
use super::when;
use crate::dialogue::{FileRefusal, Helped, Kind, NextAnswer, Occasion, Say, Shared, Tap};
use crate::directory::{Area, Match, NOTRUF_110, NOTRUF_112, Offer, Police, TELEFONSEELSORGE};
use crate::model::{Attachment, Choice, Land, Message, OfferId, StepId};

/// What every channel carries below a file, in UTF-16 units: the narrowest is Telegram.
const CAPTION_CHARS: usize = 1024;

/// The messages for one thing said.
pub(super) fn render(voice: &Voice<'_>, say: &Say) -> Vec<Message> {
    let messages = speech(voice, say).into_messages();
    let Say::FileFromNavigator(file @ Attachment { caption: Some(caption), .. }) = say else {
        return messages;
    };
    if messages.iter().all(|message| length(&message.text) <= CAPTION_CHARS) {
        return messages;
    }
    // The words go out as messages of their own: what a channel would cut off could not be taken back.
    let file = Attachment { caption: None, ..file.clone() };
    let words = from_navigator(voice, caption.reveal());
    [file_from_navigator(voice, &file), words].into_iter().flat_map(Speech::into_messages).collect()
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each thing that is said: what is missing does not compile"
)]
fn speech(voice: &Voice<'_>, say: &Say) -> Speech {
    let plain = |key: Key| Speech::of(&voice.plain(key));
    let with = |key: Key, arg: Arg<'_>| Speech::of(&voice.say(key, &[arg]));
    match say {
        Say::Welcome => plain(catalog::WELCOME),
        Say::PrivacyNotice => {
            let mut speech = plain(catalog::PRIVACY);
            telegram::add(voice, &mut speech, catalog::TELEGRAM_PRIVACY);
            speech
        }
        Say::Declined => plain(catalog::DECLINED).choosing(vec![
            question::word(voice, "angebote", catalog::CHOICE_OFFERS),
            question::word(voice, "notfall", catalog::CHOICE_EMERGENCY),
        ]),
        Say::Question(question) => question::question(voice, question),
        Say::Noted { step, chosen } => question::noted(voice, step, chosen),
        Say::NotUnderstood => plain(catalog::NOT_UNDERSTOOD),
        Say::OfferHuman => plain(catalog::OFFER_HUMAN).choosing(vec![
            choice(voice, "mensch", catalog::CHOICE_HUMAN),
            choice(voice, Tap::GoOn.id(), catalog::CHOICE_GO_ON),
        ]),
        Say::WhichLand { laender } => question::which_land(voice, laender),
        Say::PostcodeNotNeeded => plain(catalog::POSTCODE_NOT_NEEDED),
        Say::Emergency { crisis, land, rests } => {
            let choices = rests.then(|| go_on(voice));
            emergency(voice, *crisis, *land).choosing(choices.into_iter().collect())
        }
        Say::Help => plain(catalog::HELP),
        Say::HelpWithHuman => plain(catalog::HELP_WITH_HUMAN),
        Say::NothingBefore => plain(catalog::NOTHING_BEFORE),
        Say::CannotSkip => plain(catalog::CANNOT_SKIP),
        Say::NothingChosen => plain(catalog::NOTHING_CHOSEN),
        Say::TooLong { most_chars } => with(catalog::TOO_LONG, ("most", (*most_chars).into())),
        Say::EvidenceNoted { count } => evidence(voice, catalog::EVIDENCE_NOTED, ("count", (*count).into())),
        Say::MoreEvidenceNoted { count } => {
            let mut speech = evidence(voice, catalog::EVIDENCE_NOTED, ("count", (*count).into()));
            speech.renews = true;
            speech
        }
        Say::EvidenceFull { most_items } => {
            evidence(voice, catalog::EVIDENCE_FULL, ("most", (*most_items).into()))
        }
        Say::FileNotNow => plain(catalog::FILE_NOT_NOW),
        Say::ForwardedNotNow => plain(catalog::FORWARDED_NOT_NOW),
        Say::OnlyThisPlace => plain(catalog::ONLY_THIS_PLACE),
        Say::FileRefused(refusal) => match refusal {
            FileRefusal::TooLarge { most_megabytes } => {
                with(catalog::FILE_TOO_LARGE, ("most", (*most_megabytes).into()))
            }
            FileRefusal::Kind => plain(catalog::FILE_KIND_REFUSED),
        },
        Say::FileLost => plain(catalog::FILE_LOST),
        Say::CannotRead => plain(catalog::CANNOT_READ),
        Say::NotTakenYet => plain(catalog::TELEGRAM_NOT_TAKEN_YET),
        Say::OtherWays => Speech::of(&telegram::other_ways(voice)),
        Say::PleaseRepeat => plain(catalog::PLEASE_REPEAT),
        Say::EditNotTaken => plain(catalog::EDIT_NOT_TAKEN),
        Say::RetractionNotTaken => plain(catalog::RETRACTION_NOT_TAKEN),
        Say::ReactionNotRead => plain(catalog::REACTION_NOT_READ),
        Say::StaleChoice => plain(catalog::STALE_CHOICE),
        Say::StaleChoiceWithHuman => plain(catalog::STALE_CHOICE_WITH_HUMAN),
        Say::Offers { matches, occasion } => offer_list(voice, matches, occasion),
        Say::Advice { items } => advice(voice, items),
        Say::SheetPreview(preview) => {
            let mut speech = plain(catalog::SHEET_PREVIEW);
            sheet::add(voice, &mut speech, preview);
            speech
        }
        Say::ChangeWhich { steps } => change_which(voice, steps),
        Say::Paused => plain(catalog::PAUSED).choosing(vec![go_on(voice)]),
        Say::WelcomeBack => plain(catalog::WELCOME_BACK),
        Say::ConfirmDelete => {
            let mut speech = plain(catalog::CONFIRM_DELETE);
            telegram::add(voice, &mut speech, catalog::TELEGRAM_CONFIRM_DELETE);
            speech.choosing(tap_choices(voice, &Tap::DELETE))
        }
        Say::Deleted => deleted(voice),
        Say::NotDeleted => plain(catalog::NOT_DELETED),
        Say::ConfirmRestart => plain(catalog::CONFIRM_RESTART).choosing(tap_choices(voice, &Tap::RESTART)),
        Say::NotRestarted => plain(catalog::NOT_RESTARTED),
        Say::HumanCalled { case, next } => {
            let args = [("case", (*case).into()), times(voice, *next)];
            telegram::with_handover(voice, Speech::of(&voice.say(catalog::HUMAN_CALLED, &args)))
        }
        Say::ShareAnswers => plain(catalog::SHARE_ANSWERS).choosing(tap_choices(voice, &Tap::SHARE)),
        Say::AnswersShared => plain(catalog::ANSWERS_SHARED),
        Say::AnswersNotShared => plain(catalog::ANSWERS_NOT_SHARED),
        Say::HandedOver { case, next } => {
            let args = [("case", (*case).into()), times(voice, *next)];
            telegram::with_handover(voice, Speech::of(&voice.say(catalog::HANDED_OVER, &args)))
        }
        Say::WillBeRead { next } => with(catalog::WILL_BE_READ, times(voice, *next)),
        Say::OpenLines { land } => open_lines(voice, *land),
        Say::HumanIsComing { next } => with(catalog::HUMAN_IS_COMING, times(voice, *next)),
        Say::Claimed => plain(catalog::CLAIMED),
        Say::FromNavigator(words) => from_navigator(voice, words.reveal()),
        Say::FileFromNavigator(file) => file_from_navigator(voice, file),
        Say::AskTransfer => plain(catalog::ASK_TRANSFER).choosing(tap_choices(voice, &Tap::TRANSFER)),
        Say::Transferred => plain(catalog::TRANSFERRED),
        Say::NotTransferred => plain(catalog::NOT_TRANSFERRED),
        Say::GivenBack { next } => with(catalog::GIVEN_BACK, times(voice, *next)),
        Say::Closed => plain(catalog::CLOSED),
        Say::AskFeedback => plain(catalog::ASK_FEEDBACK).choosing(tap_choices(voice, &Tap::FEEDBACK)),
        Say::FeedbackThanks => plain(catalog::FEEDBACK_THANKS),
        Say::Blocked => plain(catalog::BLOCKED),
        Say::Unblocked => plain(catalog::UNBLOCKED),
        Say::Reopened { next } => with(catalog::REOPENED, times(voice, *next)),
    }
}

/// What is gone, what is not because it lies elsewhere, and a farewell.
fn deleted(voice: &Voice<'_>) -> Speech {
    let history =
        if telegram::is_here(voice) { catalog::TELEGRAM_DELETED_HISTORY } else { catalog::DELETED_HISTORY };
    let mut speech = Speech::of(&voice.plain(catalog::DELETED));
    speech.add_text(&voice.plain(history));
    speech.add_text(&voice.plain(catalog::DELETED_FAREWELL));
    speech
}

/// The way back to the question that stands.
fn go_on(voice: &Voice<'_>) -> Choice {
    question::word(voice, Tap::GoOn.id(), catalog::CHOICE_GO_ON)
}

/// The choices of a question that belongs to no step.
fn tap_choices(voice: &Voice<'_>, taps: &[Tap]) -> Vec<Choice> {
    let label = |tap: &Tap| match tap {
        Tap::Delete(true) => catalog::CHOICE_DELETE_YES,
        Tap::Delete(false) => catalog::CHOICE_DELETE_NO,
        Tap::Restart(true) => catalog::CHOICE_RESTART_YES,
        Tap::Restart(false) => catalog::CHOICE_RESTART_NO,
        Tap::Share(Shared::Yes) => catalog::CHOICE_SHARE_YES,
        Tap::Share(Shared::No) => catalog::CHOICE_SHARE_NO,
        Tap::Share(Shared::Show) => catalog::CHOICE_SHARE_SHOW,
        Tap::GoOn => catalog::CHOICE_GO_ON,
        Tap::Transfer(true) => catalog::CHOICE_TRANSFER_YES,
        Tap::Transfer(false) => catalog::CHOICE_TRANSFER_NO,
        Tap::Feedback(Helped::Yes) => catalog::CHOICE_HELPED_YES,
        Tap::Feedback(Helped::Partly) => catalog::CHOICE_HELPED_PARTLY,
        Tap::Feedback(Helped::No) => catalog::CHOICE_HELPED_NO,
    };
    taps.iter().map(|tap| Choice::answer(tap.id(), voice.plain(label(tap)))).collect()
}

fn times(voice: &Voice<'_>, next: NextAnswer) -> Arg<'static> {
    ("next", when::next_answer(voice, next).into())
}

/// Who answers at any hour: the emergency numbers first, then help of the Land, then help everywhere.
fn open_lines(voice: &Voice<'_>, land: Option<Land>) -> Speech {
    let mut open = voice.surroundings.directory.open_around_the_clock(land);
    open.sort_by_key(|offer| (!offer.is_emergency(), offer.area == Area::Bund));
    let mut speech = Speech::of(&voice.plain(catalog::OPEN_LINES));
    for offer in open {
        speech.add(Block::line(name_and_numbers(voice, offer)));
    }
    speech
}

/// The emergency card. In a crisis of the soul somebody who listens stands first; else the police does.
fn emergency(voice: &Voice<'_>, crisis: bool, land: Option<Land>) -> Speech {
    let mut card = EmergencyCard { voice, speech: Speech::default() };
    if crisis {
        card.section(&voice.plain(catalog::EMERGENCY_CRISIS), essential(voice, &[TELEFONSEELSORGE]));
        card.section(&voice.plain(catalog::EMERGENCY_LIFE), essential(voice, &[NOTRUF_112, NOTRUF_110]));
    } else {
        card.section(&voice.plain(catalog::EMERGENCY), essential(voice, &[NOTRUF_110, NOTRUF_112]));
        card.section(&voice.plain(catalog::EMERGENCY_LISTEN), essential(voice, &[TELEFONSEELSORGE]));
    }
    if let Some(land) = land {
        let name = voice.word(LAND, land.iso());
        let open = voice.surroundings.directory.open_around_the_clock(Some(land));
        let own = open.into_iter().filter(|offer| offer.area == Area::Land(land)).collect();
        card.section(&voice.say(catalog::EMERGENCY_LAND, &[("land", name.into())]), own);
    }
    let mut speech = card.speech;
    speech.add_text(&voice.plain(catalog::EMERGENCY_AFTER));
    speech
}

fn essential<'a>(voice: &Voice<'a>, ids: &[&str]) -> Vec<&'a Offer> {
    ids.iter().filter_map(|id| voice.offer(&OfferId::from(*id))).collect()
}

/// The emergency card while it is written.
struct EmergencyCard<'v, 'a> {
    voice: &'v Voice<'a>,
    speech: Speech,
}

impl EmergencyCard<'_, '_> {
    /// A heading and those who answer; without anybody there is no heading either.
    fn section(&mut self, heading: &str, offers: Vec<&Offer>) {
        if offers.is_empty() {
            return;
        }
        self.speech.add_text(heading);
        for offer in offers {
            let mut text = emergency_line(self.voice, offer);
            match offer.police {
                Police::Yes => {
                    text.push('\n');
                    text.push_str(&self.voice.plain(catalog::EMERGENCY_POLICE_NOTE));
                }
                Police::Optional | Police::No => {}
            }
            self.speech.add(Block::offer(text, offer.id.clone()));
        }
    }
}

/// A name that says the number ("Notruf …") is not followed by it once more.
fn name_and_numbers(voice: &Voice<'_>, offer: &Offer) -> String {
    let mut line = offer.name.clone();
    for phone in offer.phones.iter().filter(|phone| !offer.name.contains(phone.as_str())) {
        line =
            voice.say(catalog::EMERGENCY_LINE, &[("name", line.into()), ("number", phone.as_str().into())]);
    }
    line
}

/// Name, number, hours.
fn emergency_line(voice: &Voice<'_>, offer: &Offer) -> String {
    let line = name_and_numbers(voice, offer);
    match &offer.schedule {
        Some(hours) => voice.say(
            catalog::EMERGENCY_LINE_SCHEDULE,
            &[("line", line.into()), ("schedule", (&hours.text).into())],
        ),
        None => line,
    }
}

fn evidence(voice: &Voice<'_>, key: Key, arg: Arg<'_>) -> Speech {
    let mut speech = Speech::of(&voice.say(key, &[arg])).choosing(vec![question::done_choice(voice)]);
    let mut steps = voice.surroundings.intake.steps().iter();
    let step = steps.find(|step| matches!(step.kind, Kind::Evidence { .. }));
    speech.step = step.map(|step| step.id.clone());
    speech
}

fn offer_list(voice: &Voice<'_>, matches: &[Match], occasion: &Occasion) -> Speech {
    if matches.is_empty() {
        return Speech::of(&voice.plain(catalog::OFFERS_EMPTY));
    }
    let mut speech = Speech::of(&voice.plain(match occasion {
        Occasion::Result => catalog::OFFERS_RESULT,
        Occasion::Asked => catalog::OFFERS_ASKED,
        Occasion::Public => catalog::OFFERS_PUBLIC,
        Occasion::Navigator { .. } => catalog::OFFERS_NAVIGATOR,
    }));
    let numbers: Vec<u32> = match occasion {
        Occasion::Navigator { numbers } => numbers.clone(),
        Occasion::Result | Occasion::Asked | Occasion::Public => (1..).take(matches.len()).collect(),
    };
    for (number, matched) in numbers.into_iter().zip(matches) {
        speech.add(offers::matched(voice, Reader::Contact, number, matched));
    }
    speech
}

fn advice(voice: &Voice<'_>, items: &[String]) -> Speech {
    let mut speech = Speech::of(&voice.plain(catalog::ADVICE));
    for item in items {
        speech.add_text(&voice.content(&steps::advice_text(item)));
    }
    speech
}

fn change_which(voice: &Voice<'_>, steps: &[StepId]) -> Speech {
    let offered = |step: &StepId| Choice::answer(step.to_string(), voice.content(&steps::sheet_text(step)));
    let mut speech =
        Speech::of(&voice.plain(catalog::CHANGE_WHICH)).choosing(steps.iter().map(offered).collect());
    speech.step = Some(voice.surroundings.intake.review().id.clone());
    speech
}

/// A navigator's file, and what they wrote with it.
fn file_from_navigator(voice: &Voice<'_>, file: &Attachment) -> Speech {
    let mut speech = from_navigator(voice, &sheet::file(voice, file));
    speech.enclosure = Some(sheet::enclosure(voice, file));
    speech
}

/// A navigator's words as they are, under the name that says: this is a human.
fn from_navigator(voice: &Voice<'_>, words: &str) -> Speech {
    let name = match voice.surroundings.navigator_name {
        Some(name) => name.to_owned(),
        None => voice.plain(catalog::NAVIGATOR_NAME),
    };
    let mut speech = Speech::default();
    let opening = voice.say(catalog::FROM_NAVIGATOR, &[("name", name.into())]);
    speech.add(Block::new(format!("{opening}\n{words}")));
    speech
}
