//! F18, F19: many contacts at the same time, each with a client of their own that encrypts, and several navigators who
//! take cases from each other: nobody gets what is meant for somebody else.
//!
//! Everything is real: accounts, devices, rooms, keys. The clients keep their state in memory. Two hundred
//! keep two processors busy for some minutes, so that many come only when they are asked for:
//!
//!   LOTSE_TEST_CONTACTS=200 tests/synapse cargo test --test integration matrix::crowd

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use matrix_sdk::ruma::{OwnedRoomId, OwnedUserId};
use tokio::sync::{Barrier, Semaphore};
use tokio::task::JoinSet;

use super::bot::Bot;
use super::person::{Line, Person};

/// So many come if nothing else is asked for.
const CONTACTS: usize = 40;
/// So many come in at the same moment.
const AT_ONCE: usize = 8;

/// How many contacts come.
fn contacts() -> usize {
    std::env::var("LOTSE_TEST_CONTACTS")
        .map_or(CONTACTS, |asked| asked.parse().expect("a number of contacts"))
}

/// A word that only this contact says. No one of them begins like another.
fn word(contact: usize) -> String {
    format!("Wort{contact:03}")
}

/// Every contact's word in this text.
fn words(text: &str) -> BTreeSet<usize> {
    text.split("Wort").skip(1).filter_map(|rest| rest.get(..3)?.parse().ok()).collect()
}

/// What all of them share.
struct Town {
    /// Through it come so many at once.
    door: Semaphore,
    /// When everybody has a navigator, all contacts speak at the same moment.
    all_are_served: Barrier,
    team: [Person; 3],
}

/// A contact after everything was said: who, in which chat, with which case.
struct Served {
    person: Person,
    chat: OwnedRoomId,
    case: usize,
}

/// One contact, from the first message to the navigator's answer.
async fn serve(number: usize, bot: OwnedUserId, town: Arc<Town>) -> Served {
    let Town { door, all_are_served, team } = &*town;
    let at_the_door = door.acquire().await.unwrap();
    let person = Person::new("rosa").await;
    let chat = person.opens_chat_with(&bot).await;
    person.hears("starke").await;
    person.says(&chat, "mensch").await;
    let case = person.hears("Ihre Nummer ist ").await.number_after("Ihre Nummer ist ");
    let both = [case, case + 1].map(|place| &team[place % team.len()]);
    let talk = async {
        person.says(&chat, &format!("Es geht um {}.", word(number))).await;
        person.hears("schreibt Ihnen hier ein Mensch").await;
        drop(at_the_door);
        all_are_served.wait().await;
        person.says(&chat, &format!("Noch einmal zu {}.", word(number))).await;
        person.hears("Antwort an ").await;
    };
    tokio::join!(talk, answer(case, both, all_are_served));
    Served { chat: chat.room_id().to_owned(), person, case }
}

/// Two navigators tap below the same card; whoever gets the case answers.
async fn answer(case: usize, both: [&Person; 2], all_are_served: &Barrier) {
    let card = |line: &Line| line.body.contains(&format!("Fall {case} wartet\n"));
    let (first, second) = (both[0].sees(card).await, both[1].sees(card).await);
    tokio::join!(both[0].taps(&first, "✅"), both[1].taps(&second, "👍"));
    let name = format!("Fall {case}");
    let (has_it, room) = tokio::select! {
        room = both[0].room_named(&name) => (both[0], room),
        room = both[1].room_named(&name) => (both[1], room),
    };
    let said = |words: &'static str| {
        let room = room.room_id().to_owned();
        has_it.sees(move |line| line.room == room && line.body.contains(words))
    };
    let first = said("Es geht um Wort").await;
    all_are_served.wait().await;
    let second = said("Noch einmal zu Wort").await;
    let to = words(&first.body);
    let to: Vec<_> = to.iter().map(|number| word(*number)).collect();
    has_it.replies(&second, &format!("Antwort an {}.", to.join(" und "))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_crowd_nobody_gets_what_is_meant_for_another() {
    let contacts = contacts();
    let team = [Person::new("anna").await, Person::new("bernd").await, Person::new("cem").await];
    let bot = Bot::running(&team.each_ref()).await;
    let town =
        Arc::new(Town { door: Semaphore::new(AT_ONCE), all_are_served: Barrier::new(2 * contacts), team });
    let mut at_work = JoinSet::new();
    for number in 0..contacts {
        let served = serve(number, bot.id.clone(), Arc::clone(&town));
        at_work.spawn(async move { (number, served.await) });
    }
    let mut people = BTreeMap::new();
    while let Some(done) = at_work.join_next().await {
        let (number, served) = done.unwrap();
        people.insert(number, served);
    }

    let cases: BTreeSet<_> = people.values().map(|served| served.case).collect();
    assert_eq!(cases.len(), contacts, "two contacts have one number");
    for (number, Served { person, chat, .. }) in &people {
        let (lines, own) = (person.lines(), BTreeSet::from([*number]));
        for line in lines.iter().filter(|line| line.sender == bot.id) {
            let words = words(&line.body);
            assert!(words.is_empty() || words == own, "{} heard {:?}", word(*number), line.body);
            assert_eq!(line.room, *chat);
        }
        assert_eq!(person.heard_so_far("Antwort an "), 1, "answers to {}", word(*number));
    }
    let mut rooms = BTreeMap::<OwnedRoomId, (BTreeSet<usize>, usize)>::new();
    for navigator in &town.team {
        for line in navigator.lines().iter().filter(|line| line.sender == bot.id) {
            let words = words(&line.body);
            assert!(words.is_empty() || line.encrypted, "in the open: {}", line.body);
            if !words.is_empty() {
                let (heard, times) = rooms.entry(line.room.clone()).or_default();
                heard.extend(words);
                *times += 1;
            }
        }
    }
    assert_eq!(rooms.len(), contacts, "rooms in which somebody was heard");
    let mut everybody = BTreeSet::<usize>::new();
    for (heard, times) in rooms.values() {
        assert_eq!((heard.len(), *times), (1, 2), "heard in one room: {heard:?}");
        everybody.extend(heard);
    }
    assert_eq!(everybody.len(), contacts, "somebody was not heard");
}
