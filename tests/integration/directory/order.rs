//! What stands first.

use std::collections::BTreeSet;

use lotse::directory::{
    Area, Audience, Criteria, NOTRUF_110, NOTRUF_112, Need, Offer, Police, PoliceWish, Reason, STARKE_STELLE,
    Situation, TELEFONSEELSORGE,
};
use lotse::model::Land;

use super::{directory, ids, is_fitting, lands, offer};

#[test]
fn in_danger_the_emergency_numbers_come_first() {
    let directory = directory();
    let mut criteria = Criteria {
        situations: BTreeSet::from([Situation::AkuteGefahr, Situation::Bedrohung]),
        ..Criteria::default()
    };
    assert_eq!(ids(&directory.matches(&criteria))[..2], [NOTRUF_110, NOTRUF_112]);
    assert_eq!(directory.matches(&criteria)[0].reasons[0], Reason::Danger);
    criteria.police = PoliceWish::Nicht;
    let matches = directory.matches(&criteria);
    assert_eq!(ids(&matches)[0], NOTRUF_112);
    assert!(!ids(&matches).contains(&NOTRUF_110));
}

#[test]
fn different_kinds_of_help_come_before_more_of_the_same() {
    let directory = directory();
    let needs = [Need::Psychosozial, Need::Recht, Need::Meldestelle, Need::Sicherheitsberatung];
    let criteria = Criteria { needs: BTreeSet::from(needs), ..Criteria::default() };
    let matches = directory.matches(&criteria);
    let first: BTreeSet<_> =
        matches[..4].iter().flat_map(|found| &offer(&directory, found.offer.as_str()).needs).collect();
    for need in &needs {
        assert!(first.contains(need), "{need} in {:?}", ids(&matches));
    }
}

#[test]
fn whoever_is_worn_down_is_first_shown_somebody_who_listens() {
    let criteria = Criteria {
        land: Some(Land::Bw),
        needs: BTreeSet::from([Need::Psychosozial]),
        situations: BTreeSet::from([Situation::Belastung]),
        audience: Some(Audience::Ehrenamt),
        ..Criteria::default()
    };
    assert_eq!(ids(&directory().matches(&criteria))[0], TELEFONSEELSORGE);
}

#[test]
fn the_own_land_is_heard_where_it_has_fitting_help_without_police() {
    let directory = directory();
    for land in Land::ALL {
        let criteria = Criteria {
            land: Some(land),
            needs: BTreeSet::from([Need::Recht, Need::Psychosozial]),
            situations: BTreeSet::from([Situation::HassImNetz]),
            ..Criteria::default()
        };
        let matches = directory.matches(&criteria);
        let own = matches.iter().map(|found| offer(&directory, found.offer.as_str())).any(|offer| {
            offer.area == Area::Land(land) && offer.police != Police::Yes && is_fitting(offer, &criteria)
        });
        assert!(own, "{land}: {:?}", ids(&matches));
    }
}

#[test]
fn whoever_answers_nothing_begins_at_the_starke_stelle() {
    let directory = directory();
    for land in lands() {
        let matches = directory.public(land);
        assert_eq!(ids(&matches)[0], STARKE_STELLE);
        assert_eq!(matches, directory.matches(&Criteria { land, ..Criteria::default() }));
    }
}

#[test]
fn whoever_wants_no_police_is_first_shown_who_hands_nothing_over() {
    let directory = directory();
    let deeds = [vec![], vec![Situation::HassImNetz], vec![Situation::Beleidigung, Situation::Bedrohung]];
    for (land, situations) in lands().into_iter().flat_map(|land| deeds.iter().map(move |deed| (land, deed)))
    {
        let criteria = Criteria {
            land,
            needs: BTreeSet::from([Need::OnlineHass, Need::Meldestelle]),
            situations: situations.iter().copied().collect(),
            police: PoliceWish::Nicht,
            ..Criteria::default()
        };
        let matches = directory.matches(&criteria);
        let passes_on =
            |offer: &Offer| offer.police == Police::Optional && offer.needs.contains(&Need::Meldestelle);
        // Help that asks for a motive nobody has named may be in vain, and so comes late in any case.
        let order: Vec<bool> = matches
            .iter()
            .filter(|found| !found.only_if_motive)
            .map(|found| offer(&directory, found.offer.as_str()))
            .filter(|offer| offer.needs.iter().any(|need| criteria.needs.contains(need)))
            .map(passes_on)
            .collect();
        assert!(order.is_sorted(), "{land:?}, {situations:?}: {:?}", ids(&matches));
    }
}
