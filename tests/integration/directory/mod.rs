//! The real content: that it loads, that the promises of matching hold for every combination of answers, and the
//! traps of the help network.

mod order;
mod promises;
mod traps;

use std::collections::BTreeSet;
use std::fs;

use lotse::directory::{
    Area, Audience, Certain, Criteria, Directory, Fault, Match, Motive, NOTRUF_110, NOTRUF_112, Need, Offer,
    Police, PoliceWish, Problem, STARKE_STELLE, Situation, Status, TELEFONSEELSORGE,
};
use lotse::model::Land;

fn content() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/offers");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the content folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).expect("plain names").to_owned();
            (name, fs::read_to_string(&path).expect("it can be read"))
        })
        .collect();
    files.sort();
    files
}

fn load(files: &[(String, String)]) -> Result<Directory, Vec<Fault>> {
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Directory::load(&files)
}

fn directory() -> Directory {
    load(&content()).unwrap_or_else(|faults| {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        panic!("the content has faults:\n{}", faults.join("\n"))
    })
}

/// The faults after an editor has changed one place of one file.
fn after_editing(file: &str, from: &str, to: &str) -> Vec<Problem> {
    let mut files = content();
    let (_, text) = files.iter_mut().find(|(name, _)| name == file).expect("the file is there");
    assert!(text.contains(from), "{from} stands in {file}");
    *text = text.replacen(from, to, 1);
    load(&files).err().unwrap_or_default().into_iter().map(|fault| fault.problem).collect()
}

fn offer<'d>(directory: &'d Directory, id: &str) -> &'d Offer {
    directory.get(&id.into()).unwrap_or_else(|| panic!("{id} is in the directory"))
}

fn ids(matches: &[Match]) -> Vec<&str> {
    matches.iter().map(|found| found.offer.as_str()).collect()
}

fn lands() -> Vec<Option<Land>> {
    [None].into_iter().chain(Land::ALL.map(Some)).collect()
}

/// What somebody may answer about who they are.
fn audiences() -> Vec<Option<Audience>> {
    let answers = Audience::ALL.iter().copied().filter(|&audience| audience != Audience::Alle);
    [None].into_iter().chain(answers.map(Some)).collect()
}

/// Every Land, office, motive and wish about the police, with nothing asked, one kind of help, or one situation.
fn each_simple_answer(mut check: impl FnMut(&Criteria)) {
    let nothing = [(None, None)];
    let one_need = Need::ALL.iter().map(|&need| (Some(need), None));
    let one_situation = Situation::ALL.iter().map(|&situation| (None, Some(situation)));
    let asked: Vec<_> = nothing.into_iter().chain(one_need).chain(one_situation).collect();
    for land in lands() {
        for audience in audiences() {
            for &motive in Motive::ALL {
                for &police in PoliceWish::ALL {
                    for &(need, situation) in &asked {
                        let needs = need.into_iter().collect();
                        let situations = situation.into_iter().collect();
                        check(&Criteria { land, needs, situations, audience, motive, police });
                    }
                }
            }
        }
    }
}

fn is_fitting(offer: &Offer, criteria: &Criteria) -> bool {
    offer.situations.iter().any(|situation| criteria.situations.contains(situation))
}

#[test]
fn all_offers_load_and_none_is_lost() {
    let directory = directory();
    assert_eq!(directory.iter().len(), 207);
    let active = directory.iter().filter(|offer| offer.status == Status::Active).count();
    assert_eq!(active, 205);
    let federal = directory.iter().filter(|offer| offer.area == Area::Bund).count();
    assert_eq!(federal, 44);
    for land in Land::ALL {
        assert!(directory.iter().filter(|offer| offer.area == Area::Land(land)).count() >= 8, "{land}");
    }
}

#[test]
fn only_numbers_that_are_certain_are_ever_shown() {
    let directory = directory();
    let phones: BTreeSet<_> = directory.iter().flat_map(|offer| &offer.phones).map(Certain::as_str).collect();
    let certain = [
        "110",
        "112",
        "116 006",
        "116 016",
        "116 111",
        "116 117",
        "0351 855-2223",
        "0611 353-9977",
        "06131 65-65250",
        "0711 5401-3003",
        "0800 1110111",
        "0800 300 99 44",
    ];
    assert_eq!(phones, BTreeSet::from(certain));
    let emails: BTreeSet<_> = directory.iter().flat_map(|offer| &offer.emails).map(Certain::as_str).collect();
    assert_eq!(emails, BTreeSet::from(["info@starkestelle.de", "mail@hessengegenhetze.de"]));
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_the_files() {
    let mut files = content();
    files.reverse();
    let reversed = load(&files).expect("the same content loads in any order");
    let directory = directory();
    for land in lands() {
        assert_eq!(directory.public(land), reversed.public(land));
    }
}

#[test]
fn at_night_only_certain_numbers_for_everybody_are_named() {
    let directory = directory();
    for land in lands() {
        let open = directory.open_around_the_clock(land);
        let ids: Vec<_> = open.iter().map(|offer| offer.id.as_str()).collect();
        assert_eq!(ids[..3], [NOTRUF_110, NOTRUF_112, TELEFONSEELSORGE]);
        assert!(!ids.contains(&STARKE_STELLE), "it answers by day");
        assert!(open.iter().all(|offer| !offer.phones.is_empty()));
        assert!(open.iter().all(|offer| offer.police == Police::No || offer.id.as_str() == NOTRUF_110));
    }
}

#[test]
fn every_kind_of_help_reaches_every_land() {
    let coverage = directory().coverage();
    let without: Vec<_> = coverage.gaps().into_iter().filter(|gap| !gap.federal).collect();
    assert_eq!(without, []);
    for land in Land::ALL {
        assert!(coverage.count(Area::Land(land), Need::Psychosozial) > 0, "{land}");
    }
}

#[test]
fn a_region_is_always_named() {
    let directory = directory();
    let regional: Vec<_> = directory.iter().filter(|offer| offer.region.is_some()).collect();
    assert_eq!(regional.len(), 5);
    assert_eq!(after_editing("by.toml", "region = \"Stadt München\"\n", ""), [Problem::RegionWithoutName],);
}
