//! A case changes hands: who had it reads nothing of what comes later, who gets it nothing of what was internal.

use matrix_sdk::room::MessagesOptions;
use matrix_sdk::ruma::api::Direction;
use matrix_sdk::{Room, RoomState};

use super::bot::Bot;
use super::operator::Operator;
use super::person::Person;
use super::rooms::claimed;

const SECRET: &str = "Notiz nur für mich";

/// Everything the homeserver still hands out of a room, and the client can read.
async fn can_read(who: &Person, room: &Room, words: &str) -> bool {
    let mut options = MessagesOptions::new(Direction::Backward);
    options.limit = 1000_u32.into();
    let page = room.messages(options).await.unwrap();
    page.chunk.iter().any(|event| event.raw().json().get().contains(words)) || who.heard_so_far(words) > 0
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_yes_the_case_goes_over_with_its_history_and_without_its_notes() {
    // F22, F30
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna, &bernd]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let case = anna.client.get_room(&yours.room).unwrap();
    rosa.says(&chat, "Es kam wieder ein Brief.").await;
    anna.hears("Es kam wieder ein Brief.").await;
    let note = anna.says(&case, SECRET).await;
    anna.says(&case, "!a Haben Sie ihn noch?").await;
    rosa.hears("Haben Sie ihn noch?").await;

    // Until Rosa has agreed, all stays.
    anna.says(&case, &format!("!übergeben {}", bernd.id.localpart())).await;
    anna.hears("wird gefragt").await;
    rosa.hears("Darf eine andere Person").await;
    rosa.says(&chat, "ja").await;
    rosa.hears("eine andere Person").await;

    // Bernd has the room and what was said with Rosa; Anna is out before anything more is said there.
    assert_eq!(bernd.hears("Fall 1 ist jetzt bei Ihnen").await.room, yours.room);
    let history = bernd.hears("Es kam wieder ein Brief.").await;
    assert!(history.body.contains("Haben Sie ihn noch?"), "{}", history.body);
    anna.until("Anna is out", || (case.state() == RoomState::Left).then_some(())).await;
    assert_eq!(anna.heard_so_far("Fall 1 ist jetzt bei Ihnen"), 1);

    rosa.says(&chat, "Guten Tag, wer ist da?").await;
    bernd.hears("Guten Tag, wer ist da?").await;
    let bernds = bernd.client.get_room(&yours.room).unwrap();
    bernd.says(&bernds, "!a Hier ist jetzt Bernd.").await;
    rosa.hears("Hier ist jetzt Bernd.").await;
    assert!(!can_read(&bernd, &bernds, SECRET).await, "an internal note of the one before");
    let note = Operator::of(&bot).await.sealed(&yours.room, &note).await;
    let has_key = async |room: &Room| !room.decrypt_event(&note, None).await.unwrap().kind.is_utd();
    assert!(has_key(&case).await, "Anna has the key to her own note");
    assert!(!has_key(&bernds).await, "Bernd was given the key to it");
    for words in ["Guten Tag, wer ist da?", "Hier ist jetzt Bernd."] {
        assert!(!can_read(&anna, &case, words).await, "{words}");
    }

    // What Anna still types goes nowhere: neither in the room nor in the queue.
    let typed = serde_json::json!({ "msgtype": "m.text", "body": "!a Noch etwas von Anna" });
    assert!(case.send_raw("m.room.message", typed).await.is_err());
    let queue = anna.room_named("Eingang").await;
    anna.says(&queue, "!a Noch etwas von Anna").await;
    anna.hears("geht nichts hinaus").await;

    // Anna gets the case back: what was said between is Bernd's, and only its history is hers.
    bernd.says(&bernds, "nur unter uns: seltsam").await;
    // By a mention, as a client makes it: in the plain text stands a name that nobody here has.
    let name = "Anna, noch im Urlaub";
    let html = format!("!übergeben <a href=\"https://matrix.to/#/{}\">{name}</a>", anna.id);
    let mention = serde_json::json!({
        "msgtype": "m.text",
        "body": format!("!übergeben {name}"),
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": { "user_ids": [anna.id] },
    });
    bernd.sends(&bernds, mention).await;
    rosa.hears("Darf eine andere Person").await;
    rosa.says(&chat, "ja").await;
    let again = anna.hears("Fall 1 ist jetzt bei Ihnen").await;
    assert_eq!(again.room, yours.room);
    anna.hears("Hier ist jetzt Bernd.").await;
    assert!(!can_read(&anna, &case, "nur unter uns").await, "read after coming back");
    assert_eq!(rosa.heard_so_far("Noch etwas von Anna"), 0);
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_no_all_stays() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna, &bernd]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let case = anna.client.get_room(&yours.room).unwrap();
    anna.says(&case, &format!("!übergeben {}", bernd.id.localpart())).await;
    rosa.hears("Darf eine andere Person").await;
    rosa.says(&chat, "nein").await;
    rosa.hears("es bleibt alles, wie es ist").await;
    anna.hears("möchte nicht zu").await;
    rosa.says(&chat, "Danke.").await;
    assert_eq!(anna.hears("Danke.").await.room, yours.room);
    anna.says(&case, "!a Gern.").await;
    rosa.hears("Gern.").await;
    let rooms: Vec<_> = bernd.client.joined_rooms().iter().filter_map(|room| room.name()).collect();
    assert!(!rooms.contains(&"Fall 1".to_owned()), "{rooms:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_given_back_loses_its_navigator_at_once_and_the_next_one_gets_it() {
    // F22
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna, &bernd]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let case = anna.client.get_room(&yours.room).unwrap();
    anna.says(&case, "!zurückgeben").await;
    anna.until("Anna is out", || (case.state() == RoomState::Left).then_some(())).await;
    let card = bernd.hears("Fall 1 wartet").await;
    bernd.hears("hat Fall 1 zurückgegeben").await;
    rosa.says(&chat, "Ist da noch jemand?").await;
    bernd.taps(&card, "✅").await;
    assert_eq!(bernd.hears("Ist da noch jemand?").await.room, yours.room);
    assert_eq!(anna.heard_so_far("Ist da noch jemand?"), 0);
    assert!(!can_read(&anna, &case, "Ist da noch jemand?").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_goes_out_of_a_closed_case() {
    // F21
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    rosa.says(&chat, "Danke für alles.").await;
    let line = anna.hears("Danke für alles.").await;
    let case = anna.client.get_room(&yours.room).unwrap();
    anna.says(&case, "!schließen").await;
    anna.hears("Fall 1 ist geschlossen").await;
    anna.says(&case, "!a Noch etwas").await;
    anna.hears("Nach außen geht nichts mehr").await;
    anna.replies(&line, "Noch etwas").await;
    anna.hears("Nach außen geht nichts mehr").await;
    rosa.says(&chat, "Doch noch eine Frage.").await;
    anna.hears("Doch noch eine Frage.").await;
    anna.says(&case, "!a Ja bitte?").await;
    rosa.hears("Ja bitte?").await;
    assert_eq!(rosa.heard_so_far("Noch etwas"), 0);
}
