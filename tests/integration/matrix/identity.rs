//! The bot is somebody, and stays the same.

use std::path::Path;
use std::time::Duration;

use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk::reqwest;
use matrix_sdk_base::crypto::CollectStrategy;
use serde_json::{Value, json};

use super::bot::Bot;
use super::person::{PASSWORD, Person};

#[tokio::test(flavor = "multi_thread")]
async fn who_speaks_only_with_signed_devices_speaks_with_the_bot() {
    // F26
    let anna = Person::new("anna").await;
    let rosa = Person::with("rosa", |builder| {
        builder
            .with_encryption_settings(EncryptionSettings {
                auto_enable_cross_signing: false,
                ..EncryptionSettings::default()
            })
            .with_room_key_recipient_strategy(CollectStrategy::IdentityBasedStrategy)
    })
    .await;
    rosa.sign_device().await;
    let mut bot = Bot::running(&[&anna]).await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    rosa.says(&chat, "ja").await;
    rosa.hears("Frage 1 von").await;
    let before = rosa.client.encryption().get_user_devices(&bot.id).await.unwrap();
    let before: Vec<_> = before.devices().map(|device| device.device_id().to_owned()).collect();
    bot.restart();
    chat.discard_room_key().await.unwrap();
    rosa.says(&chat, "nein").await;
    rosa.hears("Frage 2 von").await;
    let devices = rosa.client.encryption().request_user_identity(&bot.id).await.unwrap();
    assert!(devices.is_some());
    let after = rosa.client.encryption().get_user_devices(&bot.id).await.unwrap();
    assert!(after.devices().all(|device| device.is_cross_signed_by_owner()));
    assert_eq!(after.devices().map(|device| device.device_id().to_owned()).collect::<Vec<_>>(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_encryption_state_is_not_replaced_silently() {
    // F28
    let anna = Person::new("anna").await;
    let mut bot = Bot::running(&[&anna]).await;
    anna.room_named("Eingang").await;
    bot.stop();
    for file in std::fs::read_dir(bot.store()).unwrap() {
        let file = file.unwrap().path();
        if file.file_name().unwrap().to_string_lossy().starts_with("matrix-sdk-crypto") {
            std::fs::remove_file(file).unwrap();
        }
    }
    bot.start();
    assert!(!bot.ended().await.success());
    assert!(bot.log().contains("is lost"), "{}", bot.log());
}

/// Moves the files of the encryption state: the database, and what has not been taken into it yet.
fn move_crypto(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let name = file.unwrap().file_name();
        if name.to_string_lossy().starts_with("matrix-sdk-crypto") {
            std::fs::rename(from.join(&name), to.join(&name)).unwrap();
        }
    }
}

/// It does not start, and says why.
async fn refuses(bot: &mut Bot, words: &str) {
    const PATIENCE: Duration = Duration::from_mins(1);
    let before = bot.log().len();
    bot.start();
    let ended = tokio::time::timeout(PATIENCE, bot.ended()).await;
    assert!(!ended.expect("it gives up").success());
    let said = bot.log().split_off(before);
    assert!(said.contains(words), "{words:?} is not in:\n{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_of_somebody_else_is_refused() {
    let (anna, bernd) = (Person::new("anna").await, Person::new("bernd").await);
    let mut bot = Bot::running(&[&anna]).await;
    let mut other = Bot::running(&[&bernd]).await;
    bot.stop();
    other.stop();

    // Sealed by another key.
    let own = format!("store = {:?}", "matrix-store");
    bot.amend(&own, &format!("store = {:?}", other.store()));
    refuses(&mut bot, "cannot be opened with this master key").await;
    bot.amend(&format!("store = {:?}", other.store()), &own);

    // Of another account.
    bot.amend(bot.id.as_str(), other.id.as_str());
    refuses(&mut bot, "belongs to another account or device").await;
    bot.amend(other.id.as_str(), bot.id.as_str());

    // One file of somebody else among our own.
    let away = bot.folder.path().join("away");
    std::fs::create_dir(&away).unwrap();
    move_crypto(&bot.store(), &away);
    move_crypto(&other.store(), &bot.store());
    refuses(&mut bot, "belongs to another account or device").await;
    move_crypto(&bot.store(), &other.store());
    move_crypto(&away, &bot.store());

    // And with everything in its place it is itself again.
    bot.start();
    let rosa = Person::new("rosa").await;
    rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
}

/// Makes a device for this account as a person would who copies a token: token and device.
async fn token_of(user: &str) -> (String, String) {
    let login = json!({
        "type": "m.login.password",
        "identifier": { "type": "m.id.user", "user": user },
        "password": PASSWORD,
    });
    let url = format!("{}/_matrix/client/v3/login", super::server());
    let answer = reqwest::Client::new().post(url).body(login.to_string()).send().await.unwrap();
    let answer: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("access_token"), text("device_id"))
}

impl Bot {
    /// From now on it has this token and no password.
    fn has_token(&self, token: &str) {
        std::fs::write(self.folder.path().join("matrix.token"), format!("{token}\n")).unwrap();
        let settings = std::fs::read_to_string(self.settings()).unwrap();
        let settings =
            settings.replace("password_file = \"matrix.password\"", "token_file = \"matrix.token\"");
        std::fs::write(self.settings(), settings).unwrap();
        let _ = std::fs::remove_file(self.folder.path().join("matrix.password"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_token_it_is_the_device_of_the_token_signed_and_the_same_after_a_restart() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[&anna]).await;
    let (token, device) = token_of(bot.id.as_str()).await;
    bot.has_token(&token);
    let (fine, said) = bot.check();
    assert!(fine, "{said}");
    bot.start();
    anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    bot.restart();
    rosa.says(&chat, "ja").await;
    assert!(rosa.hears("Frage 1 von").await.encrypted);
    rosa.client.encryption().request_user_identity(&bot.id).await.unwrap().expect("an identity");
    let devices = rosa.client.encryption().get_user_devices(&bot.id).await.unwrap();
    let devices: Vec<_> = devices.devices().collect();
    assert_eq!(devices.len(), 1);
    assert_eq!(devices[0].device_id().as_str(), device);
    assert!(devices[0].is_cross_signed_by_owner());
    bot.stop();

    let (other, _) = token_of(bot.id.as_str()).await;
    bot.has_token(&other);
    refuses(&mut bot, "belongs to another device than the encryption state").await;
    let (_, said) = bot.check();
    assert!(said.contains("belongs to another device than the encryption state"), "{said}");
    bot.has_token(&token);
    bot.start();
    rosa.says(&chat, "nein").await;
    rosa.hears("Frage 2 von").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_for_the_bot_alone_is_refused_before_anything_is_made() {
    let anna = Person::new("anna").await;
    let mut bot = Bot::new(&[&anna]).await;
    bot.has_token(&anna.client.access_token().unwrap());
    refuses(&mut bot, "belongs to another account").await;
    bot.has_token("kein-token");
    refuses(&mut bot, "does not know the access token").await;
    // Anna's own device, which her client uses: two programs on one device cannot both read.
    bot.amend(bot.id.as_str(), anna.id.as_str());
    bot.has_token(&anna.client.access_token().unwrap());
    refuses(&mut bot, "another program has used for encryption").await;
    let (fine, said) = bot.check();
    assert!(!fine && said.contains("another program has used for encryption"), "{said}");
    assert!(!bot.store().join("matrix-sdk-crypto.sqlite3").exists());
}
