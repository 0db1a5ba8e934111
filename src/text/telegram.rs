//! What is said on Telegram alone, because its operator can read along.

use super::catalog::{self, Key};
use super::pages::Speech;
use super::voice::Voice;
use crate::model::Channel;

/// Whether this is read on Telegram.
pub(super) fn is_here(voice: &Voice<'_>) -> bool {
    match voice.surroundings.channel {
        Channel::Telegram => true,
        Channel::Terminal | Channel::Matrix => false,
    }
}

/// Adds a text that belongs to Telegram alone; on every other channel nothing.
pub(super) fn add(voice: &Voice<'_>, speech: &mut Speech, key: Key) {
    if is_here(voice) {
        speech.add_text(&voice.plain(key));
    }
}

/// How the starke Stelle is reached without Telegram: what the directory and the settings say today.
pub(super) fn other_ways(voice: &Voice<'_>) -> String {
    let mut ways = voice.plain(catalog::TELEGRAM_OTHER_WAYS);
    if let Some(matrix) = &voice.surroundings.alternatives.matrix {
        ways.push_str("\n\n");
        ways.push_str(&voice.say(catalog::TELEGRAM_OTHER_WAYS_MATRIX, &[("matrix", matrix.into())]));
    }
    ways
}

/// The same words with what everybody on Telegram is told once when a human is called.
pub(super) fn with_handover(voice: &Voice<'_>, mut speech: Speech) -> Speech {
    if is_here(voice) {
        speech.add_text(&voice.plain(catalog::TELEGRAM_HANDOVER));
        speech.add_text(&other_ways(voice));
    }
    speech
}
