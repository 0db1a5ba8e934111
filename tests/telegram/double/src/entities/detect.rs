//! Commands, names, links and addresses that stand in a text unmarked.

use serde_json::{Value, json};

use super::utf16;

/// What is found, in order. Roughly what the server finds: words between white space.
pub(super) fn find(text: &str) -> Vec<Value> {
    if !text.contains(['/', '@', '#']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut offset = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        if let Some((kind, length)) = kind(word) {
            found.push(json!({ "type": kind, "offset": offset, "length": utf16(&word[..length]) }));
        }
        offset += utf16(piece);
    }
    found
}

/// What a word is, and how many of its bytes belong to it.
fn kind(word: &str) -> Option<(&'static str, usize)> {
    let name = |from: usize, more: &str| {
        let rest = word.get(from..).unwrap_or_default();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || more.contains(c)));
        (end != Some(0) && !rest.is_empty()).then_some(from + end.unwrap_or(rest.len()))
    };
    if word.starts_with('/') {
        return name(1, "@").map(|length| ("bot_command", length));
    }
    if word.starts_with('@') {
        return name(1, "").map(|length| ("mention", length));
    }
    if word.starts_with('#') {
        return name(1, "").map(|length| ("hashtag", length));
    }
    let bare = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"']);
    if bare.starts_with("https://") || bare.starts_with("http://") {
        return Some(("url", bare.len()));
    }
    let (user, host) = bare.split_once('@')?;
    (!user.is_empty() && host.contains('.') && !host.contains('@')).then_some(("email", bare.len()))
}
