//! Where navigators work: the states of a case, what can be typed, what is shown. Pure.
//!
//! [`decide`] is the heart of the product: a conversation, an input and the time go in, a decision comes out.

mod case;
mod change;
mod command;
mod decide;
mod contact;
mod decision;
mod duty;
mod handing;
mod holidays;
mod hours;
mod navigator;
mod notice;
mod reminders;
mod route;
mod transfer;
#[cfg(test)]
mod tests;

pub use case::{Case, CaseState, Conversation};
pub use change::{Carried, Change, Subject};
pub use command::{Command, Typed, parse};
pub use decide::decide;
pub use decision::{Decision, Input, Next, Outgoing, Over, Room};
pub use duty::Duty;
pub use hours::{ClosedDay, Hours, HoursError, Stretch};
pub use notice::{Card, CardState, Navigator, Notice, NumberedMatch, NumberedOffer, Spoken, Undeliverable};
pub use reminders::Reminders;
pub use route::{Route, only_case, route};
