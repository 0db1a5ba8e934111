//! From an update to what somebody did. Pure: which keyboard stands where, and what follows, is for others.

use super::content::{Heading, file, input, of_others, words};
use super::ids;
use super::keyboard::{self, Meaning};
use super::wire::{Message, Query, Reaction, Standing, Update};
use crate::channel::Inbound;
use crate::desk::Change;
use crate::dialogue::ContactInput;
use crate::model::{EventId, Private};

/// What an update says.
pub(super) enum Heard {
    /// Somebody did these things.
    Done(Vec<Inbound>),
    /// Somebody tapped a button.
    Tapped(Tap),
    /// It came from a chat in which more than one person reads.
    Crowd(i64),
    /// The bot is no longer in this chat.
    Outside(i64),
    /// Nothing that concerns us.
    Nothing,
}

/// A tap on a button.
pub(super) struct Tap {
    /// By which it is answered.
    pub(super) query: String,
    /// In which chat.
    pub(super) chat: i64,
    /// Below which message.
    pub(super) message: Option<i32>,
    /// What the message says, without what was noted below it.
    pub(super) head: Private<String>,
    /// What it means.
    pub(super) meaning: Meaning,
    /// The update.
    pub(super) event: EventId,
}

/// What an update to the bot with this number says.
pub(super) fn heard(bot: i64, update: Update, heading: Heading<'_>) -> Heard {
    let id = update.id;
    let event = |place| ids::event(bot, id, place);
    if let Some(message) = update.message {
        return in_private(&message, || {
            let inbound = input(&message, heading).map(|input| contact(&message, event(0), input));
            Heard::Done(inbound.into_iter().collect())
        });
    }
    if let Some(message) = update.edited_message {
        return in_private(&message, || Heard::Done(edited(&message, &event, heading)));
    }
    if let Some(query) = update.callback_query {
        return tapped(query, event(0));
    }
    if let Some(reaction) = update.message_reaction {
        return reacted(&reaction, &event);
    }
    match update.my_chat_member {
        Some(standing) => stands(&standing, event(0)),
        None => Heard::Nothing,
    }
}

fn in_private(message: &Message, heard: impl FnOnce() -> Heard) -> Heard {
    if message.chat.is_private() { heard() } else { Heard::Crowd(message.chat.id) }
}

fn contact(message: &Message, event: EventId, input: ContactInput) -> Inbound {
    let chat = message.chat.id;
    Inbound::Contact {
        address: ids::address(chat),
        event,
        message: Some(ids::message(chat, message.id)),
        input,
        reply_to: message.reply_to.as_ref().map(|to| ids::message(chat, to.message_id)),
    }
}

/// A message says something else. Telegram does not say what has changed, and a picture can be changed like a word:
/// so a file comes once more, and its caption as changed words.
fn edited(message: &Message, event: &dyn Fn(usize) -> EventId, heading: Heading<'_>) -> Vec<Inbound> {
    let changed = |words: String, event| Inbound::ContactChange {
        address: ids::address(message.chat.id),
        event,
        message: None,
        of: ids::message(message.chat.id, message.id),
        change: Change::Edited(words.into()),
    };
    if let Some(text) = &message.text {
        let words = words(text, message.rest.get("entities"));
        let above = of_others(message, heading).map(|above| above + "\n").unwrap_or_default();
        return vec![changed(format!("{above}{words}"), event(0))];
    }
    // A place that moves on is told again and again. Both sides know that only the first one came in.
    let Some(mut file) = file(message) else { return Vec::new() };
    let caption = file.caption.take();
    let mut done = vec![contact(message, event(0), ContactInput::File(file))];
    done.extend(caption.map(|caption| changed(caption.into_inner(), event(1))));
    done
}

