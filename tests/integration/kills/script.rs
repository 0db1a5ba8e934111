//! What is said in the story that is killed: two contacts and two navigators, line by line, each with an event id.

use lotse::channel::Inbound;
use lotse::dialogue::ContactInput;
use lotse::model::{EventId, Private};

use crate::stage::{contact_says, desk_says};

/// Who says what. Rosa takes the short way; Ole asks for a human, and in the end deletes everything.
const LINES: [(&str, &str); 33] = [
    ("rosa", "Hallo"),
    ("ole", "Hallo"),
    ("rosa", "ja"),
    ("rosa", "nein"),
    ("ole", "ja"),
    ("rosa", "selbst"),
    ("rosa", "Gemeinderat"),
    ("ole", "mensch"),
    ("rosa", "Bayern"),
    ("rosa", "Bedrohung, Hassnachricht"),
    ("tom", "!übernehmen 1"),
    ("rosa", "nicht"),
    ("rosa", "sprechen, recht"),
    ("tom", "!a Guten Tag, hier ist Tom für Ole."),
    ("rosa", "nein"),
    ("rosa", "übergeben"),
    ("rosa", "Das schreibt Rosa, während sie wartet."),
    ("lea", "!übernehmen 2"),
    ("lea", "!a Guten Tag, hier ist Lea für Rosa."),
    ("rosa", "Das schreibt Rosa an Lea."),
    ("ole", "Das schreibt Ole an Tom."),
    ("lea", "das bleibt intern"),
    ("lea", "!senden 2 1"),
    ("rosa", "notfall"),
    ("lea", "!schließen erledigt"),
    ("rosa", "Es geht weiter: wieder ein Brief."),
    ("lea", "!a Lea ist wieder für Rosa da."),
    ("ole", "löschen"),
    ("ole", "ja"),
    ("tom", "!a Das erreicht niemanden mehr."),
    ("ole", "Ole beginnt noch einmal."),
    ("lea", "!offen"),
    ("rosa", "Das letzte Wort hat Rosa."),
];

/// The people who are contacts; the others work at the desk.
pub const CONTACTS: [&str; 2] = ["rosa", "ole"];

/// The story as the platform delivers it. The event ids are the same at every delivery.
pub fn events() -> Vec<Inbound> {
    LINES
        .iter()
        .enumerate()
        .map(|(number, (who, text))| {
            let event = EventId::new(format!("event-{number}"));
            if CONTACTS.contains(who) {
                contact_says(who, event, ContactInput::Text(Private::from(*text)))
            } else {
                desk_says(who, event, text)
            }
        })
        .collect()
}
