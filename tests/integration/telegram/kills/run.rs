//! The product on files, with Telegram before it and a desk that answers by itself.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use async_trait::async_trait;
use jiff::Timestamp;
use lotse::channel::telegram::Telegram;
use lotse::channel::{
    Act, Channel, Contents, Destination, Did, Envelope, Inbound, Inlet, NotAccepted, SendError, Sent,
};
use lotse::desk::Room;
use lotse::model::{
    Attachment, CaseNumber, Channel as ChannelName, Clock, EventId, FileKind, ManualClock, Private,
};
use lotse::ops::settings;
use lotse::privacy::MasterKey;
use lotse::runtime::Runtime;
use lotse::store;

use super::super::house::TOKEN;
use super::Way;
use crate::kills::platform::{Arrived, Platform};
use crate::kills::{Killer, die};
use crate::stage::{MONDAY_TEN, content, desk_says, navigator, parts};

/// What Ole writes to the desk; Tom answers it with words, and with a file.
pub const TO_TOM: &str = "Das schreibt Ole an das Pult.";
pub const FROM_TOM: &str = "Guten Tag, hier ist Tom für Ole.";
/// What is in the file that Tom sends.
pub const TOMS_FILE: &[u8] = b"Das ist in der Datei von Tom.";

/// Counts what is durable, and dies before it can be confirmed.
pub struct Gate {
    inner: Arc<dyn Inlet>,
    dies_at: usize,
    pub passed: AtomicUsize,
}

#[async_trait]
impl Inlet for Gate {
    async fn accept(&self, inbound: Inbound) -> Result<(), NotAccepted> {
        self.inner.accept(inbound).await?;
        if self.passed.fetch_add(1, Ordering::SeqCst) + 1 == self.dies_at {
            die();
        }
        Ok(())
    }
}

/// Telegram, with somebody who notes what may come twice, and to whom.
#[derive(Debug)]
pub struct Noted {
    pub inner: Arc<Telegram>,
    /// The chat, and the words.
    pub half_sent: Mutex<Vec<(String, String)>>,
}

#[async_trait]
impl Channel for Noted {
    fn name(&self) -> ChannelName {
        self.inner.name()
    }

    fn retry_is_harmless(&self) -> bool {
        self.inner.retry_is_harmless()
    }

    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        self.inner.fetch(file, most_bytes).await
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        if envelope.half_sent {
            let Destination::Contact(address) = &envelope.to else { panic!("the desk is not on Telegram") };
            let note = (address.id.reveal().clone(), super::told::words(envelope));
            self.half_sent.lock().unwrap().push(note);
        }
        self.inner.send(envelope).await
    }
}

/// A desk in files, where Tom takes the first case and answers. He does so by what has arrived, so that a start finds
/// what the one before has left.
#[derive(Debug)]
struct Desk {
    platform: Platform,
    inlet: OnceLock<Toms>,
}

struct Toms(Arc<dyn Inlet>);

impl std::fmt::Debug for Toms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Toms")
    }
}

impl Desk {
    /// From now on Tom answers, also what has arrived before.
    async fn opens(&self, inlet: Arc<dyn Inlet>) {
        for arrived in self.platform.arrived() {
            for answer in answers(&arrived) {
                inlet.accept(answer).await.unwrap();
            }
        }
        self.inlet.set(Toms(inlet)).unwrap();
    }
}

/// What Tom does about it. He does it once: the same again has the same ids.
fn answers(arrived: &Arrived) -> Vec<Inbound> {
    let event = |number: u8| EventId::new(format!("desk-{number}"));
    let said = |number, line| vec![desk_says("tom", event(number), line)];
    if arrived.to == "queue" && arrived.text.contains("Fall 1") {
        return said(0, "!übernehmen 1");
    }
    if arrived.to != "case 1" || !arrived.text.contains(TO_TOM) {
        return Vec::new();
    }
    let file = Attachment {
        from: ChannelName::Terminal,
        kind: FileKind::Document,
        bytes: None,
        media_type: Some("application/pdf".to_owned()),
        caption: None,
        handle: Private::from("die Datei von Tom"),
    };
    let did = Did::Sent { file, reply_to: Some(EventId::new(arrived.id.clone())) };
    let file =
        Inbound::Desk { navigator: navigator("tom"), room: Room::Case(CaseNumber(1)), event: event(2), did };
    let mut all = said(1, &format!("!a {FROM_TOM}"));
    all.push(file);
    all
}

