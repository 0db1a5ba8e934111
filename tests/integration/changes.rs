//! What people do to messages that were there before, and the files they send: carried both ways as what they are.

use lotse::channel::{Act, Destination, Did, Envelope, Inbound, SendError};
use lotse::desk::{Change, Room, Undeliverable};
use lotse::dialogue::ContactInput;
use lotse::model::{Attachment, CaseNumber, Channel, EventId, FileKind, Private};

use crate::stage::{Stage, address, all_text, contact_says, navigator};

const CASE: CaseNumber = CaseNumber(1);
const DANGER: &str = "Er steht mit einem Messer vor meiner Tür!";

/// Rosa's case is with Lea, who works in its room.
struct Talk(Stage);

impl Talk {
    async fn new() -> Self {
        let talk = Self::waiting().await;
        talk.types("lea", "!übernehmen 1").await;
        talk
    }

    async fn waiting() -> Self {
        let stage = Stage::new().await;
        stage.says_all("rosa", &["Hallo", "ja", "mensch", "nicht mitgeben"]).await;
        Self(stage)
    }

    /// Rosa writes, as an answer to a message if it is one; the event by which it came.
    async fn rosa(&self, text: &str, to: Option<&EventId>) -> EventId {
        let event = self.0.event();
        let input = ContactInput::Text(Private::from(text));
        self.0
            .deliver(Inbound::Contact {
                address: address("rosa"),
                event: event.clone(),
                message: None,
                input,
                reply_to: to.cloned(),
            })
            .await;
        event
    }

    async fn changes(&self, contact: &str, of: &EventId, change: Change) {
        let (address, event) = (address(contact), self.0.event());
        self.0
            .deliver(Inbound::ContactChange { address, event, message: None, of: of.clone(), change })
            .await;
    }

    async fn does(&self, who: &str, did: Did) -> EventId {
        let event = self.0.event();
        let (navigator, room) = (navigator(who), Room::Case(CASE));
        self.0.deliver(Inbound::Desk { navigator, room, event: event.clone(), did }).await;
        event
    }

    async fn types(&self, who: &str, text: &str) -> EventId {
        self.does(who, Did::Typed { text: Private::from(text), reply_to: None }).await
    }

    async fn answers(&self, who: &str, to: &EventId, text: &str) -> EventId {
        self.does(who, Did::Typed { text: Private::from(text), reply_to: Some(to.clone()) }).await
    }

    async fn edits(&self, who: &str, of: &EventId, text: &str) {
        let change = Change::Edited(Private::from(text));
        self.does(who, Did::Changed { of: of.clone(), change }).await;
    }

    /// Everything that was ever sent to the room of the case, or to Rosa.
    fn in_case(&self) -> Vec<Envelope> {
        self.sent_to(&Destination::Case(CASE))
    }

    fn to_rosa(&self) -> Vec<Envelope> {
        self.sent_to(&Destination::Contact(address("rosa")))
    }

    fn sent_to(&self, to: &Destination) -> Vec<Envelope> {
        self.0.world.sent().into_iter().filter(|envelope| envelope.to == *to).collect()
    }
}

/// The id of the one new message with these words.
fn said(sent: &[Envelope], words: &str) -> EventId {
    let said: Vec<_> = sent
        .iter()
        .filter(|envelope| matches!(&envelope.act, Act::Say { message, .. } if message.text.contains(words)))
        .collect();
    let [only] = said.as_slice() else { panic!("{words}: {}", said.len()) };
    EventId::new(only.id.to_string())
}

fn edited(text: &str) -> Change {
    Change::Edited(Private::from(text))
}

fn reacted(key: &str) -> Change {
    Change::Reacted(Private::from(key))
}

fn picture(handle: &str, caption: Option<&str>) -> Attachment {
    Attachment {
        from: Channel::Terminal,
        kind: FileKind::Image,
        bytes: None,
        media_type: Some("image/jpeg".to_owned()),
        caption: caption.map(Private::from),
        handle: Private::from(handle),
    }
}

