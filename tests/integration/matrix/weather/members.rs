//! Who is in a room: what the homeserver tells late, or wrong, keeps nobody from reading what is meant for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tokio::sync::watch;

use super::super::operator::Operator;
use super::super::person::Person;
use super::super::rooms::waiting;
use super::super::talk::Talk;
use super::{Fate, Weather, bot_behind};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_enters_while_it_is_asked_who_is_there_counts_as_there() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let asked = watch::Sender::new(None);
    let (_weather, address) = {
        let asked = asked.clone();
        Weather::new(move |_, path| {
            let first = *asked.borrow() == Some(false) && path.ends_with("/members");
            if first {
                asked.send_replace(Some(true));
                return Fate::IsSlow;
            }
            Fate::Passes
        })
        .await
    };
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    rosa.hears("Ihre Nummer ist 1").await;
    // The next room is that of the case. Anna enters while the bot waits for the answer that she has not.
    asked.send_replace(Some(false));
    anna.stays_outside();
    anna.taps(&card, "✅").await;
    asked.subscribe().wait_for(|asked| *asked == Some(true)).await.unwrap();
    anna.until("Anna is invited", || (!anna.client.invited_rooms().is_empty()).then_some(())).await;
    anna.enters().await;
    anna.hears("Fall 1 ist jetzt bei Ihnen").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_invited_just_before_a_card_goes_out_can_read_it() {
    // F5
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bad = Arc::new(AtomicBool::new(false));
    let (weather, address) = {
        let bad = Arc::clone(&bad);
        Weather::new(move |_, path| match path {
            _ if !bad.load(Ordering::SeqCst) => Fate::Passes,
            // She is invited, and the bot hears of it late.
            _ if path.ends_with("/invite") => Fate::AnswerIsLost,
            _ if path.ends_with("/sync") => Fate::IsSlow,
            _ => Fate::Passes,
        })
        .await
    };
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("1. Ja").await;
    bot.stop();
    // At the next start somebody is new at the desk, and a card is to go out at once.
    let carla = Person::new("carla").await;
    bot.set_navigators(&[&anna, &carla]);
    bot.amend(&super::super::server(), &address);
    rosa.says(&chat, "mensch").await;
    bad.store(true, Ordering::SeqCst);
    bot.start();
    anna.hears("Fall 1 wartet").await;
    carla.hears("Fall 1 wartet").await;
    assert!(weather.spoilt("/invite") > 0, "nobody was invited");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_entered_is_there_even_if_the_homeserver_tells_something_old() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let (weather, address) = Weather::new(|_, _| Fate::Passes).await;
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    let operator = Operator::of(&bot).await;
    let mut talk = Talk::begin("rosa", &bot.id, &rosa, &anna).await;
    talk.exchange().await;
    // As Synapse does if something happened in the room while she entered.
    let told = watch::Sender::new(0);
    let old = json!({
        "type": "m.room.member",
        "state_key": anna.id,
        "sender": bot.id,
        "event_id": "$einladung",
        "origin_server_ts": 1,
        "content": { "membership": "invite" },
    });
    let (count, room) = (told.clone(), talk.case.room_id().to_owned());
    weather.twist(move |path, mut said| {
        let news = said.get_mut("rooms").and_then(|rooms| rooms.get_mut("join")?.get_mut(room.as_str()));
        if let Some(news) = news.filter(|_| path.ends_with("/sync")) {
            news["state"]["events"].as_array_mut().unwrap().push(old.clone());
            count.send_modify(|count| *count += 1);
        }
        said
    });
    let case = operator.room_named("Fall 1").await;
    case.send_state_event_raw("de.starke-stelle.test", "", json!({})).await.unwrap();
    told.subscribe().wait_for(|told| *told > 0).await.unwrap();
    for _ in 0..3 {
        talk.exchange().await;
    }
    talk.assert_all_arrived();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_comes_late_shows_nobody_out_who_has_its_case() {
    // F22
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let (weather, address, closed) = Weather::closing(|path| path.contains("/send/m.room.encrypted/")).await;
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    let queue = anna.room_named("Eingang").await;
    closed.close(&queue);
    let chat = waiting(&bot, &rosa).await;
    rosa.hears("Ihre Nummer ist 1").await;
    anna.says(&queue, "!übernehmen 1").await;
    let yours = anna.hears("Fall 1 ist jetzt bei Ihnen").await;
    assert!(weather.spoilt("/send/") > 0, "the card was not kept back");
    // What the bot has said where is written down nowhere but in its database.
    bot.restart();
    closed.open();
    anna.hears("Fall 1 wartet").await;
    rosa.says(&chat, "Sind Sie noch da?").await;
    assert_eq!(anna.hears("Sind Sie noch da?").await.room, yours.room);
    assert_eq!(anna.heard_so_far("[leave]"), 0, "Anna was shown out of her case");
}
