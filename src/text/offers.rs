//! The card of an offer: what somebody needs to know before they call there, one line each.

use super::bundle::Arg;
use super::catalog::{self, AUDIENCE, Key, LAND, MOTIVE, NEED, SITUATION};
use super::pages::Block;
use super::voice::Voice;
use super::when;
use crate::directory::{
    Anonymity, Certain, Cost, Freshness, Match, MotiveGate, Offer, Police, Reason, Status,
};
use crate::model::OfferId;

/// More reasons would hide the first. That it is of their Land is said beside them.
const MOST_REASONS: usize = 2;
/// An offer without a description is told by its main kinds of help.
const MOST_NEEDS: usize = 3;

/// Who reads a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// On a phone, in need of few words.
    Contact,
    /// At the desk, who also wants to know who runs the offer.
    Navigator,
}

impl Reader {
    /// How a sentence tells them apart.
    fn arg(self) -> Arg<'static> {
        let name = match self {
            Self::Contact => "contact",
            Self::Navigator => "navigator",
        };
        ("reader", name.into())
    }
}

/// The card of a matched offer, with its number and the reasons for it.
pub(super) fn matched(voice: &Voice<'_>, reader: Reader, number: u32, matched: &Match) -> Block {
    card(voice, reader, number, &matched.offer, |offer, lines| {
        let reasons = unlike(&matched.reasons).map(|reason| because(voice, reader, reason));
        let reasons = reasons.collect::<Vec<_>>().join(", ");
        if !reasons.is_empty() {
            let args = [reader.arg(), ("reasons", reasons.into())];
            lines.push(voice.say(catalog::OFFER_REASONS, &args));
        }
        if matched.only_if_motive && offer.motive != MotiveGate::Alle {
            let motives = voice.word(MOTIVE, offer.motive.code());
            lines.push(voice.say(catalog::OFFER_ONLY_IF_MOTIVE, &[("motives", motives.into())]));
        }
    })
}

/// The card of an offer that was searched for: nobody asked for reasons.
pub(super) fn found(voice: &Voice<'_>, number: u32, offer: &OfferId) -> Block {
    card(voice, Reader::Navigator, number, offer, |offer, lines| {
        if offer.motive != MotiveGate::Alle {
            let motives = voice.word(MOTIVE, offer.motive.code());
            lines.push(voice.say(catalog::OFFER_ONLY_IF_MOTIVE, &[("motives", motives.into())]));
        }
    })
}

/// The strongest reasons, each of another kind: two kinds of help in a row tell less than help and situation. And
/// the Land, if it is one of them: that is what people look for first.
fn unlike(reasons: &[Reason]) -> impl Iterator<Item = Reason> {
    let kind = std::mem::discriminant::<Reason>;
    let first_of_kind =
        |(at, reason): &(usize, &Reason)| reasons.iter().take(*at).all(|other| kind(other) != kind(reason));
    let is_land = |reason: &Reason| matches!(reason, Reason::Land(_));
    let told = reasons.iter().enumerate().filter(first_of_kind).map(|(_, reason)| *reason);
    let strongest: Vec<_> = told.filter(|reason| !is_land(reason)).take(MOST_REASONS).collect();
    strongest.into_iter().chain(reasons.iter().copied().find(is_land))
}

/// The number and name of an offer; without the offer, that it is gone.
pub(super) fn brief(voice: &Voice<'_>, number: u32, offer: &OfferId) -> String {
    match voice.offer(offer) {
        Some(offer) => {
            voice.say(catalog::SHEET_OFFER, &[("number", number.into()), ("name", (&offer.name).into())])
        }
        None => voice.say(catalog::SHEET_OFFER_GONE, &[("number", number.into())]),
    }
}

fn card(
    voice: &Voice<'_>,
    reader: Reader,
    number: u32,
    id: &OfferId,
    why: impl FnOnce(&Offer, &mut Vec<String>),
) -> Block {
    let Some(offer) = voice.offer(id) else {
        return Block::new(voice.say(catalog::OFFER_GONE, &[("number", number.into())]));
    };
    let mut lines = vec![title(voice, number, offer)];
    lines.extend(what(voice, reader, offer));
    why(offer, &mut lines);
    lines.extend(contact(voice, offer));
    lines.extend(conditions(voice, offer));
    lines.push(freshness(voice, offer));
    Block::offer(lines.join("\n"), id.clone())
}

fn title(voice: &Voice<'_>, number: u32, offer: &Offer) -> String {
    let name = ("name", (&offer.name).into());
    match &offer.region {
        Some(region) => voice.say(
            catalog::OFFER_TITLE_REGION,
            &[("number", number.into()), name, ("region", (&region.name).into())],
        ),
        None => voice.say(catalog::OFFER_TITLE, &[("number", number.into()), name]),
    }
}