#[tokio::test]
async fn of_a_message_the_contact_changes_the_navigator_sees_both_versions() {
    let talk = Talk::new().await;
    let event = talk.rosa("Er hat mich bedroht.", None).await;
    let copy = said(&talk.in_case(), "Er hat mich bedroht.");
    for (text, before) in
        [("Er hat geschrien.", "Er hat mich bedroht."), ("Nichts war.", "Er hat geschrien.")]
    {
        talk.changes("rosa", &event, edited(text)).await;
        let case = talk.in_case();
        let (changed, shown) = replaced(&case).expect("nothing was changed");
        assert_eq!(changed, copy);
        assert!(shown.contains(text) && shown.contains(before), "{shown}");
        let last = case.last().unwrap().text().to_owned();
        assert!(last.contains("hat eine Nachricht geändert"), "{last}");
    }
}

#[tokio::test]
async fn words_of_danger_bring_the_card_also_by_an_edit_and_once() {
    let talk = Talk::new().await;
    let cards = || talk.to_rosa().iter().filter(|envelope| envelope.text().contains("110")).count();
    let event = talk.rosa("Guten Abend.", None).await;
    let before = cards();
    talk.changes("rosa", &event, edited(DANGER)).await;
    assert_eq!(cards(), before + 1);
    let told = all_text(&talk.0.world.told_at_the_desk());
    assert!(told.contains("Notfall"), "{told}");
    talk.changes("rosa", &event, edited(&format!("{DANGER} Jetzt!"))).await;
    assert_eq!(cards(), before + 1, "the card is there already");

    // In the intake, where no edit is an answer.
    talk.0.says_all("ole", &["Hallo", "ja"]).await;
    let sent = talk.0.world.sent().len();
    talk.changes("ole", &EventId::new("earlier"), edited(DANGER)).await;
    let said: Vec<_> = talk.0.world.sent().into_iter().skip(sent).collect();
    assert!(said[0].text().contains("110"), "the card comes before everything else");
}

#[tokio::test]
async fn only_whoever_wrote_a_message_changes_it() {
    // F23
    let talk = Talk::new().await;
    talk.0.says_all("ole", &["Hallo", "ja"]).await;
    let (event, before) = (talk.rosa("Meine Worte.", None).await, talk.in_case().len());
    talk.changes("ole", &event, edited("Fremde Worte.")).await;
    talk.changes("ole", &event, Change::Retracted).await;
    assert_eq!(talk.in_case().len(), before);

    let answer = talk.types("lea", "!a Guten Tag.").await;
    let before = talk.to_rosa().len();
    talk.edits("tom", &answer, "Schlechten Tag.").await;
    talk.does("tom", Did::Changed { of: answer.clone(), change: Change::Retracted }).await;
    assert_eq!(talk.to_rosa().len(), before);
}

#[tokio::test]
async fn a_navigator_changes_an_answer_while_they_have_the_case() {
    // F23
    let talk = Talk::new().await;
    let answer = talk.types("lea", "!a Kommen Sie um drei.").await;
    let copy = said(&talk.to_rosa(), "Kommen Sie um drei.");
    talk.edits("lea", &answer, "!a Kommen Sie um vier.").await;
    let Act::Replace { copy: replaced, message, .. } = talk.to_rosa().pop().unwrap().act else {
        panic!("nothing was changed")
    };
    assert_eq!(replaced, copy);
    assert!(message.text.ends_with("Kommen Sie um vier."), "{}", message.text);

    let before = talk.to_rosa().len();
    talk.edits("lea", &answer, "!schließen").await;
    assert!(all_text(&talk.0.world.told_at_the_desk()).contains("wird nie zum Befehl"));
    assert_eq!(talk.to_rosa().len(), before);
    talk.types("lea", "!schließen").await;
    let before = talk.to_rosa().len();
    talk.edits("lea", &answer, "!a Kommen Sie nicht.").await;
    assert_eq!(talk.to_rosa().len(), before);
    assert!(all_text(&talk.0.world.told_at_the_desk()).contains("geschlossen"));
}

