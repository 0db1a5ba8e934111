//! The options of a question, and all the words by which each is known.

use crate::dialogue::words::normal::words;
use crate::model::OptionId;

/// An option of the question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id, as a tap sends it.
    pub id: OptionId,
    /// What is written on it.
    pub label: String,
    /// Further words by which it is known.
    pub words: Vec<String>,
}

/// The options of a question, made ready to read answers to it. That takes a while and is done once: a question is
/// asked of many.
#[derive(Debug)]
pub struct Options {
    pub(super) candidates: Vec<Candidate>,
    pub(super) phrases: Vec<Phrase>,
}

/// No options at all: no answer names one.
pub static NO_OPTIONS: Options = Options { candidates: Vec::new(), phrases: Vec::new() };

/// How an option came to be known by some words; the earlier, the surer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name {
    Id,
    Label,
    Word,
    PartOfLabel,
}

/// Words by which an option is known.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) words: Vec<String>,
    pub(super) name: Name,
    pub(super) option: usize,
}

impl Options {
    /// These options, in the order in which they are shown.
    #[must_use]
    pub fn new(candidates: Vec<Candidate>) -> Self {
        let mut phrases = Vec::new();
        for (option, candidate) in candidates.iter().enumerate() {
            let mut known = |text: &str, name: Name| {
                let words = words(text);
                if !words.is_empty() {
                    phrases.push(Phrase { words, name, option });
                }
            };
            known(candidate.id.as_str(), Name::Id);
            known(&candidate.label, Name::Label);
            // In a numbered list the label is shown, and sometimes copied, with its number.
            known(&format!("{} {}", option + 1, candidate.label), Name::Label);
            candidate.words.iter().for_each(|word| known(word, Name::Word));
            candidate.label.split([',', '(', ')']).for_each(|part| known(part, Name::PartOfLabel));
        }
        Self { candidates, phrases }
    }

    /// The option whose id this is: a tap sends it.
    pub(super) fn tapped(&self, text: &str) -> Option<usize> {
        self.candidates.iter().position(|candidate| candidate.id.as_str() == text.trim())
    }
}
