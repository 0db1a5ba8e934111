//! Who is reminded, and when.

use jiff::SignedDuration;

use super::rosa_and_lea;
use crate::stage::{Stage, all_text};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Minutes pass, one look at a time; answers with when the desk was told something, and what.
async fn minutes(stage: &Stage, count: i32) -> Vec<(i32, String)> {
    let mut told = Vec::new();
    for minute in 1..=count {
        stage.pass(MINUTE).await;
        let desk = all_text(&stage.world.told_at_the_desk());
        if !desk.is_empty() {
            told.push((minute, desk));
        }
    }
    told
}

#[tokio::test]
async fn a_case_nobody_takes_is_brought_to_mind_and_then_hourly_at_most() {
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.world.told_at_the_desk();
    let told = minutes(&stage, 140).await;
    let at: Vec<i32> = told.iter().map(|(minute, _)| *minute).collect();
    assert_eq!(at, [15, 75, 135]);
    assert!(told.iter().all(|(_, desk)| desk.contains("!übernehmen 1")), "{told:?}");
    stage.types("lea", "!übernehmen").await;
    stage.types("lea", "!a Guten Tag").await;
    assert_eq!(minutes(&stage, 70).await, []);
}

#[tokio::test]
async fn nobody_is_reminded_when_nobody_is_there() {
    let mut stage = Stage::new().await;
    stage.pass(SignedDuration::from_mins(5 * 60 + 50)).await;
    stage.says("rosa", "mensch").await; // 15:50
    stage.world.told_at_the_desk();
    stage.pass(SignedDuration::from_mins(20)).await; // 16:10
    stage.pass(SignedDuration::from_hours(8)).await; // past midnight
    stage.restart().await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    stage.pass(SignedDuration::from_mins(8 * 60 + 54)).await; // 9:04
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    stage.pass(MINUTE).await;
    assert!(all_text(&stage.world.told_at_the_desk()).contains("Erinnerung"));
}

#[tokio::test]
async fn a_reminder_missed_while_we_were_down_waits_for_the_morning() {
    let stage = Stage::new().await;
    stage.says("rosa", "mensch").await;
    stage.world.told_at_the_desk();
    stage.pass(SignedDuration::from_hours(9)).await; // due at 10:15, seen at 19:00
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    stage.pass(SignedDuration::from_hours(14)).await;
    assert_eq!(all_text(&stage.world.told_at_the_desk()).matches("Erinnerung").count(), 1);
}

#[tokio::test]
async fn whoever_leaves_a_contact_without_an_answer_is_reminded_once() {
    let stage = rosa_and_lea().await;
    assert_eq!(minutes(&stage, 90).await, [], "all is answered");
    stage.says("rosa", "Darf ich Sie anrufen?").await;
    stage.says("rosa", "Hallo?").await;
    stage.world.told_at_the_desk();
    let told = minutes(&stage, 130).await;
    assert_eq!(told.iter().map(|(minute, _)| *minute).collect::<Vec<_>>(), [60]);
    assert!(told[0].1.contains("wartet seit Mo 23.11., 11:30 Uhr auf eine Antwort"), "{told:?}");
    stage.types("lea", "!senden 1").await;
    stage.says("rosa", "Danke, und morgen?").await;
    stage.world.told_at_the_desk();
    assert_eq!(minutes(&stage, 61).await.len(), 1, "what comes after an answer counts anew");
}

#[tokio::test]
async fn reminders_do_not_keep_a_conversation_from_being_forgotten() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    stage.pass(SignedDuration::from_hours(24 * 91)).await;
    assert!(stage.conversation("rosa").await.is_none());
}

#[tokio::test]
async fn reminders_can_be_set_and_left_out() {
    let mut stage = Stage::new().await;
    stage.duty.reminders.unclaimed_minutes = 5;
    stage.duty.reminders.again_minutes = 0;
    stage.restart().await;
    stage.says("rosa", "mensch").await;
    stage.world.told_at_the_desk();
    let told = minutes(&stage, 120).await;
    assert_eq!(told.iter().map(|(minute, _)| *minute).collect::<Vec<_>>(), [5]);
}
