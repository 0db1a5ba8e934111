//! The whole product on a real database file, with people who speak: contacts and navigators with names.
//!
//! Only the outside worlds are replaced: the channel keeps what it is given to send, and time stands still until
//! a test moves it.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use lotse::channel::{Channel, Contents, Destination, Envelope, Inbound, SendError, Sent};
use lotse::desk::{Conversation, Duty, Navigator, Room, Undeliverable};
use lotse::dialogue::{ContactInput, Scene};
use lotse::model::{
    Address, Attachment, Channel as ChannelName, EventId, ManualClock, Message, OsEntropy, Private,
};
use lotse::ops::content::{Content, Sources};
use lotse::privacy::{MasterKey, Vault};
use lotse::runtime::{NoProbe, Parts, Probe, Runtime};
use lotse::store::{self, Store};
use lotse::text::{Alternatives, Texts};
use tempfile::TempDir;

/// A Monday morning at the time when the starke Stelle is open.
pub const MONDAY_TEN: &str = "2026-11-23T10:00:00+01:00";

static CONTENT: LazyLock<(Arc<Scene>, Arc<Texts>)> = LazyLock::new(|| {
    let Content { scene, texts } = Sources::read(None, None)
        .unwrap()
        .load()
        .unwrap_or_else(|faulty| panic!("{}", faulty.lines.join("\n")));
    (Arc::new(scene), Arc::new(texts))
});

/// What is built in: read once for all tests.
pub fn content() -> (Arc<Scene>, Arc<Texts>) {
    (Arc::clone(&CONTENT.0), Arc::clone(&CONTENT.1))
}

/// The stage on which a story is played.
pub struct Stage {
    pub folder: TempDir,
    pub clock: Arc<ManualClock>,
    pub world: Arc<World>,
    /// Where else than in the folder the database is.
    server: Option<String>,
    /// Takes effect at the next start.
    pub duty: Duty,
    /// The channels beside the desk's. Takes effect at the next start.
    pub others: Vec<Arc<dyn Channel>>,
    /// Takes effect at the next start.
    pub alternatives: Alternatives,
    key: String,
    runtime: Option<Runtime>,
    events: AtomicU64,
}

impl Stage {
    /// Nobody has said anything yet; it is Monday, ten o'clock.
    pub async fn new() -> Self {
        Self::with(None).await
    }

    /// The same on a database at this address.
    pub async fn on(server: String) -> Self {
        Self::with(Some(server)).await
    }

