//! Not more than so many calls at once, and whoever has waited longest goes first (nearly).
//!
//! When many people are answered at the same moment, all calls at once only take the processor and the line from each
//! other, and an answer of several messages, each of which waits for the one before, queues up behind everybody
//! anew with each of them. Ids of messages say when they were decided, and all messages of one answer were at the same
//! moment: so an answer that was begun is finished before one that was decided later. The longer an answer is, the older
//! it counts, because whoever reads it has to wait for all of it.
//!
//! A place is for working. Whoever needs longer (a file on a slow line, the pause between two messages in one chat) goes
//! on without one: it has held up others for a moment, and then no more. Should many be slow at once, four times as many
//! as there are places begin in each second, which is about what Telegram takes of a bot.
//!
//! Accepted risks: what was asked before somebody waits for a place may be over when they have it; so a contact who
//! deletes everything may still be sent the message that waited for them just then, before the farewell. Should the clock
//! step back, what is decided then goes before what waits.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::oneshot;

use super::lock;
use crate::model::OutboxId;

/// So many have a place at the same time. At a tenth of a second for a call that is still more than Telegram takes of a bot.
const PLACES: usize = 8;
/// So long somebody has it at most.
const LONGEST: Duration = Duration::from_millis(250);
/// So much older counts an answer for each of its messages.
const FOR_EACH_MESSAGE: u64 = 30;
/// So many of those count.
const MOST_MESSAGES: u64 = 10;

/// Where messages wait for a place.
#[derive(Debug, Clone)]
pub(super) struct Turnstile(Arc<Mutex<Crowd>>);

#[derive(Debug)]
struct Crowd {
    free: usize,
    waiting: BTreeMap<Rank, oneshot::Sender<Place>>,
}

/// Who comes first: by when it was decided (Unix milliseconds), as far as that counts, and then by its id.
type Rank = (u64, OutboxId);

/// A place; given to the next when it is dropped. Without a turnstile there is none to give.
#[derive(Debug)]
pub(super) struct Place(Option<Turnstile>);

impl Place {
    /// Does this in the place, and the rest of it without one if it takes long.
    pub(super) async fn during<T>(self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(LONGEST) => drop(self),
        }
        work.await
    }
}

impl Default for Turnstile {
    fn default() -> Self {
        Self::with(PLACES)
    }
}

impl Turnstile {
    fn with(places: usize) -> Self {
        Self(Arc::new(Mutex::new(Crowd { free: places, waiting: BTreeMap::new() })))
    }

    /// Waits for a place for this message. So many messages make up the answer to which it belongs.
    pub(super) async fn place(&self, message: OutboxId, together: usize) -> Place {
        let together = u64::try_from(together).map_or(MOST_MESSAGES, |together| together.min(MOST_MESSAGES));
        let rank = (message.made_at().saturating_sub(together * FOR_EACH_MESSAGE), message);
        let turn = {
            let mut crowd = lock(&self.0);
            if crowd.free > 0 {
                crowd.free -= 1;
                return Place(Some(self.clone()));
            }
            let (give, turn) = oneshot::channel();
            crowd.waiting.insert(rank, give);
            turn
        };
        // A message is sent once at a time. Should it be twice, the first need not wait any more.
        turn.await.unwrap_or(Place(None))
    }

    /// A place has become free.
    fn give(&self) {
        loop {
            let next = {
                let mut crowd = lock(&self.0);
                let next = crowd.waiting.pop_first();
                if next.is_none() {
                    crowd.free += 1;
                }
                next
            };
            let Some((_, next)) = next else { return };
            match next.send(Place(Some(self.clone()))) {
                Ok(()) => return,
                // Whoever waited has gone. Their place is this one, still to be given.
                Err(mut place) => place.0 = None,
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(turnstile) = self.0.take() {
            turnstile.give();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use tokio::task::{JoinHandle, yield_now};

    use super::*;
    use crate::model::{OsEntropy, Timestamp};

    /// One place, and who has passed, in order.
    struct Gate {
        turnstile: Turnstile,
        tell: Sender<i64>,
        passed: Receiver<i64>,
    }

    impl Gate {
        fn new() -> Self {
            let (tell, passed) = channel();
            Self { turnstile: Turnstile::with(1), tell, passed }
        }

        /// An answer that was decided at this time, of so many messages; somebody else may run after each step.
        fn answers(&self, decided_at: i64, messages: usize) -> JoinHandle<()> {
            let (turnstile, tell) = (self.turnstile.clone(), self.tell.clone());
            tokio::spawn(async move {
                for _ in 0..messages {
                    let message = OutboxId::new(Timestamp::from_millisecond(decided_at).unwrap(), &OsEntropy);
                    let work = async {
                        tell.send(decided_at).unwrap();
                        yield_now().await;
                    };
                    turnstile.place(message, messages).await.during(work).await;
                }
            })
        }

        /// Somebody who has a place and never comes to an end.
        async fn is_held_up(&self) -> JoinHandle<()> {
            let (turnstile, tell) = (self.turnstile.clone(), self.tell.clone());
            let (has_place, waits) = oneshot::channel();
            let slow = tokio::spawn(async move {
                let message = OutboxId::new(Timestamp::UNIX_EPOCH, &OsEntropy);
                let work = async {
                    tell.send(0).unwrap();
                    has_place.send(()).unwrap();
                    std::future::pending::<()>().await;
                };
                turnstile.place(message, 1).await.during(work).await;
            });
            waits.await.unwrap();
            slow
        }

        async fn order(self, all: Vec<JoinHandle<()>>) -> Vec<i64> {
            for each in all {
                each.await.unwrap();
            }
            self.passed.try_iter().collect()
        }
    }

    #[tokio::test]
    async fn the_oldest_message_goes_first_and_nobody_waits_for_a_slow_one() {
        let gate = Gate::new();
        let slow = gate.is_held_up().await;
        let all = [7, 3, 5].map(|at| gate.answers(at, 1)).into();
        // Somebody who waits and goes takes no place with them.
        let gone = gate.answers(1, 1);
        yield_now().await;
        gone.abort();
        assert_eq!(gate.order(all).await, [0, 3, 5, 7]);
        assert!(!slow.is_finished());
    }

    #[tokio::test]
    async fn an_answer_that_was_begun_is_finished_before_later_ones() {
        let gate = Gate::new();
        let slow = gate.is_held_up().await;
        let all = (1..5).map(|at| gate.answers(at * 1000, 3)).collect();
        yield_now().await;
        slow.abort();
        let order = gate.order(all).await;
        // While a message of one is recorded the next may begin, no more.
        assert_eq!(order.len(), 13);
        let ends: Vec<_> =
            (1..5).filter_map(|at| order.iter().rposition(|passed| *passed == at * 1000)).collect();
        assert!(ends.is_sorted(), "{order:?}");
        assert!(order[..7].iter().all(|at| *at <= 3000), "{order:?}");
    }

    #[tokio::test]
    async fn a_long_answer_may_come_before_short_ones_but_not_by_much() {
        let gate = Gate::new();
        let slow = gate.is_held_up().await;
        let all = [(1000, 1), (1500, 1), (1501, 2), (2000, 1), (2500, 100)]
            .map(|(decided_at, messages)| gate.answers(decided_at, messages));
        yield_now().await;
        slow.abort();
        let order = gate.order(all.into()).await;
        assert_eq!(order[..7], [0, 1000, 1501, 1500, 1501, 2000, 2500], "{order:?}");
    }
}
