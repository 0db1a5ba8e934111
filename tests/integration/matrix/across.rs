//! One conversation over two platforms: the contact is on Telegram, the navigator on Matrix, and between them the
//! program itself, with a real homeserver on the one side and a Telegram that does what it is told on the other.

use std::time::Duration;

use matrix_sdk::Room;
use serde_json::json;
use telegram_double::{Media, Options, Person as Contact, Telegram};

use super::bot::Bot;
use super::person::{Line, Person};
use super::telegram::TOKEN;

/// What Rosa is asked on the short way, and what she taps.
const TAPS: [(&str, &[&str]); 10] = [
    ("Ihr Ja gilt hier auch für Telegram", &["Ja, ich bin einverstanden"]),
    ("in Gefahr", &["Nein, im Moment nicht"]),
    ("Worum geht es?", &["Um mich selbst"]),
    ("Um welches Amt", &["Gemeinderat"]),
    ("In welchem Bundesland?", &["Bayern"]),
    ("Was ist geschehen?", &["Drohung", "Fertig"]),
    ("Soll die Polizei beteiligt sein?", &["Keine Polizei"]),
    ("Was würde jetzt helfen?", &["Mit jemandem sprechen", "Fertig"]),
    ("noch etwas mehr erzählen?", &["Nein, das genügt"]),
    ("Was möchten Sie jetzt tun?", &["An die starke Stelle geben"]),
];

/// Rosa on Telegram, Anna on Matrix, and the bot between them.
struct Bridge {
    /// It ends when this is dropped.
    _telegram: Telegram,
    bot: Bot,
    rosa: Contact,
    anna: Person,
}

impl Bridge {
    async fn new() -> Self {
        let options = Options { pause: Duration::from_millis(50), ..Options::default() };
        let telegram = Telegram::with(options).await;
        let anna = Person::new("anna").await;
        let mut bot = Bot::on_telegram(&telegram, &[&anna]).await;
        let rosa = telegram.bot(TOKEN).person("Rosa Muster");
        bot.start();
        anna.room_named("Eingang").await;
        Self { _telegram: telegram, bot, rosa, anna }
    }

    /// Rosa has tapped her way to the desk; the card there.
    async fn handed_over(&self) -> Line {
        self.rosa.writes("/start").await;
        for (question, taps) in TAPS {
            let mut asked = self.rosa.sees(question).await;
            for (place, label) in taps.iter().enumerate() {
                if place > 0 {
                    asked = self.rosa.sees("Notiert: ").await;
                }
                self.rosa.taps(&asked, label).await.answered().await;
            }
        }
        self.rosa.sees("Ihre Nummer ist 1").await;
        self.anna.hears("Fall 1 wartet").await
    }

    /// Anna takes the case by tapping; the room of the case.
    async fn claimed(&self, card: &Line) -> Room {
        self.anna.taps(card, "✅").await;
        let case = self.anna.room_named("Fall 1").await;
        self.rosa.sees("schreibt Ihnen hier ein Mensch").await;
        case
    }

