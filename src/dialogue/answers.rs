//! What a contact has answered so far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Land, OptionId, Private, StepId};

/// The answer to one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// One option.
    Choice(OptionId),
    /// One or more options.
    Several(Vec<OptionId>),
    /// A Land.
    Land(Land),
    /// Words of their own.
    Text(Private<String>),
    /// Evidence, in the order it came.
    Evidence(Vec<Evidence>),
    /// They preferred not to say.
    Skipped,
}

impl Answer {
    /// The options this answer consists of; empty for answers that are not options.
    #[must_use]
    pub fn options(&self) -> &[OptionId] {
        match self {
            Self::Choice(option) => std::slice::from_ref(option),
            Self::Several(options) => options,
            Self::Land(_) | Self::Text(_) | Self::Evidence(_) | Self::Skipped => &[],
        }
    }
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// A link or a description in words.
    Words(Private<String>),
    /// A file, as the channel can find it again.
    File(Attachment),
}

/// A file that somebody sent: where it is, and what may be said about it. Never its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What kind of file it is.
    pub kind: FileKind,
    /// How large it is, if the channel knows.
    pub bytes: Option<u64>,
    /// How the channel finds it again (a path, an mxc URI with its key, a file id).
    pub handle: Private<String>,
}

/// Kinds of files, as coarse as a sentence needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A picture.
    Image,
    /// A recording of sound.
    Audio,
    /// A film.
    Video,
    /// Anything else.
    Document,
}

/// All answers, by step. What a guard has since excluded may still be here; the intake decides what counts.
pub type Answers = BTreeMap<StepId, Answer>;
