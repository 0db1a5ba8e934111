//! From a decision to the rows of one transaction, and to the parcels that go out once it is committed.

use std::sync::Arc;

use super::core::{Core, Loaded, print};
use super::delivery::Parcel;
use super::error::RuntimeError;
use super::stored::{Departure, about_outbox, about_state};
use crate::channel::{Destination, Envelope};
use crate::desk::{CaseState, Conversation, Decision, Next, Notice, Outgoing, Spoken};
use crate::model::{Address, CaseNumber, ConversationId, EventId, Message, OutboxId, Timestamp};
use crate::privacy::{DataKey, Lookup, retention};
use crate::store::{
    AuditEntry, CaseRow, CaseStatus, ConversationChange, ConversationRow, InboxSeq, NewOutgoing, Turn,
};

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
    source: Option<&EventId>,
    loaded: Option<Loaded>,
    decision: Decision,
    now: Timestamp,
) -> Result<Packed, RuntimeError> {
    let Decision { next, outgoing, release, audit } = decision;
    let mut packing = Packing::new(core, inbox, now);
    packing.history = loaded.as_ref().map(|loaded| loaded.history.clone()).unwrap_or_default();
    let case = match &next {
        Next::Keep(conversation) => conversation.case.as_ref().map(|case| (case.number, status(&case.state))),
        Next::Forget => None,
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
            }
            None
        }
    };
    let owner = subject.as_ref().map(|subject| (subject.id, &subject.key));
    for outgoing in outgoing {
        packing.outgoing(&outgoing, address, source, owner, case)?;
    }
    if let Some(subject) = subject {
        packing.turn.conversation = Some(subject.change);
    }
    if release.is_some() {
        // What was held goes out before it: all of it is read from the outbox again, in its order.
        packing.parcels.clear();
    }
    Ok(Packed { turn: packing.turn, parcels: packing.parcels, forgotten: packing.forgotten })
}

/// Packs what the desk is told without any conversation.
pub(super) fn pack_desk(
    core: &Core,
    inbox: InboxSeq,
    notices: &[Notice],
    now: Timestamp,
) -> Result<Packed, RuntimeError> {
    let mut packing = Packing::new(core, inbox, now);
    for notice in notices {
        for message in core.parts.texts.desk(notice, &core.surroundings()) {
            packing.message(Destination::Queue, message, None, None, None)?;
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

/// Where everything addressed to one place is kept in order.
pub(super) fn target(core: &Core, to: &Destination) -> Lookup {
    let vault = &core.parts.vault;
    match to {
        Destination::Contact(address) => {
            vault.lookup("to contact", &[address.channel.name().as_bytes(), address.id.reveal().as_bytes()])
        }
        Destination::Queue => vault.lookup("to queue", &[]),
        Destination::Case(number) => vault.lookup("to case", &[&number.0.to_be_bytes()]),
    }
}

struct Packing<'a> {
    core: &'a Core,
    now: Timestamp,
    turn: Turn,
    parcels: Vec<Parcel>,
    forgotten: Option<ConversationId>,
    /// What was said before, if somebody is to be told.
    history: Vec<Spoken>,
}

type Owner<'a> = Option<(ConversationId, &'a Arc<DataKey>)>;

impl<'a> Packing<'a> {
    fn new(core: &'a Core, inbox: InboxSeq, now: Timestamp) -> Self {
        let turn = Turn {
            inbox,
            dead_letter: false,
            at: now,
            conversation: None,
            case: None,
            release: None,
            outbox: Vec::new(),
            audit: Vec::new(),
        };
        Self { core, now, turn, parcels: Vec::new(), forgotten: None, history: Vec::new() }
    }

    fn outgoing(
        &mut self,
        outgoing: &Outgoing,
        address: &Address,
        source: Option<&EventId>,
        owner: Owner<'_>,
        case: Option<(CaseNumber, CaseStatus)>,
    ) -> Result<(), RuntimeError> {
        let texts = &self.core.parts.texts;
        let surroundings = self.core.surroundings();
        let (to, messages, source) = match outgoing {
            Outgoing::Contact(say) => {
                (Destination::Contact(address.clone()), texts.contact(say, &surroundings), None)
            }
            Outgoing::ContactCopy(say) => {
                (Destination::Contact(address.clone()), texts.contact(say, &surroundings), source)
            }
            Outgoing::Queue(notice) => (Destination::Queue, texts.desk(notice, &surroundings), None),
            Outgoing::Case(number, notice) => {
                (Destination::Case(*number), texts.desk(notice, &surroundings), None)
            }
            Outgoing::History(number) => {
                let notice = Notice::History { case: *number, lines: self.history.clone() };
                (Destination::Case(*number), texts.desk(&notice, &surroundings), None)
            }
            Outgoing::CaseCopy(number, notice) => {
                (Destination::Case(*number), texts.desk(notice, &surroundings), source)
            }
        };
        let held = match (&to, case) {
            (Destination::Case(number), Some((waiting, CaseStatus::Waiting))) if *number == waiting => {
                Some(waiting)
            }
            (Destination::Contact(_) | Destination::Queue | Destination::Case(_), _) => None,
        };
        for message in messages {
            self.message(to.clone(), message, source, owner, held)?;
        }
        Ok(())
    }

    fn message(
        &mut self,
        to: Destination,
        message: Message,
        source: Option<&EventId>,
        owner: Owner<'_>,
        held_for: Option<CaseNumber>,
    ) -> Result<(), RuntimeError> {
        let id = OutboxId::new(self.now, &*self.core.parts.entropy);
        let target = target(self.core, &to);
        let departure = Departure { to, message, source: source.cloned() };
        let plain = print(&departure)?;
        let payload = match owner {
            Some((_, key)) => key.seal(&about_outbox(id), &plain),
            None => self.core.parts.vault.seal(&about_outbox(id), &plain),
        };
        let conversation = owner.map(|(id, _)| id);
        self.turn.outbox.push(NewOutgoing {
            id,
            target,
            conversation,
            payload,
            held_for,
            created_at: self.now,
        });
        if held_for.is_none() {
            let Departure { to, message, source } = departure;
            self.parcels.push(Parcel {
                envelope: Envelope { id, to, message, half_sent: false, navigator: None },
                target,
                conversation,
                key: owner.map(|(_, key)| Arc::clone(key)),
                source,
                attempts: 0,
                due_at: self.now,
                created_at: self.now,
            });
        }
        Ok(())
    }
}
