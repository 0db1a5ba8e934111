//! The traps of the help network, each with its rule.
//!
//! Traps 11 and 12 are about places (postal codes and names that lie in two Länder, state codes that are no AGS)
//! and are tested there.

use std::collections::BTreeSet;

use jiff::civil::date;
use lotse::directory::{
    Audience, Criteria, Freshness, Match, Motive, Need, Police, PoliceWish, Problem, STARKE_STELLE,
    Situation, Status,
};
use lotse::model::Land;

use super::{after_editing, directory, each_simple_answer, ids, offer};

/// Trap 1: some police lines for office-holders are deliberately unpublished. No number may appear.
#[test]
fn trap_01_unpublished_police_numbers_never_appear() {
    let directory = directory();
    for id in ["be-lka-hinweistelefon", "th-polizei-hotline", "mv-landespolizei-anlaufstelle"] {
        assert_eq!(offer(&directory, id).phones, [], "{id}");
        assert!(offer(&directory, id).description.is_some(), "{id} says how to ask for it");
    }
    for (file, id) in [("be.toml", "be-lka-hinweistelefon"), ("th.toml", "th-polizei-hotline")] {
        let here = format!("id = \"{id}\"\n");
        let with_number = format!("{here}phones = [{{ number = \"030 4664-0\", certain = true }}]\n");
        assert_eq!(after_editing(file, &here, &with_number), [Problem::PhoneUnpublished]);
    }
}

/// Trap 2: 0800 000 9546 is switched on only after attacks.
#[test]
fn trap_02_the_number_that_is_mostly_dead_is_refused_however_it_is_written() {
    for number in ["0800 000 9546", "0800 0009546", "0800/000-9546"] {
        let guide = "phones = [{ number = \"0800 300 99 44\", certain = true }]";
        let both = format!(
            "phones = [{{ number = \"0800 300 99 44\", certain = true }}, {{ number = \"{number}\", certain = false }}]"
        );
        let expected = Problem::NumberExcluded { number: number.to_owned() };
        assert_eq!(after_editing("bund.toml", guide, &both), [expected]);
    }
    let text = "description = \"Ein Mensch hört Ihnen zu,";
    let hidden = "description = \"Oder 0800 000 9546. Ein Mensch hört Ihnen zu,";
    assert_eq!(after_editing("bund.toml", text, hidden), [Problem::ContactInText { field: "description" }]);
}

/// Trap 3: hassmelden closed on 30.04.2022; with it go five more that must not come back.
#[test]
fn trap_03_closed_services_cannot_come_back() {
    let directory = directory();
    for id in [
        "hassmelden",
        "opferbeauftragter-bund-hotline",
        "hh-feindeslisten-telefon-2019",
        "hb-hotline-2000",
        "bw-opferbeauftragter",
        "netzdg-meldeweg",
    ] {
        assert_eq!(directory.get(&id.into()), None, "{id}");
        let problems = after_editing("bund.toml", "id = \"hateaid\"", &format!("id = \"{id}\""));
        assert!(matches!(problems[..], [Problem::Excluded { .. }]), "{id}: {problems:?}");
    }
    assert!(directory.search("hassmelden", None).is_empty());
}

/// Trap 4: the ZMI of the BKA takes no reports from citizens.
#[test]
fn trap_04_the_zmi_is_background_and_never_proposed() {
    let directory = directory();
    assert!(!offer(&directory, "bka-zmi").direct);
    let criteria = Criteria {
        needs: BTreeSet::from([Need::Meldestelle, Need::Anzeige]),
        situations: BTreeSet::from([Situation::HassImNetz]),
        police: PoliceWish::Gewuenscht,
        ..Criteria::default()
    };
    assert!(!ids(&directory.matches(&criteria)).contains(&"bka-zmi"));
    assert!(directory.search("zmi", None).iter().all(|offer| offer.id.as_str() != "bka-zmi"));
}

