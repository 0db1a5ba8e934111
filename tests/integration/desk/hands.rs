//! A case changes hands: given back, opened, handed over, blocked.

use lotse::dialogue::ContactInput;

use super::rosa_and_lea;
use crate::stage::{Stage, all_text};

#[tokio::test]
async fn a_case_given_back_goes_to_the_next_with_everything_that_was_said() {
    let mut stage = rosa_and_lea().await;
    let desk = all_text(&stage.types("lea", "!zurückgeben").await);
    assert!(desk.contains("lea hat Fall 1 zurückgegeben") && desk.contains("Fall 1 wartet"), "{desk}");
    let told = stage.world.told_to("rosa");
    assert_eq!(told.len(), 1, "one calm sentence: {}", all_text(&told));
    assert!(all_text(&told).contains("jemand anderes"), "{}", all_text(&told));
    stage.says("rosa", "Ja, er liegt im Schrank.").await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new(), "nobody has the case: it is held");
    stage.restart().await;
    let tom = all_text(&stage.types("tom", "!übernehmen").await);
    let places: Vec<_> = [
        "Amt oder Aufgabe: Gemeinderat",
        "1. ",
        "Es kam wieder ein Brief.",
        "Haben Sie ihn aufgehoben?",
        "Ja, er liegt im Schrank.",
        "Fall 1 ist jetzt bei Ihnen",
    ]
    .map(|words| tom.find(words).unwrap_or_else(|| panic!("{words:?} is missing in {tom}")))
    .into();
    assert!(places.is_sorted(), "in this order: {tom}");
    assert_eq!(tom.matches("Es kam wieder ein Brief.").count(), 1, "{tom}");
}

#[tokio::test]
async fn only_whoever_has_a_case_can_give_it_back_or_block() {
    // F21
    let stage = rosa_and_lea().await;
    for line in ["!zurückgeben 1", "!sperren 1", "!schließen"] {
        let desk = all_text(&stage.types("tom", line).await);
        assert!(desk.contains("hat schon lea übernommen"), "{line}: {desk}");
    }
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    stage.types("lea", "!zurückgeben").await;
    stage.world.told_to("rosa");
    let desk = all_text(&stage.types("lea", "!a Noch etwas").await);
    assert!(desk.contains("noch niemand übernommen"), "{desk}");
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
}

#[tokio::test]
async fn a_closed_case_is_opened_by_whoever_had_it_or_names_it() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    stage.world.told_to("rosa");
    let tom = all_text(&stage.types("tom", "!öffnen").await);
    assert!(tom.contains("Nummer"), "{tom}");
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    let lea = all_text(&stage.types("lea", "!öffnen").await);
    assert!(lea.contains("Fall 1 ist bei lea"), "{lea}");
    assert!(!lea.contains("Bogen:"), "she knows it: {lea}");
    assert!(all_text(&stage.world.told_to("rosa")).contains("ein Mensch"));
    stage.types("lea", "!schließen").await;
    let tom = all_text(&stage.types("tom", "!öffnen 1").await);
    assert!(tom.contains("Bogen:") && tom.contains("Es kam wieder ein Brief."), "{tom}");
    stage.world.told_to("rosa");
    stage.types("lea", "!a Hier ist Lea").await;
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    stage.types("tom", "!a Hier ist Tom").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Hier ist Tom"));
}

#[tokio::test]
async fn nothing_of_a_blocked_contact_reaches_the_desk() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!sperren").await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("notfall") && told.contains("110"), "{told}");
    stage.world.told_at_the_desk();
    for line in ["Was soll das?", "mensch", "neu", "/start", "hilfe", "1", "ja"] {
        assert_eq!(stage.says("rosa", line).await, Vec::new(), "{line}");
    }
    let card = all_text(&stage.says("rosa", "Ich will nicht mehr leben").await);
    assert!(card.contains("TelefonSeelsorge"), "{card}");
    let card = all_text(&stage.says("rosa", "notfall").await);
    assert!(card.contains("110"), "{card}");
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    let refused = all_text(&stage.types("lea", "!öffnen").await);
    assert!(refused.contains("gesperrt"), "{refused}");

    stage.types("tom", "!entsperren 1").await;
    stage.world.told_to("rosa");
    stage.says("rosa", "Darf ich wieder?").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Darf ich wieder?") && !desk.contains("Was soll das?"), "{desk}");
}

#[tokio::test]
async fn somebody_blocked_can_delete_everything() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!sperren").await;
    stage.says("rosa", "löschen").await;
    let told = all_text(&stage.says("rosa", "ja").await);
    assert!(told.contains("gelöscht"), "{told}");
    assert!(stage.conversation("rosa").await.is_none());
}

