//! `getUpdates`: the one method that waits.
//!
//! A second long poll ends the first with 409; so does a webhook. A client that keeps asking for the same offset
//! without waiting is made to wait, and so is one that would get a second 409 at once.

use std::time::Duration;

use tokio::sync::oneshot::error::TryRecvError;
use tokio::time::Instant;

use crate::methods::Call;
use crate::methods::hooks::allow;
use crate::refusal::Refusal;
use crate::server::home::Home;
use crate::server::params::Params;
use crate::world::updates::Update;
use crate::world::{Ended, World};

/// The longest a call waits, in seconds.
const LONGEST: i64 = 50;

/// The refusal for the older of two long polls.
pub(crate) fn another() -> Refusal {
    Refusal::conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    )
}

/// Carries out the call: the body of its answer.
pub(super) async fn updates(home: &Home, params: &Params) -> Result<String, Refusal> {
    let offset = params.number("offset").unwrap_or_default();
    let limit = params.number("limit").unwrap_or(100).clamp(1, 100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let timeout = params.number("timeout").unwrap_or_default().clamp(0, LONGEST);
    let (mut ended, _leaving, deadline) = {
        let mut world = home.world();
        let millis = home.clock.millis();
        if world.hook.is_some() {
            return Err(Refusal::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        allow(&mut Call { world: &mut world, params, millis });
        world.end_poll(Ended::ByAnotherPoll);
        let found = world.updates.get(offset, limit, millis / 1000);
        let wait = waiting(home, &mut world, offset, timeout);
        if !found.is_empty() || wait.is_zero() {
            return Ok(body(&found));
        }
        let (number, ended) = world.begin_poll();
        (ended, Leaving { home, number }, Instant::now() + wait)
    };
    // What a negative offset forgets, it forgets once.
    let offset = offset.max(0);
    loop {
        let posted = home.posted.notified();
        match ended.try_recv() {
            Ok(why) => return Err(conflict(home, why).await),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Closed) => return Err(another()),
        }
        let found = home.world().updates.get(offset, limit, home.clock.seconds());
        if !found.is_empty() {
            return Ok(body(&found));
        }
        tokio::select! {
            () = posted => {}
            () = tokio::time::sleep_until(deadline) => return Ok(body(&[])),
            why = &mut ended => return Err(conflict(home, why.unwrap_or(Ended::ByAnotherPoll)).await),
        }
    }
}

/// How long a call may wait: as long as it asks for, but not shorter than the pause if it asks for the same again.
fn waiting(home: &Home, world: &mut World, offset: i64, timeout: i64) -> Duration {
    let (asked, now) = (Duration::from_secs(timeout.unsigned_abs()), Instant::now());
    let hurried = world.last_poll.is_some_and(|(last, when)| last == offset && now < when + home.pause);
    world.last_poll = Some((offset, now));
    if hurried { asked.max(home.pause) } else { asked }
}

/// The first 409 goes out at once, a further one only after a pause.
async fn conflict(home: &Home, why: Ended) -> Refusal {
    let late = {
        let mut world = home.world();
        let now = Instant::now();
        let late = world.next_conflict.is_some_and(|next| now < next);
        if !late {
            world.next_conflict = Some(now + home.pause);
        }
        late
    };
    if late {
        tokio::time::sleep(home.pause).await;
    }
    match why {
        Ended::ByAnotherPoll => another(),
        Ended::ByWebhook => Refusal::conflict("terminated by setWebhook request"),
    }
}

fn body(updates: &[Update]) -> String {
    let length: usize = updates.iter().map(|update| update.text.len() + 1).sum();
    let mut body = String::with_capacity(length + 24);
    body.push_str("{\"ok\":true,\"result\":[");
    for (place, update) in updates.iter().enumerate() {
        if place > 0 {
            body.push(',');
        }
        body.push_str(&update.text);
    }
    body.push_str("]}");
    body
}

/// Takes a long poll from the world when its call ends, also when its caller has hung up.
struct Leaving<'a> {
    home: &'a Home,
    number: u64,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.home.world().leave_poll(self.number);
    }
}
