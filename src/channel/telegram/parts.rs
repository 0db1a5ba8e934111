//! A message as Telegram takes it: what does not fit into one goes out in parts. What is out of them already is
//! remembered, so that another try goes on there.

use std::collections::HashMap;
use std::sync::Mutex;

use super::{ids, lock};
use crate::channel::{Contents, Sent};
use crate::model::{Enclosure, Message, OutboxId};
use crate::text::is_longer;

/// The longest text, in UTF-16 units.
const MOST_TEXT: usize = 4096;
/// The longest text below a file.
const MOST_CAPTION: usize = 1024;

/// Of messages that go out in parts: what is out.
#[derive(Debug, Default)]
pub(super) struct Progress(Mutex<HashMap<OutboxId, Out>>);

impl Progress {
    /// What is out of this message.
    pub(super) fn of(&self, id: OutboxId) -> Out {
        lock(&self.0).get(&id).cloned().unwrap_or_default()
    }

    /// So much is out of this message, and more is to come.
    pub(super) fn put(&self, id: OutboxId, out: Out) {
        lock(&self.0).insert(id, out);
    }

    /// This message is out, or never will be.
    pub(super) fn end(&self, id: OutboxId) {
        lock(&self.0).remove(&id);
    }
}

/// How far a message is: the numbers of its parts that are out, as far as they are known.
pub(super) type Out = Vec<Option<i32>>;

/// A piece of a message, as Telegram takes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// A file, and what stands below it.
    File { enclosure: &'a Enclosure, bytes: &'a [u8], caption: Option<&'a str> },
    /// Words.
    Text(&'a str),
}

/// Whether a text fits into one message.
pub(super) fn fits(text: &str) -> bool {
    !is_longer([text], MOST_TEXT)
}

/// Cuts a text into pieces that fit, at white space if there is some.
fn pieces(mut text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while !fits(text) {
        let mut used = 0;
        let end = text.char_indices().find(|(_, char)| {
            used += char.len_utf16();
            used > MOST_TEXT
        });
        let end = end.map_or(text.len(), |(end, _)| end);
        let head = text.get(..end).unwrap_or(text);
        let cut = head.rfind(char::is_whitespace).filter(|cut| *cut > 0).unwrap_or(end);
        let (piece, rest) = text.split_at(cut);
        pieces.push(piece);
        text = rest.trim_start();
    }
    if !text.is_empty() {
        pieces.push(text);
    }
    pieces
}

/// The parts of a message.
pub(super) fn parts<'a>(message: &'a Message, enclosed: Option<&'a Contents>) -> Vec<Part<'a>> {
    let text = message.text.as_str();
    match (&message.enclosure, enclosed) {
        (Some(enclosure), Some(Contents(bytes))) => {
            let caption = (!is_longer([text], MOST_CAPTION)).then_some(text);
            let file = Part::File { enclosure, bytes, caption: caption.filter(|text| !text.is_empty()) };
            let rest = if caption.is_some() { Vec::new() } else { pieces(text) };
            std::iter::once(file).chain(rest.into_iter().map(Part::Text)).collect()
        }
        (None, _) | (_, None) => pieces(text).into_iter().map(Part::Text).collect(),
    }
}

/// What stands there of a message whose parts have these numbers. Several have none in common.
pub(super) fn standing(chat: i64, out: &[Option<i32>]) -> Sent {
    match out {
        [] => Sent::Nothing,
        [Some(id)] => Sent::As(ids::message(chat, *id)),
        [None] | [_, _, ..] => Sent::Unnamed,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Attachment, Channel, FileKind};

    fn with_file(text: &str) -> Message {
        let file = Attachment {
            from: Channel::Matrix,
            kind: FileKind::Document,
            bytes: None,
            media_type: None,
            caption: None,
            handle: "x".into(),
        };
        let enclosure = Some(Enclosure { file, name: "Datei.pdf".into() });
        Message { text: text.into(), enclosure, ..Message::default() }
    }

    /// F10.
    #[test]
    fn a_caption_that_is_too_long_becomes_a_message_of_its_own() {
        let contents = Contents(vec![1]);
        assert_eq!(parts(&with_file("kurz"), Some(&contents)).len(), 1);
        assert_eq!(parts(&with_file(&"ä".repeat(1024)), Some(&contents)).len(), 1);
        let long = "ä".repeat(1025);
        let long = with_file(&long);
        let parts = parts(&long, Some(&contents));
        assert!(matches!(parts[0], Part::File { caption: None, .. }));
        assert_eq!(parts[1..], [Part::Text(&long.text)]);
    }

    proptest! {
        /// F10.
        #[test]
        fn a_text_of_any_length_goes_out_whole(text in "[ä😀a-z \n]{0,10000}") {
            let pieces = pieces(&text);
            let letters = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&pieces.concat()), letters(&text));
            prop_assert!(pieces.iter().all(|piece| fits(piece)));
        }
    }
}
