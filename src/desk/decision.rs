//! What deciding is asked, and what it answers: data, never deeds.

use super::{Card, Change, Conversation, Navigator, Notice, Subject, Typed, Undeliverable};
use crate::dialogue::{ContactInput, Say};
use crate::model::CaseNumber;

/// What a conversation is told. Time-outs and failures come by the same door as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The contact did something.
    Contact(ContactInput),
    /// The contact did something to a message that was there before.
    ContactChange {
        /// What.
        change: Change,
        /// To which message.
        subject: Subject,
    },
    /// A navigator typed something that concerns this conversation's case.
    Navigator {
        /// Who.
        by: Navigator,
        /// Which case they mean.
        case: CaseNumber,
        /// Where.
        room: Room,
        /// What.
        typed: Typed,
    },
    /// A navigator did something to a message that was there before, in this conversation's case.
    NavigatorChange {
        /// Who.
        by: Navigator,
        /// Which case.
        case: CaseNumber,
        /// Where.
        room: Room,
        /// What.
        change: Change,
        /// To which message.
        subject: Subject,
    },
    /// Time has passed: somebody may have to be reminded.
    TimePassed,
    /// Its time is over.
    Expired(Over),
    /// Whoever has the case may no longer work at the desk: somebody has to look.
    RosterChanged,
    /// A message to the contact could not be delivered and will not be tried again.
    Undelivered(Undeliverable),
    /// A file of the contact could not be carried to the desk and will not be tried again.
    FileLost(Undeliverable),
}

/// What is over when time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    /// An intake that was begun after a closed case: its answers go, the case stays.
    Intake,
    /// The whole conversation: it is to be forgotten.
    Everything,
}

/// Where something is typed at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Room {
    /// The queue, where all navigators are.
    Queue,
    /// The room of one case.
    Case(CaseNumber),
}

/// What an input leads to. The shell commits all of it in one transaction, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What becomes of the conversation.
    pub next: Next,
    /// What is said, in order.
    pub outgoing: Vec<Outgoing>,
    /// The case was claimed: what was held back for its navigator may go out.
    pub release: Option<CaseNumber>,
    /// What is remembered without content.
    pub audit: Vec<&'static str>,
}

/// What becomes of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// It is kept like this.
    Keep(Box<Conversation>),
    /// It is forgotten with everything that belongs to it; or, if there was none, none begins.
    Forget,
}

/// Something to be said or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// To the contact.
    Contact(Say),
    /// To the contact, as the copy of what a navigator typed or sent.
    ContactCopy {
        /// What.
        say: Say,
        /// What the navigator is told once it has arrived.
        receipt: Notice,
        /// Where they typed it.
        room: Room,
    },
    /// The copies of a message that a navigator changed say this from now on.
    ContactEdit {
        /// What.
        say: Say,
        /// What the navigator is told once it has arrived.
        receipt: Notice,
        /// Where they typed it.
        room: Room,
    },
    /// The copies of a message that a navigator took back are taken back.
    ContactRetract {
        /// What the navigator is told once it is done, if anything is.
        receipt: Option<Notice>,
        /// Where they did it.
        room: Room,
    },
    /// To the counterpart of the message to which a navigator reacted: the same reaction.
    ContactReact(String),
    /// To all navigators.
    Queue(Notice),
    /// The case as the queue shows it: all its cards say this from now on.
    Card {
        /// What.
        card: Card,
        /// It is posted anew too, so that it is noticed.
        anew: bool,
    },
    /// To the navigator who has the case, once somebody has it.
    Case(CaseNumber, Notice),
    /// The same, as an answer to the message that is spoken of, which is marked as not delivered.
    CaseFailure(CaseNumber, Notice),
    /// To the navigator who has the case: what was said so far. The shell looks it up.
    History(CaseNumber),
    /// To the navigator who has the case, as the copy of what the contact sent.
    CaseCopy(CaseNumber, Notice),
    /// The copies of a message that the contact changed say this from now on.
    CaseEdit(CaseNumber, Notice),
    /// The copies of a message that the contact took back are taken back.
    CaseRetract(CaseNumber),
    /// To the counterpart of the message to which the contact reacted: the same reaction.
    CaseReact(CaseNumber, String),
}
