use proptest::prelude::*;

use super::super::normal::{is_slip, key, slips};
use super::super::{MOST_CHARS, normalise};

#[test]
fn umlauts_are_the_same_however_they_are_typed() {
    for typed in ["für", "fu\u{308}r", "FÜR", "fuer", "Für!", " «für» "] {
        assert_eq!(normalise(typed), "fuer", "{typed}");
    }
    assert_eq!(normalise("Straße, STRASSE; STRAẞE"), "strasse strasse strasse");
    assert_eq!(key("Köln Koln Koeln"), "koln koln koln");
}

#[test]
fn punctuation_emojis_and_invisible_characters_separate_or_vanish() {
    assert_eq!(normalise("  Ja,\u{a0}bitte!! 🙏🏽 \n"), "ja bitte");
    assert_eq!(normalise("geht's Baden-Württemberg"), "gehts baden wuerttemberg");
    assert_eq!(normalise("3\u{fe0f}\u{20e3} zu\u{200b}rück"), "3 zurueck");
    assert_eq!(normalise("🙂 …"), "");
}

#[test]
fn emphasis_counts_once_and_double_letters_stay() {
    assert_eq!(normalise("Hallooooo"), "hallo");
    assert_eq!(normalise("Kommen 1000"), "kommen 1000");
}

#[test]
fn only_the_beginning_of_a_huge_message_is_looked_at() {
    let huge = "ab ".repeat(1_000_000);
    assert_eq!(normalise(&huge), normalise(&huge[..MOST_CHARS]));
    assert_eq!(normalise(&"ü".repeat(1_000_000)).len(), 2 * MOST_CHARS);
}

#[test]
fn a_slip_is_one_letter_wrong_missing_added_or_swapped() {
    for typed in ["bayren", "bayer", "bayernn", "bayorn", "ayern", "abyern"] {
        assert!(is_slip(typed, "bayern", 1), "{typed}");
    }
    assert!(!is_slip("bremen", "bayern", 1));
    assert!(is_slip("sachsenanhald", "sachsenanhalt", 1));
}

proptest! {
    #[test]
    fn plain_text_stays_as_it_is(text in any::<String>()) {
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn a_slip_is_counted_as_damerau_and_levenshtein_do(typed in "[abc]{0,6}", meant in "[abc]{0,6}") {
        let distance = strsim::osa_distance(&typed, &meant);
        prop_assert_eq!(slips(&typed, &meant, 1), (distance <= 1).then_some(distance));
    }

    #[test]
    fn plain_text_has_single_blanks_between_words(text in any::<String>()) {
        let plain = normalise(&text);
        let has_gap = plain.contains("  ");
        prop_assert!(!has_gap && plain.trim() == plain);
    }
}
