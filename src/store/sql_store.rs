//! The store over one SQL database: who may write, in which order, and what happens when it goes wrong.
//!
//! # One writer
//!
//! All writes go through one connection, one batch at a time. So the numbers in `inbox.seq` and `outbox.seq`
//! become visible in the order in which they were given, and a reader that asks for "what comes after n" misses
//! nothing. With several writing connections a lower number could be committed after a higher one was read.
//! `SQLite` allows one writer anyway; throughput comes from batches, not from connections.
//!
//! # Failure
//!
//! While a batch is under way its connection is taken out of the store, and it comes back only after a commit
//! or a rollback that was answered. If the database fails, or the caller gives up waiting, the connection is
//! dropped, which rolls back whatever it had not committed, and the next batch begins on a new one.
//!
//! Accepted risk: if the connection to `PostgreSQL` breaks exactly while a commit is answered, the caller gets an
//! error for something that is durable. Doing it again is harmless by design: the inbound is a
//! [`Written::Waiting`] or a [`Written::Duplicate`], and the turn is [`StoreError::HandledBefore`].

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::migrate::Migrate;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Pool};
use tokio::sync::Mutex;

use super::queries::{audit, cases, conversations, counts, inbox, links, meta, outbox};
use super::recent::Recent;
use super::session::{Cells as _, Session};
use super::work::{Batch, ForgetEventKeys, KeyProof, Sweep, Work};
use super::{
    CaseRow, CaseStatus, ConversationRow, Counts, InboxRow, InboxSeq, Link, OutboxRow, Store, StoreError,
    Write, Written,
};
use crate::model::{CaseNumber, ConversationId, OutboxId, Timestamp};
use crate::privacy::{Lookup, Sealed};

/// What differs between the databases.
pub(super) trait Backend: Send + Sync + 'static {
    /// The driver.
    type Database: sqlx::Database<Connection: Session + Migrate>;

    /// How a writing transaction begins.
    const BEGIN: &'static str;

    /// Removes what erased rows left behind outside the tables, if there is a statement for it. It answers with a row
    /// whose `busy` is 0 if it did.
    const SWEEP: Option<&'static str>;

    /// Gives back at once what keeps other processes away, if there is a statement for it. Closing a connection does so
    /// too, but nobody waits until the server has noticed.
    const LET_GO: Option<&'static str>;

    /// How long one batch may take before its connection counts as broken.
    const PATIENCE: Duration;

    /// Opens the connection that writes, as the only process that does.
    fn connect(&self) -> impl Future<Output = Result<Connection<Self>, StoreError>> + Send;

    /// Lets another process have the database. All connections are closed by then.
    fn release(&self);
}

/// A connection of a backend.
pub(super) type Connection<B> = <<B as Backend>::Database as sqlx::Database>::Connection;

/// The connection that writes.
enum Writer<C> {
    /// Ready for the next batch.
    Ready(C),
    /// To be opened by the next batch.
    Broken,
    /// The store was closed.
    Closed,
}

/// A store over one SQL database.
pub(super) struct SqlStore<B: Backend> {
    backend: B,
    writer: Mutex<Writer<Connection<B>>>,
    readers: Pool<B::Database>,
    recent: Recent,
    /// Something was erased and may still stand outside the tables. A process that was killed may have left it so.
    unswept: AtomicBool,
}

impl<B: Backend> SqlStore<B> {
    /// Takes over a database that is locked, at this version, and connected to.
    pub(super) fn new(backend: B, writer: Connection<B>, readers: Pool<B::Database>) -> Self {
        Self {
            backend,
            writer: Mutex::new(Writer::Ready(writer)),
            readers,
            recent: Recent::new(),
            unswept: AtomicBool::new(true),
        }
    }

    /// Does `work` in one transaction.
    async fn commit<W: Work>(&self, work: W) -> Result<W::Output, StoreError> {
        let erases = work.erases();
        let mut writer = self.writer.lock().await;
        let mut connection = match std::mem::replace(&mut *writer, Writer::Broken) {
            Writer::Ready(connection) => connection,
            Writer::Broken => self.backend.connect().await?,
            Writer::Closed => {
                *writer = Writer::Closed;
                return Err(sqlx::Error::PoolClosed.into());
            }
        };
        let result = tokio::time::timeout(B::PATIENCE, transaction::<B, W>(&mut connection, work))
            .await
            .unwrap_or(Err(StoreError::Database(sqlx::Error::PoolTimedOut)));
        if erases && result.is_ok() {
            // It is committed. If a reader stands in the way of sweeping, that is tried again.
            self.unswept.store(!sweep::<B>(&mut connection).await, Ordering::Relaxed);
        }
        if !matches!(result, Err(StoreError::Database(_))) {
            *writer = Writer::Ready(connection);
        }
        result
    }

