//! What `lotse check` finds out about Matrix: everything that can be seen without touching the encryption state.
//!
//! A running bot has that state, and a second program on it would be a second user of one device. So all of this
//! asks over plain HTTP, with the session that the bot has kept. If there is none yet, a device is made for the
//! check alone and logged out again.

mod finding;

use jiff::SignedDuration;
use matrix_sdk::ruma::UserId;
use serde_json::{Value, json};

use super::fault::ConnectError;
use super::keep::Keep;
use super::plain::{Answer, Owner, Plain};
use super::{login, rooms};
use crate::desk::Room;
use crate::model::{Clock, Private};
use crate::ops::settings::{self, Credentials};
use crate::privacy::{Lookup, Vault};
pub use finding::Finding;

/// So far the machine's clock may be from the homeserver's.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(60);
/// What other clients show beside the device that is made for a check.
const DEVICE_NAME: &str = "lotse check";

/// Looks at everything that can be looked at; an empty answer means that all is well.
///
/// `vault` opens the kept session; `database` stands for the database, as in [`Parts`](super::Parts). Without
/// them less is looked at.
pub async fn check(
    settings: &settings::Matrix,
    desk: &settings::Desk,
    vault: Option<Vault>,
    database: Option<Lookup>,
    clock: &dyn Clock,
) -> Vec<Finding> {
    let mut look = Look { findings: Vec::new(), navigators: Vec::new() };
    look.ids(settings, desk);
    if let Err(last) = look.everything(settings, vault, database, clock).await {
        look.findings.push(last);
    }
    look.findings
}

struct Look {
    findings: Vec<Finding>,
    /// Those whose ids are ids.
    navigators: Vec<String>,
}

impl Look {
    fn ids(&mut self, settings: &settings::Matrix, desk: &settings::Desk) {
        if UserId::parse(&settings.user).is_err() {
            self.findings.push(Finding::User);
        }
        if desk.navigators.is_empty() {
            self.findings.push(Finding::NoNavigators);
        }
        for navigator in &desk.navigators {
            match UserId::parse(navigator.reveal()) {
                Ok(user) => self.navigators.push(user.to_string()),
                Err(_) => self.findings.push(Finding::NavigatorId(navigator.reveal().clone())),
            }
        }
    }

    /// One after the other; an error is something after which nothing else can be looked at.
    async fn everything(
        &mut self,
        settings: &settings::Matrix,
        vault: Option<Vault>,
        database: Option<Lookup>,
        clock: &dyn Clock,
    ) -> Result<(), Finding> {
        let plain = Plain::new(&settings.homeserver)?;
        self.homeserver(&plain, clock).await?;
        // What is wrong with the id was said already.
        let Ok(user) = UserId::parse(&settings.user) else { return Ok(()) };
        let credentials = settings.credentials().map_err(Finding::Credentials)?;
        let Some(vault) = vault else {
            self.findings.push(Finding::NotLooked);
            return Ok(());
        };
        let keep = Keep::look(&settings.store, vault);
        let known = login::known(&keep, &user).map_err(Finding::Start)?;
        let Some(session) = known.and_then(|account| account.session) else {
            self.findings.push(Finding::FirstStart);
            return self.first(&plain, user.as_str(), &credentials).await;
        };
        let token = match credentials {
            Credentials::Token(token) => token,
            Credentials::Password(_) => Private::new(session.tokens.access_token),
        };
        let plain = plain.with_token(token);
        self.session(&plain, &keep, user.as_str(), session.meta.device_id.as_str()).await?;
        match &database {
            Some(database) => self.queue(&plain, &keep, database, &user).await?,
            None => self.findings.push(Finding::NotLooked),
        }
        self.people(&plain).await
    }

