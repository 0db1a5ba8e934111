//! What people see.

use std::sync::Arc;

use serde_json::Value;

use crate::world::log::Entry;
pub use crate::world::log::Happening;

/// A message as somebody saw it at one moment.
#[derive(Debug, Clone)]
pub struct Message {
    /// The chat it stands in.
    pub chat: i64,
    /// Its number there.
    pub id: i64,
    /// Its text, or the caption of its file; empty if it has none.
    pub text: String,
    /// The labels of the buttons below it, row by row.
    pub buttons: Vec<Vec<String>>,
    /// All of it, as the Bot API describes it.
    pub body: Arc<Value>,
    /// The keyboard below the input line that came with it.
    pub keyboard: Option<Value>,
}

/// Something that happened in a chat.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is.
    pub what: Happening,
    /// The bot did it.
    pub by_bot: bool,
    /// The message as it was then. For an action or a reaction only `body` says something.
    pub message: Message,
}

impl Line {
    pub(crate) fn of(chat: i64, entry: &Entry) -> Self {
        Self { what: entry.what, by_bot: entry.own, message: Message::of(chat, entry) }
    }

    /// It shows a text, newly or changed.
    #[must_use]
    pub fn shows(&self) -> bool {
        matches!(self.what, Happening::Written | Happening::Edited)
    }
}

impl Message {
    fn of(chat: i64, entry: &Entry) -> Self {
        let body = Arc::clone(&entry.body);
        Self {
            chat,
            id: body["message_id"].as_i64().unwrap_or_default(),
            text: words(&body).to_owned(),
            buttons: labels(&body),
            keyboard: entry.shown.clone(),
            body,
        }
    }
}

/// The text of a message or the caption of its file.
pub(crate) fn words(body: &Value) -> &str {
    body["text"].as_str().or_else(|| body["caption"].as_str()).unwrap_or_default()
}

fn labels(body: &Value) -> Vec<Vec<String>> {
    let rows = body["reply_markup"]["inline_keyboard"].as_array();
    rows.into_iter()
        .flatten()
        .map(|row| {
            let buttons = row.as_array().into_iter().flatten();
            buttons.filter_map(|button| button["text"].as_str().map(str::to_owned)).collect()
        })
        .collect()
}