#[tokio::test]
async fn a_changed_note_never_goes_out() {
    // F20
    let talk = Talk::new().await;
    let note = talk.types("lea", "klingt müde").await;
    let before = talk.to_rosa().len();
    for text in ["!a klingt müde", "!schließen", "klingt sehr müde"] {
        talk.edits("lea", &note, text).await;
    }
    assert_eq!(talk.to_rosa().len(), before);
    assert!(talk.0.conversation("rosa").await.unwrap().case.unwrap().is_with(&navigator("lea")));
}

#[tokio::test]
async fn what_the_contact_takes_back_is_gone_for_whoever_comes_next_too() {
    let talk = Talk::new().await;
    let event = talk.rosa("Das nehme ich zurück.", None).await;
    talk.rosa("Das bleibt.", None).await;
    let copy = said(&talk.in_case(), "Das nehme ich zurück.");
    talk.changes("rosa", &event, edited("Das nehme ich wirklich zurück.")).await;
    talk.changes("rosa", &event, Change::Retracted).await;
    assert!(talk.in_case().iter().any(|envelope| envelope.act == Act::Retract { copy: copy.clone() }));
    talk.0.world.told_at_the_desk();
    talk.types("lea", "!übergeben tom").await;
    talk.0.says("rosa", "ja").await;
    let told = all_text(&talk.0.world.told_at_the_desk());
    assert!(told.contains("Das bleibt.") && told.contains("zurückgenommen"), "{told}");
    assert!(!told.contains("Das nehme ich"), "{told}");
}

#[tokio::test]
async fn what_is_taken_back_before_anybody_has_the_case_is_never_sent() {
    let talk = Talk::waiting().await;
    let event = talk.rosa("Das nehme ich zurück.", None).await;
    talk.changes("rosa", &event, Change::Retracted).await;
    talk.types("lea", "!übernehmen 1").await;
    let case: String = talk.in_case().iter().map(Envelope::text).collect();
    assert!(case.contains("hat eine Nachricht zurückgenommen") && !case.contains("Das nehme ich"), "{case}");
}

#[tokio::test]
async fn reactions_reach_what_they_were_meant_for() {
    let talk = Talk::new().await;
    let told = talk.rosa("Danke für alles.", None).await;
    let copy = said(&talk.in_case(), "Danke für alles.");
    let answer = talk.types("lea", "!a Gern geschehen.").await;
    let heard = said(&talk.to_rosa(), "Gern geschehen.");

    let reaction = talk.does("lea", Did::Changed { of: copy, change: reacted("❤️") }).await;
    let put = talk.to_rosa().pop().unwrap();
    assert_eq!(put.act, Act::React { to: told, key: "❤️".to_owned(), instead: None });
    talk.does("lea", Did::Changed { of: reaction, change: Change::Unreacted }).await;
    let taken = Act::Retract { copy: EventId::new(put.id.to_string()) };
    assert_eq!(talk.to_rosa().pop().unwrap().act, taken);

    talk.changes("rosa", &heard, reacted("👍")).await;
    let act = Act::React { to: answer, key: "👍".to_owned(), instead: None };
    assert_eq!(talk.in_case().pop().unwrap().act, act);
    let before = talk.in_case().len();
    talk.changes("rosa", &heard, reacted("ruf mich an")).await;
    assert_eq!(talk.in_case().len(), before);
}

#[tokio::test]
async fn an_answer_by_the_clients_own_function_shows_what_it_answers() {
    let talk = Talk::new().await;
    let asked = talk.rosa("Wann haben Sie Zeit?", None).await;
    let copy = said(&talk.in_case(), "Wann haben Sie Zeit?");
    let answer = talk.answers("lea", &copy, "Morgen um zehn.").await;
    let Act::Say { reply_to, .. } = talk.to_rosa().pop().unwrap().act else { panic!("nothing was said") };
    assert_eq!(reply_to, Some(asked));
    let heard = said(&talk.to_rosa(), "Morgen um zehn.");
    talk.rosa("Das passt.", Some(&heard)).await;
    let Act::Say { reply_to, .. } = talk.in_case().pop().unwrap().act else { panic!("nothing was said") };
    assert_eq!(reply_to, Some(answer));
    // A reply to one of our own notices is a note.
    let before = talk.to_rosa().len();
    let notice = said(&talk.in_case(), "Fall 1 ist jetzt bei Ihnen");
    talk.answers("lea", &notice, "Aha.").await;
    assert_eq!(talk.to_rosa().len(), before);
}

