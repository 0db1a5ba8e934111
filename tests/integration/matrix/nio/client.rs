//! Somebody whose client is not of the bot's own kind: `tests/peers/nio`, a process that is told what to do.

use std::process::Stdio;
use std::time::Duration;

use matrix_sdk::ruma::{OwnedUserId, UserId};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::matrix::person::{PASSWORD, register};

/// The first start installs the client.
const PATIENCE: Duration = Duration::from_mins(2);

/// A message that came to the client's ears.
#[derive(Debug, Clone)]
pub struct Heard {
    pub room: String,
    pub event: String,
    pub sender: String,
    pub body: String,
    /// In which session it was encrypted; none: it came in the clear.
    pub session: Option<String>,
}

/// What the homeserver keeps of something that the client sent.
#[derive(Debug)]
pub struct Kept {
    pub kind: String,
    pub session: Option<String>,
}

pub struct Nio {
    pub id: OwnedUserId,
    process: Child,
    orders: ChildStdin,
    told: Lines<BufReader<ChildStdout>>,
    /// Everything heard so far, and how much of it was looked at by `hears`.
    heard: Vec<Heard>,
    read: usize,
    invitations: Vec<Value>,
    /// What it keeps of its encryption.
    _folder: TempDir,
}

impl Drop for Nio {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.start_kill();
    }
}

impl Nio {
    /// Somebody with a new account, logged in.
    pub async fn new(name: &str) -> Self {
        let id = register(name).await;
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/nio/run"))
            .arg(crate::matrix::server())
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let orders = process.stdin.take().unwrap();
        let told = BufReader::new(process.stdout.take().unwrap()).lines();
        let (heard, invitations) = (Vec::new(), Vec::new());
        let mut nio = Self { id, process, orders, told, heard, read: 0, invitations, _folder: folder };
        let login = json!({ "do": "login", "user": nio.id, "password": PASSWORD });
        nio.does(login).await;
        nio
    }

    /// Opens an encrypted direct chat, and says which room it is.
    pub async fn opens_chat_with(&mut self, other: &UserId) -> String {
        let opened = self.does(json!({ "do": "open", "with": other })).await;
        opened["done"].as_str().unwrap().to_owned()
    }

    /// Accepts the invitation to the room of this name, once it is there.
    pub async fn enters(&mut self, name: &str) -> String {
        let invited = async |nio: &mut Self| loop {
            if let Some(found) = nio.invitations.iter().find(|invitation| invitation["name"] == name) {
                return found["room"].as_str().unwrap().to_owned();
            }
            nio.listens().await;
        };
        let Ok(room) = tokio::time::timeout(PATIENCE, invited(self)).await else {
            panic!("nobody invited {} to {name}", self.id)
        };
        self.does(json!({ "do": "join", "room": room })).await;
        room
    }

    pub async fn says(&mut self, room: &str, body: &str) -> Kept {
        self.sends(json!({ "do": "say", "room": room, "body": body })).await
    }

    pub async fn replies(&mut self, to: &Heard, body: &str) -> Kept {
        self.sends(json!({ "do": "reply", "room": to.room, "to": to.event, "body": body })).await
    }

    pub async fn taps(&mut self, on: &Heard, key: &str) -> Kept {
        self.sends(json!({ "do": "react", "room": on.room, "to": on.event, "key": key })).await
    }

    /// Waits for a message with these words that comes after everything waited for before.
    pub async fn hears(&mut self, words: &str) -> Heard {
        let found = async |nio: &mut Self| loop {
            while let Some(heard) = nio.heard.get(nio.read) {
                nio.read += 1;
                if heard.body.contains(words) {
                    return heard.clone();
                }
            }
            nio.listens().await;
        };
        let Ok(heard) = tokio::time::timeout(PATIENCE, found(self)).await else {
            panic!("{} waited for {words:?} in vain and heard only {:#?}", self.id, self.heard)
        };
        heard
    }

    /// Everything heard so far.
    pub fn everything(&self) -> &[Heard] {
        &self.heard
    }

    async fn sends(&mut self, order: Value) -> Kept {
        let kept = self.does(order).await;
        Kept {
            kind: kept["kind"].as_str().unwrap().to_owned(),
            session: kept["session"].as_str().map(str::to_owned),
        }
    }

    /// Gives an order, and waits until it is done.
    async fn does(&mut self, order: Value) -> Value {
        self.orders.write_all(format!("{order}\n").as_bytes()).await.unwrap();
        let done = async |nio: &mut Self| loop {
            if let Some(answer) = nio.listens().await {
                return answer;
            }
        };
        let Ok(answer) = tokio::time::timeout(PATIENCE, done(self)).await else {
            panic!("{} did not do {order}", self.id)
        };
        assert!(answer.get("done").is_some(), "{order}: {answer}");
        answer
    }

    /// Takes in one line. What it answers to an order is handed back.
    async fn listens(&mut self) -> Option<Value> {
        let line = self.told.next_line().await.unwrap().expect("the client goes on");
        let told: Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| told[key].as_str().unwrap().to_owned();
        match told["heard"].as_str() {
            None => return Some(told),
            Some("invitation") => self.invitations.push(told),
            Some("message") => {
                let session = if told["decrypted"] == true {
                    told["session"].as_str().map(str::to_owned)
                } else {
                    None
                };
                self.heard.push(Heard {
                    room: text("room"),
                    event: text("id"),
                    sender: text("sender"),
                    body: text("body"),
                    session,
                });
            }
            Some(other) => panic!("it heard {other}"),
        }
        None
    }
}
