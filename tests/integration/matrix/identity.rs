//! The bot is somebody, and stays the same.

use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk_base::crypto::CollectStrategy;

use super::bot::Bot;
use super::person::Person;

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
