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

/// Waits until nothing can be tapped below a message any more. It goes after what has taken its place is out.
async fn loses_its_buttons(person: &Person, message: i64) {
    let has_none = |lines: &[telegram_double::Line]| {
        let now = lines.iter().rfind(|line| line.shows() && line.message.id == message)?;
        now.message.buttons.is_empty().then_some(())
    };
    person.until("an old keyboard is gone", has_none).await;
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
    loses_its_buttons(&rosa, asked.id).await;
}

/// Whoever is quick ticks the second before the first is shown: both are shown where they stand.
#[tokio::test]
async fn two_ticks_before_the_first_answer_leave_the_question_whole() {
    let house = House::new().await;
    let (rosa, asked) = asked_what_happened(&house).await;
    let held = house.bot.suffers(Fault::new(Trouble::Held).on("editMessageText").times(1));
    rosa.taps(&asked, "Beleidigung").await.answered().await;
    held.struck(1).await;
    rosa.taps(&asked, "Drohung").await.answered().await;
    held.lift();
    let both = rosa.sees("Notiert: Beleidigung; Drohung.").await;
    assert_eq!(both.id, asked.id, "{}", rosa.transcript());
    assert!(both.text.starts_with(&asked.text), "the question is gone: {}", both.text);
}

/// At Telegram's pace the ticks come faster than they can be shown.
#[tokio::test]
async fn five_quick_ticks_are_shown_where_they_stand() {
    let house = House::with(|settings| settings.pace = true).await;
    let (rosa, asked) = asked_what_happened(&house).await;
    let before = rosa.lines().iter().filter(|line| line.what == Happening::Written).count();
    for tick in &asked.buttons.concat()[..5] {
        rosa.taps_as_seen(&asked, tick).await;
    }
    let noted = |line: &&telegram_double::Line| line.shows() && line.message.text.contains("Notiert");
    let last = rosa
        .until("five ticks", |lines| {
            let last = lines.iter().rfind(noted)?;
            (last.message.buttons.concat().iter().filter(|label| label.starts_with('✓')).count() == 5)
                .then(|| last.message.clone())
        })
        .await;
    assert_eq!(last.id, asked.id, "{}", rosa.transcript());
    let after = rosa.lines().iter().filter(|line| line.what == Happening::Written).count();
    assert_eq!(after, before, "a tick came in a message of its own: {}", rosa.transcript());
}

/// F15: as long as it is not recorded that a message is out, a crash would send it again. An old keyboard is not
/// worth that, nor that the next message waits.
#[tokio::test]
async fn an_old_keyboard_that_cannot_be_taken_away_holds_up_nothing() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let held = house.bot.suffers(Fault::new(Trouble::Held).on("editMessageReplyMarkup"));
    rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
    held.struck(1).await;
    rosa.writes("nein").await;
    rosa.sees("Worum geht es").await;
    house.settles().await;
    held.lift();
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
    loses_its_buttons(&rosa, asked.id).await;
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

/// The same question in a new message.
async fn asked_again(person: &Person, before: &Message) -> Message {
    let asked = |lines: &[telegram_double::Line]| {
        let again = lines
            .iter()
            .find(|line| line.shows() && line.message.id > before.id && line.message.text == before.text);
        again.map(|line| line.message.clone())
    };
    person.until("the question again", asked).await
}

/// "Ja, alles löschen" means that question, not whichever comes later.
#[tokio::test]
async fn a_late_yes_to_deleting_asks_again() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "/loeschen"]).await;
    let sure = rosa.sees("Soll ich wirklich alles löschen?").await;
    house.writes_all(&rosa, &["nein"]).await;
    rosa.sees("in Gefahr").await;
    rosa.taps_as_seen(&sure, "Ja, alles löschen").await.answered().await;
    let again = asked_again(&rosa, &sure).await;
    house.settles().await;
    assert_eq!(house.step(&rosa).await.as_deref(), Some("gefahr"), "it was the answer to another question");
    rosa.taps(&again, "Ja, alles löschen").await.answered().await;
    rosa.sees("In Telegram habe ich nichts gelöscht").await;
}

/// Nobody remembers after a night what they were asked.
#[tokio::test]
async fn after_a_night_a_yes_to_deleting_answers_no_other_question() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "/loeschen"]).await;
    let sure = rosa.sees("Soll ich wirklich alles löschen?").await;
    house.settles().await;
    house.stage.pass(jiff::SignedDuration::from_hours(13)).await;
    rosa.taps(&sure, "Ja, alles löschen").await.answered().await;
    asked_again(&rosa, &sure).await;
    house.settles().await;
    assert_eq!(house.step(&rosa).await.as_deref(), Some("gefahr"), "{}", rosa.transcript());
}

/// F24: nobody taps words.
#[tokio::test]
async fn a_yes_to_deleting_is_not_read_by_the_navigator() {
    for restarted in [false, true] {
        let mut house = House::new().await;
        let rosa = house.rosa_with_lea().await;
        rosa.writes("/loeschen").await;
        let sure = rosa.sees("Soll ich wirklich alles löschen?").await;
        house.writes_all(&rosa, &["Er hat wieder geschrieben."]).await;
        if restarted {
            house.restart().await;
        }
        let before = house.in_case().await.len();
        rosa.taps_as_seen(&sure, "Ja, alles löschen").await.answered().await;
        house.settles().await;
        assert_eq!(house.in_case().await.len(), before, "{}", rosa.transcript());
        let again = asked_again(&rosa, &sure).await;
        rosa.taps(&again, "Ja, alles löschen").await.answered().await;
        rosa.sees("In Telegram habe ich nichts gelöscht").await;
        assert!(house.conversation(&rosa).await.is_none());
    }
}

#[tokio::test]
async fn answers_can_go_along_by_a_tap_after_the_case_was_claimed() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "nein", "selbst", "mensch"]).await;
    let asked = rosa.sees("Darf ich Ihre bisherigen Antworten mitgeben?").await;
    house.settles().await;
    house.stage.types("lea", "!übernehmen 1").await;
    house.lea_types("!a Guten Tag.").await;
    rosa.sees("Guten Tag.").await;
    rosa.taps_as_seen(&asked, "Ja, mitgeben").await.answered().await;
    rosa.sees("Ihre Antworten liegen jetzt bei der starken Stelle").await;
    let read: Vec<String> = house.in_case().await.iter().map(|sent| sent.text().to_owned()).collect();
    let read = read.join("\n");
    assert!(read.contains("gibt ihre Antworten jetzt mit"), "{read}");
    assert!(!read.contains("schreibt:"), "a tap is no message: {read}");
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
