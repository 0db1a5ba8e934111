//! What a navigator can type. Whatever does not begin with `!` stays internal: the desk fails closed.

use crate::dialogue::words::normalise;
use crate::model::{Attachment, CaseNumber, Private};

/// A command of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `!übernehmen [42]`: take the case.
    Claim(Option<CaseNumber>),
    /// `!a text`: say this to the contact.
    Answer(Private<String>),
    /// `!senden 2 5`: send these offers to the contact.
    Send(Vec<u32>),
    /// `!angebote bayern recht`: search the directory.
    Offers(String),
    /// `!blatt [42]`: show sheet and offers again.
    Sheet(Option<CaseNumber>),
    /// `!offen`: the cases that are not closed.
    Open,
    /// `!übergeben @wer`: ask the contact whether this colleague may take over.
    Transfer(Private<String>),
    /// `!zurückgeben [42]`: put the case back into the queue.
    GiveBack(Option<CaseNumber>),
    /// `!schließen [42] [reason]`: close the case.
    Close(Option<CaseNumber>),
    /// `!öffnen [42]`: open a closed case again.
    Reopen(Option<CaseNumber>),
    /// `!sperren [42]`: close the case and take nothing more of this contact.
    Block(Option<CaseNumber>),
    /// `!entsperren [42]`: take messages of this contact again.
    Unblock(Option<CaseNumber>),
    /// `!hilfe`: what can be typed.
    Help,
}

impl Command {
    /// The line that claims a case: what a tap on its card stands for.
    #[must_use]
    pub fn claim_line(case: CaseNumber) -> String {
        format!("!{CLAIM} {case}")
    }

    /// The line that hands a case to whoever has this id: what a mention in such a command stands for.
    #[must_use]
    pub fn transfer_line(id: &str) -> String {
        format!("!{TRANSFER} {id}")
    }
}

/// What a line typed at the desk is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A command.
    Command(Command),
    /// A command without what belongs behind it.
    NeedsMore(&'static str),
    /// It begins like a command, and is none.
    Unknown {
        /// The nearest command, if one is near.
        nearest: Option<&'static str>,
    },
    /// A file that answers a message of the contact.
    File(Attachment),
    /// An answer to a message of the contact that cannot be carried (a sticker, a poll).
    Unreadable,
    /// Something that cannot be decrypted: nobody knows what it was meant to be.
    Undecryptable,
    /// Anything else: internal.
    Plain,
}

// Command words as they are compared: without umlauts.
const CLAIM: &str = "uebernehmen";
const ANSWER: &str = "a";
const SEND: &str = "senden";
const OFFERS: &str = "angebote";
const SHEET: &str = "blatt";
const OPEN: &str = "offen";
const TRANSFER: &str = "uebergeben";
const GIVE_BACK: &str = "zurueckgeben";
const CLOSE: &str = "schliessen";
pub(super) const REOPEN: &str = "oeffnen";
const BLOCK: &str = "sperren";
pub(super) const UNBLOCK: &str = "entsperren";
const HELP: &str = "hilfe";

/// Every command word, and how it is shown.
const VERBS: [(&str, &str); 13] = [
    (CLAIM, "!übernehmen"),
    (ANSWER, "!a"),
    (SEND, "!senden"),
    (OFFERS, "!angebote"),
    (SHEET, "!blatt"),
    (OPEN, "!offen"),
    (TRANSFER, "!übergeben"),
    (GIVE_BACK, "!zurückgeben"),
    (CLOSE, "!schließen"),
    (REOPEN, "!öffnen"),
    (BLOCK, "!sperren"),
    (UNBLOCK, "!entsperren"),
    (HELP, "!hilfe"),
];

/// A word this similar to a command (Damerau-Levenshtein, normalised to 0–1) is taken for a slip of the finger.
const NEAR_ENOUGH: f64 = 0.6;

