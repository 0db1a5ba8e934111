//! What goes into the tables and what comes out: sealed content, keyed hashes, states and times. Nothing readable.

use crate::model::{CaseNumber, Channel, ConversationId, OutboxId, Timestamp};
use crate::privacy::{Lookup, Sealed};

/// The place of an inbound in the inbox: ascending in the order of acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InboxSeq(pub i64);

/// Something that came in, not yet handled.
#[derive(Debug, Clone)]
pub struct NewInbound {
    /// Where it came from.
    pub channel: Channel,
    /// Keyed hash of the platform's event id: the same event is accepted once.
    pub event: Lookup,
    /// What it says, sealed.
    pub payload: Sealed,
    /// When it was accepted.
    pub received_at: Timestamp,
}

/// An inbound that still waits to be handled.
#[derive(Debug, Clone)]
pub struct InboxRow {
    /// Its place.
    pub seq: InboxSeq,
    /// Where it came from.
    pub channel: Channel,
    /// Keyed hash of the platform's event id.
    pub event: Lookup,
    /// What it says, sealed.
    pub payload: Sealed,
    /// When it was accepted.
    pub received_at: Timestamp,
}

/// A conversation as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationRow {
    /// Its id, which says nothing about who it is.
    pub id: ConversationId,
    /// Keyed hash of the contact's address: how an inbound finds its conversation. Unique.
    pub lane: Lookup,
    /// The data key of this conversation, wrapped by the master key. Deleting the row forgets the key.
    pub wrapped_key: Sealed,
    /// The whole state, sealed by the data key.
    pub state: Sealed,
    /// Counts the commits; an update names the version it was made from.
    pub version: i64,
    /// When a timer must wake it, if ever.
    pub due_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What a turn does to its conversation.
#[derive(Debug, Clone)]
pub enum ConversationChange {
    /// It is new; `version` must be 1.
    Insert(ConversationRow),
    /// It goes on; `version` is the new version, and the stored one must be exactly one less.
    Update(ConversationRow),
    /// It is forgotten: the conversation with its key, its cases, its outbox and its links are removed.
    Delete(ConversationId),
}

/// Where a case stands. The names are the ones in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseStatus {
    /// Nobody has taken it yet.
    Waiting,
    /// One navigator has it.
    Claimed,
    /// It is closed; a new message reopens it.
    Closed,
}

impl CaseStatus {
    /// The word in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Closed => "closed",
        }
    }
}

/// A case as it is stored: what the desk's lists need; everything else is in the conversation's sealed state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseRow {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub conversation: ConversationId,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When its status last changed.
    pub changed_at: Timestamp,
}

/// Something that must go out.
#[derive(Debug, Clone)]
pub struct NewOutgoing {
    /// Its id, also the key that makes a retry harmless where the platform has one.
    pub id: OutboxId,
    /// Keyed hash of the place it goes to: rows of one target go out strictly in order.
    pub target: Lookup,
    /// Whose it is. `None`: it belongs to no conversation (desk lists, the last word after a deletion).
    pub conversation: Option<ConversationId>,
    /// Sealed by the conversation's data key, or by the master key where there is no conversation.
    pub payload: Sealed,
    /// It must wait until [`Turn::release`] names its case (a case room that nobody has claimed yet).
    pub held_for: Option<CaseNumber>,
    /// It is sent as soon as this is committed: sending counts as begun.
    pub begun: bool,
    /// When it was said.
    pub created_at: Timestamp,
}

/// An outgoing message that is due.
#[derive(Debug, Clone)]
pub struct OutboxRow {
    /// Its id.
    pub id: OutboxId,
    /// Its place in the order of commits.
    pub seq: i64,
    /// Keyed hash of the place it goes to.
    pub target: Lookup,
    /// Whose it is.
    pub conversation: Option<ConversationId>,
    /// The wrapped data key of that conversation, to open the payload with.
    pub wrapped_key: Option<Sealed>,
    /// What it says, sealed.
    pub payload: Sealed,
    /// How often sending was begun.
    pub attempts: u32,
    /// Sending was begun and its end never recorded: it may have arrived already.
    pub half_sent: bool,
    /// It waits until somebody has its case.
    pub held: bool,
    /// When it may be tried (again).
    pub due_at: Timestamp,
    /// When it was said.
    pub created_at: Timestamp,
}

/// One thing that happened, without content and without a person: what the statistics are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The case, if there was one.
    pub case: Option<CaseNumber>,
    /// What: a fixed word (`case_opened`, `case_claimed`, `conversation_deleted`, …).
    pub what: &'static str,
}

/// Everything one decision changes. It is committed as a whole or not at all.
#[derive(Debug, Clone)]
pub struct Turn {
    /// The inbound that was handled: marked done, its payload removed, its event key kept against redelivery.
    pub inbox: InboxSeq,
    /// It could not be handled for good. Its payload is set aside, and removed together with its event key.
    pub dead_letter: bool,
    /// When it was handled.
    pub at: Timestamp,
    /// What becomes of the conversation. `None`: there is none, or it stays as it was.
    pub conversation: Option<ConversationChange>,
    /// The case as it is now, inserted or updated.
    pub case: Option<CaseRow>,
    /// Rows held for this case may go out from now on.
    pub release: Option<CaseNumber>,
    /// Outgoing messages that say something else from now on, sealed as they were.
    pub rewritten: Vec<(OutboxId, Sealed)>,
    /// What must go out, in order.
    pub outbox: Vec<NewOutgoing>,
    /// What is remembered without content.
    pub audit: Vec<AuditEntry>,
}

/// Under which id an outgoing message stands on its platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whose it is.
    pub conversation: ConversationId,
    /// The outgoing message.
    pub outbox: OutboxId,
    /// Keyed hash of its id on the platform; of something nobody asks for, if that id is not known.
    pub copy: Lookup,
    /// The id of what it is a copy of, if it is one, and its own, if it is known, sealed by the conversation's data key (for edits and
    /// deletions that must name it).
    pub ids: Sealed,
}

/// What became of an attempt to send.
#[derive(Debug, Clone)]
pub enum SendOutcome {
    /// It is out. The payload of a message that belongs to no conversation is removed with its row.
    Delivered {
        /// Where it stands, if that may be asked for.
        link: Option<Link>,
        /// What must go out because it has arrived; nothing, if its conversation is gone by then.
        then: Option<Box<NewOutgoing>>,
        /// What is sent as soon as this is committed: sending counts as begun.
        next: Option<OutboxId>,
    },
    /// It will be tried again.
    Retry {
        /// Not before this moment.
        due_at: Timestamp,
    },
    /// It cannot be sent and no longer blocks its target. It is kept as a dead letter with its conversation; one
    /// that belongs to no conversation is removed with its row.
    Dead,
}
