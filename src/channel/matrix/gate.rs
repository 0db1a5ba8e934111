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
//!
//! # Old memberships
//!
//! Beside the events of a room a response brings what its state was before them. Where two things happened in a room at
//! the same time, that is a state in which one of them had not happened yet: Synapse (up to 1.163 at least) says then of
//! somebody who has entered, and whose entering it has told before, that they are invited. The SDK believes it. In the
//! room of a case it would say the next message with a key that nobody gets, or nothing would be said there any more.
//! So if a response tells memberships in that way, nobody speaks while it is taken in, it is asked anew who is there, and
//! until that is known nothing is said in that room.
//!
//! Accepted risks: a homeserver that does not keep its last response may tell something old in the second that it did not
//! in the first; then somebody may speak before it is doubted. And the doubt is in memory: if the bot dies between taking
//! such a response in and asking anew, an old membership stays until the room is heard of again.

use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::RoomId;
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Request, State as JoinedState};
use matrix_sdk::ruma::events::AnySyncStateEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::sync::{State, SyncResponse};
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
    /// It tells memberships that may be old.
    pub(super) old_members: bool,
}

/// Whether this is somebody's membership.
fn is_membership(event: &Raw<AnySyncStateEvent>) -> bool {
    event.get_field::<String>("type").ok().flatten().as_deref() == Some("m.room.member")
}

impl Matrix {
    /// Held by whoever says something.
    pub(super) async fn speaking(&self) -> RwLockReadGuard<'_, ()> {
        self.gate.read().await
    }

    /// Held while such a response is taken in, so that nobody begins to speak. `None`: there is no need, or somebody has
    /// spoken for too long.
    pub(super) async fn silence(&self, outlook: Outlook) -> Option<RwLockWriteGuard<'_, ()>> {
        match outlook {
            // However long they speak: nobody may be left out.
            Outlook { old_members: true, .. } => Some(self.gate.write().await),
            Outlook { own_keys: true, .. } => tokio::time::timeout(PATIENCE, self.gate.write()).await.ok(),
            Outlook { .. } => None,
        }
    }

    /// The rooms of which a response told memberships that may be old: of them it is no longer known who is there.
    pub(super) fn doubt_members(&self, response: &SyncResponse) -> Vec<Room> {
        let mut doubtful = Vec::new();
        for (room, news) in &response.rooms.joined {
            let State::Before(state) = &news.state else { continue };
            if self.tells_old_members(room, state) {
                doubtful.extend(self.client.get_room(room).inspect(|room| room.mark_members_missing()));
            }
        }
        doubtful
    }

    /// Whether what a response says of the time before its events tells memberships that may be old. Of a room that is
    /// new to us it is asked anyway who is there.
    fn tells_old_members(&self, room: &RoomId, before: &[Raw<AnySyncStateEvent>]) -> bool {
        before.iter().any(is_membership)
            && self.client.get_room(room).is_some_and(|room| room.are_members_synced())
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
            // What comes after an answer without news has not been looked at.
            old_members: response.next_batch == since
                || response.rooms.join.iter().any(|(room, news)| match &news.state {
                    JoinedState::Before(state) => self.tells_old_members(room, &state.events),
                    _ => false,
                }),
        })
    }
}
