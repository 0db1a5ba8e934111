//! From an event to what somebody did. Pure: what it means is for whoever knows the room.

use matrix_sdk::ruma::OwnedUserId;
use serde::Deserialize;
use serde_json::Value;

use super::pill::only_person;
use crate::model::{Attachment, Channel, EventId, FileKind, Private};

/// An event as it came, decrypted if it was encrypted. Has no `Debug`: it holds what somebody wrote.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "event_id")]
    pub(super) id: String,
    pub(super) sender: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    state_key: Option<String>,
    /// What a redaction takes back, in rooms before version 11.
    #[serde(default)]
    redacts: Option<String>,
    #[serde(default)]
    pub(super) content: Value,
    /// What the homeserver adds: for a state event, what it said before.
    #[serde(default)]
    unsigned: Value,
}

/// What somebody did.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// They wrote something.
    Text {
        /// What.
        text: Private<String>,
        /// The message to which it replies.
        reply_to: Option<EventId>,
    },
    /// They sent a file.
    File {
        /// The file.
        file: Attachment,
        /// The message to which it replies.
        reply_to: Option<EventId>,
    },
    /// They reacted to a message.
    Reaction {
        /// To which.
        to: String,
        /// With what.
        key: String,
    },
    /// They sent something that is not carried.
    Unreadable {
        /// The message to which it replies.
        reply_to: Option<EventId>,
    },
    /// They changed what they had written.
    Edit {
        /// Which message.
        of: EventId,
        /// What it says now.
        text: Private<String>,
    },
    /// They took something back.
    Redaction {
        /// What.
        of: EventId,
    },
    /// Somebody is in the room now.
    Joined(String),
    /// Somebody is no longer in the room.
    Left(String),
    /// Nothing that concerns us.
    Nothing,
}

/// Kinds of events by which clients speak with each other, not people with us.
const BETWEEN_CLIENTS: [&str; 4] =
    ["m.key.verification.", "m.call.", "org.matrix.msc3401.", "m.room.server_acl"];

impl Event {
    /// What somebody did by this event.
    pub(super) fn heard(&self) -> Heard {
        if let Some(key) = &self.state_key {
            return self.member(key);
        }
        match self.kind.as_str() {
            "m.room.message" => self.message(),
            "m.reaction" => self.reaction(),
            "m.room.redaction" => self.redaction(),
            // A call rings, and whoever rings waits: they are told that nobody answers here.
            "m.call.invite" => self.unreadable(),
            "m.poll.response" | "org.matrix.msc3381.poll.response" => Heard::Nothing,
            kind if BETWEEN_CLIENTS.iter().any(|prefix| kind.starts_with(prefix)) => Heard::Nothing,
            _ => self.unreadable(),
        }
    }

    /// Whether it is a reaction.
    pub(super) fn is_reaction(&self) -> bool {
        self.kind == "m.reaction"
    }

    /// The one person whom a message mentions.
    pub(super) fn mentioned(&self) -> Option<OwnedUserId> {
        only_person(self.text("/formatted_body")).or_else(|| only_person(self.text("/body")))
    }

    fn unreadable(&self) -> Heard {
        Heard::Unreadable { reply_to: self.reply_to() }
    }

    fn redaction(&self) -> Heard {
        let of = self.redacts.as_deref().unwrap_or_else(|| self.text("/redacts"));
        if of.is_empty() { Heard::Nothing } else { Heard::Redaction { of: EventId::new(of) } }
    }

    fn member(&self, user: &str) -> Heard {
        if self.kind != "m.room.member" {
            return Heard::Nothing;
        }
        let before = self.unsigned.pointer("/prev_content/membership").and_then(Value::as_str);
        match self.text("/membership") {
            // Another name or picture of somebody who is there already.
            "join" if before == Some("join") => Heard::Nothing,
            "join" => Heard::Joined(user.to_owned()),
            "leave" | "ban" => Heard::Left(user.to_owned()),
            _ => Heard::Nothing,
        }
    }

