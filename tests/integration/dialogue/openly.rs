//! On a channel whose operator can read along nothing of one's own is taken before one has said: here.

use lotse::dialogue::{Answer, Caution, ContactInput, Evidence, Say, Stage, Wish};
use lotse::model::{Channel, Private};

use super::{Person, messages, picture, question, steps};
use crate::stage::content;

const ACCOUNT: &str = "Hier lag ein Brief vom Kanarienvogel im Kasten, ja.";

fn on_telegram(step: &str) -> Person {
    let mut person = Person::at_on("name", Channel::Telegram);
    person.says("Rosa");
    while person.step() != Some(step) {
        assert_ne!(person.step(), Some("pruefen"), "no way leads to {step}");
        person.says("überspringen");
    }
    person
}

fn caution(person: &Person) -> Option<Caution> {
    let mut looking = person.clone();
    question(&looking.says("weiter")).unwrap().caution
}

fn keeps(person: &Person, word: &str) -> bool {
    serde_json::to_string(&person.talk).unwrap().contains(word)
}

#[test]
fn an_account_typed_before_the_yes_is_not_kept_and_the_question_comes_again() {
    for words in [ACCOUNT, "hier", "Ja, aber erst möchte ich vom Kanarienvogel erzählen", "Kanarienvogel"] {
        let mut person = on_telegram("schilderung");
        for _ in 0..3 {
            let reply = person.says(words);
            assert_eq!(reply.says[0], Say::NotTakenYet, "{words}");
            assert_eq!(question(&reply).unwrap().caution, Some(Caution::Words), "{words}");
        }
        assert_eq!((person.step(), person.answer("schilderung")), (Some("schilderung"), None));
        assert!(!keeps(&person, "anarienvogel"));
    }
}

#[test]
fn whoever_goes_on_here_is_asked_in_full_and_then_heard() {
    let labels = &content().0.labels.openly;
    for yes in ["hier-weiter", "ja", "1", "Hier weiter", labels[0].as_str()] {
        let mut person = on_telegram("schilderung");
        let reply = person.says(yes);
        let asked = question(&reply).unwrap();
        assert_eq!((asked.caution, asked.repeated), (None, false), "{yes}");
        person.says(ACCOUNT);
        assert_eq!(person.answer("schilderung"), Some(&Answer::Text(Private::from(ACCOUNT))), "{yes}");
    }
}

#[test]
fn a_second_tap_is_no_account() {
    let mut person = on_telegram("schilderung");
    person.taps("schilderung", "hier-weiter");
    for tap in ["hier-weiter", "andere-wege"] {
        person.taps("schilderung", tap);
        assert_eq!((person.step(), person.answer("schilderung")), (Some("schilderung"), None), "{tap}");
    }
}

#[test]
fn whoever_would_rather_not_goes_past_it_and_other_ways_are_shown() {
    for no in ["nein", "überspringen"] {
        let mut person = on_telegram("schilderung");
        person.says(no);
        assert_eq!((person.answer("schilderung"), person.step()), (Some(&Answer::Skipped), Some("belege")));
    }
    for other in ["2", "andere-wege", "Andere Wege zeigen"] {
        let mut person = on_telegram("schilderung");
        assert_eq!(person.says(other).says[0], Say::OtherWays, "{other}");
        assert_eq!(caution(&person), Some(Caution::Words), "{other}");
    }
}

#[test]
fn going_on_with_weiter_neither_agrees_nor_ends_a_list() {
    for step in ["schilderung", "belege"] {
        let mut person = on_telegram(step);
        person.says("weiter");
        assert_eq!((person.step(), caution(&person)), (Some(step), Some(Caution::Words)));
    }
}

#[test]
fn evidence_is_taken_after_a_yes_and_the_yes_holds_for_links_and_files() {
    let mut person = on_telegram("belege");
    for early in [picture(), ContactInput::Text(Private::from("https://example.org/post"))] {
        assert_eq!(person.does(&early).says[0], Say::NotTakenYet);
        assert_eq!(person.answer("belege"), None);
        assert!(!keeps(&person, "x.png") && !keeps(&person, "example.org"));
    }
    person.taps("belege", "hier-weiter");
    assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 1 }]);
    assert_eq!(person.says("https://example.org/post").says, [Say::EvidenceNoted { count: 2 }]);
}

