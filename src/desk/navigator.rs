//! What a navigator's line does to a case. Nothing leaves the desk but by an explicit command.

use super::decide::sheet_notices;
use super::{
    Case, CaseState, Change, Command, Conversation, Decision, Duty, Navigator, Notice, NumberedOffer,
    Outgoing, Room, Subject, Typed,
};
use crate::dialogue::{Occasion, Say, Scene};
use crate::directory::{Match, MotiveGate};
use crate::model::{Attachment, Private, Timestamp};

/// A navigator typed something about this conversation's case.
pub(super) fn take(
    mut conversation: Conversation,
    by: &Navigator,
    room: Room,
    typed: &Typed,
    scene: &Scene,
    duty: &Duty,
    now: Timestamp,
) -> Decision {
    let Some(mut case) = conversation.case.take() else {
        return Decision::keep(conversation, Vec::new());
    };
    let mut at =
        AtCase { by, room, scene, duty, now, outgoing: Vec::new(), audit: Vec::new(), released: false };
    let is_closed = |case: &Case| matches!(case.state, CaseState::Closed { .. } | CaseState::Blocked { .. });
    let was_closed = is_closed(&case);
    at.take(&mut case, typed);
    let release = at.released.then_some(case.number);
    if (is_closed(&case) && !was_closed)
        || at.outgoing.iter().any(|outgoing| matches!(outgoing, Outgoing::ContactCopy { .. }))
    {
        conversation.talk.human_wrote();
    }
    conversation.talk.keep_asking(case.transfer_to.is_some(), case.takes_feedback());
    if at.outgoing.contains(&Outgoing::Contact(Say::AskTransfer)) {
        conversation.talk.ask_to_transfer();
    } else if at.outgoing.contains(&Outgoing::Contact(Say::AskFeedback)) {
        conversation.talk.ask_for_feedback();
    }
    let (outgoing, audit) = (at.outgoing, at.audit);
    conversation.case = Some(case);
    Decision { release, audit, ..Decision::keep(conversation, outgoing) }
}

/// A navigator did something to a message that was there before.
#[expect(clippy::too_many_arguments, reason = "what deciding is about, and the two things that are changed")]
pub(super) fn take_change(
    mut conversation: Conversation,
    by: &Navigator,
    room: Room,
    change: &Change,
    subject: &Subject,
    scene: &Scene,
    duty: &Duty,
    now: Timestamp,
) -> Decision {
    let mut at =
        AtCase { by, room, scene, duty, now, outgoing: Vec::new(), audit: Vec::new(), released: false };
    if let Some(case) = &mut conversation.case {
        at.changed(case, change, subject);
    }
    let (outgoing, audit) = (at.outgoing, at.audit);
    Decision { audit, ..Decision::keep(conversation, outgoing) }
}

pub(super) struct AtCase<'a> {
    pub(super) by: &'a Navigator,
    pub(super) room: Room,
    scene: &'a Scene,
    pub(super) duty: &'a Duty,
    pub(super) now: Timestamp,
    pub(super) outgoing: Vec<Outgoing>,
    pub(super) audit: Vec<&'static str>,
    released: bool,
}

