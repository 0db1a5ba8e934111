//! A fault in what editors wrote: content or texts. And how every TOML file is read.

use serde::de::DeserializeOwned;

/// One fault, as data; the `text` layer turns it into a sentence (`fault-<key>`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as an editor knows it (`content/intake.toml`).
    pub file: String,
    /// Where in the file: an id, or a line. May be empty.
    pub place: String,
    /// Which kind of fault.
    pub key: &'static str,
    /// What the sentence about it names.
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault of this kind at this place.
    pub fn new(file: impl Into<String>, place: impl Into<String>, key: &'static str) -> Self {
        Self { file: file.into(), place: place.into(), key, args: Vec::new() }
    }

    /// The same, naming one more thing.
    #[must_use]
    pub fn naming(mut self, arg: &'static str, value: impl Into<String>) -> Self {
        self.args.push((arg, value.into()));
        self
    }
}

/// Reads a TOML file of an editor; what cannot be read is one fault, at the line at which reading stopped.
///
/// # Errors
/// It is no TOML, or holds something unknown.
pub fn read_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Vec<Fault>> {
    toml::from_str(text).map_err(|error| {
        let place = line_of(text, &error).to_string();
        vec![Fault::new(file, place, "not-toml").naming("reason", error.message())]
    })
}

/// The line, counted from 1, at which reading stopped.
#[must_use]
pub fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    before.matches('\n').count() + 1
}
