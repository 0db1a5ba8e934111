//! The story the product is for, and what must hold around it, told by people who speak.

use jiff::SignedDuration;

use crate::databases::Database;
use crate::stage::{Stage, all_text};

/// The short way: ten lines from consent to handoff.
pub const SHORT_WAY: [&str; 10] = [
    "ja",
    "nein",
    "selbst",
    "Gemeinderat",
    "Bayern",
    "Bedrohung, Hassnachricht",
    "nicht",
    "sprechen, recht",
    "nein",
    "übergeben",
];

/// The short way up to the question whether somebody wants to tell more.
pub const TO_THE_DETAILS: &[&str] = SHORT_WAY.split_at(8).0;

/// From there to the question for a name.
pub const DETAILS: [&str; 6] = ["ja", "Brief, Telefon", "einmal", "heute", "mittel", "rechts"];

#[tokio::test]
async fn ten_lines_lead_to_a_human_with_offers() {
    let stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    let told = stage.says_all("rosa", &SHORT_WAY).await;
    assert!(all_text(&told).contains("Ihre Nummer ist 1"), "{}", all_text(&told));
    let card = all_text(&stage.world.told_at_the_desk());
    assert!(card.contains("Fall 1") && card.contains("Bayern") && card.contains("Drohung"), "{card}");
    let taken = all_text(&stage.types("lea", "!übernehmen 1").await);
    assert!(taken.contains("Amt oder Aufgabe: Gemeinderat"), "{taken}");
    assert!(taken.contains("1. "), "{taken}");
}

#[tokio::test]
async fn the_story_runs_on_a_database_server_too() {
    let database = Database::postgres().await;
    let mut stage = Stage::on(database.url()).await;
    stage.says("rosa", "Hallo").await;
    stage.says_all("rosa", &SHORT_WAY[..5]).await;
    stage.restart().await;
    assert_eq!(stage.step("rosa").await.as_deref(), Some("vorfall"));
    stage.says_all("rosa", &SHORT_WAY[5..]).await;
    stage.types("lea", "!übernehmen").await;
    stage.types("lea", "!a Guten Tag").await;
    stage.restart().await;
    stage.types("lea", "!senden 1").await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("Guten Tag") && told.contains("1. starke Stelle"), "{told}");
    stage.says_all("rosa", &["löschen", "ja"]).await;
    assert!(stage.conversation("rosa").await.is_none());
    stage.stop().await;
    database.remove().await;
}

#[tokio::test]
async fn mensch_as_the_very_first_word_hands_over_at_once() {
    // F13
    let stage = Stage::new().await;
    let told = all_text(&stage.says("rosa", "mensch").await);
    assert!(told.contains("Ihre Nummer ist 1"), "{told}");
    let card = all_text(&stage.world.told_at_the_desk());
    assert!(card.contains("Fall 1"), "{card}");
    stage.says("rosa", "Bitte helfen Sie mir schnell").await;
    let taken = all_text(&stage.types("lea", "!übernehmen").await);
    assert!(taken.contains("Bitte helfen Sie mir schnell"), "{taken}");
}

#[tokio::test]
async fn danger_and_a_human_in_one_breath_call_the_desk_urgently() {
    for consent in [true, false] {
        let stage = Stage::new().await;
        if consent {
            stage.says_all("rosa", &["Hallo", "ja"]).await;
        }
        let told = stage.says("rosa", "Ich brauche sofort einen Menschen, ich bin in Gefahr").await;
        assert!(told[0].text.contains("110") && all_text(&told).contains("Ihre Nummer ist 1"), "{told:?}");
        let card = all_text(&stage.world.told_at_the_desk());
        assert!(card.contains("Fall 1 wartet\nEilig"), "{card}");
        let taken = all_text(&stage.types("lea", "!übernehmen").await);
        assert!(!taken.contains("ich bin in Gefahr"), "the words are not kept: {taken}");
        assert!(taken.contains("hat die Notfall-Karte gesehen"), "{taken}");
    }
}

#[tokio::test]
async fn danger_in_a_new_conversation_is_nothing_about_the_case_before() {
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.types("lea", "!übernehmen").await;
    stage.types("lea", "!schließen").await;
    stage.says_all("rosa", &["neu", "ja"]).await;
    stage.world.told_at_the_desk();
    stage.says("rosa", "Ich brauche sofort einen Menschen, ich bin in Gefahr").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Fall 2 wartet\nEilig") && !desk.contains("Fall 1"), "{desk}");
}

