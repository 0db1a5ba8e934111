//! What can be tapped, and what happens to keyboards that no longer count.

use std::time::Duration;

use telegram_double::{Fault, Happening, Message, Person, Trouble};

use super::house::{CONSENT, House};

/// Rosa is asked what has happened.
async fn asked_what_happened(house: &House) -> (Person, Message) {
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "nein", "selbst", "Gemeinderat", "Bayern"]).await;
    let asked = rosa.sees("Was ist geschehen?").await;
    assert_eq!(house.step(&rosa).await.as_deref(), Some("vorfall"));
    (rosa, asked)
}

/// The buttons below a message as it is now.
async fn buttons(person: &Person, message: i64) -> Vec<Vec<String>> {
    let line = |lines: &[telegram_double::Line]| {
        lines
            .iter()
            .rfind(|line| line.shows() && line.message.id == message)
            .map(|line| line.message.buttons.clone())
    };
    person.until("the message", line).await
}

#[tokio::test]
async fn several_answers_are_ticked_where_they_stand() {
    let house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    rosa.taps(&asked, "Beleidigung").await.answered().await;
    let ticked = rosa.sees("Notiert: Beleidigung.").await;
    assert_eq!(ticked.id, asked.id, "a message of its own");
    assert!(ticked.text.starts_with(&asked.text), "the question is gone: {}", ticked.text);
    assert!(ticked.buttons.concat().contains(&"✓ Beleidigung".to_owned()));
    rosa.taps(&asked, "Drohung").await.answered().await;
    let both = rosa.sees("Notiert: Beleidigung; Drohung.").await;
    assert_eq!(both.text.matches("Notiert").count(), 1, "{}", both.text);
    rosa.taps(&asked, "✓ Beleidigung").await.answered().await;
    rosa.sees("Notiert: Drohung.").await;
    rosa.taps(&asked, "Fertig").await.answered().await;
    house.settles().await;
    assert_ne!(house.step(&rosa).await.as_deref(), Some("vorfall"));
    assert_eq!(buttons(&rosa, asked.id).await, Vec::<Vec<String>>::new(), "an old keyboard stays");
}

#[tokio::test]
async fn ticks_go_on_after_a_restart() {
    let mut house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    rosa.taps(&asked, "Beleidigung").await.answered().await;
    rosa.sees("Notiert: Beleidigung.").await;
    house.settles().await;
    house.restart().await;
    rosa.taps(&asked, "Drohung").await.answered().await;
    let both = rosa.sees("Notiert: Beleidigung; Drohung.").await;
    assert_eq!(both.id, asked.id);
    assert_eq!(both.text.matches("Notiert").count(), 1, "{}", both.text);
}

/// What is typed is answered below it, not far above.
#[tokio::test]
async fn typed_answers_are_noted_in_a_message_of_their_own() {
    let house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    rosa.writes("Beleidigung").await;
    let noted = rosa.sees("Notiert: Beleidigung.").await;
    assert_ne!(noted.id, asked.id);
    house.settles().await;
    assert_eq!(buttons(&rosa, asked.id).await, Vec::<Vec<String>>::new());
    rosa.taps(&noted, "Drohung").await.answered().await;
    let both = rosa.sees("Notiert: Beleidigung; Drohung.").await;
    assert_eq!((both.id, both.text.matches("Notiert").count()), (noted.id, 1));
}

#[tokio::test]
async fn the_laender_stand_in_two_columns() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "nein", "selbst", "Gemeinderat"]).await;
    let asked = rosa.sees("In welchem Bundesland?").await;
    assert_eq!(asked.buttons[0], ["Baden-Württemberg", "Bayern"]);
    assert_eq!(asked.buttons.concat().len(), 17, "{:?}", asked.buttons);
    rosa.taps(&asked, "Sachsen-Anhalt").await.answered().await;
    rosa.sees("Was ist geschehen?").await;
}

