//! A tiny language in which editors write down what people say.
//!
//! A pattern is a row of words. `a|b` stands for either word, `[a|b]` for a word that may be missing, `*` for up to
//! three words of any kind; `suizid-` is any word that begins so and `-tür` any word that ends so. Case, umlauts and
//! punctuation do not matter; in words of six letters or more one slip of the finger is forgiven, in words of five two swapped letters. That is all: no
//! nesting, no groups, so that a pattern can be read aloud and its cost is bounded.

use std::collections::{HashMap, HashSet};

use super::normal::{is_slip, is_swap, words};

/// How many words a `*` may skip.
const WIDEST_GAP: usize = 3;
/// How many `*` and `[…]` a pattern may have. They multiply; more is a sign of two patterns in one.
const MOST_OPEN_PARTS: usize = 6;
/// From this length on a word is recognised with a slip in it; words one shorter only with two letters swapped,
/// because too many of them are one letter apart ("leben", "geben").
const FORGIVING_FROM: usize = 6;

/// What is wrong with a pattern, as the key of a fault.
pub(super) type Wrong = &'static str;

/// The words of all patterns; patterns name them by number, so that each is compared once for each typed word.
#[derive(Default)]
struct Pieces {
    numbers: HashMap<String, usize>,
    /// Whole words by their length in bytes: a slip makes a word at most one letter longer or shorter.
    wholes: HashMap<usize, Vec<(String, usize)>>,
    starts: Vec<(String, usize)>,
    ends: Vec<(String, usize)>,
}

/// One place of a pattern; the numbers are those of the pieces that fit there.
enum Part {
    Word(Vec<usize>),
    Maybe(Vec<usize>),
    Gap,
}

struct Rule<T> {
    parts: Vec<Part>,
    meaning: T,
}

/// Patterns, each with its meaning.
pub(super) struct Patterns<T> {
    pieces: Pieces,
    rules: Vec<Rule<T>>,
    never_slips: HashSet<String>,
}

/// For each typed word the pieces it fits.
type Fits = Vec<Vec<usize>>;

impl<T: Copy> Patterns<T> {
    /// No patterns yet. The words listed are words of their own, never a slip of a word in a pattern.
    pub(super) fn new(never_slips: &[String]) -> Self {
        Self {
            pieces: Pieces::default(),
            rules: Vec::new(),
            never_slips: never_slips.iter().flat_map(|word| words(word)).collect(),
        }
    }

    /// Adds a pattern. A pattern that is looked for anywhere in a text must begin and end with a word.
    pub(super) fn add(&mut self, written: &str, meaning: T, anchored: bool) -> Result<(), Wrong> {
        let mut parts = Vec::new();
        for part in written.split_whitespace() {
            parts.push(self.part(part)?);
        }
        let is_word = |part: Option<&Part>| matches!(part, Some(Part::Word(_)));
        if !parts.iter().any(|part| matches!(part, Part::Word(_))) {
            return Err("pattern-empty");
        }
        let between_words = is_word(parts.first()) && is_word(parts.last());
        if !anchored && !between_words {
            return Err("pattern-open-end");
        }
        if parts.iter().filter(|part| !is_word(Some(part))).count() > MOST_OPEN_PARTS {
            return Err("pattern-too-open");
        }
        self.rules.push(Rule { parts, meaning });
        Ok(())
    }

    fn part(&mut self, written: &str) -> Result<Part, Wrong> {
        if written == "*" {
            return Ok(Part::Gap);
        }
        let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let alternatives = inner.unwrap_or(written);
        if alternatives.contains(['[', ']', '(', ')', '*']) {
            return Err("pattern-brackets");
        }
        let numbers = alternatives
            .split('|')
            .map(|word| self.pieces.number(word))
            .collect::<Result<Vec<usize>, Wrong>>()?;
        Ok(if inner.is_some() { Part::Maybe(numbers) } else { Part::Word(numbers) })
    }

    /// The meanings of all patterns that occur somewhere in these words; slips are forgiven.
    pub(super) fn anywhere(&self, typed: &[String]) -> impl Iterator<Item = T> {
        let fits = self.fits(typed, true);
        self.rules
            .iter()
            .filter(move |rule| (0..fits.len()).any(|at| end(&rule.parts, &fits, at).is_some()))
            .map(|rule| rule.meaning)
    }

