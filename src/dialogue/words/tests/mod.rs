//! What people type, and what it must be taken for. All tests read the content files as they are shipped.

mod commands;
mod danger;
mod files;
mod normal;
mod pick;
mod places;

use std::sync::LazyLock;

use super::{Lexicon, Places};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::load("content/words.toml", include_str!("../../../../content/words.toml")).expect("words.toml")
});

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    Places::load("content/places.toml", include_str!("../../../../content/places.toml")).expect("places.toml")
});

/// Sentences for which `holds` is not true; a table test compares with none and so names all that fail.
fn failing<'a>(sentences: &[&'a str], holds: impl Fn(&str) -> bool) -> Vec<&'a str> {
    sentences.iter().copied().filter(|sentence| !holds(sentence)).collect()
}

const NONE: [&str; 0] = [];