/// Trap 5: offers move and pause (SoliNet, elly), so each has a status and a date after which it is looked at.
#[test]
fn trap_05_offers_that_moved_or_pause_are_carried_as_such() {
    let directory = directory();
    assert_eq!(offer(&directory, "rp-solinet").organization, "Medienanstalt Rheinland-Pfalz");
    assert_eq!(offer(&directory, "th-elly").status, Status::UnderReview);
    let criteria = Criteria {
        land: Some(Land::Th),
        needs: BTreeSet::from([Need::OnlineHass]),
        situations: BTreeSet::from([Situation::HassImNetz]),
        motive: Motive::Rechts,
        ..Criteria::default()
    };
    assert!(!ids(&directory.matches(&criteria)).contains(&"th-elly"));
    assert!(directory.search("elly", None).is_empty());
    let guide = offer(&directory, STARKE_STELLE);
    assert_eq!(guide.freshness(date(2025, 6, 1)), Freshness::Assured(date(2025, 1, 1)));
    assert_eq!(guide.freshness(date(2027, 6, 1)), Freshness::ReviewDue(date(2025, 1, 1)));
    assert_eq!(offer(&directory, "hilfe-info").freshness(date(2025, 6, 1)), Freshness::Unassured);
}

/// Trap 6: old numbers circulate (MBR Berlin). A number that nobody confirmed is not shown.
#[test]
fn trap_06_old_numbers_are_not_carried_on() {
    let directory = directory();
    assert_eq!(offer(&directory, "be-mbr").phones, []);
    for id in ["nw-backup", "nw-obr"] {
        assert_eq!(offer(&directory, id).phones, [], "{id}");
        assert!(offer(&directory, id).unconfirmed > 0, "{id} keeps it for the editors");
    }
}

/// Named after the police or their like, and yet no police: each with the reason.
const NAMED_LIKE_POLICE: [(&str, &str); 6] = [
    ("starke-stelle", "the foundation for the prevention of crime is no authority"),
    ("nzk-handreichung", "a brochure of that foundation, nobody is contacted"),
    ("hilfe-info", "a page of the ministry of justice, nobody is contacted"),
    ("komo-monitor", "a survey, never proposed (direct = false)"),
    ("hb-kriminalpraevention", "trainings of the senator, who has no duty to prosecute"),
    ("haerteleistungen-bfj", "pays on application; the federal office of justice does not prosecute"),
];

#[test]
fn whoever_is_named_after_the_police_is_police_or_was_reviewed() {
    let marks = ["polizei", "lka", "bka", "kriminal", "staatsanw", "justiz"];
    let directory = directory();
    let found: BTreeSet<&str> = directory
        .iter()
        .filter(|offer| offer.police != Police::Yes)
        .filter(|offer| {
            // "Unfallkasse" has the letters of "LKA".
            let named =
                format!("{} {}", offer.name, offer.organization).to_lowercase().replace("unfallkasse", "");
            marks.iter().any(|mark| named.contains(mark))
        })
        .map(|offer| offer.id.as_str())
        .collect();
    assert_eq!(found, NAMED_LIKE_POLICE.into_iter().map(|(id, _)| id).collect());
}

/// Trap 7: HateAid does not take stalking.
#[test]
fn trap_07_hateaid_is_the_wrong_way_for_stalking() {
    let directory = directory();
    for &beside in Situation::ALL {
        let criteria = Criteria {
            needs: BTreeSet::from([Need::OnlineHass, Need::Psychosozial]),
            situations: BTreeSet::from([Situation::Nachstellung, beside]),
            ..Criteria::default()
        };
        assert!(!ids(&directory.matches(&criteria)).contains(&"hateaid"), "{beside}");
    }
    let hate = Criteria { situations: BTreeSet::from([Situation::HassImNetz]), ..Criteria::default() };
    assert!(ids(&directory.matches(&hate)).contains(&"hateaid"));
}

