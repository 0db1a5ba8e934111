//! The sheet: the same words for the contact before the handover and for the navigator after it.

use super::catalog::{self, LAND};
use super::offers;
use super::pages::{Block, Speech};
use super::question;
use super::steps;
use super::voice::Voice;
use crate::dialogue::{Answer, Evidence, Sheet};
use crate::model::{Attachment, Enclosure, FileKind, StepId};

/// So many bytes are a megabyte (and a thousandth of it a kilobyte), as phones count.
const MEGABYTE: u64 = 1_000_000;

/// Adds a sheet to what is said: a row for each question, then the names of the offers that were shown.
pub(super) fn add(voice: &Voice<'_>, speech: &mut Speech, sheet: &Sheet) {
    if sheet.rows.is_empty() {
        speech.add(Block::new(voice.plain(catalog::SHEET_EMPTY)));
    }
    for (at, row) in sheet.rows.iter().enumerate() {
        let label = voice.content(&steps::sheet_text(&row.step));
        let answer = answer(voice, &row.step, &row.answer);
        let args = [("label", label.into()), ("answer", answer.into())];
        let text = voice.say(catalog::SHEET_ROW, &args);
        speech.add(if at == 0 { Block::new(text) } else { Block::line(text) });
    }
    if !sheet.matches.is_empty() {
        let names =
            (1..).zip(&sheet.matches).map(|(number, matched)| offers::brief(voice, number, &matched.offer));
        let mut lines = vec![voice.plain(catalog::SHEET_OFFERS)];
        lines.extend(names);
        speech.add(Block::new(lines.join("\n")));
    }
}

/// A file on its way, under a name of ours: what it was called may say who somebody is.
pub(super) fn enclosure(voice: &Voice<'_>, file: &Attachment) -> Enclosure {
    let what = kind(voice, file);
    let name = file.ending().map_or_else(|| what.clone(), |ending| format!("{what}.{ending}"));
    Enclosure { file: file.clone(), name }
}

fn kind(voice: &Voice<'_>, file: &Attachment) -> String {
    voice.plain(match file.kind {
        FileKind::Image => catalog::FILE_IMAGE,
        FileKind::Audio => catalog::FILE_AUDIO,
        FileKind::Video => catalog::FILE_VIDEO,
        FileKind::Document => catalog::FILE_DOCUMENT,
    })
}

/// A file in words: what it is and how large, and below it what was written with it.
pub(super) fn file(voice: &Voice<'_>, file: &Attachment) -> String {
    let sized = sized(voice, file);
    match &file.caption {
        Some(caption) => format!("{sized}\n{}", caption.reveal()),
        None => sized,
    }
}

fn sized(voice: &Voice<'_>, file: &Attachment) -> String {
    let what = kind(voice, file);
    let Some(bytes) = file.bytes else {
        return what;
    };
    let (key, unit) = if bytes < MEGABYTE {
        (catalog::SIZE_KILOBYTES, MEGABYTE / 1000)
    } else {
        (catalog::SIZE_MEGABYTES, MEGABYTE)
    };
    // Rounded up: nothing that was sent has the size zero.
    let size = voice.say(key, &[("number", bytes.div_ceil(unit).to_string().into())]);
    voice.say(catalog::FILE_SIZED, &[("what", what.into()), ("size", size.into())])
}

fn answer(voice: &Voice<'_>, step: &StepId, answer: &Answer) -> String {
    match answer {
        Answer::Choice(option) => voice.label(step, option),
        Answer::Several(options) => question::labels(voice, step, options),
        Answer::Land(land) => voice.word(LAND, land.iso()),
        Answer::Text(words) => words.reveal().clone(),
        Answer::Evidence(pieces) => evidence(voice, pieces),
        Answer::Skipped => voice.plain(catalog::SHEET_SKIPPED),
    }
}

fn evidence(voice: &Voice<'_>, pieces: &[Evidence]) -> String {
    let piece = |(number, piece): (u32, &Evidence)| {
        let what = match piece {
            Evidence::Words(words) => words.reveal().clone(),
            Evidence::File(attachment) => file(voice, attachment),
        };
        voice.say(catalog::SHEET_EVIDENCE, &[("number", number.into()), ("what", what.into())])
    };
    (1..).zip(pieces).map(piece).collect::<Vec<_>>().join("\n")
}
