//! Where a secret stands.

use std::path::PathBuf;

use crate::model::Private;

/// A secret from the environment, or the file in which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    /// The secret itself.
    Given(Private<String>),
    /// Its file.
    File(PathBuf),
}

/// Why a secret cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read.
    #[error("{path} cannot be read; check that the file is there and that Lotse may read it")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// There is nothing in the file.
    #[error("{path} is empty; a secret was expected in its first line")]
    Empty {
        /// Which file.
        path: PathBuf,
    },
}

impl Secret {
    pub(super) fn of(given: Option<&Private<String>>, file: Option<&PathBuf>) -> Option<Self> {
        given.cloned().map(Self::Given).or_else(|| file.cloned().map(Self::File))
    }

    /// The secret, without the end of the line.
    ///
    /// # Errors
    /// Its file cannot be read, or is empty.
    pub fn read(&self) -> Result<Private<String>, SecretError> {
        let path = match self {
            Self::Given(secret) => return Ok(secret.clone()),
            Self::File(path) => path,
        };
        let text = std::fs::read_to_string(path)
            .map_err(|source| SecretError::Unreadable { path: path.clone(), source })?;
        match text.trim_end_matches(['\r', '\n']) {
            "" => Err(SecretError::Empty { path: path.clone() }),
            secret => Ok(Private::from(secret)),
        }
    }
}
