//! What an offer is, once it has been read and checked.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Deserialize;

use super::{
    Anonymity, Audience, Confidence, Cost, MotiveGate, Need, Police, STARKE_STELLE, Situation, Status,
    WEISSER_RING, Way,
};
use crate::model::{Land, OfferId};

/// After this many months an assured offer must be looked at again (trap 5: offers move and die).
pub const REVIEW_AFTER_MONTHS: i32 = 24;

/// One offer of the help network.
///
/// Holds nothing that may not be shown: contact details and hours that are not certain, and remarks of the
/// editors, stay behind in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Unique in the whole directory.
    pub id: OfferId,
    /// What it is called.
    pub name: String,
    /// Who runs it.
    pub organization: String,
    /// What it does, in plain words for the person concerned.
    pub description: Option<String>,
    /// Where it helps.
    pub area: Area,
    /// The part of the Land to which it is limited. Must be named wherever the offer is shown.
    pub region: Option<Region>,
    /// The kinds of help it gives, the main one first. Never empty.
    pub needs: Vec<Need>,
    /// For what it is made. Never empty.
    pub situations: Vec<Situation>,
    /// For what it is the wrong way; whoever names one of these is not sent there.
    pub not_for: Vec<Situation>,
    /// For whom it is. Never empty.
    pub audience: Vec<Audience>,
    /// Which motive it requires.
    pub motive: MotiveGate,
    /// Whether the contact is itself police or prosecution.
    pub police: Police,
    /// `false`: background that takes nobody in; never proposed.
    pub direct: bool,
    /// Whether one can stay without a name.
    pub anonymous: Anonymity,
    /// What it costs.
    pub cost: Cost,
    /// By which ways it is reached, whether or not a certain contact detail is known.
    pub ways: Vec<Way>,
    /// Certain phone numbers, as they are to be written.
    pub phones: Vec<Certain>,
    /// Certain e-mail addresses.
    pub emails: Vec<Certain>,
    /// A certain web address, with `https://`.
    pub url: Option<Certain>,
    /// When it can be reached, if that is certain.
    pub schedule: Option<Schedule>,
    /// ISO 639-1 codes of the languages spoken.
    pub languages: Vec<String>,
    /// Interpreters can be brought in.
    pub interpreter: bool,
    /// Whether it takes part in matching.
    pub status: Status,
    /// Smaller stands first.
    pub priority: u16,
    /// When it was last confirmed; for a month or a year, its first day.
    pub assured_date: Option<Date>,
    /// Where its facts come from. For editors.
    pub source: String,
    /// How sure the editors are that it exists as described.
    pub confidence: Confidence,
    /// How many contact details still wait for confirmation. For editors.
    pub unconfirmed: usize,
}

impl Offer {
    /// How far its facts can be trusted on that day. A marked offer is still shown, with its mark.
    #[must_use]
    pub fn freshness(&self, today: Date) -> Freshness {
        let Some(assured) = self.assured_date else {
            return Freshness::Unassured;
        };
        let review: Span = REVIEW_AFTER_MONTHS.months();
        // Past the end of the calendar nothing is due.
        match assured.checked_add(review) {
            Ok(due) if today > due => Freshness::ReviewDue(assured),
            Ok(_) | Err(_) => Freshness::Assured(assured),
        }
    }

    /// Active, and somewhere one can turn to: may be matched, searched and sent.
    #[must_use]
    pub fn is_proposable(&self) -> bool {
        self.status == Status::Active && self.direct
    }

    /// A number for danger that exists now.
    #[must_use]
    pub fn is_emergency(&self) -> bool {
        self.needs.contains(&Need::Gefahrenabwehr)
    }

    /// Whether at least one way to it may be shown.
    #[must_use]
    pub fn has_contact(&self) -> bool {
        !self.phones.is_empty() || !self.emails.is_empty() || self.url.is_some()
    }

