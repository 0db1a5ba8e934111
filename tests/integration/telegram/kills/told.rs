//! What somebody was told, and whether it is what they should have been told.

use std::collections::HashMap;

use lotse::channel::Envelope;
use telegram_double::{Line, Person};

/// Stands before the words of a message that carries a file.
const FILE: &str = "[Datei]";

/// A message on its way, as it stands in [`told`].
pub fn words(envelope: &Envelope) -> String {
    let has_file = envelope.act.message().is_some_and(|message| message.enclosure.is_some());
    format!("{}{}", if has_file { FILE } else { "" }, envelope.text())
}

/// What the bot said to somebody, in order. What was noted below a question and what was noted in a message of its own
/// is the same: a bot that was killed does not know which question stands where.
pub fn told(person: &Person) -> Vec<String> {
    let mut stands = HashMap::new();
    let mut told = Vec::new();
    for Line { message, .. } in person.lines().into_iter().filter(|line| line.by_bot && line.shows()) {
        if stands.insert(message.id, message.text.clone()).is_some_and(|before| before == message.text) {
            // Its keyboard was taken away.
            continue;
        }
        let note = message.text.rsplit_once("\n\n").filter(|(_, note)| note.starts_with("Notiert: "));
        let words = note.map_or(message.text.as_str(), |(_, note)| note);
        told.push(format!("{}{words}", if message.body["document"].is_null() { "" } else { FILE }));
    }
    told
}

/// Compares what somebody was told with what they should have been told, where at most one message may be there twice,
/// and only if it was `marked` for this chat. How many there were twice; otherwise what is wrong.
pub fn compare(told: &[String], expected: &[String], marked: &[&str]) -> Result<usize, String> {
    let mut left = expected.iter().peekable();
    let (mut had, mut doubles) = (Vec::new(), 0);
    for words in told {
        if let Some(next) = left.next_if(|next| *next == words) {
            had.push(next);
            continue;
        }
        if !had.contains(&words) {
            return Err(format!("never was for this chat, or not yet: {words:?}"));
        }
        if !marked.contains(&words.as_str()) {
            return Err(format!("a double that is not marked: {words:?}"));
        }
        doubles += 1;
    }
    match (left.next(), doubles) {
        (Some(lost), _) => Err(format!("lost: {lost:?}")),
        (None, 0 | 1) => Ok(doubles),
        (None, _) => Err(format!("{doubles} doubles")),
    }
}

#[test]
fn what_is_wrong_in_a_chat_is_found() {
    let all = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let expected = all(&["Guten Tag", "Ist jemand in Gefahr?", "Worum geht es?"]);
    let compared = |told: &[&str], marked: &[&str]| compare(&all(told), &expected, marked);
    assert_eq!(compared(&["Guten Tag", "Ist jemand in Gefahr?", "Worum geht es?"], &[]), Ok(0));
    let double = ["Guten Tag", "Ist jemand in Gefahr?", "Ist jemand in Gefahr?", "Worum geht es?"];
    assert_eq!(compared(&double, &["Ist jemand in Gefahr?"]), Ok(1));
    assert!(compared(&double, &["Guten Tag"]).unwrap_err().contains("not marked"));
    assert!(
        compared(&["Guten Tag", "Worum geht es?"], &["Worum geht es?"])
            .unwrap_err()
            .contains("for this chat")
    );
    assert!(compared(&["Guten Tag", "Ist jemand in Gefahr?"], &[]).unwrap_err().contains("lost"));
    let others = ["Guten Tag", "Ist jemand in Gefahr?", "Das ist für Ole.", "Worum geht es?"];
    assert!(compared(&others, &["Das ist für Ole."]).unwrap_err().contains("for this chat"));
}
