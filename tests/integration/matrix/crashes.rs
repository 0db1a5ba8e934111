//! The plug is pulled, anywhere: every message arrives, once.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lotse::app;
use lotse::model::SystemClock;
use lotse::ops::settings::Settings;
use lotse::runtime::{Point, Probe};

use super::bot::Bot;
use super::person::Person;

/// In the environment of a process that is to die: at which point, and at which time of passing it.
const DIES_AT: &str = "LOTSE_TEST_DIES_AT";
/// Its settings.
const CONFIG: &str = "LOTSE_TEST_CONFIG";

/// Ends the process on the spot.
#[derive(Debug)]
struct Death {
    point: String,
    passes: AtomicUsize,
}

impl Probe for Death {
    fn reached(&self, point: Point) {
        if format!("{point:?}") == self.point && self.passes.fetch_sub(1, Ordering::SeqCst) == 1 {
            std::process::abort();
        }
    }
}

/// The body of a process that dies; in any other process there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_dies() {
    let (Ok(at), Ok(config)) = (std::env::var(DIES_AT), std::env::var(CONFIG)) else { return };
    let (point, passes) = at.split_once(':').unwrap();
    let probe = Death { point: point.to_owned(), passes: AtomicUsize::new(passes.parse().unwrap()) };
    let settings = Settings::read(config.as_ref(), |_| None).unwrap();
    let _bot = app::Bot::start(&settings, Arc::new(SystemClock::default()), Arc::new(probe)).await.unwrap();
    std::future::pending::<()>().await;
}

impl Bot {
    /// Starts it so that it dies when it passes this point for the `pass`th time.
    fn start_doomed(&mut self, point: Point, pass: usize) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "matrix::crashes::the_process_that_dies", "--nocapture"])
            .env(DIES_AT, format!("{point:?}:{pass}"))
            .env(CONFIG, self.settings());
        self.start_as(command);
    }
}

/// A contact whose case a navigator has, so that every word of one reaches the other.
pub(super) async fn in_conversation(
    bot: &Bot,
    anna: &Person,
    rosa: &Person,
) -> (matrix_sdk::Room, matrix_sdk::Room) {
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says(&chat, "mensch").await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    anna.hears("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    (chat, case)
}

async fn survives(point: Point) {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    let (chat, case) = in_conversation(&bot, &anna, &rosa).await;
    bot.stop();
    for round in 0..3 {
        let (told, answered) = (format!("Satz {round}."), format!("Antwort {round}."));
        bot.start_doomed(point, 1);
        rosa.says(&chat, &told).await;
        assert!(!bot.ended().await.success(), "it was to die: {}", bot.log());
        bot.start_doomed(point, 1);
        anna.says(&case, &format!("!a {answered}")).await;
        assert!(!bot.ended().await.success(), "it was to die: {}", bot.log());
        bot.start();
        anna.hears(&told).await;
        rosa.hears(&answered).await;
        bot.stop();
    }
    bot.start();
    rosa.says(&chat, "Ende.").await;
    anna.hears("Ende.").await;
    for round in 0..3 {
        assert_eq!(anna.heard_so_far(&format!("Satz {round}.")), 1);
        assert_eq!(rosa.heard_so_far(&format!("Antwort {round}.")), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_the_sync_and_before_the_inbox() {
    // F1
    survives(Point::Arrived).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_after_the_send_and_before_the_mark() {
    // F15
    survives(Point::Sent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_came_while_the_bot_was_down_is_heard() {
    // F3
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna]).await;
    let (chat, _) = in_conversation(&bot, &anna, &rosa).await;
    bot.kill();
    for number in 0..300 {
        rosa.says(&chat, &format!("Zeile {number}.")).await;
    }
    bot.start();
    for number in 0..300 {
        anna.hears(&format!("Zeile {number}.")).await;
    }
    assert_eq!(anna.heard_so_far("Zeile "), 300);
}
