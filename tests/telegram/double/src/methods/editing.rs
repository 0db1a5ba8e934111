//! Changing and deleting messages.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::entities::{Formatted, LONGEST_CAPTION, LONGEST_TEXT};
use crate::methods::keyboards::Markup;
use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;
use crate::world::chats::Kind;

/// Bots may delete for everybody for so many seconds.
const DELETABLE: i64 = 48 * 3600;

/// `editMessageText`
pub(super) fn text(call: &mut Call<'_>) -> Answer {
    let text = Formatted::from_params(call.params, "text", "")?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if text.length() > LONGEST_TEXT {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    edit(call, |body| {
        if body["text"].is_null() {
            return Err(Refusal::bad("there is no text in the message to edit"));
        }
        remove(body, "entities");
        text.write(body, "text", "entities");
        Ok(())
    })
}

/// `editMessageCaption`
pub(super) fn caption(call: &mut Call<'_>) -> Answer {
    let caption = Formatted::from_params(call.params, "caption", "caption_")?;
    if caption.length() > LONGEST_CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    edit(call, |body| {
        let can = ["photo", "document", "video", "audio", "voice", "animation"];
        if can.iter().all(|kind| body[kind].is_null()) {
            return Err(Refusal::bad("there is no caption in the message to edit"));
        }
        remove(body, "caption");
        remove(body, "caption_entities");
        caption.write(body, "caption", "caption_entities");
        Ok(())
    })
}

/// `editMessageReplyMarkup`
pub(super) fn markup(call: &mut Call<'_>) -> Answer {
    edit(call, |_| Ok(()))
}

/// Changes a message of the bot. A keyboard that is not named anew goes away.
fn edit(call: &mut Call<'_>, change: impl FnOnce(&mut Value) -> Result<(), Refusal>) -> Answer {
    let markup = Markup::from_params(call.params)?;
    let (chat, id, now) = (call.chat()?, call.message_id()?, call.now());
    let chat = call.open(chat)?;
    let stored = chat.message(id).ok_or_else(|| Refusal::bad("message to edit not found"))?;
    if !stored.own {
        return Err(Refusal::bad("message can't be edited"));
    }
    let mut body = Value::clone(&stored.body);
    change(&mut body)?;
    remove(&mut body, "reply_markup");
    if let Some(inline) = markup.inline {
        body["reply_markup"] = inline;
    }
    if body == *stored.body {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    body["edit_date"] = json!(now);
    let body = Arc::new(body);
    chat.replace(id, Arc::clone(&body));
    Ok(body)
}

fn remove(body: &mut Value, name: &str) {
    if let Some(fields) = body.as_object_mut() {
        fields.remove(name);
    }
}

/// `deleteMessage`
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    let (chat, id) = (call.chat()?, call.message_id()?);
    take_away(call, chat, id)?;
    yes()
}

/// `deleteMessages`: those that are not there are passed over.
pub(super) fn delete_many(call: &mut Call<'_>) -> Answer {
    let ids = call.params.json("message_ids", "message identifiers")?;
    let ids: Vec<i64> =
        ids.as_ref().and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect();
    if ids.is_empty() {
        return Err(Refusal::bad("message identifiers are not specified"));
    }
    if ids.len() > 100 {
        return Err(Refusal::bad("too many message identifiers specified"));
    }
    let chat = call.chat()?;
    for id in ids {
        match take_away(call, chat, id) {
            Ok(()) => {}
            Err(refusal) if refusal.description.ends_with("not found") => {}
            Err(refusal) => return Err(refusal),
        }
    }
    yes()
}

fn take_away(call: &mut Call<'_>, chat: i64, id: i64) -> Result<(), Refusal> {
    let now = call.now();
    let chat = call.open(chat)?;
    let stored = chat.message(id).ok_or_else(|| Refusal::bad("message to delete not found"))?;
    let old = stored.body["date"].as_i64().is_some_and(|date| date + DELETABLE <= now);
    let foreign = !stored.own && chat.kind != Kind::Private;
    if (old || foreign) && !chat.administrator {
        return Err(Refusal::bad(if old {
            "message can't be deleted for everyone"
        } else {
            "message can't be deleted"
        }));
    }
    chat.delete(id);
    Ok(())
}