    /// How often Rosa has got a message with these words.
    fn read_by_rosa(&self, words: &str) -> usize {
        let lines = self.rosa.lines();
        lines.iter().filter(|line| line.by_bot && line.shows() && line.message.text.contains(words)).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_on_telegram_is_led_to_a_navigator_on_matrix_and_back() {
    let mut bridge = Bridge::new().await;
    let card = bridge.handed_over().await;
    assert!(card.encrypted && card.body.contains("Bayern") && card.body.contains("Drohung"), "{}", card.body);
    assert!(!card.body.contains("Rosa") && !card.body.contains("Muster"), "{}", card.body);
    let case = bridge.claimed(&card).await;
    let sheet = bridge.anna.hears("Amt oder Aufgabe: Gemeinderat").await;
    assert!(sheet.encrypted && sheet.room == case.room_id());

    words(&bridge, &case).await;
    files(&bridge, &case).await;
    changes(&bridge, &case).await;
    death(&mut bridge, &case).await;
    absence(&bridge, &case).await;
    block(&bridge, &case).await;
    ending(&bridge, &case).await;

    bridge.bot.stop();
    let log = bridge.bot.log();
    for secret in ["Rosa", "Muster", TOKEN, &bridge.rosa.chat().to_string(), "telefonieren"] {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
}

/// What Rosa writes reaches Anna; only a reply or a command goes out, each below what it answers.
async fn words(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    let asked = rosa.writes("Können wir *heute* telefonieren?").await;
    let question = anna.hears("Können wir *heute* telefonieren?").await;
    assert!(question.encrypted && question.room == case.room_id());
    anna.says(case, "puh, da frage ich Bernd").await;
    anna.hears("bleibt intern").await;
    anna.replies(&question, "Ja, gern um <drei>.").await;
    let answer = rosa.sees("Ja, gern um <drei>.").await;
    assert_eq!(answer.body["reply_to_message"]["message_id"], json!(asked), "{:#}", answer.body);
    assert!(answer.body["entities"].is_null(), "what was typed became markup: {:#}", answer.body);
    let typed = anna.says(case, "!a Unter welcher Nummer?").await;
    let answer = rosa.sees("Unter welcher Nummer?").await;
    rosa.replies(&answer, "Unter meiner dienstlichen.").await;
    let number = anna.hears("Unter meiner dienstlichen.").await;
    assert_eq!(number.about.as_ref(), Some(&typed));
    assert_eq!(bridge.read_by_rosa("frage ich Bernd"), 0, "F20: what was said internally went out");
}

/// F36: contents are the same on the other side; names say nothing about whose they are.
async fn files(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    let sent = rosa.sends(Media::Photo, "", b"ein Bild von Rosa", "Das hing am Rathaus.").await;
    let picture = anna.hears("Das hing am Rathaus.").await;
    assert!(picture.encrypted);
    assert_eq!(picture.content["msgtype"], json!("m.image"));
    assert_eq!(anna.opens(&picture).await, b"ein Bild von Rosa");
    rosa.edits(sent, "Das hing an meinem Haus.").await;
    let changed = anna.hears("Das hing an meinem Haus.").await;
    assert!(changed.body.contains("Das hing am Rathaus."), "{}", changed.body);
    assert_eq!(changed.about.as_ref(), Some(&picture.event));
    assert_eq!(changed.content["m.new_content"]["file"], picture.content["file"]);
    rosa.sends(Media::Document, "Rosa_Muster_privat.pdf", b"ein Brief an Rosa", "").await;
    let letter = anna.hears("schickt: Datei").await;
    assert_eq!(letter.content["filename"], json!("Datei.pdf"));
    assert_eq!(anna.opens(&letter).await, b"ein Brief an Rosa");

    // This one is for nobody else: Rosa must get the next one first.
    anna.sends_file(case, "intern.pdf", "application/pdf", b"nur fuer uns", None).await;
    anna.sends_file(case, "Anna_Lotsin.pdf", "application/pdf", b"ein Blatt von Anna", Some(&letter)).await;
    let (sheet, contents) = rosa.sees_file("document").await;
    assert_eq!(contents, b"ein Blatt von Anna");
    assert_eq!(sheet.body["document"]["file_name"], json!("Datei.pdf"));
    let sent = anna.sends_file(case, "Anna.jpg", "image/jpeg", b"ein Bild von Anna", Some(&picture)).await;
    let (shown, contents) = rosa.sees_file("photo").await;
    assert_eq!(contents, b"ein Bild von Anna");
    anna.edits_caption(case, &sent, "So sieht das Formular aus.").await;
    let changed = rosa.sees("So sieht das Formular aus.").await;
    assert_eq!((changed.id, &changed.body["photo"]), (shown.id, &shown.body["photo"]));
}

/// What is done to messages that were there before.
async fn changes(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    let told = rosa.writes("Er kommt um acht.").await;
    let copy = anna.hears("Er kommt um acht.").await;
    rosa.edits(told, "Er kommt um neun.").await;
    let changed = anna.hears("Er kommt um neun.").await;
    assert!(changed.encrypted && changed.body.contains("Er kommt um acht."), "{}", changed.body);
    assert_eq!(changed.about.as_ref(), Some(&copy.event));
    anna.hears("hat eine Nachricht geändert").await;

    let typed = anna.says(case, "!a Ich rufe Sie an.").await;
    let heard = rosa.sees("Ich rufe Sie an.").await;
    anna.sees_done("[✅]", &typed).await;
    anna.edits(case, &typed, "!a Ich rufe Sie morgen an.").await;
    let changed = rosa.sees("Ich rufe Sie morgen an.").await;
    assert_eq!(changed.id, heard.id, "a message of its own");
    assert!(!changed.text.contains("!a"), "{}", changed.text);

    anna.taps(&copy, "❤️").await;
    assert_eq!(rosa.sees_reaction(told).await, "❤");
    rosa.reacts(heard.id, "👍").await;
    anna.sees_done("[👍]", &typed).await;
}

/// The bot dies while words come in from both sides; nothing is lost, nothing comes in another order.
async fn death(bridge: &mut Bridge, case: &Room) {
    for number in 0..6 {
        bridge.rosa.writes(&format!("Satz {number}.")).await;
    }
    bridge.anna.hears("Satz 0.").await;
    bridge.bot.kill();
    bridge.rosa.writes("Satz 6.").await;
    for number in 0..3 {
        bridge.anna.says(case, &format!("!a Antwort {number}.")).await;
    }
    bridge.bot.start();
    for number in 1..7 {
        bridge.anna.hears(&format!("Satz {number}.")).await;
    }
    for number in 0..3 {
        bridge.rosa.sees(&format!("Antwort {number}.")).await;
    }
    // A homeserver knows a message that is sent again; Telegram would not, but nothing was on its way there.
    for number in 0..7 {
        let sentence = format!("Satz {number}.");
        let lines = bridge.anna.lines();
        let mut copies: Vec<_> = lines.iter().filter(|line| line.body.contains(&sentence)).collect();
        copies.dedup_by_key(|line| line.event.clone());
        assert_eq!(copies.len(), 1, "{sentence}");
    }
    for number in 0..3 {
        assert_eq!(bridge.read_by_rosa(&format!("Antwort {number}.")), 1);
    }
}

/// F7: whoever blocks the bot is seen to be gone, and to be back.
async fn absence(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    rosa.blocks().await;
    anna.hears("verlassen oder gesperrt").await;
    let vain = anna.says(case, "!a Sind Sie noch da?").await;
    anna.hears("Eine Nachricht ist nicht angekommen").await;
    rosa.unblocks().await;
    anna.hears("wieder erreichbar").await;
    anna.says(case, "!a Willkommen zurück.").await;
    rosa.sees("Willkommen zurück.").await;
    assert_eq!(bridge.read_by_rosa("Sind Sie noch da?"), 0);
    let marked = |line: &Line| line.body == "[✅]" && line.about.as_ref() == Some(&vain);
    assert!(!anna.lines().iter().any(marked), "what did not arrive is marked as delivered");
}

/// The desk takes nothing more of Rosa, and then does again; the emergency card is hers all the while.
async fn block(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    let earlier = rosa.writes("Und noch etwas.").await;
    anna.hears("Und noch etwas.").await;
    anna.says(case, "!sperren").await;
    anna.hears("geschlossen und gesperrt").await;
    rosa.sees("hat dieses Gespräch beendet").await;
    rosa.writes("Das kommt nicht an.").await;
    rosa.sends(Media::Photo, "", b"noch ein Bild", "Auch das kommt nicht an.").await;
    rosa.edits(earlier, "Und das kommt nicht an.").await;
    rosa.writes("notfall").await;
    rosa.sees("110").await;
    anna.says(case, "!a Das geht nicht hinaus.").await;
    anna.hears("Nach außen geht nichts").await;

    anna.says(case, "!entsperren").await;
    anna.hears("nicht mehr gesperrt").await;
    rosa.sees("hier wieder schreiben").await;
    rosa.writes("Da bin ich wieder.").await;
    anna.hears("Da bin ich wieder.").await;
    anna.says(case, "!a Gut.").await;
    rosa.sees("Gut.").await;
    assert_eq!(anna.heard_so_far("kommt nicht an."), 0, "something of somebody blocked came to the desk");
    assert_eq!(bridge.read_by_rosa("geht nicht hinaus"), 0, "something went out to somebody blocked");
}

/// The case is closed, Rosa says whether it helped, and comes back.
async fn ending(bridge: &Bridge, case: &Room) {
    let (rosa, anna) = (&bridge.rosa, &bridge.anna);
    anna.says(case, "!schließen erledigt").await;
    anna.hears("Fall 1 ist geschlossen").await;
    let asked = rosa.sees("Hat Ihnen das Gespräch geholfen?").await;
    rosa.taps(&asked, "Teils").await.answered().await;
    rosa.sees("Danke für die Rückmeldung").await;
    rosa.writes("Es geht weiter: wieder ein Brief.").await;
    anna.hears("wieder ein Brief").await;
    // Once after the block, and now.
    assert_eq!(anna.heard_so_far("Fall 1 ist wieder offen"), 2);
    assert_eq!(anna.heard_so_far("Teils"), 0, "what is only counted was told");
    anna.says(case, "!a Ich bin da.").await;
    rosa.sees("Ich bin da.").await;
}
