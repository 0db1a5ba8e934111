//! F16, F18, F19, F21: many people at once. Nobody gets what is another's, and everybody gets what they would have
//! got alone.
//!
//! Each contact carries a canary of their own through everything they write. What a contact should be told is
//! taken from a run of the same lines in which nobody else is there.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use lotse::channel::{Channel, Destination, Envelope, Inbound, SendError, Sent};
use lotse::desk::Room;
use lotse::dialogue::ContactInput;
use lotse::model::{CaseNumber, Channel as ChannelName, EventId, ManualClock, OsEntropy, Private};
use lotse::privacy::MasterKey;
use lotse::runtime::{NoProbe, Runtime};
use lotse::store;
use proptest::prelude::*;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use crate::stage::{MONDAY_TEN, Stage, address, all_text, contact_says, navigator, parts};
use crate::story::{DETAILS, TO_THE_DETAILS};

/// Longer than any run takes; a message that never comes ends here.
const PATIENCE: Duration = Duration::from_mins(1);

/// The outside world of a crowd: everybody reads their own messages as they come.
#[derive(Debug, Default)]
struct Square {
    sent: Mutex<Vec<Envelope>>,
    readers: Mutex<HashMap<Destination, UnboundedSender<String>>>,
}

impl Square {
    fn reader(&self, of: Destination) -> UnboundedReceiver<String> {
        let (sender, reader) = unbounded_channel();
        self.readers.lock().unwrap().insert(of, sender);
        reader
    }
}

#[async_trait]
impl Channel for Square {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        self.sent.lock().unwrap().push(envelope.clone());
        if let Some(reader) = self.readers.lock().unwrap().get(&envelope.to) {
            let _ = reader.send(envelope.text().to_owned());
        }
        Ok(Sent::As(EventId::new(envelope.id.to_string())))
    }
}

/// A runtime on a database file of its own.
struct Town {
    square: Arc<Square>,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

impl Town {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            store::open(&format!("sqlite:{}", folder.path().join("lotse.db").display())).await.unwrap();
        let key = MasterKey::generate(&OsEntropy).to_text();
        let clock = Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap()));
        let square = Arc::new(Square::default());
        let parts = parts(store, &key, clock, Arc::new(NoProbe));
        let runtime = Runtime::start(parts, Arc::clone(&square) as _, Vec::new()).await.unwrap();
        Self { square, runtime, _folder: folder }
    }
}

/// What somebody does: a path, with something unforeseen in between, patiently or all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    path: usize,
    unforeseen: Option<(usize, usize)>,
    eager: bool,
}

/// The paths; `~` stands for the canary.
const PATHS: [&[&[&str]]; 6] = [
    &[
        &["Hallo, ich bin ~"],
        TO_THE_DETAILS,
        &DETAILS,
        &["~", "Es geschah ~ am Montag.", "https://example.org/~", "fertig", "übergeben", "Ich warte, ~."],
    ],
    &[&[
        "Hallo",
        "ja",
        "nein",
        "andere",
        "Landrat",
        "Sachsen",
        "Beleidigung, Stalking",
        "angezeigt",
        "sicherheit, geld",
        "nein",
        "übergeben",
        "Noch etwas von ~.",
    ]],
    &[&["mensch", "Bitte schnell, ~."]],
    &[&["Guten Tag", "ja", "nein", "information", "Hessen", "Vorbeugung, Recht", "übergeben"]],
    &[&["Hallo", "ja", "zurück", "nein", "~", "weiß nicht ~", "weiter", "überspringen", "hilfe", "stopp"]],
    &[&["Hallo", "ja", "nein", "selbst", "Kreistag", "löschen", "ja", "Hallo ~", "ja"]],
];
/// The paths that lead to a human.
const TO_A_HUMAN: [usize; 4] = [0, 1, 2, 3];
/// The path on which everything is deleted.
const DELETING: usize = 5;
/// What can come in between.
const UNFORESEEN: [&str; 4] = ["notfall", "Wer seid ihr? ~", "angebote", "datenschutz"];

fn canary(number: usize) -> String {
    format!("kanari{number:04}x")
}

/// The numbers of all canaries in a text.
fn canaries(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("kanari").filter_map(|(at, _)| text.get(at + 6..at + 10)?.parse().ok())
}

impl Part {
    /// What this contact writes.
    fn lines(self, number: usize) -> Vec<String> {
        let mut lines = PATHS[self.path].concat();
        if let Some((place, which)) = self.unforeseen {
            // Not before consent, where the path itself would change.
            lines.insert(2 + place % (lines.len() - 1), UNFORESEEN[which]);
        }
        lines.into_iter().map(|line| line.replace('~', &canary(number))).collect()
    }
}

