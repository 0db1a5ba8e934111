//! Group commit: writes of different conversations that wait at the same time share one transaction.
//!
//! A disk makes a commit durable in one flush, however much is in it. While one transaction is being flushed,
//! the writes that arrive meanwhile gather, and the next transaction takes them all; so does whatever everybody who could
//! go on just now has to write. Nobody waits for anybody who cannot: whoever is alone is committed alone, at once.
//!
//! A write that the database refuses must not take its neighbours with it. The shared transaction is rolled
//! back, and each write of it is tried once more in a transaction of its own, so that only the one at fault
//! fails.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};

use crate::store::{Store, StoreError, Write, Written};

/// So many writes share one transaction at most: a bound on memory and on what one roll-back costs.
const MOST_WRITES_TOGETHER: usize = 512;

/// So many writes may wait. Whoever comes when all places are taken waits for one.
const MOST_WRITES_WAITING: usize = 4096;

/// Where everything that changes the store goes through.
#[derive(Debug, Clone)]
pub struct Journal {
    entries: mpsc::Sender<Entry>,
}

#[derive(Debug)]
struct Entry {
    write: Write,
    answer: oneshot::Sender<Result<Written, StoreError>>,
}

impl Journal {
    /// Starts the task that commits. It ends when the last `Journal` is dropped and everything is committed.
    #[must_use]
    pub fn start(store: Arc<dyn Store>) -> (Self, tokio::task::JoinHandle<()>) {
        let (entries, waiting) = mpsc::channel(MOST_WRITES_WAITING);
        (Self { entries }, tokio::spawn(commit_together(store, waiting)))
    }

    /// Makes one write durable; returns when it is.
    ///
    /// # Errors
    /// What the store said about this write; nothing of it was kept.
    pub async fn write(&self, write: Write) -> Result<Written, StoreError> {
        let (answer, answered) = oneshot::channel();
        let gone = || StoreError::Database(sqlx::Error::PoolClosed);
        self.entries.send(Entry { write, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn commit_together(store: Arc<dyn Store>, mut waiting: mpsc::Receiver<Entry>) {
    let mut entries = Vec::new();
    while waiting.recv_many(&mut entries, MOST_WRITES_TOGETHER).await > 0 {
        // Whoever is ready goes first: on a busy machine that makes one transaction of many, on an idle one it is nothing.
        tokio::task::yield_now().await;
        while entries.len() < MOST_WRITES_TOGETHER
            && let Ok(entry) = waiting.try_recv()
        {
            entries.push(entry);
        }
        let (writes, answers): (Vec<_>, Vec<_>) =
            entries.drain(..).map(|entry| (entry.write, entry.answer)).unzip();
        match store.write(&writes).await {
            Ok(written) => {
                for (answer, written) in answers.into_iter().zip(written) {
                    // Whoever asked may have been stopped meanwhile; what they asked is durable all the same.
                    let _ = answer.send(Ok(written));
                }
            }
            Err(error) => match (answers.len(), answers.into_iter()) {
                (1, mut only) => {
                    let _ = only.next().map(|answer| answer.send(Err(error)));
                }
                (_, answers) => {
                    for (write, answer) in writes.iter().zip(answers) {
                        let _ = answer.send(alone(&*store, write).await);
                    }
                }
            },
        }
    }
}

async fn alone(store: &dyn Store, write: &Write) -> Result<Written, StoreError> {
    let written = store.write(std::slice::from_ref(write)).await?;
    Ok(written.into_iter().next().unwrap_or(Written::Done))
}
