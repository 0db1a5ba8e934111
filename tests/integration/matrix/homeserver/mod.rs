//! What homeservers do only rarely: ask for patience, fail, fall silent, refuse, talk nonsense.

mod hearing;
mod known;
mod sending;
mod server;

use std::sync::Arc;

use lotse::app;
use lotse::model::{OsEntropy, SystemClock};
use lotse::ops::settings::Settings;
use lotse::privacy::MasterKey;
use lotse::runtime::NoProbe;
use server::{BOT, Homeserver};
use tempfile::TempDir;

/// The whole bot in this process, at home on a homeserver of ours.
struct Guest {
    folder: TempDir,
    running: Option<app::Bot>,
}

impl Guest {
    /// What the bot needs, before it is started.
    fn prepared(home: &Homeserver) -> Self {
        let folder = tempfile::tempdir().unwrap();
        MasterKey::generate(&OsEntropy).write_new_file(&folder.path().join("lotse.key")).unwrap();
        std::fs::write(folder.path().join("matrix.password"), "geheim").unwrap();
        let settings = format!(
            "database = \"sqlite:{}/lotse.db\"\nmaster_key_file = \"lotse.key\"\n\
             [matrix]\nhomeserver = {:?}\nuser = {BOT:?}\npassword_file = \"matrix.password\"\nstore = \"store\"\n\
             [desk]\nnavigators = [\"@anna:localhost\"]\n",
            folder.path().display(),
            home.address(),
        );
        std::fs::write(folder.path().join("lotse.toml"), settings).unwrap();
        Self { folder, running: None }
    }

    async fn at(home: &Homeserver) -> Self {
        let mut guest = Self::prepared(home);
        guest.start().await;
        guest
    }

    fn settings(&self) -> Settings {
        Settings::read(&self.folder.path().join("lotse.toml"), |_| None).unwrap()
    }

    async fn start(&mut self) {
        let (clock, probe) = (Arc::new(SystemClock::default()), Arc::new(NoProbe));
        self.running = Some(app::Bot::start(&self.settings(), clock, probe).await.unwrap());
    }

    async fn stop(&mut self) {
        self.running.take().expect("it is running").stop().await;
    }

    async fn restart(&mut self) {
        self.stop().await;
        self.start().await;
    }
}
