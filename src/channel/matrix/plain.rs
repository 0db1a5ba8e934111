//! The homeserver's HTTP interface without the SDK: for whatever must not touch the encryption state, because it does
//! not exist yet or because a running bot has it.

use std::time::Duration;

use matrix_sdk::reqwest::{self, Method, Url};
use serde_json::Value;

use crate::model::{Private, Timestamp};

/// So long one request may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A homeserver, and who asks.
#[derive(Debug)]
pub(super) struct Plain {
    client: reqwest::Client,
    base: Url,
    token: Option<Private<String>>,
}

/// What the homeserver answered.
#[derive(Debug)]
pub(super) struct Answer {
    /// The HTTP status.
    pub(super) status: u16,
    /// What it said; null if that was no JSON.
    pub(super) body: Value,
    /// What its clock shows.
    pub(super) date: Option<Timestamp>,
}

/// The homeserver did not answer at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Silent {
    /// The address is none.
    #[error("its address is none; write it as in a browser, with http or https in front")]
    Address,
    /// Nobody is there.
    #[error("it cannot be reached; check the address, the network and whether it runs")]
    Unreachable,
    /// Somebody is there and says nothing.
    #[error("it did not answer within ten seconds")]
    Late,
}

impl Plain {
    /// Nobody in particular asks.
    pub(super) fn new(homeserver: &str) -> Result<Self, Silent> {
        let base = Url::parse(homeserver).map_err(|_| Silent::Address)?;
        if !matches!(base.scheme(), "http" | "https") || base.cannot_be_a_base() {
            return Err(Silent::Address);
        }
        let client = reqwest::Client::builder().timeout(PATIENCE).build().map_err(|_| Silent::Unreachable)?;
        Ok(Self { client, base, token: None })
    }

    /// The same, asked by whoever has this token.
    pub(super) fn with_token(&self, token: Private<String>) -> Self {
        Self { client: self.client.clone(), base: self.base.clone(), token: Some(token) }
    }

    /// Asks for what stands at this path below `/_matrix/client`.
    pub(super) async fn get(&self, path: &[&str]) -> Result<Answer, Silent> {
        self.ask(Method::GET, path, None).await
    }

    /// Hands something over at this path below `/_matrix/client`.
    pub(super) async fn post(&self, path: &[&str], body: &Value) -> Result<Answer, Silent> {
        self.ask(Method::POST, path, Some(body)).await
    }

    async fn ask(&self, method: Method, path: &[&str], body: Option<&Value>) -> Result<Answer, Silent> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Silent::Address)?
            .pop_if_empty()
            .extend(["_matrix", "client"])
            .extend(path);
        let mut request = self.client.request(method, url);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token.reveal());
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let late =
            |error: &reqwest::Error| if error.is_timeout() { Silent::Late } else { Silent::Unreachable };
        let response = request.send().await.map_err(|error| late(&error))?;
        let status = response.status().as_u16();
        let date = response
            .headers()
            .get("date")
            .and_then(|date| Some(jiff::fmt::rfc2822::parse(date.to_str().ok()?).ok()?.timestamp()));
        let bytes = response.bytes().await.map_err(|error| late(&error))?;
        Ok(Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default(), date })
    }
}

impl Answer {
    /// Whether it did what was asked.
    pub(super) const fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The platform's error code, or the HTTP status.
    pub(super) fn code(&self) -> String {
        // A fixed word, unless the homeserver is not one: then nothing of it is repeated.
        match self.body.get("errcode").and_then(Value::as_str) {
            Some(code) if code.chars().all(|c| c.is_ascii_uppercase() || c == '_') => code.to_owned(),
            Some(_) | None => format!("HTTP status {}", self.status),
        }
    }

    /// A text in the answer.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name)?.as_str()
    }
}

impl Answer {
    /// The published keys of a device, in an answer of [`Plain::keys`].
    pub(super) fn device(&self, user: &str, device: &str) -> Option<&Value> {
        self.body.get("device_keys")?.get(user)?.get(device)
    }
}

/// Whom an access token belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) user: String,
    /// Without one nothing can be encrypted.
    pub(super) device: Option<String>,
}

impl Plain {
    /// Whom our token belongs to. `Ok(Err)`: the answer was no, and this is it.
    pub(super) async fn owner(&self) -> Result<Result<Owner, Answer>, Silent> {
        let answer = self.get(&["v3", "account", "whoami"]).await?;
        let owner = answer
            .text("user_id")
            .map(|user| Owner { user: user.to_owned(), device: answer.text("device_id").map(str::to_owned) });
        Ok(owner.filter(|_| answer.is_ok()).ok_or(answer))
    }

    /// What the homeserver knows of the keys of these users (`/keys/query`).
    pub(super) async fn keys(&self, users: &[&str]) -> Result<Answer, Silent> {
        let none: Vec<String> = Vec::new();
        let users: serde_json::Map<_, _> =
            users.iter().map(|user| ((*user).to_owned(), serde_json::json!(none))).collect();
        self.post(&["v3", "keys", "query"], &serde_json::json!({ "device_keys": users })).await
    }
}
