//! What a contact has answered so far.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Attachment, Land, OptionId, Private, StepId};

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

    /// The files this answer consists of.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        let pieces: &[Evidence] = match self {
            Self::Evidence(pieces) => pieces,
            Self::Choice(_) | Self::Several(_) | Self::Land(_) | Self::Text(_) | Self::Skipped => &[],
        };
        pieces.iter().filter_map(|piece| match piece {
            Evidence::File(file) => Some(file),
            Evidence::Words(_) => None,
        })
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

/// All answers, by step. What a guard has since excluded may still be here; the intake decides what counts.
pub type Answers = BTreeMap<StepId, Answer>;
