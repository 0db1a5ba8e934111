//! Asking for updates: fetch, make durable, and only then confirm, by asking for those that come after.
//!
//! A number from which on updates are wanted is named only as long as there is something to confirm. If nobody writes
//! for a week Telegram begins to count anew at random, perhaps lower.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use teloxide::payloads::DeleteWebhook;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::Telegram;
use super::fault::{ConnectError, Fault, Stumble};
use super::take::After;
use crate::channel::{Inlet, NotAccepted};

/// The first pause after something failed; it doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Two who ask with one token take turns in being refused: only after so long without that it is over.
const QUIET: Duration = Duration::from_mins(10);

/// The number of an update that could not be made durable, and why.
type Failed = (Option<i64>, NotAccepted);

/// How long something fails already, so that it is reported once and tried more and more seldom.
#[derive(Debug)]
struct Trouble {
    /// The pause after a refusal.
    refused: Duration,
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
    const fn new(refused: Duration) -> Self {
        Self { refused, pause: None, reported: None }
    }

    /// It works.
    fn is_over(&mut self) {
        self.pause = None;
        let is_over = |report: &mut Report| !report.takes_turns || report.last.elapsed() > QUIET;
        if self.reported.take_if(is_over).is_some() {
            tracing::warn!("Telegram answers again");
        }
    }

    /// It does not: says so, unless it was said already, and waits.
    async fn wait(&mut self, stumble: &Stumble) {
        let (report, asked) = match stumble {
            Stumble::Telegram(Fault::Conflict) => (
                "somebody else asks Telegram for the updates of this bot, with the same token; stop one of the two",
                None,
            ),
            Stumble::Telegram(Fault::Token) => (
                "Telegram no longer knows the bot's token; get the present one from @BotFather, write it into the file that token_file names, and restart Lotse",
                Some(self.refused),
            ),
            Stumble::Telegram(Fault::Address) => {
                ("Telegram will not come to webhook_url; it is tried again after a while", Some(self.refused))
            }
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
    /// Does something until it works.
    pub(super) async fn insist<T, F>(&self, what: impl Fn() -> F + Send) -> T
    where
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let first = what().await;
        self.insist_after(first, what).await
    }

    /// The same at the start: there whoever has written the settings looks, and is told at once if Telegram's first
    /// answer is that they are wrong.
    pub(super) async fn begin<T, F>(&self, what: impl Fn() -> F + Send) -> Result<T, ConnectError>
    where
        F: Future<Output = Result<T, Fault>> + Send,
    {
        match what().await {
            Err(Fault::Token) => Err(ConnectError::Token),
            Err(Fault::Address) => Err(ConnectError::Webhook),
            first => Ok(self.insist_after(first, what).await),
        }
    }

    async fn insist_after<T, F>(&self, mut answer: Result<T, Fault>, what: impl Fn() -> F + Send) -> T
    where
        F: Future<Output = Result<T, Fault>> + Send,
    {
        let mut trouble = Trouble::new(self.pauses.refused);
        loop {
            match answer {
                Ok(done) => {
                    trouble.is_over();
                    return done;
                }
                Err(fault) => trouble.wait(&fault.into()).await,
            }
            answer = what().await;
        }
    }

    pub(super) async fn poll(self: &Arc<Self>, inlet: &Arc<dyn Inlet>) {
        // While it has an address to bring them to, Telegram gives updates to nobody who asks.
        self.insist(|| self.api.tell(DeleteWebhook::new())).await;
        let (mut trouble, mut offset) = (Trouble::new(self.pauses.refused), None);
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
                Err(fault) => trouble.wait(&fault.into()).await,
            }
        }
    }

    /// Makes updates durable, those of one chat one after the other and different chats at the same time, so that
    /// they share a flush of the disk. The number before which all are durable: what comes after a failure may be
    /// durable too, comes again all the same, and is known then.
    async fn take_all(
        self: &Arc<Self>,
        updates: Vec<Value>,
        inlet: &Arc<dyn Inlet>,
    ) -> (Option<i64>, Option<Stumble>) {
        let next = updates.iter().filter_map(number).max().map(|id| id.saturating_add(1));
        let mut lanes: HashMap<Option<i64>, Vec<Value>> = HashMap::new();
        for update in updates {
            lanes.entry(chat(&update)).or_default().push(update);
        }
        let mut taking = JoinSet::new();
        for lane in lanes.into_values() {
            let (telegram, inlet) = (Arc::clone(self), Arc::clone(inlet));
            taking.spawn(async move { telegram.take_lane(lane, &*inlet).await });
        }
        let (mut after, mut failed) = (Vec::new(), None::<Failed>);
        for (follows, failure) in taking.join_all().await {
            after.extend(follows);
            if let Some((id, error)) = failure
                && failed.as_ref().is_none_or(|(first, _)| id < *first)
            {
                failed = Some((id, error));
            }
        }
        // Before they are confirmed: an update that comes again after a crash has its consequences then.
        self.follow(after).await;
        match failed {
            Some((id, error)) => (id, Some(error.into())),
            // What has no number cannot be confirmed and comes again at once.
            None if next.is_none() => (None, Some(Fault::Unreachable.into())),
            None => (next, None),
        }
    }

    /// Makes the updates of one chat durable, up to the first that cannot be; what follows them, and the one that
    /// could not.
    async fn take_lane(&self, updates: Vec<Value>, inlet: &dyn Inlet) -> (Vec<After>, Option<Failed>) {
        let mut after = Vec::new();
        for update in updates {
            let id = number(&update);
            match self.take(update, inlet).await {
                Ok(follows) => after.extend(follows),
                Err(error) => return (after, Some((id, error))),
            }
        }
        (after, None)
    }
}

/// The number of an update.
fn number(update: &Value) -> Option<i64> {
    update.get("update_id").and_then(Value::as_i64)
}

/// The chat in which it happened, if it says.
fn chat(update: &Value) -> Option<i64> {
    let query = update.get("callback_query").and_then(|query| query.get("message"));
    let kinds = ["message", "edited_message", "message_reaction", "my_chat_member"];
    let place = query.or_else(|| kinds.iter().find_map(|kind| update.get(kind)))?;
    place.get("chat")?.get("id")?.as_i64()
}
