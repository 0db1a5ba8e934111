//! Inboxes that do not take at once what they are given.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use lotse::channel::{Inbound, Inlet, NotAccepted};
use tokio::sync::watch;

/// An inbox that takes nothing for a while.
pub struct Full {
    inner: Arc<dyn Inlet>,
    left: AtomicUsize,
    refused: watch::Sender<usize>,
}

impl Full {
    /// Refuses so often, and passes on what comes after that.
    pub fn new(inner: Arc<dyn Inlet>, refusals: usize) -> Arc<Self> {
        Arc::new(Self { inner, left: AtomicUsize::new(refusals), refused: watch::Sender::new(0) })
    }

    /// Returns when it has refused so often.
    pub async fn has_refused(&self, times: usize) {
        self.refused.subscribe().wait_for(|refused| *refused >= times).await.unwrap();
    }

    /// How often it will still refuse.
    pub fn left(&self) -> usize {
        self.left.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Inlet for Full {
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if left.is_ok() {
            self.refused.send_modify(|refused| *refused += 1);
            return Err(NotAccepted("the disk is full".into()));
        }
        self.inner.accept(inbound).await
    }
}

/// An inbox that takes the first that it is given when it is told to, and the rest at once.
pub struct Slow {
    inner: Arc<dyn Inlet>,
    begun: watch::Sender<bool>,
    goes_on: watch::Sender<bool>,
}

impl Slow {
    pub fn new(inner: Arc<dyn Inlet>) -> Arc<Self> {
        Arc::new(Self { inner, begun: watch::Sender::new(false), goes_on: watch::Sender::new(false) })
    }

    /// Returns when it is to take the first.
    pub async fn has_begun(&self) {
        self.begun.subscribe().wait_for(|begun| *begun).await.unwrap();
    }

    /// It takes the first.
    pub fn goes_on(&self) {
        self.goes_on.send_replace(true);
    }
}

#[async_trait]
impl Inlet for Slow {
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted> {
        let is_first = !self.begun.send_replace(true);
        if is_first {
            self.goes_on.subscribe().wait_for(|goes_on| *goes_on).await.unwrap();
        }
        self.inner.accept(inbound).await
    }
}
