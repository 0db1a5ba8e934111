//! How much one process does on this machine: whole conversations on a real database file, and matching.
//!
//! ```text
//! cargo bench --bench turns
//! ```
//!
//! Every contact waits for the next question before they answer it, as people do. What is measured is a *turn*: from
//! the moment a line comes in until all that is said to it has been sent, every step of it durable. A figure of
//! turns per second says more of the disk than of the program; so the same disk is asked, in the same minute, how
//! many bare one-row commits it makes. With many contacts, turns share commits, and the ratio must rise above 1.
//!
//! The database lies in a folder of its own below the target folder, or below the one that `LOTSE_BENCH_FOLDER`
//! names: on a disk in memory the figures would mean nothing.

#[path = "figures.rs"]
mod figures;

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use figures::{Times, computed, machine};
use lotse::channel::{Channel, Destination, Envelope, Inbound, SendError, Sent};
use lotse::desk::Duty;
use lotse::dialogue::ContactInput;
use lotse::directory::{Criteria, Directory, Need, PoliceWish, Situation};
use lotse::model::{Address, Channel as ChannelName, EventId, Land, OsEntropy, Private, SystemClock};
use lotse::ops::content::{Content, Sources};
use lotse::privacy::{MasterKey, Vault};
use lotse::runtime::{NoProbe, Parts, Runtime};
use lotse::store;
use lotse::text::Alternatives;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

/// What every contact writes, again and again under new names.
const LINES: [&str; 11] = [
    "Hallo",
    "ja",
    "nein",
    "selbst",
    "Gemeinderat",
    "Bayern",
    "Bedrohung, Hassnachricht",
    "nicht",
    "sprechen, recht",
    "nein",
    "übergeben",
];
/// So many contacts at a time.
const CROWDS: [usize; 3] = [1, 100, 1000];
/// Not measured: caches fill, connections open.
const WARM_UP: Duration = Duration::from_secs(1);
/// Measured.
const WINDOW: Duration = Duration::from_secs(10);
/// So long the disk makes bare commits, and so long each directory is asked.
const SHORT_WINDOW: Duration = Duration::from_secs(2);
/// How large a directory may become before anybody notices.
const MANY_OFFERS: usize = 100_000;

/// An outside world that takes everything at once and tells each contact when something has come.
#[derive(Debug, Default)]
struct World(Mutex<HashMap<String, UnboundedSender<()>>>);

impl World {
    fn reader(&self, contact: &str) -> UnboundedReceiver<()> {
        let (sender, reader) = unbounded_channel();
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(contact.to_owned(), sender);
        reader
    }

    fn forget(&self, contact: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(contact);
    }
}

#[async_trait]
impl Channel for World {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        if let Destination::Contact(address) = &envelope.to
            && let Some(reader) =
                self.0.lock().unwrap_or_else(PoisonError::into_inner).get(address.id.reveal())
        {
            // Whoever has stopped listening has seen enough.
            let _ = reader.send(());
        }
        Ok(Sent::Nothing)
    }
}

/// A running bot on a fresh database file.
struct Town {
    world: Arc<World>,
    runtime: Runtime,
}

impl Town {
    async fn new(folder: &Path) -> anyhow::Result<Self> {
        let store = store::open(&format!("sqlite:{}", folder.join("lotse.db").display())).await?;
        let Content { scene, texts } = content()?;
        let parts = Parts {
            store,
            vault: Vault::new(MasterKey::generate(&OsEntropy), Arc::new(OsEntropy)),
            clock: Arc::new(SystemClock::default()),
            entropy: Arc::new(OsEntropy),
            scene: Arc::new(scene),
            texts: Arc::new(texts),
            duty: Duty::default(),
            navigator_name: None,
            alternatives: Alternatives::default(),
            probe: Arc::new(NoProbe),
        };
        let world = Arc::new(World::default());
        let runtime = Runtime::start(parts, Arc::clone(&world) as _, Vec::new()).await?;
        Ok(Self { world, runtime })
    }

    /// How many messages each line is answered with.
    async fn answers(&self) -> anyhow::Result<Vec<usize>> {
        let mut reader = self.world.reader("first");
        let mut answers = Vec::new();
        for number in 0..LINES.len() {
            self.runtime.inlet().accept(line("first", number)).await?;
            self.runtime.settled().await;
            answers.push(std::iter::from_fn(|| reader.try_recv().ok()).count());
        }
        Ok(answers)
    }

