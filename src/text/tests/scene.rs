//! The real content, and the moment at which the tests speak.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::dialogue::{Intake, load_intake};
use crate::directory::Directory;
use crate::model::Channel;
use crate::text::{Alternatives, GERMAN, Surroundings, Texts};

/// What is needed to speak.
pub(super) struct Scene {
    pub texts: Texts,
    pub directory: Directory,
    pub intake: Intake,
}

impl Scene {
    pub fn real() -> Self {
        Self { texts: german(), directory: directory(), intake: intake() }
    }

    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings::at(now(), &self.directory, &self.intake)
    }

    /// What is read on this channel, with a Matrix address in the settings or without.
    pub fn on<'a>(&'a self, channel: Channel, alternatives: &'a Alternatives) -> Surroundings<'a> {
        Surroundings { channel, alternatives, ..self.surroundings() }
    }
}

/// The bot's own Matrix id, as somebody may have set it.
pub(super) const MATRIX: &str = "@lotse:example.org";

/// Settings without a Matrix address, and with one.
pub(super) fn alternatives() -> [Alternatives; 2] {
    [None, Some(MATRIX.to_owned())].map(|matrix| Alternatives { matrix })
}

/// A Monday morning in Germany.
pub(super) fn now() -> Timestamp {
    "2026-11-23T09:02:00Z".parse().unwrap()
}

pub(super) fn german() -> Texts {
    Texts::load(&GERMAN).unwrap_or_else(|unfit| {
        let lines: Vec<_> = unfit.faults.iter().map(|fault| unfit.texts.fault(fault)).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn content(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content").join(path)
}

/// The files of the help network: name and content.
pub(super) fn offer_files() -> Vec<(String, String)> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    fs::read_dir(content("offers")).unwrap().map(read).collect()
}

fn directory() -> Directory {
    let files = offer_files();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Directory::load(&files).unwrap()
}

fn intake() -> Intake {
    load_intake("content/intake.toml", &fs::read_to_string(content("intake.toml")).unwrap()).unwrap()
}
