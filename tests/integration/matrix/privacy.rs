//! What must not be read anywhere.

use std::net::{SocketAddr, TcpListener};

use matrix_sdk::reqwest;

use super::bot::Bot;
use super::person::Person;

/// Everything, and the platform's SDK and what it stands on once more by name.
const EVERYTHING: &str = "trace,lotse=trace,sqlx=trace,matrix_sdk=trace,matrix_sdk_base=trace,matrix_sdk_crypto=trace,\
     matrix_sdk_sqlite=trace,ruma=trace,vodozemac=trace,hyper=trace,hyper_util=trace,reqwest=trace,h2=trace,rustls=trace";

/// An address at which nobody listens.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_at_its_most_talkative_names_nobody_and_repeats_nothing() {
    // F31
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    for (person, name) in [(&anna, "Anzeigename Nachtigall"), (&rosa, "Anzeigename Zeisig")] {
        person.client.account().set_display_name(Some(name)).await.unwrap();
    }
    let mut bot = Bot::new(&[&anna]).await;
    let watch = free_address();
    bot.amend("[desk]", &format!("[http]\nlisten = \"{watch}\"\n[desk]"));
    let start = |bot: &mut Bot| {
        let mut command = bot.command();
        command.env("LOTSE_LOG", EVERYTHING).env("RUST_LOG", EVERYTHING).env("RUST_BACKTRACE", "full");
        bot.start_as(command);
    };
    start(&mut bot);
    let queue = anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.says_all(&chat, &["ja", "mensch", "Kanarienvogel"]).await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    let told = anna.hears("Kanarienvogel").await;
    anna.replies(&told, "Goldammer").await;
    let answer = rosa.hears("Goldammer").await;
    // What goes wrong is logged too: an invitation that nobody can accept, a contact who is no longer there.
    let other = rosa.client.create_dm(&bot.id).await.unwrap();
    other.leave().await.unwrap();
    chat.leave().await.unwrap();
    anna.says(&case, "!a Rotkehlchen").await;
    anna.hears("ist nicht angekommen").await;
    let mut shown = Vec::new();
    for path in ["/metrics", "/ready", "/health"] {
        let answer = reqwest::get(format!("http://{watch}{path}")).await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        shown.push(String::from_utf8(answer.bytes().await.unwrap().into()).unwrap());
    }
    assert!(shown[0].contains("lotse_inbound_total{channel=\"matrix\",kind=\"contact\"}"), "{}", shown[0]);
    assert!(shown[1].contains("matrix: ok") && shown[1].contains("listening: ok"), "{}", shown[1]);
    bot.stop();
    // And once more with everything it finds at a start.
    start(&mut bot);
    anna.says(&case, "!a Rotkehlchen").await;
    anna.hears("ist nicht angekommen").await;
    bot.stop();

    let log = bot.log();
    assert!(log.contains("lotse::") || log.contains("sqlx::"), "nothing was logged at all: {log}");
    for person in [rosa.id.as_str(), anna.id.as_str(), bot.id.as_str()] {
        let name = person.trim_start_matches('@').split(':').next().unwrap();
        assert!(!log.contains(name), "the log names {name}");
    }
    for planted in ["Kanarienvogel", "Goldammer", "Rotkehlchen", "Nachtigall", "Zeisig"] {
        assert!(!log.contains(planted), "the log contains {planted}");
        assert!(shown.iter().all(|shown| !shown.contains(planted)), "{planted} is shown to whoever watches");
    }
    for room in [&queue, &chat, &case, &other] {
        assert!(!log.contains(room.room_id().as_str()), "the log contains the id of a room");
    }
    for event in [&card.event, &told.event, &answer.event] {
        assert!(!log.contains(event.as_str()), "the log contains the id of an event");
    }
}
