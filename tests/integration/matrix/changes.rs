//! What people do to messages that were there before, and the files they send, on both sides of a real homeserver.

use matrix_sdk::Room;
use matrix_sdk::attachment::AttachmentConfig;
use matrix_sdk::media::{MediaFormat, MediaRequestParameters};
use matrix_sdk::ruma::OwnedEventId;
use matrix_sdk::ruma::events::room::MediaSource;
use serde_json::{Value, json};

use super::bot::Bot;
use super::person::{Line, Person};
use super::rooms::{claimed, waiting};

/// What Rosa answers until she is asked for evidence.
const WAY_TO_EVIDENCE: [&str; 16] = [
    "ja",
    "nein",
    "selbst",
    "rat",
    "Bayern",
    "bedrohung, hassnachricht",
    "unsicher",
    "sprechen, recht",
    "ja",
    "brief, telefon",
    "einmalig",
    "unklar",
    "mittel",
    "rechts",
    "Rosa",
    "Ein Brief lag im Kasten.",
];

impl Person {
    /// Uses the client's own function to change a message.
    pub async fn edits(&self, room: &Room, of: &OwnedEventId, text: &str) {
        let content = json!({
            "msgtype": "m.text",
            "body": format!("* {text}"),
            "m.new_content": { "msgtype": "m.text", "body": text },
            "m.relates_to": { "rel_type": "m.replace", "event_id": of },
        });
        self.sends(room, content).await;
    }

