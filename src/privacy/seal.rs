//! The seal itself: one nonce, one ciphertext, bound to one place.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::model::Entropy;

/// Bytes of a key.
pub(super) const KEY_BYTES: usize = 32;

/// Bytes of an XChaCha20 nonce.
const NONCE_BYTES: usize = 24;

/// Key bytes that are wiped when they are dropped.
pub(super) type KeyBytes = Zeroizing<[u8; KEY_BYTES]>;

/// Sealed bytes: nonce and ciphertext, with the id of the key.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which master key it leads back to, by its public fingerprint.
    pub key_id: String,
    /// Nonce (24 bytes), ciphertext, tag (16 bytes).
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    /// Shows the key and the size only: a log is no place for ciphertext either.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({}, {} bytes)", self.key_id, self.bytes.len())
    }
}

/// A keyed hash, by which something can be found again without being stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lookup(pub [u8; 32]);

impl fmt::Debug for Lookup {
    /// Shows nothing: the hash stands for one person, and a log must not let their lines be gathered.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lookup(…)")
    }
}

/// Why a sealed value could not be opened. Names fingerprints, which are public, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed under another master key.
    #[error(
        "this was sealed with the master key {sealed_with}, but the one in use is {in_use}; start with the key file that has the fingerprint {sealed_with}"
    )]
    WrongKey {
        /// The fingerprint of the key it was sealed with.
        sealed_with: String,
        /// The fingerprint of the key in use.
        in_use: String,
    },
    /// The whole database was made under another master key.
    #[error(
        "the database was made with the master key {made_with}, but the one in use is {in_use}; start with the key file that has the fingerprint {made_with}"
    )]
    WrongDatabase {
        /// The fingerprint of the key the database was made with.
        made_with: String,
        /// The fingerprint of the key in use.
        in_use: String,
    },
    /// The key is the right one, but the bytes are not those that were sealed for this place.
    #[error("a sealed value was damaged, or moved here from another row; restore it from a backup")]
    Damaged,
}

/// Seals `plain` under `key`, bound to `about`.
pub(super) fn seal(key: &KeyBytes, key_id: &str, entropy: &dyn Entropy, about: &str, plain: &[u8]) -> Sealed {
    let mut nonce = XNonce::default();
    entropy.fill(&mut nonce);
    let payload = Payload { msg: plain, aad: about.as_bytes() };
    let Ok(ciphertext) = cipher(key).encrypt(&nonce, payload) else {
        // The one cause is a text beyond 256 GiB (RFC 8439, section 2.8), which no channel lets in and no
        // machine holds. Every way of going on would lose it or store it open.
        std::process::abort()
    };
    let mut bytes = nonce.to_vec();
    bytes.extend_from_slice(&ciphertext);
    Sealed { key_id: key_id.to_owned(), bytes }
}

/// Opens what was sealed under `key` for the same `about`.
pub(super) fn open(
    key: &KeyBytes,
    key_id: &str,
    about: &str,
    sealed: &Sealed,
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    if sealed.key_id != key_id {
        return Err(SealError::WrongKey { sealed_with: sealed.key_id.clone(), in_use: key_id.to_owned() });
    }
    let (nonce, ciphertext) = sealed.bytes.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Damaged)?;
    let payload = Payload { msg: ciphertext, aad: about.as_bytes() };
    let plain = cipher(key).decrypt(&XNonce::from(*nonce), payload).map_err(|_| SealError::Damaged)?;
    Ok(Zeroizing::new(plain))
}

fn cipher(key: &KeyBytes) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(**key))
}
