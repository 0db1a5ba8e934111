//! An orderly stop, whatever the homeserver does meanwhile.

use super::bot::Bot;
use super::person::Person;
use super::wire::Wire;

/// A bot that reaches its homeserver over this wire.
async fn on_a_wire(wire: &Wire, navigators: &[&Person]) -> Bot {
    let bot = Bot::new(navigators).await;
    bot.amend(&super::server(), wire.address());
    bot
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_soon_while_it_runs_and_while_the_homeserver_has_fallen_silent() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    for signal in ["TERM", "INT"] {
        let wire = Wire::new().await;
        let mut bot = on_a_wire(&wire, &[&anna]).await;
        bot.start();
        anna.room_named("Eingang").await;
        let chat = rosa.opens_chat_with(&bot.id).await;
        rosa.hears("starke").await;
        bot.stops_soon_on(signal).await;

        bot.start();
        rosa.says(&chat, "ja").await;
        rosa.hears("Frage 1 von").await;
        wire.hold();
        bot.stops_soon_on(signal).await;
        assert!(!bot.log().contains("panicked"), "{}", bot.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_stops_soon_while_it_starts_and_the_homeserver_says_nothing() {
    let anna = Person::new("anna").await;
    for signal in ["TERM", "INT"] {
        let mut wire = Wire::new().await;
        wire.hold();
        let mut bot = on_a_wire(&wire, &[&anna]).await;
        bot.start();
        wire.until_connected().await;
        bot.stops_soon_on(signal).await;
    }
}
