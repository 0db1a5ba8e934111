//! What happens between the rules: questions that overlap, cases that were closed, words that come late.

use jiff::SignedDuration;
use lotse::desk::{self, Duty, Input, Navigator, Next, Notice, Outgoing, Room};
use lotse::model::CaseNumber;

use crate::stage::{Stage, address, all_text, content};

/// A human was asked for in mid-intake; Lea has the case.
async fn with_lea() -> Stage {
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein", "selbst", "mensch"]).await;
    stage.types("lea", "!übernehmen").await;
    stage
}

#[tokio::test]
async fn answers_that_go_along_after_closing_open_the_case_again() {
    let stage = with_lea().await;
    stage.types("lea", "!schließen").await;
    stage.world.told_at_the_desk();
    stage.says("rosa", "Ja, mitgeben").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("ist wieder offen") && desk.contains("Worum es geht: Um mich selbst"), "{desk}");
    let open = all_text(&stage.types("lea", "!offen").await);
    assert!(open.contains("Fall 1"), "{open}");
}

#[tokio::test]
async fn the_choice_to_share_keeps_its_meaning_while_it_is_open() {
    let stage = with_lea().await;
    stage.types("lea", "!a Guten Tag").await;
    stage.says("rosa", "Ja, mitgeben").await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Worum es geht: Um mich selbst"), "{desk}");

    let stage = with_lea().await;
    stage.says_all("rosa", &["löschen", "nein", "ja"]).await;
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(desk.contains("Worum es geht: Um mich selbst"), "{desk}");
}

#[tokio::test]
async fn offers_found_by_a_navigator_keep_their_condition_and_their_number() {
    let stage = with_lea().await;
    let found = all_text(&stage.types("lea", "!angebote vbrg").await);
    let mut numbers = found.lines().filter_map(|line| line.split_once(". ")?.0.parse::<u32>().ok());
    let number = numbers.next_back().expect("nothing was found");
    stage.world.told_to("rosa");
    stage.types("lea", &format!("!senden {number}")).await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("Nur, wenn das Motiv passt"), "{told}");
    assert!(told.contains(&format!("\n{number}. ")), "{told}");
}

#[tokio::test]
async fn a_number_after_schliessen_names_the_case() {
    let stage = with_lea().await;
    let desk = all_text(&stage.types("lea", "!schließen 7").await);
    assert!(desk.contains("Einen Fall 7 gibt es nicht"), "{desk}");
    assert!(!all_text(&stage.world.told_to("rosa")).contains("abgeschlossen"));
}

#[tokio::test]
async fn whoever_does_not_want_a_new_intake_keeps_the_case_they_had() {
    let stage = with_lea().await;
    stage.types("lea", "!schließen").await;
    stage.says_all("rosa", &["neu", "nein"]).await;
    assert!(stage.conversation("rosa").await.is_some_and(|known| known.case.is_some()));
    let asked = all_text(&stage.says_all("rosa", &["neu", "löschen"]).await);
    assert!(asked.contains("wirklich"), "{asked}");
    stage.says_all("rosa", &["nein", "nein"]).await;
    stage.world.told_at_the_desk();
    stage.says("rosa", "Es ist wieder etwas geschehen.").await;
    assert!(all_text(&stage.world.told_at_the_desk()).contains("wieder etwas geschehen"));
}

#[tokio::test]
async fn a_new_intake_after_a_closed_case_ends_when_it_was_said_to() {
    // F32
    let stage = with_lea().await;
    stage.types("lea", "!schließen").await;
    stage.says_all("rosa", &["neu", "ja", "nein", "selbst"]).await;
    assert_eq!(stage.step("rosa").await.as_deref(), Some("rolle"));
    stage.pass(SignedDuration::from_hours(15 * 24)).await;
    assert_eq!(stage.step("rosa").await, None, "the answers are gone after fourteen days");
    assert!(stage.conversation("rosa").await.is_some(), "the closed case is kept for ninety days");
    stage.pass(SignedDuration::from_hours(76 * 24)).await;
    assert!(stage.conversation("rosa").await.is_none());
}

#[tokio::test]
async fn a_yes_after_days_deletes_nothing() {
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein", "löschen"]).await;
    stage.pass(SignedDuration::from_hours(7 * 24)).await;
    stage.says("rosa", "ja").await;
    assert!(stage.conversation("rosa").await.is_some());
}

#[tokio::test]
async fn nothing_cheerful_comes_before_the_emergency_card() {
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "nein", "stopp"]).await;
    let told = stage.says("rosa", "er steht vor der Tür").await;
    assert!(told[0].text.contains("110"), "{}", all_text(&told));
    assert!(!all_text(&told).contains("Schön, dass Sie wieder da sind"));
}

#[tokio::test]
async fn a_navigator_who_forgets_the_command_is_told_again_after_a_while() {
    let stage = with_lea().await;
    let told = |desk: Vec<_>| all_text(&desk).contains("Das bleibt intern");
    assert!(told(stage.types("lea", "Guten Tag, Frau Rosa").await));
    assert!(!told(stage.types("lea", "notiere ich mir").await));
    stage.clock.advance(SignedDuration::from_mins(11));
    assert!(told(stage.types("lea", "Wie geht es Ihnen?").await));
}

#[tokio::test]
async fn evidence_in_words_has_a_length_like_any_text() {
    let stage = Stage::new().await;
    let long = "x".repeat(2_001);
    let way = [
        "Hallo",
        "ja",
        "nein",
        "selbst",
        "rat",
        "Bayern",
        "Drohung, fertig",
        "nicht",
        "sprechen, fertig",
        "ja",
    ];
    stage.says_all("rosa", &way).await;
    while stage.step("rosa").await.as_deref() != Some("belege") {
        stage.says("rosa", "überspringen").await;
    }
    let told = all_text(&stage.says("rosa", &long).await);
    assert!(told.contains("zu lang"), "{told}");
}

#[tokio::test]
async fn what_was_meant_for_a_case_that_is_gone_falls_upon_no_other() {
    // The contact deletes and begins anew between the moment a line is routed to case 1 and its turn.
    let stage = Stage::new().await;
    stage.says_all("rosa", &["mensch", "löschen", "ja", "mensch"]).await;
    let anew = stage.conversation("rosa").await.unwrap();
    assert_eq!(anew.case.as_ref().unwrap().number, CaseNumber(2));
    let late = Input::Navigator {
        by: Navigator { address: address("lea"), name: "lea".into() },
        case: CaseNumber(1),
        room: Room::Queue,
        typed: desk::parse("!übernehmen 1"),
    };
    let (scene, _) = content();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let mut no_number = || panic!("no case is to be opened");
    let decided = desk::decide(
        Some(anew.clone()),
        &address("rosa"),
        late,
        &scene,
        &Duty::default(),
        &mut no_number,
        now,
    );
    assert_eq!(decided.outgoing, [Outgoing::Queue(Notice::NoSuchCase(CaseNumber(1)))]);
    assert_eq!(decided.next, Next::Keep(Box::new(anew)));
}
