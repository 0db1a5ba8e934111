//! Which Land a contact means: by its name, a region, a town, an abbreviation.
//!
//! Only the Land is ever kept, so the table needs no more than what leads to it. It is not the register of all
//! 10,773 municipalities: a village it does not know is [`Place::Unknown`], and the Länder are offered to tap.
//! Names that exist in several Länder are asked back. Accepted: a village that bears the name of a town in the table,
//! and that the table does not list as ambiguous, is taken for the town; the sheet shows the Land before it goes.

mod hits;
mod load;

use std::collections::{BTreeSet, HashMap, HashSet};

use self::hits::{Hit, join};
use self::load::{Kind, Named};
use super::normal::{normalise, slips, split};
use crate::model::Land;

/// Comparing with every name costs; who writes more than this is not naming a place.
const MOST_WORDS_WITH_SLIPS: usize = 40;

/// What a place turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It lies in this Land.
    Land(Land),
    /// There is one of this name in each of these Länder, or several places were named.
    Ambiguous(Vec<Land>),
    /// A postcode, and nothing else that leads to a Land. Postcodes are neither needed nor looked up.
    Postcode,
    /// Nothing the table knows.
    Unknown,
}

/// The names of `content/places.toml`, ready to be found.
pub struct Places {
    names: HashMap<String, Named>,
    /// For each name the longer ones that begin with it: "sachsen" → "sachsen anhalt".
    longer: HashMap<String, Vec<String>>,
    introducing: HashSet<String>,
    filler: HashSet<String>,
    negation: HashSet<String>,
    prefixes: HashSet<String>,
    endings: Vec<String>,
    words_too: HashSet<String>,
}

impl Places {
    /// The Land a contact means, if it is beyond doubt.
    #[must_use]
    pub fn find(&self, text: &str) -> Place {
        let said = split(&normalise(text));
        let postcode = said.iter().any(|word| word.len() == 5 && word.bytes().all(|b| b.is_ascii_digit()));
        if said.iter().any(|word| self.negation.contains(word)) {
            return Place::Unknown;
        }
        let found = self.by_name(&said).or_else(|| self.by_beginning(&said)).or_else(|| self.by_slip(&said));
        match found {
            Some(laender) => place(laender),
            None if postcode => Place::Postcode,
            None => Place::Unknown,
        }
    }

