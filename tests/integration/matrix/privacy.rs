//! What must not be read anywhere.

use std::net::{SocketAddr, TcpListener};

use matrix_sdk::reqwest;

use super::bot::Bot;
use super::person::Person;

/// An address at which nobody listens.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_at_its_most_talkative_names_nobody_and_repeats_nothing() {
    // F31
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let mut bot = Bot::new(&[&anna]).await;
    let watch = free_address();
    bot.amend("[desk]", &format!("[http]\nlisten = \"{watch}\"\n[desk]"));
    let mut command = bot.command();
    command.env("LOTSE_LOG", "trace");
    bot.start_as(command);
    anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says_all(&chat, &["ja", "mensch", "Kanarienvogel"]).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    anna.hears("Kanarienvogel").await;
    let mut shown = Vec::new();
    for path in ["/metrics", "/ready", "/health"] {
        let answer = reqwest::get(format!("http://{watch}{path}")).await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        shown.push(String::from_utf8(answer.bytes().await.unwrap().into()).unwrap());
    }
    assert!(shown[0].contains("lotse_inbound_total{channel=\"matrix\",kind=\"contact\"}"), "{}", shown[0]);
    assert!(shown[1].contains("matrix: ok") && shown[1].contains("listening: ok"), "{}", shown[1]);
    bot.stop();
    let log = bot.log();
    for planted in
        ["Kanarienvogel", rosa.id.as_str(), anna.id.as_str(), bot.id.as_str(), chat.room_id().as_str()]
    {
        assert!(!log.contains(planted), "the log contains {planted}");
        assert!(shown.iter().all(|shown| !shown.contains(planted)), "{planted} is shown to whoever watches");
    }
    assert!(log.contains("lotse::") || log.contains("sqlx::"), "nothing was logged at all: {log}");
}
