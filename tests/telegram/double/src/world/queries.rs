//! Taps on buttons that wait for the bot's answer.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;
use tokio::sync::watch;

use crate::world::updates::QUERY;

/// What the bot answered to a tap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// What is shown; empty if the button only stops turning.
    pub text: String,
    /// It is shown in a window that has to be closed.
    pub alert: bool,
    /// An address to open.
    pub url: Option<String>,
}

#[derive(Debug)]
struct Waiting {
    since: i64,
    reply: watch::Sender<Option<Reply>>,
}

/// The taps of the last minutes.
#[derive(Debug, Default)]
pub(crate) struct Queries {
    waiting: HashMap<String, Waiting>,
    order: VecDeque<(i64, String)>,
    count: u64,
}

impl Queries {
    /// A new tap: its id, and where its answer will be.
    pub fn open(&mut self, bot: i64, now: i64) -> (String, watch::Receiver<Option<Reply>>) {
        while let Some((since, _)) = self.order.front()
            && since + QUERY <= now
            && let Some((_, id)) = self.order.pop_front()
        {
            self.waiting.remove(&id);
        }
        self.count += 1;
        let id = format!("{}", (bot.unsigned_abs() << 20).wrapping_add(self.count));
        let (reply, seen) = watch::channel(None);
        self.waiting.insert(id.clone(), Waiting { since: now, reply });
        self.order.push_back((now, id.clone()));
        (id, seen)
    }

    /// Answers a tap; tells whether it was there, not answered yet, and not too old.
    pub fn answer(&mut self, id: &str, now: i64, reply: Reply) -> bool {
        let Some(waiting) = self.waiting.remove(id) else { return false };
        if waiting.since + QUERY <= now {
            return false;
        }
        waiting.reply.send_replace(Some(reply));
        true
    }
}

/// The reply that the parameters of `answerCallbackQuery` describe.
pub(crate) fn reply(text: Option<&str>, alert: bool, url: Option<&str>) -> Reply {
    Reply { text: text.unwrap_or_default().to_owned(), alert, url: url.map(str::to_owned) }
}

/// What a message's keyboard sends for the button with this label: its `callback_data`.
pub(crate) fn data_of(body: &Value, label: &str) -> Option<String> {
    body["reply_markup"]["inline_keyboard"]
        .as_array()?
        .iter()
        .flat_map(|row| row.as_array().into_iter().flatten())
        .find(|button| button["text"].as_str().is_some_and(|text| text.contains(label)))
        .and_then(|button| button["callback_data"].as_str().map(str::to_owned))
}