    async fn with(server: Option<String>) -> Self {
        let world: Arc<World> = Arc::default();
        let mut stage = Self {
            server,
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap())),
            world: Arc::clone(&world),
            duty: duty(),
            others: vec![Arc::new(OnTelegram(Arc::clone(&world)))],
            alternatives: Alternatives::default(),
            key: MasterKey::generate(&OsEntropy).to_text().to_string(),
            runtime: None,
            events: AtomicU64::new(0),
        };
        stage.start().await;
        stage
    }

    /// Where the database lies.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("lotse.db")
    }

    pub async fn start(&mut self) {
        let store = self.open().await;
        self.start_with(store, Arc::new(NoProbe)).await;
    }

    /// Opens the database.
    pub async fn open(&self) -> Arc<dyn Store> {
        let file = || format!("sqlite:{}", self.database().display());
        store::open(&self.server.clone().unwrap_or_else(file)).await.unwrap()
    }

    /// A start on a store that is not quite the file, or with somebody who watches.
    pub async fn start_with(&mut self, store: Arc<dyn Store>, probe: Arc<dyn Probe>) {
        let mut parts = parts(store, &self.key, Arc::clone(&self.clock) as _, probe);
        parts.duty = self.duty.clone();
        parts.alternatives = self.alternatives.clone();
        let runtime = Runtime::start(parts, Arc::clone(&self.world) as _, self.others.clone()).await.unwrap();
        runtime.settled().await;
        self.runtime = Some(runtime);
    }

    pub async fn stop(&mut self) {
        self.runtime.take().expect("it is running").stop().await;
    }

    /// An orderly stop and a new start.
    pub async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }

    pub fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("it is running")
    }

    /// A new event id, as a platform would give.
    pub fn event(&self) -> EventId {
        EventId::new(format!("event-{}", self.events.fetch_add(1, Ordering::SeqCst)))
    }

    /// Time passes, and the timers look.
    pub async fn pass(&self, time: SignedDuration) {
        self.clock.advance(time);
        self.runtime().look_at_timers().await.unwrap();
        self.runtime().settled().await;
    }

    /// The contact writes; answers with what they are told.
    pub async fn says(&self, contact: &str, text: &str) -> Vec<Message> {
        self.does(contact, ContactInput::Text(Private::from(text))).await
    }

    /// Somebody writes on Telegram; answers with what they are told there.
    pub async fn says_on_telegram(&self, contact: &str, text: &str) -> Vec<Message> {
        let address = on_telegram(contact);
        let input = ContactInput::Text(Private::from(text));
        self.deliver(Inbound::contact(address.clone(), self.event(), input)).await;
        let contact = Destination::Contact(address);
        self.world.take(|to| *to == contact)
    }

    /// The contact writes one line after the other; answers with what they are told after the last.
    pub async fn says_all(&self, contact: &str, lines: &[&str]) -> Vec<Message> {
        let mut told = Vec::new();
        for line in lines {
            told = self.says(contact, line).await;
        }
        told
    }

    /// The contact does something; answers with what they are told.
    pub async fn does(&self, contact: &str, input: ContactInput) -> Vec<Message> {
        self.deliver(contact_says(contact, self.event(), input)).await;
        self.world.told_to(contact)
    }

    /// A navigator types in the queue; answers with what the desk is told.
    pub async fn types(&self, navigator: &str, text: &str) -> Vec<Message> {
        self.deliver(desk_says(navigator, self.event(), text)).await;
        self.world.told_at_the_desk()
    }

    /// Something comes in, and everything it leads to goes out.
    pub async fn deliver(&self, inbound: Inbound) {
        self.deliver_later(inbound).await;
        self.runtime().settled().await;
    }

    /// Something comes in; what it leads to is not waited for.
    pub async fn deliver_later(&self, inbound: Inbound) {
        self.runtime().inlet().accept(inbound).await.unwrap();
    }

    /// The conversation as it is stored.
    pub async fn conversation(&self, contact: &str) -> Option<Conversation> {
        self.runtime().conversation(&address(contact)).await.unwrap()
    }

    /// What the contact is being asked.
    pub async fn step(&self, contact: &str) -> Option<String> {
        let conversation = self.conversation(contact).await?;
        conversation.talk.step(&content().0.intake).map(ToString::to_string)
    }
}

/// Everything a runtime is built from, with what is built in.
pub fn parts(
    store: Arc<dyn Store>,
    key: &str,
    clock: Arc<dyn lotse::model::Clock>,
    probe: Arc<dyn Probe>,
) -> Parts {
    let (scene, texts) = content();
    Parts {
        store,
        vault: Vault::new(MasterKey::parse(key).unwrap(), Arc::new(OsEntropy)),
        clock,
        entropy: Arc::new(OsEntropy),
        scene,
        texts,
        duty: duty(),
        navigator_name: None,
        alternatives: Alternatives::default(),
        probe,
    }
}

pub fn address(name: &str) -> Address {
    Address::new(ChannelName::Terminal, name)
}

pub fn on_telegram(name: &str) -> Address {
    Address::new(ChannelName::Telegram, name)
}

pub fn contact_says(contact: &str, event: EventId, input: ContactInput) -> Inbound {
    Inbound::contact(address(contact), event, input)
}

pub fn desk_says(navigator: &str, event: EventId, text: &str) -> Inbound {
    Inbound::typed(self::navigator(navigator), Room::Queue, event, Private::from(text))
}

/// Three navigators, at the usual hours.
pub fn duty() -> Duty {
    Duty { roster: ["lea", "tom", "mia"].map(navigator).into(), ..Duty::default() }
}

/// Somebody who works at the desk.
pub fn navigator(name: &str) -> Navigator {
    Navigator { address: address(name), name: name.into() }
}

