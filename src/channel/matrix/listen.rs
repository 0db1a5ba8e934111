//! Hearing everything once: sync, hand to the inbox, and only then move on.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use matrix_sdk::Room;
use matrix_sdk::RoomMemberships;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::api::client::filter::{FilterDefinition, RoomEventFilter, RoomFilter};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::{Filter, Request};
use matrix_sdk::ruma::events::AnySyncTimelineEvent;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId as MatrixEventId, OwnedRoomId, OwnedUserId, UserId};
use matrix_sdk::sync::SyncResponse;

use super::fault::{ConnectError, Fault};
use super::position::{Position, Undecrypted};
use super::read::{Event, Heard};
use super::rooms::Place;
use super::send::address;
use super::{Matrix, login, write};
use crate::channel::{Did, Inbound, Inlet};
use crate::desk::{self, Change, Navigator};
use crate::dialogue::ContactInput;
use crate::model::{Address, Channel as ChannelName, Entropy as _, EventId, OsEntropy, Private};
use crate::text::Sign;

/// So long the homeserver may wait for news before it answers.
const LONG_POLL: Duration = Duration::from_secs(30);
/// While an event cannot be decrypted, we look more often.
const SHORT_POLL: Duration = Duration::from_secs(5);
/// So many events of a room come with one response; what is more is fetched.
const TIMELINE: u32 = 100;
/// So many pages of earlier events are fetched at most: a day of flooding must not keep us from everybody else.
const MOST_PAGES: usize = 100;
/// The first pause after a failure, doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// After so long an event without its key is given up.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Matrix {
    /// Hears until an orderly stop, and hands everything to `inlet`.
    ///
    /// # Errors
    /// The homeserver has ended the session: only a human can help.
    pub async fn listen(self: &Arc<Self>, inlet: Arc<dyn Inlet>) -> Result<(), ConnectError> {
        let position = Position::read(&self.keep)?;
        let mut ear = Ear { matrix: self, inlet: &*inlet, position };
        // What came since our own position may have passed the SDK already: it is asked for once more.
        let mut gap = true;
        let mut pause = FIRST_PAUSE;
        loop {
            let heard = tokio::select! {
                heard = ear.once(gap) => heard,
                () = self.stopped() => return Ok(()),
            };
            match heard {
                Ok(()) => {
                    if gap && *self.beat.borrow() == 0 {
                        tokio::spawn(Arc::clone(self).settle_in());
                        tokio::spawn(Arc::clone(self).look_after_rooms());
                        tokio::spawn(Arc::clone(self).answer_invitations());
                    }
                    gap = false;
                    pause = FIRST_PAUSE;
                    self.beat.send_modify(|beat| *beat += 1);
                    self.pulse.contact(self.clock.now());
                    self.pulse.undecrypted(ear.position.undecrypted.len());
                }
                Err(Fault::SessionEnded) => {
                    return Err(ConnectError::SessionEnded { folder: self.keep.folder().to_owned() });
                }
                Err(fault) => {
                    tracing::warn!(%fault, "what came in could not be taken in; it is asked for again");
                    gap = true;
                    tokio::select! {
                        () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                        () = self.stopped() => return Ok(()),
                    }
                }
            }
        }
    }

    /// What a start needs beside hearing and the rooms: the recovery key.
    async fn settle_in(self: Arc<Self>) {
        let mut pause = FIRST_PAUSE;
        while !self.is_stopping() {
            let Err(error) = login::secure(&self.client, &self.keep).await else { return };
            tracing::warn!(%error, "the recovery key is not written down yet; it is tried again");
            tokio::select! {
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = self.stopped() => return,
            }
        }
    }
}

/// The filter of all our requests; `nobody` is somebody who does not exist, by whom two requests differ.
fn filter(nobody: Option<OwnedUserId>) -> Filter {
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
struct News {
    room: OwnedRoomId,
    /// The events before these were left out, back from here.
    before: Option<String>,
    events: Vec<TimelineEvent>,
}

/// What a contact did, as the inbox takes it.
enum Done {
    Input(ContactInput, Option<EventId>),
    Change(EventId, Change),
}

struct Ear<'a> {
    matrix: &'a Matrix,
    inlet: &'a dyn Inlet,
    position: Position,
}

