//! A case goes from one navigator to another, if the contact agrees.
//!
//! Rules. Until the contact answers all stays: whoever has the case keeps it, and what is written is carried. A
//! second transfer takes the place of the first. Giving back, closing, blocking or deleting ends the question; an
//! answer that comes later changes nothing. A plain "ja" is taken for an answer only until the navigator writes
//! again: then it is for them, and the question is answered by its own buttons.

use super::contact::Contact;
use super::decide::brief;
use super::navigator::AtCase;
use super::{Case, CaseState, Navigator, Notice, Outgoing};
use crate::dialogue::Say;

impl AtCase<'_> {
    /// Asks the contact, if it is clear who is meant.
    pub(super) fn ask_to_transfer(&mut self, case: &mut Case, who: &str) {
        if !self.has(case) {
            return;
        }
        let duty = self.duty;
        let me = &self.by.address;
        let others: Vec<&Navigator> =
            duty.roster.iter().filter(|navigator| navigator.address != *me).collect();
        if others.is_empty() {
            return self.here(Notice::NobodyElse);
        }
        match duty.find(who).as_slice() {
            [to] if to.address == *me => self.here(Notice::AlreadyYours(case.number)),
            [to] => {
                case.transfer_to = Some((*to).clone());
                self.outgoing.push(Outgoing::Contact(Say::AskTransfer));
                self.here(Notice::TransferAsked { case: case.number, to: (*to).clone() });
            }
            _ => {
                let names = others.iter().map(|navigator| navigator.name.clone()).collect();
                self.here(Notice::WhoIsMeant { names });
            }
        }
    }
}

impl Contact<'_> {
    /// The contact answers. Without a question that still stands nothing happens.
    pub(super) fn transfer(&mut self, agreed: bool) {
        let Some(case) = &mut self.case else { return };
        let Some(to) = case.transfer_to.take() else { return };
        let number = case.number;
        // Whoever has left the desk since must not get a case.
        if !agreed || !self.duty.has(&to) {
            let notice = if agreed {
                Notice::NoLongerThere { case: number, to }
            } else {
                Notice::TransferRefused { case: number, to }
            };
            self.outgoing.push(Outgoing::Contact(Say::NotTransferred));
            self.outgoing.push(Outgoing::Case(number, notice));
            return;
        }
        let waits = case.unanswered_since.is_some();
        case.move_to(CaseState::Claimed { by: to.clone() }, self.now);
        if waits {
            case.owe_answer(self.now);
        }
        self.audit.push("case_transferred");
        self.outgoing.push(Outgoing::Contact(Say::Transferred));
        // To the queue: the room of the case is no longer for whoever had it.
        self.outgoing.push(Outgoing::Queue(Notice::Transferred { case: number, to }));
        self.outgoing.push(Outgoing::Card { card: case.card(), anew: false });
        self.outgoing.push(Outgoing::Case(number, Notice::Yours(number)));
        self.outgoing.extend(brief(case));
    }
}