#[tokio::test]
async fn each_answer_is_marked_when_it_has_arrived_and_when_it_has_not() {
    // F7
    let talk = Talk::new().await;
    let answer = talk.types("lea", "!a Guten Tag.").await;
    let marks = |event: &EventId| -> Vec<String> {
        let keys = talk.in_case().into_iter().filter_map(|envelope| match envelope.act {
            Act::React { to, key, .. } if to == *event => Some(key),
            _ => None,
        });
        keys.collect()
    };
    assert_eq!(marks(&answer), ["✅"]);
    talk.0.world.refuse_to("rosa", [SendError::Never(Undeliverable::Gone)]);
    let lost = talk.types("lea", "!a Sind Sie noch da?").await;
    assert_eq!(marks(&lost), ["❌"]);
    let Act::Say { message, reply_to } = talk.in_case().pop().unwrap().act else {
        panic!("nothing was said")
    };
    assert!(message.text.contains("nicht mehr erreichbar"), "{}", message.text);
    assert_eq!(reply_to, Some(lost));
}

#[tokio::test]
async fn the_card_in_the_queue_shows_the_state_of_its_case() {
    let talk = Talk::waiting().await;
    let card = said(&talk.sent_to(&Destination::Queue), "Fall 1 wartet");
    talk.types("lea", "!übernehmen 1").await;
    talk.types("lea", "!schließen").await;
    let shown: Vec<String> = talk
        .sent_to(&Destination::Queue)
        .into_iter()
        .filter_map(|envelope| match envelope.act {
            Act::Replace { copy, message, .. } if copy == card => Some(message.text),
            _ => None,
        })
        .collect();
    let [claimed, closed] = shown.as_slice() else { panic!("{shown:?}") };
    assert!(claimed.contains("ist bei lea") && closed.contains("geschlossen"), "{shown:?}");
}

#[tokio::test]
async fn files_are_carried_both_ways_under_a_neutral_name() {
    // F36
    let talk = Talk::new().await;
    talk.0.world.has_file("DSC_Rosa_Muster.jpg", b"von Rosa");
    let file = picture("DSC_Rosa_Muster.jpg", Some("Das hing an der Tür."));
    let input = ContactInput::File(file);
    talk.0.deliver(contact_says("rosa", talk.0.event(), input)).await;
    let sent = talk.in_case().pop().unwrap();
    assert_eq!(sent.enclosed.as_ref().unwrap().0, b"von Rosa");
    let Act::Say { message, .. } = &sent.act else { panic!("nothing was said") };
    assert_eq!(message.enclosure.as_ref().unwrap().name, "Bild.jpg");
    assert!(message.text.contains("Das hing an der Tür."), "{}", message.text);

    talk.0.world.has_file("Merkblatt_Lea.pdf", b"von Lea");
    let copy = EventId::new(sent.id.to_string());
    let sheet = Attachment {
        kind: FileKind::Document,
        media_type: Some("application/pdf".to_owned()),
        ..picture("Merkblatt_Lea.pdf", None)
    };
    let before = talk.to_rosa().len();
    talk.does("lea", Did::Sent { file: sheet.clone(), reply_to: None }).await;
    assert_eq!(talk.to_rosa().len(), before, "a file that answers nothing stays internal");
    talk.does("lea", Did::Sent { file: sheet, reply_to: Some(copy) }).await;
    let sent = talk.to_rosa().pop().unwrap();
    assert_eq!(sent.enclosed.unwrap().0, b"von Lea");
}

