//! What deciding is asked, and what it answers: data, never deeds.

use super::{Conversation, Navigator, Notice, Typed, Undeliverable};
use crate::dialogue::{ContactInput, Say};
use crate::model::CaseNumber;

/// What a conversation is told. Time-outs and failures come by the same door as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The contact did something.
    Contact(ContactInput),
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
    /// Time has passed: somebody may have to be reminded.
    TimePassed,
    /// Its time is over.
    Expired(Over),
    /// A message to the contact could not be delivered and will not be tried again.
    Undelivered(Undeliverable),
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// Something to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    /// To the contact.
    Contact(Say),
    /// To the contact, as the copy of what a navigator typed.
    ContactCopy(Say),
    /// To all navigators.
    Queue(Notice),
    /// To the navigator who has the case, once somebody has it.
    Case(CaseNumber, Notice),
    /// To the navigator who has the case: what was said so far. The shell looks it up.
    History(CaseNumber),
    /// To the navigator who has the case, as the copy of what the contact sent.
    CaseCopy(CaseNumber, Notice),
}
