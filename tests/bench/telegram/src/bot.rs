//! The bots, each a process of its own on a core of its own, so that it can be killed and what it computes be counted.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use async_trait::async_trait;
use lotse::channel::telegram::Telegram;
use lotse::channel::{Channel, Contents, Envelope, SendError, Sent};
use lotse::desk::Duty;
use lotse::model::{Attachment, Channel as ChannelName, Clock, OsEntropy, SystemClock};
use lotse::ops::content::{Content, Sources};
use lotse::ops::settings;
use lotse::privacy::{MasterKey, Vault};
use lotse::runtime::{NoProbe, Parts, Runtime};
use lotse::store;
use lotse::text::Alternatives;

use crate::figures;

/// The word by which this program is told to be Lotse.
pub const AS_LOTSE: &str = "lotse";
/// Where Lotse notes whatever it sends that may have gone out before: one byte each.
const MARKED: &str = "marked";
/// The core on which bots run. All else is on another one.
const CORE: &str = "0";

/// Which bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// This one.
    Lotse,
    /// The peer, its file as its storage makes it.
    Teloxide,
    /// The peer, its file in WAL mode.
    TeloxideWal,
}

impl Kind {
    /// In the order of the table.
    pub const ALL: [Self; 3] = [Self::Lotse, Self::Teloxide, Self::TeloxideWal];

    /// What it is called in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lotse => "Lotse",
            Self::Teloxide => "teloxide, as shipped",
            Self::TeloxideWal => "teloxide, file in WAL",
        }
    }
}

/// A bot's process. Killed when it is dropped.
pub struct Running(Child);

impl Running {
    /// Starts one; `peer` is the program of the peer.
    pub fn start(kind: Kind, peer: &Path, url: &str, token: &str, folder: &Path) -> anyhow::Result<Self> {
        let mut command = Command::new("taskset");
        command.args(["-c", CORE]);
        let database = folder.join("bot.db");
        match kind {
            Kind::Lotse => {
                command.arg(std::env::current_exe()?).args([AS_LOTSE, url, token]).arg(folder);
            }
            Kind::Teloxide => {
                command.arg(peer).args([url, token]).arg(database);
            }
            Kind::TeloxideWal => {
                command.arg(peer).args([url, token]).arg(database).arg("wal");
            }
        }
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        Ok(Self(child.context("taskset and the bot cannot be started")?))
    }

    /// SIGKILL.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }

    /// How long it has computed so far.
    pub fn computed(&self) -> anyhow::Result<Duration> {
        figures::computed(&self.0.id().to_string()).context("the system does not say what a process computes")
    }

    /// The most memory it has had, in MiB.
    pub fn peak_memory(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u32 = line
            .and_then(|line| line.trim().strip_suffix(" kB"))
            .context("the system does not say what memory a process has had")?
            .parse()?;
        Ok(f64::from(kib) / 1024.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // If it has ended by itself there is nothing to end.
        let _ = self.kill();
    }
}

/// How many messages Lotse knew may have come twice.
pub fn marked(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(MARKED)).map_or(0, |file| file.len())
}

/// A desk at which nobody sits.
#[derive(Debug)]
struct Silence;

#[async_trait]
impl Channel for Silence {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        true
    }

    async fn send(&self, _: &Envelope) -> Result<Sent, SendError> {
        Ok(Sent::Nothing)
    }
}

/// Telegram, with somebody who notes what may come twice.
#[derive(Debug)]
struct Noted {
    inner: Arc<Telegram>,
    marked: PathBuf,
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
            let file = OpenOptions::new().create(true).append(true).open(&self.marked);
            file.and_then(|mut file| file.write_all(b"."))
                .map_err(|_| SendError::Later { retry_after: None })?;
        }
        self.inner.send(envelope).await
    }
}

/// Is Lotse, until it is killed.
pub async fn be_lotse(arguments: &[String]) -> anyhow::Result<()> {
    let [url, token, folder] = arguments else { bail!("an address, a token and a folder are missing") };
    let folder = Path::new(folder);
    let key = folder.join("key");
    if !key.exists() {
        MasterKey::generate(&OsEntropy).write_new_file(&key)?;
    }
    let Content { scene, texts } =
        Sources::read(None, None)?.load().map_err(|faulty| anyhow!("{}", faulty.lines.join("\n")))?;
    let (texts, clock): (_, Arc<dyn Clock>) = (Arc::new(texts), Arc::new(SystemClock::default()));
    let settings = settings::Telegram {
        token: Some(token.as_str().into()),
        api_url: Some(url.clone()),
        pace: false,
        ..settings::Telegram::default()
    };
    let telegram = Telegram::new(&settings, Arc::clone(&texts), Arc::clone(&clock))?;
    let parts = Parts {
        store: store::open(&format!("sqlite:{}", folder.join("bot.db").display())).await?,
        vault: Vault::new(MasterKey::read_file(&key)?, Arc::new(OsEntropy)),
        clock,
        entropy: Arc::new(OsEntropy),
        scene: Arc::new(scene),
        texts,
        duty: Duty::default(),
        navigator_name: None,
        alternatives: Alternatives::default(),
        probe: Arc::new(NoProbe),
    };
    let noted = Noted { inner: Arc::clone(&telegram), marked: folder.join(MARKED) };
    let runtime = Runtime::start(parts, Arc::new(Silence), vec![Arc::new(noted)]).await?;
    // As the program does: not in its first thread, which all others would have to wake for each answer.
    let inlet = runtime.inlet();
    tokio::spawn(async move { telegram.listen(inlet).await }).await??;
    Ok(())
}
