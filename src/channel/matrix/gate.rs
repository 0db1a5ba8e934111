//! Keeps speaking and hearing from waiting for each other.
//!
//! Before it encrypts, the SDK (0.18) takes a lock of the whole client and then waits, for up to five seconds, until
//! the keys of everybody in the room are known. Its own device does not count, so that of a bot with one device it
//! takes our own account for one whose keys are still to come whenever they are to be asked for anew; and a homeserver
//! says that they are each time we come into a room. They are asked for by whoever takes in responses, after that very
//! lock. So whoever speaks in the moment in which such a response is taken in holds up everybody, hearing included,
//! for the whole five seconds; with many new rooms that is most of the time.
//!
//! Hence a response is waited for first and looked at: if it says that of us, nobody begins to speak until it has been
//! taken in. A homeserver that keeps its last response at hand (Synapse) is not asked to make it twice.

use std::time::Duration;

use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Request;
use tokio::sync::{RwLockReadGuard, RwLockWriteGuard};

use super::Matrix;
use super::fault::Fault;
use super::gap::filter;
use super::login::TIMEOUT;

/// So long hearing waits for those who speak just now: longer than that, nobody gains by it.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a response will bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outlook {
    /// Something at all.
    pub(super) news: bool,
    /// Our own keys are to be asked for anew.
    pub(super) own_keys: bool,
}

impl Matrix {
    /// Held by whoever says something.
    pub(super) async fn speaking(&self) -> RwLockReadGuard<'_, ()> {
        self.gate.read().await
    }

    /// Held while nobody is to begin to speak. `None`: somebody has spoken for too long.
    pub(super) async fn silence(&self) -> Option<RwLockWriteGuard<'_, ()>> {
        tokio::time::timeout(PATIENCE, self.gate.write()).await.ok()
    }

    /// Waits until there is something new since this token, or for so long, and says what it is. Takes nothing in.
    pub(super) async fn look_out(&self, since: &str, wait: Duration) -> Result<Outlook, Fault> {
        let mut request = Request::new();
        // To the letter what the SDK will ask: only then is the answer the one that is at hand.
        request.filter = Some(filter(None));
        request.since = Some(since.to_owned());
        request.timeout = Some(wait);
        request.use_state_after = true;
        let patience = RequestConfig::new().disable_retry().timeout(TIMEOUT + wait);
        let response = self.client.send(request).with_request_config(patience).await?;
        Ok(Outlook {
            news: response.next_batch != since,
            own_keys: response.device_lists.changed.contains(&self.me),
        })
    }
}
