//! How Telegram's numbers stand in our ids.
//!
//! An update is known by the bot's number and its own: another bot counts its updates anew. A message has a number in
//! its chat alone. A reaction has none at all: it is known by the message it is on, for a person has one there.

use crate::model::{Address, Channel, EventId};

/// The mark on the id of a reaction.
const REACTION: &str = "/reaction";

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

/// The reaction of a contact, or ours, on a message.
pub(super) fn reaction(chat: i64, message: i32, by_us: bool) -> EventId {
    EventId::new(format!("{chat}/{message}{REACTION}{}", if by_us { "-of-bot" } else { "" }))
}

/// What an id of ours names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A message with this number.
    Message(i32),
    /// Our reaction on the message with this number.
    Reaction(i32),
}

/// What an id names, if it is in this chat.
pub(super) fn named(id: &EventId, chat: i64) -> Option<Named> {
    let (own, rest) = id.as_str().split_once('/')?;
    if own.parse() != Ok(chat) {
        return None;
    }
    match rest.split_once('/') {
        None => rest.parse().ok().map(Named::Message),
        Some((message, _)) => message.parse().ok().map(Named::Reaction),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_back_in_their_chat_alone() {
        assert_eq!(named(&message(7, 12), 7), Some(Named::Message(12)));
        assert_eq!(named(&reaction(7, 12, true), 7), Some(Named::Reaction(12)));
        assert_eq!(named(&message(7, 12), 8), None);
        assert_eq!(named(&EventId::new("$abc"), 7), None);
        assert_eq!(chat(&address(-5)), Some(-5));
        assert_eq!(chat(&Address::new(Channel::Matrix, "5")), None);
    }

    #[test]
    fn another_bot_counts_its_updates_anew() {
        assert_ne!(event(1, 23, 0), event(2, 23, 0));
        assert_ne!(event(1, 23, 0), event(1, 23, 1));
    }
}
