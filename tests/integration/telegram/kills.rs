//! F2, F15: the process is killed, with SIGKILL, at every point on the way of a message, and started again. No message
//! is lost, none goes to the wrong chat, and what comes twice is marked.
//!
//! The child is this very test binary. Telegram is the double, in the parent: it lives on. What a killed run must come
//! to is what a run comes to that nobody kills.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use lotse::channel::telegram::Telegram;
use lotse::channel::{Channel, Contents, Envelope, Inbound, Inlet, NotAccepted, SendError, Sent};
use lotse::model::{Attachment, Channel as ChannelName, Clock, ManualClock};
use lotse::ops::settings;
use lotse::privacy::MasterKey;
use lotse::runtime::{Point, Runtime};
use lotse::store;
use telegram_double::{Bot, Happening, Person, Telegram as Double};
use tokio::task::JoinSet;

use super::house::TOKEN;
use crate::kills::platform::Platform;
use crate::kills::{Killer, die, new_folder, was_killed};
use crate::stage::{MONDAY_TEN, content, desk_says, parts};

/// Where the child finds its files; without it, the child is not meant.
const FOLDER: &str = "LOTSE_TEST_TELEGRAM_KILL_FOLDER";
/// Where the child finds Telegram.
const URL: &str = "LOTSE_TEST_TELEGRAM_KILL_URL";
/// At which point the child dies, and how often it has been there by then: `Sent 3`.
const DEATH: &str = "LOTSE_TEST_TELEGRAM_KILL_AT";
/// A child that lives longer than this hangs.
const LONGEST_LIFE: Duration = Duration::from_mins(1);
/// So many children run at once.
const AT_ONCE: usize = 3;
/// So often it is killed at each point.
const KILLS: usize = 10;
/// The point that is the channel's own: an update is durable and not yet confirmed.
const UNCONFIRMED: &str = "Unconfirmed";

const ROSA: [&str; 8] = [
    "Hallo",
    "ja",
    "nein",
    "selbst",
    "Gemeinderat",
    "Bayern",
    "Bedrohung, Hassnachricht",
    "Das letzte Wort hat Rosa.",
];
const OLE: [&str; 6] =
    ["Hallo", "ja", "mensch", "nicht mitgeben", "Das schreibt Ole an das Pult.", "Das letzte Wort hat Ole."];

/// Counts what is durable, and dies before it can be confirmed.
struct Gate {
    inner: Arc<dyn Inlet>,
    dies_at: usize,
    passed: AtomicUsize,
}

#[async_trait]
impl Inlet for Gate {
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted> {
        self.inner.accept(inbound).await?;
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.dies_at {
            die();
        }
        Ok(())
    }
}

/// Telegram, with somebody who notes what may come twice.
#[derive(Debug)]
struct Noted {
    inner: Arc<Telegram>,
    half_sent: Mutex<Vec<String>>,
}

#[async_trait]
impl Channel for Noted {
    fn name(&self) -> ChannelName {
        self.inner.name()
    }

    fn retry_is_harmless(&self) -> bool {
        self.inner.retry_is_harmless()
    }

    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        self.inner.fetch(file, most_bytes).await
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        if envelope.half_sent {
            self.half_sent.lock().unwrap().push(envelope.text().to_owned());
        }
        self.inner.send(envelope).await
    }
}

/// One start on the files in `folder`.
struct Run {
    runtime: Runtime,
    telegram: Arc<Noted>,
    gate: Arc<Gate>,
    listening: tokio::task::JoinHandle<()>,
}

impl Run {
    async fn start(folder: &Path, url: &str, killer: Arc<Killer>, unconfirmed: usize) -> Self {
        let store = store::open(&format!("sqlite:{}", folder.join("lotse.db").display())).await.unwrap();
        let key = MasterKey::read_file(&folder.join("key")).unwrap().to_text();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap()));
        let token = folder.join("token");
        std::fs::write(&token, TOKEN).unwrap();
        let settings = settings::Telegram {
            token_file: Some(token),
            api_url: Some(url.to_owned()),
            pace: false,
            ..settings::Telegram::default()
        };
        let inner = Telegram::new(&settings, content().1, Arc::clone(&clock) as _).unwrap();
        let telegram = Arc::new(Noted { inner, half_sent: Mutex::default() });
        let desk = Arc::new(Platform::new(folder));
        let others: Vec<Arc<dyn Channel>> = vec![Arc::clone(&telegram) as _];
        let runtime = Runtime::start(parts(store, &key, clock, killer), desk, others).await.unwrap();
        let gate =
            Arc::new(Gate { inner: runtime.inlet(), dies_at: unconfirmed, passed: AtomicUsize::new(0) });
        let listening = {
            let (telegram, inlet) = (Arc::clone(&telegram.inner), Arc::clone(&gate) as Arc<dyn Inlet>);
            tokio::spawn(async move { telegram.listen(inlet).await.unwrap() })
        };
        Self { runtime, telegram, gate, listening }
    }

    async fn stop(self) {
        self.telegram.inner.stop();
        self.listening.await.unwrap();
        self.runtime.stop().await;
    }
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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let run = Run::start(Path::new(&folder), &url, killer, unconfirmed).await;
        // A child whose parent has failed must not stay behind.
        tokio::time::sleep(LONGEST_LIFE).await;
        run.stop().await;
    });
}

