//! Between the bot and a real homeserver stands bad weather: connections end, answers are lost, patience is asked for.
//! People with real clients on both sides must notice nothing but the delay.

mod members;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request as CreateRoom, RoomPreset};
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::{Room, reqwest};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::bot::Bot;
use super::person::Person;
use super::talk::Talk;
use crate::story::SHORT_WAY;

/// A homeserver brings 100 events of a room at once, because the bot asks for no more.
const MORE_THAN_COMES_BY_ITSELF: usize = 105;

/// Longer than a response of the homeserver takes to bring news.
const LONG_ON_THE_WAY: Duration = Duration::from_secs(3);

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Passes,
    /// The homeserver never hears of it: the connection ends.
    IsLost,
    /// The homeserver does it, and the connection ends before the answer.
    AnswerIsLost,
    /// Something in between answers instead.
    BadGateway,
    /// The homeserver wants less.
    TooMany,
    /// The homeserver refuses what is too large.
    TooLarge,
    /// The homeserver answers at once, and its answer is long on the way.
    IsSlow,
}

/// The room that the weather closes, if it closes one.
#[derive(Clone, Default)]
struct Closed(Arc<Mutex<Option<String>>>);

impl Closed {
    fn close(&self, room: &Room) {
        *self.0.lock().unwrap() = room.room_id().as_str().strip_prefix('!').map(str::to_owned);
    }

    fn open(&self) {
        *self.0.lock().unwrap() = None;
    }

    /// Whether a request is about it.
    fn is_meant_by(&self, path: &str) -> bool {
        self.0.lock().unwrap().as_ref().is_some_and(|room| path.contains(room.as_str()))
    }
}

/// Says what becomes of the request with this method and path.
type Forecast = Box<dyn FnMut(&Method, &str) -> Fate + Send>;

/// Changes what the homeserver answers to a request with this path.
type Twist = Box<dyn FnMut(&str, Value) -> Value + Send>;

struct Weather {
    homeserver: String,
    client: reqwest::Client,
    forecast: Mutex<Forecast>,
    twist: Mutex<Option<Twist>>,
    /// Requests that did not simply pass.
    spoilt: Mutex<Vec<(Fate, String)>>,
}

/// The connection ends.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends")]
struct Ends;

impl Weather {
    /// Weather in front of the homeserver, and the address at which it is reached through it.
    async fn new(forecast: impl FnMut(&Method, &str) -> Fate + Send + 'static) -> (Arc<Self>, String) {
        let weather = Arc::new(Self {
            homeserver: super::server(),
            client: reqwest::Client::new(),
            forecast: Mutex::new(Box::new(forecast)),
            twist: Mutex::default(),
            spoilt: Mutex::default(),
        });
        let door = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", door.local_addr().unwrap());
        tokio::spawn(Arc::clone(&weather).blow(door));
        (weather, address)
    }

    /// Weather that lets nothing of these paths through to a room while it is closed.
    async fn closing(paths: impl Fn(&str) -> bool + Send + 'static) -> (Arc<Self>, String, Closed) {
        let closed = Closed::default();
        let (weather, address) =
            {
                let closed = closed.clone();
                Self::new(move |_, path| {
                    if closed.is_meant_by(path) && paths(path) { Fate::BadGateway } else { Fate::Passes }
                })
                .await
            };
        (weather, address, closed)
    }

