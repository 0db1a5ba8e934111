//! Saying something to a contact.
//!
//! Texts go out as they are, without markup.

use std::time::Duration;

use teloxide::payloads::{
    DeleteMessage, EditMessageCaption, EditMessageReplyMarkup, EditMessageText, EditMessageTextSetters as _,
    SendMessage, SendMessageSetters as _, SetMessageReaction, SetMessageReactionSetters as _,
};
use teloxide::types::{
    ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ReactionType, ReplyMarkup, ReplyParameters,
};

use super::api::Api;
use super::board::Board;
use super::fault::Fault;
use super::files::Along;
use super::ids::{self, Named};
use super::parts::{Part, fits, parts, standing};
use super::{Telegram, keyboard, reactions};
use crate::channel::{Act, Destination, Envelope, SendError, Sent};
use crate::desk::Undeliverable;
use crate::model::{EventId, Message};

/// So long it is tried to take an old keyboard away.
const STRIPPING: Duration = Duration::from_secs(20);

/// Addresses in our texts are for reading; a picture of the page below them would hide the words.
fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

impl Telegram {
    pub(super) async fn deliver(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        let chat = match &envelope.to {
            Destination::Contact(address) => {
                ids::chat(address).ok_or(SendError::Never(Undeliverable::Gone))?
            }
            // Navigators are elsewhere.
            Destination::Queue | Destination::Case(_) => {
                return Err(SendError::Never(Undeliverable::Refused));
            }
        };
        let sent = match &envelope.act {
            Act::Say { message, reply_to } => {
                self.say(chat, envelope, message, reply_to.as_ref()).await.map_err(Fault::for_message)?
            }
            Act::Replace { copy, message, quiet } => {
                match self.replace(chat, copy, message).await.map_err(Fault::for_message)? {
                    true => Sent::Nothing,
                    false if *quiet => Sent::Nothing,
                    false => self.say(chat, envelope, message, None).await.map_err(Fault::for_message)?,
                }
            }
            Act::Retract { copy } => {
                self.retract(chat, copy).await.map_err(Fault::for_message)?;
                Sent::Nothing
            }
            Act::React { to, key, instead } => match self.react(chat, to, key).await {
                Ok(Some(reaction)) => Sent::As(reaction),
                Ok(None) => match instead {
                    Some(message) => {
                        self.say(chat, envelope, message, Some(to)).await.map_err(Fault::for_message)?
                    }
                    None => Sent::Nothing,
                },
                Err(fault) => return Err(fault.for_message()),
            },
            // Rooms are elsewhere.
            Act::Dissolve => Sent::Nothing,
        };
        Ok(sent)
    }

    async fn turn_comes(&self, chat: i64) {
        if let Some(pace) = &self.pace {
            pace.wait(chat).await;
        }
    }

    /// Says something.
    async fn say(
        &self,
        chat: i64,
        envelope: &Envelope,
        message: &Message,
        reply_to: Option<&EventId>,
    ) -> Result<Sent, Fault> {
        if message.revises && self.revise(chat, message).await? {
            return Ok(Sent::Nothing);
        }
        if message.renews && self.renew(chat, message).await? {
            return Ok(Sent::Nothing);
        }
        let parts = parts(message, envelope.enclosed.as_ref());
        let markup = keyboard::markup(message);
        let mut out = self.progress.of(envelope.id);
        for (place, part) in parts.iter().enumerate().skip(out.len()) {
            let along = Along {
                caption: None,
                reply: reply_to.filter(|_| place == 0).and_then(|to| reply(chat, to)),
                markup: markup.clone().filter(|_| place + 1 == parts.len()),
            };
            self.turn_comes(chat).await;
            match self.send_part(chat, part, along).await {
                Ok(id) => out.push(id),
                Err(fault) => {
                    let is_over = matches!(fault.for_message(), SendError::Never(_));
                    if is_over {
                        self.progress.end(envelope.id);
                    }
                    return Err(fault);
                }
            }
            if out.len() < parts.len() {
                self.progress.put(envelope.id, out.clone());
            }
        }
        self.progress.end(envelope.id);
        self.change_board(chat, message, out.last().copied().flatten(), markup.is_some());
        Ok(standing(chat, &out))
    }

    async fn send_part(&self, chat: i64, part: &Part<'_>, along: Along) -> Result<Option<i32>, Fault> {
        match part {
            Part::File { enclosure, bytes, caption } => {
                let along = Along { caption: caption.map(str::to_owned), ..along };
                self.send_file(chat, enclosure, bytes, along).await
            }
            Part::Text(text) => {
                let mut payload = SendMessage::new(ChatId(chat), *text).link_preview_options(no_preview());
                payload.reply_parameters = along.reply;
                payload.reply_markup = along.markup.map(ReplyMarkup::InlineKeyboard);
                self.api.post(payload).await
            }
        }
    }

    /// The question that was just tapped shows what is chosen now. False: it is to be said in a message of its own.
    async fn revise(&self, chat: i64, message: &Message) -> Result<bool, Fault> {
        let Some(board) =
            self.boards.of(chat).filter(|board| board.is_tapped() && board.step == message.step)
        else {
            return Ok(false);
        };
        let text = match board.head.reveal().as_str() {
            "" => message.text.clone(),
            head => format!("{head}\n\n{}", message.text),
        };
        if !fits(&text) {
            return Ok(false);
        }
        self.turn_comes(chat).await;
        let changed = self.edit(chat, board.message, &text, keyboard::markup(message)).await?;
        if changed {
            self.boards.answered(chat, board.message);
        }
        Ok(changed)
    }

