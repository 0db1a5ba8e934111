//! Conversations: one row per contact and channel.

use crate::model::{CaseNumber, ConversationId, Timestamp};
use crate::privacy::Lookup;
use crate::store::decode::Reader;
use crate::store::session::{Cells, Session, Value};
use crate::store::{ConversationChange, ConversationRow, StoreError};

/// Carries out a change. A version that does not fit, or an address that is taken, is [`StoreError::Conflict`].
pub(in crate::store) async fn change(
    session: &mut impl Session,
    change: &ConversationChange,
) -> Result<(), StoreError> {
    match change {
        ConversationChange::Insert(row) => {
            const SQL: &str = "INSERT INTO conversations (id, lane, wrapped_key, wrapped_key_key, \
                 state, state_key, version, due_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING";
            if row.version != 1 {
                return Err(StoreError::Conflict(row.id));
            }
            must_touch_one(session.execute(SQL, &values(row, &row.id.to_string())).await?, row.id)
        }
        ConversationChange::Update(row) => {
            const SQL: &str = "UPDATE conversations SET lane = $2, wrapped_key = $3, \
                 wrapped_key_key = $4, state = $5, state_key = $6, version = $7, due_at = $8, \
                 updated_at = $9 WHERE id = $1 AND version = $7 - 1";
            must_touch_one(session.execute(SQL, &values(row, &row.id.to_string())).await?, row.id)
        }
        ConversationChange::Delete(id) => {
            // Cases, outbox rows and links refer to this row and go with it. That it is gone already is what
            // was wanted.
            const SQL: &str = "DELETE FROM conversations WHERE id = $1";
            session.execute(SQL, &[(&id.to_string()).into()]).await?;
            Ok(())
        }
    }
}

pub(in crate::store) async fn at(
    session: &mut impl Session,
    lane: Lookup,
) -> Result<Option<ConversationRow>, StoreError> {
    const SQL: &str = "SELECT id, lane, wrapped_key, wrapped_key_key, state, state_key, version, \
         due_at, updated_at FROM conversations WHERE lane = $1";
    session.fetch(SQL, &[(&lane).into()]).await?.first().map(read).transpose()
}

pub(in crate::store) async fn of_case(
    session: &mut impl Session,
    case: CaseNumber,
) -> Result<Option<ConversationRow>, StoreError> {
    const SQL: &str = "SELECT c.id, c.lane, c.wrapped_key, c.wrapped_key_key, c.state, c.state_key, \
         c.version, c.due_at, c.updated_at FROM conversations c \
         JOIN cases ON cases.conversation = c.id WHERE cases.number = $1";
    session.fetch(SQL, &[case.0.into()]).await?.first().map(read).transpose()
}

pub(in crate::store) async fn due(
    session: &mut impl Session,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    const SQL: &str = "SELECT id, lane, wrapped_key, wrapped_key_key, state, state_key, version, \
         due_at, updated_at FROM conversations WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2";
    let values = [now.as_millisecond().into(), i64::from(limit).into()];
    session.fetch(SQL, &values).await?.iter().map(read).collect()
}

fn values<'a>(row: &'a ConversationRow, id: &'a str) -> [Value<'a>; 9] {
    [
        id.into(),
        (&row.lane).into(),
        (&row.wrapped_key).into(),
        (&row.wrapped_key.key_id).into(),
        (&row.state).into(),
        (&row.state.key_id).into(),
        row.version.into(),
        row.due_at.map(Timestamp::as_millisecond).into(),
        row.updated_at.as_millisecond().into(),
    ]
}

fn must_touch_one(touched: u64, id: ConversationId) -> Result<(), StoreError> {
    if touched == 1 { Ok(()) } else { Err(StoreError::Conflict(id)) }
}

fn read(row: &impl Cells) -> Result<ConversationRow, StoreError> {
    let row = Reader::by_text(row, "conversations", "id")?;
    Ok(ConversationRow {
        id: row.parsed("id", ConversationId::parse)?,
        lane: row.lookup("lane")?,
        wrapped_key: row.sealed("wrapped_key", "wrapped_key_key")?,
        state: row.sealed("state", "state_key")?,
        version: row.number("version")?,
        due_at: row.maybe_time("due_at")?,
        updated_at: row.time("updated_at")?,
    })
}
