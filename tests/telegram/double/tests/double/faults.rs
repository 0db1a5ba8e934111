use std::time::Duration;

use serde_json::{Value, json};
use telegram_double::{Fault, Trouble};
use teloxide_core::prelude::*;
use teloxide_core::types::ChatId;
use teloxide_core::{ApiError, RequestError};

use super::client::Stage;

fn send(
    stage: &Stage,
    text: &str,
) -> impl Future<Output = Result<teloxide_core::types::Message, RequestError>> + use<> {
    stage.api.send_message(ChatId(stage.rosa.chat()), text).send()
}

/// What the bot has written to Rosa.
fn written(stage: &Stage) -> Vec<String> {
    stage.rosa.lines().into_iter().filter(|line| line.by_bot).map(|line| line.message.text).collect()
}

#[tokio::test]
async fn a_flood_names_the_seconds_and_carries_nothing_out() {
    let stage = Stage::new().await;
    let fault = stage.bot.suffers(Fault::flood(7).on("sendMessage").times(1));
    assert!(
        matches!(send(&stage, "eins").await, Err(RequestError::RetryAfter(after)) if after.seconds() == 7)
    );
    fault.struck(1).await;
    send(&stage, "zwei").await.unwrap();
    assert_eq!(written(&stage), ["zwei"]);
}

#[tokio::test]
async fn an_answer_may_be_lost_before_or_after_the_message_was_sent() {
    let stage = Stage::new().await;
    stage.bot.suffers(Fault::new(Trouble::LostBefore).on("sendMessage").times(1));
    assert!(matches!(send(&stage, "vorher").await, Err(RequestError::Network(_))));
    assert_eq!(written(&stage), [""; 0]);
    stage.bot.suffers(Fault::new(Trouble::LostAfter).on("sendMessage").times(1));
    assert!(matches!(send(&stage, "nachher").await, Err(RequestError::Network(_))));
    assert_eq!(written(&stage), ["nachher"]);
}

#[tokio::test]
async fn a_gateway_may_answer_in_the_place_of_the_server() {
    let stage = Stage::new().await;
    stage.bot.suffers(Fault::new(Trouble::BadGateway));
    let (code, page) = stage.call("getMe", &json!({})).await;
    assert_eq!(code, 502);
    assert!(matches!(page, Value::String(page) if page.starts_with("<html>")));
    stage.bot.recovers();
    stage.api.get_me().await.unwrap();
}

#[tokio::test]
async fn an_answer_may_be_broken_or_be_another_refusal() {
    let stage = Stage::new().await;
    stage.bot.suffers(Fault::new(Trouble::Malformed).on("sendMessage").times(1));
    assert!(matches!(send(&stage, "eins").await, Err(RequestError::InvalidJson { .. })));
    assert_eq!(written(&stage), ["eins"], "it was sent all the same");
    stage.bot.suffers(Fault::refused(500, "Internal Server Error").in_chat(stage.rosa.chat()).times(1));
    let refused = stage.call("sendMessage", &json!({ "chat_id": stage.rosa.chat(), "text": "zwei" })).await;
    assert_eq!(
        refused,
        (500, json!({ "ok": false, "error_code": 500, "description": "Internal Server Error" }))
    );
}

#[tokio::test]
async fn an_answer_can_be_held_back_while_the_message_is_already_there() {
    let stage = Stage::new().await;
    let held = stage.bot.suffers(Fault::new(Trouble::Held).on("sendMessage"));
    let sending = tokio::spawn(send(&stage, "schon da"));
    stage.rosa.sees("schon da").await;
    assert!(!sending.is_finished());
    held.lift();
    sending.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_conflict_can_be_made_up() {
    let stage = Stage::new().await;
    stage.bot.suffers(Fault::new(Trouble::Conflict).on("getUpdates").times(1));
    let refused = stage.api.get_updates().await;
    assert!(matches!(refused, Err(RequestError::Api(ApiError::TerminatedByOtherGetUpdates))));
}

#[tokio::test]
async fn a_slow_answer_takes_its_time_and_the_message_does_not() {
    let stage = Stage::new().await;
    stage.bot.suffers(Fault::slow(Duration::from_millis(300)).on("sendMessage"));
    let began = std::time::Instant::now();
    send(&stage, "langsam").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn an_update_that_was_confirmed_can_come_once_more() {
    let stage = Stage::new().await;
    stage.rosa.writes("eins").await;
    let first = stage.fetch_all().await;
    assert_eq!(stage.bot.gets_again(1), 1);
    let second = stage.fetch_all().await;
    assert_eq!(first[0].id, second[0].id);
}

#[tokio::test]
async fn rates_are_minded_on_request() {
    let stage = Stage::new().await;
    stage.bot.minds_rates(true);
    let mut sent = 0;
    while send(&stage, "hallo").await.is_ok() {
        sent += 1;
    }
    assert!((1..=10).contains(&sent), "{sent} in one burst");
}
