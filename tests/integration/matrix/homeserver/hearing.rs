//! What comes in is heard, whatever the homeserver does in between.

use std::time::Duration;

use lotse::app;
use serde_json::json;
use wiremock::ResponseTemplate;

use super::Guest;
use super::server::{Homeserver, answer, refusal};

const SYNC: &str = "/sync$";

/// Rosa is in conversation; then these faults meet the syncs while she writes, and she is answered all the same.
async fn heard_in_spite_of(faults: Vec<ResponseTemplate>) {
    let home = Homeserver::new().await;
    let _bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    for fault in faults {
        home.answers(SYNC, 1, fault).await;
    }
    home.writes("rosa", "ja");
    home.says("rosa", 3).await;
    home.writes("rosa", "nein");
    home.says("rosa", 4).await;
    assert_eq!(home.known(|known| known.said("rosa")), 4, "something was answered twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_that_fails_for_a_while_is_heard_afterwards() {
    heard_in_spite_of(vec![
        ResponseTemplate::new(500).set_body_json(json!({ "errcode": "M_UNKNOWN", "error": "Oh." })),
        ResponseTemplate::new(502).set_body_raw("<html>Bad Gateway</html>", "text/html"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_that_asks_for_patience_is_heard_afterwards() {
    // F8
    heard_in_spite_of(vec![refusal(429, "M_LIMIT_EXCEEDED").insert_header("Retry-After", "2")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_asked_for_once_more() {
    heard_in_spite_of(vec![
        ResponseTemplate::new(200)
            .set_body_raw("{ \"next_batch\": \"s1\", \"rooms\": { \"jo", "application/json"),
        answer(&json!({ "rooms": { "join": [] } })),
        ResponseTemplate::new(200).set_body_raw("<html>Wartung</html>", "text/html"),
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_ends_loses_nothing() {
    let home = Homeserver::new().await;
    let _bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    home.hangs_up(SYNC).await;
    home.writes("rosa", "ja");
    home.says("rosa", 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn events_that_nobody_knows_are_passed_over() {
    let home = Homeserver::new().await;
    let _bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    home.sees("rosa", "org.example.unheard-of", &json!({ "body": ["what", { "is": "this" }], "msgtype": 7 }));
    home.sees("rosa", "m.room.message", &json!({ "msgtype": ["no", "text"], "body": 42 }));
    home.sees("rosa", "m.reaction", &json!({ "m.relates_to": "nothing" }));
    home.sees("rosa", "m.room.encrypted", &json!({ "algorithm": "org.example.rot13", "ciphertext": "unz" }));
    home.writes("rosa", "ja");
    home.says("rosa", 3).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_ends_the_bot_in_words() {
    let home = Homeserver::new().await;
    let mut bot = Guest::prepared(&home);
    bot.start().await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    bot.stop().await;

    let settings = bot.settings();
    let running = tokio::spawn(async move { app::run(&settings).await });
    let before = home.known(|known| known.syncs);
    home.until("it listens again", |known| known.syncs > before + 1).await;
    home.answers(SYNC, u64::MAX, refusal(401, "M_UNKNOWN_TOKEN")).await;
    let ended = tokio::time::timeout(Duration::from_mins(1), running).await.expect("it ends").unwrap();
    let error = ended.unwrap_err().to_string();
    assert!(error.contains("has ended the bot's session"), "{error}");
    assert!(!error.contains("rosa") && !error.contains("chat-"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_cannot_be_accepted_stops_nobody() {
    // F29
    let home = Homeserver::new().await;
    home.answers("/rooms/.*chat-mallory.*/join|/join/.*chat-mallory", u64::MAX, refusal(403, "M_FORBIDDEN"))
        .await;
    home.answers("/rooms/.*chat-away.*/join|/join/.*chat-away", u64::MAX, refusal(502, "M_UNKNOWN")).await;
    home.opens_chat("mallory");
    home.opens_chat("away");
    let mut bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    home.writes("rosa", "ja");
    home.says("rosa", 3).await;
    // What is refused for good is turned down; what failed may work later.
    home.until("the refused invitation is turned down", |known| left(known, "mallory")).await;
    assert!(!home.known(|known| left(known, "away")));
    bot.restart().await;
    home.writes("rosa", "nein");
    home.says("rosa", 4).await;
}

fn left(known: &super::known::Known, name: &str) -> bool {
    known.asked.iter().any(|path| path.contains(&format!("chat-{name}")) && path.ends_with("/leave"))
}
