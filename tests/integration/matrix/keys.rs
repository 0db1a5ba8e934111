//! F4: the key of a message comes later than the message, or never.

use super::bot::Bot;
use super::person::Person;
use super::slow_line::SlowLine;
use super::talk::Talk;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_key_comes_late_is_carried_once_the_key_is_there() {
    let line = SlowLine::new();
    let (anna, ole) = (Person::new("anna").await, Person::new("ole").await);
    let rosa = Person::with("rosa", |builder| builder.homeserver_url(&line.address)).await;
    let mut bot = Bot::running(&[&anna]).await;
    let mut rosas = Talk::begin("rosa", &bot.id, &rosa, &anna).await;
    let mut oles = Talk::begin("ole", &bot.id, &ole, &anna).await;
    rosas.exchange().await;

    line.hold_keys();
    rosas.chat.discard_room_key().await.unwrap();
    rosas.contact_says().await;
    rosas.contact_says().await;
    // Nobody else has to wait for that key, and no crash makes it forgotten that one is missing.
    oles.exchange().await;
    bot.kill();
    bot.start();
    oles.exchange().await;
    assert_eq!(rosas.heard_by_navigator().len(), 2, "read without a key");

    assert!(line.release_keys() > 0, "no key was held up");
    rosas.navigator_has_heard_all().await;
    rosas.exchange().await;
    rosas.assert_all_arrived();
    oles.assert_all_arrived();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_key_never_comes_is_asked_for_once_and_the_desk_is_told() {
    let line = SlowLine::new();
    let anna = Person::new("anna").await;
    let rosa = Person::with("rosa", |builder| builder.homeserver_url(&line.address)).await;
    let mut bot = Bot::new(&[&anna]).await;
    bot.amend("[desk]", "repeat_after_seconds = 1\n[desk]");
    bot.start();
    anna.room_named("Eingang").await;
    let mut talk = Talk::begin("rosa", &bot.id, &rosa, &anna).await;

    line.hold_keys();
    talk.chat.discard_room_key().await.unwrap();
    rosa.says(&talk.chat, "Das kommt nie an.").await;
    rosa.hears("konnte ich nicht entschlüsseln").await;
    anna.hears("konnte nicht entschlüsselt werden").await;
    assert!(line.lose_keys() > 0, "no key was held up");

    // A restart does not ask again, and what is said with a new key is carried as always.
    bot.restart();
    talk.chat.discard_room_key().await.unwrap();
    talk.exchange().await;
    talk.exchange().await;
    talk.assert_all_arrived();
    assert_eq!(rosa.heard_so_far("konnte ich nicht entschlüsseln"), 1);
    assert_eq!(anna.heard_so_far("konnte nicht entschlüsselt werden"), 1);
    assert_eq!(anna.heard_so_far("Das kommt nie an."), 0);
}
