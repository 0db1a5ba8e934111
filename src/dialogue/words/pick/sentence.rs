//! Reading options that are named inside a longer sentence.

use std::collections::BTreeSet;

use super::Reading;
use super::options::Phrase;
use super::reader::{Reader, Typed};

/// Where an option was named: the words from `start` on, `len` of them.
struct Hit {
    start: usize,
    len: usize,
    options: BTreeSet<usize>,
}

impl Reader<'_> {
    /// The options that are named inside a longer sentence.
    pub(super) fn named(&self, typed: &Typed, several: bool) -> Reading {
        let mut hits: Vec<Hit> =
            (0..typed.words.len()).filter_map(|start| self.hit(typed, start, several)).collect();
        hits.extend(self.leading_yes_no(typed));
        let inside = |inner: &Hit, outer: &Hit| {
            inner.len < outer.len
                && outer.start <= inner.start
                && inner.start + inner.len <= outer.start + outer.len
        };
        let standing: Vec<&Hit> =
            hits.iter().filter(|hit| !hits.iter().any(|outer| inside(hit, outer))).collect();
        let negated = self.negated_parts(typed, &standing);
        let counted = || {
            standing.iter().filter(|hit| {
                !typed.parts.iter().skip(hit.start).take(hit.len).any(|part| negated.contains(part))
            })
        };
        let options: BTreeSet<usize> = counted().flat_map(|hit| hit.options.iter().copied()).collect();
        let unsure = counted().any(|hit| hit.options.len() > 1) || (!several && options.len() > 1);
        Reading { options, unsure, ..Reading::default() }
    }

    /// The longest phrase that begins at this word.
    fn hit(&self, typed: &Typed, start: usize, several: bool) -> Option<Hit> {
        let rest = typed.words.get(start..)?;
        let counts = |phrase: &Phrase| {
            self.telling(phrase) || (several && self.stands_alone(typed, start, start + phrase.words.len()))
        };
        let fitting =
            self.options.phrases.iter().filter(|phrase| rest.starts_with(&phrase.words) && counts(phrase));
        let len = fitting.map(|phrase| phrase.words.len()).max()?;
        let options = self.known_as(rest.get(..len)?);
        Some(Hit { start, len, options })
    }

    /// Whether a phrase says enough to be an answer in mid-sentence.
    fn telling(&self, phrase: &Phrase) -> bool {
        const SHORTEST: usize = 3;
        phrase.words.iter().any(|word| word.len() >= SHORTEST && !self.is_function_word(word))
            && self.lexicon.is_yes_no(&phrase.words).is_none()
    }

    /// Whether these words are an item of a list: "recht" in "recht, presse und geld".
    fn stands_alone(&self, typed: &Typed, start: usize, end: usize) -> bool {
        let part = |at: usize| typed.parts.get(at);
        let connects = |at: usize| {
            typed.words.get(at).is_some_and(|word| self.lexicon.grammar.connecting.contains(word))
        };
        let opens = |at: usize| part(at) != part(start) || connects(at);
        start.checked_sub(1).is_none_or(opens) && opens(end)
    }

    pub(super) fn is_function_word(&self, word: &String) -> bool {
        self.lexicon.grammar.function_words.contains(word)
    }

    /// A yes or no with which the message begins, unless doubts follow.
    fn leading_yes_no(&self, typed: &Typed) -> Option<Hit> {
        let first_part = typed.parts.first()?;
        let len = typed.parts.iter().take_while(|part| *part == first_part).count();
        if typed.words.iter().any(|word| self.lexicon.grammar.doubt.contains(word)) {
            return None;
        }
        let (said, len) = [len, 1].into_iter().find_map(|len| {
            let said = self.lexicon.is_yes_no(typed.words.get(..len)?)?;
            Some((said, len))
        })?;
        let options = self.yes_no(Some(said)).options;
        (!options.is_empty()).then_some(Hit { start: 0, len, options })
    }

    /// The parts of the sentence that say something is not so, outside the phrases that were recognised.
    fn negated_parts(&self, typed: &Typed, hits: &[&Hit]) -> BTreeSet<usize> {
        let grammar = &self.lexicon.grammar;
        let in_hit = |at: usize| hits.iter().any(|hit| hit.start <= at && at < hit.start + hit.len);
        let spared =
            |at: usize| typed.words.get(at + 1).is_some_and(|next| grammar.no_negation_before.contains(next));
        let words = typed.words.iter().zip(&typed.parts).enumerate();
        words
            .filter(|(at, (word, _))| grammar.negation.contains(*word) && !in_hit(*at) && !spared(*at))
            .map(|(_, (_, part))| *part)
            .collect()
    }
}
