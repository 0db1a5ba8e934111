//! Events whose key has not come: kept, tried again, and after a while asked for once more.

use jiff::SignedDuration;
use matrix_sdk::Room;
use matrix_sdk::deserialized_responses::TimelineEventKind;
use matrix_sdk::ruma::serde::Raw;

use super::fault::Fault;
use super::listen::Ear;
use super::position::Undecrypted;
use super::read::Event;
use super::rooms::Place;
use super::send::address;
use crate::channel::{Did, Inbound};
use crate::dialogue::ContactInput;
use crate::model::EventId;

/// After so long an event without its key is given up.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What came of trying once more.
enum Tried {
    /// It was decrypted and handed on, or is given up.
    Done,
    /// Whoever wrote it is asked to repeat it.
    Asked,
    /// Nothing.
    InVain,
}

impl Ear<'_> {
    /// Tries once more to decrypt what could not be. True: something changed.
    pub(super) async fn try_keys_again(&mut self) -> Result<bool, Fault> {
        let mut changed = false;
        let mut at = 0;
        // Each stays in the position until it is done with: a failure in between loses none.
        while let Some(waiting) = self.position.undecrypted.get(at) {
            let asked = waiting.asked;
            match self.try_key_again(waiting).await? {
                Tried::Done => {
                    self.position.undecrypted.remove(at);
                    changed = true;
                }
                Tried::Asked => {
                    if let Some(waiting) = self.position.undecrypted.get_mut(at) {
                        waiting.asked = true;
                    }
                    changed |= !asked;
                    at += 1;
                }
                Tried::InVain => at += 1,
            }
        }
        Ok(changed)
    }

    async fn try_key_again(&self, waiting: &Undecrypted) -> Result<Tried, Fault> {
        let Some(room) = self.matrix.client.get_room(&waiting.room) else { return Ok(Tried::Done) };
        let event = self.decrypt(&waiting.room, Raw::from_json(waiting.raw.clone())).await;
        if !matches!(event.kind, TimelineEventKind::UnableToDecrypt { .. }) {
            let place = self.matrix.place(&room).await?;
            return match self.known(&room, place, &event).await {
                Err(Fault::Refused(reason)) => {
                    tracing::warn!(reason, "something that came late could not be answered");
                    Ok(Tried::Done)
                }
                done => done.map(|()| Tried::Done),
            };
        }
        let waited = self.matrix.clock.now().duration_since(waiting.since);
        if waited >= FORGET_AFTER {
            return Ok(Tried::Done);
        }
        if waited > self.matrix.repeat_after && !waiting.asked {
            self.undecryptable(&room, waiting).await?;
            return Ok(Tried::Asked);
        }
        Ok(Tried::InVain)
    }

    /// The key has not come for so long that whoever wrote it is asked to repeat it, and the desk is told.
    async fn undecryptable(&self, room: &Room, waiting: &Undecrypted) -> Result<(), Fault> {
        tracing::warn!("something could not be decrypted for a while; whoever sent it is asked to repeat it");
        let Ok(event) = serde_json::from_str::<Event>(waiting.raw.get()) else { return Ok(()) };
        // The event itself may still be decrypted later: this is another.
        let id = EventId::new(format!("{} undecryptable", event.id));
        let inbound = match self.matrix.place(room).await? {
            Place::Direct if self.is_between_two(room, &event.sender).await? => {
                let address = address(room.room_id(), &event.sender);
                Inbound::contact(address, id, ContactInput::Undecryptable)
            }
            Place::Desk(place) => {
                let Some(navigator) = self.navigator(room, &event.sender).await? else { return Ok(()) };
                Inbound::Desk { navigator, room: place, event: id, did: Did::Undecryptable }
            }
            Place::Direct | Place::Foreign | Place::Space => return Ok(()),
        };
        Ok(self.inlet.accept(inbound).await?)
    }
}
