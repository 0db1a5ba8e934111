//! What must go out.

use crate::model::{CaseNumber, ConversationId, OutboxId, Timestamp};
use crate::privacy::Sealed;
use crate::store::decode::Reader;
use crate::store::many;
use crate::store::session::{Cells, Session, Value};
use crate::store::{NewOutgoing, OutboxRow, StoreError};

/// How the way of a message ended.
#[derive(Clone, Copy)]
pub(in crate::store) enum Ended {
    /// It is out.
    Delivered,
    /// It is given up.
    Dead,
}

impl Ended {
    /// The word in the table.
    const fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }
}

/// Adds what must go out, in this order.
pub(in crate::store) async fn add(
    session: &mut impl Session,
    all: &[&NewOutgoing],
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO outbox (id, target, conversation, payload, payload_key, held_for, \
         attempts, half_sent, due_at, created_at) VALUES";
    let ids: Vec<_> = all.iter().map(|new| ids(new)).collect();
    let rows: Vec<_> = all.iter().zip(&ids).map(|(new, ids)| values(new, ids)).collect();
    many::execute(session, INSERT, &rows, "").await?;
    Ok(())
}

/// Adds what must go out because something else has arrived, unless the conversation was forgotten meanwhile: then nobody
/// waits for it.
pub(in crate::store) async fn add_if_wanted(
    session: &mut impl Session,
    new: &NewOutgoing,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO outbox (id, target, conversation, payload, payload_key, held_for, \
         attempts, half_sent, due_at, created_at) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 \
         WHERE $3 IS NULL OR EXISTS (SELECT 1 FROM conversations WHERE id = $3)";
    session.execute(SQL, &values(new, &ids(new))).await?;
    Ok(())
}

/// The ids of a message and of its conversation, as they stand in the table.
fn ids(new: &NewOutgoing) -> (String, Option<String>) {
    (new.id.to_string(), new.conversation.map(|id| id.to_string()))
}

fn values<'a>(new: &'a NewOutgoing, (id, conversation): &'a (String, Option<String>)) -> [Value<'a>; 10] {
    let (begun, now) = (i64::from(new.begun), new.created_at.as_millisecond());
    [
        id.into(),
        (&new.target).into(),
        conversation.as_deref().into(),
        (&new.payload).into(),
        (&new.payload.key_id).into(),
        new.held_for.map(|case| case.0).into(),
        begun.into(),
        begun.into(),
        now.into(),
        now.into(),
    ]
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

/// Records that sending begins.
pub(in crate::store) async fn begin(session: &mut impl Session, all: &[OutboxId]) -> Result<(), StoreError> {
    const BEGUN: &str = "UPDATE outbox SET attempts = attempts + 1, half_sent = 1 \
         WHERE state = 'waiting' AND id IN (VALUES";
    let ids: Vec<String> = all.iter().map(ToString::to_string).collect();
    let rows: Vec<[Value<'_>; 1]> = ids.iter().map(|id| [id.into()]).collect();
    many::execute(session, BEGUN, &rows, ")").await?;
    Ok(())
}

/// Records what is out, and what is given up, each at its time. What belongs to no conversation is
/// removed, because nothing else would ever remove it. All else stays as history.
pub(in crate::store) async fn end(
    session: &mut impl Session,
    all: &[(OutboxId, Timestamp, Ended)],
) -> Result<(), StoreError> {
    const ENDED: &str = "WITH ended (id, at, state) AS (VALUES";
    const KEEP: &str = ") UPDATE outbox SET state = ended.state, ended_at = ended.at, half_sent = 0 \
         FROM ended WHERE outbox.id = ended.id AND outbox.state = 'waiting' \
         AND outbox.conversation IS NOT NULL";
    const REMOVE: &str =
        "DELETE FROM outbox WHERE state = 'waiting' AND conversation IS NULL AND id IN (VALUES";
    let ids: Vec<String> = all.iter().map(|(id, ..)| id.to_string()).collect();
    let rows: Vec<[Value<'_>; 3]> = all
        .iter()
        .zip(&ids)
        .map(|((_, at, ended), id)| [id.into(), at.as_millisecond().into(), ended.name().into()])
        .collect();
    if many::execute(session, ENDED, &rows, KEEP).await? < u64::try_from(rows.len()).unwrap_or(u64::MAX) {
        let rows: Vec<[Value<'_>; 1]> = ids.iter().map(|id| [id.into()]).collect();
        many::execute(session, REMOVE, &rows, ")").await?;
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
