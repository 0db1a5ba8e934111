//! How Lotse is: what the parts say of themselves, and what follows from it for whoever watches.
//!
//! Nothing here says who or what: counts, ages and fixed words.

use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use jiff::SignedDuration;

use crate::model::{Channel, Timestamp};

/// A channel that has had no contact with its platform for longer than this is not ready. It is more than the longest
/// wait for news and the longest pause after a failure together.
pub const LONGEST_SILENCE: SignedDuration = SignedDuration::from_mins(3);

/// How much there is of what, without saying whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Inbounds not yet handled.
    pub inbox_waiting: i64,
    /// Inbounds that could not be handled because something stored was damaged.
    pub set_aside: i64,
    /// Outgoing messages that are neither delivered, given up nor held for a navigator.
    pub outbox_waiting: i64,
    /// Since when the oldest of them waits.
    pub outbox_oldest: Option<Timestamp>,
    /// Cases that nobody has.
    pub cases_waiting: i64,
    /// Since when the one waits that nobody has had for the longest time.
    pub unclaimed_since: Option<Timestamp>,
    /// Cases that a navigator has.
    pub cases_claimed: i64,
    /// Cases that were closed and not forgotten yet.
    pub cases_closed: i64,
}

/// Where a channel says how it is. It has no contact until it says so.
#[derive(Debug)]
pub struct Pulse {
    channel: Channel,
    /// Unix milliseconds; the smallest number: never.
    contact: AtomicI64,
    undecrypted: AtomicI64,
}

impl Pulse {
    /// The pulse of a channel that had no contact yet.
    #[must_use]
    pub const fn new(channel: Channel) -> Self {
        Self { channel, contact: AtomicI64::new(i64::MIN), undecrypted: AtomicI64::new(0) }
    }

    /// The platform has answered as it should.
    pub fn contact(&self, now: Timestamp) {
        self.contact.store(now.as_millisecond(), Ordering::Relaxed);
    }

    /// So many messages came in that cannot be decrypted yet.
    pub fn undecrypted(&self, count: usize) {
        self.undecrypted.store(i64::try_from(count).unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// How the channel is now.
    #[must_use]
    pub fn state(&self) -> ChannelState {
        let contact = self.contact.load(Ordering::Relaxed);
        ChannelState {
            channel: self.channel,
            contact: Timestamp::from_millisecond(contact).ok().filter(|_| contact != i64::MIN),
            undecrypted: self.undecrypted.load(Ordering::Relaxed),
        }
    }
}

/// How a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelState {
    /// Which one.
    pub channel: Channel,
    /// When its platform last answered as it should.
    pub contact: Option<Timestamp>,
    /// Messages that came in and cannot be decrypted yet.
    pub undecrypted: i64,
}

/// How everything is at one moment.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The moment.
    pub now: Timestamp,
    /// The tasks that must run for ever, by fixed names, and whether they do.
    pub tasks: Vec<(&'static str, bool)>,
    /// An orderly stop was asked for.
    pub stopping: bool,
    /// The last thing that had to be committed was.
    pub committed: bool,
    /// What the store counts; `None`: it does not answer.
    pub counts: Option<Counts>,
    /// The channels.
    pub channels: Vec<ChannelState>,
}

/// Who can be asked how everything is.
#[async_trait]
pub trait Vitals: Send + Sync {
    /// How everything is now.
    async fn condition(&self) -> Condition;
}

/// One part, and whether it is as it should be: `None`, or in fixed words what is wrong.
pub type Part = (&'static str, Option<String>);

impl Condition {
    /// Whether the process lives: its tasks run. If not, only a restart helps.
    #[must_use]
    pub fn health(&self) -> Vec<Part> {
        let ended = |runs: bool| (!runs).then(|| "has ended; restart Lotse".to_owned());
        self.tasks.iter().map(|(task, runs)| (*task, ended(*runs))).collect()
    }

    /// Whether what comes in is handled and what must go out can go.
    #[must_use]
    pub fn readiness(&self) -> Vec<Part> {
        let mut parts = self.health();
        let wrong = |wrong: bool, what: &str| wrong.then(|| what.to_owned());
        parts.push(("process", wrong(self.stopping, "is stopping")));
        parts.push(("store", wrong(self.counts.is_none(), "does not answer")));
        parts.push(("commits", wrong(!self.committed, "the last one failed; see the log")));
        parts.extend(self.channels.iter().map(|state| {
            let silent = match state.contact {
                None => Some("had no contact with its platform yet".to_owned()),
                Some(contact) => {
                    let silence = self.now.duration_since(contact);
                    (silence > LONGEST_SILENCE)
                        .then(|| format!("no contact with its platform for {} s", silence.as_secs()))
                }
            };
            (state.channel.name(), silent)
        }));
        parts
    }
}
