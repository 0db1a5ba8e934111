//! Matrix: contacts write in direct chats, navigators work in a queue room and one room per case. All encrypted.
//!
//! # Nothing is lost between the homeserver and the inbox
//!
//! The SDK stores its sync token before anybody has seen what came with it. So we keep a position of our own
//! (`listen.rs`): the token of the last response of which *every* event was accepted by the inbox. (A room in which
//! more came than a response brings has one of its own until that is fetched, `gap.rs`.) At the start,
//! and after any failure, what came since that position is asked for once more, decrypted through its room, and
//! offered again; the inbox knows every event by its id, so that a second time does nothing. An event that cannot
//! be decrypted is kept beside the position until its key comes, for a week.
//!
//! # Nothing is said twice
//!
//! The transaction id of a message is its outbox id. The homeserver answers a repeated id with the event it made
//! at the first time. Rooms of the desk are created under an alias that follows from the database and the case
//! number: the homeserver gives an alias once, so a crash between creating and remembering leaves no second room.
//!
//! # Nobody else reads along
//!
//! A contact's address is room *and* person. Before each message it is looked who is in the room: exactly that
//! person, or nothing is sent. In desk rooms only navigators of the settings are obeyed, and only what came
//! encrypted. Rooms of another database (an old one with the same case numbers) are not ours and are ignored.
//!
//! # Accepted risks
//!
//! - *Reactions are not encrypted*; that is how Matrix clients do it. The homeserver sees which keycap was tapped
//!   below a question it cannot read, and could forge the reaction that claims a case. It could claim; it could
//!   not make words go out, because those must come encrypted.
//! - *Room names and case numbers* ("Fall 7") are visible to the homeserver, as is who is in which room.
//! - *A homeserver forgets transaction ids* after some time (Synapse: at least half an hour). A message whose
//!   answer was lost and that is tried again later than that may arrive twice.
//! - *Whoever rules a homeserver can impersonate its users*: add a device to a navigator's account, which is then
//!   given the keys of new messages like any other, or write to the bot as a contact, whose words are taken even if
//!   they are not encrypted. The desk belongs on a homeserver that the starke Stelle trusts.
//! - *Keys stay.* What was taken back or forgotten is removed from rooms and database. The keys of the rooms stay in
//!   the encryption state and its backup; whoever has both those and an old copy of the homeserver can still read.
//! - *Membership is looked up, then the message is sent.* Whoever is heard to have come in between gets its key: in a
//!   chat somebody whom the contact has let in. In rooms of the desk the bot alone lets people in.

mod dissolve;
mod check;
mod fault;
mod gap;
mod gate;
mod hear;
mod invites;
mod keep;
mod keys;
mod listen;
mod login;
mod members;
mod notes;
mod pill;
mod plain;
mod position;
mod read;
mod rooms;
mod send;
mod space;
mod steward;
mod write;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use async_trait::async_trait;
use jiff::SignedDuration;
use matrix_sdk::Client;
use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId, UserId};
use tokio::sync::{Mutex, Notify, RwLock, watch};
use tokio::time::Instant;

pub use check::{Finding, check};
pub use fault::ConnectError;
pub use keep::KeepError;

use super::{Channel, Contents, Envelope, SendError, Sent};
use crate::desk::Navigator;
use crate::model::{Address, Attachment, CaseNumber, Channel as ChannelName, Clock, OutboxId, Private};
use crate::ops::health::Pulse;
use crate::ops::settings::{self, Unencrypted};
use crate::privacy::{Lookup, Vault};
use crate::text::Texts;
use keep::Keep;
use notes::Notes;
use rooms::{Place, Site};

/// What the channel is built from.
#[derive(Debug)]
pub struct Parts {
    /// Seals what is kept.
    pub vault: Vault,
    /// Stands for the database: rooms that belong to another one are not ours.
    pub database: Lookup,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The sentences.
    pub texts: Arc<Texts>,
    /// Is told what was done at the desk.
    pub probe: Arc<dyn Probe>,
}

/// Is told when something was done to the rooms of the desk. Tests stop the process there.
pub trait Probe: Send + Sync + std::fmt::Debug {
    /// The homeserver has made a room, set a link, invited or removed somebody, and nothing of it is known here yet.
    fn changed(&self);
}

