//! From what is to be said and done to rows of the outbox.

use std::sync::Arc;

use super::core::{Core, print};
use super::error::RuntimeError;
use super::matter::Matter;
use super::parcel::Parcel;
use super::stored::{Departure, Origin, Receipt, about_outbox};
use super::told::{Told, Traces};
use crate::channel::{Act, Destination, Reference};
use crate::desk::{Card, Notice, Outgoing, Room};
use crate::dialogue::{Relayed, Say};
use crate::model::{Address, CaseNumber, ConversationId, Message, OutboxId, Private, Timestamp};
use crate::privacy::{DataKey, Lookup};
use crate::store::{InboxSeq, NewOutgoing, Turn};
use crate::text::Surroundings;

/// The mark on what was not delivered.
const FAILED: &str = "❌";

/// Whose what is said is: a conversation, with the key that seals it.
pub(super) type Owner<'a> = Option<(ConversationId, &'a Arc<DataKey>)>;

/// Where a decision belongs.
pub(super) struct Place<'a> {
    /// The contact.
    pub(super) address: &'a Address,
    /// What it is about.
    pub(super) matter: &'a Matter,
    /// Whose it is.
    pub(super) owner: Owner<'a>,
    /// The case that nobody has yet: what goes to its room is held back.
    pub(super) waiting: Option<CaseNumber>,
    /// Since when whoever has the case has it: what was said before, they cannot see where it stands.
    pub(super) since: Timestamp,
}

impl Place<'_> {
    /// Whether a message is seen by whoever reads the place now.
    fn is_seen(&self, told: &Told, to: &Destination) -> bool {
        match to {
            Destination::Case(_) => told.held || told.at >= self.since,
            Destination::Contact(_) | Destination::Queue => true,
        }
    }
}

/// The rows of one turn, while they are being made.
pub(super) struct Packing<'a> {
    core: &'a Core,
    now: Timestamp,
    pub(super) turn: Turn,
    pub(super) parcels: Vec<Parcel>,
    pub(super) forgotten: Option<ConversationId>,
}

/// Where everything addressed to one place is kept in order.
pub(super) fn target(core: &Core, to: &Destination) -> Lookup {
    let vault = &core.parts.vault;
    match to {
        Destination::Contact(address) => {
            vault.lookup("to contact", &[address.channel.name().as_bytes(), address.id.reveal().as_bytes()])
        }
        Destination::Queue => vault.lookup("to queue", &[]),
        Destination::Case(number) => vault.lookup("to case", &[&number.0.to_be_bytes()]),
    }
}

const fn at(room: Room) -> Destination {
    match room {
        Room::Queue => Destination::Queue,
        Room::Case(number) => Destination::Case(number),
    }
}

/// The words of a copy that can be changed later.
fn words_of_notice(notice: &Notice) -> Option<Private<String>> {
    let Notice::FromContact { relayed, .. } = notice else { return None };
    match relayed {
        Relayed::Text(words) | Relayed::Edited { words, .. } => Some(words.clone()),
        Relayed::File(file) => file.caption.clone(),
    }
}

fn words_of_say(say: &Say) -> Option<Private<String>> {
    if let Say::FromNavigator(words) = say {
        Some(words.clone())
    } else if let Say::FileFromNavigator(file) = say {
        file.caption.clone()
    } else {
        None
    }
}

impl<'a> Packing<'a> {
    pub(super) fn new(core: &'a Core, inbox: InboxSeq, now: Timestamp) -> Self {
        let turn = Turn {
            inbox,
            dead_letter: false,
            at: now,
            conversation: None,
            case: None,
            release: None,
            rewritten: Vec::new(),
            outbox: Vec::new(),
            audit: Vec::new(),
        };
        Self { core, now, turn, parcels: Vec::new(), forgotten: None }
    }

    /// Packs one thing that is to be said or done.
    pub(super) fn outgoing(&mut self, outgoing: Outgoing, place: &Place<'_>) -> Result<(), RuntimeError> {
        let contact = &Destination::Contact(place.address.clone());
        match outgoing {
            Outgoing::Contact(say) => self.say(contact, self.contact(&say, place), place),
            Outgoing::ContactCopy { say, receipt, room } => {
                let origin = place.matter.origin(words_of_say(&say));
                let receipt = self.receipt(&receipt, room, place);
                self.copy(contact, self.contact(&say, place), origin.as_ref(), receipt, place)
            }
            Outgoing::ContactEdit { say, receipt, room } => {
                let origin = place.matter.origin(words_of_say(&say));
                let receipt = self.receipt(&receipt, room, place);
                self.edit(contact, self.contact(&say, place), origin.as_ref(), receipt, place)
            }
            Outgoing::ContactRetract { receipt, room } => {
                let receipt = receipt.and_then(|receipt| self.receipt(&receipt, room, place));
                self.retract(contact, receipt, place)
            }
            Outgoing::ContactReact(key) => self.react(contact, key, place),
            Outgoing::Queue(notice) => self.say(&Destination::Queue, self.desk(&notice), place),
            Outgoing::Card { card, anew } => self.card(card, anew, place),
            Outgoing::Case(number, notice) => self.say(&Destination::Case(number), self.desk(&notice), place),
            Outgoing::CaseFailure(number, notice) => {
                self.react(&Destination::Case(number), FAILED.to_owned(), place)?;
                let messages = self.desk(&notice);
                self.copy(&Destination::Case(number), messages, None, None, place)
            }
            Outgoing::History(number) => self.history(number, place),
            Outgoing::CaseCopy(number, notice) => {
                let origin = place.matter.origin(words_of_notice(&notice));
                self.copy(&Destination::Case(number), self.desk(&notice), origin.as_ref(), None, place)
            }
            Outgoing::CaseEdit(number, notice) => {
                let origin = place.matter.origin(words_of_notice(&notice));
                self.edit(&Destination::Case(number), self.desk(&notice), origin.as_ref(), None, place)
            }
            Outgoing::CaseRetract(number) => self.retract(&Destination::Case(number), None, place),
            Outgoing::CaseReact(number, key) => self.react(&Destination::Case(number), key, place),
        }
    }

