//! What an input of the contact does to their case. The dialogue says what is wished; this is where it happens.

use super::decide::{brief, sheet_notices};
use super::{Case, CaseState, Conversation, Decision, Duty, Navigator, Notice, Outgoing};
use crate::dialogue::{
    self, Attention, ContactInput, Helped, NextAnswer, Relayed, Say, Scene, Sheet, Talk, Wish,
};
use crate::model::{Address, CaseNumber, Land, Timestamp};

/// One input of the contact, while it is being decided.
pub(super) struct Contact<'a> {
    scene: &'a Scene,
    pub(super) duty: &'a Duty,
    pub(super) now: Timestamp,
    /// The Land they told, for the lines of their Land.
    land: Option<Land>,
    pub(super) case: Option<Case>,
    pub(super) outgoing: Vec<Outgoing>,
    pub(super) audit: Vec<&'static str>,
}

impl<'a> Contact<'a> {
    /// Nothing has been decided yet.
    pub(super) fn new(
        case: Option<Case>,
        talk: &Talk,
        scene: &'a Scene,
        duty: &'a Duty,
        now: Timestamp,
    ) -> Self {
        let land = scene.intake.land(talk.answers());
        Self { scene, duty, now, land, case, outgoing: Vec::new(), audit: Vec::new() }
    }
}