/// The bot on Matrix.
pub struct Matrix {
    client: Client,
    me: OwnedUserId,
    navigators: Vec<OwnedUserId>,
    keep: Keep,
    database: Lookup,
    clock: Arc<dyn Clock>,
    texts: Arc<Texts>,
    probe: Arc<dyn Probe>,
    /// The rooms of the desk that are known to be ours.
    places: StdMutex<HashMap<OwnedRoomId, Place>>,
    /// Held while a room of the desk is looked for or created.
    making: StdMutex<HashMap<Site, Arc<Mutex<()>>>>,
    /// Held while somebody is let into the queue, and while something is said there: nobody comes in between.
    door: Mutex<()>,
    /// Keeps speaking and hearing from waiting for each other.
    gate: RwLock<()>,
    /// Somebody came to a room of the desk or went.
    stirred: Notify,
    /// Who was invited to which room, and when; until they enter.
    invited: StdMutex<HashMap<(OwnedRoomId, OwnedUserId), Instant>>,
    /// The last message that was to go to whoever has the case.
    served: StdMutex<HashMap<CaseNumber, OutboxId>>,
    /// Cases whose navigator has left the desk: said once.
    orphaned: StdMutex<HashSet<CaseNumber>>,
    /// Counts the responses taken in; 0 until the first one: nothing is sent before.
    beat: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
    /// What becomes of a direct chat that is not encrypted.
    unencrypted: Unencrypted,
    /// After so long without its key, the sender of an event is asked to repeat it.
    repeat_after: SignedDuration,
    /// Says how the channel is.
    pulse: Arc<Pulse>,
    /// Chats that we left because they were none between two: what else came from there is nobody's.
    left_in_words: StdMutex<HashSet<OwnedRoomId>>,
    /// Where what is counted can be shown in the place of the note before.
    notes: Notes,
    /// Keycaps are left out until then, because the homeserver counts them like messages.
    no_taps_until: StdMutex<Option<Instant>>,
}

impl std::fmt::Debug for Matrix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Matrix")
    }
}

impl Matrix {
    /// Logs in, or takes up the session of the last time. Nothing is heard or said before [`Matrix::listen`].
    ///
    /// # Errors
    /// See [`ConnectError`]: a lost encryption state is never replaced silently.
    pub async fn connect(
        settings: &settings::Matrix,
        desk: &settings::Desk,
        parts: Parts,
    ) -> Result<Arc<Self>, ConnectError> {
        let navigators = desk
            .navigators
            .iter()
            .map(|id| {
                UserId::parse(id.reveal()).map_err(|_| ConnectError::Setting("navigators", "@name:server"))
            })
            .collect::<Result<_, _>>()?;
        let Parts { vault, database, clock, texts, probe } = parts;
        let keep = Keep::open(&settings.store, vault)?;
        let client = login::log_in(settings, &keep).await?;
        let me = client
            .user_id()
            .ok_or_else(|| ConnectError::Foreign { folder: settings.store.clone() })?
            .to_owned();
        Ok(Arc::new(Self {
            client,
            me,
            navigators,
            keep,
            database,
            clock,
            texts,
            probe,
            places: StdMutex::default(),
            making: StdMutex::default(),
            door: Mutex::default(),
            gate: RwLock::default(),
            stirred: Notify::new(),
            invited: StdMutex::default(),
            served: StdMutex::default(),
            orphaned: StdMutex::default(),
            beat: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
            left_in_words: StdMutex::default(),
            notes: Notes::default(),
            no_taps_until: StdMutex::default(),
            unencrypted: settings.unencrypted,
            repeat_after: SignedDuration::from_secs(settings.repeat_after_seconds.into()),
            pulse: Arc::new(Pulse::new(ChannelName::Matrix)),
        }))
    }

    /// Everybody who works at the desk, by the names that can be typed.
    #[must_use]
    pub fn roster(&self) -> Vec<Navigator> {
        let named = |user: &OwnedUserId| Navigator {
            address: Address::new(ChannelName::Matrix, user.as_str()),
            name: Private::from(user.localpart()),
        };
        self.navigators.iter().map(named).collect()
    }

    /// Where the channel says how it is.
    #[must_use]
    pub fn pulse(&self) -> Arc<Pulse> {
        Arc::clone(&self.pulse)
    }

    /// Asks for an orderly stop: [`Matrix::listen`] returns, and what waits to be sent is put back.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    async fn stopped(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }
}

#[async_trait]
impl Channel for Matrix {
    fn name(&self) -> ChannelName {
        ChannelName::Matrix
    }

    fn retry_is_harmless(&self) -> bool {
        true
    }

    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        tokio::select! {
            contents = self.download(file, most_bytes) => contents,
            () = self.stopped() => Err(SendError::Later { retry_after: None }),
        }
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        tokio::select! {
            sent = self.deliver(envelope) => sent,
            // Whatever was on its way is sent again at the next start, under the same transaction id.
            () = self.stopped() => Err(SendError::Later { retry_after: None }),
        }
    }
}

/// A lock that nobody can leave in a bad state: what it holds is replaced as a whole.
fn lock<T>(mutex: &StdMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
