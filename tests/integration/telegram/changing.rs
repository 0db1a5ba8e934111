//! What navigators do to messages that are out: change them, take them back, react.

use lotse::channel::Did;
use lotse::desk::Change;
use lotse::model::{EventId, FileKind, Private};
use telegram_double::{Fault, Laid, Message, Person, Trouble};

use super::house::House;
use super::sending::{file, times};
use crate::stage::all_text;

/// What Telegram says of messages that are older than 48 hours.
const TOO_OLD: &str = "Bad Request: message can't be deleted for everyone";

impl House {
    async fn lea_changes(&self, of: &EventId, words: &str) {
        self.lea(Did::Changed { of: of.clone(), change: Change::Edited(Private::from(words)) }).await;
    }

    async fn lea_takes_back(&self, of: &EventId) {
        self.lea(Did::Changed { of: of.clone(), change: Change::Retracted }).await;
    }

    /// Lea has read that what she took back stands there still, and not that it is gone.
    async fn is_told_that_it_stands(&self) {
        let read = all_text(&self.desk_sees().await);
        assert!(read.contains("Sie steht dort weiterhin"), "{read}");
        assert!(!read.contains("ist auch bei der ratsuchenden Person entfernt"), "{read}");
    }

    /// The same as the last word: something of it may be gone.
    async fn is_told_last_that_it_stands(&self) {
        let read = all_text(&self.desk_sees().await);
        assert!(read.trim_end().ends_with("Sie steht dort weiterhin."), "{read}");
    }

    /// Rosa has got a file from Lea with more words than fit below it, and the desk has read all of that; the event, and
    /// both parts.
    async fn rosa_with_a_file_in_parts(&self) -> (Person, EventId, [Message; 2]) {
        let rosa = self.rosa_with_lea().await;
        rosa.writes("Bitte schicken Sie mir das.").await;
        let words = format!("Anfang {} Schlusswort", "Wort ".repeat(400));
        let file = file(FileKind::Document, "application/pdf", "x", Some(&words));
        let event = self.lea_sends(file, b"PDF").await;
        self.desk_sees().await;
        let parts = [rosa.sees_file("document").await.0, rosa.sees("Schlusswort").await];
        assert_ne!(parts[0].id, parts[1].id);
        (rosa, event, parts)
    }

    /// The answer to the next message breaks off before its number.
    fn loses_a_number(&self) -> Laid {
        self.bot.suffers(Fault::new(Trouble::Malformed).on("sendMessage").times(1))
    }
}

#[tokio::test]
async fn a_navigator_changes_and_takes_back_what_they_wrote() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let event = house.lea_types("!a Dienstag um zwölf.").await;
    let first = rosa.sees("Dienstag um zwölf.").await;
    house.settles().await;
    house.lea_changes(&event, "!a Mittwoch um zwölf.").await;
    assert_eq!(rosa.sees("Mittwoch um zwölf.").await.id, first.id);
    house.lea_takes_back(&event).await;
    rosa.misses(first.id).await;
}

/// The same words once more are no failure.
#[tokio::test]
async fn a_change_to_the_same_words_is_done() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let event = house.lea_types("!a Dienstag.").await;
    rosa.sees("Dienstag.").await;
    house.settles().await;
    house.stage.world.told_at_the_desk();
    house.lea_changes(&event, "!a Dienstag.").await;
    house.settles().await;
    let read = all_text(&house.desk_sees().await);
    assert!(!read.contains("nicht angekommen"), "{read}");
    assert_eq!(times(&rosa, "Dienstag."), 1);
}

/// What cannot be changed is said anew: the contact must not go by the old words.
#[tokio::test]
async fn what_can_no_longer_be_changed_is_said_anew() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let event = house.lea_types("!a Dienstag.").await;
    let first = rosa.sees("Dienstag.").await;
    rosa.deletes(first.id).await;
    house.settles().await;
    house.lea_changes(&event, "!a Mittwoch.").await;
    assert_ne!(rosa.sees("Mittwoch.").await.id, first.id);
}

/// F10: what does not fit below a file is said in a message of its own.
#[tokio::test]
async fn words_below_a_file_are_changed_there_as_far_as_they_fit() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Bitte schicken Sie mir das.").await;
    let event = house.lea_sends(file(FileKind::Image, "image/png", "x", Some("Seite 1")), b"Bild").await;
    let (shown, _) = rosa.sees_file("photo").await;
    house.lea_changes(&event, "Seite 2").await;
    let changed = rosa.sees("Seite 2").await;
    assert_eq!((changed.id, &changed.body["photo"]), (shown.id, &shown.body["photo"]));
    house.lea_changes(&event, &format!("{} Schlusswort", "Wort ".repeat(400))).await;
    assert_ne!(rosa.sees("Schlusswort").await.id, shown.id);
    house.lea_changes(&event, "Seite 3").await;
    assert_eq!(rosa.sees("Seite 3").await.id, shown.id);
}

