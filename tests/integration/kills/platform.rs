//! An outside world made of files, so that it outlives whoever talks to it: what was acknowledged, and what arrived.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use lotse::channel::{Channel, Destination, Envelope, SendError, Sent};
use lotse::model::{Channel as ChannelName, EventId};
use serde::{Deserialize, Serialize};

/// The platform's side of one bot.
#[derive(Debug)]
pub struct Platform {
    folder: PathBuf,
}

/// A message that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    pub id: String,
    pub to: String,
    pub text: String,
    pub half_sent: bool,
}

impl Platform {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// How many events the bot has acknowledged: it gets the next ones.
    pub fn acknowledged(&self) -> usize {
        lines(&self.folder.join("acknowledged")).len()
    }

    /// The bot acknowledges one more event.
    pub fn acknowledge(&self) {
        append(&self.folder.join("acknowledged"), "ok");
    }

    /// Everything that arrived, in order.
    pub fn arrived(&self) -> Vec<Arrived> {
        lines(&self.folder.join("arrived")).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(ToOwned::to_owned).collect()
}

/// Durable when it returns, like anything another machine has received.
fn append(path: &Path, line: &str) {
    let mut file: File = OpenOptions::new().create(true).append(true).open(path).unwrap();
    // In one piece: neither a kill nor a second writer comes between the line and its end.
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
    file.sync_data().unwrap();
}

#[async_trait]
impl Channel for Platform {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        let arrived = Arrived {
            id: envelope.id.to_string(),
            to: match &envelope.to {
                Destination::Contact(address) => address.id.reveal().clone(),
                Destination::Queue => String::from("queue"),
                Destination::Case(number) => format!("case {number}"),
            },
            text: envelope.text().to_owned(),
            half_sent: envelope.half_sent,
        };
        append(&self.folder.join("arrived"), &serde_json::to_string(&arrived).unwrap());
        Ok(Sent::As(EventId::new(arrived.id)))
    }
}
