//! What a machine that watches over Lotse is told, over HTTP.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::SignedDuration;
use lotse::channel::SendError;
use lotse::desk::Undeliverable;
use lotse::dialogue::ContactInput;
use lotse::model::{Channel, Clock as _, Private};
use lotse::ops::health::{Condition, LONGEST_SILENCE, Pulse, Vitals};
use lotse::ops::http;
use lotse::ops::settings::Http;
use lotse::runtime::{self, NoProbe};
use lotse::store::Write;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::faults::disk::{Disk, Trouble};
use crate::stage::{Stage, contact_says, desk_says};

/// A runtime that is watched, with one channel that says how it is.
pub struct Watched {
    watch: http::Watch,
    pub pulse: Arc<Pulse>,
}

struct Overview {
    runtime: runtime::Watch,
    pulse: Arc<Pulse>,
}

#[async_trait]
impl Vitals for Overview {
    async fn condition(&self) -> Condition {
        self.runtime.condition(vec![self.pulse.state()], &[]).await
    }
}

impl Watched {
    /// Nothing to be shown yet.
    async fn starting() -> Self {
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let watch = http::Watch::listen(&Http { listen, public: false }).await.unwrap();
        Self { watch, pulse: Arc::new(Pulse::new(Channel::Terminal)) }
    }

    fn begin(&self, stage: &Stage) {
        let runtime = stage.runtime().watch();
        let metrics = runtime.metrics();
        self.watch.begin(Arc::new(Overview { runtime, pulse: Arc::clone(&self.pulse) }), metrics);
        self.pulse.contact(stage.clock.now());
    }

    pub async fn of(stage: &Stage) -> Self {
        let watched = Self::starting().await;
        watched.begin(stage);
        watched
    }

    /// Asks for this path: the status, and all that was answered.
    pub async fn ask(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.watch.address()).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    /// One figure.
    async fn figure(&self, name: &str) -> i64 {
        let (status, answer) = self.ask("/metrics").await;
        assert_eq!(status, 200);
        let line = answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("no figure {name} in:\n{answer}")).parse().unwrap()
    }

    async fn is_ready(&self) {
        let (status, answer) = self.ask("/ready").await;
        assert_eq!(status, 200, "{answer}");
    }

    async fn is_not_ready(&self, why: &str) {
        let (status, answer) = self.ask("/ready").await;
        assert!(status == 503 && answer.contains(why), "{answer}");
        assert_eq!(self.figure("lotse_ready").await, 0);
    }
}

const WAITING: &str = "lotse_cases{state=\"waiting\"}";
const OLDEST_CASE: &str = "lotse_unclaimed_oldest_seconds";
const FROM_CONTACTS: &str = "lotse_inbound_total{channel=\"terminal\",kind=\"contact\"}";
const FROM_THE_DESK: &str = "lotse_inbound_total{channel=\"terminal\",kind=\"desk\"}";

fn went_out(outcome: &str) -> String {
    format!("lotse_outbound_total{{channel=\"terminal\",outcome=\"{outcome}\"}}")
}

#[tokio::test]
async fn a_case_that_nobody_takes_grows_older_in_the_figures() {
    let stage = Stage::new().await;
    let watched = Watched::of(&stage).await;
    assert_eq!((watched.figure(WAITING).await, watched.figure(OLDEST_CASE).await), (0, 0));
    stage.says_all("rosa", &["Hallo", "ja", "mensch"]).await;
    assert_eq!((watched.figure(WAITING).await, watched.figure(OLDEST_CASE).await), (1, 0));
    stage.clock.advance(SignedDuration::from_mins(90));
    assert_eq!(watched.figure(OLDEST_CASE).await, 5400);
    stage.types("lea", "!übernehmen 1").await;
    assert_eq!((watched.figure(WAITING).await, watched.figure(OLDEST_CASE).await), (0, 0));
    assert_eq!(watched.figure("lotse_cases{state=\"claimed\"}").await, 1);
    stage.types("lea", "!schließen").await;
    assert_eq!(watched.figure("lotse_cases{state=\"closed\"}").await, 1);
}

