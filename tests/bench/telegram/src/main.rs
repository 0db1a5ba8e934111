//! Many contacts at once on Telegram: this bot, and beside it the same questions on teloxide's own means.
//!
//! ```text
//! tests/bench/telegram/run
//! ```
//!
//! Telegram is the double, in this process, and so are the contacts: each walks through the whole intake and answers
//! when the next question has come, without thinking. Every bot is a process of its own on one core, this one is on
//! another. Nobody minds Telegram's limits, or all would wait for them and for nothing else.
//!
//! An *update* is what a contact does; its time ends when the next question stands in the chat. Contacts come one after
//! the other and are measured once all are there, each somewhere else on their walk; whoever has finished is followed by
//! somebody new. Beside that a crowd that begins in the same instant and goes on in step: there everybody waits for the
//! same answer at the same time, and the longest answer is the slowest.
//!
//! After that the same with kills: every bot is killed (SIGKILL) and started again while people walk, and what they have
//! of it is counted.
//! Lotse looks up offers and says more, and longer, than the peer: how many calls that takes is in the table.

mod bot;
mod contact;
#[path = "../../figures.rs"]
mod figures;
mod progress;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use bot::{Kind, Running};
use contact::{Walked, walk};
use figures::{Times, machine};
use progress::Progress;
use telegram_double::{Bot, Options, Telegram};
use tokio::sync::mpsc;
use tokio::task::{JoinSet, LocalSet};

const TOKEN: &str = "7654321:nur-fuer-die-messung";
/// Who comes.
const CROWDS: [Crowd; 4] = [Crowd::Steady(1), Crowd::Steady(100), Crowd::Steady(1000), Crowd::InStep(1000)];
/// So many updates are measured of a crowd, but of each contact not more than a hundred walks.
const MEASURED: usize = 22_000;
/// With kills: so many contacts at a time, and how many walks each makes.
const CROWD_WITH_KILLS: (usize, usize) = (100, 6);
/// So often each bot is killed.
const KILLS: usize = 5;
/// What a contact does in one walk.
const STEPS: usize = 11;
/// Whoever waits for longer than this does it again.
const PATIENCE: Duration = Duration::from_mins(1);
/// The same where a bot is killed: many times as long as anybody waits for a bot that lives.
const PATIENCE_WITH_KILLS: Duration = Duration::from_secs(10);

/// So many contacts at a time.
#[derive(Debug, Clone, Copy)]
enum Crowd {
    /// They have come one after the other, and others follow them.
    Steady(usize),
    /// They begin in the same instant, and make one walk each.
    InStep(usize),
}

impl std::fmt::Display for Crowd {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Steady(contacts) => write!(f, "{contacts}"),
            Self::InStep(contacts) => write!(f, "{contacts} in step"),
        }
    }
}

/// A bot on a fresh file, before a Telegram of its own.
struct Town {
    kind: Kind,
    peer: PathBuf,
    telegram: Telegram,
    bot: Bot,
    folder: tempfile::TempDir,
}

impl Town {
    async fn new(kind: Kind, peer: &Path, below: &Path) -> anyhow::Result<Self> {
        // The real pause holds back whoever asks too fast after a start; there would be nothing to measure in it.
        let telegram =
            Telegram::with(Options { pause: Duration::from_millis(50), ..Options::default() }).await;
        let bot = telegram.bot(TOKEN);
        Ok(Self { kind, peer: peer.to_owned(), telegram, bot, folder: tempfile::tempdir_in(below)? })
    }

    fn start(&self) -> anyhow::Result<Running> {
        Running::start(self.kind, &self.peer, &self.telegram.url(), TOKEN, self.folder.path())
    }

    /// So many contacts at a time make so many walks each, and `progress` is told of every question that has come.
    async fn walks(
        &self,
        (contacts, walks): (usize, usize),
        patience: Duration,
        progress: &Rc<Progress>,
    ) -> anyhow::Result<Walked> {
        let mut places = JoinSet::new();
        for _ in 0..contacts {
            let (bot, progress) = (self.bot.clone(), Rc::clone(progress));
            places.spawn_local(async move {
                let mut walked = Walked::default();
                for _ in 0..walks {
                    walked.add(&walk(&bot, patience, &progress).await?);
                }
                anyhow::Ok(walked)
            });
        }
        let mut all = Walked::default();
        while let Some(walked) = places.join_next().await {
            all.add(&walked??);
        }
        Ok(all)
    }
}

/// What has been asked of a bot and what it has computed, up to a moment.
struct Reading {
    at: Instant,
    calls: u64,
    computed: Duration,
}

impl Reading {
    fn now(town: &Town, running: &Running) -> anyhow::Result<Self> {
        Ok(Self { at: Instant::now(), calls: town.bot.calls(), computed: running.computed()? })
    }
}

/// What became of a crowd: of the walks, how long each update took, and what was read before and after.
struct Measured {
    walked: Walked,
    times: Vec<Duration>,
    before: Reading,
    after: Reading,
}

