//! Content and texts: built into the program, or read from a folder that an editor keeps.

use std::path::{Path, PathBuf};

use crate::dialogue::words::{Lexicon, Places};
use crate::dialogue::{self, Scene};
use crate::directory::Directory;
use crate::model::Fault;
use crate::text::Texts;

macro_rules! built_in {
    ($($name:literal),+ $(,)?) => {
        &[$((concat!("content/", $name), include_str!(concat!("../../content/", $name)))),+]
    };
}

/// What editors own, as it was when the program was built.
const CONTENT: &[(&str, &str)] = built_in![
    "intake.toml",
    "words.toml",
    "places.toml",
    "offers/bund.toml",
    "offers/bb.toml",
    "offers/be.toml",
    "offers/bw.toml",
    "offers/by.toml",
    "offers/hb.toml",
    "offers/he.toml",
    "offers/hh.toml",
    "offers/mv.toml",
    "offers/ni.toml",
    "offers/nw.toml",
    "offers/rp.toml",
    "offers/sh.toml",
    "offers/sl.toml",
    "offers/sn.toml",
    "offers/st.toml",
    "offers/th.toml",
    "offers/excluded.toml",
];

const INTAKE: &str = "content/intake.toml";
const WORDS: &str = "content/words.toml";
const PLACES: &str = "content/places.toml";
const OFFERS: &str = "content/offers/";

/// Files by the name an editor knows them by, with what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    content: Vec<(String, String)>,
    locales: Vec<(String, String)>,
}

/// Content and texts, read and checked.
#[derive(Debug)]
pub struct Content {
    /// What the dialogue reads.
    pub scene: Scene,
    /// The sentences.
    pub texts: Texts,
}

/// What is wrong with content and texts.
#[derive(Debug)]
pub struct Faulty {
    /// Every fault, one line each, in German.
    pub lines: Vec<String>,
}

/// A folder of content or texts cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be read; check that it is there and that Lotse may read it")]
pub struct Unreadable {
    path: PathBuf,
    #[source]
    source: std::io::Error,
}

impl Sources {
    /// What is built in, with the folders laid in its place where they are given.
    ///
    /// # Errors
    /// A folder or a file in it cannot be read.
    pub fn read(content: Option<&Path>, locales: Option<&Path>) -> Result<Self, Unreadable> {
        let own = |files: &[(&str, &str)]| -> Vec<(String, String)> {
            files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
        };
        Ok(Self {
            content: match content {
                None => own(CONTENT),
                Some(folder) => {
                    let mut files = Vec::new();
                    for (inner, name) in [(folder.to_owned(), "content/"), (folder.join("offers"), OFFERS)] {
                        files.extend(folder_files(&inner, "toml", name)?);
                    }
                    files
                }
            },
            locales: match locales {
                None => own(&crate::text::GERMAN),
                Some(folder) => folder_files(&folder.join("de"), "ftl", "locales/de/")?,
            },
        })
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub fn load(&self) -> Result<Content, Faulty> {
        let locales = borrowed(&self.locales);
        let (texts, mut faults) = match Texts::load(&locales) {
            Ok(texts) => (texts, Vec::new()),
            Err(unfit) => (*unfit.texts, unfit.faults),
        };
        let mut keep = |result: Result<(), Vec<Fault>>| faults.extend(result.err().unwrap_or_default());
        let (mut intake, mut lexicon, mut places, mut directory) = (None, None, None, None);
        let mut lines = Vec::new();
        keep(dialogue::load_intake(INTAKE, self.content(INTAKE)).map(|read| intake = Some(read)));
        keep(Lexicon::load(WORDS, self.content(WORDS)).map(|read| lexicon = Some(read)));
        keep(Places::load(PLACES, self.content(PLACES)).map(|read| places = Some(read)));
        let offers: Vec<_> =
            borrowed(&self.content).into_iter().filter(|(name, _)| name.starts_with(OFFERS)).collect();
        match Directory::load(&offers) {
            Ok(read) => directory = Some(read),
            Err(found) => lines.extend(found.iter().map(|fault| texts.directory_fault(fault))),
        }
        if let Some(intake) = &intake {
            faults.extend(texts.check(intake));
        }
        match (intake, lexicon, places, directory) {
            (Some(intake), Some(lexicon), Some(places), Some(directory)) if faults.is_empty() => {
                let labels = texts.labels(&intake);
                Ok(Content { scene: Scene::new(intake, lexicon, places, labels, directory), texts })
            }
            _ => {
                faults.sort();
                faults.dedup();
                lines.extend(faults.iter().map(|fault| texts.fault(fault)));
                Err(Faulty { lines })
            }
        }
    }

    fn content(&self, name: &str) -> &str {
        self.content.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// The files of a folder that end in `ending`, by name, with `prefix` before each.
fn folder_files(folder: &Path, ending: &str, prefix: &str) -> Result<Vec<(String, String)>, Unreadable> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| Unreadable { path, source }
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|found| found == ending) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push((
                format!("{prefix}{name}"),
                std::fs::read_to_string(&path).map_err(unreadable(&path))?,
            ));
        }
    }
    files.sort();
    Ok(files)
}
