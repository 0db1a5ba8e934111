//! The plug is pulled after every single thing done to the rooms of the desk: each is there once, and linked.

use std::process::Command;
use std::sync::Arc;

use lotse::app;
use lotse::model::SystemClock;
use lotse::ops::settings::Settings;
use lotse::runtime::{Point, Probe};

use super::bot::Bot;
use super::operator::{Operator, Rooms};
use super::person::Person;
use super::rooms::waiting;

/// In the environment of a process that is to die when it has changed something at the desk: its settings.
const CONFIG: &str = "LOTSE_TEST_DIES_AT_THE_DESK";

/// Ends the process on the spot.
#[derive(Debug)]
struct Death;

impl Probe for Death {
    fn reached(&self, _: Point) {}

    fn desk_changed(&self) {
        std::process::abort();
    }
}

/// The body of a process that dies; in any other process there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_dies() {
    let Ok(config) = std::env::var(CONFIG) else { return };
    let settings = Settings::read(config.as_ref(), |_| None).unwrap();
    let _bot = app::Bot::start(&settings, Arc::new(SystemClock::default()), Arc::new(Death)).await.unwrap();
    std::future::pending::<()>().await;
}

impl Bot {
    /// Is started so often, and each time dies right after it has changed something at the desk.
    async fn dies_at_the_desk(&mut self, times: usize) {
        for _ in 0..times {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command
                .args(["--exact", "matrix::building::the_process_that_dies", "--nocapture"])
                .env(CONFIG, self.settings());
            self.start_as(command);
            assert!(!self.ended().await.success(), "it was to die: {}", self.log());
        }
    }
}

/// What was heard so far may have been said by a process that died since; this one answers.
async fn is_up(navigator: &Person) {
    let queue = navigator.room_named("Eingang").await;
    navigator.says(&queue, "!offen").await;
    navigator.hears("Offene Fälle").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_every_change_at_the_desk() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[&anna, &bernd]).await;
    // The queue and two invitations, the space and two invitations, two links between them.
    bot.dies_at_the_desk(8).await;
    bot.start();
    let operator = Operator::of(&bot).await;
    operator.until_rooms(Rooms { spaces: 1, queues: 1, cases: 0, linked: 1, dangling: 0 }).await;
    let chat = waiting(&bot, &rosa).await;
    let card = anna.hears("Fall 1 wartet").await;
    bot.stop();

    anna.taps(&card, "✅").await;
    // The room, and two links.
    bot.dies_at_the_desk(3).await;
    bot.start();
    let yours = anna.hears("Fall 1 ist jetzt bei Ihnen").await;
    let case = anna.client.get_room(&yours.room).unwrap();
    is_up(&anna).await;
    bot.stop();
    anna.says(&case, "!zurückgeben").await;
    // Anna is removed.
    bot.dies_at_the_desk(1).await;
    bot.start();
    bernd.hears("hat Fall 1 zurückgegeben").await;
    is_up(&bernd).await;
    bot.stop();
    bernd.taps(&card, "✅").await;
    // Bernd is invited.
    bot.dies_at_the_desk(1).await;
    rosa.says(&chat, "Ist da noch jemand?").await;
    bot.start();
    assert_eq!(bernd.hears("Fall 1 ist jetzt bei Ihnen").await.room, yours.room);
    bernd.hears("Ist da noch jemand?").await;
    operator.until_rooms(Rooms { spaces: 1, queues: 1, cases: 1, linked: 2, dangling: 0 }).await;
    assert_eq!(anna.heard_so_far("Fall 1 ist jetzt bei Ihnen"), 1);
    assert_eq!(bernd.heard_so_far("Fall 1 ist jetzt bei Ihnen"), 1);
}
