//! What holds at every step: words for any time, misunderstandings, danger, consent.

use lotse::dialogue::{Attention, Say, Stage, Wish};

use super::{Person, messages, question, steps};
use crate::stage::content;

const COMMANDS: [&str; 12] = [
    "hilfe",
    "zurück",
    "überspringen",
    "weiter",
    "mensch",
    "notfall",
    "angebote",
    "datenschutz",
    "stopp",
    "neu",
    "löschen",
    "start",
];

/// Somebody at every step, while changing, and after asking for a human, by whom they are attended.
fn everywhere() -> Vec<(String, Person)> {
    let mut people: Vec<_> = steps().into_iter().map(|step| (step.clone(), Person::at(&step))).collect();
    let mut changing = Person::at("pruefen");
    changing.says("ändern");
    people.push(("ändern".to_owned(), changing));
    for attention in [Attention::Waiting, Attention::Navigator, Attention::Closed] {
        let mut waiting = Person::at("polizei");
        waiting.says("mensch");
        waiting.says("nein");
        waiting.attention = attention;
        people.push((format!("{attention:?}"), waiting));
    }
    people
}

#[test]
fn every_command_is_answered_everywhere_unless_a_human_has_the_case() {
    for (place, person) in everywhere() {
        for command in COMMANDS.into_iter().chain(["110", "sos", "angebote bayern"]) {
            for typed in [command.to_owned(), format!("/{command}"), command.to_uppercase()] {
                let reply = person.clone().says(&typed);
                let answered = !reply.says.is_empty() || reply.wish != Wish::GoOn;
                let silent = person.attention != Attention::Bot && *person.stage() == Stage::HandedOver;
                assert!(answered || silent, "{typed} at {place} is not answered");
            }
        }
    }
}

#[test]
fn while_a_human_has_the_case_the_bot_speaks_only_when_it_must() {
    // F24
    let (_, person) = everywhere().into_iter().find(|(place, _)| place == "Navigator").unwrap();
    for typed in
        ["hilfe", "zurück", "überspringen", "weiter", "mensch", "stopp", "neu", "start", "ja", "3", "Danke!"]
    {
        let reply = person.clone().says(typed);
        assert!(reply.says.is_empty() && matches!(reply.wish, Wish::Relay(_)), "{typed}");
    }
    for typed in ["notfall", "datenschutz", "löschen", "angebote"] {
        assert!(!person.clone().says(typed).says.is_empty(), "{typed}");
    }
}

#[test]
fn a_human_is_one_word_away_from_everywhere() {
    for (place, mut person) in everywhere() {
        person.says("mensch");
        assert_eq!(*person.stage(), Stage::HandedOver, "{place}");
    }
}

#[test]
fn after_two_answers_that_were_not_understood_a_human_is_offered() {
    for step in steps().iter().filter(|step| !["name", "schilderung", "belege"].contains(&step.as_str())) {
        let mut person = Person::at(step);
        assert_eq!(person.says("xyzzy").says[0], Say::NotUnderstood, "{step}");
        assert_eq!(person.says("plugh").says, [Say::OfferHuman], "{step}");
        let mut going_on = person.clone();
        for yes in ["1", "ja", "mensch", "Mit einem Menschen sprechen"] {
            let mut person = person.clone();
            person.says(yes);
            assert_eq!(*person.stage(), Stage::HandedOver, "{step}: {yes}");
        }
        going_on.says("weiter");
        assert_eq!(going_on.step(), Some(step.as_str()));
    }
}

#[test]
fn an_answer_in_between_counts_the_misunderstandings_anew() {
    let mut person = Person::at("gefahr");
    person.says("xyzzy");
    person.says("nein");
    assert_eq!(person.says("xyzzy").says[0], Say::NotUnderstood);
}

#[test]
fn a_greeting_or_one_tap_too_many_is_no_misunderstanding() {
    for words in ["Hallo", "Guten Morgen!", "fertig"] {
        for step in ["gefahr", "rolle", "land", "polizei", "pruefen"] {
            let mut person = Person::at(step);
            for _ in 0..3 {
                let reply = person.says(words);
                assert_eq!(question(&reply).map(|asked| asked.step.as_str()), Some(step), "{words}");
                assert!(!reply.says.contains(&Say::NotUnderstood) && !reply.says.contains(&Say::OfferHuman));
            }
        }
    }
}

