//! What was said so far in a conversation: for whoever takes a case over, and for what people do to messages that
//! were there before.
//!
//! It is read from the outbox, where everything stays as long as its conversation.

use std::collections::BTreeSet;

use super::core::{Core, Loaded, parse};
use super::error::RuntimeError;
use super::stored::{Departure, about_outbox};
use crate::channel::{Act, Destination, Reference, Sent};
use crate::desk::{Carried, Notice, Spoken, Subject};
use crate::model::{Attachment, CaseNumber, EventId, OutboxId, Private, Timestamp};

/// An outgoing message of a conversation: out, waiting, held or given up.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) id: OutboxId,
    pub(super) at: Timestamp,
    /// Nobody has the case yet, so it was not sent.
    pub(super) held: bool,
    pub(super) departure: Departure,
}

/// What was said in a case so far.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// In order, as it was shown then.
    pub(super) lines: Vec<Spoken>,
    /// The files the contact sent.
    pub(super) files: Vec<Attachment>,
}

/// What is known of a message to which something is done.
#[derive(Debug, Default)]
pub(super) struct About {
    /// What deciding needs.
    pub(super) subject: Subject,
    /// The copies of it and their later versions, as they lie in the outbox.
    pub(super) copies: Vec<Told>,
    /// What stands for it on the other side.
    pub(super) counterpart: Option<Reference>,
}

/// Everything that was said in this conversation, in order.
pub(super) async fn all(core: &Core, loaded: &Loaded) -> Result<Vec<Told>, RuntimeError> {
    let mut told = Vec::new();
    for row in core.parts.store.said(loaded.row.id).await? {
        let opened = loaded.key.open(&about_outbox(row.id), &row.payload).map_err(RuntimeError::from);
        match opened.and_then(|plain| parse(&plain)) {
            Ok(departure) => told.push(Told { id: row.id, at: row.created_at, held: row.held, departure }),
            // One that is damaged must not keep people from what they do now.
            Err(error) => tracing::error!(%error, "something that was said before cannot be read"),
        }
    }
    Ok(told)
}

impl Told {
    /// It is a copy of this event itself, not of a later change of it.
    fn copies(&self, event: &EventId) -> bool {
        let is_of_it = self.departure.origin.as_ref().is_some_and(|origin| origin.event == *event);
        is_of_it
            && match self.departure.act {
                Act::Say { .. } | Act::React { .. } => true,
                Act::Replace { .. } | Act::Retract { .. } | Act::Dissolve => false,
            }
    }

    /// It is a later version of one of these.
    fn replaces(&self, copies: &[OutboxId]) -> bool {
        match &self.departure.act {
            Act::Replace { copy: Reference::Copy(copy), .. } => copies.contains(copy),
            Act::Replace { copy: Reference::Original(_), .. }
            | Act::Say { .. }
            | Act::React { .. }
            | Act::Retract { .. }
            | Act::Dissolve => false,
        }
    }

    /// A file came with it.
    pub(super) fn brings_file(&self) -> bool {
        self.departure.act.message().is_some_and(|message| message.enclosure.is_some())
    }

    fn is_taken_back(&self) -> bool {
        self.departure.origin.as_ref().is_some_and(|origin| origin.taken_back)
    }
}

/// What is known of the message `event`, which stands on the side where somebody refers to it.
pub(super) async fn about(
    core: &Core,
    loaded: &Loaded,
    told: &[Told],
    event: &EventId,
) -> Result<About, RuntimeError> {
    let first: Vec<&Told> = told.iter().filter(|told| told.copies(event) && !told.is_taken_back()).collect();
    let ids: Vec<OutboxId> = first.iter().map(|told| told.id).collect();
    let versions: Vec<Told> =
        told.iter().filter(|told| ids.contains(&told.id) || told.replaces(&ids)).cloned().collect();
    let words = versions.iter().rev().find_map(|told| told.departure.origin.as_ref()?.words.clone());
    let is_file = first.iter().any(|told| told.brings_file());
    let carried = first.iter().filter_map(|told| {
        let origin = told.departure.origin.as_ref()?;
        let case = match told.departure.to {
            Destination::Case(number) => Some(number),
            Destination::Contact(_) => None,
            Destination::Queue => return None,
        };
        Some(Carried { by: origin.by.clone(), case, words: words.clone(), is_file })
    });
    let copies = carried.collect();
    let counterpart = match ids.first() {
        // Their own message: the copy on the other side stands for it.
        Some(copy) => Some(Reference::Copy(*copy)),
        None => original_of(core, loaded, told, event).await?.map(Reference::Original),
    };
    let subject = Subject { copies, has_counterpart: counterpart.is_some() };
    Ok(About { subject, copies: versions, counterpart })
}

