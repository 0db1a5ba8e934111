//! What must hold for every entry, and for the directory as a whole.

use std::collections::HashMap;

use super::contact::{digits, holds_contact, is_email, is_phone, is_url};
use super::entry::{Entry, Exclusion, parse_date};
use super::{
    Area, Audience, ESSENTIAL, Fault, NOTRUF_110, Need, Offer, Police, Problem, STARKE_STELLE, Status,
};
use crate::model::Land;

/// The place that faults of the directory as a whole name.
const WHOLE: &str = "offers";

/// An entry and where it stands.
pub(super) struct Placed {
    pub file: String,
    pub line: usize,
    /// What the file's name says.
    pub area: Area,
    pub entry: Entry,
}

impl Placed {
    fn fault(&self, problem: Problem) -> Fault {
        Fault {
            file: self.file.clone(),
            line: Some(self.line),
            offer: Some(self.entry.id.as_str().into()),
            problem,
        }
    }
}

/// Faults of entries, each for itself and against each other.
pub(super) fn entries(placed: &[Placed], exclusions: &[Exclusion]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen = HashMap::new();
    for place in placed {
        let mut problems = Vec::new();
        let here = format!("{}:{}", place.file, place.line);
        if let Some(first) = seen.get(place.entry.id.as_str()) {
            problems.push(Problem::IdRepeated { first: String::clone(first) });
        } else {
            seen.insert(place.entry.id.as_str(), here);
        }
        if place.area != place.entry.area {
            problems.push(Problem::WrongFile { area: place.entry.area });
        }
        excluded(&place.entry, exclusions, &mut problems);
        fields(&place.entry, &mut problems);
        region(&place.entry, &mut problems);
        contacts(&place.entry, &mut problems);
        faults.extend(problems.into_iter().map(|problem| place.fault(problem)));
    }
    faults
}

fn excluded(entry: &Entry, exclusions: &[Exclusion], problems: &mut Vec<Problem>) {
    for exclusion in exclusions {
        let same_name = exclusion.name.eq_ignore_ascii_case(&entry.name);
        if exclusion.id == entry.id || same_name {
            problems.push(Problem::Excluded { reason: exclusion.reason.clone() });
        }
        let numbers: Vec<_> = exclusion.numbers.iter().map(|number| digits(number)).collect();
        for phone in &entry.phones {
            if numbers.contains(&digits(&phone.number)) {
                problems.push(Problem::NumberExcluded { number: phone.number.clone() });
            }
        }
    }
}

fn fields(entry: &Entry, problems: &mut Vec<Problem>) {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if entry.id.is_empty() || !entry.id.chars().all(known) {
        problems.push(Problem::IdMalformed);
    }
    let blank = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
    for (field, empty) in [
        ("name", entry.name.trim().is_empty()),
        ("organization", entry.organization.trim().is_empty()),
        ("source", entry.source.trim().is_empty()),
        ("description", blank(&entry.description)),
        ("editor_note", blank(&entry.editor_note)),
        ("needs", entry.needs.is_empty()),
        ("situations", entry.situations.is_empty()),
        ("audience", entry.audience.is_empty()),
        ("channels", entry.channels.is_empty()),
        ("languages", entry.languages.is_empty()),
    ] {
        if empty {
            problems.push(Problem::FieldEmpty { field });
        }
    }
    repeated("needs", entry.needs.iter().map(|code| code.code()), problems);
    repeated("situations", entry.situations.iter().map(|code| code.code()), problems);
    repeated("audience", entry.audience.iter().map(|code| code.code()), problems);
    repeated("channels", entry.channels.iter().map(|code| code.code()), problems);
    if entry.audience.contains(&Audience::Alle)
        && let Some(&audience) = entry.audience.iter().find(|&&audience| audience != Audience::Alle)
    {
        problems.push(Problem::AudienceMixed { audience });
    }
    for &situation in entry.not_for.iter().filter(|situation| entry.situations.contains(situation)) {
        problems.push(Problem::NotForContradicts { situation });
    }
    for code in &entry.languages {
        if code.len() != 2 || !code.chars().all(|c| c.is_ascii_lowercase()) {
            problems.push(Problem::LanguageMalformed { code: code.clone() });
        }
    }
    if let Some(date) = &entry.assured_date
        && parse_date(date).is_none()
    {
        problems.push(Problem::DateMalformed { date: date.clone() });
    }
}