/// A Telegram on which Rosa and Ole have written all they have to say.
struct World {
    double: Double,
    bot: Bot,
    people: [Person; 2],
}

impl World {
    async fn new() -> Self {
        let double = Double::start().await;
        let bot = double.bot(TOKEN);
        let people = [bot.person("Rosa"), bot.person("Ole")];
        for line in 0..ROSA.len().max(OLE.len()) {
            for (person, lines) in people.iter().zip([ROSA.as_slice(), OLE.as_slice()]) {
                if let Some(line) = lines.get(line) {
                    person.writes(line).await;
                }
            }
        }
        Self { double, bot, people }
    }

    /// What each of them has got, in order.
    fn got(&self) -> [Vec<String>; 2] {
        let got = |person: &Person| {
            let written =
                person.lines().into_iter().filter(|line| line.by_bot && line.what == Happening::Written);
            written.map(|line| line.message.text).collect()
        };
        [got(&self.people[0]), got(&self.people[1])]
    }

    /// Plays the story to its end, and lets the desk answer.
    async fn finish(&self, folder: &Path, killer: Arc<Killer>) -> (Vec<String>, usize) {
        let run = Run::start(folder, &self.double.url(), killer, 0).await;
        self.bot.has_confirmed_all().await;
        run.runtime.settled().await;
        for (number, line) in ["!übernehmen 1", "!a Guten Tag, hier ist Tom für Ole."].iter().enumerate() {
            let event = lotse::model::EventId::new(format!("desk-{number}"));
            run.runtime.inlet().accept(desk_says("tom", event, line)).await.unwrap();
            run.runtime.settled().await;
        }
        let half_sent = run.telegram.half_sent.lock().unwrap().clone();
        let passed = run.gate.passed.load(Ordering::SeqCst);
        run.stop().await;
        (half_sent, passed)
    }
}

fn run_child(folder: &Path, url: &str, death: &str) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
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

#[tokio::test]
async fn nothing_is_lost_or_misdelivered_wherever_the_process_is_killed() {
    let (world, folder, counter) = (World::new().await, new_folder(), Arc::new(Killer::default()));
    let (half_sent, unconfirmed) = world.finish(folder.path(), Arc::clone(&counter)).await;
    assert_eq!(half_sent, Vec::<String>::new());
    let (read, doubles) = desk(folder.path());
    assert_eq!(doubles, 0);
    let expected = Arc::new((world.got(), read));
    assert!(expected.0[1].iter().any(|text| text.contains("hier ist Tom für Ole")), "{:?}", expected.0[1]);
    assert!(expected.1.iter().any(|text| text.contains("Das letzte Wort hat Ole.")), "{:?}", expected.1);
    let points = Point::ALL.map(|point| (format!("{point:?}"), counter.times(point)));
    let mut deaths = Vec::new();
    for (point, times) in points.into_iter().chain([(UNCONFIRMED.to_owned(), unconfirmed)]) {
        assert!(times >= KILLS, "{point} is reached {times} times only");
        deaths.extend((1..=KILLS).map(|kill| format!("{point} {kill}")));
    }
    let mut at_work = JoinSet::new();
    while !deaths.is_empty() || !at_work.is_empty() {
        while at_work.len() < AT_ONCE
            && let Some(death) = deaths.pop()
        {
            at_work.spawn(kill_once(death, Arc::clone(&expected)));
        }
        at_work.join_next().await.unwrap().unwrap();
    }
}

async fn kill_once(death: String, expected: Arc<([Vec<String>; 2], Vec<String>)>) {
    let (world, folder) = (World::new().await, new_folder());
    let (path, url, at) = (folder.path().to_owned(), world.double.url(), death.clone());
    let status = tokio::task::spawn_blocking(move || run_child(&path, &url, &at)).await.unwrap();
    assert!(was_killed(status), "{death}: the child was not killed but ended with {status}");
    let (half_sent, _) = world.finish(folder.path(), Arc::new(Killer::default())).await;
    let (read, mut came_twice) = desk(folder.path());
    assert_eq!(read, expected.1, "the desk, killed at {death}");
    for (got, expected) in world.got().into_iter().zip(&expected.0) {
        let mut left = expected.iter().peekable();
        let mut doubles = Vec::new();
        for text in got {
            match left.next_if(|next| **next == text) {
                Some(_) => {}
                None => doubles.push(text),
            }
        }
        assert_eq!(left.next(), None, "lost, killed at {death}");
        assert!(doubles.len() <= 1, "killed at {death}: {doubles:?}");
        for double in &doubles {
            assert!(half_sent.contains(double), "killed at {death}: a double is not marked: {double:?}");
        }
        came_twice += doubles.len();
    }
    // Otherwise the death was not where it was meant to be.
    assert!(!death.starts_with("Sent") || came_twice > 0, "killed at {death}: nothing was half sent");
}
