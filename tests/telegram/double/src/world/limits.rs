//! How fast a bot may send, if the double is asked to mind: 30 messages a second in all, one a second in a chat with a
//! burst, 20 a minute in a group. The numbers are those of Telegram's FAQ; the burst is an assumption.

use std::collections::HashMap;

const OVERALL: Rate = Rate { burst: 30, millis_each: 1000 / 30 };
const CHAT: Rate = Rate { burst: 5, millis_each: 1000 };
const GROUP: Rate = Rate { burst: 20, millis_each: 3000 };

/// So many messages at once, then one in so many milliseconds.
#[derive(Debug, Clone, Copy)]
struct Rate {
    burst: i64,
    millis_each: i64,
}

/// Whether and how far the limits are used up. Each is one number: when the bucket is full again.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    pub minded: bool,
    overall: i64,
    chats: HashMap<i64, i64>,
}

impl Limits {
    /// Counts a message; otherwise the seconds to wait.
    pub fn take(&mut self, chat: i64, group: bool, now: i64) -> Result<(), u64> {
        if !self.minded {
            return Ok(());
        }
        let rate = if group { GROUP } else { CHAT };
        let full = self.chats.entry(chat).or_insert(now);
        let wait = rate.wait(*full, now).max(OVERALL.wait(self.overall, now));
        if wait > 0 {
            return Err(wait.unsigned_abs().div_ceil(1000));
        }
        *full = (*full).max(now) + rate.millis_each;
        self.overall = self.overall.max(now) + OVERALL.millis_each;
        Ok(())
    }
}

impl Rate {
    /// Milliseconds until there is room for one more.
    fn wait(self, full: i64, now: i64) -> i64 {
        (full - now) - self.millis_each * (self.burst - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(limits: &mut Limits, chat: i64, group: bool, now: i64) -> usize {
        (0..100).take_while(|_| limits.take(chat, group, now).is_ok()).count()
    }

    #[test]
    fn a_chat_has_a_burst_and_then_one_a_second() {
        let mut limits = Limits { minded: true, ..Limits::default() };
        assert_eq!(sent(&mut limits, 1, false, 0), 5);
        assert_eq!(limits.take(1, false, 0), Err(1));
        assert_eq!(sent(&mut limits, 1, false, 1000), 1);
    }

    #[test]
    fn a_group_has_twenty_a_minute() {
        let mut limits = Limits { minded: true, ..Limits::default() };
        assert_eq!(sent(&mut limits, -1, true, 0), 20);
        assert_eq!(limits.take(-1, true, 0), Err(3));
    }

    #[test]
    fn all_chats_together_have_thirty_a_second() {
        let mut limits = Limits { minded: true, ..Limits::default() };
        let sent = (0..100).take_while(|chat| limits.take(*chat, false, 0).is_ok()).count();
        assert_eq!(sent, 30);
    }

    #[test]
    fn nobody_minds_unless_asked() {
        assert_eq!(sent(&mut Limits::default(), 1, false, 0), 100);
    }
}
