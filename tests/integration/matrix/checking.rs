//! `lotse check` on a homeserver: before the first start, while the bot runs, and when something is amiss.

use matrix_sdk::{Client, RoomState};

use super::bot::Bot;
use super::person::{PASSWORD, Person, register};

/// It found all this, said each in a line of its own, and left with a failure.
fn faults(bot: &Bot, wanted: &[&str]) {
    let (content, said) = bot.check();
    for words in wanted {
        let line = |line: &str| line.starts_with("FEHLER   Matrix: ") && line.contains(words);
        assert!(said.lines().any(line), "{words:?} is not in:\n{said}");
    }
    assert!(!content, "{said}");
}

fn content(bot: &Bot, wanted: &str) {
    let (content, said) = bot.check();
    assert!(content && said.contains(wanted), "{wanted:?} is not in:\n{said}");
    assert!(said.contains("Matrix: erreichbar, alles passt."), "{said}");
}

/// Somebody who makes a device and publishes no keys for it.
async fn bare_client(bot: &Bot) -> Client {
    let client = Client::builder().homeserver_url(super::server()).build().await.unwrap();
    client.matrix_auth().login_username(&bot.id, PASSWORD).send().await.unwrap();
    client
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_first_start_it_tries_the_door_and_leaves_nothing_behind() {
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    // Whoever can read an encrypted message has published keys.
    let chat = rosa.opens_chat_with(&anna.id).await;
    anna.hears("[join]").await;
    rosa.says(&chat, "Hallo").await;
    assert!(anna.hears("Hallo").await.encrypted);
    let bot = Bot::new(&[&anna]).await;
    content(&bot, "HINWEIS  Matrix: no encryption state yet");
    assert!(!bot.store().exists(), "a check makes nothing");
    let devices = bare_client(&bot).await.devices().await.unwrap().devices;
    assert_eq!(devices.len(), 1, "only the one that asks");

    let server = super::server();
    bot.amend(&server, &format!("{server}/elsewhere"));
    faults(&bot, &["no Matrix homeserver"]);
    bot.amend(&format!("{server}/elsewhere"), "http://127.0.0.1:1");
    faults(&bot, &["does not answer", "cannot be reached"]);
    bot.amend("http://127.0.0.1:1", "127.0.0.1");
    faults(&bot, &["its address is none"]);
    bot.amend("\"127.0.0.1\"", &format!("{server:?}"));

    std::fs::write(bot.folder.path().join("matrix.password"), "falsch\n").unwrap();
    faults(&bot, &["put the right password into password_file"]);
    std::fs::remove_file(bot.folder.path().join("matrix.password")).unwrap();
    faults(&bot, &["matrix.password cannot be read"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_names_navigators_who_could_not_work() {
    let anna = Person::new("anna").await;
    let bot = Bot::new(&[&anna]).await;
    let bernd = register("bernd").await;
    let known = format!("{:?}", anna.id.as_str());
    bot.amend(&known, &format!("\"bernd\", \"@niemand-da:localhost\", {:?}", bernd.as_str()));
    faults(
        &bot,
        &[
            "the navigator bernd is no Matrix id",
            "the navigator @niemand-da:localhost has no account",
            &format!("the navigator {bernd} has no device that can decrypt"),
        ],
    );
    bot.amend("navigators = [", "navigators = [] # ");
    faults(&bot, &["there are no navigators"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_bot_runs_it_looks_at_session_room_and_people_and_disturbs_nobody() {
    let (anna, bernd, rosa) =
        (Person::new("anna").await, Person::new("bernd").await, Person::new("rosa").await);
    let mut bot = Bot::running(&[&anna, &bernd]).await;
    // By then it has written down its recovery key too.
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("starke").await;
    rosa.until("the recovery key is there", || bot.store().join("recovery-key").exists().then_some(())).await;
    content(&bot, "HINWEIS  Datenbank: Lotse läuft gerade");
    rosa.says(&chat, "ja").await;
    rosa.hears("Frage 1 von").await;

    let both = format!("{:?}, {:?}", anna.id.as_str(), bernd.id.as_str());
    bot.amend(&both, &format!("{:?}, {:?}", anna.id.as_str(), rosa.id.as_str()));
    faults(
        &bot,
        &[
            &format!("the navigator {} is not in the navigators' room", rosa.id),
            &format!("{} is in the navigators' room and in no setting", bernd.id),
        ],
    );
    bot.amend(rosa.id.as_str(), bernd.id.as_str());

    let key = bot.store().join("recovery-key");
    std::fs::rename(&key, key.with_extension("away")).unwrap();
    faults(&bot, &["there is no recovery key"]);
    std::fs::rename(key.with_extension("away"), &key).unwrap();

    let queue = anna.room_named("Eingang").await;
    let seat = bernd.client.get_room(queue.room_id()).unwrap();
    // While it runs, it would invite him again at once.
    bot.stop();
    seat.leave().await.unwrap();
    faults(&bot, &[&format!("the navigator {} is not in the navigators' room", bernd.id)]);
    bot.start();
    bernd.until("he is back", || (seat.state() == RoomState::Joined).then_some(())).await;
    rosa.says(&chat, "nein").await;
    rosa.hears("Frage 2 von").await;
    content(&bot, "Matrix");
    bot.stop();
    content(&bot, "Datenbank: erreichbar, Schlüssel passt.");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_knows_when_the_session_is_over_or_the_state_is_gone() {
    let anna = Person::new("anna").await;
    let mut bot = Bot::running(&[&anna]).await;
    bot.stop();
    let crypto = bot.store().join("matrix-sdk-crypto.sqlite3");
    std::fs::rename(&crypto, bot.folder.path().join("away")).unwrap();
    faults(&bot, &["is lost"]);
    std::fs::rename(bot.folder.path().join("away"), &crypto).unwrap();

    let client = bare_client(&bot).await;
    let own = client.device_id().unwrap().to_owned();
    for device in client.devices().await.unwrap().devices {
        if device.device_id != own {
            super::remove_device(&client, &device.device_id).await;
        }
    }
    faults(&bot, &["has ended the bot's session"]);
    bot.start();
    assert!(!bot.ended().await.success());
    assert!(bot.log().contains("has ended the bot's session"), "{}", bot.log());
}
