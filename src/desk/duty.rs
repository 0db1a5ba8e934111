//! What is set about the desk, as deciding needs it.

use super::{Case, CaseState, Hours, Navigator, Reminders};
use crate::dialogue::FileRules;
use crate::dialogue::words::normalise;

/// Who is there, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duty {
    /// When the desk is staffed.
    pub hours: Hours,
    /// Everybody to whom a case can be handed. Empty where nobody else can be there (the terminal).
    pub roster: Vec<Navigator>,
    /// After how long somebody is reminded.
    pub reminders: Reminders,
    /// Each case has a room of its own: nothing goes out from the room that all navigators read.
    pub cases_have_rooms: bool,
    /// Which files are carried.
    pub files: FileRules,
}

impl Duty {
    /// Whether this navigator still works at the desk. Where there is no roster, everybody does.
    #[must_use]
    pub fn has(&self, navigator: &Navigator) -> bool {
        self.roster.is_empty() || self.roster.iter().any(|known| known.address == navigator.address)
    }

    /// Who has this case and no longer works at the desk, so that nobody reads what the contact writes.
    #[must_use]
    pub fn lost<'a>(&self, case: &'a Case) -> Option<&'a Navigator> {
        match &case.state {
            CaseState::Claimed { by } => (!self.has(by)).then_some(by),
            CaseState::Waiting | CaseState::Closed { .. } | CaseState::Blocked { .. } => None,
        }
    }

    /// Whom a navigator means who types `who`: a name, an id, or the part of an id before the colon, with or without
    /// `@`, in capitals or not. Nobody, one, or several of one name.
    #[must_use]
    pub fn find(&self, who: &str) -> Vec<&Navigator> {
        let bare = |text: &str| normalise(text.trim().trim_start_matches('@'));
        let wanted = bare(who);
        self.roster
            .iter()
            .filter(|navigator| {
                let id = navigator.address.id.reveal();
                let before_colon = id.split(':').next().unwrap_or_default();
                [navigator.name.reveal().as_str(), id, before_colon].iter().any(|name| bare(name) == wanted)
            })
            .collect()
    }
}
