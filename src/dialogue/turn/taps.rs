//! What is tapped. A button may be old: it stands where it was long after its question is over, and nobody who taps it
//! need remember which question that was. So a tap counts for the question below which it stood and for no other, it
//! is never taken for words to a human, and what cannot be undone is asked about again if it was not asked just now.

use super::super::intake::Kind;
use super::super::talk::{Aside, Attention, Stage, Wish};
use super::super::words::{Command, Danger};
use super::super::{Say, Shared, Step, Tap};
use super::{Turn, changeable};
use crate::model::{OptionId, Private, StepId};

impl Turn<'_> {
    pub(super) fn tapped(&mut self, step: Option<&StepId>, choice: &str) {
        if let Some(tap) = Tap::from_id(choice) {
            self.answer_tap(tap);
        } else if step.is_some() && step == self.talk.step(&self.scene.intake) {
            self.tapped_here(choice);
        } else {
            self.tapped_elsewhere(step, choice);
        }
    }

    /// A choice of the step that is being asked. A question on top of it (really delete?) has choices of its own: this
    /// is no answer to it.
    fn tapped_here(&mut self, choice: &str) {
        self.talk.aside = None;
        let option = OptionId::from(choice);
        let review = self.scene.intake.review();
        match self.talk.stage.clone() {
            Stage::Asking { step, chosen, .. } => {
                let step = self.scene.intake.step(&step);
                let several =
                    step.filter(|step| step.kind == Kind::Several && step.option(&option).is_some());
                if let Some(step) = several {
                    self.toggle(step, chosen, &option);
                    return;
                }
                // The review has two lists: what can be done, and which answer can be changed.
                let to_change = StepId::from(choice);
                if step == Some(review) && changeable(self.scene, &self.talk).contains(&to_change) {
                    self.visit(&to_change);
                    return;
                }
            }
            Stage::Changing if review.option(&option).is_some() => {
                let (chosen, laender) = (Vec::new(), Vec::new());
                self.talk.stage = Stage::Asking { step: review.id.clone(), chosen, laender };
            }
            Stage::Changing | Stage::Consent | Stage::HandedOver => {}
        }
        self.reply(&Private::from(choice));
    }

    fn toggle(&mut self, step: &Step, mut chosen: Vec<OptionId>, option: &OptionId) {
        if let Some(place) = chosen.iter().position(|id| id == option) {
            chosen.remove(place);
        } else {
            chosen.push(option.clone());
        }
        self.note(step, &chosen);
    }

    /// A choice of a message that is no longer the present one. Words for any time mean the same there; an answer does
    /// not count any more.
    fn tapped_elsewhere(&mut self, step: Option<&StepId>, choice: &str) {
        let old = step.and_then(|step| self.scene.intake.step(step)?.option(&OptionId::from(choice)));
        if old.is_some_and(|option| option.card.is_some()) {
            // "Yes, in danger" is true now, whichever question is asked by now.
            self.alarm(Danger::Acute);
            if !self.talk.is_handed_over() {
                self.rest_on_the_card();
            }
            return;
        }
        let command = self.scene.lexicon.command(choice).filter(|command| match command {
            Command::Human | Command::Emergency | Command::Offers(_) | Command::Privacy | Command::Delete => {
                true
            }
            Command::Help
            | Command::Back
            | Command::Skip
            | Command::Stop
            | Command::Restart
            | Command::Continue
            | Command::Start => false,
        });
        match (command, &self.talk.stage) {
            (Some(_), Stage::HandedOver) => self.tapped_while_handed_over(choice),
            (Some(_), Stage::Consent) => self.at_consent(choice),
            (Some(command), Stage::Asking { .. } | Stage::Changing) => {
                self.talk.aside = None;
                self.command(&command);
            }
            (None, _) => self.stale_choice(),
        }
    }

    fn tapped_while_handed_over(&mut self, choice: &str) {
        self.while_handed_over(&Private::from(choice));
        if matches!(self.wish, Wish::Relay(_)) {
            self.wish = Wish::GoOn;
            if self.says.is_empty() {
                self.stale_choice();
            }
        }
    }

    fn stale_choice(&mut self) {
        if self.talk.is_handed_over() {
            self.says.push(Say::StaleChoiceWithHuman);
        } else {
            self.says.push(Say::StaleChoice);
            self.ask();
        }
    }

    /// A choice that belongs to no step, whenever it is tapped.
    pub(super) fn answer_tap(&mut self, tap: Tap) {
        if self.new && tap != Tap::Delete(true) {
            // Whatever it was about is gone.
            self.ask();
            return;
        }
        let asked = match self.talk.aside {
            // These stay open until they are answered.
            Some(Aside::Share | Aside::Transfer | Aside::Feedback) => None,
            other => {
                self.talk.aside = None;
                other
            }
        };
        let handed_over = self.talk.is_handed_over();
        match tap {
            Tap::Delete(true) if asked == Some(Aside::Delete) => self.forget(),
            Tap::Delete(true) => self.ask_whether_to_delete(),
            Tap::Delete(false) => self.delete_nothing(),
            Tap::Restart(_) if handed_over => self.stale_choice(),
            Tap::Restart(true) if asked == Some(Aside::Restart) => self.restart(),
            Tap::Restart(true) => self.ask_whether_to_restart(),
            Tap::Restart(false) => self.restart_nothing(),
            Tap::Share(shared) if self.talk.share_open => self.answer_share(shared),
            Tap::GoOn if !handed_over || self.attention == Attention::Waiting => self.opened(),
            Tap::Transfer(agreed) if handed_over => {
                self.wish = Wish::Transfer(agreed);
                self.talk.keep_asking(false, true);
            }
            Tap::Feedback(helped) if handed_over => {
                self.wish = Wish::Feedback(helped);
                self.talk.keep_asking(true, false);
            }
            Tap::Share(_) | Tap::GoOn | Tap::Transfer(_) | Tap::Feedback(_) => self.stale_choice(),
        }
    }

    fn answer_share(&mut self, shared: Shared) {
        if self.talk.aside == Some(Aside::Share) {
            self.talk.aside = None;
        }
        match shared {
            Shared::Yes => self.share(),
            Shared::No => self.withhold(),
            Shared::Show => self.show_what_would_be_shared(),
        }
    }
}