/// Telegram takes back what is younger than 48 hours; whoever wanted more is told.
#[tokio::test]
async fn what_is_too_old_to_be_taken_back_is_told() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let event = house.lea_types("!a Dienstag.").await;
    rosa.sees("Dienstag.").await;
    house.desk_sees().await;
    house.bot.suffers(Fault::refused(400, TOO_OLD).on("deleteMessage"));
    house.lea_takes_back(&event).await;
    house.is_told_that_it_stands().await;
}

/// F15: under which number a message is out is lost with the answer that breaks off. It cannot be taken back then, and
/// whoever wanted that must not believe that it is gone.
#[tokio::test]
async fn what_cannot_be_found_to_be_taken_back_is_told() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let broken = house.loses_a_number();
    let event = house.lea_types("!a Dienstag.").await;
    broken.struck(1).await;
    house.desk_sees().await;
    house.lea_takes_back(&event).await;
    house.is_told_that_it_stands().await;
    assert_eq!(times(&rosa, "Dienstag."), 1);
}

/// F15: the new words are said anew. What is taken back then is the new message; that the old one stays is told.
#[tokio::test]
async fn what_cannot_be_found_to_be_changed_is_said_anew() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let broken = house.loses_a_number();
    let event = house.lea_types("!a Dienstag.").await;
    broken.struck(1).await;
    house.lea_changes(&event, "!a Mittwoch.").await;
    let anew = rosa.sees("Mittwoch.").await;
    house.desk_sees().await;
    house.lea_takes_back(&event).await;
    rosa.misses(anew.id).await;
    house.is_told_that_it_stands().await;
    assert_eq!(times(&rosa, "Dienstag."), 1);
}

/// F15: also if it was what was said anew whose number is lost.
#[tokio::test]
async fn new_words_that_cannot_be_found_are_not_believed_to_be_gone() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let event = house.lea_types("!a Dienstag.").await;
    let first = rosa.sees("Dienstag.").await;
    rosa.deletes(first.id).await;
    house.settles().await;
    let broken = house.loses_a_number();
    house.lea_changes(&event, "!a Mittwoch.").await;
    broken.struck(1).await;
    house.desk_sees().await;
    house.lea_takes_back(&event).await;
    house.is_told_last_that_it_stands().await;
    assert_eq!(times(&rosa, "Mittwoch."), 1);
}

/// F10: a file whose caption stands in a message of its own is one message for whoever sent it.
#[tokio::test]
async fn what_went_out_in_parts_is_taken_back_whole() {
    let house = House::new().await;
    let (rosa, event, parts) = house.rosa_with_a_file_in_parts().await;
    house.lea_takes_back(&event).await;
    for part in parts {
        rosa.misses(part.id).await;
    }
    let read = all_text(&house.desk_sees().await);
    assert!(read.contains("ist auch bei der ratsuchenden Person entfernt"), "{read}");
}

/// F10: what stays of it is told, also if the rest is gone.
#[tokio::test]
async fn parts_of_which_one_cannot_be_taken_back_are_not_believed_to_be_gone() {
    let house = House::new().await;
    let (_, event, _) = house.rosa_with_a_file_in_parts().await;
    house.bot.suffers(Fault::refused(400, TOO_OLD).on("deleteMessage").after(1).times(1));
    house.lea_takes_back(&event).await;
    house.is_told_last_that_it_stands().await;
}

/// F40: Telegram knows some emoji as reactions, and others not.
#[tokio::test]
async fn a_navigator_reacts_as_far_as_telegram_can() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let message = rosa.writes("Danke für alles.").await;
    let copy = house.copy_of("Danke für alles.").await;
    let react = |key: &str| Did::Changed { of: copy.clone(), change: Change::Reacted(Private::from(key)) };
    house.lea(react("🧡")).await;
    let event = house.lea(react("❤️")).await;
    assert_eq!(rosa.sees_reaction(message).await, "❤");
    house.settles().await;
    house.lea(Did::Changed { of: event, change: Change::Unreacted }).await;
    house.settles().await;
    let gone =
        rosa.lines().iter().rfind(|line| line.by_bot).map(|line| line.message.body["reaction"].clone());
    assert_eq!(gone, Some(serde_json::json!([])), "{}", rosa.transcript());
}

/// A bot has one reaction on a message: whoever takes back the one before leaves the present one.
#[tokio::test]
async fn a_reaction_that_was_replaced_is_not_taken_back_with_the_one_before() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Danke für alles.").await;
    let copy = house.copy_of("Danke für alles.").await;
    let react = |key: &str| Did::Changed { of: copy.clone(), change: Change::Reacted(Private::from(key)) };
    let thumb = house.lea(react("👍")).await;
    let heart = house.lea(react("❤️")).await;
    house.settles().await;
    let last =
        || rosa.lines().iter().rfind(|line| line.by_bot).map(|line| line.message.body["reaction"].clone());
    house.lea(Did::Changed { of: thumb, change: Change::Unreacted }).await;
    house.settles().await;
    assert_eq!(last().unwrap()[0]["emoji"], "❤", "{}", rosa.transcript());
    house.lea(Did::Changed { of: heart, change: Change::Unreacted }).await;
    house.settles().await;
    assert_eq!(last(), Some(serde_json::json!([])), "{}", rosa.transcript());
}
