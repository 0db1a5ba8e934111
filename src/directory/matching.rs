//! From answers to proposals.
//!
//! Offers are chosen one after the other, each time the one that helps most *beside those already chosen*: numbers
//! for present danger, then what covers a kind of help that was asked for and not yet covered, then what else was
//! asked for, then the nearest. Where no kind of help was asked for, covering something new only brings nearer.
//!
//! These promises hold for every combination of answers, because `check` refuses a directory that cannot keep
//! them and a place is kept free for each until it is kept:
//!
//! - the starke Stelle stands in the answer;
//! - so does psychosocial help that asks for no motive;
//! - and, if the Land that was named has fitting help of its own without police, some of that.
//!
//! One more holds as long as the directory has it: whoever names something that was done to them finds the help
//! for victims that asks neither for a motive nor for the police, whether or not its entry names just that deed.
//!
//! An offer with a condition (a motive that is not known) never stands for help that nobody else in the answer
//! gives without condition.

use super::rank::{Candidate, Needs, Wish};
use super::{Area, Criteria, Directory, Match, MotiveGate, Need, Police, TELEFONSEELSORGE};
use crate::model::Land;

/// More proposals than this help nobody.
pub const MAX_MATCHES: usize = 8;
/// Up to here an answer is filled with what fits the situation, but not the help that was asked for.
const FILLED_UP_TO: usize = 5;
/// Of one kind (the first need of an offer) no more than this: near-identical offers help nobody.
const MAX_OF_ONE_KIND: usize = 3;
/// An offer of a kind already chosen moves back by this.
const REPEATED: i32 = 12;
/// Each further need newly covered by one offer brings it forward by this, if kinds of help were asked for.
const COVERS_MORE: i32 = -4;
/// If none was, an offer that covers nothing new moves back by this.
const NOTHING_NEW: i32 = 8;

impl Directory {
    /// The offers that fit, what helps first first, each with its reasons. At most [`MAX_MATCHES`], never empty.
    #[must_use]
    pub fn matches(&self, criteria: &Criteria) -> Vec<Match> {
        let wish = Wish::of(criteria);
        let pool = self.proposable(criteria.land).filter_map(|offer| wish.weigh(offer)).collect();
        let chosen = Choice { wish: &wish, land: criteria.land, pool, chosen: Vec::new() }.run();
        chosen
            .into_iter()
            .map(|candidate| Match {
                offer: candidate.offer.id.clone(),
                reasons: wish.reasons(candidate.offer),
                only_if_motive: candidate.conditional,
            })
            .collect()
    }

    /// What anybody may see who has answered nothing but, perhaps, where they are.
    #[must_use]
    pub fn public(&self, land: Option<Land>) -> Vec<Match> {
        self.matches(&Criteria { land, ..Criteria::default() })
    }
}

struct Choice<'w, 'o> {
    wish: &'w Wish<'w>,
    land: Option<Land>,
    pool: Vec<Candidate<'o>>,
    chosen: Vec<Candidate<'o>>,
}

