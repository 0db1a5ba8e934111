//! The bot speaks with each person alone.

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

/// F6.
#[tokio::test]
async fn a_group_that_becomes_another_harms_nobody() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    let group = house.bot.group("Fraktion", &[&rosa]).await;
    group.migrates().await;
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
