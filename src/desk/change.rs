//! What somebody does to a message that was there before: change it, take it back, react to it.
//!
//! Rules. A change counts only from whoever wrote the message, and only if the message was carried: an edit never
//! turns a note into a command or into something that goes out. Of an edited message of the contact the navigator
//! keeps both versions, because the wording of a threat is evidence; what the contact takes back is taken back at
//! the desk too, because it is theirs. A navigator changes what they said only while they have the case. Words below a
//! file are changed like any other; the file stays as it was.
//!
//! Accepted risk: what was read was read. Taking back removes the message where the platform lets us.

use serde::{Deserialize, Serialize};

use super::command::{Command, Typed, parse};
use super::contact::{Contact, saw_emergency_card};
use super::navigator::AtCase;
use super::{Case, CaseState, Conversation, Decision, Duty, Next, Notice, Outgoing};
use crate::dialogue::words::Danger;
use crate::dialogue::{Attention, ContactInput, Relayed, Say, Scene};
use crate::model::{Address, CaseNumber, Private, Timestamp};

/// What somebody did to a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It says this from now on.
    Edited(Private<String>),
    /// It is taken back.
    Retracted,
    /// They reacted to it with this emoji.
    Reacted(Private<String>),
    /// It is a reaction, and is taken back.
    Unreacted,
}

/// A message or reaction that was carried to the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Who wrote it.
    pub by: Address,
    /// To which case's room it was carried; `None`: to the contact.
    pub case: Option<CaseNumber>,
    /// The words, as they were written last; `None`: it had none, or none that can be changed.
    pub words: Option<Private<String>>,
    /// It is a file: words can stand below it, also where none stood before.
    pub is_file: bool,
}

/// What is known of the message that a change is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The copies of it on the other side.
    pub copies: Vec<Carried>,
    /// It has a counterpart on the other side, to which a reaction can be put.
    pub has_counterpart: bool,
}

/// A reaction that is carried is an emoji: a reaction can be any text, and words go out by an answer alone.
const LONGEST_REACTION_BYTES: usize = 40;

/// The reaction, if it can be carried.
fn emoji(key: &Private<String>) -> Option<String> {
    let key = key.reveal().trim();
    let fits = !key.is_empty()
        && key.len() <= LONGEST_REACTION_BYTES
        && !key.chars().any(|char| char.is_alphabetic() || char.is_whitespace() || char.is_control());
    fits.then(|| key.to_owned())
}

/// Danger that speaks from changed words and did not speak from them before.
fn new_danger(change: &Change, subject: &Subject, scene: &Scene) -> Option<Danger> {
    let words = match change {
        Change::Edited(words) => words.reveal(),
        Change::Retracted | Change::Reacted(_) | Change::Unreacted => return None,
    };
    let mut before = subject.copies.iter().filter_map(|copy| copy.words.as_ref());
    let known = before.find_map(|before| scene.lexicon.danger(before.reveal()));
    scene.lexicon.danger(words).filter(|danger| known != Some(*danger))
}

/// Shows the card before all else. The case is urgent from then on, unless it is over.
fn show_emergency_card(decision: &mut Decision, danger: Danger, scene: &Scene) {
    let mut land = None;
    if let Next::Keep(conversation) = &mut decision.next {
        land = scene.intake.land(conversation.talk.answers());
        conversation.talk.note_alarm();
        let open = conversation.case.as_mut().filter(|case| case.is_open());
        decision.outgoing.extend(open.into_iter().flat_map(saw_emergency_card));
    }
    let card = Say::Emergency { crisis: danger.is_crisis(), land, rests: false };
    decision.outgoing.insert(0, Outgoing::Contact(card));
}

