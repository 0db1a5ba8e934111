//! What must go out.

use crate::model::{CaseNumber, ConversationId, OutboxId, Timestamp};
use crate::privacy::Sealed;
use crate::store::decode::Reader;
use crate::store::session::{Cells, Session};
use crate::store::{NewOutgoing, OutboxRow, StoreError};

pub(in crate::store) async fn add(session: &mut impl Session, new: &NewOutgoing) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO outbox (id, target, conversation, payload, payload_key, held_for, \
         attempts, half_sent, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $8, $8, $7, $7)";
    let conversation = new.conversation.map(|id| id.to_string());
    session
        .execute(
            SQL,
            &[
                (&new.id.to_string()).into(),
                (&new.target).into(),
                conversation.as_deref().into(),
                (&new.payload).into(),
                (&new.payload.key_id).into(),
                new.held_for.map(|case| case.0).into(),
                new.created_at.as_millisecond().into(),
                i64::from(new.begun).into(),
            ],
        )
        .await?;
    Ok(())
}

/// What a message says is replaced, whether it is out or not.
pub(in crate::store) async fn rewrite(
    session: &mut impl Session,
    id: OutboxId,
    payload: &Sealed,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET payload = $2, payload_key = $3 WHERE id = $1";
    session.execute(SQL, &[(&id.to_string()).into(), payload.into(), (&payload.key_id).into()]).await?;
    Ok(())
}

pub(in crate::store) async fn release(
    session: &mut impl Session,
    case: CaseNumber,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET held_for = NULL WHERE held_for = $1";
    session.execute(SQL, &[case.0.into()]).await?;
    Ok(())
}

pub(in crate::store) async fn begin(session: &mut impl Session, id: OutboxId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET attempts = attempts + 1, half_sent = 1 \
         WHERE id = $1 AND state = 'waiting'";
    session.execute(SQL, &[(&id.to_string()).into()]).await?;
    Ok(())
}

/// Records that it is out.
pub(in crate::store) async fn delivered(
    session: &mut impl Session,
    id: OutboxId,
    at: Timestamp,
) -> Result<(), StoreError> {
    end(session, id, at, "delivered").await
}

/// Records that it is given up.
pub(in crate::store) async fn dead(
    session: &mut impl Session,
    id: OutboxId,
    at: Timestamp,
) -> Result<(), StoreError> {
    end(session, id, at, "dead").await
}

/// What belongs to no conversation is removed, because nothing else would ever remove it. All else stays as history.
async fn end(
    session: &mut impl Session,
    id: OutboxId,
    at: Timestamp,
    state: &'static str,
) -> Result<(), StoreError> {
    const KEEP: &str = "UPDATE outbox SET state = $3, ended_at = $2, half_sent = 0 \
         WHERE id = $1 AND state = 'waiting' AND conversation IS NOT NULL";
    const REMOVE: &str = "DELETE FROM outbox WHERE id = $1 AND state = 'waiting' AND conversation IS NULL";
    let id = id.to_string();
    if session.execute(KEEP, &[(&id).into(), at.as_millisecond().into(), state.into()]).await? == 0 {
        session.execute(REMOVE, &[(&id).into()]).await?;
    }
    Ok(())
}

pub(in crate::store) async fn retry(
    session: &mut impl Session,
    id: OutboxId,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET due_at = $2, half_sent = 0 WHERE id = $1 AND state = 'waiting'";
    session.execute(SQL, &[(&id.to_string()).into(), due_at.as_millisecond().into()]).await?;
    Ok(())
}

pub(in crate::store) async fn waiting(
    session: &mut impl Session,
    after_seq: i64,
    limit: u32,
) -> Result<Vec<OutboxRow>, StoreError> {
    const SQL: &str = "SELECT o.id, o.seq, o.target, o.conversation, c.wrapped_key, \
         c.wrapped_key_key, o.payload, o.payload_key, o.attempts, o.half_sent, o.held_for, o.due_at, o.created_at \
         FROM outbox o LEFT JOIN conversations c ON c.id = o.conversation \
         WHERE o.state = 'waiting' AND o.held_for IS NULL AND o.seq > $1 ORDER BY o.seq LIMIT $2";
    let rows = session.fetch(SQL, &[after_seq.into(), i64::from(limit).into()]).await?;
    rows.iter().map(read).collect()
}

pub(in crate::store) async fn of(
    session: &mut impl Session,
    conversation: ConversationId,
) -> Result<Vec<OutboxRow>, StoreError> {
    const SQL: &str = "SELECT o.id, o.seq, o.target, o.conversation, c.wrapped_key, \
         c.wrapped_key_key, o.payload, o.payload_key, o.attempts, o.half_sent, o.held_for, o.due_at, o.created_at \
         FROM outbox o JOIN conversations c ON c.id = o.conversation \
         WHERE o.conversation = $1 ORDER BY o.seq";
    let rows = session.fetch(SQL, &[(&conversation.to_string()).into()]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &impl Cells) -> Result<OutboxRow, StoreError> {
    let row = Reader::by_number(row, "outbox", "seq")?;
    Ok(OutboxRow {
        id: row.parsed("id", OutboxId::parse)?,
        seq: row.number("seq")?,
        target: row.lookup("target")?,
        conversation: row.maybe_parsed("conversation", ConversationId::parse)?,
        wrapped_key: row.maybe_sealed("wrapped_key", "wrapped_key_key")?,
        payload: row.sealed("payload", "payload_key")?,
        attempts: row.count("attempts")?,
        half_sent: row.number("half_sent")? != 0,
        held: row.maybe_number("held_for")?.is_some(),
        due_at: row.time("due_at")?,
        created_at: row.time("created_at")?,
    })
}
