//! What holds for the file of an SQLite database.

use std::fs;
use std::path::{Path, PathBuf};

use lotse::store::{ConversationChange, InboxSeq, StoreError, Turn, Write, open};

use super::{accept, commit, inbound, message, stored};
use crate::databases::Database;

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let database = Database::sqlite();
    let letter = "Sehr geehrte Damen und Herren, ".repeat(200);
    fs::write(database.file(), &letter).unwrap();
    match database.try_open().await {
        Err(StoreError::Address(told)) => assert!(told.ends_with("is not an SQLite database"), "{told}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read_to_string(database.file()).unwrap(), letter);
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_alone() {
    let database = Database::sqlite();
    database.tamper("CREATE TABLE bookmarks (url TEXT)").await;
    let before = fs::read(database.file()).unwrap();
    match database.try_open().await {
        Err(StoreError::Address(told)) => assert!(told.contains("another program"), "{told}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read(database.file()).unwrap(), before);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    match open("sqlite:/nowhere/at/all/lotse.db").await {
        Err(StoreError::Address(told)) => assert!(told.contains("/nowhere/at/all/lotse.db"), "{told}"),
        other => panic!("{other:?}"),
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let database = Database::sqlite();
    let store = database.open().await;
    accept(&store, "hello").await;
    let files: Vec<_> = files_of(&database.file()).collect();
    assert_eq!(files.len(), 4, "the file, its log, its index and its lock: {files:?}");
    for file in files {
        let mode = fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.display());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_name_for_the_file_shares_its_lock() {
    let database = Database::sqlite();
    let _store = database.open().await;
    let alias = database.file().with_file_name("alias.db");
    std::os::unix::fs::symlink(database.file(), &alias).unwrap();
    let second = open(&format!("sqlite://{}", alias.display())).await;
    assert!(matches!(second, Err(StoreError::InUse)), "{second:?}");
}

/// F33: neither the file nor its log keeps what was deleted, even while the program runs on.
#[tokio::test]
async fn what_was_forgotten_is_in_no_file() {
    let database = Database::sqlite();
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![message("canary", "anna", None)]).await;
    let keeps = |word: &str| {
        let mut contents = files_of(&database.file()).map(|file| fs::read(file).unwrap());
        contents.any(|bytes| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    };
    assert!(keeps("canary") && keeps("key of anna") && keeps("state of anna"));
    let delete = Some(ConversationChange::Delete(anna.id));
    commit(&store, "delete", |turn| Turn { conversation: delete, ..turn }).await;
    assert!(!keeps("canary") && !keeps("key of anna") && !keeps("state of anna"));
}

/// F33: whoever reads at that moment keeps the log from being emptied, but not for good.
#[tokio::test]
async fn what_was_forgotten_while_somebody_was_reading_is_in_no_file_after_the_next_sweep() {
    let database = Database::sqlite();
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![]).await;
    let keeps = |word: &str| {
        let mut contents = files_of(&database.file()).map(|file| fs::read(file).unwrap());
        contents.any(|bytes| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
    };
    let mut reader = database.sqlite_connection().await;
    sqlx::raw_sql("BEGIN; SELECT * FROM conversations").execute(&mut reader).await.unwrap();
    let delete = Some(ConversationChange::Delete(anna.id));
    commit(&store, "delete", |turn| Turn { conversation: delete, ..turn }).await;
    assert!(keeps("key of anna"), "nobody stood in the way");
    sqlx::raw_sql("COMMIT").execute(&mut reader).await.unwrap();
    store.sweep().await.unwrap();
    assert!(!keeps("key of anna") && !keeps("state of anna"));
}

/// F14: the process was killed; what it had answered is in the log alone.
#[tokio::test]
async fn what_was_answered_is_there_after_a_kill() {
    let (killed, restarted) = (Database::sqlite(), Database::sqlite());
    let store = killed.open().await;
    let seq = accept(&store, "hello").await;
    for file in files_of(&killed.file()) {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        // A copy made while the program has it open is what a kill leaves; the index is made anew.
        if !name.ends_with("-shm") {
            fs::copy(&file, restarted.file().with_file_name(name)).unwrap();
        }
    }
    let rows = restarted.open().await.waiting_inbox(InboxSeq(0), 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [seq]);
}

/// F14: the disk is full. Nothing is confirmed that is not kept, and nothing is kept by halves.
///
/// A limit on the size of files does to `SQLite` what a full disk does; only a process of its own can have one.
#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_loses_nothing_that_was_answered() {
    let database = Database::sqlite();
    let child = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "store::sqlite_file::fill_the_disk", "--nocapture"])
        .env(DATABASE_TO_FILL, database.url())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout).into_owned();
    assert!(child.status.success(), "{told}{}", String::from_utf8_lossy(&child.stderr));
    let answered: usize =
        told.split_once("answered: ").unwrap().1.split_whitespace().next().unwrap().parse().unwrap();

    let store = database.open().await;
    assert_eq!(store.waiting_inbox(InboxSeq(0), u32::MAX).await.unwrap().len(), answered);
    accept(&store, "there is room again").await;
}

/// Where [`fill_the_disk`] finds its database.
const DATABASE_TO_FILL: &str = "LOTSE_TEST_DATABASE_TO_FILL";

/// The other half of [`a_full_disk_loses_nothing_that_was_answered`], which starts it in a process of its own.
/// Started by anybody else it has no disk to fill.
#[tokio::test]
async fn fill_the_disk() {
    let Ok(url) = std::env::var(DATABASE_TO_FILL) else { return };
    let store = open(&url).await.unwrap();
    let mut answered = 0;
    loop {
        let batch = ["a", "b"].map(|part| Write::Accept(inbound(&format!("{answered} {part}"))));
        match store.write(&batch).await {
            Ok(answers) => answered += answers.len(),
            Err(StoreError::Database(_)) => break,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(store.waiting_inbox(InboxSeq(0), u32::MAX).await.unwrap().len(), answered, "reading goes on");
    println!("answered: {answered}");
}

/// Everything in the folder of the database.
fn files_of(database: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(database.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path())
}
