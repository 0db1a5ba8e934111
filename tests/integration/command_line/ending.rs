//! `lotse try` ends in order also when nobody reads what it shows.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use super::{DATABASE, Playing, folder, lotse, stderr};

/// An orderly stop gives up a platform that does not answer after ten seconds; this is far more.
const AT_LAST: Duration = Duration::from_mins(1);

/// Waits for the end, which must come by itself.
fn end_of(child: std::process::Child) -> Output {
    let (pid, (ended, end)) = (child.id(), mpsc::channel());
    std::thread::spawn(move || ended.send(child.wait_with_output()));
    let Ok(output) = end.recv_timeout(AT_LAST) else {
        Command::new("kill").args(["-KILL", &pid.to_string()]).status().unwrap();
        panic!("it did not end")
    };
    output.unwrap()
}

fn ended_in_order(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    assert!(!stderr(output).contains("lotse: "), "{}", stderr(output));
}

#[test]
fn when_whoever_reads_is_gone_it_ends_in_order() {
    // Before the greeting, at a wait alone, and at an answer.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let first = folder();
    let mut child = lotse(first.path(), &["try", "--json"]).stdout(writer).spawn().unwrap();
    let open = child.stdin.take();
    ended_in_order(&end_of(child));
    drop(open);

    for line in ["", "ja"] {
        let folder = folder();
        let mut child = lotse(folder.path(), &["try", "--json"]).spawn().unwrap();
        let (mut stdin, lines) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut lines = std::io::BufReader::new(lines);
        while Playing::read(&mut lines).get("wait").is_none() {}
        drop(lines);
        writeln!(stdin, "{line}").unwrap();
        ended_in_order(&end_of(child));
        drop(stdin);
    }
}

#[test]
fn what_was_not_shown_for_want_of_a_reader_is_shown_at_the_next_start() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let folder = folder();
    let child = lotse(folder.path(), &["try", "--json"]).stdout(writer).spawn().unwrap();
    end_of(child);
    let mut game = Playing::begin(folder.path());
    assert!(super::to_contact(&game.hear()).contains("Ich bin ein Programm"));
}

/// A pipe that is full takes nothing more and gives no error.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_also_while_nobody_empties_the_pipe() {
    const PIPE_HOLDS: usize = 1 << 16;
    let folder = folder();
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&vec![b' '; PIPE_HOLDS]).unwrap();
    let mut command = lotse(folder.path(), &["try", "--json"]);
    let mut child = command.stdout(Stdio::from(writer)).spawn().unwrap();
    let stdin = child.stdin.take();
    // It listens before it makes a database.
    while !folder.path().join(DATABASE).exists() {
        std::thread::yield_now();
    }
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
    ended_in_order(&end_of(child));
    drop((reader, stdin));
}
