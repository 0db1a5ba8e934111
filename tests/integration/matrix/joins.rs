//! F29: invitations that come to nothing stop nobody.

use matrix_sdk::ruma::api::client::room::create_room::v3::RoomPreset;

use super::bot::Bot;
use super::operator::Operator;
use super::person::Person;

#[tokio::test(flavor = "multi_thread")]
async fn invitations_that_are_stale_or_withdrawn_keep_nobody_waiting() {
    let (anna, rosa, ole) = (Person::new("anna").await, Person::new("rosa").await, Person::new("ole").await);
    let mut bot = Bot::running(&[&anna]).await;
    bot.stop();
    // Ole invites and leaves: nobody is in that room any more who could let the bot in.
    let abandoned = ole.opens_chat_with(&bot.id).await;
    abandoned.leave().await.unwrap();
    // He invites and takes it back.
    let withdrawn = ole.opens_open_chat_with(&bot.id, RoomPreset::PrivateChat).await;
    withdrawn.kick_user(&bot.id, None).await.unwrap();
    // He invites and bans.
    let banned = ole.opens_open_chat_with(&bot.id, RoomPreset::PrivateChat).await;
    banned.ban_user(&bot.id, None).await.unwrap();
    let chat = rosa.opens_chat_with(&bot.id).await;
    bot.start();
    rosa.hears("starke").await;
    rosa.says(&chat, "mensch").await;
    anna.hears("Fall 1 wartet").await;
    assert_eq!(ole.heard_so_far("starke"), 0);

    // It is not asked again and again: the invitation is answered.
    let operator = Operator::of(&bot).await;
    operator.until("no invitation is left", async |me| me.invitations().is_empty().then_some(())).await;
    bot.restart();
    rosa.says(&chat, "Ist da wer?").await;
    rosa.hears("wird gelesen").await;
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_in_which_nobody_is_left_is_left() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    let operator = Operator::of(&bot).await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    let room = chat.room_id().to_owned();
    operator.until("the bot is in", async |me| me.is_in(&room).then_some(())).await;
    chat.leave().await.unwrap();
    operator.until("the bot has left", async |me| (!me.is_in(&room)).then_some(())).await;

    // Also if that happened while it was away.
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    let room = chat.room_id().to_owned();
    bot.stop();
    chat.leave().await.unwrap();
    bot.start();
    operator.until("the bot has left", async |me| (!me.is_in(&room)).then_some(())).await;
}
