//! Chance is an argument. Keys, nonces and ids are made from an [`Entropy`] that the shell hands down.

use std::fmt;

/// A source of unpredictable bytes.
pub trait Entropy: Send + Sync + fmt::Debug {
    /// Fills `buffer` with unpredictable bytes.
    ///
    /// Whoever cannot do that must not return: keys made of predictable bytes are worse than none.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's source.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one place where real chance comes in")]
        let filled = getrandom::fill(buffer);
        if filled.is_err() {
            // No input reaches this: the operating system has no randomness. Going on would mean weak keys.
            std::process::abort();
        }
    }
}
