//! The bot is away for long, and much is said meanwhile.

use lotse::runtime::Point;

use super::Place;
use crate::matrix::bot::Bot;
use crate::matrix::person::Person;
use crate::matrix::talk::Talk;

/// So much each of the contacts says. The homeserver gives 100 events of a room at once, so that two have said more
/// than it tells by itself.
const SAID: [usize; 3] = [140, 120, 40];

/// After the sync and before the inbox.
const ARRIVED: Place = Place::Message(Point::Arrived);

async fn says_much(talk: &mut Talk<'_>, lines: usize) {
    for _ in 0..lines {
        talk.contact_says().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_came_while_the_bot_was_down_is_heard() {
    // F1, F3
    let anna = Person::new("anna").await;
    let (rosa, ole, mia) = (Person::new("rosa").await, Person::new("ole").await, Person::new("mia").await);
    let mut bot = Bot::running(&[&anna]).await;
    let id = bot.id.clone();
    let (mut rosas, mut oles, mut mias) = tokio::join!(
        Talk::begin("rosa", &id, &rosa, &anna),
        Talk::begin("ole", &id, &ole, &anna),
        Talk::begin("mia", &id, &mia, &anna),
    );
    bot.stop();
    // The first words of the long time are seen by the SDK, and by nobody else.
    bot.start_doomed(ARRIVED, 1);
    rosas.contact_says().await;
    bot.dies().await;
    tokio::join!(
        says_much(&mut rosas, SAID[0] - 1),
        says_much(&mut oles, SAID[1]),
        says_much(&mut mias, SAID[2]),
    );
    // It dies once more in the middle of catching up.
    bot.start_doomed(ARRIVED, 50);
    bot.dies().await;
    bot.start();
    let mut heard = 0;
    for talk in [&mut rosas, &mut oles, &mut mias] {
        talk.navigator_has_heard_all().await;
        talk.exchange().await;
        heard += talk.assert_all_arrived();
    }
    assert_eq!(heard, SAID.iter().sum::<usize>() + 3 * 4);
}
