//! What a check finds.

use crate::directory::{Area, Audience, Need, Problem, Situation};
use crate::model::Land;
use crate::text::Finding;

/// Every kind of thing that a check finds.
pub(in crate::text::tests) fn findings() -> Vec<Finding> {
    by_kind!(Finding {
        Finding::Content(_) => [Finding::Content("content/intake.toml, land: …".to_owned())],
        Finding::KeyUnusable { .. } => [Finding::KeyUnusable { why: "it is not there".to_owned() }],
        Finding::DatabaseUnusable { .. } => [Finding::DatabaseUnusable { why: "it is in use".to_owned() }],
        Finding::DatabaseWithoutKey => [Finding::DatabaseWithoutKey],
        Finding::Gap { .. } => [Finding::Gap { land: Land::By, need: Need::Recht }],
        Finding::Size { .. } => [Finding::Size { steps: 19, offers: 200 }],
        Finding::Freshness { .. } => [Finding::Freshness { assured: 3, due: 2, never: 1 }],
        Finding::ReviewDue(_) => [Finding::ReviewDue(vec!["hateaid".into(), "by-x".into()])],
        Finding::DatabaseUnnamed => [Finding::DatabaseUnnamed],
        Finding::DatabaseInUse => [Finding::DatabaseInUse],
        Finding::DatabasePending(_) => [1, 2].map(Finding::DatabasePending),
        Finding::ChannelFault { .. } => [Finding::ChannelFault { channel: "Matrix", what: "it is away".to_owned() }],
        Finding::ChannelHint { .. } => [Finding::ChannelHint { channel: "Matrix", what: "it is new".to_owned() }],
        Finding::ChannelFine { .. } => [Finding::ChannelFine { channel: "Matrix" }],
        Finding::ChannelNotBuilt { .. } => [Finding::ChannelNotBuilt { channel: "Telegram" }],
        Finding::DatabaseWithoutProof => [Finding::DatabaseWithoutProof],
        Finding::DatabaseMissing => [Finding::DatabaseMissing],
        Finding::DatabaseFine => [Finding::DatabaseFine],
        Finding::Coverage => [Finding::Coverage],
        Finding::Verdict { .. } => [0, 1, 2].map(|faults| Finding::Verdict { faults }),
    })
}

/// Every kind of thing that can be wrong with the directory.
pub(in crate::text::tests) fn problems() -> Vec<Problem> {
    let text = || "x-y".to_owned();
    by_kind!(Problem {
        Problem::UnknownFile => [Problem::UnknownFile],
        Problem::Unreadable { .. } => [Problem::Unreadable { line: 7, detail: text() }],
        Problem::UnexpectedSection { .. } => [Problem::UnexpectedSection { section: text() }],
        Problem::EntryUnreadable { .. } => [Problem::EntryUnreadable { detail: text() }],
        Problem::IdMalformed => [Problem::IdMalformed],
        Problem::IdRepeated { .. } => [Problem::IdRepeated { first: text() }],
        Problem::Excluded { .. } => [Problem::Excluded { reason: text() }],
        Problem::NumberExcluded { .. } => [Problem::NumberExcluded { number: text() }],
        Problem::WrongFile { .. } => [Problem::WrongFile { area: Area::Bund }],
        Problem::FieldEmpty { .. } => [Problem::FieldEmpty { field: "name" }],
        Problem::CodeRepeated { .. } => [Problem::CodeRepeated { field: "needs", code: "recht" }],
        Problem::RegionWithoutName => [Problem::RegionWithoutName],
        Problem::RegionWithoutKeys => [Problem::RegionWithoutKeys],
        Problem::RegionOutside { .. } => [Problem::RegionOutside { ags: text() }],
        Problem::AudienceMixed { .. } => [Problem::AudienceMixed { audience: Audience::Ehrenamt }],
        Problem::NotForContradicts { .. } => [Problem::NotForContradicts { situation: Situation::Bedrohung }],
        Problem::NothingToShow => [Problem::NothingToShow],
        Problem::PhoneMalformed { .. } => [Problem::PhoneMalformed { number: text() }],
        Problem::PhoneUnpublished => [Problem::PhoneUnpublished],
        Problem::EmailMalformed { .. } => [Problem::EmailMalformed { address: text() }],
        Problem::UrlMalformed { .. } => [Problem::UrlMalformed { address: text() }],
        Problem::ContactInText { .. } => [Problem::ContactInText { field: "name" }],
        Problem::LanguageMalformed { .. } => [Problem::LanguageMalformed { code: text() }],
        Problem::DateMalformed { .. } => [Problem::DateMalformed { date: text() }],
        Problem::EssentialMissing { .. } => [Problem::EssentialMissing { id: "a" }],
        Problem::EssentialUnusable { .. } => [Problem::EssentialUnusable { id: "a" }],
        Problem::NoPsychosocialHelp { .. } => [Problem::NoPsychosocialHelp { area: Area::Land(Land::By) }],
    })
}