#[tokio::test]
async fn a_tap_on_an_old_question_is_answered_kindly() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let old = rosa.sees(CONSENT).await;
    house.writes_all(&rosa, &["ja", "nein"]).await;
    rosa.sees("Worum geht es").await;
    rosa.taps_as_seen(&old, "Nein").await.answered().await;
    rosa.sees("gehört zu einer früheren Frage").await;
    rosa.sees("Worum geht es").await;
}

/// "Ja, alles löschen" means that question, not whichever comes later.
#[tokio::test]
async fn an_old_yes_without_a_step_deletes_nothing_and_agrees_to_nothing() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "/loeschen"]).await;
    let sure = rosa.sees("Soll ich wirklich alles löschen?").await;
    house.writes_all(&rosa, &["nein"]).await;
    rosa.sees("in Gefahr").await;
    rosa.taps_as_seen(&sure, "Ja, alles löschen").await.answered().await;
    rosa.sees("gehört zu einer früheren Frage").await;
    house.settles().await;
    assert_eq!(
        house.step(&rosa).await.as_deref(),
        Some("gefahr"),
        "the yes was an answer to another question"
    );
}

#[tokio::test]
async fn a_button_that_nobody_knows_is_answered_kindly() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let mut asked = rosa.sees(CONSENT).await;
    let mut body = serde_json::Value::clone(&asked.body);
    body["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = "von einem ganz anderen Bot".into();
    asked.body = std::sync::Arc::new(body);
    rosa.taps_as_seen(&asked, "Ja").await.answered().await;
    rosa.sees("gehört zu einer früheren Frage").await;
}

/// A button that nobody answers turns for a minute.
#[tokio::test]
async fn a_tap_that_was_made_while_nobody_listened_is_answered_after_the_restart() {
    let mut house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    house.settles().await;
    house.close().await;
    let tap = rosa.taps(&asked, "Ja").await;
    house.open().await;
    tap.answered().await;
    rosa.sees("in Gefahr").await;
}

#[tokio::test]
async fn a_tap_that_is_too_old_to_be_answered_counts_all_the_same() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    let too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let refused = house.bot.suffers(Fault::refused(400, too_old).on("answerCallbackQuery"));
    rosa.taps(&asked, "Ja").await;
    rosa.sees("in Gefahr").await;
    refused.struck(1).await;
    house.settles().await;
}

/// An answer to a tap that does not come must not keep others waiting.
#[tokio::test]
async fn a_tap_whose_answer_hangs_holds_up_nobody_for_long() {
    let house = House::new().await;
    let (rosa, ole) = (house.bot.person("Rosa"), house.bot.person("Ole"));
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    let held = house.bot.suffers(Fault::new(Trouble::Held).on("answerCallbackQuery"));
    rosa.taps(&asked, "Ja").await;
    held.struck(1).await;
    ole.writes("Hallo").await;
    assert!(ole.sees_within(Duration::from_secs(20), CONSENT).await.is_some());
    held.lift();
}

#[tokio::test]
async fn a_keyboard_that_cannot_be_changed_comes_anew() {
    let house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    house
        .bot
        .suffers(Fault::refused(400, "Bad Request: message can't be edited").on("editMessageText").times(1));
    rosa.taps(&asked, "Beleidigung").await.answered().await;
    let noted = rosa.sees("Notiert: Beleidigung.").await;
    assert_ne!(noted.id, asked.id);
}

/// "Not modified" is what was wanted.
#[tokio::test]
async fn a_change_that_was_made_already_is_no_failure() {
    let house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    let lost = house.bot.suffers(Fault::new(Trouble::LostAfter).on("editMessageText").times(1));
    rosa.taps(&asked, "Beleidigung").await.answered().await;
    lost.struck(1).await;
    house.settles().await;
    let noted = rosa.lines().iter().filter(|line| line.message.text.contains("Notiert")).count();
    assert_eq!(noted, 1, "{}", rosa.transcript());
    assert!(rosa.lines().iter().all(|line| line.what != Happening::Deleted));
}
