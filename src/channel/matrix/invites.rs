//! Accepting invitations, and leaving where nobody is or too many are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::{Room, RoomMemberships};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::fault::{forbidden, reason};
use super::{Matrix, lock, write};
use crate::text::Sign;

/// A join that failed is tried again after so long.
const TRY_AGAIN: Duration = Duration::from_mins(1);
/// So many invitations are answered at once.
const AT_ONCE: usize = 16;

impl Matrix {
    /// Accepts what is offered, until an orderly stop, beside hearing: a server that is away and keeps us waiting
    /// for its room must keep nobody else waiting. A join that fails (the inviter left, another server is away)
    /// stops nobody.
    ///
    /// Who is in a room is only known inside: whether it is a direct chat is seen when its first events come.
    pub(super) async fn answer_invitations(self: Arc<Self>) {
        let mut beat = self.beat.subscribe();
        let mut answering: HashSet<OwnedRoomId> = HashSet::new();
        let mut failed: HashMap<OwnedRoomId, Instant> = HashMap::new();
        let mut answers = JoinSet::new();
        loop {
            beat.mark_unchanged();
            failed.retain(|_, at| at.elapsed() < TRY_AGAIN);
            for room in self.client.invited_rooms() {
                let id = room.room_id().to_owned();
                let is_new = answers.len() < AT_ONCE && !failed.contains_key(&id);
                if is_new && answering.insert(id.clone()) {
                    answers.spawn(async move { (id, accept(&room).await) });
                }
            }
            tokio::select! {
                Some(answer) = answers.join_next() => if let Ok((id, accepted)) = answer {
                    answering.remove(&id);
                    if !accepted {
                        failed.insert(id, Instant::now());
                    }
                } else {
                    // It panicked and is not tried again before the next start; the others go on.
                    tracing::error!("an invitation could not be answered to its end");
                },
                changed = beat.changed() => if changed.is_err() { return },
                () = self.stopped() => return,
            }
        }
    }

    /// Says why, and leaves a room that is no chat between two. Best effort: nothing else is ever said there.
    pub(super) async fn leave_with(&self, room: &Room, sign: Sign) {
        if !lock(&self.left_in_words).insert(room.room_id().to_owned()) {
            return;
        }
        let speaking = self.speaking().await;
        let said = room.send_raw("m.room.message", write::plain(&self.texts.sign(sign))).await;
        drop(speaking);
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

/// True: we are in, or will hear of it no more.
async fn accept(room: &Room) -> bool {
    let Err(error) = room.join().await else { return true };
    tracing::warn!(reason = reason(&error), "an invitation could not be accepted");
    if forbidden(&error) {
        // It will not work later either; without an answer it would be offered for ever.
        let _ = room.leave().await;
    }
    false
}
