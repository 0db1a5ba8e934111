//! Where a conversation with a contact stands, and what one input does to it.

use serde::{Deserialize, Serialize};

use super::{Answers, FileRefusal, Helped, Intake, Relayed, Say, Sheet};
use crate::model::{Attachment, Land, OfferId, OptionId, Private, StepId, Timestamp};

/// Where a conversation stands, from the side of the contact. Serialised, sealed and kept between two inputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    pub(super) stage: Stage,
    /// The question on top of the stage, if one was asked.
    pub(super) aside: Option<Aside>,
    pub(super) answers: Answers,
    /// The steps that were answered, in the order in which they first were: the way back.
    pub(super) trail: Vec<StepId>,
    /// How many answers in a row were not understood.
    pub(super) misunderstood: u8,
    /// "stopp" was said.
    pub(super) paused: bool,
    /// They were asked whether their answers may go along, and have not said.
    #[serde(default)]
    pub(super) share_open: bool,
    /// Words of danger came up.
    pub(super) alarmed: bool,
    /// What was said of the last thing that came, if many such things may come in one go.
    #[serde(default)]
    pub(super) row: Option<Row>,
    /// What they agreed to send although the operator of the channel can read along.
    #[serde(default)]
    pub(super) openly: Openly,
    /// When the contact last wrote.
    pub(super) last_heard: Option<Timestamp>,
    /// The offers shown with the last review: shown again only if they have changed.
    pub(super) shown: Vec<OfferId>,
}

/// What somebody agreed to send on a channel whose operator can read along; nothing, as long as nobody asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Openly {
    /// Words of their own.
    pub words: bool,
    /// Files.
    pub files: bool,
}

/// Things that came one right after the other, as an album does: of all of them something is said once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// What was said of them.
    pub said: Said,
    /// When the last of them came.
    pub at: Timestamp,
}

/// What is said once of things that come in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// No file is taken here.
    FileNotNow,
    /// Nothing that others wrote is taken here.
    ForwardedNotNow,
    /// They have not said whether they want to go on here.
    NotTakenYet,
    /// It is not carried.
    Refused(FileRefusal),
    /// It is noted, and how many there are.
    Noted,
    /// No more fits.
    Full,
}

/// The stages of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has consented yet: nothing that is written is kept.
    Consent,
    /// A step of the intake is being asked.
    Asking {
        /// Which step.
        step: StepId,
        /// What was chosen so far (a "several" step).
        chosen: Vec<OptionId>,
        /// The Länder among which was asked back (a place step).
        laender: Vec<Land>,
    },
    /// Which answer should be changed?
    Changing,
    /// A human was asked for, or the sheet was handed over: the rest is between humans.
    HandedOver,
}

/// Questions that can come on top of any stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aside {
    /// Really delete everything?
    Delete,
    /// Really begin anew?
    Restart,
    /// Rather speak with a human?
    OfferHuman,
    /// May the answers go along?
    Share,
    /// The emergency card was shown and nothing was put below it: "weiter" brings the question back.
    Card,
    /// May another navigator take over?
    Transfer,
    /// Did it help?
    Feedback,
}

/// What a contact did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactInput {
    /// They opened the chat without a word.
    Opened,
    /// They wrote something.
    Text(Private<String>),
    /// They wrote something about these words of a message of ours.
    Quoting {
        /// The words they chose.
        quote: Private<String>,
        /// What they wrote.
        words: Private<String>,
    },
    /// They tapped a choice.
    Tapped {
        /// The step to which the message belonged.
        step: Option<StepId>,
        /// The id of the choice.
        choice: String,
    },
    /// They passed on what others wrote, or answered it; who that is stands above it.
    Forwarded(Private<String>),
    /// They show where they are for a while. It is the place where they were first; that this is all stands above it.
    LivePlace(Private<String>),
    /// They sent a file.
    File(Attachment),
    /// They sent a file that is not carried.
    Refused(FileRefusal),
    /// They sent something that cannot be carried.
    Unreadable,
    /// They sent something that cannot be decrypted.
    Undecryptable,
    /// They changed a message that is no answer any more.
    Edited,
    /// They took back a message that is no answer any more.
    Retracted,
    /// They reacted to a message with something that is no choice.
    Reacted,
    /// They can be written to again, or no longer (they blocked the bot). It is for the desk; nothing is said.
    Reachable(bool),
}

/// Who attends to the contact, from the desk's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// No human was asked for.
    Bot,
    /// A human was asked for, and nobody has taken the case yet.
    Waiting,
    /// A navigator has the case: the bot is silent.
    Navigator,
    /// The case was closed.
    Closed,
    /// The case was closed, and nothing more of this contact is carried to the desk.
    Blocked,
}

