//! What the homeserver knows: what happened in the rooms, and what the bot tried.

use std::collections::BTreeMap;
use std::time::Instant;

use lotse::model::{Clock as _, SystemClock, Timestamp};
use serde_json::{Value, json};
use wiremock::Request;

/// The bot tried to send something.
#[derive(Debug, Clone)]
pub struct Try {
    pub room: String,
    pub kind: String,
    pub transaction: String,
    pub at: Instant,
    pub when: Timestamp,
}

/// What the homeserver knows.
#[derive(Debug, Default)]
pub struct Known {
    /// What happened, in order: in which room, in which part of a sync response, the event.
    log: Vec<(String, Part, Value)>,
    pub tries: Vec<Try>,
    /// The events that were made, by room and transaction id.
    made: BTreeMap<(String, String), String>,
    /// Paths of requests other than syncs, in order.
    pub asked: Vec<String>,
    pub syncs: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Invited,
    Joined,
    Left,
}

pub fn room_of(name: &str) -> String {
    format!("!chat-{name}:localhost")
}

pub fn user(name: &str) -> String {
    format!("@{name}:localhost")
}

pub fn member(who: &str, membership: &str) -> Value {
    json!({ "type": "m.room.member", "state_key": who, "sender": who, "content": { "membership": membership } })
}

/// The room in the path of a request.
pub fn room_in(request: &Request) -> String {
    let path = request.url.path().replace("%21", "!").replace("%3A", ":");
    let room = path.split('/').find(|part| part.starts_with('!'));
    room.unwrap_or_default().to_owned()
}

impl Known {
    pub fn happens(&mut self, room: &str, part: Part, mut event: Value) {
        let number = self.log.len();
        event["event_id"] = json!(format!("$event-{number}:localhost"));
        event["origin_server_ts"] = json!(1_700_000_000_000_u64 + number as u64);
        self.log.push((room.to_owned(), part, event));
    }

    /// What a sync from here on brings.
    pub fn since(&self, place: usize) -> Value {
        let mut rooms = json!({ "join": {}, "invite": {}, "leave": {} });
        for (room, part, event) in self.log.iter().skip(place) {
            let (part, list) = match part {
                Part::Invited => ("invite", "invite_state"),
                Part::Joined => ("join", "timeline"),
                Part::Left => ("leave", "timeline"),
            };
            let events = &mut rooms[part][room][list]["events"];
            if events.is_null() {
                *events = json!([]);
            }
            events.as_array_mut().unwrap().push(event.clone());
        }
        json!({
            "next_batch": format!("s{}", self.end()),
            "rooms": rooms,
            "device_one_time_keys_count": { "signed_curve25519": 50 },
        })
    }

    /// Who came and went last, for everybody who was ever in a room.
    pub fn members(&self, room: &str) -> Vec<Value> {
        let moves =
            self.log.iter().filter(|(in_room, _, event)| in_room == room && event["type"] == "m.room.member");
        let last: BTreeMap<_, _> =
            moves.map(|(_, _, event)| (event["state_key"].to_string(), with_room(event, room))).collect();
        last.into_values().collect()
    }

    /// The place in the log behind everything that happened.
    pub fn end(&self) -> usize {
        self.log.len()
    }

    /// The event for this request: the same for the same transaction id.
    pub fn make(&mut self, request: &Request) -> Value {
        let sent = tried(request).unwrap();
        let number = self.made.len();
        let id = self
            .made
            .entry((sent.room, sent.transaction))
            .or_insert_with(|| format!("$made-{number}:localhost"));
        json!({ "event_id": id })
    }

    /// How the bot tried to speak in this chat, keycaps left out.
    pub fn tries(&self, name: &str) -> Vec<Try> {
        let room = room_of(name);
        self.tries
            .iter()
            .filter(|sent| sent.room == room && sent.kind == "m.room.encrypted")
            .cloned()
            .collect()
    }

    /// How many different things the bot has said in this chat: events that exist, keycaps left out.
    pub fn said(&self, name: &str) -> usize {
        let mut tried: Vec<_> = self.tries(name).into_iter().map(|sent| sent.transaction).collect();
        tried.sort();
        tried.dedup();
        tried.into_iter().filter(|id| self.made.contains_key(&(room_of(name), id.clone()))).count()
    }
}

pub fn tried(request: &Request) -> Option<Try> {
    let path = request.url.path();
    let mut parts = path.split('/').skip_while(|part| *part != "send").skip(1);
    let (kind, transaction) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    Some(Try {
        room: room_in(request),
        kind,
        transaction,
        at: Instant::now(),
        when: SystemClock::default().now(),
    })
}

fn with_room(event: &Value, room: &str) -> Value {
    let mut event = event.clone();
    event["room_id"] = json!(room);
    event
}
