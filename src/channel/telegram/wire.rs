//! What is read of an update. As little as possible, and leniently: a server that knows more than this must not make
//! an update unreadable, because what a person sent has to come in.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// An update. Exactly one of its parts is there, or none that we know.
#[derive(Deserialize)]
pub(super) struct Update {
    #[serde(rename = "update_id")]
    pub(super) id: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) edited_message: Option<Message>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) callback_query: Option<Query>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message_reaction: Option<Reaction>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) my_chat_member: Option<Standing>,
}

/// Somebody tapped a button.
#[derive(Deserialize)]
pub(super) struct Query {
    pub(super) id: String,
    pub(super) from: Id,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) message: Option<Message>,
    #[serde(default)]
    pub(super) data: String,
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
#[derive(Deserialize)]
pub(super) struct Message {
    #[serde(rename = "message_id")]
    pub(super) id: i32,
    pub(super) chat: Chat,
    #[serde(default)]
    pub(super) text: Option<String>,
    #[serde(default)]
    pub(super) caption: Option<String>,
    #[serde(default)]
    pub(super) edit_date: Option<i64>,
    #[serde(rename = "reply_to_message", default, deserialize_with = "lenient")]
    pub(super) reply_to: Option<Answered>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// The message that is answered.
#[derive(Deserialize)]
pub(super) struct Answered {
    pub(super) message_id: i32,
}

/// Of a part that is not as expected, no more than that is lost.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(value: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(value)?).ok())
}
