//! The intake as data: an ordered list of steps, each with a guard on earlier answers.
//!
//! A sequence with guards has no loops. It always ends, "zurück" is the step visited before, and a changed
//! answer simply lets the guards below it be asked again.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Answer, Answers, Progress, Section, Sheet, SheetRow};
use crate::directory::{Audience, Criteria, Directory, Motive, Need, PoliceWish, Situation};
use crate::model::{Land, OptionId, StepId};

/// Steps in order, and the advice that goes with the result. Made by [`super::load_intake`], which checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    pub(super) steps: Vec<Step>,
    pub(super) advice: Vec<AdviceRule>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub id: StepId,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// In which part it is counted, if it is.
    pub section: Option<Section>,
    /// All of these must hold for it to be asked.
    pub when: Vec<Guard>,
    /// Its answer may stand on the card in the queue: it carries no personal detail.
    pub on_card: bool,
    /// Its answer is so personal that, where the operator of the channel can read along, they are asked once more
    /// before it is taken.
    pub sensitive: bool,
    /// What can be chosen, in order.
    pub options: Vec<Choosable>,
}

/// What kind of answer a step takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Consent: always the first step; before it nothing is kept.
    Consent,
    /// One option.
    Choice,
    /// One option or more.
    Several,
    /// A Land.
    Place,
    /// Words of their own, at most so many characters.
    Text {
        /// The most characters it takes.
        most_chars: u32,
    },
    /// Files and links, at most so many, and at most so many characters each.
    Evidence {
        /// The most pieces it takes.
        most_items: u32,
        /// The most characters a piece of words may have.
        most_chars: u32,
    },
    /// The last step: see everything, hand over, change, delete.
    Review,
}

/// Something that can be chosen in a step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choosable {
    /// Its name, unique in its step.
    pub id: OptionId,
    /// Further words by which it is recognised; its label is always one.
    #[serde(default)]
    pub words: Vec<String>,
    /// What it stands for in the directory.
    #[serde(default)]
    pub means: Means,
    /// Whoever chooses it should be called back first.
    #[serde(default)]
    pub urgent: bool,
    /// A card that comes at once when it is chosen.
    pub card: Option<Card>,
}

/// Cards that an option can bring up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// The emergency card.
    Emergency,
}

/// The codes of the directory for which an option stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Means {
    /// Kinds of help it asks for.
    pub needs: Vec<Need>,
    /// Situations it names.
    pub situations: Vec<Situation>,
    /// Who the person concerned is.
    pub audience: Option<Audience>,
    /// The motive it names.
    pub motive: Option<Motive>,
    /// What it says about the police.
    pub police: Option<PoliceWish>,
}

/// A condition on an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Holds if one of these options was chosen there.
    Is(StepId, Vec<OptionId>),
    /// Holds as long as none of these options was chosen there.
    Not(StepId, Vec<OptionId>),
}

impl Guard {
    /// Whether it holds for these answers.
    #[must_use]
    pub fn holds(&self, answers: &Answers) -> bool {
        let chosen = |step: &StepId, options: &[OptionId]| {
            answers.get(step).is_some_and(|answer| answer.options().iter().any(|id| options.contains(id)))
        };
        match self {
            Self::Is(step, options) => chosen(step, options),
            Self::Not(step, options) => !chosen(step, options),
        }
    }

    /// The step whose answer it reads.
    #[must_use]
    pub const fn step(&self) -> &StepId {
        match self {
            Self::Is(step, _) | Self::Not(step, _) => step,
        }
    }

    /// The options it names.
    #[must_use]
    pub fn options(&self) -> &[OptionId] {
        match self {
            Self::Is(_, options) | Self::Not(_, options) => options,
        }
    }
}

/// Advice that is shown with the result when all its guards hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdviceRule {
    /// Its name; the text stands under `advice-<id>`.
    pub id: String,
    /// When it fits.
    pub when: Vec<Guard>,
}

/// So many pieces of advice are shown at most: more would be a brochure, not advice.
const MOST_ADVICE: usize = 4;

impl Step {
    /// Whether it may be skipped: every step but consent and review.
    #[must_use]
    pub const fn skippable(&self) -> bool {
        match self.kind {
            Kind::Consent | Kind::Review => false,
            Kind::Choice | Kind::Several | Kind::Place | Kind::Text { .. } | Kind::Evidence { .. } => true,
        }
    }

    /// Whether any words are an answer to it.
    #[must_use]
    pub const fn takes_words(&self) -> bool {
        match self.kind {
            Kind::Text { .. } | Kind::Evidence { .. } => true,
            Kind::Consent | Kind::Choice | Kind::Several | Kind::Place | Kind::Review => false,
        }
    }

    /// The option of this name.
    #[must_use]
    pub fn option(&self, id: &OptionId) -> Option<&Choosable> {
        self.options.iter().find(|option| option.id == *id)
    }

    fn applies(&self, answers: &Answers) -> bool {
        self.when.iter().all(|guard| guard.holds(answers))
    }
}

impl Intake {
    /// All steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The ids of all advice, in order.
    pub fn advice_ids(&self) -> impl Iterator<Item = &str> {
        self.advice.iter().map(|rule| rule.id.as_str())
    }

    /// The step of this name.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// The first step, which asks for consent.
    #[must_use]
    pub fn consent(&self) -> &Step {
        // The loader refuses an intake that does not begin with a consent step.
        &self.steps[0]
    }

