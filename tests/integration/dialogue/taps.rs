//! Buttons are as old as the messages below which they stand: a tap means its own question, or nothing.

use lotse::dialogue::{Attention, ContactInput, Reply, Say, Shared, Stage, Tap, Wish};

use super::{Person, messages, question};

impl Person {
    /// Taps something that belongs to no step.
    fn taps_any(&mut self, choice: &str) -> Reply {
        self.does(&ContactInput::Tapped { step: None, choice: choice.to_owned() })
    }
}

/// Somebody who has asked for a human, was asked whether their answers may go along, and has not said.
fn asked_to_share(attention: Attention) -> Person {
    let mut person = Person::at("polizei");
    person.says("mensch");
    person.attention = attention;
    person.talk.as_mut().unwrap().human_wrote();
    person
}

/// Everything that can be asked on top of a question, and beside it.
fn buttons() -> Vec<String> {
    let says = [Say::ConfirmDelete, Say::ConfirmRestart, Say::ShareAnswers, Say::OfferHuman, Say::Paused];
    let more = [Say::AskTransfer, Say::AskFeedback, Say::Declined];
    let card = Say::Emergency { crisis: false, land: None, rests: true };
    let says: Vec<Say> = says.into_iter().chain(more).chain([card]).collect();
    messages(&says).into_iter().flat_map(|message| message.choices).map(|choice| choice.id).collect()
}

#[test]
fn nothing_that_belongs_to_no_step_can_be_taken_for_an_answer() {
    let intake = super::content().0;
    let options = intake.intake.steps().iter().flat_map(|step| &step.options);
    let options: Vec<&str> = options.map(|option| option.id.as_str()).collect();
    for button in buttons() {
        let means_the_same = ["mensch", "notfall", "angebote"].contains(&button.as_str());
        assert!(means_the_same || Tap::from_id(&button).is_some(), "{button}");
        assert!(means_the_same || !options.contains(&button.as_str()), "{button}");
    }
}

#[test]
fn no_tap_is_ever_words_to_a_human() {
    for attention in [Attention::Waiting, Attention::Navigator, Attention::Closed] {
        let old = ["ja", "nein", "zeigen", "weiter", "ueberspringen", "fertig", "DE-BY", "hier-weiter", "1"];
        for choice in buttons().into_iter().chain(old.map(str::to_owned)) {
            for step in [None, Some("gefahr"), Some("pruefen"), Some("-")] {
                let mut person = asked_to_share(attention);
                let step = step.map(Into::into);
                let reply = person.does(&ContactInput::Tapped { step, choice: choice.clone() });
                assert!(!matches!(reply.wish, Wish::Relay(_)), "{choice}: {attention:?}");
                let answered = !reply.says.is_empty() || reply.wish != Wish::GoOn;
                assert!(answered, "{choice}: {attention:?}");
            }
        }
    }
}

#[test]
fn a_late_delete_everything_asks_again_and_then_deletes() {
    for attention in [Attention::Waiting, Attention::Navigator, Attention::Closed] {
        let mut person = asked_to_share(attention);
        person.says("/loeschen");
        person.says("Er hat wieder geschrieben.");
        assert_eq!(person.taps_any("loeschen-ja").says, [Say::ConfirmDelete], "{attention:?}");
        assert_eq!(person.taps_any("loeschen-ja").wish, Wish::Forget, "{attention:?}");
    }
    let mut person = Person::at("gefahr");
    person.says("löschen");
    person.says("nein");
    assert_eq!(person.taps_any("loeschen-ja").says, [Say::ConfirmDelete]);
    assert_eq!(person.taps_any("loeschen-nein").says[0], Say::NotDeleted);
    assert_eq!(person.step(), Some("gefahr"));
}

#[test]
fn after_hours_of_silence_a_tap_deletes_nothing_and_answers_no_question() {
    for (asked, yes, again) in
        [("löschen", "loeschen-ja", Say::ConfirmDelete), ("neu", "neu-ja", Say::ConfirmRestart)]
    {
        let mut person = Person::at("gefahr");
        person.says("nein");
        person.says("zurück");
        person.says(asked);
        person.waits(13);
        assert_eq!(person.taps_any(yes).says, [again], "{asked}");
        assert_eq!(person.step(), Some("gefahr"));
        assert!(person.answer("gefahr").is_some());
        person.taps_any(yes);
        assert!(person.talk.is_none() || person.answer("gefahr").is_none(), "{asked}");
    }
}

/// "Ja" below the question whether somebody is in danger is no yes to deleting.
#[test]
fn a_tap_below_the_question_answers_the_question_and_nothing_that_was_asked_on_top() {
    for on_top in ["löschen", "neu"] {
        let mut person = Person::at("gefahr");
        person.says("nein");
        person.says("zurück");
        person.says(on_top);
        let reply = person.taps("gefahr", "ja");
        assert_eq!(reply.wish, Wish::GoOn, "{on_top}");
        assert!(matches!(reply.says[0], Say::Emergency { .. }), "{:?}", reply.says);
        assert_eq!(person.step(), Some("anliegen"));
    }
}

