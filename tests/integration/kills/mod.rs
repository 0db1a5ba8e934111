//! F15: the process is killed, with SIGKILL, at every point a message passes and at every step of a story, and
//! started again on the same files until the story is told. Nothing may be lost, said twice or misdelivered.
//!
//! The child is this very test binary, told to run [`child`] alone. It runs the whole runtime on a real database
//! file; its outside world is a few files that survive it. What a killed run must come to is never written down
//! here: it is what a run that nobody kills comes to.

mod binary;
pub mod platform;
mod script;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use lotse::desk::Conversation;
use lotse::model::{ManualClock, OsEntropy};
use lotse::privacy::MasterKey;
use lotse::runtime::{NoProbe, Point, Probe, Runtime};
use lotse::store::{self, InboxSeq, Store};
use tokio::task::JoinSet;

use crate::stage::{MONDAY_TEN, address, parts};
use platform::{Arrived, Platform};
use script::CONTACTS;

/// Where the child finds its files; without it, the child is not meant.
const FOLDER: &str = "LOTSE_TEST_KILL_FOLDER";
/// At which point the child dies, and how often it has been there by then: `Sent 3`.
const DEATH: &str = "LOTSE_TEST_KILL_AT";
/// A child that lives longer than this hangs.
const LONGEST_LIFE: Duration = Duration::from_mins(1);
/// So many children run at once.
const AT_ONCE: usize = 4;

/// Plays the story on the files in `folder` from where it was left, to its end.
async fn play(
    folder: &Path,
    probe: Arc<dyn Probe>,
) -> (Arc<dyn Store>, BTreeMap<&'static str, Option<Conversation>>) {
    let platform = Arc::new(Platform::new(folder));
    let store = store::open(&format!("sqlite:{}", folder.join("lotse.db").display())).await.unwrap();
    let key = MasterKey::read_file(&folder.join("key")).unwrap().to_text();
    let clock = Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap()));
    let runtime =
        Runtime::start(parts(Arc::clone(&store), &key, clock, probe), Arc::clone(&platform) as _, Vec::new())
            .await
            .unwrap();
    runtime.settled().await;
    for event in script::events().into_iter().skip(platform.acknowledged()) {
        runtime.inlet().accept(event).await.unwrap();
        platform.acknowledge();
        runtime.settled().await;
    }
    let mut conversations = BTreeMap::new();
    for contact in CONTACTS {
        conversations.insert(contact, runtime.conversation(&address(contact)).await.unwrap());
    }
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0, "something waits to be handled");
    assert_eq!(store.waiting_outbox(0, 10).await.unwrap().len(), 0, "something waits to go out");
    (store, conversations)
}

/// Dies when a point is reached for the n-th time; counts all of them.
#[derive(Debug, Default)]
pub struct Killer {
    at: Option<(Point, usize)>,
    reached: [AtomicUsize; Point::ALL.len()],
}

impl Killer {
    /// One that dies there.
    pub fn at(at: Option<(Point, usize)>) -> Self {
        Self { at, ..Self::default() }
    }

    pub fn times(&self, point: Point) -> usize {
        self.reached[place(point)].load(Ordering::SeqCst)
    }
}

fn place(point: Point) -> usize {
    Point::ALL.iter().position(|known| *known == point).unwrap()
}

impl Probe for Killer {
    fn reached(&self, point: Point) {
        let times = self.reached[place(point)].fetch_add(1, Ordering::SeqCst) + 1;
        if self.at == Some((point, times)) {
            die();
        }
    }
}

/// Ends this process as if its plug were pulled.
pub fn die() -> ! {
    // The one thread that runs everything waits here, so that nothing moves until the signal comes.
    let mut shell = Command::new("sh").args(["-c", "kill -KILL $PPID"]).spawn().unwrap();
    shell.wait().unwrap();
    panic!("a killed process goes on");
}

/// The process that is killed. Does nothing unless it was started to be killed.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let death = std::env::var(DEATH).unwrap();
    let (point, times) = death.split_once(' ').unwrap();
    let point = Point::ALL.into_iter().find(|known| format!("{known:?}") == point).unwrap();
    let killer = Arc::new(Killer::at(Some((point, times.parse().unwrap()))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // A child whose parent has failed must not stay behind.
    let life = async { tokio::time::timeout(LONGEST_LIFE, play(Path::new(&folder), killer)).await };
    runtime.block_on(life).unwrap();
}

/// Starts the child on `folder`, to die at `point` the `times`-th time.
fn run_child(folder: &Path, point: Point, times: usize) -> ExitStatus {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::child", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(DEATH, format!("{point:?} {times}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap()
}

pub fn was_killed(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    const SIGKILL: i32 = 9;
    status.signal() == Some(SIGKILL)
}

pub fn new_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    MasterKey::generate(&OsEntropy).write_new_file(&folder.path().join("key")).unwrap();
    folder
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    /// What each place got, in order, doubles left out.
    told: BTreeMap<String, Vec<String>>,
    conversations: BTreeMap<&'static str, Option<Conversation>>,
    cases: Vec<(i64, String)>,
    audit: Vec<(Option<i64>, String)>,
}

