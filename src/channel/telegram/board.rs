//! Which message of a chat has the keyboard that counts. In memory alone: after a restart a tap tells it anew.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use super::lock;
use crate::model::{EventId, Private, StepId};

/// When so many chats are remembered, all are forgotten: a keyboard too many stays where it is, no more.
const MOST_CHATS: usize = 10_000;
/// So many taps of a keyboard are known again when their update comes once more.
const MOST_TAPS: usize = 32;

/// A message with a keyboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Board {
    /// Its number.
    pub(super) message: i32,
    /// The step to which its choices belong.
    pub(super) step: Option<StepId>,
    /// What it says, without what was noted below it.
    pub(super) head: Private<String>,
    /// So many taps on it have not been answered yet: whoever is quick ticks twice before the first tick is shown.
    unanswered: usize,
    /// The last taps on it, answered or not. One that comes again is not counted again: nothing would answer it.
    taps: Vec<EventId>,
}

impl Board {
    /// A keyboard that nobody has tapped.
    pub(super) const fn new(message: i32, step: Option<StepId>, head: Private<String>) -> Self {
        Self { message, step, head, unanswered: 0, taps: Vec::new() }
    }

    /// Somebody has tapped it and has not been answered yet.
    pub(super) const fn is_tapped(&self) -> bool {
        self.unanswered > 0
    }

    fn count(&mut self, tap: EventId) {
        if self.taps.contains(&tap) {
            return;
        }
        if self.taps.len() == MOST_TAPS {
            self.taps.remove(0);
        }
        self.taps.push(tap);
        self.unanswered += 1;
    }
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
        room(&self.0).insert(chat, board)
    }

    /// This keyboard was tapped, and is the present one.
    pub(super) fn tapped(&self, chat: i64, board: Board, tap: EventId) {
        let mut boards = room(&self.0);
        let present = boards.entry(chat).or_insert_with(|| board.clone());
        if present.message == board.message {
            present.head = board.head;
        } else {
            *present = board;
        }
        present.count(tap);
    }

    /// Whether a keyboard was replaced by another since it was sent. Numbers of messages only grow.
    pub(super) fn is_old(&self, chat: i64, message: i32) -> bool {
        lock(&self.0).get(&chat).is_some_and(|board| message < board.message)
    }

    /// What was tapped is answered elsewhere: the keyboard, to be taken away.
    pub(super) fn take_tapped(&self, chat: i64) -> Option<Board> {
        let mut boards = lock(&self.0);
        if boards.get(&chat).is_some_and(Board::is_tapped) { boards.remove(&chat) } else { None }
    }

    /// A tap is answered by a change of this keyboard itself.
    pub(super) fn answered(&self, chat: i64, message: i32) {
        if let Some(board) = lock(&self.0).get_mut(&chat).filter(|board| board.message == message) {
            board.unanswered = board.unanswered.saturating_sub(1);
        }
    }
}

/// The keyboards, with room for one more.
fn room(boards: &Mutex<HashMap<i64, Board>>) -> MutexGuard<'_, HashMap<i64, Board>> {
    let mut boards = lock(boards);
    if boards.len() >= MOST_CHATS {
        boards.clear();
    }
    boards
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board() -> Board {
        Board::new(3, Some("vorfall".into()), "Was ist geschehen?".into())
    }

    fn tap(number: u8) -> EventId {
        EventId::new(number.to_string())
    }

    #[test]
    fn each_of_two_quick_taps_is_answered() {
        let boards = Boards::default();
        boards.tapped(7, board(), tap(1));
        boards.tapped(7, board(), tap(2));
        boards.answered(7, 3);
        assert!(boards.of(7).unwrap().is_tapped(), "the second tap was forgotten with the first");
        boards.answered(7, 3);
        assert!(!boards.of(7).unwrap().is_tapped());
    }

    /// F16: otherwise the next message without a keyboard would take the present one away.
    #[test]
    fn a_tap_that_comes_again_is_not_counted_again() {
        let boards = Boards::default();
        boards.tapped(7, board(), tap(1));
        boards.answered(7, 3);
        boards.tapped(7, board(), tap(1));
        assert!(boards.take_tapped(7).is_none());
        boards.tapped(7, board(), tap(2));
        assert!(boards.take_tapped(7).is_some());
    }
}