#[test]
fn a_yes_to_sharing_counts_as_long_as_the_question_is_open_and_once() {
    for attention in [Attention::Waiting, Attention::Navigator] {
        let mut person = asked_to_share(attention);
        assert!(matches!(person.taps_any("mitgeben-ja").wish, Wish::Share(_)), "{attention:?}");
        for late in Tap::SHARE {
            let reply = person.taps_any(late.id());
            assert_eq!((reply.says, reply.wish), (vec![Say::StaleChoiceWithHuman], Wish::GoOn));
        }
        let mut showing = asked_to_share(attention);
        let shown = showing.taps_any(Tap::Share(Shared::Show).id());
        assert!(matches!(shown.says[..], [Say::SheetPreview(_), Say::ShareAnswers]), "{:?}", shown.says);
        assert_eq!(showing.taps_any("mitgeben-nein").wish, Wish::Withhold);
    }
}

#[test]
fn a_yes_that_is_typed_means_what_was_asked_last() {
    let mut deleting = Person::at("gefahr");
    deleting.says("löschen");
    assert_eq!(deleting.says("ja").wish, Wish::Forget);
    let mut sharing = Person::at("polizei");
    sharing.says("mensch");
    assert!(matches!(sharing.says("ja").wish, Wish::Share(_)));
}

#[test]
fn going_on_brings_the_question_back_and_ends_no_list() {
    for step in ["gefahr", "vorfall", "belege"] {
        let mut person = Person::at(step);
        if step == "vorfall" {
            person.taps(step, "bedrohung");
        }
        let reply = person.taps_any("zur-frage");
        assert_eq!(question(&reply).map(|asked| asked.step.as_str()), Some(step));
        assert_eq!(person.answer(step), None, "{step}");
    }
}

#[test]
fn a_human_is_one_tap_away_even_on_an_old_message() {
    for step in [None, Some("einwilligung"), Some("-")] {
        let mut person = Person::at("polizei");
        let choice = "mensch".to_owned();
        person.does(&ContactInput::Tapped { step: step.map(Into::into), choice });
        assert_eq!(*person.stage(), Stage::HandedOver, "{step:?}");
    }
}

#[test]
fn a_late_yes_to_being_in_danger_brings_the_card() {
    let mut people = vec![Person::at("polizei"), Person::at("schilderung")];
    people.extend([Attention::Waiting, Attention::Navigator, Attention::Closed].map(asked_to_share));
    for mut person in people {
        let before = person.step().map(ToOwned::to_owned);
        let reply = person.taps("gefahr", "ja");
        assert!(matches!(reply.says[..], [Say::Emergency { .. }]), "{:?}", reply.says);
        assert!(reply.emergency, "the navigator is told");
        assert_eq!(person.step().map(ToOwned::to_owned), before);
        assert!(matches!(
            person.taps("gefahr", "nein").says[0],
            Say::StaleChoice | Say::StaleChoiceWithHuman
        ));
    }
}

#[test]
fn an_answer_that_is_to_be_changed_is_found_by_a_tap_from_both_lists() {
    let mut person = Person::at("pruefen");
    person.taps("pruefen", "aendern");
    person.taps("pruefen", "land");
    assert_eq!(person.step(), Some("land"));
    let mut late = Person::at("pruefen");
    late.taps("pruefen", "aendern");
    late.says("zurück");
    late.taps("pruefen", "land");
    assert_eq!(late.step(), Some("land"));
    let mut back = Person::at("pruefen");
    back.taps("pruefen", "aendern");
    assert!(matches!(back.taps("pruefen", "uebergeben").wish, Wish::HandOver(_)));
}

#[test]
fn whoever_is_blocked_can_still_delete_by_tapping() {
    let mut person = asked_to_share(Attention::Blocked);
    person.attention = Attention::Blocked;
    assert_eq!(person.taps_any("mitgeben-ja").says, []);
    assert_eq!(person.taps_any("loeschen-ja").says, [Say::ConfirmDelete]);
    assert_eq!(person.clone().taps_any("loeschen-nein").says, [Say::NotDeleted]);
    assert_eq!(person.taps_any("loeschen-ja").wish, Wish::Forget);
}

#[test]
fn after_everything_is_deleted_an_old_button_only_greets() {
    for choice in buttons().iter().filter(|choice| Tap::from_id(choice).is_some()) {
        let reply = Person::unknown().taps_any(choice);
        let expected = if choice == "loeschen-ja" { Say::Deleted } else { Say::Welcome };
        assert_eq!(reply.says[0], expected, "{choice}");
    }
}