/// Plays on, unkilled, to the end; answers with what it came to and which messages arrived a second time.
async fn finish(folder: &Path, probe: Arc<dyn Probe>) -> (Outcome, Vec<Arrived>) {
    let (store, conversations) = play(folder, probe).await;
    let (mut told, mut doubles, mut seen) = (BTreeMap::<_, Vec<_>>::new(), Vec::new(), BTreeMap::new());
    for arrived in Platform::new(folder).arrived() {
        match seen.insert(arrived.id.clone(), (arrived.to.clone(), arrived.text.clone())) {
            None => told.entry(arrived.to).or_default().push(arrived.text),
            Some(first) => {
                assert_eq!(first, (arrived.to.clone(), arrived.text.clone()), "one id, two messages");
                doubles.push(arrived);
            }
        }
    }
    let statuses = [store::CaseStatus::Waiting, store::CaseStatus::Claimed, store::CaseStatus::Closed];
    let cases = store.cases(&statuses).await.unwrap();
    let cases = cases.iter().map(|case| (case.number.0, case.status.name().to_owned())).collect();
    let audit = store.audit().await.unwrap();
    let audit = audit.into_iter().map(|(_, case, what)| (case.map(|case| case.0), what)).collect();
    (Outcome { told, conversations, cases, audit }, doubles)
}

/// What the story comes to if nobody is killed, and how often each point is reached in it.
async fn unkilled() -> (Outcome, Arc<Killer>) {
    let folder = new_folder();
    let counter = Arc::new(Killer::default());
    let (outcome, doubles) = finish(folder.path(), Arc::clone(&counter) as _).await;
    assert_eq!(doubles, Vec::new());
    (outcome, counter)
}

#[tokio::test]
async fn nothing_is_lost_doubled_or_misdelivered_wherever_the_process_is_killed() {
    let (expected, counter) = unkilled().await;
    assert!(expected.told["rosa"].iter().any(|text| text.contains("Lea ist wieder für Rosa da.")));
    assert!(expected.told["case 1"].iter().any(|text| text.contains("Das schreibt Ole an Tom.")));
    let expected = Arc::new(expected);
    let mut deaths: Vec<_> = Point::ALL
        .into_iter()
        .flat_map(|point| (1..=counter.times(point)).map(move |times| (point, times)))
        .collect();
    assert!(deaths.len() > 5 * script::events().len(), "a line of the story reaches no point: {deaths:?}");
    let mut killed = 0;
    let mut at_work = JoinSet::new();
    while !deaths.is_empty() || !at_work.is_empty() {
        while at_work.len() < AT_ONCE
            && let Some((point, times)) = deaths.pop()
        {
            at_work.spawn(kill_once(point, times, Arc::clone(&expected)));
        }
        at_work.join_next().await.unwrap().unwrap();
        killed += 1;
    }
    assert_eq!(killed, Point::ALL.iter().map(|point| counter.times(*point)).sum::<usize>());
}

async fn kill_once(point: Point, times: usize, expected: Arc<Outcome>) {
    let folder = new_folder();
    let path = folder.path().to_owned();
    let status = tokio::task::spawn_blocking(move || run_child(&path, point, times)).await.unwrap();
    assert!(was_killed(status), "{point:?} {times}: the child was not killed but ended with {status}");
    let before = Platform::new(folder.path()).arrived();
    assert!(before.iter().all(|arrived| !arrived.half_sent), "{point:?} {times}: half sent before any crash");
    let (outcome, doubles) = finish(folder.path(), Arc::new(NoProbe)).await;
    assert_eq!(outcome, *expected, "killed at {point:?} {times}");
    // The window is one message wide for each place, for different places are sent to at once.
    for double in &doubles {
        assert!(double.half_sent, "killed at {point:?} {times}: the double is not marked");
        let last = before.iter().rfind(|arrived| arrived.to == double.to).map(|last| &last.id);
        assert_eq!(last, Some(&double.id), "killed at {point:?} {times}");
    }
    let unrecorded: BTreeSet<_> = doubles.iter().map(|double| &double.to).collect();
    assert_eq!(unrecorded.len(), doubles.len(), "killed at {point:?} {times}: one place got two doubles");
    match point {
        Point::Arrived | Point::Accepted | Point::Decided | Point::Committed => {
            assert_eq!(doubles, Vec::new(), "killed at {point:?} {times}");
        }
        // Otherwise the death was not where it was meant to be.
        Point::Sent => assert!(!doubles.is_empty(), "killed at {point:?} {times}: nothing was half sent"),
    }
}

/// No start gets further than one step: it dies again and again, until the story is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_dies_again_and_again_gets_there() {
    let (expected, _) = unkilled().await;
    let expected = Arc::new(expected);
    let mut at_work = JoinSet::new();
    for point in Point::ALL {
        let expected = Arc::clone(&expected);
        at_work.spawn(async move {
            let folder = new_folder();
            // Less, and a start that must repeat an unfinished step would never get beyond it.
            let times = 4;
            let path = folder.path().to_owned();
            let killed = tokio::task::spawn_blocking(move || {
                (0..script::events().len() * 9)
                    .take_while(|_| was_killed(run_child(&path, point, times)))
                    .count()
            })
            .await
            .unwrap();
            assert!(killed >= script::events().len() / times, "{point:?}: killed {killed} times only");
            let (outcome, doubles) = finish(folder.path(), Arc::new(NoProbe)).await;
            assert_eq!(outcome, *expected, "killed {killed} times at {point:?}");
            assert!(doubles.iter().all(|double| double.half_sent), "{point:?}: a double is not marked");
            assert!(point == Point::Sent || doubles.is_empty(), "{point:?}: arrived twice: {doubles:?}");
        });
    }
    while let Some(done) = at_work.join_next().await {
        done.unwrap();
    }
}
