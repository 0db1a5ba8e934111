//! What time it is for the double: the real time, or one that a test hands in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// A source of time. Clones of a clock that was set by hand show the same time.
#[derive(Debug, Clone)]
pub struct Clock {
    /// Unix milliseconds; absent if the time is real.
    set: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The time of the machine.
    #[must_use]
    pub fn real() -> Self {
        Self { set: None }
    }

    /// A clock that stands still at this time (Unix seconds) until it is moved on.
    #[must_use]
    pub fn at(seconds: i64) -> Self {
        Self { set: Some(Arc::new(AtomicI64::new(seconds * 1000))) }
    }

    /// Moves a clock that was set by hand; the real time cannot be moved, then nothing happens.
    pub fn advance(&self, by: Duration) {
        if let Some(set) = &self.set {
            set.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }

    /// Unix seconds, as messages carry them.
    pub(crate) fn seconds(&self) -> i64 {
        self.millis() / 1000
    }

    /// Unix milliseconds.
    pub(crate) fn millis(&self) -> i64 {
        self.set.as_ref().map_or_else(real_millis, |set| set.load(Ordering::SeqCst))
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the double is the outside world; this is its only look at the clock"
)]
fn real_millis() -> i64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