/// Trap 8: ZASTEX guides, but is police; HessenGegenHetze is the state, but not bound to prosecute.
#[test]
fn trap_08_state_is_not_police() {
    let directory = directory();
    let ask = |land, police| {
        let criteria = Criteria {
            land: Some(land),
            situations: BTreeSet::from([Situation::HassImNetz, Situation::Bedrohung]),
            audience: Some(Audience::Ehrenamt),
            police,
            ..Criteria::default()
        };
        let matches = directory.matches(&criteria);
        ids(&matches).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(ask(Land::Sn, PoliceWish::Gewuenscht).contains(&"sn-lka-zastex".to_owned()));
    assert!(!ask(Land::Sn, PoliceWish::Nicht).contains(&"sn-lka-zastex".to_owned()));
    assert!(!ask(Land::Sn, PoliceWish::Unsicher).contains(&"sn-lka-zastex".to_owned()));
    // It hands over what it is told, so without police it comes only to those who ask where to report.
    let report = Criteria {
        land: Some(Land::He),
        needs: BTreeSet::from([Need::Meldestelle]),
        police: PoliceWish::Nicht,
        ..Criteria::default()
    };
    assert!(ids(&directory.matches(&report)).contains(&"he-hessengegenhetze"));
}

/// Trap 9: services for victims of right-wing violence must not be the sole help for other motives.
#[test]
fn trap_09_help_against_the_right_never_stands_alone() {
    let directory = directory();
    let ask = |motive| {
        let criteria = Criteria {
            land: Some(Land::Sn),
            needs: BTreeSet::from([Need::Opferberatung, Need::Psychosozial]),
            situations: BTreeSet::from([Situation::TaetlicherAngriff]),
            audience: Some(Audience::Ehrenamt),
            motive,
            ..Criteria::default()
        };
        directory.matches(&criteria)
    };
    let of =
        |matches: &[Match]| matches.iter().find(|found| found.offer.as_str() == "sn-raa-support").cloned();
    assert!(of(&ask(Motive::Rechts)).is_some_and(|found| !found.only_if_motive));
    assert!(of(&ask(Motive::Unbekannt)).is_some_and(|found| found.only_if_motive));
    for motive in [Motive::Links, Motive::Religioes, Motive::Persoenlich] {
        assert_eq!(of(&ask(motive)), None, "{motive}");
    }
    for land in Land::ALL {
        let criteria = Criteria {
            land: Some(land),
            situations: BTreeSet::from([Situation::TaetlicherAngriff]),
            ..Criteria::default()
        };
        assert!(ids(&directory.matches(&criteria)).contains(&"weisser-ring"), "{land}");
    }
}

/// Trap 10: the statutory accident insurance covers honorary mandates, not full-time office.
#[test]
fn trap_10_a_full_time_mayor_is_not_sent_to_the_unfallkasse() {
    let directory = directory();
    let insured = |land, audience| {
        let criteria = Criteria {
            land: Some(land),
            needs: BTreeSet::from([Need::Finanziell]),
            situations: BTreeSet::from([Situation::TaetlicherAngriff]),
            audience,
            ..Criteria::default()
        };
        let matches = directory.matches(&criteria);
        ids(&matches).iter().any(|id| id.contains("-uk-") || *id == "unfallversicherung-dguv")
    };
    for land in Land::ALL {
        assert!(insured(land, Some(Audience::Ehrenamt)), "{land}");
        assert!(!insured(land, Some(Audience::Hauptamt)), "{land}");
        assert!(!insured(land, Some(Audience::Kandidierende)), "{land}");
        assert!(!insured(land, None), "{land}: the office is not known");
    }
}

/// Trap 13: whoever wants no police gets none, whatever else they ask.
#[test]
fn trap_13_no_police_means_no_police() {
    let directory = directory();
    let mut without = 0;
    each_simple_answer(|criteria| {
        if criteria.police == PoliceWish::Nicht {
            for found in directory.matches(criteria) {
                assert_ne!(offer(&directory, found.offer.as_str()).police, Police::Yes, "{criteria:?}");
            }
            without += 1;
        }
    });
    assert!(without > 10_000);
    let report = Criteria {
        land: Some(Land::Rp),
        needs: BTreeSet::from([Need::Anzeige]),
        police: PoliceWish::Unsicher,
        ..Criteria::default()
    };
    let police = |criteria: &Criteria| {
        let matches = directory.matches(criteria);
        matches.iter().any(|found| offer(&directory, found.offer.as_str()).police == Police::Yes)
    };
    assert!(police(&report), "asked for, it is shown");
    assert!(
        !police(&Criteria { needs: BTreeSet::from([Need::Recht]), ..report }),
        "not asked for, it is not"
    );
}