    async fn reader(&self) -> Result<PoolConnection<B::Database>, StoreError> {
        Ok(self.readers.acquire().await?)
    }
}

async fn transaction<B: Backend, W: Work>(
    connection: &mut Connection<B>,
    work: W,
) -> Result<W::Output, StoreError> {
    let mut transaction = connection.begin_with(B::BEGIN).await?;
    match work.carry_out(&mut *transaction).await {
        Ok(output) => {
            transaction.commit().await?;
            Ok(output)
        }
        Err(error) => {
            transaction.rollback().await?;
            Err(error)
        }
    }
}

/// Whether nothing that was erased is left.
async fn sweep<B: Backend>(connection: &mut Connection<B>) -> bool {
    let Some(sweep) = B::SWEEP else { return true };
    // Being kept from it is no error to SQLite: it says so in the row.
    let answer = connection.fetch(sweep, &[]).await;
    answer.is_ok_and(|rows| rows.iter().all(|row| matches!(row.number("busy"), Ok(Some(0)))))
}

impl<B: Backend> fmt::Debug for SqlStore<B> {
    /// Shows nothing of the address: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlStore").finish_non_exhaustive()
    }
}

#[async_trait]
impl<B: Backend> Store for SqlStore<B> {
    async fn write(&self, batch: &[Write]) -> Result<Vec<Written>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        self.recent.drop_changed(batch);
        let written = self.commit(Batch(batch)).await?;
        self.recent.keep_changed(batch);
        Ok(written)
    }

    async fn waiting_inbox(&self, after: InboxSeq, limit: u32) -> Result<Vec<InboxRow>, StoreError> {
        inbox::waiting(&mut *self.reader().await?, after, limit).await
    }

    async fn conversation(&self, lane: Lookup) -> Result<Option<ConversationRow>, StoreError> {
        match self.recent.at(lane) {
            Some(row) => Ok(Some(row)),
            None => conversations::at(&mut *self.reader().await?, lane).await,
        }
    }

    async fn conversation_of(&self, case: CaseNumber) -> Result<Option<ConversationRow>, StoreError> {
        conversations::of_case(&mut *self.reader().await?, case).await
    }

    async fn cases(&self, statuses: &[CaseStatus]) -> Result<Vec<CaseRow>, StoreError> {
        cases::with_status(&mut *self.reader().await?, statuses).await
    }

    async fn last_case(&self) -> Result<CaseNumber, StoreError> {
        meta::last_case(&mut *self.reader().await?).await
    }

    async fn waiting_outbox(&self, after_seq: i64, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
        outbox::waiting(&mut *self.reader().await?, after_seq, limit).await
    }

    async fn said(&self, conversation: ConversationId) -> Result<Vec<OutboxRow>, StoreError> {
        outbox::of(&mut *self.reader().await?, conversation).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ConversationRow>, StoreError> {
        conversations::due(&mut *self.reader().await?, now, limit).await
    }

    async fn link_by_copy(&self, copy: Lookup) -> Result<Option<Link>, StoreError> {
        links::by_copy(&mut *self.reader().await?, copy).await
    }

    async fn link(&self, outbox: OutboxId) -> Result<Option<Link>, StoreError> {
        links::of(&mut *self.reader().await?, outbox).await
    }

    async fn forget_event_keys(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.commit(ForgetEventKeys { before }).await
    }

    async fn audit(&self) -> Result<Vec<(Timestamp, Option<CaseNumber>, String)>, StoreError> {
        audit::all(&mut *self.reader().await?).await
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        if self.unswept.load(Ordering::Relaxed) { self.commit(Sweep).await } else { Ok(()) }
    }

    async fn kept_key_proof(&self) -> Result<Option<Sealed>, StoreError> {
        meta::kept_key_proof(&mut *self.reader().await?).await
    }

    async fn key_proof(&self, proof: Sealed) -> Result<Sealed, StoreError> {
        self.commit(KeyProof(proof)).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        counts::all(&mut *self.reader().await?).await
    }

    async fn close(&self) {
        let mut writer = self.writer.lock().await;
        self.readers.close().await;
        if let Writer::Ready(mut connection) = std::mem::replace(&mut *writer, Writer::Closed) {
            // Everything that was promised is committed; a farewell that fails changes nothing.
            if let Some(let_go) = B::LET_GO {
                let _ = connection.fetch(let_go, &[]).await;
            }
            let _ = connection.close().await;
        }
        self.backend.release();
    }
}
