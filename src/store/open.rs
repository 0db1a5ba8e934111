//! From an address to a store.

use std::path::Path;
use std::sync::Arc;

use super::{Store, StoreError, postgres, sqlite};
use crate::privacy::Sealed;

/// Opens the database at `url`, brings it to this version, and keeps every other process away from it.
///
/// - `sqlite:PATH` or `sqlite://PATH`: a file; it is created, readable by its owner alone, if it is not there.
///   The folder must exist. Beside it stand `PATH.lock`, and while it is open `PATH-wal` and `PATH-shm`.
/// - `postgres://USER:PASSWORD@HOST:PORT/DATABASE`: a database on a server; it must exist.
///   Not through a pooler that shares sessions: the lock belongs to a session.
///
/// Errors never repeat the address of a server, because it may hold a password.
pub async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    if let Some(path) = file(url) {
        return sqlite::open(path).await;
    }
    match url.split_once(':') {
        Some(("postgres" | "postgresql", _)) => postgres::open(url).await,
        Some(_) | None => Err(no_address()),
    }
}

/// What can be seen of a database without changing anything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// So many migrations are still to be carried out; the next start does it.
    pub pending: usize,
    /// What [`Store::kept_key_proof`] would answer.
    pub proof: Option<Sealed>,
    /// A process has it open.
    pub in_use: bool,
}

/// Looks at the database at `url`, which may be in use, and changes nothing.
///
/// # Errors
/// As [`open`], but that a database in use is no error.
pub async fn look(url: &str) -> Result<Glance, StoreError> {
    if let Some(path) = file(url) {
        return sqlite::look(path).await;
    }
    match url.split_once(':') {
        Some(("postgres" | "postgresql", _)) => postgres::look(url).await,
        Some(_) | None => Err(no_address()),
    }
}

fn no_address() -> StoreError {
    StoreError::Address(String::from(
        "the address of the database must be sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE",
    ))
}

/// Whether the file of an SQLite database is missing, so that [`open`] would begin a new one.
#[must_use]
pub fn is_missing(url: &str) -> bool {
    file(url).is_some_and(|path| !Path::new(path).exists())
}

/// The file that an address means, if it is one of SQLite.
fn file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    Some(path.strip_prefix("//").unwrap_or(path))
}
