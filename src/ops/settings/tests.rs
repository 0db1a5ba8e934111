use super::keys::{Form, KEYS, variable};
use super::*;

/// Reads this file with this environment.
fn read_in(text: &str, environment: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lotse.toml");
    std::fs::write(&path, text).unwrap();
    let value = |name: &str| environment.iter().find(|(known, _)| *known == name);
    Settings::read(&path, |name| value(name).map(|(_, value)| (*value).to_owned()))
}

fn read(text: &str) -> Result<Settings, SettingsError> {
    read_in(text, &[])
}

fn refused(result: Result<Settings, SettingsError>, words: &[&str]) {
    let error = result.unwrap_err().to_string();
    for word in words {
        assert!(error.contains(word), "{word:?} is not in: {error}");
    }
}

const MATRIX: &str =
    "[matrix]\nhomeserver = \"http://127.0.0.1:8008\"\nuser = \"@lotse:localhost\"\npassword_file = \"p\"\n";

#[test]
fn an_unknown_key_is_refused_with_its_line_and_the_nearest_one_that_exists() {
    let text = "database = \"sqlite:lotse.db\"\nmaster_kee_file = \"x\"\n";
    refused(read(text), &["line 2", "master_kee_file", "did you mean master_key_file?"]);
    refused(read("[matrx]\nuser = \"x\"\n"), &["line 1", "matrx", "did you mean matrix?"]);
    refused(read("[desk]\n\n[desk.hours]\nmontag = []\n"), &["line 4", "desk.hours.montag"]);
    refused(read("[desk]\nnavigator = []\n"), &["line 2", "did you mean navigators?"]);
    let error = read("xyzzy = 1\n").unwrap_err().to_string();
    assert!(error.contains("xyzzy") && !error.contains("did you mean"), "{error}");
}

#[test]
fn the_hours_of_the_desk_can_be_set() {
    let settings = read("[desk.hours]\nfriday = []\nland = \"DE-BE\"\n").unwrap();
    assert_eq!(settings.desk.hours.friday, []);
    assert_eq!(settings.desk.hours.monday, Settings::default().desk.hours.monday);
    refused(read("[desk.hours]\n\nmonday = [\"neun bis vier\"]\n"), &["line 3", "09:00-16:00"]);
}

#[test]
fn debug_shows_no_secret() {
    let text = format!("database = \"postgres://lotse:geheim@localhost/lotse\"\n{MATRIX}");
    let environment = ["LOTSE_MASTER_KEY", "LOTSE_MATRIX__PASSWORD", "LOTSE_TELEGRAM__TOKEN"];
    let settings = read_in(&text, &environment.map(|name| (name, "geheim"))).unwrap();
    assert_eq!(settings.master_key.as_ref().unwrap().reveal(), "geheim");
    let matrix = settings.matrix.as_ref().unwrap();
    assert_eq!(matrix.credentials().unwrap(), Credentials::Password("geheim".into()));
    assert!(settings.telegram.as_ref().unwrap().token().is_some());
    for shown in [format!("{settings:?}"), format!("{:?}", matrix.credentials())] {
        assert!(!shown.contains("geheim"), "{shown}");
    }
}

#[test]
fn a_secret_in_the_file_itself_is_refused() {
    refused(read("master_key = \"geheim\"\n"), &["line 1", "master_key_file", "LOTSE_MASTER_KEY"]);
    let text = format!("{MATRIX}password = \"geheim\"\n");
    refused(read(&text), &["line 5", "matrix.password_file", "LOTSE_MATRIX__PASSWORD"]);
    assert!(!read(&text).unwrap_err().to_string().contains("geheim"));
}

