//! What the master key opens: the vault, and the data key of each conversation.

use std::fmt;
use std::sync::Arc;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::master::{MasterKey, hex};
use super::seal::{self, KEY_BYTES, KeyBytes, Lookup, SealError, Sealed};
use crate::model::{ConversationId, Entropy};

/// Bytes of the public fingerprint: enough that two keys never share one by accident.
const FINGERPRINT_BYTES: usize = 8;

/// What the key proof is bound to, and what it says.
const PROOF: &str = "meta/key_proof";

/// Seals, opens and hashes under one master key. Wiped when dropped; `Debug` shows the fingerprint alone.
#[derive(Clone)]
pub struct Vault {
    key_id: Arc<str>,
    lookup: KeyBytes,
    rows: KeyBytes,
    wrapping: KeyBytes,
    entropy: Arc<dyn Entropy>,
}

impl Vault {
    /// Derives everything from the master key, which is wiped thereafter.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "taking the key over is what gets it wiped")]
    pub fn new(master: MasterKey, entropy: Arc<dyn Entropy>) -> Self {
        let keys = Hkdf::<Sha256>::new(None, master.bytes());
        Self {
            key_id: hex(&derive::<FINGERPRINT_BYTES>(&keys, "fingerprint")[..]).as_str().into(),
            lookup: derive(&keys, "lookup"),
            rows: derive(&keys, "rows"),
            wrapping: derive(&keys, "data keys"),
            entropy,
        }
    }

