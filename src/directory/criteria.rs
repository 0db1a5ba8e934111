//! What matching is asked, and what it answers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Audience, Motive, Need, PoliceWish, Situation};
use crate::model::{Land, OfferId};

/// What the answers of an intake mean for the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criteria {
    /// The Land, if it was told.
    pub land: Option<Land>,
    /// The kinds of help that were asked for. Empty: nothing was said.
    pub needs: BTreeSet<Need>,
    /// What has happened. Empty: nothing was said.
    pub situations: BTreeSet<Situation>,
    /// Who the person concerned is. `None`: not told.
    pub audience: Option<Audience>,
    /// The suspected motive.
    pub motive: Motive,
    /// What the person said about the police.
    pub police: PoliceWish,
}

impl Default for Criteria {
    fn default() -> Self {
        Self {
            land: None,
            needs: BTreeSet::new(),
            situations: BTreeSet::new(),
            audience: None,
            motive: Motive::Unbekannt,
            police: PoliceWish::Unsicher,
        }
    }
}

/// An offer that fits, with the reasons why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    /// Which offer.
    pub offer: OfferId,
    /// Why it stands here, the strongest reason first. Never empty.
    pub reasons: Vec<Reason>,
    /// The offer requires a motive that is not known: said as a condition, so that nobody is sent in vain.
    pub only_if_motive: bool,
}

/// Why an offer was proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// There is danger now.
    Danger,
    /// It gives a kind of help that was asked for.
    Need(Need),
    /// It is made for what has happened.
    Situation(Situation),
    /// It is responsible in the Land that was named.
    Land(Land),
    /// It is made for people in this office or role.
    Audience(Audience),
    /// It helps without police, and that was asked for.
    WithoutPolice,
    /// It helps whatever the motive is.
    AnyMotive,
    /// It helps everywhere in Germany.
    Nationwide,
    /// The starke Stelle itself: it guides to everything else.
    Guide,
}
