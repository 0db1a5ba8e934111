//! A bot as a test sees it: what it has set, what waits for it, and what it is to suffer.

#![expect(
    clippy::unused_async,
    reason = "people take their time; a test is to read the same if one day it is real"
)]

use std::sync::Arc;

use serde_json::{Value, json};

use crate::faults::{Fault, Laid};
use crate::group::Group;
use crate::people::Person;
use crate::server::Server;
use crate::server::home::Home;

/// A handle on one bot. Clones are the same bot.
#[derive(Debug, Clone)]
pub struct Bot {
    pub(crate) server: Arc<Server>,
    pub(crate) home: Arc<Home>,
}

impl Bot {
    pub(crate) fn at(server: Arc<Server>, home: Arc<Home>) -> Self {
        Self { server, home }
    }

    /// Its token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.home.token
    }

    /// A new person, with a given name and perhaps a family name, who has not written to this bot yet.
    #[must_use]
    pub fn person(&self, name: &str) -> Person {
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        let mut user = json!({
            "id": self.server.person_id(), "is_bot": false, "first_name": first, "language_code": "de",
        });
        if !last.is_empty() {
            user["last_name"] = json!(last);
        }
        self.home.world().meet(&user);
        Person::new(Arc::clone(&self.home), user)
    }

    /// A new group with these people, the first of whom owns it, and the bot.
    pub async fn group(&self, title: &str, people: &[&Person]) -> Group {
        Group::found(self, title, people)
    }

    /// Lays out a fault for calls to come.
    #[expect(clippy::must_use_candidate, reason = "most faults are laid out and left alone")]
    pub fn suffers(&self, fault: Fault) -> Laid {
        self.home.world().faults.lay(fault)
    }

    /// Lifts all faults.
    pub fn recovers(&self) {
        self.home.world().faults.clear();
    }

    /// Hands the updates that went out last out once more, also those that were confirmed; tells how many.
    #[expect(clippy::must_use_candidate, reason = "it does something; the number is by the way")]
    pub fn gets_again(&self, count: usize) -> usize {
        let repeated = self.home.world().updates.repeat(count);
        self.home.posted.notify_waiters();
        repeated
    }

    /// The next update gets this number, unless there was a higher one.
    pub fn counts_updates_from(&self, number: i64) {
        self.home.world().updates.count_from(number);
    }

    /// From now on it may send only so fast as Telegram allows, or as fast as it likes.
    pub fn minds_rates(&self, minded: bool) {
        self.home.world().limits.minded = minded;
    }

    /// How many updates wait for it, received perhaps, but not confirmed.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.home.world().updates.pending()
    }

    /// Updates for which there was no room any more.
    #[must_use]
    pub fn overflowed(&self) -> u64 {
        self.home.world().updates.overflowed
    }

    /// Waits until it has confirmed every update.
    pub async fn has_confirmed_all(&self) {
        self.has_only(0).await;
    }

    /// Waits until no more than so many updates wait for it.
    pub async fn has_only(&self, most: usize) {
        let mut waiting = self.home.world().updates.watch();
        // The sender lives in the world.
        let _ = waiting.wait_for(|count| *count <= most).await;
    }

    /// Waits until it is waiting for updates, in a long poll.
    pub async fn listens(&self) {
        let mut listening = self.home.world().listening.subscribe();
        // The sender lives in the world.
        let _ = listening.wait_for(|listening| *listening).await;
    }

    /// How many calls have come in.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.home.world().calls
    }

    /// The commands that it shows by default.
    #[must_use]
    pub fn commands(&self) -> Value {
        self.home.world().profile.commands("default null null".to_owned(), "")
    }

    /// What it says about itself: `name`, `description` or `short_description`, in a language or for all ("").
    #[must_use]
    pub fn says_of_itself(&self, what: &str, language: &str) -> String {
        self.home.world().profile.text(what, language).to_owned()
    }
}
