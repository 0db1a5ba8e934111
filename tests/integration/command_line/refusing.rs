//! What is refused with a clear sentence, and left as it is.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{DATABASE, KEY, Playing, folder, names, objects, refused, run, run_with, stdout, waits};

#[test]
fn nobody_plays_or_removes_a_game_that_is_being_played() {
    let folder = folder();
    let mut game = Playing::begin(folder.path());
    game.hear();
    for args in [&["try"][..], &["try", "--fresh"], &["try", "--json"]] {
        refused(&run(folder.path(), args), &["in use by another Lotse", "stop that one first"]);
    }
    assert_eq!(waits(&game.say("ja")), [Some("gefahr")]);
}

#[test]
fn another_key_is_refused_and_so_is_a_database_without_its_key() {
    let folder = folder();
    run_with(folder.path(), &["try", "--json"], b"ja\n");
    let key = folder.path().join(KEY);
    let right = std::fs::read(&key).unwrap();

    std::fs::remove_file(&key).unwrap();
    refused(&run(folder.path(), &["try"]), &[DATABASE, KEY, "put the key back", "--fresh"]);
    assert!(!key.exists(), "no new key was made");

    run(folder.path(), &["key", "new", KEY]);
    refused(&run(folder.path(), &["try"]), &["key"]);

    std::fs::write(&key, "kein Schlüssel\n").unwrap();
    refused(&run(folder.path(), &["try"]), &[KEY, "64 hexadecimal digits"]);

    std::fs::write(&key, &right).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    refused(&run(folder.path(), &["try"]), &["chmod 600"]);

    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(
        waits(&objects(&run(folder.path(), &["try", "--json"]))),
        [Some("gefahr")],
        "nothing was lost"
    );
}

#[test]
fn a_damaged_database_is_refused_and_left_as_it_is() {
    let folder = folder();
    run_with(folder.path(), &["try", "--json"], b"ja\n");
    let database = folder.path().join(DATABASE);
    std::fs::write(&database, b"This is not a database. ".repeat(400)).unwrap();
    let damaged = std::fs::read(&database).unwrap();
    refused(&run(folder.path(), &["try"]), &[DATABASE, "is not an SQLite database"]);
    assert_eq!(std::fs::read(&database).unwrap(), damaged);
    assert_eq!(waits(&objects(&run(folder.path(), &["try", "--json", "--fresh"]))), [Some("einwilligung")]);
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let folder = folder();
    run_with(folder.path(), &["try", "--json"], b"ja\n");
    add_migration(&folder.path().join(DATABASE), 999);
    refused(&run(folder.path(), &["try"]), &["newer version of Lotse", "999"]);
}

/// What a later version would have left behind.
fn add_migration(database: &Path, version: i64) {
    use sqlx::{ConnectOptions as _, Connection as _, sqlite::SqliteConnectOptions};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnectOptions::new().filename(database).connect().await.unwrap();
        sqlx::query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ($1, 'later', TRUE, x'00', 0)")
            .bind(version)
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    });
}

#[test]
fn a_folder_that_cannot_be_written_to_is_refused() {
    let folder = folder();
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o500)).unwrap();
    // Root may write everywhere; then there is nothing to refuse.
    if std::fs::write(locked.join("probe"), "").is_ok() {
        std::fs::remove_file(locked.join("probe")).unwrap();
        // A file in place of the folder's key keeps root out too.
        std::fs::create_dir(locked.join(KEY)).unwrap();
        refused(&run(&locked, &["try"]), &[KEY, "cannot be read"]);
    } else {
        refused(&run(&locked, &["try"]), &[KEY, "cannot be written"]);
        assert_eq!(names(&locked), Vec::<String>::new());
    }
}

#[test]
fn a_new_key_is_for_its_owner_alone_and_replaces_nothing() {
    let folder = folder();
    let output = run(folder.path(), &["key", "new", "master.key"]);
    assert_eq!(output.status.code(), Some(0));
    let path = folder.path().join("master.key");
    let key = std::fs::read_to_string(&path).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!stdout(&output).contains(key.trim()), "the key itself is not shown");
    refused(&run(folder.path(), &["key", "new", "master.key"]), &["master.key", "not overwritten"]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), key);
    refused(&run(folder.path(), &["key", "new", "gibtsnicht/master.key"]), &["cannot be written"]);
    run(folder.path(), &["key", "new", "other.key"]);
    assert_ne!(std::fs::read_to_string(folder.path().join("other.key")).unwrap(), key);
}
