//! The space in which navigators find the rooms of the desk together.
//!
//! It is there for order alone: nobody speaks in it, nothing depends on it. A homeserver that refuses it is asked
//! again at the next start, and the desk works without.

use std::collections::HashSet;

use matrix_sdk::Room;
use matrix_sdk::ruma::OwnedRoomId;
use serde_json::{Value, json};

use super::Matrix;
use super::rooms::{Site, later, plain};
use crate::channel::SendError;

/// In the space: a room that belongs to it.
const CHILD: &str = "m.space.child";
/// In a room: the space to which it belongs.
const PARENT: &str = "m.space.parent";

impl Matrix {
    /// The space, with all navigators and all rooms of the desk.
    ///
    /// # Errors
    /// `Never`: the homeserver does not want it.
    pub(super) async fn arrange_space(&self) -> Result<(), SendError> {
        let space = self.find_or_make(Site::Space, &[]).await?;
        let linked = self.link(&space).await;
        self.keep_in_step(&space).await.and(linked)
    }

    /// Links exactly the rooms of the desk. A link that is there already is not set again.
    async fn link(&self, space: &Room) -> Result<(), SendError> {
        let rooms = self.desk_rooms().await.map_err(|error| later(&error))?;
        let via = json!({ "via": [self.me.server_name()] });
        let mut children = HashSet::new();
        for state in space.get_state_events(CHILD.into()).await.map_err(|error| later(&error))? {
            let state = plain(&state);
            let is_link = state.pointer("/content/via").is_some_and(Value::is_array);
            let child = state.get("state_key").and_then(Value::as_str);
            children.extend(child.filter(|_| is_link).and_then(|child| OwnedRoomId::try_from(child).ok()));
        }
        for (room, _) in &rooms {
            if !children.remove(room.room_id()) {
                self.set(space, CHILD, room.room_id().as_str(), via.clone()).await?;
            }
            let parent = room.get_state_event(PARENT.into(), space.room_id().as_str()).await;
            if parent.map_err(|error| later(&error))?.is_none() {
                let mut parent = via.clone();
                parent["canonical"] = true.into();
                self.set(room, PARENT, space.room_id().as_str(), parent).await?;
            }
        }
        // What is left are rooms that the bot has lost.
        for lost in children {
            self.set(space, CHILD, lost.as_str(), json!({})).await?;
        }
        Ok(())
    }

    async fn set(&self, room: &Room, kind: &str, key: &str, content: Value) -> Result<(), SendError> {
        room.send_state_event_raw(kind, key, content).await.map_err(|error| later(&error))?;
        self.probe.changed();
        Ok(())
    }
}