/// The text of several messages as one, to look for words in.
pub fn all_text(messages: &[Message]) -> String {
    messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// The outside world: keeps what it was given to send, and can be told to refuse.
#[derive(Debug, Default)]
pub struct World {
    sent: Mutex<Vec<Envelope>>,
    unread: Mutex<Vec<Envelope>>,
    refusals: Mutex<VecDeque<(Option<Destination>, SendError)>>,
    refused: tokio::sync::watch::Sender<usize>,
    /// The files that can be fetched.
    files: Mutex<HashMap<String, Vec<u8>>>,
}

impl World {
    /// From now on there is a file of this name.
    pub fn has_file(&self, name: &str, contents: &[u8]) {
        self.files.lock().unwrap().insert(name.to_owned(), contents.to_vec());
    }

    /// The next messages are refused like this, one each.
    pub fn refuse(&self, refusals: impl IntoIterator<Item = SendError>) {
        self.refusals.lock().unwrap().extend(refusals.into_iter().map(|refusal| (None, refusal)));
    }

    /// The next messages to this contact are refused like this, one each.
    pub fn refuse_to(&self, contact: &str, refusals: impl IntoIterator<Item = SendError>) {
        let to = Destination::Contact(address(contact));
        self.refusals.lock().unwrap().extend(refusals.into_iter().map(|refusal| (Some(to.clone()), refusal)));
    }

    /// The next messages to the queue are refused like this, one each.
    pub fn refuse_at_the_desk(&self, refusals: impl IntoIterator<Item = SendError>) {
        let queue = Some(Destination::Queue);
        self.refusals.lock().unwrap().extend(refusals.into_iter().map(|refusal| (queue.clone(), refusal)));
    }

    fn refusal(&self, to: &Destination) -> Option<SendError> {
        let mut refusals = self.refusals.lock().unwrap();
        let place = refusals.iter().position(|(whom, _)| whom.as_ref().is_none_or(|whom| whom == to))?;
        refusals.remove(place).map(|(_, refusal)| refusal)
    }

    /// Returns when so many messages have been refused, of all that ever were.
    pub async fn until_refused(&self, times: usize) {
        self.refused.subscribe().wait_for(|refused| *refused >= times).await.unwrap();
    }

    /// Everything that was ever sent, in order.
    pub fn sent(&self) -> Vec<Envelope> {
        self.sent.lock().unwrap().clone()
    }

    /// What this contact was told since the last look.
    pub fn told_to(&self, contact: &str) -> Vec<Message> {
        let contact = Destination::Contact(address(contact));
        self.take(|to| *to == contact)
    }

    /// What the desk was told since the last look, queue and cases.
    pub fn told_at_the_desk(&self) -> Vec<Message> {
        self.take(|to| matches!(to, Destination::Queue | Destination::Case(_)))
    }

    fn take(&self, wanted: impl Fn(&Destination) -> bool) -> Vec<Message> {
        let mut unread = self.unread.lock().unwrap();
        let (taken, rest) = unread.drain(..).partition(|envelope: &Envelope| wanted(&envelope.to));
        *unread = rest;
        let taken: Vec<Envelope> = taken;
        taken.iter().filter_map(|envelope| envelope.act.on_paper().cloned()).collect()
    }
}

/// The same world, as far as it is on Telegram.
#[derive(Debug)]
struct OnTelegram(Arc<World>);

#[async_trait]
impl Channel for OnTelegram {
    fn name(&self) -> ChannelName {
        ChannelName::Telegram
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        self.0.send(envelope).await
    }
}

#[async_trait]
impl Channel for World {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        let contents = self.files.lock().unwrap().get(file.handle.reveal()).cloned();
        match contents {
            Some(contents) if u64::try_from(contents.len()).unwrap() <= most_bytes => Ok(Contents(contents)),
            Some(_) => Err(SendError::Never(Undeliverable::TooLarge)),
            None => Err(SendError::Never(Undeliverable::FileLost)),
        }
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        if let Some(refusal) = self.refusal(&envelope.to) {
            self.refused.send_modify(|refused| *refused += 1);
            return Err(refusal);
        }
        self.sent.lock().unwrap().push(envelope.clone());
        self.unread.lock().unwrap().push(envelope.clone());
        Ok(Sent::As(EventId::new(envelope.id.to_string())))
    }
}
