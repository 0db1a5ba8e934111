//! F2, F15: the process is killed, with SIGKILL, at every point on the way of a message, and started again. No message
//! is lost, none goes to the wrong chat, and what comes twice is marked.
//!
//! The child is this very test binary. Telegram is the double, in the parent: it lives on. What a killed run must come
//! to is what a run comes to that nobody kills.

mod run;
mod story;
mod told;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use lotse::runtime::Point;
use tokio::task::JoinSet;

use super::webhooks;
use crate::kills::platform::Platform;
use crate::kills::{Killer, new_folder, was_killed};
use run::{FROM_TOM, Run};
use story::{Finished, LAST_OF_OLE, OLES_FILE, World};

/// Where the child finds its files; without it, the child is not meant.
const FOLDER: &str = "LOTSE_TEST_TELEGRAM_KILL_FOLDER";
/// Where the child finds Telegram.
const URL: &str = "LOTSE_TEST_TELEGRAM_KILL_URL";
/// At which point the child dies, and how often it has been there by then: `Sent 3`.
const DEATH: &str = "LOTSE_TEST_TELEGRAM_KILL_AT";
/// Where the child is brought its updates; without it, it asks for them.
const LISTEN: &str = "LOTSE_TEST_TELEGRAM_KILL_LISTEN";
/// A child that lives longer than this hangs.
const LONGEST_LIFE: Duration = Duration::from_mins(1);
/// So many children run at once.
const AT_ONCE: usize = 3;
/// So often it is killed at each point while it asks for updates.
const KILLS: usize = 10;
/// So often while it is brought them.
const KILLS_BROUGHT: usize = 3;
/// The point that is the channel's own: an update is durable and not yet confirmed.
const UNCONFIRMED: &str = "Unconfirmed";

/// How updates come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// They are asked for.
    Fetched,
    /// They are brought here.
    Brought(SocketAddr),
}

/// The process that is killed. Does nothing unless it was started to be killed.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let (url, death) = (std::env::var(URL).unwrap(), std::env::var(DEATH).unwrap());
    let (point, times) = death.split_once(' ').unwrap();
    let times: usize = times.parse().unwrap();
    let at = Point::ALL.into_iter().find(|known| format!("{known:?}") == point).map(|point| (point, times));
    let unconfirmed = if point == UNCONFIRMED { times } else { 0 };
    let killer = Arc::new(Killer::at(at));
    let way = std::env::var(LISTEN).map_or(Way::Fetched, |listen| Way::Brought(listen.parse().unwrap()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let run = Run::start(Path::new(&folder), &url, way, killer, unconfirmed).await;
        // A child whose parent has failed must not stay behind.
        tokio::time::sleep(LONGEST_LIFE).await;
        run.stop().await;
    });
}

fn run_child(folder: &Path, url: &str, way: Way, death: &str) -> ExitStatus {
    let mut command = Command::new(std::env::current_exe().unwrap());
    if let Way::Brought(listen) = way {
        command.env(LISTEN, listen.to_string());
    }
    command
        .args(["--exact", "telegram::kills::child", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(URL, url)
        .env(DEATH, death)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

/// What the desk has read, doubles left out, and how many there were.
fn desk(folder: &Path) -> (Vec<String>, usize) {
    let (mut seen, mut read, mut doubles) = (BTreeSet::new(), Vec::new(), 0);
    for arrived in Platform::new(folder).arrived() {
        if seen.insert(arrived.id) {
            read.push(format!("{}: {}", arrived.to, arrived.text));
        } else {
            assert!(arrived.half_sent, "a double at the desk is not marked");
            doubles += 1;
        }
    }
    read.sort();
    (read, doubles)
}

/// What a run comes to that nobody kills.
struct Story {
    told: [Vec<String>; 2],
    read: Vec<String>,
}

fn way(brought: bool) -> Way {
    if brought { Way::Brought(webhooks::address().1) } else { Way::Fetched }
}

/// Kills it so often at each point.
async fn campaign(brought: bool, kills: usize) {
    let (mut world, folder, counter) =
        (World::new(way(brought)).await, new_folder(), Arc::new(Killer::default()));
    let Finished { half_sent, counted, durable } = world.finish(folder.path(), Arc::clone(&counter)).await;
    assert_eq!((half_sent, counted), (Vec::new(), 0));
    let (read, doubles) = desk(folder.path());
    assert_eq!(doubles, 0);
    let story = Arc::new(Story { told: world.told(), read });
    for (told, words) in [
        (&story.told[0], "Notiert: Beleidigung; Drohung."),
        (&story.told[1], FROM_TOM),
        (&story.read, LAST_OF_OLE),
        (&story.read, OLES_FILE),
    ] {
        assert!(told.iter().any(|told| told.contains(words)), "{words:?} is not in {told:#?}");
    }
    let points = Point::ALL.map(|point| (format!("{point:?}"), counter.times(point)));
    let mut deaths = Vec::new();
    for (point, times) in points.into_iter().chain([(UNCONFIRMED.to_owned(), durable)]) {
        assert!(times >= kills, "{point} is reached {times} times only");
        // All over the story, from its beginning to its end.
        deaths.extend((1..=kills).map(|kill| format!("{point} {}", 1 + (times - 1) * kill / (kills + 1))));
    }
    let mut at_work = JoinSet::new();
    while !deaths.is_empty() || !at_work.is_empty() {
        while at_work.len() < AT_ONCE
            && let Some(death) = deaths.pop()
        {
            at_work.spawn(kill_once(death, way(brought), Arc::clone(&story)));
        }
        at_work.join_next().await.unwrap().unwrap();
    }
}

async fn kill_once(death: String, way: Way, story: Arc<Story>) {
    let (mut world, folder) = (World::new(way).await, new_folder());
    let (path, url, at) = (folder.path().to_owned(), world.url(), death.clone());
    let status = tokio::task::spawn_blocking(move || run_child(&path, &url, way, &at)).await.unwrap();
    assert!(was_killed(status), "{death}: the child was not killed but ended with {status}");
    let Finished { half_sent, counted, .. } = world.finish(folder.path(), Arc::new(Killer::default())).await;
    assert_eq!(counted, half_sent.len(), "killed at {death}: what is sent again is not counted");
    let (read, mut came_twice) = desk(folder.path());
    assert_eq!(read, story.read, "the desk, killed at {death}");
    for ((person, told), expected) in world.people.iter().zip(world.told()).zip(&story.told) {
        let chat = person.chat().to_string();
        let marked: Vec<&str> =
            half_sent.iter().filter(|(to, _)| *to == chat).map(|(_, words)| words.as_str()).collect();
        match told::compare(&told, expected, &marked) {
            Ok(doubles) => came_twice += doubles,
            Err(wrong) => panic!("{}, killed at {death}: {wrong}\n{}", person.name(), person.transcript()),
        }
    }
    // Otherwise the death was not where it was meant to be.
    assert!(!death.starts_with("Sent") || came_twice > 0, "killed at {death}: nothing was half sent");
}

#[tokio::test]
async fn nothing_is_lost_or_misdelivered_wherever_the_process_is_killed() {
    campaign(false, KILLS).await;
}

/// The same with the webhook: 200 comes after the commit.
#[tokio::test]
async fn nothing_is_lost_or_misdelivered_if_updates_are_brought() {
    campaign(true, KILLS_BROUGHT).await;
}
