//! A database of every earlier version becomes one of this version, and nothing in it is lost.
//!
//! `tests/data/migrations/` holds, for each migration, rows as they stood in databases of that time. A new
//! migration brings a new file there; the old files are never changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lotse::model::{CaseNumber, Channel, ConversationId, Timestamp};
use lotse::privacy::{Lookup, Sealed};
use lotse::store::{CaseStatus, InboxSeq, Store};
use sqlx::migrate::{Migrate, Migrator};
use sqlx::{Connection, PgConnection};

use crate::databases::Database;

const FOLDERS: [&str; 2] = ["migrations/sqlite", "migrations/postgres"];
const SAMPLES: &str = "tests/data/migrations";

#[tokio::test]
async fn sqlite_keeps_its_data_from_version_to_version() {
    let database = Database::sqlite();
    let mut connection = database.sqlite_connection().await;
    for (version, sample) in steps("migrations/sqlite").await {
        migrate(&mut connection, "migrations/sqlite", version).await;
        database.tamper(&sample).await;
    }
    connection.close().await.unwrap();
    all_samples_are_there(&database.open().await).await;
}

#[tokio::test]
async fn postgres_keeps_its_data_from_version_to_version() {
    let database = Database::postgres().await;
    let mut connection = PgConnection::connect(&database.url()).await.unwrap();
    for (version, sample) in steps("migrations/postgres").await {
        migrate(&mut connection, "migrations/postgres", version).await;
        // PostgreSQL reads X'…' as bits, and '\x…' as bytes.
        database.tamper(&sample.replace("X'", "'\\x")).await;
    }
    connection.close().await.unwrap();
    all_samples_are_there(&database.open().await).await;
    database.remove().await;
}

/// Reads, through the store, every row of the samples.
async fn all_samples_are_there(store: &Arc<dyn Store>) {
    let at = |seconds: i64| Timestamp::from_second(1_700_000_000 + seconds).unwrap();
    let sealed = |content: &str| Sealed { key_id: String::from("fingerprint"), bytes: content.into() };
    let id = ConversationId::parse("018bcfe5-6800-7000-8000-000000000001").unwrap();

    let inbox = store.waiting_inbox(InboxSeq(0), 10).await.unwrap();
    let [waiting] = &inbox[..] else { panic!("{inbox:?}") };
    assert_eq!((waiting.channel, waiting.event), (Channel::Matrix, Lookup([0x22; 32])));
    assert_eq!((&waiting.payload, waiting.received_at), (&sealed("hello"), at(2)));

    let conversation = store.conversation(Lookup([0x33; 32])).await.unwrap().unwrap();
    assert_eq!((conversation.id, conversation.version), (id, 3));
    assert_eq!((&conversation.wrapped_key, &conversation.state), (&sealed("key"), &sealed("state")));
    assert_eq!((conversation.due_at, conversation.updated_at), (Some(at(60)), at(3)));

    assert_eq!(store.last_case().await.unwrap(), CaseNumber(7));
    assert_eq!(store.key_proof(sealed("another")).await.unwrap(), sealed("proof"));

    let cases = store.cases(&[CaseStatus::Claimed]).await.unwrap();
    let [case] = &cases[..] else { panic!("{cases:?}") };
    assert_eq!((case.number, case.conversation), (CaseNumber(7), id));
    assert_eq!((case.opened_at, case.changed_at), (at(3), at(4)));

    let waiting = store.waiting_outbox(0, 10).await.unwrap();
    let facts = waiting.iter().map(|row| (row.payload.clone(), row.conversation, row.half_sent, row.due_at));
    let expected = [(sealed("two"), Some(id), true, at(3)), (sealed("three"), None, false, at(5))];
    assert_eq!(facts.collect::<Vec<_>>(), expected);
    assert_eq!(store.said(id).await.unwrap().len(), 2);

    let link = store.link_by_copy(Lookup([0x77; 32])).await.unwrap().unwrap();
    assert_eq!(link.ids, sealed("both"));

    let trail = [(at(3), Some(CaseNumber(7)), "case_opened"), (at(4), None, "conversation_deleted")];
    assert_eq!(store.audit().await.unwrap(), trail.map(|(at, case, what)| (at, case, what.to_owned())));

    assert_eq!(store.forget_event_keys(at(2)).await.unwrap(), 1, "the one that was handled");
}

#[test]
fn both_databases_have_the_same_migrations_and_each_has_a_sample() {
    let [sqlite, postgres] = FOLDERS.map(names);
    assert_eq!(sqlite, postgres);
    assert_eq!(sqlite, names(SAMPLES));
}

#[test]
fn no_migration_adds_a_column_that_old_rows_cannot_fill() {
    for folder in FOLDERS {
        for name in names(folder) {
            let faults = unfillable_columns(&fs::read_to_string(path(folder).join(&name)).unwrap());
            assert!(faults.is_empty(), "{folder}/{name} needs a DEFAULT here: {faults:#?}");
        }
    }
}

#[test]
fn a_column_that_old_rows_cannot_fill_is_found() {
    let sql = "-- ALTER TABLE a ADD COLUMN b TEXT NOT NULL;\n\
               CREATE TABLE a (b TEXT NOT NULL);\n\
               ALTER TABLE a ADD COLUMN c TEXT;\n\
               ALTER TABLE a ADD COLUMN d TEXT NOT NULL DEFAULT '';\n\
               alter table a\n  add column e text\n  not null;\n\
               ALTER TABLE a ADD f TEXT NOT NULL, ADD COLUMN g TEXT DEFAULT '';";
    assert_eq!(unfillable_columns(sql), ["E TEXT NOT NULL", "F TEXT NOT NULL"]);
}

/// The columns that are added as NOT NULL without a DEFAULT: with rows in the table that fails, at the user's.
fn unfillable_columns(sql: &str) -> Vec<String> {
    let code: Vec<_> = sql.lines().map(|line| line.split_once("--").map_or(line, |(code, _)| code)).collect();
    let code = code.join(" ").to_uppercase();
    let mut faults = Vec::new();
    for statement in code.split(';') {
        let words = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(change) = words.strip_prefix("ALTER TABLE ") else { continue };
        for added in change.split(" ADD ").skip(1) {
            let column = added.strip_prefix("COLUMN ").unwrap_or(added).trim_end_matches(',');
            if column.contains("NOT NULL") && !column.contains("DEFAULT") {
                faults.push(column.to_owned());
            }
        }
    }
    faults
}

/// The versions of a folder in order, each with its sample.
async fn steps(folder: &str) -> Vec<(i64, String)> {
    let versions: Vec<_> = migrator(folder).await.iter().map(|migration| migration.version).collect();
    let samples =
        names(SAMPLES).into_iter().map(|name| fs::read_to_string(path(SAMPLES).join(name)).unwrap());
    versions.into_iter().zip(samples).collect()
}

async fn migrate(connection: &mut impl Migrate, folder: &str, version: i64) {
    migrator(folder).await.run_direct(Some(version), connection, false).await.unwrap();
}

async fn migrator(folder: &str) -> Migrator {
    Migrator::new(path(folder)).await.unwrap()
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(path(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn path(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}