    async fn homeserver(&mut self, plain: &Plain, clock: &dyn Clock) -> Result<(), Finding> {
        let answer = plain.get(&["versions"]).await?;
        let Some(versions) = answer.body.get("versions").and_then(Value::as_array) else {
            return Err(Finding::NoHomeserver);
        };
        let new_enough = |version: &Value| {
            let number = version.as_str().and_then(|version| version.strip_prefix("v1."));
            number.and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number >= 1)
        };
        if !versions.iter().any(new_enough) {
            self.findings.push(Finding::TooOld);
        }
        if let Some(theirs) = answer.date {
            let off = clock.now().duration_since(theirs).abs();
            if off > CLOCK_TOLERANCE {
                self.findings.push(Finding::Clock { seconds: off.as_secs() });
            }
        }
        Ok(())
    }

    /// The session that the bot has kept.
    async fn session(&mut self, plain: &Plain, keep: &Keep, user: &str, device: &str) -> Result<(), Finding> {
        let folder = || keep.folder().to_owned();
        match plain.owner().await? {
            Ok(Owner { user: owner, .. }) if owner != user => {
                return Err(Finding::Start(ConnectError::TokenOfOtherUser));
            }
            Ok(Owner { device: owner, .. }) if owner.as_deref() != Some(device) => {
                return Err(Finding::Start(ConnectError::TokenOfOtherDevice { folder: folder() }));
            }
            Ok(_) => {}
            Err(answer) if answer.status == 401 => {
                return Err(Finding::Start(ConnectError::SessionEnded { folder: folder() }));
            }
            Err(answer) => return Err(Finding::refused("say who the bot is", &answer)),
        }
        let keys = answered("show the bot's keys", plain.keys(&[user]).await?)?;
        let path = keep.folder().join(login::RECOVERY_KEY);
        match keys.device(user, device) {
            None => self.findings.push(Finding::NoKeys),
            Some(own) if !is_signed(&keys.body, user, own) => {
                self.findings.push(Finding::NotSigned { path: path.clone() });
            }
            Some(_) => {}
        }
        if !path.exists() {
            self.findings.push(Finding::NoRecoveryKey { path });
        }
        Ok(())
    }

    /// The room of the queue, and who is in it.
    async fn queue(
        &mut self,
        plain: &Plain,
        keep: &Keep,
        database: &Lookup,
        me: &UserId,
    ) -> Result<(), Finding> {
        let alias = format!(
            "#{}:{}",
            rooms::alias_name(keep, database, rooms::Site::Room(Room::Queue)),
            me.server_name()
        );
        let found = plain.get(&["v3", "directory", "room", &alias]).await?;
        let Some(room) = found.text("room_id").filter(|_| found.is_ok()) else {
            if found.status == 404 {
                self.findings.push(Finding::NoQueue);
                return Ok(());
            }
            return Err(Finding::refused("find the navigators' room", &found));
        };
        let state = plain.get(&["v3", "rooms", room, "state"]).await?;
        let state = answered("show the navigators' room", state)?;
        let events = state.body.as_array().map(Vec::as_slice).unwrap_or_default();
        let content =
            |kind: &str| events.iter().find(|event| event["type"] == kind && event["state_key"] == "");
        if content("m.room.encryption").is_none() {
            self.findings.push(Finding::QueueOpenText);
        }
        let rule = content("m.room.join_rules").map(|event| &event["content"]["join_rule"]);
        if rule.is_none_or(|rule| rule != "invite") {
            self.findings.push(Finding::QueueOpenDoor);
        }
        let membership = |user: &str| {
            events
                .iter()
                .find(|event| event["type"] == "m.room.member" && event["state_key"] == user)
                .and_then(|event| event["content"]["membership"].as_str())
        };
        for navigator in &self.navigators {
            match membership(navigator) {
                Some("join") => {}
                Some("invite") => self.findings.push(Finding::NotEntered(navigator.clone())),
                Some(_) | None => self.findings.push(Finding::NotInvited(navigator.clone())),
            }
        }
        let strangers = events
            .iter()
            .filter(|event| event["type"] == "m.room.member")
            .filter(|event| matches!(event["content"]["membership"].as_str(), Some("join" | "invite")))
            .filter_map(|event| event["state_key"].as_str())
            .filter(|user| *user != me.as_str() && !self.navigators.iter().any(|known| known == user));
        self.findings.extend(strangers.map(|stranger| Finding::Stranger(stranger.to_owned())));
        Ok(())
    }

    /// Whether the navigators exist and can decrypt.
    async fn people(&mut self, plain: &Plain) -> Result<(), Finding> {
        let navigators: Vec<&str> = self.navigators.iter().map(String::as_str).collect();
        if navigators.is_empty() {
            return Ok(());
        }
        let keys = answered("show the navigators' devices", plain.keys(&navigators).await?)?;
        let mut found = Vec::new();
        for navigator in navigators {
            let server = navigator.split_once(':').map_or("", |(_, server)| server);
            if keys.body["failures"].get(server).is_some() {
                // Their homeserver is away; that says nothing about them.
                continue;
            }
            let devices = keys.body["device_keys"].get(navigator).and_then(Value::as_object);
            if devices.is_some_and(|devices| !devices.is_empty()) {
                continue;
            }
            let profile = plain.get(&["v3", "profile", navigator]).await?;
            found.push(if profile.status == 404 {
                Finding::NoAccount(navigator.to_owned())
            } else {
                Finding::NoDevice(navigator.to_owned())
            });
        }
        self.findings.extend(found);
        Ok(())
    }

    /// Before the first start: whether it would let the bot in.
    async fn first(&mut self, plain: &Plain, user: &str, credentials: &Credentials) -> Result<(), Finding> {
        match credentials {
            Credentials::Token(token) => {
                let plain = plain.with_token(token.clone());
                let device = match plain.owner().await? {
                    Ok(Owner { user: owner, .. }) if owner != user => {
                        return Err(Finding::Start(ConnectError::TokenOfOtherUser));
                    }
                    Ok(Owner { device: None, .. }) => {
                        return Err(Finding::Start(ConnectError::TokenWithoutDevice));
                    }
                    Ok(Owner { device: Some(device), .. }) => device,
                    Err(answer) if answer.status == 401 => {
                        return Err(Finding::Start(ConnectError::TokenUnknown));
                    }
                    Err(answer) => return Err(Finding::refused("say whose the access token is", &answer)),
                };
                let keys = answered("show the bot's keys", plain.keys(&[user]).await?)?;
                if keys.device(user, &device).is_some() {
                    self.findings.push(Finding::Start(ConnectError::TokenInUse));
                }
                self.people(&plain).await
            }
            Credentials::Password(password) => {
                let login = json!({
                    "type": "m.login.password",
                    "identifier": { "type": "m.id.user", "user": user },
                    "password": password.reveal(),
                    "initial_device_display_name": DEVICE_NAME,
                });
                let answer = plain.post(&["v3", "login"], &login).await?;
                let token = match answer.text("access_token") {
                    Some(token) if answer.is_ok() => Private::from(token),
                    Some(_) | None if answer.status == 403 => {
                        return Err(Finding::Start(ConnectError::WrongPassword));
                    }
                    Some(_) | None => return Err(Finding::refused("let the bot log in", &answer)),
                };
                let plain = plain.with_token(token);
                let people = self.people(&plain).await;
                answered("log the check out again", plain.post(&["v3", "logout"], &json!({})).await?)?;
                people
            }
        }
    }
}

/// Whether the keys of a device carry a signature by the key that signs the devices of this user.
fn is_signed(keys: &Value, user: &str, device: &Value) -> bool {
    let signing = keys["self_signing_keys"][user]["keys"].as_object().into_iter().flatten();
    let signatures = device["signatures"][user].as_object();
    signing.map(|(id, _)| id).any(|id| signatures.is_some_and(|signatures| signatures.contains_key(id)))
}

fn answered(doing: &'static str, answer: Answer) -> Result<Answer, Finding> {
    if answer.is_ok() { Ok(answer) } else { Err(Finding::refused(doing, &answer)) }
}