#[tokio::test]
async fn what_comes_in_is_counted_once_and_what_becomes_of_what_goes_out_each_time() {
    let stage = Stage::new().await;
    let watched = Watched::of(&stage).await;
    stage.says_all("rosa", &["Hallo", "ja", "mensch"]).await;
    let again = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("Noch etwas.")));
    stage.deliver(again.clone()).await;
    stage.deliver(again).await;
    stage.types("lea", "!übernehmen 1").await;
    assert_eq!(watched.figure(FROM_CONTACTS).await, 4, "a second delivery counts once");
    assert_eq!(watched.figure(FROM_THE_DESK).await, 1);
    assert_eq!(watched.figure("lotse_turn_seconds_count").await, 5);

    let sent = watched.figure(&went_out("sent")).await;
    assert_eq!(sent, i64::try_from(stage.world.sent().len()).unwrap());
    let wait = Duration::from_secs(2);
    stage.world.refuse_to("rosa", [SendError::Later { retry_after: Some(wait) }]);
    let answer = desk_says("lea", stage.event(), "!a Guten Tag.");
    stage.runtime().inlet().accept(answer).await.unwrap();
    stage.world.until_refused(1).await;
    // What the desk is told of it may not be recorded as sent yet.
    assert!(watched.figure("lotse_outbox_waiting").await >= 1);
    stage.clock.advance(SignedDuration::from_secs(20));
    assert_eq!(watched.figure("lotse_outbox_oldest_seconds").await, 20);
    stage.runtime().settled().await;
    assert_eq!(watched.figure("lotse_outbox_waiting").await, 0);
    assert_eq!(watched.figure("lotse_outbox_oldest_seconds").await, 0);
    assert_eq!(watched.figure(&went_out("retried")).await, 1);

    stage.world.refuse_to("rosa", [SendError::Never(Undeliverable::Gone)]);
    stage.types("lea", "!a Kommt das an?").await;
    assert_eq!(watched.figure(&went_out("given_up")).await, 1);
    assert_eq!(watched.figure(&went_out("sent")).await, i64::try_from(stage.world.sent().len()).unwrap());
}

/// F14: an alarm while the disk refuses, and none afterwards.
#[tokio::test]
async fn it_is_not_ready_while_the_database_refuses() {
    let mut stage = Stage::new().await;
    stage.stop().await;
    let disk = Disk::new(stage.open().await);
    stage.start_with(Arc::clone(&disk) as _, Arc::new(NoProbe)).await;
    let watched = Watched::of(&stage).await;
    watched.is_ready().await;
    for trouble in Trouble::ALL {
        let inbound = contact_says("rosa", stage.event(), ContactInput::Text(Private::from("Hallo")));
        disk.refuses(trouble, |_: &Write| true);
        assert!(stage.runtime().inlet().accept(inbound.clone()).await.is_err());
        watched.is_not_ready("commits: the last one failed").await;
        assert_eq!(watched.ask("/health").await.0, 200, "a restart does not mend a disk");
        disk.recovers();
        stage.deliver(inbound).await;
        watched.is_ready().await;
        assert_eq!(watched.figure("lotse_ready").await, 1);
    }
    lotse::store::Store::close(&*disk).await;
    watched.is_not_ready("store: does not answer").await;
}

#[tokio::test]
async fn it_is_not_ready_when_a_platform_has_fallen_silent() {
    let stage = Stage::new().await;
    let watched = Watched::of(&stage).await;
    watched.is_ready().await;
    stage.clock.advance(LONGEST_SILENCE);
    watched.is_ready().await;
    stage.clock.advance(SignedDuration::from_secs(1));
    watched.is_not_ready("terminal: no contact with its platform for 181 s").await;
    assert_eq!(watched.figure("lotse_last_contact_seconds{channel=\"terminal\"}").await, 181);
    watched.pulse.contact(stage.clock.now());
    watched.is_ready().await;
    watched.pulse.undecrypted(3);
    assert_eq!(watched.figure("lotse_undecryptable_waiting{channel=\"terminal\"}").await, 3);
}

#[tokio::test]
async fn whoever_watches_is_answered_before_it_runs_and_when_it_runs_no_more() {
    let mut stage = Stage::new().await;
    let watched = Watched::starting().await;
    assert_eq!(watched.ask("/health").await.0, 200);
    let (status, answer) = watched.ask("/ready").await;
    assert!(status == 503 && answer.contains("starting"), "{answer}");
    watched.begin(&stage);
    watched.is_ready().await;
    assert_eq!(watched.ask("/wp-admin").await.0, 404);
    stage.stop().await;
    watched.is_not_ready("process: is stopping").await;
    let (status, answer) = watched.ask("/health").await;
    assert!(status == 503 && answer.contains("timers: has ended"), "{answer}");
}
