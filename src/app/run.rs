//! `lotse run`: the channels of the settings, until an orderly stop is asked for.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use tokio::signal::unix::{SignalKind, signal};

use crate::channel::matrix::{self, Matrix};
use crate::desk::Duty;
use crate::model::{Clock, Entropy, OsEntropy, SystemClock};
use crate::ops::content::Content;
use crate::ops::settings::Settings;
use crate::privacy::Vault;
use crate::runtime::{NoProbe, Parts, Probe, Runtime};
use crate::store;

/// The whole bot, running.
#[derive(Debug)]
pub struct Bot {
    runtime: Runtime,
    matrix: Arc<Matrix>,
    listening: tokio::task::JoinHandle<Result<(), matrix::ConnectError>>,
}

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// Something in the settings cannot be used, or the homeserver has ended the session.
pub async fn run(settings: &Settings) -> anyhow::Result<()> {
    let mut terminate =
        signal(SignalKind::terminate()).context("the signals that stop a program cannot be listened to")?;
    let mut interrupt =
        signal(SignalKind::interrupt()).context("the signals that stop a program cannot be listened to")?;
    let start = Bot::start(settings, Arc::new(SystemClock::default()), Arc::new(NoProbe));
    let mut bot = tokio::select! {
        bot = start => bot?,
        _ = terminate.recv() => return Ok(()),
        _ = interrupt.recv() => return Ok(()),
    };
    let ended = tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        ended = &mut bot.listening => ended.context("listening to Matrix has ended")?.map_err(Into::into),
    };
    bot.stop().await;
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
            anyhow!("the settings have no section [matrix]; without a channel there is nothing to run")
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
        let vault = Vault::new(key, Arc::clone(&entropy));
        let database = settings.database.as_ref().ok_or_else(|| {
            anyhow!("the settings name no database; set for instance database = \"sqlite:lotse.db\"")
        })?;
        let store = store::open(database.reveal()).await?;
        let proof = store.key_proof(vault.proof()).await?;
        vault.check_proof(&proof)?;
        let parts = matrix::Parts {
            vault: vault.clone(),
            // The proof is made once in a database, with chance in it: it stands for the database itself.
            database: vault.lookup("database", &[&proof.bytes]),
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
                ..Duty::default()
            },
            navigator_name: settings.desk.name.clone(),
            probe,
        };
        let runtime = Runtime::start(parts, Arc::clone(&matrix) as _, Vec::new()).await?;
        let listening = {
            let (matrix, inlet) = (Arc::clone(&matrix), runtime.inlet());
            tokio::spawn(async move { matrix.listen(inlet).await })
        };
        Ok(Self { runtime, matrix, listening })
    }

    /// An orderly stop: nothing new is taken in, what is being handled is finished.
    pub async fn stop(self) {
        self.matrix.stop();
        if !self.listening.is_finished() {
            // A panic in it has been printed already; stopping goes on.
            let _ = self.listening.await;
        }
        self.runtime.stop().await;
    }
}