#[tokio::test]
async fn a_case_goes_to_a_colleague_if_the_contact_agrees() {
    // F22
    let stage = rosa_and_lea().await;
    let lea = all_text(&stage.types("lea", "!übergeben @Tom").await);
    assert!(lea.contains("gefragt, ob tom"), "{lea}");
    let asked = stage.world.told_to("rosa");
    assert_eq!(asked.last().unwrap().choices.len(), 2, "{}", all_text(&asked));
    stage.says("rosa", "Wer ist das denn?").await;
    let lea = all_text(&stage.world.told_at_the_desk());
    assert!(lea.contains("Wer ist das denn?") && !lea.contains("bei tom"), "all stays: {lea}");
    let told = all_text(&stage.says("rosa", "ja").await);
    assert!(told.contains("eine andere Person"), "{told}");
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Fall 1 ist jetzt bei tom") && desk.contains("Bogen:"), "{desk}");
    assert!(desk.contains("Es kam wieder ein Brief.") && desk.contains("aufgehoben?"), "{desk}");
    assert!(!desk.contains("schreibt:\nja"), "the answer is no message: {desk}");
    let lea = all_text(&stage.types("lea", "!a Ich noch einmal").await);
    assert!(lea.contains("hat schon tom übernommen"), "{lea}");
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    stage.types("tom", "!a Hier ist Tom").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Hier ist Tom"));
}

#[tokio::test]
async fn after_a_no_all_stays_and_the_navigator_is_told() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!übergeben tom").await;
    stage.says("rosa", "nein").await;
    let lea = all_text(&stage.world.told_at_the_desk());
    assert!(lea.contains("möchte nicht zu tom wechseln"), "{lea}");
    stage.types("lea", "!a Gut, dann mache ich weiter.").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("dann mache ich weiter"));
    stage.says("rosa", "ja").await;
    let lea = all_text(&stage.world.told_at_the_desk());
    assert!(lea.contains("schreibt:\nja"), "no question is open any more: {lea}");
}

#[tokio::test]
async fn a_second_transfer_replaces_the_first_and_only_whoever_has_the_case_may_ask() {
    // F21
    let stage = rosa_and_lea().await;
    let tom = all_text(&stage.types("tom", "!übergeben mia").await);
    assert!(tom.contains("hat schon lea übernommen"), "{tom}");
    stage.types("lea", "!übergeben tom").await;
    stage.types("lea", "!übergeben mia").await;
    stage.says("rosa", "1").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("ist jetzt bei mia") && !desk.contains("ist jetzt bei tom"), "{desk}");
}

#[tokio::test]
async fn an_answer_that_comes_too_late_changes_nothing() {
    let stage = rosa_and_lea().await;
    let tapped = |choice: &str| ContactInput::Tapped { step: None, choice: choice.to_owned() };
    stage.types("lea", "!übergeben tom").await;
    stage.types("lea", "!zurückgeben").await;
    stage.types("mia", "!übernehmen").await;
    stage.world.told_at_the_desk();
    stage.does("rosa", tapped("uebergabe-ja")).await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    stage.says("rosa", "ja").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("schreibt:\nja"), "it is for whoever has the case: {desk}");
    stage.types("mia", "!a Hier ist Mia").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Hier ist Mia"));
}

#[tokio::test]
async fn once_the_navigator_has_written_again_a_plain_yes_is_for_them_and_a_tap_still_counts() {
    let stage = rosa_and_lea().await;
    stage.types("lea", "!übergeben tom").await;
    stage.types("lea", "!a Ist der Brief unterschrieben?").await;
    stage.says("rosa", "ja").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("schreibt:\nja") && !desk.contains("ist jetzt bei tom"), "{desk}");
    stage.does("rosa", ContactInput::Tapped { step: None, choice: "uebergabe-ja".to_owned() }).await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("ist jetzt bei tom"), "{desk}");
}

#[tokio::test]
async fn a_name_nobody_has_is_answered_with_the_names_there_are() {
    let stage = rosa_and_lea().await;
    let lea = all_text(&stage.types("lea", "!übergeben @ole").await);
    assert!(lea.contains("tom, mia") && !lea.contains("lea,"), "{lea}");
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
}

#[tokio::test]
async fn nobody_gets_a_case_who_has_left_the_desk_meanwhile() {
    let mut stage = rosa_and_lea().await;
    stage.types("lea", "!übergeben tom").await;
    stage.duty.roster.retain(|navigator| navigator.name.reveal() != "tom");
    stage.restart().await;
    stage.world.told_to("rosa");
    stage.says("rosa", "ja").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("tom arbeitet nicht mehr") && !desk.contains("Bogen:"), "{desk}");
    stage.types("lea", "!a Ich bleibe da.").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Ich bleibe da."));
}

