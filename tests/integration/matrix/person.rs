//! Somebody with an encrypting client of their own: writes, reads, taps, and waits for what is to come.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use matrix_sdk::config::{RequestConfig, SyncSettings};
use matrix_sdk::deserialized_responses::{TimelineEvent, TimelineEventKind};
use matrix_sdk::ruma::api::client::account::register::v3::Request as Register;
use matrix_sdk::ruma::api::client::filter::FilterDefinition;
use matrix_sdk::ruma::api::client::room::create_room::v3::{Request as CreateRoom, RoomPreset};
use matrix_sdk::ruma::api::client::sync::sync_events::v3::Filter;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Dummy, Password, UserIdentifier};
use matrix_sdk::ruma::events::room::encrypted::OriginalSyncRoomEncryptedEvent;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId, OwnedUserId, UserId};
use matrix_sdk::{Client, ClientBuilder, Room};
use serde_json::{Value, json};
use tokio::sync::watch;

/// Whatever is to happen happens within this time, on a machine that does much else.
pub const PATIENCE: Duration = Duration::from_mins(5);
pub const PASSWORD: &str = "ein Passwort nur für Tests";

/// A message that somebody got, or somebody's coming or going.
#[derive(Debug, Clone)]
pub struct Line {
    pub room: OwnedRoomId,
    pub event: OwnedEventId,
    pub sender: OwnedUserId,
    pub body: String,
    /// It came encrypted.
    pub encrypted: bool,
    /// The message it answers, changes, takes back or reacts to.
    pub about: Option<OwnedEventId>,
    /// What the event says beside that.
    pub content: Value,
}

impl Line {
    /// The number that stands behind these words.
    pub fn number_after(&self, words: &str) -> usize {
        let (_, rest) = self.body.split_once(words).expect("the words are in the line");
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().expect("a number follows the words")
    }
}

pub struct Person {
    pub client: Client,
    pub id: OwnedUserId,
    heard: watch::Receiver<Vec<Line>>,
    /// So many messages could not be decrypted so far.
    locked: Arc<AtomicUsize>,
    /// So many lines were looked at by `hears`.
    read: Mutex<usize>,
    /// Enters wherever invited.
    enters: Arc<AtomicBool>,
    syncing: tokio::task::JoinHandle<()>,
}

impl Drop for Person {
    fn drop(&mut self) {
        self.syncing.abort();
    }
}

/// A client that tries again what a connection that ended has kept from being done, as the clients of people do. What
/// is sent keeps its transaction id.
pub fn client_of(homeserver: &str) -> ClientBuilder {
    const TRIES: usize = 6;
    Client::builder().homeserver_url(homeserver).request_config(RequestConfig::new().retry_limit(TRIES))
}

/// Makes an account, and says what it is called.
pub async fn register(name: &str) -> OwnedUserId {
    let client = client_of(&super::server()).build().await.unwrap();
    let mut request = Register::new();
    request.username = Some(super::unique(name));
    request.password = Some(PASSWORD.to_owned());
    request.auth = Some(AuthData::Dummy(Dummy::new()));
    request.inhibit_login = true;
    client.matrix_auth().register(request).await.unwrap().user_id
}

impl Person {
    /// Somebody with a new account, who enters every room they are invited to.
    pub async fn new(name: &str) -> Self {
        Self::with(name, |builder| builder).await
    }