impl Contact<'_> {
    /// The contact did something to a message that was there before. Words of danger bring the emergency card also where
    /// they come by changing others.
    #[expect(
        clippy::too_many_arguments,
        reason = "what deciding is about, and the two things that are changed"
    )]
    pub(super) fn hear_change(
        conversation: Option<Conversation>,
        address: &Address,
        change: &Change,
        subject: &Subject,
        scene: &Scene,
        duty: &Duty,
        new_number: &mut dyn FnMut() -> CaseNumber,
        now: Timestamp,
    ) -> Decision {
        let danger = new_danger(change, subject, scene);
        let mut decision = Self::change(conversation, address, change, subject, scene, duty, new_number, now);
        if let Some(danger) = danger {
            show_emergency_card(&mut decision, danger, scene);
        }
        decision
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what deciding is about, and the two things that are changed"
    )]
    fn change(
        conversation: Option<Conversation>,
        address: &Address,
        change: &Change,
        subject: &Subject,
        scene: &Scene,
        duty: &Duty,
        new_number: &mut dyn FnMut() -> CaseNumber,
        now: Timestamp,
    ) -> Decision {
        let conversation = match conversation {
            Some(Conversation { talk, case: Some(case), .. }) => {
                let mut contact = Contact::new(Some(case), &talk, scene, duty, now);
                if contact.changed(address, change, subject) {
                    return contact.into_decision(address, talk);
                }
                Some(Conversation { address: address.clone(), talk, case: contact.case })
            }
            other => other,
        };
        let attention = conversation.as_ref().map_or(Attention::Bot, Conversation::attention);
        let heard = match (change, attention) {
            // What they change after a human was asked for is for the human, like everything they write.
            (Change::Edited(words), Attention::Waiting | Attention::Navigator | Attention::Closed) => {
                let relayed = Relayed::Edited { words: words.clone(), before: None };
                let Some(Conversation { talk, case, .. }) = conversation else { return Decision::nothing() };
                let mut contact = Contact::new(case, &talk, scene, duty, now);
                contact.relay(relayed, new_number);
                return contact.into_decision(address, talk);
            }
            (Change::Edited(_), Attention::Bot | Attention::Blocked) => ContactInput::Edited,
            (Change::Retracted, _) => ContactInput::Retracted,
            (Change::Reacted(_), _) => ContactInput::Reacted,
            (Change::Unreacted, _) => {
                return conversation
                    .map_or_else(Decision::nothing, |known| Decision::keep(known, Vec::new()));
            }
        };
        if conversation.is_none() {
            // Of somebody whom we do not know there is nothing that could be changed.
            return Decision::nothing();
        }
        Self::hear(conversation, address, &heard, scene, duty, new_number, now)
    }

    /// The contact did something to a message. False: it is nothing that the desk has.
    pub(super) fn changed(&mut self, by: &Address, change: &Change, subject: &Subject) -> bool {
        let Some(mut case) = self.case.take() else { return false };
        let taken = self.changed_in(&mut case, by, change, subject);
        self.case = Some(case);
        taken
    }

    fn changed_in(&mut self, case: &mut Case, by: &Address, change: &Change, subject: &Subject) -> bool {
        match (&case.state, change) {
            (CaseState::Waiting | CaseState::Claimed { .. }, _)
            // What is theirs they may take back at any time.
            | (CaseState::Closed { .. } | CaseState::Blocked { .. }, Change::Retracted | Change::Unreacted) => {}
            // What comes after closing is a message like any other, and nothing comes of somebody who is blocked.
            (CaseState::Closed { .. } | CaseState::Blocked { .. }, Change::Edited(_) | Change::Reacted(_)) => {
                return false;
            }
        }
        let number = case.number;
        let copy = subject.copies.iter().find(|copy| copy.by == *by && copy.case == Some(number));
        match (change, copy) {
            (Change::Edited(words), Some(Carried { words: before, is_file, .. }))
                if *is_file || before.is_some() =>
            {
                let relayed = Relayed::Edited { words: words.clone(), before: before.clone() };
                self.outgoing.push(Outgoing::CaseEdit(number, Notice::FromContact { case: number, relayed }));
                self.outgoing.push(Outgoing::Case(number, Notice::ContactEdited(number)));
                self.owe_answer(case);
                true
            }
            (Change::Retracted, Some(_)) => {
                self.outgoing.push(Outgoing::CaseRetract(number));
                self.outgoing.push(Outgoing::Case(number, Notice::ContactRetracted(number)));
                true
            }
            (Change::Edited(_), _) | (Change::Retracted, None) => false,
            (Change::Unreacted, copy) => {
                self.outgoing.extend(copy.map(|_| Outgoing::CaseRetract(number)));
                true
            }
            (Change::Reacted(key), _) => {
                let key = emoji(key).filter(|_| subject.has_counterpart);
                let taken = key.is_some();
                self.outgoing.extend(key.map(|key| Outgoing::CaseReact(number, key)));
                taken
            }
        }
    }

    fn owe_answer(&self, case: &mut Case) {
        match case.state {
            CaseState::Claimed { .. } => case.owe_answer(self.now),
            CaseState::Waiting | CaseState::Closed { .. } | CaseState::Blocked { .. } => {}
        }
    }
}

