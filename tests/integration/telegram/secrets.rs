//! F31: neither the token nor a person or their words are read where they do not belong.

use std::process::Command;

use telegram_double::{Fault, Trouble};

use super::house::{House, TOKEN};

/// Without it, the child is not meant.
const CHILD: &str = "LOTSE_TEST_TELEGRAM_LOG";

/// The process that logs everything that is logged. Does nothing unless it was started to do so.
#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    lotse::ops::logging::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut house = House::new().await;
        let rosa = house.rosa_with_lea().await;
        eprintln!("chat {}", rosa.chat());
        for trouble in [Trouble::LostBefore, Trouble::LostAfter, Trouble::Malformed, Trouble::Conflict] {
            house.bot.suffers(Fault::new(trouble.clone()).on("getUpdates").times(1));
            house.bot.suffers(Fault::new(trouble).on("sendMessage").times(1));
            rosa.writes("Das schreibt Kanarienvogel.").await;
            house.lea_types("!a Das liest Kanarienvogel.").await;
        }
        house.bot.suffers(Fault::refused(400, "Bad Request: Kanarienvogel").on("sendMessage").times(1));
        house.lea_types("!a Das liest Kanarienvogel nicht.").await;
        house.settles().await;
        for _ in 0..2 {
            house.bot.suffers(Fault::new(Trouble::Conflict).on("getUpdates").times(2));
            rosa.writes("Das schreibt Kanarienvogel.").await;
            house.settles().await;
        }
        let revoked = house.bot.suffers(Fault::refused(401, "Unauthorized").on("getUpdates"));
        rosa.writes("Kanarienvogel").await;
        revoked.struck(1).await;
        house.close().await;
        std::fs::write(house.file("token"), format!("{}0", super::house::TOKEN)).unwrap();
        house.open().await;
        let error = house.ends().await.unwrap_err();
        eprintln!("{error} {error:?}");
    });
}

#[test]
fn the_log_at_its_most_talkative_holds_neither_token_nor_person_nor_words() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "telegram::secrets::child", "--test-threads=1", "--nocapture"])
        .env(CHILD, "1")
        .env("LOTSE_LOG", "trace")
        .output()
        .unwrap();
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{log}");
    let chat = log.split("chat ").nth(1).and_then(|rest| rest.split_whitespace().next()).unwrap().to_owned();
    assert!(log.contains("lotse::channel::telegram"), "the channel has logged nothing: {log}");
    let secret = TOKEN.split_once(':').unwrap().1;
    assert!(!log.contains(secret), "the token is in the log");
    assert!(!log.contains("Kanarienvogel"), "words of a person are in the log");
    assert_eq!(log.matches(&chat).count(), 1, "a person is in the log");
    assert_eq!(log.matches("somebody else asks Telegram for the updates").count(), 1, "F12: {log}");
}

#[tokio::test]
async fn what_can_be_shown_does_not_show_the_token() {
    let house = House::closed().await;
    let secret = TOKEN.split_once(':').unwrap().1;
    let telegram = house.telegram();
    assert!(!format!("{telegram:?} {:?}", house.settings).contains(secret));
}
