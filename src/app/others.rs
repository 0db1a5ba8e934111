//! The channels beside the one at which navigators work.

use std::fmt::Debug;
use std::sync::Arc;

use anyhow::anyhow;
use tokio::task::{AbortHandle, JoinHandle};

#[cfg(feature = "telegram")]
use crate::channel::telegram::Telegram;
use crate::channel::{Channel, Inlet};
use crate::model::Clock;
use crate::ops::health::Pulse;
use crate::ops::settings::Settings;
use crate::text::Texts;

/// A channel that hears and speaks, and can be stopped.
trait Other: Debug + Send + Sync {
    /// What it does for ever, in a fixed word.
    fn task(&self) -> &'static str;

    /// For whoever sends.
    fn channel(&self) -> Arc<dyn Channel>;

    /// How it is, for whoever watches.
    fn pulse(&self) -> Arc<Pulse>;

    /// From now on it hears what people send.
    fn listen(&self, inlet: Arc<dyn Inlet>) -> JoinHandle<anyhow::Result<()>>;

    /// Asks for an orderly stop of listening.
    fn stop(&self);
}

#[cfg(feature = "telegram")]
impl Other for Arc<Telegram> {
    fn task(&self) -> &'static str {
        "listening to Telegram"
    }

    fn channel(&self) -> Arc<dyn Channel> {
        Self::clone(self)
    }

    fn pulse(&self) -> Arc<Pulse> {
        Telegram::pulse(self)
    }

    fn listen(&self, inlet: Arc<dyn Inlet>) -> JoinHandle<anyhow::Result<()>> {
        let telegram = Self::clone(self);
        tokio::spawn(async move { Ok(Telegram::listen(&telegram, inlet).await?) })
    }

    fn stop(&self) {
        Telegram::stop(self);
    }
}

/// The channels that the settings name, beside the desk's.
#[derive(Debug, Default)]
pub(super) struct Others {
    all: Vec<Box<dyn Other>>,
    listening: Vec<(&'static str, JoinHandle<anyhow::Result<()>>)>,
}

impl Others {
    /// Reads what the settings say about them.
    #[cfg(feature = "telegram")]
    pub(super) fn of(
        settings: &Settings,
        texts: &Arc<Texts>,
        clock: &Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let mut others = Self::default();
        if let Some(section) = &settings.telegram {
            let telegram = Telegram::new(section, Arc::clone(texts), Arc::clone(clock))?;
            others.all.push(Box::new(telegram));
        }
        Ok(others)
    }

    /// Reads what the settings say about them.
    #[cfg(not(feature = "telegram"))]
    pub(super) fn of(settings: &Settings, _: &Arc<Texts>, _: &Arc<dyn Clock>) -> anyhow::Result<Self> {
        if settings.telegram.is_some() {
            return Err(anyhow!(
                "the settings have a section [telegram], and this program was built without Telegram; remove the section, or build with --features telegram"
            ));
        }
        Ok(Self::default())
    }

    /// All of them, for whoever sends.
    pub(super) fn channels(&self) -> Vec<Arc<dyn Channel>> {
        self.all.iter().map(|other| other.channel()).collect()
    }

    /// How they are, for whoever watches.
    pub(super) fn pulses(&self) -> Vec<Arc<Pulse>> {
        self.all.iter().map(|other| other.pulse()).collect()
    }

    /// The tasks that must run for ever, by fixed names.
    pub(super) fn tasks(&self) -> Vec<(&'static str, AbortHandle)> {
        self.listening.iter().map(|(task, listening)| (*task, listening.abort_handle())).collect()
    }

    /// From now on they hear what people send.
    pub(super) fn listen(&mut self, inlet: &Arc<dyn Inlet>) {
        self.listening =
            self.all.iter().map(|other| (other.task(), other.listen(Arc::clone(inlet)))).collect();
    }

    /// Returns when one of them cannot go on, with the reason.
    pub(super) async fn ended(&mut self) -> anyhow::Error {
        // One is all there can be so far.
        let Some((task, listening)) = self.listening.first_mut() else { return std::future::pending().await };
        match listening.await {
            Ok(Ok(())) => anyhow!("{task} has ended"),
            Ok(Err(error)) => error,
            Err(_) => anyhow!("{task} has ended in a panic"),
        }
    }

    /// An orderly stop.
    pub(super) async fn stop(self) {
        for other in &self.all {
            other.stop();
        }
        for (_, listening) in self.listening {
            if !listening.is_finished() {
                // A panic in it has been printed already; stopping goes on.
                let _ = listening.await;
            }
        }
    }
}
