//! A case changes hands or comes to rest: given back, closed, opened, blocked.
//!
//! Rules. Only whoever has a case can give it back, close it or block its contact. A closed case can be opened by
//! whoever had it, and by anybody else who names its number: opening by chance what a colleague has finished must
//! not happen. What the next navigator needs (sheet, offers, what was said) is put down at the moment of giving
//! back, so that it stands before everything the contact writes meanwhile.
//!
//! A case whose navigator is no longer in the settings goes back like one that was given back, and is not left with
//! somebody who will never read it.
//!
//! Accepted risk: whoever is left out of the settings by mistake loses their cases at the next start. All are told, and
//! they can take them again.
//!
//! Accepted risk: a block belongs to the conversation and goes with it. Whoever is blocked can delete everything
//! (their right) and then begin anew as somebody unknown.

use super::decide::brief;
use super::navigator::AtCase;
use super::{Case, CaseState, Conversation, Decision, Duty, Navigator, Notice, Outgoing};
use crate::dialogue::Say;
use crate::model::Timestamp;

/// The case goes back to the queue if whoever has it has left the desk.
pub(super) fn take_from_leaver(mut conversation: Conversation, duty: &Duty, now: Timestamp) -> Decision {
    let lost = conversation.case.as_mut().and_then(|case| {
        let by = duty.lost(case)?.clone();
        Some((case, by))
    });
    let Some((case, by)) = lost else { return Decision::keep(conversation, Vec::new()) };
    // Whoever waits for an answer has been waiting since then.
    case.waiting_since = case.unanswered_since.unwrap_or(now);
    case.move_to(CaseState::Waiting, now);
    let mut outgoing = vec![
        Outgoing::Contact(Say::GivenBack { next: duty.hours.next_answer(now) }),
        Outgoing::Queue(Notice::NavigatorLeft { case: case.number, by }),
        Outgoing::Card { card: case.card(), anew: true },
    ];
    outgoing.extend(brief(case));
    conversation.talk.keep_asking(false, false);
    Decision { audit: vec!["navigator_left"], ..Decision::keep(conversation, outgoing) }
}

impl AtCase<'_> {
    pub(super) fn give_back(&mut self, case: &mut Case) {
        if !self.has(case) {
            return;
        }
        case.move_to(CaseState::Waiting, self.now);
        case.waiting_since = self.now;
        self.audit.push("case_given_back");
        let next = self.duty.hours.next_answer(self.now);
        self.outgoing.push(Outgoing::Contact(Say::GivenBack { next }));
        // To the queue: the room of the case is for whoever takes it next.
        let by = self.by.clone();
        self.outgoing.push(Outgoing::Queue(Notice::GivenBack { case: case.number, by }));
        self.card(case);
        self.brief(case);
    }

    pub(super) fn close(&mut self, case: &mut Case) {
        if !self.has(case) {
            return;
        }
        case.move_to(CaseState::Closed { by: self.by.clone() }, self.now);
        self.audit.push("case_closed");
        self.outgoing.push(Outgoing::Contact(Say::Closed));
        if case.takes_feedback() {
            self.outgoing.push(Outgoing::Contact(Say::AskFeedback));
        }
        self.here(Notice::Closed(case.number));
        self.card(case);
    }

    pub(super) fn reopen(&mut self, case: &mut Case, named: bool) {
        let by = match &case.state {
            CaseState::Closed { by } => by.clone(),
            CaseState::Waiting | CaseState::Claimed { .. } | CaseState::Blocked { .. } => {
                if self.has(case) {
                    self.here(Notice::AlreadyYours(case.number));
                }
                return;
            }
        };
        if !self.may_take_up(case, &by, named) {
            return;
        }
        case.move_to(CaseState::Claimed { by: self.by.clone() }, self.now);
        self.audit.push("case_reopened");
        self.card(case);
        self.outgoing.push(Outgoing::Case(case.number, Notice::Yours(case.number)));
        if by.address != self.by.address {
            self.brief(case);
        }
        self.outgoing.push(Outgoing::Contact(Say::Claimed));
    }

    pub(super) fn block(&mut self, case: &mut Case) {
        if !self.has(case) {
            return;
        }
        case.move_to(CaseState::Blocked { by: self.by.clone() }, self.now);
        self.audit.push("contact_blocked");
        self.outgoing.push(Outgoing::Contact(Say::Blocked));
        self.here(Notice::Blocked(case.number));
        self.card(case);
    }

    pub(super) fn unblock(&mut self, case: &mut Case, named: bool) {
        let by = match &case.state {
            CaseState::Blocked { by } => by.clone(),
            CaseState::Waiting | CaseState::Claimed { .. } | CaseState::Closed { .. } => {
                return self.here(Notice::NotBlocked(case.number));
            }
        };
        if !self.may_take_up(case, &by, named) {
            return;
        }
        case.move_to(CaseState::Closed { by }, self.now);
        self.audit.push("contact_unblocked");
        self.outgoing.push(Outgoing::Contact(Say::Unblocked));
        self.here(Notice::Unblocked(case.number));
    }

    /// Whether it was theirs, or they named the number; if not, says what to type.
    fn may_take_up(&mut self, case: &Case, had: &Navigator, named: bool) -> bool {
        let may = named || had.address == self.by.address;
        if !may {
            self.here(Notice::OpenByNumber { case: case.number, by: had.clone() });
        }
        may
    }

    /// Everything somebody needs who does not know the case yet.
    pub(super) fn brief(&mut self, case: &Case) {
        self.outgoing.extend(brief(case));
    }

    pub(super) fn card(&mut self, case: &Case) {
        let anew = case.state == CaseState::Waiting;
        self.outgoing.push(Outgoing::Card { card: case.card(), anew });
    }
}
