//! The desk's day.

use matrix_sdk::ruma::api::client::room::create_room::v3::RoomPreset;

use super::bot::Bot;
use super::person::{Line, Person};
use crate::story::SHORT_WAY;

#[tokio::test(flavor = "multi_thread")]
async fn an_office_holder_is_led_to_a_navigator_and_back() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna, &bernd]).await;

    // Rosa is greeted before she has said a word, in an encrypted chat.
    let chat = rosa.opens_chat_with(&bot.id).await;
    let welcome = rosa.hears("starke").await;
    assert!(welcome.encrypted);
    rosa.says_all(&chat, &SHORT_WAY).await;
    rosa.hears("Ihre Nummer ist 1").await;

    // Anna sees a card without personal detail and takes the case by tapping.
    let card = anna.hears("Fall 1 wartet").await;
    assert!(card.encrypted && card.body.contains("Bayern"), "{}", card.body);
    assert!(!card.body.contains("rosa"), "{}", card.body);
    anna.taps(&card, "✅").await;

    // In the room of the case stand sheet and offers.
    let case = anna.room_named("Fall 1").await;
    let sheet = anna.hears("Amt oder Aufgabe: Gemeinderat").await;
    assert!(sheet.encrypted);
    assert_eq!(sheet.room, case.room_id());
    anna.hears("1. ").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;

    // What Rosa writes reaches Anna; only a reply or a command goes out.
    rosa.says(&chat, "Können wir telefonieren?").await;
    let question = anna.hears("Können wir telefonieren?").await;
    anna.says(&case, "puh, da frage ich Bernd").await;
    anna.hears("bleibt intern").await;
    anna.replies(&question, "Ja, gern um drei.").await;
    let answer = rosa.hears("Ja, gern um drei.").await;
    assert!(answer.encrypted);

    // The bot is restarted in the middle of it, and nobody notices.
    bot.restart();
    anna.says(&case, "!senden 1").await;
    rosa.hears("1. ").await;
    anna.says(&case, "!a Bis gleich.").await;
    rosa.hears("Bis gleich.").await;

    // Anna's day is over. Rosa agrees that Bernd takes over, and he knows what was said.
    anna.says(&case, &format!("!übergeben @{}", bernd.id.localpart())).await;
    let asked = rosa.hears("Darf eine andere Person").await;
    rosa.taps(&asked, "1️⃣").await;
    rosa.hears("eine andere Person").await;
    let case = bernd.room_named("Fall 1").await;
    bernd.hears("Bis gleich.").await;
    bernd.says(&case, "!a Guten Tag, hier ist Bernd.").await;
    rosa.hears("hier ist Bernd.").await;

    // It is closed; Rosa says whether it helped; and when it goes on, Bernd has it again.
    bernd.says(&case, "!schließen erledigt").await;
    bernd.hears("Fall 1 ist geschlossen").await;
    let asked = rosa.hears("Hat Ihnen das Gespräch geholfen").await;
    rosa.taps(&asked, "1️⃣").await;
    rosa.hears("Danke für die Rückmeldung").await;
    rosa.says(&chat, "Es geht weiter: wieder ein Brief.").await;
    bernd.hears("wieder ein Brief").await;
    bernd.says(&case, "!a Ich bin da.").await;
    rosa.hears("Ich bin da.").await;
    assert_eq!(rosa.heard_so_far("frage ich Bernd"), 0, "F20: what was said internally went out");
    assert_eq!(anna.heard_so_far("wieder ein Brief"), 0, "F22: whoever had the case reads on");
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keycap_below_a_question_answers_it() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    rosa.opens_chat_with(&bot.id).await;
    let welcome = rosa.hears("1. ").await;
    rosa.taps(&welcome, "1️⃣").await;
    rosa.hears("Frage 1 von").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_set_so_a_chat_that_is_not_encrypted_is_refused_in_words() {
    // F27
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[&anna]).await;
    bot.amend("[desk]", "unencrypted = \"refuse\"\n[desk]");
    bot.start();
    anna.room_named("Eingang").await;
    // Here the bot could switch encryption on.
    let chat = rosa.opens_open_chat_with(&bot.id, RoomPreset::TrustedPrivateChat).await;
    assert!(!rosa.hears("nicht verschlüsselt").await.encrypted);
    rosa.hears("[leave]").await;
    assert!(!chat.latest_encryption_state().await.unwrap().is_encrypted(), "nothing was switched on");
}

