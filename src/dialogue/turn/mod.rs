//! One input, one reply: the whole behaviour towards a contact as a synchronous, total function.
//!
//! Order matters, and this is the order: words of danger bring the emergency card before anything else. Then a
//! question on top (really delete?) gets its answer. Then a word with a slash is a command. Then an option of
//! the present step wins over a global word of the same spelling. Whatever is left is an answer to the step.
//!
//! Accepted risk: words of danger are recognised by patterns. A card too many is harmless, so the patterns
//! lean to that side; a danger told in words nobody thought of brings no card, which is why "notfall" and the
//! human stand below every question.

mod after;
mod blocked;
mod commands;
mod given;
mod moves;
mod openly;
mod steps;
mod taps;

use super::intake::Step;
use super::talk::{Aside, Attention, ContactInput, Reply, Said, Stage, Talk, Wish};
use super::words::{Command, Danger};
use super::{Question, Say, Scene, Tap};
use crate::model::{Channel, OptionId, Private, StepId, Timestamp};

/// After so many hours without a word, somebody who writes again is welcomed back.
const WELCOME_BACK_AFTER_HOURS: i64 = 12;

/// What comes within this time of the thing before it was sent together with it: an album, many forwarded messages.
const IN_ONE_GO: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);

/// What the bot answers to `input`, which came by `channel`. `talk` is `None` for somebody who has just come.
#[must_use]
pub fn hear(
    talk: Option<Talk>,
    input: &ContactInput,
    attention: Attention,
    channel: Channel,
    scene: &Scene,
    now: Timestamp,
) -> Reply {
    let new = talk.is_none();
    let mut turn = Turn {
        scene,
        attention,
        channel,
        new,
        now,
        talk: talk.unwrap_or_default(),
        says: Vec::new(),
        wish: Wish::GoOn,
        emergency: false,
        lenient: false,
        asked_before: None,
        row: None,
    };
    turn.asked_before = turn.talk.step(&scene.intake).filter(|_| !new).cloned();
    turn.notice_silence();
    let row = turn.talk.row.take();
    turn.row = row.filter(|row| now.duration_since(row.at) <= IN_ONE_GO).map(|row| row.said);
    turn.take(input);
    turn.talk.last_heard = Some(now);
    let asks_to_be_sure = matches!(turn.talk.aside, Some(Aside::Delete | Aside::Restart));
    if turn.emergency || turn.wish != Wish::GoOn || asks_to_be_sure {
        // Nothing cheerful before danger, a human or a farewell.
        turn.says.retain(|say| *say != Say::WelcomeBack);
    }
    Reply { talk: turn.talk, says: turn.says, wish: turn.wish, emergency: turn.emergency }
}

/// What stands to be asked now, for a channel that shows where things are (nothing is changed by looking).
#[must_use]
pub fn present_question(talk: &Talk, channel: Channel, scene: &Scene) -> Option<Say> {
    match &talk.stage {
        Stage::Consent => Some(question(scene, talk, channel, scene.intake.consent(), &[])),
        Stage::Asking { step, chosen, .. } => {
            scene.intake.step(step).map(|step| question(scene, talk, channel, step, chosen))
        }
        Stage::Changing => Some(Say::ChangeWhich { steps: changeable(scene, talk) }),
        Stage::HandedOver => None,
    }
}

fn question(scene: &Scene, talk: &Talk, channel: Channel, step: &Step, chosen: &[OptionId]) -> Say {
    Say::Question(Question {
        step: step.id.clone(),
        progress: scene.intake.progress(step, &talk.answers),
        chosen: chosen.to_vec(),
        repeated: false,
        caution: openly::caution(talk, channel, step),
    })
}

fn changeable(scene: &Scene, talk: &Talk) -> Vec<StepId> {
    scene.intake.counting(&talk.answers).map(|(step, _)| step.id.clone()).collect()
}

struct Turn<'a> {
    scene: &'a Scene,
    attention: Attention,
    channel: Channel,
    new: bool,
    now: Timestamp,
    talk: Talk,
    says: Vec<Say>,
    wish: Wish,
    emergency: bool,
    /// What is not understood now is no mistake of theirs.
    lenient: bool,
    /// The question that stood before this input, unless it is to be asked in full once more.
    asked_before: Option<StepId>,
    /// What was said of the thing right before this one, if both came in one go.
    row: Option<Said>,
}

