//! Beginnings and ends: what is due at a start, what breaks while it runs, and stops that must come to an end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use lotse::channel::{Channel, Envelope, SendError, Sent};
use lotse::desk::{Notice, Undeliverable};
use lotse::dialogue::ContactInput;
use lotse::model::{CaseNumber, Channel as ChannelName, EventId, ManualClock, OsEntropy, Private};
use lotse::privacy::MasterKey;
use lotse::runtime::{NoProbe, Point, Probe, Runtime};
use lotse::store;
use lotse::text::Surroundings;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::stage::{MONDAY_TEN, Stage, World, address, all_text, contact_says, content, parts};

/// What takes longer never ends.
const AT_LAST: Duration = Duration::from_mins(1);

/// A database file and its key, on which runtimes with any channel can be started.
struct Place {
    folder: TempDir,
    key: String,
    clock: Arc<ManualClock>,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key: MasterKey::generate(&OsEntropy).to_text().to_string(),
            clock: Arc::new(ManualClock::new(MONDAY_TEN.parse::<Timestamp>().unwrap())),
        }
    }

    async fn start(&self, channel: Arc<dyn Channel>) -> Runtime {
        let store = store::open(&format!("sqlite:{}", self.folder.path().join("lotse.db").display())).await;
        let parts = parts(store.unwrap(), &self.key, Arc::clone(&self.clock) as _, Arc::new(NoProbe));
        Runtime::start(parts, channel, Vec::new()).await.unwrap()
    }
}

async fn rosa_says(runtime: &Runtime, event: &str, text: &str) {
    let inbound = contact_says("rosa", EventId::new(event), ContactInput::Text(Private::from(text)));
    runtime.inlet().accept(inbound).await.unwrap();
}

/// A "yes" to a question that was forgotten meanwhile is no consent.
#[tokio::test]
async fn whose_time_was_over_while_nobody_looked_begins_anew_with_their_next_word() {
    let (place, world) = (Place::new(), Arc::new(World::default()));
    let runtime = place.start(Arc::clone(&world) as _).await;
    rosa_says(&runtime, "1", "Hallo").await;
    runtime.settled().await;
    runtime.stop().await;
    world.told_to("rosa");

    place.clock.advance(SignedDuration::from_hours(25));
    let runtime = place.start(Arc::clone(&world) as _).await;
    rosa_says(&runtime, "2", "ja").await;
    runtime.settled().await;
    let conversation = runtime.conversation(&address("rosa")).await.unwrap().unwrap();
    assert!(!conversation.talk.consented());
    let told = all_text(&world.told_to("rosa"));
    assert!(told.contains("Ich bin ein Programm"), "{told}");
    runtime.stop().await;
}

/// Panics where a message is for the first time.
#[derive(Debug)]
struct Panics(Point, AtomicBool);

impl Probe for Panics {
    fn reached(&self, point: Point) {
        assert!(point != self.0 || self.1.swap(true, Ordering::SeqCst), "a panic, for once");
    }
}

#[tokio::test]
async fn a_panic_keeps_nobody_from_being_answered_and_nobody_from_stopping() {
    for point in [Point::Accepted, Point::Decided, Point::Committed, Point::Sent] {
        let played = async {
            let mut stage = Stage::new().await;
            stage.stop().await;
            let panics = Arc::new(Panics(point, AtomicBool::new(false)));
            stage.start_with(stage.open().await, panics).await;
            stage.says("rosa", "Hallo").await;
            let told = all_text(&stage.says("rosa", "Ist da jemand?").await);
            assert!(!told.is_empty(), "{point:?}");
            stage.stop().await;
        };
        assert!(tokio::time::timeout(AT_LAST, played).await.is_ok(), "{point:?}: it hangs");
    }
}

/// A platform that never answers.
struct Silent;