impl AtCase<'_> {
    fn take(&mut self, case: &mut Case, typed: &Typed) {
        match typed {
            Typed::Command(Command::Claim(_)) => self.claim(case),
            Typed::Command(Command::Answer(text)) => self.answer(case, text),
            Typed::Command(Command::Send(numbers)) => self.send(case, numbers),
            Typed::Command(Command::Offers(words)) => self.offers(case, words),
            Typed::Command(Command::Sheet(_)) => {
                if self.has(case) {
                    self.outgoing.extend(sheet_notices(case));
                }
            }
            Typed::Command(Command::Transfer(who)) => self.ask_to_transfer(case, who.reveal()),
            Typed::Command(Command::GiveBack(_)) => self.give_back(case),
            Typed::Command(Command::Close(_)) => self.close(case),
            Typed::Command(Command::Reopen(number)) => self.reopen(case, number.is_some()),
            Typed::Command(Command::Block(_)) => self.block(case),
            Typed::Command(Command::Unblock(number)) => self.unblock(case, number.is_some()),
            Typed::Command(Command::Open) => self.here(Notice::OpenCases(vec![case.card()])),
            Typed::Command(Command::Help) => self.here(Notice::Help),
            Typed::NeedsMore(command) => self.here(Notice::NeedsMore { command: (*command).to_owned() }),
            Typed::Unknown { nearest } => {
                self.here(Notice::UnknownCommand { nearest: nearest.map(ToOwned::to_owned) });
            }
            Typed::File(file) => self.send_file(case, file),
            Typed::Unreadable => {
                if self.has(case) {
                    self.here(Notice::CannotCarry(case.number));
                }
            }
            Typed::Undecryptable => self.here(Notice::PleaseRepeat),
            Typed::Plain => {
                if case.must_be_told_internal(self.now) {
                    self.here(Notice::StaysInternal);
                }
            }
        }
    }

    /// An answer to the navigator, where they typed. Never anything personal: the queue is read by all.
    pub(super) fn here(&mut self, notice: Notice) {
        self.outgoing.push(match self.room {
            Room::Queue => Outgoing::Queue(notice),
            Room::Case(number) => Outgoing::Case(number, notice),
        });
    }

    /// Whether this navigator has the case; if not, says what stands in the way.
    pub(super) fn has(&mut self, case: &Case) -> bool {
        let refusal = match &case.state {
            CaseState::Claimed { by } if by.address == self.by.address => None,
            CaseState::Claimed { by } => Some(Notice::TakenBy { case: case.number, by: by.clone() }),
            CaseState::Waiting => Some(Notice::NotClaimed(case.number)),
            CaseState::Closed { .. } => Some(Notice::CaseIsClosed(case.number)),
            CaseState::Blocked { .. } => Some(Notice::IsBlocked(case.number)),
        };
        match refusal {
            None => true,
            Some(notice) => {
                // In the room of a case only whoever has or had it reads what is said there.
                let is_theirs = match &case.state {
                    CaseState::Claimed { by } | CaseState::Closed { by } | CaseState::Blocked { by } => {
                        by.address == self.by.address
                    }
                    CaseState::Waiting => false,
                };
                if is_theirs {
                    self.here(notice);
                } else {
                    self.outgoing.push(Outgoing::Queue(notice));
                }
                false
            }
        }
    }

    fn claim(&mut self, case: &mut Case) {
        match &case.state {
            CaseState::Waiting => {
                self.released = true;
                self.make_mine(case);
            }
            CaseState::Claimed { by } if by.address == self.by.address => {
                self.here(Notice::AlreadyYours(case.number));
            }
            CaseState::Claimed { by } if self.duty.has(by) => {
                self.here(Notice::TakenBy { case: case.number, by: by.clone() });
            }
            CaseState::Claimed { .. } => {
                // Whoever has it has left, and the look at the start has not come to it yet.
                self.make_mine(case);
                self.brief(case);
            }
            CaseState::Closed { .. } => self.here(Notice::CaseIsClosed(case.number)),
            CaseState::Blocked { .. } => self.here(Notice::IsBlocked(case.number)),
        }
    }

    fn make_mine(&mut self, case: &mut Case) {
        case.move_to(CaseState::Claimed { by: self.by.clone() }, self.now);
        case.owe_answer(self.now);
        self.audit.push("case_claimed");
        self.card(case);
        self.outgoing.push(Outgoing::Case(case.number, Notice::Yours(case.number)));
        self.outgoing.push(Outgoing::Contact(Say::Claimed));
    }

    fn answer(&mut self, case: &mut Case, text: &Private<String>) {
        if self.has(case) {
            case.answered();
            self.copy(Say::FromNavigator(text.clone()), Notice::Replied(case.number));
        }
    }

    /// Something goes out; once it has arrived, whoever sent it is told so.
    fn copy(&mut self, say: Say, receipt: Notice) {
        self.outgoing.push(Outgoing::ContactCopy { say, receipt, room: self.room });
    }

    fn send_file(&mut self, case: &mut Case, file: &Attachment) {
        if !self.has(case) {
            return;
        }
        if let Some(refusal) = self.duty.files.refusal(file) {
            return self.here(Notice::FileRefused(refusal));
        }
        case.answered();
        self.copy(Say::FileFromNavigator(file.clone()), Notice::Replied(case.number));
    }

    fn send(&mut self, case: &mut Case, numbers: &[u32]) {
        if !self.has(case) {
            return;
        }
        let mut matches = Vec::new();
        for number in numbers {
            let place = usize::try_from(*number).ok().and_then(|number| number.checked_sub(1));
            let Some(offer) = place.and_then(|place| case.offers.get(place)) else {
                // All or nothing: a wrong number is a slip, and the rest may be one too.
                self.here(Notice::NoSuchOffer { number: *number });
                return;
            };
            matches.push(offer.clone());
        }
        let occasion = Occasion::Navigator { numbers: numbers.to_vec() };
        let receipt = Notice::SentOffers { case: case.number, numbers: numbers.to_vec() };
        self.copy(Say::Offers { matches, occasion }, receipt);
        self.audit.push("offers_sent");
        case.answered();
    }

    fn offers(&mut self, case: &mut Case, words: &str) {
        let (named, rest) = self.scene.places.land_in(words);
        let land = named.or(case.land);
        let mut numbered = Vec::new();
        for offer in self.scene.directory.search(&rest, land) {
            let place = case.offers.iter().position(|known| known.offer == offer.id).unwrap_or_else(|| {
                case.offers.push(Match {
                    offer: offer.id.clone(),
                    reasons: Vec::new(),
                    only_if_motive: offer.motive != MotiveGate::Alle,
                });
                case.offers.len() - 1
            });
            numbered.push(NumberedOffer {
                number: u32::try_from(place + 1).unwrap_or(u32::MAX),
                offer: offer.id.clone(),
            });
        }
        numbered.sort_by_key(|found| found.number);
        self.here(if numbered.is_empty() {
            Notice::FoundNothing
        } else {
            Notice::Found { numbered, sendable: true }
        });
    }
}
