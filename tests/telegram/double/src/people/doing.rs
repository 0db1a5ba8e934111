//! What people do, and what the bot is told of it.

#![expect(
    clippy::unused_async,
    reason = "people take their time; a test is to read the same if one day it is real"
)]

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::{Message, Person, Tap, give_up};
use crate::entities::Formatted;
use crate::methods::reacting::put;
use crate::world::World;
use crate::world::chats::{Kind, Standing};
use crate::world::log::Happening;
use crate::world::queries::{Reply, data_of};
use crate::world::updates::{DAY, QUERY};

/// Taps go to a webhook in lanes of their own: a message and a tap may overtake each other, as with the real server.
const TAPS: i64 = 3 << 33;

impl Person {
    /// Writes something; tells the number of the message.
    ///
    /// # Panics
    ///
    /// If they cannot write there, because they have blocked the bot or it has left.
    pub async fn writes(&self, text: &str) -> i64 {
        let mut body = json!({});
        Formatted::plain(text).write(&mut body, "text", "entities");
        self.posts(body)
    }

    /// Writes in reply to a message.
    pub async fn replies(&self, to: &Message, text: &str) -> i64 {
        let mut body = json!({});
        Formatted::plain(text).write(&mut body, "text", "entities");
        body["reply_to_message"] = crate::methods::sending::without_reply(&to.body);
        self.posts(body)
    }

    /// Writes something else in the place of what they wrote.
    ///
    /// # Panics
    ///
    /// If there is no such message of theirs.
    pub async fn edits(&self, message: i64, text: &str) {
        let now = self.home.clock.seconds();
        let mut world = self.home.world();
        let chat = world.chats.get_mut(self.chat);
        let Some((chat, old)) = chat.and_then(|chat| {
            let body = chat
                .message(message)
                .filter(|stored| !stored.own)
                .map(|stored| Value::clone(&stored.body))?;
            Some((chat, body))
        }) else {
            give_up(&format!("{} has written no message {message} that could be edited", self.name()));
        };
        let mut body = old;
        let (words, entities) =
            if body["text"].is_null() { ("caption", "caption_entities") } else { ("text", "entities") };
        if let Some(fields) = body.as_object_mut() {
            fields.remove(entities);
        }
        Formatted::plain(text).write(&mut body, words, entities);
        body["edit_date"] = json!(now);
        let body = Arc::new(body);
        chat.replace(message, Arc::clone(&body));
        world.tell("edited_message", &body, self.chat, now, DAY);
    }

    /// Deletes a message for both sides. Telegram does not tell the bot.
    pub async fn deletes(&self, message: i64) {
        if let Some(chat) = self.home.world().chats.get_mut(self.chat) {
            chat.delete(message);
        }
    }

    /// Taps the first button whose label contains these words, below a message as it is now.
    ///
    /// # Panics
    ///
    /// If there is no such button any more.
    pub async fn taps(&self, message: &Message, label: &str) -> Tap {
        let body = {
            let world = self.home.world();
            let stored = world.chats.get(message.chat).and_then(|chat| chat.message(message.id));
            stored.map_or(Arc::default(), |stored| Arc::clone(&stored.body))
        };
        let Some(data) = data_of(&body, label) else {
            give_up(&format!("{} finds no button {label:?} below this message now:\n{body:#}", self.name()));
        };
        self.sends_tap(&body, &data)
    }

    /// Taps a button that a message had when it was seen, although it may be gone by now: as happens where a tap and
    /// an edit cross.
    ///
    /// # Panics
    ///
    /// If there never was such a button.
    pub async fn taps_as_seen(&self, message: &Message, label: &str) -> Tap {
        let Some(data) = data_of(&message.body, label) else {
            give_up(&format!("there was no button {label:?} below this message:\n{:#}", message.body));
        };
        self.sends_tap(&message.body, &data)
    }