    fn contact(&self, say: &Say, place: &Place<'_>) -> Vec<Message> {
        let surroundings = Surroundings { channel: place.address.channel, ..self.core.surroundings() };
        self.core.parts.texts.contact(say, &surroundings)
    }

    fn desk(&self, notice: &Notice) -> Vec<Message> {
        self.core.parts.texts.desk(notice, &self.core.surroundings())
    }

    fn receipt(&self, notice: &Notice, room: Room, place: &Place<'_>) -> Option<Receipt> {
        // A receipt is one message: it is a sentence.
        let message = self.desk(notice).into_iter().next()?;
        Some(Receipt { to: at(room), on: place.matter.marked.clone(), message })
    }

    fn say(
        &mut self,
        to: &Destination,
        messages: Vec<Message>,
        place: &Place<'_>,
    ) -> Result<(), RuntimeError> {
        for message in messages {
            self.departure(Departure::said(to.clone(), message), place)?;
        }
        Ok(())
    }

    /// Copies of what came in; they answer the counterpart of what that answered, and the last brings the receipt.
    fn copy(
        &mut self,
        to: &Destination,
        messages: Vec<Message>,
        origin: Option<&Origin>,
        mut receipt: Option<Receipt>,
        place: &Place<'_>,
    ) -> Result<(), RuntimeError> {
        let last = messages.len().saturating_sub(1);
        for (at, message) in messages.into_iter().enumerate() {
            let reply_to = place.matter.counterpart.clone().filter(|_| at == 0);
            self.departure(
                Departure {
                    act: Act::Say { message, reply_to },
                    origin: origin.cloned(),
                    receipt: receipt.take_if(|_| at == last),
                    ..Departure::nothing(to.clone())
                },
                place,
            )?;
        }
        Ok(())
    }

    /// The copies say something else from now on. What does not fit into as many messages is said anew; a copy too
    /// many is taken back, unless it brings a file, whose words alone have changed.
    fn edit(
        &mut self,
        to: &Destination,
        messages: Vec<Message>,
        origin: Option<&Origin>,
        mut receipt: Option<Receipt>,
        place: &Place<'_>,
    ) -> Result<(), RuntimeError> {
        let mut copies: Vec<&Told> = place
            .matter
            .copies
            .iter()
            .filter(|told| matches!(told.departure.act, Act::Say { .. }) && place.is_seen(told, to))
            .collect();
        // Long words of a file went out by themselves: it is there that they change.
        copies.sort_by_key(|told| told.brings_file());
        let last = messages.len().saturating_sub(1);
        let surplus = copies.iter().skip(messages.len()).filter(|told| !told.brings_file());
        let surplus: Vec<_> = surplus.map(|told| Act::Retract { copy: Reference::Copy(told.id) }).collect();
        for (at, message) in messages.into_iter().enumerate() {
            let act = match copies.get(at) {
                Some(told) => Act::Replace { copy: Reference::Copy(told.id), message, quiet: false },
                None => Act::Say { message, reply_to: None },
            };
            let receipt = receipt.take_if(|_| at == last);
            let departure =
                Departure { act, origin: origin.cloned(), receipt, ..Departure::nothing(to.clone()) };
            self.departure(departure, place)?;
        }
        for act in surplus {
            let awaited = matches!(to, Destination::Contact(_));
            self.departure(Departure { act, awaited, ..Departure::nothing(to.clone()) }, place)?;
        }
        Ok(())
    }