impl Turn<'_> {
    fn notice_silence(&mut self) {
        let silent = self.talk.last_heard.is_some_and(|last| {
            self.now.duration_since(last) >= jiff::SignedDuration::from_hours(WELCOME_BACK_AFTER_HOURS)
        });
        if silent {
            // Nobody remembers after hours what "ja" would delete.
            self.talk.aside =
                self.talk.aside.filter(|aside| !matches!(aside, Aside::Delete | Aside::Restart));
        }
        let asking = match self.talk.stage {
            Stage::Asking { .. } | Stage::Changing => true,
            Stage::Consent | Stage::HandedOver => false,
        };
        if asking && (silent || self.talk.paused) {
            self.talk.paused = false;
            self.lenient = true;
            self.asked_before = None;
            self.says.push(Say::WelcomeBack);
        }
    }

    fn take(&mut self, input: &ContactInput) {
        if self.attention == Attention::Blocked {
            return self.while_blocked(input);
        }
        match input {
            ContactInput::Opened => self.opened(),
            ContactInput::Text(text) => self.text(text),
            ContactInput::Quoting { quote, words } => self.quoting(quote, words),
            ContactInput::Tapped { step, choice } => self.tapped(step.as_ref(), choice),
            ContactInput::Forwarded(text) => self.forwarded(text),
            ContactInput::LivePlace(text) => {
                self.says.push(Say::OnlyThisPlace);
                self.text(text);
            }
            ContactInput::File(file) => self.file(file),
            ContactInput::Refused(refusal) => {
                self.once(Said::Refused(*refusal), |turn| turn.sorry(Say::FileRefused(*refusal)));
            }
            ContactInput::Unreadable => self.sorry(Say::CannotRead),
            ContactInput::Undecryptable => self.says.push(Say::PleaseRepeat),
            ContactInput::Edited => self.sorry(Say::EditNotTaken),
            ContactInput::Retracted => self.unless_with_human(Say::RetractionNotTaken),
            ContactInput::Reachable(_) => {}
            ContactInput::Reacted => {
                // Below a question it may be meant as an answer; anywhere else it is a friendly gesture.
                if !self.talk.is_handed_over() {
                    self.says.push(Say::ReactionNotRead);
                }
            }
        }
    }

    /// Something came that counts for nothing; it is said, and the question is asked once more.
    fn sorry(&mut self, say: Say) {
        if self.new && self.talk.stage == Stage::Consent {
            self.says.push(Say::Welcome);
        }
        self.says.push(say);
        self.ask_unless_handed_over();
    }

    /// Said only as long as nobody but the bot is spoken to.
    fn unless_with_human(&mut self, say: Say) {
        match self.attention {
            Attention::Bot => self.sorry(say),
            // The sentence speaks of answers; after the handover there are none any more.
            Attention::Waiting | Attention::Closed | Attention::Navigator | Attention::Blocked => {}
        }
    }

    fn opened(&mut self) {
        self.asked_before = None;
        match (&self.talk.stage, self.attention) {
            (Stage::HandedOver, Attention::Waiting) => self.wish = Wish::Reassure,
            (
                Stage::HandedOver,
                Attention::Bot | Attention::Navigator | Attention::Closed | Attention::Blocked,
            ) => {}
            (Stage::Consent | Stage::Asking { .. } | Stage::Changing, _) => self.ask(),
        }
    }

    fn text(&mut self, text: &Private<String>) {
        let words = text.reveal();
        if let Some(danger) = self.scene.lexicon.danger(words) {
            self.alarm(danger);
        }
        if self.emergency && self.talk.stage != Stage::HandedOver && self.scene.lexicon.human_within(words) {
            self.call_human_in_danger(text);
            return;
        }
        self.reply(text);
    }

    /// What is said in reply to whatever stands to be answered; also by a tap, in which no danger need be looked for.
    fn reply(&mut self, text: &Private<String>) {
        let words = text.reveal();
        if let Some(tap) = Tap::from_id(words) {
            self.answer_tap(tap);
            return;
        }
        if let Some(aside) = self.talk.aside.take()
            && self.answer_aside(aside, words)
        {
            return;
        }
        match self.talk.stage.clone() {
            Stage::HandedOver => self.while_handed_over(text),
            Stage::Consent => self.at_consent(words),
            Stage::Changing => self.which_to_change(words),
            Stage::Asking { step, chosen, laender } => self.answer(&step, chosen, &laender, text),
        }
    }

    fn alarm(&mut self, danger: Danger) {
        self.emergency_card(danger.is_crisis());
        self.emergency = true;
        self.talk.note_alarm();
    }

    /// Answers a question on top. False: this was no answer to it, and it is to be taken as anything else.
    fn answer_aside(&mut self, aside: Aside, words: &str) -> bool {
        // The choices stand in this order on every channel, so their numbers answer too.
        let yes_no = match words.trim() {
            "1" => Some(true),
            "2" => Some(false),
            _ => self.scene.lexicon.yes_no(words),
        };
        let show = words.trim() == "3" || self.scene.lexicon.show(words);
        let command = self.scene.lexicon.command(words);
        match (aside, yes_no) {
            (Aside::Transfer, _) => {
                let Some(tap) = Tap::typed(words, &Tap::TRANSFER) else {
                    // Whatever else they write is for the human; the question stays open.
                    self.talk.aside = Some(Aside::Transfer);
                    return false;
                };
                self.answer_tap(tap);
            }
            (Aside::Feedback, _) => {
                // Anything else is a new message: the question is over.
                let Some(tap) = Tap::typed(words, &Tap::FEEDBACK) else { return false };
                self.answer_tap(tap);
            }
            (Aside::Delete, Some(true)) => self.forget(),
            (Aside::Delete, Some(false)) => self.delete_nothing(),
            (Aside::Restart, Some(true)) => self.restart(),
            (Aside::Restart, Some(false)) => self.restart_nothing(),
            (Aside::OfferHuman, Some(true)) => self.call_human(),
            (Aside::OfferHuman, Some(false)) => self.ask(),
            (Aside::OfferHuman, None) if command == Some(Command::Human) => self.call_human(),
            (Aside::OfferHuman, None) if command == Some(Command::Continue) => self.ask(),
            (Aside::Share, Some(true)) => self.share(),
            (Aside::Share, Some(false)) => self.withhold(),
            (Aside::Share, None) if show => self.show_what_would_be_shared(),
            (Aside::Share, None) => {
                // Whatever else they write is for the human; the question stays open.
                self.talk.aside = Some(Aside::Share);
                return false;
            }
            (Aside::Card, _) if command == Some(Command::Continue) => self.opened(),
            (Aside::Card, _) => {
                self.lenient = true;
                self.asked_before = None;
                return false;
            }
            (Aside::Delete | Aside::Restart | Aside::OfferHuman, None) => return false,
        }
        true
    }
}
