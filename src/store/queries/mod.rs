//! Every statement, one file per noun, the same text for both databases. Times are kept to the millisecond.

pub(super) mod audit;
pub(super) mod cases;
pub(super) mod conversations;
pub(super) mod counts;
pub(super) mod inbox;
pub(super) mod links;
pub(super) mod meta;
pub(super) mod outbox;