/// How a navigator claims.
#[derive(Clone, Copy)]
enum Claim {
    Tap(&'static str),
    Command,
}

impl Claim {
    async fn by(self, navigator: &Person, queue: &matrix_sdk::Room, card: &Line, case: usize) {
        match self {
            Self::Tap(key) => navigator.taps(card, key).await,
            Self::Command => {
                navigator.says(queue, &format!("!übernehmen {case}")).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_navigators_who_claim_at_once_exactly_one_gets_the_case() {
    // F21
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna, &bernd]).await;
    let (annas, bernds) = (anna.room_named("Eingang").await, bernd.room_named("Eingang").await);
    let races = [
        (Claim::Tap("✅"), Claim::Tap("👍")),
        (Claim::Tap("✅"), Claim::Command),
        (Claim::Command, Claim::Tap("✅")),
        (Claim::Command, Claim::Command),
    ];
    for (case, (annas_way, bernds_way)) in (1..).zip(races) {
        let chat = rosa.opens_chat_with(&bot.id).await;
        rosa.says(&chat, "mensch").await;
        let wanted = format!("Fall {case} wartet");
        let (card, same) = tokio::join!(anna.hears(&wanted), bernd.hears(&wanted));
        tokio::join!(annas_way.by(&anna, &annas, &card, case), bernds_way.by(&bernd, &bernds, &same, case),);

        // Everybody reads in the queue who has it; the other is told, and gets no room.
        let told = format!("Fall {case} hat schon");
        let (told, _) = tokio::join!(anna.hears(&told), bernd.hears(&told));
        let anna_won = told.body.contains("hat schon anna");
        let (winner, loser) = if anna_won { (&anna, &bernd) } else { (&bernd, &anna) };
        let name = format!("Fall {case}");
        let room = winner.room_named(&name).await;
        winner.says(&room, &format!("!a Guten Tag zu {case}.")).await;
        rosa.hears(&format!("Guten Tag zu {case}.")).await;
        assert_eq!(told.room, annas.room_id());
        for known in loser.client.rooms() {
            assert_ne!(known.name().as_deref(), Some(&*name), "who lost was let in");
        }
        assert_eq!(rosa.heard_so_far("schreibt Ihnen hier ein Mensch"), case, "it was claimed twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_is_in_the_settings_works_at_the_desk() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna, &bernd]).await;
    let queue = bernd.room_named("Eingang").await;

    // Bernd leaves the team: after the next start he is no longer in the queue.
    bot.stop();
    bot.set_navigators(&[&anna]);
    bot.start();
    bernd
        .until("Bernd is out of the queue", || (queue.state() == matrix_sdk::RoomState::Left).then_some(()))
        .await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says(&chat, "mensch").await;
    anna.hears("Fall 1 wartet").await;
    assert_eq!(bernd.heard_so_far("Fall 1 wartet"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_room_of_three_the_bot_says_why_and_goes() {
    let (anna, rosa, ole) = (Person::new("anna").await, Person::new("rosa").await, Person::new("ole").await);
    let bot = Bot::running(&[&anna]).await;
    let room = rosa.opens_chat_with(&ole.id).await;
    ole.until("Ole is in", || ole.client.get_room(room.room_id()).filter(matrix_sdk::Room::is_synced)).await;
    room.invite_user_by_id(&bot.id).await.unwrap();
    rosa.hears("nur in Gesprächen zu zweit").await;
    assert_eq!(rosa.heard_so_far("starke"), 0, "a conversation began in front of somebody else");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_chat_is_encrypted_before_the_first_word() {
    // F27
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    rosa.opens_open_chat_with(&bot.id, RoomPreset::TrustedPrivateChat).await;
    assert!(rosa.hears("starke").await.encrypted);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_bot_may_not_encrypt_it_says_why_and_goes() {
    // F27
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    rosa.opens_open_chat_with(&bot.id, RoomPreset::PrivateChat).await;
    rosa.hears("nicht verschlüsselt").await;
    assert_eq!(rosa.hears("[leave]").await.sender, bot.id);
    assert_eq!(rosa.heard_so_far("Guten Tag"), 0, "something was said in the open");
}