    /// Uses the client's own function to change the words below a file of theirs.
    pub async fn edits_caption(&self, room: &Room, of: &OwnedEventId, words: &str) {
        let event = room.event(of, None).await.unwrap();
        let mut content = event.raw().deserialize_as_unchecked::<Value>().unwrap()["content"].take();
        if content["filename"].is_null() {
            content["filename"] = content["body"].take();
        }
        content["body"] = json!(words);
        let mut edit = content.clone();
        edit["m.new_content"] = content;
        edit["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": of });
        self.sends(room, edit).await;
    }

    async fn takes_back(&self, room: &Room, event: &OwnedEventId) {
        room.redact(event, None, None).await.unwrap();
    }

    /// Sends a picture, as an answer to a message if it is one.
    async fn sends_picture(
        &self,
        room: &Room,
        name: &str,
        bytes: &[u8],
        reply_to: Option<&Line>,
    ) -> OwnedEventId {
        self.sends_file(room, name, "image/jpeg", bytes, reply_to).await
    }

    /// Sends a file of some kind, as an answer to a message if it is one.
    pub async fn sends_file(
        &self,
        room: &Room,
        name: &str,
        media_type: &str,
        bytes: &[u8],
        reply_to: Option<&Line>,
    ) -> OwnedEventId {
        let mut config = AttachmentConfig::new();
        if let Some(line) = reply_to {
            config = config.reply(Some(matrix_sdk::room::reply::Reply {
                event_id: line.event.clone(),
                enforce_thread: matrix_sdk::room::reply::EnforceThread::Unthreaded,
                add_mentions: matrix_sdk::ruma::events::room::message::AddMentions::No,
            }));
        }
        let media_type = media_type.parse().unwrap();
        room.send_attachment(name, &media_type, bytes.to_vec(), config).await.unwrap().event_id
    }

    /// What is in the file of a line, decrypted with the key that stands in it.
    pub async fn opens(&self, line: &Line) -> Vec<u8> {
        assert!(line.content.get("url").is_none(), "the file is not encrypted");
        let file = serde_json::from_value(line.content["file"].clone()).unwrap();
        let source = MediaSource::Encrypted(Box::new(file));
        let request = MediaRequestParameters { source, format: MediaFormat::File };
        self.client.media().get_media_content(&request, false).await.unwrap()
    }

    /// Waits for something that was done to this message.
    pub async fn sees_done(&self, what: &str, to: &OwnedEventId) {
        self.until(&format!("{what} at a message"), || {
            self.lines()
                .iter()
                .any(|line| {
                    line.sender != self.id && line.body.starts_with(what) && line.about.as_ref() == Some(to)
                })
                .then_some(())
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_to_messages_is_carried_both_ways() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    let chat = waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    anna.hears("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    // The card shows that somebody has the case now.
    anna.sees_done("* Fall 1 ist bei", &card.event).await;

    // Of a changed message the navigator sees both versions, where it stands and as a notice.
    let told = rosa.says(&chat, "Er hat mich bedroht.").await;
    let copy = anna.hears("Er hat mich bedroht.").await;
    rosa.edits(&chat, &told, "Er hat geschrien.").await;
    let changed = anna.hears("Er hat geschrien.").await;
    assert!(changed.encrypted && changed.body.contains("Er hat mich bedroht."), "{}", changed.body);
    assert_eq!(changed.about.as_ref(), Some(&copy.event));
    anna.hears("hat eine Nachricht geändert").await;

    // An answer shows what it answers, is marked when it has arrived, and can be changed and taken back.
    anna.replies(&copy, "Um drei.").await;
    let answer = rosa.hears("Um drei.").await;
    assert_eq!(answer.about.as_ref(), Some(&told));
    let typed = anna.says(&case, "!a Ich rufe Sie an.").await;
    let heard = rosa.hears("Ich rufe Sie an.").await;
    anna.sees_done("[✅]", &typed).await;
    anna.edits(&case, &typed, "!a Ich rufe Sie morgen an.").await;
    let changed = rosa.hears("Ich rufe Sie morgen an.").await;
    assert_eq!(changed.about.as_ref(), Some(&heard.event));
    assert!(changed.encrypted && !changed.body.contains("!a"), "{}", changed.body);

    // Reactions reach what they were meant for; the mark of a restart is none.
    bot.restart();
    anna.taps(&copy, "❤️").await;
    rosa.sees_done("[❤️]", &told).await;
    rosa.taps(&heard, "👍").await;
    anna.sees_done("[👍]", &typed).await;

    anna.takes_back(&case, &typed).await;
    rosa.sees_done("[taken back]", &heard.event).await;
    rosa.takes_back(&chat, &told).await;
    anna.sees_done("[taken back]", &copy.event).await;
    anna.hears("hat eine Nachricht zurückgenommen").await;
    // F23: an edit of a note makes nothing go out.
    let note = anna.says(&case, "klingt müde").await;
    anna.edits(&case, &note, "!a klingt müde").await;
    anna.hears("wird nie zum Befehl").await;
    assert_eq!(rosa.heard_so_far("klingt müde"), 0);
    bot.stop();
}

/// Below a picture other words stand from now on, and it is the same picture.
async fn changed_below(reader: &Person, picture: &Line, words: &str, bytes: &[u8]) {
    let mut changed = reader.hears(words).await;
    assert!(changed.encrypted);
    assert_eq!(changed.about.as_ref(), Some(&picture.event));
    changed.content = changed.content["m.new_content"].take();
    assert!(changed.content["body"].as_str().unwrap().contains(words), "{:#}", changed.content);
    for kept in ["msgtype", "filename", "info"] {
        assert_eq!(changed.content[kept], picture.content[kept]);
    }
    assert_eq!(reader.opens(&changed).await, bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_carried_both_ways() {
    // F36
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let case = anna.client.get_room(&yours.room).unwrap();

    let sent = rosa.sends_picture(&chat, "Rosa_Muster_privat.jpg", b"ein Bild von Rosa", None).await;
    let picture = anna.hears("schickt: Bild").await;
    assert!(picture.encrypted);
    assert_eq!(
        (&picture.content["msgtype"], &picture.content["filename"]),
        (&json!("m.image"), &json!("Bild.jpg"))
    );
    assert_eq!(anna.opens(&picture).await, b"ein Bild von Rosa");
    rosa.edits_caption(&chat, &sent, "Das hing an der Tür.").await;
    changed_below(&anna, &picture, "Das hing an der Tür.", b"ein Bild von Rosa").await;

    anna.sends_picture(&case, "intern.jpg", b"nur fuer uns", None).await;
    anna.hears("bleibt intern").await;
    let sent = anna.sends_picture(&case, "Anna_Lotsin.jpg", b"ein Bild von Anna", Some(&picture)).await;
    let picture = rosa.hears("Bild").await;
    assert_eq!(picture.content["filename"], json!("Bild.jpg"));
    assert_eq!(rosa.opens(&picture).await, b"ein Bild von Anna");
    for words in ["Bitte hier unterschreiben.", "Bitte unten unterschreiben."] {
        anna.edits_caption(&case, &sent, words).await;
        changed_below(&rosa, &picture, words, b"ein Bild von Anna").await;
    }
    let names = ["Rosa_Muster", "Anna_Lotsin"].map(|name| anna.heard_so_far(name) + rosa.heard_so_far(name));
    assert_eq!(names, [0, 0]);

    rosa.sends(&chat, json!({ "msgtype": "m.location", "body": "hier", "geo_uri": "geo:1,2" })).await;
    rosa.hears("Das kann ich leider nicht lesen").await;
}

/// F11: one gesture, one answer.
#[tokio::test(flavor = "multi_thread")]
async fn pictures_that_come_in_one_go_are_counted_in_one_note() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    rosa.says_all(&chat, &WAY_TO_EVIDENCE).await;
    rosa.hears("Haben Sie Belege").await;
    let sent = |name| rosa.sends_picture(&chat, name, b"ein Bild", None);
    tokio::join!(sent("eins.jpg"), sent("zwei.jpg"), sent("drei.jpg"));
    let note = rosa.hears("ein Beleg ist notiert").await;
    for count in ["2 Belege sind notiert", "3 Belege sind notiert"] {
        let counted = rosa.hears(count).await;
        assert!(counted.encrypted);
        assert_eq!(counted.about.as_ref(), Some(&note.event), "a message of its own");
    }
    rosa.says(&chat, "fertig").await;
    assert!(rosa.hears("Was möchten Sie jetzt tun?").await.about.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_contact_deletes_is_gone_at_the_desk() {
    // F33
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let chat = waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    rosa.says(&chat, "Das soll niemand behalten.").await;
    let copy = anna.hears("Das soll niemand behalten.").await;
    let note = anna.says(&case, "Sie klingt verzweifelt.").await;

    rosa.says_all(&chat, &["löschen", "ja"]).await;
    rosa.hears("ist gelöscht").await;
    for event in [&card.event, &copy.event, &note] {
        anna.sees_done("[taken back]", event).await;
    }
    anna.until("Anna is out of the room", || (case.state() == matrix_sdk::RoomState::Left).then_some(()))
        .await;
}
