//! How fast Telegram lets a bot speak: about 30 messages a second in all, and one a second in a chat, where a few at
//! once are allowed. Whoever keeps to it is not asked for patience, which would hold up everything for longer.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use super::lock;

/// Between two messages to anybody.
const OVERALL: Duration = Duration::from_millis(35);
/// Between two messages in one chat, in the long run.
const CHAT: Duration = Duration::from_secs(1);
/// So many may come at once in a chat that was silent.
const AT_ONCE: u32 = 3;
/// When so many chats are remembered, those that have been silent are forgotten.
const MOST_CHATS: usize = 10_000;

/// Says when the next message may go.
#[derive(Debug, Default)]
pub(super) struct Pace(Mutex<Used>);

#[derive(Debug, Default)]
struct Used {
    /// When the next may go at all.
    next: Option<Instant>,
    chats: HashMap<i64, Instant>,
}

impl Pace {
    /// Waits until a message may go to this chat, and counts it. First its turn in the chat, then in all: a chat that
    /// waits takes no place from the others.
    pub(super) async fn wait(&self, chat: i64) {
        let at = lock(&self.0).in_chat(chat, Instant::now());
        tokio::time::sleep_until(at).await;
        let at = lock(&self.0).overall(Instant::now());
        tokio::time::sleep_until(at).await;
    }
}

impl Used {
    /// `chats` holds when a chat will be as good as silent.
    fn in_chat(&mut self, chat: i64, now: Instant) -> Instant {
        if self.chats.len() >= MOST_CHATS {
            self.chats.retain(|_, silent| *silent > now);
        }
        let silent = self.chats.get(&chat).map_or(now, |silent| (*silent).max(now));
        let at = silent.checked_sub(CHAT * (AT_ONCE - 1)).map_or(now, |at| at.max(now));
        self.chats.insert(chat, silent + CHAT);
        at
    }

    fn overall(&mut self, now: Instant) -> Instant {
        let at = self.next.map_or(now, |next| next.max(now));
        self.next = Some(at + OVERALL);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_takes_a_few_at_once_and_then_one_a_second() {
        let (mut used, now) = (Used::default(), Instant::now());
        let waits: Vec<u64> = (0..5).map(|_| (used.in_chat(1, now) - now).as_secs()).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2]);
        assert_eq!(used.in_chat(2, now), now, "another chat does not wait for it");
        assert_eq!(used.overall(now), now, "nor does it for itself twice");
    }

    #[test]
    fn all_together_send_less_than_thirty_a_second() {
        let (mut used, now) = (Used::default(), Instant::now());
        let within = (0..100).filter(|_| used.overall(now) < now + Duration::from_secs(1)).count();
        assert!((25..30).contains(&within), "{within}");
    }
}
