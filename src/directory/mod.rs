//! The help network: offers, their loading and checking, and matching with reasons. Pure.
//!
//! Editors own `content/offers/*.toml`; [`Directory::load`] reads and checks them as a whole. What is uncertain
//! there (a phone number nobody has confirmed, hours from an old page) never gets past loading, so that no later
//! layer can show it by accident.

mod check;
mod codes;
mod contact;
mod coverage;
mod criteria;
mod entry;
mod fault;
mod gate;
mod load;
mod matching;
mod offer;
mod rank;
#[cfg(test)]
mod sample;
mod search;

use std::collections::BTreeMap;

pub use codes::{
    Anonymity, Audience, Confidence, Cost, Motive, MotiveGate, Need, Police, PoliceWish, Situation, Status,
    Way,
};
pub use coverage::{Coverage, Gap};
pub use criteria::{Criteria, Match, Reason};
pub use fault::{Fault, Problem};
pub use matching::MAX_MATCHES;
pub use offer::{Area, Certain, Freshness, Offer, REVIEW_AFTER_MONTHS, Region, Schedule};
pub use search::MAX_FOUND;

use crate::model::{Land, OfferId};

/// The starke Stelle itself: guides to everything else and stands in every answer.
pub const STARKE_STELLE: &str = "starke-stelle";
/// The police emergency number.
pub const NOTRUF_110: &str = "notruf-110";
/// The emergency number of ambulance and fire service.
pub const NOTRUF_112: &str = "notruf-112";
/// Somebody who listens, day and night.
pub const TELEFONSEELSORGE: &str = "telefonseelsorge";

/// Help for victims in every Land that asks neither for a motive nor for a report to the police.
pub const WEISSER_RING: &str = "weisser-ring";

/// The offers without which the directory does not load: each active and with a certain phone number.
pub const ESSENTIAL: [&str; 4] = [STARKE_STELLE, NOTRUF_110, NOTRUF_112, TELEFONSEELSORGE];

/// The help network, read and checked. The only way to one is [`Directory::load`].
#[derive(Debug, Clone)]
pub struct Directory {
    /// In the order of their ids, so that no answer depends on the order of files.
    offers: Vec<Offer>,
    /// What may be proposed (active, and an address to turn to), by area: matching never walks through the
    /// offers of other Länder.
    by_area: BTreeMap<Area, Vec<usize>>,
    /// The searchable words of each offer, at the same place as in `offers`.
    words: Vec<search::Words>,
}

impl Directory {
    fn new(mut offers: Vec<Offer>) -> Self {
        offers.sort_by(|a, b| a.id.cmp(&b.id));
        let mut by_area = BTreeMap::<Area, Vec<usize>>::new();
        for (index, offer) in offers.iter().enumerate() {
            if offer.is_proposable() {
                by_area.entry(offer.area).or_default().push(index);
            }
        }
        let words = offers.iter().map(search::Words::of).collect();
        Self { offers, by_area, words }
    }

    /// The offer with this id, whatever its status.
    #[must_use]
    pub fn get(&self, id: &OfferId) -> Option<&Offer> {
        let index = self.offers.binary_search_by(|offer| offer.id.cmp(id)).ok()?;
        self.offers.get(index)
    }

    /// Every offer, whatever its status, in the order of their ids.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Offer> {
        self.offers.iter()
    }

    /// The federal offers that may be proposed, and with a Land also its own.
    fn proposable(&self, land: Option<Land>) -> impl Iterator<Item = &Offer> {
        [Some(Area::Bund), land.map(Area::Land)]
            .into_iter()
            .flatten()
            .filter_map(|area| self.by_area.get(&area))
            .flatten()
            .filter_map(|&index| self.offers.get(index))
    }

    /// Who answers at any hour: federal, and with a Land also its own; the most important first.
    ///
    /// For the night text, which nobody asked for: so only help for everybody, and of the police nothing but the
    /// emergency number.
    #[must_use]
    pub fn open_around_the_clock(&self, land: Option<Land>) -> Vec<&Offer> {
        let mut found: Vec<_> = self
            .proposable(land)
            .filter(|offer| offer.schedule.as_ref().is_some_and(|hours| hours.around_the_clock))
            .filter(|offer| !offer.phones.is_empty() && offer.is_for_everybody())
            .filter(|offer| offer.police != Police::Yes || offer.is_emergency())
            .collect();
        found.sort_by_key(|offer| offer.priority);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{directory, offer};

    #[test]
    fn at_night_nobody_is_pushed_towards_the_police_or_sent_in_vain() {
        let open = "{ text = 'rund um die Uhr', around_the_clock = true, certain = true }";
        let directory = directory(&[
            offer("hilft", &[("schedule", open)]),
            offer("polizei", &[("schedule", open), ("police", "'yes'")]),
            offer("nur-manchen", &[("schedule", open), ("motive", "'politisch'")]),
            offer("nur-aemtern", &[("schedule", open), ("audience", "['hauptamt', 'ehrenamt']")]),
            offer("am-tag", &[("schedule", "{ text = 'werktags', certain = true }")]),
            offer("vielleicht", &[("schedule", &open.replace("certain = true", "certain = false"))]),
            offer("ohne-nummer", &[("schedule", open), ("phones", "[]"), ("description", "'Hilft.'")]),
        ]);
        let found = directory.open_around_the_clock(None);
        assert_eq!(found.iter().map(|offer| offer.id.as_str()).collect::<Vec<_>>(), ["hilft"]);
    }
}
