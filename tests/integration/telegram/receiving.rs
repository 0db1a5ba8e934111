//! Whatever a person can send arrives, or they are told.

use lotse::channel::{Act, Envelope};
use lotse::model::FileKind;
use serde_json::json;
use telegram_double::{Fault, Media};

use super::house::{CONSENT, House};
use crate::stage::all_text;

fn files(envelopes: &[Envelope]) -> Vec<(FileKind, Vec<u8>, String)> {
    envelopes
        .iter()
        .filter_map(|envelope| {
            let enclosure = envelope.act.message()?.enclosure.as_ref()?;
            let contents = envelope.enclosed.as_ref()?.0.clone();
            Some((enclosure.file.kind, contents, envelope.text().to_owned()))
        })
        .collect()
}

/// F11: a picture and nothing else, as the very first message.
#[tokio::test]
async fn a_picture_as_the_first_message_is_answered() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.sends(Media::Photo, "brief.jpg", b"ein Brief", "").await;
    rosa.sees(CONSENT).await;
}

/// F11.
#[tokio::test]
async fn files_of_every_kind_reach_the_desk() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.sends(Media::Photo, "", b"Bild", "Dieser Brief lag im Kasten.").await;
    rosa.sends(Media::Voice, "", b"Stimme", "").await;
    rosa.sends(Media::VideoNote, "", b"rund", "").await;
    rosa.sends(Media::Audio, "", b"Ton", "").await;
    rosa.sends(Media::Video, "", b"Film", "").await;
    rosa.sends(Media::Animation, "", b"ohne Ton", "").await;
    rosa.sends(Media::Document, "anzeige.pdf", b"PDF", "").await;
    let sent = files(&house.in_case().await);
    let kinds: Vec<_> = sent.iter().map(|(kind, contents, _)| (*kind, contents.as_slice())).collect();
    let expected: [(FileKind, &[u8]); 7] = [
        (FileKind::Image, b"Bild"),
        (FileKind::Audio, b"Stimme"),
        (FileKind::Video, b"rund"),
        (FileKind::Audio, b"Ton"),
        (FileKind::Video, b"Film"),
        (FileKind::Video, b"ohne Ton"),
        (FileKind::Document, b"PDF"),
    ];
    assert_eq!(kinds, expected);
    assert!(sent[0].2.contains("Dieser Brief lag im Kasten."), "{}", sent[0].2);
}

/// F11: an album is several files, and its caption comes once.
#[tokio::test]
async fn an_album_arrives_whole_and_its_caption_once() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let pages: [(Media, &str, &[u8]); 3] = [
        (Media::Photo, "1.jpg", b"eins"),
        (Media::Photo, "2.jpg", b"zwei"),
        (Media::Photo, "3.jpg", b"drei"),
    ];
    rosa.sends_album(&pages, "Die drei Seiten").await;
    let sent = files(&house.in_case().await);
    let contents: Vec<_> = sent.iter().map(|(_, contents, _)| contents.as_slice()).collect();
    assert_eq!(contents, [b"eins", b"zwei", b"drei"]);
    assert_eq!(sent.iter().filter(|(_, _, text)| text.contains("Die drei Seiten")).count(), 1);
}

/// F11.
#[tokio::test]
async fn numbers_and_places_arrive_as_words_and_what_has_none_is_answered() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.shares_contact("Erika Muster", "+4917012345").await;
    rosa.shares_location(52.5, 13.25).await;
    rosa.forwards("Der Absender", "Wir wissen, wo du wohnst.").await;
    let read = all_text(&house.desk_sees().await);
    let passed_on = "Weitergeleitet von Der Absender:\nWir wissen, wo du wohnst.";
    for words in ["Erika Muster", "+4917012345", "geo:52.5,13.25", passed_on] {
        assert!(read.contains(words), "{words}: {read}");
    }
    rosa.asks_poll("Kommt ihr?", &["Ja", "Nein"]).await;
    rosa.sees("Das kann ich leider nicht lesen").await;
    rosa.sends(Media::Sticker, "", b"x", "").await;
    rosa.sees("Das kann ich leider nicht lesen").await;
    rosa.sends_raw(json!({ "dice": { "emoji": "🎲", "value": 4 } })).await;
    rosa.sees("Das kann ich leider nicht lesen").await;
    rosa.sends_raw(json!({ "etwas_neues": { "wert": [1, 2] } })).await;
    rosa.sees("Das kann ich leider nicht lesen").await;
}

