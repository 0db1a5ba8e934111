//! Hearing everything once: sync, hand to the inbox, and only then move on.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::config::{SyncSettings, SyncToken};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::OwnedEventId;
use matrix_sdk::ruma::api::client::receipt::create_receipt::v3::ReceiptType;
use matrix_sdk::ruma::events::receipt::ReceiptThread;
use tokio::time::Instant;

use super::fault::{ConnectError, Fault};
use super::gap::{News, filter, news};
use super::gate::Outlook;
use super::members::Unanswered;
use super::position::Position;
use super::read::Event;
use super::rooms::Place;
use super::{Matrix, login};
use crate::channel::Inlet;

/// So long the homeserver may wait for news before it answers.
const LONG_POLL: Duration = Duration::from_secs(30);
/// While an event cannot be decrypted or a room is behind, we look more often.
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
        let mut ear = Ear {
            matrix: self,
            inlet: &*inlet,
            position,
            fetch_again: None,
            unanswered: Unanswered::new(),
            read: Vec::new(),
        };
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
    /// What could not be fetched is not tried before then.
    pub(super) fetch_again: Option<Instant>,
    /// Of which rooms it could not be had who is in them.
    pub(super) unanswered: Unanswered,
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
        let is_complete = self.position.undecrypted.is_empty() && self.position.behind.is_empty();
        let wait = match (gap, is_complete) {
            (true, _) => Duration::ZERO,
            (false, false) => SHORT_POLL,
            (false, true) => LONG_POLL,
        };
        let outlook = match (gap, &self.position.token) {
            (false, Some(token)) => self.matrix.look_out(token, wait).await?,
            // Nothing is known of it.
            (true, _) | (false, None) => Outlook { news: false, own_keys: true, old_members: true },
        };
        let wait = if outlook.news { wait } else { Duration::ZERO };
        let settings = SyncSettings::new().token(SyncToken::ReusePrevious).timeout(wait).filter(filter(None));
        let silence = self.matrix.silence(outlook).await;
        let response = self.matrix.client.sync_once(settings).await?;
        // Only doubts are a reason to be silent for longer.
        self.learn_members(self.matrix.doubt_members(&response)).await;
        drop(silence);
        self.learn_members(self.matrix.client.joined_rooms()).await;
        let next = response.next_batch.clone();
        // The keys that came with the response are in the store now; only then old events can be decrypted.
        let missed = if gap { self.missed().await? } else { Vec::new() };
        for news in missed.into_iter().chain(news(response)) {
            self.room(news).await?;
        }
        let moved = self.position.token.as_deref() != Some(next.as_str());
        let caught_up = self.catch_up().await?;
        let decrypted = self.try_keys_again().await?;
        if moved || caught_up || decrypted {
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
        if self.is_behind(&news.room) {
            return Ok(());
        }
        // At the very first start, what was before is nobody's unanswered message.
        let entered = news.entered(&self.matrix.me);
        if let (true, Some(token)) = (news.is_cut(entered), self.position.token.clone()) {
            self.fall_behind(&news.room, &token);
            if !entered {
                return Ok(());
            }
        }
        self.events(&room, place, news.events).await
    }

    /// Events of a room, in their order.
    pub(super) async fn events(
        &mut self,
        room: &Room,
        place: Place,
        events: Vec<TimelineEvent>,
    ) -> Result<(), Fault> {
        let last = events.last().and_then(TimelineEvent::event_id);
        for event in events {
            match self.event(room, place, &event).await {
                // One room we were shown out of must not keep us from hearing everybody else.
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "something in a room could not be answered");
                }
                done => done?,
            }
        }
        match place {
            Place::Direct => self.read.extend(last.map(|last| (room.clone(), last))),
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
