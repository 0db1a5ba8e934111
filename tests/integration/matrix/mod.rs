//! The bot as a program of its own on a real homeserver, and people with real encrypting clients.
//!
//! Each test has its own bot, with its own account, database and key, and its own people; they share one server.

#[cfg(feature = "telegram")]
mod across;
mod bot;
mod building;
mod changes;
mod checking;
mod crashes;
mod crowd;
mod homeserver;
mod identity;
mod joins;
mod keys;
mod limits;
mod nio;
mod operator;
mod person;
mod playground;
mod privacy;
mod rooms;
mod slow_line;
mod stopping;
mod story;
mod talk;
#[cfg(feature = "telegram")]
mod telegram;
mod transfer;
mod weather;
mod wire;

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

/// Removes a device from an account, with its password.
async fn remove_device(client: &matrix_sdk::Client, device: &matrix_sdk::ruma::DeviceId) {
    use matrix_sdk::ruma::api::client::uiaa::{AuthData, Password, UserIdentifier};
    let devices = [device.to_owned()];
    let asked = client.delete_devices(&devices, None).await.unwrap_err();
    let user = UserIdentifier::Matrix(client.user_id().unwrap().to_owned().into());
    let mut proof = Password::new(user, person::PASSWORD.to_owned());
    proof.session = asked.as_uiaa_response().expect("a password is asked for").session.clone();
    client.delete_devices(&devices, Some(AuthData::Password(proof))).await.unwrap();
}
