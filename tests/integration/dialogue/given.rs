//! Files and words of others: where they count, and what is said of many that come in one go.

use lotse::dialogue::{Answer, ContactInput, Evidence, Relayed, Reply, Say, Wish};
use lotse::model::{Channel, Private};

use super::{Person, picture, question, steps};

const THREAT: &str = "Weitergeleitet von Otto:\nWir wissen, wo du wohnst.";

impl Person {
    /// Passes on what somebody else wrote.
    fn forwards(&mut self, text: &str) -> Reply {
        self.does(&ContactInput::Forwarded(Private::from(text)))
    }
}

#[test]
fn words_of_others_answer_no_question() {
    for step in steps().iter().filter(|step| !["schilderung", "belege"].contains(&step.as_str())) {
        for words in [THREAT, "Weitergeleitet von Otto:\nja", "ja", "löschen", "mensch", "2"] {
            let mut person = Person::at(step);
            let reply = person.forwards(words);
            assert_eq!(reply.says[0], Say::ForwardedNotNow, "{step}: {words}");
            assert_eq!((person.step(), person.answer(step)), (Some(step.as_str()), None), "{words}");
            assert_eq!(reply.wish, Wish::GoOn, "{step}: {words}");
            assert!(!serde_json::to_string(&person.talk).unwrap().contains("wohnst"));
        }
    }
}

#[test]
fn words_of_others_are_taken_where_an_account_or_evidence_is_asked_for() {
    let mut person = Person::at("schilderung");
    person.forwards(THREAT);
    assert_eq!(person.answer("schilderung"), Some(&Answer::Text(Private::from(THREAT))));
    for words in [THREAT, "fertig", "nein"] {
        let mut person = Person::at("belege");
        person.forwards(words);
        let pieces = Answer::Evidence(vec![Evidence::Words(Private::from(words))]);
        assert_eq!(person.answer("belege"), Some(&pieces), "{words}");
        assert_eq!(person.step(), Some("belege"), "it ends no list: {words}");
    }
    let long = Person::at("belege").forwards(&"x".repeat(100_000));
    assert!(matches!(long.says[0], Say::TooLong { .. }), "{:?}", long.says);
}

#[test]
fn words_of_others_reach_the_human_whatever_they_say() {
    for words in [THREAT, "löschen", "notfall", "ja", "mitgeben", "hilfe"] {
        let mut person = Person::at("polizei");
        person.says("mensch");
        assert!(matches!(person.forwards(words).wish, Wish::Relay(_)), "{words}");
    }
}

#[test]
fn a_threat_that_is_passed_on_brings_the_card_and_nobody_is_called_in_their_name() {
    let cry = "Er steht vor meiner Tür und hat ein Messer! Ich brauche einen Menschen!";
    let mut person = Person::at("gefahr");
    let reply = person.forwards(cry);
    assert!(matches!(reply.says[..], [Say::Emergency { rests: true, .. }]), "{:?}", reply.says);
    assert_eq!((reply.wish, person.step()), (Wish::GoOn, Some("gefahr")));
}

#[test]
fn whoever_begins_by_passing_something_on_is_greeted_first() {
    for given in [ContactInput::Forwarded(Private::from(THREAT)), picture()] {
        let says = Person::unknown().does(&given).says;
        assert!(
            matches!(says[..], [Say::Welcome, Say::ForwardedNotNow | Say::FileNotNow, Say::Question(_)]),
            "{says:?}"
        );
    }
}

#[test]
fn a_human_sees_to_which_words_an_answer_belongs_and_a_question_is_answered_as_ever() {
    let quoting = |words: &str| ContactInput::Quoting {
        quote: Private::from("Dienstag\noder Mittwoch"),
        words: Private::from(words),
    };
    let mut person = Person::at("gefahr");
    person.does(&quoting("nein"));
    assert_eq!(person.step(), Some("anliegen"));
    person.says("mensch");
    person.does(&quoting("nein"));
    let Wish::Relay(Relayed::Text(words)) = person.does(&quoting("Das passt.")).wish else {
        panic!("not relayed")
    };
    assert_eq!(words.reveal(), "> Dienstag\n> oder Mittwoch\n\nDas passt.");
    assert_eq!(person.does(&quoting("/loeschen")).says, [Say::ConfirmDelete]);
}

/// F11: one gesture, one answer.
#[test]
fn of_an_album_or_of_many_forwarded_messages_it_is_said_once() {
    let refused = |reply: &Reply| reply.says.len();
    let mut album = Person::at("gefahr");
    let mut many = album.clone();
    let first = album.does(&picture());
    assert_eq!((&first.says[0], question(&first).is_some()), (&Say::FileNotNow, true));
    assert_eq!(many.forwards(THREAT).says[0], Say::ForwardedNotNow);
    for _ in 0..9 {
        assert_eq!(refused(&album.does(&picture())), 0);
        assert_eq!(refused(&many.forwards(THREAT)), 0);
    }
    let other = many.does(&picture());
    assert_eq!(other.says[0], Say::FileNotNow, "another thing is told about");
    album.says("hilfe");
    assert_eq!(album.does(&picture()).says[0], Say::FileNotNow, "after something else it is said again");
    album.now += jiff::SignedDuration::from_secs(11);
    assert_eq!(album.does(&picture()).says[0], Say::FileNotNow, "and after a while");
}

#[test]
fn of_an_album_sent_too_early_it_is_said_once() {
    let mut person = Person::at_on("name", Channel::Telegram);
    person.says("Rosa");
    assert_eq!(person.does(&picture()).says[0], Say::FileNotNow);
    person.says("nein");
    assert_eq!(person.step(), Some("belege"));
    assert_eq!(person.does(&picture()).says[0], Say::NotTakenYet);
    assert_eq!(person.does(&picture()).says, []);
}

#[test]
fn every_piece_of_an_album_is_counted_where_the_first_was() {
    let mut person = Person::at("belege");
    assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 1 }]);
    assert_eq!(person.does(&picture()).says, [Say::MoreEvidenceNoted { count: 2 }]);
    assert_eq!(person.forwards(THREAT).says, [Say::MoreEvidenceNoted { count: 3 }]);
    person.now += jiff::SignedDuration::from_secs(11);
    assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 4 }]);
    assert_eq!(person.says("https://example.org/post").says, [Say::EvidenceNoted { count: 5 }]);
    assert_eq!(person.does(&picture()).says, [Say::EvidenceNoted { count: 6 }]);
    let full = |reply: &Reply| reply.says.iter().any(|say| matches!(say, Say::EvidenceFull { .. }));
    let told = (0..40).filter(|_| full(&person.does(&picture()))).count();
    assert_eq!(told, 1, "that no more fits is said once");
}

#[test]
fn who_shows_where_they_go_is_told_that_nobody_follows() {
    let place = ContactInput::LivePlace(Private::from("geo:52.5,13.4"));
    for step in ["gefahr", "schilderung"] {
        let reply = Person::at(step).does(&place);
        assert!(reply.says.contains(&Say::OnlyThisPlace), "{step}: {:?}", reply.says);
    }
    let mut person = Person::at("polizei");
    person.says("mensch");
    person.says("nein");
    let reply = person.does(&place);
    assert_eq!(reply.says, [Say::OnlyThisPlace]);
    assert!(matches!(reply.wish, Wish::Relay(_)));
}
