use proptest::prelude::*;

use super::super::Command;
use super::{LEXICON, NONE, failing};
use crate::model::Private;

fn all_are(command: &Command, sentences: &[&str]) {
    assert_eq!(
        failing(sentences, |text| LEXICON.command(text).as_ref() == Some(command)),
        NONE,
        "{command:?}"
    );
}

#[test]
fn the_words_of_a_command_are_the_command() {
    all_are(
        &Command::Help,
        &["Hilfe", "hilfe!", "help", "?", " ?? ", "/hilfe", "/help", "bitte Hilfe", "HILFEEE"],
    );
    all_are(
        &Command::Back,
        &["zurück", "Zurueck", "zuruck", "zurúck", "/zurueck", "bitte zurück", "zurükc", "noch mal zurück"],
    );
    all_are(
        &Command::Skip,
        &["überspringen", "skip", "Frage überspringen", "ueberspringen", "überpringen", "/ueberspringen"],
    );
    all_are(
        &Command::Emergency,
        &["Notfall", "NOTFALL!!!", "110", "112", "sos", "Notruf", "/notfall", "notfal"],
    );
    all_are(
        &Command::Stop,
        &["stopp", "Stop", "Pause", "später weiter", "Ich mache später weiter", "abbrechen"],
    );
    all_are(
        &Command::Delete,
        &["löschen", "alles löschen", "Meine Daten löschen", "/loeschen", "loschen", "bitte alles löschen"],
    );
    all_are(&Command::Privacy, &["Datenschutz", "/datenschutz", "datenschuz"]);
    all_are(&Command::Restart, &["neu", "Neustart", "von vorne", "noch einmal von vorne"]);
    all_are(&Command::Continue, &["weiter", "fortsetzen", "weitermachen", "/weiter"]);
    all_are(&Command::Start, &["/start", "/start abc123", "/start@StarkeStelleBot"]);
}

#[test]
fn a_human_is_asked_for_in_many_ways() {
    all_are(
        &Command::Human,
        &[
            "Mensch",
            "mit einem Menschen sprechen",
            "Ich möchte mit einem Menschen sprechen",
            "ich möchte mit jemandem sprechen",
            "Ich will lieber mit einem echten Menschen reden!",
            "kann ich mit einer Person sprechen?",
            "Kann ich bitte mit einem Mitarbeiter telefonieren",
            "Lotse",
            "Lotsin bitte",
            "Beraterin",
            "einen Menschen bitte",
            "/mensch",
            "ich möchte mit einem Menschn sprechen",
            "mit jemandem reden",
        ],
    );
}

#[test]
fn offers_carry_what_is_looked_for() {
    let offers = |rest: &str| Some(Command::Offers(Private::from(rest)));
    for (typed, rest) in [
        ("angebote", ""),
        ("Angebote zeigen", ""),
        ("angebote Bayern", "bayern"),
        ("/angebote bayern recht", "bayern recht"),
        ("Angebote in Thüringen", "in thueringen"),
        ("angebot Recht", "recht"),
    ] {
        assert_eq!(LEXICON.command(typed), offers(rest), "{typed}");
    }
    assert_eq!(LEXICON.command("angebote habe ich schon viele gesehen und keines davon passte"), None);
}

#[test]
fn sentences_are_no_commands() {
    let sentences = [
        "Die Menschen in meiner Stadt bedrohen mich",
        "Ich habe die Nachricht schon gelöscht",
        "Der Brief kam zurück",
        "Ich weiß nicht",
        "ich brauche Hilfe bei einer Anzeige",
        "Es geht immer weiter",
        "neue Drohung",
        "Er hat mich gestoppt",
        "!hilfe",
        "/unbekannt",
        "",
        "🙂",
        "leiter",
        "110 Kommentare",
        "Beratung",
        "Lob",
    ];
    assert_eq!(failing(&sentences, |text| LEXICON.command(text).is_none()), NONE);
}

#[test]
fn a_slash_is_needed_where_options_come_first() {
    assert_eq!(LEXICON.slash("löschen"), None);
    assert_eq!(LEXICON.slash(" /löschen"), Some(Command::Delete));
    assert_eq!(LEXICON.slash("/hilfe@StarkeStelleBot"), Some(Command::Help));
    assert_eq!(LEXICON.slash("/stop bitte nicht mehr schreiben"), Some(Command::Stop));
}

#[test]
fn what_offers_are_looked_for_does_not_show_itself() {
    let shown = format!("{:?}", LEXICON.command("angebote canary"));
    assert!(shown.contains("Offers") && !shown.contains("canary"), "{shown}");
}

#[test]
fn yes_and_no() {
    let yes = [
        "ja",
        "Ja!",
        "jep",
        "jo",
        "klar",
        "genau",
        "ok",
        "ja bitte",
        "Ja, gerne",
        "👍",
        "👍🏽",
        "jaaa",
        "ja klar",
        "einverstanden",
    ];
    let no = [
        "nein",
        "nö",
        "Nee",
        "nein danke",
        "lieber nicht",
        "Auf keinen Fall",
        "👎",
        "noe",
        "nein, lieber nicht",
    ];
    let neither =
        ["vielleicht", "ja aber", "weiß nicht", "ja nein", "🙂", "", "jahr", "neinn ich weiß nicht"];
    assert_eq!(failing(&yes, |text| LEXICON.yes_no(text) == Some(true)), NONE);
    assert_eq!(failing(&no, |text| LEXICON.yes_no(text) == Some(false)), NONE);
    assert_eq!(failing(&neither, |text| LEXICON.yes_no(text).is_none()), NONE);
}

#[test]
fn done_show_and_greeting() {
    let done = [
        "fertig",
        "Fertig!",
        "das war alles",
        "Das wars",
        "nichts weiter",
        "nein, das war alles",
        "weiter",
        "sonst nichts",
        "mehr nicht",
        "fertg",
    ];
    let show = ["zeigen", "erst zeigen", "vorher ansehen", "Ich möchte es erst sehen", "bitte zeigen"];
    let greeting =
        ["Hallo", "hallo!", "Guten Tag", "moin", "Moin moin", "start", "Grüß Gott", "hi 👋", "Guten Morgen"];
    assert_eq!(failing(&done, |text| LEXICON.done(text)), NONE);
    assert_eq!(failing(&show, |text| LEXICON.show(text)), NONE);
    assert_eq!(failing(&greeting, |text| LEXICON.greeting(text)), NONE);
    let sentence = "Guten Tag, ich habe fertige Plakate und möchte sie zeigen";
    assert!(!LEXICON.done(sentence) && !LEXICON.show(sentence) && !LEXICON.greeting(sentence));
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in any::<String>()) {
        let slash = LEXICON.slash(&text);
        prop_assert!(slash.is_none() || text.trim_start().starts_with('/'));
        let _ = (LEXICON.command(&text), LEXICON.danger(&text), LEXICON.yes_no(&text));
        let _ = (LEXICON.done(&text), LEXICON.show(&text), LEXICON.greeting(&text));
    }
}
