//! What people wait for.

use std::fmt::Write;
use std::sync::PoisonError;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;

use super::message::words;
use super::{Happening, Line, Message, Person, give_up};
use crate::world::queries::Reply;

/// Whatever is to happen happens within this time, on a machine that does much else.
const PATIENCE: Duration = Duration::from_mins(1);

/// A tap on a button.
#[derive(Debug)]
pub struct Tap {
    pub(super) name: String,
    pub(super) reply: watch::Receiver<Option<Reply>>,
}

impl Tap {
    /// What the bot answered; until then the button turns.
    ///
    /// # Panics
    ///
    /// If no answer comes.
    pub async fn answered(mut self) -> Reply {
        let answer = tokio::time::timeout(PATIENCE, self.reply.wait_for(Option::is_some)).await;
        match answer.ok().and_then(|answer| answer.ok().and_then(|reply| reply.clone())) {
            Some(reply) => reply,
            None => give_up(&format!("the button that {} tapped turned in vain", self.name)),
        }
    }
}

impl Person {
    /// Waits for a message of the bot with these words, new or edited, that comes after everything waited for before.
    ///
    /// # Panics
    ///
    /// If it does not come within a minute; what was seen instead is told.
    pub async fn sees(&self, words: &str) -> Message {
        self.sees_within(PATIENCE, words).await.unwrap_or_else(|| self.complain(&format!("{words:?}")))
    }

    /// The same, but `None` after this time.
    pub async fn sees_within(&self, patience: Duration, words: &str) -> Option<Message> {
        let found =
            self.next(patience, |line| line.by_bot && line.shows() && line.message.text.contains(words));
        found.await.map(|line| line.message)
    }

    /// Waits for a file of the bot with this name or, without a name, of this kind (`photo`, `voice`, …), and fetches
    /// it.
    ///
    /// # Panics
    ///
    /// If it does not come.
    pub async fn sees_file(&self, name: &str) -> (Message, Vec<u8>) {
        let fits = |line: &Line| {
            line.by_bot && line.what == Happening::Written && file_in(&line.message.body, name).is_some()
        };
        let Some(line) = self.next(PATIENCE, fits).await else {
            self.complain(&format!("the file {name:?}"))
        };
        let bytes = file_in(&line.message.body, name)
            .and_then(|id| self.home.world().files.get(&id).map(|file| file.bytes.to_vec()))
            .unwrap_or_default();
        (line.message, bytes)
    }

    /// Waits until the bot has taken this message away.
    ///
    /// # Panics
    ///
    /// If it stays.
    pub async fn misses(&self, message: i64) {
        self.until("a message is gone", |lines| {
            lines
                .iter()
                .find(|line| line.what == Happening::Deleted && line.message.id == message)
                .map(|_| ())
        })
        .await;
    }

