//! What becomes of a message that the homeserver does not take at once.

use std::collections::BTreeSet;
use std::time::Duration;

use lotse::model::{Clock as _, SystemClock, Timestamp};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use super::Guest;
use super::known::{Known, Try};
use super::server::{Homeserver, answer, refusal, sending};

/// The bot works already; then Rosa is greeted, with these faults at the very first message. The tries of that message,
/// and the first of the next.
async fn greeted_in_spite_of(faults: impl AsyncFnOnce(&Homeserver)) -> (Vec<Try>, Try) {
    let home = Homeserver::new().await;
    let mut bot = Guest::at(&home).await;
    home.opens_chat("ole");
    home.says("ole", 2).await;
    faults(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 2).await;
    bot.stop().await;
    let mut tries = home.known(|known| known.tries("rosa"));
    let first = tries[0].transaction.clone();
    let next = tries.split_off(tries.iter().position(|sent| sent.transaction != first).unwrap());
    assert_eq!(home.known(|known| known.said("rosa")), 2, "something was said twice");
    assert!(next.iter().all(|sent| sent.transaction != first), "{tries:?} {next:?}");
    (tries, next[0].clone())
}

/// Of two messages the first is refused for good: it is tried once, and the other is said.
async fn the_next_is_said_after(refusal: ResponseTemplate) {
    let home = Homeserver::new().await;
    home.answers(&sending("rosa"), 1, refusal).await;
    let _bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.says("rosa", 1).await;
    let tries = home.known(|known| known.tries("rosa"));
    assert_eq!(tries.len(), 2);
    assert_ne!(tries[0].transaction, tries[1].transaction);
}

fn patience(mut refusal: Value) -> ResponseTemplate {
    refusal["errcode"] = json!("M_LIMIT_EXCEEDED");
    refusal["error"] = json!("Too fast.");
    ResponseTemplate::new(429).set_body_json(refusal)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_patience_in_the_body_gets_it() {
    // F8
    let asked = patience(json!({ "retry_after_ms": 2500 }));
    let (tries, _) = greeted_in_spite_of(async |home| home.answers(&sending("rosa"), 1, asked).await).await;
    assert_eq!(tries.len(), 2);
    assert!(tries[1].at - tries[0].at >= Duration::from_millis(2500), "{tries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_patience_in_the_header_gets_it() {
    // F8
    let asked = patience(json!({})).insert_header("Retry-After", "3");
    let (tries, _) = greeted_in_spite_of(async |home| home.answers(&sending("rosa"), 1, asked).await).await;
    assert_eq!(tries.len(), 2);
    assert!(tries[1].at - tries[0].at >= Duration::from_secs(3), "{tries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_patience_until_a_certain_time_gets_it() {
    // F8
    let mut until = Timestamp::UNIX_EPOCH;
    let (tries, _) = greeted_in_spite_of(async |home| {
        // A date has whole seconds.
        until = Timestamp::from_second(SystemClock::default().now().as_second() + 6).unwrap();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&until).unwrap();
        home.answers(&sending("rosa"), 1, patience(json!({})).insert_header("Retry-After", date.as_str()))
            .await;
    })
    .await;
    assert_eq!(tries.len(), 2);
    assert!(tries[1].when >= until, "{tries:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_patience_without_saying_how_long_gets_more_and_more() {
    // F8
    let asked = patience(json!({}));
    let (tries, next) =
        greeted_in_spite_of(async |home| home.answers(&sending("rosa"), 2, asked).await).await;
    assert_eq!(tries.len(), 3);
    assert!(tries[1].at - tries[0].at >= Duration::from_secs(1), "{tries:?}");
    assert!(tries[2].at - tries[1].at >= Duration::from_secs(2), "{tries:?}");
    assert!(next.at > tries[2].at, "the second message overtook the first: {tries:?} {next:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_that_fails_is_asked_again() {
    let faults = [
        ResponseTemplate::new(500).set_body_json(json!({ "errcode": "M_UNKNOWN", "error": "Oh." })),
        // What stands in front of it answers in its place.
        ResponseTemplate::new(502).set_body_raw("<html>Bad Gateway</html>", "text/html"),
        // A success that is none.
        ResponseTemplate::new(200).set_body_raw("<html>Wartung</html>", "text/html"),
    ];
    let (tries, next) = greeted_in_spite_of(async |home| {
        for fault in faults {
            home.answers(&sending("rosa"), 1, fault).await;
        }
    })
    .await;
    assert_eq!(tries.len(), 4);
    assert!(next.at > tries[3].at, "the second message overtook the first: {tries:?} {next:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_ends_is_opened_again() {
    let (tries, _) = greeted_in_spite_of(async |home| home.hangs_up(&sending("rosa")).await).await;
    assert_eq!(tries.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_is_said_once() {
    // F15
    let (tries, _) = greeted_in_spite_of(async |home| home.takes_and_hangs_up(&sending("rosa")).await).await;
    assert_eq!(tries.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_homeserver_that_falls_silent_is_asked_again() {
    let silent = answer(&json!({ "event_id": "$too-late" })).set_delay(Duration::from_mins(2));
    let (tries, _) = greeted_in_spite_of(async |home| home.answers(&sending("rosa"), 1, silent).await).await;
    assert_eq!(tries.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_too_large_does_not_keep_back_the_next() {
    // F9, F10
    the_next_is_said_after(refusal(413, "M_TOO_LARGE")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_the_homeserver_does_not_understand_does_not_keep_back_the_next() {
    // F9
    the_next_is_said_after(refusal(400, "M_BAD_JSON")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_be_written_to_is_not_written_to_for_ever() {
    // F7, F9
    let home = Homeserver::new().await;
    home.answers(&sending("rosa"), u64::MAX, refusal(403, "M_FORBIDDEN")).await;
    let mut bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.until("both greetings were refused", |known| known.tries("rosa").len() >= 2).await;
    // Others are greeted all the same.
    home.opens_chat("ole");
    home.says("ole", 2).await;
    // What she writes is answered, in case she may be written to again.
    home.writes("rosa", "ja");
    home.until("the answer was refused", |known| known.tries("rosa").len() >= 3).await;
    // After a restart nothing of it is tried again; only the last may not have been refused in time.
    bot.restart().await;
    home.opens_chat("ida");
    home.says("ida", 2).await;
    home.writes("rosa", "nein");
    home.until("the next answer was refused", |known| transactions(known).len() >= 4).await;
    let tries = home.known(|known| known.tries("rosa"));
    for refused in &tries[..2] {
        let times = tries.iter().filter(|sent| sent.transaction == refused.transaction).count();
        assert_eq!(times, 1, "a refused message was tried again: {tries:?}");
    }
}

/// What the bot tried to tell Rosa.
fn transactions(known: &Known) -> BTreeSet<String> {
    known.tries("rosa").into_iter().map(|sent| sent.transaction).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_fails_keeps_back_nobody_else() {
    // F9
    let home = Homeserver::new().await;
    home.answers(&sending("rosa"), u64::MAX, ResponseTemplate::new(503)).await;
    let _bot = Guest::at(&home).await;
    home.opens_chat("rosa");
    home.until("Rosa's room fails", |known| !known.tries("rosa").is_empty()).await;
    home.opens_chat("ole");
    home.says("ole", 2).await;
    assert_eq!(home.known(|known| known.said("rosa")), 0);
}
