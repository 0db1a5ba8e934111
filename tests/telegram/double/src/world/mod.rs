//! All that is true for one bot: its chats, what waits for it, what it has set, and how it is to be vexed.
//!
//! It stands behind one lock that is held for the length of one call and never while something is waited for.

pub(crate) mod chats;
pub(crate) mod files;
pub(crate) mod limits;
pub(crate) mod log;
pub(crate) mod profile;
pub(crate) mod queries;
pub(crate) mod updates;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot, watch};
use tokio::time::Instant;

use crate::faults::Faults;
use crate::webhook::Hook;
use chats::{Chat, Chats, Kind, Standing};
use files::Files;
use limits::Limits;
use profile::Profile;
use queries::Queries;
use updates::Updates;

/// Why a long poll ends without updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    ByAnotherPoll,
    ByWebhook,
}

/// A long poll that is waiting.
#[derive(Debug)]
struct Poll {
    number: u64,
    end: oneshot::Sender<Ended>,
}

#[derive(Debug)]
pub(crate) struct World {
    pub id: i64,
    pub me: Value,
    pub chats: Chats,
    pub updates: Updates,
    pub queries: Queries,
    pub files: Files,
    pub faults: Faults,
    pub limits: Limits,
    pub profile: Profile,
    pub hook: Option<Hook>,
    poll: Option<Poll>,
    /// Whether a long poll is waiting; whoever waits for that looks here.
    pub listening: watch::Sender<bool>,
    /// Number of the newest long poll.
    polls: u64,
    /// The last `getUpdates`: its offset, and when.
    pub last_poll: Option<(i64, Instant)>,
    /// When another 409 may go out at once.
    pub next_conflict: Option<Instant>,
    /// Calls that came in.
    pub calls: u64,
    /// The bot has logged out.
    pub gone: bool,
    /// Tells whoever waits for updates that there may be some, and the webhook's courier that it has changed.
    pub posted: Arc<Notify>,
    albums: u64,
}

impl World {
    /// The world of a bot with this id that nobody has written to yet.
    pub fn new(id: i64, name: &str, username: &str) -> Self {
        let me = json!({ "id": id, "is_bot": true, "first_name": name, "username": username });
        Self {
            id,
            me,
            chats: Chats::default(),
            updates: Updates::default(),
            queries: Queries::default(),
            files: Files::default(),
            faults: Faults::default(),
            limits: Limits::default(),
            profile: Profile::named(name),
            hook: None,
            poll: None,
            listening: watch::Sender::new(false),
            polls: 0,
            last_poll: None,
            next_conflict: None,
            calls: 0,
            gone: false,
            posted: Arc::default(),
            albums: 0,
        }
    }

    /// Makes the chat with a person known; the person has not written yet.
    pub fn meet(&mut self, user: &Value) {
        let Some(id) = user["id"].as_i64() else { return };
        if self.chats.get(id).is_some() {
            return;
        }
        let mut chat = user.clone();
        if let Some(fields) = chat.as_object_mut() {
            fields.remove("is_bot");
            fields.remove("language_code");
        }
        chat["type"] = json!(Kind::Private.name());
        self.chats.add(Chat::new(id, Kind::Private, chat, Standing::Unknown));
    }

    /// Tells the bot of something that happened now (Unix seconds). `lane` is the chat or the person it belongs to:
    /// a webhook gets what is in one lane one after the other. `None` if the bot does not want to know.
    pub fn tell(&mut self, kind: &str, payload: &Value, lane: i64, now: i64, kept: i64) -> Option<i64> {
        let id = self.updates.push(kind, payload, lane, now + kept);
        if id.is_some() {
            self.posted.notify_waiters();
        }
        id
    }

    /// A new number for messages that belong together.
    pub fn albums(&mut self) -> String {
        self.albums += 1;
        format!("{}", 13_000_000_000_000_000 + self.albums)
    }

    /// Begins a long poll: its number, and where it learns that it has ended before its time.
    pub fn begin_poll(&mut self) -> (u64, oneshot::Receiver<Ended>) {
        let (end, ended) = oneshot::channel();
        self.polls += 1;
        self.poll = Some(Poll { number: self.polls, end });
        self.listening.send_replace(true);
        (self.polls, ended)
    }

    /// A long poll has gone; another one may have taken its place.
    pub fn leave_poll(&mut self, number: u64) {
        if self.poll.as_ref().is_some_and(|poll| poll.number == number) {
            self.poll = None;
            self.listening.send_replace(false);
        }
    }

    /// Ends a long poll that is waiting.
    pub fn end_poll(&mut self, why: Ended) {
        if let Some(poll) = self.poll.take() {
            self.listening.send_replace(false);
            // It may have gone away by itself.
            let _ = poll.end.send(why);
        }
    }
}