/// F10: Telegram cuts what stands below a file; whatever goes out in a message of its own can be taken back.
#[tokio::test]
async fn long_words_below_a_file_go_out_by_themselves_and_are_taken_back_with_it() {
    let talk = Talk::new().await;
    talk.rosa("Was soll ich tun?", None).await;
    let question = said(&talk.in_case(), "Was soll ich tun?");
    talk.0.world.has_file("Merkblatt", b"von Lea");
    let long = "Bitte lesen Sie das in Ruhe. ".repeat(50);
    let before = talk.to_rosa().len();
    let file = picture("Merkblatt", Some(&long));
    let event = talk.does("lea", Did::Sent { file, reply_to: Some(question) }).await;
    let sent = talk.to_rosa().split_off(before);
    let [file, words] = sent.as_slice() else { panic!("{} messages", sent.len()) };
    assert!(file.enclosed.is_some() && file.text().chars().count() <= 1024);
    assert!(words.enclosed.is_none() && words.text().contains(long.trim_end()), "{}", words.text());
    talk.does("lea", Did::Changed { of: event, change: Change::Retracted }).await;
    let copies: Vec<EventId> = talk
        .to_rosa()
        .into_iter()
        .filter_map(|envelope| match envelope.act {
            Act::Retract { copy } => Some(copy),
            _ => None,
        })
        .collect();
    assert_eq!(copies, [file, words].map(|envelope| EventId::new(envelope.id.to_string())));
}

/// What the messages of a place say that were changed last, each with the message it was.
fn replaced(sent: &[Envelope]) -> Option<(EventId, String)> {
    sent.iter().rev().find_map(|envelope| match &envelope.act {
        Act::Replace { copy, message, .. } => Some((copy.clone(), message.text.clone())),
        _ => None,
    })
}

/// The words below a threat are evidence like the threat.
#[tokio::test]
async fn words_below_a_file_of_the_contact_are_changed_where_they_stand() {
    let talk = Talk::new().await;
    for before in [None, Some("Das hing am Auto.")] {
        talk.0.world.has_file("Brief", b"von Rosa");
        let event = talk.0.event();
        let input = ContactInput::File(picture("Brief", before));
        talk.0.deliver(contact_says("rosa", event.clone(), input)).await;
        let copy = EventId::new(talk.in_case().pop().unwrap().id.to_string());
        let mut before = before;
        for words in ["Das hing an der Tür.", "Das hing an meiner Tür."] {
            talk.changes("rosa", &event, edited(words)).await;
            let (changed, shown) = replaced(&talk.in_case()).expect("nothing was changed");
            assert_eq!(changed, copy);
            assert!(shown.contains(words), "{shown}");
            assert_eq!(shown.contains("Vorher stand da"), before.is_some(), "{shown}");
            assert!(before.is_none_or(|before| shown.contains(before)), "{shown}");
            assert!(talk.in_case().pop().unwrap().text().contains("hat eine Nachricht geändert"));
            before = Some(words);
        }
        talk.changes("rosa", &event, edited("")).await;
        let (_, shown) = replaced(&talk.in_case()).expect("nothing was changed");
        assert!(shown.contains("keine Worte mehr") && shown.contains("an meiner Tür"), "{shown}");
    }
    assert!(!talk.in_case().iter().any(|sent| matches!(sent.act, Act::Retract { .. })), "evidence is gone");
}

#[tokio::test]
async fn words_below_a_file_of_the_navigator_are_changed_where_they_stand() {
    let talk = Talk::new().await;
    talk.rosa("Was soll ich tun?", None).await;
    let question = said(&talk.in_case(), "Was soll ich tun?");
    let long = "Bitte lesen Sie das in Ruhe. ".repeat(50);
    for before in [None, Some("Das hilft."), Some(long.as_str())] {
        talk.0.world.has_file("Merkblatt", b"von Lea");
        let earlier = talk.to_rosa().len();
        let file = picture("Merkblatt", before);
        let event = talk.does("lea", Did::Sent { file, reply_to: Some(question.clone()) }).await;
        let sent = talk.to_rosa().split_off(earlier);
        // Long words went out by themselves.
        let words = EventId::new(sent.last().unwrap().id.to_string());
        for text in ["Seite zwei hilft.", "!a Seite drei hilft."] {
            talk.edits("lea", &event, text).await;
            let (changed, shown) = replaced(&talk.to_rosa()).expect("nothing was changed");
            assert_eq!(changed, words);
            assert!(shown.ends_with(text.trim_start_matches("!a ")), "{shown}");
        }
        // Without words nothing is left to say, and Lea is told that the old ones stand.
        let earlier = talk.to_rosa().len();
        talk.edits("lea", &event, "").await;
        assert_eq!(talk.to_rosa().len(), earlier);
        assert!(talk.in_case().pop().unwrap().text().contains("lässt sich nicht mehr ändern"));
    }
    assert!(!talk.to_rosa().iter().any(|sent| matches!(sent.act, Act::Retract { .. })), "a file is gone");
}

