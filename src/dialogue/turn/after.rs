//! After a human was asked for: what is written is between humans, except for the contact's own commands.

use super::super::talk::{Aside, Attention, Talk, Wish};
use super::super::words::{Command, normalise};
use super::super::{Relayed, Say};
use super::Turn;
use crate::model::Private;

/// Short forms of the choices below "may the answers go along?", as words that can only mean them.
const YES: &str = "mitgeben";
const NO: &str = "nicht mitgeben";
const SHOW: &str = "zeigen";

impl Turn<'_> {
    /// A human was asked for: what is written is for them, except for the contact's own commands.
    pub(super) fn while_handed_over(&mut self, text: &Private<String>) {
        let words = text.reveal();
        let slash = self.scene.lexicon.slash(words);
        let with_slash = slash.is_some();
        if self.talk.share_open && self.is_late_answer_to_share(words) {
            return;
        }
        match slash.or_else(|| self.scene.lexicon.command(words)) {
            Some(Command::Delete) => self.ask_whether_to_delete(),
            Some(Command::Privacy) => self.says.push(Say::PrivacyNotice),
            Some(Command::Offers(rest)) => self.offers(rest.reveal()),
            Some(Command::Emergency) => {
                self.emergency_card(false);
                self.emergency = true;
                self.relay(text);
            }
            Some(Command::Help) if with_slash => self.says.push(Say::HelpWithHuman),
            Some(Command::Help) if self.attention == Attention::Waiting => {
                // Nobody is there yet to see it: what can be typed is said, and the word waits for the navigator.
                self.says.push(Say::HelpWithHuman);
                self.relay(text);
            }
            Some(Command::Restart) if self.attention == Attention::Closed => self.begin_anew(),
            Some(Command::Human) if self.attention == Attention::Waiting => {
                self.wish = Wish::Reassure;
            }
            Some(
                Command::Start
                | Command::Continue
                | Command::Back
                | Command::Skip
                | Command::Stop
                | Command::Restart
                | Command::Human,
            ) if with_slash => self.opened(),
            Some(
                Command::Help
                | Command::Restart
                | Command::Human
                | Command::Start
                | Command::Continue
                | Command::Back
                | Command::Skip
                | Command::Stop,
            )
            | None => self.relay(text),
        }
    }

    /// The choices below "may the answers go along?" keep their meaning as long as the question is open, even when
    /// other words came in between. A bare "ja" does not: it may be for the human.
    fn is_late_answer_to_share(&mut self, words: &str) -> bool {
        let said = normalise(words);
        let [yes, no, show] = &self.scene.labels.share;
        let is = |label: &str, short: &str| said == normalise(label) || said == short;
        if is(yes, YES) {
            self.share();
        } else if is(no, NO) {
            self.withhold();
        } else if is(show, SHOW) {
            self.show_what_would_be_shared();
        } else {
            return false;
        }
        true
    }

    pub(super) fn share(&mut self) {
        let sheet = self.scene.intake.sheet(&self.talk.answers, &self.scene.directory);
        self.talk.share_open = false;
        self.says.push(Say::AnswersShared);
        self.wish = Wish::Share(sheet);
    }

    pub(super) fn withhold(&mut self) {
        self.talk.share_open = false;
        self.says.push(Say::AnswersNotShared);
        self.wish = Wish::Withhold;
    }

    pub(super) fn show_what_would_be_shared(&mut self) {
        let sheet = self.scene.intake.sheet(&self.talk.answers, &self.scene.directory);
        self.says.extend([Say::SheetPreview(sheet), Say::ShareAnswers]);
        self.talk.aside = Some(Aside::Share);
    }

    pub(super) fn relay(&mut self, text: &Private<String>) {
        self.wish = Wish::Relay(Relayed::Text(text.clone()));
    }

    /// After a closed case: a new intake, from consent on.
    pub(super) fn begin_anew(&mut self) {
        self.talk = Talk::new();
        self.ask();
    }
}
