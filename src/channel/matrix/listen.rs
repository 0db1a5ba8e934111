//! Hearing everything once: sync, hand to the inbox, and only then move on.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::OwnedEventId;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;

use super::fault::{ConnectError, Fault};
use super::gap::{News, earlier, filter, news};
use super::position::Position;
use super::read::Event;
use super::rooms::Place;
use super::{Matrix, login};
use crate::channel::Inlet;

/// So long the homeserver may wait for news before it answers.
const LONG_POLL: Duration = Duration::from_secs(30);
/// While an event cannot be decrypted, we look more often.
const SHORT_POLL: Duration = Duration::from_secs(5);
/// The first pause after a failure, doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

impl Matrix {
    /// Hears until an orderly stop, and hands everything to `inlet`.
    ///
    /// # Errors
    /// The homeserver has ended the session: only a human can help.
    pub async fn listen(self: &Arc<Self>, inlet: Arc<dyn Inlet>) -> Result<(), ConnectError> {
        let position = Position::read(&self.keep)?;
        let mut ear = Ear { matrix: self, inlet: &*inlet, position, read: Vec::new() };
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

/// What hears: the channel, where everything goes, and how far we have come.
pub(super) struct Ear<'a> {
    pub(super) matrix: &'a Matrix,
    pub(super) inlet: &'a dyn Inlet,
    pub(super) position: Position,
    /// The last message of each chat that is in the inbox, and whose reader has not been told so yet.
    read: Vec<(Room, OwnedEventId)>,
}

/// Whoever writes sees that it has arrived. Best effort: nothing depends on it.
async fn tell_read(read: Vec<(Room, OwnedEventId)>) {
    for (room, event) in read {
        let told = room.send_single_receipt(ReceiptType::Read, ReceiptThread::Unthreaded, event).await;
        if told.is_err() {
            return;
        }
    }
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
        let read = std::mem::take(&mut self.read);
        if !read.is_empty() {
            tokio::spawn(tell_read(read));
        }
        Ok(())
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
        let last = events.last().and_then(TimelineEvent::event_id);
        for event in events {
            match self.event(&room, place, &event).await {
                // One room we were shown out of must not keep us from hearing everybody else.
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "something in a room could not be answered");
                }
                done => done?,
            }
        }
        match place {
            Place::Direct => self.read.extend(last.map(|last| (room, last))),
            // A navigator knows that the bot reads everything at the desk.
            Place::Desk(_) | Place::Space | Place::Foreign => {}
        }
        Ok(())
    }

    async fn event(&mut self, room: &Room, place: Place, event: &TimelineEvent) -> Result<(), Fault> {
        if let TimelineEventKind::UnableToDecrypt { event, .. } = &event.kind {
            let raw = event.json().to_owned();
            self.position.wait_for_key(room.room_id().to_owned(), raw, self.matrix.clock.now());
            return Ok(());
        }
        self.known(room, place, event).await
    }

    /// An event that can be read: it goes to the inbox, if it is something that somebody did.
    pub(super) async fn known(&self, room: &Room, place: Place, event: &TimelineEvent) -> Result<(), Fault> {
        let encrypted = matches!(event.kind, TimelineEventKind::Decrypted(_));
        // Whatever has no sender or no id is no event of a person.
        let Ok(event) = event.raw().deserialize_as_unchecked::<Event>() else { return Ok(()) };
        match place {
            Place::Desk(place) => self.desk(room, place, &event, encrypted).await,
            Place::Direct => self.contact(room, &event).await,
            Place::Foreign | Place::Space => Ok(()),
        }
    }
}