#[tokio::test]
async fn of_two_navigators_exactly_one_gets_the_case() {
    // F21
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    let (_, _) = tokio::join!(stage.types("lea", "!übernehmen 1"), stage.types("tom", "!übernehmen 1"));
    stage.world.told_at_the_desk();
    let lea = all_text(&stage.types("lea", "!a Hier ist Lea.").await);
    let tom = all_text(&stage.types("tom", "!a Hier ist Tom.").await);
    let told = all_text(&stage.world.told_to("rosa"));
    let winners = usize::from(told.contains("Hier ist Lea.")) + usize::from(told.contains("Hier ist Tom."));
    assert_eq!(winners, 1, "lea: {lea}\ntom: {tom}\nrosa: {told}");
}

#[tokio::test]
async fn what_a_navigator_types_without_a_command_stays_internal() {
    // F20
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.types("lea", "!übernehmen").await;
    stage.world.told_to("rosa");
    for line in ["ruf ich gleich an", "a Guten Tag", "Guten Tag, Frau Rosa!", "!aa Hallo", "! a Hallo"] {
        stage.types("lea", line).await;
    }
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
}

#[tokio::test]
async fn while_a_navigator_has_the_case_the_bot_is_silent() {
    // F24
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.types("lea", "!übernehmen").await;
    stage.world.told_to("rosa");
    for line in ["/start", "zurück", "überspringen", "ja", "3", "weiter", "Hallo?", "neu", "mensch", "stopp"]
    {
        let told = stage.says("rosa", line).await;
        assert_eq!(told, Vec::new(), "the bot answered {line:?}");
    }
    let card = all_text(&stage.says("rosa", "notfall").await);
    assert!(card.contains("110"), "{card}");
}

#[tokio::test]
async fn an_answer_to_a_human_is_not_taken_for_an_answer_to_the_bot() {
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein", "mensch"]).await;
    stage.types("lea", "!übernehmen").await;
    stage.types("lea", "!a Haben Sie das angezeigt?").await;
    stage.says("rosa", "nein").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("schreibt:\nnein"), "{desk}");
    stage.says("rosa", "löschen").await;
    stage.types("lea", "!a Geht es Ihnen gut?").await;
    stage.says("rosa", "ja").await;
    assert!(stage.conversation("rosa").await.is_some(), "a yes to the navigator deleted everything");
}

#[tokio::test]
async fn a_contact_who_writes_after_closing_reopens_the_case() {
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.types("lea", "!übernehmen").await;
    stage.types("lea", "!schließen").await;
    stage.says("rosa", "Es geht weiter: wieder ein Brief.").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("wieder ein Brief"), "{desk}");
    stage.types("lea", "!a Ich bin da.").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Ich bin da."));
}

#[tokio::test]
async fn deleting_removes_everything_at_once_and_says_so() {
    let stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    stage.says_all("rosa", &SHORT_WAY).await;
    let asked = all_text(&stage.says("rosa", "löschen").await);
    assert!(asked.contains("löschen"), "{asked}");
    assert!(stage.conversation("rosa").await.is_some());
    let told = all_text(&stage.says("rosa", "ja").await);
    assert!(told.contains("gelöscht"), "{told}");
    assert!(stage.conversation("rosa").await.is_none());
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Fall 1: Die ratsuchende Person hat alles gelöscht"), "{desk}");
    let desk = all_text(&stage.types("lea", "!übernehmen 1").await);
    assert_eq!(desk, "Einen Fall 1 gibt es nicht, oder er ist schon gelöscht.");
}

#[tokio::test]
async fn days_later_the_conversation_goes_on_where_it_was() {
    // F37
    let mut stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein", "selbst"]).await;
    stage.pass(SignedDuration::from_hours(3 * 24)).await;
    stage.restart().await;
    let told = all_text(&stage.says("rosa", "Hallo, ich bin wieder da").await);
    assert!(told.contains("Frage 3 von 7"), "{told}");
    assert_eq!(stage.step("rosa").await.as_deref(), Some("rolle"));
}

#[tokio::test]
async fn what_the_notice_promises_is_done() {
    // F32
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein"]).await;
    stage.says("ole", "Hallo").await;
    stage.pass(SignedDuration::from_hours(25)).await;
    assert!(stage.conversation("ole").await.is_none(), "nobody consented, and more than a day has passed");
    assert!(stage.conversation("rosa").await.is_some());
    stage.pass(SignedDuration::from_hours(14 * 24)).await;
    assert!(stage.conversation("rosa").await.is_none());
}
