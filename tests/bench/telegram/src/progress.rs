//! How far all contacts together are.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::sync::Notify;

/// How many questions have come, for whoever waits for a number, how long they took, and how often the bot was killed.
#[derive(Default)]
pub struct Progress {
    count: Cell<usize>,
    /// While it is measured: from each act to what came next.
    times: RefCell<Option<Vec<Duration>>>,
    over: Cell<bool>,
    kills: Cell<usize>,
    changed: Notify,
}

impl Progress {
    /// A question has come; after so long, if it came without the contact's doing anything again.
    pub fn step(&self, took: Option<Duration>) {
        self.count.set(self.count.get() + 1);
        if let Some(times) = self.times.borrow_mut().as_mut() {
            times.extend(took);
        }
        self.changed.notify_one();
    }

    /// Waits until so many have come.
    pub async fn reaches(&self, count: usize) {
        while self.count.get() < count {
            self.changed.notified().await;
        }
    }

    /// Waits until so many more have come.
    pub async fn grows_by(&self, count: usize) {
        self.reaches(self.count.get() + count).await;
    }

    /// From now on it is measured how long questions take.
    pub fn measure(&self) {
        self.times.replace(Some(Vec::new()));
    }

    /// What was measured. Nobody need begin another walk.
    pub fn end(&self) -> Vec<Duration> {
        self.over.set(true);
        self.times.take().unwrap_or_default()
    }

    /// Whether all has been measured.
    pub fn is_over(&self) -> bool {
        self.over.get()
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
