//! Files that people send.

use serde::{Deserialize, Serialize};

use super::{Channel, Private};

/// A file that somebody sent: where it is, and what may be said about it. Never its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The channel it came by.
    pub from: Channel,
    /// What kind of file it is.
    pub kind: FileKind,
    /// How large it is, if the channel knows.
    pub bytes: Option<u64>,
    /// Its media type (RFC 6838), as the sender's client named it, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// What was written with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<Private<String>>,
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

/// Media types that people send, each with the ending by which programs know it.
const ENDINGS: [(&str, &str); 29] = [
    ("image/jpeg", "jpg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/heic", "heic"),
    ("image/heif", "heif"),
    ("image/avif", "avif"),
    ("audio/mpeg", "mp3"),
    ("audio/mp4", "m4a"),
    ("audio/aac", "aac"),
    ("audio/ogg", "ogg"),
    ("audio/opus", "opus"),
    ("audio/wav", "wav"),
    ("audio/webm", "weba"),
    ("video/mp4", "mp4"),
    ("video/quicktime", "mov"),
    ("video/webm", "webm"),
    ("application/pdf", "pdf"),
    ("text/plain", "txt"),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("application/msword", "doc"),
    ("image/tiff", "tif"),
    ("application/rtf", "rtf"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
    ("message/rfc822", "eml"),
    ("application/vnd.ms-outlook", "msg"),
];

impl FileKind {
    /// What kind of file a media type is.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Image,
            Some("audio") => Self::Audio,
            Some("video") => Self::Video,
            Some(_) | None => Self::Document,
        }
    }
}

impl Attachment {
    /// The media type of files with this ending (in lower case), if it is a known one.
    #[must_use]
    pub fn media_type_of(ending: &str) -> Option<&'static str> {
        let ending = if ending == "jpeg" { "jpg" } else { ending };
        ENDINGS.iter().find(|(_, known)| *known == ending).map(|(media_type, _)| *media_type)
    }

    /// The media type in lower case and without parameters (`text/plain; charset=utf-8` is `text/plain`).
    #[must_use]
    pub fn essence(&self) -> Option<String> {
        let named = self.media_type.as_deref()?;
        let essence = named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        (!essence.is_empty()).then_some(essence)
    }

    /// The ending by which programs know such a file, if its media type tells.
    #[must_use]
    pub fn ending(&self) -> Option<&'static str> {
        let essence = self.essence()?;
        ENDINGS.iter().find(|(media_type, _)| *media_type == essence).map(|(_, ending)| *ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_known_however_it_is_written() {
        let file = |media_type: &str| Attachment {
            from: Channel::Terminal,
            kind: FileKind::Document,
            bytes: None,
            media_type: Some(media_type.to_owned()),
            caption: None,
            handle: Private::from(""),
        };
        assert_eq!(file("Text/Plain; charset=utf-8").ending(), Some("txt"));
        assert_eq!(file("application/pdf").ending(), Some("pdf"));
        assert_eq!(file("application/x-msdownload").ending(), None);
        assert_eq!(file(" ").essence(), None);
    }
}
