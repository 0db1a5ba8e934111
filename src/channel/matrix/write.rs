//! From a message to the content of an event.

use matrix_sdk::ruma::OwnedUserId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{CaseNumber, Choice, Enclosure, FileKind, Message, StepId};

/// Under this key an event carries what a tap on it means. It stands inside the encrypted content, so that nothing
/// needs to be remembered: whoever reads a reaction fetches the event it belongs to.
const MARK: &str = "de.starke-stelle.lotse";
/// A tap on this below a waiting card claims its case.
const CLAIM: &str = "✅";
/// So many choices get a keycap to tap; a client shows hardly more in one row.
const MOST_TAPS: usize = 9;

/// What a tap on an event means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    /// The step to which the choices belong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) step: Option<StepId>,
    /// The ids of the numbered choices, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) choices: Vec<String>,
    /// The case that a tap claims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) claims: Option<CaseNumber>,
}

/// The content of the `m.room.message` that says `message`.
///
/// Texts are cut to 4000 UTF-16 units where they are made, so that even the worst case (every character escaped,
/// twice, encrypted and base64-encoded) stays below the 65,536 bytes of an event.
pub(super) fn content(message: &Message) -> Value {
    let mut body = message.text.clone();
    let (words, numbered): (Vec<_>, Vec<_>) = message.choices.iter().partition(|choice| choice.word);
    if !numbered.is_empty() {
        body.push('\n');
    }
    for (number, choice) in (1..).zip(&numbered) {
        body.push('\n');
        body.push_str(&numbered_line(number, choice));
    }
    if !words.is_empty() {
        let words: Vec<_> = words.iter().map(|choice| choice.label.as_str()).collect();
        body.push_str("\n\n");
        body.push_str(&words.join(" · "));
    }
    let mark = Mark {
        step: message.step.clone(),
        choices: numbered.iter().map(|choice| choice.id.clone()).collect(),
        claims: message.claims,
    };
    let mut content = plain(&body);
    if mark != Mark::default()
        && let Some(fields) = content.as_object_mut()
    {
        fields.insert(MARK.to_owned(), json!(mark));
    }
    content
}

/// The same content as the answer to a message.
pub(super) fn answering(mut content: Value, to: &str) -> Value {
    if let Some(fields) = content.as_object_mut() {
        fields.insert("m.relates_to".to_owned(), json!({ "m.in_reply_to": { "event_id": to } }));
    }
    content
}

/// The same content with somebody mentioned: their client alerts them.
pub(super) fn mentioning(mut content: Value, users: &[OwnedUserId]) -> Value {
    if let Some(fields) = content.as_object_mut() {
        fields.insert("m.mentions".to_owned(), json!({ "user_ids": users }));
    }
    content
}

/// What makes a message a file. All of it stays when the words below it change.
const OF_A_FILE: [&str; 4] = ["msgtype", "filename", "file", "info"];

/// The content of the event by which a message of ours says something else (Matrix 1.4, event replacements). What the
/// message is now says whether it is a file, which stays.
pub(super) fn replacement(of: &str, message: &Message, now: &Value) -> Value {
    let mut new = content(message);
    if let (Some(fields), Some(_)) = (new.as_object_mut(), now.get("file")) {
        let kept = OF_A_FILE.iter().filter_map(|name| Some(((*name).to_owned(), now.get(name)?.clone())));
        fields.extend(kept);
    }
    let mut replacement =
        plain(&format!("* {}", new.get("body").and_then(Value::as_str).unwrap_or_default()));
    if let Some(fields) = replacement.as_object_mut() {
        fields.insert("m.new_content".to_owned(), new);
        fields.insert("m.relates_to".to_owned(), json!({ "rel_type": "m.replace", "event_id": of }));
    }
    replacement
}

