//! Answers to taps, and "is typing".

use std::sync::Arc;

use serde_json::json;

use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;
use crate::world::log::Happening;
use crate::world::queries;

/// `answerCallbackQuery`
pub(super) fn callback(call: &mut Call<'_>) -> Answer {
    let params = call.params;
    let id = params.text("callback_query_id").unwrap_or_default();
    let reply = queries::reply(params.text("text"), params.flag("show_alert"), params.text("url"));
    if reply.text.chars().count() > 200 {
        return Err(Refusal::bad("MESSAGE_TOO_LONG"));
    }
    let now = call.now();
    if call.world.queries.answer(id, now, reply) {
        return yes();
    }
    Err(Refusal::bad("query is too old and response timeout expired or query ID is invalid"))
}

/// `sendChatAction`
pub(super) fn action(call: &mut Call<'_>) -> Answer {
    const ACTIONS: [&str; 11] = [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ];
    let action = call.params.text("action").unwrap_or_default().to_ascii_lowercase();
    if !ACTIONS.contains(&action.as_str()) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let chat = call.chat()?;
    call.open(chat)?.log.add(Happening::Acting, Arc::new(json!({ "action": action })), true, None);
    yes()
}
