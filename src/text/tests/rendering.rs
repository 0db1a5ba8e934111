//! What comes out: every sample, with the real texts and the real help network.

use std::collections::BTreeSet;

use super::files::contact_details;
use super::samples;
use super::scene::{MATRIX, Scene, alternatives, now};
use crate::desk::Notice;
use crate::dialogue::{Kind, Occasion, Question, Relayed, Say};
use crate::directory::{Directory, Match, MotiveGate, NOTRUF_110, Police, Reason, TELEFONSEELSORGE};
use crate::model::{CaseNumber, Channel, Choice, Land, Message, OfferId, OptionId, Private, StepId};
use crate::text::pages::length;
use crate::text::{Finding, SCREEN_CHARS, Surroundings};

/// Every sample of both speakers, rendered: what contacts read on every channel, with every kind of settings.
fn everything(scene: &Scene) -> Vec<Message> {
    let mut messages = Vec::new();
    for say in samples::says(scene) {
        for channel in [Channel::Terminal, Channel::Matrix, Channel::Telegram] {
            for alternatives in alternatives() {
                messages.extend(scene.texts.contact(&say, &scene.on(channel, &alternatives)));
            }
        }
    }
    let around = scene.surroundings();
    messages.extend(samples::notices(scene).iter().flat_map(|notice| scene.texts.desk(notice, &around)));
    messages
}

