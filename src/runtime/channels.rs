//! The channels: which of them carries a message to where it is to go, and which of them is the desk's.

use std::collections::HashMap;
use std::sync::Arc;

use crate::channel::{Channel, Destination};
use crate::model::Channel as ChannelName;

/// The channels, and which of them is the desk's.
pub(super) struct Channels {
    by_name: HashMap<ChannelName, Arc<dyn Channel>>,
    pub(super) desk: Arc<dyn Channel>,
}

impl std::fmt::Debug for Channels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.by_name.keys()).finish()
    }
}

impl Channels {
    /// `desk` is the channel at which navigators work; it also carries contacts of its own.
    pub(super) fn new(desk: Arc<dyn Channel>, others: Vec<Arc<dyn Channel>>) -> Self {
        let mut by_name: HashMap<_, _> =
            others.into_iter().map(|channel| (channel.name(), channel)).collect();
        by_name.insert(desk.name(), Arc::clone(&desk));
        Self { by_name, desk }
    }

    /// The channel of this name. `None`: it is switched off in the settings; it may be switched on again.
    pub(super) fn called(&self, name: ChannelName) -> Option<&Arc<dyn Channel>> {
        self.by_name.get(&name)
    }

    /// The channel that carries what goes to this place.
    pub(super) fn carrying(&self, to: &Destination) -> Option<&Arc<dyn Channel>> {
        match to {
            Destination::Contact(address) => self.called(address.channel),
            Destination::Queue | Destination::Case(_) => Some(&self.desk),
        }
    }
}
