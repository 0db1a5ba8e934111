//! Chats and the messages in them.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::world::log::{Happening, Log};

/// So many messages are kept over all chats; beyond that the oldest are forgotten.
const KEPT: usize = 200_000;

/// How the bot stands with a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may write.
    Welcome,
    /// The person has never written to it.
    Unknown,
    /// The person has blocked it.
    Blocked,
    /// The person has deleted their account.
    Deactivated,
    /// It was thrown out of the group.
    Kicked,
    /// It has left the group.
    Left,
    /// The group has become this supergroup.
    Migrated(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Private,
    Group,
    Supergroup,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup => "supergroup",
        }
    }
}

/// A message as the server keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// As it goes out in updates and answers.
    pub body: Arc<Value>,
    /// The bot wrote it.
    pub own: bool,
    /// What each person has put on it: person, reactions.
    pub reactions: Vec<(i64, Value)>,
}

#[derive(Debug)]
pub(crate) struct Chat {
    pub id: i64,
    pub kind: Kind,
    /// As it stands in messages.
    pub json: Value,
    pub standing: Standing,
    /// The bot may do here what administrators may.
    pub administrator: bool,
    /// The people in a group; the first one owns it.
    pub members: Vec<Value>,
    pub log: Log,
    messages: HashMap<i64, Stored>,
    /// A supergroup counts its own messages.
    next_message: i64,
}

impl Chat {
    pub fn new(id: i64, kind: Kind, json: Value, standing: Standing) -> Self {
        Self {
            id,
            kind,
            json,
            standing,
            administrator: false,
            members: Vec::new(),
            log: Log::default(),
            messages: HashMap::new(),
            next_message: 1,
        }
    }

    pub fn message(&self, id: i64) -> Option<&Stored> {
        self.messages.get(&id)
    }

    pub fn message_mut(&mut self, id: i64) -> Option<&mut Stored> {
        self.messages.get_mut(&id)
    }

    /// Puts another body in the place of a message's.
    pub fn replace(&mut self, id: i64, body: Arc<Value>) {
        if let Some(stored) = self.messages.get_mut(&id) {
            let own = stored.own;
            stored.body = Arc::clone(&body);
            self.log.add(Happening::Edited, body, own, None);
        }
    }

    /// Takes a message away; tells whether it was there.
    pub fn delete(&mut self, id: i64) -> bool {
        let Some(stored) = self.messages.remove(&id) else { return false };
        self.log.add(Happening::Deleted, stored.body, stored.own, None);
        true
    }
}

/// All chats of one bot.
#[derive(Debug)]
pub(crate) struct Chats {
    by_id: HashMap<i64, Chat>,
    by_username: HashMap<String, i64>,
    /// In the order in which they were sent: chat and message.
    order: VecDeque<(i64, i64)>,
    /// Private chats and groups share one numbering.
    next_message: i64,
}

impl Default for Chats {
    fn default() -> Self {
        Self { by_id: HashMap::new(), by_username: HashMap::new(), order: VecDeque::new(), next_message: 1 }
    }
}

impl Chats {
    pub fn add(&mut self, chat: Chat) {
        if let Some(username) = chat.json["username"].as_str() {
            self.by_username.insert(username.to_lowercase(), chat.id);
        }
        self.by_id.insert(chat.id, chat);
    }

    pub fn get(&self, id: i64) -> Option<&Chat> {
        self.by_id.get(&id)
    }

    pub fn get_mut(&mut self, id: i64) -> Option<&mut Chat> {
        self.by_id.get_mut(&id)
    }

    /// The public chat of this name, without the `@`.
    pub fn named(&self, username: &str) -> Option<i64> {
        self.by_username.get(&username.to_lowercase()).copied()
    }

    /// Puts a message into a chat: gives it a number, its chat and its date, keeps it and shows it to the people
    /// there. `shown` is a keyboard that people see but no message carries.
    pub fn post(
        &mut self,
        chat: i64,
        now: i64,
        own: bool,
        mut body: Value,
        shown: Option<Value>,
    ) -> Option<Arc<Value>> {
        let place = self.by_id.get_mut(&chat)?;
        let counter =
            if place.kind == Kind::Supergroup { &mut place.next_message } else { &mut self.next_message };
        let id = *counter;
        *counter += 1;
        body["message_id"] = json!(id);
        body["date"] = json!(now);
        body["chat"] = place.json.clone();
        let body = Arc::new(body);
        place.messages.insert(id, Stored { body: Arc::clone(&body), own, reactions: Vec::new() });
        place.log.add(Happening::Written, Arc::clone(&body), own, shown);
        self.order.push_back((chat, id));
        if self.order.len() > KEPT
            && let Some((chat, id)) = self.order.pop_front()
            && let Some(chat) = self.by_id.get_mut(&chat)
        {
            chat.messages.remove(&id);
            chat.log.forget(id);
        }
        Some(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_much_is_kept_over_all_chats() {
        let mut chats = Chats::default();
        for id in 1..=2 {
            chats.add(Chat::new(id, Kind::Private, json!({}), Standing::Welcome));
        }
        for number in 0..=KEPT {
            let chat = 1 + i64::try_from(number % 2).unwrap();
            chats.post(chat, 0, true, json!({}), None).unwrap();
        }
        let chat = chats.get(1).unwrap();
        assert!(chat.message(1).is_none() && chat.message(3).is_some());
        assert_eq!(chat.messages.len() + chats.get(2).unwrap().messages.len(), KEPT);
    }
}
