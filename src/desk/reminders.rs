//! When somebody at the desk is reminded. Nobody is outside the opening hours, and only those count as waiting.

use jiff::SignedDuration;
use serde::Deserialize;

use super::{Case, CaseState, Conversation, Decision, Duty, Notice, Outgoing};
use crate::model::Timestamp;

/// After how long somebody is reminded, in minutes at which the desk is staffed; 0: never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reminders {
    /// Nobody has taken a case: all are reminded.
    pub unclaimed_minutes: u32,
    /// Still nobody has: all are reminded once more, and so on.
    pub again_minutes: u32,
    /// The contact waits for an answer: whoever has the case is reminded, once for what the contact wrote.
    pub unanswered_minutes: u32,
}

impl Default for Reminders {
    fn default() -> Self {
        Self { unclaimed_minutes: 15, again_minutes: 60, unanswered_minutes: 60 }
    }
}

impl Duty {
    /// When somebody is to be reminded of this case: `now`, if it is time, or a later moment in opening hours.
    /// `None`: nobody, if nothing more happens.
    #[must_use]
    pub fn reminder_due_at(&self, case: &Case, now: Timestamp) -> Option<Timestamp> {
        let (since, minutes) = match (&case.state, case.reminded_at) {
            (CaseState::Waiting, None) => (case.waiting_since, self.reminders.unclaimed_minutes),
            (CaseState::Waiting, Some(last)) => (last, self.reminders.again_minutes),
            (CaseState::Claimed { .. }, None) => (case.unanswered_since?, self.reminders.unanswered_minutes),
            (CaseState::Claimed { .. }, Some(_))
            | (CaseState::Closed { .. } | CaseState::Blocked { .. }, _) => return None,
        };
        if minutes == 0 {
            return None;
        }
        let due = self.hours.after_open_time(since, SignedDuration::from_mins(i64::from(minutes)))?;
        // If we were not there when it was due, it is due at the next moment at which somebody is.
        self.hours.open_from(due.max(now))
    }
}

/// Reminds whom it concerns, if it is time.
pub(super) fn remind(mut conversation: Conversation, duty: &Duty, now: Timestamp) -> Decision {
    let mut outgoing = Vec::new();
    if let Some(case) = &mut conversation.case
        && duty.reminder_due_at(case, now).is_some_and(|due| due <= now)
    {
        case.reminded_at = Some(now);
        match (&case.state, case.unanswered_since) {
            (CaseState::Waiting, _) => outgoing.push(Outgoing::Queue(Notice::StillWaiting(case.card()))),
            (CaseState::Claimed { .. }, Some(since)) => {
                outgoing.push(Outgoing::Case(case.number, Notice::Unanswered { case: case.number, since }));
            }
            (CaseState::Claimed { .. } | CaseState::Closed { .. } | CaseState::Blocked { .. }, _) => {}
        }
    }
    Decision::keep(conversation, outgoing)
}
