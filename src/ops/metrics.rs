//! Figures for whoever watches over Lotse, in the text format of Prometheus (OpenMetrics).
//!
//! Labels are fixed words: a channel, a kind, an outcome, a state. No figure belongs to a person or a case.
//!
//! Accepted risk: where almost nobody writes, that a count has risen says *that* somebody wrote, and when. So the
//! figures are for the operator alone (`[http]` listens on this machine unless told otherwise).

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::health::Condition;
use crate::model::{Channel, Timestamp};

/// A name and a fixed word, twice.
type Labels = [(&'static str, &'static str); 2];
/// The first bucket of the time of turns, in seconds; each next one is twice as wide.
const FIRST_BUCKET: f64 = 0.001;
/// So many buckets: up to about half a minute.
const BUCKETS: u16 = 16;

/// What becomes of an outgoing message, one count each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is out.
    Sent,
    /// It is not out and will be tried again.
    Retried,
    /// It will not be tried again; whoever waits for it is told.
    GivenUp,
    /// It may be out already and is sent again, because a crash left that open.
    HalfSentAgain,
}

impl Outcome {
    /// The word in the figures.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Retried => "retried",
            Self::GivenUp => "given_up",
            Self::HalfSentAgain => "half_sent_again",
        }
    }
}

/// What is counted while it happens.
pub struct Metrics {
    registry: Registry,
    inbound: Family<Labels, Counter>,
    outbound: Family<Labels, Counter>,
    turns: Histogram,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let (inbound, outbound) = (Family::default(), Family::default());
        let turns = Histogram::new(exponential_buckets(FIRST_BUCKET, 2.0, BUCKETS));
        let mut registry = Registry::default();
        let version = [("version", env!("CARGO_PKG_VERSION"))];
        let info = prometheus_client::metrics::info::Info::new(version);
        registry.register("lotse_build", "Which Lotse this is", info);
        registry.register(
            "lotse_inbound",
            "What was accepted into the inbox, by channel and kind; each event once",
            inbound.clone(),
        );
        registry.register(
            "lotse_outbound",
            "What became of outgoing messages, by channel and outcome",
            outbound.clone(),
        );
        registry.register(
            "lotse_turn_seconds",
            "From taking up an inbound to the commit of what it leads to",
            turns.clone(),
        );
        Self { registry, inbound, outbound, turns }
    }
}

impl Metrics {
    /// Something new is in the inbox. `kind` is a fixed word.
    pub fn came_in(&self, channel: Channel, kind: &'static str) {
        self.inbound.get_or_create(&[("channel", channel.name()), ("kind", kind)]).inc();
    }

    /// Something became of an outgoing message.
    pub fn went_out(&self, channel: Channel, outcome: Outcome) {
        self.outbound.get_or_create(&[("channel", channel.name()), ("outcome", outcome.name())]).inc();
    }

    /// An inbound was handled.
    pub fn turn_took(&self, time: Duration) {
        self.turns.observe(time.as_secs_f64());
    }

    /// Everything as text, with how everything is now. What is not known at the moment is left out.
    ///
    /// # Errors
    /// The text cannot be written, which cannot happen in memory.
    pub fn render(&self, condition: &Condition) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode_registry(&mut text, &self.registry)?;
        encode_registry(&mut text, &at_this_moment(condition))?;
        encode_eof(&mut text)?;
        Ok(text)
    }
}

/// The figures that are looked up, not counted.
fn at_this_moment(condition: &Condition) -> Registry {
    let mut registry = Registry::default();
    let mut gauge = |name: &str, help: &str, value: i64| {
        let gauge = Gauge::<i64>::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    let age = |since: Option<Timestamp>| {
        since.map_or(0, |since| condition.now.duration_since(since).as_secs().max(0))
    };
    let ready = condition.readiness().iter().all(|(_, wrong)| wrong.is_none());
    gauge("lotse_ready", "1 if what comes in is handled and what must go out can go", ready.into());
    if let Some(counts) = &condition.counts {
        gauge("lotse_inbox_waiting", "Inbounds not yet handled", counts.inbox_waiting);
        gauge("lotse_inbox_set_aside", "Inbounds set aside because something was damaged", counts.set_aside);
        gauge("lotse_outbox_waiting", "Messages on their way out", counts.outbox_waiting);
        gauge(
            "lotse_outbox_oldest_seconds",
            "How long the oldest message on its way out has waited; 0 if there is none",
            age(counts.outbox_oldest),
        );
        gauge(
            "lotse_unclaimed_oldest_seconds",
            "How long a case has waited for somebody to take it; 0 if there is none",
            age(counts.unclaimed_since),
        );
        let cases = Family::<[(&str, &str); 1], Gauge>::default();
        for (state, number) in [
            ("waiting", counts.cases_waiting),
            ("claimed", counts.cases_claimed),
            ("closed", counts.cases_closed),
        ] {
            cases.get_or_create(&[("state", state)]).set(number);
        }
        registry.register("lotse_cases", "Cases, by state", cases);
    }
    let (undecrypted, contact) = (Family::default(), Family::default());
    for state in &condition.channels {
        let labels = [("channel", state.channel.name())];
        let gauge: &Family<[(&str, &str); 1], Gauge> = &undecrypted;
        gauge.get_or_create(&labels).set(state.undecrypted);
        if state.contact.is_some() {
            let gauge: &Family<[(&str, &str); 1], Gauge> = &contact;
            gauge.get_or_create(&labels).set(age(state.contact));
        }
    }
    registry.register("lotse_undecryptable_waiting", "Messages whose key has not come yet", undecrypted);
    registry.register("lotse_last_contact_seconds", "How long ago the platform last answered", contact);
    registry
}