    fn reaction(&self) -> Heard {
        match (self.text("/m.relates_to/event_id"), self.text("/m.relates_to/key")) {
            ("", _) | (_, "") => Heard::Nothing,
            (to, key) => Heard::Reaction { to: to.to_owned(), key: key.to_owned() },
        }
    }

    fn message(&self) -> Heard {
        if self.text("/m.relates_to/rel_type") == "m.replace" {
            return self.edit();
        }
        match self.text("/msgtype") {
            "m.text" | "m.emote" => self.words(),
            // Machines speak in notices; answering them would make two machines talk for ever.
            "m.notice" => Heard::Nothing,
            "m.image" => self.file(FileKind::Image),
            "m.audio" => self.file(FileKind::Audio),
            "m.video" => self.file(FileKind::Video),
            "m.file" => self.file(FileKind::Document),
            "" if self.content.as_object().is_none_or(serde_json::Map::is_empty) => Heard::Nothing,
            _ => self.unreadable(),
        }
    }

    fn edit(&self) -> Heard {
        let of = self.text("/m.relates_to/event_id");
        let Some(body) = self.content.pointer("/m.new_content/body") else { return Heard::Nothing };
        if of.is_empty() {
            return Heard::Nothing;
        }
        // Of a file only the words below it can have changed; what it is called is nobody's words.
        // Some clients leave out where it lies.
        let is_file = ["/m.new_content/file", "/m.new_content/url"]
            .iter()
            .any(|source| self.content.pointer(source).is_some())
            || ["m.image", "m.file", "m.audio", "m.video"].contains(&self.text("/m.new_content/msgtype"));
        let words = if is_file { self.caption("/m.new_content") } else { body.as_str() };
        Heard::Edit { of: EventId::new(of), text: without_quotation(words.unwrap_or_default()).into() }
    }

    /// What was written with a file: its body, where a file name stands beside that (Matrix 1.10, captions).
    fn caption(&self, content: &str) -> Option<&str> {
        let (body, filename) =
            (self.text(&format!("{content}/body")), self.text(&format!("{content}/filename")));
        (!filename.is_empty() && filename != body).then_some(body)
    }

    fn reply_to(&self) -> Option<EventId> {
        let reply_to = self.text("/m.relates_to/m.in_reply_to/event_id");
        (!reply_to.is_empty()).then(|| EventId::new(reply_to))
    }

    fn words(&self) -> Heard {
        let body = self.text("/body");
        let reply_to = self.reply_to();
        let text = if reply_to.is_some() { without_quotation(body) } else { body };
        Heard::Text { text: text.into(), reply_to }
    }

    fn file(&self, kind: FileKind) -> Heard {
        // Where it is, and the key to it, as the client wrote them.
        let source = self.content.get("file").or_else(|| self.content.get("url"));
        let Some(source) = source else { return self.unreadable() };
        let media_type = self.text("/info/mimetype");
        let media_type = (!media_type.is_empty()).then(|| media_type.to_owned());
        let caption = self.caption("").map(Private::from);
        let file = Attachment {
            from: Channel::Matrix,
            kind,
            bytes: self.content.pointer("/info/size").and_then(Value::as_u64),
            media_type,
            caption,
            handle: Private::new(source.to_string()),
        };
        Heard::File { file, reply_to: self.reply_to() }
    }

