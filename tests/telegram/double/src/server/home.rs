//! Where one bot lives: its token, its world, and how its calls are carried out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::Clock;
use crate::faults::{Strike, Trouble};
use crate::methods::{self, Call};
use crate::refusal::{Refusal, done};
use crate::server::params::Params;
use crate::server::polling;
use crate::world::World;

/// What comes back from a call.
#[derive(Debug)]
pub(crate) enum Reply {
    /// A body of JSON with its code.
    Json(u16, String),
    /// A page of HTML with its code.
    Page(u16, &'static str),
    /// Nothing: the connection ends.
    Lost,
}

impl From<Result<String, Refusal>> for Reply {
    fn from(result: Result<String, Refusal>) -> Self {
        match result {
            Ok(body) => Self::Json(200, body),
            Err(refusal) => Self::Json(refusal.code, refusal.body()),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Home {
    pub token: String,
    pub clock: Clock,
    /// How long a client that asks too fast has to wait.
    pub pause: Duration,
    /// How long after a failed delivery to a webhook it is tried again; twice as long each time.
    pub retry: Duration,
    pub posted: Arc<Notify>,
    world: Mutex<World>,
}

impl Home {
    pub fn new(token: &str, clock: Clock, pause: Duration, retry: Duration, world: World) -> Self {
        let posted = Arc::clone(&world.posted);
        Self { token: token.to_owned(), clock, pause, retry, posted, world: Mutex::new(world) }
    }

    /// The bot's world, for a moment: never held while something is waited for.
    pub fn world(&self) -> MutexGuard<'_, World> {
        // Whoever panicked with it in hand is a failing test; the others go on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out a call, or vexes the caller.
    pub async fn call(&self, name: &str, params: &Params) -> Reply {
        let name = name.to_ascii_lowercase();
        let strike = {
            let mut world = self.world();
            world.calls += 1;
            if world.gone {
                return Err(Refusal::new(400, "Logged out")).into();
            }
            world.faults.strike(&name, params.number("chat_id"))
        };
        let Some(Strike { trouble, laid }) = strike else {
            return self.carry_out(&name, params).await.into();
        };
        match trouble {
            Trouble::Flood { retry_after } => Err(Refusal::flood(retry_after)).into(),
            Trouble::Refused { code, description } => Err(Refusal::new(code, description)).into(),
            Trouble::Conflict => Err(polling::another()).into(),
            Trouble::BadGateway => Reply::Page(502, BAD_GATEWAY),
            Trouble::LostBefore => Reply::Lost,
            Trouble::LostAfter => {
                let _ = self.carry_out(&name, params).await;
                Reply::Lost
            }
            Trouble::Slow { millis } => {
                let result = self.carry_out(&name, params).await;
                tokio::time::sleep(Duration::from_millis(millis)).await;
                result.into()
            }
            Trouble::Held => {
                let result = self.carry_out(&name, params).await;
                laid.lifted().await;
                result.into()
            }
            Trouble::Malformed => match self.carry_out(&name, params).await {
                Ok(body) => Reply::Json(200, body.chars().take(body.chars().count() / 2).collect()),
                Err(refusal) => Err(refusal).into(),
            },
        }
    }

    async fn carry_out(&self, name: &str, params: &Params) -> Result<String, Refusal> {
        if name == "getupdates" {
            return polling::updates(self, params).await;
        }
        let method = methods::find(name).ok_or_else(|| Refusal::new(404, "Not Found: method not found"))?;
        let answer = {
            let mut world = self.world();
            method(&mut Call { world: &mut world, params, millis: self.clock.millis() })?
        };
        Ok(done(&answer))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // The webhook's courier looks up and goes.
        self.posted.notify_waiters();
    }
}

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n";
