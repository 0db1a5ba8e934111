//! Conversations: one row per contact and channel.

use std::collections::HashSet;

use crate::model::{CaseNumber, ConversationId, Timestamp};
use crate::privacy::Lookup;
use crate::store::decode::Reader;
use crate::store::many;
use crate::store::session::{Cells, Session, Value};
use crate::store::{ConversationRow, StoreError};

/// Adds conversations. An address that is taken is [`StoreError::Conflict`].
pub(in crate::store) async fn insert(
    session: &mut impl Session,
    all: &[&ConversationRow],
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO conversations (id, lane, wrapped_key, wrapped_key_key, \
         state, state_key, version, due_at, updated_at) VALUES";
    const NEW: &str = "ON CONFLICT DO NOTHING RETURNING id";
    if let Some(row) = all.iter().find(|row| row.version != 1) {
        return Err(StoreError::Conflict(row.id));
    }
    each_once(session, INSERT, all, whole, NEW).await
}

/// Changes conversations. A version that does not fit is [`StoreError::Conflict`]. Address and key stay as they are; to set
/// them all the same would make `SQLite` write their index again.
pub(in crate::store) async fn update(
    session: &mut impl Session,
    all: &[&ConversationRow],
) -> Result<(), StoreError> {
    const NOW: &str = "WITH now (id, state, state_key, version, due_at, updated_at) AS (VALUES";
    const UPDATE: &str = ") UPDATE conversations SET state = now.state, state_key = now.state_key, \
         version = now.version, due_at = now.due_at, updated_at = now.updated_at \
         FROM now WHERE conversations.id = now.id AND conversations.version = now.version - 1 \
         RETURNING conversations.id";
    each_once(session, NOW, all, changing, UPDATE).await
}

/// Removes a conversation. Cases, outbox rows and links refer to it and go with it. That it is gone already is what was
/// wanted.
pub(in crate::store) async fn delete(
    session: &mut impl Session,
    id: ConversationId,
) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM conversations WHERE id = $1";
    session.execute(SQL, &[(&id.to_string()).into()]).await?;
    Ok(())
}

/// Carries out one statement for all, with these values of each; each must be among the rows that it touched.
async fn each_once<const N: usize>(
    session: &mut impl Session,
    before: &'static str,
    all: &[&ConversationRow],
    values: for<'a> fn(&'a ConversationRow, &'a str) -> [Value<'a>; N],
    after: &'static str,
) -> Result<(), StoreError> {
    let ids: Vec<String> = all.iter().map(|row| row.id.to_string()).collect();
    let rows: Vec<[Value<'_>; N]> = all.iter().zip(&ids).map(|(row, id)| values(row, id)).collect();
    let mut changed = HashSet::new();
    for row in many::fetch(session, before, &rows, after).await? {
        changed.insert(Reader::by_text(&row, "conversations", "id")?.parsed("id", ConversationId::parse)?);
    }
    match all.iter().find(|row| !changed.remove(&row.id)) {
        Some(row) => Err(StoreError::Conflict(row.id)),
        None => Ok(()),
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

fn changing<'a>(row: &'a ConversationRow, id: &'a str) -> [Value<'a>; 6] {
    [
        id.into(),
        (&row.state).into(),
        (&row.state.key_id).into(),
        row.version.into(),
        row.due_at.map(Timestamp::as_millisecond).into(),
        row.updated_at.as_millisecond().into(),
    ]
}

fn whole<'a>(row: &'a ConversationRow, id: &'a str) -> [Value<'a>; 9] {
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
