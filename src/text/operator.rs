//! What people read who set Lotse up (`lotse check`) or try it out (`lotse try`).

use super::bundle::{Arg, Bundle};
use super::catalog::{
    CHECK_CHANNEL, CHECK_CHANNEL_FINE, CHECK_CHANNEL_NOT_BUILT, CHECK_CONTENT, CHECK_COVERAGE,
    CHECK_DATABASE_FINE, CHECK_DATABASE_IN_USE, CHECK_DATABASE_MISSING, CHECK_DATABASE_PENDING,
    CHECK_DATABASE_UNNAMED, CHECK_DATABASE_UNUSABLE, CHECK_DATABASE_WITHOUT_KEY,
    CHECK_DATABASE_WITHOUT_PROOF, CHECK_FAULT, CHECK_FRESHNESS, CHECK_GAP, CHECK_HINT, CHECK_KEY_UNUSABLE,
    CHECK_REVIEW_DUE, CHECK_VERDICT, Key, LAND, NEED,
};
use crate::directory::Need;
use crate::model::{Land, OfferId};

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A fault in content or texts, said already ([`Texts::fault`](super::Texts::fault)).
    Content(String),
    /// The settings name a key that cannot be used.
    KeyUnusable {
        /// Why, as the error says it.
        why: String,
    },
    /// The settings name a database that cannot be used, or that belongs to another key.
    DatabaseUnusable {
        /// Why, as the error says it.
        why: String,
    },
    /// The settings name a database and no key.
    DatabaseWithoutKey,
    /// No offer of this kind reaches the people of this Land.
    Gap {
        /// The Land.
        land: Land,
        /// The kind of help.
        need: Need,
    },
    /// How much content there is.
    Size {
        /// Steps of the intake.
        steps: usize,
        /// Offers of the directory.
        offers: usize,
    },
    /// How old the facts of the offers are.
    Freshness {
        /// Offers whose facts were assured and need no review yet.
        assured: usize,
        /// Offers whose review is due.
        due: usize,
        /// Offers whose facts nobody has assured yet.
        never: usize,
    },
    /// The facts of these offers are to be reviewed.
    ReviewDue(Vec<OfferId>),
    /// The settings name no database: none was looked at.
    DatabaseUnnamed,
    /// There is no such file yet; the first start makes it.
    DatabaseMissing,
    /// A running Lotse has the database: it was not looked at.
    DatabaseInUse,
    /// Migrations are still to be carried out; the next start does it.
    DatabasePending(usize),
    /// A channel cannot work as it is set up.
    ChannelFault {
        /// Which one.
        channel: &'static str,
        /// What is wrong, whom it matters to, what to do.
        what: String,
    },
    /// Something about a channel that somebody should know.
    ChannelHint {
        /// Which one.
        channel: &'static str,
        /// What it is.
        what: String,
    },
    /// A channel is as it should be.
    ChannelFine {
        /// Which one.
        channel: &'static str,
    },
    /// The settings have a channel that this program was built without.
    ChannelNotBuilt {
        /// Which one.
        channel: &'static str,
    },
    /// No key belongs to the database yet; the first start decides which.
    DatabaseWithoutProof,
    /// Database and key belong together.
    DatabaseFine,
    /// The heading of the table of Länder and kinds of help.
    Coverage,
    /// The last line.
    Verdict {
        /// How many faults were found.
        faults: usize,
    },
}

impl Finding {
    /// Whether somebody must mend something before Lotse can start.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        match self {
            Self::Content(_)
            | Self::KeyUnusable { .. }
            | Self::DatabaseUnusable { .. }
            | Self::DatabaseWithoutKey
            | Self::ChannelFault { .. }
            | Self::ChannelNotBuilt { .. } => true,
            Self::Gap { .. }
            | Self::Size { .. }
            | Self::Freshness { .. }
            | Self::ReviewDue(_)
            | Self::DatabaseUnnamed
            | Self::DatabaseMissing
            | Self::DatabaseInUse
            | Self::DatabasePending(_)
            | Self::ChannelHint { .. }
            | Self::ChannelFine { .. }
            | Self::DatabaseWithoutProof
            | Self::DatabaseFine
            | Self::Coverage
            | Self::Verdict { .. } => false,
        }
    }
}

/// One line.
pub(super) fn render(bundle: &Bundle, finding: &Finding) -> String {
    let say = |key: Key, args: &[Arg<'_>]| bundle.say(key.id, args);
    let fault = |what: String| say(CHECK_FAULT, &[("what", what.into())]);
    match finding {
        Finding::Content(line) => fault(line.clone()),
        Finding::KeyUnusable { why } => fault(say(CHECK_KEY_UNUSABLE, &[("why", why.into())])),
        Finding::DatabaseUnusable { why } => fault(say(CHECK_DATABASE_UNUSABLE, &[("why", why.into())])),
        Finding::DatabaseWithoutKey => fault(say(CHECK_DATABASE_WITHOUT_KEY, &[])),
        Finding::DatabasePending(pending) => {
            let what = say(CHECK_DATABASE_PENDING, &[("pending", (*pending).into())]);
            say(CHECK_HINT, &[("what", what.into())])
        }
        Finding::ChannelFault { channel, what } => {
            fault(say(CHECK_CHANNEL, &[("channel", (*channel).into()), ("what", what.into())]))
        }
        Finding::ChannelHint { channel, what } => {
            let what = say(CHECK_CHANNEL, &[("channel", (*channel).into()), ("what", what.into())]);
            say(CHECK_HINT, &[("what", what.into())])
        }
        Finding::ChannelFine { channel } => say(CHECK_CHANNEL_FINE, &[("channel", (*channel).into())]),
        Finding::ChannelNotBuilt { channel } => {
            fault(say(CHECK_CHANNEL_NOT_BUILT, &[("channel", (*channel).into())]))
        }
        Finding::Gap { land, need } => {
            let land = bundle.text(&LAND.id(land.iso()));
            let need = bundle.text(&NEED.id(need.code()));
            let gap = say(CHECK_GAP, &[("land", land.into()), ("need", need.into())]);
            say(CHECK_HINT, &[("what", gap.into())])
        }
        Finding::Size { steps, offers } => {
            say(CHECK_CONTENT, &[("steps", (*steps).into()), ("offers", (*offers).into())])
        }
        Finding::Freshness { assured, due, never } => say(
            CHECK_FRESHNESS,
            &[("assured", (*assured).into()), ("due", (*due).into()), ("never", (*never).into())],
        ),
        Finding::ReviewDue(offers) => {
            let offers = offers.iter().map(OfferId::as_str).collect::<Vec<_>>().join(", ");
            say(CHECK_REVIEW_DUE, &[("offers", offers.into())])
        }
        Finding::DatabaseUnnamed => say(CHECK_DATABASE_UNNAMED, &[]),
        Finding::DatabaseMissing => say(CHECK_DATABASE_MISSING, &[]),
        Finding::DatabaseInUse => say(CHECK_HINT, &[("what", say(CHECK_DATABASE_IN_USE, &[]).into())]),
        Finding::DatabaseWithoutProof => say(CHECK_DATABASE_WITHOUT_PROOF, &[]),
        Finding::DatabaseFine => say(CHECK_DATABASE_FINE, &[]),
        Finding::Coverage => say(CHECK_COVERAGE, &[]),
        Finding::Verdict { faults } => say(CHECK_VERDICT, &[("faults", (*faults).into())]),
    }
}
