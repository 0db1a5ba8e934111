//! Being told of updates: Telegram comes to us, with a secret that it got from us. 200 only after the inbox has it;
//! anything else makes Telegram come again. Of one chat it brings the next update when it has the 200 for the one
//! before, so that what somebody wrote keeps its order.
//!
//! A webhook can go deaf without a word: the proxy breaks, its certificate ends, somebody with the same token takes the
//! webhook back. So Telegram is asked every minute how it goes. What has another's address is set again; while
//! something cannot be brought there is no contact, for whoever watches.
//!
//! Telegram speaks HTTPS alone. A proxy in front of us has the certificate and passes on what comes.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use jiff::SignedDuration;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use teloxide::payloads::{SetWebhook, SetWebhookSetters as _};
use tokio::net::TcpListener;

use super::Telegram;
use super::api::{HookInfo, WANTED};
use super::fault::ConnectError;
use crate::channel::Inlet;
use crate::model::{Private, Timestamp};
use crate::ops::settings::{self, Secret};

/// In which header Telegram brings the secret.
const SECRET_HEADER: &str = "x-telegram-bot-api-secret-token";
/// No update is larger.
const MOST_BYTES: usize = 1 << 20;
/// Telegram tries again what it could not bring, with pauses of a minute at most, and may wait for an answer as long:
/// what failed longer ago is over.
const RECENT: SignedDuration = SignedDuration::from_secs(150);
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

/// Somebody who listens where Telegram is to come.
pub(super) struct Open {
    listener: TcpListener,
    router: Router,
}

impl Telegram {
    /// Listens where Telegram is to come. Whoever is there before it is announced waits.
    pub(super) async fn open(
        self: &Arc<Self>,
        hook: &Hook,
        inlet: Arc<dyn Inlet>,
    ) -> Result<Open, ConnectError> {
        let listen = |source| ConnectError::Listen { address: hook.listen, source };
        let listener = TcpListener::bind(hook.listen).await.map_err(listen)?;
        let path = path(&hook.url).ok_or(ConnectError::Webhook)?;
        let secret = digest(hook.secret.reveal().as_bytes());
        let door = Door { telegram: Arc::clone(self), inlet, secret };
        let router = Router::new()
            .route(&path, post(update))
            .layer(DefaultBodyLimit::max(MOST_BYTES))
            .with_state(door);
        Ok(Open { listener, router })
    }

    /// Takes in what Telegram brings.
    pub(super) async fn receive(&self, hook: &Hook, open: Open) -> Result<(), ConnectError> {
        let serving = async { axum::serve(open.listener, open.router).await.map_err(ConnectError::Server) };
        tokio::select! {
            ended = serving => ended,
            refused = self.announce(hook) => refused,
        }
    }

    /// Tells Telegram where we are, and looks whether it comes. Returns only if it will not.
    async fn announce(&self, hook: &Hook) -> Result<(), ConnectError> {
        let url: Result<SetWebhook, ConnectError> =
            hook.url.parse().map(SetWebhook::new).map_err(|_| ConnectError::Webhook);
        let call = url?
            .max_connections(CONNECTIONS)
            .allowed_updates(WANTED)
            .secret_token(hook.secret.reveal().clone());
        let set = || self.api.tell_in_parts(call.clone());
        self.begin(set).await?;
        self.beat();
        let mut last = Going::Well;
        loop {
            tokio::time::sleep(self.pauses.beat).await;
            // Nobody may write for days, so it is asked for.
            let info = self.insist(|| self.api.hook()).await;
            let going = Going::of(&info, &hook.url, self.clock.now());
            if going != last {
                going.report();
            }
            match going {
                Going::Well => self.beat(),
                // Whoever has set another may do so again and again.
                Going::Elsewhere => self.insist(set).await,
                // The address is ours; the secret with it may be another's.
                Going::Badly if last == Going::Well => self.insist(set).await,
                Going::Badly => {}
            }
            last = going;
        }
    }
}

/// How it goes with the webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Going {
    /// What there was to bring was brought.
    Well,
    /// Telegram does not come to us.
    Elsewhere,
    /// It comes, and does not get rid of what it brings.
    Badly,
}

impl Going {
    fn of(info: &HookInfo, url: &str, now: Timestamp) -> Self {
        let since = |date: i64| now.as_second().saturating_sub(date);
        let has_failed = info.last_error_date.is_some_and(|date| since(date) < RECENT.as_secs());
        if info.url != url {
            Self::Elsewhere
        } else if has_failed && info.pending_update_count > 0 {
            Self::Badly
        } else {
            Self::Well
        }
    }

    fn report(self) {
        match self {
            Self::Well => tracing::warn!("Telegram brings what people write again"),
            Self::Elsewhere => tracing::error!(
                "somebody else has taken back the webhook of this bot, or set another, with the same token; it is set again"
            ),
            Self::Badly => tracing::error!(
                "Telegram cannot bring what people write; look at the proxy before webhook_listen, its certificate and the path of webhook_url"
            ),
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
            door.telegram.beat();
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