fn repeated(field: &'static str, codes: impl Iterator<Item = &'static str>, problems: &mut Vec<Problem>) {
    let mut seen = Vec::new();
    for code in codes {
        if seen.contains(&code) {
            problems.push(Problem::CodeRepeated { field, code });
        }
        seen.push(code);
    }
}

fn region(entry: &Entry, problems: &mut Vec<Problem>) {
    match (&entry.region, entry.region_ags.is_empty()) {
        (None, false) => problems.push(Problem::RegionWithoutName),
        (Some(_), true) => problems.push(Problem::RegionWithoutKeys),
        (Some(name), false) if name.trim().is_empty() => problems.push(Problem::RegionWithoutName),
        (None, true) | (Some(_), false) => {}
    }
    for ags in &entry.region_ags {
        let inside = match entry.area {
            Area::Bund => false,
            Area::Land(land) => ags.starts_with(land.ags()),
        };
        // An AGS has eight digits; shorter beginnings stand for all that follow.
        if !inside || !(3..=8).contains(&ags.len()) || !ags.bytes().all(|b| b.is_ascii_digit()) {
            problems.push(Problem::RegionOutside { ags: ags.clone() });
        }
    }
}

fn contacts(entry: &Entry, problems: &mut Vec<Problem>) {
    for phone in entry.phones.iter().filter(|phone| !is_phone(&phone.number)) {
        problems.push(Problem::PhoneMalformed { number: phone.number.clone() });
    }
    if entry.phone_unpublished && !entry.phones.is_empty() {
        problems.push(Problem::PhoneUnpublished);
    }
    for email in entry.emails.iter().filter(|email| !is_email(&email.address)) {
        problems.push(Problem::EmailMalformed { address: email.address.clone() });
    }
    for url in entry.url.iter().filter(|url| !is_url(&url.address)) {
        problems.push(Problem::UrlMalformed { address: url.address.clone() });
    }
    for (field, text) in [
        ("name", Some(&entry.name)),
        ("organization", Some(&entry.organization)),
        ("description", entry.description.as_ref()),
        ("region", entry.region.as_ref()),
        ("schedule", entry.schedule.as_ref().map(|hours| &hours.text)),
    ] {
        if text.is_some_and(|text| holds_contact(text)) {
            problems.push(Problem::ContactInText { field });
        }
    }
    let shows = entry.phones.iter().any(|phone| phone.certain)
        || entry.emails.iter().chain(&entry.url).any(|address| address.certain)
        || entry.description.is_some();
    if entry.status == Status::Active && entry.direct && !shows {
        problems.push(Problem::NothingToShow);
    }
}

/// Faults of the directory as a whole: what every answer to a contact relies on.
pub(super) fn whole(offers: &[Offer]) -> Vec<Fault> {
    let mut problems = Vec::new();
    for id in ESSENTIAL {
        match offers.iter().find(|offer| offer.id.as_str() == id) {
            None => problems.push(Problem::EssentialMissing { id }),
            Some(offer) if is_usable(offer) => {}
            Some(_) => problems.push(Problem::EssentialUnusable { id }),
        }
    }
    let areas = [Area::Bund].into_iter().chain(Land::ALL.map(Area::Land));
    for area in areas {
        if !offers.iter().any(|offer| is_psychosocial_for_everybody(offer, area)) {
            problems.push(Problem::NoPsychosocialHelp { area });
        }
    }
    problems
        .into_iter()
        .map(|problem| Fault { file: WHOLE.to_owned(), line: None, offer: None, problem })
        .collect()
}

fn is_usable(offer: &Offer) -> bool {
    // Only the emergency number may be police: the others stand in answers to people who want no police.
    let police = offer.police == Police::No || offer.id.as_str() == NOTRUF_110;
    // The guide has to come through every hard rule of matching.
    let guide = offer.id.as_str() != STARKE_STELLE || offer.not_for.is_empty();
    offer.is_proposable()
        && offer.area == Area::Bund
        && offer.is_for_everybody()
        && !offer.phones.is_empty()
        && police
        && guide
}

