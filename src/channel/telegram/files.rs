//! Files on their way to a contact, and from one.

use teloxide::payloads::{SendAudio, SendDocument, SendPhoto, SendVideo, SendVoice};
use teloxide::types::{ChatId, InlineKeyboardMarkup, InputFile, ReplyMarkup, ReplyParameters};

use super::Telegram;
use super::fault::Fault;
use crate::channel::{Contents, SendError};
use crate::desk::Undeliverable;
use crate::model::{Attachment, Enclosure};

/// A bot may send so much (Bot API, "Sending files").
const MOST_UP: usize = 50_000_000;
/// A picture that is shown as one may be so large.
const MOST_PICTURE: usize = 10_000_000;

/// How a file is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Picture,
    Voice,
    Music,
    Film,
    File,
}

impl Shape {
    /// How a file with this media type is shown. Telegram shows few types as what they are; the rest is a file.
    fn of(file: &Attachment, bytes: usize) -> Self {
        match file.essence().as_deref() {
            Some("image/jpeg" | "image/png" | "image/webp") if bytes <= MOST_PICTURE => Self::Picture,
            Some("audio/ogg" | "audio/opus") => Self::Voice,
            Some("audio/mpeg" | "audio/mp4") => Self::Music,
            Some("video/mp4") => Self::Film,
            Some(_) | None => Self::File,
        }
    }
}

/// What goes along with a file.
#[derive(Clone, Default)]
pub(super) struct Along {
    pub(super) caption: Option<String>,
    pub(super) reply: Option<ReplyParameters>,
    pub(super) markup: Option<InlineKeyboardMarkup>,
}

impl Telegram {
    /// The contents of a file that came by Telegram.
    pub(super) async fn download(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        match self.api.download(file.handle.reveal(), most_bytes).await {
            Ok(bytes) => Ok(Contents(bytes)),
            Err(Fault::TooLarge) => Err(SendError::Never(Undeliverable::TooLarge)),
            Err(Fault::NoMessage | Fault::Refused | Fault::Gone) => {
                Err(SendError::Never(Undeliverable::FileLost))
            }
            Err(fault) => Err(fault.for_message()),
        }
    }

    /// Sends a file, shown as what it is; as a plain file if Telegram does not take it as that.
    pub(super) async fn send_file(
        &self,
        chat: i64,
        enclosure: &Enclosure,
        bytes: &[u8],
        along: Along,
    ) -> Result<Option<i32>, Fault> {
        if bytes.len() > MOST_UP {
            return Err(Fault::TooLarge);
        }
        let shape = Shape::of(&enclosure.file, bytes.len());
        match self.send_as(shape, chat, enclosure, bytes, along.clone()).await {
            Err(Fault::Refused) if shape != Shape::File => {
                self.send_as(Shape::File, chat, enclosure, bytes, along).await
            }
            sent => sent,
        }
    }

    async fn send_as(
        &self,
        shape: Shape,
        chat: i64,
        enclosure: &Enclosure,
        bytes: &[u8],
        along: Along,
    ) -> Result<Option<i32>, Fault> {
        let Along { caption, reply, markup } = along;
        let markup = markup.map(ReplyMarkup::InlineKeyboard);
        let file = InputFile::memory(bytes.to_vec()).file_name(enclosure.name.clone());
        let chat = ChatId(chat);
        macro_rules! send {
            ($payload:expr) => {{
                let mut payload = $payload;
                payload.caption = caption;
                payload.reply_parameters = reply;
                payload.reply_markup = markup;
                self.api.post_file(payload).await
            }};
        }
        match shape {
            Shape::Picture => send!(SendPhoto::new(chat, file)),
            Shape::Voice => send!(SendVoice::new(chat, file)),
            Shape::Music => send!(SendAudio::new(chat, file)),
            Shape::Film => send!(SendVideo::new(chat, file)),
            Shape::File => send!(SendDocument::new(chat, file)),
        }
    }
}
