//! Says in German what the layers below only mean: [`Say`] to contacts,
//! [`Notice`] to navigators, [`Fault`] to editors.
//!
//! The sentences stand in `locales/de/*.ftl` (Fluent); this module chooses among them, puts in what they name, and
//! cuts the result into messages that fit a phone's screen. Two rules hold everywhere:
//!
//! * **Rendering never fails.** Whether every sentence exists, and names only what it is given, is checked when the
//!   texts are loaded. Should one be missing all the same, its id is shown in brackets: ugly, and better than silence.
//! * **No number, address or link stands in a sentence.** They come from the directory, through [`Surroundings`].

mod above;
mod bundle;
mod catalog;
mod check;
mod contact;
mod desk;
mod fault;
mod inventory;
mod offers;
mod operator;
mod pages;
mod question;
mod sheet;
mod sign;
mod steps;
mod surroundings;
mod telegram;
#[cfg(test)]
mod tests;
mod voice;
mod when;

pub use above::Above;
pub use operator::Finding;
pub use pages::SCREEN_CHARS;
#[cfg(feature = "telegram")]
pub(crate) use pages::is_longer;
pub use sign::Sign;
pub use surroundings::{Alternatives, Surroundings};

use std::collections::HashSet;

use crate::desk::Notice;
use crate::dialogue::{Intake, Labels, Say};
use crate::directory::{self, Need};
use crate::model::{Fault, Land, Message};
use bundle::Bundle;
use inventory::Inventory;
use voice::Voice;

/// The German texts, as they are built into the program: file name and content.
///
/// Built in, so that a program and its sentences cannot be of different versions.
pub const GERMAN: [(&str, &str); 7] = [
    ("locales/de/intake.ftl", include_str!("../../locales/de/intake.ftl")),
    ("locales/de/contact.ftl", include_str!("../../locales/de/contact.ftl")),
    ("locales/de/telegram.ftl", include_str!("../../locales/de/telegram.ftl")),
    ("locales/de/offers.ftl", include_str!("../../locales/de/offers.ftl")),
    ("locales/de/desk.ftl", include_str!("../../locales/de/desk.ftl")),
    ("locales/de/check.ftl", include_str!("../../locales/de/check.ftl")),
    ("locales/de/faults.ftl", include_str!("../../locales/de/faults.ftl")),
];

/// Every sentence the bot can say, read and checked.
#[derive(Debug)]
pub struct Texts {
    bundle: Bundle,
    inventory: Inventory,
    /// The ids of all texts that name something of [`catalog::COMMON`]: most name nothing of it.
    naming_common: HashSet<String>,
}

/// Texts that must not be used, and what is wrong with them.
#[derive(Debug)]
pub struct Unfit {
    /// All that is wrong. Never empty.
    pub faults: Vec<Fault>,
    /// The texts as they are: good enough to say in German what is wrong.
    pub texts: Box<Texts>,
}

