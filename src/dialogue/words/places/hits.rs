//! Finding names in a text.

use std::collections::BTreeSet;

use super::Places;
use super::load::Kind;
use crate::dialogue::words::normal::slips;
use crate::model::Land;

/// The longest name has this many words ("brandenburg an der havel" and one to spare).
const MOST_WORDS: usize = 5;

/// A name found in a text: its words from `start` on, `len` of them, and where it may lie.
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) len: usize,
    pub(super) laender: BTreeSet<Land>,
}

impl Places {
    /// The names in a text, the longest at each place, one after the other.
    pub(super) fn hits(&self, said: &[String], anywhere: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut start = 0;
        while start < said.len() {
            let hit = (1..=MOST_WORDS).rev().find_map(|len| self.hit(said, start, len, anywhere));
            start += hit.as_ref().map_or(1, |hit| hit.len);
            hits.extend(hit);
        }
        hits
    }

    fn hit(&self, said: &[String], start: usize, len: usize, anywhere: bool) -> Option<Hit> {
        let name = said.get(start..start + len)?.join(" ");
        let named = self.names.get(&name)?;
        let before = start.checked_sub(1).and_then(|at| said.get(at));
        // "Neu Brandenburg" is not Brandenburg: a name torn apart is no other name.
        if before.is_some_and(|word| self.prefixes.contains(word)) {
            return None;
        }
        let needs_introduction = !anywhere && (named.kind == Kind::Short || self.words_too.contains(&name));
        if needs_introduction && !before.is_some_and(|word| self.introducing.contains(word)) {
            return None;
        }
        Some(self.lengthened(said, start, len, &name).unwrap_or_else(|| Hit {
            start,
            len,
            laender: named.laender.clone(),
        }))
    }

    /// The longer name that was meant, if it was only misspelled or cut short: "Sachsen-Anhallt", "Sachsen-A.".
    fn lengthened(&self, said: &[String], start: usize, len: usize, name: &str) -> Option<Hit> {
        let mut hit = Hit { start, len, laender: BTreeSet::new() };
        for long in self.longer.get(name).into_iter().flatten() {
            let count = long.split(' ').count();
            let misspelled = said
                .get(start..start + count)
                .is_some_and(|typed| slips(&typed.join(" "), long, 2).is_some());
            let next = said.get(start + len).filter(|word| !self.filler.contains(*word));
            let continued = long.split(' ').nth(len);
            let cut_short =
                next.zip(continued).is_some_and(|(typed, meant)| meant.starts_with(typed.as_str()));
            if misspelled || cut_short {
                hit.len = hit.len.max(if misspelled { count } else { len + 1 });
                hit.laender.extend(self.names.get(long).iter().flat_map(|named| &named.laender));
            }
        }
        (!hit.laender.is_empty()).then_some(hit)
    }
}

/// What several names in one text say together: what they agree on ("Frankfurt, Hessen"), or all they might mean.
pub(super) fn join(hits: &[Hit]) -> BTreeSet<Land> {
    let mut all = hits.iter().map(|hit| hit.laender.clone());
    let agreed =
        all.next().map(|first| all.fold(first, |agreed, laender| &agreed & &laender)).unwrap_or_default();
    if agreed.is_empty() { hits.iter().flat_map(|hit| hit.laender.iter().copied()).collect() } else { agreed }
}
