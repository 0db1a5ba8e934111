//! From an event in a room to what somebody did, for the inbox.

use matrix_sdk::ruma::{EventId as MatrixEventId, UserId};
use matrix_sdk::{Room, RoomMemberships};

use super::fault::{Fault, forbidden};
use super::listen::Ear;
use super::read::{Event, Heard};
use super::send::address;
use super::{lock, write};
use crate::channel::{Did, Inbound};
use crate::desk::{self, Change, Command, Navigator, Typed};
use crate::dialogue::ContactInput;
use crate::model::{Address, Channel as ChannelName, EventId, Private};
use crate::text::Sign;

/// What a contact did, as the inbox takes it.
enum Done {
    Input(ContactInput, Option<EventId>),
    Change(EventId, Change),
}

impl Ear<'_> {
    pub(super) async fn contact(&self, room: &Room, event: &Event) -> Result<(), Fault> {
        let me = self.matrix.me.as_str();
        let done = match event.heard() {
            Heard::Joined(who) if who == me => return self.opened(room, event).await,
            Heard::Left(who) if who != me => {
                // An empty room does no harm until the next look.
                if self.matrix.leave_if_empty(room).await.is_err() {
                    tracing::warn!("an empty room could not be left");
                }
                return Ok(());
            }
            Heard::Joined(_) | Heard::Left(_) | Heard::Nothing => return Ok(()),
            _ if event.sender == me => return Ok(()),
            Heard::Text { text, reply_to } => Done::Input(ContactInput::Text(text), reply_to),
            Heard::File { file, reply_to } => Done::Input(ContactInput::File(file), reply_to),
            Heard::Unreadable { reply_to } => Done::Input(ContactInput::Unreadable, reply_to),
            Heard::Edit { of, text } => Done::Change(of, Change::Edited(text)),
            Heard::Redaction { of } => self.taken_back(room, of).await?,
            Heard::Reaction { to, key } => match self.tapped(room, &to, &key).await? {
                Some(input) => Done::Input(input, None),
                None => Done::Change(EventId::new(to), Change::Reacted(Private::new(key))),
            },
        };
        if !self.is_between_two(room, &event.sender).await? {
            return Ok(());
        }
        let address = address(room.room_id(), &event.sender);
        let event = EventId::new(event.id.as_str());
        let inbound = match done {
            Done::Input(input, reply_to) => {
                Inbound::Contact { address, event, message: None, input, reply_to }
            }
            Done::Change(of, change) => Inbound::ContactChange { address, event, message: None, of, change },
        };
        Ok(self.inlet.accept(inbound).await?)
    }

    /// A message or a reaction is taken back. Which of the two it was still stands in what is left of it.
    async fn taken_back(&self, room: &Room, of: EventId) -> Result<Done, Fault> {
        let left = event_of(room, of.as_str()).await?;
        let is_reaction = left.is_some_and(|left| left.is_reaction());
        Ok(Done::Change(of, if is_reaction { Change::Unreacted } else { Change::Retracted }))
    }

    /// We are in the room now: whoever is there with us opened a chat.
    async fn opened(&self, room: &Room, event: &Event) -> Result<(), Fault> {
        let members = room.members(RoomMemberships::ACTIVE).await?;
        let other = members.iter().find(|member| member.user_id() != self.matrix.me);
        let Some(other) = other.map(|member| member.user_id().to_owned()) else {
            self.matrix.leave_if_empty(room).await?;
            return Ok(());
        };
        if !self.is_between_two(room, other.as_str()).await? {
            return Ok(());
        }
        let address = address(room.room_id(), other.as_str());
        let event = EventId::new(event.id.as_str());
        Ok(self.inlet.accept(Inbound::contact(address, event, ContactInput::Opened)).await?)
    }

    /// Whether nobody but this person and us is in the room. If somebody is, we say so and go.
    pub(super) async fn is_between_two(&self, room: &Room, user: &str) -> Result<bool, Fault> {
        if room.state() != matrix_sdk::RoomState::Joined {
            // What was written before we were removed still counts; not what was said where we left by ourselves.
            return Ok(!lock(&self.matrix.left_in_words).contains(room.room_id()));
        }
        let members = room.members(RoomMemberships::ACTIVE).await?;
        let stranger =
            members.iter().any(|member| member.user_id() != self.matrix.me && member.user_id() != user);
        if stranger {
            self.matrix.leave_with(room, Sign::OnlyDirect).await;
        }
        Ok(!stranger)
    }

    /// Which choice a reaction stands for.
    async fn tapped(&self, room: &Room, to: &str, key: &str) -> Result<Option<ContactInput>, Fault> {
        let Some(place) = write::number(key).and_then(|number| number.checked_sub(1)) else {
            return Ok(None);
        };
        let mark = self.mark_of(room, to).await?;
        let choice = mark.choices.get(place).cloned();
        Ok(choice.map(|choice| ContactInput::Tapped { step: mark.step, choice }))
    }

    /// What a tap on one of our own messages means.
    async fn mark_of(&self, room: &Room, to: &str) -> Result<write::Mark, Fault> {
        let ours = event_of(room, to).await?.filter(|event| event.sender == self.matrix.me);
        Ok(ours.map(|event| write::mark(&event.content)).unwrap_or_default())
    }

    pub(super) async fn desk(
        &self,
        room: &Room,
        place: desk::Room,
        event: &Event,
        encrypted: bool,
    ) -> Result<(), Fault> {
        let Some(navigator) = self.navigator(room, &event.sender).await? else { return Ok(()) };
        let did = match event.heard() {
            Heard::Reaction { to, key } => match self.mark_of(room, &to).await?.claims {
                Some(case) if place == desk::Room::Queue && write::claims(&key) => {
                    Did::Typed { text: Private::new(Command::claim_line(case)), reply_to: None }
                }
                Some(_) | None => {
                    Did::Changed { of: EventId::new(to), change: Change::Reacted(Private::new(key)) }
                }
            },
            Heard::Redaction { of } => match self.taken_back(room, of).await? {
                Done::Change(of, change) => Did::Changed { of, change },
                Done::Input(..) => return Ok(()),
            },
            Heard::Joined(_) | Heard::Left(_) | Heard::Nothing => return Ok(()),
            // Whoever can write to the homeserver's database could write this; only the encrypted word counts.
            Heard::Text { .. } | Heard::File { .. } | Heard::Edit { .. } | Heard::Unreadable { .. }
                if !encrypted =>
            {
                return Ok(());
            }
            Heard::Text { text, reply_to } => Did::Typed { text: by_id(event, text), reply_to },
            Heard::File { file, reply_to } => Did::Sent { file, reply_to },
            Heard::Edit { of, text } => Did::Changed { of, change: Change::Edited(text) },
            Heard::Unreadable { reply_to } => Did::Unreadable { reply_to },
        };
        let event = EventId::new(event.id.as_str());
        Ok(self.inlet.accept(Inbound::Desk { navigator, room: place, event, did }).await?)
    }

    /// Who this is at the desk. Only the settings say who is a navigator.
    pub(super) async fn navigator(&self, room: &Room, sender: &str) -> Result<Option<Navigator>, Fault> {
        let Ok(user) = <&UserId>::try_from(sender) else { return Ok(None) };
        if !self.matrix.navigators.iter().any(|known| known == user) {
            return Ok(None);
        }
        let member = room.get_member_no_sync(user).await?;
        let name = member.as_ref().map_or_else(|| user.localpart(), |member| member.name()).to_owned();
        Ok(Some(Navigator { address: Address::new(ChannelName::Matrix, sender), name: Private::new(name) }))
    }
}

/// A colleague can be called many names in a client; who gets a case is told by their id, if they are mentioned.
fn by_id(event: &Event, text: Private<String>) -> Private<String> {
    match (desk::parse(text.reveal()), event.mentioned()) {
        (Typed::Command(Command::Transfer(_)), Some(user)) => {
            Private::new(Command::transfer_line(user.as_str()))
        }
        (_, _) => text,
    }
}

/// The event of this id, as it is now. `None`: it is not there, or is no event of a person.
pub(super) async fn event_of(room: &Room, id: &str) -> Result<Option<Event>, matrix_sdk::Error> {
    let Ok(id) = MatrixEventId::parse(id) else { return Ok(None) };
    match room.event(&id, None).await {
        Ok(event) => Ok(event.raw().deserialize_as_unchecked::<Event>().ok()),
        Err(error) if forbidden(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