/// The content of the event that carries a file, with what is said about it as its caption (Matrix 1.10).
pub(super) fn file(message: &Message, enclosure: &Enclosure, source: &Value, bytes: usize) -> Value {
    let kind = match enclosure.file.kind {
        FileKind::Image => "m.image",
        FileKind::Audio => "m.audio",
        FileKind::Video => "m.video",
        FileKind::Document => "m.file",
    };
    let mut content = content(message);
    if let Some(fields) = content.as_object_mut() {
        fields.insert("msgtype".to_owned(), json!(kind));
        fields.insert("filename".to_owned(), json!(enclosure.name));
        fields.insert("file".to_owned(), source.clone());
        let media_type = enclosure.file.essence().unwrap_or_else(|| "application/octet-stream".to_owned());
        fields.insert("info".to_owned(), json!({ "mimetype": media_type, "size": bytes }));
    }
    content
}

fn numbered_line(number: usize, choice: &Choice) -> String {
    format!("{number}. {}", choice.label)
}

/// The content of an `m.room.message` with these words and nothing else.
pub(super) fn plain(body: &str) -> Value {
    json!({
        "msgtype": "m.text",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": escape(body),
    })
}

/// What a tap on an event with this content means.
pub(super) fn mark(content: &Value) -> Mark {
    content.get(MARK).and_then(|mark| Mark::deserialize(mark).ok()).unwrap_or_default()
}

/// The content of the reaction with this key on an event.
pub(super) fn reaction(to: &str, key: &str) -> Value {
    json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": to, "key": key } })
}

/// What is to be tapped below a message, in order: keycaps for its choices, or the mark that claims a case.
pub(super) fn taps(message: &Message) -> Vec<String> {
    if message.claims.is_some() {
        return vec![CLAIM.to_owned()];
    }
    let numbered = message.choices.iter().filter(|choice: &&Choice| !choice.word).count();
    (1..=numbered.min(MOST_TAPS)).map(|number| format!("{number}\u{fe0f}\u{20e3}")).collect()
}

/// The number of a keycap.
pub(super) fn number(key: &str) -> Option<usize> {
    let digit = key.strip_suffix('\u{20e3}')?;
    digit.strip_suffix('\u{fe0f}').unwrap_or(digit).parse().ok()
}

/// Whether this reaction on a waiting card claims its case. Skin tones and variation selectors do not matter.
pub(super) fn claims(key: &str) -> bool {
    key.chars().next().is_some_and(|first| matches!(first, '✅' | '👍' | '☑' | '✔'))
}

/// HTML that shows exactly these words.
fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push_str("<br>"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asked() -> Message {
        let mut word = Choice::answer("mensch", "Mensch");
        word.word = true;
        Message {
            text: "Und nun?".into(),
            choices: vec![Choice::answer("ja", "Ja, gern"), word, Choice::answer("nein", "Nein")],
            step: Some("einwilligung".into()),
            ..Message::default()
        }
    }

    #[test]
    fn choices_are_numbered_and_a_tap_finds_them() {
        let content = content(&asked());
        assert_eq!(content["body"], "Und nun?\n\n1. Ja, gern\n2. Nein\n\nMensch");
        let mark = mark(&content);
        assert_eq!(mark.choices, ["ja", "nein"]);
        assert_eq!(mark.step, Some("einwilligung".into()));
        let taps = taps(&asked());
        assert_eq!(taps.len(), 2);
        assert_eq!(number(&taps[1]), Some(2));
        assert_eq!(number("👍"), None);
    }

    #[test]
    fn what_somebody_wrote_is_no_html() {
        let shown = plain("<b onclick=\"x\">Hallo</b> & 'Tschüss'\n<script>");
        assert_eq!(
            shown["formatted_body"],
            "&lt;b onclick=&quot;x&quot;&gt;Hallo&lt;/b&gt; &amp; &#39;Tschüss&#39;<br>&lt;script&gt;"
        );
    }

    proptest! {
        #[test]
        fn the_longest_text_fits_an_event(text in "[\"\\\\'<&ä😀\n]{4000}") {
            let units: Vec<u16> = text.encode_utf16().take(4000).collect();
            let text = String::from_utf16_lossy(&units);
            let bytes = serde_json::to_string(&content(&Message { text, ..Message::default() })).unwrap().len();
            // Encryption makes four of three bytes; a kilobyte is for what stands around it.
            prop_assert!(bytes * 4 / 3 + 1024 < 65_536, "{bytes}");
        }
    }
}
