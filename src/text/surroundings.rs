//! What the sentences draw on beside what they are to say.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::dialogue::Intake;
use crate::directory::Directory;

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
}

impl<'a> Surroundings<'a> {
    /// The surroundings at `now`, with the texts' own name for navigators.
    #[must_use]
    pub fn at(now: Timestamp, directory: &'a Directory, intake: &'a Intake) -> Self {
        Self { directory, intake, today: super::when::today(now), navigator_name: None }
    }
}
