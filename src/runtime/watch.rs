//! What can be seen of a running runtime from outside.

use std::sync::Arc;

use tokio::task::AbortHandle;

use super::core::Core;
use crate::ops::health::{ChannelState, Condition};
use crate::ops::metrics::Metrics;

/// Looks at a runtime. It may be kept longer than the runtime.
#[derive(Debug, Clone)]
pub struct Watch {
    pub(super) core: Arc<Core>,
    pub(super) tasks: Vec<(&'static str, AbortHandle)>,
}

impl Watch {
    /// How everything is now; `channels` and further tasks are for the caller to know.
    pub async fn condition(
        &self,
        channels: Vec<ChannelState>,
        more: &[(&'static str, AbortHandle)],
    ) -> Condition {
        let runs = |(name, task): &(&'static str, AbortHandle)| (*name, !task.is_finished());
        Condition {
            now: self.core.now(),
            tasks: self.tasks.iter().chain(more).map(runs).collect(),
            stopping: self.core.is_stopping(),
            committed: self.core.healthy(),
            // Why not, is for the log of whoever needs it for more than a figure.
            counts: self.core.parts.store.counts().await.ok(),
            channels,
        }
    }

    /// What is counted.
    #[must_use]
    pub fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.core.metrics)
    }
}