    fn sends_tap(&self, body: &Value, data: &str) -> Tap {
        let now = self.home.clock.seconds();
        let mut world = self.home.world();
        let bot = world.id;
        let (id, reply) = world.queries.open(bot, now);
        let query = json!({
            "id": id, "from": self.user, "message": body, "chat_instance": format!("{}", self.chat), "data": data,
        });
        world.tell("callback_query", &query, self.id + TAPS, now, QUERY);
        drop(world);
        self.tap(reply)
    }

    fn tap(&self, reply: watch::Receiver<Option<Reply>>) -> Tap {
        Tap { name: self.name().to_owned(), reply }
    }

    /// Puts a reaction on a message in the place of the one they had; an empty text takes it away. The bot is told
    /// if it asked to be, and in a group only as an administrator.
    pub async fn reacts(&self, message: i64, emoji: &str) {
        let now = self.home.clock.seconds();
        let new = if emoji.is_empty() { json!([]) } else { json!([{ "type": "emoji", "emoji": emoji }]) };
        let mut world = self.home.world();
        let Some(chat) = world.chats.get_mut(self.chat) else { return };
        let Some(stored) = chat.message_mut(message) else {
            give_up(&format!("there is no message {message} to react to"));
        };
        let old = put(&mut stored.reactions, self.id, new.clone());
        let told = json!({ "message_id": message, "reaction": new });
        chat.log.add(Happening::Reacted, Arc::new(told), false, None);
        if chat.kind == Kind::Private || chat.administrator {
            let told = json!({
                "chat": chat.json, "message_id": message, "user": self.user, "date": now,
                "old_reaction": old, "new_reaction": new,
            });
            world.tell("message_reaction", &told, self.chat, now, DAY);
        }
    }

    /// Blocks the bot.
    pub async fn blocks(&self) {
        self.stands(Standing::Blocked, "member", "kicked");
    }

    /// Lets the bot in again.
    pub async fn unblocks(&self) {
        self.stands(Standing::Welcome, "kicked", "member");
    }

    /// Deletes their account. The bot is not told.
    pub async fn deletes_account(&self) {
        if let Some(chat) = self.home.world().chats.get_mut(self.id) {
            chat.standing = Standing::Deactivated;
        }
    }

    fn stands(&self, standing: Standing, old: &str, new: &str) {
        let now = self.home.clock.seconds();
        let mut world = self.home.world();
        let Some(chat) = world.chats.get_mut(self.id) else { return };
        chat.standing = standing;
        let place = chat.json.clone();
        let member = |world: &World, status: &str| {
            let mut member = json!({ "user": world.me, "status": status });
            if status == "kicked" {
                member["until_date"] = json!(0);
            }
            member
        };
        let told = json!({
            "chat": place, "from": self.user, "date": now,
            "old_chat_member": member(&world, old), "new_chat_member": member(&world, new),
        });
        world.tell("my_chat_member", &told, self.id, now, DAY);
    }

    /// Puts a message with this content into the chat and tells the bot.
    pub(super) fn posts(&self, content: Value) -> i64 {
        self.posts_all(vec![content])[0]
    }

    /// The same with several, which come together.
    pub(super) fn posts_all(&self, contents: Vec<Value>) -> Vec<i64> {
        let now = self.home.clock.seconds();
        let mut world = self.home.world();
        match world.chats.get_mut(self.chat) {
            Some(chat) if chat.standing == Standing::Unknown => chat.standing = Standing::Welcome,
            Some(chat) if chat.standing == Standing::Welcome => {}
            Some(chat) => {
                let standing = chat.standing;
                drop(world);
                give_up(&format!("{} cannot write there: {standing:?}", self.name()));
            }
            None => give_up(&format!("{} is in no such chat", self.name())),
        }
        contents
            .into_iter()
            .map(|mut body| {
                body["from"] = self.user.clone();
                let body = world.chats.post(self.chat, now, false, body, None).unwrap_or_default();
                world.tell("message", &body, self.chat, now, DAY);
                body["message_id"].as_i64().unwrap_or_default()
            })
            .collect()
    }
}
