//! From an update to the inbox, and what follows once it is there.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use teloxide::payloads::{AnswerCallbackQuery, LeaveChat, SendMessage};
use teloxide::types::{CallbackQueryId, ChatId};
use tokio::task::JoinSet;

use super::board::Board;
use super::keyboard::Meaning;
use super::read::{Heard, Tap, heard};
use super::send::strip;
use super::wire::Update;
use super::{Telegram, lock};
use crate::channel::{Inbound, Inlet, NotAccepted};
use crate::dialogue::{self, ContactInput};
use crate::model::StepId;
use crate::text::Sign;

/// So long it is waited for what follows an update before the next ones are asked for.
const FOLLOWING: Duration = Duration::from_secs(5);

/// A step that no intake has: whatever belongs to it is no longer asked.
const NO_STEP: &str = "-";

/// What is to be done once an update is in the inbox. All of it may fail: it only looks better if it does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum After {
    /// A tapped button stops turning.
    Answer(String),
    /// A keyboard that no longer counts goes.
    Strip { chat: i64, message: i32 },
    /// A chat in which more than one person reads is left, in words.
    Leave(i64),
}

/// The chats that were left, so that it is said once.
#[derive(Debug, Default)]
pub(super) struct Left(Mutex<HashSet<i64>>);

impl Telegram {
    /// Makes one update durable.
    pub(super) async fn take(&self, update: Value, inlet: &dyn Inlet) -> Result<Vec<After>, NotAccepted> {
        let Some(update) = Update::read(update) else {
            tracing::error!("an update of Telegram has no number and is left out");
            return Ok(Vec::new());
        };
        match heard(self.me, update, &|above| self.texts.above(above)) {
            Heard::Done(inbounds) => {
                for inbound in inbounds {
                    inlet.accept(inbound).await?;
                }
                Ok(Vec::new())
            }
            Heard::Tapped(tap) => {
                let (inbound, after) = self.tapped(tap);
                inlet.accept(inbound).await?;
                Ok(after)
            }
            Heard::Crowd(chat) => {
                let is_new = lock(&self.left.0).insert(chat);
                Ok(is_new.then_some(After::Leave(chat)).into_iter().collect())
            }
            Heard::Outside(chat) => {
                lock(&self.left.0).remove(&chat);
                Ok(Vec::new())
            }
            Heard::Nothing => Ok(Vec::new()),
        }
    }

    fn tapped(&self, tap: Tap) -> (Inbound, Vec<After>) {
        let Tap { query, chat, message, head, meaning, event } = tap;
        let mut after = vec![After::Answer(query)];
        let old = message.filter(|message| self.boards.is_old(chat, *message));
        let stale = |choice: String| ContactInput::Tapped { step: Some(StepId::from(NO_STEP)), choice };
        let step = match &meaning {
            Meaning::Choice { step, .. } => step.clone(),
            Meaning::Words(_) | Meaning::Unknown => None,
        };
        let input = match meaning {
            // A "ja" belongs to the question below which it stood. Its step says to which; without one only the
            // present question is meant. What is asked between humans has ids of its own.
            Meaning::Choice { step: None, choice }
                if old.is_some() && dialogue::Tap::from_id(&choice).is_none() =>
            {
                stale(choice)
            }
            Meaning::Choice { step, choice } => ContactInput::Tapped { step, choice },
            Meaning::Words(words) if old.is_none() => ContactInput::Text(words.into()),
            Meaning::Words(words) => stale(words),
            Meaning::Unknown => stale(String::new()),
        };
        match (old, message) {
            (Some(message), _) => after.push(After::Strip { chat, message }),
            (None, Some(message)) => {
                self.boards.tapped(chat, Board::new(message, step, head), event.clone());
            }
            (None, None) => {}
        }
        (Inbound::contact(super::ids::address(chat), event, input), after)
    }

    /// Does what follows, all at once.
    pub(super) async fn follow(self: &Arc<Self>, after: Vec<After>) {
        let mut following = JoinSet::new();
        for after in after {
            let telegram = Arc::clone(self);
            following.spawn(async move { telegram.do_after(after).await });
        }
        let all = async { while following.join_next().await.is_some() {} };
        if tokio::time::timeout(FOLLOWING, all).await.is_err() {
            following.detach_all();
        }
    }

    async fn do_after(&self, after: After) {
        match after {
            After::Answer(query) => {
                let answered = self.api.tell(AnswerCallbackQuery::new(CallbackQueryId(query))).await;
                if let Err(fault) = answered {
                    // After a restart the button may have stopped turning by itself.
                    tracing::debug!(%fault, "a tap was not answered");
                }
            }
            After::Strip { chat, message } => strip(self.api.clone(), chat, message).await,
            After::Leave(chat) => {
                let words = SendMessage::new(ChatId(chat), self.texts.sign(Sign::OnlyDirect));
                // A channel or a group may not let us speak.
                let _ = self.api.post(words).await;
                if self.api.tell(LeaveChat::new(ChatId(chat))).await.is_err() {
                    tracing::warn!(
                        "a group could not be left; it is tried again when something happens there"
                    );
                    lock(&self.left.0).remove(&chat);
                }
            }
        }
    }
}
