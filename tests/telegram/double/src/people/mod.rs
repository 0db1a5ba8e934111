//! People: they write, tap, edit, send files, block, and see what the bot does.
//!
//! What they do is done when the call returns. What they wait for is waited for, without looking again and again.

mod doing;
mod message;
mod seeing;
mod sending;

use std::sync::{Arc, Mutex};

use serde_json::Value;

pub use message::{Happening, Line, Message};
pub use seeing::Tap;

use crate::server::home::Home;

/// Somebody in a chat with the bot: alone with it, or in a group.
#[derive(Debug)]
pub struct Person {
    home: Arc<Home>,
    user: Value,
    id: i64,
    chat: i64,
    /// So many lines were looked at by `sees`.
    read: Mutex<usize>,
}

impl Person {
    pub(crate) fn new(home: Arc<Home>, user: Value) -> Self {
        let id = user["id"].as_i64().unwrap_or_default();
        Self::in_chat(home, user, id)
    }

    pub(crate) fn in_chat(home: Arc<Home>, user: Value, chat: i64) -> Self {
        let id = user["id"].as_i64().unwrap_or_default();
        Self { home, user, id, chat, read: Mutex::new(0) }
    }

    /// The number by which Telegram knows them.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// The chat they are in; alone with the bot it has their own number.
    #[must_use]
    pub fn chat(&self) -> i64 {
        self.chat
    }

    /// What they are called by.
    #[must_use]
    pub fn name(&self) -> &str {
        self.user["first_name"].as_str().unwrap_or_default()
    }

    /// As they stand in messages.
    pub(crate) fn user(&self) -> &Value {
        &self.user
    }
}

/// Ends a test that cannot go on, and says why.
#[expect(clippy::panic, reason = "a test that waits in vain, or asks for what cannot be, is to fail here")]
#[track_caller]
pub(crate) fn give_up(why: &str) -> ! {
    panic!("{why}")
}
