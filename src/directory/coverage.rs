//! How much help of which kind there is, and where there is none.

use std::collections::BTreeMap;

use super::{Area, Directory, Need};
use crate::model::Land;

/// How many offers that may be proposed give which kind of help, by area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    counts: BTreeMap<(Area, Need), usize>,
}

/// A Land without an offer of its own for a kind of help. A warning, not a fault: many kinds are federal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The Land.
    pub land: Land,
    /// The kind of help.
    pub need: Need,
    /// A federal offer gives it there all the same.
    pub federal: bool,
}

impl Coverage {
    /// How many offers of this very area give this help: federal ones do not count for a Land.
    #[must_use]
    pub fn count(&self, area: Area, need: Need) -> usize {
        self.counts.get(&(area, need)).copied().unwrap_or(0)
    }

    /// Every Land that has no offer of its own for a kind of help, Land by Land.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let gap = |land, need| Gap { land, need, federal: self.count(Area::Bund, need) > 0 };
        Land::ALL
            .into_iter()
            .flat_map(|land| Need::ALL.iter().map(move |&need| (land, need)))
            .filter(|&(land, need)| self.count(Area::Land(land), need) == 0)
            .map(|(land, need)| gap(land, need))
            .collect()
    }
}

impl Directory {
    /// The table of kinds of help by area.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        let mut counts = BTreeMap::new();
        for offer in self.iter().filter(|offer| offer.is_proposable()) {
            for &need in &offer.needs {
                *counts.entry((offer.area, need)).or_default() += 1;
            }
        }
        Coverage { counts }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{essentials, offer};
    use super::*;

    #[test]
    fn only_what_may_be_proposed_counts_and_each_area_for_itself() {
        let bavarian = [
            offer("by-eins", &[("area", "'DE-BY'"), ("needs", "['recht', 'anzeige']")]),
            offer("by-zwei", &[("area", "'DE-BY'"), ("needs", "['recht']")]),
            offer("by-zu", &[("area", "'DE-BY'"), ("needs", "['recht']"), ("status", "'under_review'")]),
            offer("by-hinten", &[("area", "'DE-BY'"), ("needs", "['recht']"), ("direct", "false")]),
        ]
        .join("\n");
        let files = [("bund.toml", &*essentials()), ("by.toml", &*bavarian)];
        let coverage = Directory::load(&files).expect("the sample is sound").coverage();
        assert_eq!(coverage.count(Area::Land(Land::By), Need::Recht), 2);
        assert_eq!(coverage.count(Area::Land(Land::By), Need::Anzeige), 1);
        assert_eq!(coverage.count(Area::Bund, Need::Recht), 0);
        let gaps = coverage.gaps();
        assert!(!gaps.iter().any(|gap| gap.land == Land::By && gap.need == Need::Recht));
        assert!(gaps.contains(&Gap { land: Land::He, need: Need::Recht, federal: false }));
        assert!(gaps.contains(&Gap { land: Land::By, need: Need::Psychosozial, federal: true }));
    }
}
