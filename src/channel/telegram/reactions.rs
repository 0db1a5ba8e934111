//! The emoji that Telegram takes as reactions (Bot API, `ReactionTypeEmoji`).

const ALLOWED: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤\u{200d}🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u{200d}💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u{200d}♂ 🤷 🤷\u{200d}♀ 😡";

/// The reaction as Telegram takes it, if it does. Skin tones and variation selectors are left out there.
pub(super) fn allowed(key: &str) -> Option<&'static str> {
    let is_plain = |char: &char| !matches!(char, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    let plain: String = key.chars().filter(is_plain).collect();
    ALLOWED.split(' ').find(|known| *known == plain)
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
