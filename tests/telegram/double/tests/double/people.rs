use telegram_double::Happening;
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, ReactionType, UpdateKind};

use super::client::Stage;

#[tokio::test]
async fn the_bot_is_told_what_people_do_and_not_what_telegram_keeps_to_itself() {
    let stage = Stage::new().await;
    let written = stage.rosa.writes("/hilfe bitte").await;
    stage.rosa.edits(written, "doch nicht").await;
    stage.rosa.blocks().await;
    stage.rosa.unblocks().await;
    stage.rosa.deletes(written).await;
    let updates = stage.fetch_all().await;
    assert_eq!(updates.len(), 4, "of a deletion nothing is told: {updates:?}");
    let UpdateKind::Message(message) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!(message.entities().map(<[_]>::len), Some(1), "a command is marked");
    let UpdateKind::EditedMessage(message) = &updates[1].kind else { panic!("{updates:?}") };
    assert_eq!((message.text(), message.edit_date().is_some()), (Some("doch nicht"), true));
    let UpdateKind::MyChatMember(member) = &updates[2].kind else { panic!("{updates:?}") };
    assert!(member.new_chat_member.is_banned() && member.old_chat_member.is_present());
    let UpdateKind::MyChatMember(member) = &updates[3].kind else { panic!("{updates:?}") };
    assert!(member.new_chat_member.is_present());
}

#[tokio::test]
async fn sees_waits_for_what_comes_after_what_was_seen() {
    let stage = Stage::new().await;
    let chat = ChatId(stage.rosa.chat());
    for text in ["Guten Tag 1", "Anderes", "Guten Tag 2"] {
        stage.api.send_message(chat, text).await.unwrap();
    }
    assert_eq!(stage.rosa.sees("Guten Tag").await.text, "Guten Tag 1");
    assert_eq!(stage.rosa.sees("Guten Tag").await.text, "Guten Tag 2");
    let later = async { stage.rosa.sees("Guten Tag").await.text };
    let send = async { stage.api.send_message(chat, "Guten Tag 3").await.unwrap() };
    assert_eq!(tokio::join!(later, send).0, "Guten Tag 3");
    assert!(stage.rosa.sees_within(std::time::Duration::ZERO, "Guten Tag").await.is_none());
}

#[tokio::test]
async fn reactions_go_both_ways() {
    let stage = Stage::new().await;
    let written = stage.rosa.writes("Danke").await;
    let chat = ChatId(stage.rosa.chat());
    let id = teloxide_core::types::MessageId(written.try_into().unwrap());
    let heart = ReactionType::Emoji { emoji: "❤".to_owned() };
    stage.api.set_message_reaction(chat, id).reaction([heart]).await.unwrap();
    assert_eq!(stage.rosa.sees_reaction(written).await, "❤");
    let pigeon = ReactionType::Emoji { emoji: "🐦".to_owned() };
    let refused = stage.api.set_message_reaction(chat, id).reaction([pigeon]).await;
    assert!(refused.unwrap_err().to_string().contains("REACTION_INVALID"));
}

#[tokio::test]
async fn a_transcript_reads_like_the_chat() {
    let stage = Stage::new().await;
    let sent = stage.api.send_message(ChatId(stage.rosa.chat()), "Guten Tag").await.unwrap();
    stage.api.edit_message_text(ChatId(stage.rosa.chat()), sent.id, "Guten Abend").await.unwrap();
    assert_eq!(stage.rosa.transcript(), "Rosa: /start\nBot: Guten Tag\nBot (edited): Guten Abend\n");
    assert_eq!(stage.rosa.lines().iter().filter(|line| line.what == Happening::Edited).count(), 1);
}
