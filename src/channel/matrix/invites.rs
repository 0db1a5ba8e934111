//! Accepting invitations, and leaving where nobody is or too many are.

use std::time::Duration;

use matrix_sdk::{Room, RoomMemberships};
use tokio::time::Instant;

use super::fault::{forbidden, reason};
use super::{Matrix, lock, write};
use crate::text::Sign;

/// A join that failed is tried again after so long.
const TRY_AGAIN: Duration = Duration::from_mins(1);

impl Matrix {
    /// Accepts what was offered. A join that fails (the inviter left, another server is away) stops nobody.
    ///
    /// Who is in a room is only known inside: whether it is a direct chat is seen when its first events come.
    pub(super) async fn answer_invitations(&self) {
        for room in self.client.invited_rooms() {
            let id = room.room_id().to_owned();
            let tried = lock(&self.failed_joins).get(&id).copied();
            if tried.is_some_and(|at| at.elapsed() < TRY_AGAIN) {
                continue;
            }
            let Err(error) = room.join().await else {
                lock(&self.failed_joins).remove(&id);
                continue;
            };
            tracing::warn!(reason = reason(&error), "an invitation could not be accepted");
            lock(&self.failed_joins).insert(id, Instant::now());
            if forbidden(&error) {
                // It will not work later either; without an answer it would be offered for ever.
                let _ = room.leave().await;
            }
        }
    }

    /// Says why, and leaves a room that is no chat between two. Best effort: nothing else is ever said there.
    pub(super) async fn leave_with(&self, room: &Room, sign: Sign) {
        let said = room.send_raw("m.room.message", write::plain(&self.texts.sign(sign))).await;
        if said.is_err() || room.leave().await.is_err() {
            tracing::warn!("a room could not be left in words");
            let _ = room.leave().await;
        }
    }

    /// Leaves a room in which nobody is left.
    pub(super) async fn leave_if_empty(&self, room: &Room) -> Result<(), matrix_sdk::Error> {
        let others = room.members(RoomMemberships::ACTIVE).await?.len();
        if others <= 1 {
            room.leave().await?;
        }
        Ok(())
    }
}
