use serde_json::json;
use teloxide_core::prelude::*;
use teloxide_core::types::{ChatId, UpdateKind};
use teloxide_core::{ApiError, RequestError};

use super::client::{Stage, said};

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_names_the_new_one() {
    let stage = Stage::new().await;
    let group = stage.bot.group("Eingang", &[&stage.rosa]).await;
    let send = |chat: i64| stage.api.send_message(ChatId(chat), "hallo").send();
    send(group.id()).await.unwrap();
    let supergroup = group.migrates().await;
    let refused = send(group.id()).await;
    assert!(matches!(refused, Err(RequestError::MigrateToChatId(ChatId(to))) if to == supergroup.id()));
    send(supergroup.id()).await.unwrap();
    the_move_was_told(&stage, group.id(), supergroup.id()).await;
    supergroup.member(&stage.rosa).sees("hallo").await;
}

/// Both numbers, each in a message of its own.
async fn the_move_was_told(stage: &Stage, old: i64, new: i64) {
    let updates = stage.fetch_all().await;
    assert!(
        matches!(&updates[0].kind, UpdateKind::MyChatMember(member) if member.new_chat_member.is_present())
    );
    let told: Vec<_> = updates
        .iter()
        .filter_map(|update| match &update.kind {
            UpdateKind::Message(message) => message.migrate_to_chat_id().or(message.migrate_from_chat_id()),
            _ => None,
        })
        .collect();
    assert_eq!(told, [&ChatId(new), &ChatId(old)]);
    assert!(updates.iter().all(|update| !matches!(update.kind, UpdateKind::Error(_))), "{updates:?}");
}

#[tokio::test]
async fn a_bot_that_was_thrown_out_or_has_left_is_told_so() {
    let stage = Stage::new().await;
    let send = |chat: i64| stage.api.send_message(ChatId(chat), "hallo").send();
    let group = stage.bot.group("Eingang", &[&stage.rosa]).await;
    group.kicks_bot().await;
    let refused = stage.refusal("sendMessage", &json!({ "chat_id": group.id(), "text": "x" })).await;
    assert_eq!(refused, "Forbidden: bot was kicked from the group chat");
    let other = stage.bot.group("Anderer Eingang", &[&stage.rosa]).await.migrates().await;
    stage.api.leave_chat(ChatId(other.id())).await.unwrap();
    assert!(said(send(other.id()).await).contains("Forbidden: bot is not a member of the supergroup chat"));
    let third = stage.bot.group("Dritter", &[&stage.rosa]).await.migrates().await;
    third.kicks_bot().await;
    assert!(matches!(send(third.id()).await, Err(RequestError::Api(ApiError::BotKickedFromSupergroup))));
}

#[tokio::test]
async fn who_is_in_a_group_can_be_asked() {
    let stage = Stage::new().await;
    let otto = stage.telegram.person("Otto");
    let group = stage.bot.group("Eingang", &[&stage.rosa, &otto]).await;
    let chat = ChatId(group.id());
    assert_eq!(stage.api.get_chat(chat).await.unwrap().title(), Some("Eingang"));
    assert_eq!(stage.api.get_chat_member_count(chat).await.unwrap(), 3);
    let user = |id: i64| teloxide_core::types::UserId(id.try_into().unwrap());
    assert!(stage.api.get_chat_member(chat, user(stage.rosa.id())).await.unwrap().is_owner());
    assert!(stage.api.get_chat_member(chat, user(otto.id())).await.unwrap().is_present());
    assert_eq!(stage.api.get_chat_administrators(chat).await.unwrap().len(), 1);
    group.promotes_bot().await;
    assert_eq!(stage.api.get_chat_administrators(chat).await.unwrap().len(), 2);
    assert!(stage.api.get_chat(ChatId(stage.rosa.chat())).await.unwrap().is_private());
}

#[tokio::test]
async fn of_a_reaction_in_a_group_only_administrators_are_told() {
    let stage = Stage::new().await;
    stage.call("getUpdates", &json!({ "allowed_updates": ["message_reaction"] })).await;
    let group = stage.bot.group("Eingang", &[&stage.rosa]).await;
    let rosa = group.member(&stage.rosa);
    let message = rosa.writes("hallo").await;
    rosa.reacts(message, "👍").await;
    assert_eq!(stage.bot.pending(), 0);
    group.promotes_bot().await;
    rosa.reacts(message, "🔥").await;
    let updates = stage.fetch_all().await;
    let UpdateKind::MessageReaction(told) = &updates[0].kind else { panic!("{updates:?}") };
    assert_eq!((told.old_reaction.len(), told.new_reaction.len()), (1, 1));
}
