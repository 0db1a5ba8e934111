//! Time is an argument. The shell holds a [`Clock`]; everything pure is handed a [`Timestamp`].

use std::fmt;
use std::sync::{LazyLock, Mutex};

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Where the shell asks for the time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock, moved by a fixed amount (nothing in production; `lotse try --at` sets it).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock {
    offset: SignedDuration,
}

impl SystemClock {
    /// A clock that shows `start` now and goes on from there at the usual pace.
    #[must_use]
    pub fn starting_at(start: Timestamp) -> Self {
        Self { offset: start.duration_since(Self::default().now()) }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place where real time comes in")]
        let real = Timestamp::now();
        real.checked_add(self.offset).unwrap_or(real)
    }
}

/// A clock that moves only when told to. For tests and recorded conversations.
#[derive(Debug)]
pub struct ManualClock(Mutex<Timestamp>);

impl ManualClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub const fn new(start: Timestamp) -> Self {
        Self(Mutex::new(start))
    }

    /// Moves the clock forward by `step` (or back, if it is negative); it stays where time would end.
    pub fn advance(&self, step: SignedDuration) {
        let mut now = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *now = now.checked_add(step).unwrap_or(*now);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The zone of all of Germany. It is compiled in; should it be missing, universal time is better than none.
static GERMANY: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC));

/// The moment as clocks in Germany show it.
#[must_use]
pub fn in_germany(moment: Timestamp) -> Zoned {
    moment.to_zoned(GERMANY.clone())
}

/// The moment at which clocks in Germany show this. A time that a clock change skips counts as much later; of one
/// that comes twice, the first is meant. `None` only at the end of the calendar.
#[must_use]
pub fn german_time(day: Date, time: Time) -> Option<Timestamp> {
    GERMANY.to_timestamp(day.to_datetime(time)).ok()
}
