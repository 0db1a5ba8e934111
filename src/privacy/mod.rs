//! Sealing and keyed hashes: what a contact wrote is readable in memory alone.

mod seal;

pub use seal::{Lookup, Sealed};
