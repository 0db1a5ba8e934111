//! The plug is pulled, anywhere: every message arrives, once.

mod absence;
mod campaign;

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use lotse::app;
use lotse::model::SystemClock;
use lotse::ops::settings::Settings;
use lotse::runtime::{Point, Probe};

use super::bot::Bot;

/// In the environment of a process that is to die: at which point, and at which time of passing it.
const DIES_AT: &str = "LOTSE_TEST_DIES_AT";
/// Its settings.
const CONFIG: &str = "LOTSE_TEST_CONFIG";

/// Where a process dies.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// On the way of a message.
    Message(Point),
    /// Something was done to a room of the desk.
    Desk,
}

impl Place {
    /// As it stands in the environment of a process that is to die there.
    fn name(self) -> String {
        match self {
            Self::Message(point) => format!("{point:?}"),
            Self::Desk => "Desk".to_owned(),
        }
    }
}

/// Ends the process on the spot.
#[derive(Debug)]
struct Death {
    place: String,
    passes: AtomicUsize,
}

impl Death {
    fn passed(&self, place: Place) {
        if place.name() == self.place && self.passes.fetch_sub(1, Ordering::SeqCst) == 1 {
            // No destructor runs and no other thread goes on, as with SIGKILL.
            std::process::abort();
        }
    }
}

impl Probe for Death {
    fn reached(&self, point: Point) {
        self.passed(Place::Message(point));
    }

    fn desk_changed(&self) {
        self.passed(Place::Desk);
    }
}

/// The body of a process that dies; in any other process there is nothing to do.
#[tokio::test(flavor = "multi_thread")]
async fn the_process_that_dies() {
    let (Ok(at), Ok(config)) = (std::env::var(DIES_AT), std::env::var(CONFIG)) else { return };
    let (place, passes) = at.split_once(':').unwrap();
    let probe = Death { place: place.to_owned(), passes: AtomicUsize::new(passes.parse().unwrap()) };
    let settings = Settings::read(config.as_ref(), |_| None).unwrap();
    let _bot = app::Bot::start(&settings, Arc::new(SystemClock::default()), Arc::new(probe)).await.unwrap();
    std::future::pending::<()>().await;
}

impl Bot {
    /// Starts it so that it dies when it passes this place for the `pass`th time.
    fn start_doomed(&mut self, place: Place, pass: usize) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "matrix::crashes::the_process_that_dies", "--nocapture"])
            .env(DIES_AT, format!("{}:{pass}", place.name()))
            .env(CONFIG, self.settings());
        self.start_as(command);
    }

    /// Waits until it has died where it was to die.
    async fn dies(&mut self) {
        use std::os::unix::process::ExitStatusExt as _;
        const SIGABRT: i32 = 6;
        let ended = self.ended().await;
        assert_eq!(ended.signal(), Some(SIGABRT), "it ended of something else: {}", self.log());
    }
}
