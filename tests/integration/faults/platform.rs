//! Platforms that refuse.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use lotse::channel::{Destination, SendError};
use lotse::desk::{Notice, Undeliverable};
use lotse::dialogue::ContactInput;
use lotse::model::{CaseNumber, Private};
use lotse::runtime::NoProbe;

use super::disk::Disk;
use super::{notice, says, two_cases};
use crate::stage::{Stage, address, all_text, contact_says, desk_says};

/// F8: the time the platform asks for is waited out, nothing is dropped, and nobody else waits with it.
#[tokio::test]
async fn what_is_refused_for_now_comes_later_and_in_order() {
    const ASKED: Duration = Duration::from_millis(1500);
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja"]).await;
    stage.world.refuse_to("rosa", [SendError::Later { retry_after: Some(ASKED) }]);
    let begun = Instant::now();
    stage.runtime().inlet().accept(says_text(&stage, "rosa", "nein")).await.unwrap();
    stage.world.until_refused(1).await;
    stage.runtime().inlet().accept(says_text(&stage, "rosa", "selbst")).await.unwrap();
    stage.deliver(says_text(&stage, "ole", "Hallo")).await;
    assert!(begun.elapsed() >= ASKED, "the platform asked for {ASKED:?}");

    let sent = stage.world.sent();
    let place = |part: &str| sent.iter().position(|envelope| envelope.text().contains(part));
    let (second, third) = (place("Frage 2 von"), place("Frage 3 von"));
    assert!(second.is_some() && second < third, "{second:?} {third:?}");
    let ole = sent.iter().position(|envelope| envelope.to == Destination::Contact(address("ole")));
    assert!(ole < second, "Ole had to wait for what Rosa's messages wait for");
    assert_eq!(sent.iter().filter(|envelope| envelope.text().contains("Frage 2 von")).count(), 1);
}

/// However often nobody was there to read it, whoever comes at last does not wait for a pause that has grown.
#[tokio::test]
async fn what_nobody_was_there_to_read_is_there_as_soon_as_somebody_comes() {
    let stage = two_cases().await;
    stage.world.refuse((0..5).map(|_| SendError::NotYet));
    let begun = Instant::now();
    stage.says("rosa", "Sind Sie da?").await;
    assert!(all_text(&stage.world.told_at_the_desk()).contains("Sind Sie da?"));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// F7, F9: what can never be delivered is told to the navigator and keeps nothing else waiting.
#[tokio::test]
async fn what_can_never_be_delivered_is_told_and_the_next_message_goes_out() {
    for reason in [Undeliverable::Gone, Undeliverable::Refused] {
        let stage = two_cases().await;
        stage.world.refuse_to("rosa", [SendError::Never(reason)]);
        let told = stage.types("lea", "!a Das kommt nicht an.").await;
        let expected = notice(&Notice::NotDelivered { case: CaseNumber(1), reason });
        assert!(says(&told, &expected), "{reason:?}: {}", all_text(&told));
        stage.types("lea", "!a Das kommt an.").await;
        let told = all_text(&stage.world.told_to("rosa"));
        assert!(told.contains("Das kommt an.") && !told.contains("Das kommt nicht an."), "{told}");

        // It is no more than a dead letter after a restart.
        let mut stage = stage;
        stage.restart().await;
        assert_eq!(stage.world.told_to("rosa"), Vec::new());
    }
}

/// After two days of trying, a message to a contact is given up in front of the navigator.
#[tokio::test]
async fn what_could_not_be_delivered_for_two_days_is_given_up_in_front_of_the_navigator() {
    let stage = two_cases().await;
    let later = || SendError::Later { retry_after: None };
    stage.world.refuse_to("rosa", [later(), later()]);
    stage.runtime().inlet().accept(desk_says("lea", stage.event(), "!a Das ist zu alt.")).await.unwrap();
    stage.world.until_refused(1).await;
    stage.clock.advance(SignedDuration::from_hours(49));
    stage.runtime().settled().await;
    let told = stage.world.told_at_the_desk();
    let expected = notice(&Notice::NotDelivered { case: CaseNumber(1), reason: Undeliverable::GaveUp });
    assert!(says(&told, &expected), "{}", all_text(&told));
    stage.types("lea", "!a Das ist neu.").await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("Das ist neu.") && !told.contains("Das ist zu alt."), "{told}");
}

/// F33: what waits for a second try is not sent once its conversation was deleted.
#[tokio::test]
async fn after_a_deletion_nothing_that_was_still_to_be_tried_goes_out() {
    let stage = two_cases().await;
    stage.world.refuse([SendError::Later { retry_after: None }]);
    stage.runtime().inlet().accept(says_text(&stage, "rosa", "Das soll niemand mehr lesen.")).await.unwrap();
    stage.world.until_refused(1).await;
    for line in ["löschen", "ja"] {
        stage.runtime().inlet().accept(says_text(&stage, "rosa", line)).await.unwrap();
    }
    stage.runtime().settled().await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("Ihr Gespräch ist gelöscht"), "{told}");
    let desk = all_text(&stage.world.told_at_the_desk());
    assert!(!desk.contains("Das soll niemand mehr lesen."), "{desk}");
}

/// Whoever reads the outbox while a message is being delivered must not take it for one that was forgotten.
#[tokio::test]
async fn what_is_delivered_while_the_outbox_is_read_is_not_sent_again() {
    let mut stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "mensch"]).await;
    stage.stop().await;
    let disk = Disk::new(stage.open().await);
    stage.start_with(Arc::clone(&disk) as _, Arc::new(NoProbe)).await;

    stage.world.refuse([SendError::Later { retry_after: None }]);
    stage.runtime().inlet().accept(says_text(&stage, "ole", "Hallo")).await.unwrap();
    stage.world.until_refused(1).await;
    disk.reads_slowly();
    // Claiming a case reads the outbox for what was held; Ole's messages wait there for their second try.
    stage.types("lea", "!übernehmen 1").await;
    let mut ids: Vec<_> = stage.world.sent().iter().map(|envelope| envelope.id).collect();
    let sent = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), sent, "a message was sent twice");
}

fn says_text(stage: &Stage, contact: &str, text: &str) -> lotse::channel::Inbound {
    contact_says(contact, stage.event(), ContactInput::Text(Private::from(text)))
}