impl Ear<'_> {
    /// One response: all of it is accepted, and only then our position moves.
    async fn once(&mut self, gap: bool) -> Result<(), Fault> {
        let wait = match (gap, self.position.undecrypted.is_empty()) {
            (true, _) => Duration::ZERO,
            (false, false) => SHORT_POLL,
            (false, true) => LONG_POLL,
        };
        let settings = SyncSettings::new().token(SyncToken::ReusePrevious).timeout(wait).filter(filter(None));
        let response = self.matrix.client.sync_once(settings).await?;
        let next = response.next_batch.clone();
        // The keys that came with the response are in the store now; only then old events can be decrypted.
        let missed = if gap { self.missed().await? } else { Vec::new() };
        for news in missed.into_iter().chain(news(response)) {
            self.room(news).await?;
        }
        let moved = self.position.token.as_deref() != Some(next.as_str());
        let decrypted = self.try_keys_again().await?;
        if moved || decrypted {
            self.position.token = Some(next);
            self.position.write(&self.matrix.keep)?;
        }
        Ok(())
    }

    /// What came since our own position, whatever the SDK has seen of it.
    async fn missed(&self) -> Result<Vec<News>, Fault> {
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

    async fn decrypt(
        &self,
        room: &matrix_sdk::ruma::RoomId,
        raw: Raw<AnySyncTimelineEvent>,
    ) -> TimelineEvent {
        let encrypted = raw.get_field::<String>("type").ok().flatten().as_deref() == Some("m.room.encrypted");
        let Some(room) = self.matrix.client.get_room(room).filter(|_| encrypted) else {
            return TimelineEvent::from_plaintext(raw);
        };
        let sealed = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
        // What is no proper ciphertext never will be; it counts as something that cannot be read.
        room.decrypt_event(sealed, None).await.unwrap_or_else(|_| TimelineEvent::from_plaintext(raw.clone()))
    }

    async fn room(&mut self, news: News) -> Result<(), Fault> {
        let Some(room) = self.matrix.client.get_room(&news.room) else { return Ok(()) };
        let place = self.matrix.place(&room).await?;
        self.matrix.note_moves(place, &news.room, &news.events);
        if matches!(place, Place::Foreign | Place::Space) {
            return Ok(());
        }
        let mut events = match (&news.before, &self.position.token) {
            (Some(before), Some(token)) => match earlier(&room, before, token).await {
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "what was missed in a room may not be read any more");
                    Vec::new()
                }
                earlier => earlier?,
            },
            // At the very first start, what was before is nobody's unanswered message.
            (Some(_), None) | (None, _) => Vec::new(),
        };
        events.extend(news.events);
        for event in events {
            match self.event(&room, place, &event).await {
                // One room we were shown out of must not keep us from hearing everybody else.
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "something in a room could not be answered");
                }
                done => done?,
            }
        }
        Ok(())
    }

    async fn event(&mut self, room: &Room, place: Place, event: &TimelineEvent) -> Result<(), Fault> {
        let encrypted = match &event.kind {
            TimelineEventKind::Decrypted(_) => true,
            TimelineEventKind::PlainText { .. } => false,
            TimelineEventKind::UnableToDecrypt { event, .. } => {
                let raw = event.json().to_owned();
                self.position.wait_for_key(room.room_id().to_owned(), raw, self.matrix.clock.now());
                return Ok(());
            }
        };
        // Whatever has no sender or no id is no event of a person.
        let Ok(event) = event.raw().deserialize_as_unchecked::<Event>() else { return Ok(()) };
        match place {
            Place::Desk(place) => self.desk(room, place, &event, encrypted).await,
            Place::Direct => self.contact(room, &event).await,
            Place::Foreign | Place::Space => Ok(()),
        }
    }

    async fn contact(&self, room: &Room, event: &Event) -> Result<(), Fault> {
        let me = self.matrix.me.as_str();
        let done = match event.heard() {
            Heard::Joined(who) if who == me => return self.opened(room, event).await,
            Heard::Left(who) if who != me => {
                self.matrix.leave_if_empty(room).await?;
                return Ok(());
            }
            Heard::Joined(_) | Heard::Left(_) | Heard::Nothing => return Ok(()),
            _ if event.sender == me => return Ok(()),
            Heard::Text { text, reply_to } => Done::Input(ContactInput::Text(text), reply_to),
            Heard::File { file, reply_to } => Done::Input(ContactInput::File(file), reply_to),
            Heard::Unreadable { reply_to } => Done::Input(ContactInput::Unreadable, reply_to),
            Heard::Edit { of, text } => Done::Change(of, Change::Edited(text)),
            Heard::Redaction { of } => self.taken_back(room, of).await?,
            Heard::Reaction { to, key } => match self.tapped(room, &to, &key).await? {
                Some(input) => Done::Input(input, None),
                None => Done::Change(EventId::new(to), Change::Reacted(Private::new(key))),
            },
        };
        if !self.is_between_two(room, &event.sender).await? {
            return Ok(());
        }
        let address = address(room.room_id(), &event.sender);
        let event = EventId::new(event.id.as_str());
        let inbound = match done {
            Done::Input(input, reply_to) => {
                Inbound::Contact { address, event, message: None, input, reply_to }
            }
            Done::Change(of, change) => Inbound::ContactChange { address, event, of, change },
        };
        Ok(self.inlet.accept(inbound).await?)
    }

    /// A message or a reaction is taken back. Which of the two it was still stands in what is left of it.
    async fn taken_back(&self, room: &Room, of: EventId) -> Result<Done, Fault> {
        let left = match MatrixEventId::parse(of.as_str()) {
            Ok(id) => match room.event(&id, None).await {
                Ok(event) => event.raw().deserialize_as_unchecked::<Event>().ok(),
                Err(error) if super::fault::forbidden(&error) => None,
                Err(error) => return Err(error.into()),
            },
            Err(_) => None,
        };
        let is_reaction = left.is_some_and(|left| left.is_reaction());
        Ok(Done::Change(of, if is_reaction { Change::Unreacted } else { Change::Retracted }))
    }

    /// We are in the room now: whoever is there with us opened a chat.
    async fn opened(&self, room: &Room, event: &Event) -> Result<(), Fault> {
        let members = room.members(RoomMemberships::ACTIVE).await?;
        let other = members.iter().find(|member| member.user_id() != self.matrix.me);
        let Some(other) = other.map(|member| member.user_id().to_owned()) else {
            self.matrix.leave_if_empty(room).await?;
            return Ok(());
        };
        if !self.is_between_two(room, other.as_str()).await? {
            return Ok(());
        }
        let address = address(room.room_id(), other.as_str());
        let event = EventId::new(event.id.as_str());
        Ok(self.inlet.accept(Inbound::contact(address, event, ContactInput::Opened)).await?)
    }

    /// Whether nobody but this person and us is in the room. If somebody is, we say so and go.
    async fn is_between_two(&self, room: &Room, user: &str) -> Result<bool, Fault> {
        if room.state() != matrix_sdk::RoomState::Joined {
            // What was written before we were removed still counts.
            return Ok(true);
        }
        let members = room.members(RoomMemberships::ACTIVE).await?;
        let stranger =
            members.iter().any(|member| member.user_id() != self.matrix.me && member.user_id() != user);
        if stranger {
            self.matrix.leave_with(room, Sign::OnlyDirect).await;
        }
        Ok(!stranger)
    }

    /// Which choice a reaction stands for.
    async fn tapped(&self, room: &Room, to: &str, key: &str) -> Result<Option<ContactInput>, Fault> {
        let Some(place) = write::number(key).and_then(|number| number.checked_sub(1)) else {
            return Ok(None);
        };
        let mark = self.mark_of(room, to).await?;
        let choice = mark.choices.get(place).cloned();
        Ok(choice.map(|choice| ContactInput::Tapped { step: mark.step, choice }))
    }

    /// What a tap on one of our own messages means.
    async fn mark_of(&self, room: &Room, to: &str) -> Result<write::Mark, Fault> {
        let Ok(to) = MatrixEventId::parse(to) else { return Ok(write::Mark::default()) };
        let event = match room.event(&to, None).await {
            Ok(event) => event,
            // It is not there: a reaction to nothing.
            Err(error) if super::fault::forbidden(&error) => return Ok(write::Mark::default()),
            Err(error) => return Err(error.into()),
        };
        let Ok(event) = event.raw().deserialize_as_unchecked::<Event>() else {
            return Ok(write::Mark::default());
        };
        Ok(if event.sender == self.matrix.me { write::mark(&event.content) } else { write::Mark::default() })
    }

    async fn desk(
        &self,
        room: &Room,
        place: desk::Room,
        event: &Event,
        encrypted: bool,
    ) -> Result<(), Fault> {
        let Some(navigator) = self.navigator(room, &event.sender).await? else { return Ok(()) };
        let did = match event.heard() {
            Heard::Reaction { to, key } => match self.mark_of(room, &to).await?.claims {
                Some(case) if place == desk::Room::Queue && write::claims(&key) => {
                    Did::Typed { text: Private::new(desk::Command::claim_line(case)), reply_to: None }
                }
                Some(_) | None => {
                    Did::Changed { of: EventId::new(to), change: Change::Reacted(Private::new(key)) }
                }
            },
            Heard::Redaction { of } => match self.taken_back(room, of).await? {
                Done::Change(of, change) => Did::Changed { of, change },
                Done::Input(..) => return Ok(()),
            },
            Heard::Joined(_) | Heard::Left(_) | Heard::Nothing => return Ok(()),
            // Whoever can write to the homeserver's database could write this; only the encrypted word counts.
            Heard::Text { .. } | Heard::File { .. } | Heard::Edit { .. } | Heard::Unreadable { .. }
                if !encrypted =>
            {
                return Ok(());
            }
            Heard::Text { text, reply_to } => Did::Typed { text, reply_to },
            Heard::File { file, reply_to } => Did::Sent { file, reply_to },
            Heard::Edit { of, text } => Did::Changed { of, change: Change::Edited(text) },
            Heard::Unreadable { reply_to } => Did::Unreadable { reply_to },
        };
        let event = EventId::new(event.id.as_str());
        Ok(self.inlet.accept(Inbound::Desk { navigator, room: place, event, did }).await?)
    }

    /// Who this is at the desk. Only the settings say who is a navigator.
    async fn navigator(&self, room: &Room, sender: &str) -> Result<Option<Navigator>, Fault> {
        let Ok(user) = <&UserId>::try_from(sender) else { return Ok(None) };
        if !self.matrix.navigators.iter().any(|known| known == user) {
            return Ok(None);
        }
        let member = room.get_member_no_sync(user).await?;
        let name = member.as_ref().map_or_else(|| user.localpart(), |member| member.name()).to_owned();
        Ok(Some(Navigator { address: Address::new(ChannelName::Matrix, sender), name: Private::new(name) }))
    }

    /// Tries once more to decrypt what could not be. True: something changed.
    async fn try_keys_again(&mut self) -> Result<bool, Fault> {
        let waiting = std::mem::take(&mut self.position.undecrypted);
        let before = waiting.len();
        let now = self.matrix.clock.now();
        let mut asked = false;
        for mut waiting in waiting {
            let Some(room) = self.matrix.client.get_room(&waiting.room) else { continue };
            let raw = Raw::from_json(waiting.raw.clone());
            let event = self.decrypt(&waiting.room, raw).await;
            let waited = now.duration_since(waiting.since);
            if matches!(event.kind, TimelineEventKind::UnableToDecrypt { .. }) {
                if waited > self.matrix.repeat_after && !waiting.asked {
                    self.undecryptable(&room, &waiting).await?;
                    waiting.asked = true;
                    asked = true;
                }
                if waited < FORGET_AFTER {
                    self.position.undecrypted.push(waiting);
                }
                continue;
            }
            let place = self.matrix.place(&room).await?;
            self.event(&room, place, &event).await?;
        }
        Ok(asked || self.position.undecrypted.len() != before)
    }

    /// The key has not come for so long that whoever wrote it is asked to repeat it, and the desk is told.
    async fn undecryptable(&self, room: &Room, waiting: &Undecrypted) -> Result<(), Fault> {
        tracing::warn!("something could not be decrypted for a while; whoever sent it is asked to repeat it");
        let Ok(event) = serde_json::from_str::<Event>(waiting.raw.get()) else { return Ok(()) };
        // The event itself may still be decrypted later: this is another.
        let id = EventId::new(format!("{} undecryptable", event.id));
        let inbound = match self.matrix.place(room).await? {
            Place::Direct if self.is_between_two(room, &event.sender).await? => {
                let address = address(room.room_id(), &event.sender);
                Inbound::contact(address, id, ContactInput::Undecryptable)
            }
            Place::Desk(place) => {
                let Some(navigator) = self.navigator(room, &event.sender).await? else { return Ok(()) };
                Inbound::Desk { navigator, room: place, event: id, did: Did::Undecryptable }
            }
            Place::Direct | Place::Foreign | Place::Space => return Ok(()),
        };
        Ok(self.inlet.accept(inbound).await?)
    }
}

fn news(response: SyncResponse) -> Vec<News> {
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
async fn earlier(room: &Room, before: &str, position: &str) -> Result<Vec<TimelineEvent>, Fault> {
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