#[test]
fn after_a_yes_to_words_only_files_are_asked_about() {
    let mut person = on_telegram("schilderung");
    person.says("ja");
    let reply = person.says(ACCOUNT);
    assert_eq!(question(&reply).unwrap().caution, Some(Caution::Files));
    assert_eq!(person.says("https://example.org/post").says, [Say::EvidenceNoted { count: 1 }]);
    let early = person.does(&picture());
    assert_eq!(early.says[0], Say::NotTakenYet);
    assert!(!keeps(&person, "x.png"));
    person.says(&content().0.labels.openly[1]);
    assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 2 }]);
    person.says("fertig");
    let Some(Answer::Evidence(pieces)) = person.answer("belege") else { panic!("no evidence") };
    assert!(matches!(pieces[..], [Evidence::Words(_), Evidence::File(_)]), "{pieces:?}");
}

#[test]
fn whoever_has_nothing_is_done_with_one_word() {
    for (agreed, word) in [("ja", "fertig"), ("ja", "nein"), ("nein", "fertig"), ("nein", "nein")] {
        let mut person = on_telegram("schilderung");
        person.says(agreed);
        if agreed == "ja" {
            person.says(ACCOUNT);
        }
        person.says(word);
        assert_eq!((person.answer("belege"), person.step()), (Some(&Answer::Skipped), Some("pruefen")));
    }
}

#[test]
fn who_agreed_once_may_change_the_account_and_who_begins_anew_is_asked_again() {
    let mut person = on_telegram("schilderung");
    person.says("ja");
    person.says(ACCOUNT);
    person.says("fertig");
    let mut changing = person.clone();
    changing.says("ändern");
    assert_eq!(question(&changing.says("schilderung")).unwrap().caution, None);
    person.says("neu");
    person.says("ja");
    for (_, answer) in &super::LONG_WAY[1..15] {
        person.says(answer);
    }
    assert_eq!((person.step(), caution(&person)), (Some("schilderung"), Some(Caution::Words)));
}

#[test]
fn every_word_for_any_time_and_the_card_work_there_too() {
    let mut person = on_telegram("schilderung");
    let reply = person.says("Er steht vor meiner Tür und hat ein Messer!");
    assert!(matches!(reply.says[..], [Say::Emergency { rests: true, .. }]), "{:?}", reply.says);
    assert_eq!(person.answer("schilderung"), None);
    assert_eq!(caution(&person), Some(Caution::Words));
    assert_eq!(person.clone().says("hilfe").says[0], Say::Help);
    person.says("mensch");
    assert_eq!(*person.stage(), Stage::HandedOver);
}

#[test]
fn what_is_written_to_a_human_is_not_asked_about_again() {
    let mut person = on_telegram("schilderung");
    person.says("mensch");
    person.says("nein");
    assert!(matches!(person.says(ACCOUNT).wish, Wish::Relay(_)));
    assert!(matches!(person.does(&picture()).wish, Wish::Relay(_)));
}

#[test]
fn on_matrix_and_in_the_terminal_nobody_is_asked() {
    for channel in [Channel::Matrix, Channel::Terminal] {
        for step in steps() {
            let mut person = Person::at_on(&step, channel);
            let asked = person.says("weiter");
            assert_eq!(question(&asked).and_then(|asked| asked.caution), None, "{step}");
        }
        let mut person = Person::at_on("schilderung", channel);
        person.says(ACCOUNT);
        assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 1 }]);
    }
}

#[test]
fn what_can_be_tapped_has_the_numbers_that_are_understood() {
    let mut person = on_telegram("schilderung");
    let says = person.says("weiter").says;
    let choices = messages(&says).pop().unwrap().choices;
    let numbered: Vec<&str> =
        choices.iter().filter(|choice| !choice.word).map(|choice| choice.id.as_str()).collect();
    assert_eq!(numbered, ["hier-weiter", "andere-wege"]);
}
