//! Names for things, each its own type so that no two can be mixed up.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Entropy;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as it stands in content, locales and tables.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A step of the intake, as named in `content/intake.toml` (`einwilligung`, `land`, …).
    StepId
}
text_id! {
    /// An option of a step (`ja`, `rat`, `DE-BY`, …), unique within its step.
    OptionId
}
text_id! {
    /// An offer of the directory (`starke-stelle`, `by-…`), unique in the whole directory.
    OfferId
}

/// The platform's own id of an event: the key by which a second delivery is recognised.
///
/// Telegram: the `update_id`; Matrix: the `event_id`; terminal: made when the line is read. Unique per channel.
/// It can lead back to a person, so it does not show itself.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// Takes the platform's id as it came.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as the platform wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventId(…)")
    }
}

macro_rules! made_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes a new id (UUID version 7, RFC 9562 section 5.7) from the time and chance handed in.
            #[must_use]
            pub fn new(now: Timestamp, entropy: &dyn Entropy) -> Self {
                let mut random = [0_u8; 10];
                entropy.fill(&mut random);
                let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// Reads an id as it was printed; `None` if it is not one.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

made_id! {
    /// A conversation between one contact and us on one channel. Says nothing about who it is.
    ConversationId
}
made_id! {
    /// A message that must go out. On Matrix it is the transaction id, so that a retry cannot double it.
    OutboxId
}

impl OutboxId {
    /// When it was made, in Unix milliseconds: the first 48 bits (RFC 9562 section 5.7).
    #[must_use]
    pub fn made_at(&self) -> u64 {
        self.0.as_u64_pair().0 >> 16
    }
}

/// The plain number by which people speak of a case (1, 2, 3, …). Never used twice, even after deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(pub i64);

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
