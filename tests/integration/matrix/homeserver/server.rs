//! A homeserver in this process, which does what it is told, also wrong.
//!
//! Beneath it is the SDK's mock server: it keeps keys and says yes. On top stands what a bot needs to be at home: a
//! log of what happened in the rooms, which every sync reads from its own place on, and an event for every
//! transaction id, made once. A fault is a mock of a higher priority, for so many requests.
//!
//! The people here have no devices, so nothing the bot says can be read: what counts is which requests it makes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use matrix_sdk::ruma::{UserId, device_id};
use matrix_sdk::test_utils::mocks::MatrixMockServer;
use serde_json::{Value, json};
use tokio::sync::watch;
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockBuilder, Request, ResponseTemplate};

use super::known::{Known, Part, member, room_in, room_of, tried, user};

pub const BOT: &str = "@lotse:localhost";
/// Whatever is to happen happens within this time, on a machine that does much else.
const PATIENCE: Duration = Duration::from_mins(2);
/// So long a sync without news takes.
const NO_NEWS: Duration = Duration::from_millis(50);

pub struct Homeserver {
    mock: MatrixMockServer,
    known: Arc<Mutex<Known>>,
    /// Counts the requests.
    beat: Arc<watch::Sender<u64>>,
}

impl Homeserver {
    /// A homeserver on which nothing has happened.
    pub async fn new() -> Self {
        let mock = MatrixMockServer::new().await;
        mock.mock_crypto_endpoints_preset().await;
        let home = Self { mock, known: Arc::default(), beat: Arc::new(watch::Sender::new(0)) };
        home.listens().await;
        home.lets_the_bot_in().await;
        home.has_rooms().await;
        home
    }

    pub fn address(&self) -> String {
        self.mock.uri()
    }

