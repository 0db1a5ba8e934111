//! Emptying the room of a case whose contact is forgotten.
//!
//! Everything that was written in it is taken back, whoever wrote it; then everybody goes, the bot last. It may take
//! long where the homeserver asks for patience, and goes on where it was broken off: what is taken back already is
//! left alone.
//!
//! # Where this ends
//!
//! - The homeserver decides when it removes what was taken back from its own database (Synapse: after a week), and
//!   it keeps uploaded files, which are encrypted, until its administrators remove them.
//! - What a navigator's client has on its disk it removes when it hears of it, which it does while it is in the room:
//!   so people are asked to leave last.

use matrix_sdk::Room;
use matrix_sdk::room::MessagesOptions;
use serde::Deserialize;
use serde_json::Value;

use super::Matrix;
use super::rooms::{Site, later};
use crate::channel::SendError;
use crate::desk;
use crate::model::CaseNumber;

/// So many events are asked for at a time.
const PAGE: u32 = 100;

/// As much of an event as tells whether something still stands in it.
#[derive(Deserialize)]
struct Trace {
    event_id: matrix_sdk::ruma::OwnedEventId,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    state_key: Option<String>,
    #[serde(default)]
    content: Value,
}

impl Trace {
    /// Somebody wrote it, and it has not been taken back.
    fn stands(&self) -> bool {
        let is_empty = self.content.as_object().is_none_or(serde_json::Map::is_empty);
        self.state_key.is_none() && self.kind != "m.room.redaction" && !is_empty
    }
}

impl Matrix {
    /// Empties the room of this case and leaves it. If there never was one, or not any more, nothing is to be done.
    pub(super) async fn dissolve(&self, case: CaseNumber) -> Result<(), SendError> {
        let site = Site::Room(desk::Room::Case(case));
        let Some(room) = self.find(site).await? else { return Ok(()) };
        self.take_back_everything(&room).await?;
        let members = self.members(&room).await?;
        for member in members.iter().filter(|member| member.user_id() != self.me) {
            room.kick_user(member.user_id(), None).await.map_err(|error| later(&error))?;
        }
        // What somebody wrote while the rest was being taken back.
        self.take_back_everything(&room).await?;
        room.leave().await.map_err(|error| later(&error))?;
        self.stirred.notify_one();
        Ok(())
    }

    async fn take_back_everything(&self, room: &Room) -> Result<(), SendError> {
        let mut from: Option<String> = None;
        loop {
            let mut options = MessagesOptions::backward().from(from.as_deref());
            options.limit = PAGE.into();
            let page = room.messages(options).await.map_err(|error| later(&error))?;
            for event in &page.chunk {
                let Ok(trace) = event.raw().deserialize_as_unchecked::<Trace>() else { continue };
                if trace.stands() {
                    let redacted = room.redact(&trace.event_id, None, None).await;
                    redacted.map_err(|error| later(&error.into()))?;
                }
            }
            match page.end {
                Some(end) if !page.chunk.is_empty() => from = Some(end),
                Some(_) | None => return Ok(()),
            }
        }
    }
}