#[async_trait]
impl Channel for Desk {
    fn name(&self) -> ChannelName {
        self.platform.name()
    }

    fn retry_is_harmless(&self) -> bool {
        self.platform.retry_is_harmless()
    }

    async fn fetch(&self, _: &Attachment, _: u64) -> Result<Contents, SendError> {
        Ok(Contents(TOMS_FILE.to_vec()))
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        let mut shown = envelope.clone();
        if let (Act::Say { message, .. }, Some(Contents(bytes))) = (&mut shown.act, &envelope.enclosed) {
            message.text = format!("{} [{}]", message.text, String::from_utf8_lossy(bytes));
        }
        let sent = self.platform.send(&shown).await?;
        if let (Some(inlet), Some(arrived)) = (self.inlet.get(), self.platform.arrived().last()) {
            for answer in answers(arrived) {
                let inlet = Arc::clone(&inlet.0);
                tokio::spawn(async move { inlet.accept(answer).await });
            }
        }
        Ok(sent)
    }
}

/// One start on the files in `folder`.
pub struct Run {
    pub runtime: Runtime,
    pub telegram: Arc<Noted>,
    pub gate: Arc<Gate>,
    listening: tokio::task::JoinHandle<()>,
}

impl Run {
    pub async fn start(folder: &Path, url: &str, way: Way, killer: Arc<Killer>, unconfirmed: usize) -> Self {
        let store = store::open(&format!("sqlite:{}", folder.join("lotse.db").display())).await.unwrap();
        let key = MasterKey::read_file(&folder.join("key")).unwrap().to_text();
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap()));
        let settings = settings(folder, url, way);
        let inner = Telegram::new(&settings, content().1, Arc::clone(&clock) as _).unwrap();
        let telegram = Arc::new(Noted { inner, half_sent: Mutex::default() });
        let desk = Arc::new(Desk { platform: Platform::new(folder), inlet: OnceLock::new() });
        let others: Vec<Arc<dyn Channel>> = vec![Arc::clone(&telegram) as _];
        let parts = parts(store, &key, clock, killer);
        let runtime = Runtime::start(parts, Arc::clone(&desk) as _, others).await.unwrap();
        desk.opens(runtime.inlet()).await;
        let gate =
            Arc::new(Gate { inner: runtime.inlet(), dies_at: unconfirmed, passed: AtomicUsize::new(0) });
        let listening = {
            let (telegram, inlet) = (Arc::clone(&telegram.inner), Arc::clone(&gate) as Arc<dyn Inlet>);
            tokio::spawn(async move { telegram.listen(inlet).await.unwrap() })
        };
        Self { runtime, telegram, gate, listening }
    }

    /// How often a message to Telegram was counted that may come twice.
    pub async fn counted(&self) -> usize {
        let watch = self.runtime.watch();
        let condition = watch.condition(Vec::new(), &[]).await;
        let figures = watch.metrics().render(&condition).unwrap();
        let again = "lotse_outbound_total{channel=\"telegram\",outcome=\"half_sent_again\"} ";
        figures.lines().find_map(|line| line.strip_prefix(again)).map_or(0, |count| count.parse().unwrap())
    }

    pub async fn stop(self) {
        self.telegram.inner.stop();
        self.listening.await.unwrap();
        self.runtime.stop().await;
    }
}

fn settings(folder: &Path, url: &str, way: Way) -> settings::Telegram {
    let (token, secret) = (folder.join("token"), folder.join("secret"));
    std::fs::write(&token, TOKEN).unwrap();
    std::fs::write(&secret, "ein-Geheimnis-fuer-den-Boten").unwrap();
    let mut settings = settings::Telegram {
        token_file: Some(token),
        api_url: Some(url.to_owned()),
        pace: false,
        ..settings::Telegram::default()
    };
    if let Way::Brought(listen) = way {
        settings.webhook_url = Some(format!("http://{listen}/telegram/boten"));
        settings.webhook_listen = listen;
        settings.webhook_secret_file = Some(secret);
    }
    settings
}
