//! One settings file, and the environment above it.
//!
//! Unknown keys are refused: a misspelt key that is silently ignored is a setting somebody believes in. Secrets
//! never stand in the settings themselves but in a file of their own (`*_file`), or in the environment. The
//! address of the database may stand here, because that of a file holds no secret; one with a password has its
//! `database_file`.
//!
//! Every key has a variable in the environment: `LOTSE_` and its name in capitals, with `__` where a section ends
//! (`matrix.homeserver` is `LOTSE_MATRIX__HOMESERVER`). What stands in the environment counts before the file, and
//! also before the other ways to say the same (`LOTSE_DATABASE` before `database_file`).

mod error;
mod keys;
mod secret;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use error::SettingsError;
pub use keys::unknown_variable;
pub use secret::{Secret, SecretError};

use crate::desk::{Hours, Reminders};
use crate::dialogue::FileRules;
use crate::model::{Private, line_of};

/// A complete settings file with every key, its default and what it means.
pub const EXAMPLE: &str = include_str!("example.toml");

/// Everything that can be set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// `sqlite:lotse.db` or `postgres://…`. May hold a password, so it does not show itself.
    pub database: Option<Private<String>>,
    /// The file in which the address of the database stands.
    pub database_file: Option<PathBuf>,
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
    /// Which files are carried.
    pub files: FileRules,
    /// Matrix; without this section the channel is off.
    pub matrix: Option<Matrix>,
    /// Telegram; without this section the channel is off.
    pub telegram: Option<Telegram>,
    /// Where the machine that watches over Lotse asks; without this section nobody listens.
    pub http: Option<Http>,
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
#[serde(deny_unknown_fields, default)]
pub struct Matrix {
    /// The address of the homeserver. Never empty once read.
    pub homeserver: String,
    /// The bot's own Matrix id, `@name:server`. Never empty once read.
    pub user: String,
    /// The file with its password.
    pub password_file: Option<PathBuf>,
    /// The password itself: from the environment alone.
    #[serde(skip)]
    pub password: Option<Private<String>>,
    /// The file with an access token, instead of a password.
    pub token_file: Option<PathBuf>,
    /// The access token itself: from the environment alone.
    #[serde(skip)]
    pub token: Option<Private<String>>,
    /// The folder of the encryption state. It is the bot's identity: lost means a new device.
    pub store: PathBuf,
    /// What becomes of a direct chat that is not encrypted.
    pub unencrypted: Unencrypted,
    /// After so many seconds without its key, the sender of a message is asked to repeat it.
    pub repeat_after_seconds: u32,
}

impl Default for Matrix {
    fn default() -> Self {
        Self {
            homeserver: String::new(),
            user: String::new(),
            password_file: None,
            password: None,
            token_file: None,
            token: None,
            store: PathBuf::from("matrix-store"),
            unencrypted: Unencrypted::Upgrade,
            repeat_after_seconds: 60,
        }
    }
}

/// What becomes of a direct chat that is not encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unencrypted {
    /// Encryption is switched on; where that is not allowed, the bot says why and goes.
    Upgrade,
    /// The bot says why and goes.
    Refuse,
}

/// How the bot proves on Matrix who it is. Of both, what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// With a password: it makes a device of its own.
    Password(Private<String>),
    /// With an access token, which belongs to a device already.
    Token(Private<String>),
}

impl Matrix {
    /// Where the credentials stand, and whether they are a token.
    fn source(&self) -> Option<(bool, Secret)> {
        let password = Secret::of(self.password.as_ref(), self.password_file.as_ref());
        let token = Secret::of(self.token.as_ref(), self.token_file.as_ref());
        password.map(|secret| (false, secret)).or(token.map(|secret| (true, secret)))
    }

    /// Reads password or token.
    ///
    /// # Errors
    /// Its file cannot be read, or is empty.
    pub fn credentials(&self) -> Result<Credentials, SecretError> {
        match self.source() {
            Some((false, secret)) => secret.read().map(Credentials::Password),
            Some((true, secret)) => secret.read().map(Credentials::Token),
            // Settings that were read have one of both; others were put together by hand.
            None => Err(SecretError::Empty { path: PathBuf::new() }),
        }
    }
}

/// How the bot is on Telegram.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telegram {
    /// The file with the bot's token.
    pub token_file: Option<PathBuf>,
    /// The token itself: from the environment alone.
    #[serde(skip)]
    pub token: Option<Private<String>>,
    /// The address of an own Bot API server; without one, Telegram's.
    pub api_url: Option<String>,
    /// Under which address Telegram reaches us, to bring updates; without one, we ask for them.
    pub webhook_url: Option<String>,
    /// Where we listen for what comes to that address. A proxy with a certificate stands before it.
    pub webhook_listen: SocketAddr,
    /// The file with the secret by which we know Telegram: 16 to 256 letters, digits, - and _.
    pub webhook_secret_file: Option<PathBuf>,
    /// Speak no faster than Telegram allows.
    pub pace: bool,
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            token_file: None,
            token: None,
            api_url: None,
            webhook_url: None,
            webhook_listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
            webhook_secret_file: None,
            pace: true,
        }
    }
}

