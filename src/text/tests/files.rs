//! The files themselves: that the check finds what editors get wrong, and what must never stand in a sentence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::samples;
use super::scene::{Scene, german};
use crate::dialogue::load_intake;
use crate::directory;
use crate::model::Fault;
use crate::text::{GERMAN, Texts};

/// The faults of the German texts after one change in one file, as `key id`.
fn faults_after(file: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    let changed: Vec<(&str, String)> = GERMAN
        .iter()
        .map(|(name, text)| (*name, if name.ends_with(file) { change(text) } else { (*text).to_owned() }))
        .collect();
    assert!(changed.iter().zip(GERMAN).any(|(new, old)| new.1 != old.1), "nothing was changed");
    let files: Vec<_> = changed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let faults = match Texts::load(&files) {
        Ok(texts) => {
            let scene = Scene::real();
            texts.check(&scene.intake)
        }
        Err(unfit) => unfit.faults,
    };
    faults.iter().map(name).collect()
}

fn name(fault: &Fault) -> String {
    let args: Vec<_> = fault.args.iter().map(|(_, value)| value.as_str()).collect();
    format!("{} {}", fault.key, args.join(" "))
}

fn replaced(from: &'static str, to: &'static str) -> impl Fn(&str) -> String {
    move |text| text.replacen(from, to, 1)
}

#[test]
fn the_german_texts_fit_the_program_and_the_intake() {
    let scene = Scene::real();
    let faults = scene.texts.check(&scene.intake);
    let lines: Vec<_> = faults.iter().map(|fault| scene.texts.fault(fault)).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn a_sentence_the_program_needs_is_missed() {
    assert_eq!(
        faults_after("contact.ftl", replaced("\nwelcome-back =", "\nwelcome-bak =")),
        ["text-missing welcome-back"]
    );
    assert_eq!(
        faults_after("offers.ftl", replaced("\nland-DE-BY =", "\n# land-DE-BY =")),
        ["text-missing land-DE-BY"]
    );
}

#[test]
fn a_text_the_intake_needs_is_missed() {
    let gone = |id: &'static str| faults_after("intake.ftl", replaced(id, "#"));
    assert_eq!(gone("step-gefahr-ja ="), ["text-missing step-gefahr-ja"]);
    assert_eq!(gone("step-motiv ="), ["text-missing step-motiv"]);
    assert_eq!(gone("advice-tagebuch ="), ["text-missing advice-tagebuch"]);
    assert_eq!(faults_after("desk.ftl", replaced("sheet-ort =", "#")), ["text-missing sheet-ort"]);
}

#[test]
fn a_text_that_nothing_needs_is_found() {
    let orphan = |id: &'static str| faults_after("intake.ftl", move |text| format!("{text}\n{id} = Hallo\n"));
    assert_eq!(orphan("step-gefahr-vielleicht"), ["text-unused step-gefahr-vielleicht"]);
    assert_eq!(orphan("advice-frueher"), ["text-unused advice-frueher"]);
    assert_eq!(orphan("gruss"), ["text-unused gruss"]);
}

#[test]
fn a_variable_that_does_not_exist_is_found() {
    let found = faults_after("contact.ftl", replaced("{ $most } Zeichen", "{ $mots } Zeichen"));
    assert_eq!(found, ["text-variable-unknown too-long mots", "text-variable-unused too-long most"]);
    let found = faults_after("intake.ftl", replaced("Worum geht es?", "Worum geht es, { $name }?"));
    assert_eq!(found, ["text-variable-unknown step-anliegen name"]);
}

#[test]
fn a_variable_that_is_left_out_is_found() {
    let found = faults_after("contact.ftl", replaced("{ $count } Belege", "Einige Belege"));
    assert_eq!(found, Vec::<String>::new(), "the selector still names it");
    let found = faults_after("desk.ftl", replaced("Übernehmen: !übernehmen { $case }", "Übernehmen"));
    assert_eq!(found, ["text-variable-unused card-how case"]);
}

#[test]
fn a_text_that_stands_twice_or_cannot_be_read_or_refers_to_nothing_is_found() {
    let twice = faults_after("desk.ftl", |text| format!("{text}\nfile-image = Foto\n"));
    assert_eq!(twice, ["text-twice file-image"]);
    let junk = faults_after("desk.ftl", replaced("file-image = Bild", "file-image = Bild { $"));
    assert!(junk.iter().any(|fault| fault.starts_with("text-syntax ")), "{junk:?}");
    assert!(junk.contains(&"text-missing file-image".to_owned()), "{junk:?}");
    let reference = faults_after("desk.ftl", replaced("file-image = Bild", "file-image = { bild }"));
    assert_eq!(reference, ["text-reference-unknown file-image bild"]);
    let circle =
        faults_after("desk.ftl", replaced("file-image = Bild", "file-image = { file-video } { file-image }"));
    assert_eq!(circle, Vec::<String>::new(), "reading it comes to an end");
}

#[test]
fn a_new_step_without_texts_is_missed() {
    let scene = Scene::real();
    let intake = "[[step]]\nid = 'einwilligung'\nkind = 'consent'\n\
        option = [{ id = 'ja' }, { id = 'nein' }, { id = 'mehr' }]\n\
        [[step]]\nid = 'neu'\nkind = 'choice'\noption = [{ id = 'ja' }]\n\
        [[step]]\nid = 'pruefen'\nkind = 'review'\n\
        option = [{ id = 'uebergeben' }, { id = 'angebote' }, { id = 'aendern' }, { id = 'loeschen' }]\n";
    let faults = scene.texts.check(&load_intake("intake.toml", intake).unwrap());
    let missing: Vec<_> = faults.iter().map(name).filter(|fault| fault.starts_with("text-missing")).collect();
    assert_eq!(missing, ["text-missing sheet-neu", "text-missing step-neu", "text-missing step-neu-ja"]);
    assert!(faults.iter().map(name).any(|fault| fault == "text-unused step-gefahr"));
}

/// What editors wrote, without comments and without the ids.
fn sentences() -> impl Iterator<Item = &'static str> {
    GERMAN
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(" = ").map_or(line, |(_, sentence)| sentence))
}

