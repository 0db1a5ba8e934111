use std::time::Duration;

use serde_json::{Value, json};
use telegram_double::{Clock, Options};
use teloxide_core::prelude::*;

use super::client::Stage;

async fn ids(stage: &Stage, params: Value) -> Vec<i64> {
    let (_, body) = stage.call("getUpdates", &params).await;
    let updates = body["result"].as_array().unwrap_or_else(|| panic!("{body}"));
    updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_update_comes_until_a_higher_offset_is_asked_for() {
    let stage = Stage::new().await;
    stage.rosa.writes("eins").await;
    stage.rosa.writes("zwei").await;
    let first = ids(&stage, json!({ "timeout": 5 })).await;
    assert_eq!(first.len(), 2);
    assert_eq!(first[1], first[0] + 1);
    assert_eq!(ids(&stage, json!({ "offset": first[0] })).await, first, "nothing was confirmed");
    assert_eq!(ids(&stage, json!({ "offset": first[1] })).await, first[1..], "the first one was");
    assert_eq!(stage.bot.pending(), 1);
    assert_eq!(ids(&stage, json!({ "offset": 0 })).await, first[1..]);
}

#[tokio::test]
async fn a_long_poll_ends_when_something_happens() {
    let stage = Stage::new().await;
    let poll = tokio::spawn(stage.api.get_updates().timeout(10).send());
    stage.bot.listens().await;
    stage.rosa.writes("Guten Tag").await;
    let updates = poll.await.unwrap().unwrap();
    assert_eq!(updates.len(), 1);
}

#[tokio::test]
async fn a_long_poll_ends_empty_after_its_time() {
    let stage = Stage::with(Options { pause: Duration::ZERO, ..Options::default() }).await;
    assert_eq!(ids(&stage, json!({ "timeout": 1 })).await, [0; 0]);
}

#[tokio::test]
async fn a_second_long_poll_ends_the_first() {
    let stage = Stage::new().await;
    let first = tokio::spawn(stage.api.get_updates().timeout(10).send());
    stage.bot.listens().await;
    let second = tokio::spawn(stage.api.get_updates().timeout(10).send());
    let ended = first.await.unwrap();
    assert_eq!(
        super::client::said(ended),
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
    stage.rosa.writes("Guten Tag").await;
    assert_eq!(second.await.unwrap().unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_that_does_not_wait_ends_a_long_poll_too() {
    let stage = Stage::new().await;
    let long = tokio::spawn(stage.api.get_updates().timeout(10).send());
    stage.bot.listens().await;
    assert_eq!(ids(&stage, json!({ "offset": 1 })).await, [0; 0]);
    assert!(super::client::said(long.await.unwrap()).starts_with("Conflict: terminated by other getUpdates"));
}

#[tokio::test]
async fn a_client_that_asks_again_and_again_is_made_to_wait() {
    let stage = Stage::with(Options { pause: Duration::from_secs(8), ..Options::default() }).await;
    let asked = json!({ "offset": 1 });
    ids(&stage, asked.clone()).await;
    let url = stage.address("getUpdates?offset=1");
    let again = tokio::spawn(async move { reqwest::get(url).await.unwrap().text().await.unwrap() });
    // It asked not to wait, and gets what happens after it has asked.
    stage.bot.listens().await;
    stage.rosa.writes("Guten Tag").await;
    assert!(again.await.unwrap().contains("Guten Tag"));
}

#[tokio::test]
async fn only_what_was_asked_for_comes_and_the_wish_is_remembered() {
    let stage = Stage::new().await;
    let message = stage.rosa.writes("eins").await;
    ids(&stage, json!({ "allowed_updates": ["message_reaction"] })).await;
    stage.rosa.writes("zwei").await;
    stage.rosa.reacts(message, "👍").await;
    let (_, body) = stage.call("getUpdates", &json!({ "timeout": 5 })).await;
    assert_eq!(body["result"][0]["message"]["text"], "eins", "it was there before the wish");
    assert_eq!(body["result"][1]["message_reaction"]["new_reaction"][0]["emoji"], "👍");
    assert_eq!(body["result"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn after_a_day_an_update_is_gone() {
    let clock = Clock::at(1_800_000_000);
    let stage = Stage::with(Options { clock: clock.clone(), ..Options::default() }).await;
    stage.rosa.writes("eins").await;
    clock.advance(Duration::from_hours(23));
    assert_eq!(ids(&stage, json!({})).await.len(), 1);
    clock.advance(Duration::from_hours(1));
    stage.rosa.writes("zwei").await;
    assert_eq!(ids(&stage, json!({})).await.len(), 1);
    assert_eq!(stage.bot.pending(), 1);
}

#[tokio::test]
async fn a_bot_can_be_waited_for_until_it_has_confirmed() {
    let stage = Stage::new().await;
    stage.rosa.writes("eins").await;
    let bot = stage.bot.clone();
    let waiting = tokio::spawn(async move { bot.has_confirmed_all().await });
    stage.fetch_all().await;
    waiting.await.unwrap();
    assert_eq!(stage.bot.pending(), 0);
}
