//! The updates that wait for a bot, and when they count as received.
//!
//! The server keeps one queue per bot. An update gets its number when it happens; whether it is wanted
//! (`allowed_updates`) is decided then too, so that one which was not wanted never comes. It is forgotten when a call
//! asks for a higher number, or after a day (a callback query: after 150 seconds). A call that asks for a number far
//! beyond the newest, which happens after a change of servers, confirms nothing and gets everything.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::Value;
use tokio::sync::watch;

/// How long an update is kept, in seconds.
pub(crate) const DAY: i64 = 86_400;
/// How long a callback query can be fetched, in seconds.
pub(crate) const QUERY: i64 = 150;

/// As the server does: beyond this many, what happens is lost.
const CAPACITY: usize = 100_000;
/// A number that is further ahead than this is not taken for a confirmation.
const AHEAD: i64 = 10;
/// So many of those handed out last can be handed out once more.
const REMEMBERED: usize = 100;
/// The number of the first update.
const FIRST: i64 = 700_000_001;

/// What comes although nobody asked for it: everything but these.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// One update, as it goes out.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    pub id: i64,
    pub text: Arc<str>,
    /// Updates of one lane reach a webhook one after the other.
    pub lane: i64,
    pub expires: i64,
}

#[derive(Debug)]
pub(crate) struct Updates {
    queue: VecDeque<Update>,
    next: i64,
    allowed: Option<Vec<String>>,
    handed_out: VecDeque<Update>,
    again: VecDeque<Update>,
    /// Updates for which there was no room.
    pub overflowed: u64,
    /// How many wait; whoever waits for that looks here.
    waiting: watch::Sender<usize>,
}

impl Default for Updates {
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            next: FIRST,
            allowed: None,
            handed_out: VecDeque::new(),
            again: VecDeque::new(),
            overflowed: 0,
            waiting: watch::Sender::new(0),
        }
    }
}

impl Updates {
    /// Remembers what is wanted; an empty list stands for what comes by default.
    pub fn allow(&mut self, kinds: Vec<String>) {
        self.allowed = (!kinds.is_empty()).then_some(kinds);
    }

    /// The next one gets this number, unless there was a higher one.
    pub fn count_from(&mut self, number: i64) {
        self.next = self.next.max(number);
    }

    /// What was asked for, if it was not the default.
    pub fn allowed(&self) -> Option<&[String]> {
        self.allowed.as_deref()
    }

    /// Adds an update and tells its number; `None` if it is not wanted or there is no room.
    pub fn push(&mut self, kind: &str, payload: &Value, lane: i64, expires: i64) -> Option<i64> {
        let wanted = self.allowed.as_ref().map_or_else(
            || !ON_REQUEST.contains(&kind),
            |allowed| allowed.iter().any(|own| own.eq_ignore_ascii_case(kind)),
        );
        if !wanted {
            return None;
        }
        if self.queue.len() >= CAPACITY {
            self.overflowed += 1;
            return None;
        }
        let id = self.next;
        self.next += 1;
        let text = format!("{{\"update_id\":{id},\"{kind}\":{payload}}}").into();
        self.queue.push_back(Update { id, text, lane, expires });
        self.counted();
        Some(id)
    }

    /// What a call with this offset and limit gets at this time (Unix seconds), after it has confirmed what it
    /// confirms.
    pub fn get(&mut self, offset: i64, limit: usize, now: i64) -> Vec<Update> {
        if let Ok(kept) = usize::try_from(offset.saturating_neg())
            && kept > 0
        {
            let surplus = self.queue.len().saturating_sub(kept);
            self.queue.drain(..surplus);
        }
        let head = self.queue.front().map_or(self.next, |update| update.id);
        let known = offset > 0
            && offset <= self.next + AHEAD
            && offset >= head - i64::try_from(CAPACITY).unwrap_or(i64::MAX);
        let from = if known { offset } else { head };
        while self.queue.front().is_some_and(|update| update.id < from || update.expires <= now) {
            self.queue.pop_front();
        }
        self.counted();
        let mut batch: Vec<Update> = self.again.drain(..).collect();
        let fresh = limit.saturating_sub(batch.len());
        batch.extend(self.queue.iter().filter(|update| update.expires > now).take(fresh).cloned());
        for update in &batch {
            self.remember(update);
        }
        batch
    }

    /// Those that came after this number, for a webhook, and those that are to come once more. They stay until they
    /// are removed.
    pub fn after(&mut self, id: i64) -> Vec<Update> {
        let mut found: Vec<Update> = self.again.drain(..).collect();
        let from = self.queue.partition_point(|update| update.id <= id);
        found.extend(self.queue.range(from..).cloned());
        found
    }

    /// A webhook has taken this one.
    pub fn taken(&mut self, update: &Update) {
        self.remember(update);
        self.remove(update.id);
    }

