//! A conversation with its case: what is kept, sealed, between two inputs.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{Card, CardState, Navigator};
use crate::dialogue::{Attention, Intake, NextAnswer, Sheet, Talk};
use crate::directory::Match;
use crate::model::{Address, CaseNumber, Land, OptionId, StepId, Timestamp};

/// After so long it is said again that what is typed without a command stays internal.
const TELL_INTERNAL_AGAIN_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Everything we know of one contact on one channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Where the contact is reached.
    pub address: Address,
    /// The dialogue with the bot.
    pub talk: Talk,
    /// The case, once a human was asked for.
    pub case: Option<Case>,
}

impl Conversation {
    /// Who attends to the contact.
    #[must_use]
    pub fn attention(&self) -> Attention {
        match self.case.as_ref().map(|case| &case.state) {
            None => Attention::Bot,
            Some(CaseState::Waiting) => Attention::Waiting,
            Some(CaseState::Claimed { .. }) => Attention::Navigator,
            Some(CaseState::Closed { .. }) => Attention::Closed,
            Some(CaseState::Blocked { .. }) => Attention::Blocked,
        }
    }
}

/// What a handoff opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// Where it stands.
    pub state: CaseState,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When its state last changed.
    pub changed_at: Timestamp,
    /// Since when the contact has been waiting for a human.
    pub waiting_since: Timestamp,
    /// Whoever opens it should call back first.
    pub urgent: bool,
    /// What the contact handed over. `None`: nothing (yet).
    pub sheet: Option<Sheet>,
    /// For the card: the Land.
    pub land: Option<Land>,
    /// For the card: what has happened.
    pub situations: Vec<(StepId, OptionId)>,
    /// The offers that can be sent by number; the first is number 1. Those found later come behind.
    pub offers: Vec<Match>,
    /// The contact was told that what they write will be read.
    pub told_will_be_read: bool,
    /// The contact was told who answers while nobody is at the desk: until when that holds.
    #[serde(default)]
    pub told_open_lines: Option<NextAnswer>,
    /// Since when the contact has been waiting for an answer of whoever has the case.
    #[serde(default)]
    pub unanswered_since: Option<Timestamp>,
    /// When somebody was last reminded of what is waiting now.
    #[serde(default)]
    pub reminded_at: Option<Timestamp>,
    /// When the contact said whether it helped.
    #[serde(default)]
    pub feedback_at: Option<Timestamp>,
    /// To whom the case goes if the contact agrees, while they are being asked.
    #[serde(default)]
    pub transfer_to: Option<Navigator>,
    /// When the navigator was last told that what they type stays internal.
    #[serde(default)]
    pub told_internal_at: Option<Timestamp>,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// Nobody has taken it yet.
    Waiting,
    /// One navigator has it.
    Claimed {
        /// Who.
        by: Navigator,
    },
    /// It is closed; a new message of the contact gives it back to the same navigator.
    Closed {
        /// Who had it.
        by: Navigator,
    },
    /// It is closed, and nothing of this contact reaches the desk any more.
    Blocked {
        /// Who had it.
        by: Navigator,
    },
}

impl Case {
    /// A case that is opened now, with what is handed over.
    #[must_use]
    pub fn open(number: CaseNumber, urgent: bool, now: Timestamp) -> Self {
        Self {
            number,
            state: CaseState::Waiting,
            opened_at: now,
            changed_at: now,
            waiting_since: now,
            urgent,
            sheet: None,
            land: None,
            situations: Vec::new(),
            offers: Vec::new(),
            told_will_be_read: false,
            told_open_lines: None,
            unanswered_since: None,
            reminded_at: None,
            feedback_at: None,
            transfer_to: None,
            told_internal_at: None,
        }
    }

    /// Whether somebody has it, or is still to take it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        match self.state {
            CaseState::Waiting | CaseState::Claimed { .. } => true,
            CaseState::Closed { .. } | CaseState::Blocked { .. } => false,
        }
    }

    /// Whether this navigator has it now.
    #[must_use]
    pub fn is_with(&self, navigator: &Navigator) -> bool {
        match &self.state {
            CaseState::Claimed { by } => by.address == navigator.address,
            CaseState::Waiting | CaseState::Closed { .. } | CaseState::Blocked { .. } => false,
        }
    }

    /// The contact hands over their answers.
    pub fn attach(&mut self, sheet: Sheet, talk: &Talk, intake: &Intake) {
        self.land = intake.land(talk.answers());
        self.situations = intake.on_card(talk.answers());
        self.urgent = self.urgent || talk.urgent(intake);
        self.offers.clone_from(&sheet.matches);
        self.sheet = Some(sheet);
    }

    /// The contact waits for an answer from now on, unless they have been waiting already. What they write after a
    /// reminder is something new to be reminded of.
    pub fn owe_answer(&mut self, now: Timestamp) {
        if self.unanswered_since.is_none() || self.reminded_at.is_some() {
            self.unanswered_since = Some(now);
            self.reminded_at = None;
        }
    }

    /// The contact was answered.
    pub fn answered(&mut self) {
        self.unanswered_since = None;
        self.reminded_at = None;
    }

    /// Whether it is to be said (once more) that what is typed stays internal: somebody who forgets the command
    /// must not believe for long that they have answered.
    pub(super) fn must_be_told_internal(&mut self, now: Timestamp) -> bool {
        let lately =
            self.told_internal_at.is_some_and(|told| now.duration_since(told) < TELL_INTERNAL_AGAIN_AFTER);
        if !lately {
            self.told_internal_at = Some(now);
        }
        !lately
    }

    /// Whether an answer to "did it help" counts now: once, and only while the case is closed.
    #[must_use]
    pub fn takes_feedback(&self) -> bool {
        match self.state {
            CaseState::Closed { .. } => self.feedback_at.is_none(),
            CaseState::Waiting | CaseState::Claimed { .. } | CaseState::Blocked { .. } => false,
        }
    }

    /// The case as the queue shows it.
    #[must_use]
    pub fn card(&self) -> Card {
        Card {
            case: self.number,
            urgent: self.urgent,
            state: match &self.state {
                CaseState::Waiting => CardState::Waiting,
                CaseState::Claimed { by } => CardState::Claimed(by.clone()),
                CaseState::Closed { by } | CaseState::Blocked { by } => CardState::Closed(by.clone()),
            },
            land: self.land,
            situations: self.situations.clone(),
            waiting_since: self.waiting_since,
        }
    }

    /// The case moves to another state. What was asked in the old one no longer holds.
    pub fn move_to(&mut self, state: CaseState, now: Timestamp) {
        self.transfer_to = None;
        self.reminded_at = None;
        self.unanswered_since = None;
        self.state = state;
        self.changed_at = now;
    }
}