    /// The Land named in a search ("bayern recht"), and the rest of the words in plain form, without "in" and the
    /// like. Without a Land, or with several, all words are the rest. Abbreviations count wherever they stand.
    #[must_use]
    pub fn land_in(&self, text: &str) -> (Option<Land>, String) {
        let plain = normalise(text);
        let said = split(&plain);
        let mut hits = self.hits(&said, true);
        if hits.is_empty() {
            hits = self.slipped_laender(&said);
        }
        match only(&join(&hits)) {
            Some(land) if !hits.is_empty() => {
                let in_hit = |at: usize| hits.iter().any(|hit| hit.start <= at && at < hit.start + hit.len);
                let rest = said.iter().enumerate().filter(|(at, word)| {
                    !in_hit(*at) && !self.introducing.contains(*word) && !self.filler.contains(*word)
                });
                (Some(land), rest.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" "))
            }
            Some(_) | None => (None, plain),
        }
    }

    /// The words that carry the answer: without "ich komme aus" and numbers.
    fn content(&self, said: &[String]) -> Vec<String> {
        said.iter()
            .filter(|word| {
                let steering = self.filler.contains(*word) || self.introducing.contains(*word);
                !steering && !word.bytes().all(|b| b.is_ascii_digit())
            })
            .cloned()
            .collect()
    }

    fn by_name(&self, said: &[String]) -> Option<BTreeSet<Land>> {
        let whole = said.join(" ");
        let content = self.content(said).join(" ");
        let beyond_doubt = |name: &String, named: &Named| {
            *name == whole || !(named.kind == Kind::Short || self.words_too.contains(name))
        };
        for name in [&whole, &content] {
            if let Some(named) = self.names.get(name).filter(|named| beyond_doubt(name, named)) {
                return Some(named.laender.clone());
            }
        }
        let hits = self.hits(said, false);
        (!hits.is_empty()).then(|| join(&hits))
    }

    /// The Land whose name begins so ("bayr", "thür"); several if the beginning fits other names, too.
    fn by_beginning(&self, said: &[String]) -> Option<BTreeSet<Land>> {
        const FEWEST_LETTERS: usize = 4;
        const MOST_LAENDER: usize = 3;
        let content = self.content(said);
        let [beginning] = content.as_slice() else { return None };
        if beginning.len() < FEWEST_LETTERS || self.prefixes.contains(beginning) {
            return None;
        }
        let fitting = || {
            let wide = self.names.iter().filter(|(_, named)| !matches!(named.kind, Kind::Town | Kind::Short));
            wide.filter(|(name, _)| name.starts_with(beginning)).map(|(_, named)| named)
        };
        let laender: BTreeSet<Land> = fitting().flat_map(|named| named.laender.iter().copied()).collect();
        let some_land = fitting().any(|named| named.kind == Kind::Land);
        (some_land && laender.len() <= MOST_LAENDER).then_some(laender)
    }

    /// The Land meant by a misspelled name, if every name near enough leads to the same.
    fn by_slip(&self, said: &[String]) -> Option<BTreeSet<Land>> {
        const MOST_WORDS_WITHOUT_INTRODUCTION: usize = 3;
        if said.len() > MOST_WORDS_WITH_SLIPS {
            return None;
        }
        let content = self.content(said);
        let mut typed: BTreeSet<String> = said
            .windows(2)
            .filter_map(|pair| {
                let [before, word] = pair else { return None };
                let is_name = self.introducing.contains(before)
                    && !self.introducing.contains(word)
                    && !self.filler.contains(word);
                is_name.then(|| word.clone())
            })
            .collect();
        if content.len() <= MOST_WORDS_WITHOUT_INTRODUCTION {
            typed.insert(content.join(" "));
        }
        let laender: BTreeSet<Land> = typed.iter().flat_map(|typed| self.near(typed, false)).collect();
        (laender.len() == 1).then_some(laender)
    }

    /// The Länder of all names that are a slip or two away.
    fn near(&self, typed: &str, laender_only: bool) -> BTreeSet<Land> {
        // What is a name by itself ("Regen") is no slip of another ("Rügen").
        if self.names.contains_key(typed) {
            return BTreeSet::new();
        }
        let near = self.names.iter().filter(|(name, named)| {
            let most = match (named.kind, name.len()) {
                (Kind::Town, _) if laender_only => 0,
                (Kind::Land | Kind::Region, 9..) => 2,
                (Kind::Land | Kind::Region, 6..) | (Kind::Town | Kind::Several, 8..) => 1,
                (Kind::Land | Kind::Short | Kind::Region | Kind::Town | Kind::Several, _) => 0,
            };
            most > 0 && slips(typed, name, most).is_some() && !self.other_ending(typed, name)
        });
        near.flat_map(|(_, named)| named.laender.iter().copied()).collect()
    }

    /// Whether two names differ in endings that make two places: "Wittenberg", "Wittenburg".
    fn other_ending(&self, typed: &str, name: &str) -> bool {
        let ending = |text: &str| self.endings.iter().position(|ending| text.ends_with(ending.as_str()));
        matches!((ending(typed), ending(name)), (Some(typed), Some(name)) if typed != name)
    }

    fn slipped_laender(&self, said: &[String]) -> Vec<Hit> {
        let hit = |(start, word): (usize, &String)| {
            let one = std::slice::from_ref(word);
            let laender =
                Some(self.near(word, true)).filter(|near| near.len() == 1).or_else(|| self.by_beginning(one));
            Some(Hit { start, len: 1, laender: laender? })
        };
        said.iter().enumerate().take(MOST_WORDS_WITH_SLIPS).filter_map(hit).collect()
    }
}

impl std::fmt::Debug for Places {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Places").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

fn only(laender: &BTreeSet<Land>) -> Option<Land> {
    let mut each = laender.iter();
    let first = each.next()?;
    each.next().is_none().then_some(*first)
}

fn place(laender: BTreeSet<Land>) -> Place {
    match only(&laender) {
        Some(land) => Place::Land(land),
        None => Place::Ambiguous(laender.into_iter().collect()),
    }
}