fn part() -> impl Strategy<Value = Part> {
    let unforeseen = prop::option::of((0..8_usize, 0..UNFORESEEN.len()));
    // Whoever deletes everything is not told what was still to be said: that depends on how fast they are.
    (0..PATHS.len(), unforeseen, any::<bool>()).prop_map(|(path, unforeseen, eager)| Part {
        path,
        unforeseen,
        eager: eager && path != DELETING,
    })
}

fn line(contact: &str, number: usize, text: &str) -> Inbound {
    let event = EventId::new(format!("{contact} {number}"));
    contact_says(contact, event, ContactInput::Text(Private::from(text)))
}

/// What somebody who is alone is told after each line. Case numbers are left out: they are everybody's own.
async fn alone(part: Part) -> Vec<Vec<String>> {
    let town = Town::new().await;
    let mut reader = town.square.reader(Destination::Contact(address("alone")));
    let mut told = Vec::new();
    for (number, text) in part.lines(0).iter().enumerate() {
        town.runtime.inlet().accept(line("alone", number, text)).await.unwrap();
        town.runtime.settled().await;
        told.push(std::iter::from_fn(|| reader.try_recv().ok()).map(|text| anybody(&text)).collect());
    }
    town.runtime.stop().await;
    told
}

/// The text without whose it is: canary and case number.
fn anybody(text: &str) -> String {
    const NUMBER: &str = "Ihre Nummer ist ";
    let text = canaries(text).fold(text.to_owned(), |text, number| text.replace(&canary(number), "~"));
    match text.split_once(NUMBER) {
        Some((before, after)) => {
            format!("{before}{NUMBER}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
        }
        None => text,
    }
}

/// One contact of the crowd, from the first line to the navigator's answer. Returns the number of the case.
async fn contact(town: &Town, number: usize, part: Part, expected: &[Vec<String>]) -> Option<CaseNumber> {
    let name = format!("contact {number}");
    let mut reader = town.square.reader(Destination::Contact(address(&name)));
    let inlet = town.runtime.inlet();
    let mut waited_for = expected.concat().into_iter();
    for (place, text) in part.lines(number).iter().enumerate() {
        inlet.accept(line(&name, place, text)).await.unwrap();
        let answers = if part.eager { 0 } else { expected[place].len() };
        for wanted in waited_for.by_ref().take(answers) {
            assert_eq!(anybody(&reader.recv().await.unwrap()), wanted, "{name}, {part:?}");
        }
    }
    for wanted in waited_for {
        assert_eq!(anybody(&reader.recv().await.unwrap()), wanted, "{name}, {part:?}");
    }
    if !TO_A_HUMAN.contains(&part.path) {
        return None;
    }

    let conversation = town.runtime.conversation(&address(&name)).await.unwrap().unwrap();
    let case = conversation.case.unwrap().number;
    let desk = |who: &str, room, text: &str| {
        let event = EventId::new(format!("{who} {case} {text}"));
        Inbound::typed(self::navigator(who), room, event, Private::from(text))
    };
    // Two navigators want the case, and both answer: one of them has it.
    let claim = format!("!übernehmen {case}");
    for navigator in ["lea", "tom"] {
        inlet.accept(desk(navigator, Room::Queue, &claim)).await.unwrap();
        let answer = format!("!a Antwort an {} von {navigator}", canary(number));
        inlet.accept(desk(navigator, Room::Case(case), &answer)).await.unwrap();
    }
    let mut answers = Vec::new();
    while answers.len() < 2 {
        answers.push(reader.recv().await.unwrap());
    }
    assert!(answers[1].contains("Antwort an"), "{name} was not told of the claim first: {answers:?}");
    inlet.accept(line(&name, 1000, &format!("Danke, sagt {}.", canary(number)))).await.unwrap();
    Some(case)
}

/// Lets the crowd in and looks at everything that was ever sent.
async fn crowd(crowd: Vec<Part>) {
    let kinds: BTreeSet<_> = crowd.iter().map(|part| Part { eager: false, ..*part }).collect();
    let mut told_alone = BTreeMap::new();
    for kind in kinds {
        told_alone.insert(kind, Arc::new(alone(kind).await));
    }
    let town = Arc::new(Town::new().await);
    let mut tasks = JoinSet::new();
    for (number, part) in crowd.iter().copied().enumerate() {
        let town = Arc::clone(&town);
        let expected = Arc::clone(&told_alone[&Part { eager: false, ..part }]);
        tasks.spawn(async move { (number, contact(&town, number, part, &expected).await) });
    }
    let mut cases = BTreeMap::new();
    while let Some(done) = tasks.join_next().await {
        let (number, case) = done.unwrap();
        cases.extend(case.map(|case| (number, case)));
    }
    town.runtime.settled().await;
    let sent = town.square.sent.lock().unwrap().clone();

    let one_each: BTreeSet<_> = cases.values().collect();
    assert_eq!(one_each.len(), cases.len(), "two contacts share a case");
    let ids: BTreeSet<_> = sent.iter().map(|envelope| envelope.id).collect();
    assert_eq!(ids.len(), sent.len(), "a message was sent twice");
    for envelope in &sent {
        for number in canaries(envelope.text()) {
            let (own, case) =
                (Destination::Contact(address(&format!("contact {number}"))), cases.get(&number));
            let at_home =
                envelope.to == own || case.is_some_and(|case| envelope.to == Destination::Case(*case));
            assert!(at_home, "{} reached {:?}", canary(number), envelope.to);
        }
    }
    let heard = |to: &Destination, text: &str| {
        sent.iter().filter(|envelope| envelope.to == *to && envelope.text().contains(text)).count()
    };
    for (number, case) in &cases {
        let canary = canary(*number);
        let contact = Destination::Contact(address(&format!("contact {number}")));
        assert_eq!(heard(&contact, &format!("Antwort an {canary}")), 1, "one answer of one navigator");
        assert_eq!(heard(&Destination::Case(*case), &format!("Danke, sagt {canary}.")), 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    /// F19, F21
    #[test]
    fn in_a_crowd_everybody_is_told_what_they_would_be_told_alone(parts in prop::collection::vec(part(), 80..120)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async { tokio::time::timeout(PATIENCE, crowd(parts)).await }).unwrap();
    }
}

/// F18: many first messages at the same time are one contact with one case.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_first_messages_begin_one_conversation_and_open_one_case() {
    for first in ["Hallo", "mensch"] {
        let town = Arc::new(Town::new().await);
        let mut tasks = JoinSet::new();
        for number in 0..30 {
            let town = Arc::clone(&town);
            tasks.spawn(
                async move { town.runtime.inlet().accept(line("rosa", number, first)).await.unwrap() },
            );
        }
        tasks.join_all().await;
        town.runtime.settled().await;
        let conversation = town.runtime.conversation(&address("rosa")).await.unwrap().unwrap();
        let sent = town.square.sent.lock().unwrap().clone();
        let welcomes = sent
            .iter()
            .filter(|envelope| envelope.text().contains("Ich bin der Chat der starken Stelle"))
            .count();
        let cards = sent.iter().filter(|envelope| envelope.to == Destination::Queue).count();
        let case = conversation.case.map(|case| case.number);
        match first {
            "mensch" => assert_eq!((cards, case), (1, Some(CaseNumber(1))), "one case, one card"),
            _ => assert_eq!((welcomes, cards, case), (1, 0, None), "one welcome, no case"),
        }
    }
}

/// F16: whatever is delivered again, many times and at once, has no effect.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_event_many_times_at_once_is_one_event() {
    let stage = Arc::new(Stage::new().await);
    for text in ["Hallo", "ja", "mensch", "Bitte helfen Sie mir."] {
        let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from(text)));
        let mut tasks = JoinSet::new();
        for _ in 0..20 {
            let (stage, inbound) = (Arc::clone(&stage), inbound.clone());
            tasks.spawn(async move { stage.runtime().inlet().accept(inbound).await.unwrap() });
        }
        tasks.join_all().await;
        stage.runtime().settled().await;
        // And once more when it has long been handled.
        stage.deliver(inbound).await;
    }
    let alone = Stage::new().await;
    alone.says_all("rosa", &["Hallo", "ja", "mensch", "Bitte helfen Sie mir."]).await;
    let texts = |stage: &Stage| {
        let mut sent: Vec<_> = stage
            .world
            .sent()
            .into_iter()
            .map(|envelope| (envelope.to.clone(), envelope.text().to_owned()))
            .collect();
        sent.sort();
        sent
    };
    assert_eq!(texts(&stage), texts(&alone));
    let desk = all_text(&stage.types("lea", "!übernehmen 1").await);
    assert_eq!(desk.matches("Bitte helfen Sie mir.").count(), 1, "{desk}");
}
