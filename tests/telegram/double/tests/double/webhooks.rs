use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use telegram_double::{Clock, Options};
use teloxide_core::prelude::*;
use tokio::sync::mpsc;

use super::client::{Stage, said};

/// What a bot answers to an update.
type Answers = Arc<Mutex<Box<dyn FnMut(&Value) -> Response + Send>>>;

/// A bot that is brought its updates.
struct Hook {
    url: String,
    came: mpsc::UnboundedReceiver<(HeaderMap, Value)>,
}

#[derive(Clone)]
struct Behind {
    tell: mpsc::UnboundedSender<(HeaderMap, Value)>,
    answers: Answers,
}

impl Hook {
    async fn new(answers: impl FnMut(&Value) -> Response + Send + 'static) -> Self {
        let (tell, came) = mpsc::unbounded_channel();
        let behind = Behind { tell, answers: Arc::new(Mutex::new(Box::new(answers))) };
        let router = Router::new().route("/hook", post(take)).with_state(behind);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, came }
    }

    async fn next(&mut self) -> (HeaderMap, Value) {
        tokio::time::timeout(Duration::from_mins(1), self.came.recv()).await.unwrap().unwrap()
    }

    async fn text(&mut self) -> String {
        self.next().await.1["message"]["text"].as_str().unwrap().to_owned()
    }
}

async fn take(State(behind): State<Behind>, headers: HeaderMap, body: axum::Json<Value>) -> Response {
    let answer = behind.answers.lock().unwrap()(&body);
    behind.tell.send((headers, body.0)).unwrap();
    answer
}

fn gladly(_: &Value) -> Response {
    StatusCode::OK.into_response()
}

#[tokio::test]
async fn updates_are_brought_with_the_secret() {
    let stage = Stage::new().await;
    let mut hook = Hook::new(gladly).await;
    let set = json!({ "url": hook.url, "secret_token": "geheim_1" });
    assert_eq!(stage.call("setWebhook", &set).await.0, 200);
    stage.rosa.writes("Guten Tag").await;
    let (headers, update) = hook.next().await;
    assert_eq!(headers["x-telegram-bot-api-secret-token"], "geheim_1");
    assert_eq!(update["message"]["text"], "Guten Tag");
    stage.bot.has_confirmed_all().await;
}

#[tokio::test]
async fn an_update_is_brought_until_it_is_taken_and_those_behind_it_wait() {
    let stage = Stage::with(Options { retry: Duration::from_millis(1), ..Options::default() }).await;
    let mut failures = 2;
    let mut hook = Hook::new(move |_| {
        failures -= i32::from(failures > 0);
        let code = if failures > 0 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
        code.into_response()
    })
    .await;
    stage.rosa.writes("eins").await;
    stage.rosa.writes("zwei").await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    assert_eq!((hook.text().await, hook.text().await), ("eins".to_owned(), "eins".to_owned()));
    assert_eq!(hook.text().await, "zwei");
    stage.bot.has_confirmed_all().await;
    let info = stage.api.get_webhook_info().await.unwrap();
    assert_eq!(info.pending_update_count, 0);
    assert!(info.last_error_message.unwrap().contains("500 Internal Server Error"));
}

/// Telegram gives up what it could not bring: words after a day, a tap after two and a half minutes.
#[tokio::test]
async fn what_could_not_be_brought_in_time_is_gone() {
    let clock = Clock::at(1_800_000_000);
    let retry = Duration::from_millis(1);
    let stage = Stage::with(Options { clock: clock.clone(), retry, ..Options::default() }).await;
    let works = Arc::new(AtomicBool::new(false));
    let answers = Arc::clone(&works);
    let mut hook = Hook::new(move |_| {
        let works = answers.load(Ordering::SeqCst);
        if works { StatusCode::OK } else { StatusCode::BAD_GATEWAY }.into_response()
    })
    .await;
    let keyboard = json!({ "inline_keyboard": [[{ "text": "Ja", "callback_data": "ja" }]] });
    let sent = json!({ "chat_id": stage.rosa.chat(), "text": "Wirklich?", "reply_markup": keyboard });
    stage.rosa.writes("eins").await;
    stage.call("sendMessage", &sent).await;
    let asked = stage.rosa.sees("Wirklich?").await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    stage.rosa.taps(&asked, "Ja").await;
    let is_tap = |update: &Value| !update["callback_query"].is_null();
    while !is_tap(&hook.next().await.1) {}
    assert_eq!(stage.bot.pending(), 2);
    clock.advance(Duration::from_secs(150));
    stage.bot.has_only(1).await;
    clock.advance(Duration::from_hours(24));
    stage.bot.has_only(0).await;
    works.store(true, Ordering::SeqCst);
    stage.rosa.writes("zwei").await;
    stage.bot.has_only(0).await;
}

#[tokio::test]
async fn chats_do_not_wait_for_each_other() {
    let stage = Stage::new().await;
    let otto = stage.telegram.person("Otto");
    let mut hook = Hook::new(|update| {
        let well = update["message"]["text"] == "von Otto";
        if well { StatusCode::OK } else { StatusCode::BAD_GATEWAY }.into_response()
    })
    .await;
    stage.rosa.writes("von Rosa").await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    assert_eq!(hook.text().await, "von Rosa");
    otto.writes("von Otto").await;
    while hook.text().await != "von Otto" {}
    assert!(stage.bot.pending() >= 1, "Rosa's is still to be taken");
}

#[tokio::test]
async fn a_bot_may_call_a_method_in_its_answer() {
    let stage = Stage::new().await;
    let hook = Hook::new(|update| {
        let chat = &update["message"]["chat"]["id"];
        axum::Json(json!({ "method": "sendMessage", "chat_id": chat, "text": "Gern." })).into_response()
    })
    .await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    stage.rosa.writes("Bitte").await;
    stage.rosa.sees("Gern.").await;
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let stage = Stage::new().await;
    let hook = Hook::new(gladly).await;
    let poll = tokio::spawn(stage.api.get_updates().timeout(10).send());
    stage.bot.listens().await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    assert!(said(poll.await.unwrap()).contains("Conflict: terminated by setWebhook request"));
    let active = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the \
                  webhook first";
    assert_eq!(stage.refusal("getUpdates", &json!({})).await, active);
    stage.api.delete_webhook().await.unwrap();
    stage.api.get_updates().await.unwrap();
}

#[tokio::test]
async fn what_waits_can_be_dropped_and_bad_addresses_are_refused() {
    let stage = Stage::new().await;
    stage.rosa.writes("eins").await;
    stage.api.delete_webhook().drop_pending_updates(true).await.unwrap();
    assert_eq!(stage.bot.pending(), 0);
    let refused = async |params: Value| stage.refusal("setWebhook", &params).await;
    assert_eq!(
        refused(json!({ "url": "http://example.org/" })).await,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    );
    assert_eq!(
        refused(json!({ "url": "http://127.0.0.1:1/", "secret_token": "ä" })).await,
        "Bad Request: secret token contains unallowed characters"
    );
}

#[tokio::test]
async fn an_update_that_was_taken_can_be_brought_once_more() {
    let stage = Stage::new().await;
    let mut hook = Hook::new(gladly).await;
    assert_eq!(stage.call("setWebhook", &json!({ "url": hook.url })).await.0, 200);
    stage.rosa.writes("eins").await;
    let first = hook.next().await.1;
    stage.bot.has_confirmed_all().await;
    assert_eq!(stage.bot.gets_again(1), 1);
    assert_eq!(hook.next().await.1["update_id"], first["update_id"]);
}
