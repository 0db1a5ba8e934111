//! What Rosa and Ole do. Each does the next thing when the answer to the last is there, however long it takes and
//! however often the bot dies in between.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use telegram_double::{Bot, Options, Person, Telegram as Double};
use tokio::task::JoinHandle;

use super::super::house::{CONSENT, TOKEN};
use super::Way;
use super::run::{FROM_TOM, Run, TO_TOM};
use super::told::told;
use crate::kills::Killer;

/// What is in the file that Ole sends.
pub const OLES_FILE: &str = "Das ist in der Datei von Ole.";
/// The last that each of them writes.
pub const LAST_OF_ROSA: &str = "Das letzte Wort hat Rosa.";
pub const LAST_OF_OLE: &str = "Das letzte Wort hat Ole.";

/// Taps, quick ticks below a question, typed answers.
async fn rosa_is_asked(rosa: Arc<Person>) {
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    rosa.taps_as_seen(&asked, "Ja").await;
    let asked = rosa.sees("in Gefahr").await;
    rosa.taps_as_seen(&asked, "Nein").await;
    let asked = rosa.sees("Worum geht es").await;
    rosa.taps_as_seen(&asked, "Um mich selbst").await;
    rosa.sees("Um welches Amt").await;
    rosa.writes("Gemeinderat").await;
    let asked = rosa.sees("In welchem Bundesland?").await;
    rosa.taps_as_seen(&asked, "Bayern").await;
    let asked = rosa.sees("Was ist geschehen?").await;
    rosa.taps_as_seen(&asked, "Beleidigung").await;
    rosa.taps_as_seen(&asked, "Drohung").await;
    let ticked = rosa.sees("Notiert: Beleidigung; Drohung.").await;
    rosa.taps_as_seen(&ticked, "Fertig").await;
    rosa.sees("Soll die Polizei beteiligt sein?").await;
    rosa.writes(LAST_OF_ROSA).await;
    rosa.sees("Soll die Polizei beteiligt sein?").await;
}

/// Lines written all at once, and then words, a change and files with Tom.
async fn ole_speaks_with_tom(ole: Arc<Person>) {
    for line in ["Hallo", "ja", "mensch"] {
        ole.writes(line).await;
    }
    ole.sees("Ab jetzt schreibt Ihnen hier ein Mensch").await;
    let changed = ole.writes(TO_TOM).await;
    ole.sends_file("brief.pdf", OLES_FILE.as_bytes()).await;
    ole.edits(changed, "Das hat Ole geändert.").await;
    ole.sees(FROM_TOM).await;
    ole.sees_file("document").await;
    ole.writes(LAST_OF_OLE).await;
}

/// A Telegram on which Rosa and Ole are at it.
pub struct World {
    double: Double,
    bot: Bot,
    way: Way,
    pub people: [Arc<Person>; 2],
    at_it: [JoinHandle<()>; 2],
}

/// What a start came to that nobody killed.
pub struct Finished {
    /// What was sent again because it may not be out: the chat, and the words.
    pub half_sent: Vec<(String, String)>,
    /// How often that was counted.
    pub counted: usize,
    /// How many updates were made durable.
    pub durable: usize,
}

impl World {
    pub async fn new(way: Way) -> Self {
        let quick = Duration::from_millis(20);
        let double = Double::with(Options { pause: quick, retry: quick, ..Options::default() }).await;
        let bot = double.bot(TOKEN);
        let [rosa, ole] = ["Rosa", "Ole"].map(|name| Arc::new(bot.person(name)));
        let at_it = [
            tokio::spawn(rosa_is_asked(Arc::clone(&rosa))),
            tokio::spawn(ole_speaks_with_tom(Arc::clone(&ole))),
        ];
        Self { double, bot, way, people: [rosa, ole], at_it }
    }

    pub fn url(&self) -> String {
        self.double.url()
    }

    /// What each of them was told, in order.
    pub fn told(&self) -> [Vec<String>; 2] {
        [told(&self.people[0]), told(&self.people[1])]
    }

    /// Plays the story to its end.
    pub async fn finish(&mut self, folder: &Path, killer: Arc<Killer>) -> Finished {
        let run = Run::start(folder, &self.double.url(), self.way, killer, 0).await;
        for person in &mut self.at_it {
            person.await.unwrap();
        }
        self.bot.has_confirmed_all().await;
        run.runtime.settled().await;
        let counted = run.counted().await;
        let finished = Finished {
            half_sent: run.telegram.half_sent.lock().unwrap().clone(),
            counted,
            durable: run.gate.passed.load(Ordering::SeqCst),
        };
        run.stop().await;
        finished
    }
}
