//! The emoji that Telegram takes as reactions (Bot API, `ReactionTypeEmoji`), and which of them is ours on a message now.

use std::collections::HashMap;
use std::sync::Mutex;

use super::lock;

/// When so many are remembered, all are forgotten: then whichever is there is taken away.
const MOST: usize = 10_000;

const ALLOWED: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u{200d}🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u{200d}💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u{200d}♂ 🤷 🤷\u{200d}♀ 😡";

/// The reaction as Telegram takes it, if it does. Skin tones and variation selectors are left out there.
pub(super) fn allowed(key: &str) -> Option<&'static str> {
    let is_plain = |char: &char| !matches!(char, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    let plain: String = key.chars().filter(is_plain).collect();
    ALLOWED.split(' ').find(|known| *known == plain)
}

/// Our reaction on a message: chat, message, emoji. In memory alone; a bot has one at most.
#[derive(Debug, Default)]
pub(super) struct Reactions(Mutex<HashMap<(i64, i32), &'static str>>);

impl Reactions {
    /// From now on it is this one.
    pub(super) fn put(&self, chat: i64, message: i32, emoji: &'static str) {
        let mut present = lock(&self.0);
        if present.len() >= MOST {
            present.clear();
        }
        present.insert((chat, message), emoji);
    }

    /// Whether another has taken the place of this one.
    pub(super) fn is_over(&self, chat: i64, message: i32, emoji: Option<&str>) -> bool {
        let present = lock(&self.0).get(&(chat, message)).copied();
        present.zip(emoji).is_some_and(|(present, emoji)| present != emoji)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_telegram_takes_is_known_in_every_spelling() {
        assert_eq!(allowed("❤️"), Some("❤"));
        assert_eq!(allowed("👍🏽"), Some("👍"));
        assert_eq!(allowed("✅"), None);
        assert_eq!(allowed(""), None);
    }
}
