//! Reading `content/places.toml`.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Deserialize;

use super::Places;
use crate::dialogue::words::normal::{cut, normalise};
use crate::model::{Fault, Land, read_toml};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    introducing: Vec<String>,
    filler: Vec<String>,
    negation: Vec<String>,
    prefixes: Vec<String>,
    endings: Vec<String>,
    words_too: Vec<String>,
    land: Vec<LandEntry>,
    several: Vec<SeveralEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LandEntry {
    id: String,
    names: Vec<String>,
    short: Vec<String>,
    #[serde(default)]
    regions: Vec<String>,
    towns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeveralEntry {
    names: Vec<String>,
    laender: Vec<String>,
}

/// What kind of name it is; the surer a kind, the more slips are forgiven.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Land,
    Short,
    Region,
    Town,
    Several,
}

/// What a name stands for.
pub(super) struct Named {
    pub(super) laender: BTreeSet<Land>,
    pub(super) kind: Kind,
}

impl Places {
    /// Reads `content/places.toml`.
    ///
    /// # Errors
    ///
    /// All faults: the file cannot be read (`not-toml`), a Land is unknown or missing (`place-unknown-land`,
    /// `place-missing-land`), a name stands twice (`place-twice`), is empty (`place-empty`), or is called ambiguous
    /// with fewer than two Länder (`place-not-several`).
    pub fn load(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let content: File = read_toml(file, text)?;
        let mut loader = Loader { file, names: HashMap::new(), faults: Vec::new() };
        loader.laender(&content.land);
        loader.several(&content.several);
        if !loader.faults.is_empty() {
            return Err(loader.faults);
        }
        let set = |list: &[String]| list.iter().map(|word| normalise(word)).collect::<HashSet<_>>();
        let mut names = loader.names;
        add_spellings(&mut names);
        Ok(Self {
            longer: longer(&names),
            names,
            introducing: set(&content.introducing),
            filler: set(&content.filler),
            negation: set(&content.negation),
            prefixes: set(&content.prefixes),
            endings: content.endings.iter().map(|ending| normalise(ending)).collect(),
            words_too: set(&content.words_too),
        })
    }
}

/// Adds spellings that follow from a name: in one word ("rheinlandpfalz"), with the dots of its umlauts left out
/// ("koln"), and for Länder the genitive ("bayerns"). A name that stands in the file keeps its own meaning.
fn add_spellings(names: &mut HashMap<String, Named>) {
    /// Below this "aue" without its e would be another place.
    const SHORTEST_CUT: usize = 4;
    let mut spellings: BTreeMap<String, (BTreeSet<Land>, Kind)> = BTreeMap::new();
    for (name, named) in names.iter() {
        let mut spelled = |text: String| {
            spellings.entry(text).or_insert_with(|| (BTreeSet::new(), named.kind)).0.extend(&named.laender);
        };
        if name.contains(' ') {
            spelled(name.replace(' ', ""));
        }
        let without_dots = cut(name);
        if without_dots != *name && without_dots.len() >= SHORTEST_CUT {
            spelled(without_dots);
        }
        if named.kind == Kind::Land && !name.ends_with('s') {
            spelled(format!("{name}s"));
        }
    }
    for (name, (laender, kind)) in spellings {
        names.entry(name).or_insert(Named { laender, kind });
    }
}

fn longer(names: &HashMap<String, Named>) -> HashMap<String, Vec<String>> {
    let mut longer: HashMap<String, Vec<String>> = HashMap::new();
    for name in names.keys() {
        for (end, _) in name.match_indices(' ') {
            let short = name.get(..end).filter(|short| names.contains_key(*short));
            longer.entry(short.unwrap_or_default().to_owned()).or_default().push(name.clone());
        }
    }
    longer.remove("");
    longer
}

struct Loader<'a> {
    file: &'a str,
    names: HashMap<String, Named>,
    faults: Vec<Fault>,
}

impl Loader<'_> {
    fn laender(&mut self, entries: &[LandEntry]) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            let Some(land) = self.land(&entry.id) else { continue };
            if !seen.insert(land) {
                self.fault(&entry.id, "place-twice");
            }
            let iso = land.iso().to_owned();
            let of = BTreeSet::from([land]);
            entry.names.iter().for_each(|name| self.add(name, &of, Kind::Land));
            entry.short.iter().chain([&iso]).for_each(|name| self.add(name, &of, Kind::Short));
            entry.regions.iter().for_each(|name| self.add(name, &of, Kind::Region));
            entry.towns.iter().for_each(|name| self.add(name, &of, Kind::Town));
        }
        for missing in Land::ALL.into_iter().filter(|land| !seen.contains(land)) {
            self.fault(missing.iso(), "place-missing-land");
        }
    }

    fn several(&mut self, entries: &[SeveralEntry]) {
        for entry in entries {
            let laender: BTreeSet<Land> = entry.laender.iter().filter_map(|id| self.land(id)).collect();
            for name in &entry.names {
                if laender.len() < 2 {
                    self.fault(name, "place-not-several");
                }
                self.add(name, &laender, Kind::Several);
            }
        }
    }

    fn land(&mut self, id: &str) -> Option<Land> {
        let land = Land::from_iso(id);
        if land.is_none() {
            self.fault(id, "place-unknown-land");
        }
        land
    }

    fn add(&mut self, name: &str, laender: &BTreeSet<Land>, kind: Kind) {
        let spelled = normalise(name);
        if spelled.is_empty() {
            self.fault(name, "place-empty");
        } else if self.names.insert(spelled, Named { laender: laender.clone(), kind }).is_some() {
            self.fault(name, "place-twice");
        }
    }

    fn fault(&mut self, name: &str, key: &'static str) {
        self.faults.push(Fault::new(self.file, name, key).naming("name", name));
    }
}
