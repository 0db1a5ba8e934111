//! One attempt to send a message: what it is about and who is to read it is looked up at the last moment.

use super::super::error::RuntimeError;
use super::super::parcel::Parcel;
use super::Delivery;
use crate::channel::{Contents, Destination, Envelope, Reference, SendError, Sent};
use crate::desk::{CaseState, Undeliverable};
use crate::model::{Address, Attachment, CaseNumber};

impl Delivery {
    /// Tries once. `begun` of the parcel is used up by it.
    pub(super) async fn send(&self, parcel: &mut Parcel) -> Result<Sent, SendError> {
        const LATER: SendError = SendError::Later { retry_after: None };
        // Whatever comes of this try, the next one is to be recorded anew.
        let begun = std::mem::take(&mut parcel.begun);
        let to = &parcel.departure.to;
        // The channel may have been switched off in the settings; it may be switched on again.
        let channel = self.channels.carrying(to).ok_or(LATER)?;
        let about = self.about(parcel).await.map_err(|error| {
            tracing::error!(%error, "a message that was sent before could not be looked up; it is tried again");
            LATER
        })?;
        let id = match about {
            Sent::As(id) => Some(id),
            Sent::Unnamed if parcel.takes_back() => {
                return Err(SendError::Never(Undeliverable::StillThere));
            }
            Sent::Unnamed | Sent::Nothing => None,
        };
        // It was taken back, or what it is about never was out.
        let act = if parcel.departure.is_void() { None } else { parcel.departure.act.clone().resolved(id) };
        let Some(act) = act else { return Ok(Sent::Nothing) };
        let enclosed = match act.message().and_then(|message| message.enclosure.as_ref()) {
            Some(enclosure) => Some(self.fetch(&enclosure.file).await?),
            None => None,
        };
        if !begun && !self.begin_now(parcel).await {
            return Err(LATER);
        }
        let case = match to {
            Destination::Case(case) => Some(*case),
            // A card that can be taken may be late: somebody may have taken its case meanwhile.
            Destination::Queue => act.message().and_then(|message| message.claims),
            Destination::Contact(_) => None,
        };
        let navigator = match case {
            // Asked at the last moment, because what was held was written before anybody had the case.
            Some(case) => self.navigator(case).await.map_err(|error| {
                tracing::error!(%error, "who has a case could not be looked up; it is tried again");
                LATER
            })?,
            None => None,
        };
        let Parcel { id, half_sent, together, .. } = *parcel;
        let to = to.clone();
        channel.send(&Envelope { id, to, act, enclosed, half_sent, together, navigator }).await
    }

    /// What stands on the platform of the message that this is about.
    async fn about(&self, parcel: &Parcel) -> Result<Sent, RuntimeError> {
        Ok(match (parcel.departure.act.about(), &parcel.key) {
            (Some(Reference::Original(event)), _) => Sent::As(event.clone()),
            (Some(Reference::Copy(copy)), Some(key)) => self.core.stands(*copy, key).await?,
            (Some(Reference::Copy(_)), None) | (None, _) => Sent::Nothing,
        })
    }

    /// The contents of a file, from the channel by which it came.
    async fn fetch(&self, file: &Attachment) -> Result<Contents, SendError> {
        let channel = self.channels.called(file.from).ok_or(SendError::Later { retry_after: None })?;
        channel.fetch(file, self.core.parts.duty.files.most_bytes()).await
    }

    /// Who has a case now, or had it last.
    async fn navigator(&self, case: CaseNumber) -> Result<Option<Address>, RuntimeError> {
        let Some(row) = self.core.parts.store.conversation_of(case).await? else { return Ok(None) };
        let known = self.core.open(row)?.conversation.case.filter(|known| known.number == case);
        Ok(known.and_then(|case| match case.state {
            CaseState::Waiting => None,
            CaseState::Claimed { by } | CaseState::Closed { by } | CaseState::Blocked { by } => {
                Some(by.address)
            }
        }))
    }
}
