//! Many lanes side by side; in each lane one thing after the other.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt as _;

type Handler<T> = Arc<dyn Fn(T) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Keyed lanes. What is pushed into one lane is handled in the order of pushing, one at a time; different lanes
/// run at once. A lane costs a task only while something is in it. A handler that panics ends with its item; its lane
/// goes on.
pub(super) struct Lanes<K, T> {
    queues: Arc<Mutex<HashMap<K, VecDeque<T>>>>,
    handler: Handler<T>,
}

impl<K, T> fmt::Debug for Lanes<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lanes").finish_non_exhaustive()
    }
}

impl<K, T> Lanes<K, T>
where
    K: Eq + Hash + Copy + Send + 'static,
    T: Send + 'static,
{
    pub(super) fn new<F, Fut>(handler: F) -> Self
    where
        F: Fn(T) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        Self { queues: Arc::default(), handler: Arc::new(move |item| Box::pin(handler(item))) }
    }

    /// Puts `item` at the end of the lane of `key`.
    pub(super) fn push(&self, key: K, item: T) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(&key) {
            queue.push_back(item);
            return;
        }
        queues.insert(key, VecDeque::new());
        drop(queues);
        let (queues, handler) = (Arc::clone(&self.queues), Arc::clone(&self.handler));
        tokio::spawn(async move {
            let mut next = Some(item);
            while let Some(item) = next {
                // A panic ends here. What it would say could hold what a person wrote.
                if AssertUnwindSafe(handler(item)).catch_unwind().await.is_err() {
                    tracing::error!("something could not be handled to its end; what comes after it goes on");
                }
                let mut queues = queues.lock().unwrap_or_else(PoisonError::into_inner);
                next = queues.get_mut(&key).and_then(VecDeque::pop_front);
                if next.is_none() {
                    queues.remove(&key);
                }
            }
        });
    }

    /// Whether nothing is in the lane of `key`.
    pub(super) fn is_free(&self, key: K) -> bool {
        !self.queues.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&key)
    }

    /// Looks at what comes next in the lane of `key`, if something waits there.
    pub(super) fn at_next<R>(&self, key: K, look: impl FnOnce(&mut T) -> Option<R>) -> Option<R> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues.get_mut(&key)?.front_mut().and_then(look)
    }

    /// Takes everything that still waits and that `unwanted` names out of its lane; returns how much it was.
    pub(super) fn remove(&self, unwanted: impl Fn(&T) -> bool) -> usize {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        queues
            .values_mut()
            .map(|queue| {
                let before = queue.len();
                queue.retain(|item| !unwanted(item));
                before - queue.len()
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_handler_that_panics_does_not_stop_its_lane() {
        let (done, mut seen) = mpsc::unbounded_channel();
        let lanes = Lanes::new(move |item: u32| {
            let done = done.clone();
            async move {
                assert!(item != 1, "this one panics");
                let _ = done.send(item);
            }
        });
        for item in [1, 2, 1, 3] {
            lanes.push((), item);
        }
        drop(lanes);
        assert_eq!((seen.recv().await, seen.recv().await), (Some(2), Some(3)));
        assert_eq!(seen.recv().await, None);
    }

    #[tokio::test]
    async fn each_lane_keeps_its_order_and_no_item_is_lost() {
        let (done, mut seen) = mpsc::unbounded_channel();
        let lanes = Lanes::new(move |item: (u32, u32)| {
            let done = done.clone();
            async move {
                // Let the others run in between, so that a lane that does not keep its order shows it.
                tokio::task::yield_now().await;
                let _ = done.send(item);
            }
        });
        for number in 0..200 {
            for lane in 0..20 {
                lanes.push(lane, (lane, number));
            }
        }
        let mut last = HashMap::new();
        for _ in 0..4000 {
            let (lane, number) = seen.recv().await.unwrap();
            let before = last.insert(lane, number);
            assert_eq!(number, before.map_or(0, |before| before + 1), "lane {lane} lost its order");
        }
    }
}