#[tokio::test]
async fn both_sides_are_told_of_a_file_that_cannot_be_carried() {
    // F10
    let talk = Talk::new().await;
    let cases = [
        (Attachment { bytes: Some(21_000_000), ..picture("groß", None) }, "zu groß", "nicht angenommen wird"),
        (
            Attachment { media_type: Some("application/x-msdownload".to_owned()), ..picture("art", None) },
            "Art von Datei",
            "nicht angenommen wird",
        ),
        (picture("verschwunden", None), "nicht weitergeben", "konnte nicht geholt werden"),
    ];
    for (file, to_rosa, to_lea) in cases {
        talk.0.world.told_at_the_desk();
        let told = all_text(&talk.0.does("rosa", ContactInput::File(file)).await);
        assert!(told.contains(to_rosa), "{told}");
        let desk = all_text(&talk.0.world.told_at_the_desk());
        assert!(desk.contains(to_lea), "{desk}");
    }
}

#[tokio::test]
async fn danger_in_the_words_below_a_picture_brings_the_card() {
    // F37
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja"]).await;
    let told = all_text(&stage.does("rosa", ContactInput::File(picture("x", Some(DANGER)))).await);
    assert!(told.contains("110"), "{told}");
}

#[tokio::test]
async fn what_is_done_to_answers_of_the_intake_is_not_passed_over_in_silence() {
    // F11
    let talk = Talk(Stage::new().await);
    talk.0.says_all("rosa", &["Hallo", "ja"]).await;
    let event = talk.rosa("Bayern", None).await;
    for (change, words) in [
        (edited("Hessen"), "Ihre Antwort bleibt"),
        (Change::Retracted, "Ihre Antwort bleibt bei mir trotzdem"),
        (reacted("👍"), "kann ich nicht als Antwort lesen"),
    ] {
        talk.0.world.told_to("rosa");
        talk.changes("rosa", &event, change).await;
        let told = all_text(&talk.0.world.told_to("rosa"));
        assert!(told.contains(words), "{told}");
    }
    // What they change once a human was asked for is for the human.
    talk.0.says_all("rosa", &["mensch", "nicht mitgeben"]).await;
    talk.types("lea", "!übernehmen 1").await;
    talk.changes("rosa", &event, edited("Doch Hessen")).await;
    assert!(talk.in_case().iter().any(|sent| sent.text().contains("Doch Hessen")));
}

#[tokio::test]
async fn what_cannot_be_decrypted_is_asked_for_again_and_the_desk_knows() {
    // F4
    let talk = Talk::new().await;
    let told = all_text(&talk.0.does("rosa", ContactInput::Undecryptable).await);
    assert!(told.contains("noch einmal"), "{told}");
    assert!(all_text(&talk.0.world.told_at_the_desk()).contains("konnte nicht entschlüsselt werden"));
    talk.does("lea", Did::Undecryptable).await;
    assert!(all_text(&talk.0.world.told_at_the_desk()).contains("Bitte noch einmal schreiben"));
    // Of somebody who has said nothing yet, nothing is kept.
    let told = all_text(&talk.0.does("ole", ContactInput::Undecryptable).await);
    assert!(told.contains("noch einmal") && talk.0.conversation("ole").await.is_none(), "{told}");
}

