//! What counts as an answer, at every step.

use lotse::dialogue::words::Place;
use lotse::dialogue::{Answer, ContactInput, Evidence, Kind, Say, Stage};
use lotse::model::{Land, Private};

use super::{Person, messages, options, picture, question, steps};
use crate::stage::content;

#[test]
fn an_option_is_known_by_its_number_its_id_its_label_and_its_words() {
    let (scene, _) = content();
    let mut wrong = Vec::new();
    for step in scene.intake.steps() {
        if !matches!(step.kind, Kind::Choice | Kind::Several) {
            continue;
        }
        let asked = Person::at(step.id.as_str());
        for (number, option) in (1..).zip(&step.options) {
            let label = &scene.labels.options[&(step.id.clone(), option.id.clone())];
            let mut forms = vec![number.to_string(), option.id.to_string(), label.clone()];
            forms.extend(option.words.clone());
            for form in forms {
                let mut person = asked.clone();
                person.says(&form);
                if step.kind == Kind::Several && person.step() == Some(step.id.as_str()) {
                    person.says("fertig");
                }
                let chosen = person.answer(step.id.as_str()).map(Answer::options).unwrap_or_default();
                if chosen != [option.id.clone()] {
                    wrong.push(format!("{}: {form:?} became {chosen:?}, not {}", step.id, option.id));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_land_is_known_by_its_number_its_name_and_its_code() {
    let (_, texts) = content();
    for (number, (land, name)) in (1..).zip(texts.laender()) {
        for form in [number.to_string(), name.clone(), land.iso().to_owned(), format!("in {name}")] {
            let mut person = Person::at("land");
            person.says(&form);
            assert_eq!(person.answer("land"), Some(&Answer::Land(land)), "{form}");
        }
    }
    let mut person = Person::at("land");
    person.says("17");
    assert_eq!(person.answer("land").unwrap().options(), options(&["keine_angabe"]));
}

#[test]
fn a_place_in_several_laender_is_asked_back_and_its_numbers_are_those_that_are_shown() {
    for name in ["Neustadt", "Mühlhausen", "Frankfurt", "Freiberg"] {
        let mut person = Person::at("land");
        let reply = person.says(name);
        let Some(Say::WhichLand { laender }) = reply.says.last() else {
            assert_ne!(person.step(), Some("land"), "{name} is neither asked back nor understood");
            continue;
        };
        let shown = messages(&reply.says).pop().unwrap();
        assert!(laender.len() > 1, "{name}");
        for (number, choice) in (1..).zip(shown.choices.iter().filter(|choice| choice.id.starts_with("DE-")))
        {
            let mut answering = person.clone();
            answering.says(&number.to_string());
            let land = Land::from_iso(&choice.id).unwrap();
            assert_eq!(answering.answer("land"), Some(&Answer::Land(land)), "{name}: {number}");
        }
    }
}

#[test]
fn every_land_that_has_the_place_can_be_chosen() {
    let (scene, texts) = content();
    for name in ["Neustadt", "Bayern oder Hessen"] {
        let Place::Ambiguous(has_it) = scene.places.find(name) else { panic!("{name} is in several") };
        for (land, called) in texts.laender().into_iter().filter(|(land, _)| has_it.contains(land)) {
            let mut person = Person::at("land");
            let reply = person.says(name);
            assert!(
                messages(&reply.says).iter().any(|shown| shown.text.contains("mehrere Länder")),
                "{name}"
            );
            person.says(&called);
            assert_eq!(person.answer("land"), Some(&Answer::Land(land)), "{name}");
        }
    }
}

#[test]
fn the_name_of_a_place_is_no_command_however_like_one_it_looks() {
    let mut person = Person::at("land");
    let reply = person.says("Neustadt");
    assert!(!reply.says.contains(&Say::ConfirmRestart), "„Neustadt“ was read as „Neustart“");
}

#[test]
fn a_postcode_is_neither_needed_nor_kept() {
    let mut person = Person::at("land");
    let reply = person.says("93333");
    assert_eq!(reply.says[0], Say::PostcodeNotNeeded);
    assert_eq!(person.step(), Some("land"));
    assert!(!serde_json::to_string(&person.talk).unwrap().contains("93333"));
}

#[test]
fn several_answers_come_one_by_one_or_all_at_once() {
    let mut person = Person::at("vorfall");
    person.says("Drohung");
    let reply = person.says("Beleidigung");
    let chosen = options(&["beleidigung", "bedrohung"]);
    assert!(reply.says.contains(&Say::Noted { step: "vorfall".into(), chosen: chosen.clone() }));
    person.says("fertig");
    assert_eq!(person.answer("vorfall"), Some(&Answer::Several(chosen.clone())));
    for line in ["Beleidigung und Drohung", "1, 3", "1 3", "Drohung, Beleidigung. Das war alles.", "3\n1"] {
        let mut person = Person::at("vorfall");
        person.says(line);
        assert_eq!(person.answer("vorfall"), Some(&Answer::Several(chosen.clone())), "{line}");
    }
}

#[test]
fn no_answer_is_kept_by_half() {
    let mut person = Person::at("hilfe");
    person.says("sprechen, recht");
    assert_eq!(person.answer("hilfe"), Some(&Answer::Several(options(&["sprechen", "recht"]))));
    let mut person = Person::at("vorfall");
    let reply = person.says("3, 99");
    assert!(reply.says.contains(&Say::NotUnderstood));
    assert_eq!(question(&reply).unwrap().chosen, options(&[]));
}

#[test]
fn a_tap_chooses_and_a_second_tap_takes_it_back() {
    let mut person = Person::at("vorfall");
    person.taps("vorfall", "bedrohung");
    person.taps("vorfall", "beleidigung");
    person.taps("vorfall", "bedrohung");
    person.taps("vorfall", "fertig");
    assert_eq!(person.answer("vorfall"), Some(&Answer::Several(options(&["beleidigung"]))));
}

#[test]
fn done_before_anything_is_chosen_is_told() {
    let mut person = Person::at("vorfall");
    assert!(person.says("fertig").says.contains(&Say::NothingChosen));
    assert_eq!(person.step(), Some("vorfall"));
}

#[test]
fn a_tap_on_an_old_message_does_not_answer_another_question() {
    let mut person = Person::at("polizei");
    let reply = person.taps("details", "ja");
    assert_eq!(reply.says[0], Say::StaleChoice);
    assert_eq!(question(&reply).unwrap().step.as_str(), "polizei");
    assert_eq!((person.answer("polizei"), person.answer("details")), (None, None));
    person.taps("gefahr", "ja");
    assert_eq!(person.answer("gefahr").unwrap().options(), options(&["nein"]));
}

#[test]
fn a_file_is_taken_where_evidence_is_asked_for_and_nowhere_else() {
    for step in steps() {
        let mut person = Person::at(&step);
        let before = person.talk.clone().unwrap().answers().clone();
        let reply = person.does(&picture());
        if step == "belege" {
            assert_eq!(reply.says, [Say::EvidenceNoted { count: 1 }]);
        } else {
            assert_eq!(reply.says[0], Say::FileNotNow, "{step}");
            assert_eq!(*person.talk.clone().unwrap().answers(), before, "{step}");
        }
        assert_eq!(person.step(), Some(step.as_str()));
    }
}

#[test]
fn what_cannot_be_read_is_told_at_every_step() {
    for step in steps() {
        let mut person = Person::at(&step);
        let reply = person.does(&ContactInput::Unreadable);
        assert_eq!((reply.says[0].clone(), person.step()), (Say::CannotRead, Some(step.as_str())));
    }
}

#[test]
fn words_are_taken_up_to_the_limit_and_not_one_more() {
    for (step, most) in [("name", 80), ("schilderung", 8000)] {
        let mut person = Person::at(step);
        let reply = person.says(&"ä".repeat(most + 1));
        assert_eq!(reply.says[0], Say::TooLong { most_chars: u32::try_from(most).unwrap() });
        assert_eq!((person.step(), person.answer(step)), (Some(step), None));
        person.says(&"ä".repeat(most));
        assert_eq!(person.answer(step), Some(&Answer::Text(Private::new("ä".repeat(most)))));
    }
}

#[test]
fn evidence_is_taken_up_to_the_limit() {
    let mut person = Person::at("belege");
    for number in 1..=20 {
        assert_eq!(person.says(&format!("Brief {number}")).says, [Say::EvidenceNoted { count: number }]);
    }
    assert_eq!(person.does(&picture()).says, [Say::EvidenceFull { most_items: 20 }]);
    person.says("fertig");
    let Some(Answer::Evidence(pieces)) = person.answer("belege") else { panic!("no evidence") };
    assert_eq!(pieces.len(), 20);
    assert_eq!(pieces[19], Evidence::Words(Private::from("Brief 20")));
    assert_eq!(person.step(), Some("pruefen"));
}

#[test]
fn an_option_wins_over_a_word_for_any_time_and_a_slash_over_both() {
    let mut person = Person::at("pruefen");
    person.says("ändern");
    let mut other = person.clone();
    person.says("hilfe");
    assert_eq!(person.step(), Some("hilfe"), "„hilfe“ is the name of a step here");
    assert!(other.says("/hilfe").says.contains(&Say::Help));
    assert_eq!(*other.stage(), Stage::Changing);
    let mut person = Person::at("pruefen");
    assert!(matches!(person.says("angebote").says[0], Say::Offers { .. }));
    assert!(person.says("loeschen").says.contains(&Say::ConfirmDelete));
}
