use serde_json::json;
use telegram_double::Media;
use teloxide_core::net::Download;
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, InputFile, InputMedia, InputMediaDocument, Message, UpdateKind};

use super::client::{Stage, read, said};

const MEGABYTE: usize = 1024 * 1024;

fn message(update: teloxide_core::types::Update) -> Message {
    let UpdateKind::Message(message) = update.kind else { panic!("{update:?}") };
    message
}

#[tokio::test]
async fn a_file_comes_in_and_can_be_fetched() {
    let stage = Stage::new().await;
    stage.rosa.sends_file("Brief.pdf", b"Inhalt").await;
    let message = message(stage.fetch_all().await.remove(0));
    let document = message.document().unwrap();
    assert_eq!((document.file_name.as_deref(), document.file.size), (Some("Brief.pdf"), 6));
    let file = stage.api.get_file(document.file.id.clone()).await.unwrap();
    let mut bytes = Vec::new();
    stage.api.download_file(&file.path, &mut bytes).await.unwrap();
    assert_eq!(bytes, b"Inhalt");
}

#[tokio::test]
async fn more_than_twenty_megabytes_cannot_be_fetched() {
    let stage = Stage::new().await;
    let id = async |size| {
        stage.rosa.sends_huge_file("Film.mp4", size).await;
        message(stage.fetch_all().await.remove(0)).document().unwrap().file.id.clone()
    };
    stage.api.get_file(id(20 * MEGABYTE).await).await.unwrap();
    let refused = stage.refusal("getFile", &json!({ "file_id": id(20 * MEGABYTE + 1).await })).await;
    assert_eq!(refused, "Bad Request: file is too big");
    let unknown = stage.refusal("getFile", &json!({ "file_id": "x" })).await;
    assert_eq!(unknown, "Bad Request: wrong file_id or the file is temporarily unavailable");
}

#[tokio::test]
async fn a_file_goes_out_as_a_part_of_the_call_and_again_by_its_id() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let file = InputFile::memory(&b"Inhalt"[..]).file_name("Merkblatt.txt");
    let sent = stage.api.send_document(chat, file).caption("Bitte lesen").await.unwrap();
    let (seen, bytes) = stage.rosa.sees_file("Merkblatt.txt").await;
    assert_eq!((seen.text.as_str(), bytes.as_slice()), ("Bitte lesen", &b"Inhalt"[..]));
    let known = InputFile::file_id(sent.document().unwrap().file.id.clone());
    stage.api.send_document(chat, known).await.unwrap();
    assert_eq!(stage.rosa.sees_file("Merkblatt.txt").await.1, b"Inhalt");
}

#[tokio::test]
async fn what_is_too_large_or_missing_is_refused() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let of = |size: usize| InputFile::memory(vec![b'x'; size]).file_name("x.bin");
    stage.api.send_document(chat, of(50 * MEGABYTE)).await.unwrap();
    assert_eq!(said(stage.api.send_document(chat, of(50 * MEGABYTE + 1)).await), "Request Entity Too Large");
    assert_eq!(said(stage.api.send_document(chat, of(60 * MEGABYTE)).await), "Request Entity Too Large");
    let long = stage.api.send_document(chat, of(1)).caption("x".repeat(1025)).await;
    assert!(long.unwrap_err().to_string().contains("Bad Request: message caption is too long"));
    assert!(
        stage
            .api
            .send_document(chat, of(0))
            .await
            .unwrap_err()
            .to_string()
            .contains("file must be non-empty")
    );
    let missing = stage.refusal("sendVideoNote", &json!({ "chat_id": chat })).await;
    assert_eq!(missing, "Bad Request: there is no video note in the request");
}