    /// The last step, at which everything is reviewed.
    #[must_use]
    pub fn review(&self) -> &Step {
        // The loader refuses an intake of fewer than two steps, and one that does not end with a review.
        &self.steps[self.steps.len() - 1]
    }

    /// The step to ask next: the first that applies and has no answer. The review has none, so there is one.
    #[must_use]
    pub fn next<'a>(&'a self, answers: &Answers) -> &'a Step {
        self.applicable(answers).find(|step| !answers.contains_key(&step.id)).unwrap_or_else(|| self.review())
    }

    /// The steps between consent and review that these answers let be asked, in order.
    pub fn applicable<'a, 'b>(
        &'a self,
        answers: &'b Answers,
    ) -> impl Iterator<Item = &'a Step> + use<'a, 'b> {
        self.steps[1..self.steps.len() - 1].iter().filter(|step| step.applies(answers))
    }

    /// Whether these answers let this step be asked.
    #[must_use]
    pub fn applies(&self, id: &StepId, answers: &Answers) -> bool {
        self.step(id).is_some_and(|step| step.applies(answers))
    }

    /// Where a step stands in its section, if it is counted.
    #[must_use]
    pub fn progress(&self, step: &Step, answers: &Answers) -> Option<Progress> {
        let section = step.section?;
        let counted: Vec<&StepId> = self
            .applicable(answers)
            .filter(|other| other.section == Some(section))
            .map(|other| &other.id)
            .collect();
        let place = counted.iter().position(|id| **id == step.id)?;
        Some(Progress {
            section,
            number: u32::try_from(place + 1).unwrap_or(u32::MAX),
            of: u32::try_from(counted.len()).unwrap_or(u32::MAX),
        })
    }

    /// The answers that count: of steps that apply, in the order of the intake.
    pub fn counting<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = (&'a Step, &'a Answer)> {
        self.applicable(answers).filter_map(|step| answers.get(&step.id).map(|answer| (step, answer)))
    }

    fn chosen<'a>(&'a self, answers: &'a Answers) -> impl Iterator<Item = &'a Choosable> {
        self.counting(answers)
            .flat_map(|(step, answer)| answer.options().iter().filter_map(|id| step.option(id)))
    }

    /// What the answers mean for the directory.
    #[must_use]
    pub fn criteria(&self, answers: &Answers) -> Criteria {
        let mut criteria = Criteria { land: self.land(answers), ..Criteria::default() };
        for option in self.chosen(answers) {
            let means = &option.means;
            criteria.needs.extend(&means.needs);
            criteria.situations.extend(&means.situations);
            criteria.audience = means.audience.or(criteria.audience);
            criteria.motive = means.motive.unwrap_or(criteria.motive);
            criteria.police = means.police.unwrap_or(criteria.police);
        }
        criteria
    }

    /// The Land that was named.
    #[must_use]
    pub fn land(&self, answers: &Answers) -> Option<Land> {
        self.counting(answers).find_map(|(_, answer)| match answer {
            Answer::Land(land) => Some(*land),
            Answer::Choice(_)
            | Answer::Several(_)
            | Answer::Text(_)
            | Answer::Evidence(_)
            | Answer::Skipped => None,
        })
    }

    /// Whether one of the answers makes this urgent.
    #[must_use]
    pub fn urgent(&self, answers: &Answers) -> bool {
        self.chosen(answers).any(|option| option.urgent)
    }

    /// What of the answers may stand on the card in the queue.
    #[must_use]
    pub fn on_card(&self, answers: &Answers) -> Vec<(StepId, OptionId)> {
        self.counting(answers)
            .filter(|(step, _)| step.on_card)
            .flat_map(|(step, answer)| answer.options().iter().map(|id| (step.id.clone(), id.clone())))
            .collect()
    }

    /// The advice that fits, the most important first.
    #[must_use]
    pub fn advice(&self, answers: &Answers) -> Vec<String> {
        let counting: Answers =
            self.counting(answers).map(|(step, answer)| (step.id.clone(), answer.clone())).collect();
        self.advice
            .iter()
            .filter(|rule| rule.when.iter().all(|guard| guard.holds(&counting)))
            .map(|rule| rule.id.clone())
            .take(MOST_ADVICE)
            .collect()
    }

    /// The sheet for these answers: exactly what would be handed over. Questions that only steer the intake, and
    /// are not counted, tell a human nothing.
    #[must_use]
    pub fn sheet(&self, answers: &Answers, directory: &Directory) -> Sheet {
        Sheet {
            rows: self
                .counting(answers)
                .filter(|(step, _)| step.section.is_some())
                .map(|(step, answer)| SheetRow { step: step.id.clone(), answer: answer.clone() })
                .collect(),
            matches: directory.matches(&self.criteria(answers)),
        }
    }

    /// Every need and situation that some option stands for: what an offer must have one of to be found.
    #[must_use]
    pub fn meanings(&self) -> (BTreeSet<Need>, BTreeSet<Situation>) {
        let options = self.steps.iter().flat_map(|step| &step.options);
        let mut meanings = (BTreeSet::new(), BTreeSet::new());
        for option in options {
            meanings.0.extend(&option.means.needs);
            meanings.1.extend(&option.means.situations);
        }
        meanings
    }
}
