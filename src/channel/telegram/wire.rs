//! What is read of an update. As little as possible, and leniently: a server that knows more than this must not make
//! an update unreadable, because what a person sent has to come in. A part that is not as expected is left out, and
//! no more than that.
//!
//! What came is taken apart, not copied: whoever taps sends back the whole message with its keyboard.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An update. Exactly one of its parts is there, or none that we know.
pub(super) struct Update {
    pub(super) id: i64,
    pub(super) message: Option<Message>,
    pub(super) edited_message: Option<Message>,
    pub(super) callback_query: Option<Query>,
    pub(super) message_reaction: Option<Reaction>,
    pub(super) my_chat_member: Option<Standing>,
}

impl Update {
    /// `None`: it has no number.
    pub(super) fn read(value: Value) -> Option<Self> {
        let mut parts = object(value)?;
        Some(Self {
            id: take(&mut parts, "update_id")?,
            message: parts.remove("message").and_then(Message::read),
            edited_message: parts.remove("edited_message").and_then(Message::read),
            callback_query: parts.remove("callback_query").and_then(Query::read),
            message_reaction: take(&mut parts, "message_reaction"),
            my_chat_member: take(&mut parts, "my_chat_member"),
        })
    }
}

/// Somebody tapped a button.
pub(super) struct Query {
    pub(super) id: String,
    pub(super) from: Id,
    pub(super) message: Option<Message>,
    pub(super) data: String,
}

impl Query {
    fn read(value: Value) -> Option<Self> {
        let mut parts = object(value)?;
        Some(Self {
            id: take(&mut parts, "id")?,
            from: take(&mut parts, "from")?,
            message: parts.remove("message").and_then(Message::read),
            data: take(&mut parts, "data").unwrap_or_default(),
        })
    }
}

/// Somebody changed their reactions to a message.
#[derive(Deserialize)]
pub(super) struct Reaction {
    pub(super) chat: Chat,
    pub(super) message_id: i32,
    #[serde(rename = "old_reaction", default)]
    pub(super) old: Vec<Sign>,
    #[serde(rename = "new_reaction", default)]
    pub(super) new: Vec<Sign>,
}

/// A reaction; without an emoji it is a picture of somebody's own.
#[derive(Deserialize, PartialEq, Eq)]
pub(super) struct Sign {
    #[serde(default)]
    pub(super) emoji: String,
}

/// What the bot may do in a chat has changed.
#[derive(Deserialize)]
pub(super) struct Standing {
    pub(super) chat: Chat,
    pub(super) new_chat_member: Member,
}

#[derive(Deserialize)]
pub(super) struct Member {
    #[serde(default)]
    pub(super) status: String,
}

#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: i64,
}

#[derive(Deserialize)]
pub(super) struct Chat {
    pub(super) id: i64,
    #[serde(rename = "type", default)]
    kind: String,
}

impl Chat {
    /// It is a chat with one person.
    pub(super) fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

/// A message. What it is beside words is looked up by name in `rest`.
pub(super) struct Message {
    pub(super) id: i32,
    pub(super) chat: Chat,
    pub(super) text: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) edit_date: Option<i64>,
    pub(super) reply_to: Option<Answered>,
    pub(super) rest: Map<String, Value>,
}

impl Message {
    /// `None`: it has no number, or no chat.
    pub(super) fn read(value: Value) -> Option<Self> {
        let mut rest = object(value)?;
        Some(Self {
            id: take(&mut rest, "message_id")?,
            chat: take(&mut rest, "chat")?,
            text: take(&mut rest, "text"),
            caption: take(&mut rest, "caption"),
            edit_date: take(&mut rest, "edit_date"),
            reply_to: take(&mut rest, "reply_to_message"),
            rest,
        })
    }
}

/// The message that is answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    pub(super) message_id: i32,
}

fn object(value: Value) -> Option<Map<String, Value>> {
    if let Value::Object(parts) = value { Some(parts) } else { None }
}

fn take<T: DeserializeOwned>(parts: &mut Map<String, Value>, name: &str) -> Option<T> {
    serde_json::from_value(parts.remove(name)?).ok()
}
