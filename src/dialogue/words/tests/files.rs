use super::super::{Lexicon, Places};

const WORDS: &str = include_str!("../../../../content/words.toml");
const PLACES: &str = include_str!("../../../../content/places.toml");

fn word_faults(from: &str, to: &str) -> Vec<(&'static str, String)> {
    assert!(WORDS.contains(from), "{from}");
    let faults = Lexicon::load("words.toml", &WORDS.replacen(from, to, 1)).expect_err("faults");
    faults.into_iter().map(|fault| (fault.key, fault.place)).collect()
}

fn place_faults(from: &str, to: &str) -> Vec<(&'static str, String)> {
    assert!(PLACES.contains(from), "{from}");
    let faults = Places::load("places.toml", &PLACES.replacen(from, to, 1)).expect_err("faults");
    faults.into_iter().map(|fault| (fault.key, fault.place)).collect()
}

#[test]
fn a_pattern_that_is_none_is_named() {
    for (written, key) in [
        ("\"todesangst *\"", "pattern-open-end"),
        ("\"[ich] todesangst\"", "pattern-open-end"),
        ("\"todes|[angst]\"", "pattern-brackets"),
        ("\"(todes angst)\"", "pattern-brackets"),
        ("\"todes||angst\"", "pattern-word"),
        ("\"todes-angst\"", "pattern-word"),
        ("\"\"", "pattern-empty"),
        ("\"a * * * * * * * b\"", "pattern-too-open"),
        ("\"lebensgefahr\"", "words-twice"),
    ] {
        assert_eq!(word_faults("\"todesangst\"", written), [(key, "danger".to_owned())], "{written}");
    }
}

#[test]
fn all_faults_are_found_at_once() {
    let text = WORDS.replace("\"todesangst\"", "\"\"").replace("\"zurück\"", "\"[zurück]\"");
    let mut keys: Vec<_> =
        Lexicon::load("words.toml", &text).expect_err("two").into_iter().map(|f| f.place).collect();
    keys.sort();
    assert_eq!(keys, ["command", "danger"]);
}

#[test]
fn a_file_that_cannot_be_read_names_the_line() {
    assert_eq!(word_faults("[symbols]", "[symbols"), [("not-toml", line_of(WORDS, "[symbols]"))]);
    assert_eq!(place_faults("id = \"DE-BY\"", "idd = \"DE-BY\"")[0].0, "not-toml");
}

fn line_of(text: &str, part: &str) -> String {
    let before = text.split(part).next().unwrap_or_default();
    (before.matches('\n').count() + 1).to_string()
}

#[test]
fn faults_of_places_are_named() {
    assert_eq!(
        place_faults("id = \"DE-BY\"", "id = \"DE-XY\""),
        [("place-unknown-land", "DE-XY".to_owned()), ("place-missing-land", "DE-BY".to_owned())]
    );
    assert_eq!(place_faults("\"Wiesbaden\"", "\"Potsdam\""), [("place-twice", "Potsdam".to_owned())]);
    assert_eq!(place_faults("\"Wiesbaden\"", "\" - \""), [("place-empty", " - ".to_owned())]);
    assert_eq!(
        place_faults("laender = [\"DE-HE\", \"DE-BB\"]", "laender = [\"DE-HE\"]"),
        [("place-not-several", "Frankfurt".to_owned())]
    );
}
