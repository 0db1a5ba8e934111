//! A homeserver that makes rooms and passes on invitations only now and then (F8).

use std::process::Command;

use super::bot::Bot;
use super::operator::SPACE;
use super::person::Person;

/// In the environment of the test process whose homeserver has tight limits.
const IS_TIGHT: &str = "LOTSE_TEST_TIGHT_HOMESERVER";
const CASES: usize = 4;

#[test]
fn limits_of_the_homeserver_are_waited_out() {
    let root = env!("CARGO_MANIFEST_DIR");
    let ran = Command::new(format!("{root}/tests/synapse"))
        .arg("--tight-rooms")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "matrix::limits::more_cases_at_once_than_rooms_may_be_made", "--nocapture"])
        .env(IS_TIGHT, "yes")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

/// Two rooms at once, one invitation for each person at once, and one more every five seconds.
#[tokio::test(flavor = "multi_thread")]
async fn more_cases_at_once_than_rooms_may_be_made() {
    if std::env::var(IS_TIGHT).is_err() {
        return;
    }
    let (anna, bernd) = (Person::new("anna").await, Person::new("bernd").await);
    let bot = Bot::running(&[&anna, &bernd]).await;
    let mut contacts = Vec::new();
    for _ in 0..CASES {
        let rosa = Person::new("rosa").await;
        let chat = rosa.opens_chat_with(&bot.id).await;
        contacts.push((rosa, chat));
    }
    for (rosa, chat) in &contacts {
        rosa.says(chat, "mensch").await;
    }
    for _ in 0..CASES {
        let card = anna.hears(" wartet\n").await;
        anna.taps(&card, "✅").await;
    }
    for navigator in [&anna, &bernd] {
        navigator.room_named(SPACE).await;
    }
    for number in 1..=CASES {
        anna.until(&format!("case {number} is Anna's"), || {
            (anna.heard_so_far(&format!("Fall {number} ist jetzt bei Ihnen")) > 0).then_some(())
        })
        .await;
    }
    for number in 1..=CASES {
        assert_eq!(anna.heard_so_far(&format!("Fall {number} ist jetzt bei Ihnen")), 1);
    }
    assert!(bot.log().contains("M_LIMIT_EXCEEDED"), "nothing was refused: {}", bot.log());
}
