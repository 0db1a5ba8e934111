//! The real program, as scripts and operators meet it.

mod checking;
mod ending;
mod playing;
mod refusing;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

const DATABASE: &str = "lotse-try.db";
const KEY: &str = "lotse-try.key";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program in this folder, without anything from the surroundings of whoever runs the tests.
fn lotse(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lotse"));
    command.current_dir(folder).args(args).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it with this on standard input, to its end.
fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = lotse(folder, args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that refuses to start does not read; that is for the test to see in its outcome.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    decent(&output);
    output
}

fn run(folder: &Path, args: &[&str]) -> Output {
    run_with(folder, args, b"")
}

/// Whatever went wrong, nobody is shown a stack.
fn decent(output: &Output) {
    for text in [stdout(output), stderr(output)] {
        for word in ["panicked", "backtrace", "RUST_BACKTRACE", "src/", ".rs:", "Error {", "Some("] {
            assert!(!text.contains(word), "{word} in:\n{text}");
        }
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// It refused: not successful, said why in one go, and wrote nothing on standard output.
fn refused(output: &Output, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!(stdout(output), "", "{said}");
    assert!(said.starts_with("lotse: "), "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in:\n{said}");
    }
}

/// The JSON objects of all lines.
fn objects(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", stderr(output));
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
}

/// The steps at which it waited.
fn waits(objects: &[Value]) -> Vec<Option<&str>> {
    objects.iter().filter_map(|object| object.get("wait")).map(|wait| wait["step"].as_str()).collect()
}

fn to_contact(objects: &[Value]) -> String {
    let texts = objects
        .iter()
        .filter(|object| object["to"] == "contact")
        .map(|object| object["text"].as_str().unwrap());
    texts.collect::<Vec<_>>().join("\n")
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A game that goes on while the test looks at it.
struct Playing {
    child: Child,
    stdin: ChildStdin,
    lines: BufReader<ChildStdout>,
}

impl Playing {
    fn begin(folder: &Path) -> Self {
        let mut child = lotse(folder, &["try", "--json"]).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdin, lines }
    }

    /// The next line.
    fn read(lines: &mut BufReader<ChildStdout>) -> Value {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended");
        serde_json::from_str(&line).unwrap()
    }

    /// Everything up to the next wait, that included.
    fn hear(&mut self) -> Vec<Value> {
        let mut heard = Vec::new();
        loop {
            heard.push(Self::read(&mut self.lines));
            if heard.last().is_some_and(|object| object.get("wait").is_some()) {
                return heard;
            }
        }
    }

    fn say(&mut self, line: &str) -> Vec<Value> {
        writeln!(self.stdin, "{line}").unwrap();
        self.hear()
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
