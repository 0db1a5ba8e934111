//! The help network: offers, their loading and checking, and matching with reasons. Pure.

mod codes;
mod criteria;

pub use codes::{Audience, Motive, MotiveGate, Need, Police, PoliceWish, Situation};
pub use criteria::{Criteria, Match, Reason};
