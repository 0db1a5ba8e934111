//! What goes out to people, and what is done when it does not.

use std::time::Duration;

use lotse::channel::{Act, Did};
use lotse::model::{Attachment, Channel, EventId, FileKind, Private};
use telegram_double::{Fault, Person, Trouble};

use super::house::{CONSENT, House};
use crate::stage::all_text;

/// How often somebody has read these words.
pub fn times(person: &Person, words: &str) -> usize {
    person
        .lines()
        .iter()
        .filter(|line| line.by_bot && line.shows() && line.message.text.contains(words))
        .count()
}

pub fn file(kind: FileKind, media_type: &str, name: &str, caption: Option<&str>) -> Attachment {
    Attachment {
        from: Channel::Terminal,
        kind,
        bytes: None,
        media_type: Some(media_type.to_owned()),
        caption: caption.map(Private::from),
        handle: Private::from(name),
    }
}

impl House {
    /// Lea sends Rosa a file; the event.
    pub async fn lea_sends(&self, file: Attachment, contents: &[u8]) -> EventId {
        self.stage.world.has_file(file.handle.reveal(), contents);
        let copy = self.copy_of("Bitte").await;
        self.lea(Did::Sent { file, reply_to: Some(copy) }).await
    }
}

#[tokio::test]
async fn files_arrive_as_what_they_are_under_a_neutral_name() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Bitte schicken Sie mir das.").await;
    house.lea_sends(file(FileKind::Image, "image/png", "rosa-privat.png", None), b"Bild").await;
    assert_eq!(rosa.sees_file("photo").await.1, b"Bild");
    house.lea_sends(file(FileKind::Audio, "audio/ogg", "ton", None), b"Stimme").await;
    assert_eq!(rosa.sees_file("voice").await.1, b"Stimme");
    house.lea_sends(file(FileKind::Video, "video/mp4", "film", None), b"Film").await;
    assert_eq!(rosa.sees_file("video").await.1, b"Film");
    house.lea_sends(file(FileKind::Document, "application/pdf", "rosa.pdf", None), b"PDF").await;
    let (message, contents) = rosa.sees_file("document").await;
    assert_eq!(contents, b"PDF");
    let name = message.body["document"]["file_name"].as_str().unwrap();
    assert!(!name.contains("rosa") && name.split('.').next_back() == Some("pdf"), "{name}");
}

/// A picture that Telegram does not take as one arrives as a file.
#[tokio::test]
async fn a_picture_that_is_refused_arrives_as_a_file() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Bitte schicken Sie mir das.").await;
    house.bot.suffers(Fault::refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS").on("sendPhoto"));
    house.lea_sends(file(FileKind::Image, "image/png", "x", None), b"sehr lang und schmal").await;
    assert_eq!(rosa.sees_file("document").await.1, b"sehr lang und schmal");
}

/// F10: what does not fit below a file follows it.
#[tokio::test]
async fn a_long_caption_becomes_a_message_of_its_own_and_comes_once() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Bitte schicken Sie mir das.").await;
    let failed = house.bot.suffers(Fault::refused(500, "Internal Server Error").on("sendMessage").times(1));
    let long = format!("Anfang {} Ende", "Wort ".repeat(400));
    house.lea_sends(file(FileKind::Document, "application/pdf", "x", Some(&long)), b"PDF").await;
    failed.struck(1).await;
    rosa.sees("Ende").await;
    house.settles().await;
    let documents = rosa.lines().iter().filter(|line| !line.message.body["document"].is_null()).count();
    assert_eq!(documents, 1, "the file came again with the second try of the text: {}", rosa.transcript());
}

/// F10.
#[tokio::test]
async fn a_very_long_answer_arrives_whole() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let words: Vec<String> = (0..1500).map(|number| format!("Wort{number}")).collect();
    house.lea_types(&format!("!a {}", words.join(" "))).await;
    rosa.sees("Wort1499").await;
    let lines = rosa.lines();
    let mut said =
        lines.iter().filter(|line| line.by_bot).flat_map(|line| line.message.text.split_whitespace());
    let arrived = words.iter().all(|word| said.any(|said| said == word));
    assert!(arrived, "something is missing, or in another order");
}

/// Telegram takes 50 MB of a bot. What is larger is told to whoever sent it.
#[tokio::test]
async fn a_file_that_is_too_large_for_telegram_is_told() {
    const MOST: usize = 50_000_000;
    let mut house = House::closed().await;
    house.stage.duty.files.largest_megabytes = 100;
    house.open().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Bitte schicken Sie mir das.").await;
    let pdf = |name| file(FileKind::Document, "application/pdf", name, None);
    house.desk_sees().await;
    house.lea_sends(pdf("gerade noch"), &vec![7; MOST]).await;
    assert_eq!(rosa.sees_file("document").await.1.len(), MOST);
    house.desk_sees().await;
    house.lea_sends(pdf("zu viel"), &vec![7; MOST + 1]).await;
    let read = all_text(&house.desk_sees().await);
    assert!(read.contains("zu groß"), "{read}");
    let documents = rosa.lines().iter().filter(|line| !line.message.body["document"].is_null()).count();
    assert_eq!(documents, 1);
}

