//! Telegram: contacts write to a bot, each alone with it. Navigators are elsewhere.
//!
//! # Nothing is lost between Telegram and the inbox
//!
//! Telegram keeps an update until it is confirmed: by asking for those after it, or by answering 200 to a webhook. We
//! do neither before the inbox has it (`poll.rs`, `webhook.rs`). After a crash in between it comes once more, and the
//! inbox knows it by the numbers of the bot and the update. Updates of one chat are taken in one after the other, so
//! that what somebody wrote keeps its order. What a person can send either comes in or is answered by a sentence
//! (`read.rs`, `content.rs`).
//!
//! # Nothing that people write has a meaning for Telegram
//!
//! Texts go out without any markup language: what a navigator typed arrives letter by letter.
//!
//! # Accepted risks
//!
//! - *Sent twice:* Telegram knows no key by which a message that is sent again would be the same. A crash, or a
//!   connection that breaks, between Telegram's taking a message and our record of it sends it once more. Nothing else
//!   is waited for in between. Of a double only the second is known: a change of it, or taking it back, leaves the
//!   first as it was.
//! - *Number lost:* an answer that breaks off may say that a message is out and not its number. A change of it is said
//!   anew; it cannot be taken back, and whoever wanted that is told.
//! - *Away for long:* Telegram keeps an update for 24 hours, a tap for 150 seconds. What was written or tapped before
//!   that, while nobody listened, is gone, and nobody is told. The button is still there and can be tapped again.
//! - *Not encrypted end to end:* that is how bots are on Telegram. The contact is told before they consent.
//! - *Deleted messages:* Telegram does not tell bots when somebody deletes a message on their side.
//! - *Old keyboards:* which message has the present keyboard is known in memory alone. After a restart the one before
//!   it stays until it is tapped; a tap on it is still known for what it is, by its step or by an id of its own.
//! - *Reactions:* a bot has one on a message. Which of ours it is is known in memory alone: after a restart, taking back
//!   one that was replaced takes away the one in its place.
//! - *An own Bot API server* that was started with `--local` gives files as paths on its own disk; those cannot be
//!   fetched.

mod api;
mod board;
mod content;
mod fault;
mod files;
mod ids;
mod keyboard;
mod pace;
mod parts;
mod pauses;
mod poll;
mod profile;
mod reactions;
mod read;
mod send;
mod take;
mod turnstile;
mod webhook;
mod wire;

use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

pub use fault::ConnectError;
pub use pauses::Pauses;

use super::{Channel, Contents, Envelope, Inlet, SendError, Sent};
use crate::model::{Attachment, Channel as ChannelName, Clock, Private};
use crate::ops::health::Pulse;
use crate::ops::settings;
use crate::text::Texts;
use api::Api;
use board::Boards;
use fault::Fault;
use pace::Pace;
use parts::Progress;
use reactions::Reactions;
use take::Left;
use turnstile::Turnstile;

/// The bot on Telegram.
pub struct Telegram {
    api: Api,
    /// Its own number.
    me: i64,
    texts: Arc<Texts>,
    clock: Arc<dyn Clock>,
    /// When Telegram last answered as it should, for whoever watches.
    pulse: Arc<Pulse>,
    /// Nothing, if Telegram's limits are not to be kept.
    pace: Option<Pace>,
    turnstile: Turnstile,
    hook: Option<webhook::Hook>,
    boards: Boards,
    reactions: Reactions,
    progress: Progress,
    left: Left,
    pauses: Pauses,
    stopping: watch::Sender<bool>,
}

impl std::fmt::Debug for Telegram {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Telegram")
    }
}

impl Telegram {
    /// Reads what the settings name. Telegram is not asked before [`Telegram::listen`]: if it cannot be reached, the
    /// desk must not be without its other contacts.
    ///
    /// # Errors
    /// See [`ConnectError`].
    pub fn new(
        settings: &settings::Telegram,
        texts: Arc<Texts>,
        clock: Arc<dyn Clock>,
    ) -> Result<Arc<Self>, ConnectError> {
        Self::with(settings, texts, clock, Pauses::default())
    }

