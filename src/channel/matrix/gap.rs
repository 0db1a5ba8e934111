//! What came while nobody listened: asked for once more from our own position.

use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, RoomEventFilter, RoomFilter};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Filter, Request};
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};
use matrix_sdk::sync::SyncResponse;

use super::fault::Fault;
use super::listen::Ear;
use crate::model::{Entropy as _, OsEntropy};

/// So many events of a room come with one response; what is more is fetched.
const TIMELINE: u32 = 100;
/// So many pages of earlier events are fetched at most: a day of flooding must not keep us from everybody else.
const MOST_PAGES: usize = 100;

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
    /// The events before these were left out, back from here.
    pub(super) before: Option<String>,
    pub(super) events: Vec<TimelineEvent>,
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
            let before = timeline.prev_batch.filter(|_| timeline.limited);
            all.push(News { room, before, events });
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
        .map(|(room, timeline)| News {
            room,
            before: timeline.prev_batch.filter(|_| timeline.limited),
            events: timeline.events,
        })
        .collect()
}

/// The events between our position and a timeline that was cut, oldest first.
pub(super) async fn earlier(room: &Room, before: &str, position: &str) -> Result<Vec<TimelineEvent>, Fault> {
    let mut from = before.to_owned();
    let mut events = Vec::new();
    for _ in 0..MOST_PAGES {
        let mut options = MessagesOptions::backward().from(Some(from.as_str()));
        options.to = Some(position.to_owned());
        options.limit = TIMELINE.into();
        let page = room.messages(options).await?;
        let done = page.chunk.is_empty();
        events.extend(page.chunk);
        match page.end {
            Some(end) if !done => from = end,
            Some(_) | None => break,
        }
    }
    events.reverse();
    Ok(events)
}