fn is_psychosocial_for_everybody(offer: &Offer, area: Area) -> bool {
    let reaches = offer.area == Area::Bund || (offer.area == area && offer.region.is_none());
    reaches
        && offer.is_proposable()
        && offer.needs.contains(&Need::Psychosozial)
        && offer.is_for_everybody()
        && offer.police == Police::No
        && offer.not_for.is_empty()
        && offer.has_contact()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{essentials, faults, offer, problems};
    use super::super::{Directory, NOTRUF_112, Situation};
    use super::*;

    #[test]
    fn a_sound_offer_has_no_faults() {
        assert_eq!(problems(&[]), []);
    }

    #[test]
    fn an_offer_that_can_never_match_is_a_fault() {
        for field in ["needs", "situations", "audience", "channels"] {
            assert_eq!(problems(&[(field, "[]")]), [Problem::FieldEmpty { field }]);
        }
        for field in ["name", "organization", "source", "description", "editor_note"] {
            assert_eq!(problems(&[(field, "' '")]), [Problem::FieldEmpty { field }]);
        }
        assert_eq!(
            problems(&[("audience", r#"["alle", "ehrenamt"]"#)]),
            [Problem::AudienceMixed { audience: Audience::Ehrenamt }]
        );
        assert_eq!(
            problems(&[("not_for", r#"["belastung"]"#)]),
            [Problem::NotForContradicts { situation: Situation::Belastung }]
        );
        assert_eq!(
            problems(&[("needs", r#"["recht", "recht"]"#)]),
            [Problem::CodeRepeated { field: "needs", code: "recht" }]
        );
    }

    #[test]
    fn an_active_offer_must_show_something() {
        let uncertain = r#"[{ number = "0231 532009", certain = false }]"#;
        assert_eq!(problems(&[("phones", uncertain)]), [Problem::NothingToShow]);
        assert_eq!(problems(&[("phones", uncertain), ("description", "'Hilft.'")]), []);
        assert_eq!(problems(&[("phones", uncertain), ("status", "'under_review'")]), []);
    }

    #[test]
    fn numbers_and_addresses_must_be_usable() {
        let phones = |number: &str| format!("[{{ number = {number:?}, certain = false }}]");
        let unsayable = problems(&[("phones", &phones("Zentrale")), ("description", "'Hilft.'")]);
        assert_eq!(unsayable, [Problem::PhoneMalformed { number: "Zentrale".to_owned() }]);
        let emails = r#"[{ address = "beratung(at)example.org", certain = true }]"#;
        assert_eq!(
            problems(&[("emails", emails)]),
            [Problem::EmailMalformed { address: "beratung(at)example.org".to_owned() }]
        );
        for address in ["http://example.org", "https://", "https://exa mple.org", "example.org"] {
            let url = format!("{{ address = {address:?}, certain = true }}");
            assert_eq!(problems(&[("url", &url)]), [Problem::UrlMalformed { address: address.to_owned() }]);
        }
    }

    #[test]
    fn a_contact_hidden_in_a_text_is_a_fault() {
        for text in ["Auch 0800 1110222.", "Siehe www.example.org", "https://example.org", "an a@b.de"] {
            let description = format!("{text:?}");
            let expected = [Problem::ContactInText { field: "description" }];
            assert_eq!(problems(&[("description", &description)]), expected, "{text}");
        }
        assert_eq!(
            problems(&[("description", "'Seit 01.10.2024, § 51 BMG, 18 Stellen in 14 Ländern.'")]),
            []
        );
    }

    #[test]
    fn an_unpublished_number_may_not_stand_there_at_all() {
        assert_eq!(problems(&[("phone_unpublished", "true")]), [Problem::PhoneUnpublished]);
    }

    #[test]
    fn a_part_of_a_land_needs_name_and_keys_inside_it() {
        let in_bavaria = |changes: &[(&str, &str)]| -> Vec<Problem> {
            let changes = [&[("area", "'DE-BY'")], changes].concat();
            let by = offer("by-geprueft", &changes);
            let loaded = Directory::load(&[("bund.toml", &essentials()), ("by.toml", &by)]);
            loaded.err().unwrap_or_default().into_iter().map(|fault| fault.problem).collect()
        };
        assert_eq!(in_bavaria(&[("region", "'Stadt München'"), ("region_ags", "['09162']")]), []);
        assert_eq!(in_bavaria(&[("region_ags", "['09162']")]), [Problem::RegionWithoutName]);
        assert_eq!(in_bavaria(&[("region", "'Stadt München'")]), [Problem::RegionWithoutKeys]);
        for ags in ["05162", "09", "091620001", "09x"] {
            let keys = format!("[{ags:?}]");
            let expected = [Problem::RegionOutside { ags: ags.to_owned() }];
            assert_eq!(in_bavaria(&[("region", "'Teil'"), ("region_ags", &keys)]), expected);
        }
    }

    #[test]
    fn codes_of_language_and_dates_are_read_strictly() {
        assert_eq!(
            problems(&[("languages", "['Deutsch']")]),
            [Problem::LanguageMalformed { code: "Deutsch".to_owned() }]
        );
        for date in ["2025", "2025-01", "2025-01-31"] {
            assert_eq!(problems(&[("assured_date", &format!("{date:?}"))]), []);
        }
        for date in ["01/2025", "2025-13", "25-01-31"] {
            let expected = [Problem::DateMalformed { date: date.to_owned() }];
            assert_eq!(problems(&[("assured_date", &format!("{date:?}"))]), expected);
        }
    }

    #[test]
    fn ids_are_plain_and_stand_once() {
        let faults = faults(&format!("{}\n{}", offer("Zwei", &[]), offer(NOTRUF_112, &[])));
        let problems: Vec<_> = faults.into_iter().map(|fault| fault.problem).collect();
        assert_eq!(
            problems,
            [Problem::IdMalformed, Problem::IdRepeated { first: "bund.toml:39".to_owned() },]
        );
    }

    #[test]
    fn what_is_excluded_does_not_come_back_under_id_name_or_number() {
        let excluded = "[[excluded]]\nid = 'tot'\nname = 'Totes Telefon'\nreason = 'Eingestellt.'\n\
                        numbers = ['0800 000 9546']\n";
        let problems = |offer: String| -> Vec<Problem> {
            let text = format!("{}\n{offer}", essentials());
            let loaded = Directory::load(&[("bund.toml", &text), ("excluded.toml", excluded)]);
            loaded.err().unwrap_or_default().into_iter().map(|fault| fault.problem).collect()
        };
        let expected = [Problem::Excluded { reason: "Eingestellt.".to_owned() }];
        assert_eq!(problems(offer("tot", &[])), expected);
        assert_eq!(problems(offer("neu", &[("name", "'Totes Telefon'")])), expected);
        // Written another way, and not even marked as certain.
        let phones = "[{ number = '0800/0009546', certain = false }]";
        let expected = [Problem::NumberExcluded { number: "0800/0009546".to_owned() }];
        assert_eq!(problems(offer("neu", &[("phones", phones), ("description", "'Hilft.'")])), expected);
    }

    #[test]
    fn every_essential_offer_must_be_there_and_usable() {
        let loaded = Directory::load(&[]).err().unwrap_or_default();
        let missing = loaded.iter().filter(|fault| matches!(fault.problem, Problem::EssentialMissing { .. }));
        assert_eq!(missing.count(), ESSENTIAL.len());
        for (name, value) in [
            ("status", "'temporarily_closed'"),
            ("direct", "false"),
            ("audience", "['ehrenamt']"),
            ("motive", "'politisch'"),
            ("police", "'yes'"),
            ("phones", "[{ number = '0800 300 99 44', certain = false }]"),
        ] {
            let guide = offer(STARKE_STELLE, &[(name, value), ("description", "'Lotst.'")]);
            let text = essentials().replace(&offer(STARKE_STELLE, &[]), &guide);
            let loaded = Directory::load(&[("bund.toml", &text)]).err().unwrap_or_default();
            let expected = Problem::EssentialUnusable { id: STARKE_STELLE };
            assert!(loaded.iter().any(|fault| fault.problem == expected), "{name} = {value}");
        }
    }

    #[test]
    fn a_land_without_psychosocial_help_is_a_fault_unless_a_federal_offer_reaches_it() {
        let without = essentials().replace("psychosozial", "information");
        let bavarian = offer("by-hilfe", &[("area", "'DE-BY'")]);
        let loaded =
            Directory::load(&[("bund.toml", &without), ("by.toml", &bavarian)]).err().unwrap_or_default();
        let areas: Vec<_> = loaded.into_iter().map(|fault| fault.problem).collect();
        assert_eq!(areas.len(), 16, "fifteen Länder, and whoever tells none");
        assert!(!areas.contains(&Problem::NoPsychosocialHelp { area: Area::Land(Land::By) }));
        assert!(areas.contains(&Problem::NoPsychosocialHelp { area: Area::Bund }));
    }
}
