//! `tests/playground`, as somebody uses it who has no homeserver: with what it prints, and nothing else.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use matrix_sdk::ruma::OwnedUserId;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::ChildStdout;

use super::bot::program;
use super::person::Person;

/// So long a start may take, on a machine that does much else.
const PATIENCE: Duration = Duration::from_mins(3);

struct Playground {
    process: Child,
    printed: Lines<BufReader<ChildStdout>>,
    /// What it has printed when it was ready.
    guide: String,
}

impl Drop for Playground {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.signal("KILL");
        }
    }
}

impl Playground {
    /// Started from a terminal of its own, until it says how it ends.
    async fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/playground"))
            .args(arguments)
            .env("LOTSE_TEST_PROGRAM", program())
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let printed = ChildStdout::from_std(process.stdout.take().unwrap()).unwrap();
        let mut playground = Self { process, printed: BufReader::new(printed).lines(), guide: String::new() };
        let ready = async {
            while !playground.guide.contains("Ctrl-C") {
                let line =
                    playground.printed.next_line().await.unwrap().expect("it ended before it was ready");
                playground.guide.push_str(&line);
                playground.guide.push('\n');
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.expect("it is ready");
        playground
    }

    /// The words of the printed line that begins like this.
    fn says(&self, beginning: &str) -> Vec<&str> {
        let line = self.guide.lines().find(|line| line.trim_start().starts_with(beginning));
        line.unwrap_or_else(|| panic!("nothing about {beginning}:\n{}", self.guide))
            .split_whitespace()
            .collect()
    }

    fn homeserver(&self) -> &str {
        self.says("Homeserver")[1]
    }

    /// Somebody logs in with what is printed about them.
    async fn logs_in(&self, role: &str) -> Person {
        let words = self.says(role);
        let [.., id, password] = words.as_slice() else { panic!("no password: {words:?}") };
        Person::at(self.homeserver(), id.parse::<OwnedUserId>().unwrap(), password).await
    }

    /// To all that runs in that terminal.
    fn signal(&self, signal: &str) -> bool {
        let group = format!("-{}", self.process.id());
        let told = Command::new("kill").args(["-s", signal, "--", &group]).stderr(Stdio::null()).status();
        told.unwrap().success()
    }

    /// Presses Ctrl-C; what is printed from then on. It is over within seconds, and nothing is left running.
    async fn ends(mut self) -> String {
        let pressed = Instant::now();
        assert!(self.signal("INT"));
        let mut last = String::new();
        while let Some(line) = self.printed.next_line().await.unwrap() {
            last.push_str(&line);
        }
        let status = self.process.wait().unwrap();
        assert!(pressed.elapsed() < Duration::from_secs(20), "it took {:?}", pressed.elapsed());
        // Ctrl-C reaches the bot too; either it ends first, and well, or the script hears the signal itself.
        assert!(matches!(status.code(), Some(0 | 130)), "{status}: {last}");
        assert!(!self.signal("0"), "something goes on running");
        last
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_a_homeserver_plays_with_what_is_printed() {
    let playground = Playground::start(&[]).await;
    let bot: OwnedUserId = playground.says("Bot")[1].parse().unwrap();
    let rosa = playground.logs_in("Ratsuchende").await;
    let lea = playground.logs_in("Lotsin").await;
    lea.room_named("Eingang").await;

    let chat = rosa.opens_chat_with(&bot).await;
    assert!(rosa.hears("starke").await.encrypted);
    rosa.says(&chat, "mensch").await;
    let card = lea.hears("Fall 1 wartet").await;
    lea.taps(&card, "✅").await;
    let case = lea.room_named("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    lea.says(&case, "!a Guten Tag.").await;
    rosa.hears("Guten Tag.").await;

    let log = playground.says("Protokoll").last().copied().unwrap().to_owned();
    assert!(Path::new(&log).exists());
    drop((rosa, lea));
    let said = playground.ends().await;
    assert!(said.contains("entfernt"), "{said}");
    assert!(!Path::new(&log).parent().unwrap().exists(), "{log} is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_goes_on_where_it_ended() {
    let folder = tempfile::tempdir().unwrap();
    let keep = ["--keep", folder.path().to_str().unwrap()];
    let playground = Playground::start(&keep).await;
    let bot: OwnedUserId = playground.says("Bot")[1].parse().unwrap();
    let rosa = playground.logs_in("Ratsuchende").await;
    rosa.opens_chat_with(&bot).await;
    rosa.hears("starke").await;
    let accounts = [playground.says("Ratsuchende").join(" "), playground.says("Lotsin").join(" ")];
    drop(rosa);
    playground.ends().await;

    let playground = Playground::start(&keep).await;
    assert_eq!([playground.says("Ratsuchende").join(" "), playground.says("Lotsin").join(" ")], accounts);
    let rosa = playground.logs_in("Ratsuchende").await;
    let chat = rosa.until("the chat is there", || rosa.client.joined_rooms().into_iter().next()).await;
    rosa.says(&chat, "ja").await;
    rosa.hears("Frage 1 von").await;
    drop(rosa);
    playground.ends().await;
}
