//! Being told of updates: Telegram comes to us, with a secret that it got from us. 200 only after the inbox has it;
//! anything else makes Telegram come again. Of one chat it brings the next update when it has the 200 for the one
//! before, so that what somebody wrote keeps its order.
//!
//! Telegram speaks HTTPS alone. A proxy in front of us has the certificate and passes on what comes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use teloxide::payloads::{SetWebhook, SetWebhookSetters as _};

use super::Telegram;
use super::api::WANTED;
use super::fault::{ConnectError, Fault};
use crate::channel::Inlet;
use crate::model::Private;
use crate::ops::settings::{self, Secret};

/// In which header Telegram brings the secret.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// No update is larger.
const MOST_BYTES: usize = 1 << 20;
/// So often it is asked whether Telegram is there.
const BEAT: Duration = Duration::from_mins(1);
/// So many updates come at once at most.
const CONNECTIONS: u8 = 10;

/// Where and how we are told.
pub(super) struct Hook {
    url: String,
    listen: SocketAddr,
    secret: Private<String>,
}

impl Hook {
    /// As the settings say; `None`: we ask.
    pub(super) fn of(settings: &settings::Telegram) -> Result<Option<Self>, ConnectError> {
        let Some(url) = settings.webhook_url.clone() else { return Ok(None) };
        let file = settings.webhook_secret_file.clone();
        let file =
            file.ok_or(ConnectError::Setting("webhook_secret_file", "the path of a file with a secret"))?;
        let secret = Secret::File(file).read()?;
        let is_fit = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
        if !(16..=256).contains(&secret.reveal().len()) || !secret.reveal().chars().all(is_fit) {
            return Err(ConnectError::Setting(
                "the secret in webhook_secret_file",
                "16 to 256 letters, digits, - and _",
            ));
        }
        Ok(Some(Self { url, listen: settings.webhook_listen, secret }))
    }
}

#[derive(Clone)]
struct Door {
    telegram: Arc<Telegram>,
    inlet: Arc<dyn Inlet>,
    secret: [u8; 32],
}

impl Telegram {
    pub(super) async fn receive(
        self: &Arc<Self>,
        hook: &Hook,
        inlet: Arc<dyn Inlet>,
    ) -> Result<(), ConnectError> {
        let listen = |source| ConnectError::Listen { address: hook.listen, source };
        let listener = tokio::net::TcpListener::bind(hook.listen).await.map_err(listen)?;
        let path = path(&hook.url).ok_or(ConnectError::Webhook)?;
        let secret = digest(hook.secret.reveal().as_bytes());
        let door = Door { telegram: Arc::clone(self), inlet, secret };
        let router = Router::new()
            .route(&path, post(update))
            .layer(DefaultBodyLimit::max(MOST_BYTES))
            .with_state(door);
        let serving = async { axum::serve(listener, router).await.map_err(ConnectError::Server) };
        tokio::select! {
            ended = serving => ended,
            refused = self.announce(hook) => refused,
        }
    }

    /// Tells Telegram where we are. Returns only if it refuses.
    async fn announce(&self, hook: &Hook) -> Result<(), ConnectError> {
        let url: Result<SetWebhook, ConnectError> =
            hook.url.parse().map(SetWebhook::new).map_err(|_| ConnectError::Webhook);
        let call = url?
            .max_connections(CONNECTIONS)
            .allowed_updates(WANTED)
            .secret_token(hook.secret.reveal().clone());
        let announce = || async {
            match self.api.tell_in_parts(call.clone()).await {
                Err(Fault::Refused) => Ok(false),
                other => other.map(|()| true),
            }
        };
        if !self.insist(announce).await? {
            return Err(ConnectError::Webhook);
        }
        loop {
            tokio::time::sleep(BEAT).await;
            // Nobody may write for days. That Telegram is there, and that the token still holds, is asked for.
            self.insist(|| self.api.me()).await?;
        }
    }
}

/// The path of an address, as it comes in.
fn path(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
    // What stands in braces would be a name for the router.
    (!path.contains(['{', '}', '?', '#'])).then(|| path.to_owned())
}

/// Comparing digests takes the same time wherever the secrets differ, and says nothing of either.
fn digest(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

fn same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    one.iter().zip(other).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

async fn update(State(door): State<Door>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let brought = headers.get(SECRET_HEADER).map_or([].as_slice(), |secret| secret.as_bytes());
    if !same(&digest(brought), &door.secret) {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(update) = serde_json::from_slice::<Value>(&body) else { return StatusCode::BAD_REQUEST };
    match door.telegram.take(update, &*door.inlet).await {
        Ok(after) => {
            door.telegram.follow(after).await;
            StatusCode::OK
        }
        Err(error) => {
            tracing::error!(%error, "an update of Telegram is not confirmed and comes again");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_what_stands_behind_the_host() {
        assert_eq!(path("https://lotse.example.org/telegram/x").as_deref(), Some("/telegram/x"));
        assert_eq!(path("https://lotse.example.org").as_deref(), Some("/"));
        assert_eq!(path("https://lotse.example.org/{x}"), None);
        assert_eq!(path("lotse"), None);
    }

    #[test]
    fn secrets_are_the_same_or_not() {
        assert!(same(&digest(b"geheim"), &digest(b"geheim")));
        assert!(!same(&digest(b"geheim"), &digest(b"geheiM")));
    }
}
