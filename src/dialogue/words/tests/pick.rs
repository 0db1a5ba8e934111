use proptest::prelude::*;
use serde::Deserialize;

use super::super::{Candidate, Options, Picked, outright, pick};
use super::LEXICON;
use crate::model::OptionId;

#[derive(Deserialize)]
struct Intake {
    step: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    id: String,
    kind: String,
    #[serde(default)]
    option: Vec<Opt>,
}

#[derive(Deserialize)]
struct Opt {
    id: String,
    #[serde(default)]
    words: Vec<String>,
}

/// Labels such as the locales give them, for the steps the tests talk about.
const LABELS: &[(&str, &str, &str)] = &[
    ("einwilligung", "ja", "Ja, ich bin einverstanden"),
    ("einwilligung", "mehr", "Mehr dazu"),
    ("gefahr", "ja", "🔴 Ja, jetzt gerade"),
    ("gefahr", "nein", "Nein, im Moment nicht"),
    ("rolle", "buergermeister_hauptamt", "Bürgermeisteramt, hauptamtlich"),
    ("rolle", "buergermeister_ehrenamt", "Bürgermeisteramt, ehrenamtlich"),
    ("rolle", "rat", "Gemeinderat, Stadtrat, Stadtverordnete"),
    ("vorfall", "verleumdung", "Lügen, üble Nachrede"),
    ("vorfall", "bedrohung", "Drohung"),
    ("vorfall", "noetigung", "Nötigung, Erpressung"),
    ("vorfall", "hass_im_netz", "Hass im Netz"),
    ("vorfall", "hassnachricht", "Hass per Brief, Mail, Anruf"),
    ("vorfall", "verwaltung", "Im Amt oder in der Sitzung"),
    ("vorfall", "belastung", "Angst, Erschöpfung"),
    ("polizei", "nicht", "Keine Polizei"),
    ("hilfe", "recht", "Rechtlicher Rat"),
];

/// The questions of the intake as it is shipped: the id of each step, and its options.
pub(super) fn intake() -> Vec<(String, Vec<Candidate>)> {
    steps().into_iter().map(|(step, candidates)| (step.id, candidates)).collect()
}

fn steps() -> Vec<(Step, Vec<Candidate>)> {
    let intake: Intake =
        toml::from_str(include_str!("../../../../content/intake.toml")).expect("intake.toml");
    let with_candidates = |step: Step| {
        let candidates = step.option.iter().map(|option| candidate(&step.id, option)).collect();
        (step, candidates)
    };
    intake.step.into_iter().map(with_candidates).collect()
}

fn candidate(step: &str, option: &Opt) -> Candidate {
    let label = LABELS.iter().find(|(of, id, _)| *of == step && *id == option.id);
    Candidate {
        id: OptionId::from(option.id.as_str()),
        label: label.map_or_else(|| option.id.replace('_', " "), |(_, _, label)| (*label).to_owned()),
        words: option.words.clone(),
    }
}

fn step(id: &str) -> (Step, Vec<Candidate>) {
    steps().into_iter().find(|(step, _)| step.id == id).expect("a step")
}

fn asked(id: &str) -> (Options, bool) {
    let (step, candidates) = step(id);
    (Options::new(candidates), step.kind == "several")
}

fn answer(step: &str, text: &str) -> Picked {
    let (options, several) = asked(step);
    pick(&LEXICON, &options, text, several)
}

fn one(id: &str) -> Picked {
    Picked::One(OptionId::from(id))
}

fn many(ids: &[&str], done: bool) -> Picked {
    Picked::Many { chosen: ids.iter().map(|id| OptionId::from(*id)).collect(), done }
}

fn unclear(ids: &[&str]) -> Picked {
    Picked::Unclear(ids.iter().map(|id| OptionId::from(*id)).collect())
}

#[test]
fn every_option_is_picked_by_id_label_number_and_word() {
    for (step, candidates) in steps() {
        let several = step.kind == "several";
        let options = Options::new(candidates.clone());
        for (at, candidate) in candidates.iter().enumerate() {
            let expected =
                if several { many(&[candidate.id.as_str()], false) } else { one(candidate.id.as_str()) };
            let number = at + 1;
            let mut ways = vec![
                candidate.id.to_string(),
                candidate.label.clone(),
                candidate.label.to_uppercase(),
                format!("{number}. {}", candidate.label),
                format!("👉 {}!", candidate.label),
                number.to_string(),
                format!("{number}."),
                format!("{number})"),
                format!("Nr. {number}"),
                format!("die {number}"),
            ];
            ways.extend(candidate.words.iter().cloned());
            for way in ways {
                assert_eq!(pick(&LEXICON, &options, &way, several), expected, "{}: {way}", step.id);
            }
        }
    }
}

