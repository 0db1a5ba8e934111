//! Asking for updates: fetch, make durable, and only then confirm, by asking for those that come after.
//!
//! A number from which on updates are wanted is named only as long as there is something to confirm. If nobody writes
//! for a week Telegram begins to count anew at random, perhaps lower.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use teloxide::payloads::DeleteWebhook;
use tokio::time::Instant;

use super::Telegram;
use super::fault::{ConnectError, Fault, Stumble};
use crate::channel::Inlet;

/// The first pause after something failed; it doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Two who ask with one token take turns in being refused: only after so long without that it is over.
const QUIET: Duration = Duration::from_mins(10);

/// How long something fails already, so that it is reported once and tried more and more seldom.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    pause: Option<Duration>,
    reported: Option<Report>,
}

#[derive(Debug)]
struct Report {
    words: &'static str,
    last: Instant,
    takes_turns: bool,
}

impl Trouble {
    /// It works.
    pub(super) fn is_over(&mut self) {
        self.pause = None;
        let is_over = |report: &mut Report| !report.takes_turns || report.last.elapsed() > QUIET;
        if self.reported.take_if(is_over).is_some() {
            tracing::warn!("Telegram answers again");
        }
    }

    /// It does not: says so, unless it was said already, and waits.
    pub(super) async fn wait(&mut self, stumble: &Stumble) {
        let (report, asked) = match stumble {
            Stumble::Telegram(Fault::Conflict) => (
                "somebody else asks Telegram for the updates of this bot, with the same token; stop one of the two",
                None,
            ),
            Stumble::Telegram(Fault::Wait(patience)) => ("Telegram asks for patience", Some(*patience)),
            Stumble::Telegram(_) => ("Telegram does not answer as it should; it is tried again", None),
            Stumble::NotAccepted(_) => {
                ("what came by Telegram could not be stored; it is not confirmed and comes again", None)
            }
        };
        if self.reported.as_ref().is_none_or(|reported| reported.words != report) {
            tracing::error!(error = %stumble, "{report}");
        }
        let takes_turns = matches!(stumble, Stumble::Telegram(Fault::Conflict));
        self.reported = Some(Report { words: report, last: Instant::now(), takes_turns });
        let pause = self.pause.map_or(FIRST_PAUSE, |pause| (pause * 2).min(LONGEST_PAUSE));
        self.pause = Some(pause);
        tokio::time::sleep(asked.unwrap_or(pause)).await;
    }
}

impl Telegram {
    /// Does something until it works. A refused token ends it.
    pub(super) async fn insist<T, F>(&self, what: impl Fn() -> F + Send) -> Result<T, ConnectError>
    where
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let mut trouble = Trouble::default();
        loop {
            match what().await {
                Ok(done) => {
                    self.beat();
                    trouble.is_over();
                    return Ok(done);
                }
                Err(Fault::Token) => return Err(ConnectError::Token),
                Err(fault) => trouble.wait(&fault.into()).await,
            }
        }
    }

    pub(super) async fn poll(self: &Arc<Self>, inlet: &dyn Inlet) -> Result<(), ConnectError> {
        // While it has an address to bring them to, Telegram gives updates to nobody who asks.
        self.insist(|| self.api.tell(DeleteWebhook::new())).await?;
        let (mut trouble, mut offset) = (Trouble::default(), None);
        loop {
            let answer = self.api.updates(offset).await;
            if answer.is_ok() {
                self.beat();
            }
            match answer {
                Ok(updates) if updates.is_empty() => {
                    trouble.is_over();
                    // All that was to be confirmed is.
                    offset = None;
                }
                Ok(updates) => {
                    let (next, stumble) = self.take_all(updates, inlet).await;
                    offset = next.or(offset);
                    match stumble {
                        None => trouble.is_over(),
                        Some(stumble) => trouble.wait(&stumble).await,
                    }
                }
                Err(Fault::Token) => return Err(ConnectError::Token),
                Err(fault) => trouble.wait(&fault.into()).await,
            }
        }
    }

    /// Makes updates durable, one after the other, up to the first that cannot be; the number after the last that is.
    async fn take_all(
        self: &Arc<Self>,
        updates: Vec<Value>,
        inlet: &dyn Inlet,
    ) -> (Option<i32>, Option<Stumble>) {
        let (mut next, mut after, mut stumble) = (None, Vec::new(), None);
        for update in updates {
            let id = update.get("update_id").and_then(Value::as_i64);
            match self.take(update, inlet).await {
                Ok(follows) => after.extend(follows),
                Err(error) => {
                    stumble = Some(error.into());
                    break;
                }
            }
            next = id.and_then(|id| i32::try_from(id + 1).ok()).or(next);
        }
        // Before they are confirmed: an update that comes again after a crash has its consequences then.
        self.follow(after).await;
        (next, stumble)
    }
}
