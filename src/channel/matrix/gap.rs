//! What came while nobody listened: asked for once more from our own position.
//!
//! A response brings the last events of each room. Where more came, the room is *behind*: it has a position of its own,
//! from which its events are fetched, oldest first and some pages at a time, until there are no more. Until then what
//! responses bring of it is left to that fetching, so that its events stay in order. A room whose events cannot be
//! fetched, or in which somebody talks without end, keeps nobody else waiting in this way, and nothing of it is left
//! out.

use std::time::Duration;

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, RoomEventFilter, RoomFilter};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Filter, Request};
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::sync::SyncResponse;
use tokio::time::Instant;

use super::fault::Fault;
use super::listen::Ear;
use super::position::Behind;
use super::read::{Event, Heard};
use crate::model::{Entropy as _, OsEntropy};

/// So many events of a room come with one response, or with one page of what is fetched.
const TIMELINE: u32 = 100;
/// So many pages of a room that is behind are taken in before it is listened again to everybody else.
const PAGES_AT_ONCE: usize = 10;
/// So long a page is waited for: nobody else is heard meanwhile.
const PAGE_PATIENCE: Duration = Duration::from_secs(10);
/// What could not be fetched is tried again after so long.
const FETCH_AGAIN: Duration = Duration::from_secs(20);

/// The filter of all our requests; `nobody` is somebody who does not exist, by whom two requests differ.
pub(super) fn filter(nobody: Option<OwnedUserId>) -> Filter {
    let mut timeline = RoomEventFilter::default();
    timeline.not_senders.extend(nobody);
    timeline.limit = Some(TIMELINE.into());
    let mut room = RoomFilter::default();
    room.timeline = timeline;
    let mut filter = FilterDefinition::default();
    filter.room = room;
    Filter::FilterDefinition(filter)
}

/// What a response says of one room.
pub(super) struct News {
    pub(super) room: OwnedRoomId,
    /// The homeserver says that there are events before these.
    limited: bool,
    pub(super) events: Vec<TimelineEvent>,
}

impl News {
    /// Events since our position were left out.
    pub(super) fn is_cut(&self, entered: bool) -> bool {
        let is_full = u32::try_from(self.events.len()).is_ok_and(|events| events >= TIMELINE);
        // A room that we have just entered has a past before our position, which is called left out too.
        self.limited && (is_full || !entered)
    }

    /// We have entered the room. Then somebody may have written there before our position, too.
    pub(super) fn entered(&self, me: &UserId) -> bool {
        self.events.iter().any(|event| {
            let event = event.raw().deserialize_as_unchecked::<Event>();
            event.is_ok_and(|event| matches!(event.heard(), Heard::Joined(who) if who == me.as_str()))
        })
    }
}

impl Ear<'_> {
    /// What came since our own position, whatever the SDK has seen of it.
    pub(super) async fn missed(&self) -> Result<Vec<News>, Fault> {
        let mut request = Request::new();
        request.since.clone_from(&self.position.token);
        // Synapse answers a request that it has answered in the last two minutes from a cache. After two crashes in a
        // row that answer would end before what the second process has seen, so no two requests are the same.
        let mut chance = [0_u8; 8];
        OsEntropy.fill(&mut chance);
        let nobody = UserId::parse(format!("@{:x}:lotse.invalid", u64::from_be_bytes(chance)));
        request.filter = Some(filter(nobody.ok()));
        request.timeout = Some(Duration::ZERO);
        let response = self.matrix.client.send(request).await?;
        let joined = response.rooms.join.into_iter().map(|(room, news)| (room, news.timeline));
        let left = response.rooms.leave.into_iter().map(|(room, news)| (room, news.timeline));
        let mut all = Vec::new();
        for (room, timeline) in joined.chain(left) {
            let mut events = Vec::new();
            for raw in timeline.events {
                events.push(self.decrypt(&room, raw).await);
            }
            all.push(News { room, limited: timeline.limited, events });
        }
        Ok(all)
    }

    pub(super) async fn decrypt(&self, room: &RoomId, raw: Raw<AnySyncTimelineEvent>) -> TimelineEvent {
        let encrypted = raw.get_field::<String>("type").ok().flatten().as_deref() == Some("m.room.encrypted");
        let Some(room) = self.matrix.client.get_room(room).filter(|_| encrypted) else {
            return TimelineEvent::from_plaintext(raw);
        };
        let sealed = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
        // What is no proper ciphertext never will be; it counts as something that cannot be read.
        room.decrypt_event(sealed, None).await.unwrap_or_else(|_| TimelineEvent::from_plaintext(raw.clone()))
    }
}

