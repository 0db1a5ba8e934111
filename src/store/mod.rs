//! Where everything durable is kept: one trait of use cases, and one module per database.
//!
//! A [`Store`] sees sealed bytes, keyed hashes, states and times. It never sees what a person wrote.

mod decode;
mod many;
mod migrations;
mod open;
mod postgres;
mod queries;
mod recent;
mod rows;
mod session;
mod sql_store;
mod sqlite;
mod work;

use async_trait::async_trait;

pub use open::{Glance, is_missing, look, open};
pub use rows::{
    AuditEntry, CaseRow, CaseStatus, ConversationChange, ConversationRow, InboxRow, InboxSeq, Link,
    NewInbound, NewOutgoing, OutboxRow, SendOutcome, Turn,
};

use crate::model::{CaseNumber, ConversationId, OutboxId, Timestamp};
pub use crate::ops::health::Counts;
use crate::privacy::{Lookup, Sealed};

/// One use case that changes something.
#[derive(Debug, Clone)]
pub enum Write {
    /// Take something in. Answered by [`Written::Accepted`], [`Written::Waiting`] or
    /// [`Written::Duplicate`].
    Accept(NewInbound),
    /// Commit what was decided. Answered by [`Written::Done`].
    Turn(Box<Turn>),
    /// Sending is about to begin: counts the attempt and marks the row as half sent. [`Written::Done`].
    SendBegun {
        /// Which message.
        id: OutboxId,
    },
    /// Sending has ended. [`Written::Done`].
    SendEnded {
        /// Which message.
        id: OutboxId,
        /// When it ended.
        at: Timestamp,
        /// How it ended.
        outcome: SendOutcome,
    },
}

/// The answer to a [`Write`], in the same place of the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// The inbound is new and durable.
    Accepted(InboxSeq),
    /// The same event was accepted before and handled; nothing changed.
    Duplicate,
    /// The same event was accepted before and is not handled yet; nothing changed. Whoever accepted it may have
    /// been stopped before they could take it up, or never have got the answer.
    Waiting(InboxSeq),
    /// It is durable.
    Done,
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The conversation changed in between; nothing was written.
    #[error(
        "conversation {0} is not at the version this change was made from; it was changed by somebody else"
    )]
    Conflict(ConversationId),
    /// This inbound was handled before; nothing was written. An answer that was lost after its commit shows so.
    #[error("inbound {} was handled before", .0.0)]
    HandledBefore(InboxSeq),
    /// A table holds something that cannot be.
    #[error("inconsistent data: table {table}, column {column}, row {row}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key, as text.
        row: String,
    },
    /// The database was written by a newer version of this program.
    #[error(
        "the database was written by a newer version of Lotse (migration {0}); start that version instead"
    )]
    Newer(i64),
    /// Another process uses the database.
    #[error("the database is in use by another Lotse; stop that one first")]
    InUse,
    /// The address of the database cannot be read.
    #[error("{0}")]
    Address(String),
    /// A migration could not be carried out.
    #[error("the database could not be brought to this version")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The database refused, or is not there.
    #[error("the database did not answer as it should")]
    Database(#[from] sqlx::Error),
}

/// Everything durable, as use cases. Each call is one whole transaction.
#[async_trait]
pub trait Store: Send + Sync + std::fmt::Debug {
    /// Carries out all writes in one transaction: all of them become durable, or none does.
    ///
    /// The answers stand in the order of the writes. In that order, too, what comes in is numbered, and so is what turns
    /// let out; receipts stand before that. No write may rest on another of the same batch: two changes of one
    /// conversation must not stand in one.
    async fn write(&self, batch: &[Write]) -> Result<Vec<Written>, StoreError>;

    /// The inbounds not yet handled that come after `after`, oldest first, at most `limit`.
    async fn waiting_inbox(&self, after: InboxSeq, limit: u32) -> Result<Vec<InboxRow>, StoreError>;

    /// The conversation at this address, if there is one.
    async fn conversation(&self, lane: Lookup) -> Result<Option<ConversationRow>, StoreError>;

    /// The conversation to which a case belongs, if there is one.
    async fn conversation_of(&self, case: CaseNumber) -> Result<Option<ConversationRow>, StoreError>;

    /// The cases in these states, oldest first.
    async fn cases(&self, statuses: &[CaseStatus]) -> Result<Vec<CaseRow>, StoreError>;

    /// The highest case number ever given, also to cases that are gone. `CaseNumber(0)` if none was.
    async fn last_case(&self) -> Result<CaseNumber, StoreError>;

    /// Outgoing messages that are neither delivered, dead nor held and stand after `after_seq`, in the order
    /// of their commits, at most `limit`. Whether one is due yet is for the caller to see.
    async fn waiting_outbox(&self, after_seq: i64, limit: u32) -> Result<Vec<OutboxRow>, StoreError>;

    /// The outgoing messages that a conversation still has: delivered, waiting, held and dead, in order.
    async fn said(&self, conversation: ConversationId) -> Result<Vec<OutboxRow>, StoreError>;

    /// The conversations whose timer is due at `now`, earliest first, at most `limit`.
    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ConversationRow>, StoreError>;

    /// The link whose copy has this id.
    async fn link_by_copy(&self, copy: Lookup) -> Result<Option<Link>, StoreError>;

    /// The link of this outgoing message, once it is out.
    async fn link(&self, outbox: OutboxId) -> Result<Option<Link>, StoreError>;

    /// Removes event keys of inbounds handled before `before`; returns how many.
    async fn forget_event_keys(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// Tries again to remove what a deletion left outside the tables, if it could not be removed at once. Does nothing
    /// otherwise.
    async fn sweep(&self) -> Result<(), StoreError>;

    /// The audit trail, oldest first.
    async fn audit(&self) -> Result<Vec<(Timestamp, Option<CaseNumber>, String)>, StoreError>;

    /// The value sealed under the master key at the first start, by which a wrong key is recognised.
    ///
    /// Stores `proof` if there is none yet; returns the one that is stored.
    async fn key_proof(&self, proof: Sealed) -> Result<Sealed, StoreError>;

    /// The same for whoever only looks: stores nothing.
    async fn kept_key_proof(&self) -> Result<Option<Sealed>, StoreError>;

    /// How much there is of what.
    async fn counts(&self) -> Result<Counts, StoreError>;

    /// Closes all connections after what is under way is done.
    async fn close(&self);
}