    /// The copies are taken back: nothing of them is kept, what was not sent yet is not sent any more.
    fn retract(
        &mut self,
        to: &Destination,
        mut receipt: Option<Receipt>,
        place: &Place<'_>,
    ) -> Result<(), RuntimeError> {
        let Some((_, key)) = place.owner else { return Ok(()) };
        for told in &place.matter.copies {
            let gone = print(&told.departure.taken_back())?;
            self.turn.rewritten.push((told.id, key.seal(&about_outbox(told.id), &gone)));
        }
        let sent = |told: &&Told| match told.departure.act {
            // What was changed stands in an event of its own.
            Act::Say { .. } | Act::React { .. } | Act::Replace { .. } => !told.held,
            Act::Retract { .. } | Act::Dissolve => false,
        };
        for told in place.matter.copies.iter().filter(sent) {
            let act = Act::Retract { copy: Reference::Copy(told.id) };
            let receipt = receipt.take();
            // A reaction that stays is not worth a word; each message that stays with the contact is.
            let is_message = !matches!(told.departure.act, Act::React { .. });
            let awaited = is_message && matches!(to, Destination::Contact(_));
            self.departure(Departure { act, receipt, awaited, ..Departure::nothing(to.clone()) }, place)?;
        }
        Ok(())
    }

    fn react(&mut self, to: &Destination, key: String, place: &Place<'_>) -> Result<(), RuntimeError> {
        let Some(counterpart) = place.matter.counterpart.clone() else { return Ok(()) };
        let act = Act::React { to: counterpart, key, instead: None };
        let origin = place.matter.origin(None);
        self.departure(Departure { act, origin, ..Departure::nothing(to.clone()) }, place)
    }

    /// All cards of the case show its state.
    fn card(&mut self, card: Card, anew: bool, place: &Place<'_>) -> Result<(), RuntimeError> {
        let case = card.case;
        let messages = self.desk(&Notice::Card(card));
        let departures = |act| Departure { act, card: Some(case), ..Departure::nothing(Destination::Queue) };
        for message in messages {
            for copy in &place.matter.cards {
                let mut message = message.clone();
                message.alerts = false;
                let quiet = anew || Some(copy) != place.matter.cards.last();
                let copy = Reference::Copy(*copy);
                self.departure(departures(Act::Replace { copy, message, quiet }), place)?;
            }
            if anew || place.matter.cards.is_empty() {
                self.departure(departures(Act::Say { message, reply_to: None }), place)?;
            }
        }
        Ok(())
    }

    fn history(&mut self, case: CaseNumber, place: &Place<'_>) -> Result<(), RuntimeError> {
        let to = &Destination::Case(case);
        let history = &place.matter.history;
        self.say(to, self.desk(&Notice::History { case, lines: history.lines.clone() }), place)?;
        for file in &history.files {
            self.say(to, self.desk(&Notice::File { case, file: file.clone() }), place)?;
        }
        Ok(())
    }

    fn departure(&mut self, departure: Departure, place: &Place<'_>) -> Result<(), RuntimeError> {
        let held_for = match departure.to {
            Destination::Case(number) => place.waiting.filter(|waiting| *waiting == number),
            Destination::Contact(_) | Destination::Queue => None,
        };
        self.add(departure, place.owner, held_for)
    }

    /// Removes what is left at the desk of a conversation that is forgotten.
    pub(super) fn dissolve(&mut self, traces: &Traces) -> Result<(), RuntimeError> {
        for card in &traces.cards {
            let act = Act::Retract { copy: Reference::Original(card.clone()) };
            self.act(Destination::Queue, act, None, None)?;
        }
        for number in &traces.rooms {
            self.act(Destination::Case(*number), Act::Dissolve, None, None)?;
        }
        Ok(())
    }

    /// Packs something that belongs to no decision about a conversation.
    pub(super) fn act(
        &mut self,
        to: Destination,
        act: Act<Reference>,
        owner: Owner<'_>,
        held_for: Option<CaseNumber>,
    ) -> Result<(), RuntimeError> {
        self.add(Departure { act, ..Departure::nothing(to) }, owner, held_for)
    }

    fn add(
        &mut self,
        departure: Departure,
        owner: Owner<'_>,
        held_for: Option<CaseNumber>,
    ) -> Result<(), RuntimeError> {
        let (row, parcel) = seal(self.core, departure, owner, held_for, self.now)?;
        self.turn.outbox.push(row);
        if held_for.is_none() {
            self.parcels.push(parcel);
        }
        Ok(())
    }
}

/// One row of the outbox, and the same as a parcel.
pub(super) fn seal(
    core: &Core,
    departure: Departure,
    owner: Owner<'_>,
    held_for: Option<CaseNumber>,
    now: Timestamp,
) -> Result<(NewOutgoing, Parcel), RuntimeError> {
    let id = OutboxId::new(now, &*core.parts.entropy);
    let target = target(core, &departure.to);
    let plain = print(&departure)?;
    let payload = match owner {
        Some((_, key)) => key.seal(&about_outbox(id), &plain),
        None => core.parts.vault.seal(&about_outbox(id), &plain),
    };
    let conversation = owner.map(|(id, _)| id);
    let row = NewOutgoing { id, target, conversation, payload, held_for, begun: false, created_at: now };
    let parcel = Parcel {
        id,
        departure,
        half_sent: false,
        begun: false,
        together: 1,
        target,
        conversation,
        key: owner.map(|(_, key)| Arc::clone(key)),
        attempts: 0,
        due_at: now,
        created_at: now,
    };
    Ok((row, parcel))
}
