//! Fetch, make durable, confirm: in this order, whatever fails.

use std::sync::Arc;
use std::time::Duration;

use lotse::channel::telegram::ConnectError;
use telegram_double::{Clock, Fault, Trouble};

use super::house::{CONSENT, House};
use super::inlets::Full;
use crate::stage::all_text;

/// F2: what could not be made durable is not confirmed, and comes again.
#[tokio::test]
async fn an_update_that_cannot_be_stored_is_not_confirmed() {
    let mut house = House::closed().await;
    let inlet = house.open_behind(|inbox| Full::new(inbox, 2)).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    inlet.has_refused(1).await;
    assert_eq!(house.bot.pending(), 1, "it was confirmed before it was durable");
    rosa.sees(CONSENT).await;
    house.settles().await;
    assert_eq!(inlet.left(), 0);
}

/// F16.
#[tokio::test]
async fn an_update_that_comes_again_has_no_effect() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Das schreibe ich einmal.").await;
    rosa.writes("Und das auch.").await;
    house.settles().await;
    assert!(house.bot.gets_again(5) > 0);
    house.settles().await;
    let read = all_text(&house.desk_sees().await);
    assert_eq!(read.matches("Das schreibe ich einmal.").count(), 1, "{read}");
    assert_eq!(read.matches("Und das auch.").count(), 1, "{read}");
}

/// What was written while nobody listened is not dropped.
#[tokio::test]
async fn what_was_written_in_between_comes_in_after_a_restart_in_its_order() {
    let mut house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.close().await;
    for number in 0..5 {
        rosa.writes(&format!("Satz {number}.")).await;
    }
    house.open().await;
    let read = house.desk_sees().await;
    let sentences: Vec<_> =
        read.iter().filter_map(|message| message.text.split("Satz ").nth(1)).map(|rest| &rest[..1]).collect();
    assert_eq!(sentences, ["0", "1", "2", "3", "4"]);
}

/// How long Telegram keeps what happens while nobody listens: written words a day, a tap two and a half minutes.
#[tokio::test]
async fn words_wait_for_a_day_and_a_tap_for_two_and_a_half_minutes() {
    let clock = Clock::at(1_800_000_000);
    let mut house = House::closed_at(clock.clone()).await;
    house.open().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    house.settles().await;
    house.close().await;
    rosa.taps(&asked, "Ja").await;
    clock.advance(Duration::from_secs(149));
    house.open().await;
    let asked = rosa.sees("in Gefahr").await;
    house.settles().await;
    house.close().await;
    rosa.taps(&asked, "Nein").await;
    clock.advance(Duration::from_secs(151));
    rosa.writes("hilfe").await;
    clock.advance(Duration::from_hours(23));
    house.open().await;
    rosa.sees("Das können Sie jederzeit schreiben").await;
    house.settles().await;
    assert_eq!(house.step(&rosa).await.as_deref(), Some("gefahr"), "a tap was kept for so long");
    rosa.taps_as_seen(&asked, "Nein").await.answered().await;
    rosa.sees("Worum geht es").await;
}

/// F12.
#[tokio::test]
async fn a_second_listener_is_survived() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let conflict = house.bot.suffers(Fault::new(Trouble::Conflict).on("getUpdates").times(2));
    rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
    rosa.writes("nein").await;
    conflict.struck(2).await;
    rosa.sees("Worum geht es").await;
}

/// F12, with a real one: two processes with one token.
#[tokio::test]
async fn two_listeners_with_one_token_lose_nothing_and_say_nothing_twice() {
    let mut house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let (second, inlet) = (house.telegram(), house.stage.runtime().inlet());
    let other = {
        let second = Arc::clone(&second);
        tokio::spawn(async move { second.listen(inlet).await })
    };
    house.writes_all(&rosa, &["ja", "nein", "selbst"]).await;
    second.stop();
    other.await.unwrap().unwrap();
    rosa.writes("Gemeinderat").await;
    rosa.sees("In welchem Bundesland?").await;
    house.settles().await;
    let asked =
        rosa.lines().iter().filter(|line| line.message.text.contains("In welchem Bundesland?")).count();
    assert_eq!(asked, 1, "{}", rosa.transcript());
    house.close().await;
}

/// Navigators and contacts of other channels need the bot all the same.
#[tokio::test]
async fn a_token_that_is_revoked_later_is_waited_for() {
    let mut house = House::closed().await;
    house.pauses.refused = Duration::from_millis(20);
    house.open().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let revoked = house.bot.suffers(Fault::refused(401, "Unauthorized"));
    rosa.writes("ja").await;
    revoked.struck(3).await;
    assert!(house.listens(), "it has ended, and the desk with it");
    revoked.lift();
    rosa.sees("in Gefahr").await;
}

#[tokio::test]
async fn a_token_that_nobody_knows_ends_it_with_a_word() {
    let mut house = House::closed().await;
    std::fs::write(house.file("token"), "99:niemand").unwrap();
    house.open().await;
    assert!(matches!(house.ends().await, Err(ConnectError::Token)));
}

#[tokio::test]
async fn connections_that_break_are_survived() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    for trouble in
        [Trouble::LostBefore, Trouble::LostAfter, Trouble::Malformed, Trouble::Flood { retry_after: 1 }]
    {
        let fault = house.bot.suffers(Fault::new(trouble).on("getUpdates").times(1));
        // The first poll was begun before the fault was laid out; the second meets it.
        rosa.writes("hilfe").await;
        rosa.sees("Das können Sie jederzeit schreiben").await;
        fault.struck(1).await;
        rosa.writes("hilfe").await;
        rosa.sees("Das können Sie jederzeit schreiben").await;
    }
}

/// Telegram's numbers grow for as long as there is a bot.
#[tokio::test]
async fn a_number_of_more_than_32_bits_is_confirmed() {
    let house = House::new().await;
    house.bot.counts_updates_from(i64::from(i32::MAX) + 7);
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    house.bot.has_confirmed_all().await;
}

/// Telegram gives updates to nobody who asks as long as it has an address to bring them to.
#[tokio::test]
async fn an_address_of_earlier_times_is_taken_back() {
    let mut house = House::closed().await;
    let (url, listen) = super::webhooks::address();
    std::fs::write(house.file("secret"), "ein-Geheimnis-fuer-den-Boten").unwrap();
    house.settings.webhook_url = Some(url);
    house.settings.webhook_listen = listen;
    house.settings.webhook_secret_file = Some(house.file("secret"));
    house.open().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    assert!(!asked.text.is_empty());
    house.settles().await;
    house.close().await;
    house.settings.webhook_url = None;
    house.open().await;
    rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
}

/// A start without Telegram must not keep the desk from its work.
#[tokio::test]
async fn telegram_may_be_away_at_the_start() {
    let mut house = House::closed().await;
    let away = house.bot.suffers(Fault::new(Trouble::LostBefore).on("getMe").times(1));
    house.open().await;
    away.struck(1).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
}
