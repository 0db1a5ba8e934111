//! What the channel keeps beside the encryption state: small files, sealed, each replaced as a whole.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::privacy::{SealError, Sealed, Vault};

/// The folder of the encryption state, and what we put beside it.
#[derive(Debug)]
pub(super) struct Keep {
    folder: PathBuf,
    vault: Vault,
}

/// Why something kept cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// The file system refuses.
    #[error("{path} cannot be read or written; check that the folder belongs to the user that runs Lotse")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It was sealed by another key, or changed.
    #[error("{path} cannot be opened with this master key")]
    Seal {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: SealError,
    },
    /// It is not what this version writes.
    #[error("{path} was not written by this version of Lotse")]
    Form {
        /// Which file.
        path: PathBuf,
    },
}

impl Keep {
    /// Uses `folder`, which is made if it is not there, for this user alone.
    pub(super) fn open(folder: &Path, vault: Vault) -> Result<Self, KeepError> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|source| KeepError::File { path: folder.to_owned(), source })?;
        Ok(Self { folder: folder.to_owned(), vault })
    }

    /// The same for whoever only looks: makes nothing.
    pub(super) fn look(folder: &Path, vault: Vault) -> Self {
        Self { folder: folder.to_owned(), vault }
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was kept under `name`, if anything was.
    pub(super) fn read<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, KeepError> {
        let path = self.folder.join(name);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(KeepError::File { path, source }),
        };
        let sealed = bytes
            .iter()
            .position(|byte| *byte == b'\n')
            .and_then(|end| Some((std::str::from_utf8(bytes.get(..end)?).ok()?, bytes.get(end + 1..)?)))
            .map(|(key_id, sealed)| Sealed { key_id: key_id.to_owned(), bytes: sealed.to_vec() });
        let Some(sealed) = sealed else { return Err(KeepError::Form { path }) };
        let plain = match self.vault.open(&about(name), &sealed) {
            Ok(plain) => plain,
            Err(source) => return Err(KeepError::Seal { path, source }),
        };
        serde_json::from_slice(&plain).map(Some).map_err(|_| KeepError::Form { path })
    }

    /// Keeps `value` under `name`. When it returns, it survives a loss of power.
    pub(super) fn write<T: Serialize>(&self, name: &str, value: &T) -> Result<(), KeepError> {
        let path = self.folder.join(name);
        let plain = serde_json::to_vec(value).map_err(|_| KeepError::Form { path: path.clone() })?;
        let sealed = self.vault.seal(&about(name), &plain);
        let mut bytes = sealed.key_id.into_bytes();
        bytes.push(b'\n');
        bytes.extend(sealed.bytes);
        self.replace(name, &bytes)
    }

    /// Writes a file for this user alone, as it is.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), KeepError> {
        let path = self.folder.join(name);
        let new = self.folder.join(format!("{name}.new"));
        let replaced = || -> std::io::Result<()> {
            let mut file =
                std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
            file.write_all(bytes)?;
            file.sync_all()?;
            std::fs::rename(&new, &path)?;
            std::fs::File::open(&self.folder)?.sync_all()
        };
        replaced().map_err(|source| KeepError::File { path: path.clone(), source })
    }

    /// A secret of this installation for one purpose: the same at every start.
    pub(super) fn secret(&self, purpose: &str, about: &[u8]) -> String {
        use std::fmt::Write as _;
        let hash = self.vault.lookup("matrix", &[purpose.as_bytes(), about]);
        hash.0.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn about(name: &str) -> String {
    format!("matrix/{name}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::OsEntropy;
    use crate::privacy::MasterKey;

    #[test]
    fn what_is_kept_comes_back_and_is_not_readable_in_between() {
        let folder = tempfile::tempdir().unwrap();
        let vault = || Vault::new(MasterKey::generate(&OsEntropy), Arc::new(OsEntropy));
        let keep = Keep::open(folder.path(), vault()).unwrap();
        assert!(keep.read::<String>("position").unwrap().is_none());
        keep.write("position", &"geheim".to_owned()).unwrap();
        keep.write("position", &"geheimer".to_owned()).unwrap();
        assert_eq!(keep.read::<String>("position").unwrap().unwrap(), "geheimer");
        let bytes = std::fs::read(folder.path().join("position")).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("geheim"));
        let other = Keep::open(folder.path(), vault()).unwrap();
        assert!(matches!(other.read::<String>("position"), Err(KeepError::Seal { .. })));
    }
}
