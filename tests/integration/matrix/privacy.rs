//! What must not be read anywhere.

use super::bot::Bot;
use super::person::Person;

#[tokio::test(flavor = "multi_thread")]
async fn the_log_at_its_most_talkative_names_nobody_and_repeats_nothing() {
    // F31
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[&anna]).await;
    let mut command = bot.command();
    command.env("LOTSE_LOG", "trace");
    bot.start_as(command);
    anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says_all(&chat, &["ja", "mensch", "Kanarienvogel"]).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    anna.hears("Kanarienvogel").await;
    bot.stop();
    let log = bot.log();
    for planted in
        ["Kanarienvogel", rosa.id.as_str(), anna.id.as_str(), bot.id.as_str(), chat.room_id().as_str()]
    {
        assert!(!log.contains(planted), "the log contains {planted}");
    }
    assert!(log.contains("lotse::") || log.contains("sqlx::"), "nothing was logged at all: {log}");
}
