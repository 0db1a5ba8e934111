//! The bot's own reactions.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;
use crate::world::log::Happening;

/// What may be put on a message, by everybody and in every chat.
const EMOJI: [&str; 73] = [
    "❤",
    "👍",
    "👎",
    "🔥",
    "🥰",
    "👏",
    "😁",
    "🤔",
    "🤯",
    "😱",
    "🤬",
    "😢",
    "🎉",
    "🤩",
    "🤮",
    "💩",
    "🙏",
    "👌",
    "🕊",
    "🤡",
    "🥱",
    "🥴",
    "😍",
    "🐳",
    "❤‍🔥",
    "🌚",
    "🌭",
    "💯",
    "🤣",
    "⚡",
    "🍌",
    "🏆",
    "💔",
    "🤨",
    "😐",
    "🍓",
    "🍾",
    "💋",
    "🖕",
    "😈",
    "😴",
    "😭",
    "🤓",
    "👻",
    "👨‍💻",
    "👀",
    "🎃",
    "🙈",
    "😇",
    "😨",
    "🤝",
    "✍",
    "🤗",
    "🫡",
    "🎅",
    "🎄",
    "☃",
    "💅",
    "🤪",
    "🗿",
    "🆒",
    "💘",
    "🙉",
    "🦄",
    "😘",
    "💊",
    "🙊",
    "😎",
    "👾",
    "🤷‍♂",
    "🤷",
    "🤷‍♀",
    "😡",
];

/// `setMessageReaction`
pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let reaction = call.params.json("reaction", "reaction types")?.unwrap_or_else(|| json!([]));
    let kinds = reaction.as_array().ok_or_else(|| Refusal::bad("expected an Array of ReactionType"))?;
    if kinds.len() > 1 {
        return Err(Refusal::bad("REACTIONS_TOO_MANY"));
    }
    if !kinds.iter().all(usable) {
        return Err(Refusal::bad("REACTION_INVALID"));
    }
    let (chat, id, own) = (call.chat()?, call.message_id()?, call.world.id);
    let chat = call.open(chat)?;
    let stored = chat.message_mut(id).ok_or_else(|| Refusal::bad("message to react not found"))?;
    put(&mut stored.reactions, own, reaction.clone());
    chat.log.add(Happening::Reacted, Arc::new(json!({ "message_id": id, "reaction": reaction })), true, None);
    yes()
}

/// Puts the reactions of somebody in the place of those they had, and tells which these were.
pub(crate) fn put(reactions: &mut Vec<(i64, Value)>, who: i64, new: Value) -> Value {
    let old = reactions
        .iter()
        .position(|(other, _)| *other == who)
        .map_or_else(|| json!([]), |place| reactions.swap_remove(place).1);
    if new.as_array().is_some_and(|kinds| !kinds.is_empty()) {
        reactions.push((who, new));
    }
    old
}

fn usable(kind: &Value) -> bool {
    kind["type"] == "emoji"
        && kind["emoji"].as_str().is_some_and(|emoji| EMOJI.contains(&emoji.trim_end_matches('\u{fe0f}')))
}
