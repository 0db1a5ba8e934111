//! Sealing (to be written).
/// Sealed bytes: nonce and ciphertext, with the id of the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Which master key, by its public fingerprint.
    pub key_id: String,
    /// Nonce and ciphertext.
    pub bytes: Vec<u8>,
}
/// A keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lookup(pub [u8; 32]);
