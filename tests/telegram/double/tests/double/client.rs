//! A bot that does what a test tells it, and the raw calls below it.

use serde_json::{Value, json};
use telegram_double::{Bot, Options, Person, Telegram};
use teloxide_core::prelude::*;
use teloxide_core::{RequestError, types::Update};

pub const TOKEN: &str = "123:abc";

/// A double with one bot and somebody who has written `/start`, which was fetched.
pub struct Stage {
    pub telegram: Telegram,
    pub bot: Bot,
    pub rosa: Person,
    /// The bot's client.
    pub api: teloxide_core::Bot,
    pub http: reqwest::Client,
}

impl Stage {
    pub async fn new() -> Self {
        Self::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Self {
        let telegram = Telegram::with(options).await;
        let bot = telegram.bot(TOKEN);
        let rosa = telegram.person("Rosa");
        let api = teloxide_core::Bot::new(TOKEN).set_api_url(telegram.url().parse().unwrap());
        let stage = Self { telegram, bot, rosa, api, http: reqwest::Client::new() };
        stage.rosa.writes("/start").await;
        stage.fetch_all().await;
        stage
    }

    /// Fetches what waits, confirms it, and returns it.
    pub async fn fetch_all(&self) -> Vec<Update> {
        let updates = self.api.get_updates().timeout(5).await.unwrap();
        if let Some(last) = updates.last() {
            self.call("getUpdates", &json!({ "offset": last.id.0 + 1, "limit": 1 })).await;
        }
        updates
    }

    /// A call with parameters in JSON: the code and the body.
    pub async fn call(&self, method: &str, params: &Value) -> (u16, Value) {
        let response = self.http.post(self.address(method)).body(params.to_string());
        read(response.header("content-type", "application/json").send().await.unwrap()).await
    }

    /// What the server says to a call that it refuses.
    pub async fn refusal(&self, method: &str, params: &Value) -> String {
        let (code, body) = self.call(method, params).await;
        assert_eq!(
            (body["ok"].as_bool(), body["error_code"].as_u64()),
            (Some(false), Some(code.into())),
            "{body}"
        );
        body["description"].as_str().unwrap().to_owned()
    }

    pub fn address(&self, method: &str) -> String {
        format!("{}/bot{TOKEN}/{method}", self.telegram.url())
    }

    /// The refusal of a message with these parameters to Rosa.
    pub async fn unsent(&self, mut params: Value) -> String {
        params["chat_id"] = json!(self.rosa.chat());
        self.refusal("sendMessage", &params).await
    }
}

pub async fn read(response: reqwest::Response) -> (u16, Value) {
    let code = response.status().as_u16();
    let text = response.text().await.unwrap();
    (code, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// The description in the error that teloxide makes of a refusal.
pub fn said<T: std::fmt::Debug>(result: Result<T, RequestError>) -> String {
    match result.unwrap_err() {
        RequestError::Api(error) => error.to_string(),
        other => panic!("not a refusal: {other:?}"),
    }
}
