//! How far all contacts together are.

use std::cell::Cell;

use tokio::sync::Notify;

/// How many questions have come, for whoever waits for a number, and how often the bot was killed.
#[derive(Default)]
pub struct Progress {
    count: Cell<usize>,
    kills: Cell<usize>,
    changed: Notify,
}

impl Progress {
    /// A question has come.
    pub fn step(&self) {
        self.count.set(self.count.get() + 1);
        self.changed.notify_one();
    }

    /// Waits until so many have come.
    pub async fn reaches(&self, count: usize) {
        while self.count.get() < count {
            self.changed.notified().await;
        }
    }

    /// The bot was killed once more.
    pub fn killed(&self) {
        self.kills.set(self.kills.get() + 1);
    }

    /// How often the bot was killed.
    pub fn kills(&self) -> usize {
        self.kills.get()
    }
}
