//! Words that must appear nowhere, in whatever dress.

use std::path::Path;

use lotse::channel::Inbound;
use lotse::dialogue::ContactInput;
use lotse::model::{Attachment, Channel, EventId, FileKind, Private};

use crate::stage::{Stage, contact_says, desk_says, navigator};
use crate::story::{DETAILS, TO_THE_DETAILS};

/// Stands in everything that is private here: names, platform ids, event ids, words, files.
pub const CANARY: &str = "kanarienvogel";
/// The contact's id on the platform.
pub const ROSA: &str = "@kanarienvogel-rosa:example.org";
/// The navigator's.
pub const LEA: &str = "@kanarienvogel-lea:example.org";

/// At the end of the long way there is a canary in every answer.
const IN_OWN_WORDS: [&str; 4] = [
    "Karla Kanarienvogel",
    "Am Montag lag ein toter Kanarienvogel vor meiner Tür.",
    "https://example.org/kanarienvogel",
    "Noch ein Kanarienvogel",
];

/// A stage at whose desk she works.
pub async fn stage() -> Stage {
    let mut stage = Stage::new().await;
    stage.duty.roster.push(navigator(LEA));
    stage.restart().await;
    stage
}

/// The whole story: intake with details and evidence, handoff, words both ways.
pub async fn whole_conversation(stage: &Stage) {
    for line in [&["Hallo, hier ist Kanarienvogel"], TO_THE_DETAILS, &DETAILS, &IN_OWN_WORDS].concat() {
        contact(stage, ContactInput::Text(Private::from(line))).await;
    }
    let handle = Private::from("/home/kanarienvogel/drohbrief.png");
    contact(stage, ContactInput::File(file(handle))).await;
    for line in ["fertig", "übergeben", "Kanarienvogel wartet."] {
        contact(stage, ContactInput::Text(Private::from(line))).await;
    }
    for line in
        ["!übernehmen", "!a Guten Tag, Karla Kanarienvogel.", "nur für uns: Kanarienvogel", "!senden 1"]
    {
        desk(stage, line).await;
    }
    contact(stage, ContactInput::Text(Private::from("Danke, sagt Kanarienvogel."))).await;
    let told = stage.world.sent();
    let tells = |word: &str| told.iter().filter(|envelope| envelope.text().contains(word)).count();
    assert!(
        tells("Karla Kanarienvogel") >= 3,
        "sheet, preview and reply name her: {}",
        tells("Karla Kanarienvogel")
    );
    assert!(tells("Danke, sagt Kanarienvogel.") == 1 && tells("ein toter Kanarienvogel") >= 2);
}

pub fn event(stage: &Stage) -> EventId {
    EventId::new(format!("$kanarienvogel-{}", stage.event().as_str()))
}

pub fn from_contact(stage: &Stage, input: ContactInput) -> Inbound {
    contact_says(ROSA, event(stage), input)
}

pub async fn contact(stage: &Stage, input: ContactInput) {
    stage.deliver(from_contact(stage, input)).await;
}

pub async fn desk(stage: &Stage, line: &str) {
    stage.deliver(desk_says(LEA, event(stage), line)).await;
}

/// In which dress the word is in `bytes`, if it is.
pub fn found_in(bytes: &[u8], word: &str) -> Option<&'static str> {
    let lower: Vec<u8> = bytes.iter().map(u8::to_ascii_lowercase).collect();
    let word = word.to_ascii_lowercase();
    let wide = |order: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let contains = |haystack: &[u8], needle: &[u8]| haystack.windows(needle.len()).any(|part| part == needle);
    let hex: String = word
        .bytes()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect();
    if contains(&lower, word.as_bytes()) {
        Some("UTF-8")
    } else if contains(&lower, &wide(u16::to_le_bytes)) || contains(&lower, &wide(u16::to_be_bytes)) {
        Some("UTF-16")
    } else if contains(&lower, hex.as_bytes()) {
        Some("hex")
    } else if spellings(&word).iter().flat_map(|word| base64_cores(word)).any(|core| contains(bytes, &core)) {
        Some("base64")
    } else {
        None
    }
}

/// Base64 keeps upper and lower case apart.
fn spellings(word: &str) -> [String; 3] {
    let capital = word[..1].to_ascii_uppercase() + &word[1..];
    [word.to_owned(), capital, word.to_ascii_uppercase()]
}

/// What base64 makes of the word wherever it begins in the text: the part that its neighbours do not change.
fn base64_cores(word: &str) -> Vec<Vec<u8>> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    (0..3)
        .map(|before| {
            let bits: Vec<bool> = std::iter::repeat_n(false, before * 8)
                .chain(word.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)))
                .collect();
            // The first digits hold bits of what stands before, and the last may hold bits of what follows.
            let first = (before * 8).div_ceil(6);
            bits.chunks_exact(6)
                .skip(first)
                .map(|digit| DIGITS[digit.iter().fold(0, |value, bit| value * 2 + usize::from(*bit))])
                .collect()
        })
        .collect()
}

/// The files of a folder in which the word is, and in which dress.
pub fn files_with(folder: &Path, word: &str) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            Some(format!("{}: {}", path.display(), found_in(&std::fs::read(&path).unwrap(), word)?))
        })
        .collect()
}

#[test]
fn a_canary_is_found_in_every_dress() {
    for (dress, text) in [
        ("UTF-8", "… Kanarienvogel …".as_bytes().to_vec()),
        ("UTF-16", "Kanarienvogel".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("hex", b"6b616e617269656e766f67656c".to_vec()),
        // "kanarienvogel", "xKanarienvogel" and "xxkanarienvogelx" as `base64` prints them.
        ("base64", b"a2FuYXJpZW52b2dlbA==".to_vec()),
        ("base64", b"eEthbmFyaWVudm9nZWw=".to_vec()),
        ("base64", b"eHhrYW5hcmllbnZvZ2VseA==".to_vec()),
    ] {
        assert_eq!(found_in(&text, CANARY), Some(dress), "{}", String::from_utf8_lossy(&text));
    }
    assert_eq!(found_in(b"Kohlmeise", CANARY), None);
}

fn file(handle: Private<String>) -> Attachment {
    let caption = Some(Private::from("Das ist Kanarienvogel."));
    Attachment {
        from: Channel::Terminal,
        kind: FileKind::Image,
        bytes: Some(5),
        media_type: None,
        caption,
        handle,
    }
}
