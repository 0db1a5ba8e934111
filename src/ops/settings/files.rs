//! Which files are carried between contacts and navigators.

use serde::Deserialize;

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

/// Which files are carried.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// The largest file, in megabytes of 1,000,000 bytes.
    pub largest_megabytes: u32,
    /// The media types, each `type/subtype` or `type/*` (RFC 6838). Everything else is refused in words.
    pub kinds: Vec<String>,
}

impl Default for Files {
    fn default() -> Self {
        Self { largest_megabytes: 20, kinds: USUAL.map(str::to_owned).into() }
    }
}

impl Files {
    /// The largest file, in bytes.
    #[must_use]
    pub fn largest_bytes(&self) -> u64 {
        u64::from(self.largest_megabytes) * 1_000_000
    }

    /// Whether files of this media type are carried. Parameters (`; charset=…`) and upper case do not matter.
    #[must_use]
    pub fn allows(&self, media_type: &str) -> bool {
        let wanted = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let Some((class, subtype)) = wanted.split_once('/') else { return false };
        !subtype.is_empty()
            && self.kinds.iter().any(|kind| {
                let kind = kind.trim().to_ascii_lowercase();
                kind == wanted || kind.strip_suffix("/*") == Some(class)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_carried_and_programs_are_not() {
        let files = Files::default();
        for kind in ["image/png", "IMAGE/JPEG", "audio/ogg; codecs=opus", "application/pdf", "message/rfc822"]
        {
            assert!(files.allows(kind), "{kind}");
        }
        for kind in ["image/svg+xml", "text/html", "application/x-msdownload", "audio", "audio/", "", "*/*"] {
            assert!(!files.allows(kind), "{kind}");
        }
        assert_eq!(files.largest_bytes(), 20_000_000);
    }
}
