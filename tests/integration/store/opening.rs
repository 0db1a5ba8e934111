//! Opening, closing, and what must not be opened.

use lotse::model::CaseNumber;
use lotse::store::{
    AuditEntry, CaseStatus, Counts, Glance, InboxSeq, NewOutgoing, SendOutcome, StoreError, Turn, Write,
    look, open,
};

use super::{accept, at, case, commit, inbound, link, message, sealed, stored, turn, waiting};
use crate::databases::Database;

pub async fn everything_is_there_after_a_restart(database: &Database) {
    let store = database.open().await;
    let copy = message("copy", "room", None);
    let anna = stored(&store, "anna", vec![copy.clone(), message("more", "anna", None)]).await;
    let opened = case(7, &anna, CaseStatus::Waiting);
    let entry = AuditEntry { at: at(1), case: Some(opened.number), what: "case_opened" };
    let (case, audit) = (Some(opened.clone()), vec![entry]);
    commit(&store, "handoff", |turn| Turn { case, audit, ..turn }).await;
    let link = link(&anna, &copy, "copy");
    let outcome = SendOutcome::Delivered { link: Some(link.clone()), then: None, next: None };
    store.write(&[Write::SendEnded { id: copy.id, at: at(2), outcome }]).await.unwrap();
    let seq = accept(&store, "still waiting").await;
    store.close().await;

    let store = database.open().await;
    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(anna));
    assert_eq!(store.cases(&[CaseStatus::Waiting]).await.unwrap(), [opened]);
    assert_eq!(store.last_case().await.unwrap(), CaseNumber(7));
    assert_eq!(store.link(copy.id).await.unwrap(), Some(link));
    assert_eq!(waiting(&store).await, ["more"]);
    assert_eq!(store.audit().await.unwrap().len(), 1);
    let rows = store.waiting_inbox(InboxSeq(0), 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [seq]);
    let later = accept(&store, "later").await;
    assert!(later > seq, "the order goes on");
}

/// Whoever only looks sees the key's proof and who has the database, and is in nobody's way.
pub async fn a_look_changes_nothing_and_disturbs_nobody(database: &Database) {
    let store = database.open().await;
    let glance = look(&database.url()).await.unwrap();
    assert_eq!(glance, Glance { pending: 0, proof: None, in_use: true });
    let proof = store.key_proof(sealed("proof")).await.unwrap();
    let glance = look(&database.url()).await.unwrap();
    assert_eq!(glance, Glance { pending: 0, proof: Some(proof.clone()), in_use: true });
    accept(&store, "whoever has it goes on").await;
    store.close().await;
    let glance = look(&database.url()).await.unwrap();
    assert_eq!(glance, Glance { pending: 0, proof: Some(proof), in_use: false });
    database.tamper("DELETE FROM _sqlx_migrations WHERE version = 4").await;
    assert_eq!(look(&database.url()).await.unwrap().pending, 1);
    database.tamper("UPDATE _sqlx_migrations SET version = 999 WHERE version = 3").await;
    assert!(matches!(look(&database.url()).await, Err(StoreError::Newer(999))));
}

pub async fn the_counts_are_those_of_the_rows(database: &Database) {
    let store = database.open().await;
    assert_eq!(store.counts().await.unwrap(), Counts::default());
    for (contact, number, status) in [
        ("anna", 9, CaseStatus::Waiting),
        ("bernd", 4, CaseStatus::Waiting),
        ("carla", 2, CaseStatus::Claimed),
        ("dora", 1, CaseStatus::Closed),
    ] {
        let held = NewOutgoing { held_for: Some(CaseNumber(number)), ..message("held", contact, None) };
        let row = stored(&store, contact, vec![message("waits", contact, None), held]).await;
        let case = Some(case(number, &row, status));
        commit(&store, &format!("handoff of {contact}"), |turn| Turn { case, ..turn }).await;
    }
    accept(&store, "not handled yet").await;
    let expected = Counts {
        inbox_waiting: 1,
        set_aside: 0,
        outbox_waiting: 4,
        outbox_oldest: Some(at(0)),
        cases_waiting: 2,
        unclaimed_since: Some(at(4)),
        cases_claimed: 1,
        cases_closed: 1,
    };
    assert_eq!(store.counts().await.unwrap(), expected);
}

pub async fn a_second_process_is_refused(database: &Database) {
    let store = database.open().await;
    let second = database.try_open().await;
    assert!(matches!(second, Err(StoreError::InUse)), "{second:?}");
    accept(&store, "the first goes on").await;
    store.close().await;
    accept(&database.open().await, "the next takes over").await;
}

