//! The only place where deciding meets doing.
//!
//! Inbox → decide → one commit → delivery. [`Runtime::start`] first takes up what an earlier process left
//! behind, then the timers; channels are started by whoever owns them, with [`Runtime::inlet`] to put things in.

mod activity;
mod arrivals;
mod channels;
mod core;
mod delivery;
mod error;
mod expected;
mod journal;
mod lanes;
mod matter;
mod pack;
mod packing;
mod parcel;
mod probe;
mod roster;
mod stored;
mod timers;
mod told;
mod turn;
mod watch;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

pub use self::core::Parts;
pub use error::RuntimeError;
pub use journal::Journal;
pub use probe::{NoProbe, Point, Probe};
pub use watch::Watch;

use self::core::Core;
use arrivals::Arrivals;
use channels::Channels;
use delivery::Delivery;
use lanes::Lanes;

use crate::channel::{Channel, Inlet};
use crate::desk::Conversation;
use crate::model::Address;

/// So long an orderly stop waits for what is under way. A platform that has not answered by then may never.
const STOP_PATIENCE: Duration = Duration::from_secs(10);

/// The running bot: everything between the channels and the store.
#[derive(Debug)]
pub struct Runtime {
    core: Arc<Core>,
    arrivals: Arc<Arrivals>,
    delivery: Arc<Delivery>,
    timers: tokio::task::JoinHandle<()>,
    committing: tokio::task::JoinHandle<()>,
}

impl Runtime {
    /// Builds and starts: what was accepted is handled, what was said is sent, timers run.
    ///
    /// `desk` is the channel at which navigators work.
    ///
    /// # Errors
    /// The key is not the one the database was made with, or the store does not answer.
    pub async fn start(
        parts: Parts,
        desk: Arc<dyn Channel>,
        others: Vec<Arc<dyn Channel>>,
    ) -> Result<Self, RuntimeError> {
        let stored = parts.store.key_proof(parts.vault.proof()).await?;
        parts.vault.check_proof(&stored)?;
        let last_case = parts.store.last_case().await?;
        let (journal, committing) = Journal::start(Arc::clone(&parts.store));
        let core = Arc::new(Core::new(parts, journal, last_case));

        // Turns need the delivery, and the delivery tells the arrivals of what it gave up: the knot is tied here.
        let post: Arc<OnceLock<Arc<Delivery>>> = Arc::default();
        let turns = {
            let (core, post) = (Arc::clone(&core), Arc::clone(&post));
            Lanes::new(move |work| {
                let (core, post) = (Arc::clone(&core), Arc::clone(&post));
                async move {
                    if let Some(delivery) = post.get() {
                        turn::handle(core, Arc::clone(delivery), work).await;
                    }
                }
            })
        };
        let arrivals = Arc::new(Arrivals::new(Arc::clone(&core), turns));
        let delivery =
            Delivery::new(Arc::clone(&core), Channels::new(desk, others), Arc::downgrade(&arrivals));
        // The cell is new; nobody can have filled it.
        let _ = post.set(Arc::clone(&delivery));

        delivery.read_outbox().await?;
        arrivals.read_inbox().await?;
        // Before anybody can say anything: whose time was over while nobody looked is not taken at their next word.
        timers::first_look(&core, &arrivals).await;
        roster::look(&core, &arrivals).await?;
        let timers = tokio::spawn(timers::run(Arc::clone(&core), Arc::clone(&arrivals)));
        Ok(Self { core, arrivals, delivery, timers, committing })
    }

    /// Where channels put what came in.
    #[must_use]
    pub fn inlet(&self) -> Arc<dyn Inlet> {
        Arc::clone(&self.arrivals) as Arc<dyn Inlet>
    }

    /// Returns when everything that came in is handled and everything said is out.
    pub async fn settled(&self) {
        self.core.activity.settled().await;
    }

    /// Looks now, not in a minute, what is due.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn look_at_timers(&self) -> Result<(), RuntimeError> {
        timers::look(&self.core, &self.arrivals).await
    }

    /// The conversation with the contact at `address`, as it is stored.
    ///
    /// # Errors
    /// The store does not answer, or what it holds cannot be read.
    pub async fn conversation(&self, address: &Address) -> Result<Option<Conversation>, RuntimeError> {
        Ok(self.core.load(self.core.lane(address)).await?.map(|loaded| loaded.conversation))
    }

    /// Whether the last thing that had to be committed was.
    #[must_use]
    pub fn is_healthy(&self) -> bool {
        self.core.healthy()
    }

    /// Looks on from outside.
    #[must_use]
    pub fn watch(&self) -> Watch {
        let tasks =
            vec![("timers", self.timers.abort_handle()), ("committing", self.committing.abort_handle())];
        Watch { core: Arc::clone(&self.core), tasks }
    }

    /// An orderly stop: what is being handled is finished, nothing new is begun, the store is closed. Whatever
    /// was not sent lies in the outbox and goes out at the next start. A channel that does not answer is waited for
    /// ten seconds at most.
    pub async fn stop(self) {
        self.stop_within(STOP_PATIENCE).await;
    }

    /// The same with another limit: what is under way for longer than `patience` is left where it is.
    pub async fn stop_within(mut self, patience: Duration) {
        self.core.stopping.send_replace(true);
        let all = async {
            self.core.activity.settled().await;
            // The timers end by themselves when they see the stop; a panic in them has nothing more to tell here.
            let _ = (&mut self.timers).await;
        };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!("something is still under way and is left for the next start");
            self.timers.abort();
        }
        self.core.parts.store.close().await;
        drop(self.delivery);
    }
}