    /// The same with other pauses.
    ///
    /// # Errors
    /// See [`ConnectError`].
    pub fn with(
        settings: &settings::Telegram,
        texts: Arc<Texts>,
        clock: Arc<dyn Clock>,
        pauses: Pauses,
    ) -> Result<Arc<Self>, ConnectError> {
        let token = token(settings)?;
        let me = bot_number(token.reveal())?;
        Ok(Arc::new(Self {
            api: Api::new(token.reveal(), settings.api_url.as_deref())?,
            me,
            texts,
            clock,
            pulse: Arc::new(Pulse::new(ChannelName::Telegram)),
            pace: settings.pace.then(Pace::default),
            turnstile: Turnstile::default(),
            hook: webhook::Hook::of(settings)?,
            boards: Boards::default(),
            reactions: Reactions::default(),
            progress: Progress::default(),
            left: Left::default(),
            pauses,
            stopping: watch::Sender::new(false),
        }))
    }

    /// How it is, for whoever watches.
    #[must_use]
    pub fn pulse(&self) -> Arc<Pulse> {
        Arc::clone(&self.pulse)
    }

    /// Telegram has answered as it should.
    fn beat(&self) {
        self.pulse.contact(self.clock.now());
    }

    /// Takes in what people send, until [`Telegram::stop`].
    ///
    /// # Errors
    /// Telegram's first answer is that it does not know the token or will never come to the address for webhooks, or
    /// that address cannot be listened to here. Whatever happens later is waited for: navigators and contacts of other
    /// channels need us all the same.
    pub async fn listen(self: &Arc<Self>, inlet: Arc<dyn Inlet>) -> Result<(), ConnectError> {
        tokio::select! {
            ended = self.hear(inlet) => ended,
            () = self.stopped() => Ok(()),
        }
    }

    async fn hear(self: &Arc<Self>, inlet: Arc<dyn Inlet>) -> Result<(), ConnectError> {
        let door = match &self.hook {
            Some(hook) => Some((hook, self.open(hook, Arc::clone(&inlet)).await?)),
            None => None,
        };
        self.until_known().await?;
        self.introduce().await;
        if let Some((hook, door)) = door {
            return self.receive(hook, door).await;
        }
        self.poll(&inlet).await;
        Ok(())
    }

    /// Asks for an orderly stop: [`Telegram::listen`] returns. What is being sent is sent to its end, because it could
    /// not be sent again without coming twice.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    async fn stopped(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }
}

#[async_trait]
impl Channel for Telegram {
    fn name(&self) -> ChannelName {
        ChannelName::Telegram
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    async fn fetch(&self, file: &Attachment, most_bytes: u64) -> Result<Contents, SendError> {
        tokio::select! {
            contents = self.download(file, most_bytes) => contents,
            () = self.stopped() => Err(SendError::Later { retry_after: None }),
        }
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        let place = tokio::select! {
            biased;
            // Nothing was begun, so that it does not come twice: it goes out at the next start.
            () = self.stopped() => return Err(SendError::Later { retry_after: None }),
            place = self.turnstile.place(envelope.id, envelope.together) => place,
        };
        place.during(self.deliver(envelope)).await
    }
}

/// Looks whether the bot could be on Telegram as the settings say. Nothing is changed, and no update is taken.
///
/// # Errors
/// See [`ConnectError`]; one of them is that Telegram does not answer now.
pub async fn check(settings: &settings::Telegram) -> Result<(), ConnectError> {
    webhook::Hook::of(settings)?;
    let token = token(settings)?;
    let number = bot_number(token.reveal())?;
    match Api::new(token.reveal(), settings.api_url.as_deref())?.me().await {
        Ok(me) if me.id == number => Ok(()),
        Ok(_) | Err(Fault::Token) => Err(ConnectError::Token),
        Err(fault) => Err(ConnectError::Away(fault.to_string())),
    }
}

fn token(settings: &settings::Telegram) -> Result<Private<String>, ConnectError> {
    let secret = settings.token().ok_or(ConnectError::Setting("token_file", "the path of a file"))?.read()?;
    Ok(Private::from(secret.reveal().trim()))
}

/// The number of the bot, which stands in its token before the colon.
fn bot_number(token: &str) -> Result<i64, ConnectError> {
    let number = token.split_once(':').and_then(|(number, _)| number.parse().ok());
    number.ok_or(ConnectError::Token)
}

/// A lock that nobody can leave in a bad state: what it holds is replaced as a whole.
fn lock<T>(mutex: &StdMutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
