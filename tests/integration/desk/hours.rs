//! What contacts are told about when somebody is there.

use jiff::SignedDuration;

use crate::stage::{Stage, all_text};
use crate::story::SHORT_WAY;

/// From the Monday, ten o'clock, at which a stage begins to three in the night.
const TO_THE_NIGHT: SignedDuration = SignedDuration::from_hours(17);

#[tokio::test]
async fn whoever_asks_for_a_human_is_told_an_honest_time() {
    let stage = Stage::new().await;
    let told = all_text(&stage.says("rosa", "mensch").await);
    assert!(told.contains("Die starke Stelle ist jetzt besetzt, bis 16 Uhr."), "{told}");
    assert!(!told.contains("rund um die Uhr"), "somebody is there: {told}");
    stage.pass(SignedDuration::from_hours(6)).await;
    let told = all_text(&stage.says("ole", "mensch").await);
    assert!(
        told.contains("Die starke Stelle antwortet wieder am Dienstag, 24. November, ab 9 Uhr."),
        "{told}"
    );
}

#[tokio::test]
async fn whoever_asks_again_for_a_human_is_told_when_one_is_there_next() {
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    let told = all_text(&stage.says("rosa", "mensch").await);
    assert!(
        told.contains(
            "weiß Bescheid. Ein Mensch meldet sich hier bei Ihnen. Die starke Stelle ist jetzt besetzt"
        ),
        "{told}"
    );
    stage.pass(SignedDuration::from_hours(24 * 4 + 7)).await;
    for again in ["mensch", "/start"] {
        let told = all_text(&stage.says("rosa", again).await);
        assert!(told.contains("antwortet wieder am Montag, 30. November, ab 9 Uhr."), "{told}");
    }
}

#[tokio::test]
async fn at_night_the_lines_that_answer_come_along_once() {
    // F25
    let stage = Stage::new().await;
    stage.pass(TO_THE_NIGHT).await;
    stage.says("rosa", "Hallo").await;
    let told = all_text(&stage.says_all("rosa", &SHORT_WAY).await);
    assert!(told.contains("ab 9 Uhr"), "{told}");
    let lines = told.split("rund um die Uhr:").nth(1).expect("the lines that answer now");
    assert!(lines.trim_start().starts_with("Polizei-Notruf 110") || lines.contains("110"), "{lines}");
    assert!(lines.find("110") < lines.find("TelefonSeelsorge"), "emergency numbers first: {lines}");
    for line in ["Ich habe Angst", "Sind Sie da?", "Hallo?"] {
        let told = all_text(&stage.says("rosa", line).await);
        assert!(!told.contains("rund um die Uhr"), "said twice: {told}");
    }
    stage.pass(SignedDuration::from_hours(24)).await;
    let told = all_text(&stage.says("rosa", "Noch einmal ich").await);
    assert!(told.contains("Mittwoch, 25. November") && told.contains("rund um die Uhr"), "{told}");
}

#[tokio::test]
async fn at_night_nothing_is_said_between_two_humans() {
    // F25
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.types("lea", "!übernehmen").await;
    stage.pass(TO_THE_NIGHT).await;
    stage.world.told_to("rosa");
    assert_eq!(stage.says("rosa", "Sind Sie noch da?").await, Vec::new());
}
