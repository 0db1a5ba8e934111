//! What is said on Telegram and nowhere else, and that it follows the settings and the directory of the day.

use super::samples;
use super::scene::{MATRIX, Scene, alternatives, offer_files};
use crate::dialogue::{Caution, NextAnswer, Question, Say};
use crate::directory::Directory;
use crate::model::{Channel, Choice, StepId};
use crate::text::Alternatives;

/// What is read there as one text, and what can be tapped.
fn read(scene: &Scene, channel: Channel, alternatives: &Alternatives, say: &Say) -> (String, Vec<Choice>) {
    let messages = scene.texts.contact(say, &scene.on(channel, alternatives));
    let choices = messages.last().unwrap().choices.clone();
    let texts: Vec<String> = messages.into_iter().map(|message| message.text).collect();
    (texts.join("\n\n"), choices)
}

fn on_telegram(scene: &Scene, say: &Say) -> String {
    read(scene, Channel::Telegram, &Alternatives::default(), say).0
}

fn question(step: &str, repeated: bool, caution: Option<Caution>) -> Say {
    let step = StepId::from(step);
    Say::Question(Question { step, progress: None, chosen: Vec::new(), repeated, caution })
}

fn consent(repeated: bool) -> Say {
    question("einwilligung", repeated, None)
}

/// Everything that tells how to reach the starke Stelle without Telegram.
fn tells_of_other_ways() -> [Say; 4] {
    let next = NextAnswer::Unknown;
    [consent(false), Say::OtherWays, Say::HumanCalled { case: 1, next }, Say::HandedOver { case: 1, next }]
}

#[test]
fn before_consent_telegram_is_told_in_two_sentences_and_the_yes_is_for_telegram_too() {
    let scene = Scene::real();
    let text = on_telegram(&scene, &consent(false));
    let notice = text.split("\n\n").next().unwrap();
    assert!(
        notice.contains("nicht Ende-zu-Ende-verschlüsselt") && notice.contains("Sitz in Dubai"),
        "{notice}"
    );
    assert_eq!(notice.matches(". ").count() + 1, 2, "two sentences: {notice}");
    for repeated in [false, true] {
        let text = on_telegram(&scene, &consent(repeated));
        assert!(text.contains("Ihr Ja gilt hier auch für Telegram: "), "{text}");
    }
}

#[test]
fn the_other_ways_are_those_of_the_settings_and_the_directory() {
    let mut scene = Scene::real();
    let [without, with] = alternatives();
    for say in tells_of_other_ways() {
        let text = |scene: &Scene, alternatives| read(scene, Channel::Telegram, alternatives, &say).0;
        assert!(!text(&scene, &without).contains("Matrix"), "{}", text(&scene, &without));
        assert!(text(&scene, &with).contains(&format!("verschlüsselt: {MATRIX}")), "{}", text(&scene, &with));
    }
    let files: Vec<(String, String)> = offer_files()
        .into_iter()
        .map(|(name, text)| (name, text.replace("0800 300 99 44", "0800 765 43 21")))
        .collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    scene.directory = Directory::load(&files).unwrap();
    for say in tells_of_other_ways() {
        let text = read(&scene, Channel::Telegram, &with, &say).0;
        assert!(text.contains("unter 0800 765 43 21 (") && !text.contains("0800 300 99 44"), "{text}");
    }
}

#[test]
fn nowhere_else_is_anybody_told_of_telegram() {
    let scene = Scene::real();
    let only_there = [Say::NotTakenYet, Say::OtherWays];
    let is_only_there = |say: &Say| {
        only_there.contains(say) || matches!(say, Say::Question(Question { caution: Some(_), .. }))
    };
    for say in samples::says(&scene).into_iter().filter(|say| !is_only_there(say)) {
        for channel in [Channel::Matrix, Channel::Terminal] {
            let [without, with] = alternatives();
            let text = read(&scene, channel, &with, &say).0;
            assert!(!text.contains("Telegram") && !text.contains(MATRIX), "{text}");
            assert_eq!(text, read(&scene, channel, &without, &say).0);
        }
    }
}

#[test]
fn words_and_files_are_asked_about_with_a_way_on_a_way_out_and_another_way() {
    let scene = Scene::real();
    for (step, caution, here) in [
        ("schilderung", Caution::Words, "Hier weitermachen"),
        ("belege", Caution::Words, "Hier weitermachen"),
        ("belege", Caution::Files, "Dateien hier schicken"),
    ] {
        let asked = question(step, false, Some(caution));
        let (text, choices) = read(&scene, Channel::Telegram, &Alternatives::default(), &asked);
        assert!(text.contains("über die Server von Telegram"), "{text}");
        let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels[..3], [here, "Andere Wege zeigen", "Überspringen"], "{step}");
    }
}

#[test]
fn what_deleting_does_not_reach_is_told() {
    // F34
    let scene = Scene::real();
    let confirm = on_telegram(&scene, &Say::ConfirmDelete);
    assert!(confirm.contains("Ihren Chat in Telegram kann ich nicht löschen."), "{confirm}");
    let deleted = on_telegram(&scene, &Say::Deleted);
    assert!(deleted.contains("In Telegram habe ich nichts gelöscht"), "{deleted}");
    assert!(!deleted.contains("in Ihrer App"), "said once: {deleted}");
    let privacy = on_telegram(&scene, &Say::PrivacyNotice);
    assert!(privacy.contains("Löschen Sie dort eine Nachricht, erfahre ich nichts davon."), "{privacy}");
    assert!(privacy.contains("Sitz in Dubai"), "{privacy}");
}
