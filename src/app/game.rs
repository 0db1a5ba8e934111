//! A game: both sides of the conversation on one screen, on a real database file, line by line.
//!
//! `lotse try` feeds it from standard input. Whoever records conversations feeds it from a file, with a clock that
//! stands still: what is recorded is what would be shown.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use crate::channel::Inbound;
use crate::channel::terminal::{self, Margins, Screen, Terminal};
use crate::desk::{Conversation, Duty};
use crate::dialogue::{ContactInput, FileRules, Scene, present_question};
use crate::model::{Clock, Entropy, EventId, OsEntropy, OutboxId};
use crate::ops::content::Content;
use crate::ops::settings::Desk;
use crate::privacy::{MasterKey, Vault};
use crate::runtime::{NoProbe, Parts, Runtime};
use crate::store::{self, StoreError};
use crate::text::{Alternatives, Surroundings, Texts};

/// The database of a game.
const DATABASE: &str = "lotse-try.db";
/// The key of a game, beside its database.
const KEY: &str = "lotse-try.key";
/// What is removed with a database. Its lock stays: somebody could be about to take a lock that is gone.
const BESIDE_DATABASE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// A game that is being played.
#[derive(Debug)]
pub struct Game {
    terminal: Arc<Terminal>,
    runtime: Runtime,
    clock: Arc<dyn Clock>,
    scene: Arc<Scene>,
    texts: Arc<Texts>,
}

impl Game {
    /// Begins the game in `folder`, or takes up the one that is there. `desk` says under which name navigators write
    /// and when they are there.
    ///
    /// # Errors
    /// The files cannot be used, are in use, are of another version, or key and database do not belong together.
    pub async fn begin(
        folder: &Path,
        screen: Box<dyn Screen>,
        clock: Arc<dyn Clock>,
        desk: &Desk,
        content: Content,
    ) -> anyhow::Result<Self> {
        let database = folder.join(DATABASE);
        let master = master_key(&folder.join(KEY), &database)?;
        let store = store::open(&format!("sqlite:{}", database.display())).await?;
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let terminal = Arc::new(Terminal::new(screen));
        let Content { scene, texts } = content;
        let (scene, texts) = (Arc::new(scene), Arc::new(texts));
        let parts = Parts {
            store,
            vault: Vault::new(master, Arc::clone(&entropy)),
            clock: Arc::clone(&clock),
            entropy,
            scene: Arc::clone(&scene),
            texts: Arc::clone(&texts),
            duty: Duty {
                hours: desk.hours.clone(),
                reminders: desk.reminders,
                roster: Vec::new(),
                cases_have_rooms: false,
                files: FileRules::default(),
            },
            navigator_name: desk.name.clone(),
            alternatives: Alternatives::default(),
            probe: Arc::new(NoProbe),
        };
        let runtime = Runtime::start(parts, Arc::clone(&terminal) as _, Vec::new()).await?;
        Ok(Self { terminal, runtime, clock, scene, texts })
    }

    /// Greets whoever is new; shows somebody who comes back where they were.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open(&self) -> anyhow::Result<()> {
        self.runtime.settled().await;
        let Some(conversation) = self.conversation().await? else {
            let (address, event) = (terminal::contact(), self.event());
            return self.take(Inbound::contact(address, event, ContactInput::Opened)).await;
        };
        if let Some(question) = present_question(&conversation.talk, terminal::contact().channel, &self.scene)
        {
            let surroundings = Surroundings::at(self.clock.now(), &self.scene.directory, &self.scene.intake);
            for message in self.texts.contact(&question, &surroundings) {
                self.terminal.show(move |screen| screen.again(&message)).await;
            }
        }
        self.wait().await
    }

    /// Takes a typed line and shows everything it leads to.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn hear(&self, line: &str) -> anyhow::Result<()> {
        match terminal::read_line(line, self.event()) {
            Some(inbound) => self.take(inbound).await,
            None => self.wait().await,
        }
    }

    /// Returns when nobody reads any more what is shown.
    pub async fn gone(&self) {
        self.terminal.gone().await;
    }

    /// Looks now what is due. Whoever moves the clock calls it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn look_at_timers(&self) -> anyhow::Result<()> {
        self.runtime.look_at_timers().await?;
        self.runtime.settled().await;
        Ok(())
    }

    /// An orderly stop: everything said is shown, the files are closed.
    pub async fn stop(self) {
        self.runtime.stop().await;
    }

    async fn take(&self, inbound: Inbound) -> anyhow::Result<()> {
        self.runtime.inlet().accept(inbound).await?;
        self.wait().await
    }

    /// Waits until all is said, and says what is being asked.
    async fn wait(&self) -> anyhow::Result<()> {
        self.runtime.settled().await;
        let conversation = self.conversation().await?;
        let step = conversation.as_ref().and_then(|known| known.talk.step(&self.scene.intake)).cloned();
        self.terminal.show(move |screen| screen.wait(step.as_ref())).await;
        Ok(())
    }

    async fn conversation(&self) -> anyhow::Result<Option<Conversation>> {
        Ok(self.runtime.conversation(&terminal::contact()).await?)
    }

    /// A terminal has no event ids of its own: each line read is an event.
    fn event(&self) -> EventId {
        EventId::new(OutboxId::new(self.clock.now(), &OsEntropy).to_string())
    }
}

/// What stands beside the two sides, in the words of the texts.
#[must_use]
pub fn margins(texts: &Texts) -> Margins {
    Margins { contact: texts.margin_of_contact(), desk: texts.margin_of_desk() }
}

/// Removes the game that was played in `folder`. Without one there is nothing to do.
///
/// # Errors
/// Somebody is playing it, or a file cannot be removed.
pub fn forget(folder: &Path) -> anyhow::Result<()> {
    let lock = folder.join(format!("{DATABASE}.lock"));
    let lock = match File::open(&lock) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("{} cannot be opened", lock.display())),
    };
    if let Some(Err(TryLockError::WouldBlock)) = lock.as_ref().map(File::try_lock) {
        return Err(StoreError::InUse.into());
    }
    let files = BESIDE_DATABASE.iter().map(|beside| format!("{DATABASE}{beside}")).chain([KEY.to_owned()]);
    for file in files {
        let path = folder.join(file);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("{} cannot be removed", path.display()));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// The key of the game, made before its database. A database without its key is never given a new one: nothing in
/// it could be read, and the old key may still be found.
fn master_key(path: &Path, database: &Path) -> anyhow::Result<MasterKey> {
    let is_there =
        |path: &Path| path.try_exists().with_context(|| format!("{} cannot be seen", path.display()));
    if !is_there(path)? {
        if is_there(database)? {
            bail!(
                "{} is there, but its key {} is not: put the key back, or start over with --fresh",
                database.display(),
                path.display()
            );
        }
        MasterKey::generate(&OsEntropy).write_new_file(path)?;
    }
    Ok(MasterKey::read_file(path)?)
}