    /// It is too old.
    pub fn remove(&mut self, id: i64) {
        if let Ok(place) = self.queue.binary_search_by_key(&id, |update| update.id) {
            self.queue.remove(place);
        }
        self.counted();
    }

    /// Hands those that went out last out once more, confirmed or not. Tells how many there are.
    pub fn repeat(&mut self, count: usize) -> usize {
        let from = self.handed_out.len().saturating_sub(count);
        self.again = self.handed_out.range(from..).cloned().collect();
        self.again.len()
    }

    /// How many wait.
    pub fn pending(&self) -> usize {
        self.queue.len()
    }

    /// Forgets everything that waits.
    pub fn clear(&mut self) {
        self.queue.clear();
        self.counted();
    }

    /// Changes with the number of those that wait.
    pub fn watch(&self) -> watch::Receiver<usize> {
        self.waiting.subscribe()
    }

    fn counted(&self) {
        let count = self.queue.len();
        self.waiting.send_if_modified(|old| std::mem::replace(old, count) != count);
    }

    fn remember(&mut self, update: &Update) {
        if self.handed_out.back().is_some_and(|last| last.id >= update.id) {
            return;
        }
        if self.handed_out.len() == REMEMBERED {
            self.handed_out.pop_front();
        }
        self.handed_out.push_back(update.clone());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn three() -> Updates {
        let mut updates = Updates::default();
        for text in ["one", "two", "three"] {
            updates.push("message", &json!(text), 1, DAY);
        }
        updates
    }

    fn ids(updates: &[Update]) -> Vec<i64> {
        updates.iter().map(|update| update.id - FIRST).collect()
    }

    #[test]
    fn an_update_comes_again_until_a_higher_number_is_asked_for() {
        let mut updates = three();
        assert_eq!(ids(&updates.get(0, 100, 0)), [0, 1, 2]);
        assert_eq!(ids(&updates.get(FIRST, 100, 0)), [0, 1, 2], "the same number confirms nothing");
        assert_eq!(ids(&updates.get(FIRST + 2, 100, 0)), [2]);
        assert_eq!(ids(&updates.get(0, 100, 0)), [2], "what was confirmed never comes back");
    }

    #[test]
    fn a_limit_cuts_and_loses_nothing() {
        let mut updates = three();
        assert_eq!(ids(&updates.get(0, 2, 0)), [0, 1]);
        assert_eq!(ids(&updates.get(FIRST + 2, 2, 0)), [2]);
    }

    #[test]
    fn a_negative_offset_keeps_the_last_and_forgets_the_others() {
        let mut updates = three();
        assert_eq!(ids(&updates.get(-1, 100, 0)), [2]);
        assert_eq!(ids(&updates.get(0, 100, 0)), [2]);
    }

    #[test]
    fn a_number_far_ahead_confirms_nothing() {
        let mut updates = three();
        assert_eq!(ids(&updates.get(FIRST + 3 + 11, 100, 0)), [0, 1, 2]);
        assert_eq!(ids(&updates.get(FIRST + 3 + 10, 100, 0)), [0; 0], "a little ahead, it does");
        assert_eq!(ids(&updates.get(0, 100, 0)), [0; 0]);
    }

    #[test]
    fn nothing_is_kept_for_longer_than_its_time() {
        let mut updates = three();
        updates.push("callback_query", &json!({}), 1, QUERY);
        assert_eq!(ids(&updates.get(0, 100, QUERY)), [0, 1, 2], "the query is too old");
        assert_eq!(ids(&updates.get(0, 100, DAY)), [0; 0]);
    }

    #[test]
    fn what_is_not_wanted_when_it_happens_never_comes() {
        let mut updates = three();
        assert_eq!(updates.push("message_reaction", &json!({}), 1, DAY), None, "only on request");
        updates.allow(vec!["message_reaction".to_owned()]);
        assert_eq!(updates.push("message", &json!({}), 1, DAY), None);
        assert_eq!(updates.push("message_reaction", &json!({}), 1, DAY), Some(FIRST + 3));
        updates.allow(Vec::new());
        assert_eq!(
            updates.push("message", &json!({}), 1, DAY),
            Some(FIRST + 4),
            "an empty list is the default"
        );
    }

    #[test]
    fn on_demand_updates_come_twice() {
        let mut updates = three();
        updates.get(0, 100, 0);
        updates.get(FIRST + 3, 100, 0);
        assert_eq!(updates.repeat(2), 2);
        assert_eq!(ids(&updates.get(FIRST + 3, 100, 0)), [1, 2], "although they were confirmed");
        assert_eq!(ids(&updates.get(FIRST + 3, 100, 0)), [0; 0]);
    }

    #[test]
    fn a_full_queue_takes_no_more() {
        let mut updates = Updates::default();
        for _ in 0..=CAPACITY {
            updates.push("message", &Value::Null, 1, DAY);
        }
        assert_eq!((updates.pending(), updates.overflowed), (CAPACITY, 1));
    }
}
