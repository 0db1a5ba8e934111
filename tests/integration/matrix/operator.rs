//! Somebody with the bot's own account and another client: sees what the homeserver holds, and can interfere.

use std::time::Duration;

use matrix_sdk::config::SyncSettings;
use matrix_sdk::deserialized_responses::RawAnySyncOrStrippedState;
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{EventId, OwnedRoomId, RoomId};
use matrix_sdk::{Client, Room};
use serde_json::Value;

use super::bot::Bot;
use super::person::{PASSWORD, PATIENCE, client_of};

pub const SPACE: &str = "Starke Stelle – Lotse";

pub struct Operator {
    client: Client,
}

/// The rooms of the bot's account, as the homeserver has them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rooms {
    pub spaces: usize,
    pub queues: usize,
    pub cases: usize,
    /// Rooms of the desk that stand in the space and name it as theirs.
    pub linked: usize,
    /// Links in the space that lead to no room of the desk.
    pub dangling: usize,
}

impl Operator {
    pub async fn of(bot: &Bot) -> Self {
        let client = client_of(&super::server()).build().await.unwrap();
        client.matrix_auth().login_username(&bot.id, PASSWORD).send().await.unwrap();
        client.sync_once(SyncSettings::new().timeout(Duration::ZERO)).await.unwrap();
        Self { client }
    }

    /// Waits until something holds; it is looked at whenever the homeserver has news.
    pub async fn until<T>(&self, what: &str, holds: impl AsyncFn(&Self) -> Option<T>) -> T {
        let waited = async {
            loop {
                if let Some(found) = holds(self).await {
                    return found;
                }
                self.client.sync_once(SyncSettings::new().timeout(Duration::from_secs(10))).await.unwrap();
            }
        };
        let found = tokio::time::timeout(PATIENCE, waited).await.ok();
        let rooms = if found.is_none() { self.rooms().await } else { Rooms::default() };
        found.unwrap_or_else(|| panic!("waited in vain until {what}; there is {rooms:?}"))
    }

    /// An event as the homeserver has it: this client has no key for it.
    pub async fn sealed(&self, room: &RoomId, event: &EventId) -> Raw<OriginalSyncRoomEncryptedEvent> {
        let room = self.client.get_room(room).unwrap();
        let event = room.event(event, None).await.unwrap();
        assert!(event.kind.is_utd(), "the key is known here");
        event.raw().clone().cast_unchecked()
    }

    pub async fn until_rooms(&self, wanted: Rooms) {
        self.until(&format!("{wanted:?}"), async |me| (me.rooms().await == wanted).then_some(())).await;
    }

    pub async fn room_named(&self, name: &str) -> Room {
        self.until(&format!("the bot is in {name}"), async |me| me.named(name)).await
    }

    /// The room of this name, if the bot is in one now.
    pub fn named(&self, name: &str) -> Option<Room> {
        self.client.joined_rooms().into_iter().find(|room| room.name().as_deref() == Some(name))
    }

    pub fn is_in(&self, room: &OwnedRoomId) -> bool {
        self.client.joined_rooms().iter().any(|joined| joined.room_id() == room)
    }

    /// What the bot was invited to and has not answered.
    pub fn invitations(&self) -> Vec<Room> {
        self.client.invited_rooms()
    }

    async fn rooms(&self) -> Rooms {
        let mut rooms = Rooms::default();
        let (mut children, mut desk) = (Vec::new(), Vec::new());
        for room in self.client.joined_rooms() {
            match room.name().as_deref() {
                Some(SPACE) if room.is_space() => {
                    rooms.spaces += 1;
                    children.extend(links(&room, "m.space.child").await);
                }
                Some("Eingang") => {
                    rooms.queues += 1;
                    desk.push(room);
                }
                Some(name) if name.starts_with("Fall ") => {
                    rooms.cases += 1;
                    desk.push(room);
                }
                _ => {}
            }
        }
        for room in &desk {
            let child = children.iter().position(|(id, _)| id == room.room_id().as_str());
            let parents = links(room, "m.space.parent").await;
            let has_parent = parents.iter().any(|(id, content)| {
                let space = self.client.get_room(id.as_str().try_into().unwrap());
                content["canonical"] == true && space.is_some_and(|space| space.is_space())
            });
            if let Some(child) = child {
                children.remove(child);
                rooms.linked += usize::from(has_parent);
            }
        }
        rooms.dangling = children.len();
        rooms
    }
}

/// What a room is linked to, and how.
async fn links(room: &Room, kind: &str) -> Vec<(String, Value)> {
    let mut links = Vec::new();
    for state in room.get_state_events(kind.into()).await.unwrap() {
        let RawAnySyncOrStrippedState::Sync(state) = state else { continue };
        let state: Value = state.deserialize_as_unchecked().unwrap();
        if state["content"]["via"].is_array() {
            links.push((state["state_key"].as_str().unwrap().to_owned(), state["content"].clone()));
        }
    }
    links
}
