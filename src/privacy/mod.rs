//! Sealing and keyed hashes: what a contact wrote is readable in memory alone.
//!
//! # What is protected against whom
//!
//! Somebody who gets hold of the database, of a backup or of the disk, but not of the master key, learns nothing
//! that a person wrote and no platform id: content is sealed (XChaCha20-Poly1305), and whatever has to be found
//! again (addresses, event ids) is stored as a keyed hash (HMAC-SHA-256). Somebody who can also *write* to the
//! database can remove rows or bring back old ones, but cannot change a sealed value or move it to another row:
//! every seal is bound to the table and row it was made for.
//!
//! Each conversation has a data key of its own, which lies wrapped in the row of the conversation. Deleting that
//! row makes everything unreadable that was sealed for it, wherever a copy may still lie.
//!
//! # The keys
//!
//! ```text
//! master key (a file, or the environment; never in the database)
//!   ├─ HKDF ─ fingerprint        public; tells a wrong key from a damaged value
//!   ├─ HKDF ─ lookup key         HMAC-SHA-256 of addresses and event ids
//!   ├─ HKDF ─ row key            seals what belongs to no conversation (the inbox, desk lists)
//!   └─ HKDF ─ wrapping key       seals the data keys
//!                └─ data key     one per conversation, made by chance; seals its state and messages
//! ```
//!
//! Nonces are 24 random bytes each. That is long enough to draw them without counting, and so no counter can be
//! set back by restoring a backup.
//!
//! # Accepted risks
//!
//! - *Memory.* Whoever reads the memory of the running process reads keys and messages. The keys we hold are
//!   wiped when they are dropped; copies that libraries or the compiler made on the stack are not, and neither
//!   swap nor core dumps are prevented here: that is for whoever runs the machine.
//! - *Metadata.* Times, counts, sizes, case states and the order of events are readable in the database. Who
//!   knows when somebody wrote can look for that moment. Messages are not padded.
//! - *Backups.* A backup of the database with the wrapped data keys, together with the master key, brings
//!   deleted conversations back. Keys and backups must therefore be kept apart, and backups must expire.
//! - *Write-ahead log.* A deleted wrapped key remains in the log until the log is emptied. The store empties it
//!   after each deletion where it can (`SQLite`); `PostgreSQL` recycles its log in its own time.
//! - *Flooding a lookup.* Keyed hashes are deterministic: who has the master key can test guesses of an address.

mod master;
pub mod retention;
mod seal;
mod vault;

pub use master::{KeyError, MasterKey};
pub use seal::{Lookup, SealError, Sealed};
pub use vault::{DataKey, Vault};
