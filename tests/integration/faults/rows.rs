//! Rows that are damaged: one person's trouble must not become everybody's.

use std::sync::Arc;

use lotse::desk::Notice;
use lotse::dialogue::ContactInput;
use lotse::model::Private;
use lotse::runtime::NoProbe;
use lotse::store::Write;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use super::disk::{Disk, Trouble};
use super::{notice, says, two_cases};
use crate::stage::{Stage, all_text, contact_says};

/// Does to the database what no program should; answers with how many rows it was.
async fn damage(stage: &Stage, sql: &str) -> u64 {
    let url = format!("sqlite://{}", stage.database().display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let touched = sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap().rows_affected();
    connection.close().await.unwrap();
    touched
}

#[tokio::test]
async fn a_damaged_arrival_is_told_to_the_desk_and_the_others_are_handled() {
    let mut stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja"]).await;
    stage.says_all("ole", &["Hallo", "ja"]).await;
    stage.stop().await;
    let disk = Disk::new(stage.open().await);
    stage.start_with(Arc::clone(&disk) as _, Arc::new(NoProbe)).await;
    disk.refuses(Trouble::Full, |write| matches!(write, Write::Turn(_)));
    for contact in ["rosa", "ole"] {
        let inbound = contact_says(contact, stage.event(), ContactInput::Text(Private::from("nein")));
        stage.runtime().inlet().accept(inbound).await.unwrap();
    }
    stage.stop().await;
    let sql = "UPDATE inbox SET payload = zeroblob(length(payload)) \
        WHERE seq = (SELECT min(seq) FROM inbox WHERE done_at IS NULL)";
    assert_eq!(damage(&stage, sql).await, 1);
    stage.start().await;

    let told = stage.world.told_at_the_desk();
    assert!(says(&told, &notice(&Notice::DeadLetter)), "{}", all_text(&told));
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    let ole = all_text(&stage.world.told_to("ole"));
    assert!(ole.contains("Frage 2 von"), "{ole}");
    let rosa = all_text(&stage.says("rosa", "nein").await);
    assert!(rosa.contains("Frage 2 von"), "Rosa cannot go on: {rosa}");
}

/// Damage that the seal notices, and damage that the table's own form shows.
#[tokio::test]
async fn a_damaged_conversation_is_told_to_the_desk_and_the_others_go_on() {
    for damaged in
        ["state = zeroblob(length(state))", "wrapped_key = zeroblob(8)", "due_at = 9223372036854775807"]
    {
        let mut stage = two_cases().await;
        let sql = format!(
            "UPDATE conversations SET {damaged} WHERE id = (SELECT conversation FROM cases WHERE number = 1)"
        );
        assert_eq!(damage(&stage, &sql).await, 1);
        // A running store knows what it has written last.
        stage.restart().await;
        stage.says("rosa", "Hört mich jemand?").await;
        let desk = stage.world.told_at_the_desk();
        assert!(says(&desk, &notice(&Notice::DeadLetter)), "{damaged}: {}", all_text(&desk));

        let desk = all_text(&stage.says("ole", "Ich bin noch da.").await);
        assert_eq!(desk, "", "{damaged}");
        let desk = all_text(&stage.world.told_at_the_desk());
        assert!(desk.contains("Ich bin noch da."), "{damaged}: {desk}");
        stage.types("tom", "!a Tom ist auch da.").await;
        let ole = all_text(&stage.world.told_to("ole"));
        assert!(ole.contains("Tom ist auch da."), "{damaged}: {ole}");
    }
}

#[tokio::test]
async fn a_damaged_conversation_does_not_keep_others_from_being_forgotten() {
    let mut stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    stage.says("ole", "Hallo").await;
    let sql = "UPDATE conversations SET state = zeroblob(length(state)) \
        WHERE rowid = (SELECT min(rowid) FROM conversations)";
    assert_eq!(damage(&stage, sql).await, 1);
    stage.restart().await;
    stage.pass(jiff::SignedDuration::from_hours(25)).await;
    assert!(stage.conversation("ole").await.is_none());
}

#[tokio::test]
async fn a_message_to_go_out_that_is_damaged_keeps_nothing_else_waiting() {
    let mut stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "mensch", "Eins.", "Zwei."]).await;
    stage.stop().await;
    let sql = "UPDATE outbox SET payload = zeroblob(length(payload)) \
        WHERE seq = (SELECT min(seq) FROM outbox WHERE held_for IS NOT NULL)";
    assert_eq!(damage(&stage, sql).await, 1);
    stage.start().await;
    stage.types("lea", "!übernehmen 1").await;
    let desk: Vec<_> =
        stage.world.sent().iter().filter_map(|envelope| envelope.act.on_paper().cloned()).collect();
    assert!(says(&desk, "Zwei.") && !says(&desk, "Eins."), "{}", all_text(&desk));
}