fn text_of(messages: &[Message]) -> String {
    messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

fn said(scene: &Scene, say: &Say) -> String {
    text_of(&scene.texts.contact(say, &scene.surroundings()))
}

fn ask(scene: &Scene, step: &str, chosen: &[&str]) -> Message {
    let chosen = chosen.iter().map(|option| OptionId::from(*option)).collect();
    let say = Say::Question(Question {
        step: StepId::from(step),
        progress: None,
        chosen,
        repeated: false,
        caution: None,
    });
    scene.texts.contact(&say, &scene.surroundings()).pop().unwrap()
}

fn ids(choices: &[Choice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.id.as_str()).collect()
}

#[test]
fn everything_is_said_in_whole_sentences_that_fit_a_screen() {
    for message in everything(&Scene::real()) {
        let text = &message.text;
        assert!(!text.trim().is_empty() && text.trim() == text, "{text:?}");
        assert!(!text.contains(['{', '}', '⟨', '⟩']), "a text or a value is missing: {text}");
        assert!(!text.contains(['\u{2068}', '\u{2069}']), "invisible marks: {text}");
        assert!(!text.contains("\n\n\n") && !text.contains("  "), "{text}");
        assert!(length(text) <= SCREEN_CHARS, "{} characters: {text}", length(text));
        let unique: BTreeSet<_> = ids(&message.choices).into_iter().collect();
        assert_eq!(unique.len(), message.choices.len(), "{text}");
        for choice in &message.choices {
            assert!(!choice.label.is_empty() && choice.label.chars().count() <= 42, "{}", choice.label);
            assert!(!choice.label.contains(['{', '⟨']), "{}", choice.label);
        }
    }
}

#[test]
fn the_same_is_said_in_the_same_words_every_time() {
    assert!(everything(&Scene::real()) == everything(&Scene::real()));
}

#[test]
fn every_number_address_and_link_comes_from_the_directory() {
    let scene = Scene::real();
    let mut known = MATRIX.to_owned();
    for offer in scene.directory.iter() {
        let details = offer.phones.iter().chain(&offer.emails).chain(&offer.url);
        known.extend(details.flat_map(|detail| [detail.as_str(), "\n"]));
        known.push_str(&offer.name);
        known.push_str(offer.description.as_deref().unwrap_or_default());
        if let Some(assured) = offer.assured_date {
            known.push_str(&assured.to_string());
        }
    }
    let mut seen = 0;
    for message in everything(&scene) {
        // The numbers of a long list of offers are ours.
        let lines = message.text.lines().map(|line| match line.split_once(". ") {
            Some((number, rest)) if number.parse::<u32>().is_ok() => rest,
            Some(_) | None => line,
        });
        for detail in lines.flat_map(contact_details) {
            assert!(known.contains(&detail), "{detail} in: {}", message.text);
            seen += 1;
        }
    }
    assert!(seen > 100, "only {seen} contact details seen");
}

#[test]
fn the_laender_are_offered_by_name_with_a_way_not_to_say() {
    let scene = Scene::real();
    let question = ask(&scene, "land", &[]);
    assert_eq!(question.choices.len(), 17);
    assert_eq!(ids(&question.choices)[..3], ["DE-BW", "DE-BY", "DE-BE"]);
    assert_eq!(ids(&question.choices)[15..], ["DE-TH", "keine_angabe"]);
    let which =
        scene.texts.contact(&Say::WhichLand { laender: vec![Land::Sh, Land::By] }, &scene.surroundings());
    assert_eq!(ids(&which[0].choices), ["DE-SH", "DE-BY", "keine_angabe"], "in the order of the question");
    assert_eq!(which[0].step, Some(StepId::from("land")));
}

#[test]
fn what_is_chosen_is_ticked_and_keeps_its_number() {
    let scene = Scene::real();
    let before = ask(&scene, "vorfall", &[]);
    let after = ask(&scene, "vorfall", &["bedrohung"]);
    assert_eq!(before.choices[2].label, "Drohung");
    assert_eq!(after.choices[2].label, "✓ Drohung");
    assert_eq!(ids(&after.choices)[..16], ids(&before.choices)[..]);
    assert_eq!(ids(&after.choices)[16..], ["fertig"]);
    assert!(after.text.contains("Bisher gewählt: Drohung"));
}

#[test]
fn only_what_can_be_skipped_says_so() {
    let scene = Scene::real();
    for step in scene.intake.steps() {
        let question = ask(&scene, step.id.as_str(), &[]);
        let footer = question.text.lines().last().unwrap();
        assert_eq!(footer.contains("überspringen"), step.skippable(), "{}", step.id);
        let button = ids(&question.choices).contains(&"ueberspringen");
        let has_room = step.options.len() <= 6 && step.kind != Kind::Place;
        assert_eq!(button, step.skippable() && has_room, "{}", step.id);
    }
}

#[test]
fn labels_are_what_is_shown() {
    let scene = Scene::real();
    let labels = scene.texts.labels(&scene.intake);
    for step in scene.intake.steps() {
        for choice in ask(&scene, step.id.as_str(), &[]).choices.iter().filter(|choice| !choice.word) {
            let option = OptionId::from(choice.id.as_str());
            let land = Land::from_iso(&choice.id).and_then(|land| labels.laender.get(&land));
            let known = labels.options.get(&(step.id.clone(), option)).or(land);
            assert_eq!(known, Some(&choice.label));
        }
    }
    assert_eq!(labels.steps[&StepId::from("rolle")], "Amt oder Aufgabe");
}

#[test]
fn words_for_any_time_have_no_number() {
    let scene = Scene::real();
    let question = ask(&scene, "thema", &["praevention"]);
    let (words, answers): (Vec<_>, Vec<_>) = question.choices.into_iter().partition(|choice| choice.word);
    assert_eq!(ids(&words), ["fertig", "ueberspringen", "mensch"]);
    assert_eq!(answers.len(), 6);
    let confirm = scene.texts.contact(&Say::ConfirmDelete, &scene.surroundings());
    assert!(confirm[0].choices.iter().all(|choice| !choice.word));
}

#[test]
fn the_emergency_card_begins_with_whom_it_is_about() {
    let scene = Scene::real();
    let card = |crisis| {
        let say = Say::Emergency { crisis, land: None, rests: false };
        scene.texts.contact(&say, &scene.surroundings()).remove(0)
    };
    assert_eq!(card(false).offers[0], OfferId::from(NOTRUF_110));
    assert_eq!(card(true).offers[0], OfferId::from(TELEFONSEELSORGE));
    assert_eq!(card(true).offers.len(), 3);
    assert!(card(true).text.contains("TelefonSeelsorge: 0800 1110111 – rund um die Uhr"));
    assert!(!card(false).text.contains("110: 110"));
}

/// The real directory with one more Bavarian line that answers day and night.
fn with_bavarian_line(scene: &mut Scene) {
    let line = "[[offer]]\nid = 'by-nacht'\nname = 'Nachtlinie'\norganization = 'Verein'\n\
        description = 'Hört zu.'\narea = 'DE-BY'\nneeds = ['psychosozial']\nsituations = ['belastung']\n\
        audience = ['alle']\nmotive = 'alle'\npolice = 'no'\nanonymous = 'ja'\ncost = 'kostenfrei'\n\
        channels = ['telefon']\nphones = [{ number = '089 1234567', certain = true }]\n\
        schedule = { text = 'rund um die Uhr', around_the_clock = true, certain = true }\n\
        status = 'active'\npriority = 9\nsource = 'Probe'\nconfidence = 'high'\n";
    let files = super::scene::offer_files();
    let files: Vec<(String, String)> = files
        .into_iter()
        .map(|(name, text)| if name == "by.toml" { (name, format!("{text}\n{line}")) } else { (name, text) })
        .collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    scene.directory = Directory::load(&files).unwrap();
}

#[test]
fn a_land_that_is_told_adds_its_own_lines_to_the_emergency_card() {
    let mut scene = Scene::real();
    with_bavarian_line(&mut scene);
    let card = |land| said(&scene, &Say::Emergency { crisis: true, land, rests: false });
    let bavarian = "Rund um die Uhr, Bayern:\n\nNachtlinie: 089 1234567 – rund um die Uhr";
    assert!(card(Some(Land::By)).contains(bavarian), "{}", card(Some(Land::By)));
    assert!(!card(Some(Land::Be)).contains("Nachtlinie") && !card(None).contains("Nachtlinie"));
    assert!(!card(Some(Land::Be)).contains("Berlin"), "no heading without a line");
}

#[test]
fn who_turns_to_the_police_is_told_that_it_must_investigate() {
    let scene = Scene::real();
    let mut police = 0;
    for offer in scene.directory.iter().filter(|offer| offer.police == Police::Yes) {
        let matches =
            vec![Match { offer: offer.id.clone(), reasons: vec![Reason::Guide], only_if_motive: false }];
        let text = said(&scene, &Say::Offers { matches, occasion: Occasion::Result });
        assert!(text.contains("Erfährt sie von einer Straftat, muss sie ermitteln."), "{text}");
        police += 1;
    }
    assert!(police > 10);
    let card = said(&scene, &Say::Emergency { crisis: false, land: None, rests: false });
    assert!(card.contains("Erfährt die Polizei von einer Straftat, muss sie ermitteln."));
}

#[test]
fn an_offer_tells_why_it_is_there_and_how_old_its_facts_are() {
    let scene = Scene::real();
    let reasons = vec![
        Reason::Land(Land::By),
        Reason::Land(Land::Be),
        Reason::Need(crate::directory::Need::Recht),
        Reason::Nationwide,
    ];
    let matched =
        |offer: &str| Match { offer: offer.into(), reasons: reasons.clone(), only_if_motive: false };
    let say = Say::Offers { matches: vec![matched("starke-stelle")], occasion: Occasion::Result };
    let text = said(&scene, &say);
    assert!(
        text.contains(
            "Vorgeschlagen, weil Sie Rechtsberatung suchen, weil es in ganz Deutschland hilft, \
             weil Sie Bayern angegeben haben.\n"
        ),
        "{text}"
    );
    assert!(text.contains("\n\n1. starke Stelle\n"), "{text}");
    assert!(text.ends_with("\nStand: Januar 2025"), "{text}");
    let later = Surroundings { today: jiff::civil::date(2027, 2, 2), ..scene.surroundings() };
    let text = text_of(&scene.texts.contact(&say, &later));
    assert!(text.ends_with("\nStand: Januar 2025, bitte vorher prüfen"), "{text}");
    let text =
        said(&scene, &Say::Offers { matches: vec![matched("hilfe-info")], occasion: Occasion::Result });
    assert!(text.ends_with("\nAngaben noch nicht bestätigt"), "{text}");
    assert!(text.contains("Den Kontakt sucht die starke Stelle gern für Sie heraus."), "{text}");
}

#[test]
fn an_offer_for_a_part_of_a_land_or_for_one_motive_says_so() {
    let scene = Scene::real();
    let regional = scene.directory.iter().find(|offer| offer.region.is_some()).unwrap();
    let matched = Match { offer: regional.id.clone(), reasons: vec![Reason::Guide], only_if_motive: false };
    let text = said(&scene, &Say::Offers { matches: vec![matched], occasion: Occasion::Result });
    assert!(text.contains(&format!("(nur {})", regional.region.as_ref().unwrap().name)), "{text}");
    let gated = scene.directory.iter().find(|offer| offer.motive != MotiveGate::Alle).unwrap();
    let matched =
        |only_if_motive| Match { offer: gated.id.clone(), reasons: vec![Reason::Guide], only_if_motive };
    let text = |only| said(&scene, &Say::Offers { matches: vec![matched(only)], occasion: Occasion::Result });
    assert!(text(true).contains("Nur, wenn das Motiv passt: "), "{}", text(true));
    assert!(!text(false).contains("Nur, wenn das Motiv passt: "));
}

#[test]
fn each_message_names_the_offers_it_shows_and_never_more_than_three() {
    let scene = Scene::real();
    let matches = samples::every_match(&scene);
    let all: Vec<OfferId> = matches.iter().map(|matched| matched.offer.clone()).collect();
    let messages =
        scene.texts.contact(&Say::Offers { matches, occasion: Occasion::Asked }, &scene.surroundings());
    let shown: Vec<OfferId> = messages.iter().flat_map(|message| message.offers.clone()).collect();
    assert_eq!(shown, all);
    assert!(messages.iter().all(|message| message.offers.len() <= 3));
    for message in &messages {
        for offer in &message.offers {
            let name = &scene.directory.get(offer).unwrap().name;
            assert!(message.text.contains(name.as_str()), "{name}");
        }
    }
}

#[test]
fn the_navigator_reads_the_words_that_the_contact_saw() {
    let scene = Scene::real();
    for sheet in samples::sheets(&scene) {
        let preview = said(&scene, &Say::SheetPreview(sheet.clone()));
        let notice = Notice::Sheet { case: CaseNumber(42), sheet };
        let desk = text_of(&scene.texts.desk(&notice, &scene.surroundings()));
        let rows = |text: &str| {
            text.lines().filter(|line| !line.is_empty()).skip(1).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(rows(&preview), rows(&desk));
    }
}

#[test]
fn a_card_tells_the_case_and_nothing_about_the_person() {
    let scene = Scene::real();
    let waiting = samples::cards(&scene).pop().unwrap();
    let text = text_of(&scene.texts.desk(&Notice::Card(waiting), &scene.surroundings()));
    assert!(text.starts_with("Fall 42 wartet\nEilig\nLand: Bayern\nThema: Beleidigung; "), "{text}");
    assert!(text.ends_with("Wartet seit: Mo 23.11., 10:02 Uhr\nÜbernehmen: !übernehmen 42"), "{text}");
    assert_eq!(now().to_string(), "2026-11-23T09:02:00Z", "an hour earlier than in Germany");
}

#[test]
fn a_persons_own_words_arrive_as_they_are() {
    let scene = Scene::real();
    let words = "{ $name } „Hallo“ *\n\n\n{ \"x\" }  <b>&amp;</b>";
    let text = said(&scene, &Say::FromNavigator(Private::from(words)));
    assert_eq!(text, format!("Lotsin der starken Stelle (ein Mensch schreibt):\n{words}"));
    let named = Surroundings { navigator_name: Some("Anna, starke Stelle"), ..scene.surroundings() };
    let text = text_of(&scene.texts.contact(&Say::FromNavigator(Private::from(words)), &named));
    assert!(text.starts_with("Anna, starke Stelle (ein Mensch schreibt):\n"), "{text}");
    let relayed = Relayed::Text(Private::from(words));
    let notice = Notice::FromContact { case: CaseNumber(42), relayed };
    let text = text_of(&scene.texts.desk(&notice, &scene.surroundings()));
    assert!(text.ends_with(&format!(":\n{words}")), "{text}");
}

#[test]
fn the_promised_periods_are_the_ones_that_are_kept() {
    use crate::privacy::retention::{CLOSED_CASE_DAYS, EVENT_KEY_DAYS, INTAKE_DAYS, UNCONSENTED_HOURS};
    let scene = Scene::real();
    let consent = ask(&scene, "einwilligung", &[]).text;
    let notice = said(&scene, &Say::PrivacyNotice);
    for text in [&consent, &notice] {
        assert!(text.contains(&format!("{UNCONSENTED_HOURS} Stunden")), "{text}");
        assert!(text.contains(&format!("nach {INTAKE_DAYS} Tagen")), "{text}");
        assert!(text.contains(&format!("nach {CLOSED_CASE_DAYS} Tagen")), "{text}");
    }
    assert!(notice.contains(&format!("bleibt {EVENT_KEY_DAYS} Tage")), "{notice}");
}

#[test]
fn every_finding_is_one_whole_line_and_a_fault_says_so() {
    let scene = Scene::real();
    for finding in samples::findings() {
        let line = scene.texts.finding(&finding);
        assert!(!line.trim().is_empty() && !line.contains(['\n', '{', '}', '⟨', '⟩']), "{line}");
        assert_eq!(line.starts_with("FEHLER "), finding.is_fault(), "{line}");
    }
    let verdict = |faults| scene.texts.finding(&Finding::Verdict { faults });
    assert_eq!([verdict(0), verdict(1), verdict(7)], ["Alles in Ordnung.", "Ein Fehler.", "7 Fehler."]);
}