    /// Waits for the bot's reaction on this message.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub async fn sees_reaction(&self, message: i64) -> String {
        self.until("the bot reacts", |lines| {
            let on_it =
                |line: &&Line| line.what == Happening::Reacted && line.by_bot && line.message.id == message;
            let last = lines.iter().rfind(on_it)?;
            last.message.body["reaction"][0]["emoji"].as_str().map(str::to_owned)
        })
        .await
    }

    /// Waits until something holds of all that happened in the chat; it is looked at whenever something happened.
    ///
    /// # Panics
    ///
    /// If it does not hold within a minute.
    pub async fn until<T>(&self, what: &str, holds: impl Fn(&[Line]) -> Option<T>) -> T {
        let Some(mut count) = self.watch() else { self.complain(what) };
        let waited = async {
            loop {
                count.mark_unchanged();
                if let Some(found) = holds(&self.lines()) {
                    return found;
                }
                // The sender lives in the chat.
                let _ = count.changed().await;
            }
        };
        match tokio::time::timeout(PATIENCE, waited).await {
            Ok(found) => found,
            Err(_) => self.complain(what),
        }
    }

    /// All that happened in the chat, as far as it is remembered.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let world = self.home.world();
        let chat = world.chats.get(self.chat);
        chat.into_iter()
            .flat_map(|chat| chat.log.from(0))
            .map(|(_, entry)| Line::of(self.chat, entry))
            .collect()
    }

    /// The chat as somebody would read it aloud: who wrote what, and which buttons were below it.
    #[must_use]
    pub fn transcript(&self) -> String {
        let mut text = String::new();
        for line in self.lines() {
            let body = &line.message.body;
            let who =
                if line.by_bot { "Bot" } else { body["from"]["first_name"].as_str().unwrap_or(self.name()) };
            let what = match line.what {
                Happening::Written => "",
                Happening::Edited => " (edited)",
                Happening::Deleted => " (deleted)",
                Happening::Reacted => " (reacted)",
                Happening::Acting => continue,
            };
            let said = match line.what {
                Happening::Reacted => body["reaction"][0]["emoji"].as_str().unwrap_or("nothing").to_owned(),
                Happening::Written | Happening::Edited | Happening::Deleted | Happening::Acting => said(body),
            };
            // Writing into a String cannot fail.
            let _ = writeln!(text, "{who}{what}: {said}");
            for row in &line.message.buttons {
                let _ = writeln!(text, "    [{}]", row.join("] ["));
            }
        }
        text
    }

    /// The next line that fits, after those that were looked at; it and those before it count as looked at then.
    async fn next(&self, patience: Duration, fits: impl Fn(&Line) -> bool) -> Option<Line> {
        let mut count = self.watch()?;
        let found = async {
            loop {
                count.mark_unchanged();
                if let Some(line) = self.unread(&fits) {
                    return line;
                }
                let _ = count.changed().await;
            }
        };
        tokio::time::timeout(patience, found).await.ok()
    }

    fn unread(&self, fits: &impl Fn(&Line) -> bool) -> Option<Line> {
        let world = self.home.world();
        let chat = world.chats.get(self.chat)?;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let (place, line) = chat
            .log
            .from(*read)
            .map(|(place, entry)| (place, Line::of(self.chat, entry)))
            .find(|(_, line)| fits(line))?;
        *read = place + 1;
        Some(line)
    }

    fn watch(&self) -> Option<watch::Receiver<usize>> {
        self.home.world().chats.get(self.chat).map(|chat| chat.log.watch())
    }

    fn complain(&self, what: &str) -> ! {
        give_up(&format!("{} waited in vain for {what} and saw only:\n{}", self.name(), self.transcript()))
    }
}

/// The id of the file in a message, if it has this name or is of this kind.
fn file_in(body: &Value, name: &str) -> Option<String> {
    const KINDS: [&str; 7] = ["document", "voice", "audio", "video", "video_note", "animation", "sticker"];
    let id = |file: &Value| file["file_id"].as_str().map(str::to_owned);
    if name == "photo" {
        return body["photo"].as_array().and_then(|sizes| sizes.last()).and_then(id);
    }
    let mut files = KINDS.iter().map(|kind| (*kind, &body[*kind])).filter(|(_, file)| !file.is_null());
    files.find(|(kind, file)| *kind == name || file["file_name"] == name).and_then(|(_, file)| id(file))
}

/// What a message says: its words, or in brackets what it is.
fn said(body: &Value) -> String {
    const KINDS: [&str; 12] = [
        "photo",
        "document",
        "voice",
        "audio",
        "video",
        "video_note",
        "animation",
        "sticker",
        "contact",
        "location",
        "poll",
        "migrate_to_chat_id",
    ];
    let kind = KINDS.iter().find(|kind| !body[**kind].is_null());
    match (kind, words(body)) {
        (None, words) => words.to_owned(),
        (Some(kind), "") => format!("[{kind}]"),
        (Some(kind), words) => format!("[{kind}] {words}"),
    }
}