    async fn blow(self: Arc<Self>, door: TcpListener) -> Infallible {
        loop {
            let (stream, _) = door.accept().await.unwrap();
            let weather = Arc::clone(&self);
            let meets = hyper::service::service_fn(move |request| {
                let weather = Arc::clone(&weather);
                async move { weather.meets(request).await }
            });
            let connection =
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), meets);
            // However it ends: it is weather.
            tokio::spawn(async move { drop(connection.await) });
        }
    }

    async fn meets(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Ends> {
        let path = request.uri().path().to_owned();
        let fate = (self.forecast.lock().unwrap())(request.method(), &path);
        if fate != Fate::Passes {
            self.spoilt.lock().unwrap().push((fate, path));
        }
        match fate {
            Fate::Passes => self.forward(request).await,
            Fate::IsLost => Err(Ends),
            Fate::AnswerIsLost => {
                self.forward(request).await?;
                Err(Ends)
            }
            Fate::IsSlow => {
                let answer = self.forward(request).await;
                tokio::time::sleep(LONG_ON_THE_WAY).await;
                answer
            }
            Fate::BadGateway => Ok(answer(StatusCode::BAD_GATEWAY, "<html>Bad Gateway</html>".to_owned())),
            Fate::TooMany => Ok(refusal(StatusCode::TOO_MANY_REQUESTS, "M_LIMIT_EXCEEDED")),
            Fate::TooLarge => Ok(refusal(StatusCode::PAYLOAD_TOO_LARGE, "M_TOO_LARGE")),
        }
    }

    async fn forward(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Ends> {
        let (head, body) = request.into_parts();
        let body = body.collect().await.map_err(|_| Ends)?.to_bytes();
        let target = head.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let mut headers = head.headers;
        headers.remove(hyper::header::HOST);
        // It arrives as one piece, in the clear.
        headers.remove(hyper::header::ACCEPT_ENCODING);
        headers.remove(hyper::header::TRANSFER_ENCODING);
        let asked = self.client.request(head.method, format!("{}{target}", self.homeserver));
        let got = asked.headers(headers).body(body).send().await.map_err(|_| Ends)?;
        let mut response = Response::builder().status(got.status());
        if let Some(kind) = got.headers().get(hyper::header::CONTENT_TYPE) {
            response = response.header(hyper::header::CONTENT_TYPE, kind);
        }
        let mut body = got.bytes().await.map_err(|_| Ends)?;
        if let (Some(twist), Ok(said)) = (&mut *self.twist.lock().unwrap(), serde_json::from_slice(&body)) {
            body = twist(head.uri.path(), said).to_string().into();
        }
        Ok(response.body(Full::new(body)).unwrap())
    }

    /// From now on answers are changed like this.
    fn twist(&self, twist: impl FnMut(&str, Value) -> Value + Send + 'static) {
        *self.twist.lock().unwrap() = Some(Box::new(twist));
    }

    /// How often something was spoilt in a path with these words.
    fn spoilt(&self, words: &str) -> usize {
        self.spoilt.lock().unwrap().iter().filter(|(_, path)| path.contains(words)).count()
    }
}

fn answer(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    Response::builder().status(status).body(Full::new(body.into())).unwrap()
}

fn refusal(status: StatusCode, code: &str) -> Response<Full<Bytes>> {
    answer(status, json!({ "errcode": code, "error": "No.", "retry_after_ms": 300 }).to_string())
}

/// A bot that reaches its homeserver at this address, with this navigator.
async fn bot_behind(address: &str, anna: &Person) -> Bot {
    let bot = Bot::new(&[anna]).await;
    let settings = std::fs::read_to_string(bot.settings()).unwrap();
    std::fs::write(bot.settings(), settings.replace(&super::server(), address)).unwrap();
    bot
}

/// A fixed sequence that looks like chance (a linear congruential generator, constants of Knuth's MMIX).
fn dice(mut state: u64) -> impl FnMut(u64) -> u64 + Send {
    move |sides| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_storm_every_message_arrives_once_and_in_order() {
    // F8, F15
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let (mut throw, mut settled) = (dice(7), false);
    let (weather, address) = Weather::new(move |_, path| {
        // A first login that fails ends the program in words; the storm comes after it.
        settled = settled || path.ends_with("/sync");
        match throw(40) {
            _ if !settled => Fate::Passes,
            0 => Fate::IsLost,
            1 => Fate::AnswerIsLost,
            2 => Fate::BadGateway,
            3 => Fate::TooMany,
            _ => Fate::Passes,
        }
    })
    .await;
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    let chat = rosa.opens_chat_with(&bot.id).await;
    rosa.hears("1. Ja").await;
    rosa.says_all(&chat, &SHORT_WAY).await;
    rosa.hears("Ihre Nummer ist 1").await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    for round in 0..5 {
        rosa.says(&chat, &format!("Satz {round}.")).await;
        anna.says(&case, &format!("!a Rückmeldung {round}.")).await;
    }
    for round in 0..5 {
        anna.hears(&format!("Satz {round}.")).await;
        rosa.hears(&format!("Rückmeldung {round}.")).await;
    }
    rosa.says(&chat, "Ende.").await;
    anna.hears("Ende.").await;
    assert_eq!(anna.heard_so_far("Satz "), 5);
    assert_eq!(rosa.heard_so_far("Rückmeldung "), 5);
    assert_eq!(anna.heard_so_far("Fall 1 wartet"), 1);
    assert!(weather.spoilt("/sync") > 0 && weather.spoilt("/send/") > 0, "there was no storm");
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_that_was_made_and_not_published_is_published_at_the_next_start() {
    // F26, F28
    for place in ["device_signing/upload", "signatures/upload"] {
        let anna = Person::new("anna").await;
        let mut is_fair = false;
        let (weather, address) = Weather::new(move |_, path| {
            let fate = if path.ends_with(place) && !is_fair { Fate::IsLost } else { Fate::Passes };
            is_fair |= fate != Fate::Passes;
            fate
        })
        .await;
        let mut bot = bot_behind(&address, &anna).await;
        bot.start();
        assert!(!bot.ended().await.success(), "nothing was amiss at {place}");
        assert_eq!(weather.spoilt(place), 1);
        bot.start();
        anna.room_named("Eingang").await;
        let identity = anna.client.encryption().request_user_identity(&bot.id).await.unwrap();
        assert!(identity.is_some(), "nobody can see who the bot is");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_whose_past_cannot_be_had_keeps_nobody_else_waiting_and_loses_nothing() {
    // F3, F8
    let anna = Person::new("anna").await;
    let (rosa, ole) = (Person::new("rosa").await, Person::new("ole").await);
    let (weather, address, closed) = Weather::closing(|path| path.ends_with("/messages")).await;
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    let id = bot.id.clone();
    let (mut rosas, mut oles) =
        tokio::join!(Talk::begin("rosa", &id, &rosa, &anna), Talk::begin("ole", &id, &ole, &anna));
    bot.stop();
    // More than the homeserver tells by itself.
    for _ in 0..MORE_THAN_COMES_BY_ITSELF {
        rosas.contact_says().await;
    }
    closed.close(&rosas.chat);
    oles.contact_says().await;
    bot.start();
    oles.navigator_has_heard_all().await;
    // What is missing is not forgotten when it stops, and what comes now is not told before it.
    rosas.contact_says().await;
    bot.restart();
    oles.exchange().await;
    assert!(weather.spoilt("/messages") > 0, "nobody asked for the past");
    assert_eq!(rosas.heard_by_navigator().len(), 0);
    closed.open();
    rosas.navigator_has_heard_all().await;
    rosas.exchange().await;
    rosas.assert_all_arrived();
    oles.assert_all_arrived();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigator_is_told_of_an_answer_that_is_too_large_and_the_next_arrives() {
    // F9, F10
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let closed = Closed::default();
    let (weather, address) = {
        let closed = closed.clone();
        Weather::new(move |_, path| {
            if !closed.is_meant_by(path) || !path.contains("/send/m.room.encrypted/") {
                return Fate::Passes;
            }
            // Only the first.
            closed.open();
            Fate::TooLarge
        })
        .await
    };
    let mut bot = bot_behind(&address, &anna).await;
    bot.start();
    anna.room_named("Eingang").await;
    let Talk { chat, case, .. } = Talk::begin("rosa", &bot.id, &rosa, &anna).await;
    closed.close(&chat);
    anna.says(&case, "!a Ein langer Brief.").await;
    anna.says(&case, "!a Ein kurzer Brief.").await;
    rosa.hears("Ein kurzer Brief.").await;
    anna.hears("ist nicht angekommen").await;
    assert_eq!(weather.spoilt("/send/"), 1);
    assert_eq!(rosa.heard_so_far("Ein langer Brief."), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_navigator_is_told_when_the_bot_may_no_longer_speak_to_somebody() {
    // F7: no weather at all; she takes the right to speak from the bot, and it stays in the room.
    let (anna, rosa) = (Person::new("anna").await, Person::new("rosa").await);
    let bot = Bot::running(&[&anna]).await;
    let chat = opens_own_chat(&rosa, &bot.id).await;
    rosa.hears("1. Ja").await;
    rosa.says(&chat, "mensch").await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    let case = anna.room_named("Fall 1").await;
    rosa.hears("schreibt Ihnen hier ein Mensch").await;
    may_speak(&chat, false).await;
    anna.says(&case, "!a Hören Sie mich?").await;
    anna.hears("ist nicht angekommen").await;
    // She gives it back: what comes then arrives, and the old message does not.
    may_speak(&chat, true).await;
    anna.says(&case, "!a Sind Sie wieder da?").await;
    rosa.hears("Sind Sie wieder da?").await;
    assert_eq!(rosa.heard_so_far("Hören Sie mich?"), 0);
}

/// Opens an encrypted direct chat in which whoever opened it has more rights than the other.
async fn opens_own_chat(person: &Person, other: &UserId) -> Room {
    let mut request = CreateRoom::new();
    request.preset = Some(RoomPreset::PrivateChat);
    request.is_direct = true;
    request.invite = vec![other.to_owned()];
    let sealed = json!({ "algorithm": "m.megolm.v1.aes-sha2" });
    let state = json!({ "type": "m.room.encryption", "state_key": "", "content": sealed });
    request.initial_state = vec![Raw::new(&state).unwrap().cast_unchecked()];
    let room = person.client.create_room(request).await.unwrap();
    person.until("the chat is there", || room.is_synced().then_some(())).await;
    room
}

/// Whoever made the room says whether others may speak in it.
async fn may_speak(room: &Room, may: bool) {
    let levels = json!({ "events_default": if may { 0 } else { 100 } });
    room.send_state_event_raw("m.room.power_levels", "", levels).await.unwrap();
}
