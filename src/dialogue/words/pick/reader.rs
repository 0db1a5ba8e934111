//! Reading what is said outright: ids, labels, words, yes and no, numbers.

use std::collections::BTreeSet;

use super::{Options, Reading};
use crate::dialogue::words::Lexicon;
use crate::dialogue::words::normal::{MOST_CHARS, symbols, words};

/// The typed words, and for each the number of the part of the sentence in which it stands.
pub(super) struct Typed {
    pub(super) words: Vec<String>,
    pub(super) parts: Vec<usize>,
}

/// A question, and the words by which any message is understood.
pub(super) struct Reader<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) options: &'a Options,
}

impl Reader<'_> {
    pub(super) fn outright(&self, text: &str) -> Option<usize> {
        let said = words(text);
        let whole = self.whole(&said);
        let options = if whole.options.is_empty() {
            self.numbers(text, &said, false).unwrap_or_default().options
        } else {
            whole.options
        };
        options.first().copied().filter(|_| options.len() == 1)
    }

    pub(super) fn read(&self, text: &str, several: bool) -> Reading {
        let mut typed = self.typed(text);
        if typed.words.is_empty() {
            return self.yes_no(self.lexicon.yes_no(text).filter(|_| !symbols(text).is_empty()));
        }
        let whole = self.whole(&typed.words);
        if !whole.options.is_empty() {
            return whole;
        }
        let done = several && self.strip_done(&mut typed);
        if typed.words.is_empty() {
            return Reading { done, ..Reading::default() };
        }
        let found = self.rest(text, &typed, several);
        Reading { done, garbled: found.options.is_empty(), ..found }
    }

    fn rest(&self, text: &str, typed: &Typed, several: bool) -> Reading {
        let whole = self.whole(&typed.words);
        if !whole.options.is_empty() {
            return whole;
        }
        if let Some(numbers) = self.numbers(text, &typed.words, several) {
            return numbers;
        }
        if text.contains('?') {
            return self.slipped_whole(&typed.words);
        }
        let named = self.named(typed, several);
        if !named.options.is_empty() {
            return named;
        }
        let slipped = self.slipped(&typed.words);
        if slipped.options.is_empty() { self.partial(&typed.words) } else { slipped }
    }

    /// The typed words; parts of the sentence end at punctuation and where the sentence turns.
    fn typed(&self, text: &str) -> Typed {
        let head: String = text.chars().take(MOST_CHARS).collect();
        let mut typed = Typed { words: Vec::new(), parts: Vec::new() };
        let mut part = 0;
        for piece in head.split(['.', ',', ';', ':', '!', '?', '\n', '(', ')', '–', '—', '/']) {
            part += 1;
            for word in words(piece) {
                part += usize::from(self.lexicon.grammar.turning.contains(&word));
                typed.words.push(word);
                typed.parts.push(part);
            }
        }
        typed
    }

    /// Takes "fertig" off the end; whether it stood there.
    fn strip_done(&self, typed: &mut Typed) -> bool {
        const LONGEST: usize = 5;
        let count = typed.words.len();
        let from = (count.saturating_sub(LONGEST)..count)
            .find(|from| typed.words.get(*from..).is_some_and(|end| self.says_only_done(end)));
        let Some(from) = from else { return false };
        typed.words.truncate(from);
        while typed.words.last().is_some_and(|word| self.lexicon.grammar.connecting.contains(word)) {
            typed.words.pop();
        }
        typed.parts.truncate(typed.words.len());
        true
    }

    /// "recht" is an answer, and no slip in "reicht".
    fn says_only_done(&self, said: &[String]) -> bool {
        self.lexicon.is_done(said) && self.known_as(said).is_empty()
    }

    /// The options that the whole message names.
    fn whole(&self, said: &[String]) -> Reading {
        let mut options = self.known_as(said);
        if options.is_empty() {
            options = self.known_as(&self.lexicon.essential(said));
        }
        if options.is_empty() {
            return self.yes_no(self.lexicon.is_yes_no(said));
        }
        Reading { unsure: options.len() > 1, options, ..Reading::default() }
    }

    pub(super) fn known_as(&self, said: &[String]) -> BTreeSet<usize> {
        let fitting = || self.options.phrases.iter().filter(|phrase| phrase.words == said);
        let surest = fitting().map(|phrase| phrase.name).min();
        fitting().filter(|phrase| Some(phrase.name) == surest).map(|phrase| phrase.option).collect()
    }

    /// The options that stand for yes or no: those known by the first word of the list.
    pub(super) fn yes_no(&self, said: Option<bool>) -> Reading {
        let grammar = &self.lexicon.grammar;
        let options = said
            .map(|yes| self.known_as(&words(if yes { &grammar.yes } else { &grammar.no })))
            .unwrap_or_default();
        Reading { unsure: options.len() > 1, options, ..Reading::default() }
    }

    /// The options with these numbers, if the message is nothing but numbers. No options: one is out of range.
    fn numbers(&self, text: &str, said: &[String], several: bool) -> Option<Reading> {
        let grammar = &self.lexicon.grammar;
        let number = |word: &String| {
            let digits = word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
            if digits { word.parse::<usize>().ok() } else { grammar.numbers.get(word).copied() }
        };
        let mut options = BTreeSet::new();
        let mut previous: Option<usize> = None;
        let mut to = false;
        let hyphen = said.len() == 2 && is_range(text);
        let mut unreal = false;
        for word in said {
            if let Some(number) = number(word) {
                let from = previous.filter(|_| to || (hyphen && options.len() == 1)).unwrap_or(number);
                unreal |= number == 0 || number > self.options.candidates.len() || from > number;
                options.extend(
                    (from..=number.min(self.options.candidates.len())).filter_map(|n| n.checked_sub(1)),
                );
                previous = Some(number);
                to = false;
            } else if previous.is_some() && grammar.range.contains(word) {
                to = true;
            } else if !grammar.connecting.contains(word) && !grammar.before_number.contains(word) {
                return None;
            }
        }
        previous?;
        if unreal || to {
            options.clear();
        }
        Some(Reading { unsure: !several && options.len() > 1, options, ..Reading::default() })
    }
}

/// Whether two numbers are joined by a hyphen, which is lost among the words: "2-4".
fn is_range(text: &str) -> bool {
    const HYPHENS: [char; 2] = ['-', '–'];
    text.split_once(HYPHENS).is_some_and(|(before, after)| {
        before.trim_end().ends_with(|c: char| c.is_ascii_digit())
            && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}
