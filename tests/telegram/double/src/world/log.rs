//! What happened in a chat, in order, as the people there saw it.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

/// So much of it is kept for each chat, at most: no more than for the messages that are kept over all chats.
const KEPT: usize = 1000;

/// A kind of thing that happens in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// A message came.
    Written,
    /// A message became another one.
    Edited,
    /// A message was taken away for everybody.
    Deleted,
    /// A reaction was put on a message, or taken from it.
    Reacted,
    /// "is typing" and the like.
    Acting,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub what: Happening,
    /// The message as it was then; for an action or a reaction what the bot asked for.
    pub body: Arc<Value>,
    /// The bot did it.
    pub own: bool,
    /// The keyboard below the input line that came with it.
    pub shown: Option<Value>,
}

#[derive(Debug)]
pub(crate) struct Log {
    entries: VecDeque<Entry>,
    /// How many there were before those that are kept.
    gone: usize,
    /// How many there ever were; whoever waits for the next one looks at this.
    count: watch::Sender<usize>,
}

impl Default for Log {
    fn default() -> Self {
        Self { entries: VecDeque::new(), gone: 0, count: watch::Sender::new(0) }
    }
}

impl Log {
    pub fn add(&mut self, what: Happening, body: Arc<Value>, own: bool, shown: Option<Value>) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.gone += 1;
        }
        self.entries.push_back(Entry { what, body, own, shown });
        self.count.send_replace(self.gone + self.entries.len());
    }

    /// Forgets what comes before anything about a later message than this.
    pub fn forget(&mut self, message: i64) {
        let later = |entry: &Entry| entry.body["message_id"].as_i64().is_some_and(|id| id > message);
        while self.entries.front().is_some_and(|entry| !later(entry)) {
            self.entries.pop_front();
            self.gone += 1;
        }
    }

    /// Those from this place on that are still known, each with its place.
    pub fn from(&self, place: usize) -> impl Iterator<Item = (usize, &Entry)> {
        let skipped = place.saturating_sub(self.gone).min(self.entries.len());
        self.entries.range(skipped..).enumerate().map(move |(at, entry)| (self.gone + skipped + at, entry))
    }

    /// Changes whenever something happens.
    pub fn watch(&self) -> watch::Receiver<usize> {
        self.count.subscribe()
    }
}
