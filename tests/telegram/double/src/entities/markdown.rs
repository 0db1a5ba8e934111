//! The notations `parse_mode=MarkdownV2` and `parse_mode=Markdown`.

use serde_json::{Value, json};

use super::Formatted;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

/// Characters that mean something in the second version and must be escaped where they do not.
const RESERVED: &str = "_*[]()~`>#+-=|{}.!";

struct Mark {
    notation: &'static str,
    kind: &'static str,
    /// As the server calls it in an error.
    name: &'static str,
}

/// Longer notations stand before those they begin with.
const MARKS: [Mark; 7] = [
    Mark { notation: "__", kind: "underline", name: "Underline" },
    Mark { notation: "||", kind: "spoiler", name: "Spoiler" },
    Mark { notation: "*", kind: "bold", name: "Bold" },
    Mark { notation: "_", kind: "italic", name: "Italic" },
    Mark { notation: "~", kind: "strikethrough", name: "Strikethrough" },
    Mark { notation: "```", kind: "pre", name: "Pre" },
    Mark { notation: "`", kind: "code", name: "Code" },
];

struct Reader<'a> {
    source: &'a str,
    at: usize,
    formatted: Formatted,
    length: usize,
}

/// Reads a text with marks; an error is what the server says behind "can't parse entities: ".
pub(super) fn parse(source: &str, version: Version) -> Result<Formatted, String> {
    let mut reader = Reader { source, at: 0, formatted: Formatted::default(), length: 0 };
    let mut open: Vec<(&Mark, usize, usize)> = Vec::new();
    let mut links: Vec<usize> = Vec::new();
    while let Some(c) = reader.rest().chars().next() {
        if let Some(escaped) = reader.escaped(version) {
            reader.at += 1;
            reader.push(escaped);
        } else if let Some(mark) = reader.mark(version) {
            let (byte, start) = (reader.at, reader.length);
            reader.at += mark.notation.len();
            if mark.kind == "code" || mark.kind == "pre" {
                reader.verbatim(mark, byte, version)?;
            } else if open.last().is_some_and(|(last, ..)| last.kind == mark.kind) {
                let from = open.pop().map_or(start, |(_, _, from)| from);
                reader.entity(json!({ "type": mark.kind }), from);
            } else {
                open.push((mark, byte, start));
            }
        } else if c == '[' {
            links.push(reader.length);
            reader.at += 1;
        } else if c == ']' && !links.is_empty() {
            let from = links.pop().unwrap_or_default();
            reader.at += 1;
            let address = reader.rest().strip_prefix('(').and_then(|rest| rest.split(')').next());
            if let Some(address) = address.map(str::to_owned) {
                reader.at += address.len() + 2;
                reader.entity(json!({ "type": "text_link", "url": address.replace('\\', "") }), from);
            }
        } else if version == Version::Two && c == '>' && reader.starts_line() {
            reader.at += 1;
        } else if version == Version::Two && RESERVED.contains(c) {
            return Err(format!("Character '{c}' is reserved and must be escaped with the preceding '\\'"));
        } else {
            reader.push(c);
        }
    }
    match open.pop() {
        Some((mark, byte, _)) => Err(unended(mark, byte, version)),
        None => Ok(reader.formatted),
    }
}

fn unended(mark: &Mark, byte: usize, version: Version) -> String {
    match version {
        Version::One => format!("Can't find end of the entity starting at byte offset {byte}"),
        Version::Two => format!("Can't find end of {} entity at byte offset {byte}", mark.name),
    }
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn push(&mut self, c: char) {
        self.formatted.text.push(c);
        self.length += c.len_utf16();
        self.at += c.len_utf8();
    }

    fn entity(&mut self, mut entity: Value, from: usize) {
        if self.length > from {
            entity["offset"] = json!(from);
            entity["length"] = json!(self.length - from);
            self.formatted.entities.push(entity);
        }
    }

    fn starts_line(&self) -> bool {
        self.at == 0 || self.source[..self.at].ends_with('\n')
    }

    /// The character behind a backslash, where the backslash takes its meaning away.
    fn escaped(&self, version: Version) -> Option<char> {
        let c = self.rest().strip_prefix('\\')?.chars().next()?;
        let can = match version {
            Version::One => "_*`[".contains(c),
            Version::Two => c.is_ascii() && !c.is_ascii_alphanumeric(),
        };
        can.then_some(c)
    }

    fn mark(&self, version: Version) -> Option<&'static Mark> {
        let known =
            |mark: &&Mark| version == Version::Two || matches!(mark.notation, "*" | "_" | "`" | "```");
        MARKS.iter().filter(known).find(|mark| self.rest().starts_with(mark.notation))
    }

    /// Copies what stands in code up to its end.
    fn verbatim(&mut self, mark: &Mark, byte: usize, version: Version) -> Result<(), String> {
        let start = self.length;
        loop {
            if self.rest().starts_with(mark.notation) {
                self.at += mark.notation.len();
                self.entity(json!({ "type": mark.kind }), start);
                return Ok(());
            }
            if version == Version::Two && self.rest().starts_with(['\\']) && self.rest().len() > 1 {
                self.at += 1;
            }
            let c = self.rest().chars().next().ok_or_else(|| unended(mark, byte, version))?;
            self.push(c);
        }
    }
}