/// F5: what an answer is about may be gone by then.
#[tokio::test]
async fn an_answer_to_a_message_that_was_deleted_arrives() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let message = rosa.writes("Wann haben Sie Zeit?").await;
    let copy = house.copy_of("Wann haben Sie Zeit?").await;
    rosa.deletes(message).await;
    house.lea(Did::Typed { text: Private::from("Am Mittwoch."), reply_to: Some(copy) }).await;
    rosa.sees("Am Mittwoch.").await;
}

/// F8: whoever is asked for patience waits, nobody else does, and nothing is dropped.
#[tokio::test]
async fn patience_is_kept_in_one_chat_and_holds_up_no_other() {
    let house = House::new().await;
    let (rosa, ole) = (house.bot.person("Rosa"), house.bot.person("Ole"));
    let flood = house.bot.suffers(Fault::flood(2).on("sendMessage").in_chat(rosa.chat()).times(1));
    rosa.writes("Hallo").await;
    flood.struck(1).await;
    ole.writes("Hallo").await;
    ole.sees(CONSENT).await;
    assert_eq!(times(&rosa, "Guten Tag"), 0, "it did not wait");
    rosa.sees("Guten Tag").await;
    rosa.sees(CONSENT).await;
    assert_eq!(times(&rosa, "Guten Tag"), 1);
}

/// F8: whether the bot keeps to Telegram's pace by itself or is asked to, everything comes once and in order.
#[tokio::test]
async fn everything_comes_once_and_in_order_at_telegrams_pace() {
    for pace in [true, false] {
        let house = House::with(|settings| settings.pace = pace).await;
        house.bot.minds_rates(true);
        let rosa = house.rosa_with_lea().await;
        for number in 1..=7 {
            house.stage.deliver_later(house.lea_will_type(&format!("!a Satz {number}."))).await;
        }
        rosa.sees("Satz 7.").await;
        house.settles().await;
        let said: Vec<String> = rosa
            .lines()
            .iter()
            .filter_map(|line| line.message.text.split("Satz ").nth(1).map(str::to_owned))
            .collect();
        assert_eq!(said, (1..=7).map(|number| format!("{number}.")).collect::<Vec<_>>(), "pace {pace}");
    }
}

/// F15: a connection that ends after the call: it cannot be known, and is sent once more.
#[tokio::test]
async fn a_lost_answer_sends_once_more_and_loses_nothing() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.bot.suffers(Fault::new(Trouble::LostAfter).on("sendMessage").times(1));
    house.lea_types("!a Genau einmal oder zweimal.").await;
    house.settles().await;
    assert_eq!(times(&rosa, "Genau einmal oder zweimal."), 2);
}

#[tokio::test]
async fn a_call_that_was_not_carried_out_is_made_again() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.bot.suffers(Fault::new(Trouble::LostBefore).on("sendMessage").times(1));
    house.lea_types("!a Genau einmal.").await;
    house.settles().await;
    assert_eq!(times(&rosa, "Genau einmal."), 1);
}

/// F15: an answer that breaks off says all the same that the message is out.
#[tokio::test]
async fn a_broken_answer_does_not_double_a_message() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let broken = house.bot.suffers(Fault::new(Trouble::Malformed).on("sendMessage").times(1));
    house.lea_types("!a Genau einmal.").await;
    broken.struck(1).await;
    house.settles().await;
    assert_eq!(times(&rosa, "Genau einmal."), 1);
}

/// A server that is out of order is waited for.
#[tokio::test]
async fn a_page_of_a_proxy_is_no_answer() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.bot.suffers(Fault::new(Trouble::BadGateway).on("sendMessage").times(1));
    house.lea_types("!a Trotzdem.").await;
    rosa.sees("Trotzdem.").await;
    house.settles().await;
    assert_eq!(times(&rosa, "Trotzdem."), 1);
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.bot.suffers(Fault::slow(Duration::from_secs(2)).on("sendMessage"));
    house.lea_types("!a Mit Geduld.").await;
    rosa.sees("Mit Geduld.").await;
    house.settles().await;
    assert_eq!(times(&rosa, "Mit Geduld."), 1);
    assert!(
        house
            .in_case()
            .await
            .iter()
            .any(|envelope| matches!(&envelope.act, Act::React { key, .. } if key == "✅"))
    );
}
