//! Where somebody can be reached.

use serde::{Deserialize, Serialize};

use super::Private;

/// An outside world that carries messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The terminal of `lotse try`.
    Terminal,
    /// Matrix.
    Matrix,
    /// Telegram.
    Telegram,
}

impl Channel {
    /// The name used in tables and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Matrix => "matrix",
            Self::Telegram => "telegram",
        }
    }

    /// Whether the company that runs the channel can read what is written: on Telegram chats with bots are never
    /// end-to-end encrypted; a Matrix chat that is not encrypted is refused, and a terminal is on one's own table.
    #[must_use]
    pub const fn operator_reads_along(self) -> bool {
        match self {
            Self::Telegram => true,
            Self::Terminal | Self::Matrix => false,
        }
    }
}

/// One person's (or one room's) address on a channel. Hides the platform id in `Debug`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// The channel on which the id means something.
    pub channel: Channel,
    /// The platform's id: a Matrix user or room, a Telegram chat, a seat at the terminal.
    pub id: Private<String>,
}

impl Address {
    /// An address on `channel`.
    pub fn new(channel: Channel, id: impl Into<String>) -> Self {
        Self { channel, id: Private::new(id.into()) }
    }
}