async fn steady(town: &Town, running: &Running, contacts: usize) -> anyhow::Result<Measured> {
    let progress: Rc<Progress> = Rc::default();
    let mut places = JoinSet::new();
    let (tell, mut failed) = mpsc::unbounded_channel();
    let measuring = async {
        for place in 0..contacts {
            // Each when as many questions have come as one walk has: so they are spread over all of them.
            progress.reaches(place * STEPS).await;
            let (bot, progress, tell) = (town.bot.clone(), Rc::clone(&progress), tell.clone());
            places.spawn_local(async move {
                let mut walked = Walked::default();
                while !progress.is_over() {
                    match walk(&bot, PATIENCE, &progress).await {
                        Ok(walk) => walked.add(&walk),
                        // Nobody hears it if all is over.
                        Err(error) => drop(tell.send(error)),
                    }
                }
                walked
            });
        }
        let before = Reading::now(town, running)?;
        progress.measure();
        progress.grows_by(MEASURED.min(contacts * 100 * STEPS)).await;
        anyhow::Ok((before, Reading::now(town, running)?, progress.end()))
    };
    let (before, after, times) = tokio::select! {
        measured = measuring => measured?,
        Some(error) = failed.recv() => return Err(error),
    };
    let mut all = Walked::default();
    while let Some(walked) = places.join_next().await {
        all.add(&walked?);
    }
    Ok(Measured { walked: all, times, before, after })
}

async fn in_step(town: &Town, running: &Running, contacts: usize) -> anyhow::Result<Measured> {
    let progress: Rc<Progress> = Rc::default();
    let before = Reading::now(town, running)?;
    progress.measure();
    let walked = town.walks((contacts, 1), PATIENCE, &progress).await?;
    Ok(Measured { walked, times: progress.end(), before, after: Reading::now(town, running)? })
}

async fn load(town: &Town, crowd: Crowd) -> anyhow::Result<String> {
    let running = town.start()?;
    // Not measured: caches fill, connections open.
    town.walks((10, 1), PATIENCE, &Rc::default()).await?;
    let Measured { walked, times, before, after } = match crowd {
        Crowd::Steady(contacts) => steady(town, &running, contacts).await?,
        Crowd::InStep(contacts) => in_step(town, &running, contacts).await?,
    };
    let updates = f64::from(u32::try_from(times.len())?);
    let (again, times) = (walked.again + walked.anew, Times::new(times));
    Ok(format!(
        "| {} | {crowd} | {:.0} | {:.1} | {:.1} | {} | {:.0} | {:.1} | {:.0} |",
        town.kind.name(),
        times.per_second(after.at - before.at),
        times.percentile(50),
        times.percentile(99),
        again,
        after.computed.saturating_sub(before.computed).as_secs_f64() * 1e6 / updates,
        f64::from(u32::try_from(after.calls - before.calls)?) / updates,
        running.peak_memory()?,
    ))
}

async fn kills(town: &Town) -> anyhow::Result<String> {
    let (contacts, walks) = CROWD_WITH_KILLS;
    let progress: Rc<Progress> = Rc::default();
    let killing = async {
        let mut running = town.start()?;
        for kill in 1..=KILLS {
            progress.reaches(contacts * walks * STEPS * kill / (KILLS + 1)).await;
            running.kill()?;
            progress.killed();
            running = town.start()?;
        }
        anyhow::Ok(running)
    };
    let (running, walked) =
        tokio::try_join!(killing, town.walks(CROWD_WITH_KILLS, PATIENCE_WITH_KILLS, &progress))?;
    drop(running);
    Ok(format!(
        "| {} | {} | {} | {} | {} | {} | {} |",
        town.kind.name(),
        walked.again,
        walked.anew,
        walked.missing,
        walked.doubled,
        walked.beyond,
        bot::marked(town.folder.path()),
    ))
}

/// What to measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    All,
    Load,
    Kills,
}

async fn measure(peer: &Path, part: Part) -> anyhow::Result<()> {
    let below = std::env::var_os("LOTSE_BENCH_FOLDER").map_or_else(std::env::temp_dir, PathBuf::from);
    let mut out = std::io::stdout();
    if part != Part::Kills {
        writeln!(out, "Machine: {}\n", machine())?;
        writeln!(
            out,
            "| bot | contacts at a time | updates/s | p50 ms | p99 ms | had to do it again | computing µs/update | calls/update | peak memory MiB |"
        )?;
        writeln!(out, "|---|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for crowd in CROWDS {
            for kind in Kind::ALL {
                let line = load(&Town::new(kind, peer, &below).await?, crowd).await?;
                writeln!(out, "{line}")?;
            }
        }
    }
    if part != Part::Load {
        writeln!(
            out,
            "\n| bot | had to do it again | had to start again | answers missing | messages doubled | more than one for a contact and kill | known to be sent again |"
        )?;
        writeln!(out, "|---|---:|---:|---:|---:|---:|---:|")?;
        for kind in Kind::ALL {
            let line = kills(&Town::new(kind, peer, &below).await?).await?;
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, rest @ ..] = arguments.as_slice()
        && first == bot::AS_LOTSE
    {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        return runtime.block_on(bot::be_lotse(rest));
    }
    let peer = arguments.first().context("usage: telegram-load PATH-OF-THE-PEER [load|kills]")?;
    let part = match arguments.get(1).map(String::as_str) {
        None => Part::All,
        Some("load") => Part::Load,
        Some("kills") => Part::Kills,
        Some(_) => bail!("what is to be measured is `load` or `kills`, or nothing for both"),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, measure(Path::new(peer), part))
}
