//! Looks after the rooms of the desk: at the start, and whenever somebody came or went.

use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::{OwnedUserId, RoomId};
use serde::Deserialize;

use super::rooms::{Place, Site, later, mendable};
use super::{Matrix, lock};
use crate::channel::SendError;
use crate::desk;

/// The first pause after a failure, doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause after failures, unless the homeserver asks for a longer one.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

impl Matrix {
    /// Keeps rooms, members and links as they should be, until an orderly stop.
    pub(super) async fn look_after_rooms(self: Arc<Self>) {
        tokio::select! {
            // Broken off half way it is like a crash: the next start goes on from there.
            () = self.keep_looking() => {}
            () = self.stopped() => {}
        }
    }

    async fn keep_looking(&self) {
        let mut pause = FIRST_PAUSE;
        let mut space_is_wanted = true;
        loop {
            let mut done = self.put_in_step().await;
            if space_is_wanted {
                match self.arrange_space().await {
                    Err(SendError::Never(_)) => {
                        tracing::warn!(
                            "the homeserver refuses a space for the rooms of the desk; they stand side by side until the next start"
                        );
                        space_is_wanted = false;
                    }
                    arranged => done = done.and(arranged),
                }
            }
            let asked = match done {
                Ok(()) => {
                    pause = FIRST_PAUSE;
                    self.stirred.notified().await;
                    continue;
                }
                Err(SendError::Later { retry_after }) => retry_after.unwrap_or_default(),
                Err(SendError::Never(_) | SendError::NotYet) => Duration::ZERO,
            };
            tokio::time::sleep(pause.max(asked)).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// The queue with all navigators, and no room of a case with anybody who is none. One room that cannot be put
    /// in step does not keep the others from it.
    async fn put_in_step(&self) -> Result<(), SendError> {
        let queue = match self.find_or_make(Site::Room(desk::Room::Queue), &[]).await {
            Ok(queue) => self.keep_in_step(&queue).await,
            Err(error) => Err(mendable(error)),
        };
        let mut all = queue;
        for (room, place) in self.desk_rooms().await.map_err(|error| later(&error))? {
            if matches!(place, desk::Room::Case(_)) {
                all = all.and(self.only(&room, &self.navigators).await);
            }
        }
        all
    }

    /// Removes whoever is no navigator, and invites the navigators who are missing.
    pub(super) async fn keep_in_step(&self, room: &Room) -> Result<(), SendError> {
        let mut all = self.only(room, &self.navigators).await;
        for user in &self.navigators {
            let _door = self.door.lock().await;
            all = all.and(self.invite_if_missing(room, user).await.map(|_| ()));
        }
        all
    }

    /// Somebody came to a room of the desk or went: it is looked after.
    pub(super) fn note_moves(&self, place: Place, room: &RoomId, events: &[TimelineEvent]) {
        match place {
            Place::Desk(_) | Place::Space => {}
            Place::Foreign | Place::Direct => return,
        }
        let moves: Vec<_> =
            events.iter().filter_map(|event| event.raw().deserialize_as_unchecked::<Move>().ok()).collect();
        for entered in moves.iter().filter(|event| event.content.membership == MembershipState::Join) {
            // Should they leave again, they have not declined.
            lock(&self.invited).remove(&(room.to_owned(), entered.state_key.clone()));
        }
        if !moves.is_empty() {
            self.stirred.notify_one();
        }
    }
}

/// Somebody's membership has changed. Nothing else can be read as one.
#[derive(Deserialize)]
struct Move {
    state_key: OwnedUserId,
    content: Membership,
}

#[derive(Deserialize)]
struct Membership {
    membership: MembershipState,
}