impl AtCase<'_> {
    /// A navigator did something to a message.
    pub(super) fn changed(&mut self, case: &mut Case, change: &Change, subject: &Subject) {
        let copy = subject.copies.iter().find(|copy| copy.by == self.by.address && copy.case.is_none());
        match change {
            Change::Edited(words) => self.edited(case, words, copy),
            Change::Retracted => {
                if copy.is_some() && self.has(case) {
                    let receipt = Some(Notice::RetractedAtContact(case.number));
                    self.outgoing.push(Outgoing::ContactRetract { receipt, room: self.room });
                }
            }
            Change::Unreacted => {
                if copy.is_some() && case.is_with(self.by) {
                    self.outgoing.push(Outgoing::ContactRetract { receipt: None, room: self.room });
                }
            }
            Change::Reacted(key) => {
                let Some(key) = emoji(key).filter(|_| subject.has_counterpart) else { return };
                // A tap in a case of somebody else is no attempt to speak to the contact: nothing need be said.
                if case.is_with(self.by) {
                    self.outgoing.push(Outgoing::ContactReact(key));
                }
            }
        }
    }

    fn edited(&mut self, case: &Case, words: &Private<String>, copy: Option<&Carried>) {
        let (words, copy) = match (parse(words.reveal()), copy) {
            // A note that is changed stays a note.
            (Typed::Plain, None) => return,
            (Typed::Plain, Some(copy)) => (words.clone(), copy),
            (Typed::Command(Command::Answer(words)), Some(copy)) => (words, copy),
            (
                Typed::Command(_)
                | Typed::NeedsMore(_)
                | Typed::Unknown { .. }
                | Typed::File(_)
                | Typed::Unreadable
                | Typed::Undecryptable,
                _,
            ) => return self.here(Notice::EditIsNoCommand),
        };
        if !self.has(case) {
            return;
        }
        // Words can be put below a file and changed there; that none should stand there any more is nothing to say.
        let is_carried = if copy.is_file { !words.reveal().trim().is_empty() } else { copy.words.is_some() };
        if !is_carried {
            return self.here(Notice::EditNotCarried(case.number));
        }
        self.outgoing.push(Outgoing::ContactEdit {
            say: Say::FromNavigator(words),
            receipt: Notice::EditedAtContact(case.number),
            room: self.room,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_reaction() {
        for key in ["👍", "❤️", "👍🏽", "1️⃣", "👩‍👩‍👧", "?!"] {
            assert!(emoji(&Private::from(key)).is_some(), "{key}");
        }
        for key in ["", " ", "ruf mich an", "ok", "👍 ok", "👍👍👍👍👍👍👍👍👍👍👍"] {
            assert!(emoji(&Private::from(key)).is_none(), "{key}");
        }
    }
}
