//! An offer as editors write it in `content/offers/*.toml`, and what becomes of it.

use jiff::civil::Date;
use serde::Deserialize;

use super::{
    Anonymity, Area, Audience, Certain, Confidence, Cost, MotiveGate, Need, Offer, Police, Region, Schedule,
    Situation, Status, Way,
};

/// One `[[offer]]`. Field names follow Open Referral HSDS where it has one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub id: String,
    pub name: String,
    pub organization: String,
    pub description: Option<String>,
    pub area: Area,
    pub region: Option<String>,
    #[serde(default)]
    pub region_ags: Vec<String>,
    pub needs: Vec<Need>,
    pub situations: Vec<Situation>,
    #[serde(default)]
    pub not_for: Vec<Situation>,
    pub audience: Vec<Audience>,
    /// Required although most offers say `alle`: a gate forgotten would open an offer for the wrong people.
    pub motive: MotiveGate,
    pub police: Police,
    #[serde(default = "direct")]
    pub direct: bool,
    pub anonymous: Anonymity,
    pub cost: Cost,
    pub channels: Vec<Way>,
    #[serde(default)]
    pub phones: Vec<Phone>,
    #[serde(default)]
    pub phone_unpublished: bool,
    #[serde(default)]
    pub emails: Vec<Address>,
    pub url: Option<Address>,
    pub schedule: Option<Hours>,
    #[serde(default = "german")]
    pub languages: Vec<String>,
    #[serde(default)]
    pub interpreter: bool,
    pub status: Status,
    pub priority: u16,
    pub assured_date: Option<String>,
    pub source: String,
    pub confidence: Confidence,
    pub editor_note: Option<String>,
}

const fn direct() -> bool {
    true
}

fn german() -> Vec<String> {
    vec!["de".to_owned()]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phone {
    pub number: String,
    pub certain: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Address {
    pub address: String,
    pub certain: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hours {
    pub text: String,
    #[serde(default)]
    pub around_the_clock: bool,
    pub certain: bool,
}

/// One `[[excluded]]`: something that must not come back into the directory.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exclusion {
    pub id: String,
    pub name: String,
    pub reason: String,
    #[serde(default)]
    pub numbers: Vec<String>,
}

impl Entry {
    /// The offer, without anything that is not certain or not for the person concerned.
    pub fn into_offer(self) -> Offer {
        let unconfirmed = self.phones.iter().filter(|phone| !phone.certain).count()
            + self.emails.iter().chain(&self.url).filter(|address| !address.certain).count();
        Offer {
            assured_date: self.assured_date.as_deref().and_then(parse_date),
            id: self.id.into(),
            name: self.name,
            organization: self.organization,
            description: self.description,
            area: self.area,
            region: self.region.map(|name| Region { name, ags: self.region_ags }),
            needs: self.needs,
            situations: self.situations,
            not_for: self.not_for,
            audience: self.audience,
            motive: self.motive,
            police: self.police,
            direct: self.direct,
            anonymous: self.anonymous,
            cost: self.cost,
            ways: self.channels,
            phones: self
                .phones
                .into_iter()
                .filter(|phone| phone.certain)
                .map(|phone| Certain::new(phone.number))
                .collect(),
            emails: self.emails.into_iter().filter_map(Address::certain).collect(),
            url: self.url.and_then(Address::certain),
            schedule: self
                .schedule
                .filter(|hours| hours.certain)
                .map(|hours| Schedule { text: hours.text, around_the_clock: hours.around_the_clock }),
            languages: self.languages,
            interpreter: self.interpreter,
            status: self.status,
            priority: self.priority,
            source: self.source,
            confidence: self.confidence,
            unconfirmed,
        }
    }
}

impl Address {
    fn certain(self) -> Option<Certain> {
        self.certain.then(|| Certain::new(self.address))
    }
}

/// Reads `2025`, `2025-01` or `2025-01-31`; a shorter form means its first day.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    full.parse().ok()
}