fn tapped(query: Query, event: EventId) -> Heard {
    let message = query.message.as_ref();
    if let Some(message) = message.filter(|message| !message.chat.is_private()) {
        return Heard::Crowd(message.chat.id);
    }
    let text = message.and_then(|message| message.text.as_deref()).unwrap_or_default();
    let was_edited = message.is_some_and(|message| message.edit_date.is_some());
    let head = match text.rsplit_once("\n\n") {
        // Below a question that was changed before stands what was noted then, as its last paragraph.
        Some((head, _)) if was_edited => head,
        Some(_) => text,
        // A single paragraph is a note in a message of its own; a question has more.
        None => "",
    };
    Heard::Tapped(Tap {
        // Alone with the bot, a chat has the number of the person.
        chat: message.map_or(query.from.id, |message| message.chat.id),
        message: message.map(|message| message.id),
        head: head.into(),
        meaning: keyboard::meaning(&query.data, message.and_then(|message| message.rest.get("reply_markup"))),
        query: query.id,
        event,
    })
}

/// Somebody has other reactions on a message than before.
fn reacted(reaction: &Reaction, event: &dyn Fn(usize) -> EventId) -> Heard {
    let Reaction { chat, message_id, old, new } = reaction;
    if !chat.is_private() {
        return Heard::Crowd(chat.id);
    }
    let own = ids::reaction(chat.id, *message_id);
    let change = |event, message, of, change| Inbound::ContactChange {
        address: ids::address(chat.id),
        event,
        message,
        of,
        change,
    };
    let mut done = Vec::new();
    if old.iter().any(|sign| !new.contains(sign)) {
        done.push(change(event(0), None, own.clone(), Change::Unreacted));
    }
    if let Some(sign) = new.iter().find(|sign| !old.contains(sign)) {
        let key = Private::from(sign.emoji.as_str());
        done.push(change(
            event(done.len()),
            Some(own),
            ids::message(chat.id, *message_id),
            Change::Reacted(key),
        ));
    }
    Heard::Done(done)
}

/// What the bot may do in a chat has changed. Alone with somebody: they have blocked it, or let it in again.
fn stands(standing: &Standing, event: EventId) -> Heard {
    let (chat, status) = (&standing.chat, standing.new_chat_member.status.as_str());
    let is_there = matches!(status, "member" | "administrator" | "restricted");
    match (chat.is_private(), is_there) {
        (false, true) => Heard::Crowd(chat.id),
        (false, false) => Heard::Outside(chat.id),
        (true, _) => {
            let input = ContactInput::Reachable(is_there);
            Heard::Done(vec![Inbound::contact(ids::address(chat.id), event, input)])
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn heard_in(update: &Value) -> Vec<Inbound> {
        match heard(5, Update::read(update.clone()).unwrap(), &|above| format!("{above:?}")) {
            Heard::Done(done) => done,
            Heard::Tapped(_) | Heard::Crowd(_) | Heard::Outside(_) | Heard::Nothing => Vec::new(),
        }
    }

    fn message(content: &Value) -> Value {
        let mut message = json!({ "message_id": 3, "date": 0, "chat": { "id": 7, "type": "private" } });
        for (name, value) in content.as_object().unwrap() {
            message[name] = value.clone();
        }
        message
    }

    #[test]
    fn another_reaction_takes_back_the_one_before() {
        let emoji = |emoji: &str| json!([{ "type": "emoji", "emoji": emoji }]);
        let chat = json!({ "id": 7, "type": "private" });
        let reaction =
            json!({ "chat": chat, "message_id": 3, "old_reaction": emoji("👍"), "new_reaction": emoji("❤") });
        let done = heard_in(&json!({ "update_id": 9, "message_reaction": reaction }));
        let own = ids::reaction(7, 3);
        let change = |place, message, of, change| Inbound::ContactChange {
            address: ids::address(7),
            event: ids::event(5, 9, place),
            message,
            of,
            change,
        };
        let expected = vec![
            change(0, None, own.clone(), Change::Unreacted),
            change(1, Some(own), ids::message(7, 3), Change::Reacted("❤".into())),
        ];
        assert_eq!(done, expected);
    }

    #[test]
    fn a_place_that_moves_is_told_once() {
        let moved = message(&json!({ "location": { "latitude": 1.0, "longitude": 2.0 }, "edit_date": 5 }));
        assert_eq!(heard_in(&json!({ "update_id": 1, "edited_message": moved })), Vec::new());
    }

    #[test]
    fn an_update_of_a_kind_that_nobody_knows_is_nothing() {
        assert_eq!(heard_in(&json!({ "update_id": 1, "noch_unbekannt": {} })), Vec::new());
    }
}