impl<'o> Choice<'_, 'o> {
    fn run(mut self) -> Vec<Candidate<'o>> {
        while self.chosen.len() < MAX_MATCHES {
            let promised = self.promised();
            let free = MAX_MATCHES.saturating_sub(self.chosen.len() + promised.len());
            let next = if free > 0 { self.best(promised.len()) } else { None };
            let Some(next) = next.or_else(|| promised.first().copied()) else { break };
            self.pool.retain(|candidate| candidate.offer.id != next.offer.id);
            self.chosen.push(next);
        }
        self.chosen
    }

    /// What still has to come in for the promises, in the order in which it closes the answer.
    fn promised(&self) -> Vec<Candidate<'o>> {
        let own = self.land.map(Area::Land);
        let psychosocial = self.owed(|candidate| {
            candidate.offer.needs.contains(&Need::Psychosozial) && candidate.offer.motive == MotiveGate::Alle
        });
        let of_the_land = self.owed(|candidate| {
            Some(candidate.offer.area) == own
                && candidate.relevant
                && !candidate.conditional
                && candidate.offer.police != Police::Yes
        });
        let for_victims = if self.wish.names_a_deed() {
            self.owed(|candidate| candidate.offer.helps_any_victim())
        } else {
            None
        };
        let guide = self.owed(|candidate| candidate.offer.is_guide());
        let mut promised = Vec::<Candidate<'o>>::new();
        for candidate in [for_victims, of_the_land, psychosocial, guide].into_iter().flatten() {
            if !promised.iter().any(|other| other.offer.id == candidate.offer.id) {
                promised.push(candidate);
            }
        }
        promised
    }

    /// The best candidate of a kind of which none is chosen yet; one that fits before one that does not, and if
    /// none fits, somebody who listens to everything.
    fn owed(&self, is_meant: impl Fn(&Candidate<'o>) -> bool) -> Option<Candidate<'o>> {
        if self.chosen.iter().any(&is_meant) {
            return None;
        }
        let meant = self.pool.iter().filter(|candidate| is_meant(candidate));
        meant
            .min_by_key(|c| {
                let listens = c.offer.id.as_str() == TELEFONSEELSORGE;
                (!c.relevant, !c.relevant && !listens, c.distance, &c.offer.id)
            })
            .copied()
    }

    fn best(&self, promised: usize) -> Option<Candidate<'o>> {
        let covered = self
            .chosen
            .iter()
            .filter(|candidate| !candidate.conditional)
            .fold(Needs::none(), |covered, candidate| covered.or(candidate.serves));
        self.pool
            .iter()
            .filter(|candidate| self.may_come_now(candidate, promised))
            .min_by_key(|candidate| {
                let new = candidate.opens.without(covered);
                let repeated =
                    REPEATED * i32::try_from(self.of_same_kind(candidate)).unwrap_or(i32::MAX / REPEATED);
                let named = self.wish.names_needs();
                let diversity = match (named, new.is_empty()) {
                    (true, _) => COVERS_MORE * i32::try_from(new.count().saturating_sub(1)).unwrap_or(0),
                    (false, true) => NOTHING_NEW,
                    (false, false) => 0,
                };
                (
                    !candidate.offer.is_emergency(),
                    named && new.is_empty(),
                    !candidate.asked,
                    candidate.distance + diversity + repeated,
                    &candidate.offer.id,
                )
            })
            .copied()
    }

    fn may_come_now(&self, candidate: &Candidate<'o>, promised: usize) -> bool {
        candidate.relevant
            && (candidate.asked
                || candidate.offer.is_emergency()
                || !self.wish.names_needs()
                || self.chosen.len() + promised < FILLED_UP_TO)
            && (!candidate.offer.is_guide() || self.wish.asks_for_guide(candidate.offer))
            && (candidate.offer.is_emergency() || self.of_same_kind(candidate) < MAX_OF_ONE_KIND)
            && (!candidate.conditional || self.is_backed(candidate))
    }

    fn of_same_kind(&self, candidate: &Candidate<'o>) -> usize {
        self.chosen.iter().filter(|other| other.offer.needs.first() == candidate.offer.needs.first()).count()
    }

    /// Whether somebody already chosen gives without condition what this offer gives to a victim under one.
    fn is_backed(&self, candidate: &Candidate<'o>) -> bool {
        [Need::Psychosozial, Need::Opferberatung].iter().all(|need| {
            let gives = |other: &Candidate<'o>| !other.conditional && other.offer.needs.contains(need);
            !candidate.offer.needs.contains(need) || self.chosen.iter().any(gives)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::sample::{directory, offer};
    use super::super::{Motive, STARKE_STELLE, Situation};
    use super::*;

    fn asked(needs: &[Need]) -> Criteria {
        Criteria { needs: needs.iter().copied().collect(), ..Criteria::default() }
    }

    fn ids(matches: &[Match]) -> Vec<&str> {
        matches.iter().map(|found| found.offer.as_str()).collect()
    }

    #[test]
    fn near_identical_offers_do_not_fill_the_answer() {
        let alike: Vec<_> =
            (0..9).map(|number| offer(&format!("recht-{number}"), &[("needs", "['recht']")])).collect();
        let matches = directory(&alike).matches(&asked(&[Need::Recht]));
        assert_eq!(ids(&matches), ["recht-0", "recht-1", "recht-2", TELEFONSEELSORGE, STARKE_STELLE]);
    }

    #[test]
    fn each_kind_of_help_comes_once_before_any_comes_twice() {
        let offers = [
            offer("recht-nah", &[("needs", "['recht']"), ("priority", "1")]),
            offer("recht-naechst", &[("needs", "['recht']"), ("priority", "2")]),
            offer("geld-fern", &[("needs", "['finanziell']"), ("priority", "80")]),
        ];
        let matches = directory(&offers).matches(&asked(&[Need::Recht, Need::Finanziell]));
        assert_eq!(ids(&matches)[..3], ["recht-nah", "geld-fern", "recht-naechst"]);
    }

    #[test]
    fn what_can_be_reached_comes_before_what_cannot() {
        let offers = [
            offer("ohne", &[("needs", "['recht']"), ("phones", "[]"), ("description", "'Hilft.'")]),
            offer("mit", &[("needs", "['recht']"), ("priority", "20")]),
        ];
        let matches = directory(&offers).matches(&asked(&[Need::Recht]));
        assert_eq!(ids(&matches)[..2], ["mit", "ohne"]);
    }

    #[test]
    fn a_condition_covers_nothing_for_certain() {
        let offers = [
            offer("bedingt", &[("needs", "['recht']"), ("motive", "'politisch'"), ("priority", "1")]),
            offer("fuer-alle", &[("needs", "['recht']"), ("priority", "80")]),
        ];
        let directory = directory(&offers);
        let matches = directory.matches(&asked(&[Need::Recht]));
        assert_eq!(ids(&matches)[..2], ["fuer-alle", "bedingt"]);
        assert!(matches[1].only_if_motive && !matches[0].only_if_motive);
        let known = Criteria { motive: Motive::Links, ..asked(&[Need::Recht]) };
        assert_eq!(ids(&directory.matches(&known))[..2], ["bedingt", "fuer-alle"]);
    }

    #[test]
    fn the_guide_closes_the_list_unless_guidance_was_asked_for() {
        let guide = [("needs", "['lotse', 'psychosozial']"), ("situations", "['bedrohung']")];
        let directory = directory(&[offer("wegweiser", &guide)]);
        let situations = BTreeSet::from([Situation::Bedrohung]);
        let matches = directory.matches(&Criteria { situations, ..Criteria::default() });
        assert_eq!(ids(&matches), ["wegweiser", STARKE_STELLE]);
        let matches = directory.matches(&Criteria::default());
        assert_eq!(ids(&matches)[0], STARKE_STELLE);
    }
}
