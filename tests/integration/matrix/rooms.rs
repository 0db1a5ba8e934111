//! The rooms of the desk: gathered in a space, with exactly those in them who belong there, made anew when lost.

use std::time::Duration;

use matrix_sdk::{Room, RoomState};

use super::bot::Bot;
use super::operator::{Operator, Rooms, SPACE};
use super::person::{Line, Person};

/// A chat with the bot and a case that waits in the queue.
pub async fn waiting(bot: &Bot, rosa: &Person) -> Room {
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says(&chat, "mensch").await;
    chat
}

/// The same, and this navigator has the case: the chat, and the first line in the case's room.
pub async fn claimed(bot: &Bot, anna: &Person, rosa: &Person) -> (Room, Line) {
    let chat = waiting(bot, rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let yours = anna.hears("Fall 1 ist jetzt bei Ihnen").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    (chat, yours)
}

fn is_out_of(room: &Room) -> impl Fn() -> Option<()> {
    let room = room.clone();
    move || (room.state() == RoomState::Left).then_some(())
}

#[tokio::test(flavor = "multi_thread")]
async fn navigators_find_all_rooms_of_the_desk_in_one_space() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna, &bernd]).await;
    assert!(anna.room_named(SPACE).await.is_space());
    assert!(bernd.room_named(SPACE).await.is_space());
    claimed(&bot, &anna, &rosa).await;
    let operator = Operator::of(&bot).await;
    let desk = || Rooms { spaces: 1, queues: 1, cases: 1, linked: 2, dangling: 0 };
    operator.until_rooms(desk()).await;
    bot.restart();
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says(&chat, "mensch").await;
    bernd.hears("Fall 2 wartet").await;
    operator.until_rooms(desk()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_the_team_is_out_of_every_room_and_whoever_joins_it_is_in() {
    // F30
    let (anna, bernd, carla, rosa) = (
        Person::new("anna").await,
        Person::new("bernd").await,
        Person::new("carla").await,
        Person::new("rosa").await,
    );
    let mut bot = Bot::running(&[&anna, &bernd]).await;
    let (queue, space) = (anna.room_named("Eingang").await, anna.room_named(SPACE).await);
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let case = anna.client.get_room(&yours.room).unwrap();
    bot.stop();
    bot.set_navigators(&[&bernd, &carla]);
    rosa.says(&chat, "Ist noch jemand da?").await;
    bot.start();
    for room in [&queue, &space, &case] {
        anna.until("Anna is out", is_out_of(room)).await;
    }
    carla.room_named("Eingang").await;
    carla.room_named(SPACE).await;
    // Whose navigator has gone, that case waits again: all are told, and anybody can take it with what waits in it.
    bernd.hears("steht nicht mehr in den Einstellungen").await;
    let card = carla.sees(|line| line.body.starts_with("Fall 1 wartet")).await;
    rosa.hears("damit jemand anderes es übernehmen kann").await;
    carla.taps(&card, "✅").await;
    let waited = carla.hears("Ist noch jemand da?").await;
    assert_eq!(waited.room, yours.room, "there is one room per case");
    assert_eq!(anna.heard_so_far("Ist noch jemand da?"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_left_by_accident_is_invited_again() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    for name in ["Eingang", SPACE] {
        let room = anna.room_named(name).await;
        room.leave().await.unwrap();
        anna.until("Anna is in again", || (room.state() == RoomState::Joined).then_some(())).await;
    }
    waiting(&bot, &rosa).await;
    anna.hears("Fall 1 wartet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_in_the_settings_is_ignored_and_removed() {
    // F21
    let (anna, ole, rosa) = (Person::new("anna").await, Person::new("ole").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    let operator = Operator::of(&bot).await;
    // Somebody brings Ole in while the bot cannot see it; he does what navigators do.
    bot.stop();
    operator.room_named("Eingang").await.invite_user_by_id(&ole.id).await.unwrap();
    let queue = ole.room_named("Eingang").await;
    ole.until("Ole knows the room", || queue.is_synced().then_some(())).await;
    ole.says(&queue, "!übernehmen 1").await;
    ole.taps(&card, "✅").await;
    bot.start();
    ole.until("Ole is out", is_out_of(&queue)).await;
    // He is removed also while the bot is looking.
    operator.room_named("Eingang").await.invite_user_by_id(&ole.id).await.unwrap();
    anna.hears("[join]").await;
    anna.hears("[leave]").await;
    anna.taps(&card, "✅").await;
    anna.hears("Fall 1 ist jetzt bei Ihnen").await;
    assert_eq!(ole.heard_so_far("Fall 1 "), 0);
    assert_eq!(anna.heard_so_far("ist bei ole"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_late_finds_everything_at_once() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let chat = waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.stays_outside();
    anna.taps(&card, "✅").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    rosa.says(&chat, "Sind Sie da?").await;
    anna.until("Anna is invited", || (!anna.client.invited_rooms().is_empty()).then_some(())).await;
    anna.enters().await;
    let everything = anna.hears("Sind Sie da?");
    tokio::time::timeout(Duration::from_secs(15), everything).await.expect("it is there within seconds");
    assert_eq!(anna.heard_so_far("Fall 1 ist jetzt bei Ihnen"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_navigator_who_left_the_room_of_a_case_is_invited_when_something_waits() {
    // F5
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    anna.client.get_room(&yours.room).unwrap().leave().await.unwrap();
    rosa.says(&chat, "Sind Sie noch da?").await;
    assert_eq!(anna.hears("Sind Sie noch da?").await.room, yours.room);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_room_is_made_anew_and_what_waits_comes_there() {
    // F5
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    let (chat, yours) = claimed(&bot, &anna, &rosa).await;
    let operator = Operator::of(&bot).await;
    let old_queue = operator.room_named("Eingang").await;

    // While the bot runs, its account leaves the room of the case.
    operator.room_named("Fall 1").await.leave().await.unwrap();
    rosa.says(&chat, "Sind Sie noch da?").await;
    let there = anna.hears("Sind Sie noch da?").await;
    assert_ne!(there.room, yours.room);
    let case = anna.client.get_room(&there.room).unwrap();
    anna.says(&case, "!a Ja, hier.").await;
    rosa.hears("Ja, hier.").await;

    // While it is away, its account leaves the queue.
    bot.stop();
    old_queue.leave().await.unwrap();
    bot.start();
    let other = Person::new("ole").await;
    waiting(&bot, &other).await;
    let card = anna.hears("Fall 2 wartet").await;
    assert_ne!(card.room, old_queue.room_id());
    operator.until_rooms(Rooms { spaces: 1, queues: 1, cases: 1, linked: 2, dangling: 0 }).await;
    assert!(bot.log().contains("has lost a room of its desk"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_was_replaced_is_made_anew() {
    // F5
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let operator = Operator::of(&bot).await;
    let old = operator.room_named("Eingang").await;
    let tombstone = serde_json::json!({ "body": "ersetzt", "replacement_room": "!anderswo:localhost" });
    old.send_state_event_raw("m.room.tombstone", "", tombstone).await.unwrap();
    anna.until("there is another queue", || {
        let rooms = anna.client.joined_rooms();
        rooms
            .into_iter()
            .find(|room| room.name().as_deref() == Some("Eingang") && room.room_id() != old.room_id())
    })
    .await;
    waiting(&bot, &rosa).await;
    assert_ne!(anna.hears("Fall 1 wartet").await.room, old.room_id());
}
