//! What lies sealed in the inbox and the outbox.

use serde::{Deserialize, Serialize};

use crate::channel::{Act, Destination, Inbound, Reference};
use crate::desk::Undeliverable;
use crate::model::{
    Address, CaseNumber, Channel, ConversationId, EventId, Message, OutboxId, Private, Timestamp,
};
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
    /// Whoever has this conversation's case is no longer in the settings.
    RosterChanged {
        /// Whose conversation.
        address: Address,
        /// Which conversation.
        conversation: ConversationId,
        /// At which start this was seen.
        started_at: Timestamp,
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
        /// What a navigator had written, if it was the copy of that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<EventId>,
    },
    /// A file of a contact could not be carried to the desk.
    FileLost {
        /// Whose file.
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
            Self::RosterChanged { conversation, started_at, .. } => vault.lookup(
                "roster",
                &[conversation.to_string().as_bytes(), &started_at.as_millisecond().to_be_bytes()],
            ),
            Self::Unposted { message, .. } => vault.lookup("unposted", &[message.to_string().as_bytes()]),
            Self::Undelivered { message, .. } => {
                vault.lookup("undelivered", &[message.to_string().as_bytes()])
            }
            Self::FileLost { message, .. } => vault.lookup("file lost", &[message.to_string().as_bytes()]),
        }
    }

    /// The channel it came by.
    pub(super) fn channel(&self) -> Channel {
        match self {
            Self::Outside(inbound) => inbound.origin().0,
            Self::Unposted { channel, .. } => *channel,
            Self::Due { address, .. }
            | Self::RosterChanged { address, .. }
            | Self::Undelivered { address, .. }
            | Self::FileLost { address, .. } => address.channel,
        }
    }

    /// What it is, as a fixed word for figures.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Outside(Inbound::Contact { .. }) => "contact",
            Self::Outside(Inbound::ContactChange { .. }) => "contact_change",
            Self::Outside(Inbound::Desk { .. }) => "desk",
            Self::Due { .. } => "due",
            Self::RosterChanged { .. } => "roster_changed",
            Self::Unposted { .. } => "unposted",
            Self::Undelivered { .. } => "undelivered",
            Self::FileLost { .. } => "file_lost",
        }
    }

    /// Whose lane it belongs to: inputs of one person are handled in order.
    pub(super) fn lane(&self, vault: &Vault) -> Lookup {
        match self {
            Self::Outside(Inbound::Contact { address, .. } | Inbound::ContactChange { address, .. })
            | Self::Due { address, .. }
            | Self::RosterChanged { address, .. }
            | Self::Undelivered { address, .. }
            | Self::FileLost { address, .. } => lane_of(vault, address),
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
    /// What is to be done there.
    pub(super) act: Act<Reference>,
    /// What it is the copy of, if it was relayed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Origin>,
    /// What whoever wrote it is told once it has arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) receipt: Option<Receipt>,
    /// Whoever wanted it takes it for done, unless they are told that it is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) awaited: bool,
    /// The case whose card in the queue it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<CaseNumber>,
}

impl Departure {
    /// Something for this place; what is to be done there is still to be filled in.
    pub(super) fn nothing(to: Destination) -> Self {
        let act = Act::Say { message: Message::default(), reply_to: None };
        Self { to, act, origin: None, receipt: None, awaited: false, card: None }
    }

    /// A plain message.
    pub(super) fn said(to: Destination, message: Message) -> Self {
        Self { act: Act::Say { message, reply_to: None }, ..Self::nothing(to) }
    }

    /// The same after whoever wrote it took it back: that there was something, and nothing of what it was.
    pub(super) fn taken_back(&self) -> Self {
        let act = match &self.act {
            Act::Say { .. } => Act::Say { message: Message::default(), reply_to: None },
            Act::Replace { copy, .. } => {
                Act::Replace { copy: copy.clone(), message: Message::default(), quiet: true }
            }
            Act::Retract { copy } => Act::Retract { copy: copy.clone() },
            Act::Dissolve => Act::Dissolve,
            Act::React { to, .. } => Act::React { to: to.clone(), key: String::new(), instead: None },
        };
        let origin = self.origin.clone().map(|origin| Origin { words: None, taken_back: true, ..origin });
        Self { act, origin, receipt: None, awaited: false, card: self.card, to: self.to.clone() }
    }

    /// Whether somebody is told if it cannot be done.
    pub(super) const fn is_awaited(&self) -> bool {
        self.receipt.is_some() || self.awaited
    }

    /// There is nothing to be done any more: it was taken back before it was out.
    pub(super) fn is_void(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.taken_back)
    }
}

/// What a relayed message is the copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Origin {
    /// The event.
    pub(super) event: EventId,
    /// Who wrote it: nobody else can change it.
    pub(super) by: Address,
    /// The words as they were written; `None`: it had none that could be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) words: Option<Private<String>>,
    /// It was taken back: nothing of it is left, and what was not sent yet is not sent any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) taken_back: bool,
}

/// What whoever wrote a message is told once it has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Receipt {
    /// Where they wrote it.
    pub(super) to: Destination,
    /// What they wrote, if it can carry a mark.
    pub(super) on: Option<EventId>,
    /// The same in words, where there are no marks.
    pub(super) message: Message,
}

/// What seals of the inbox are bound to.
pub(super) fn about_inbox(event: Lookup) -> String {
    let digits = event.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    let hex = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    "inbox:".chars().chain(hex).collect()
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
