//! What must hold for whatever somebody answers.

use std::collections::BTreeSet;

use lotse::directory::{
    Area, Audience, Criteria, Directory, MAX_MATCHES, Motive, MotiveGate, Need, Offer, Police, PoliceWish,
    Reason, STARKE_STELLE, Situation, Status,
};
use proptest::prelude::*;

use super::{audiences, directory, each_simple_answer, ids, is_fitting, lands, offer};

fn is_danger(criteria: &Criteria) -> bool {
    criteria.situations.contains(&Situation::AkuteGefahr) || criteria.needs.contains(&Need::Gefahrenabwehr)
}

fn asks_for_police(criteria: &Criteria) -> bool {
    criteria.needs.contains(&Need::Anzeige) || criteria.needs.contains(&Need::Sicherheitsberatung)
}

fn holds(reason: Reason, offer: &Offer, criteria: &Criteria) -> bool {
    match reason {
        Reason::Danger => is_danger(criteria) && offer.needs.contains(&Need::Gefahrenabwehr),
        Reason::Need(need) => criteria.needs.contains(&need) && offer.needs.contains(&need),
        Reason::Situation(situation) => {
            criteria.situations.contains(&situation) && offer.situations.contains(&situation)
        }
        Reason::Land(land) => criteria.land == Some(land) && offer.area == Area::Land(land),
        Reason::Audience(audience) => {
            criteria.audience == Some(audience) && offer.audience.contains(&audience)
        }
        Reason::WithoutPolice => criteria.police == PoliceWish::Nicht && offer.police == Police::No,
        Reason::AnyMotive => offer.motive == MotiveGate::Alle,
        Reason::Nationwide => offer.area == Area::Bund,
        Reason::Guide => offer.id.as_str() == STARKE_STELLE,
    }
}

/// Whether an offer of the Land, without police and without a gate, fits somebody who named help or situations.
fn could_stand(offer: &Offer, criteria: &Criteria) -> bool {
    let takes = |audience| offer.audience.contains(&audience);
    let fits = if criteria.situations.is_empty() {
        offer.needs.iter().any(|need| criteria.needs.contains(need))
    } else {
        is_fitting(offer, criteria)
    };
    offer.status == Status::Active
        && offer.direct
        && offer.motive == MotiveGate::Alle
        && offer.police != Police::Yes
        && criteria.land.is_some_and(|land| offer.area == Area::Land(land))
        && (takes(Audience::Alle) || criteria.audience.is_some_and(takes))
        && fits
}

