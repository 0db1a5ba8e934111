//! Which note was said last in a chat: of pictures that come in one go, each is counted in the note that is there
//! already. In memory alone: after a restart the count is said anew.

use std::collections::HashMap;
use std::sync::Mutex;

use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, RoomId};

use super::lock;
use crate::model::{Message, StepId};

/// When so many chats are remembered, all are forgotten: a note too many is said, no more.
const MOST_CHATS: usize = 10_000;

/// The chats in which a note was said last. Shows nothing of them.
#[derive(Default)]
pub(super) struct Notes(Mutex<HashMap<OwnedRoomId, (OwnedEventId, StepId)>>);

impl Notes {
    /// The note in whose place this is to be shown.
    pub(super) fn renewed_by(&self, room: &RoomId, message: &Message) -> Option<OwnedEventId> {
        let notes = lock(&self.0);
        let (note, step) = notes.get(room).filter(|_| message.renews)?;
        (message.step.as_ref() == Some(step)).then(|| note.clone())
    }

    /// This was said last in this chat.
    pub(super) fn said(&self, room: &RoomId, event: &OwnedEventId, message: &Message) {
        let mut notes = lock(&self.0);
        // A question has more than one paragraph; it must not be written over.
        match message.step.as_ref().filter(|_| !message.text.contains("\n\n")) {
            Some(step) => {
                if notes.len() >= MOST_CHATS {
                    notes.clear();
                }
                notes.insert(room.to_owned(), (event.clone(), step.clone()));
            }
            None => drop(notes.remove(room)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, step: &str, renews: bool) -> Message {
        Message { text: text.into(), step: Some(step.into()), renews, ..Message::default() }
    }

    #[test]
    fn a_note_is_renewed_and_nothing_else() {
        let notes = Notes::default();
        let rooms = ["!eins:localhost", "!zwei:localhost"].map(|id| RoomId::parse(id).unwrap());
        let event: OwnedEventId = "$notiz".try_into().unwrap();
        let more = message("Zwei sind notiert.", "belege", true);
        assert_eq!(notes.renewed_by(&rooms[0], &more), None, "nothing was said yet");
        notes.said(&rooms[0], &event, &message("Einer ist notiert.", "belege", false));
        assert_eq!(notes.renewed_by(&rooms[0], &more), Some(event.clone()));
        assert_eq!(notes.renewed_by(&rooms[1], &more), None, "it was said to somebody else");
        let anew = message("Zwei sind notiert.", "belege", false);
        assert_eq!(notes.renewed_by(&rooms[0], &anew), None, "it did not come in one go");
        let other = message("Zwei sind notiert.", "anderes", true);
        assert_eq!(notes.renewed_by(&rooms[0], &other), None, "it is about something else");
        notes.said(&rooms[0], &event, &message("Frage 3\n\nHaben Sie Belege?", "belege", false));
        assert_eq!(notes.renewed_by(&rooms[0], &more), None, "a question would be written over");
    }
}
