//! A value that must never show itself in a log, a panic or an error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Wraps what a person wrote, or who they are.
///
/// `Debug` prints three dots whatever is inside, and there is no `Display`: whoever needs the value says so
/// with [`Private::reveal`], and a reader can search for that word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Puts a value under cover.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself, for the one place that has to use it.
    pub const fn reveal(&self) -> &T {
        &self.0
    }

    /// The value itself, taken out of its cover.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

impl From<&str> for Private<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl From<String> for Private<String> {
    fn from(value: String) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_value() {
        let word = Private::from("Kanarienvogel");
        assert_eq!(format!("{word:?} {:#?}", Some(&word)).matches("Kanarien").count(), 0);
        assert_eq!(word.reveal(), "Kanarienvogel");
    }
}