fn what(voice: &Voice<'_>, reader: Reader, offer: &Offer) -> Vec<String> {
    let mut lines = Vec::new();
    if reader == Reader::Navigator && !offer.name.contains(&offer.organization) {
        lines.push(voice.say(catalog::OFFER_ORGANIZATION, &[("name", (&offer.organization).into())]));
    }
    lines.push(offer.description.clone().unwrap_or_else(|| {
        let needs = offer.needs.iter().take(MOST_NEEDS).map(|need| voice.word(NEED, need.code()));
        let needs = needs.collect::<Vec<_>>().join(", ");
        voice.say(catalog::OFFER_NEEDS, &[("needs", needs.into())])
    }));
    lines.extend(match offer.status {
        Status::Active => None,
        Status::TemporarilyClosed => Some(voice.plain(catalog::OFFER_CLOSED_NOW)),
        Status::OnOccasion => Some(voice.plain(catalog::OFFER_ON_OCCASION)),
        Status::UnderReview => Some(voice.plain(catalog::OFFER_UNDER_REVIEW)),
    });
    lines
}

fn because(voice: &Voice<'_>, reader: Reader, reason: Reason) -> String {
    let plain = |key| voice.say(key, &[reader.arg()]);
    let naming = |key, name, word: String| voice.say(key, &[reader.arg(), (name, word.into())]);
    match reason {
        Reason::Danger => plain(catalog::REASON_DANGER),
        Reason::Need(need) => naming(catalog::REASON_NEED, "need", voice.word(NEED, need.code())),
        Reason::Situation(situation) => {
            naming(catalog::REASON_SITUATION, "situation", voice.word(SITUATION, situation.code()))
        }
        Reason::Land(land) => naming(catalog::REASON_LAND, "land", voice.word(LAND, land.iso())),
        Reason::Audience(audience) => {
            naming(catalog::REASON_AUDIENCE, "audience", voice.word(AUDIENCE, audience.code()))
        }
        Reason::WithoutPolice => plain(catalog::REASON_WITHOUT_POLICE),
        Reason::AnyMotive => plain(catalog::REASON_ANY_MOTIVE),
        Reason::Nationwide => plain(catalog::REASON_NATIONWIDE),
        Reason::Guide => plain(catalog::REASON_GUIDE),
    }
}

/// The ways to an offer. Only certain ones are in the directory at all.
fn contact(voice: &Voice<'_>, offer: &Offer) -> Vec<String> {
    if !offer.has_contact() {
        return vec![voice.plain(catalog::OFFER_NO_CONTACT)];
    }
    let line = |key: Key, detail: &str| voice.say(key, &[("detail", detail.into())]);
    let mut lines = Vec::new();
    lines.extend(offer.phones.iter().map(|phone| line(catalog::OFFER_PHONE, phone.as_str())));
    lines.extend(offer.emails.iter().map(|mail| line(catalog::OFFER_MAIL, mail.as_str())));
    lines.extend(offer.url.iter().map(|url: &Certain| line(catalog::OFFER_WEB, url.as_str())));
    lines.extend(offer.schedule.iter().map(|hours| line(catalog::OFFER_SCHEDULE, &hours.text)));
    lines
}

/// What to know before turning there: cost, anonymity, police.
fn conditions(voice: &Voice<'_>, offer: &Offer) -> Vec<String> {
    let cost = match offer.cost {
        Cost::Kostenfrei => catalog::OFFER_COST_FREE,
        Cost::Unbekannt => catalog::OFFER_COST_CHECK,
    };
    let anonymous = match offer.anonymous {
        Anonymity::Ja => Some(catalog::OFFER_ANONYMOUS_YES),
        Anonymity::AufWunsch => Some(catalog::OFFER_ANONYMOUS_ON_REQUEST),
        Anonymity::Nein => Some(catalog::OFFER_ANONYMOUS_NO),
        Anonymity::Unbekannt => None,
    };
    let police = match offer.police {
        Police::Yes => Some(catalog::OFFER_POLICE_YES),
        Police::Optional => Some(catalog::OFFER_POLICE_OPTIONAL),
        Police::No => None,
    };
    let short = [Some(cost), anonymous].into_iter().flatten().map(|key| voice.plain(key));
    let mut lines = vec![short.collect::<Vec<_>>().join(" ")];
    lines.extend(police.map(|key| voice.plain(key)));
    lines
}

fn freshness(voice: &Voice<'_>, offer: &Offer) -> String {
    let dated = |key: Key, day| voice.say(key, &[("month", when::month(voice, day).into())]);
    match offer.freshness(voice.surroundings.today) {
        Freshness::Assured(day) => dated(catalog::OFFER_FRESH, day),
        Freshness::ReviewDue(day) => dated(catalog::OFFER_REVIEW_DUE, day),
        Freshness::Unassured => voice.plain(catalog::OFFER_UNASSURED),
    }
}
