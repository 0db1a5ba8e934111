//! The bot: the program itself, with its own account, settings, key, database and encryption state.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use matrix_sdk::ruma::{OwnedUserId, UserId};
use tempfile::TempDir;

use super::person::{PASSWORD, Person, register};

pub struct Bot {
    pub id: OwnedUserId,
    pub folder: TempDir,
    running: Option<Child>,
}

impl Drop for Bot {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("The bot's log:\n{}", self.log());
        }
        if self.running.is_some() {
            self.kill();
        }
    }
}

impl Bot {
    /// A bot that is set up and not started yet, with these navigators.
    pub async fn new(navigators: &[&Person]) -> Self {
        let id = register("lotse").await;
        let folder = tempfile::tempdir().unwrap();
        let made = Command::new(program())
            .args(["key", "new"])
            .arg(folder.path().join("lotse.key"))
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(made.success());
        std::fs::write(folder.path().join("matrix.password"), format!("{PASSWORD}\n")).unwrap();
        let bot = Self { id, folder, running: None };
        bot.set_navigators(navigators);
        bot
    }

    /// A bot that runs, and has opened its desk: before that it has no device for which words could be encrypted.
    pub async fn running(navigators: &[&Person]) -> Self {
        let mut bot = Self::new(navigators).await;
        bot.start();
        for navigator in navigators {
            navigator.room_named("Eingang").await;
        }
        bot
    }

    pub fn set_navigators(&self, navigators: &[&Person]) {
        let ids: Vec<_> = navigators.iter().map(|person| &*person.id).collect();
        self.set_navigators_by_id(&ids);
    }

    pub fn set_navigators_by_id(&self, navigators: &[&UserId]) {
        let folder = self.folder.path().display();
        let navigators: Vec<String> = navigators.iter().map(|id| format!("{:?}", id.as_str())).collect();
        let settings = format!(
            "database = \"sqlite:{folder}/lotse.db\"\nmaster_key_file = \"lotse.key\"\n\
             [matrix]\nhomeserver = {:?}\nuser = {:?}\npassword_file = \"matrix.password\"\nstore = \"matrix-store\"\n\
             [desk]\nnavigators = [{}]\n",
            super::server(),
            self.id.as_str(),
            navigators.join(", "),
        );
        std::fs::write(self.settings(), settings).unwrap();
    }

    /// Changes something in the settings.
    pub fn amend(&self, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.settings()).unwrap();
        assert!(text.contains(from), "{from:?} is not in {text}");
        std::fs::write(self.settings(), text.replace(from, to)).unwrap();
    }

    /// What `lotse check` says, and whether it is content.
    pub fn check(&self) -> (bool, String) {
        let output =
            Command::new(program()).args(["check", "--config"]).arg(self.settings()).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.success(), said)
    }

    pub fn settings(&self) -> PathBuf {
        self.folder.path().join("lotse.toml")
    }

    pub fn store(&self) -> PathBuf {
        self.folder.path().join("matrix-store")
    }

    /// Everything it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(program());
        command.args(["run", "--config"]).arg(self.settings());
        command
    }

    pub fn start(&mut self) {
        let command = self.command();
        self.start_as(command);
    }

    pub fn start_as(&mut self, mut command: Command) {
        assert!(self.running.is_none(), "it is running already");
        let log =
            std::fs::File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let out = log.try_clone().unwrap();
        self.running = Some(command.stdout(out).stderr(log).spawn().unwrap());
    }

    /// An orderly stop; it must end well.
    pub fn stop(&mut self) {
        let mut running = self.running.take().expect("it is running");
        // Before it listens for signals, one would end it like any program.
        while !listens_for_sigterm(running.id()) && running.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let told = Command::new("kill").args(["-TERM", &running.id().to_string()]).status().unwrap();
        assert!(told.success());
        let ended = running.wait().unwrap();
        assert!(ended.success(), "{ended}: {}", self.log());
    }

    /// Asks for an orderly stop by this signal; it must come, and soon, and well.
    pub async fn stops_soon_on(&mut self, signal: &str) {
        const SOON: std::time::Duration = std::time::Duration::from_secs(10);
        let id = self.running.as_ref().expect("it is running").id();
        let told = Command::new("kill").args([&format!("-{signal}"), &id.to_string()]).status().unwrap();
        assert!(told.success());
        let ended = tokio::time::timeout(SOON, self.ended()).await.expect("it stops soon");
        assert!(ended.success(), "{ended}: {}", self.log());
    }

    /// Pulls the plug.
    pub fn kill(&mut self) {
        let mut running = self.running.take().expect("it is running");
        // It may have ended by itself.
        let _ = running.kill();
        running.wait().unwrap();
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) -> std::process::ExitStatus {
        let mut running = self.running.take().expect("it is running");
        tokio::task::spawn_blocking(move || running.wait().unwrap()).await.unwrap()
    }

    pub fn restart(&mut self) {
        self.stop();
        self.start();
    }
}

pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_lotse"))
}

/// Whether this process has said that it handles SIGTERM itself.
fn listens_for_sigterm(process: u32) -> bool {
    const SIGTERM: u32 = 15;
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    caught >> (SIGTERM - 1) & 1 == 1
}