    fn text(&self, pointer: &str) -> &str {
        self.content.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Older clients repeat what a reply answers, in lines that begin with `>` and end with an empty line.
fn without_quotation(body: &str) -> &str {
    if !body.starts_with("> <") {
        return body;
    }
    let mut rest = body;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn heard(kind: &str, content: &Value) -> Heard {
        let event = json!({"event_id": "$1", "sender": "@rosa:localhost", "type": kind, "content": content});
        Event::deserialize(event).unwrap_or_else(|error| panic!("{error}")).heard()
    }

    #[test]
    fn a_reply_is_read_without_what_it_repeats() {
        let content = json!({
            "msgtype": "m.text", "body": "> <@lotse:localhost> Frage\n> weiter\n\nAntwort\n> mein Zitat",
            "m.relates_to": {"m.in_reply_to": {"event_id": "$frage"}},
        });
        let Heard::Text { text, reply_to } = heard("m.room.message", &content) else { panic!("no text") };
        assert_eq!(text.reveal(), "Antwort\n> mein Zitat");
        assert_eq!(reply_to, Some(EventId::new("$frage")));
    }

    #[test]
    fn no_kind_vanishes_silently() {
        // F11
        for (kind, content) in [
            ("m.room.message", json!({"msgtype": "m.location", "body": "hier", "geo_uri": "geo:1,2"})),
            ("m.room.message", json!({"msgtype": "org.example.neu", "body": "?"})),
            ("m.sticker", json!({"body": "Herz", "url": "mxc://localhost/1", "info": {}})),
            ("m.poll.start", json!({})),
            ("org.example.anything", json!({"x": 1})),
            ("m.call.invite", json!({})),
        ] {
            assert_eq!(heard(kind, &content), Heard::Unreadable { reply_to: None }, "{kind}");
        }
    }

    #[test]
    fn an_encrypted_picture_keeps_its_key_and_its_size() {
        let content = json!({
            "msgtype": "m.image", "body": "Das hing an der Tür.", "filename": "Brief.jpg",
            "info": {"size": 1234, "mimetype": "image/jpeg"},
            "file": {"url": "mxc://localhost/1", "key": {"k": "geheim"}},
        });
        let Heard::File { file, .. } = heard("m.room.message", &content) else { panic!("no file") };
        assert_eq!((file.kind, file.bytes, file.ending()), (FileKind::Image, Some(1234), Some("jpg")));
        assert_eq!(file.caption.unwrap().reveal(), "Das hing an der Tür.");
        assert!(file.handle.reveal().contains("geheim"));
    }

    #[test]
    fn what_is_taken_back_is_found_in_old_rooms_and_new_ones() {
        let new = json!({"event_id": "$2", "sender": "@rosa:localhost", "type": "m.room.redaction", "content": {"redacts": "$1"}});
        let old = json!({"event_id": "$2", "sender": "@rosa:localhost", "type": "m.room.redaction", "redacts": "$1"});
        for event in [new, old] {
            let heard = Event::deserialize(event).unwrap_or_else(|error| panic!("{error}")).heard();
            assert_eq!(heard, Heard::Redaction { of: EventId::new("$1") });
        }
    }

    #[test]
    fn an_edit_is_not_a_new_message() {
        let content = json!({
            "msgtype": "m.text", "body": "* !a Hallo", "m.new_content": {"msgtype": "m.text", "body": "!a Hallo"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$1"},
        });
        let edit = Heard::Edit { of: EventId::new("$1"), text: "!a Hallo".into() };
        assert_eq!(heard("m.room.message", &content), edit);
    }

    /// F36: the name of a file may say who somebody is.
    #[test]
    fn of_a_file_the_words_below_it_are_changed_and_never_its_name() {
        let edited = |new: &Value| {
            let relation = json!({"rel_type": "m.replace", "event_id": "$1"});
            let content =
                json!({"msgtype": "m.image", "body": "* x", "m.new_content": new, "m.relates_to": relation});
            heard("m.room.message", &content)
        };
        let edit = |text: &str| Heard::Edit { of: EventId::new("$1"), text: text.into() };
        let file = json!({"url": "mxc://localhost/1"});
        let words =
            json!({"msgtype": "m.image", "body": "An der Tür.", "filename": "Rosa.jpg", "file": file});
        assert_eq!(edited(&words), edit("An der Tür."));
        for none in [
            json!({"msgtype": "m.image", "body": "Rosa.jpg", "filename": "Rosa.jpg", "file": file}),
            json!({"msgtype": "m.image", "body": "Rosa.jpg", "url": "mxc://localhost/1"}),
        ] {
            assert_eq!(edited(&none), edit(""));
        }
    }
}
