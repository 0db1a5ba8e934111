//! `lotse run`: the channels of the settings, until an orderly stop is asked for.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use tokio::task::AbortHandle;

use super::ends::Ends;
use super::others::Others;
use crate::channel::matrix::{self, Matrix};
use crate::desk::Duty;
use crate::model::{Clock, Entropy, OsEntropy, SystemClock};
use crate::ops::content::Content;
use crate::ops::health::{Condition, Pulse, Vitals};
use crate::ops::http;
use crate::ops::settings::Settings;
use crate::privacy::Vault;
use crate::runtime::{self, NoProbe, Parts, Probe, Runtime};
use crate::store;
use crate::text::Alternatives;

/// So long an orderly stop may take. Whoever stops us (systemd, a container platform) kills after a while.
const STOP_PATIENCE: Duration = Duration::from_secs(8);

/// The whole bot, running.
#[derive(Debug)]
pub struct Bot {
    runtime: Runtime,
    matrix: Arc<Matrix>,
    listening: tokio::task::JoinHandle<Result<(), matrix::ConnectError>>,
    others: Others,
}

/// Runs until SIGTERM or SIGINT, which are heard also while it starts.
///
/// # Errors
/// Something in the settings cannot be used, or the homeserver has ended the session.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    let mut ends = Ends::listen()?;
    // First, so that whoever watches is answered from the beginning.
    let watch = match &settings.http {
        Some(http) => Some(http::Watch::listen(http).await?),
        None => None,
    };
    let start = Bot::start(settings, Arc::new(SystemClock::default()), Arc::new(NoProbe));
    let mut bot = tokio::select! {
        bot = start => bot?,
        () = ends.come() => return Ok(()),
    };
    if let Some(watch) = &watch {
        watch.begin(bot.vitals(), bot.runtime.watch().metrics());
    }
    let ended = tokio::select! {
        () = ends.come() => Ok(()),
        ended = &mut bot.listening => ended.context("listening to Matrix has ended")?.map_err(Into::into),
        error = bot.others.ended() => Err(error),
    };
    if tokio::time::timeout(STOP_PATIENCE, bot.stop()).await.is_err() {
        tracing::warn!("something does not come to its end and is left for the next start");
    }
    ended
}

/// Passes on what was done to the rooms of the desk.
#[derive(Debug)]
struct AtTheDesk(Arc<dyn Probe>);

impl matrix::Probe for AtTheDesk {
    fn changed(&self) {
        self.0.desk_changed();
    }
}

/// How the bot is, for whoever watches.
struct Overview {
    runtime: runtime::Watch,
    tasks: Vec<(&'static str, AbortHandle)>,
    pulses: Vec<Arc<Pulse>>,
}

#[async_trait]
impl Vitals for Overview {
    async fn condition(&self) -> Condition {
        let channels = self.pulses.iter().map(|pulse| pulse.state()).collect();
        self.runtime.condition(channels, &self.tasks).await
    }
}

impl Bot {
    /// Builds everything from the settings and starts it.
    ///
    /// # Errors
    /// Something in the settings cannot be used; the error says what to do.
    pub async fn start(
        settings: &Settings,
        clock: Arc<dyn Clock>,
        probe: Arc<dyn Probe>,
    ) -> anyhow::Result<Self> {
        let section = settings.matrix.as_ref().ok_or_else(|| {
            anyhow!(
                "the settings have no section [matrix]; navigators work there, so nothing can run without it, whatever other channels there are"
            )
        })?;
        if settings.desk.navigators.is_empty() {
            return Err(anyhow!(
                "the settings name no navigators; add their Matrix ids as `navigators` in the section [desk]"
            ));
        }
        let Content { scene, texts } = super::content(settings)?;
        let (scene, texts) = (Arc::new(scene), Arc::new(texts));
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let key = super::master_key(settings).ok_or_else(|| {
            anyhow!("the settings name no key; make one with `lotse key new PATH` and set master_key_file")
        })??;
        let mut others = Others::of(settings, &texts, &clock)?;
        let vault = Vault::new(key, Arc::clone(&entropy));
        let database = settings.database()?.ok_or_else(|| {
            anyhow!("the settings name no database; set for instance database = \"sqlite:lotse.db\"")
        })?;
        let store = store::open(database.reveal()).await?;
        let proof = store.key_proof(vault.proof()).await?;
        vault.check_proof(&proof)?;
        let parts = matrix::Parts {
            vault: vault.clone(),
            database: super::database_mark(&vault, &proof),
            clock: Arc::clone(&clock),
            texts: Arc::clone(&texts),
            probe: Arc::new(AtTheDesk(Arc::clone(&probe))),
        };
        let matrix = Matrix::connect(section, &settings.desk, parts).await?;
        let parts = Parts {
            store,
            vault,
            clock,
            entropy,
            scene,
            texts,
            duty: Duty {
                hours: settings.desk.hours.clone(),
                roster: matrix.roster(),
                reminders: settings.desk.reminders,
                cases_have_rooms: true,
                files: settings.files.clone(),
            },
            navigator_name: settings.desk.name.clone(),
            alternatives: Alternatives {
                matrix: settings.matrix.as_ref().map(|section| section.user.clone()),
            },
            probe,
        };
        let runtime = Runtime::start(parts, Arc::clone(&matrix) as _, others.channels()).await?;
        let listening = {
            let (matrix, inlet) = (Arc::clone(&matrix), runtime.inlet());
            tokio::spawn(async move { matrix.listen(inlet).await })
        };
        others.listen(&runtime.inlet());
        Ok(Self { runtime, matrix, listening, others })
    }

    /// How it is, for whoever watches.
    #[must_use]
    pub fn vitals(&self) -> Arc<dyn Vitals> {
        Arc::new(Overview {
            runtime: self.runtime.watch(),
            tasks: [("listening", self.listening.abort_handle())]
                .into_iter()
                .chain(self.others.tasks())
                .collect(),
            pulses: [self.matrix.pulse()].into_iter().chain(self.others.pulses()).collect(),
        })
    }

    /// An orderly stop: nothing new is taken in, what is being handled is finished.
    pub async fn stop(self) {
        self.others.stop().await;
        self.matrix.stop();
        if !self.listening.is_finished() {
            // A panic in it has been printed already; stopping goes on.
            let _ = self.listening.await;
        }
        self.runtime.stop().await;
    }
}