/// The example with its defaults, and with what has none, switched on.
fn complete_example() -> String {
    EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix("# e.g. ").or_else(|| line.strip_prefix('#')) {
            // Of what excludes each other the first one stays.
            Some(key) if key.starts_with("database_file") || key.starts_with("token_file = \"matrix") => "",
            Some(key) if !key.starts_with(' ') => key,
            Some(_) | None => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_example_names_every_key_there_is_and_states_the_true_defaults() {
    let as_it_is = read(EXAMPLE).unwrap();
    let complete = read(&complete_example()).unwrap();
    assert_eq!(as_it_is.files, complete.files);
    assert_eq!(as_it_is.desk.reminders, complete.desk.reminders);
    assert_eq!(complete.http, Some(Http::default()));
    let matrix = |settings: &Settings| {
        let mut matrix = settings.matrix.clone().unwrap();
        matrix.store = matrix.store.file_name().unwrap().into();
        matrix.password_file = None;
        matrix
    };
    assert_eq!(matrix(&as_it_is), matrix(&complete));
    let hours = Hours { closed: as_it_is.desk.hours.closed.clone(), ..complete.desk.hours.clone() };
    assert_eq!(as_it_is.desk.hours, hours);
    assert!(complete.telegram.is_some() && complete.content.is_some());

    let mut section = String::new();
    let mut named = Vec::new();
    for line in EXAMPLE.lines() {
        let line = line.strip_prefix("# e.g. ").or_else(|| line.strip_prefix('#')).unwrap_or(line);
        if let Some(inner) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = format!("{inner}.");
        } else if let Some((key, _)) = line.split_once(" = ") {
            named.push(format!("{section}{key}"));
        }
    }
    for (key, form) in KEYS {
        match form {
            Form::Secret => assert!(EXAMPLE.contains(&variable(key)), "{key}"),
            Form::Text | Form::List | Form::Number | Form::Flag => {
                assert!(named.iter().any(|named| named == key), "{key} is not in the example");
            }
        }
    }
}

/// Everything set, as text, to compare.
fn shown(settings: &Settings) -> String {
    let database = settings.database.as_ref().map(|database| database.reveal().clone());
    let secrets = settings.matrix.as_ref().map(|matrix| (matrix.password.clone(), matrix.token.clone()));
    format!("{settings:?} {database:?} {:?} {secrets:?}", settings.desk.navigators.len())
}

#[test]
fn every_key_can_be_set_in_the_environment() {
    let text = format!("{MATRIX}[telegram]\ntoken_file = \"t\"\nwebhook_secret_file = \"w\"\n[http]\n");
    let before = shown(&read(&text).unwrap());
    for (key, form) in KEYS {
        let value = match (*key, form) {
            ("desk.hours.land", _) => "DE-BY",
            ("desk.hours.closed", _) => "12-24, 2027-05-07",
            ("matrix.unencrypted", _) => "refuse",
            ("http.listen" | "telegram.webhook_listen", _) => "127.0.0.1:1",
            ("telegram.pace", _) => "false",
            (key, Form::List) if key.starts_with("desk.hours.") => "10:00-12:00,13:00-14:00",
            (_, Form::Text | Form::Secret | Form::List) => "neu",
            (_, Form::Number) => "7",
            (_, Form::Flag) => "true",
        };
        let settings = read_in(&text, &[(&variable(key), value)]).unwrap_or_else(|error| panic!("{error}"));
        assert_ne!(shown(&settings), before, "{key}");
    }
    refused(read_in("", &[("LOTSE_FILES__LARGEST_MEGABYTES", "viel")]), &["LOTSE_FILES__LARGEST_MEGABYTES"]);
    refused(read_in(&text, &[("LOTSE_MATRIX__UNENCRYPTED", "vielleicht")]), &["upgrade", "refuse"]);
    let settings = read_in("", &[("LOTSE_DESK__NAVIGATORS", "@anna:localhost, @bernd:localhost")]).unwrap();
    assert_eq!(settings.desk.navigators[1].reveal(), "@bernd:localhost");
}

#[test]
fn a_misspelt_variable_is_refused_and_one_of_somebody_else_is_not() {
    let names = |name: &str| unknown_variable([name.to_owned(), "LOTSE_LOG".to_owned(), "HOME".to_owned()]);
    let error = names("LOTSE_MATRIX__HOMESERVR").unwrap().to_string();
    assert!(error.contains("did you mean LOTSE_MATRIX__HOMESERVER?"), "{error}");
    for name in ["LOTSE_MATRIX__TOKEN", "LOTSE_PORT_8080_TCP", "OTHER__NAME"] {
        assert!(names(name).is_none(), "{name}");
    }
}

#[test]
fn what_belongs_together_must_be_there_and_what_excludes_each_other_not() {
    refused(read("[matrix]\nuser = \"@lotse:localhost\"\npassword_file = \"p\"\n"), &["matrix.homeserver"]);
    refused(
        read("[matrix]\nhomeserver = \"h\"\nuser = \"u\"\n"),
        &["matrix.password_file", "matrix.token_file"],
    );
    refused(read(&format!("{MATRIX}token_file = \"t\"\n")), &["both", "matrix.token_file"]);
    refused(read("database = \"sqlite:a\"\ndatabase_file = \"b\"\n"), &["both", "database_file"]);
    refused(read("[telegram]\napi_url = \"x\"\n"), &["telegram.token_file"]);
    let webhook = "[telegram]\ntoken_file = \"t\"\nwebhook_url = \"https://lotse.example.org\"\n";
    refused(read(webhook), &["telegram.webhook_secret_file"]);
    refused(read("[http]\nlisten = \"0.0.0.0:9464\"\n"), &["http.listen", "public = true"]);
    assert!(read("[http]\nlisten = \"0.0.0.0:9464\"\npublic = true\n").is_ok());
    // One from the environment takes the place of the other in the file.
    let settings = read_in(MATRIX, &[("LOTSE_MATRIX__TOKEN", "t")]).unwrap();
    assert_eq!(settings.matrix.unwrap().credentials().unwrap(), Credentials::Token("t".into()));
}

#[test]
fn a_secret_is_read_from_its_file_without_the_end_of_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |text: &str| {
        std::fs::write(folder.path().join("lotse.toml"), text).unwrap();
        Settings::read(&folder.path().join("lotse.toml"), |_| None).unwrap()
    };
    std::fs::write(folder.path().join("url"), "postgres://lotse:pass wort@localhost/lotse\r\n").unwrap();
    let database = settings("database_file = \"url\"\n").database().unwrap().unwrap();
    assert_eq!(database.reveal(), "postgres://lotse:pass wort@localhost/lotse");
    std::fs::write(folder.path().join("url"), "\n").unwrap();
    assert!(matches!(settings("database_file = \"url\"\n").database(), Err(SecretError::Empty { .. })));
    let missing = settings("database_file = \"nowhere\"\n").database().unwrap_err().to_string();
    assert!(missing.contains("nowhere"), "{missing}");
    let beside = settings("database = \"sqlite:lotse.db\"\n").database().unwrap().unwrap();
    assert_eq!(*beside.reveal(), format!("sqlite:{}", folder.path().join("lotse.db").display()));
}