#[tokio::test]
async fn every_kind_of_file_is_understood_both_ways() {
    let stage = Stage::new().await;
    let kinds = [
        (Media::Photo, "sendPhoto", "photo"),
        (Media::Voice, "sendVoice", "voice"),
        (Media::Audio, "sendAudio", "audio"),
        (Media::Video, "sendVideo", "video"),
        (Media::VideoNote, "sendVideoNote", "video_note"),
        (Media::Animation, "sendAnimation", "animation"),
        (Media::Sticker, "sendSticker", "sticker"),
    ];
    for (media, method, name) in kinds {
        stage.rosa.sends(media, "", b"von Rosa", "").await;
        let update = stage.fetch_all().await.remove(0);
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{update:?}");
        let message = message(update);
        let known = [
            message.photo().is_some(),
            message.voice().is_some(),
            message.audio().is_some(),
            message.video().is_some(),
            message.video_note().is_some(),
            message.animation().is_some(),
            message.sticker().is_some(),
        ];
        assert_eq!(known.iter().filter(|is| **is).count(), 1, "{name}: {message:?}");
        let part = reqwest::multipart::Part::bytes(name.as_bytes().to_vec()).file_name("x");
        let form =
            reqwest::multipart::Form::new().text("chat_id", stage.rosa.chat().to_string()).part(name, part);
        let (code, body) =
            read(stage.http.post(stage.address(method)).multipart(form).send().await.unwrap()).await;
        assert_eq!(code, 200, "{body}");
        serde_json::from_value::<Message>(body["result"].clone()).unwrap();
        assert_eq!(stage.rosa.sees_file(name).await.1, name.as_bytes());
    }
}

#[tokio::test]
async fn an_album_has_one_number_and_one_caption() {
    let stage = Stage::new().await;
    stage.rosa.sends_album(&[(Media::Photo, "", b"1"), (Media::Photo, "", b"2")], "zwei Bilder").await;
    let messages: Vec<_> = stage.fetch_all().await.into_iter().map(message).collect();
    assert_eq!(messages.len(), 2);
    assert!(messages[0].media_group_id().is_some());
    assert_eq!(messages[0].media_group_id(), messages[1].media_group_id());
    assert_eq!((messages[0].caption(), messages[1].caption()), (Some("zwei Bilder"), None));

    let item = |name: &'static str| {
        let file = InputFile::memory(name.as_bytes()).file_name(name);
        InputMedia::Document(InputMediaDocument::new(file).caption(name))
    };
    let chat = ChatId(stage.rosa.chat());
    let sent = stage.api.send_media_group(chat, [item("a.txt"), item("b.txt")]).await.unwrap();
    assert_eq!(sent[0].media_group_id(), sent[1].media_group_id());
    assert_eq!(stage.rosa.sees_file("a.txt").await.1, b"a.txt");
    assert_eq!(stage.rosa.sees_file("b.txt").await.1, b"b.txt");
}

#[tokio::test]
async fn whatever_else_people_send_is_understood() {
    let stage = Stage::new().await;
    stage.rosa.shares_contact("Otto", "030 123").await;
    stage.rosa.shares_location(52.5, 13.4).await;
    stage.rosa.asks_poll("Kommen Sie?", &["ja", "nein"]).await;
    stage.rosa.forwards("Unbekannt", "Wir kriegen dich").await;
    let messages: Vec<_> = stage.fetch_all().await.into_iter().map(message).collect();
    assert_eq!(messages[0].contact().map(|contact| contact.first_name.as_str()), Some("Otto"));
    assert!(messages[1].location().is_some() && messages[2].poll().is_some());
    assert!(messages[3].forward_origin().is_some());
    assert_eq!(messages[3].text(), Some("Wir kriegen dich"));
}

#[tokio::test]
async fn a_caption_can_be_changed() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    let file = InputFile::memory(&b"x"[..]).file_name("x.txt");
    let sent = stage.api.send_document(chat, file).caption("alt").await.unwrap();
    stage.api.edit_message_caption(chat, sent.id).caption("neu").await.unwrap();
    assert_eq!(stage.rosa.sees("neu").await.id, i64::from(sent.id.0));
    let text = stage.api.edit_message_text(chat, sent.id, "x").await;
    assert!(text.unwrap_err().to_string().contains("there is no text in the message to edit"));
}
