//! What every conversation reads and none changes.

use std::collections::BTreeMap;

use super::intake::{Intake, Kind, Step};
use super::words::{Candidate, Lexicon, NO_OPTIONS, Options, Places};
use crate::directory::Directory;
use crate::model::{Land, OptionId, StepId};

/// What options, steps and Länder are called in the texts: an answer may be a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The label of each option.
    pub options: BTreeMap<(StepId, OptionId), String>,
    /// What each step is called on the sheet.
    pub steps: BTreeMap<StepId, String>,
    /// The name of each Land.
    pub laender: BTreeMap<Land, String>,
    /// What is written on the choices below "may the answers go along?": yes, no, show.
    pub share: [String; 3],
    /// What is written on the choices where words or files are not taken yet: go on here, send files here, other ways.
    pub openly: [String; 3],
}

/// Everything the dialogue reads: the same for all conversations.
#[derive(Debug)]
pub struct Scene {
    /// The steps.
    pub intake: Intake,
    /// Words to be understood.
    pub lexicon: Lexicon,
    /// Places to be understood.
    pub places: Places,
    /// What things are called.
    pub labels: Labels,
    /// The help network.
    pub directory: Directory,
    /// What can be picked in each step, beside the Länder.
    options: BTreeMap<StepId, Options>,
    /// What can be picked in a step that asks for a Land, from the first Land on.
    places_to_pick: BTreeMap<StepId, Options>,
}

impl Scene {
    /// Puts together what was read, and makes ready what each answer is compared with.
    #[must_use]
    pub fn new(
        intake: Intake,
        lexicon: Lexicon,
        places: Places,
        labels: Labels,
        directory: Directory,
    ) -> Self {
        let steps = || intake.steps.iter();
        let options = steps().map(|step| (step.id.clone(), Options::new(labels.candidates(step)))).collect();
        let places_to_pick = steps()
            .filter(|step| step.kind == Kind::Place)
            .map(|step| (step.id.clone(), labels.places_to_pick(step, &Land::ALL)))
            .collect();
        Self { intake, lexicon, places, labels, directory, options, places_to_pick }
    }

    /// What can be picked in a step of the intake, beside the Länder.
    pub(super) fn options(&self, step: &Step) -> &Options {
        self.options.get(&step.id).unwrap_or(&NO_OPTIONS)
    }

    /// What can be picked in a step that asks for a Land: all Länder and the step's own options.
    pub(super) fn places_to_pick(&self, step: &Step) -> &Options {
        self.places_to_pick.get(&step.id).unwrap_or(&NO_OPTIONS)
    }
}

impl Labels {
    /// What can be picked in a step, with everything it may be called.
    fn candidates(&self, step: &Step) -> Vec<Candidate> {
        let label = |option: &OptionId| self.options.get(&(step.id.clone(), option.clone())).cloned();
        step.options
            .iter()
            .map(|option| Candidate {
                id: option.id.clone(),
                label: label(&option.id).unwrap_or_default(),
                words: option.words.clone(),
            })
            .collect()
    }

    /// These Länder, and then the options of the step.
    pub(super) fn places_to_pick(&self, step: &Step, laender: &[Land]) -> Options {
        let land = |land: Land| Candidate {
            id: OptionId::from(land.iso()),
            label: self.laender.get(&land).cloned().unwrap_or_default(),
            words: Vec::new(),
        };
        let laender = self.in_order(laender).into_iter().map(land);
        Options::new(laender.chain(self.candidates(step)).collect())
    }

    /// Länder in the order in which they are shown, so that a number means the same on both sides.
    pub(super) fn in_order(&self, laender: &[Land]) -> Vec<Land> {
        let mut laender = laender.to_vec();
        laender.sort_by_key(|land| self.laender.get(land));
        laender
    }
}