#[test]
fn that_nobody_is_in_danger_is_understood() {
    for text in [
        "nein, niemand ist in Gefahr",
        "ich bin nicht in Gefahr",
        "nein ich bin nicht in gefahr",
        "Niemand",
        "Nein, gerade ist niemand in Gefahr",
        "keine Gefahr",
    ] {
        assert_eq!(answer("gefahr", text), one("nein"), "{text}");
    }
    for text in ["ja, ich bin in Gefahr", "ja, es ist jemand in Gefahr"] {
        assert_eq!(answer("gefahr", text), one("ja"), "{text}");
    }
}

#[test]
fn whoever_does_not_know_the_land_names_none() {
    for text in ["weiß nicht", "Ich weiß nicht", "keine Ahnung"] {
        assert_eq!(answer("land", text), one("keine_angabe"), "{text}");
    }
}

#[test]
fn numbers_in_words_and_out_of_range() {
    assert_eq!(answer("rolle", "drei"), one("landrat"));
    assert_eq!(answer("rolle", "die dritte"), one("landrat"));
    assert_eq!(answer("rolle", "zwölf"), one("andere_rolle"));
    for text in ["0", "13", "99", "99999999999999999999", "3.5.7.99"] {
        assert!(matches!(answer("rolle", text), Picked::Nothing), "{text}");
    }
    assert_eq!(answer("rolle", "3 oder 4"), unclear(&["landrat", "beigeordnete"]));
    assert_eq!(answer("rolle", "seit 3 Jahren"), Picked::Nothing);
}

#[test]
fn several_at_once() {
    let three = ["bedrohung", "hass_im_netz", "doxing_feindesliste"];
    for text in ["3, 5 und 7", "3 5 7", "3,5,7", "drei, fünf und sieben", "3. 5. 7.", "7 3 5 3"] {
        assert_eq!(answer("vorfall", text), many(&three, false), "{text}");
    }
    assert_eq!(answer("vorfall", "1-3"), many(&["beleidigung", "verleumdung", "bedrohung"], false));
    assert_eq!(answer("vorfall", "1 bis 3"), many(&["beleidigung", "verleumdung", "bedrohung"], false));
    assert_eq!(
        answer("vorfall", "bedrohung und hassnachricht"),
        many(&["bedrohung", "hassnachricht"], false)
    );
    assert_eq!(
        answer("vorfall", "bedrohung, hass im netz, fertig"),
        many(&["bedrohung", "hass_im_netz"], true)
    );
    assert_eq!(answer("vorfall", "Drohung und 5"), many(&["bedrohung"], false));
    assert_eq!(answer("vorfall", "3 5 fertig"), many(&["bedrohung", "hass_im_netz"], true));
    assert_eq!(answer("vorfall", "Drohung, das war alles"), many(&["bedrohung"], true));
    assert_eq!(
        answer("hilfe", "Recht, Presse und Geld"),
        many(&["recht", "kommunikation", "finanziell"], false)
    );
    assert_eq!(answer("vorfall", "3, 99"), Picked::Nothing);
}

#[test]
fn done_alone_and_done_with_something_strange() {
    assert_eq!(answer("vorfall", "fertig"), many(&[], true));
    assert_eq!(answer("vorfall", "Nein, das war alles."), many(&[], true));
    assert_eq!(answer("vorfall", "xyzzy fertig"), Picked::Nothing);
    assert_eq!(answer("rolle", "fertig"), Picked::Nothing);
}

#[test]
fn an_option_is_heard_in_a_sentence() {
    assert_eq!(answer("rolle", "ich bin im Gemeinderat"), one("rat"));
    assert_eq!(answer("rolle", "Ich sitze im Rat meiner Gemeinde"), one("rat"));
    assert_eq!(
        answer("rolle", "Ich bin ehrenamtlicher Bürgermeister in einem Dorf"),
        one("buergermeister_ehrenamt")
    );
    assert_eq!(
        answer("vorfall", "Ich wurde bedroht und beleidigt"),
        many(&["beleidigung", "bedrohung"], false)
    );
    assert_eq!(
        answer("vorfall", "ich wurde nicht nur beleidigt, sondern auch bedroht"),
        many(&["beleidigung", "bedrohung"], false)
    );
    assert_eq!(answer("gefahr", "Ja, ich bin in Gefahr"), one("ja"));
    assert_eq!(answer("gefahr", "nein, ich bin nicht in Gefahr"), one("nein"));
    assert_eq!(answer("polizei", "ich weiß nicht so recht, vielleicht"), one("unsicher"));
    assert_eq!(answer("rolle", "ich bin Kreisrat und Gemeinderat"), unclear(&["rat", "kreistag"]));
}