#[test]
fn no_sentence_holds_a_number_an_address_or_a_link() {
    for sentence in sentences() {
        assert_eq!(contact_details(sentence), Vec::<String>::new(), "{sentence}");
        let short = ["110", "112", "116"];
        assert!(!short.iter().any(|number| sentence.contains(number)), "{sentence}");
    }
}

#[test]
fn everybody_is_addressed_with_respect_and_nobody_is_left_out() {
    const FAMILIAR: [&str; 13] = [
        "du", "dein", "deine", "deinen", "deiner", "deinem", "deines", "dir", "dich", "euch", "euer", "eure",
        "eurer",
    ];
    for sentence in sentences() {
        let words = sentence.split(|char: char| !char.is_alphabetic());
        for word in words {
            assert!(!FAMILIAR.contains(&word.to_lowercase().as_str()), "{sentence}");
        }
        // Stars, colons, gaps and capitals inside a word make screen readers stumble.
        for mark in ["*in", ":in", "_in", "/in", "·in", "/-in", "(in"] {
            let marked =
                sentence.match_indices(mark).any(|(at, _)| sentence[..at].ends_with(char::is_alphabetic));
            assert!(!marked, "{sentence}");
        }
        let inner = sentence.match_indices("In").any(|(at, _)| sentence[..at].ends_with(char::is_lowercase));
        assert!(!inner, "{sentence}");
    }
}

#[test]
fn nothing_is_said_that_could_mislead_before_the_law() {
    // §§ 105, 106 StGB protect constitutional bodies, not councils; a secret recording is an offence (§ 201 StGB);
    // what is punishable is for others to say.
    const NEVER: [&str; 5] = ["§ 10", "mitschneid", "aufzeichn", "nehmen Sie auf", "strafbar"];
    for sentence in sentences() {
        assert!(!NEVER.iter().any(|word| sentence.contains(word)), "{sentence}");
    }
}

/// Everything in a text that looks like a phone number, an e-mail address or a link.
pub(super) fn contact_details(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(['(', ')', ',', '.', ';', ':', '„', '“']);
        if word.contains('@') || word.contains("://") || word.starts_with("www.") {
            found.push(word.to_owned());
        }
    }
    let numbers = text.split(|char: char| !char.is_ascii_digit() && !" /-+".contains(char));
    for number in numbers.map(|run| run.trim_matches([' ', '/', '-'])) {
        if number.chars().filter(char::is_ascii_digit).count() >= 3 {
            found.push(number.to_owned());
        }
    }
    found
}

#[test]
fn every_problem_of_the_directory_has_a_sentence() {
    let texts = german();
    for problem in samples::problems() {
        let key = problem.key();
        let fault = directory::Fault {
            file: "by.toml".to_owned(),
            line: Some(7),
            offer: Some("by-x".into()),
            problem,
        };
        let line = texts.directory_fault(&fault);
        assert!(line.starts_with("by.toml, Zeile 7, Angebot „by-x“: "), "{line}");
        assert!(!line.contains(key) && !line.contains('$') && !line.contains('⟨'), "{line}");
    }
}

/// Every string in the source that looks like the key of a fault: words joined by hyphens, in files that make faults.
fn fault_keys_in_the_source() -> BTreeSet<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut keys = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.extend((!path.ends_with("tests")).then_some(path));
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
            if !source.contains("Fault::new(") && !source.contains("as the key of a fault") {
                continue;
            }
            let strings = source.split('"').skip(1).step_by(2);
            let is_key = |text: &&str| {
                text.contains('-')
                    && text
                        .split('-')
                        .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
            };
            keys.extend(strings.filter(is_key).map(str::to_owned));
        }
    }
    keys
}

#[test]
fn every_kind_of_fault_in_the_source_has_a_sentence() {
    let keys = fault_keys_in_the_source();
    assert!(keys.len() > 20, "only {keys:?}");
    let (_, faults) = GERMAN.iter().find(|(name, _)| name.ends_with("faults.ftl")).unwrap();
    let without: Vec<_> = keys.iter().filter(|key| !faults.contains(&format!("\nfault-{key} ="))).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn a_fault_without_a_sentence_is_shown_by_its_key() {
    let fault = Fault::new("content/intake.toml", "land", "never-heard-of").naming("step", "ort");
    let line = german().fault(&fault);
    assert_eq!(line, "content/intake.toml, land: Fehler „never-heard-of“. step: ort");
}

#[test]
fn faults_can_be_told_even_without_the_file_that_tells_them() {
    let Err(unfit) = Texts::load(&GERMAN[..6]) else { panic!("a file is missing") };
    let first = unfit.texts.fault(&unfit.faults[0]);
    assert!(first.contains("text-missing") && first.contains("fault-detail"), "{first}");
}
