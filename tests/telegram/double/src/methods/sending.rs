//! Messages without a file: text, contact, place, and copies of others.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::entities::{Formatted, LONGEST_TEXT};
use crate::methods::keyboards::Markup;
use crate::methods::{Answer, Call};
use crate::refusal::Refusal;
use crate::world::chats::Kind;

/// `sendMessage`
pub(super) fn message(call: &mut Call<'_>) -> Answer {
    let text = Formatted::from_params(call.params, "text", "")?;
    if text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if text.length() > LONGEST_TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    let markup = Markup::from_params(call.params)?;
    let chat = call.chat()?;
    let mut body = json!({});
    text.write(&mut body, "text", "entities");
    post(call, chat, body, markup)
}

/// `sendContact`
pub(super) fn contact(call: &mut Call<'_>) -> Answer {
    let field = |name: &'static str| call.params.text(name);
    let Some(phone) = field("phone_number") else { return Err(Refusal::bad("phone number is empty")) };
    let Some(name) = field("first_name") else { return Err(Refusal::bad("first name is empty")) };
    let mut contact = json!({ "phone_number": phone, "first_name": name });
    if let Some(last) = field("last_name") {
        contact["last_name"] = json!(last);
    }
    let markup = Markup::from_params(call.params)?;
    let chat = call.chat()?;
    post(call, chat, json!({ "contact": contact }), markup)
}

/// `sendLocation`
pub(super) fn location(call: &mut Call<'_>) -> Answer {
    let degrees = |name: &str| {
        let text = call.params.text(name).ok_or_else(|| Refusal::bad(format_args!("{name} is empty")))?;
        text.parse::<f64>().map_err(|_| Refusal::bad(format_args!("{name} is invalid")))
    };
    let place = json!({ "latitude": degrees("latitude")?, "longitude": degrees("longitude")? });
    let markup = Markup::from_params(call.params)?;
    let chat = call.chat()?;
    post(call, chat, json!({ "location": place }), markup)
}

/// `forwardMessage`
pub(super) fn forward(call: &mut Call<'_>) -> Answer {
    let original = original(call, "message to forward not found")?;
    let chat = call.chat()?;
    let mut body = content_of(&original);
    body["forward_origin"] = json!({
        "type": "user", "date": original["date"], "sender_user": original["from"],
    });
    body["forward_from"] = original["from"].clone();
    body["forward_date"] = original["date"].clone();
    post(call, chat, body, Markup::default())
}

/// `copyMessage`
pub(super) fn copy(call: &mut Call<'_>) -> Answer {
    let original = original(call, "message to copy not found")?;
    let markup = Markup::from_params(call.params)?;
    let chat = call.chat()?;
    let copy = post(call, chat, content_of(&original), markup)?;
    Ok(Arc::new(json!({ "message_id": copy["message_id"] })))
}

fn original(call: &mut Call<'_>, absent: &str) -> Result<Arc<Value>, Refusal> {
    let (from, id) = (call.chat_id("from_chat_id")?, call.message_id()?);
    let chat = call.world.chats.get(from).ok_or_else(|| Refusal::bad("chat not found"))?;
    chat.message(id).map(|stored| Arc::clone(&stored.body)).ok_or_else(|| Refusal::bad(absent))
}

/// A message without what belongs to its place.
fn content_of(message: &Value) -> Value {
    let mut content = message.clone();
    if let Some(fields) = content.as_object_mut() {
        for name in ["message_id", "date", "edit_date", "chat", "from", "reply_to_message", "reply_markup"] {
            fields.remove(name);
        }
    }
    content
}

/// Sends what was put together into a chat that is open to the bot: adds the sender, what it replies to and the
/// keyboard, and minds the limits if it is asked to.
pub(super) fn post(call: &mut Call<'_>, chat: i64, mut body: Value, markup: Markup) -> Answer {
    let place = call.open(chat)?;
    let group = place.kind != Kind::Private;
    let parameters = call.params.json("reply_parameters", "reply parameters")?.unwrap_or_default();
    let replied = parameters["message_id"].as_i64().or_else(|| call.params.number("reply_to_message_id"));
    let lenient = parameters["allow_sending_without_reply"].as_bool().unwrap_or_default()
        || call.params.flag("allow_sending_without_reply");
    if let Some(replied) = replied {
        match call.open(chat)?.message(replied) {
            Some(stored) => body["reply_to_message"] = without_reply(&stored.body),
            None if lenient => {}
            None => return Err(Refusal::bad("message to be replied not found")),
        }
    }
    call.world.limits.take(chat, group, call.millis).map_err(Refusal::flood)?;
    body["from"] = call.world.me.clone();
    if call.params.flag("protect_content") {
        body["has_protected_content"] = json!(true);
    }
    if let Some(inline) = markup.inline {
        body["reply_markup"] = inline;
    }
    let now = call.now();
    call.world.chats.post(chat, now, true, body, markup.shown).ok_or_else(|| Refusal::bad("chat not found"))
}

/// A message as it stands in a reply to it: without the one it replied to itself.
pub(crate) fn without_reply(message: &Value) -> Value {
    let mut message = message.clone();
    if let Some(fields) = message.as_object_mut() {
        fields.remove("reply_to_message");
    }
    message
}