impl Telegram {
    /// Where the token stands.
    #[must_use]
    pub fn token(&self) -> Option<Secret> {
        Secret::of(self.token.as_ref(), self.token_file.as_ref())
    }
}

/// Where health and figures can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Address and port.
    pub listen: SocketAddr,
    /// Allow an address that other machines can reach. There is no password: a proxy or a firewall must stand
    /// before it.
    pub public: bool,
}

impl Default for Http {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 9464)), public: false }
    }
}

impl Settings {
    /// Reads a settings file and lays the environment over it. Relative paths are relative to the file, also those
    /// from the environment.
    ///
    /// # Errors
    /// The file cannot be read, or something in it or in the environment is unknown, wrong or missing.
    pub fn read(path: &Path, environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| SettingsError::Unreadable { path: path.to_owned(), source })?;
        let malformed = |line, detail| SettingsError::Malformed { path: path.to_owned(), line, detail };
        keys::refuse_unknown(&text).map_err(|(line, detail)| malformed(line, detail))?;
        let wrong = |error: &toml::de::Error| malformed(line_of(&text, error), error.message().to_owned());
        // Read once as it stands, so that what is wrong has a line.
        toml::from_str::<Self>(&text).map_err(|error| wrong(&error))?;
        let table = toml::from_str(&text).map_err(|error| wrong(&error))?;
        let mut settings = keys::overlaid(table, &environment)?;
        settings.resolve(path.parent().unwrap_or(Path::new("")));
        settings.check()?;
        Ok(settings)
    }

    /// The settings of the environment alone.
    ///
    /// # Errors
    /// Something in the environment is wrong, or misses what belongs to it.
    pub fn of_environment(environment: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let settings = keys::overlaid(toml::Table::new(), &environment)?;
        settings.check()?;
        Ok(settings)
    }

    /// The address of the database, if one is set.
    ///
    /// # Errors
    /// Its file cannot be read, or is empty.
    pub fn database(&self) -> Result<Option<Private<String>>, SecretError> {
        Secret::of(self.database.as_ref(), self.database_file.as_ref())
            .map(|secret| secret.read())
            .transpose()
    }

    fn resolve(&mut self, folder: &Path) {
        let paths =
            [&mut self.database_file, &mut self.master_key_file, &mut self.content, &mut self.locales];
        for path in paths.into_iter().filter_map(Option::as_mut) {
            *path = folder.join(&*path);
        }
        if let Some(database) = &mut self.database
            && let Some(file) = database.reveal().strip_prefix("sqlite:")
            && !file.is_empty()
            && !file.contains(":memory:")
        {
            let file = folder.join(file.strip_prefix("//").unwrap_or(file));
            *database = Private::new(format!("sqlite:{}", file.display()));
        }
        if let Some(matrix) = &mut self.matrix {
            let secrets = [&mut matrix.password_file, &mut matrix.token_file];
            for path in secrets.into_iter().filter_map(Option::as_mut).chain([&mut matrix.store]) {
                *path = folder.join(&*path);
            }
        }
        if let Some(telegram) = &mut self.telegram {
            let secrets = [&mut telegram.token_file, &mut telegram.webhook_secret_file];
            for path in secrets.into_iter().filter_map(Option::as_mut) {
                *path = folder.join(&*path);
            }
        }
    }

    /// What belongs together is there, and only one of what excludes each other.
    fn check(&self) -> Result<(), SettingsError> {
        if self.database.is_some() && self.database_file.is_some() {
            return Err(SettingsError::Both("database", "database_file"));
        }
        if let Some(matrix) = &self.matrix {
            for (key, value) in [("matrix.homeserver", &matrix.homeserver), ("matrix.user", &matrix.user)] {
                if value.is_empty() {
                    return Err(SettingsError::Missing(key));
                }
            }
            let password = matrix.password.is_some() || matrix.password_file.is_some();
            let token = matrix.token.is_some() || matrix.token_file.is_some();
            match (password, token) {
                (true, true) => return Err(SettingsError::Both("matrix.password_file", "matrix.token_file")),
                (false, false) => {
                    return Err(SettingsError::Missing("matrix.password_file (or matrix.token_file)"));
                }
                (true, false) | (false, true) => {}
            }
        }
        if self.telegram.as_ref().is_some_and(|telegram| telegram.token().is_none()) {
            return Err(SettingsError::Missing("telegram.token_file"));
        }
        if self
            .telegram
            .as_ref()
            .is_some_and(|telegram| telegram.webhook_url.is_some() && telegram.webhook_secret_file.is_none())
        {
            return Err(SettingsError::Missing("telegram.webhook_secret_file (which webhook_url needs)"));
        }
        if self.http.as_ref().is_some_and(|http| !http.public && !http.listen.ip().is_loopback()) {
            return Err(SettingsError::Public);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
