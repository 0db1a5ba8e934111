//! People whose clients share no code with the bot: their encryption is libolm's, their library is matrix-nio.

mod client;

use std::collections::BTreeSet;

use super::bot::Bot;
use super::person::Person;
use crate::story::SHORT_WAY;
use client::{Kept, Nio};

/// It is kept as ciphertext.
fn sealed(kept: &Kept) {
    assert_eq!(kept.kind, "m.room.encrypted");
    assert!(kept.session.is_some());
}

/// Everything this client heard came out of m.room.encrypted; and so many senders used a session of their own.
fn heard_nothing_in_the_clear(nio: &Nio) {
    for heard in nio.everything() {
        assert!(heard.session.is_some(), "it came in the clear: {heard:?}");
    }
    let rooms: BTreeSet<_> = nio.everything().iter().map(|heard| &heard.room).collect();
    let sessions: BTreeSet<_> = nio.everything().iter().map(|heard| (&heard.room, &heard.session)).collect();
    assert!(sessions.len() >= rooms.len(), "two rooms share a session: {sessions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_another_client_is_led_to_a_navigator() {
    let (anna, mut rosa) = (Person::new("anna").await, Nio::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;

    let chat = rosa.opens_chat_with(&bot.id).await;
    // The first question is answered by a tap, the others in words.
    let question = rosa.hears("1. Ja").await;
    assert_eq!(question.sender, bot.id.as_str());
    rosa.taps(&question, "1️⃣").await;
    rosa.hears("Frage 1 von").await;
    for line in &SHORT_WAY[1..] {
        sealed(&rosa.says(&chat, line).await);
    }
    rosa.hears("Ihre Nummer ist 1").await;

    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    anna.hears("Amt oder Aufgabe: Gemeinderat").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;

    sealed(&rosa.says(&chat, "Können wir telefonieren?").await);
    let question = anna.hears("Können wir telefonieren?").await;
    anna.replies(&question, "Ja, gern um drei.").await;
    let answer = rosa.hears("Ja, gern um drei.").await;
    assert_eq!(answer.room, chat);
    anna.says(&case, "!a Bis gleich.").await;
    let goodbye = rosa.hears("Bis gleich.").await;
    // She uses her client's own reply.
    sealed(&rosa.replies(&goodbye, "Danke!").await);
    anna.hears("Danke!").await;
    heard_nothing_in_the_clear(&rosa);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_navigator_with_another_client_works_at_the_desk() {
    let (mut bernd, rosa) = (Nio::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[]).await;
    bot.set_navigators_by_id(&[&bernd.id]);
    bot.start();
    let queue = bernd.enters("Eingang").await;

    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    rosa.says_all(&chat, &SHORT_WAY).await;
    let card = bernd.hears("Fall 1 wartet").await;
    assert_eq!(card.room, queue);
    bernd.taps(&card, "✅").await;

    let case = bernd.enters("Fall 1").await;
    let sheet = bernd.hears("Amt oder Aufgabe: Gemeinderat").await;
    assert_eq!(sheet.room, case);
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    rosa.says(&chat, "Können wir telefonieren?").await;
    let question = bernd.hears("Können wir telefonieren?").await;
    sealed(&bernd.says(&case, "puh, da frage ich Anna").await);
    bernd.hears("bleibt intern").await;
    sealed(&bernd.replies(&question, "Ja, gern um drei.").await);
    let answer = rosa.hears("Ja, gern um drei.").await;
    assert!(answer.encrypted);
    assert_eq!(answer.room, chat.room_id());
    sealed(&bernd.says(&case, "!a Bis gleich.").await);
    rosa.hears("Bis gleich.").await;
    assert_eq!(rosa.heard_so_far("frage ich Anna"), 0, "F20: what was said internally went out");
    heard_nothing_in_the_clear(&bernd);
}
