//! Which files are carried.

use serde::{Deserialize, Serialize};

use crate::model::{Attachment, FileKind};

/// So many bytes are a megabyte, as phones count.
const MEGABYTE: u64 = 1_000_000;
/// What is carried if nothing else is set: what Telegram lets a bot fetch, and what a phone's photograph needs.
const LARGEST_MEGABYTES: u64 = 20;

/// What may be carried from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRules {
    /// Files up to this size.
    pub most_megabytes: u64,
    /// Files of these media types, in lower case (RFC 6838).
    pub media_types: Vec<String>,
}

impl Default for FileRules {
    fn default() -> Self {
        Self {
            most_megabytes: LARGEST_MEGABYTES,
            media_types: Attachment::known_media_types().map(ToOwned::to_owned).collect(),
        }
    }
}

/// Why a file is not carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRefusal {
    /// It is larger than this.
    TooLarge {
        /// The limit.
        most_megabytes: u64,
    },
    /// It is of a kind that is not carried.
    Kind,
}

impl FileRules {
    /// The largest size that is carried, in bytes.
    #[must_use]
    pub const fn most_bytes(&self) -> u64 {
        self.most_megabytes.saturating_mul(MEGABYTE)
    }

    /// Why this file is not carried; `None`: it is, as far as can be known before it was fetched.
    #[must_use]
    pub fn refusal(&self, file: &Attachment) -> Option<FileRefusal> {
        if file.bytes.is_some_and(|bytes| bytes > self.most_bytes()) {
            return Some(FileRefusal::TooLarge { most_megabytes: self.most_megabytes });
        }
        let carried = match (file.essence(), file.kind) {
            (Some(essence), _) => self.media_types.contains(&essence),
            // Some clients do not name it; a picture, a recording and a film are what they are shown as.
            (None, FileKind::Image | FileKind::Audio | FileKind::Video) => true,
            (None, FileKind::Document) => false,
        };
        (!carried).then_some(FileRefusal::Kind)
    }
}
