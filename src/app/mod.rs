//! The composition root: builds everything from the settings, starts it, and stops it in order.

mod check;
#[cfg(any(feature = "terminal", feature = "matrix"))]
mod ends;
#[cfg(feature = "terminal")]
mod game;
#[cfg(feature = "terminal")]
mod play;
#[cfg(feature = "matrix")]
mod others;
#[cfg(feature = "matrix")]
mod run;

pub use check::{Report, check};
#[cfg(feature = "terminal")]
pub use game::{Game, margins};
#[cfg(feature = "terminal")]
pub use play::{Look, Try, play};
#[cfg(feature = "matrix")]
pub use run::{Bot, run};

#[cfg(any(feature = "terminal", feature = "matrix"))]
use crate::ops::content::{Content, Sources};
use crate::ops::settings::Settings;
use crate::privacy::{KeyError, MasterKey};
#[cfg(feature = "matrix")]
use crate::privacy::{Lookup, Sealed, Vault};

/// Content and texts as the settings say, or every fault in them as one error.
#[cfg(any(feature = "terminal", feature = "matrix"))]
fn content(settings: &Settings) -> anyhow::Result<Content> {
    Sources::read(settings.content.as_deref(), settings.locales.as_deref())?.load().map_err(|faulty| {
        anyhow::anyhow!(
            "content or texts have faults; mend them and start again:\n{}",
            faulty.lines.join("\n")
        )
    })
}

/// The key that the settings name, if they name one.
fn master_key(settings: &Settings) -> Option<Result<MasterKey, KeyError>> {
    match (&settings.master_key, &settings.master_key_file) {
        (Some(text), _) => Some(MasterKey::parse(text.reveal())),
        (None, Some(path)) => Some(MasterKey::read_file(path)),
        (None, None) => None,
    }
}

/// What stands for a database in channels. The proof is made once in a database, with chance in it.
#[cfg(feature = "matrix")]
fn database_mark(vault: &Vault, proof: &Sealed) -> Lookup {
    vault.lookup("database", &[&proof.bytes])
}