#[test]
fn a_part_of_a_label_is_asked_back() {
    assert_eq!(
        answer("rolle", "Bürgermeisteramt"),
        unclear(&["buergermeister_hauptamt", "buergermeister_ehrenamt"])
    );
    assert_eq!(
        answer("rolle", "ich bin Bürgermeister"),
        unclear(&["buergermeister_hauptamt", "buergermeister_ehrenamt"])
    );
    assert_eq!(answer("vorfall", "in einer Sitzung"), many(&["verwaltung"], false));
}

#[test]
fn what_is_negated_asked_or_doubted_is_not_picked() {
    for text in [
        "keine Drohung",
        "Es war keine Drohung",
        "bedroht wurde ich nicht",
        "keine Drohungen und Beleidigungen",
        "Was ist eine Drohung genau?",
        "ohne Drohung",
    ] {
        assert_eq!(answer("vorfall", text), Picked::Nothing, "{text}");
    }
    assert_eq!(answer("vorfall", "keine Drohung, aber Beleidigung"), many(&["beleidigung"], false));
    for text in [
        "ja aber was passiert mit meinen Daten",
        "das ist ja schlimm",
        "Ja, wenn das anonym ist",
        "wozu soll ich einverstanden sein?",
        "ich bin damit nicht so ganz einverstanden",
        "keine frau",
    ] {
        assert_eq!(answer("einwilligung", text), Picked::Nothing, "{text}");
    }
    assert_eq!(answer("anliegen", "keine frau"), Picked::Nothing);
    assert_eq!(answer("rolle", "ich weiß nicht, ob ich hier richtig bin"), Picked::Nothing);
}

#[test]
fn yes_and_no_in_other_words() {
    for text in ["jep", "jo", "klar", "Genau!", "ja bitte", "👍", "ja klar"] {
        assert_eq!(answer("einwilligung", text), one("ja"), "{text}");
    }
    for text in ["nö", "nee", "nein danke", "👎", "auf keinen Fall"] {
        assert_eq!(answer("einwilligung", text), one("nein"), "{text}");
    }
    assert_eq!(answer("polizei", "jep"), one("angezeigt"));
    assert_eq!(answer("rolle", "ja"), Picked::Nothing);
}

#[test]
fn slips_are_forgiven_if_one_option_is_meant() {
    assert_eq!(answer("vorfall", "Belidigung"), many(&["beleidigung"], false));
    assert_eq!(answer("vorfall", "Sachbeschädigng"), many(&["sachbeschaedigung"], false));
    assert_eq!(answer("rolle", "Gemeindrat"), one("rat"));
    assert_eq!(answer("rolle", "ich bin im Gemeindrat"), one("rat"));
    assert_eq!(answer("vorfall", "Notigung"), many(&["noetigung"], false));
    assert_eq!(answer("rolle", "Rad"), Picked::Nothing);
}

#[test]
fn only_what_names_an_option_outright_goes_before_a_command() {
    let outright = |step: &str, text: &str| outright(&LEXICON, &asked(step).0, text).map(|id| id.to_string());
    for (step, text, option) in [
        ("hilfe", "sprechen", Some("sprechen")),
        ("pruefen", "Alles löschen!", Some("loeschen")),
        ("pruefen", "4", Some("loeschen")),
        ("gefahr", "nö", Some("nein")),
        ("hilfe", "ich möchte mit einem Menschen sprechen", None),
        ("hilfe", "Hilfe", None),
        ("vorfall", "3, 5", None),
        ("vorfall", "99", None),
    ] {
        assert_eq!(outright(step, text).as_deref(), option, "{step}: {text}");
    }
}

#[test]
fn a_huge_message_is_read_in_passing() {
    let huge = "Drohung und Hass im Netz, ".repeat(100_000);
    assert_eq!(answer("vorfall", &huge), many(&["bedrohung", "hass_im_netz"], false));
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in any::<String>(), several: bool) {
        let (options, _) = asked("vorfall");
        let _ = pick(&LEXICON, &options, &text, several);
    }

    #[test]
    fn chosen_options_stand_in_the_order_of_the_question(numbers in proptest::collection::vec(1_usize..=16, 1..6)) {
        let (_, candidates) = step("vorfall");
        let options = Options::new(candidates.clone());
        let text = numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let mut sorted = numbers;
        sorted.sort_unstable();
        sorted.dedup();
        let chosen = sorted.iter().map(|number| candidates[number - 1].id.clone()).collect();
        prop_assert_eq!(pick(&LEXICON, &options, &text, true), Picked::Many { chosen, done: false });
    }

    #[test]
    fn what_is_picked_was_asked(text in "[a-zäöüß0-9 ,.?]{0,60}") {
        let (_, candidates) = step("rolle");
        let options = Options::new(candidates.clone());
        if let Picked::One(id) = pick(&LEXICON, &options, &text, false) {
            prop_assert!(candidates.iter().any(|candidate| candidate.id == id));
        }
    }
}
