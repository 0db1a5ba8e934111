//! One settings file, and the environment above it.
//!
//! Unknown keys are refused: a misspelt key that is silently ignored is a setting somebody believes in. Secrets
//! never stand in the settings themselves but in a file of their own (`*_file`), or in the environment.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::desk::{Hours, Reminders};
use crate::model::{Private, line_of};

/// The environment variable that holds the master key itself, instead of a file.
pub const MASTER_KEY_VARIABLE: &str = "LOTSE_MASTER_KEY";
/// The environment variable that names the database, above what the file says.
pub const DATABASE_VARIABLE: &str = "LOTSE_DATABASE";

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite:lotse.db` or `postgres://…`. May hold a password, so it does not show itself.
    pub database: Option<Private<String>>,
    /// The file with the master key, made by `lotse key new`.
    pub master_key_file: Option<PathBuf>,
    /// The master key itself: from the environment alone.
    #[serde(skip)]
    pub master_key: Option<Private<String>>,
    /// A folder with `intake.toml`, `words.toml`, `places.toml` and `offers/`, instead of what is built in.
    pub content: Option<PathBuf>,
    /// A folder with the texts, instead of what is built in.
    pub locales: Option<PathBuf>,
    /// What is set about the desk.
    pub desk: Desk,
    /// Matrix; without this section the channel is off.
    pub matrix: Option<Matrix>,
}

/// What is set about the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Desk {
    /// Under which name navigators write to contacts; without one, the texts' own.
    pub name: Option<String>,
    /// Who works at the desk, by their Matrix ids. Nobody else is obeyed or invited.
    pub navigators: Vec<Private<String>>,
    /// When the desk is staffed.
    pub hours: Hours,
    /// After how long somebody at the desk is reminded.
    pub reminders: Reminders,
}

/// How the bot is on Matrix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// The address of the homeserver, for instance `https://matrix.example.org`.
    pub homeserver: String,
    /// The bot's own Matrix id, `@name:server`.
    pub user: String,
    /// The file with its password.
    pub password_file: PathBuf,
    /// The folder of the encryption state. It is the bot's identity: lost means a new account.
    pub store: PathBuf,
}

/// Why settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the settings {path} cannot be read; check that the file is there and that Lotse may read it")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file is not in order.
    #[error("the settings {path} are wrong in line {line}: {detail}")]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Where.
        line: usize,
        /// What the parser says; it names keys, never values.
        detail: String,
    },
}

impl Settings {
    /// Reads a settings file and lays the environment over it. Relative paths are relative to the file.
    ///
    /// # Errors
    /// The file cannot be read, or holds something unknown.
    pub fn read(path: &Path, environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
        let mut settings: Self = toml::from_str(&text).map_err(|error| SettingsError::Malformed {
            path: path.to_owned(),
            line: line_of(&text, &error),
            detail: error.message().to_owned(),
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for path in [&mut settings.master_key_file, &mut settings.content, &mut settings.locales] {
            *path = path.take().map(|path| folder.join(path));
        }
        if let Some(matrix) = &mut settings.matrix {
            for path in [&mut matrix.password_file, &mut matrix.store] {
                *path = folder.join(&*path);
            }
        }
        Ok(settings.over(environment))
    }

    /// The settings with the environment laid over them.
    #[must_use]
    pub fn over(mut self, environment: impl Fn(&str) -> Option<String>) -> Self {
        self.database = environment(DATABASE_VARIABLE).map(Private::new).or(self.database);
        self.master_key = environment(MASTER_KEY_VARIABLE).map(Private::new);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lotse.toml");
        std::fs::write(&path, text).unwrap();
        Settings::read(&path, |name| (name == MASTER_KEY_VARIABLE).then(|| "geheim".to_owned()))
    }

    #[test]
    fn an_unknown_key_is_refused_with_its_line() {
        let error =
            read("database = \"sqlite:lotse.db\"\nmaster_kee_file = \"x\"\n").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("master_kee_file"), "{error}");
    }

    #[test]
    fn the_hours_of_the_desk_can_be_set() {
        let settings = read("[desk.hours]\nfriday = []\nland = \"DE-BE\"\n").unwrap();
        assert_eq!(settings.desk.hours.friday, []);
        assert_eq!(settings.desk.hours.monday, Settings::default().desk.hours.monday);
        let error = read("[desk.hours]\n\nmonday = [\"neun bis vier\"]\n").unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("09:00-16:00"), "{error}");
    }

    #[test]
    fn debug_shows_neither_password_nor_key() {
        let settings = read("database = \"postgres://lotse:geheim@localhost/lotse\"\n").unwrap();
        assert_eq!(settings.master_key.as_ref().unwrap().reveal(), "geheim");
        assert!(!format!("{settings:?}").contains("geheim"));
    }
}
