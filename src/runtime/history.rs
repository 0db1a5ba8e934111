//! What was said in a case so far, for a navigator who takes it over.
//!
//! It is read from the outbox, where everything stays as long as its conversation: what was copied from one side to
//! the other, as it was shown then. What the bot itself said is left out.

use super::core::{Core, Loaded, parse};
use super::error::RuntimeError;
use super::stored::{Departure, about_outbox};
use crate::channel::Destination;
use crate::desk::{Decision, Outgoing, Spoken};
use crate::model::{CaseNumber, Private, Timestamp};

/// The case of which somebody is to be told what was said.
pub(super) fn wanted(decision: &Decision) -> Option<CaseNumber> {
    decision.outgoing.iter().find_map(|outgoing| match outgoing {
        Outgoing::History(number) => Some(*number),
        Outgoing::Contact(_)
        | Outgoing::ContactCopy(_)
        | Outgoing::Queue(_)
        | Outgoing::Case(..)
        | Outgoing::CaseCopy(..) => None,
    })
}

/// What was said in this case, in order.
pub(super) async fn of(core: &Core, loaded: &Loaded, case: CaseNumber) -> Result<Vec<Spoken>, RuntimeError> {
    let opened_at = loaded.conversation.case.as_ref().map_or(Timestamp::MIN, |case| case.opened_at);
    let mut history = Vec::new();
    for row in core.parts.store.said(loaded.row.id).await? {
        let departure: Departure = parse(&loaded.key.open(&about_outbox(row.id), &row.payload)?)?;
        let belongs = match departure.to {
            Destination::Case(number) => number == case,
            // An earlier case of the same contact is not for whoever has this one.
            Destination::Contact(_) => row.created_at >= opened_at,
            Destination::Queue => false,
        };
        if belongs && departure.source.is_some() {
            history
                .push(Spoken { at: row.created_at, shown: Private::from(departure.message.text.as_str()) });
        }
    }
    Ok(history)
}
