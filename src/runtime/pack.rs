//! From a decision to the rows of one transaction, and to the parcels that go out once it is committed.

use std::collections::HashMap;
use std::sync::Arc;

use super::core::{Core, Loaded, print};
use super::error::RuntimeError;
use super::matter::Matter;
use super::packing::{Packing, Place};
use super::parcel::Parcel;
use super::stored::about_state;
use crate::channel::{Act, Destination};
use crate::desk::{CaseState, Conversation, Decision, Next, Notice};
use crate::model::{Address, ConversationId, Timestamp};
use crate::privacy::{DataKey, retention};
use crate::store::{AuditEntry, CaseRow, CaseStatus, ConversationChange, ConversationRow, InboxSeq, Turn};

/// A decision, ready to be committed.
#[derive(Debug)]
pub(super) struct Packed {
    pub(super) turn: Turn,
    /// What goes out at once; what is held for a navigator is not among it.
    pub(super) parcels: Vec<Parcel>,
    /// The conversation that this turn forgets.
    pub(super) forgotten: Option<ConversationId>,
}

/// The conversation a decision is about: known before, or begun by it.
struct Subject {
    id: ConversationId,
    key: Arc<DataKey>,
    change: ConversationChange,
}

/// Packs what was decided about the contact at `address`.
pub(super) fn pack(
    core: &Core,
    inbox: InboxSeq,
    address: &Address,
    matter: &Matter,
    loaded: Option<Loaded>,
    decision: Decision,
    now: Timestamp,
) -> Result<Packed, RuntimeError> {
    let Decision { next, outgoing, release, audit } = decision;
    let mut packing = Packing::new(core, inbox, now);
    let case = match &next {
        Next::Keep(conversation) => conversation.case.as_ref().map(|case| (case.number, status(&case.state))),
        Next::Forget => None,
    };
    let since = match &next {
        Next::Keep(conversation) => conversation.case.as_ref().map_or(Timestamp::MIN, |case| case.changed_at),
        Next::Forget => Timestamp::MIN,
    };
    let audited_case = case.map(|(number, _)| number).or_else(|| {
        loaded.as_ref().and_then(|loaded| loaded.conversation.case.as_ref().map(|case| case.number))
    });
    packing.turn.audit =
        audit.into_iter().map(|what| AuditEntry { at: now, case: audited_case, what }).collect();
    packing.turn.release = release;
    let subject = match next {
        Next::Keep(conversation) => {
            let subject = keep(core, address, &conversation, loaded, now)?;
            packing.turn.case = case_row(&conversation, subject.id);
            Some(subject)
        }
        Next::Forget => {
            if let Some(loaded) = loaded {
                packing.forgotten = Some(loaded.row.id);
                packing.turn.conversation = Some(ConversationChange::Delete(loaded.row.id));
                packing.dissolve(&matter.traces)?;
            }
            None
        }
    };
    let place = Place {
        address,
        matter,
        owner: subject.as_ref().map(|subject| (subject.id, &subject.key)),
        since,
        waiting: case.and_then(|(number, status)| (status == CaseStatus::Waiting).then_some(number)),
    };
    for outgoing in outgoing {
        packing.outgoing(outgoing, &place)?;
    }
    if let Some(subject) = subject {
        packing.turn.conversation = Some(subject.change);
    }
    if release.is_some() {
        // What was held goes out before it: all of it is read from the outbox again, in its order.
        packing.parcels.clear();
    }
    let Packing { turn, mut parcels, forgotten, .. } = packing;
    count_together(&mut parcels);
    Ok(Packed { turn, parcels, forgotten })
}

/// Notes how many parcels go to each place.
fn count_together(parcels: &mut [Parcel]) {
    let mut counts = HashMap::new();
    for parcel in &*parcels {
        *counts.entry(parcel.target).or_default() += 1;
    }
    for parcel in parcels {
        parcel.together = counts.get(&parcel.target).copied().unwrap_or(1);
    }
}

/// Packs what the desk is told without any conversation.
pub(super) fn pack_desk(
    core: &Core,
    inbox: InboxSeq,
    to: &Destination,
    notices: &[Notice],
    now: Timestamp,
) -> Result<Packed, RuntimeError> {
    let mut packing = Packing::new(core, inbox, now);
    for notice in notices {
        for message in core.parts.texts.desk(notice, &core.surroundings()) {
            packing.act(to.clone(), Act::Say { message, reply_to: None }, None, None)?;
        }
    }
    Ok(Packed { turn: packing.turn, parcels: packing.parcels, forgotten: None })
}

fn keep(
    core: &Core,
    address: &Address,
    conversation: &Conversation,
    loaded: Option<Loaded>,
    now: Timestamp,
) -> Result<Subject, RuntimeError> {
    let vault = &core.parts.vault;
    let known = loaded.map(|loaded| (loaded.row.id, loaded.row.wrapped_key, loaded.key, loaded.row.version));
    let is_new = known.is_none();
    let (id, wrapped_key, key, version) = known.unwrap_or_else(|| {
        let id = ConversationId::new(now, &*core.parts.entropy);
        let (key, wrapped) = vault.new_data_key(id);
        (id, wrapped, key, 0)
    });
    let row = ConversationRow {
        id,
        lane: core.lane(address),
        wrapped_key,
        state: key.seal(&about_state(id), &print(conversation)?),
        version: version + 1,
        due_at: due_at(core, conversation, now),
        updated_at: now,
    };
    let change = if is_new { ConversationChange::Insert(row) } else { ConversationChange::Update(row) };
    Ok(Subject { id, key: Arc::new(key), change })
}

/// When we next have to look at this conversation by ourselves: somebody is to be reminded, or its time is over.
fn due_at(core: &Core, conversation: &Conversation, now: Timestamp) -> Option<Timestamp> {
    let reminder = conversation.case.as_ref().and_then(|case| core.parts.duty.reminder_due_at(case, now));
    [reminder, retention::expires_at(conversation)].into_iter().flatten().min()
}

fn case_row(conversation: &Conversation, id: ConversationId) -> Option<CaseRow> {
    conversation.case.as_ref().map(|case| CaseRow {
        number: case.number,
        conversation: id,
        status: status(&case.state),
        opened_at: case.opened_at,
        changed_at: case.changed_at,
    })
}

const fn status(state: &CaseState) -> CaseStatus {
    match state {
        CaseState::Waiting => CaseStatus::Waiting,
        CaseState::Claimed { .. } => CaseStatus::Claimed,
        CaseState::Closed { .. } | CaseState::Blocked { .. } => CaseStatus::Closed,
    }
}