pub async fn a_newer_database_is_refused_and_left_alone(database: &Database) {
    let future = "CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, checksum TEXT); \
                  INSERT INTO _sqlx_migrations (version, checksum) VALUES (1, 'a'), (4711, 'b');";
    database.tamper(future).await;
    match database.try_open().await {
        Err(StoreError::Newer(version)) => assert_eq!(version, 4711),
        other => panic!("{other:?}"),
    }
    // Fails if the refusal had created it.
    database.tamper("CREATE TABLE inbox (seq BIGINT)").await;
}

pub async fn the_first_key_proof_stays(database: &Database) {
    let store = database.open().await;
    assert_eq!(store.key_proof(sealed("first")).await.unwrap(), sealed("first"));
    assert_eq!(store.key_proof(sealed("second")).await.unwrap(), sealed("first"));
    store.close().await;
    assert_eq!(database.open().await.key_proof(sealed("third")).await.unwrap(), sealed("first"));
}

pub async fn whoever_looks_stores_no_key_proof(database: &Database) {
    let store = database.open().await;
    assert_eq!(store.kept_key_proof().await.unwrap(), None);
    assert_eq!(store.key_proof(sealed("first")).await.unwrap(), sealed("first"));
    assert_eq!(store.kept_key_proof().await.unwrap(), Some(sealed("first")));
}

pub async fn damaged_rows_are_named(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![message("hello", "anna", None)]).await;
    database.tamper("UPDATE outbox SET id = 'no id', created_at = 9223372036854775807").await;
    let told = store.waiting_outbox(0, 10).await.unwrap_err().to_string();
    assert!(told.contains("table outbox, column id, row 1"), "{told}");
    database.tamper("UPDATE outbox SET id = '01890a5d-ac96-774b-bcce-b302099a8057'").await;
    let told = store.said(anna.id).await.unwrap_err().to_string();
    assert!(told.contains("table outbox, column created_at, row 1"), "{told}");
}

pub async fn a_closed_store_takes_nothing_more(database: &Database) {
    let store = database.open().await;
    store.close().await;
    for _ in 0..2 {
        let refused = store.write(&[Write::Accept(inbound("too late"))]).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
    assert!(store.last_case().await.is_err());
    store.close().await;
    assert_eq!(database.open().await.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_repeating_a_password() {
    for url in [
        "",
        "lotse.db",
        "mysql://lotse:geheim@localhost/lotse",
        "postgres://lotse:geheim@localhost:port/lotse",
        "postgres://lotse:geheim@[::1/lotse",
        "sqlite:",
        "sqlite://",
        "sqlite::memory:",
        "sqlite:lotse.db?mode=rwc",
    ] {
        match open(url).await {
            Err(StoreError::Address(told)) => {
                assert!(told.contains("sqlite:PATH") || told.contains("postgres://USER"), "{url}: {told}");
                assert!(!told.contains("geheim"), "{told}");
            }
            other => panic!("{url}: {other:?}"),
        }
    }
}

/// Waits until each is gone (at most 10 seconds), because a session ends in its own time.
const END_ALL_SESSIONS: &str = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
     WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// The server restarts, or ends our session: one write fails, and the store is well again.
#[tokio::test]
async fn a_lost_session_is_replaced_and_the_lock_with_it() {
    let database = Database::postgres().await;
    let store = database.open().await;
    let seq = accept(&store, "before").await;
    database.tamper(END_ALL_SESSIONS).await;
    let lost = store.write(&[Write::Turn(Box::new(turn(seq)))]).await;
    assert!(matches!(lost, Err(StoreError::Database(_))), "{lost:?}");
    store.write(&[Write::Turn(Box::new(turn(seq)))]).await.unwrap();
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);
    let second = database.try_open().await;
    assert!(matches!(second, Err(StoreError::InUse)), "{second:?}");
    database.remove().await;
}

/// While a session is lost, another process may take over; then this one must not write any more.
#[tokio::test]
async fn whoever_lost_the_lock_to_another_writes_no_more() {
    let database = Database::postgres().await;
    let former = database.open().await;
    database.tamper(END_ALL_SESSIONS).await;
    let latter = database.open().await;
    let lost = former.write(&[Write::Accept(inbound("from the former"))]).await;
    assert!(matches!(lost, Err(StoreError::Database(_))), "{lost:?}");
    let refused = former.write(&[Write::Accept(inbound("from the former"))]).await;
    assert!(matches!(refused, Err(StoreError::InUse)), "{refused:?}");
    assert_eq!(latter.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);
    database.remove().await;
}
