//! Counts what is under way, so that a script, a test or an orderly stop can wait until all is said.

use tokio::sync::watch;

/// How many inbounds and outgoing messages are under way. Messages held for a navigator do not count.
#[derive(Debug)]
pub(super) struct Activity(watch::Sender<usize>);

impl Activity {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(super) fn begin(&self, count: usize) {
        self.0.send_modify(|under_way| *under_way += count);
    }

    /// Begins one that ends by itself, unless it is handed on: for a future that may be dropped half-way.
    pub(super) fn begin_guarded(&self) -> Begun<'_> {
        self.begin(1);
        Begun(self)
    }

    pub(super) fn end(&self, count: usize) {
        self.0.send_modify(|under_way| *under_way = under_way.saturating_sub(count));
    }

    /// Returns when nothing is under way.
    pub(super) async fn settled(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|under_way| *under_way == 0).await;
    }
}

/// One thing under way.
#[derive(Debug)]
pub(super) struct Begun<'a>(&'a Activity);

impl Begun<'_> {
    /// Somebody else will end it.
    pub(super) fn hand_on(self) {
        std::mem::forget(self);
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.0.end(1);
    }
}
