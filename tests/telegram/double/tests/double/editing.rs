use std::time::Duration;

use serde_json::json;
use telegram_double::{Clock, Options, Reply};
use teloxide_core::prelude::*;
use teloxide_core::types::{
    CallbackQueryId, ChatId, InlineKeyboardButton, InlineKeyboardMarkup, MessageId, UpdateKind,
};

use super::client::{Stage, said};

fn keyboard(label: &str) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new([[InlineKeyboardButton::callback(label, format!("data of {label}"))]])
}

#[tokio::test]
async fn a_tap_reaches_the_bot_and_its_answer_comes_back() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    stage.api.send_message(chat, "Weiter?").reply_markup(keyboard("Ja, weiter")).await.unwrap();
    let question = stage.rosa.sees("Weiter?").await;
    assert_eq!(question.buttons, [["Ja, weiter"]]);
    let tap = stage.rosa.taps(&question, "weiter").await;
    let updates = stage.fetch_all().await;
    let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(query.data.as_deref(), Some("data of Ja, weiter"));
    assert_eq!(query.regular_message().and_then(|message| message.text()), Some("Weiter?"));
    stage.api.answer_callback_query(query.id.clone()).text("Gut.").await.unwrap();
    assert_eq!(tap.answered().await, Reply { text: "Gut.".to_owned(), alert: false, url: None });
}

#[tokio::test]
async fn a_tap_can_be_answered_once_and_not_for_long() {
    let clock = Clock::at(1_800_000_000);
    let stage = Stage::with(Options { clock: clock.clone(), ..Options::default() }).await;
    let too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(
        said(stage.api.answer_callback_query(CallbackQueryId("7".to_owned())).await),
        format!("Unknown error: {too_old:?}")
    );
    stage.api.send_message(ChatId(stage.rosa.chat()), "Weiter?").reply_markup(keyboard("Ja")).await.unwrap();
    let question = stage.rosa.sees("Weiter?").await;
    let answer = async |late: Duration| {
        stage.rosa.taps(&question, "Ja").await;
        let updates = stage.fetch_all().await;
        let UpdateKind::CallbackQuery(query) = &updates[0].kind else { panic!("{updates:?}") };
        clock.advance(late);
        let id = json!({ "callback_query_id": query.id });
        (stage.call("answerCallbackQuery", &id).await.0, stage.call("answerCallbackQuery", &id).await.0)
    };
    assert_eq!(answer(Duration::from_secs(149)).await, (200, 400), "the second time it is answered");
    assert_eq!(answer(Duration::from_secs(150)).await, (400, 400), "it is too late");
}

#[tokio::test]
async fn an_edit_is_seen_and_a_keyboard_that_is_not_named_again_goes() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let sent = stage.api.send_message(chat, "Weiter?").reply_markup(keyboard("Ja")).await.unwrap();
    let before = stage.rosa.sees("Weiter?").await;
    stage.api.edit_message_text(chat, sent.id, "Gewählt: Ja").await.unwrap();
    let after = stage.rosa.sees("Gewählt").await;
    assert_eq!((after.id, after.buttons.len()), (before.id, 0));
    stage.rosa.taps_as_seen(&before, "Ja").await;
    assert!(
        matches!(stage.fetch_all().await[0].kind, UpdateKind::CallbackQuery(_)),
        "a tap and an edit may cross"
    );
}

#[tokio::test]
async fn an_edit_that_cannot_be_is_refused() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let sent = stage.api.send_message(chat, "Hallo").await.unwrap();
    let edit = |id: MessageId, text: &str| stage.api.edit_message_text(chat, id, text).send();
    assert_eq!(
        said(edit(sent.id, "Hallo").await),
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same \
         as a current content and reply markup of the message"
    );
    assert_eq!(said(edit(MessageId(4711), "x").await), "Bad Request: message to edit not found");
    assert_eq!(said(edit(sent.id, &"x".repeat(4097)).await), "Bad Request: MESSAGE_TOO_LONG");
    let foreign = stage.rosa.writes("meine").await;
    assert_eq!(
        said(edit(MessageId(foreign.try_into().unwrap()), "x").await),
        "Bad Request: message can't be edited"
    );
    stage.api.delete_message(chat, sent.id).await.unwrap();
    stage.rosa.misses(sent.id.0.into()).await;
    assert_eq!(said(edit(sent.id, "x").await), "Bad Request: message to edit not found");
    assert_eq!(
        said(stage.api.delete_message(chat, sent.id).await),
        "Bad Request: message to delete not found"
    );
}

#[tokio::test]
async fn after_two_days_a_message_can_no_longer_be_deleted() {
    let clock = Clock::at(1_800_000_000);
    let stage = Stage::with(Options { clock: clock.clone(), ..Options::default() }).await;
    let chat = ChatId(stage.rosa.chat());
    let sent = stage.api.send_message(chat, "Hallo").await.unwrap();
    clock.advance(Duration::from_hours(48));
    let refused = stage.refusal("deleteMessage", &json!({ "chat_id": chat, "message_id": sent.id.0 })).await;
    assert_eq!(refused, "Bad Request: message can't be deleted for everyone");
}
