use serde_json::json;
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, ParseMode, ReplyParameters};

use super::client::{Stage, read, said};

#[tokio::test]
async fn a_message_reaches_its_reader_whichever_way_the_call_comes() {
    let stage = Stage::new().await;
    let chat = stage.rosa.chat();
    let http = &stage.http;
    let by_query = http.get(stage.address(&format!("sendMessage?chat_id={chat}&text=eins%20%2B")));
    let fields = [("chat_id", chat.to_string()), ("text", "zwei".to_owned())];
    let by_form = http.post(stage.address("sendmessage")).form(&fields);
    let form = reqwest::multipart::Form::new().text("chat_id", chat.to_string()).text("text", "drei");
    let by_multipart = http.post(stage.address("SendMessage")).multipart(form);
    for request in [by_query, by_form, by_multipart] {
        let (code, body) = read(request.send().await.unwrap()).await;
        assert_eq!((code, body["ok"].as_bool()), (200, Some(true)), "{body}");
    }
    stage.api.send_message(ChatId(chat), "vier").await.unwrap();
    for words in ["eins +", "zwei", "drei", "vier"] {
        stage.rosa.sees(words).await;
    }
}

#[tokio::test]
async fn a_text_has_1_to_4096_utf16_units_after_its_marks_are_taken_out() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let longest = "🙂".repeat(2048);
    let marked = stage.api.send_message(chat, format!("<b>{longest}</b>")).parse_mode(ParseMode::Html);
    assert_eq!(marked.await.unwrap().text(), Some(longest.as_str()));
    assert_eq!(said(stage.api.send_message(chat, longest + "x").await), "Bad Request: message is too long");
    for text in ["", "  \n "] {
        assert_eq!(stage.unsent(json!({ "text": text })).await, "Bad Request: message text is empty");
    }
    assert_eq!(
        stage.unsent(json!({ "text": "<b>x", "parse_mode": "HTML" })).await,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    );
}

#[tokio::test]
async fn who_cannot_be_written_to_is_said_why() {
    let stage = Stage::new().await;
    let api = &stage.api;
    let stranger = stage.telegram.person("Otto");
    let send = |chat: i64| api.send_message(ChatId(chat), "hallo").send();
    assert_eq!(said(send(stranger.chat()).await), "Bad Request: chat not found");
    assert_eq!(said(send(42).await), "Bad Request: chat not found");
    stage.rosa.blocks().await;
    assert_eq!(said(send(stage.rosa.chat()).await), "Forbidden: bot was blocked by the user");
    stage.rosa.unblocks().await;
    send(stage.rosa.chat()).await.unwrap();
    stage.rosa.deletes_account().await;
    assert_eq!(said(send(stage.rosa.chat()).await), "Forbidden: user is deactivated");
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_method_are_told_apart() {
    let stage = Stage::new().await;
    let get = |path: &str| stage.http.get(format!("{}/{path}", stage.telegram.url())).send();
    let (code, body) = read(get("bot999:xyz/getMe").await.unwrap()).await;
    assert_eq!((code, &body["description"]), (401, &json!("Unauthorized")));
    let (code, body) = read(get("botnonsense/getMe").await.unwrap()).await;
    assert_eq!((code, &body["description"]), (404, &json!("Not Found")));
    assert_eq!(stage.refusal("sendPigeon", &json!({})).await, "Not Found: method not found");
}

#[tokio::test]
async fn a_reply_carries_what_it_replies_to() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let asked = stage.rosa.writes("Ist da jemand?").await;
    let asked = teloxide_core::types::MessageId(asked.try_into().unwrap());
    let answer =
        stage.api.send_message(chat, "Ja.").reply_parameters(ReplyParameters::new(asked)).await.unwrap();
    assert_eq!(answer.reply_to_message().and_then(|message| message.text()), Some("Ist da jemand?"));
    assert_eq!(
        stage.unsent(json!({ "text": "x", "reply_parameters": { "message_id": 4711 } })).await,
        "Bad Request: message to be replied not found"
    );
    let lenient = json!({ "message_id": 4711, "allow_sending_without_reply": true });
    let sent = stage
        .call("sendMessage", &json!({ "chat_id": chat, "text": "x", "reply_parameters": lenient }))
        .await;
    assert_eq!(sent.0, 200);
}

#[tokio::test]
async fn what_a_bot_says_about_itself_can_be_read_back() {
    let stage = Stage::new().await;
    let me = stage.api.get_me().await.unwrap();
    assert_eq!((me.id.0, me.username()), (123, "lotse_123_bot"));
    let commands = json!([{ "command": "hilfe", "description": "Hilfe" }]);
    assert_eq!(stage.call("setMyCommands", &json!({ "commands": commands })).await.0, 200);
    assert_eq!(stage.bot.commands(), commands);
    assert_eq!(stage.api.get_my_commands().await.unwrap()[0].command, "hilfe");
    stage.api.set_my_description().description("Wir helfen.").await.unwrap();
    stage.api.set_my_description().description("We help.").language_code("en").await.unwrap();
    assert_eq!(stage.bot.says_of_itself("description", "en"), "We help.");
    assert_eq!(stage.bot.says_of_itself("description", "fr"), "Wir helfen.");
    let wrong = json!({ "commands": [{ "command": "Hilfe!", "description": "x" }] });
    assert_eq!(stage.refusal("setMyCommands", &wrong).await, "Bad Request: BOT_COMMAND_INVALID");
    stage.api.delete_my_commands().await.unwrap();
    assert_eq!(stage.api.get_my_commands().await.unwrap().len(), 0);
}
