//! What a contact can ask for at any time.

use serde::Deserialize;

use crate::model::Private;

/// What a contact can ask for at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// What can be typed here?
    Help,
    /// The question before this one.
    Back,
    /// The next question, without an answer to this one.
    Skip,
    /// A human.
    Human,
    /// The emergency card.
    Emergency,
    /// Rest for now.
    Stop,
    /// Delete everything.
    Delete,
    /// Show offers. What came after the command, in plain form: a Land, search words, or nothing.
    Offers(Private<String>),
    /// The privacy notice.
    Privacy,
    /// Begin anew.
    Restart,
    /// Go on after a rest.
    Continue,
    /// The first message that a platform sends by itself.
    Start,
}

/// A [`Command`] as it stands in the file, before its words are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Verb {
    Help,
    Back,
    Skip,
    Human,
    Emergency,
    Stop,
    Delete,
    Offers,
    Privacy,
    Restart,
    Continue,
    Start,
}

impl Verb {
    pub(super) fn command(self, rest: &str) -> Command {
        match self {
            Self::Help => Command::Help,
            Self::Back => Command::Back,
            Self::Skip => Command::Skip,
            Self::Human => Command::Human,
            Self::Emergency => Command::Emergency,
            Self::Stop => Command::Stop,
            Self::Delete => Command::Delete,
            Self::Offers => Command::Offers(Private::from(rest)),
            Self::Privacy => Command::Privacy,
            Self::Restart => Command::Restart,
            Self::Continue => Command::Continue,
            Self::Start => Command::Start,
        }
    }
}
