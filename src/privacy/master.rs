//! The master key: 32 bytes that stand in a file of their own, or in the environment, never in the database.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::seal::{KEY_BYTES, KeyBytes};
use crate::model::Entropy;

/// More than a key file can hold: what is longer was named by mistake and is not read into memory.
const FILE_BYTES_MAX: u64 = 1024;

/// Why there is no master key. Never shows any of it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// What was given is not a key.
    #[error("this is not a master key: one line of 64 hexadecimal digits was expected")]
    Malformed,
    /// What stands in the file is not a key.
    #[error("{} holds no master key: one line of 64 hexadecimal digits was expected", .0.display())]
    MalformedFile(PathBuf),
    /// There is no such file.
    #[error("there is no key file {}; `lotse key new` makes one", .0.display())]
    Missing(PathBuf),
    /// The file is there and cannot be read.
    #[error("the key file {} cannot be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Others can read the file too.
    #[error(
        "the key file {0} is open to other users (mode {mode:o}); close it: chmod 600 {0}",
        path.display()
    )]
    OpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A new key must not replace anything.
    #[error("{} exists already and is not overwritten: a lost key means lost conversations", .0.display())]
    Exists(PathBuf),
    /// The new file could not be written.
    #[error("the key file {} cannot be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// The master key. Wiped when dropped; `Debug` hides it.
pub struct MasterKey(KeyBytes);

impl MasterKey {
    /// Makes a new key from chance.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut bytes = KeyBytes::default();
        entropy.fill(&mut bytes[..]);
        Self(bytes)
    }

    /// Reads a key: one line of 64 hexadecimal digits (base 16), in either case; white space around it is ignored.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let digits = text.trim().as_bytes();
        let mut bytes = KeyBytes::default();
        let (pairs, rest) = digits.as_chunks::<2>();
        if pairs.len() != KEY_BYTES || !rest.is_empty() {
            return Err(KeyError::Malformed);
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = nibble(*high)? << 4 | nibble(*low)?;
        }
        Ok(Self(bytes))
    }

    /// The key as [`MasterKey::parse`] reads it, without a newline.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        hex(&self.0[..])
    }

    /// Reads a key file, and refuses one that other users can read.
    ///
    /// A file that belongs to root may also be readable by its group: so service managers hand out secrets.
    pub fn read_file(path: &Path) -> Result<Self, KeyError> {
        let unreadable = |source| KeyError::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
            _ => unreadable(error),
        })?;
        refuse_if_open_to_others(path, &file.metadata().map_err(unreadable)?)?;
        let mut content = Zeroizing::new(Vec::with_capacity(128));
        file.take(FILE_BYTES_MAX).read_to_end(&mut content).map_err(unreadable)?;
        let text = std::str::from_utf8(&content).map_err(|_| KeyError::MalformedFile(path.to_owned()))?;
        Self::parse(text).map_err(|_| KeyError::MalformedFile(path.to_owned()))
    }

    /// Writes the key to a new file that its owner alone can read (mode 0600), durably.
    ///
    /// Never overwrites: [`KeyError::Exists`]. If writing fails, no file remains.
    pub fn write_new_file(&self, path: &Path) -> Result<(), KeyError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let unwritable = |source| KeyError::Unwritable { path: path.to_owned(), source };
        let mut file = options.open(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => KeyError::Exists(path.to_owned()),
            _ => unwritable(error),
        })?;
        let mut line = self.to_text();
        line.push('\n');
        let written = file.write_all(line.as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| sync_folder_of(path)).map_err(|source| {
            // A key that may be gone after a power cut must not be used; there is nothing more to do if this fails.
            let _ = fs::remove_file(path);
            unwritable(source)
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0[..]
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> Zeroizing<String> {
    // Room for a newline too: growing would leave an unwiped copy behind.
    let mut text = Zeroizing::new(String::with_capacity(bytes.len() * 2 + 1));
    for byte in bytes {
        for digit in [byte >> 4, byte & 0xf] {
            text.push(char::from(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }));
        }
    }
    text
}

fn nibble(digit: u8) -> Result<u8, KeyError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(KeyError::Malformed),
    }
}

#[cfg(unix)]
fn refuse_if_open_to_others(path: &Path, metadata: &fs::Metadata) -> Result<(), KeyError> {
    use std::os::unix::fs::MetadataExt;
    let mode = metadata.mode() & 0o777;
    let allowed = if metadata.uid() == 0 { 0o740 } else { 0o700 };
    if metadata.is_file() && mode & !allowed != 0 {
        return Err(KeyError::OpenToOthers { path: path.to_owned(), mode });
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_open_to_others(_path: &Path, _metadata: &fs::Metadata) -> Result<(), KeyError> {
    Ok(())
}

/// Makes the new name durable too; without it the file can be gone after a power cut.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OsEntropy;

    const TEXT: &str = "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef";

    #[test]
    fn a_key_is_read_as_it_was_written() {
        for text in [TEXT.to_owned(), format!("{TEXT}\n"), format!(" {TEXT}\r\n"), TEXT.to_uppercase()] {
            assert_eq!(MasterKey::parse(&text).unwrap().to_text().as_str(), TEXT);
        }
    }

    #[test]
    fn what_is_not_a_key_is_refused_without_showing_it() {
        for text in ["", "abc", &TEXT[1..], &TEXT[2..], &format!("{TEXT}00"), &TEXT.replace('a', "g")] {
            let error = MasterKey::parse(text).unwrap_err();
            assert!(matches!(error, KeyError::Malformed), "{error:?}");
        }
        let key = MasterKey::parse(TEXT).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey(…)");
    }

    #[test]
    fn two_new_keys_differ() {
        let new = || MasterKey::generate(&OsEntropy).to_text();
        assert_ne!(new(), new());
    }

    #[test]
    fn a_new_file_can_be_read_again_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let key = MasterKey::generate(&OsEntropy);
        key.write_new_file(&path).unwrap();
        assert_eq!(MasterKey::read_file(&path).unwrap().to_text(), key.to_text());

        let second = MasterKey::generate(&OsEntropy).write_new_file(&path).unwrap_err();
        assert!(matches!(second, KeyError::Exists(_)), "{second:?}");
        assert_eq!(MasterKey::read_file(&path).unwrap().to_text(), key.to_text());
    }

    #[test]
    fn a_missing_file_an_unreadable_one_and_a_wrong_one_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let read = |path: &Path| MasterKey::read_file(path).unwrap_err();
        assert!(matches!(read(&folder.path().join("none")), KeyError::Missing(_)));
        assert!(matches!(read(folder.path()), KeyError::Unreadable { .. }));
        let wrong = folder.path().join("wrong.key");
        fs::write(&wrong, [0xff, 0xfe]).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&wrong, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        assert!(matches!(read(&wrong), KeyError::MalformedFile(_)));
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_private_and_a_file_open_to_others_is_refused() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        MasterKey::generate(&OsEntropy).write_new_file(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let told = MasterKey::read_file(&path).unwrap_err().to_string();
        assert!(told.contains("mode 644") && told.contains("chmod 600"), "{told}");

        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let belongs_to_root = fs::metadata(&path).unwrap().uid() == 0;
        assert_eq!(MasterKey::read_file(&path).is_ok(), belongs_to_root);
    }
}