    /// Empties every word that belongs to one of the patterns, spelled as they are.
    pub(super) fn blank(&self, typed: &mut [String]) {
        let fits = self.fits(typed, false);
        for at in 0..fits.len() {
            for end in self.rules.iter().filter_map(|rule| end(&rule.parts, &fits, at)) {
                typed.iter_mut().take(end).skip(at).for_each(String::clear);
            }
        }
    }

    /// The meaning of the pattern that these words are from first to last; without slips if possible.
    pub(super) fn whole(&self, typed: &[String]) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        [false, true].into_iter().find_map(|forgiving| {
            let fits = self.fits(typed, forgiving);
            // Every pattern has a word in it.
            if fits.iter().all(Vec::is_empty) {
                return None;
            }
            let rule = self.rules.iter().find(|rule| end(&rule.parts, &fits, 0) == Some(fits.len()))?;
            Some(rule.meaning)
        })
    }

    /// The longest beginning of these words that is one of the patterns: its meaning and where it ends.
    pub(super) fn leading(&self, typed: &[String]) -> Option<(T, usize)> {
        let fits = self.fits(typed, true);
        let found = self.rules.iter().filter_map(|rule| Some((rule.meaning, end(&rule.parts, &fits, 0)?)));
        found.filter(|(_, end)| *end > 0).max_by_key(|(_, end)| *end)
    }

    fn fits(&self, typed: &[String], forgiving: bool) -> Fits {
        let mut known: HashMap<&str, Vec<usize>> = HashMap::new();
        typed
            .iter()
            .map(|word| known.entry(word).or_insert_with(|| self.fitting(word, forgiving)).clone())
            .collect()
    }

    fn fitting(&self, word: &str, forgiving: bool) -> Vec<usize> {
        // A word that some pattern spells like this is that word, and no slip of another.
        let may_slip =
            forgiving && !self.pieces.numbers.contains_key(word) && !self.never_slips.contains(word);
        self.pieces.fitting(word, may_slip)
    }
}

impl Pieces {
    /// The number of a word as it stands in a pattern; a new one if it was not there before.
    fn number(&mut self, written: &str) -> Result<usize, Wrong> {
        let spelled = words(written);
        let [word] = spelled.as_slice() else { return Err("pattern-word") };
        let next = self.numbers.len();
        let (name, kind) = if written.ends_with('-') {
            (format!("{word}-"), &mut self.starts)
        } else if written.starts_with('-') {
            (format!("-{word}"), &mut self.ends)
        } else {
            (word.clone(), self.wholes.entry(word.len()).or_default())
        };
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            kind.push((word.clone(), number));
        }
        Ok(number)
    }

    /// The numbers of all that this word is, or may be with a slip of the finger.
    fn fitting(&self, word: &str, may_slip: bool) -> Vec<usize> {
        let whole = self.numbers.get(word).copied();
        let slips = (word.len().saturating_sub(1)..=word.len() + 1)
            .filter(|_| may_slip)
            .filter_map(|length| self.wholes.get(&length))
            .flatten()
            .filter(|(meant, _)| is_forgiven(word, meant));
        let starts = self.starts.iter().filter(|(start, _)| word.starts_with(start.as_str()));
        let ends = self.ends.iter().filter(|(end, _)| word.ends_with(end.as_str()));
        whole.into_iter().chain(slips.chain(starts).chain(ends).map(|(_, number)| *number)).collect()
    }
}

fn is_forgiven(typed: &str, meant: &str) -> bool {
    match meant.len() {
        FORGIVING_FROM.. => is_slip(typed, meant, 1),
        length if length + 1 == FORGIVING_FROM => is_swap(typed, meant),
        _ => false,
    }
}

/// Where a match of these parts that begins at `at` ends at the latest; `None` if there is none.
fn end(parts: &[Part], fits: &Fits, at: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else { return Some(at) };
    let here = |numbers: &[usize]| {
        fits.get(at).is_some_and(|fitting| numbers.iter().any(|number| fitting.contains(number)))
    };
    match part {
        Part::Word(numbers) => here(numbers).then(|| end(rest, fits, at + 1)).flatten(),
        Part::Maybe(numbers) => {
            let taken = here(numbers).then(|| end(rest, fits, at + 1)).flatten();
            taken.max(end(rest, fits, at))
        }
        Part::Gap => (0..=WIDEST_GAP)
            .filter(|skipped| at + skipped <= fits.len())
            .filter_map(|skipped| end(rest, fits, at + skipped))
            .max(),
    }
}
