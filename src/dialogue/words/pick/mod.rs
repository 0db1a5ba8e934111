//! Which options of a question an answer means.
//!
//! From the surest reading to the least sure: a tapped id; the whole message is an id, a label or a word of an
//! option; yes or no; numbers; options named inside a longer sentence; a part of a label; a slip of the finger.
//! The first reading that finds something decides, and it decides nothing if it finds two things where one is asked.
//!
//! What is never read as an answer: a part of a sentence with a negation in it, a sentence with a question mark,
//! a yes with a doubt ("ja, aber …"), function words in mid-sentence ("ich", "ob"), a number that is not on the list.
//! A list with one number out of range is refused as a whole: nobody's answer is half kept.
//!
//! Accepted: "Drohung und Angst, kann nicht schlafen" keeps both, but "Angst und kann nicht schlafen" is asked again,
//! because "und" joins what is negated ("keine Drohung und Beleidigung").

mod loose;
mod options;
mod reader;
mod sentence;

use std::collections::BTreeSet;

pub use self::options::{Candidate, NO_OPTIONS, Options};
use self::reader::Reader;
use super::Lexicon;
use crate::model::OptionId;

/// What an answer was understood to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    /// This option.
    One(OptionId),
    /// These options, in the order of the question; only where several may be chosen.
    Many {
        /// The options. Empty if nothing but "fertig" was said.
        chosen: Vec<OptionId>,
        /// Whether it was said that no more will follow.
        done: bool,
    },
    /// One of these, perhaps.
    Unclear(Vec<OptionId>),
    /// Nothing that could be understood.
    Nothing,
}

/// Reads an answer to a question with these options, of which one or `several` may be chosen.
#[must_use]
pub fn pick(lexicon: &Lexicon, options: &Options, text: &str, several: bool) -> Picked {
    let found = match options.tapped(text) {
        Some(tapped) => Reading { options: BTreeSet::from([tapped]), ..Reading::default() },
        None => Reader { lexicon, options }.read(text, several),
    };
    let mut ids: Vec<OptionId> = found
        .options
        .iter()
        .filter_map(|at| options.candidates.get(*at))
        .map(|candidate| candidate.id.clone())
        .collect();
    match (ids.len(), several) {
        (0, true) if found.done && !found.garbled => Picked::Many { chosen: ids, done: true },
        (0, _) => Picked::Nothing,
        (_, _) if found.unsure => Picked::Unclear(ids),
        (_, true) => Picked::Many { chosen: ids, done: found.done },
        (1, false) => Picked::One(ids.remove(0)),
        (_, false) => Picked::Unclear(ids),
    }
}

/// The one option that the whole message names, beyond doubt: by its id, its label, one of its words or its number.
///
/// For messages that might as well be a command: what names an option outright is an answer, before anything else.
#[must_use]
pub fn outright(lexicon: &Lexicon, options: &Options, text: &str) -> Option<OptionId> {
    let option = options.tapped(text).or_else(|| Reader { lexicon, options }.outright(text))?;
    options.candidates.get(option).map(|candidate| candidate.id.clone())
}

/// What was found in an answer; options are named by their place in the question.
#[derive(Default)]
struct Reading {
    options: BTreeSet<usize>,
    /// The options are possible meanings of the same words, not several answers.
    unsure: bool,
    done: bool,
    /// Besides "fertig" there was something that was not understood.
    garbled: bool,
}
