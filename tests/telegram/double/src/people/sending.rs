//! What people send besides words.

#![expect(
    clippy::unused_async,
    reason = "people take their time; a test is to read the same if one day it is real"
)]

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Message, Person};
use crate::entities::Formatted;
use crate::media::Media;

impl Person {
    /// Sends a file as a document.
    pub async fn sends_file(&self, name: &str, bytes: &[u8]) -> i64 {
        self.sends(Media::Document, name, bytes, "").await
    }

    /// Sends a file of some kind, with a caption or without ("").
    pub async fn sends(&self, media: Media, name: &str, bytes: &[u8], caption: &str) -> i64 {
        let body = self.with_file(media, name, Bytes::copy_from_slice(bytes), bytes.len(), caption);
        self.posts(body)
    }

    /// Sends a document that says it has so many bytes, without there being any: Telegram lets people send up to
    /// 2 GB, but bots fetch only 20 MB.
    pub async fn sends_huge_file(&self, name: &str, size: usize) -> i64 {
        let body = self.with_file(Media::Document, name, Bytes::new(), size, "");
        self.posts(body)
    }

    /// Sends several files in one go, as an album; the caption stands below the first.
    pub async fn sends_album(&self, files: &[(Media, &str, &[u8])], caption: &str) -> Vec<i64> {
        let album = self.home.world().albums();
        let bodies = files.iter().enumerate().map(|(place, (media, name, bytes))| {
            let caption = if place == 0 { caption } else { "" };
            let mut body = self.with_file(*media, name, Bytes::copy_from_slice(bytes), bytes.len(), caption);
            body["media_group_id"] = json!(album);
            body
        });
        self.posts_all(bodies.collect())
    }

    /// Forwards what somebody wrote elsewhere. Who hides their account is known by name only.
    pub async fn forwards(&self, from: &str, text: &str) -> i64 {
        let mut body = json!({
            "forward_origin": { "type": "hidden_user", "sender_user_name": from, "date": self.home.clock.seconds() },
            "forward_sender_name": from,
            "forward_date": self.home.clock.seconds(),
        });
        Formatted::plain(text).write(&mut body, "text", "entities");
        self.posts(body)
    }

    /// Forwards a message that they can see.
    pub async fn forwards_message(&self, message: &Message) -> i64 {
        let mut body = json!({
            "forward_origin": {
                "type": "user", "sender_user": message.body["from"], "date": message.body["date"],
            },
        });
        for (name, value) in message.body.as_object().into_iter().flatten() {
            let own = matches!(
                name.as_str(),
                "message_id" | "date" | "chat" | "from" | "reply_markup" | "reply_to_message" | "edit_date"
            );
            if !own {
                body[name] = value.clone();
            }
        }
        self.posts(body)
    }

    /// Shares somebody's number.
    pub async fn shares_contact(&self, name: &str, phone: &str) -> i64 {
        self.posts(json!({ "contact": { "phone_number": phone, "first_name": name } }))
    }

    /// Shares a place.
    pub async fn shares_location(&self, latitude: f64, longitude: f64) -> i64 {
        self.posts(json!({ "location": { "latitude": latitude, "longitude": longitude } }))
    }

    /// Asks a question with answers to choose from.
    pub async fn asks_poll(&self, question: &str, options: &[&str]) -> i64 {
        let options: Vec<Value> =
            options.iter().map(|option| json!({ "text": option, "voter_count": 0 })).collect();
        self.posts(json!({ "poll": {
            "id": format!("{}", self.home.clock.millis()), "question": question, "options": options,
            "total_voter_count": 0, "is_closed": false, "is_anonymous": true, "type": "regular",
            "allows_multiple_answers": false,
        } }))
    }

    /// Sends a message with content that is written as the Bot API describes it, for whatever has no method here.
    pub async fn sends_raw(&self, content: Value) -> i64 {
        self.posts(content)
    }

    fn with_file(&self, media: Media, name: &str, bytes: Bytes, size: usize, caption: &str) -> Value {
        let (usual, mime) = media.usual();
        let name = if name.is_empty() { usual } else { name };
        let mime = mime_of(name).unwrap_or(mime);
        let file = self.home.world().files.add(media.folder(), name, mime, bytes, size);
        let mut body = json!({});
        media.write(&mut body, &file);
        Formatted::plain(caption).write(&mut body, "caption", "caption_entities");
        body
    }
}

/// What clients take a file for by its name.
fn mime_of(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "ogg" | "oga" => "audio/ogg",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        "webp" => "image/webp",
        "zip" => "application/zip",
        "exe" => "application/x-msdownload",
        "html" => "text/html",
        _ => return None,
    })
}
