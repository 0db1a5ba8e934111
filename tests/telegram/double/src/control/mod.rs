//! Driving people and faults over HTTP, for a test in another language or for a load generator.
//!
//! Bodies are JSON unless something else is said. What cannot be done is answered with code 422 and `{"error": …}`.
//! `?bot=TOKEN` names a bot other than the one that was made first.
//!
//! | | | |
//! |---|---|---|
//! | `POST /control/bots` | `{"token"}` | makes a bot: `{"id"}` |
//! | `GET /control/bot` | | `{"id", "pending", "calls", "overflowed"}` |
//! | `POST /control/people` | `{"name"}` | `{"id"}`; the chat with the bot has the same number |
//! | `POST /control/people/ID/writes` | `{"text"}` | `{"message_id"}` |
//! | `POST /control/people/ID/sends?media=document&name=a.pdf&caption=` | the file | `{"message_id"}` |
//! | `POST /control/people/ID/edits` | `{"message_id", "text"}` | |
//! | `POST /control/people/ID/deletes` | `{"message_id"}` | |
//! | `POST /control/people/ID/taps` | `{"message_id", "label"}` | waits for the answer: `{"text", "alert"}` |
//! | `POST /control/people/ID/reacts` | `{"message_id", "emoji"}` | |
//! | `POST /control/people/ID/blocks`, `…/unblocks`, `…/deletes_account` | | |
//! | `GET /control/people/ID/sees?words=Willkommen&seconds=30` | | the message, as the Bot API describes it |
//! | `GET /control/people/ID/file?name=a.pdf` | | waits for a file of the bot: its bytes |
//! | `GET /control/people/ID/transcript` | | text |
//! | `POST /control/faults` | a fault, see below | `{"id"}` |
//! | `GET /control/faults/ID` | | `{"strikes"}` |
//! | `DELETE /control/faults/ID`, `DELETE /control/faults` | | lifts one, or all |
//! | `POST /control/repeats` | `{"count"}` | hands the last updates out once more: `{"repeated"}` |
//! | `POST /control/rates` | `{"minded": true}` | from now on the bot may send only as fast as Telegram allows |
//!
//! A fault: `{"trouble": …, "method": "sendMessage", "chat": 5000000001, "times": 2, "skip": 0}`; all but `trouble`
//! may be left out. A trouble is `"bad_gateway"`, `"lost_before"`, `"lost_after"`, `"held"`, `"malformed"`,
//! `"conflict"`, `{"flood": {"retry_after": 3}}`, `{"slow": {"millis": 500}}` or
//! `{"refused": {"code": 500, "description": "Internal Server Error"}}`.

mod faults;
mod people;

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::{FromRequestParts, Query, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::bot::Bot;
use crate::faults::Laid;
use crate::people::Person;
use crate::server::Server;

/// What was made over this interface.
#[derive(Debug)]
struct Control {
    server: Arc<Server>,
    made: Mutex<Made>,
}

#[derive(Debug, Default)]
struct Made {
    people: HashMap<i64, Arc<Person>>,
    faults: Vec<Laid>,
}

impl Control {
    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What could not be done, and why.
#[derive(Debug)]
struct Undone(String);

impl IntoResponse for Undone {
    fn into_response(self) -> Response {
        (StatusCode::UNPROCESSABLE_ENTITY, Json(json!({ "error": self.0 }))).into_response()
    }
}

/// What a control call comes to.
type Done = Result<Json<Value>, Undone>;

/// The bot that a call is about.
struct About(Bot);

impl FromRequestParts<Arc<Control>> for About {
    type Rejection = Undone;

    async fn from_request_parts(parts: &mut Parts, control: &Arc<Control>) -> Result<Self, Undone> {
        #[derive(Deserialize)]
        struct Which {
            bot: Option<String>,
        }
        let which = Query::<Which>::try_from_uri(&parts.uri).map_err(|error| Undone(error.to_string()))?;
        let server = &control.server;
        let home = match &which.bot {
            Some(token) => server.known(token),
            None => server.first(),
        };
        let home =
            home.ok_or_else(|| Undone("there is no such bot; make one by POST /control/bots".to_owned()))?;
        Ok(Self(Bot::at(Arc::clone(server), home)))
    }
}

/// Does something that may end in a panic, as it may in a test, and tells what the panic said.
async fn attempt<T: Send + 'static>(doing: impl Future<Output = T> + Send + 'static) -> Result<T, Undone> {
    tokio::spawn(doing).await.map_err(|error| {
        let said: Option<Box<dyn Any + Send>> = error.try_into_panic().ok();
        let said = said.and_then(|said| said.downcast::<String>().ok());
        Undone(said.map_or_else(|| "it could not be done".to_owned(), |said| *said))
    })
}

/// The paths below `/control`.
pub(crate) fn router(server: Arc<Server>) -> Router {
    let control = Arc::new(Control { server, made: Mutex::default() });
    Router::new()
        .route("/control/bots", post(make_bot))
        .route("/control/bot", get(bot))
        .route("/control/repeats", post(repeat))
        .route("/control/rates", post(rates))
        .merge(people::router())
        .merge(faults::router())
        .with_state(control)
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

async fn make_bot(State(control): State<Arc<Control>>, Json(Token { token }): Json<Token>) -> Json<Value> {
    let home = control.server.home(&token);
    let id = home.world().id;
    Json(json!({ "id": id }))
}

async fn bot(About(bot): About) -> Json<Value> {
    let id = bot.home.world().id;
    Json(json!({ "id": id, "pending": bot.pending(), "calls": bot.calls(), "overflowed": bot.overflowed() }))
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

async fn repeat(About(bot): About, Json(Count { count }): Json<Count>) -> Json<Value> {
    Json(json!({ "repeated": bot.gets_again(count) }))
}

#[derive(Deserialize)]
struct Rates {
    minded: bool,
}

async fn rates(About(bot): About, Json(Rates { minded }): Json<Rates>) -> Json<Value> {
    bot.minds_rates(minded);
    Json(json!({}))
}
