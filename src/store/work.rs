//! What is done in one transaction.

use super::queries::outbox::Ended;
use super::queries::{audit, cases, conversations, inbox, links, meta, outbox};
use super::session::Session;
use super::{
    ConversationChange, Link, NewInbound, NewOutgoing, SendOutcome, StoreError, Turn, Write, Written,
};
use crate::model::{OutboxId, Timestamp};
use crate::privacy::Sealed;

/// Something that is carried out as a whole or not at all.
pub(super) trait Work: Send {
    /// The answer.
    type Output: Send;

    /// Whether something may be erased that must not linger.
    fn erases(&self) -> bool;

    /// Does it, inside a transaction that somebody else commits or rolls back.
    fn carry_out(
        self,
        session: &mut impl Session,
    ) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// [`Store::write`](super::Store::write).
pub(super) struct Batch<'a>(pub(super) &'a [Write]);

impl Work for Batch<'_> {
    type Output = Vec<Written>;

    fn erases(&self) -> bool {
        self.0.iter().any(|write| match write {
            Write::Turn(turn) => matches!(turn.conversation, Some(ConversationChange::Delete(_))),
            Write::Accept(_) | Write::SendBegun { .. } | Write::SendEnded { .. } => false,
        })
    }

    async fn carry_out(self, session: &mut impl Session) -> Result<Vec<Written>, StoreError> {
        let sorted = Sorted::new(self.0);
        let mut accepted = inbox::accept(session, &sorted.accepted).await?.into_iter();
        sorted.turns(session).await?;
        sorted.sendings(session).await?;
        outbox::add(session, &sorted.outgoing).await?;
        Ok(self
            .0
            .iter()
            .map(|write| match write {
                Write::Accept(_) => accepted.next().unwrap_or(Written::Duplicate),
                Write::Turn(_) | Write::SendBegun { .. } | Write::SendEnded { .. } => Written::Done,
            })
            .collect())
    }
}

/// The writes of a batch by what they are, so that the same is said of many rows at once. Within each kind they stand in
/// the order of the batch.
#[derive(Default)]
struct Sorted<'a> {
    accepted: Vec<&'a NewInbound>,
    turns: Vec<&'a Turn>,
    begun: Vec<OutboxId>,
    ended: Vec<(OutboxId, Timestamp, Ended)>,
    retried: Vec<(OutboxId, Timestamp)>,
    links: Vec<&'a Link>,
    receipts: Vec<&'a NewOutgoing>,
    outgoing: Vec<&'a NewOutgoing>,
}

impl<'a> Sorted<'a> {
    fn new(batch: &'a [Write]) -> Self {
        let mut sorted = Self::default();
        for write in batch {
            match write {
                Write::Accept(new) => sorted.accepted.push(new),
                Write::Turn(turn) => {
                    sorted.turns.push(turn);
                    sorted.outgoing.extend(&turn.outbox);
                }
                Write::SendBegun { id } => sorted.begun.push(*id),
                Write::SendEnded { id, at, outcome } => sorted.ended(*id, *at, outcome),
            }
        }
        sorted
    }

    fn ended(&mut self, id: OutboxId, at: Timestamp, outcome: &'a SendOutcome) {
        match outcome {
            SendOutcome::Delivered { link, then, next } => {
                self.ended.push((id, at, Ended::Delivered));
                self.begun.extend(next);
                self.links.extend(link);
                self.receipts.extend(then.as_deref());
            }
            SendOutcome::Retry { due_at } => self.retried.push((id, *due_at)),
            SendOutcome::Dead => self.ended.push((id, at, Ended::Dead)),
        }
    }

    /// All that turns change, but for what goes out.
    async fn turns(&self, session: &mut impl Session) -> Result<(), StoreError> {
        for turn in self.turns.iter().filter(|turn| turn.dead_letter) {
            inbox::set_aside(session, turn.inbox).await?;
        }
        // Before all else: a turn that was committed before stops here, whatever else it says.
        let handled: Vec<_> = self.turns.iter().map(|turn| (turn.inbox, turn.at)).collect();
        inbox::finish(session, &handled).await?;
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for change in self.turns.iter().filter_map(|turn| turn.conversation.as_ref()) {
            match change {
                ConversationChange::Insert(row) => new.push(row),
                ConversationChange::Update(row) => changed.push(row),
                ConversationChange::Delete(id) => conversations::delete(session, *id).await?,
            }
        }
        conversations::insert(session, &new).await?;
        conversations::update(session, &changed).await?;
        for turn in &self.turns {
            if let Some(case) = &turn.case {
                cases::save(session, case).await?;
                meta::case_given(session, case.number).await?;
            }
            if let Some(case) = turn.release {
                outbox::release(session, case).await?;
            }
            for (id, payload) in &turn.rewritten {
                outbox::rewrite(session, *id, payload).await?;
            }
            for entry in &turn.audit {
                audit::add(session, entry).await?;
            }
        }
        Ok(())
    }

    /// What became of messages.
    async fn sendings(&self, session: &mut impl Session) -> Result<(), StoreError> {
        outbox::begin(session, &self.begun).await?;
        outbox::end(session, &self.ended).await?;
        for (id, due_at) in &self.retried {
            outbox::retry(session, *id, *due_at).await?;
        }
        for link in &self.links {
            links::add(session, link).await?;
        }
        for receipt in &self.receipts {
            outbox::add_if_wanted(session, receipt).await?;
        }
        Ok(())
    }
}

/// [`Store::forget_event_keys`](super::Store::forget_event_keys).
pub(super) struct ForgetEventKeys {
    /// Keys handled before this moment.
    pub(super) before: Timestamp,
}

impl Work for ForgetEventKeys {
    type Output = u64;

    fn erases(&self) -> bool {
        true
    }

    async fn carry_out(self, session: &mut impl Session) -> Result<u64, StoreError> {
        inbox::forget(session, self.before).await
    }
}

/// [`Store::sweep`](super::Store::sweep): nothing but what follows every erasing transaction.
pub(super) struct Sweep;

impl Work for Sweep {
    type Output = ();

    fn erases(&self) -> bool {
        true
    }

    async fn carry_out(self, _: &mut impl Session) -> Result<(), StoreError> {
        Ok(())
    }
}

/// [`Store::key_proof`](super::Store::key_proof).
pub(super) struct KeyProof(pub(super) Sealed);

impl Work for KeyProof {
    type Output = Sealed;

    fn erases(&self) -> bool {
        false
    }

    async fn carry_out(self, session: &mut impl Session) -> Result<Sealed, StoreError> {
        meta::key_proof(session, self.0).await
    }
}
