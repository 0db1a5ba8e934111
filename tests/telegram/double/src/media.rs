//! Kinds of files and how each is described in a message.

use serde_json::{Value, json};

use crate::world::files::File;

/// What a file is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A picture; it is shown in two sizes.
    Photo,
    /// Any file.
    Document,
    /// A recording of a voice.
    Voice,
    /// Music.
    Audio,
    /// A film.
    Video,
    /// A round film.
    VideoNote,
    /// A film without sound.
    Animation,
    /// A sticker.
    Sticker,
}

impl Media {
    /// The field in messages and the parameter in calls.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
            Self::Voice => "voice",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::VideoNote => "video_note",
            Self::Animation => "animation",
            Self::Sticker => "sticker",
        }
    }

    /// The kind with this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        const ALL: [Media; 8] = [
            Media::Photo,
            Media::Document,
            Media::Voice,
            Media::Audio,
            Media::Video,
            Media::VideoNote,
            Media::Animation,
            Media::Sticker,
        ];
        ALL.into_iter().find(|media| media.name() == name)
    }

    /// The folder in a file's path.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Document => "documents",
            Self::Voice => "voice",
            Self::Audio => "music",
            Self::Video => "videos",
            Self::VideoNote => "video_notes",
            Self::Animation => "animations",
            Self::Sticker => "stickers",
        }
    }

    /// A file name and a type where the sender names none.
    pub(crate) fn usual(self) -> (&'static str, &'static str) {
        match self {
            Self::Photo => ("photo.jpg", "image/jpeg"),
            Self::Document => ("file.bin", "application/octet-stream"),
            Self::Voice => ("voice.oga", "audio/ogg"),
            Self::Audio => ("audio.mp3", "audio/mpeg"),
            Self::Video => ("video.mp4", "video/mp4"),
            Self::VideoNote => ("note.mp4", "video/mp4"),
            Self::Animation => ("animation.mp4", "video/mp4"),
            Self::Sticker => ("sticker.webp", "image/webp"),
        }
    }

    /// Writes a file into a message.
    pub(crate) fn write(self, body: &mut Value, file: &File) {
        let mut it = json!({
            "file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size,
        });
        let mut with = |fields: &[(&str, Value)]| {
            for (name, value) in fields {
                it[*name] = value.clone();
            }
        };
        let named = [("file_name", json!(file.name)), ("mime_type", json!(file.mime))];
        match self {
            Self::Photo => with(&[("width", json!(1280)), ("height", json!(960))]),
            Self::Document => with(&named),
            Self::Voice => with(&[("duration", json!(5)), ("mime_type", json!(file.mime))]),
            Self::Audio => {
                with(&named);
                with(&[("duration", json!(60))]);
            }
            Self::Video | Self::Animation => {
                with(&named);
                with(&[("width", json!(640)), ("height", json!(360)), ("duration", json!(10))]);
            }
            Self::VideoNote => with(&[("length", json!(240)), ("duration", json!(10))]),
            Self::Sticker => with(&[
                ("type", json!("regular")),
                ("width", json!(512)),
                ("height", json!(512)),
                ("is_animated", json!(false)),
                ("is_video", json!(false)),
                ("emoji", json!("👍")),
            ]),
        }
        if self == Self::Photo {
            let mut small = it.clone();
            small["file_id"] = json!(format!("{}s", file.id));
            small["file_unique_id"] = json!(format!("{}s", file.unique_id));
            small["file_size"] = json!(file.size.min(1024));
            small["width"] = json!(90);
            small["height"] = json!(67);
            it = json!([small, it]);
        }
        if self == Self::Animation {
            // For the sake of clients that do not know animations.
            Self::Document.write(body, file);
        }
        body[self.name()] = it;
    }
}
