//! Moving through the intake: recording, going on, going back, asking.

use super::super::intake::{Card, Step};
use super::super::talk::{Aside, Stage};
use super::super::{Answer, Occasion, Say};
use super::{Turn, present_question};
use crate::model::{OptionId, StepId};

/// After so many answers in a row that were not understood, the human is offered.
const MISUNDERSTOOD_BEFORE_HUMAN: u8 = 2;

fn asking(step: &StepId, chosen: Vec<OptionId>) -> Stage {
    Stage::Asking { step: step.clone(), chosen, laender: Vec::new() }
}

impl Turn<'_> {
    pub(super) fn record(&mut self, step: &Step, answer: Answer) {
        self.talk.misunderstood = 0;
        let card = answer.options().iter().any(|id| {
            step.option(id).and_then(|option| option.card).is_some_and(|card| match card {
                Card::Emergency => true,
            })
        });
        if card {
            self.emergency_card(false);
        }
        self.talk.answers.insert(step.id.clone(), answer);
        if !self.talk.trail.contains(&step.id) {
            self.talk.trail.push(step.id.clone());
        }
        self.go_on();
    }

    /// To the next question that is open, or to the review.
    pub(super) fn go_on(&mut self) {
        let next = self.scene.intake.next(&self.talk.answers);
        self.talk.stage = asking(&next.id, Vec::new());
        self.ask();
    }

    /// To a question that was answered before.
    pub(super) fn visit(&mut self, id: &StepId) {
        let chosen = match self.talk.answers.get(id) {
            Some(Answer::Several(chosen)) => chosen.clone(),
            Some(
                Answer::Choice(_) | Answer::Land(_) | Answer::Text(_) | Answer::Evidence(_) | Answer::Skipped,
            )
            | None => Vec::new(),
        };
        self.talk.stage = asking(id, chosen);
        self.ask();
    }

    /// To the step that was answered before the present one. The trail itself stays: whoever went back twice and was
    /// led on to what is open finds the steps in between by going back again.
    pub(super) fn back(&mut self) {
        let trail = &self.talk.trail;
        let present = self.talk.step(&self.scene.intake);
        let here = trail.iter().position(|step| Some(step) == present).unwrap_or(trail.len());
        let before = trail.iter().take(here).rev();
        let mut before = before.filter(|step| self.scene.intake.applies(step, &self.talk.answers));
        if let Some(step) = before.next().cloned() {
            self.visit(&step);
        } else {
            self.says.push(Say::NothingBefore);
            self.ask();
        }
    }

    pub(super) fn skip(&mut self) {
        let step = match &self.talk.stage {
            Stage::Asking { step, .. } => self.scene.intake.step(step).filter(|step| step.skippable()),
            Stage::Consent | Stage::Changing | Stage::HandedOver => None,
        };
        if let Some(step) = step {
            self.record(step, Answer::Skipped);
        } else {
            self.says.push(Say::CannotSkip);
            self.ask();
        }
    }

    pub(super) fn not_understood(&mut self, words: &str) {
        if self.emergency {
            self.rest_on_the_card();
            return;
        }
        if self.lenient || self.scene.lexicon.greeting(words) || self.stray_done(words) {
            self.ask_again();
            return;
        }
        self.talk.misunderstood = self.talk.misunderstood.saturating_add(1);
        if self.talk.misunderstood >= MISUNDERSTOOD_BEFORE_HUMAN {
            self.talk.misunderstood = 0;
            self.talk.aside = Some(Aside::OfferHuman);
            self.says.push(Say::OfferHuman);
        } else {
            self.says.push(Say::NotUnderstood);
            self.ask_again();
        }
    }

    /// "fertig" after a question that is already answered: no mistake, just one tap too many.
    pub(super) fn stray_done(&self, words: &str) -> bool {
        self.scene.lexicon.done(words) && self.scene.lexicon.yes_no(words).is_none()
    }

    pub(super) fn ask_unless_handed_over(&mut self) {
        if self.talk.stage != Stage::HandedOver {
            self.ask();
        }
    }

    /// Asks the present question; somebody new is greeted first, and the review shows everything.
    pub(super) fn ask(&mut self) {
        if self.new && self.talk.stage == Stage::Consent && !self.says.contains(&Say::Welcome) {
            self.says.push(Say::Welcome);
        }
        if self.talk.step(&self.scene.intake) == Some(&self.scene.intake.review().id)
            && self.talk.stage != Stage::Changing
        {
            self.show_review();
        }
        self.ask_again();
    }

    /// Asks the present question and nothing else.
    pub(super) fn ask_again(&mut self) {
        match &self.talk.stage {
            Stage::Asking { laender, .. } if !laender.is_empty() => {
                self.says.push(Say::WhichLand { laender: laender.clone() });
            }
            Stage::Asking { .. } | Stage::Consent | Stage::Changing | Stage::HandedOver => {
                let mut say = present_question(&self.talk, self.channel, self.scene);
                if let Some(Say::Question(question)) = &mut say {
                    question.repeated = self.asked_before.as_ref() == Some(&question.step);
                }
                self.says.extend(say);
            }
        }
    }

    /// Offers with reasons, advice, and the exact sheet. Offers and advice come again only when they changed.
    pub(super) fn show_review(&mut self) {
        let sheet = self.scene.intake.sheet(&self.talk.answers, &self.scene.directory);
        let offers: Vec<_> = sheet.matches.iter().map(|matched| matched.offer.clone()).collect();
        if offers != self.talk.shown {
            self.says.push(Say::Offers { matches: sheet.matches.clone(), occasion: Occasion::Result });
            let items = self.scene.intake.advice(&self.talk.answers);
            if !items.is_empty() {
                self.says.push(Say::Advice { items });
            }
            self.talk.shown = offers;
        }
        self.says.push(Say::SheetPreview(sheet));
    }
}
