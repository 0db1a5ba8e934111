//! The bot as a program of its own on a real homeserver, and people with real encrypting clients.
//!
//! Each test has its own bot, with its own account, database and key, and its own people; they share one server.

mod bot;
mod building;
mod changes;
mod crashes;
mod identity;
mod joins;
mod limits;
mod operator;
mod person;
mod privacy;
mod rooms;
mod story;
mod transfer;

/// The homeserver that `tests/synapse` started.
fn server() -> String {
    std::env::var("LOTSE_TEST_SYNAPSE").expect(
        "this test needs a Matrix homeserver and LOTSE_TEST_SYNAPSE is not set: start the tests with ./tests/run or tests/synapse",
    )
}

/// A user name that nobody else has.
fn unique(name: &str) -> String {
    use lotse::model::{Entropy as _, OsEntropy};
    let mut chance = [0; 8];
    OsEntropy.fill(&mut chance);
    format!("{name}-{:x}", u64::from_le_bytes(chance))
}