/// F11: everything of a flood of forwarded messages, in its order.
#[tokio::test]
async fn many_forwarded_messages_arrive_in_their_order() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    for number in 0..30 {
        rosa.forwards("Absender", &format!("Drohung Nummer {number}.")).await;
    }
    let read = house.desk_sees().await;
    let numbers: Vec<_> = read
        .iter()
        .filter_map(|message| message.text.split("Drohung Nummer ").nth(1)?.split('.').next()?.parse().ok())
        .collect::<Vec<u32>>();
    assert_eq!(numbers, (0..30).collect::<Vec<_>>());
}

/// F11: whoever moves on is told that nobody follows.
#[tokio::test]
async fn of_a_place_that_moves_both_sides_know_that_it_stands_still_here() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let place = json!({ "latitude": 52.5, "longitude": 13.25, "live_period": 900 });
    rosa.sends_raw(json!({ "location": place })).await;
    rosa.sees("kommt hier nur der erste Ort an").await;
    let read = all_text(&house.desk_sees().await);
    assert!(read.contains("Nur dieser Ort kommt hier an, kein späterer:\ngeo:52.5,13.25"), "{read}");
}

/// F11: an album is one gesture.
#[tokio::test]
async fn an_album_where_no_file_is_asked_for_is_answered_once() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja"]).await;
    let before = rosa.lines().len();
    let pages: [(Media, &str, &[u8]); 3] =
        [(Media::Photo, "1.jpg", b"1"), (Media::Photo, "2.jpg", b"2"), (Media::Photo, "3.jpg", b"3")];
    rosa.sends_album(&pages, "").await;
    house.settles().await;
    let told = rosa.lines().split_off(before);
    let refusals = told.iter().filter(|line| line.message.text.contains("Dateien kann ich an dieser Stelle"));
    assert_eq!(refusals.count(), 1, "{}", rosa.transcript());
}

/// F11.
#[tokio::test]
async fn the_pieces_of_an_album_are_counted_in_one_message() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    house.writes_all(&rosa, &["Hallo", "ja", "nein", "selbst", "Gemeinderat", "Bayern", "Bedrohung"]).await;
    house.writes_all(&rosa, &["fertig", "nicht", "recht", "fertig", "ja"]).await;
    while house.step(&rosa).await.as_deref() != Some("belege") {
        house.writes_all(&rosa, &["überspringen"]).await;
    }
    house.writes_all(&rosa, &["ja"]).await;
    let asked = rosa.sees("Haben Sie Belege?").await;
    let pages: [(Media, &str, &[u8]); 3] =
        [(Media::Photo, "1.jpg", b"1"), (Media::Photo, "2.jpg", b"2"), (Media::Photo, "3.jpg", b"3")];
    rosa.sends_album(&pages, "").await;
    let counted = rosa.sees("3 Belege sind notiert").await;
    assert_ne!(counted.id, asked.id, "the question was written over");
    house.settles().await;
    let mut notes: Vec<i64> = rosa
        .lines()
        .iter()
        .filter(|line| line.message.text.starts_with("Danke, "))
        .map(|line| line.message.id)
        .collect();
    notes.dedup();
    assert_eq!(notes, [counted.id], "{}", rosa.transcript());
    assert_eq!(counted.buttons.concat(), ["Fertig"]);
}

/// F10.
#[tokio::test]
async fn a_file_that_is_too_large_is_told_to_both_sides() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.sends_huge_file("film.pdf", 21_000_000).await;
    rosa.sees("zu groß").await;
    assert!(all_text(&house.desk_sees().await).contains("nicht angenommen"));
}

/// F10: Telegram does not tell every size, and gives no file beyond 20 MB.
#[tokio::test]
async fn a_file_that_telegram_does_not_give_is_told_to_both_sides() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.bot.suffers(Fault::refused(400, "Bad Request: file is too big").on("getFile"));
    rosa.sends_file("brief.pdf", b"PDF").await;
    rosa.sees("zu groß für mich. Bis 20 MB geht es").await;
    assert!(all_text(&house.desk_sees().await).contains("nicht angenommen"));
}

/// Both versions: the wording of a threat is evidence.
#[tokio::test]
async fn an_edited_message_shows_both_versions_at_the_desk() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let message = rosa.writes("Er kommt um acht.").await;
    house.copy_of("Er kommt um acht.").await;
    rosa.edits(message, "Er kommt um neun.").await;
    let sent = house.in_case().await;
    let changed = sent.iter().find(|envelope| matches!(envelope.act, Act::Replace { .. })).expect("a change");
    assert!(changed.text().contains("um neun") && changed.text().contains("um acht"), "{}", changed.text());
    rosa.edits(message, "Er kommt um zehn.").await;
    let sent = house.in_case().await;
    assert!(
        sent.iter()
            .any(|envelope| envelope.text().contains("um zehn") && envelope.text().contains("um neun"))
    );
}

