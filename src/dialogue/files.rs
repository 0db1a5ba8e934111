//! Which files are carried.

use serde::{Deserialize, Serialize};

use crate::model::{Attachment, Channel, FileKind};

/// So many bytes are a megabyte, as phones count.
const MEGABYTE: u64 = 1_000_000;
/// What is carried if nothing else is set: what Telegram lets a bot fetch, and what a phone's photograph needs.
const LARGEST_MEGABYTES: u32 = 20;

/// What Telegram lets a bot fetch, whatever is set (Bot API, `getFile`).
const TELEGRAM_GIVES_MEGABYTES: u32 = 20;

/// What evidence usually is: pictures, recordings, letters, e-mails. No programs, no web pages, no pictures that can
/// hold a program (SVG): a navigator opens what comes in.
const USUAL: [&str; 20] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/tiff",
    "audio/*",
    "video/*",
    "application/pdf",
    "text/plain",
    "message/rfc822",
    "application/rtf",
    "application/msword",
    "application/vnd.ms-outlook",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
];

/// Which files are carried from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileRules {
    /// The largest file, in megabytes of 1,000,000 bytes.
    pub largest_megabytes: u32,
    /// The media types, each `type/subtype` or `type/*` (RFC 6838). Everything else is refused in words.
    pub kinds: Vec<String>,
}

impl Default for FileRules {
    fn default() -> Self {
        Self { largest_megabytes: LARGEST_MEGABYTES, kinds: USUAL.map(str::to_owned).into() }
    }
}

/// Why a file is not carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileRefusal {
    /// It is larger than this.
    TooLarge {
        /// The limit.
        most_megabytes: u32,
    },
    /// It is of a kind that is not carried.
    Kind,
}

impl FileRules {
    /// The largest file, in bytes.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        u64::from(self.largest_megabytes) * MEGABYTE
    }

    /// The largest file that can come by this channel, in megabytes.
    const fn most_megabytes(&self, from: Channel) -> u32 {
        match from {
            Channel::Telegram if self.largest_megabytes > TELEGRAM_GIVES_MEGABYTES => {
                TELEGRAM_GIVES_MEGABYTES
            }
            Channel::Telegram | Channel::Terminal | Channel::Matrix => self.largest_megabytes,
        }
    }

    /// The refusal of a file that came by this channel and is too large: it names what would go.
    #[must_use]
    pub const fn too_large(&self, from: Channel) -> FileRefusal {
        FileRefusal::TooLarge { most_megabytes: self.most_megabytes(from) }
    }

    /// Why this file is not carried; `None`: it is, as far as can be known before it was fetched.
    #[must_use]
    pub fn refusal(&self, file: &Attachment) -> Option<FileRefusal> {
        if file.bytes.is_some_and(|bytes| bytes > u64::from(self.most_megabytes(file.from)) * MEGABYTE) {
            return Some(self.too_large(file.from));
        }
        let carried = match (file.essence(), file.kind) {
            (Some(essence), _) => self.allows(&essence),
            // Some clients do not name it; a picture, a recording and a film are what they are shown as.
            (None, FileKind::Image | FileKind::Audio | FileKind::Video) => true,
            (None, FileKind::Document) => false,
        };
        (!carried).then_some(FileRefusal::Kind)
    }

    fn allows(&self, essence: &str) -> bool {
        let Some((class, subtype)) = essence.split_once('/') else { return false };
        !subtype.is_empty()
            && self.kinds.iter().any(|kind| {
                let kind = kind.trim().to_ascii_lowercase();
                kind == essence || kind.strip_suffix("/*") == Some(class)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Channel, Private};

    #[test]
    fn evidence_is_carried_and_programs_are_not() {
        let file = |kind: &str| Attachment {
            from: Channel::Terminal,
            kind: FileKind::Document,
            bytes: None,
            media_type: Some(kind.to_owned()),
            caption: None,
            handle: Private::from("x"),
        };
        let rules = FileRules::default();
        for kind in ["image/png", "IMAGE/JPEG", "audio/ogg; codecs=opus", "application/pdf", "message/rfc822"]
        {
            assert_eq!(rules.refusal(&file(kind)), None, "{kind}");
        }
        for kind in ["image/svg+xml", "text/html", "application/x-msdownload", "audio", "audio/", "", "*/*"] {
            assert_eq!(rules.refusal(&file(kind)), Some(FileRefusal::Kind), "{kind}");
        }
        let large = Attachment { bytes: Some(20_000_001), ..file("image/png") };
        assert_eq!(rules.refusal(&large), Some(FileRefusal::TooLarge { most_megabytes: 20 }));
    }

    /// F10: nobody is promised more than Telegram gives.
    #[test]
    fn on_telegram_no_setting_makes_larger_files_possible() {
        let rules = FileRules { largest_megabytes: 50, ..FileRules::default() };
        let small = FileRules { largest_megabytes: 5, ..FileRules::default() };
        let refusal = |rules: &FileRules, from, bytes| {
            rules.refusal(&Attachment {
                from,
                kind: FileKind::Image,
                bytes: Some(bytes),
                media_type: None,
                caption: None,
                handle: Private::from("x"),
            })
        };
        let too_large = |most_megabytes| Some(FileRefusal::TooLarge { most_megabytes });
        assert_eq!(refusal(&rules, Channel::Telegram, 20_000_001), too_large(20));
        assert_eq!(refusal(&rules, Channel::Telegram, 20_000_000), None);
        assert_eq!(refusal(&rules, Channel::Matrix, 50_000_000), None);
        assert_eq!(refusal(&rules, Channel::Matrix, 50_000_001), too_large(50));
        assert_eq!(refusal(&small, Channel::Telegram, 5_000_001), too_large(5));
    }
}
