//! What can be wrong with settings.

use std::path::PathBuf;

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
        /// What is wrong; it names keys, never secrets.
        detail: String,
    },
    /// A variable of the environment is not in order.
    #[error("the environment variable {variable} is wrong: {detail}")]
    Variable {
        /// Which one.
        variable: String,
        /// What is wrong; it names keys, never secrets.
        detail: String,
    },
    /// A section is not complete.
    #[error("the settings lack {0}; add it, or remove the section")]
    Missing(&'static str),
    /// Two keys say the same.
    #[error("the settings have both {0} and {1}; keep one of them")]
    Both(&'static str, &'static str),
    /// Figures and health would be open to everybody.
    #[error(
        "http.listen is an address that other machines can reach, and there is no password; use 127.0.0.1, or set public = true in [http] and keep strangers away by other means"
    )]
    Public,
}