/// Telegram does not say what has changed of a file: it comes once more, and its new words stand at the first.
#[tokio::test]
async fn changed_words_below_a_picture_show_both_versions_at_the_desk() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let picture = rosa.sends(Media::Photo, "", b"Bild", "Er war um acht da.").await;
    let copy = house.copy_of("Er war um acht da.").await;
    for (words, before) in [("Er war um neun da.", "um acht"), ("Er war um zehn da.", "um neun")] {
        rosa.edits(picture, words).await;
        let sent = house.in_case().await;
        let changed = sent.iter().rev().find(|envelope| matches!(envelope.act, Act::Replace { .. }));
        let changed = changed.expect("a change");
        assert_eq!(changed.act.about(), Some(&copy));
        assert!(changed.text().contains(words) && changed.text().contains(before), "{}", changed.text());
        assert!(
            !sent.iter().any(|envelope| matches!(envelope.act, Act::Retract { .. })),
            "a picture is gone"
        );
    }
}

#[tokio::test]
async fn an_edited_answer_of_the_intake_is_answered() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let answer = rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
    rosa.edits(answer, "nein").await;
    rosa.sees("Sie haben eine frühere Nachricht geändert").await;
}

/// F40.
#[tokio::test]
async fn reactions_are_carried_and_taken_back() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.lea_types("!a Passt Dienstag?").await;
    let asked = rosa.sees("Passt Dienstag?").await;
    let reactions = |sent: &[Envelope]| {
        let keys = sent.iter().filter_map(|envelope| match &envelope.act {
            Act::React { key, .. } => Some(key.clone()),
            Act::Retract { .. } => Some("away".to_owned()),
            Act::Say { .. } | Act::Replace { .. } | Act::Dissolve => None,
        });
        keys.filter(|key| key != "✅").collect::<Vec<_>>()
    };
    rosa.reacts(asked.id, "👍").await;
    assert_eq!(reactions(&house.in_case().await), ["👍"]);
    rosa.reacts(asked.id, "❤").await;
    assert_eq!(reactions(&house.in_case().await), ["👍", "away", "❤"]);
    rosa.reacts(asked.id, "").await;
    assert_eq!(reactions(&house.in_case().await), ["👍", "away", "❤", "away"]);
}

#[tokio::test]
async fn a_reply_shows_what_it_answers() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    let original = house.lea_types("!a Passt Dienstag?").await;
    let asked = rosa.sees("Passt Dienstag?").await;
    rosa.replies(&asked, "Ja, das passt.").await;
    let sent = house.in_case().await;
    let answer = sent.iter().find(|envelope| envelope.text().contains("Ja, das passt.")).expect("the answer");
    let Act::Say { reply_to, .. } = &answer.act else { panic!("no message of its own") };
    assert_eq!(reply_to.as_ref(), Some(&original));
}

#[tokio::test]
async fn the_part_that_is_answered_stands_above_the_answer() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    house.lea_types("!a Passt Dienstag oder Mittwoch?").await;
    let asked = rosa.sees("Passt Dienstag oder Mittwoch?").await;
    let answer = json!({
        "text": "Da ja.",
        "quote": { "text": "Mittwoch", "position": 0, "is_manual": true },
        "reply_to_message": { "message_id": asked.id },
    });
    rosa.sends_raw(answer).await;
    let read = all_text(&house.desk_sees().await);
    assert!(read.contains("> Mittwoch\n\nDa ja."), "{read}");
}

/// F7: the navigator is told before they write in vain, and nothing is tried for ever.
#[tokio::test]
async fn whoever_blocks_the_bot_is_seen_to_be_gone() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.blocks().await;
    assert!(all_text(&house.desk_sees().await).contains("verlassen oder gesperrt"));
    house.lea_types("!a Sind Sie noch da?").await;
    assert!(all_text(&house.desk_sees().await).contains("nicht mehr erreichbar"));
    rosa.unblocks().await;
    assert!(all_text(&house.desk_sees().await).contains("wieder erreichbar"));
    house.lea_types("!a Willkommen zurück.").await;
    rosa.sees("Willkommen zurück.").await;
}

/// F7.
#[tokio::test]
async fn a_deleted_account_is_seen_to_be_gone() {
    let house = House::new().await;
    let rosa = house.rosa_with_lea().await;
    rosa.deletes_account().await;
    house.lea_types("!a Sind Sie noch da?").await;
    assert!(all_text(&house.desk_sees().await).contains("nicht mehr erreichbar"));
}