/// Reads a line typed at the desk.
#[must_use]
pub fn parse(line: &str) -> Typed {
    let Some(command) = line.trim_start().strip_prefix('!') else { return Typed::Plain };
    let (verb, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let rest = rest.trim();
    let verb = known(&normalise(verb));
    let first = rest.split_whitespace().next().unwrap_or_default();
    let number = || first.trim_start_matches('#').parse().ok().map(CaseNumber);
    let read = match verb.as_str() {
        CLAIM => Some(Command::Claim(number())),
        ANSWER => (!rest.is_empty()).then(|| Command::Answer(rest.into())),
        SEND => numbers(rest).map(Command::Send),
        OFFERS => (!rest.is_empty()).then(|| Command::Offers(rest.to_owned())),
        SHEET => Some(Command::Sheet(number())),
        OPEN => Some(Command::Open),
        TRANSFER => (!rest.is_empty()).then(|| Command::Transfer(rest.into())),
        GIVE_BACK => Some(Command::GiveBack(number())),
        CLOSE => Some(Command::Close(number())),
        REOPEN => Some(Command::Reopen(number())),
        BLOCK => Some(Command::Block(number())),
        UNBLOCK => Some(Command::Unblock(number())),
        HELP => Some(Command::Help),
        _ => return Typed::Unknown { nearest: nearest(&verb) },
    };
    read.map_or_else(|| Typed::NeedsMore(shown(&verb)), Typed::Command)
}

/// The command word that was typed, its umlauts written in any way: ü, ue or u.
fn known(typed: &str) -> String {
    let bare = |word: &str| word.replace("ue", "u").replace("oe", "o");
    let found = VERBS.iter().find(|(word, _)| bare(word) == bare(typed));
    found.map_or_else(|| typed.to_owned(), |(word, _)| (*word).to_owned())
}

/// A command word as it is shown.
pub(super) fn shown(verb: &str) -> &'static str {
    VERBS.iter().find(|(word, _)| *word == verb).map_or("!", |(_, shown)| shown)
}

/// Numbers separated by anything that is no digit, each once, in the order they were typed.
fn numbers(rest: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()) {
        let number = part.parse().ok()?;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    if numbers.is_empty() { None } else { Some(numbers) }
}

fn nearest(verb: &str) -> Option<&'static str> {
    VERBS
        .iter()
        .map(|(word, shown)| (strsim::normalized_damerau_levenshtein(verb, word), *shown))
        .filter(|(likeness, _)| *likeness >= NEAR_ENOUGH)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, shown)| shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_with_and_without_umlauts() {
        assert_eq!(parse("!übernehmen 42"), Typed::Command(Command::Claim(Some(CaseNumber(42)))));
        assert_eq!(parse(" !Uebernehmen"), Typed::Command(Command::Claim(None)));
        assert_eq!(parse("!ubernehmen 42"), Typed::Command(Command::Claim(Some(CaseNumber(42)))));
        assert_eq!(parse("!schliessen erledigt"), Typed::Command(Command::Close(None)));
        assert_eq!(parse("!schließen 7 erledigt"), Typed::Command(Command::Close(Some(CaseNumber(7)))));
        assert_eq!(parse("!zurueckgeben"), Typed::Command(Command::GiveBack(None)));
        assert_eq!(parse("!öffnen #7"), Typed::Command(Command::Reopen(Some(CaseNumber(7)))));
        assert_eq!(parse("!offen"), Typed::Command(Command::Open));
        assert_eq!(parse("!senden 2, 5 und 2"), Typed::Command(Command::Send(vec![2, 5])));
    }

    #[test]
    fn an_answer_keeps_every_letter() {
        let Typed::Command(Command::Answer(text)) = parse("!a  Guten Tag,\nwie geht es Ihnen?") else {
            panic!("no answer was read")
        };
        assert_eq!(text.reveal(), "Guten Tag,\nwie geht es Ihnen?");
    }

    #[test]
    fn whatever_is_no_command_stays_internal() {
        for line in ["ich rufe da mal an", "a !a b", "", "a text"] {
            assert_eq!(parse(line), Typed::Plain, "{line}");
        }
    }

    #[test]
    fn a_slip_is_answered_with_the_nearest_command() {
        assert_eq!(parse("!übernemen 3"), Typed::Unknown { nearest: Some("!übernehmen") });
        assert_eq!(parse("!sneden 1"), Typed::Unknown { nearest: Some("!senden") });
        assert_eq!(parse("!öfnen 3"), Typed::Unknown { nearest: Some("!öffnen") });
        assert_eq!(parse("!xyzzy"), Typed::Unknown { nearest: None });
    }

    #[test]
    fn a_command_that_wants_more_says_so() {
        assert_eq!(parse("!a"), Typed::NeedsMore("!a"));
        assert_eq!(parse("!übergeben "), Typed::NeedsMore("!übergeben"));
        assert_eq!(parse("!senden das zweite"), Typed::NeedsMore("!senden"));
        assert_eq!(parse("!senden 99999999999"), Typed::NeedsMore("!senden"));
    }
}