#[async_trait]
impl Channel for Silent {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn send(&self, _: &Envelope) -> Result<Sent, SendError> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_platform_that_never_answers_does_not_keep_us_from_stopping_and_nothing_is_lost() {
    let place = Place::new();
    let runtime = place.start(Arc::new(Silent)).await;
    rosa_says(&runtime, "1", "Hallo").await;
    let stopped = tokio::time::timeout(AT_LAST, runtime.stop_within(Duration::from_millis(100)));
    assert!(stopped.await.is_ok(), "it hangs");

    let world = Arc::new(World::default());
    let runtime = place.start(Arc::clone(&world) as _).await;
    runtime.settled().await;
    let told = all_text(&world.told_to("rosa"));
    assert!(told.contains("Ich bin ein Programm"), "{told}");
    runtime.stop().await;
}

/// Does to the database what no program should.
async fn tamper(stage: &Stage, sql: &str) {
    let url = format!("sqlite://{}", stage.database().display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// What the desk is told with this notice.
fn notice(notice: &Notice) -> String {
    let (scene, texts) = content();
    let now = MONDAY_TEN.parse::<Timestamp>().unwrap();
    all_text(&texts.desk(notice, &Surroundings::at(now, &scene.directory, &scene.intake)))
}

/// Rosa's case 1 is with Lea; everybody has read everything.
async fn a_case() -> Stage {
    let stage = Stage::new().await;
    stage.says_all("rosa", &["Hallo", "ja", "mensch"]).await;
    stage.types("lea", "!übernehmen 1").await;
    stage.world.told_to("rosa");
    stage
}

#[tokio::test]
async fn what_came_in_beside_a_damaged_conversation_is_handled_once_that_is_mended() {
    let mut stage = a_case().await;
    tamper(&stage, "CREATE TABLE spare AS SELECT id, state FROM conversations").await;
    tamper(&stage, "UPDATE conversations SET state = zeroblob(length(state))").await;
    // A running store knows what it has written last.
    stage.restart().await;
    stage.says("rosa", "Hört mich jemand?").await;
    let told = all_text(&stage.world.told_at_the_desk());
    assert!(told.contains(&notice(&Notice::DeadLetter)), "{told}");
    stage.stop().await;

    tamper(&stage, "UPDATE conversations SET state = (SELECT state FROM spare); DROP TABLE spare").await;
    let migration = include_str!("../../migrations/sqlite/0004_dead_letters.sql");
    let advice = migration.lines().filter_map(|line| line.strip_prefix("--   ")).collect::<Vec<_>>();
    tamper(&stage, &advice.join(" ")).await;
    stage.start().await;
    let told = all_text(&stage.world.told_at_the_desk());
    assert!(told.contains("Hört mich jemand?"), "{told}");
}

#[tokio::test]
async fn what_a_case_room_refuses_for_good_is_told_in_the_queue() {
    let stage = a_case().await;
    stage.world.refuse([SendError::Never(Undeliverable::Gone)]);
    stage.says("rosa", "Hört mich jemand?").await;
    let told = all_text(&stage.world.told_at_the_desk());
    let refused = Notice::NotDelivered { case: CaseNumber(1), reason: Undeliverable::Refused };
    assert!(told.contains(&notice(&refused)) && !told.contains("Hört mich jemand?"), "{told}");
}

#[tokio::test]
async fn what_the_queue_refuses_is_tried_again() {
    let stage = a_case().await;
    stage.world.refuse([SendError::Never(Undeliverable::Refused)]);
    let told = all_text(&stage.types("lea", "!hilfe").await);
    assert_eq!(told, notice(&Notice::Help));
}

/// More than are looked at in one go.
#[tokio::test]
async fn however_many_conversations_are_damaged_the_others_are_forgotten_in_time() {
    let stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    let damaged = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) \
        INSERT INTO conversations (id, lane, wrapped_key, wrapped_key_key, state, state_key, version, due_at, \
        updated_at) SELECT printf('018bcfe5-6800-7000-8000-%012d', i), randomblob(32), zeroblob(8), 'lost', \
        zeroblob(8), 'lost', 1, i, 0 FROM n";
    tamper(&stage, damaged).await;
    stage.pass(SignedDuration::from_hours(25)).await;
    assert!(stage.conversation("rosa").await.is_none());
}