/// What the dialogue wants to happen beyond saying something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Nothing.
    GoOn,
    /// Forget the contact and everything about them.
    Forget,
    /// They do not consent: nothing of this is kept. What was before it stays.
    Decline,
    /// Alert the desk at once.
    CallHuman {
        /// There are answers: ask whether they may go along.
        ask_to_share: bool,
    },
    /// Hand over with this sheet.
    HandOver(Sheet),
    /// The answers may go along with the case that is open.
    Share(Sheet),
    /// The answers do not go along.
    Withhold,
    /// Another navigator may take over, or not.
    Transfer(bool),
    /// Whether it helped.
    Feedback(Helped),
    /// Carry this to the navigator.
    Relay(Relayed),
    /// Tell them that a human was called, and when one may answer.
    Reassure,
}

/// What one input led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The conversation afterwards.
    pub talk: Talk,
    /// What is said, in order.
    pub says: Vec<Say>,
    /// What else is to happen.
    pub wish: Wish,
    /// The emergency card was shown because of what was written.
    pub emergency: bool,
}

impl Talk {
    /// Somebody who has just come.
    #[must_use]
    pub fn new() -> Self {
        Self {
            stage: Stage::Consent,
            aside: None,
            answers: Answers::new(),
            trail: Vec::new(),
            misunderstood: 0,
            paused: false,
            share_open: false,
            alarmed: false,
            row: None,
            openly: Openly::default(),
            last_heard: None,
            shown: Vec::new(),
        }
    }

    /// A conversation in which the rest is between humans.
    #[must_use]
    pub fn handed_over() -> Self {
        Self { stage: Stage::HandedOver, ..Self::new() }
    }

    /// Whether a human was asked for, so that the bot asks nothing more.
    #[must_use]
    pub const fn is_handed_over(&self) -> bool {
        match self.stage {
            Stage::HandedOver => true,
            Stage::Consent | Stage::Asking { .. } | Stage::Changing => false,
        }
    }

    /// Where it stands.
    #[must_use]
    pub const fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Whether consent was given, so that what is written may be kept.
    #[must_use]
    pub const fn consented(&self) -> bool {
        match self.stage {
            Stage::Consent => false,
            Stage::Asking { .. } | Stage::Changing | Stage::HandedOver => true,
        }
    }

    /// The step of the intake that is being asked; `None` once a human was asked for.
    #[must_use]
    pub fn step<'a>(&'a self, intake: &'a Intake) -> Option<&'a StepId> {
        match &self.stage {
            Stage::Consent => Some(&intake.consent().id),
            Stage::Asking { step, .. } => Some(step),
            Stage::Changing => Some(&intake.review().id),
            Stage::HandedOver => None,
        }
    }

    /// A human has just written: a "ja" that comes now is for them, not for a question the bot still had open.
    pub fn human_wrote(&mut self) {
        self.aside = None;
    }

    /// Words of danger came up. Before consent that is not kept.
    pub const fn note_alarm(&mut self) {
        self.alarmed = self.consented();
    }

    /// Whether words of danger came up.
    #[must_use]
    pub const fn was_alarmed(&self) -> bool {
        self.alarmed
    }

    /// The contact is being asked whether another navigator may take over.
    pub fn ask_to_transfer(&mut self) {
        self.aside = Some(Aside::Transfer);
    }

    /// The contact is being asked whether it helped.
    pub fn ask_for_feedback(&mut self) {
        self.aside = Some(Aside::Feedback);
    }

    /// Which questions of the desk still stand: to the others no answer is understood any more.
    pub fn keep_asking(&mut self, to_transfer: bool, for_feedback: bool) {
        self.aside = self.aside.filter(|aside| match aside {
            Aside::Transfer => to_transfer,
            Aside::Feedback => for_feedback,
            Aside::Delete | Aside::Restart | Aside::OfferHuman | Aside::Share | Aside::Card => true,
        });
    }

    /// All answers so far; the intake says which of them count.
    #[must_use]
    pub const fn answers(&self) -> &Answers {
        &self.answers
    }

    /// When the contact last wrote.
    #[must_use]
    pub const fn last_heard(&self) -> Option<Timestamp> {
        self.last_heard
    }

    /// Whether words of danger came up, or an answer that makes it urgent.
    #[must_use]
    pub fn urgent(&self, intake: &Intake) -> bool {
        self.alarmed || intake.urgent(&self.answers)
    }
}

impl Default for Talk {
    fn default() -> Self {
        Self::new()
    }
}
