//! F14: disks that fail, and answers that are lost on the way.

use std::process::{Command, Stdio};
use std::sync::Arc;

use lotse::dialogue::ContactInput;
use lotse::model::{OsEntropy, Private};
use lotse::privacy::MasterKey;
use lotse::runtime::{NoProbe, Point, Runtime};
use lotse::store::Write;

use super::disk::{Disk, Once, Trouble};
use crate::stage::{Stage, all_text, contact_says, parts};

fn anything(_: &Write) -> bool {
    true
}

fn a_turn(write: &Write) -> bool {
    matches!(write, Write::Turn(_))
}

fn an_arrival(write: &Write) -> bool {
    matches!(write, Write::Accept(_))
}

/// Rosa is being asked the first question, on a disk that can fail.
async fn on_a_disk() -> (Stage, Arc<Disk>) {
    let mut stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja"]).await;
    stage.stop().await;
    let disk = Disk::new(stage.open().await);
    stage.start_with(Arc::clone(&disk) as _, Arc::new(NoProbe)).await;
    (stage, disk)
}

#[tokio::test]
async fn what_cannot_be_stored_is_not_acknowledged_and_comes_again() {
    for trouble in Trouble::ALL {
        let (stage, disk) = on_a_disk().await;
        let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("nein")));
        disk.refuses(trouble, anything);
        let refused = stage.runtime().inlet().accept(inbound.clone()).await;
        assert!(refused.is_err(), "{trouble:?}: acknowledged, and not stored");
        stage.runtime().settled().await;
        assert_eq!(stage.world.told_to("rosa"), Vec::new(), "{trouble:?}");
        assert!(!stage.runtime().is_healthy(), "{trouble:?}: nobody is alarmed");

        disk.recovers();
        stage.deliver(inbound).await;
        let told = all_text(&stage.world.told_to("rosa"));
        assert!(told.contains("Frage 2 von"), "{trouble:?}: {told}");
        assert!(stage.runtime().is_healthy(), "{trouble:?}: the alarm goes on");
    }
}

#[tokio::test]
async fn what_was_accepted_before_the_disk_failed_is_answered_once_after_it() {
    for trouble in Trouble::ALL {
        let (mut stage, _) = on_a_disk().await;
        stage.stop().await;
        let disk = Disk::new(stage.open().await);
        let failing = Arc::clone(&disk);
        let probe = Once::at(Point::Accepted, move || failing.refuses(trouble, anything));
        stage.start_with(Arc::clone(&disk) as _, probe).await;
        let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("nein")));
        stage.runtime().inlet().accept(inbound).await.unwrap();
        // The first try fails; nothing is said that is not stored.
        while stage.runtime().is_healthy() {
            tokio::task::yield_now().await;
        }
        assert_eq!(stage.world.told_to("rosa"), Vec::new(), "{trouble:?}: said, and not stored");
        disk.recovers();
        stage.runtime().settled().await;
        let told = all_text(&stage.world.told_to("rosa"));
        assert_eq!(told.matches("Frage 2 von").count(), 1, "{trouble:?}: {told}");
        assert!(stage.runtime().is_healthy(), "{trouble:?}");
    }
}

#[tokio::test]
async fn an_orderly_stop_does_not_wait_for_a_broken_disk() {
    let (mut stage, disk) = on_a_disk().await;
    disk.refuses(Trouble::Full, a_turn);
    let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("nein")));
    stage.runtime().inlet().accept(inbound).await.unwrap();
    stage.stop().await;
    assert_eq!(stage.world.told_to("rosa"), Vec::new());
    stage.start().await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert!(told.contains("Frage 2 von"), "{told}");
}

/// The commit was done, but its answer did not come through (a connection that breaks).
#[tokio::test]
async fn a_lost_answer_neither_loses_nor_doubles_anything() {
    for lost in [an_arrival, a_turn] {
        let (stage, disk) = on_a_disk().await;
        let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("nein")));
        disk.loses_answer(lost);
        if stage.runtime().inlet().accept(inbound.clone()).await.is_err() {
            stage.runtime().inlet().accept(inbound).await.unwrap();
        }
        stage.runtime().settled().await;
        let told = all_text(&stage.world.told_to("rosa"));
        assert_eq!(told.matches("Frage 2 von").count(), 1, "{told}");
    }
}

/// Whoever hands something in may be stopped while it is being stored; the event is delivered again.
#[tokio::test]
async fn an_arrival_whose_giver_went_away_is_handled_when_it_comes_again() {
    let (stage, _) = on_a_disk().await;
    let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("nein")));
    let inlet = stage.runtime().inlet();
    tokio::select! {
        biased;
        _ = inlet.accept(inbound.clone()) => panic!("it was stored at once"),
        () = tokio::task::yield_now() => {}
    }
    stage.deliver(inbound).await;
    let told = all_text(&stage.world.told_to("rosa"));
    assert_eq!(told.matches("Frage 2 von").count(), 1, "{told}");
}

#[tokio::test]
async fn another_key_is_refused_with_the_name_of_the_right_one() {
    let mut stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    stage.stop().await;
    let other = MasterKey::generate(&OsEntropy).to_text();
    let parts = parts(stage.open().await, &other, Arc::clone(&stage.clock) as _, Arc::new(NoProbe));
    let refused = Runtime::start(parts, Arc::clone(&stage.world) as _, Vec::new()).await.unwrap_err();
    let told = std::iter::successors(Some(&refused as &dyn std::error::Error), |error| error.source())
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ");
    assert!(told.contains("made with the master key") && told.contains("start with the key file"), "{told}");
}

#[test]
fn a_second_program_on_the_same_files_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let lotse = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
        command.args(["try", "--json"]).current_dir(folder.path());
        command
    };
    let mut first = lotse().stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It has greeted when it has opened the database.
    let mut greeting = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(first.stdout.as_mut().unwrap()), &mut greeting)
        .unwrap();
    let second = lotse().stdin(Stdio::null()).output().unwrap();
    first.kill().unwrap();
    first.wait().unwrap();
    let told = String::from_utf8(second.stderr).unwrap();
    assert!(!second.status.success());
    assert!(told.contains("in use by another Lotse; stop that one first"), "{told}");
}
