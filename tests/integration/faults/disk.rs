//! A database that can be made to fail: the real one, with something in between.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use lotse::model::{CaseNumber, ConversationId, OutboxId, Timestamp};
use lotse::privacy::{Lookup, Sealed};
use lotse::runtime::{Point, Probe};
use lotse::store::{
    CaseRow, CaseStatus, ConversationRow, Counts, InboxRow, InboxSeq, Link, OutboxRow, SendOutcome, Store,
    StoreError, Write, Written,
};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::watch;

/// What is wrong with the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    ReadOnly,
    Full,
    Locked,
}

impl Trouble {
    pub const ALL: [Self; 3] = [Self::ReadOnly, Self::Full, Self::Locked];

    /// What SQLite itself says in this trouble: it is asked, on a database that is really in it.
    async fn error(self) -> StoreError {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("trouble.db"))
            .busy_timeout(std::time::Duration::ZERO);
        let mut owner = options.clone().create_if_missing(true).connect().await.unwrap();
        sqlx::raw_sql("CREATE TABLE t (x)").execute(&mut owner).await.unwrap();
        let options = match self {
            Self::ReadOnly => options.read_only(true),
            Self::Full => options.pragma("max_page_count", "2"),
            Self::Locked => {
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut owner).await.unwrap();
                options
            }
        };
        let mut user = options.connect().await.unwrap();
        let error =
            sqlx::raw_sql("INSERT INTO t VALUES (zeroblob(100000))").execute(&mut user).await.unwrap_err();
        user.close().await.unwrap();
        owner.close().await.unwrap();
        StoreError::Database(error)
    }
}

/// How the disk behaves.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Well,
    /// Nothing of this kind is written.
    Refuses(Trouble, fn(&Write) -> bool),
    /// The next write of this kind is written, but whoever asked is told that it failed.
    LosesAnswer(fn(&Write) -> bool),
}

/// The real store with a disk that can fail.
#[derive(Debug)]
pub struct Disk {
    store: Arc<dyn Store>,
    mood: Mutex<Mood>,
    reads_slowly: AtomicBool,
    delivered: watch::Sender<usize>,
}

impl Disk {
    pub fn new(store: Arc<dyn Store>) -> Arc<Self> {
        let (mood, reads_slowly) = (Mutex::new(Mood::Well), AtomicBool::new(false));
        Arc::new(Self { store, mood, reads_slowly, delivered: watch::Sender::new(0) })
    }

    pub fn refuses(&self, trouble: Trouble, what: fn(&Write) -> bool) {
        self.be(Mood::Refuses(trouble, what));
    }

    pub fn loses_answer(&self, what: fn(&Write) -> bool) {
        self.be(Mood::LosesAnswer(what));
    }

    pub fn recovers(&self) {
        self.be(Mood::Well);
    }

    /// The next reading of the outbox comes back only after one more message was delivered.
    pub fn reads_slowly(&self) {
        self.reads_slowly.store(true, Ordering::SeqCst);
    }

    fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

/// Does something when a point is reached for the first time.
pub struct Once {
    point: Point,
    deed: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Once {
    pub fn at(point: Point, deed: impl FnOnce() + Send + 'static) -> Arc<Self> {
        Arc::new(Self { point, deed: Mutex::new(Some(Box::new(deed))) })
    }
}

impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Once({:?})", self.point)
    }
}

impl Probe for Once {
    fn reached(&self, point: Point) {
        if point == self.point
            && let Some(deed) = self.deed.lock().unwrap().take()
        {
            deed();
        }
    }
}

#[async_trait]
impl Store for Disk {
    async fn write(&self, batch: &[Write]) -> Result<Vec<Written>, StoreError> {
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Refuses(trouble, what) if batch.iter().any(what) => return Err(trouble.error().await),
            Mood::LosesAnswer(what) if batch.iter().any(what) => {
                self.recovers();
                self.store.write(batch).await?;
                return Err(StoreError::Database(sqlx::Error::WorkerCrashed));
            }
            Mood::Well | Mood::Refuses(..) | Mood::LosesAnswer(_) => {}
        }
        let written = self.store.write(batch).await?;
        let delivered =
            |write: &&Write| matches!(write, Write::SendEnded { outcome: SendOutcome::Delivered { .. }, .. });
        let delivered = batch.iter().filter(delivered).count();
        self.delivered.send_modify(|count| *count += delivered);
        Ok(written)
    }

    async fn waiting_outbox(&self, after_seq: i64, limit: u32) -> Result<Vec<OutboxRow>, StoreError> {
        let mut delivered = self.delivered.subscribe();
        let before = *delivered.borrow_and_update();
        let rows = self.store.waiting_outbox(after_seq, limit).await?;
        if self.reads_slowly.swap(false, Ordering::SeqCst) {
            delivered.wait_for(|count| *count > before).await.unwrap();
            // Whoever delivered it comes to its end meanwhile.
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        }
        Ok(rows)
    }

    async fn waiting_inbox(&self, after: InboxSeq, limit: u32) -> Result<Vec<InboxRow>, StoreError> {
        self.store.waiting_inbox(after, limit).await
    }

    async fn conversation(&self, lane: Lookup) -> Result<Option<ConversationRow>, StoreError> {
        self.store.conversation(lane).await
    }

    async fn conversation_of(&self, case: CaseNumber) -> Result<Option<ConversationRow>, StoreError> {
        self.store.conversation_of(case).await
    }

    async fn cases(&self, statuses: &[CaseStatus]) -> Result<Vec<CaseRow>, StoreError> {
        self.store.cases(statuses).await
    }

    async fn last_case(&self) -> Result<CaseNumber, StoreError> {
        self.store.last_case().await
    }

    async fn said(&self, conversation: ConversationId) -> Result<Vec<OutboxRow>, StoreError> {
        self.store.said(conversation).await
    }

    async fn due(&self, now: Timestamp, limit: u32) -> Result<Vec<ConversationRow>, StoreError> {
        self.store.due(now, limit).await
    }

    async fn link_by_copy(&self, copy: Lookup) -> Result<Option<Link>, StoreError> {
        self.store.link_by_copy(copy).await
    }

    async fn link(&self, outbox: OutboxId) -> Result<Option<Link>, StoreError> {
        self.store.link(outbox).await
    }

    async fn forget_event_keys(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.store.forget_event_keys(before).await
    }

    async fn audit(&self) -> Result<Vec<(Timestamp, Option<CaseNumber>, String)>, StoreError> {
        self.store.audit().await
    }

    async fn sweep(&self) -> Result<(), StoreError> {
        self.store.sweep().await
    }

    async fn kept_key_proof(&self) -> Result<Option<Sealed>, StoreError> {
        self.store.kept_key_proof().await
    }

    async fn key_proof(&self, proof: Sealed) -> Result<Sealed, StoreError> {
        self.store.key_proof(proof).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.store.counts().await
    }

    async fn close(&self) {
        self.store.close().await;
    }
}