#[test]
fn words_of_danger_bring_the_card_everywhere_and_it_is_the_last_thing_said() {
    for (place, mut person) in everywhere() {
        let before = person.step().map(ToOwned::to_owned);
        let takes_words = ["name", "schilderung", "belege"].contains(&place.as_str());
        let reply = person.says("Er steht vor meiner Tür und hat ein Messer!");
        assert!(reply.emergency, "{place}");
        assert!(matches!(reply.says[0], Say::Emergency { .. }), "{place}: {:?}", reply.says);
        if !takes_words && *person.stage() != Stage::HandedOver {
            assert_eq!(reply.says.len(), 1, "{place}");
            assert_eq!(person.step().map(ToOwned::to_owned), before);
            let reply = person.says("Jetzt ist er weg, danke");
            assert!(!reply.says.contains(&Say::NotUnderstood), "{place}: nobody is corrected in danger");
            assert_eq!(person.step().map(ToOwned::to_owned), before);
        }
    }
}

#[test]
fn danger_and_a_human_in_one_breath_bring_the_card_and_the_human() {
    let lines = [
        "Ich brauche sofort einen Menschen, ich bin in Gefahr",
        "Er steht vor meiner Tür! Kann ich mit jemandem sprechen?",
        "ich bin in gefahr und brauche einen menschen",
        "Ich bin in Gefahr. Ich möchte mit einem Menschen sprechen",
    ];
    for (place, person) in everywhere() {
        for line in lines {
            let mut person = person.clone();
            let was_called = *person.stage() == Stage::HandedOver;
            let reply = person.says(line);
            assert!(
                matches!(reply.says[0], Say::Emergency { rests: false, .. }),
                "{place}: {:?}",
                reply.says
            );
            assert_eq!(*person.stage(), Stage::HandedOver, "{place}: {line}");
            if !was_called {
                assert_eq!(reply.says.len(), 1, "{place}: {:?}", reply.says);
                assert!(matches!(reply.wish, Wish::CallHuman { .. }), "{place}: {line}");
            }
            assert!(person.talk.unwrap().urgent(&content().0.intake), "{place}: {line}");
        }
    }
}

#[test]
fn an_account_that_ends_with_a_call_for_help_is_kept() {
    let mut person = Person::at("schilderung");
    let account = "Seit Wochen kommen Briefe. Jetzt steht er vor der Tür. Ich brauche einen Menschen!";
    person.says(account);
    assert_eq!(person.answer("schilderung"), Some(&lotse::dialogue::Answer::Text(account.into())));
    assert_eq!(*person.stage(), Stage::HandedOver);
}

#[test]
fn before_consent_a_human_called_in_danger_is_called_and_no_word_is_kept() {
    let mut person = Person::unknown();
    person.says("Kanarienvogel! Ich bin in Gefahr, ich brauche einen Menschen.");
    assert!(!serde_json::to_string(&person.talk).unwrap().contains("anarienvogel"));
}

#[test]
fn an_outcry_or_people_in_a_story_call_nobody() {
    for line in ["Mensch, er steht vor meiner Tür!", "Ich bin in Gefahr. Die Menschen in meiner Stadt auch."]
    {
        let mut person = Person::at("polizei");
        assert_eq!(person.says(line).wish, Wish::GoOn, "{line}");
    }
}

#[test]
fn going_on_after_the_card_brings_the_question_back_and_answers_nothing() {
    for step in steps() {
        let mut person = Person::at(&step);
        let reply = person.says("notfall");
        assert!(matches!(reply.says[..], [Say::Emergency { rests: true, .. }]), "{step}: {:?}", reply.says);
        assert!(!messages(&reply.says).pop().unwrap().choices.iter().any(|choice| !choice.word));
        let reply = person.says("weiter");
        assert_eq!(
            (question(&reply).map(|asked| asked.step.as_str()), person.step()),
            (Some(&*step), Some(&*step))
        );
    }
}

