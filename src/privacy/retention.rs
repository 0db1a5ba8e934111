//! What is kept how long. The privacy notice, the table in the README and the timers read these constants:
//! the promise and the deed cannot drift apart.

use jiff::SignedDuration;

use crate::desk::{CaseState, Conversation, Over};
use crate::model::Timestamp;

/// A conversation in which nobody has consented yet is forgotten after this many hours of silence.
///
/// Until then only the fact that we asked is kept, with the sealed address: no word of what was written.
pub const UNCONSENTED_HOURS: i64 = 24;

/// An intake that was not handed over is forgotten after this many days of silence.
pub const INTAKE_DAYS: i64 = 14;

/// A closed case is forgotten, with the whole conversation, this many days after it was closed.
pub const CLOSED_CASE_DAYS: i64 = 90;

/// The keyed hash of an event that was handled is kept this many days, so that a late second delivery of the
/// same event stays without effect. Telegram redelivers for 24 hours, a homeserver may for longer.
pub const EVENT_KEY_DAYS: i64 = 30;

/// When something of a conversation is over if nothing more happens. `None`: not while somebody is at work on it.
#[must_use]
pub fn expires_at(conversation: &Conversation) -> Option<Timestamp> {
    limits(conversation).map(|(at, _)| at).min()
}

/// What of a conversation is over by now, if anything is.
#[must_use]
pub fn over_by(conversation: &Conversation, now: Timestamp) -> Option<Over> {
    limits(conversation).filter(|(at, _)| *at <= now).map(|(_, over)| over).max()
}

fn limits(conversation: &Conversation) -> impl Iterator<Item = (Timestamp, Over)> {
    let talk = &conversation.talk;
    let case = conversation.case.as_ref().map(|case| (&case.state, case.changed_at));
    let closed = match case {
        Some((CaseState::Closed { .. } | CaseState::Blocked { .. }, since)) => Some(since),
        Some((CaseState::Waiting | CaseState::Claimed { .. }, _)) | None => None,
    };
    let intake = match (talk.is_handed_over(), case.is_some()) {
        (true, _) => None,
        // A new intake after a closed case ends by itself; without one there is nothing else to keep.
        (false, true) => Some(Over::Intake),
        (false, false) => Some(Over::Everything),
    };
    let hours = if talk.consented() { INTAKE_DAYS * 24 } else { UNCONSENTED_HOURS };
    let intake = intake.zip(talk.last_heard().and_then(|since| after(since, hours)));
    let closed = closed.and_then(|since| after(since, CLOSED_CASE_DAYS * 24));
    closed.map(|at| (at, Over::Everything)).into_iter().chain(intake.map(|(over, at)| (at, over)))
}

fn after(since: Timestamp, hours: i64) -> Option<Timestamp> {
    since.checked_add(SignedDuration::from_hours(hours)).ok()
}
