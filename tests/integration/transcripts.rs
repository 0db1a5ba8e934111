//! Recorded conversations, played again and compared to the letter.
//!
//! `tests/transcripts/*.txt` are for people: what `lotse try` shows in a terminal without colour. A file begins with
//! a head (a title, what is shown, and if need be `Zeit: 2026-11-23 10:00`); below the line of `=` stands the
//! recording. Lines that begin with `> ` are typed. `--- Pause: 3 Tage ---` lets time pass, and other remarks between
//! `---` are for the reader. Everything else is what the program says. With `Kanal: Telegram` in its head it is what
//! somebody reads there, while the bot is on Matrix too; what the desk reads is left out.
//!
//! `UPDATE_TRANSCRIPTS=1 cargo test --test integration transcripts` writes the recordings anew from what is typed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use lotse::app::{Game, margins};
use lotse::channel::terminal::{Human, Screen};
use lotse::model::ManualClock;
use lotse::ops::content::Sources;
use lotse::ops::settings::Desk;
use lotse::text::Alternatives;

use crate::stage::{Stage, content};

/// When it is, unless the head says otherwise: a Monday morning at which the starke Stelle is open.
const MONDAY_TEN: &str = "2026-11-23 10:00";
/// What somebody who types sees before the cursor.
const PROMPT: &str = "\n> ";

/// A file of `tests/transcripts`.
struct Transcript {
    /// Everything down to the line of `=`, and that line.
    head: String,
    begins: Timestamp,
    on_telegram: bool,
    acts: Vec<Act>,
}

/// What makes a recording go on.
enum Act {
    Typed(String),
    Remark { line: String, pause: Option<SignedDuration> },
}

impl Transcript {
    fn read(text: &str) -> Self {
        let line = text.lines().find(|line| line.starts_with("====")).expect("no line of = below the head");
        let (head, recording) = text.split_once(&format!("{line}\n")).expect("nothing below the head");
        let time = head.lines().find_map(|line| line.strip_prefix("Zeit: ")).unwrap_or(MONDAY_TEN);
        let begins: DateTime = time.trim().parse().expect("a time such as 2026-11-23 10:00");
        Self {
            head: format!("{head}{line}\n"),
            on_telegram: head.lines().any(|line| line == "Kanal: Telegram"),
            begins: begins.in_tz("Europe/Berlin").unwrap().timestamp(),
            acts: recording.lines().filter_map(Act::read).collect(),
        }
    }

    /// Plays what is typed, and writes down what is shown.
    async fn play(&self) -> String {
        if self.on_telegram { self.play_on_telegram().await } else { self.play_in_the_terminal().await }
    }

    async fn play_on_telegram(&self) -> String {
        let mut stage = Stage::new().await;
        stage.alternatives = Alternatives { matrix: Some("@lotse:example.org".to_owned()) };
        stage.restart().await;
        let paper = Paper::default();
        let mut screen = Human::new(paper.clone(), margins(&content().1), false);
        screen.wait(None).unwrap();
        for act in &self.acts {
            let Act::Typed(line) = act else { panic!("on Telegram nothing but typing is recorded") };
            paper.add(&format!("{line}\n"));
            for message in stage.says_on_telegram("rosa", line).await {
                screen.contact(&message).unwrap();
            }
            screen.wait(None).unwrap();
        }
        paper.take_back(PROMPT);
        format!("{}{}", self.head, paper.text())
    }

    async fn play_in_the_terminal(&self) -> String {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(self.begins));
        let paper = Paper::default();
        let content = Sources::read(None, None).unwrap().load().expect("the content has faults");
        let screen = Box::new(Human::new(paper.clone(), margins(&content.texts), false));
        let game = Game::begin(folder.path(), screen, Arc::clone(&clock) as _, &Desk::default(), content)
            .await
            .unwrap();
        game.open().await.unwrap();
        for act in &self.acts {
            match act {
                Act::Typed(line) => {
                    paper.add(&format!("{line}\n"));
                    game.hear(line).await.unwrap();
                }
                Act::Remark { line, pause } => {
                    paper.take_back(PROMPT);
                    paper.add(&format!("\n{line}\n"));
                    if let Some(pause) = pause {
                        clock.advance(*pause);
                        game.look_at_timers().await.unwrap();
                    }
                    paper.add(PROMPT);
                }
            }
        }
        game.stop().await;
        paper.take_back(PROMPT);
        format!("{}{}", self.head, paper.text())
    }
}

impl Act {
    fn read(line: &str) -> Option<Self> {
        if let Some(typed) = line.strip_prefix("> ") {
            return Some(Self::Typed(typed.to_owned()));
        }
        let remark = line.strip_prefix("--- ")?.strip_suffix(" ---").expect("a remark ends with ---");
        let pause = remark.strip_prefix("Pause: ").map(|pause| {
            let (count, unit) = pause.split_once(' ').expect("a pause such as „3 Tage“");
            let hours = match unit {
                "Stunde" | "Stunden" => 1,
                "Tag" | "Tage" => 24,
                other => panic!("a pause is counted in Stunden or Tage, not in {other}"),
            };
            SignedDuration::from_hours(count.parse::<i64>().expect("a number") * hours)
        });
        Some(Self::Remark { line: line.to_owned(), pause })
    }
}

/// What a recording is written on.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Paper {
    fn add(&self, text: &str) {
        self.0.lock().unwrap().extend_from_slice(text.as_bytes());
    }

    fn take_back(&self, text: &str) {
        let mut written = self.0.lock().unwrap();
        assert!(written.ends_with(text.as_bytes()), "the recording does not end with a prompt");
        let kept = written.len() - text.len();
        written.truncate(kept);
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    files
}

/// Plays one file again. `Some`: where the recording and the program part.
async fn check(path: &Path) -> Option<String> {
    let recorded = std::fs::read_to_string(path).unwrap();
    let played = Transcript::read(&recorded).play().await;
    if std::env::var_os("UPDATE_TRANSCRIPTS").is_some() {
        std::fs::write(path, played).unwrap();
        return None;
    }
    if played == recorded {
        return None;
    }
    let same = recorded.lines().zip(played.lines()).take_while(|(old, new)| old == new).count();
    let from = |text: &str| text.lines().skip(same).take(6).collect::<Vec<_>>().join("\n");
    Some(format!(
        "{}, line {}\n--- recorded:\n{}\n--- now:\n{}",
        path.display(),
        same + 1,
        from(&recorded),
        from(&played)
    ))
}

#[tokio::test]
async fn recorded_conversations_play_as_they_were_recorded() {
    let files = files();
    assert!(files.len() >= 8, "only {} transcripts were found", files.len());
    let mut parted = Vec::new();
    for path in files {
        parted.extend(check(&path).await);
    }
    assert!(
        parted.is_empty(),
        "{}\n\nIf this is meant, write them anew with UPDATE_TRANSCRIPTS=1, and read what has changed.",
        parted.join("\n\n")
    );
}