#[tokio::test]
async fn whoever_is_forgotten_is_forgotten_at_the_desk_too() {
    // F33
    let talk = Talk::new().await;
    let card = said(&talk.sent_to(&Destination::Queue), "Fall 1 wartet");
    talk.rosa("Das soll niemand behalten.", None).await;
    talk.0.says_all("rosa", &["löschen", "ja"]).await;
    assert_eq!(talk.in_case().pop().unwrap().act, Act::Dissolve);
    assert!(
        talk.sent_to(&Destination::Queue).iter().any(|sent| sent.act == Act::Retract { copy: card.clone() })
    );

    // The same when its time is over.
    let talk = Talk::new().await;
    talk.types("lea", "!schließen").await;
    talk.0.pass(jiff::SignedDuration::from_hours(24 * 91)).await;
    assert!(talk.0.conversation("rosa").await.is_none());
    assert_eq!(talk.in_case().pop().unwrap().act, Act::Dissolve);
}

#[tokio::test]
async fn forgetting_somebody_leaves_the_room_of_another_case_alone() {
    // F19: a command about case 2 in the room of case 1 is answered there.
    let talk = Talk::new().await;
    talk.0.says_all("ole", &["Hallo", "ja", "mensch"]).await;
    for line in ["!übernehmen 2", "!schließen 2 Telefonate geführt", "!blatt 2"] {
        talk.types("lea", line).await;
    }
    let case = |name| {
        let talk = &talk;
        async move { talk.0.conversation(name).await.unwrap().case.unwrap() }
    };
    assert!(case("rosa").await.is_with(&navigator("lea")) && !case("ole").await.is_with(&navigator("lea")));
    talk.0.says_all("ole", &["löschen", "ja"]).await;
    assert!(talk.in_case().iter().all(|sent| sent.act != Act::Dissolve));
}

#[tokio::test]
async fn a_card_that_cannot_be_changed_any_more_stops_nothing() {
    // F9
    let talk = Talk::waiting().await;
    talk.0.world.refuse_at_the_desk([SendError::Never(Undeliverable::Refused)]);
    talk.types("lea", "!übernehmen 1").await;
    let said: Vec<_> = talk.sent_to(&Destination::Queue);
    let anew = said
        .iter()
        .filter(|sent| matches!(&sent.act, Act::Say { message, .. } if message.text.contains("ist bei lea")));
    assert_eq!(anew.count(), 1);
}

#[tokio::test]
async fn whoever_comes_later_reads_a_changed_message_where_they_can_see_it() {
    let talk = Talk::new().await;
    let event = talk.rosa("Er hat mich bedroht.", None).await;
    talk.0.clock.advance(jiff::SignedDuration::from_secs(1));
    talk.types("lea", "!zurückgeben").await;
    talk.types("tom", "!übernehmen 1").await;
    talk.changes("rosa", &event, edited("Er hat geschrien.")).await;
    said(&talk.in_case(), "Er hat geschrien.");
}

#[tokio::test]
async fn what_is_asked_in_the_room_of_a_case_is_answered_there() {
    let talk = Talk::new().await;
    talk.types("lea", "!hilfe").await;
    said(&talk.in_case(), "!zurückgeben");
    // Whoever does not have the case is told in the queue that nothing went out.
    talk.types("tom", "!a Hallo.").await;
    said(&talk.sent_to(&Destination::Queue), "hat schon lea übernommen");
}

#[tokio::test]
async fn nothing_goes_out_from_the_queue_where_each_case_has_a_room() {
    // F20: in front of all, and perhaps to somebody else than was meant.
    let mut stage = Stage::new().await;
    stage.stop().await;
    stage.duty.cases_have_rooms = true;
    stage.start().await;
    stage.says_all("rosa", &["Hallo", "ja", "mensch"]).await;
    stage.types("lea", "!übernehmen 1").await;
    stage.world.told_to("rosa");
    let told = all_text(&stage.types("lea", "!a Guten Tag.").await);
    assert!(told.contains("geht nichts hinaus"), "{told}");
    assert!(stage.world.told_to("rosa").is_empty());
}