impl Texts {
    /// The texts that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        Self::load(&GERMAN).unwrap_or_else(|unfit| *unfit.texts)
    }

    /// Reads Fluent files (name as an editor knows it, content) and checks that every sentence the program needs is
    /// there, once, and names exactly what it is given. Finds all faults, not only the first.
    ///
    /// Whether the questions of an intake have their texts is for [`Texts::check`].
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Unfit> {
        let (inventory, mut faults) = Inventory::take(files);
        faults.extend(check::program(&inventory));
        let naming_common = inventory
            .iter()
            .filter(|(_, entered)| catalog::COMMON.iter().any(|name| entered.variables.contains(*name)))
            .map(|(id, _)| id.to_owned())
            .collect();
        let texts = Self { bundle: Bundle::new(files), inventory, naming_common };
        if faults.is_empty() {
            return Ok(texts);
        }
        faults.sort();
        Err(Unfit { faults, texts: Box::new(texts) })
    }

    /// What is wrong between these texts and an intake: a step, an option or an advice without its text, and texts
    /// that nothing needs.
    #[must_use]
    pub fn check(&self, intake: &Intake) -> Vec<Fault> {
        let mut faults = check::content(&self.inventory, intake);
        faults.sort();
        faults
    }

    /// What options, steps and Länder are called, so that a typed label is understood.
    #[must_use]
    pub fn labels(&self, intake: &Intake) -> Labels {
        let share = [catalog::CHOICE_SHARE_YES, catalog::CHOICE_SHARE_NO, catalog::CHOICE_SHARE_SHOW];
        let openly = [catalog::CHOICE_HERE, catalog::CHOICE_HERE_FILES, catalog::CHOICE_OTHER_WAYS];
        let mut labels = Labels {
            laender: self.laender().into_iter().collect(),
            share: share.map(|key| self.bundle.text(key.id)),
            openly: openly.map(|key| self.bundle.text(key.id)),
            ..Labels::default()
        };
        for step in intake.steps() {
            labels.steps.insert(step.id.clone(), self.bundle.text(&steps::sheet_text(&step.id)));
            for option in &step.options {
                let label = self.bundle.text(&steps::option_text(&step.id, &option.id));
                labels.options.insert((step.id.clone(), option.id.clone()), label);
            }
        }
        labels
    }

    /// What a channel itself has to put up: the name of a room, a word to somebody with whom no conversation is.
    #[must_use]
    pub fn sign(&self, sign: Sign) -> String {
        sign.render(&self.bundle)
    }

    /// What stands above something that a contact passes on.
    #[must_use]
    pub fn above(&self, above: Above<'_>) -> String {
        above.render(&self.bundle)
    }

    /// The name of a Land.
    #[must_use]
    pub fn land_name(&self, land: Land) -> String {
        self.bundle.text(&catalog::LAND.id(land.iso()))
    }

    /// The name of a kind of help.
    #[must_use]
    pub fn need_name(&self, need: Need) -> String {
        self.bundle.text(&catalog::NEED.id(need.code()))
    }

    /// The sixteen Länder by their names: the order in which they are offered, and numbered.
    #[must_use]
    pub fn laender(&self) -> Vec<(Land, String)> {
        let mut laender: Vec<_> = Land::ALL.into_iter().map(|land| (land, self.land_name(land))).collect();
        laender.sort_by(|a, b| a.1.cmp(&b.1));
        laender
    }

    /// What a contact reads. At least one message; choices and step stand on the last.
    #[must_use]
    pub fn contact(&self, say: &Say, surroundings: &Surroundings<'_>) -> Vec<Message> {
        contact::render(&Voice::new(self, surroundings), say)
    }

    /// What navigators read. At least one message.
    #[must_use]
    pub fn desk(&self, notice: &Notice, surroundings: &Surroundings<'_>) -> Vec<Message> {
        desk::render(&Voice::new(self, surroundings), notice)
    }

    /// A fault in content or texts, as one line for editors. A kind of fault without a sentence of its own is shown
    /// by its key.
    #[must_use]
    pub fn fault(&self, fault: &Fault) -> String {
        fault::render(&self.bundle, &self.inventory, fault)
    }

    /// A fault in the directory, as one line for editors.
    #[must_use]
    pub fn directory_fault(&self, fault: &directory::Fault) -> String {
        self.fault(&fault::of_directory(&self.bundle, fault))
    }

    /// What a check found, as one line.
    #[must_use]
    pub fn finding(&self, finding: &Finding) -> String {
        operator::render(&self.bundle, finding)
    }

    /// What stands before the offers that hold in all Länder, in a table.
    #[must_use]
    pub fn federal(&self) -> String {
        self.bundle.text(catalog::CHECK_FEDERAL.id)
    }

    /// How to play both sides in a terminal.
    #[must_use]
    pub fn hint_for_playing(&self) -> String {
        self.bundle.text(catalog::TRY_HINT.id)
    }

    /// What stands beside what contacts read, in a terminal.
    #[must_use]
    pub fn margin_of_contact(&self) -> String {
        self.bundle.text(catalog::TRY_CONTACT.id)
    }

    /// What stands beside what the desk reads, in a terminal.
    #[must_use]
    pub fn margin_of_desk(&self) -> String {
        self.bundle.text(catalog::TRY_DESK.id)
    }
}
