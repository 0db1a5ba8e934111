//! The words that mean the same at every step: commands, danger, yes and no, "fertig".

mod command;
mod load;

use std::collections::{HashMap, HashSet};

pub use self::command::Command;
use self::command::Verb;
use self::load::Grammar;
use super::normal::{cut, key, normalise, plain, split, symbols, words};
use super::pattern::Patterns;

/// How much of a message is searched for danger: twice the longest account the intake takes.
const MOST_CHARS_FOR_DANGER: usize = 16_000;
/// How many words may follow "angebote" in a message that is still a command.
const MOST_SEARCH_WORDS: usize = 6;

/// What kind of danger speaks from a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// Somebody may be in danger now.
    Acute,
    /// Words of suicide or despair.
    Crisis,
    /// Both. Help against the danger from outside comes first.
    Both,
}

impl Danger {
    /// Whether words of suicide or despair are among it.
    #[must_use]
    pub const fn is_crisis(self) -> bool {
        match self {
            Self::Acute => false,
            Self::Crisis | Self::Both => true,
        }
    }
}

/// The words of `content/words.toml`, ready to be recognised.
pub struct Lexicon {
    polite: HashSet<String>,
    help_symbols: HashSet<String>,
    yes_no_symbols: HashMap<String, bool>,
    commands: Patterns<Verb>,
    yes_no: Patterns<bool>,
    done: Patterns<()>,
    show: Patterns<()>,
    greeting: Patterns<()>,
    ordinary: Patterns<()>,
    danger: Patterns<Danger>,
    pub(super) grammar: Grammar,
}

impl Lexicon {
    /// The command, if the whole message is one; a leading "/" is tolerated, the "!" of the desk is not.
    #[must_use]
    pub fn command(&self, text: &str) -> Option<Command> {
        let text = text.trim_start();
        if text.starts_with('/') {
            return self.slash(text);
        }
        let mut marks = text.chars();
        if marks.next() == Some('!') && marks.next().is_some_and(char::is_alphanumeric) {
            return None;
        }
        self.bare(text)
    }

    /// Whether a part of the message, as punctuation or a joining word separates it, would ask for a human if it were
    /// the whole. A single word would not: "Mensch, er steht vor der Tür!" is an outcry.
    #[must_use]
    pub fn human_within(&self, text: &str) -> bool {
        let asks = |part: &[&str]| part.len() > 1 && self.command(&part.join(" ")) == Some(Command::Human);
        text.split(|letter: char| letter.is_ascii_punctuation() || "…–—\n".contains(letter)).any(|sentence| {
            let said: Vec<&str> = sentence.split_whitespace().collect();
            asks(&said) || said.split(|word| self.grammar.connecting.contains(&key(word))).any(asks)
        })
    }

    fn bare(&self, text: &str) -> Option<Command> {
        let plain = normalise(text);
        if plain.is_empty() {
            return self.help_symbols.contains(&symbols(text)).then_some(Command::Help);
        }
        let said = split(&cut(&plain));
        if let Some(verb) = self.whole(&self.commands, &said) {
            return Some(verb.command(""));
        }
        match self.commands.leading(&said) {
            Some((Verb::Offers, end)) if said.len() - end <= MOST_SEARCH_WORDS => {
                Some(Verb::Offers.command(&split(&plain).get(end..).unwrap_or_default().join(" ")))
            }
            Some(_) | None => None,
        }
    }

    /// The command, if the message begins with "/"; what follows the command word is not looked at, except for
    /// offers. For these, a step's own options do not count.
    #[must_use]
    pub fn slash(&self, text: &str) -> Option<Command> {
        let line = text.trim().strip_prefix('/')?;
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        // Telegram adds the bot's name in groups: /hilfe@name.
        let word = word.split_once('@').map_or(word, |(word, _)| word);
        self.bare(&format!("{word} {rest}")).or_else(|| self.bare(word))
    }

    /// Danger that speaks from any part of the message, its first 16,000 characters.
    #[must_use]
    pub fn danger(&self, text: &str) -> Option<Danger> {
        let mut said = split(&cut(&plain(text, MOST_CHARS_FOR_DANGER)));
        self.ordinary.blank(&mut said);
        self.danger.anywhere(&said).fold(None, |known, found| match (known, found) {
            (None, found) => Some(found),
            (Some(known), found) if known == found => Some(known),
            (Some(_), _) => Some(Danger::Both),
        })
    }

    /// Yes or no, if the whole message says just that.
    #[must_use]
    pub fn yes_no(&self, text: &str) -> Option<bool> {
        let said = words(text);
        if said.is_empty() {
            return self.yes_no_symbols.get(&symbols(text)).copied();
        }
        self.is_yes_no(&said)
    }

    pub(super) fn is_yes_no(&self, said: &[String]) -> Option<bool> {
        self.whole(&self.yes_no, said)
    }

    /// Whether the whole message says that nothing more follows.
    #[must_use]
    pub fn done(&self, text: &str) -> bool {
        self.is_done(&words(text))
    }

    pub(super) fn is_done(&self, said: &[String]) -> bool {
        self.whole(&self.done, said).is_some()
    }

    /// Whether the whole message asks to see first what would be handed over.
    #[must_use]
    pub fn show(&self, text: &str) -> bool {
        self.whole(&self.show, &words(text)).is_some()
    }

    /// Whether the whole message is a greeting.
    #[must_use]
    pub fn greeting(&self, text: &str) -> bool {
        self.whole(&self.greeting, &words(text)).is_some()
    }

    /// The meaning of the whole message, with or without its words of politeness.
    fn whole<T: Copy>(&self, patterns: &Patterns<T>, said: &[String]) -> Option<T> {
        patterns.whole(said).or_else(|| {
            let essential = self.essential(said);
            (essential.len() < said.len()).then(|| patterns.whole(&essential)).flatten()
        })
    }

    /// The words without those of politeness, unless nothing else was said.
    pub(super) fn essential(&self, said: &[String]) -> Vec<String> {
        let kept: Vec<String> = said.iter().filter(|word| !self.polite.contains(*word)).cloned().collect();
        if kept.is_empty() { said.to_vec() } else { kept }
    }
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lexicon")
    }
}
