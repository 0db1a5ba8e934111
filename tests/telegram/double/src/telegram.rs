//! The whole of it: an address, bots, people.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::bot::Bot;
use crate::clock::Clock;
use crate::people::Person;
use crate::server::{Server, listen, serve};

/// What may be different from one double to the next.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which time messages carry, and by which updates and taps grow old.
    pub clock: Clock,
    /// How long the server holds back an answer to a client that asks for updates too fast, or that gets one 409
    /// after the other. 3 s, as the real one.
    pub pause: Duration,
    /// How long it waits before it tries a webhook again that failed; twice as long each time. 1 s, as the real one.
    pub retry: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { clock: Clock::real(), pause: Duration::from_secs(3), retry: Duration::from_secs(1) }
    }
}

/// A running double. It ends when this is dropped.
#[derive(Debug)]
pub struct Telegram {
    server: Arc<Server>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Drop for Telegram {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Telegram {
    /// Starts one on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// The same, with options.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn with(options: Options) -> Self {
        match Self::listen("127.0.0.1:0", options).await {
            Ok(telegram) => telegram,
            Err(error) => crate::people::give_up(&format!("the double finds no port: {error}")),
        }
    }

    /// Starts one on this address; an error if it is taken.
    pub async fn listen(address: &str, options: Options) -> std::io::Result<Self> {
        let (listener, address) = listen(address).await?;
        let server = Arc::new(Server::new(options));
        let control = crate::control::router(Arc::clone(&server));
        let serving = tokio::spawn(serve(Arc::clone(&server), listener, control));
        Ok(Self { server, address, serving })
    }

    /// What stands in the place of `https://api.telegram.org`, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The bot with this token, which is made if there is none. The number before the colon is its id.
    #[must_use]
    pub fn bot(&self, token: &str) -> Bot {
        Bot::at(Arc::clone(&self.server), self.server.home(token))
    }

    /// A new person who writes to the bot that was made first.
    ///
    /// # Panics
    ///
    /// If there is no bot yet.
    #[must_use]
    pub fn person(&self, name: &str) -> Person {
        match self.server.first() {
            Some(home) => Bot::at(Arc::clone(&self.server), home).person(name),
            None => crate::people::give_up("there is no bot yet that somebody could write to"),
        }
    }
}
