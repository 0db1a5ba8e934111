//! The bot dies again and again while people talk through it and new cases are opened. Nobody waits for it to be
//! well: they write as soon as they have got what they waited for.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lotse::runtime::Point;
use matrix_sdk::ruma::UserId;

use super::Place;
use crate::matrix::bot::Bot;
use crate::matrix::person::Person;
use crate::matrix::talk::Talk;

/// So often it dies at each place.
const DEATHS: usize = 10;
/// Whoever waits to be killed at a place comes there within this time, or never.
const LONGEST_LIFE: Duration = Duration::from_mins(3);

/// Where it dies, one death after the other: at the first, second or third time of passing a place.
fn deaths() -> impl Iterator<Item = (Place, usize)> {
    let places = || Point::ALL.into_iter().map(Place::Message).chain([Place::Desk]);
    (0..DEATHS).flat_map(move |round| {
        places().enumerate().map(move |(number, place)| (place, 1 + (round + number) % 3))
    })
}

/// One conversation, until it is over.
async fn talks(name: &str, bot: &UserId, contact: &Person, navigator: &Person, over: &AtomicBool) -> usize {
    let mut talk = Talk::begin(name, bot, contact, navigator).await;
    while !over.load(Ordering::SeqCst) {
        talk.exchange().await;
    }
    // What was said twice or too late arrives before what is said now.
    talk.exchange().await;
    talk.assert_all_arrived()
}

/// One new contact after the other, each with a case and a room of their own.
async fn come_and_ask(bot: &UserId, navigator: &Person, over: &AtomicBool) -> (usize, usize) {
    let (mut guests, mut messages) = (0, 0);
    while !over.load(Ordering::SeqCst) {
        let guest = Person::new("gast").await;
        let mut talk = Talk::begin(&format!("gast{guests}"), bot, &guest, navigator).await;
        talk.exchange().await;
        messages += talk.assert_all_arrived();
        guests += 1;
    }
    (guests, messages)
}

/// Two conversations go on and new ones begin while `disaster` happens to the bot.
async fn people_talk_while(bot: &mut Bot, anna: &Person, disaster: impl AsyncFnOnce(&mut Bot)) {
    let (rosa, ole) = (Person::new("rosa").await, Person::new("ole").await);
    let id = bot.id.clone();
    let over = AtomicBool::new(false);
    let disaster = async {
        disaster(bot).await;
        bot.start();
        over.store(true, Ordering::SeqCst);
    };
    let ((), rosas, oles, (guests, messages)) = tokio::join!(
        disaster,
        talks("rosa", &id, &rosa, anna, &over),
        talks("ole", &id, &ole, anna, &over),
        come_and_ask(&id, anna, &over),
    );
    bot.stop();
    println!("{} messages, {guests} new cases", rosas + oles + messages);
    assert!(guests > 0, "no room of a case was made meanwhile");

    // One room and one card for each case, whatever happened while they were made.
    let mut cases: Vec<_> = anna.client.rooms().iter().filter_map(|room| room.name()).collect();
    cases.retain(|name| name.starts_with("Fall "));
    cases.sort();
    let mut expected: Vec<_> = (0..guests + 2).map(|case| format!("Fall {}", case + 1)).collect();
    expected.sort();
    assert_eq!(cases.len(), expected.len(), "{cases:?}");
    for case in &cases {
        assert_eq!(anna.heard_so_far(&format!("{case} wartet")), 1, "cards of {case}");
    }
    cases.dedup();
    assert_eq!(cases.len(), expected.len(), "two rooms for one case: {cases:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_ten_times_at_every_place_the_bot_loses_and_doubles_nothing() {
    // F1, F15
    let anna = Person::new("anna").await;
    let mut bot = Bot::running(&[&anna]).await;
    bot.stop();
    people_talk_while(&mut bot, &anna, async |bot| {
        for (place, pass) in deaths() {
            bot.start_doomed(place, pass);
            let died = tokio::time::timeout(LONGEST_LIFE, bot.dies()).await;
            assert!(died.is_ok(), "{place:?} was not passed {pass} times");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_from_outside_at_any_moment_the_bot_loses_and_doubles_nothing() {
    // F1, F15, F28: also while it logs in for the first time, makes its identity and opens the desk.
    let anna = Person::new("anna").await;
    let mut bot = Bot::new(&[&anna]).await;
    for moment in 0..24 {
        bot.start();
        tokio::time::sleep(Duration::from_millis(50) * moment).await;
        bot.kill();
    }
    people_talk_while(&mut bot, &anna, async |bot| {
        bot.start();
        anna.room_named("Eingang").await;
        bot.kill();
        for moment in 0..24 {
            bot.start();
            // Every other life does something before it ends, however busy the machine is.
            if moment % 2 == 0 {
                anna.hears_anything_new().await;
            }
            tokio::time::sleep(Duration::from_millis(50) * moment).await;
            bot.kill();
        }
    })
    .await;
}
