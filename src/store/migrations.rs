//! How a database is brought to this version: the files below `migrations/`, embedded in the program.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};

use super::StoreError;
use super::decode::Reader;
use super::queries::meta;
use super::session::Session;
use crate::privacy::Sealed;

/// The migrations of one database, in order: file name (without `.sql`) and text.
pub(super) type Embedded = &'static [(&'static str, &'static str)];

/// Lists each file once, for both databases. The first file is migration 1.
macro_rules! embed {
    ($($name:literal),* $(,)?) => {
        pub(super) const SQLITE: Embedded =
            &[$(($name, include_str!(concat!("../../migrations/sqlite/", $name, ".sql")))),*];
        pub(super) const POSTGRES: Embedded =
            &[$(($name, include_str!(concat!("../../migrations/postgres/", $name, ".sql")))),*];
    };
}

embed!(
    "0001_inbox_and_conversations",
    "0002_cases_and_outbox",
    "0003_audit",
    "0004_dead_letters",
    "0005_every_message_is_found_again",
);

/// Refuses a database that has migrations which this version does not know. Changes nothing.
///
/// `count_tables` counts, as `n`, the tables called `_sqlx_migrations`. Returns whether there is one.
pub(super) async fn refuse_newer(
    session: &mut impl Session,
    count_tables: &'static str,
    embedded: Embedded,
) -> Result<bool, StoreError> {
    const NEWEST: &str = "SELECT version FROM _sqlx_migrations ORDER BY version DESC LIMIT 1";
    let mut has_table = false;
    for row in &session.fetch(count_tables, &[]).await? {
        has_table |= Reader::by_number(row, "_sqlx_migrations", "n")?.number("n")? > 0;
    }
    if !has_table {
        return Ok(false);
    }
    for row in &session.fetch(NEWEST, &[]).await? {
        let newest = Reader::by_number(row, "_sqlx_migrations", "version")?.number("version")?;
        if newest > migrator(embedded).iter().map(|migration| migration.version).max().unwrap_or(0) {
            return Err(StoreError::Newer(newest));
        }
    }
    Ok(true)
}

/// What a look at a connection finds: how many migrations are missing, and the proof of the key. Changes nothing.
pub(super) async fn glance(
    session: &mut impl Session,
    count_tables: &'static str,
    embedded: Embedded,
) -> Result<(usize, Option<Sealed>), StoreError> {
    const DONE: &str = "SELECT count(*) AS n FROM _sqlx_migrations";
    if !refuse_newer(session, count_tables, embedded).await? {
        return Ok((embedded.len(), None));
    }
    let mut pending = embedded.len();
    for row in &session.fetch(DONE, &[]).await? {
        let done = Reader::by_number(row, "_sqlx_migrations", "n")?.number("n")?;
        pending = embedded.len().saturating_sub(usize::try_from(done).unwrap_or_default());
    }
    // The first migration makes the table of the proof.
    let proof = if pending < embedded.len() { meta::kept_key_proof(session).await? } else { None };
    Ok((pending, proof))
}

/// Carries out the migrations that are missing, each in a transaction of its own.
pub(super) async fn run(connection: &mut impl Migrate, embedded: Embedded) -> Result<(), StoreError> {
    migrator(embedded).run_direct(None, connection, false).await.map_err(|error| match error {
        MigrateError::Execute(error) => StoreError::Database(error),
        other => StoreError::Migrate(other),
    })
}

fn migrator(embedded: Embedded) -> Migrator {
    let migrations = (1..).zip(embedded).map(|(version, (name, sql))| {
        let description = name.split_once('_').map_or(*name, |(_, rest)| rest).replace('_', " ");
        let sql = SqlStr::from_static(sql);
        Migration::new(version, Cow::Owned(description), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_embedded_is_what_the_folder_holds() {
        for (folder, embedded) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
            let files = Migrator::new(path).await.unwrap();
            let facts = |migrator: &Migrator| -> Vec<_> {
                migrator.iter().map(|m| (m.version, m.description.clone(), m.checksum.clone())).collect()
            };
            assert_eq!(facts(&migrator(embedded)), facts(&files), "{folder}");
        }
    }
}
