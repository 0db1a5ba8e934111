//! The shipped program, killed from outside.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::story::SHORT_WAY;

/// `lotse try --json` in a folder, with a script at its keyboard.
struct Game {
    process: Child,
    keyboard: ChildStdin,
    screen: BufReader<ChildStdout>,
}

impl Game {
    fn start(folder: &Path) -> (Self, Vec<Value>) {
        let mut process = Command::new(env!("CARGO_BIN_EXE_lotse"))
            .args(["try", "--json"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let keyboard = process.stdin.take().unwrap();
        let screen = BufReader::new(process.stdout.take().unwrap());
        let mut game = Self { process, keyboard, screen };
        let shown = game.shown();
        (game, shown)
    }

    fn types(&mut self, line: &str) -> Vec<Value> {
        writeln!(self.keyboard, "{line}").unwrap();
        self.shown()
    }

    /// What is shown until the program waits for the next line; the last is what it waits for.
    fn shown(&mut self) -> Vec<Value> {
        let mut shown = Vec::new();
        loop {
            let mut line = String::new();
            assert!(self.screen.read_line(&mut line).unwrap() > 0, "the program ended: {shown:?}");
            shown.push(serde_json::from_str::<Value>(&line).unwrap());
            if shown.last().unwrap().get("wait").is_some() {
                return shown;
            }
        }
    }

    /// SIGKILL: no destructor runs, no file is closed in order.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Everything said in `shown`, as one text.
fn said(shown: &[Value]) -> String {
    shown.iter().filter_map(|value| value.get("text")?.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn killed_after_every_line_the_shipped_program_goes_on_where_it_was() {
    let (killed, spared) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut undisturbed, _) = Game::start(spared.path());
    let (game, _) = Game::start(killed.path());
    game.kill();
    let mut lines = SHORT_WAY.to_vec();
    lines.extend(["Noch eine Nachricht an den Menschen.", "lotse: !übernehmen 1"]);
    let mut last = Vec::new();
    for line in lines {
        let (mut game, greeting) = Game::start(killed.path());
        assert_eq!(said(&greeting), "", "after a kill something is said again before {line:?}");
        last = game.types(line);
        let expected = undisturbed.types(line);
        assert_eq!(without_times(&last), without_times(&expected), "{line:?}");
        assert_eq!(last.last(), expected.last(), "{line:?}");
        game.kill();
    }
    undisturbed.kill();
    let desk = said(&last);
    for part in ["Amt oder Aufgabe: Gemeinderat", "1. ", "Noch eine Nachricht an den Menschen."] {
        assert!(desk.contains(part), "{part:?} is missing:\n{desk}");
    }
}

/// The two games are played at the same time, but a minute may begin between them.
fn without_times(shown: &[Value]) -> String {
    said(shown).lines().filter(|line| !line.contains(" Uhr")).collect::<Vec<_>>().join("\n")
}
