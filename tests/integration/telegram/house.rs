//! The whole product with Telegram as its channel for contacts, and people on both sides.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use lotse::channel::telegram::{ConnectError, Pauses, Telegram};
use lotse::channel::{Destination, Did, Envelope, Inbound, Inlet};
use lotse::desk::{Conversation, Room};
use lotse::model::{Address, CaseNumber, Channel, EventId, Message, Private};
use lotse::ops::settings;
use telegram_double::{Bot, Clock, Options, Person, Telegram as Double};
use tokio::task::JoinHandle;

use crate::stage::{Stage, content, navigator};

pub const TOKEN: &str = "7654321:ein-geheimes-Zeichen-des-Bots";
/// What stands in the message below which consent is given.
pub const CONSENT: &str = "Ihr Ja gilt hier auch für Telegram";
pub const CASE: CaseNumber = CaseNumber(1);

fn at_the_desk(event: EventId, did: Did) -> Inbound {
    Inbound::Desk { navigator: navigator("lea"), room: Room::Case(CASE), event, did }
}

/// The product, with Telegram before it.
pub struct House {
    pub stage: Stage,
    /// It ends when this is dropped.
    _double: Double,
    pub bot: Bot,
    pub settings: settings::Telegram,
    /// Take effect at the next start.
    pub pauses: Pauses,
    running: Option<Listening>,
}

/// The channel, and how its listening ends.
type Listening = (Arc<Telegram>, JoinHandle<Result<(), ConnectError>>);

impl House {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn with(change: impl FnOnce(&mut settings::Telegram)) -> Self {
        let mut house = Self::closed().await;
        change(&mut house.settings);
        house.open().await;
        house
    }

    /// Nobody listens to Telegram yet.
    pub async fn closed() -> Self {
        Self::closed_at(Clock::real()).await
    }

    /// The same, with a Telegram whose time this is.
    pub async fn closed_at(clock: Clock) -> Self {
        let mut stage = Stage::new().await;
        stage.stop().await;
        let quick = Duration::from_millis(50);
        let double = Double::with(Options { clock, pause: quick, retry: quick }).await;
        let token_file = stage.folder.path().join("token");
        std::fs::write(&token_file, format!("{TOKEN}\n")).unwrap();
        let settings = settings::Telegram {
            token_file: Some(token_file),
            api_url: Some(double.url()),
            pace: false,
            ..settings::Telegram::default()
        };
        let bot = double.bot(TOKEN);
        Self { stage, _double: double, bot, settings, pauses: Pauses::default(), running: None }
    }

    /// Starts everything.
    pub async fn open(&mut self) {
        let (telegram, inlet) = self.start().await;
        self.listen(telegram, inlet);
    }

    /// The same, with something before the inbox.
    pub async fn open_behind<I: Inlet + 'static>(
        &mut self,
        gate: impl FnOnce(Arc<dyn Inlet>) -> Arc<I>,
    ) -> Arc<I> {
        let (telegram, inlet) = self.start().await;
        let gate = gate(inlet);
        self.listen(telegram, Arc::clone(&gate) as _);
        gate
    }

    /// Starts everything that does not listen.
    async fn start(&mut self) -> (Arc<Telegram>, Arc<dyn Inlet>) {
        let telegram = self.telegram();
        self.stage.others = vec![Arc::clone(&telegram) as _];
        self.stage.start().await;
        (telegram, self.stage.runtime().inlet())
    }

    /// The channel by itself.
    pub fn telegram(&self) -> Arc<Telegram> {
        let clock = Arc::clone(&self.stage.clock);
        Telegram::with(&self.settings, content().1, clock as _, self.pauses).unwrap()
    }

    /// Listens with this channel into this inlet.
    pub fn listen(&mut self, telegram: Arc<Telegram>, inlet: Arc<dyn Inlet>) {
        let listening = {
            let telegram = Arc::clone(&telegram);
            tokio::spawn(async move { telegram.listen(inlet).await })
        };
        self.running = Some((telegram, listening));
    }

    /// An orderly stop.
    pub async fn close(&mut self) {
        let (telegram, listening) = self.running.take().expect("it is running");
        telegram.stop();
        listening.await.unwrap().unwrap();
        self.stage.stop().await;
    }

    /// Whether it listens.
    pub fn listens(&self) -> bool {
        self.running.as_ref().is_some_and(|(_, listening)| !listening.is_finished())
    }

    /// The channel that listens.
    pub fn listener(&self) -> &Telegram {
        &self.running.as_ref().expect("it is running").0
    }

    /// The end of listening, by itself.
    pub async fn ends(&mut self) -> Result<(), ConnectError> {
        self.running.take().expect("it is running").1.await.unwrap()
    }

    pub async fn restart(&mut self) {
        self.close().await;
        self.open().await;
    }

    /// Everything that came by Telegram is handled and everything said is out.
    pub async fn settles(&self) {
        self.bot.has_confirmed_all().await;
        self.stage.runtime().settled().await;
    }

    /// Rosa has asked for a human, and Lea has the case.
    pub async fn rosa_with_lea(&self) -> Person {
        let rosa = self.bot.person("Rosa");
        rosa.writes("mensch").await;
        rosa.sees("Ein Mensch meldet sich").await;
        self.settles().await;
        self.stage.types("lea", "!übernehmen 1").await;
        self.settles().await;
        self.stage.world.told_at_the_desk();
        rosa
    }

    /// What Lea does in the room of the case; the event.
    pub async fn lea(&self, did: Did) -> EventId {
        let event = self.stage.event();
        self.stage.deliver(at_the_desk(event.clone(), did)).await;
        event
    }

    /// What Lea is about to type in the room of the case.
    pub fn lea_will_type(&self, text: &str) -> Inbound {
        at_the_desk(self.stage.event(), Did::Typed { text: Private::from(text), reply_to: None })
    }

    pub async fn lea_types(&self, text: &str) -> EventId {
        self.lea(Did::Typed { text: Private::from(text), reply_to: None }).await
    }

    /// What the desk has been told since the last look, once everything is handled.
    pub async fn desk_sees(&self) -> Vec<Message> {
        self.settles().await;
        self.stage.world.told_at_the_desk()
    }

    /// Everything that ever went to the room of the case.
    pub async fn in_case(&self) -> Vec<Envelope> {
        self.settles().await;
        let in_case = |envelope: &Envelope| envelope.to == Destination::Case(CASE);
        self.stage.world.sent().into_iter().filter(in_case).collect()
    }

    /// The person writes line by line, each after the answer to the one before.
    pub async fn writes_all(&self, person: &Person, lines: &[&str]) {
        for line in lines {
            person.writes(line).await;
            self.settles().await;
        }
    }

    /// The last message at the desk in the case that has these words.
    pub async fn copy_of(&self, words: &str) -> EventId {
        let sent = self.in_case().await;
        let copy = sent.iter().rev().find(|envelope| envelope.text().contains(words));
        EventId::new(copy.unwrap_or_else(|| panic!("nobody at the desk has read {words:?}")).id.to_string())
    }

    pub async fn conversation(&self, person: &Person) -> Option<Conversation> {
        let address = Address::new(Channel::Telegram, person.chat().to_string());
        self.stage.runtime().conversation(&address).await.unwrap()
    }

    /// What this person is being asked.
    pub async fn step(&self, person: &Person) -> Option<String> {
        let conversation = self.conversation(person).await?;
        conversation.talk.step(&content().0.intake).map(ToString::to_string)
    }

    /// A file in the folder of this house.
    pub fn file(&self, name: &str) -> PathBuf {
        self.stage.folder.path().join(name)
    }
}
