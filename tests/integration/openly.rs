//! Telegram, where the operator can read along: what people there are told, and what is not taken from them unasked.

use lotse::model::Address;
use lotse::text::Alternatives;

use crate::stage::{Stage, all_text, content, on_telegram};
use crate::story::{DETAILS, SHORT_WAY, TO_THE_DETAILS};

const MATRIX: &str = "@lotse:example.org";

/// A stage on which the bot is on Matrix, too.
async fn with_matrix() -> Stage {
    let mut stage = Stage::new().await;
    stage.alternatives = Alternatives { matrix: Some(MATRIX.to_owned()) };
    stage.restart().await;
    stage
}

async fn step(stage: &Stage, address: &Address) -> Option<String> {
    let conversation = stage.runtime().conversation(address).await.unwrap()?;
    conversation.talk.step(&content().0.intake).map(ToString::to_string)
}

#[tokio::test]
async fn before_anything_is_asked_telegram_is_told_and_how_it_goes_without_it() {
    let stage = with_matrix().await;
    let told = all_text(&stage.says_on_telegram("rosa", "Hallo").await);
    let places =
        ["Ich bin ein Programm", "nicht Ende-zu-Ende-verschlüsselt", MATRIX, "Ihr Ja gilt hier auch"]
            .map(|words| told.find(words).unwrap_or_else(|| panic!("{words:?} is missing in {told}")));
    assert!(places.is_sorted(), "{told}");
    let (scene, _) = content();
    let phone = &scene.directory.get(&"starke-stelle".into()).unwrap().phones[0];
    assert!(told.contains(phone.as_str()), "{told}");
    let elsewhere = all_text(&stage.says("rosa", "Hallo").await);
    assert!(!elsewhere.contains("Telegram") && !elsewhere.contains(MATRIX), "{elsewhere}");
}

#[tokio::test]
async fn a_consent_on_another_channel_does_not_count() {
    let stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    stage.says("rosa", "ja").await;
    assert_eq!(stage.step("rosa").await.as_deref(), Some("gefahr"));
    let told = all_text(&stage.says_on_telegram("rosa", "Hallo").await);
    assert!(told.contains("Ihr Ja gilt hier auch für Telegram"), "{told}");
    assert_eq!(step(&stage, &on_telegram("rosa")).await.as_deref(), Some("einwilligung"));
}

#[tokio::test]
async fn an_account_typed_too_early_reaches_nobody() {
    let stage = Stage::new().await;
    for line in [&["Hallo"], TO_THE_DETAILS, &DETAILS, &["Rosa"]].concat() {
        stage.says_on_telegram("rosa", line).await;
    }
    let told = all_text(&stage.says_on_telegram("rosa", "Es war der Nachbar Kanarienvogel.").await);
    assert!(told.contains("nicht gespeichert") && told.contains("über die Server von Telegram"), "{told}");
    for line in ["hier-weiter", "Es lag ein Brief im Kasten.", "fertig", "übergeben"] {
        stage.says_on_telegram("rosa", line).await;
    }
    stage.types("lea", "!übernehmen").await;
    let desk: Vec<String> = stage.world.sent().iter().map(|envelope| envelope.text().to_owned()).collect();
    let desk = desk.join("\n");
    assert!(desk.contains("Es lag ein Brief im Kasten.") && !desk.contains("Kanarienvogel"), "{desk}");
}

#[tokio::test]
async fn with_the_handover_telegram_is_told_once() {
    let stage = with_matrix().await;
    stage.says_on_telegram("rosa", "Hallo").await;
    let mut told = String::new();
    for line in SHORT_WAY {
        told = all_text(&stage.says_on_telegram("rosa", line).await);
    }
    let called_at_once = all_text(&stage.says_on_telegram("ole", "mensch").await);
    for told in [told, called_at_once] {
        assert!(told.contains("Ihre Nummer ist"), "{told}");
        assert!(told.contains("auch, wenn Ihnen ein Mensch antwortet") && told.contains(MATRIX), "{told}");
    }
    let later = all_text(&stage.says_on_telegram("rosa", "Er hat wieder geschrieben.").await);
    assert!(later.contains("Ich bewahre das auf") && !later.contains("Telegram"), "{later}");
}

#[tokio::test]
async fn deleting_tells_what_it_does_not_reach() {
    // F34
    let stage = Stage::new().await;
    stage.says_on_telegram("rosa", "Hallo").await;
    stage.says_on_telegram("rosa", "ja").await;
    let before = stage.world.sent().len();
    let asked = all_text(&stage.says_on_telegram("rosa", "/loeschen").await);
    assert!(asked.contains("Ihren Chat in Telegram kann ich nicht löschen"), "{asked}");
    let told = all_text(&stage.says_on_telegram("rosa", "ja").await);
    assert!(told.contains("In Telegram habe ich nichts gelöscht"), "{told}");
    let acts = stage.world.sent().split_off(before);
    assert!(acts.iter().all(|envelope| envelope.act.message().is_some()), "and nothing there was deleted");
    assert!(step(&stage, &on_telegram("rosa")).await.is_none());
}