    /// The same, with a client that is set up in a special way.
    pub async fn with(name: &str, set_up: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Self {
        let id = register(name).await;
        Self::log_in(set_up(client_of(&super::server())), id, PASSWORD).await
    }

    /// Somebody who has an account already, on any homeserver.
    pub async fn at(homeserver: &str, id: OwnedUserId, password: &str) -> Self {
        Self::log_in(client_of(homeserver), id, password).await
    }

    async fn log_in(builder: ClientBuilder, id: OwnedUserId, password: &str) -> Self {
        let client = builder.build().await.unwrap();
        client.matrix_auth().login_username(&id, password).send().await.unwrap();
        client.encryption().wait_for_e2ee_initialization_tasks().await;
        let (tell, heard) = watch::channel(Vec::new());
        let enters = Arc::new(AtomicBool::new(true));
        let locked = Arc::default();
        let syncing = tokio::spawn(listen(client.clone(), tell, Arc::clone(&enters), Arc::clone(&locked)));
        Self { client, id, heard, locked, read: Mutex::new(0), enters, syncing }
    }

    /// From now on invitations are left unanswered.
    pub fn stays_outside(&self) {
        self.enters.store(false, Ordering::SeqCst);
    }

    /// Enters wherever invited, now and from now on.
    pub async fn enters(&self) {
        self.enters.store(true, Ordering::SeqCst);
        for room in self.client.invited_rooms() {
            room.join().await.unwrap();
        }
    }

    /// Signs the own device, as clients do at the first login.
    pub async fn sign_device(&self) {
        let mut proof = Password::new(UserIdentifier::Matrix(self.id.clone().into()), PASSWORD.to_owned());
        let encryption = self.client.encryption();
        if let Err(error) = encryption.bootstrap_cross_signing_if_needed(None).await {
            proof.session = error.as_uiaa_response().expect("a password is asked for").session.clone();
            encryption.bootstrap_cross_signing_if_needed(Some(AuthData::Password(proof))).await.unwrap();
        }
    }

    /// Opens an encrypted direct chat.
    pub async fn opens_chat_with(&self, other: &UserId) -> Room {
        let room = self.client.create_dm(other).await.unwrap();
        self.until("the chat is there", || room.is_synced().then_some(())).await;
        room
    }

    /// Opens a direct chat that is not encrypted.
    pub async fn opens_open_chat_with(&self, other: &UserId, preset: RoomPreset) -> Room {
        let mut request = CreateRoom::new();
        request.preset = Some(preset);
        request.is_direct = true;
        request.invite = vec![other.to_owned()];
        self.client.create_room(request).await.unwrap()
    }

    pub async fn says(&self, room: &Room, text: &str) -> OwnedEventId {
        self.sends(room, json!({ "msgtype": "m.text", "body": text })).await
    }

    pub async fn says_all(&self, room: &Room, lines: &[&str]) {
        for line in lines {
            self.says(room, line).await;
        }
    }

    /// Uses the client's own function to reply to a line.
    pub async fn replies(&self, to: &Line, text: &str) {
        let room = self.client.get_room(&to.room).unwrap();
        let relation = json!({ "m.in_reply_to": { "event_id": to.event } });
        self.sends(&room, json!({ "msgtype": "m.text", "body": text, "m.relates_to": relation })).await;
    }

    pub async fn sends(&self, room: &Room, content: Value) -> OwnedEventId {
        room.send_raw("m.room.message", content).await.unwrap().response.event_id
    }

    /// Taps below a line.
    pub async fn taps(&self, on: &Line, key: &str) {
        let room = self.client.get_room(&on.room).unwrap();
        let relation = json!({ "rel_type": "m.annotation", "event_id": on.event, "key": key });
        room.send_raw("m.reaction", json!({ "m.relates_to": relation })).await.unwrap();
    }

    /// Waits for a line with these words that comes after everything waited for before.
    pub async fn hears(&self, words: &str) -> Line {
        let mut heard = self.heard.clone();
        let found = async {
            loop {
                let found = {
                    let lines = heard.borrow_and_update();
                    let mut read = self.read.lock().unwrap();
                    let found = lines
                        .iter()
                        .enumerate()
                        .skip(*read)
                        .find(|(_, line)| line.sender != self.id && line.body.contains(words));
                    found.map(|(place, line)| {
                        *read = place + 1;
                        line.clone()
                    })
                };
                match found {
                    Some(line) => return line,
                    None => heard.changed().await.expect("the client goes on listening"),
                }
            }
        };
        tokio::time::timeout(PATIENCE, found).await.unwrap_or_else(|_| {
            panic!(
                "{} waited for {words:?} in vain; {} messages cannot be decrypted; heard only:
{}",
                self.id,
                self.locked.load(Ordering::SeqCst),
                self.everything()
            )
        })
    }

    /// Waits for a line of somebody else that is like this, whatever was waited for before.
    pub async fn sees(&self, is_it: impl Fn(&Line) -> bool) -> Line {
        self.until("a certain line is there", || {
            self.heard.borrow().iter().find(|line| line.sender != self.id && is_it(line)).cloned()
        })
        .await
    }

    /// Waits for whatever comes next, from whomever.
    pub async fn hears_anything_new(&self) {
        let before = self.heard.borrow().len();
        self.until("something new is heard", || (self.heard.borrow().len() > before).then_some(())).await;
    }

    /// How often these words were heard so far.
    pub fn heard_so_far(&self, words: &str) -> usize {
        let others = self.lines();
        others.iter().filter(|line| line.sender != self.id && line.body.contains(words)).count()
    }

    pub fn lines(&self) -> Vec<Line> {
        self.heard.borrow().clone()
    }

    /// The joined room of this name, once it is there.
    pub async fn room_named(&self, name: &str) -> Room {
        self.until(&format!("a room called {name}"), || {
            self.client.joined_rooms().into_iter().find(|room| room.name().as_deref() == Some(name))
        })
        .await
    }

    /// Waits until something holds; it is looked at whenever something came in.
    pub async fn until<T>(&self, what: &str, holds: impl Fn() -> Option<T>) -> T {
        let mut heard = self.heard.clone();
        let waited = async {
            loop {
                heard.mark_unchanged();
                if let Some(found) = holds() {
                    return found;
                }
                heard.changed().await.expect("the client goes on listening");
            }
        };
        tokio::time::timeout(PATIENCE, waited).await.unwrap_or_else(|_| {
            panic!(
                "{} waited in vain until {what}; {} messages cannot be decrypted; heard only:
{}",
                self.id,
                self.locked.load(Ordering::SeqCst),
                self.everything()
            )
        })
    }

    fn everything(&self) -> String {
        self.lines()
            .iter()
            .map(|line| format!("  {}: {}\n", line.sender, line.body))
            .collect::<Vec<_>>()
            .concat()
    }
}

/// Enters where invited, and passes on every message; what cannot be decrypted yet is tried again.
async fn listen(
    client: Client,
    tell: watch::Sender<Vec<Line>>,
    enters: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
) {
    let mut filter = FilterDefinition::default();
    // A person scrolls back; this one gets everything at once.
    filter.room.timeline.limit = Some(1000_u32.into());
    let settings =
        SyncSettings::new().timeout(Duration::from_secs(20)).filter(Filter::FilterDefinition(filter));
    let mut locked = Vec::new();
    // The SDK's own loop waits for a second after a quick answer.
    loop {
        let response = client.sync_once(settings.clone()).await.expect("the client goes on listening");
        let invited = if enters.load(Ordering::SeqCst) { client.invited_rooms() } else { Vec::new() };
        for room in invited {
            // Somebody else may have taken the invitation back meanwhile.
            let _ = room.join().await;
        }
        let mut events = std::mem::take(&mut locked);
        for (room, news) in response.rooms.joined {
            events.extend(news.timeline.events.into_iter().map(|event| (room.clone(), event)));
        }
        // What was done in a room before one was shown out of it.
        for (room, news) in response.rooms.left {
            events.extend(news.timeline.events.into_iter().map(|event| (room.clone(), event)));
        }
        let mut lines = Vec::new();
        for (room, event) in events {
            let event = decrypt(&client, &room, event).await;
            match event.kind {
                TimelineEventKind::UnableToDecrypt { .. } => locked.push((room, event)),
                TimelineEventKind::Decrypted(_) => lines.extend(line(room, &event, true)),
                TimelineEventKind::PlainText { .. } => lines.extend(line(room, &event, false)),
            }
        }
        count.store(locked.len(), Ordering::SeqCst);
        tell.send_modify(|heard| heard.extend(lines));
    }
}

async fn decrypt(client: &Client, room: &OwnedRoomId, event: TimelineEvent) -> TimelineEvent {
    match (&event.kind, client.get_room(room)) {
        (TimelineEventKind::UnableToDecrypt { event: raw, .. }, Some(room)) => {
            let raw = raw.cast_ref_unchecked::<OriginalSyncRoomEncryptedEvent>();
            room.decrypt_event(raw, None).await.unwrap_or(event)
        }
        _ => event,
    }
}

fn line(room: OwnedRoomId, event: &TimelineEvent, encrypted: bool) -> Option<Line> {
    let event: Value = event.raw().deserialize_as_unchecked().ok()?;
    let content = &event["content"];
    // Who comes and goes is heard too ("[join]", "[leave]"), and what is done to messages ("[👍]", "[taken back]").
    let body = match event["type"].as_str()? {
        "m.room.message" => content["body"].as_str()?.to_owned(),
        "m.room.member" => format!("[{}]", content["membership"].as_str()?),
        "m.reaction" => format!("[{}]", content["m.relates_to"]["key"].as_str()?),
        "m.room.redaction" => "[taken back]".to_owned(),
        _ => return None,
    };
    Some(Line {
        room,
        event: event["event_id"].as_str()?.try_into().ok()?,
        sender: event["sender"].as_str()?.try_into().ok()?,
        body,
        encrypted,
        about: [&content["redacts"], &event["redacts"], &content["m.relates_to"]["event_id"]]
            .into_iter()
            .chain([&content["m.relates_to"]["m.in_reply_to"]["event_id"]])
            .find_map(|id| id.as_str()?.try_into().ok()),
        content: content.clone(),
    })
}
