//! Answers to the steps, each kind in its own way.

use super::super::intake::{Kind, Step};
use super::super::talk::{Stage, Wish};
use super::super::words::{Candidate, Command, Options, Picked, Place, pick};
use super::super::{Answer, Caution, Evidence, Say};
use super::{Turn, changeable};
use crate::model::{Land, OptionId, Private, StepId};

/// The options in the order of the step.
fn in_order(step: &Step, chosen: &[OptionId]) -> Vec<OptionId> {
    step.options.iter().map(|option| &option.id).filter(|id| chosen.contains(id)).cloned().collect()
}

impl Turn<'_> {
    pub(super) fn at_consent(&mut self, words: &str) {
        let step = self.scene.intake.consent();
        let options = self.scene.options(step);
        let command = self.as_command(words, options);
        if self.new {
            self.first_words(command);
            return;
        }
        if let Some(command) = command {
            self.command(&command);
            return;
        }
        match pick(&self.scene.lexicon, options, words, false) {
            Picked::One(option) => match option.as_str() {
                "ja" => {
                    self.talk.misunderstood = 0;
                    self.go_on();
                }
                "nein" => {
                    self.says.push(Say::Declined);
                    self.wish = Wish::Decline;
                }
                _ => self.aside_from_the_question(Say::PrivacyNotice),
            },
            Picked::Many { .. } | Picked::Unclear(_) | Picked::Nothing => self.not_understood(words),
        }
    }

    /// Somebody of whom nothing is kept, new or after a "nein". What needs no consent they get without being asked
    /// for it, and nothing is kept of that either; anything else is greeted.
    fn first_words(&mut self, command: Option<Command>) {
        match command {
            Some(Command::Emergency) => self.emergency_card(false),
            Some(Command::Offers(rest)) => self.offers(rest.reveal()),
            Some(Command::Privacy) => self.says.push(Say::PrivacyNotice),
            Some(Command::Help) => self.says.push(Say::Help),
            Some(
                command @ (Command::Back
                | Command::Skip
                | Command::Human
                | Command::Stop
                | Command::Delete
                | Command::Restart
                | Command::Continue
                | Command::Start),
            ) => {
                self.command(&command);
                return;
            }
            None if self.emergency => {}
            None => {
                self.ask();
                return;
            }
        }
        self.wish = Wish::Decline;
    }

    pub(super) fn answer(
        &mut self,
        id: &StepId,
        chosen: Vec<OptionId>,
        laender: &[Land],
        text: &Private<String>,
    ) {
        let words = text.reveal();
        let Some(step) = self.scene.intake.step(id) else {
            // The intake was changed while this conversation was under way: go on with what is asked today.
            self.go_on();
            return;
        };
        let options = self.scene.options(step);
        if let Some(command) = self.as_command(words, options)
            && !self.is_no_command_here(&command, step, words)
        {
            self.command(&command);
            return;
        }
        if self.holds_back(step, words) {
            return;
        }
        match step.kind {
            Kind::Choice => match pick(&self.scene.lexicon, options, words, false) {
                Picked::One(option) => self.record(step, Answer::Choice(option)),
                Picked::Many { .. } | Picked::Unclear(_) | Picked::Nothing => self.not_understood(words),
            },
            Kind::Several => self.several(step, options, chosen, words),
            Kind::Place => self.place(step, laender, words),
            Kind::Text { most_chars } => self.own_words(step, text, most_chars),
            Kind::Evidence { most_items, most_chars } => self.evidence(step, text, most_items, most_chars),
            Kind::Review => self.review(options, words),
            Kind::Consent => self.at_consent(words),
        }
    }

    /// What is a command elsewhere and an answer at this step: "weiter" is "fertig" where a list is being told (unless
    /// they have just come back to it), and the name of a place may look like a command ("Neustadt", "Neustart").
    fn is_no_command_here(&self, command: &Command, step: &Step, words: &str) -> bool {
        match step.kind {
            // Where they are asked whether to go on here, "weiter" is neither a yes nor the end of a list.
            Kind::Several | Kind::Evidence { .. } => {
                let asks_first = self.caution(step) == Some(Caution::Words);
                *command == Command::Continue && !self.lenient && !asks_first
            }
            Kind::Place => {
                let searches = matches!(command, Command::Offers(_));
                let slash = self.scene.lexicon.slash(words).is_some();
                !searches && !slash && self.scene.places.find(words) != Place::Unknown
            }
            Kind::Consent | Kind::Choice | Kind::Text { .. } | Kind::Review => false,
        }
    }

    pub(super) fn several(&mut self, step: &Step, options: &Options, mut chosen: Vec<OptionId>, words: &str) {
        let (more, done) = match pick(&self.scene.lexicon, options, words, true) {
            Picked::One(option) => (vec![option], false),
            Picked::Many { chosen: more, done } => (more, done),
            Picked::Unclear(_) | Picked::Nothing if self.scene.lexicon.done(words) => (Vec::new(), true),
            Picked::Unclear(_) | Picked::Nothing => {
                self.not_understood(words);
                return;
            }
        };
        let at_once = more.len() > 1;
        chosen.extend(more);
        if chosen.is_empty() {
            self.says.push(Say::NothingChosen);
            self.ask();
        } else if done || at_once {
            self.record(step, Answer::Several(in_order(step, &chosen)));
        } else {
            self.note(step, &chosen);
        }
    }

    pub(super) fn note(&mut self, step: &Step, chosen: &[OptionId]) {
        let chosen = in_order(step, chosen);
        self.talk.misunderstood = 0;
        self.says.push(Say::Noted { step: step.id.clone(), chosen: chosen.clone() });
        self.talk.stage = Stage::Asking { step: step.id.clone(), chosen, laender: Vec::new() };
    }

    /// A Land by name, number or place; among those asked back, if a name stood in several.
    pub(super) fn place(&mut self, step: &Step, laender: &[Land], words: &str) {
        let scene = self.scene;
        let picked = if laender.is_empty() {
            pick(&scene.lexicon, scene.places_to_pick(step), words, false)
        } else {
            pick(&scene.lexicon, &scene.labels.places_to_pick(step, laender), words, false)
        };
        if let Picked::One(option) = picked {
            let answer = Land::from_iso(option.as_str()).map_or(Answer::Choice(option), Answer::Land);
            self.record(step, answer);
            return;
        }
        match self.scene.places.find(words) {
            Place::Land(land) => self.record(step, Answer::Land(land)),
            Place::Ambiguous(laender) => {
                let laender = self.scene.labels.in_order(&laender);
                self.talk.misunderstood = 0;
                self.talk.stage = Stage::Asking { step: step.id.clone(), chosen: Vec::new(), laender };
                self.ask_again();
            }
            Place::Postcode => {
                self.says.push(Say::PostcodeNotNeeded);
                self.ask_again();
            }
            Place::Unknown => self.not_understood(words),
        }
    }

    pub(super) fn own_words(&mut self, step: &Step, text: &Private<String>, most_chars: u32) {
        let words = text.reveal().trim();
        if words.is_empty() {
            self.not_understood(words);
        } else if words.chars().count() > most_chars as usize {
            self.says.push(Say::TooLong { most_chars });
            self.ask();
        } else {
            self.record(step, Answer::Text(Private::from(words)));
        }
    }

    pub(super) fn evidence(&mut self, step: &Step, text: &Private<String>, most_items: u32, most_chars: u32) {
        let words = text.reveal().trim();
        if self.scene.lexicon.done(words) || self.scene.lexicon.yes_no(words) == Some(false) {
            let answer = self.talk.answers.get(&step.id).cloned().unwrap_or(Answer::Skipped);
            self.record(step, answer);
        } else if words.is_empty() {
            self.not_understood(words);
        } else if words.chars().count() > most_chars as usize {
            self.says.push(Say::TooLong { most_chars });
            self.ask();
        } else {
            self.add_evidence(step, Evidence::Words(Private::from(words)), most_items);
        }
    }

    pub(super) fn add_evidence(&mut self, step: &Step, piece: Evidence, most_items: u32) {
        let mut pieces = match self.talk.answers.remove(&step.id) {
            Some(Answer::Evidence(pieces)) => pieces,
            Some(
                Answer::Choice(_) | Answer::Several(_) | Answer::Land(_) | Answer::Text(_) | Answer::Skipped,
            )
            | None => Vec::new(),
        };
        if pieces.len() < most_items as usize {
            pieces.push(piece);
            self.says.push(Say::EvidenceNoted { count: u32::try_from(pieces.len()).unwrap_or(u32::MAX) });
        } else {
            self.says.push(Say::EvidenceFull { most_items });
        }
        self.talk.misunderstood = 0;
        self.talk.answers.insert(step.id.clone(), Answer::Evidence(pieces));
    }

    pub(super) fn review(&mut self, options: &Options, words: &str) {
        match pick(&self.scene.lexicon, options, words, false) {
            Picked::One(option) => match option.as_str() {
                "uebergeben" => {
                    let sheet = self.scene.intake.sheet(&self.talk.answers, &self.scene.directory);
                    self.talk.stage = Stage::HandedOver;
                    self.wish = Wish::HandOver(sheet);
                }
                "angebote" => {
                    self.offers("");
                    self.ask_again();
                }
                "aendern" => {
                    self.talk.stage = Stage::Changing;
                    self.ask();
                }
                _ => self.ask_whether_to_delete(),
            },
            Picked::Many { .. } | Picked::Unclear(_) | Picked::Nothing => self.not_understood(words),
        }
    }

    pub(super) fn which_to_change(&mut self, words: &str) {
        let steps = changeable(self.scene, &self.talk);
        let candidates = steps
            .iter()
            .map(|id| Candidate {
                id: OptionId::from(id.as_str()),
                label: self.scene.labels.steps.get(id).cloned().unwrap_or_default(),
                words: Vec::new(),
            })
            .collect();
        let options = Options::new(candidates);
        match self.as_command(words, &options) {
            Some(Command::Back | Command::Skip | Command::Continue) => {
                self.go_on();
                return;
            }
            Some(command) => {
                self.command(&command);
                return;
            }
            None => {}
        }
        match pick(&self.scene.lexicon, &options, words, false) {
            Picked::One(option) => self.visit(&StepId::from(option.as_str())),
            Picked::Many { .. } | Picked::Unclear(_) | Picked::Nothing => self.not_understood(words),
        }
    }
}
