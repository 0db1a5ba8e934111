//! What stands above what somebody passes on: words of others must never look like their own.

use super::bundle::Bundle;
use super::catalog;

/// Something that is no word of whoever sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above<'a> {
    /// They pass on what somebody else wrote.
    Forwarded {
        /// Who, as far as the channel tells.
        by: Option<&'a str>,
    },
    /// They answer something that somebody wrote elsewhere.
    Answered {
        /// Who, as far as the channel tells.
        by: Option<&'a str>,
    },
    /// They show where they are for a while; only the first place is carried.
    LivePlace,
}

impl Above<'_> {
    pub(super) fn render(self, bundle: &Bundle) -> String {
        match self {
            Self::Forwarded { by: Some(by) } => bundle.say(catalog::ABOVE_FORWARDED.id, &[("by", by.into())]),
            Self::Forwarded { by: None } => bundle.text(catalog::ABOVE_FORWARDED_UNKNOWN.id),
            Self::Answered { by: Some(by) } => bundle.say(catalog::ABOVE_ANSWERED.id, &[("by", by.into())]),
            Self::Answered { by: None } => bundle.text(catalog::ABOVE_ANSWERED_UNKNOWN.id),
            Self::LivePlace => bundle.text(catalog::ABOVE_LIVE_PLACE.id),
        }
    }
}