/// Everything that must hold for whatever somebody answers.
fn assert_promises(directory: &Directory, criteria: &Criteria) {
    let matches = directory.matches(criteria);
    let found: Vec<_> = matches.iter().map(|found| (found, offer(directory, found.offer.as_str()))).collect();
    let told = || format!("{criteria:?}\n{:?}", ids(&matches));

    assert!(found.len() <= MAX_MATCHES, "{}", told());
    let once: BTreeSet<_> = ids(&matches).into_iter().collect();
    assert_eq!(once.len(), found.len(), "{}", told());

    assert!(once.contains(STARKE_STELLE), "{}", told());
    let ungated = |need: Need| {
        found.iter().any(|(found, offer)| {
            !found.only_if_motive && offer.motive == MotiveGate::Alle && offer.needs.contains(&need)
        })
    };
    assert!(ungated(Need::Psychosozial), "{}", told());
    assert!(found.iter().any(|(_, offer)| offer.police == Police::No), "{}", told());

    let mut beside_the_point = 0;
    for (found, offer) in &found {
        let told = || format!("{} for {criteria:?}", offer.id);
        assert!(offer.status == Status::Active && offer.direct, "{}", told());
        match offer.area {
            Area::Bund => {}
            Area::Land(land) => assert_eq!(criteria.land, Some(land), "{}", told()),
        }
        let takes = |audience| offer.audience.contains(&audience);
        let responsible = match criteria.audience {
            None => takes(Audience::Hauptamt) && takes(Audience::Ehrenamt),
            Some(audience) => takes(audience),
        };
        assert!(responsible || takes(Audience::Alle), "{}", told());

        if offer.police == Police::Yes {
            assert_ne!(criteria.police, PoliceWish::Nicht, "{}", told());
            let in_danger = is_danger(criteria) && offer.needs.contains(&Need::Gefahrenabwehr);
            let unasked = criteria.police == PoliceWish::Unsicher && !asks_for_police(criteria);
            assert!(in_danger || !unasked, "{}", told());
        }

        match criteria.motive {
            Motive::Unbekannt => {
                assert_eq!(found.only_if_motive, offer.motive != MotiveGate::Alle, "{}", told());
            }
            Motive::Persoenlich => assert_eq!(offer.motive, MotiveGate::Alle, "{}", told()),
            Motive::Links | Motive::Religioes => {
                assert_ne!(offer.motive, MotiveGate::RechtsRassistischAntisemitisch, "{}", told());
            }
            Motive::Rechts => {}
        }
        if found.only_if_motive {
            for need in [Need::Psychosozial, Need::Opferberatung] {
                assert!(!offer.needs.contains(&need) || ungated(need), "alone: {}", told());
            }
        }

        assert!(!found.reasons.is_empty(), "{}", told());
        for reason in &found.reasons {
            assert!(holds(*reason, offer, criteria), "{reason:?} is untrue: {}", told());
        }
        let emergency = offer.needs.contains(&Need::Gefahrenabwehr);
        assert!(!emergency || is_danger(criteria), "{}", told());
        let guide = offer.id.as_str() == STARKE_STELLE;
        let serves = offer.needs.iter().any(|need| criteria.needs.contains(need));
        let fits = match (criteria.needs.is_empty(), criteria.situations.is_empty()) {
            (true, true) => true,
            (false, true) => serves || criteria.police == PoliceWish::Gewuenscht,
            (_, false) => is_fitting(offer, criteria),
        };
        if !fits && !guide && !emergency {
            assert!(offer.needs.contains(&Need::Psychosozial), "neither asked nor promised: {}", told());
            beside_the_point += 1;
        }
    }
    assert!(beside_the_point <= 1, "{}", told());

    let could = directory.iter().any(|offer| could_stand(offer, criteria));
    let own = found.iter().any(|(found, offer)| {
        offer.area != Area::Bund && offer.police != Police::Yes && !found.only_if_motive
    });
    assert!(!could || own, "nothing of the Land: {}", told());
}

#[test]
fn the_promises_hold_for_every_simple_answer() {
    let directory = directory();
    each_simple_answer(|criteria| assert_promises(&directory, criteria));
}

fn any_criteria() -> impl Strategy<Value = Criteria> {
    let needs = proptest::sample::subsequence(Need::ALL.to_vec(), 0..=Need::ALL.len());
    let situations = proptest::sample::subsequence(Situation::ALL.to_vec(), 0..=Situation::ALL.len());
    (
        proptest::sample::select(lands()),
        // Few answers are as usual as many, or the rare combinations would hide the common ones.
        prop_oneof![needs, proptest::sample::subsequence(Need::ALL.to_vec(), 1..=3)],
        prop_oneof![situations, proptest::sample::subsequence(Situation::ALL.to_vec(), 1..=3)],
        proptest::sample::select(audiences()),
        proptest::sample::select(Motive::ALL.to_vec()),
        proptest::sample::select(PoliceWish::ALL.to_vec()),
    )
        .prop_map(|(land, needs, situations, audience, motive, police)| Criteria {
            land,
            needs: needs.into_iter().collect(),
            situations: situations.into_iter().collect(),
            audience,
            motive,
            police,
        })
}

#[test]
fn the_promises_hold_for_any_combination_of_answers() {
    let directory = directory();
    let config = ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(criteria in any_criteria())| assert_promises(&directory, &criteria));
}