/// Of what our message `event` is the copy: what somebody on the other side wrote.
async fn original_of(
    core: &Core,
    loaded: &Loaded,
    told: &[Told],
    event: &EventId,
) -> Result<Option<EventId>, RuntimeError> {
    Ok(origin_of(core, loaded, told, event).await?.map(|told| told.event.clone()))
}

async fn origin_of<'a>(
    core: &Core,
    loaded: &Loaded,
    told: &'a [Told],
    event: &EventId,
) -> Result<Option<&'a super::stored::Origin>, RuntimeError> {
    let copy = core.parts.vault.lookup("message", &[event.as_str().as_bytes()]);
    let link = core.parts.store.link_by_copy(copy).await?.filter(|link| link.conversation == loaded.row.id);
    Ok(link.and_then(|link| told.iter().find(|told| told.id == link.outbox)?.departure.origin.as_ref()))
}

/// Whether our message `event` is the copy of something that the contact of this conversation wrote.
pub(super) async fn is_from_contact(
    core: &Core,
    loaded: &Loaded,
    told: &[Told],
    event: &EventId,
) -> Result<bool, RuntimeError> {
    let origin = origin_of(core, loaded, told, event).await?;
    Ok(origin.is_some_and(|origin| origin.by == loaded.conversation.address))
}

/// The cards of a case in the queue.
pub(super) fn cards(told: &[Told], case: CaseNumber) -> Vec<OutboxId> {
    let is_card = |told: &&Told| match told.departure.act {
        Act::Say { .. } => told.departure.card == Some(case),
        Act::Replace { .. } | Act::Retract { .. } | Act::React { .. } | Act::Dissolve => false,
    };
    told.iter().filter(is_card).map(|told| told.id).collect()
}

/// What is left of a conversation at the desk when it is forgotten: the rooms of all its cases, and its cards in the
/// queue, by the ids under which they stand there.
#[derive(Debug, Default)]
pub(super) struct Traces {
    pub(super) rooms: BTreeSet<CaseNumber>,
    pub(super) cards: Vec<EventId>,
}

/// What is left of this conversation at the desk.
pub(super) async fn traces(core: &Core, loaded: &Loaded) -> Result<Traces, RuntimeError> {
    let mut traces = Traces::default();
    for told in all(core, loaded).await? {
        match (told.departure.to, told.departure.act) {
            (Destination::Case(number), _) => {
                traces.rooms.insert(number);
            }
            (Destination::Queue, Act::Say { .. } | Act::Replace { .. }) if told.departure.card.is_some() => {
                match core.stands(told.id, &loaded.key).await? {
                    Sent::As(card) => traces.cards.push(card),
                    Sent::Unnamed | Sent::Nothing => {}
                }
            }
            (Destination::Queue | Destination::Contact(_), _) => {}
        }
    }
    // What was said about this conversation in the room of another must not empty that room.
    let mut own = BTreeSet::new();
    for number in traces.rooms {
        let row = core.parts.store.conversation_of(number).await?;
        if row.is_some_and(|row| row.id == loaded.row.id) {
            own.insert(number);
        }
    }
    traces.rooms = own;
    Ok(traces)
}

/// What the contact and navigators said in this case, and what they took back only as that. What the bot itself said
/// is left out.
pub(super) fn history(core: &Core, loaded: &Loaded, told: &[Told], case: CaseNumber) -> History {
    let opened_at = loaded.conversation.case.as_ref().map_or(Timestamp::MIN, |case| case.opened_at);
    let mut history = History::default();
    for told in told {
        let belongs = match told.departure.to {
            Destination::Case(number) => number == case,
            // An earlier case of the same contact is not for whoever has this one.
            Destination::Contact(_) => told.at >= opened_at,
            Destination::Queue => false,
        };
        let (true, Some(origin), Some(message)) =
            (belongs, &told.departure.origin, told.departure.act.message())
        else {
            continue;
        };
        if origin.taken_back {
            let texts = core.parts.texts.desk(&Notice::TakenBack(case), &core.surroundings());
            history
                .lines
                .extend(texts.iter().map(|text| Spoken { at: told.at, shown: text.text.as_str().into() }));
            continue;
        }
        history.lines.push(Spoken { at: told.at, shown: Private::from(message.text.as_str()) });
        if let (Some(enclosure), Destination::Case(_)) = (&message.enclosure, &told.departure.to) {
            history.files.push(enclosure.file.clone());
        }
    }
    history
}
