//! Small words that everybody uses: ids, addresses, time, chance, the Länder, what a message is.
//!
//! Knows no async, no SQL, no SDK, no clock of its own and no German sentence.

mod address;
mod attachment;
mod chance;
mod clock;
mod fault;
mod ids;
mod land;
mod message;
mod private;

pub use address::{Address, Channel};
pub use attachment::{Attachment, FileKind};
pub use chance::{Entropy, OsEntropy};
pub use clock::{Clock, ManualClock, SystemClock, german_time, in_germany};
pub use fault::{Fault, line_of, read_toml};
pub use ids::{CaseNumber, ConversationId, EventId, OfferId, OptionId, OutboxId, StepId};
pub use jiff::Timestamp;
pub use land::Land;
pub use message::{Choice, Enclosure, Message};
pub use private::Private;
