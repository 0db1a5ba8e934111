//! Which message of a chat has the keyboard that counts. In memory alone: after a restart a tap tells it anew.

use std::collections::HashMap;
use std::sync::Mutex;

use super::lock;
use crate::model::{Private, StepId};

/// When so many chats are remembered, all are forgotten: a keyboard too many stays where it is, no more.
const MOST_CHATS: usize = 10_000;

/// A message with a keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Board {
    /// Its number.
    pub(super) message: i32,
    /// The step to which its choices belong.
    pub(super) step: Option<StepId>,
    /// What it says, without what was noted below it.
    pub(super) head: Private<String>,
    /// Somebody has tapped it and has not been answered yet.
    pub(super) tapped: bool,
}

/// The last keyboard of each chat.
#[derive(Debug, Default)]
pub(super) struct Boards(Mutex<HashMap<i64, Board>>);

impl Boards {
    /// The present keyboard, if it is known.
    pub(super) fn of(&self, chat: i64) -> Option<Board> {
        lock(&self.0).get(&chat).cloned()
    }

    /// From now on this is the present one; the one before it.
    pub(super) fn put(&self, chat: i64, board: Board) -> Option<Board> {
        let mut boards = lock(&self.0);
        if boards.len() >= MOST_CHATS {
            boards.clear();
        }
        boards.insert(chat, board)
    }

    /// Whether a keyboard was replaced by another since it was sent. Numbers of messages only grow.
    pub(super) fn is_old(&self, chat: i64, message: i32) -> bool {
        lock(&self.0).get(&chat).is_some_and(|board| message < board.message)
    }

    /// What was tapped is answered: the keyboard, to be taken away.
    pub(super) fn take_tapped(&self, chat: i64) -> Option<Board> {
        let mut boards = lock(&self.0);
        if boards.get(&chat).is_some_and(|board| board.tapped) { boards.remove(&chat) } else { None }
    }

    /// A tap is answered by a change of the keyboard itself.
    pub(super) fn answered(&self, chat: i64) {
        if let Some(board) = lock(&self.0).get_mut(&chat) {
            board.tapped = false;
        }
    }
}
