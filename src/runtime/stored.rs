//! What lies sealed in the inbox and the outbox.

use serde::{Deserialize, Serialize};

use crate::channel::{Destination, Inbound};
use crate::desk::Undeliverable;
use crate::model::{Address, CaseNumber, Channel, ConversationId, EventId, Message, OutboxId, Timestamp};
use crate::privacy::{Lookup, Vault};

/// What waits in the inbox. Timers and failures come by the same door as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Arrival {
    /// From outside.
    Outside(Inbound),
    /// It is time to look at a conversation: somebody is to be reminded, or its time is over.
    #[serde(alias = "expired")]
    Due {
        /// Whose conversation.
        address: Address,
        /// Which conversation, and which of its times.
        conversation: ConversationId,
        /// When it was due.
        due_at: Timestamp,
    },
    /// A message to the room of a case is given up.
    Unposted {
        /// The desk's channel.
        channel: Channel,
        /// Which case.
        case: CaseNumber,
        /// Which message.
        message: OutboxId,
    },
    /// A message to a contact is given up.
    Undelivered {
        /// Whose message.
        address: Address,
        /// Which message.
        message: OutboxId,
        /// Why.
        reason: Undeliverable,
    },
}

impl Arrival {
    /// The keyed hash under which this very event is accepted once.
    pub(super) fn event_key(&self, vault: &Vault) -> Lookup {
        match self {
            Self::Outside(inbound) => {
                let (channel, event) = inbound.origin();
                vault.lookup("event", &[channel.name().as_bytes(), event.as_str().as_bytes()])
            }
            Self::Due { conversation, due_at, .. } => vault.lookup(
                "due",
                &[conversation.to_string().as_bytes(), &due_at.as_millisecond().to_be_bytes()],
            ),
            Self::Unposted { message, .. } => vault.lookup("unposted", &[message.to_string().as_bytes()]),
            Self::Undelivered { message, .. } => {
                vault.lookup("undelivered", &[message.to_string().as_bytes()])
            }
        }
    }

    /// The channel it came by.
    pub(super) fn channel(&self) -> Channel {
        match self {
            Self::Outside(inbound) => inbound.origin().0,
            Self::Unposted { channel, .. } => *channel,
            Self::Due { address, .. } | Self::Undelivered { address, .. } => address.channel,
        }
    }

    /// Whose lane it belongs to: inputs of one person are handled in order.
    pub(super) fn lane(&self, vault: &Vault) -> Lookup {
        match self {
            Self::Outside(Inbound::Contact { address, .. })
            | Self::Due { address, .. }
            | Self::Undelivered { address, .. } => lane_of(vault, address),
            Self::Unposted { case, .. } => vault.lookup("unposted", &[&case.0.to_be_bytes()]),
            Self::Outside(Inbound::Desk { navigator, .. }) => vault.lookup(
                "navigator",
                &[navigator.address.channel.name().as_bytes(), navigator.address.id.reveal().as_bytes()],
            ),
        }
    }
}

/// How a conversation is found by the address of its contact.
pub(super) fn lane_of(vault: &Vault, address: &Address) -> Lookup {
    vault.lookup("address", &[address.channel.name().as_bytes(), address.id.reveal().as_bytes()])
}

/// What waits in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Departure {
    /// Where it goes.
    pub(super) to: Destination,
    /// What it says.
    pub(super) message: Message,
    /// The event of which it is the copy, if it was relayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<EventId>,
}

/// What seals of the inbox are bound to.
pub(super) fn about_inbox(event: Lookup) -> String {
    use std::fmt::Write as _;
    event.0.iter().fold(String::from("inbox:"), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What seals of the outbox are bound to.
pub(super) fn about_outbox(id: OutboxId) -> String {
    format!("outbox:{id}")
}

/// What seals of a conversation's state are bound to.
pub(super) fn about_state(id: ConversationId) -> String {
    format!("conversation:{id}")
}

/// What seals of a link are bound to.
pub(super) fn about_link(id: OutboxId) -> String {
    format!("link:{id}")
}
