//! `lotse check`, settings, help.

use std::path::Path;

use tempfile::TempDir;

use super::{DATABASE, KEY, folder, names, refused, run, run_with, stdout};

/// A folder with the content as it is built in, and settings that point to it.
fn own_content() -> TempDir {
    let folder = folder();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let target = folder.path().join("content");
    std::fs::create_dir_all(target.join("offers")).unwrap();
    for inner in [Path::new(""), Path::new("offers")] {
        for entry in std::fs::read_dir(source.join(inner)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, target.join(inner).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    std::fs::write(folder.path().join("lotse.toml"), "content = \"content\"\n").unwrap();
    folder
}

fn change(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn every_fault_in_content_is_listed_at_once_in_german() {
    let folder = own_content();
    let config = ["--config", "lotse.toml"];
    let check = [&["check"], &config[..]].concat();
    assert_eq!(run(folder.path(), &check).status.code(), Some(0));

    change(&folder.path().join("content/intake.toml"), "id = \"zeitraum\"", "id = \"wann\"");
    change(&folder.path().join("content/words.toml"), "\"fertig\"", "\"[fertig\"");
    change(&folder.path().join("content/offers/by.toml"), "address = \"https://", "address = \"htps://");
    std::fs::write(folder.path().join("content/offers/xx.toml"), "").unwrap();
    let wanted = ["step-wann", "step-zeitraum", "content/words.toml", "[fertig", "by.toml", "xx.toml"];

    let output = run(folder.path(), &check);
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(1));
    for word in wanted {
        assert!(
            shown.lines().any(|line| line.starts_with("FEHLER ") && line.contains(word)),
            "{word} in:\n{shown}"
        );
    }
    let faults = shown.lines().filter(|line| line.starts_with("FEHLER ")).count();
    assert_eq!(shown.lines().last(), Some(format!("{faults} Fehler.").as_str()));

    let play = [&["try"], &config[..]].concat();
    refused(&run(folder.path(), &play), &wanted);
    assert!(!folder.path().join(DATABASE).exists() && !folder.path().join(KEY).exists(), "nothing was begun");
}

#[test]
fn a_step_that_takes_no_words_cannot_be_sensitive() {
    let folder = own_content();
    let intake = folder.path().join("content/intake.toml");
    change(&intake, "kind = \"place\"", "kind = \"place\"\nsensitive = true");
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = stdout(&output);
    let says_so =
        |line: &str| line.starts_with("FEHLER ") && line.contains("land") && line.contains("„sensitive“");
    assert!(shown.lines().any(says_so), "{shown}");
}

#[test]
fn settings_that_are_wrong_are_refused_with_the_line() {
    let folder = folder();
    refused(&run(folder.path(), &["check", "--config", "fehlt.toml"]), &["fehlt.toml", "cannot be read"]);
    std::fs::write(folder.path().join("lotse.toml"), "[desk]\nnam = \"Lea\"\n").unwrap();
    for command in ["check", "try"] {
        refused(&run(folder.path(), &[command, "--config", "lotse.toml"]), &["lotse.toml", "line 2", "nam"]);
    }
    std::fs::write(folder.path().join("lotse.toml"), "content = \"gibtsnicht\"\n").unwrap();
    refused(&run(folder.path(), &["try", "--config", "lotse.toml"]), &["gibtsnicht", "cannot be read"]);
    assert_eq!(names(folder.path()), ["lotse.toml"]);
}

#[test]
fn a_check_of_what_is_built_in_succeeds_and_shows_which_land_has_which_help() {
    let folder = folder();
    let output = run(folder.path(), &["check"]);
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    let (_, texts) = crate::stage::content();
    for (_, land) in texts.laender() {
        let row =
            shown.lines().find(|line| line.starts_with(&format!("{land} "))).expect("a row for each Land");
        assert!(
            row.split_whitespace().skip(1).all(|count| count == "·" || count.parse::<u32>().is_ok()),
            "{row}"
        );
    }
    assert_eq!(shown.lines().last(), Some("Alles in Ordnung."));
    assert_eq!(names(folder.path()), Vec::<String>::new(), "a check writes nothing");
}

#[test]
fn a_check_looks_whether_key_and_database_belong_together() {
    let folder = folder();
    let settings = |text: &str| std::fs::write(folder.path().join("lotse.toml"), text).unwrap();
    let check = || run(folder.path(), &["check", "--config", "lotse.toml"]);
    run(folder.path(), &["key", "new", "master.key"]);
    settings("database = \"sqlite:lotse.db\"\nmaster_key_file = \"master.key\"\n");
    let output = check();
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));

    run_with(folder.path(), &["try", "--json"], b"ja\n");
    settings(&format!("database = \"sqlite:{DATABASE}\"\nmaster_key_file = \"master.key\"\n"));
    let output = check();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("FEHLER   Datenbank: "), "{}", stdout(&output));

    settings(&format!("database = \"sqlite:{DATABASE}\"\n"));
    assert!(stdout(&check()).contains("master_key_file"), "it says which setting is missing");
    settings("master_key_file = \"fehlt.key\"\n");
    let output = check();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("FEHLER   Schlüssel: "), "{}", stdout(&output));
}

