//! How messages look: for people, and as JSON lines for scripts.

use std::io::Write;

use serde::Serialize;

use crate::model::{Message, StepId};

/// Lines are broken at this width: it fits every terminal, and reads like a phone.
const WIDTH: usize = 72;

/// What stands in the margin beside the two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Margins {
    /// Beside what the contact reads.
    pub contact: String,
    /// Beside what the desk reads.
    pub desk: String,
}

/// Something that shows both sides of a conversation.
pub trait Screen: Send + std::fmt::Debug {
    /// Shows what the contact gets.
    ///
    /// # Errors
    /// It cannot be written to.
    fn contact(&mut self, message: &Message) -> std::io::Result<()>;

    /// Shows what the desk gets.
    ///
    /// # Errors
    /// It cannot be written to.
    fn desk(&mut self, message: &Message) -> std::io::Result<()>;

    /// Shows once more what the contact got before, at a new start.
    ///
    /// # Errors
    /// It cannot be written to.
    fn again(&mut self, message: &Message) -> std::io::Result<()>;

    /// Says how to play.
    ///
    /// # Errors
    /// It cannot be written to.
    fn hint(&mut self, text: &str) -> std::io::Result<()>;

    /// Nothing more will be said before the next input; `step` is what is being asked.
    ///
    /// # Errors
    /// It cannot be written to.
    fn wait(&mut self, step: Option<&StepId>) -> std::io::Result<()>;
}

/// For people.
pub struct Human<W> {
    out: W,
    margins: Margins,
    coloured: bool,
}

/// How one of the two sides looks: without colour the line in the margin tells them apart.
struct Side {
    margin: String,
    line: char,
    colour: &'static str,
}

impl<W: Write> Human<W> {
    /// Writes to `out`; with `coloured`, the two sides differ in colour too.
    pub const fn new(out: W, margins: Margins, coloured: bool) -> Self {
        Self { out, margins, coloured }
    }

    fn show(&mut self, side: &Side, message: &Message) -> std::io::Result<()> {
        let (begin, end) = if self.coloured { (side.colour, "\x1b[0m") } else { ("", "") };
        let room = self.margins.contact.chars().count().max(self.margins.desk.chars().count());
        writeln!(self.out)?;
        for (place, line) in lines(message, WIDTH.saturating_sub(room + 3)).iter().enumerate() {
            let margin = if place == 0 { side.margin.as_str() } else { "" };
            let line = format!("{margin:>room$} {} {line}", side.line);
            writeln!(self.out, "{begin}{}{end}", line.trim_end())?;
        }
        self.out.flush()
    }
}

/// A message as lines: its text, then its answers with their numbers, then the words for any time.
fn lines(message: &Message, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in message.text.lines() {
        if line.trim().is_empty() {
            lines.push(String::new());
        } else {
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            // A link that is broken at a hyphen cannot be copied any more.
            let options = textwrap::Options::new(width)
                .subsequent_indent(&indent)
                .word_separator(textwrap::WordSeparator::AsciiSpace)
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .break_words(false);
            lines.extend(textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned));
        }
    }
    let (words, answers): (Vec<_>, Vec<_>) = message.choices.iter().partition(|choice| choice.word);
    if !message.choices.is_empty() {
        lines.push(String::new());
    }
    lines.extend((1..).zip(&answers).map(|(number, choice)| format!("{number:>3}  {}", choice.label)));
    if !words.is_empty() {
        let labels: Vec<_> = words.iter().map(|choice| choice.label.as_str()).collect();
        lines.push(format!("     {}", labels.join(" · ")));
    }
    lines
}

impl<W> std::fmt::Debug for Human<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Human")
    }
}

impl<W: Write + Send> Screen for Human<W> {
    fn contact(&mut self, message: &Message) -> std::io::Result<()> {
        let side = Side { margin: self.margins.contact.clone(), line: '│', colour: "\x1b[36m" };
        self.show(&side, message)
    }

    fn desk(&mut self, message: &Message) -> std::io::Result<()> {
        let side = Side { margin: self.margins.desk.clone(), line: '║', colour: "\x1b[33m" };
        self.show(&side, message)
    }

    fn again(&mut self, message: &Message) -> std::io::Result<()> {
        self.contact(message)
    }

    fn hint(&mut self, text: &str) -> std::io::Result<()> {
        writeln!(self.out)?;
        for line in textwrap::wrap(text, WIDTH) {
            writeln!(self.out, "{line}")?;
        }
        self.out.flush()
    }

    fn wait(&mut self, _: Option<&StepId>) -> std::io::Result<()> {
        write!(self.out, "\n> ")?;
        self.out.flush()
    }
}

/// For scripts: one JSON object a line.
pub struct Json<W> {
    out: W,
}

#[derive(Serialize)]
struct Shown<'a> {
    to: &'a str,
    text: &'a str,
    options: Vec<ShownOption<'a>>,
    offers: Vec<&'a str>,
}

#[derive(Serialize)]
struct ShownOption<'a> {
    id: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct Waiting<'a> {
    wait: WaitingAt<'a>,
}

#[derive(Serialize)]
struct WaitingAt<'a> {
    step: Option<&'a str>,
}

impl<W: Write> Json<W> {
    /// Writes to `out`.
    pub const fn new(out: W) -> Self {
        Self { out }
    }

    fn line(&mut self, value: &impl Serialize) -> std::io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        writeln!(self.out)?;
        self.out.flush()
    }

    fn message(&mut self, to: &str, message: &Message) -> std::io::Result<()> {
        self.line(&Shown {
            to,
            text: &message.text,
            options: message
                .choices
                .iter()
                .map(|choice| ShownOption { id: &choice.id, label: &choice.label })
                .collect(),
            offers: message.offers.iter().map(crate::model::OfferId::as_str).collect(),
        })
    }
}

impl<W> std::fmt::Debug for Json<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Json")
    }
}

impl<W: Write + Send> Screen for Json<W> {
    fn contact(&mut self, message: &Message) -> std::io::Result<()> {
        self.message("contact", message)
    }

    fn desk(&mut self, message: &Message) -> std::io::Result<()> {
        self.message("desk", message)
    }

    /// A script read it when it was said, and must not count it twice.
    fn again(&mut self, _: &Message) -> std::io::Result<()> {
        Ok(())
    }

    /// A script knows.
    fn hint(&mut self, _: &str) -> std::io::Result<()> {
        Ok(())
    }

    fn wait(&mut self, step: Option<&StepId>) -> std::io::Result<()> {
        self.line(&Waiting { wait: WaitingAt { step: step.map(StepId::as_str) } })
    }
}
