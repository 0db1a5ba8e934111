//! What the sentences draw on beside what they are to say.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::dialogue::Intake;
use crate::directory::Directory;
use crate::model::Channel;

/// Where a contact reaches us else, beside the phone and mail that the directory knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Alternatives {
    /// The bot's own Matrix id, if it is there.
    pub matrix: Option<String>,
}

static NO_ALTERNATIVES: Alternatives = Alternatives { matrix: None };

/// The world at the moment of speaking.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Where every number, address and link comes from.
    pub directory: &'a Directory,
    /// The intake whose questions are asked.
    pub intake: &'a Intake,
    /// The present day in Germany: how old the facts of an offer are.
    pub today: Date,
    /// Under which name navigators write to contacts; without one, the texts' own.
    pub navigator_name: Option<&'a str>,
    /// The channel on which it is read. Where its operator reads along, that is said.
    pub channel: Channel,
    /// Where contacts reach us else.
    pub alternatives: &'a Alternatives,
}

impl<'a> Surroundings<'a> {
    /// The surroundings at `now`, with the texts' own name for navigators, among ourselves: nobody reads along.
    #[must_use]
    pub fn at(now: Timestamp, directory: &'a Directory, intake: &'a Intake) -> Self {
        Self {
            directory,
            intake,
            today: super::when::today(now),
            navigator_name: None,
            channel: Channel::Terminal,
            alternatives: &NO_ALTERNATIVES,
        }
    }
}