#[test]
fn the_program_says_what_it_can_do_and_which_one_it_is() {
    let folder = folder();
    let help = stdout(&run(folder.path(), &["--help"]));
    for command in ["try", "check", "key"] {
        assert!(help.contains(command), "{help}");
    }
    assert_eq!(stdout(&run(folder.path(), &["--version"])), format!("lotse {}\n", env!("CARGO_PKG_VERSION")));
    let output = run(folder.path(), &["tanzen"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_check_looks_and_makes_nothing() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["key", "new", "lotse.key"]).status.code(), Some(0));
    let settings = "database = \"sqlite:noch-nicht-da.db\"\nmaster_key_file = \"lotse.key\"\n";
    std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("gibt es noch nicht"), "{}", stdout(&output));
    assert_eq!(names(folder.path()), ["lotse.key", "lotse.toml"]);
}

#[test]
fn a_check_while_lotse_runs_is_no_fault() {
    let folder = folder();
    let mut game = super::Playing::begin(folder.path());
    game.hear();
    let settings = format!("database = \"sqlite:{DATABASE}\"\nmaster_key_file = \"{KEY}\"\n");
    std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    let shown = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("HINWEIS  Datenbank: Lotse läuft gerade"), "{shown}");
}

#[tokio::test]
async fn a_check_binds_a_database_to_no_key() {
    let folder = folder();
    let url = format!("sqlite:{}", folder.path().join("lotse.db").display());
    lotse::store::open(&url).await.unwrap().close().await;
    let settings = "database = \"sqlite:lotse.db\"\nmaster_key_file = \"wrong.key\"\n";
    std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
    run(folder.path(), &["key", "new", "wrong.key"]);
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("Noch gehört kein Schlüssel zu ihr"), "{}", stdout(&output));
    let store = lotse::store::open(&url).await.unwrap();
    assert_eq!(store.kept_key_proof().await.unwrap(), None, "whatever key was at hand is now the only one");
}

/// How many migrations were carried out, after this was done to the list of them.
async fn migrations_after(url: &str, sql: &'static str) -> i64 {
    use sqlx::{Connection as _, SqliteConnection};
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    let count = sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations");
    let count = count.fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    count
}

#[tokio::test]
async fn a_check_of_an_older_database_says_so_and_does_not_bring_it_to_this_version() {
    let folder = folder();
    let url = format!("sqlite:{}", folder.path().join("lotse.db").display());
    lotse::store::open(&url).await.unwrap().close().await;
    let settings = "database = \"sqlite:lotse.db\"\nmaster_key_file = \"lotse.key\"\n";
    std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
    run(folder.path(), &["key", "new", "lotse.key"]);
    let older = "DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    let before = migrations_after(&url, older).await;
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("eine Änderung ihres Aufbaus steht noch aus"), "{}", stdout(&output));
    assert_eq!(migrations_after(&url, "SELECT 1").await, before, "a check changes nothing");

    let newer = "UPDATE _sqlx_migrations SET version = 999 WHERE version = 1";
    migrations_after(&url, newer).await;
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stdout(&output);
    assert!(said.contains("FEHLER   Datenbank: ") && said.contains("newer version of Lotse"), "{said}");
}

#[test]
fn a_channel_that_the_program_does_not_have_is_not_passed_over() {
    let folder = folder();
    std::fs::write(folder.path().join("lotse.toml"), "[telegram]\ntoken_file = \"token\"\n").unwrap();
    let output = run(folder.path(), &["check", "--config", "lotse.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("FEHLER   Telegram: "), "{}", stdout(&output));
}

#[test]
fn the_program_prints_settings_to_begin_with_and_can_use_them() {
    let folder = folder();
    let output = run(folder.path(), &["settings"]);
    assert_eq!(output.status.code(), Some(0));
    // Where nobody answers.
    let settings = stdout(&output).replace("127.0.0.1:8008", "127.0.0.1:1");
    std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
    run(folder.path(), &["key", "new", "lotse.key"]);
    let said = stdout(&run(folder.path(), &["check", "--config", "lotse.toml"]));
    let faults: Vec<_> = said.lines().filter(|line| line.starts_with("FEHLER ")).collect();
    assert!(faults.len() == 1 && faults[0].contains("Matrix: "), "{said}");
}

#[test]
fn a_misspelt_variable_in_the_environment_is_refused() {
    let folder = folder();
    let mut command = super::lotse(folder.path(), &["check"]);
    refused(
        &command.env("LOTSE_DESK__NAVIGATOR", "@anna:localhost").output().unwrap(),
        &["LOTSE_DESK__NAVIGATOR", "did you mean LOTSE_DESK__NAVIGATORS?"],
    );
}
