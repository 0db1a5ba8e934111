//! What is done in one transaction.

use super::queries::{audit, cases, conversations, inbox, links, meta, outbox};
use super::session::Session;
use super::{ConversationChange, SendOutcome, StoreError, Turn, Write, Written};
use crate::model::Timestamp;
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
        let mut answers = Vec::with_capacity(self.0.len());
        for write in self.0 {
            answers.push(one(session, write).await?);
        }
        Ok(answers)
    }
}

async fn one(session: &mut impl Session, write: &Write) -> Result<Written, StoreError> {
    match write {
        Write::Accept(new) => return inbox::accept(session, new).await,
        Write::Turn(turn) => commit_turn(session, turn).await?,
        Write::SendBegun { id } => outbox::begin(session, *id).await?,
        Write::SendEnded { id, at, outcome } => match outcome {
            SendOutcome::Delivered { link, then, next } => {
                outbox::delivered(session, *id, *at).await?;
                if let Some(next) = next {
                    outbox::begin(session, *next).await?;
                }
                if let Some(link) = link {
                    links::add(session, link).await?;
                }
                if let Some(then) = then {
                    outbox::add(session, then).await?;
                }
            }
            SendOutcome::Retry { due_at } => outbox::retry(session, *id, *due_at).await?,
            SendOutcome::Dead => outbox::dead(session, *id, *at).await?,
        },
    }
    Ok(Written::Done)
}

async fn commit_turn(session: &mut impl Session, turn: &Turn) -> Result<(), StoreError> {
    if turn.dead_letter {
        inbox::set_aside(session, turn.inbox).await?;
    }
    // Before all else: a turn that was committed before stops here, whatever else it says.
    inbox::finish(session, turn.inbox, turn.at).await?;
    if let Some(change) = &turn.conversation {
        conversations::change(session, change).await?;
    }
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
    for new in &turn.outbox {
        outbox::add(session, new).await?;
    }
    for entry in &turn.audit {
        audit::add(session, entry).await?;
    }
    Ok(())
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