    /// One contact after the other sits at this place until `end`. Returns the turns that ended after `begin`.
    async fn place(
        &self,
        place: usize,
        answers: &[usize],
        begin: Instant,
        end: Instant,
    ) -> anyhow::Result<Vec<Duration>> {
        let inlet = self.runtime.inlet();
        let mut turns = Vec::new();
        for round in 0.. {
            let name = format!("{place} {round}");
            let mut reader = self.world.reader(&name);
            for (number, messages) in answers.iter().enumerate() {
                let asked = Instant::now();
                inlet.accept(line(&name, number)).await?;
                for _ in 0..*messages {
                    reader.recv().await.context("the world has ended")?;
                }
                let answered = Instant::now();
                if answered > end {
                    return Ok(turns);
                }
                if answered > begin {
                    turns.push(answered - asked);
                }
            }
            self.world.forget(&name);
        }
        Ok(turns)
    }
}

fn content() -> anyhow::Result<Content> {
    Sources::read(None, None)?.load().map_err(|faulty| anyhow!("{}", faulty.lines.join("\n")))
}

fn line(contact: &str, number: usize) -> Inbound {
    Inbound::contact(
        Address::new(ChannelName::Terminal, contact),
        EventId::new(format!("{contact} {number}")),
        ContactInput::Text(Private::from(LINES[number])),
    )
}

/// Whole conversations of so many contacts at a time, and how long they computed.
async fn conversations(folder: &Path, contacts: usize) -> anyhow::Result<(Times, Option<Duration>)> {
    let town = Arc::new(Town::new(folder).await?);
    let answers: Arc<[usize]> = town.answers().await?.into();
    let begin = Instant::now() + WARM_UP;
    let end = begin + WINDOW;
    let mut places = JoinSet::new();
    for place in 0..contacts {
        let (town, answers) = (Arc::clone(&town), Arc::clone(&answers));
        places.spawn(async move { town.place(place, &answers, begin, end).await });
    }
    tokio::time::sleep_until(begin.into()).await;
    let before = computed("self");
    tokio::time::sleep_until(end.into()).await;
    let computed = computed("self").zip(before).map(|(after, before)| after.saturating_sub(before));
    let mut turns = Vec::new();
    while let Some(done) = places.join_next().await {
        turns.extend(done??);
    }
    let town = Arc::into_inner(town).context("somebody is still talking")?;
    town.runtime.stop().await;
    Ok((Times::new(turns), computed))
}

