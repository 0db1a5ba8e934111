//! On, back, over: the ways through the intake.

use lotse::dialogue::{Answer, Say, Stage};

use super::{INFORMATION_WAY, LONG_WAY, Person, steps};

#[test]
fn the_two_ways_lead_through_every_step_of_the_intake() {
    let mut visited: Vec<&str> = LONG_WAY.iter().chain(&INFORMATION_WAY).map(|(step, _)| *step).collect();
    visited.push("pruefen");
    let missed: Vec<_> = steps().into_iter().filter(|step| !visited.contains(&step.as_str())).collect();
    assert_eq!(missed, Vec::<String>::new(), "add them to a way, or these tests do not know them");
    for way in [&LONG_WAY[..], &INFORMATION_WAY[..]] {
        let mut person = Person::greeted();
        for (step, answer) in way {
            assert_eq!(person.step(), Some(*step));
            person.says(answer);
        }
        assert_eq!(person.step(), Some("pruefen"));
    }
}

#[test]
fn every_step_can_be_skipped_but_the_consent_and_the_last() {
    for step in steps() {
        let mut person = Person::at(&step);
        let reply = person.says("überspringen");
        if ["einwilligung", "pruefen"].contains(&step.as_str()) {
            assert!(reply.says.contains(&Say::CannotSkip), "{step}");
            assert_eq!(person.step(), Some(step.as_str()));
        } else {
            assert_eq!(person.answer(&step), Some(&Answer::Skipped), "{step}");
            assert_ne!(person.step(), Some(step.as_str()));
        }
    }
}

#[test]
fn whoever_skips_everything_reaches_the_end_in_fewer_turns_than_there_are_steps() {
    let mut person = Person::greeted();
    person.says("ja");
    let mut turns = 1;
    while person.step() != Some("pruefen") {
        person.says("überspringen");
        turns += 1;
        assert!(turns <= steps().len(), "it does not end");
    }
    let reply = person.says("übergeben");
    assert_eq!(*person.stage(), Stage::HandedOver);
    assert!(matches!(reply.wish, lotse::dialogue::Wish::HandOver(sheet) if !sheet.matches.is_empty()));
}

#[test]
fn back_is_the_step_visited_before() {
    for way in [&LONG_WAY[..], &INFORMATION_WAY[..]] {
        let mut person = Person::greeted();
        for (number, (_, answer)) in way.iter().enumerate() {
            person.says(answer);
            let mut returning = person.clone();
            for (step, _) in way[1..=number].iter().rev() {
                returning.says("zurück");
                assert_eq!(returning.step(), Some(*step));
            }
            let first = returning.says("zurück");
            assert!(first.says.contains(&Say::NothingBefore), "{:?}", returning.step());
        }
    }
}

#[test]
fn whoever_went_back_and_answers_is_led_on_to_what_is_open() {
    let mut person = Person::at("polizei");
    person.says("zurück");
    person.says("zurück");
    assert_eq!(person.step(), Some("land"));
    person.says("Hessen");
    assert_eq!(person.step(), Some("polizei"));
}

#[test]
fn whoever_went_back_twice_and_was_led_on_finds_what_lies_between_by_going_back() {
    let mut person = Person::at("polizei");
    person.says("zurück");
    person.says("zurück");
    person.says("Hessen");
    for step in ["vorfall", "land", "rolle"] {
        person.says("zurück");
        assert_eq!(person.step(), Some(step));
    }
    person.says("Kreistag");
    assert_eq!(person.step(), Some("polizei"));
}

#[test]
fn a_changed_answer_lets_the_questions_below_it_be_asked_again() {
    let mut person = Person::at("pruefen");
    assert!(person.sheet().contains(&"rolle".to_owned()));
    person.says("ändern");
    person.says("Worum es geht");
    assert_eq!(person.step(), Some("anliegen"));
    person.says("information");
    assert_eq!(person.step(), Some("thema"));
    assert_eq!(person.sheet(), ["gefahr", "anliegen", "land"]);
    person.says("vernetzung, fertig");
    assert_eq!(person.step(), Some("pruefen"));
    person.says("ändern");
    person.says("anliegen");
    person.says("selbst");
    assert_eq!(person.step(), Some("pruefen"), "what was answered before still holds");
    assert!(person.sheet().contains(&"rolle".to_owned()) && !person.sheet().contains(&"thema".to_owned()));
}

#[test]
fn every_answer_on_the_sheet_can_be_changed_by_number_and_by_name() {
    let reviewing = Person::at("pruefen");
    let reply = reviewing.clone().says("ändern");
    let Some(Say::ChangeWhich { steps }) = reply.says.last() else {
        panic!("nothing was offered: {:?}", reply.says)
    };
    let offered: Vec<String> = steps.iter().map(ToString::to_string).collect();
    assert!(reviewing.sheet().iter().all(|step| offered.contains(step)));
    for (number, step) in (1..).zip(&offered) {
        for typed in [number.to_string(), step.clone()] {
            let mut person = reviewing.clone();
            person.says("ändern");
            assert_eq!(*person.stage(), Stage::Changing);
            person.says(&typed);
            assert_eq!(person.step(), Some(step.as_str()), "{typed}");
        }
    }
}

#[test]
fn whoever_does_not_want_to_change_anything_gets_back() {
    for word in ["zurück", "überspringen", "weiter"] {
        let mut person = Person::at("pruefen");
        person.says("ändern");
        person.says(word);
        assert_eq!((person.step(), person.stage() == &Stage::Changing), (Some("pruefen"), false), "{word}");
    }
}

#[test]
fn beginning_anew_asks_first_and_then_forgets_the_answers() {
    let mut person = Person::at("polizei");
    assert!(person.says("neu").says.contains(&Say::ConfirmRestart));
    assert!(person.says("nein").says.contains(&Say::NotRestarted));
    assert_eq!(person.step(), Some("polizei"));
    person.says("von vorn");
    person.says("ja");
    assert_eq!(person.step(), Some("gefahr"));
    assert!(person.talk.unwrap().answers().is_empty());
}

#[test]
fn after_a_pause_going_on_shows_the_question_and_answers_nothing() {
    for step in ["vorfall", "polizei", "belege", "pruefen"] {
        let mut person = Person::at(step);
        person.says("stopp");
        person.waits(48);
        let reply = person.says("weiter");
        assert_eq!(person.step(), Some(step));
        assert_eq!(reply.says[0], Say::WelcomeBack, "{step}");
        let none_chosen = Say::NothingChosen;
        assert!(!reply.says.contains(&none_chosen) && !reply.says.contains(&Say::NotUnderstood), "{step}");
    }
}
