//! F31: everything that can be logged is logged, at TRACE and from every crate, and no canary is in it.
//!
//! The log is global, and SQLite has threads of its own: so a process of its own plays the story.

use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use lotse::channel::SendError;
use lotse::desk::{Room, Undeliverable};
use lotse::dialogue::ContactInput;
use lotse::model::Private;
use lotse::runtime::NoProbe;
use sqlx::{Connection as _, SqliteConnection};

use super::canary::{
    CANARY, LEA, ROSA, contact, desk, event, found_in, from_contact, stage, whole_conversation,
};
use crate::faults::disk::{Disk, Trouble};
use crate::stage::{Stage, desk_says};

/// Where the child writes its log; without it, the child is not meant.
const LOG: &str = "LOTSE_TEST_LOG";

/// The process that logs. Does nothing unless it was started to do so.
#[test]
fn child() {
    let Some(path) = std::env::var_os(LOG) else { return };
    let log = Mutex::new(std::fs::File::create(path).unwrap());
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(log).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::spawn(async { tracing::trace!("the log takes everything, from every thread") }).await.unwrap();
        let mut stage = stage().await;
        whole_conversation(&stage).await;
        nonsense(&stage).await;
        refusals(&stage).await;
        stage.restart().await;
        let stage = broken_disk(stage).await;
        damage(stage).await;
    });
}

/// What people, and programs that pretend to be people, may send.
async fn nonsense(stage: &Stage) {
    let long = "Kanarienvogel ".repeat(10_000);
    for input in [
        ContactInput::Text(Private::from(long.as_str())),
        ContactInput::Text(Private::from("Kanarienvogel \u{0} \u{202e} ' \" { } \\ %s ${kanarienvogel}")),
        ContactInput::Tapped { step: None, choice: String::from("kanarienvogel") },
        ContactInput::Tapped { step: Some("kanarienvogel".into()), choice: String::from("kanarienvogel") },
        ContactInput::Unreadable,
    ] {
        contact(stage, input).await;
    }
    for line in ["!kanarienvogel", "!angebote kanarienvogel", "!senden kanarienvogel", "!a", &long] {
        desk(stage, line).await;
    }
    let nowhere = desk_says(LEA, event(stage), "Kanarienvogel in keinem Raum");
    let lotse::channel::Inbound::Desk { navigator, event, did, .. } = nowhere else { unreachable!() };
    let room = Room::Case(lotse::model::CaseNumber(999));
    stage.deliver(lotse::channel::Inbound::Desk { navigator, room, event, did }).await;
}

async fn refusals(stage: &Stage) {
    for refusal in [
        SendError::Later { retry_after: None },
        SendError::Never(Undeliverable::Gone),
        SendError::Never(Undeliverable::Refused),
    ] {
        stage.world.refuse_to(ROSA, [refusal]);
        desk(stage, "!a Das sieht Kanarienvogel vielleicht nie.").await;
    }
}

async fn broken_disk(mut stage: Stage) -> Stage {
    stage.stop().await;
    let disk = Disk::new(stage.open().await);
    stage.start_with(Arc::clone(&disk) as _, Arc::new(NoProbe)).await;
    for trouble in Trouble::ALL {
        let input = || ContactInput::Text(Private::from("Das schreibt Kanarienvogel auf eine volle Platte."));
        disk.refuses(trouble, |_| true);
        let refused = stage.runtime().inlet().accept(from_contact(&stage, input())).await.unwrap_err();
        // As a channel would log it.
        tracing::error!(error = %refused, chain = ?refused, "not accepted");
        disk.refuses(trouble, |write| matches!(write, lotse::store::Write::Turn(_)));
        stage.runtime().inlet().accept(from_contact(&stage, input())).await.unwrap();
        while stage.runtime().is_healthy() {
            tokio::task::yield_now().await;
        }
        disk.recovers();
        stage.runtime().settled().await;
    }
    stage
}

async fn damage(mut stage: Stage) {
    // A running store knows what it has written last.
    stage.stop().await;
    let mut database =
        SqliteConnection::connect(&format!("sqlite://{}", stage.database().display())).await.unwrap();
    sqlx::raw_sql("UPDATE conversations SET state = zeroblob(length(state))")
        .execute(&mut database)
        .await
        .unwrap();
    stage.start().await;
    contact(&stage, ContactInput::Text(Private::from("Hört jemand Kanarienvogel?"))).await;
    desk(&stage, "!a Guten Tag, Kanarienvogel.").await;
    sqlx::raw_sql("UPDATE outbox SET payload = zeroblob(9), state = 'waiting', ended_at = NULL")
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    stage.restart().await;
}

#[test]
fn no_log_at_any_level_holds_what_was_written_or_who_wrote_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log");
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "privacy::log::child", "--nocapture", "--test-threads=1"])
        .env(LOG, &path)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
    assert!(child.status.success(), "{out}{err}");
    let log = read(&path);
    // A log in which nothing stands proves nothing.
    for part in [
        "the log takes everything, from every thread",
        "DEBUG sqlx",
        "not accepted",
        "a turn could not be committed",
        "something that came in cannot be read",
        "a message is given up",
        "a message that was to go out cannot be read",
        "a case cannot be read",
    ] {
        assert!(log.contains(part), "nothing was logged of {part:?}");
    }
    for (name, text) in [("log", log.as_str()), ("stdout", &out), ("stderr", &err)] {
        for word in [CANARY, ROSA, LEA, "kanarien"] {
            if let Some(dress) = found_in(text.as_bytes(), word) {
                let lines: Vec<_> =
                    text.lines().filter(|line| found_in(line.as_bytes(), word).is_some()).collect();
                panic!("{word} stands in the {name} as {dress}:\n{}", lines[..lines.len().min(5)].join("\n"));
            }
        }
    }
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()
}