    /// Open to everybody, whatever the office and the motive.
    #[must_use]
    pub fn is_for_everybody(&self) -> bool {
        self.audience.contains(&Audience::Alle) && self.motive == MotiveGate::Alle
    }

    /// Whether this is the starke Stelle itself.
    #[must_use]
    pub fn is_guide(&self) -> bool {
        self.id.as_str() == STARKE_STELLE
    }

    /// Whether this helps the victim of any deed, whatever its motive and without the police.
    #[must_use]
    pub fn helps_any_victim(&self) -> bool {
        self.id.as_str() == WEISSER_RING
    }
}

/// Where an offer helps: in all of Germany (`bund`) or in one Land (`DE-BY`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub enum Area {
    /// Everywhere.
    Bund,
    /// In one Land, or a part of it.
    Land(Land),
}

impl Area {
    /// The code as it stands in content files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bund => "bund",
            Self::Land(land) => land.iso(),
        }
    }
}

impl TryFrom<String> for Area {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        match code.as_str() {
            "bund" => Ok(Self::Bund),
            iso => Land::from_iso(iso).map(Self::Land).ok_or_else(|| format!("unknown area `{code}`")),
        }
    }
}

/// A part of a Land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// What people call it.
    pub name: String,
    /// The beginnings of the official municipality keys (AGS) that lie in it.
    pub ags: Vec<String>,
}

/// A contact detail that is certain, and may therefore be shown.
///
/// Only loading makes one, and only from a detail that the editors marked as certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certain(String);

impl Certain {
    pub(super) fn new(detail: String) -> Self {
        Self(detail)
    }

    /// The detail as it is to be written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When an offer can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// In words for people.
    pub text: String,
    /// At every hour of every day.
    pub around_the_clock: bool,
}

/// How far the facts of an offer can be trusted. Each date is the day on which they were last confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Confirmed within the last [`REVIEW_AFTER_MONTHS`].
    Assured(Date),
    /// Confirmed longer ago than that.
    ReviewDue(Date),
    /// Never confirmed.
    Unassured,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::sample::{directory, offer};
    use super::*;

    #[test]
    fn f39_an_offer_confirmed_too_long_ago_is_marked() {
        let directory = directory(&[offer("monat", &[("assured_date", "'2024-03'")]), offer("nie", &[])]);
        let of = |id: &str, today| directory.get(&id.into()).expect("the sample holds it").freshness(today);
        assert_eq!(of("monat", date(2026, 3, 1)), Freshness::Assured(date(2024, 3, 1)));
        assert_eq!(of("monat", date(2026, 3, 2)), Freshness::ReviewDue(date(2024, 3, 1)));
        assert_eq!(of("nie", date(2026, 3, 2)), Freshness::Unassured);
    }

    #[test]
    fn what_is_not_certain_does_not_get_past_loading() {
        let directory = directory(&[offer(
            "halb",
            &[
                (
                    "phones",
                    "[{ number = '0231 532009', certain = false }, { number = '116 006', certain = true }]",
                ),
                ("emails", "[{ address = 'alt@example.org', certain = false }]"),
                ("url", "{ address = 'https://alt.example.org', certain = false }"),
                ("schedule", "{ text = 'werktags', certain = false }"),
                ("editor_note", "'Bitte anrufen und prüfen.'"),
            ],
        )]);
        let offer = directory.get(&"halb".into()).expect("the sample holds it");
        assert_eq!(offer.phones.iter().map(Certain::as_str).collect::<Vec<_>>(), ["116 006"]);
        assert_eq!((offer.emails.len(), &offer.url, &offer.schedule), (0, &None, &None));
        assert_eq!(offer.unconfirmed, 3);
        let everything = format!("{offer:?}");
        for hidden in ["532009", "alt", "werktags", "anrufen"] {
            assert!(!everything.contains(hidden), "{hidden} in {everything}");
        }
    }
}
