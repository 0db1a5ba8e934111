//! Words that mean the same at every step: help, emergency, human, stop, delete, begin anew.

use super::super::intake::Step;
use super::super::talk::{Aside, Attention, Stage, Talk, Wish};
use super::super::words::{Command, Options, outright};
use super::super::{Occasion, Say};
use super::Turn;
use crate::model::Private;

impl Turn<'_> {
    /// A word that is a command here: with a slash always, without one unless an option is spelt the same.
    pub(super) fn as_command(&self, words: &str, options: &Options) -> Option<Command> {
        self.scene.lexicon.slash(words).or_else(|| match outright(&self.scene.lexicon, options, words) {
            Some(_) => None,
            None => self.scene.lexicon.command(words),
        })
    }

    /// A command in the intake or before it.
    pub(super) fn command(&mut self, command: &Command) {
        match command {
            Command::Help => self.aside_from_the_question(Say::Help),
            Command::Privacy => self.aside_from_the_question(Say::PrivacyNotice),
            Command::Emergency => {
                self.emergency_card(false);
                self.rest_on_the_card();
            }
            Command::Offers(rest) => {
                self.offers(rest.reveal());
                self.ask_again();
            }
            Command::Back => self.back(),
            Command::Skip => self.skip(),
            Command::Human => self.call_human(),
            Command::Stop => self.stop(),
            Command::Delete => self.ask_whether_to_delete(),
            Command::Restart => self.ask_whether_to_restart(),
            Command::Continue | Command::Start => self.opened(),
        }
    }

    pub(super) fn aside_from_the_question(&mut self, say: Say) {
        self.says.push(say);
        self.ask_again();
    }

    pub(super) fn emergency_card(&mut self, crisis: bool) {
        let land = self.scene.intake.land(&self.talk.answers);
        let shown =
            self.says.iter().any(|say| matches!(say, Say::Emergency { crisis: was, .. } if *was || !crisis));
        if !shown {
            self.says.push(Say::Emergency { crisis, land, rests: false });
        }
    }

    /// Leaves the emergency card as the last thing on the screen. The question that stood before stands still.
    pub(super) fn rest_on_the_card(&mut self) {
        for say in &mut self.says {
            if let Say::Emergency { rests, .. } = say {
                *rests = true;
            }
        }
        self.talk.aside = Some(Aside::Card);
    }

    pub(super) fn offers(&mut self, rest: &str) {
        let (named, _) = self.scene.places.land_in(rest);
        let directory = &self.scene.directory;
        let (matches, occasion) = if self.talk.consented() && !self.talk.answers.is_empty() {
            let mut criteria = self.scene.intake.criteria(&self.talk.answers);
            criteria.land = named.or(criteria.land);
            (directory.matches(&criteria), Occasion::Asked)
        } else {
            (directory.public(named), Occasion::Public)
        };
        self.says.push(Say::Offers { matches, occasion });
    }

    pub(super) fn call_human(&mut self) {
        let ask_to_share =
            self.talk.consented() && self.scene.intake.counting(&self.talk.answers).next().is_some();
        self.talk.stage = Stage::HandedOver;
        self.talk.aside = ask_to_share.then_some(Aside::Share);
        self.talk.share_open = ask_to_share;
        self.talk.misunderstood = 0;
        self.wish = Wish::CallHuman { ask_to_share };
    }

    /// Danger, and a human asked for in the same breath: the card comes first, and the human is called. That it is
    /// urgent goes along even without consent, as is said to everybody who asks for a human; the words do not.
    pub(super) fn call_human_in_danger(&mut self, text: &Private<String>) {
        if let Stage::Asking { step, chosen, laender } = self.talk.stage.clone()
            && self.scene.intake.step(&step).is_some_and(Step::takes_words)
        {
            // An account in their own words is not lost because it ends with a call for help.
            self.answer(&step, chosen, &laender, text);
        }
        self.says.retain(|say| matches!(say, Say::Emergency { .. }));
        for say in &mut self.says {
            if let Say::Emergency { rests, .. } = say {
                *rests = false;
            }
        }
        self.talk.alarmed = true;
        self.call_human();
    }

    pub(super) fn stop(&mut self) {
        if self.talk.consented() {
            self.talk.paused = true;
            self.says.push(Say::Paused);
        } else {
            self.says.push(Say::Declined);
            self.wish = Wish::Decline;
        }
    }

    pub(super) fn ask_whether_to_delete(&mut self) {
        // Without consent nothing is kept, unless there is a case from before.
        if self.talk.consented() || self.attention == Attention::Closed {
            self.talk.aside = Some(Aside::Delete);
            self.says.push(Say::ConfirmDelete);
        } else {
            self.forget();
        }
    }

    pub(super) fn delete_nothing(&mut self) {
        self.says.push(Say::NotDeleted);
        if self.talk.share_open && self.talk.aside.is_none() && self.attention != Attention::Blocked {
            self.says.push(Say::ShareAnswers);
            self.talk.aside = Some(Aside::Share);
        }
        self.ask_unless_handed_over();
    }

    pub(super) fn forget(&mut self) {
        self.says.push(Say::Deleted);
        self.wish = Wish::Forget;
    }

    pub(super) fn ask_whether_to_restart(&mut self) {
        if self.talk.answers.is_empty() {
            self.ask();
        } else {
            self.talk.aside = Some(Aside::Restart);
            self.says.push(Say::ConfirmRestart);
        }
    }

    pub(super) fn restart_nothing(&mut self) {
        self.says.push(Say::NotRestarted);
        self.ask();
    }

    pub(super) fn restart(&mut self) {
        self.talk = Talk::new();
        self.go_on();
    }
}