#[tokio::test]
async fn where_nobody_else_is_a_case_cannot_be_handed_over() {
    let mut stage = rosa_and_lea().await;
    stage.duty.roster.clear();
    stage.restart().await;
    let lea = all_text(&stage.types("lea", "!übergeben tom").await);
    assert!(lea.contains("niemand sonst da"), "{lea}");
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
}

/// Lea works somewhere else now.
async fn lea_leaves(stage: &mut Stage) {
    stage.duty.roster.retain(|navigator| navigator.name.reveal() != "lea");
    stage.restart().await;
    stage.world.told_at_the_desk();
    stage.world.told_to("rosa");
}

#[tokio::test]
async fn a_case_of_somebody_who_has_left_the_desk_waits_again_and_all_are_told() {
    // F30
    let mut stage = rosa_and_lea().await;
    stage.types("lea", "!übergeben tom").await;
    stage.types("tom", "!offen").await;
    stage.world.told_to("rosa");
    stage.duty.roster.retain(|navigator| navigator.name.reveal() != "lea");
    stage.restart().await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("lea steht nicht mehr in den Einstellungen. Fall 1 wartet wieder."), "{desk}");
    assert!(desk.contains("Übernehmen: !übernehmen 1") && !desk.contains("Es kam wieder"), "{desk}");
    let told = stage.world.told_to("rosa");
    assert_eq!(told.len(), 1, "one calm sentence: {}", all_text(&told));
    assert!(all_text(&told).contains("jemand anderes"), "{}", all_text(&told));

    // The question whether Tom may take over is no longer asked, and Rosa's yes is for whoever comes.
    stage.says("rosa", "ja").await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new(), "it is held, and not said to Lea");
    stage.restart().await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new(), "it was told already");
    stage.pass(jiff::SignedDuration::from_mins(20)).await;
    assert!(all_text(&stage.world.told_at_the_desk()).contains("Wer kann übernehmen?"));
    let mia = all_text(&stage.types("mia", "!übernehmen").await);
    let places: Vec<_> =
        ["Bogen:", "Es kam wieder ein Brief.", "schreibt:\nja", "Fall 1 ist jetzt bei Ihnen"]
            .map(|words| mia.find(words).unwrap_or_else(|| panic!("{words:?} is missing in {mia}")))
            .into();
    assert!(places.is_sorted(), "in this order: {mia}");
    stage.types("mia", "!a Hier ist Mia.").await;
    assert!(all_text(&stage.world.told_to("rosa")).contains("Hier ist Mia."));
}

#[tokio::test]
async fn what_somebody_typed_before_they_left_is_not_carried_out_any_more() {
    // It came in before the stop, and is handled after it.
    let mut stage = rosa_and_lea().await;
    stage.types("lea", "!zurückgeben").await;
    lea_leaves(&mut stage).await;
    for line in ["!übernehmen 1", "!a Ich bin es noch.", "!offen", "nur so"] {
        assert_eq!(stage.types("lea", line).await, Vec::new(), "{line}");
    }
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    let tom = all_text(&stage.types("tom", "!übernehmen 1").await);
    assert!(tom.contains("Fall 1 ist jetzt bei Ihnen") && tom.contains("Bogen:"), "{tom}");
}

#[tokio::test]
async fn whoever_stays_at_the_desk_keeps_their_cases() {
    let mut stage = rosa_and_lea().await;
    stage.duty.roster.retain(|navigator| navigator.name.reveal() != "tom");
    stage.restart().await;
    assert_eq!(stage.world.told_at_the_desk(), Vec::new());
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
}

#[tokio::test]
async fn a_case_of_somebody_who_has_left_the_desk_can_be_taken_by_anybody() {
    let mut stage = rosa_and_lea().await;
    lea_leaves(&mut stage).await;
    let tom = all_text(&stage.types("tom", "!übernehmen 1").await);
    assert!(tom.contains("Bogen:") && tom.contains("Es kam wieder ein Brief."), "{tom}");
    let mia = all_text(&stage.types("mia", "!übernehmen 1").await);
    assert!(mia.contains("hat schon tom übernommen"), "{mia}");
}

#[tokio::test]
async fn a_case_opened_again_goes_to_the_queue_if_whoever_had_it_has_left() {
    let mut stage = rosa_and_lea().await;
    stage.types("lea", "!schließen").await;
    lea_leaves(&mut stage).await;
    let told = all_text(&stage.says("rosa", "Noch ein Brief.").await);
    assert!(told.contains("wieder offen"), "{told}");
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Fall 1 wartet") && !desk.contains("Noch ein Brief."), "{desk}");
    let tom = all_text(&stage.types("tom", "!übernehmen").await);
    assert!(tom.find("Es kam wieder ein Brief.") < tom.find("Noch ein Brief."), "{tom}");
    assert!(tom.contains("Bogen:") && tom.contains("Noch ein Brief."), "{tom}");
}
