//! F31, F33: what a contact wrote and who they are stands in no file, no log, no error and no `Debug`.

mod canary;
mod debug;
mod figures;
mod log;

use sqlx::{Connection as _, Row as _, SqliteConnection};

use canary::{CANARY, LEA, ROSA, contact, files_with, stage, whole_conversation};
use lotse::dialogue::ContactInput;
use lotse::model::Private;

/// Words of answers that were chosen, not written: they say as much about a person.
const CHOSEN: [&str; 4] = ["gemeinderat", "bedrohung", "de-by", "uebergeben"];

#[tokio::test]
async fn no_file_of_the_database_holds_what_was_written_or_who_wrote_it() {
    let mut stage = stage().await;
    whole_conversation(&stage).await;
    let beside: Vec<_> =
        std::fs::read_dir(stage.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(
        beside.iter().any(|path| path.to_string_lossy().ends_with("-wal")),
        "no log to look into: {beside:?}"
    );
    for word in [CANARY, ROSA, LEA].iter().chain(&CHOSEN) {
        assert_eq!(files_with(stage.folder.path(), word), Vec::<String>::new(), "{word}, while it runs");
    }
    stage.stop().await;
    for word in [CANARY, ROSA, LEA].iter().chain(&CHOSEN) {
        assert_eq!(
            files_with(stage.folder.path(), word),
            Vec::<String>::new(),
            "{word}, after it has stopped"
        );
    }
}

#[tokio::test]
async fn after_a_deletion_neither_the_conversation_nor_its_key_is_anywhere() {
    let stage = stage().await;
    whole_conversation(&stage).await;
    let mut database =
        SqliteConnection::connect(&format!("sqlite://{}", stage.database().display())).await.unwrap();
    let row =
        sqlx::query("SELECT wrapped_key, state FROM conversations").fetch_one(&mut database).await.unwrap();
    // A long value is spread over several pages; its beginning is not.
    let kept = [0, 1].map(|column| row.get::<Vec<u8>, _>(column)[..60].to_vec());
    database.close().await.unwrap();
    let somewhere = |bytes: &[u8]| {
        let mut files = std::fs::read_dir(stage.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files.any(|file| std::fs::read(file).unwrap().windows(bytes.len()).any(|part| part == bytes))
    };
    assert!(kept.iter().all(|bytes| somewhere(bytes)), "this test looks in the wrong place");

    for line in ["löschen", "ja"] {
        contact(&stage, ContactInput::Text(Private::from(line))).await;
    }
    assert!(!kept.iter().any(|bytes| somewhere(bytes)), "the key or the state is still in a file");
    let mut database =
        SqliteConnection::connect(&format!("sqlite://{}", stage.database().display())).await.unwrap();
    for table in ["conversations", "cases", "outbox", "links"] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let rows: i64 = sqlx::query_scalar(sql).fetch_one(&mut database).await.unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    let payloads = "SELECT count(*) FROM inbox WHERE payload IS NOT NULL";
    assert_eq!(sqlx::query_scalar::<_, i64>(payloads).fetch_one(&mut database).await.unwrap(), 0);
    database.close().await.unwrap();
}
