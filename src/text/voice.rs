//! A speaker: the sentences together with the surroundings they draw on.

use std::cell::OnceCell;

use fluent::FluentArgs;

use super::Texts;
use super::bundle::Arg;
use super::catalog::{Family, Key};
use super::surroundings::Surroundings;
use crate::directory::{NOTRUF_110, NOTRUF_112, Offer, STARKE_STELLE};
use crate::model::{OfferId, OptionId, StepId};
use crate::privacy::retention::{CLOSED_CASE_DAYS, EVENT_KEY_DAYS, INTAKE_DAYS, UNCONSENTED_HOURS};

/// Says sentences in one surroundings.
#[derive(Debug)]
pub(super) struct Voice<'a> {
    pub texts: &'a Texts,
    pub surroundings: &'a Surroundings<'a>,
    /// What every sentence may name (`catalog::COMMON`), gathered when the first does.
    common: OnceCell<FluentArgs<'a>>,
}

impl<'a> Voice<'a> {
    /// A speaker in these surroundings.
    pub fn new(texts: &'a Texts, surroundings: &'a Surroundings<'a>) -> Self {
        Self { texts, surroundings, common: OnceCell::new() }
    }

    /// The sentence with this key.
    pub fn say(&self, key: Key, args: &[Arg<'_>]) -> String {
        match self.common(key.id) {
            None => self.texts.bundle.say(key.id, args),
            Some(common) => {
                let common = common.iter().map(|(name, value)| (name, value.clone()));
                self.texts.bundle.say_with(key.id, &common.chain(args.iter().cloned()).collect())
            }
        }
    }

    /// What the text with this id may name of what every sentence may name; `None`: it names nothing of it.
    fn common(&self, id: &str) -> Option<&FluentArgs<'a>> {
        let gather = || common(self.surroundings).into_iter().collect();
        self.texts.naming_common.contains(id).then(|| self.common.get_or_init(gather))
    }

    /// A sentence that is given nothing of its own.
    pub fn plain(&self, key: Key) -> String {
        self.content(key.id)
    }

    /// A sentence that belongs to content (a question, an advice).
    pub fn content(&self, id: &str) -> String {
        match self.common(id) {
            None => self.texts.bundle.text(id),
            Some(common) => self.texts.bundle.say_with(id, common),
        }
    }

    /// A sentence that belongs to content and need not exist.
    pub fn content_if_any(&self, id: &str) -> Option<String> {
        match self.common(id) {
            None => self.texts.bundle.find(id, &FluentArgs::new()),
            Some(common) => self.texts.bundle.find(id, common),
        }
    }

    /// The word for a code.
    pub fn word(&self, family: Family, code: &str) -> String {
        self.texts.bundle.text(&family.id(code))
    }

    /// What is written on an option.
    pub fn label(&self, step: &StepId, option: &OptionId) -> String {
        self.content(&super::steps::option_text(step, option))
    }

    /// The offer, if the directory still has it.
    pub fn offer(&self, id: &OfferId) -> Option<&'a Offer> {
        self.surroundings.directory.get(id)
    }
}

/// The values of `catalog::COMMON`, in its order. What the directory does not know stays empty; the directory
/// refuses to load without the offers that are named here.
fn common<'a>(surroundings: &Surroundings<'a>) -> Vec<Arg<'a>> {
    let offer = |id: &str| surroundings.directory.get(&OfferId::from(id));
    let phone = |offer: Option<&'a Offer>| offer.map_or("", first_phone);
    let guide = offer(STARKE_STELLE);
    let mail = guide.and_then(|guide| guide.emails.first()).map_or("", |mail| mail.as_str());
    let web = guide.and_then(|guide| guide.url.as_ref()).map_or("", |url| url.as_str());
    let hours = guide.and_then(|guide| guide.schedule.as_ref()).map_or("", |hours| &hours.text);
    vec![
        ("phone", phone(guide).into()),
        ("mail", mail.into()),
        ("web", web.into()),
        ("hours", hours.into()),
        ("organization", guide.map_or("", |guide| &guide.organization).into()),
        ("police-phone", phone(offer(NOTRUF_110)).into()),
        ("rescue-phone", phone(offer(NOTRUF_112)).into()),
        ("consent-hours", UNCONSENTED_HOURS.into()),
        ("intake-days", INTAKE_DAYS.into()),
        ("closed-days", CLOSED_CASE_DAYS.into()),
        ("event-days", EVENT_KEY_DAYS.into()),
    ]
}

fn first_phone(offer: &Offer) -> &str {
    offer.phones.first().map_or("", |phone| phone.as_str())
}
