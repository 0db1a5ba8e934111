//! Finding an offer by words, for navigators.

use super::{Area, Directory, Offer};
use crate::model::Land;

/// More hits than this are not listed.
pub const MAX_FOUND: usize = 8;

/// What a word must hit, normalised once at load.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// The words of the name and the kinds of help: `recht` means legal help before it means right-wing extremism.
    whole: Vec<String>,
    name: String,
    organization: String,
    rest: String,
}

impl Words {
    pub fn of(offer: &Offer) -> Self {
        let mut rest = vec![offer.id.as_str(), offer.area.code()];
        rest.extend(offer.needs.iter().map(|need| need.code()));
        rest.extend(offer.situations.iter().map(|situation| situation.code()));
        rest.extend(offer.region.iter().map(|region| region.name.as_str()));
        rest.extend(offer.description.as_deref());
        let codes = offer.needs.iter().map(|need| need.code());
        let whole: Vec<&str> = codes.chain([offer.name.as_str()]).collect();
        Self {
            whole: normalised(&whole.join(" ")).split_whitespace().map(str::to_owned).collect(),
            name: normalised(&offer.name),
            organization: normalised(&offer.organization),
            rest: normalised(&rest.join(" ")),
        }
    }

    /// How far the word is from the heart of the offer; `None` if it hits nothing.
    fn hit(&self, word: &str) -> Option<usize> {
        if self.whole.iter().any(|whole| whole == word) {
            return Some(0);
        }
        let places = [&self.name, &self.organization, &self.rest];
        places.iter().position(|text| text.contains(word)).map(|place| place + 1)
    }
}

impl Directory {
    /// Offers that may be proposed and that every word hits (in name, organisation, codes, area, description), the
    /// best first, at most [`MAX_FOUND`]. With a Land: its own and the federal ones; without: all of them.
    /// Without words: the most important.
    #[must_use]
    pub fn search(&self, words: &str, land: Option<Land>) -> Vec<&Offer> {
        let words = normalised(words);
        let mut found: Vec<_> = self
            .offers
            .iter()
            .zip(&self.words)
            .filter(|(offer, _)| offer.is_proposable())
            .filter(|(offer, _)| land.is_none_or(|land| [Area::Bund, Area::Land(land)].contains(&offer.area)))
            .filter_map(|(offer, text)| {
                let far = words.split_whitespace().map(|word| text.hit(word)).sum::<Option<usize>>()?;
                let elsewhere = land.is_some() && offer.area == Area::Bund;
                Some(((far, elsewhere, !offer.has_contact(), offer.priority), offer))
            })
            .collect();
        // Stable, so equal ones keep the order of their ids.
        found.sort_by_key(|(key, _)| *key);
        found.into_iter().take(MAX_FOUND).map(|(_, offer)| offer).collect()
    }
}

/// Small letters and digits, umlauts written out, everything else a space: `Straße/Büro` → `strasse buero`.
fn normalised(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::Directory;
    use super::super::sample::{essentials, offer};
    use super::*;

    fn found(words: &str, land: Option<Land>) -> Vec<String> {
        let federal = [
            essentials(),
            offer("recht", &[("needs", "['recht']"), ("priority", "50")]),
            offer("gegen-rechts", &[("name", "'Gegen Rechtsextremismus'")]),
            offer("zu", &[("status", "'temporarily_closed'"), ("name", "'Anwalt für Straßenrecht'")]),
        ]
        .join("\n");
        let bavarian = offer("by-recht", &[("area", "'DE-BY'"), ("needs", "['recht']"), ("priority", "60")]);
        let hessian = offer("he-buero", &[("area", "'DE-HE'"), ("organization", "'Büro am Großen Platz'")]);
        let files = [("bund.toml", &*federal), ("by.toml", &*bavarian), ("he.toml", &*hessian)];
        let directory = Directory::load(&files).expect("the sample is sound");
        directory.search(words, land).iter().map(|offer| offer.id.to_string()).collect()
    }

    #[test]
    fn a_kind_of_help_is_meant_before_a_part_of_a_word_and_the_own_land_before_the_federation() {
        assert_eq!(found("Recht", Some(Land::By)), ["by-recht", "recht", "gegen-rechts"]);
        assert_eq!(found("recht", Some(Land::He)), ["recht", "gegen-rechts"]);
    }

    #[test]
    fn every_word_must_hit_however_it_is_written() {
        assert_eq!(found("BUERO grossen", None), ["he-buero"]);
        assert_eq!(found("Büro Großen", None), ["he-buero"]);
        assert_eq!(found("büro recht", None), Vec::<String>::new());
    }

    #[test]
    fn what_is_closed_is_not_found() {
        assert_eq!(found("straßenrecht", None), Vec::<String>::new());
    }

    #[test]
    fn without_words_the_most_important_come_first() {
        let all = found(" ", None);
        assert_eq!(all.len(), MAX_FOUND);
        assert_eq!(all[6..], ["recht", "by-recht"]);
    }
}