/// The same of a response that the SDK has taken in.
pub(super) fn news(response: SyncResponse) -> Vec<News> {
    let joined = response.rooms.joined.into_iter().map(|(room, news)| (room, news.timeline));
    let left = response.rooms.left.into_iter().map(|(room, news)| (room, news.timeline));
    joined
        .chain(left)
        .map(|(room, timeline)| News { room, limited: timeline.limited, events: timeline.events })
        .collect()
}

impl Ear<'_> {
    /// Takes in what rooms that are behind still have, as far as it can be had now. True: something changed.
    pub(super) async fn catch_up(&mut self) -> Result<bool, Fault> {
        if self.fetch_again.is_some_and(|at| Instant::now() < at) {
            return Ok(false);
        }
        self.fetch_again = None;
        let mut changed = false;
        let mut at = 0;
        // Each stays in the position until it is done with: a failure in between leaves out nothing.
        while let Some(behind) = self.position.behind.get(at) {
            let (room, from) = (behind.room.clone(), behind.from.clone());
            match self.fetch(&room, from).await {
                Ok(None) => {
                    self.position.behind.remove(at);
                    changed = true;
                }
                Ok(Some(from)) => {
                    if let Some(behind) = self.position.behind.get_mut(at) {
                        behind.from = from;
                    }
                    changed = true;
                    at += 1;
                }
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "what was missed in a room may not be read any more");
                    self.position.behind.remove(at);
                    changed = true;
                }
                Err(Fault::Homeserver(reason)) => {
                    tracing::warn!(
                        reason,
                        "what was said in a room while nobody listened cannot be had yet; it is tried again"
                    );
                    self.fetch_again = Some(Instant::now() + FETCH_AGAIN);
                    at += 1;
                }
                Err(fault @ (Fault::SessionEnded | Fault::NotAccepted(_) | Fault::Keep(_))) => {
                    return Err(fault);
                }
            }
        }
        Ok(changed)
    }

    /// Takes in the next pages of a room from here on. `Some`: there may be more, from there on.
    async fn fetch(&mut self, id: &RoomId, from: String) -> Result<Option<String>, Fault> {
        let Some(room) = self.matrix.client.get_room(id) else { return Ok(None) };
        let place = self.matrix.place(&room).await?;
        let mut from = from;
        for _ in 0..PAGES_AT_ONCE {
            let mut options = MessagesOptions::forward().from(Some(from.as_str()));
            options.limit = TIMELINE.into();
            let page = tokio::time::timeout(PAGE_PATIENCE, room.messages(options)).await;
            let page = page.map_err(|_| Fault::Homeserver("it did not answer in time".to_owned()))??;
            let is_last = page.chunk.is_empty();
            self.events(&room, place, page.chunk).await?;
            match page.end {
                Some(end) if !is_last && end != from => from = end,
                Some(_) | None => return Ok(None),
            }
        }
        Ok(Some(from))
    }

    /// From now on what came in this room is fetched from our position on.
    pub(super) fn fall_behind(&mut self, room: &RoomId, from: &str) {
        self.position.behind.push(Behind { room: room.to_owned(), from: from.to_owned() });
    }

    /// What comes in this room is fetched: it is not all here.
    pub(super) fn is_behind(&self, room: &RoomId) -> bool {
        self.position.behind.iter().any(|behind| behind.room == room)
    }
}