    pub fn known<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        look(&self.known.lock().unwrap())
    }

    /// Writes down every request before anybody answers it.
    async fn listens(&self) {
        let (known, beat) = (Arc::clone(&self.known), Arc::clone(&self.beat));
        let writes_down = move |request: &Request| {
            let mut known = known.lock().unwrap();
            known.tries.extend(tried(request));
            if request.url.path().ends_with("/sync") {
                known.syncs += 1;
            } else {
                known.asked.push(format!("{} {}", request.method, request.url.path()));
            }
            drop(known);
            beat.send_modify(|beat| *beat += 1);
            // It answers nothing.
            false
        };
        let never = ResponseTemplate::new(500);
        Mock::given(writes_down).respond_with(never).with_priority(1).mount(self.mock.server()).await;
    }

    async fn lets_the_bot_in(&self) {
        self.mock.mock_versions().ok().mount().await;
        let me = <&UserId>::try_from(BOT).unwrap();
        // The keys of a device are filed under the token that this makes known.
        drop(self.mock.client_builder_for_crypto_end_to_end(me, device_id!("ANY")));
        let login = |request: &Request| {
            let asked: Value = request.body_json().unwrap();
            let device = &asked["device_id"];
            ResponseTemplate::new(200)
                .set_body_json(json!({ "access_token": "TOKEN_0", "device_id": device, "user_id": BOT }))
        };
        self.mock.mock_login().respond_with(login).mount().await;
        self.mock
            .mock_who_am_i()
            .ignore_access_token()
            .respond_with(answer(&json!({ "user_id": BOT })))
            .mount()
            .await;
        self.mock.mock_send_to_device().ignore_access_token().ok().mount().await;
        self.mock.mock_add_room_keys_version().ignore_access_token().ok().mount().await;
        // The mock server knows nobody but the bot, and a client that asks for somebody unknown asks again and again.
        let strangers = |request: &Request| {
            request.url.path().ends_with("/keys/query") && asked_for(request).all(|user| user != BOT)
        };
        let no_devices = |request: &Request| {
            let users: BTreeMap<_, _> = asked_for(request).map(|user| (user, json!({}))).collect();
            answer(&json!({ "device_keys": users }))
        };
        Mock::given(strangers).respond_with(no_devices).with_priority(3).mount(self.mock.server()).await;
        // Nothing was kept there before.
        let nothing =
            ResponseTemplate::new(404).set_body_json(json!({ "errcode": "M_NOT_FOUND", "error": "-" }));
        self.mock.mock_room_keys_version().ignore_access_token().respond_with(nothing.clone()).mount().await;
        self.mounts(Mock::given(method("GET")).and(path_regex("/account_data/")), nothing).await;
        self.mounts(Mock::given(method("PUT")).and(path_regex("/account_data/")), answer(&json!({}))).await;
    }

    async fn has_rooms(&self) {
        let known = Arc::clone(&self.known);
        let sync = move |request: &Request| {
            let since = request.url.query_pairs().find(|(key, _)| key == "since");
            let place = since.map_or(0, |(_, token)| token[1..].parse().unwrap());
            let known = known.lock().unwrap();
            let response = answer(&known.since(place));
            if place == known.end() { response.set_delay(NO_NEWS) } else { response }
        };
        self.mock.mock_sync().respond_with(sync).mount().await;

        let known = Arc::clone(&self.known);
        let make = move |request: &Request| answer(&known.lock().unwrap().make(request));
        self.mock.mock_room_send().respond_with(make).mount().await;

        let known = Arc::clone(&self.known);
        let join = move |request: &Request| {
            let room = room_in(request);
            let mut known = known.lock().unwrap();
            let sealed = json!({ "algorithm": "m.megolm.v1.aes-sha2" });
            let other = user(room.strip_prefix("!chat-").unwrap().strip_suffix(":localhost").unwrap());
            for event in [
                member(&other, "join"),
                json!({ "type": "m.room.encryption", "state_key": "", "sender": other, "content": sealed }),
                member(BOT, "join"),
            ] {
                known.happens(&room, Part::Joined, event);
            }
            answer(&json!({ "room_id": room }))
        };
        self.mounts(Mock::given(method("POST")).and(path_regex("/join")), join).await;

        let known = Arc::clone(&self.known);
        let leave = move |request: &Request| {
            known.lock().unwrap().happens(&room_in(request), Part::Left, member(BOT, "leave"));
            answer(&json!({}))
        };
        self.mounts(Mock::given(method("POST")).and(path_regex("/leave$")), leave).await;

        let known = Arc::clone(&self.known);
        let members = move |request: &Request| {
            answer(&json!({ "chunk": known.lock().unwrap().members(&room_in(request)) }))
        };
        self.mock.mock_get_members().ignore_access_token().respond_with(members).mount().await;
        self.mock.mock_room_state_encryption().ignore_access_token().encrypted().mount().await;

        let known = Arc::clone(&self.known);
        let create = move |request: &Request| {
            let asked: Value = request.body_json().unwrap();
            let room = format!("!{}:localhost", asked["room_alias_name"].as_str().unwrap());
            let mut known = known.lock().unwrap();
            known.happens(&room, Part::Joined, member(BOT, "join"));
            for state in asked["initial_state"].as_array().unwrap() {
                let mut state = state.clone();
                state["sender"] = json!(BOT);
                known.happens(&room, Part::Joined, state);
            }
            answer(&json!({ "room_id": room }))
        };
        self.mock.mock_create_room().ignore_access_token().respond_with(create).mount().await;
        self.mock.mock_invite_user_by_id().ignore_access_token().ok().mount().await;
    }

    async fn mounts(&self, given: MockBuilder, answers: impl wiremock::Respond + 'static) {
        given.respond_with(answers).mount(self.mock.server()).await;
    }

    /// Somebody opens an encrypted direct chat with the bot.
    pub fn opens_chat(&self, name: &str) {
        let mut invited = member(BOT, "invite");
        invited["sender"] = json!(user(name));
        self.known.lock().unwrap().happens(&room_of(name), Part::Invited, invited);
    }

    /// Somebody writes to the bot.
    pub fn writes(&self, name: &str, text: &str) {
        self.sees(name, "m.room.message", &json!({ "msgtype": "m.text", "body": text }));
    }

    /// An event of somebody comes into their chat with the bot.
    pub fn sees(&self, name: &str, kind: &str, content: &Value) {
        let event = json!({ "type": kind, "sender": user(name), "content": content });
        self.known.lock().unwrap().happens(&room_of(name), Part::Joined, event);
    }

    /// The next so many requests of this kind are answered like this.
    pub async fn answers(&self, to: &str, times: u64, response: ResponseTemplate) {
        let fault = Mock::given(path_regex(to.to_owned())).respond_with(response);
        fault.up_to_n_times(times).with_priority(2).mount(self.mock.server()).await;
    }

    /// The next request of this kind gets no answer: the connection ends.
    pub async fn hangs_up(&self, on: &str) {
        let fault = Mock::given(path_regex(on.to_owned()))
            .respond_with_err(|_: &Request| std::io::Error::other("the connection ends"));
        fault.up_to_n_times(1).with_priority(2).mount(self.mock.server()).await;
    }

    /// The next message is taken, and then the connection ends.
    pub async fn takes_and_hangs_up(&self, on: &str) {
        let known = Arc::clone(&self.known);
        let fault = Mock::given(path_regex(on.to_owned())).respond_with_err(move |request: &Request| {
            known.lock().unwrap().make(request);
            std::io::Error::other("the connection ends")
        });
        fault.up_to_n_times(1).with_priority(2).mount(self.mock.server()).await;
    }

    /// Waits until the homeserver knows something; it is looked at with every request.
    pub async fn until(&self, what: &str, holds: impl Fn(&Known) -> bool) {
        let mut beat = self.beat.subscribe();
        let waited = async {
            loop {
                beat.mark_unchanged();
                if self.known(&holds) {
                    return;
                }
                beat.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, waited)
            .await
            .unwrap_or_else(|_| self.known(|known| panic!("waited in vain until {what}: {known:#?}")));
    }

    /// Waits until the bot has said so many different things to somebody.
    pub async fn says(&self, name: &str, times: usize) {
        self.until(&format!("{name} was told {times} things"), |known| known.said(name) >= times).await;
    }
}

/// Requests that say something in the chat with somebody.
pub fn sending(name: &str) -> String {
    format!("/rooms/.*chat-{name}.*/send/m.room.encrypted/")
}

pub fn answer(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// A refusal as the specification wants it.
pub fn refusal(status: u16, code: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "errcode": code, "error": "It cannot be." }))
}

/// About whose keys a request asks.
fn asked_for(request: &Request) -> impl Iterator<Item = String> + use<> {
    let asked: Value = request.body_json().unwrap();
    let users: Vec<_> =
        asked["device_keys"].as_object().into_iter().flat_map(|users| users.keys().cloned()).collect();
    users.into_iter()
}