/// One row, one commit, again and again: what the disk gives somebody who shares nothing.
async fn bare_commits(file: &Path) -> anyhow::Result<Times> {
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .connect()
        .await?;
    sqlx::query("CREATE TABLE rows (number INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        .execute(&mut connection)
        .await?;
    let (begun, mut times) = (Instant::now(), Vec::new());
    while begun.elapsed() < SHORT_WINDOW {
        let asked = Instant::now();
        sqlx::query("INSERT INTO rows (text) VALUES ($1)").bind("one row").execute(&mut connection).await?;
        times.push(asked.elapsed());
    }
    connection.close().await?;
    Ok(Times::new(times))
}

/// An offer under another id, in the file and the area that are called so.
fn copy_of(offer: &str, copy: usize, area: &str) -> String {
    let lines = offer.lines().map(|line| match line.split_once(" = ") {
        Some(("id", id)) => format!("id = \"{}-{copy}\"", id.trim_matches('"')),
        Some(("area", _)) => format!("area = \"{area}\""),
        Some(_) | None => line.to_owned(),
    });
    format!("\n[[offer]]\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// The offers that are built in, and copies of them: federal ones as such, the others in Land after Land, until
/// there are `wanted`.
fn many_offers(wanted: usize) -> anyhow::Result<Directory> {
    const FEDERAL: &str = "bund";
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/content/offers"))? {
        let path = entry?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        files.insert(stem, std::fs::read_to_string(path)?);
    }
    let there_are: usize = files.values().map(|text| text.matches("\n[[offer]]\n").count()).sum();
    let of_file = |(stem, text): (&String, &String)| {
        let federal = stem == FEDERAL;
        let offers = text.split("\n[[offer]]\n").skip(1);
        // Where an offer is valid below its Land means nothing in another one.
        let anywhere = offers.filter(|offer| !offer.contains("region"));
        anywhere.map(|offer| (federal, offer.to_owned())).collect::<Vec<_>>()
    };
    let offers: Vec<(bool, String)> = files.iter().flat_map(of_file).collect();
    for number in 0..wanted.saturating_sub(there_are) {
        let ((federal, offer), copy) = (&offers[number % offers.len()], number / offers.len());
        let land = Land::ALL[copy % Land::ALL.len()].iso();
        let area = if *federal { FEDERAL } else { land };
        let stem = area.trim_start_matches("DE-").to_ascii_lowercase();
        files.entry(stem).or_default().push_str(&copy_of(offer, copy, area));
    }
    let files: Vec<_> =
        files.iter().map(|(stem, text)| (format!("content/offers/{stem}.toml"), text.as_str())).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    Directory::load(&files)
        .map_err(|faults| anyhow!("{} faults, the first: {:?}", faults.len(), faults.first()))
}

/// Asks a directory what it proposes, for every Land and many answers.
fn matching(directory: &Directory) -> Times {
    let mut asked = Vec::new();
    for land in Land::ALL {
        for situation in [Situation::Bedrohung, Situation::HassImNetz, Situation::Belastung] {
            for police in [PoliceWish::Nicht, PoliceWish::Unsicher] {
                asked.push(Criteria {
                    land: Some(land),
                    needs: [Need::Recht, Need::Psychosozial].into(),
                    situations: [situation, Situation::Beleidigung].into(),
                    police,
                    ..Criteria::default()
                });
            }
        }
    }
    let (begun, mut times) = (Instant::now(), Vec::new());
    for criteria in asked.iter().cycle() {
        let start = Instant::now();
        std::hint::black_box(directory.matches(criteria));
        times.push(start.elapsed());
        if begun.elapsed() > SHORT_WINDOW {
            break;
        }
    }
    Times::new(times)
}

fn folder() -> anyhow::Result<PathBuf> {
    let below = std::env::var_os("LOTSE_BENCH_FOLDER")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    std::fs::create_dir_all(&below).with_context(|| format!("{} cannot be made", below.display()))?;
    Ok(below)
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let below = folder()?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Machine: {}\n", machine())?;

    writeln!(
        out,
        "| contacts at a time | turns/s | p50 ms | p99 ms | bare commits/s | ratio | computing µs/turn |"
    )?;
    writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|")?;
    for contacts in CROWDS {
        let folder = tempfile::tempdir_in(&below)?;
        // The disk is asked right before and right after: it is not ours alone.
        let before = runtime.block_on(bare_commits(&folder.path().join("before.db")))?;
        let (turns, computed) = runtime.block_on(conversations(folder.path(), contacts))?;
        let after = runtime.block_on(bare_commits(&folder.path().join("after.db")))?;
        let rate = turns.per_second(WINDOW);
        let commits = f64::midpoint(before.per_second(SHORT_WINDOW), after.per_second(SHORT_WINDOW));
        writeln!(
            out,
            "| {contacts} | {rate:.0} | {:.1} | {:.1} | {commits:.0} | {:.2} | {:.0} |",
            turns.percentile(50),
            turns.percentile(99),
            rate / commits,
            computed.map_or(f64::NAN, |time| time.as_secs_f64() * 1e6 / (rate * WINDOW.as_secs_f64()))
        )?;
        out.flush()?;
    }

    writeln!(out, "\n| offers | matches/s | p50 ms | p99 ms | read in s |")?;
    writeln!(out, "|---:|---:|---:|---:|---:|")?;
    for wanted in [0, MANY_OFFERS] {
        let begun = Instant::now();
        let directory = many_offers(wanted)?;
        let read = begun.elapsed();
        let times = matching(&directory);
        writeln!(
            out,
            "| {} | {:.0} | {:.3} | {:.3} | {:.1} |",
            directory.iter().len(),
            times.per_second(SHORT_WINDOW),
            times.percentile(50),
            times.percentile(99),
            read.as_secs_f64()
        )?;
        out.flush()?;
    }
    Ok(())
}