impl Contact<'_> {
    pub(super) fn hear(
        conversation: Option<Conversation>,
        address: &Address,
        heard: &ContactInput,
        scene: &Scene,
        duty: &Duty,
        new_number: &mut dyn FnMut() -> CaseNumber,
        now: Timestamp,
    ) -> Decision {
        let refusal = match heard {
            ContactInput::File(file) => duty.files.refusal(file),
            ContactInput::Opened
            | ContactInput::Text(_)
            | ContactInput::Quoting { .. }
            | ContactInput::Tapped { .. }
            | ContactInput::Forwarded(_)
            | ContactInput::LivePlace(_)
            | ContactInput::Refused(_)
            | ContactInput::Unreadable
            | ContactInput::Undecryptable
            | ContactInput::Edited
            | ContactInput::Retracted
            | ContactInput::Reacted => None,
            ContactInput::Reachable(is_there) => return Self::reachable(conversation, *is_there),
        };
        let refused = refusal.map(ContactInput::Refused);
        let heard = refused.as_ref().unwrap_or(heard);
        let is_known = conversation.is_some();
        let attention = conversation.as_ref().map_or(Attention::Bot, Conversation::attention);
        let (talk, case) = conversation.map_or((None, None), |known| (Some(known.talk), known.case));
        let reply = dialogue::hear(talk, heard, attention, address.channel, scene, now);
        let outgoing = reply.says.into_iter().map(Outgoing::Contact).collect();
        let talk = reply.talk;
        let mut contact = Contact { outgoing, ..Contact::new(case, &talk, scene, duty, now) };
        let opens_a_case = matches!(reply.wish, Wish::CallHuman { .. });
        if reply.emergency && talk.is_handed_over() && !opens_a_case {
            contact.emergency();
        }
        contact.tell_what_did_not_arrive(heard);
        match reply.wish {
            Wish::GoOn if !is_known && *heard == ContactInput::Undecryptable => {
                // Somebody asked us to repeat what they said; whether they consent is still to be asked.
                return Decision { outgoing: contact.outgoing, ..Decision::nothing() };
            }
            Wish::GoOn => {}
            Wish::Forget => return contact.forget(is_known),
            Wish::Decline => {
                let Some(case) = contact.case else {
                    return Decision { outgoing: contact.outgoing, ..Decision::nothing() };
                };
                // They do not want a new intake. The case they had before is not touched by that.
                let talk = Talk::handed_over();
                let conversation = Conversation { address: address.clone(), talk, case: Some(case) };
                return Decision::keep(conversation, contact.outgoing);
            }
            Wish::CallHuman { ask_to_share } => {
                let urgent = talk.urgent(&scene.intake);
                contact.open(Case::open(new_number(), urgent, now), |case, next| Say::HumanCalled {
                    case,
                    next,
                });
                contact.tell_of_alarm(&talk);
                if ask_to_share {
                    contact.outgoing.push(Outgoing::Contact(Say::ShareAnswers));
                }
            }
            Wish::HandOver(sheet) => {
                let mut case = Case::open(new_number(), false, now);
                case.attach(sheet, &talk, &scene.intake);
                let sheet = sheet_notices(&case);
                contact.open(case, |case, next| Say::HandedOver { case, next });
                contact.outgoing.extend(sheet);
                contact.tell_of_alarm(&talk);
            }
            Wish::Share(sheet) => contact.share(sheet, &talk),
            Wish::Withhold => {
                contact.reopen_if_closed();
                contact.tell_navigator(Notice::ContactDidNotShare);
            }
            Wish::Feedback(helped) => contact.feedback(helped),
            Wish::Transfer(agreed) => contact.transfer(agreed),
            Wish::Relay(relayed) => contact.relay(relayed, new_number),
            Wish::Reassure => contact.reassure(),
        }
        contact.into_decision(address, talk)
    }

    /// Whoever has the case should know whether what they write can arrive. Nothing else changes.
    fn reachable(conversation: Option<Conversation>, is_there: bool) -> Decision {
        let Some(conversation) = conversation else { return Decision::nothing() };
        let open = conversation.case.as_ref().filter(|case| case.is_open());
        let told = open.map(|case| {
            Outgoing::Case(case.number, Notice::ContactReachable { case: case.number, is_there })
        });
        Decision::keep(conversation, told.into_iter().collect())
    }

    pub(super) fn into_decision(self, address: &Address, talk: Talk) -> Decision {
        let Contact { case, outgoing, audit, .. } = self;
        let conversation = Conversation { address: address.clone(), talk, case };
        Decision { audit, ..Decision::keep(conversation, outgoing) }
    }

    /// Whoever has the case should know that something was to reach them and did not.
    fn tell_what_did_not_arrive(&mut self, heard: &ContactInput) {
        if !self.case.as_ref().is_some_and(Case::is_open) {
            return;
        }
        match heard {
            ContactInput::Refused(_) | ContactInput::Unreadable => {
                self.tell_navigator(Notice::ContactFileRefused);
            }
            ContactInput::Undecryptable => self.tell_navigator(Notice::Undecryptable),
            ContactInput::Opened
            | ContactInput::Text(_)
            | ContactInput::Quoting { .. }
            | ContactInput::Tapped { .. }
            | ContactInput::Forwarded(_)
            | ContactInput::LivePlace(_)
            | ContactInput::File(_)
            | ContactInput::Edited
            | ContactInput::Retracted
            | ContactInput::Reacted
            | ContactInput::Reachable(_) => {}
        }
    }

    fn emergency(&mut self) {
        self.outgoing.extend(self.case.as_mut().into_iter().flat_map(saw_emergency_card));
    }

    fn forget(mut self, was_known: bool) -> Decision {
        if let Some(case) = &self.case {
            self.outgoing.push(Outgoing::Queue(Notice::ContactDeleted(case.number)));
        }
        // What is still to be said to the case room would be said about somebody who is no longer there.
        self.outgoing.retain(|outgoing| match outgoing {
            Outgoing::Contact(_)
            | Outgoing::ContactCopy { .. }
            | Outgoing::ContactEdit { .. }
            | Outgoing::ContactRetract { .. }
            | Outgoing::ContactReact(_)
            | Outgoing::Queue(_) => true,
            Outgoing::Card { .. }
            | Outgoing::Case(..)
            | Outgoing::CaseFailure(..)
            | Outgoing::CaseCopy(..)
            | Outgoing::CaseEdit(..)
            | Outgoing::CaseRetract(_)
            | Outgoing::CaseReact(..)
            | Outgoing::History(_) => false,
        });
        let audit = if was_known { vec!["conversation_deleted"] } else { Vec::new() };
        Decision { outgoing: self.outgoing, audit, ..Decision::nothing() }
    }

    fn open(&mut self, mut case: Case, told: impl FnOnce(i64, NextAnswer) -> Say) {
        let number = case.number.0;
        self.say_with_times(&mut case, |next| told(number, next));
        self.outgoing.push(Outgoing::Card { card: case.card(), anew: true });
        self.audit.push("case_opened");
        self.case = Some(case);
    }

    /// Says something with the next time at which somebody is there; if nobody is now, also who answers at this
    /// hour: once for each time the desk is closed, not with every message.
    fn say_with_times(&mut self, case: &mut Case, say: impl FnOnce(NextAnswer) -> Say) {
        let next = self.duty.hours.next_answer(self.now);
        self.outgoing.push(Outgoing::Contact(say(next)));
        if !self.is_told_who_answers_now(case) {
            case.told_open_lines = Some(next);
            self.outgoing.push(Outgoing::Contact(Say::OpenLines { land: self.land }));
        }
    }

    /// Whether there is nothing new to tell about this hour: somebody is there, or it was told already.
    fn is_told_who_answers_now(&self, case: &Case) -> bool {
        let next = self.duty.hours.next_answer(self.now);
        match next {
            NextAnswer::OpenNow { .. } => true,
            NextAnswer::Opens { .. } | NextAnswer::Unknown => case.told_open_lines == Some(next),
        }
    }

    /// The emergency card was shown before there was a case: whoever takes it should know why it is urgent.
    fn tell_of_alarm(&mut self, talk: &Talk) {
        if talk.was_alarmed() {
            self.tell_navigator(Notice::ContactSawEmergencyCard);
        }
    }

    fn tell_navigator(&mut self, notice: impl FnOnce(CaseNumber) -> Notice) {
        if let Some(case) = &self.case {
            self.outgoing.push(Outgoing::Case(case.number, notice(case.number)));
        }
    }

    /// A human was called already, and they ask again.
    fn reassure(&mut self) {
        if let Some(mut case) = self.case.take() {
            self.say_with_times(&mut case, |next| Say::HumanIsComing { next });
            self.case = Some(case);
        }
    }

    fn share(&mut self, sheet: Sheet, talk: &Talk) {
        self.reopen_if_closed();
        self.tell_navigator(Notice::ContactShared);
        if let Some(case) = &mut self.case {
            case.attach(sheet, talk, &self.scene.intake);
            let notices = sheet_notices(case);
            self.outgoing.push(Outgoing::Card { card: case.card(), anew: true });
            self.outgoing.extend(notices);
        }
    }

    /// An answer about sharing that comes after closing is something written too: it opens the case again.
    fn reopen_if_closed(&mut self) {
        let Some(mut case) = self.case.take() else { return };
        if let CaseState::Closed { by } = case.state.clone() {
            self.reopen(&mut case, by);
        }
        self.case = Some(case);
    }

    /// Counted in the audit trail, and nowhere else.
    fn feedback(&mut self, helped: Helped) {
        if let Some(case) = self.case.as_mut().filter(|case| case.takes_feedback()) {
            case.feedback_at = Some(self.now);
            self.audit.push(match helped {
                Helped::Yes => "feedback_helped",
                Helped::Partly => "feedback_helped_partly",
                Helped::No => "feedback_did_not_help",
            });
            self.outgoing.push(Outgoing::Contact(Say::FeedbackThanks));
        }
    }

    pub(super) fn relay(&mut self, relayed: Relayed, new_number: &mut dyn FnMut() -> CaseNumber) {
        let mut case = self.case.take().unwrap_or_else(|| {
            // Handed over without a case cannot be; should it ever be, a human must see the message.
            let case = Case::open(new_number(), false, self.now);
            self.outgoing.push(Outgoing::Card { card: case.card(), anew: true });
            case
        });
        match case.state.clone() {
            CaseState::Waiting => {
                // Once; and again only when the desk has closed since: the time that was told is over then.
                if !std::mem::replace(&mut case.told_will_be_read, true)
                    || !self.is_told_who_answers_now(&case)
                {
                    self.say_with_times(&mut case, |next| Say::WillBeRead { next });
                }
            }
            CaseState::Claimed { .. } => case.owe_answer(self.now),
            CaseState::Blocked { .. } => {
                // The dialogue relays nothing of somebody who is blocked; should it ever, it ends here.
                self.case = Some(case);
                return;
            }
            CaseState::Closed { by } => self.reopen(&mut case, by),
        }
        self.outgoing
            .push(Outgoing::CaseCopy(case.number, Notice::FromContact { case: case.number, relayed }));
        self.case = Some(case);
    }

    /// Back to whoever had it; to the queue, with all that a new navigator needs, if they have left the desk.
    fn reopen(&mut self, case: &mut Case, by: Navigator) {
        let is_there = self.duty.has(&by);
        case.move_to(if is_there { CaseState::Claimed { by } } else { CaseState::Waiting }, self.now);
        case.waiting_since = self.now;
        self.audit.push("case_reopened");
        self.say_with_times(case, |next| Say::Reopened { next });
        self.outgoing.push(Outgoing::Card { card: case.card(), anew: true });
        if is_there {
            case.owe_answer(self.now);
            self.outgoing.push(Outgoing::Case(case.number, Notice::Reopened(case.number)));
        } else {
            self.outgoing.extend(brief(case));
        }
    }
}

/// The contact was shown the emergency card: the case is urgent, and whoever has it knows why.
pub(super) fn saw_emergency_card(case: &mut Case) -> Vec<Outgoing> {
    let was_urgent = std::mem::replace(&mut case.urgent, true);
    let mut told = vec![Outgoing::Case(case.number, Notice::ContactSawEmergencyCard(case.number))];
    if !was_urgent {
        told.push(Outgoing::Card { card: case.card(), anew: true });
    }
    told
}