    /// The note that was said last says this now. False: it is to be said in a message of its own.
    async fn renew(&self, chat: i64, message: &Message) -> Result<bool, Fault> {
        // A question has more than one paragraph; it must not be written over.
        let is_note = |board: &Board| {
            !board.is_tapped() && board.step == message.step && !board.head.reveal().contains("\n\n")
        };
        let Some(note) = self.boards.of(chat).filter(is_note) else { return Ok(false) };
        self.turn_comes(chat).await;
        self.edit(chat, note.message, &message.text, keyboard::markup(message)).await
    }

    /// A message that was sent changes which keyboard counts: the one before goes. That is not waited for: until it is
    /// recorded that the message is out, a crash would send it again.
    fn change_board(&self, chat: i64, message: &Message, sent: Option<i32>, has_keyboard: bool) {
        let old = match sent {
            Some(id) if has_keyboard => {
                let board = Board::new(id, message.step.clone(), message.text.as_str().into());
                self.boards.put(chat, board).filter(|old| old.message != id)
            }
            Some(_) | None => self.boards.take_tapped(chat),
        };
        if let Some(old) = old {
            tokio::spawn(strip(self.api.clone(), chat, old.message));
        }
    }

    /// Changes the text of a message. False: it cannot be changed.
    async fn edit(
        &self,
        chat: i64,
        message: i32,
        text: &str,
        markup: Option<InlineKeyboardMarkup>,
    ) -> Result<bool, Fault> {
        let mut payload =
            EditMessageText::new(ChatId(chat), MessageId(message), text).link_preview_options(no_preview());
        payload.reply_markup.clone_from(&markup);
        let changed = match self.api.tell(payload).await {
            Err(Fault::NoText) => {
                let mut payload = EditMessageCaption::new(ChatId(chat), MessageId(message));
                payload.caption = Some(text.to_owned());
                payload.reply_markup = markup;
                self.api.tell(payload).await
            }
            other => other,
        };
        match changed {
            Ok(()) | Err(Fault::Unchanged) => Ok(true),
            Err(Fault::NoMessage | Fault::Fixed | Fault::NoText | Fault::Refused) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Changes a message of ours. False: it is to be said anew.
    async fn replace(&self, chat: i64, copy: &EventId, message: &Message) -> Result<bool, Fault> {
        let Some(Named::Message(id)) = ids::named(copy, chat) else { return Ok(false) };
        if !fits(&message.text) {
            return Ok(false);
        }
        self.turn_comes(chat).await;
        self.edit(chat, id, &message.text, keyboard::markup(message)).await
    }

    /// Takes a message or a reaction of ours back. What is not there any more is taken back; what is too old is not,
    /// and whoever wanted it is told.
    async fn retract(&self, chat: i64, copy: &EventId) -> Result<(), Fault> {
        let done = match ids::named(copy, chat).ok_or(Fault::Refused)? {
            Named::Message(id) => self.api.tell(DeleteMessage::new(ChatId(chat), MessageId(id))).await,
            // We have one reaction on a message: a later one has taken the place of this.
            Named::Reaction(id, emoji) if self.reactions.is_over(chat, id, emoji) => Ok(()),
            Named::Reaction(id, _) => {
                self.api.tell(SetMessageReaction::new(ChatId(chat), MessageId(id))).await
            }
        };
        match done {
            Err(Fault::NoMessage) => Ok(()),
            other => other,
        }
    }

    /// Puts a reaction; its id. `None`: Telegram does not take this one.
    async fn react(&self, chat: i64, to: &EventId, key: &str) -> Result<Option<EventId>, Fault> {
        let (Some(Named::Message(id)), Some(emoji)) = (ids::named(to, chat), reactions::allowed(key)) else {
            return Ok(None);
        };
        let reaction = ReactionType::Emoji { emoji: emoji.to_owned() };
        match self.api.tell(SetMessageReaction::new(ChatId(chat), MessageId(id)).reaction([reaction])).await {
            Ok(()) | Err(Fault::Unchanged) => {
                self.reactions.put(chat, id, emoji);
                Ok(Some(ids::our_reaction(chat, id, emoji)))
            }
            Err(Fault::NoMessage | Fault::Refused | Fault::Fixed) => Ok(None),
            Err(fault) => Err(fault),
        }
    }
}

/// Takes a keyboard away. If that fails it stays; a tap on it is answered.
pub(super) async fn strip(api: Api, chat: i64, message: i32) {
    let mut payload = EditMessageReplyMarkup::new(ChatId(chat), MessageId(message));
    payload.reply_markup = Some(keyboard::none());
    match tokio::time::timeout(STRIPPING, api.tell(payload)).await {
        Ok(Ok(()) | Err(Fault::Unchanged)) => {}
        Ok(Err(fault)) => tracing::debug!(%fault, "an old keyboard could not be taken away"),
        Err(_) => tracing::debug!("an old keyboard could not be taken away in time"),
    }
}

/// What stands above a message that is an answer. If that is gone it is sent all the same.
fn reply(chat: i64, to: &EventId) -> Option<ReplyParameters> {
    match ids::named(to, chat)? {
        Named::Message(id) => Some(ReplyParameters::new(MessageId(id)).allow_sending_without_reply()),
        Named::Reaction(..) => None,
    }
}
