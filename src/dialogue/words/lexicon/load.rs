//! Reading `content/words.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;

use super::command::Verb;
use super::{Danger, Lexicon};
use crate::dialogue::words::normal::{key, symbols};
use crate::dialogue::words::pattern::Patterns;
use crate::model::{Fault, read_toml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    polite: Vec<String>,
    never_slips: Vec<String>,
    symbols: Symbols,
    command: BTreeMap<Verb, Vec<String>>,
    answer: AnswerFile,
    danger: DangerFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Symbols {
    help: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerFile {
    yes: Vec<String>,
    no: Vec<String>,
    done: Vec<String>,
    show: Vec<String>,
    greeting: Vec<String>,
    numbers: Vec<Vec<String>>,
    before_number: Vec<String>,
    connecting: Vec<String>,
    range: Vec<String>,
    negation: Vec<String>,
    no_negation_before: Vec<String>,
    turning: Vec<String>,
    doubt: Vec<String>,
    function_words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DangerFile {
    ordinary: Vec<String>,
    acute: Vec<String>,
    crisis: Vec<String>,
}

/// Small words that steer how an answer is read; see the comments in the file.
pub(in crate::dialogue::words) struct Grammar {
    /// The word by which an option for yes is known, and the one for no.
    pub(in crate::dialogue::words) yes: String,
    pub(in crate::dialogue::words) no: String,
    pub(in crate::dialogue::words) numbers: HashMap<String, usize>,
    pub(in crate::dialogue::words) before_number: HashSet<String>,
    pub(in crate::dialogue::words) connecting: HashSet<String>,
    pub(in crate::dialogue::words) range: HashSet<String>,
    pub(in crate::dialogue::words) negation: HashSet<String>,
    pub(in crate::dialogue::words) no_negation_before: HashSet<String>,
    pub(in crate::dialogue::words) turning: HashSet<String>,
    pub(in crate::dialogue::words) doubt: HashSet<String>,
    pub(in crate::dialogue::words) function_words: HashSet<String>,
}

impl Lexicon {
    /// Reads `content/words.toml`.
    ///
    /// # Errors
    ///
    /// All faults: the file cannot be read (`not-toml`), a pattern is not one (`pattern-…`, naming it), a list is
    /// empty (`words-empty`), a pattern stands twice where only one can count (`words-twice`).
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let content: File = read_toml(file, text)?;
        let mut loader = Loader { file, never_slips: &content.never_slips, faults: Vec::new() };
        let lexicon = loader.lexicon(&content);
        if loader.faults.is_empty() { Ok(lexicon) } else { Err(loader.faults) }
    }
}

struct Loader<'a> {
    file: &'a str,
    never_slips: &'a [String],
    faults: Vec<Fault>,
}

impl Loader<'_> {
    fn lexicon(&mut self, content: &File) -> Lexicon {
        let commands: Vec<_> =
            content.command.iter().flat_map(|(verb, list)| list.iter().map(|word| (word, *verb))).collect();
        let answer = &content.answer;
        let yes_no = Self::meaning(&answer.yes, true).chain(Self::meaning(&answer.no, false)).collect();
        let dangers = Self::meaning(&content.danger.acute, Danger::Acute)
            .chain(Self::meaning(&content.danger.crisis, Danger::Crisis))
            .collect();
        let yes_no_symbols = Self::meaning(&content.symbols.yes, true)
            .chain(Self::meaning(&content.symbols.no, false))
            .map(|(symbol, meaning)| (symbols(symbol), meaning))
            .collect();
        let danger = self.patterns("danger", dangers, false);
        Lexicon {
            polite: Self::set(&content.polite),
            help_symbols: content.symbols.help.iter().map(|symbol| symbols(symbol)).collect(),
            yes_no_symbols,
            commands: self.patterns("command", commands, true),
            yes_no: self.patterns("answer", yes_no, true),
            done: self.patterns("done", Self::meaning(&answer.done, ()).collect(), true),
            show: self.patterns("show", Self::meaning(&answer.show, ()).collect(), true),
            greeting: self.patterns("greeting", Self::meaning(&answer.greeting, ()).collect(), true),
            ordinary: self.patterns("ordinary", Self::meaning(&content.danger.ordinary, ()).collect(), false),
            danger,
            grammar: self.grammar(answer),
        }
    }

    fn grammar(&mut self, answer: &AnswerFile) -> Grammar {
        let mut numbers = HashMap::new();
        for (number, spellings) in (1..).zip(&answer.numbers) {
            for word in spellings {
                if numbers.insert(key(word), number).is_some() {
                    self.faults.push(Fault::new(self.file, "numbers", "words-twice").naming("words", word));
                }
            }
        }
        Grammar {
            yes: answer.yes.first().cloned().unwrap_or_default(),
            no: answer.no.first().cloned().unwrap_or_default(),
            numbers,
            before_number: Self::set(&answer.before_number),
            connecting: Self::set(&answer.connecting),
            range: Self::set(&answer.range),
            negation: Self::set(&answer.negation),
            no_negation_before: Self::set(&answer.no_negation_before),
            turning: Self::set(&answer.turning),
            doubt: Self::set(&answer.doubt),
            function_words: Self::set(&answer.function_words),
        }
    }

    fn meaning<T: Copy>(list: &[String], meaning: T) -> impl Iterator<Item = (&String, T)> {
        list.iter().map(move |word| (word, meaning))
    }

    fn set(list: &[String]) -> HashSet<String> {
        list.iter().map(|word| key(word)).collect()
    }

    fn patterns<T: Copy>(&mut self, place: &str, list: Vec<(&String, T)>, anchored: bool) -> Patterns<T> {
        let mut patterns = Patterns::new(self.never_slips);
        let mut seen = HashSet::new();
        if list.is_empty() {
            self.faults.push(Fault::new(self.file, place, "words-empty"));
        }
        for (written, meaning) in list {
            if !seen.insert(written.to_lowercase()) {
                self.faults.push(Fault::new(self.file, place, "words-twice").naming("words", written));
            }
            if let Err(wrong) = patterns.add(written, meaning, anchored) {
                self.faults.push(Fault::new(self.file, place, wrong).naming("words", written));
            }
        }
        patterns
    }
}
