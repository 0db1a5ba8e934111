//! `SQLite`: one file, one writer, a few readers.
//!
//! Durability: write-ahead log with `synchronous=FULL`, so that a commit that was answered survives a power cut
//! (if the disk does not lie). Forgetting: `secure_delete` overwrites removed content with zeros, and after a
//! deletion the log is emptied too, so that neither file keeps what was deleted.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection as _, Sqlite};

use super::decode::Reader;
use super::many::MOST_STATEMENTS;
use super::session::Session;
use super::sql_store::{Backend, SqlStore};
use super::{Glance, Store, StoreError, migrations};

/// Readers beside the one writer. Each is a thread; the reads are short.
const READERS: u32 = 4;

/// Pages of the file that a connection keeps in memory, in KiB (as a negative number, that is what SQLite takes it
/// for). With its default of 2 MiB a few hundred conversations at once read the same pages again and again. More would
/// cost more than it brings: after a commit that has parted pages of an index SQLite goes through all that it keeps.
const PAGE_CACHE: &str = "-8192";

/// After so many pages the log is carried over into the file: at 64 MiB. Pages that change again and again are carried over
/// once; with SQLite's default of 1,000 pages that happens several times a second when many people write. The price: the
/// log stays that large, and what is carried over at once is waited for. What rows no longer say stands in it, sealed, until
/// something is erased, which empties it (`SWEEP`): within an hour at the latest, with the event keys.
const LOG_PAGES: &str = "16384";

/// How long a statement waits for another connection of ours. Nobody else has the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// `SQLite`'s result code for a file that is not a database (SQLITE_NOTADB).
const NOT_A_DATABASE: &str = "26";

const COUNT_MIGRATION_TABLES: &str =
    "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";

/// The open file, and the lock that keeps others away.
struct SqliteFile {
    path: PathBuf,
    lock: File,
}

impl Backend for SqliteFile {
    type Database = Sqlite;

    /// A transaction that only turns into a writing one later can fail at once instead of waiting.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const SWEEP: Option<&'static str> = Some("PRAGMA wal_checkpoint(TRUNCATE)");
    const LET_GO: Option<&'static str> = None;
    /// A file has no connection that could break: a slow disk must be waited for, because giving up
    /// would leave its commit under way.
    const PATIENCE: Duration = Duration::MAX;

    async fn connect(&self) -> Result<SqliteConnection, StoreError> {
        Ok(options(&self.path).connect().await?)
    }

    fn release(&self) {
        // Closing the file would release the lock too; if it fails, that is what remains.
        let _ = self.lock.unlock();
    }
}

/// Opens the file at `path`, creating it if it is not there.
pub(super) async fn open(path: &str) -> Result<Arc<dyn Store>, StoreError> {
    refuse_other_forms(path)?;
    let path = create(Path::new(path))?;
    let lock = lock(&path)?;
    inspect(&path).await?;

    let file = SqliteFile { path, lock };
    let mut writer = file.connect().await?;
    migrations::run(&mut writer, migrations::SQLITE).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_lazy_with(options(&file.path).pragma("query_only", "ON"));
    Ok(Arc::new(SqlStore::new(file, writer, readers)))
}

/// Looks at the file and whether somebody has it, and changes nothing.
pub(super) async fn look(path: &str) -> Result<Glance, StoreError> {
    refuse_other_forms(path)?;
    let unusable = |error: &dyn std::fmt::Display| {
        StoreError::Address(format!("the database {path} cannot be opened: {error}"))
    };
    let path = Path::new(path).canonicalize().map_err(|error| unusable(&error))?;
    let in_use = is_locked(&path);
    inspect(&path).await?;
    let mut connection = SqliteConnectOptions::new()
        .filename(&path)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await?;
    let (pending, proof) =
        migrations::glance(&mut connection, COUNT_MIGRATION_TABLES, migrations::SQLITE).await?;
    connection.close().await?;
    Ok(Glance { pending, proof, in_use })
}

/// Whether a process has the lock. It is had for a moment to find out, if nobody has it.
fn is_locked(path: &Path) -> bool {
    let Ok(file) = File::open(lock_name(path)) else { return false };
    match file.try_lock_shared() {
        Ok(()) => {
            let _ = file.unlock();
            false
        }
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(_)) => false,
    }
}

fn refuse_other_forms(path: &str) -> Result<(), StoreError> {
    if path.is_empty() || path.contains(":memory:") {
        return Err(StoreError::Address(String::from(
            "the address of the database names no file: write sqlite:PATH",
        )));
    }
    if path.contains('?') {
        return Err(StoreError::Address(String::from(
            "the address of the database has parameters after '?'; for SQLite there are none: write sqlite:PATH",
        )));
    }
    Ok(())
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .pragma("cache_size", PAGE_CACHE)
        .pragma("wal_autocheckpoint", LOG_PAGES)
        // What a statement would undo is kept in memory. Else it goes through a file of its own, in another folder.
        .pragma("temp_store", "MEMORY")
        .statement_cache_capacity(MOST_STATEMENTS)
}

/// Creates the file if there is none; returns its one true path, so that two names for it share one lock.
fn create(path: &Path) -> Result<PathBuf, StoreError> {
    open_private(path).and_then(|_| path.canonicalize()).map_err(|error| {
        StoreError::Address(format!("the database {} cannot be opened: {error}", path.display()))
    })
}

/// `SQLite` gives its log the same permissions as the file.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Takes the lock beside the file. The operating system releases it when the process ends, however it ends.
///
/// The lock file is never removed: somebody could be about to lock the removed one.
fn lock(path: &Path) -> Result<File, StoreError> {
    let name = lock_name(path);
    let unusable =
        |error| StoreError::Address(format!("the lock {} cannot be taken: {error}", name.display()));
    let file = open_private(Path::new(&name)).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

fn lock_name(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

/// Looks at the file before anything in it is changed: is it ours, and not from the future?
async fn inspect(path: &Path) -> Result<(), StoreError> {
    const COUNT_TABLES: &str = "SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'";
    let mut connection = SqliteConnectOptions::new()
        .filename(path)
        // Not read-only: SQLite must be able to take back what a process that was killed left half done.
        .pragma("query_only", "ON")
        .connect()
        .await
        .map_err(|e| not_ours(path, e))?;
    let ours =
        match migrations::refuse_newer(&mut connection, COUNT_MIGRATION_TABLES, migrations::SQLITE).await {
            Err(StoreError::Database(error)) => return Err(not_ours(path, error)),
            other => other?,
        };
    for row in &connection.fetch(COUNT_TABLES, &[]).await? {
        if !ours && Reader::by_number(row, "sqlite_master", "n")?.number("n")? > 0 {
            return Err(StoreError::Address(format!(
                "{} is a database of another program; name a file of its own for Lotse",
                path.display()
            )));
        }
    }
    Ok(connection.close().await?)
}

fn not_ours(path: &Path, error: sqlx::Error) -> StoreError {
    match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
        Some(code) if code == NOT_A_DATABASE => {
            StoreError::Address(format!("{} is not an SQLite database", path.display()))
        }
        Some(_) | None => StoreError::Database(error),
    }
}
