//! Whether it helped.

use lotse::dialogue::ContactInput;

use super::rosa_and_lea;
use crate::stage::{Stage, all_text};

fn helped(choice: &str) -> ContactInput {
    ContactInput::Tapped { step: None, choice: format!("hilfreich-{choice}") }
}

/// What was remembered without content.
async fn audit(mut stage: Stage) -> Vec<String> {
    stage.stop().await;
    let store = lotse::store::open(&format!("sqlite:{}", stage.database().display())).await.unwrap();
    let trail = store.audit().await.unwrap().into_iter().map(|(_, _, what)| what).collect();
    store.close().await;
    trail
}

#[tokio::test]
async fn whether_it_helped_is_counted_once_and_opens_nothing() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    let asked = stage.world.told_to("rosa");
    assert_eq!(asked.last().unwrap().choices.len(), 3, "{}", all_text(&asked));
    stage.world.told_at_the_desk();
    let thanks = all_text(&stage.does("rosa", helped("teils")).await);
    assert!(thanks.contains("Danke"), "{thanks}");
    assert_eq!(stage.does("rosa", helped("ja")).await, Vec::new(), "once");
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    stage.says("rosa", "Ja").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("wieder offen") && desk.contains("schreibt:\nJa"), "{desk}");
    let trail = audit(stage).await;
    let counted: Vec<_> = trail.iter().filter(|what| what.starts_with("feedback")).collect();
    assert_eq!(counted, ["feedback_helped_partly"]);
}

#[tokio::test]
async fn the_question_whether_it_helped_can_be_answered_by_number_until_something_else_is_written() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    stage.world.told_at_the_desk();
    stage.says("rosa", "3").await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    assert_eq!(audit(stage).await.last().map(String::as_str), Some("feedback_did_not_help"));

    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    stage.says("rosa", "Ja, aber heute kam noch ein Brief").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("aber heute kam noch ein Brief"), "{desk}");
    stage.says("rosa", "1").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("schreibt:\n1"), "it is for the human: {desk}");
    assert_eq!(stage.does("rosa", helped("ja")).await, Vec::new(), "a late tap is no message");
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
}

#[tokio::test]
async fn a_case_opened_by_the_desk_asks_nothing_any_more() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    stage.types("lea", "!öffnen").await;
    stage.world.told_at_the_desk();
    stage.says("rosa", "ja").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("schreibt:\nja"), "{desk}");
}
