//! The bot speaks with each person alone.

use std::time::Duration;

use telegram_double::Fault;

use super::house::{CONSENT, House};

#[tokio::test]
async fn a_group_is_left_in_one_sentence() {
    let house = House::new().await;
    let (rosa, ole) = (house.bot.person("Rosa"), house.bot.person("Ole"));
    let group = house.bot.group("Fraktion", &[&rosa, &ole]).await;
    let there = group.member(&rosa);
    there.sees("nur in Gesprächen zu zweit").await;
    house.settles().await;
    house.bot.has_confirmed_all().await;
    let said = there.lines().iter().filter(|line| line.by_bot && line.shows()).count();
    assert_eq!(said, 1, "{}", there.transcript());
    assert!(house.conversation(&there).await.is_none(), "the group became a contact");
}

/// F6: under its new number it is a group like any other. The old one is gone, and nothing is said there.
#[tokio::test]
async fn a_group_that_becomes_another_is_left_under_its_new_number() {
    let mut house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.close().await;
    let group = house.bot.group("Fraktion", &[&rosa]).await;
    let larger = group.migrates().await;
    let left = house.bot.suffers(Fault::slow(Duration::ZERO).on("leaveChat").in_chat(larger.id()));
    house.open().await;
    larger.member(&rosa).sees("nur in Gesprächen zu zweit").await;
    left.struck(1).await;
    assert!(house.conversation(&larger.member(&rosa)).await.is_none(), "the group became a contact");
    house.settles().await;
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
}

#[tokio::test]
async fn being_thrown_out_of_a_group_harms_nobody() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    let group = house.bot.group("Fraktion", &[&rosa]).await;
    group.kicks_bot().await;
    house.settles().await;
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
}