    /// The public fingerprint of the master key: 16 hexadecimal digits from which the key cannot be found.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// A keyed hash of `parts`. The same parts in another `domain`, or cut in other places, give another hash.
    #[must_use]
    pub fn lookup(&self, domain: &'static str, parts: &[&[u8]]) -> Lookup {
        // HMAC fills a short key up with zeros to one block (RFC 2104, section 2); done here, no length can be wrong.
        let mut block = Zeroizing::new([0_u8; 64]);
        block[..KEY_BYTES].copy_from_slice(&self.lookup[..]);
        let mut mac = Hmac::<Sha256>::new(&(*block).into());
        for part in std::iter::once(domain.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        Lookup(mac.finalize().into_bytes().into())
    }

    /// Makes the data key of a new conversation, and the same key wrapped, to be kept in its row.
    #[must_use]
    pub fn new_data_key(&self, id: ConversationId) -> (DataKey, Sealed) {
        let mut key = KeyBytes::default();
        self.entropy.fill(&mut key[..]);
        let wrapped = seal::seal(&self.wrapping, &self.key_id, &*self.entropy, &data_key_of(id), &key[..]);
        (self.data_key(key), wrapped)
    }

    /// Unwraps the data key of a conversation.
    pub fn open_data_key(&self, id: ConversationId, wrapped: &Sealed) -> Result<DataKey, SealError> {
        let plain = seal::open(&self.wrapping, &self.key_id, &data_key_of(id), wrapped)?;
        let mut key = KeyBytes::default();
        if plain.len() != key.len() {
            return Err(SealError::Damaged);
        }
        key.copy_from_slice(&plain);
        Ok(self.data_key(key))
    }

    /// Seals what belongs to no conversation. `about` names table and row; [`Vault::open`] must name the same.
    #[must_use]
    pub fn seal(&self, about: &str, plain: &[u8]) -> Sealed {
        seal::seal(&self.rows, &self.key_id, &*self.entropy, about, plain)
    }

    /// Opens what [`Vault::seal`] sealed for the same `about`.
    pub fn open(&self, about: &str, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, SealError> {
        seal::open(&self.rows, &self.key_id, about, sealed)
    }

    /// A value to be kept in the database, by which [`Vault::check_proof`] recognises this master key.
    #[must_use]
    pub fn proof(&self) -> Sealed {
        self.seal(PROOF, PROOF.as_bytes())
    }

    /// Whether the database that keeps `proof` was made with this master key.
    ///
    /// [`SealError::WrongDatabase`] names the fingerprint of the key it was made with.
    pub fn check_proof(&self, proof: &Sealed) -> Result<(), SealError> {
        match self.open(PROOF, proof) {
            Ok(_) => Ok(()),
            Err(SealError::WrongKey { sealed_with, in_use }) => {
                Err(SealError::WrongDatabase { made_with: sealed_with, in_use })
            }
            Err(other @ (SealError::WrongDatabase { .. } | SealError::Damaged)) => Err(other),
        }
    }

    fn data_key(&self, key: KeyBytes) -> DataKey {
        DataKey { key, key_id: Arc::clone(&self.key_id), entropy: Arc::clone(&self.entropy) }
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({})", self.key_id)
    }
}

/// The key of one conversation. Wiped when dropped; `Debug` hides it.
#[derive(Clone)]
pub struct DataKey {
    key: KeyBytes,
    key_id: Arc<str>,
    entropy: Arc<dyn Entropy>,
}

impl DataKey {
    /// Seals something of this conversation. `about` names table and row; [`DataKey::open`] must name the same.
    #[must_use]
    pub fn seal(&self, about: &str, plain: &[u8]) -> Sealed {
        seal::seal(&self.key, &self.key_id, &*self.entropy, about, plain)
    }

    /// Opens what [`DataKey::seal`] sealed for the same `about`.
    ///
    /// A value of another conversation is [`SealError::Damaged`].
    pub fn open(&self, about: &str, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, SealError> {
        seal::open(&self.key, &self.key_id, about, sealed)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// What a wrapped data key is bound to.
fn data_key_of(id: ConversationId) -> String {
    format!("conversations/wrapped_key/{id}")
}

/// One subkey. `purpose` separates it from all others.
fn derive<const N: usize>(keys: &Hkdf<Sha256>, purpose: &str) -> Zeroizing<[u8; N]> {
    let mut key = Zeroizing::new([0_u8; N]);
    if keys.expand_multi_info(&[b"lotse/v1/", purpose.as_bytes()], &mut key[..]).is_err() {
        // HKDF-SHA-256 refuses more than 8160 bytes (RFC 5869, section 2.3); ours are 8 and 32.
        std::process::abort()
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OsEntropy, Timestamp};

    fn vault(key: &str) -> Vault {
        Vault::new(MasterKey::parse(&key.repeat(32)).unwrap(), Arc::new(OsEntropy))
    }

    fn id() -> ConversationId {
        ConversationId::new(Timestamp::UNIX_EPOCH, &OsEntropy)
    }

    #[test]
    fn what_was_sealed_opens_only_in_its_place() {
        let (vault, other) = (vault("a1"), vault("b2"));
        let sealed = vault.seal("inbox/1", b"Hilfe");
        assert_eq!(vault.open("inbox/1", &sealed).unwrap().as_slice(), b"Hilfe");
        assert_eq!(vault.open("inbox/2", &sealed), Err(SealError::Damaged));
        let wrong = other.open("inbox/1", &sealed).unwrap_err();
        assert_eq!(
            wrong,
            SealError::WrongKey { sealed_with: vault.key_id().into(), in_use: other.key_id().into() }
        );
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_noticed() {
        let vault = vault("a1");
        let sealed = vault.seal("inbox/1", b"Hilfe");
        for byte in 0..sealed.bytes.len() {
            let mut flipped = sealed.clone();
            flipped.bytes[byte] ^= 1;
            assert_eq!(vault.open("inbox/1", &flipped), Err(SealError::Damaged), "byte {byte}");
            let mut cut = sealed.clone();
            cut.bytes.truncate(byte);
            assert_eq!(vault.open("inbox/1", &cut), Err(SealError::Damaged), "cut at {byte}");
        }
    }

    #[test]
    fn the_same_words_never_look_the_same() {
        let vault = vault("a1");
        assert_ne!(vault.seal("inbox/1", b"Hilfe"), vault.seal("inbox/1", b"Hilfe"));
        assert!(!vault.seal("inbox/1", b"Hilfe").bytes.windows(5).any(|bytes| bytes == b"Hilfe"));
    }

    #[test]
    fn a_data_key_opens_its_own_conversation_alone() {
        let vault = vault("a1");
        let (here, there) = (id(), id());
        let (key, wrapped) = vault.new_data_key(here);
        let (foreign, _) = vault.new_data_key(there);
        let sealed = key.seal("conversations/state", b"Hilfe");

        let again = vault.open_data_key(here, &wrapped).unwrap();
        assert_eq!(again.open("conversations/state", &sealed).unwrap().as_slice(), b"Hilfe");
        assert_eq!(foreign.open("conversations/state", &sealed), Err(SealError::Damaged));
        assert_eq!(vault.open_data_key(there, &wrapped).unwrap_err(), SealError::Damaged);
        assert_eq!(vault.open("conversations/state", &sealed), Err(SealError::Damaged));
    }

    #[test]
    fn a_lookup_is_stable_and_tells_everything_apart() {
        let lookup = |key: &str, domain, parts: &[&[u8]]| vault(key).lookup(domain, parts);
        let known = lookup("a1", "lane", &[b"matrix", b"@a:b"]);
        assert_eq!(known, lookup("a1", "lane", &[b"matrix", b"@a:b"]));
        assert_ne!(known, lookup("b2", "lane", &[b"matrix", b"@a:b"]), "another key");
        assert_ne!(known, lookup("a1", "event", &[b"matrix", b"@a:b"]), "another domain");
        assert_ne!(known, lookup("a1", "lane", &[b"matrix@", b"a:b"]), "cut elsewhere");
        assert_ne!(known, lookup("a1", "lane", &[b"matrix@a:b"]), "not cut");
    }

    #[test]
    fn a_lookup_is_the_hmac_of_its_subkey() {
        // The same value through the crate's own handling of short keys.
        let vault = vault("a1");
        let mut mac = Hmac::<Sha256>::new_from_slice(&vault.lookup[..]).unwrap();
        mac.update(&[4, 0, 0, 0, 0, 0, 0, 0]);
        mac.update(b"lane");
        assert_eq!(vault.lookup("lane", &[]).0, <[u8; 32]>::from(mac.finalize().into_bytes()));
    }

    #[test]
    fn a_wrong_key_file_is_recognised_by_the_proof() {
        let (vault, other) = (vault("a1"), vault("b2"));
        assert_eq!(vault.check_proof(&vault.proof()), Ok(()));
        let told = other.check_proof(&vault.proof()).unwrap_err().to_string();
        assert!(told.starts_with("the database was made with") && told.contains(vault.key_id()), "{told}");
        let forged = Sealed { key_id: vault.key_id().into(), ..other.proof() };
        assert_eq!(vault.check_proof(&forged), Err(SealError::Damaged));
    }

    #[test]
    fn debug_shows_no_key() {
        let vault = vault("a1");
        let (key, _) = vault.new_data_key(id());
        assert_eq!(format!("{vault:?} {key:?}"), format!("Vault({}) DataKey(…)", vault.key_id()));
    }
}