#[test]
fn after_the_card_an_answer_is_still_an_answer() {
    let mut person = Person::at("gefahr");
    person.says("notfall");
    person.says("2");
    assert_eq!(person.step(), Some("anliegen"));
}

#[test]
fn the_words_on_what_can_be_tapped_can_be_typed() {
    for (place, person) in everywhere() {
        let says = person.clone().says("weiter").says;
        for message in messages(&says) {
            for choice in message.choices.iter().filter(|choice| choice.word) {
                let (mut typing, mut tapping) = (person.clone(), person.clone());
                typing.says("weiter");
                tapping.says("weiter");
                let (typed, tapped) = (typing.says(&choice.label), tapping.says(&choice.id));
                assert_eq!(typed.says, tapped.says, "{place}: {}", choice.label);
            }
        }
    }
    let declined = Person::greeted().says("nein");
    for choice in messages(&declined.says).pop().unwrap().choices {
        assert_eq!(Person::unknown().says(&choice.label).says, Person::unknown().says(&choice.id).says);
    }
}

#[test]
fn without_consent_there_is_help_and_nothing_is_kept() {
    for words in ["notfall", "angebote", "angebote bayern", "hilfe", "datenschutz", "er steht vor der tür"] {
        let mut person = Person::greeted();
        assert!(person.says("nein").says.contains(&Say::Declined));
        assert!(person.talk.is_none());
        let reply = person.says(words);
        assert!(!reply.says.is_empty() && question(&reply).is_none(), "{words}: {:?}", reply.says);
        assert!(person.talk.is_none(), "{words}");
    }
}

#[test]
fn before_consent_no_word_is_kept() {
    let words = [
        "Kanarienvogel",
        "Bayern",
        "er steht vor der Tür, der Kanarienvogel",
        "angebote kanarienvogel",
        "notfall",
    ];
    let mut person = Person::greeted();
    for line in words {
        person.says(line);
        person.does(&super::picture());
        assert_eq!(*person.stage(), Stage::Consent);
        let kept = serde_json::to_string(&person.talk).unwrap();
        for word in ["anarienvogel", "x.png", "Bayern", "DE-BY"] {
            assert!(!kept.contains(word), "{word} in {kept}");
        }
    }
}

#[test]
fn deleting_asks_once_and_then_forgets_from_everywhere() {
    for (place, person) in everywhere() {
        let mut refusing = person.clone();
        let mut person = person;
        let asked = person.says("löschen");
        if place == "einwilligung" {
            assert!(asked.says.contains(&Say::Deleted) && person.talk.is_none());
            continue;
        }
        assert_eq!(asked.says, [Say::ConfirmDelete], "{place}");
        assert_eq!(person.says("ja").says, [Say::Deleted], "{place}");
        assert!(person.talk.is_none(), "{place}");
        refusing.says("löschen");
        assert_eq!(refusing.says("nein").says[0], Say::NotDeleted, "{place}");
        assert!(refusing.talk.is_some(), "{place}");
    }
}

#[test]
fn whatever_is_said_every_number_to_dial_comes_from_the_directory() {
    let (scene, _) = content();
    let known: String = scene
        .directory
        .iter()
        .flat_map(|offer| {
            let words = [Some(offer.name.clone()), offer.description.clone()].into_iter().flatten();
            let phones = offer.phones.iter().map(|phone| phone.as_str().to_owned());
            words.chain(phones).collect::<Vec<_>>()
        })
        .collect::<Vec<_>>()
        .join("\n");
    let mut seen = 0;
    for (_, person) in everywhere() {
        for command in COMMANDS {
            for message in messages(&person.clone().says(command).says) {
                for number in dialled(&message.text) {
                    assert!(known.contains(&number), "{number} in: {}", message.text);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 50, "only {seen} numbers were seen");
}

/// Everything in a text that looks like a number to dial.
fn dialled(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_digit() && !" /".contains(c))
        .map(|run| run.trim_matches([' ', '/']).to_owned())
        .filter(|run| {
            run.chars().filter(char::is_ascii_digit).count() >= 5 || ["110", "112"].contains(&run.as_str())
        })
        .collect()
}
