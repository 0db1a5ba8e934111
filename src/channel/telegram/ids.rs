//! How Telegram's numbers stand in our ids.
//!
//! An update is known by the bot's number and its own: another bot counts its updates anew. A message has a number in
//! its chat alone. A reaction has none at all: it is known by the message it is on, for a person has one there, and so
//! have we; which of ours it was says its emoji.

use crate::model::{Address, Channel, EventId};

/// The mark on the id of a contact's reaction.
const REACTION: &str = "reaction";
/// The mark on the id of ours, before the emoji: two navigators, or one twice, may react to the same message.
const REACTION_OF_BOT: &str = "reaction-of-bot";

/// The address of whoever is alone with the bot in this chat.
pub(super) fn address(chat: i64) -> Address {
    Address::new(Channel::Telegram, chat.to_string())
}

/// The chat of an address.
pub(super) fn chat(address: &Address) -> Option<i64> {
    (address.channel == Channel::Telegram).then(|| address.id.reveal().parse().ok())?
}

/// An update; where one brings two things, `place` tells them apart.
pub(super) fn event(bot: i64, update: i64, place: usize) -> EventId {
    EventId::new(if place == 0 { format!("{bot}:{update}") } else { format!("{bot}:{update}/{place}") })
}

/// A message.
pub(super) fn message(chat: i64, message: i32) -> EventId {
    EventId::new(format!("{chat}/{message}"))
}

/// The reaction of a contact on a message.
pub(super) fn reaction(chat: i64, message: i32) -> EventId {
    EventId::new(format!("{chat}/{message}/{REACTION}"))
}

/// A reaction of ours on a message.
pub(super) fn our_reaction(chat: i64, message: i32, emoji: &str) -> EventId {
    EventId::new(format!("{chat}/{message}/{REACTION_OF_BOT}/{emoji}"))
}

/// What an id of ours names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    /// A message with this number.
    Message(i32),
    /// A reaction on the message with this number; the emoji, if it is one of ours.
    Reaction(i32, Option<&'a str>),
}

/// What an id names, if it is in this chat.
pub(super) fn named(id: &EventId, chat: i64) -> Option<Named<'_>> {
    let (own, rest) = id.as_str().split_once('/')?;
    if own.parse() != Ok(chat) {
        return None;
    }
    match rest.split_once('/') {
        None => rest.parse().ok().map(Named::Message),
        Some((message, mark)) => {
            let emoji = mark.split_once('/').filter(|(mark, _)| *mark == REACTION_OF_BOT);
            message.parse().ok().map(|message| Named::Reaction(message, emoji.map(|(_, emoji)| emoji)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_back_in_their_chat_alone() {
        assert_eq!(named(&message(7, 12), 7), Some(Named::Message(12)));
        assert_eq!(named(&our_reaction(7, 12, "❤"), 7), Some(Named::Reaction(12, Some("❤"))));
        assert_eq!(named(&reaction(7, 12), 7), Some(Named::Reaction(12, None)));
        assert_eq!(named(&message(7, 12), 8), None);
        assert_eq!(named(&EventId::new("$abc"), 7), None);
        assert_eq!(chat(&address(-5)), Some(-5));
        assert_eq!(chat(&Address::new(Channel::Matrix, "5")), None);
    }

    /// F16: an update is known by the bot and its number, a message by the chat and its number.
    #[test]
    fn equal_numbers_of_another_bot_or_another_chat_are_not_the_same() {
        assert_ne!(event(1, 23, 0), event(2, 23, 0));
        assert_ne!(event(1, 23, 0), event(1, 23, 1));
        assert_ne!(event(12, 3, 0), event(1, 23, 0));
        assert_ne!(message(7, 12), message(8, 12));
        assert_ne!(message(71, 2), message(7, 12));
        assert_ne!(reaction(7, 12), reaction(8, 12));
    }
}
