//! What came in.

use crate::model::{Channel, Timestamp};
use crate::store::decode::Reader;
use crate::store::session::{Cells, Session};
use crate::store::{InboxRow, InboxSeq, NewInbound, StoreError, Written};

pub(in crate::store) async fn accept(
    session: &mut impl Session,
    new: &NewInbound,
) -> Result<Written, StoreError> {
    const SQL: &str = "INSERT INTO inbox (channel, event, payload, payload_key, received_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (channel, event) DO NOTHING RETURNING seq";
    const KNOWN: &str = "SELECT seq FROM inbox WHERE channel = $1 AND event = $2 AND done_at IS NULL";
    let rows = session
        .fetch(
            SQL,
            &[
                new.channel.name().into(),
                (&new.event).into(),
                (&new.payload).into(),
                (&new.payload.key_id).into(),
                new.received_at.as_millisecond().into(),
            ],
        )
        .await?;
    if let Some(row) = rows.first() {
        return Ok(Written::Accepted(seq(row)?));
    }
    let known = session.fetch(KNOWN, &[new.channel.name().into(), (&new.event).into()]).await?;
    Ok(match known.first() {
        Some(row) => Written::Waiting(seq(row)?),
        None => Written::Duplicate,
    })
}

/// Sets aside what an inbound says that is about to be marked as handled and was not.
pub(in crate::store) async fn set_aside(session: &mut impl Session, seq: InboxSeq) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO dead_letters (inbox, payload, payload_key) \
         SELECT seq, payload, payload_key FROM inbox WHERE seq = $1 AND done_at IS NULL \
         ON CONFLICT DO NOTHING";
    session.execute(SQL, &[seq.0.into()]).await?;
    Ok(())
}

/// Marks an inbound as handled. One that is handled already, or was never there, must not be handled again.
pub(in crate::store) async fn finish(
    session: &mut impl Session,
    seq: InboxSeq,
    at: Timestamp,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE inbox SET done_at = $2, payload = NULL, payload_key = NULL \
         WHERE seq = $1 AND done_at IS NULL";
    match session.execute(SQL, &[seq.0.into(), at.as_millisecond().into()]).await? {
        0 => Err(StoreError::HandledBefore(seq)),
        _ => Ok(()),
    }
}

pub(in crate::store) async fn waiting(
    session: &mut impl Session,
    after: InboxSeq,
    limit: u32,
) -> Result<Vec<InboxRow>, StoreError> {
    const SQL: &str = "SELECT seq, channel, event, payload, payload_key, received_at FROM inbox \
         WHERE done_at IS NULL AND seq > $1 ORDER BY seq LIMIT $2";
    let rows = session.fetch(SQL, &[after.0.into(), i64::from(limit).into()]).await?;
    rows.iter()
        .map(|row| {
            let row = Reader::by_number(row, "inbox", "seq")?;
            Ok(InboxRow {
                seq: InboxSeq(row.number("seq")?),
                channel: row.parsed("channel", channel)?,
                event: row.lookup("event")?,
                payload: row.sealed("payload", "payload_key")?,
                received_at: row.time("received_at")?,
            })
        })
        .collect()
}

pub(in crate::store) async fn forget(
    session: &mut impl Session,
    before: Timestamp,
) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM inbox WHERE done_at < $1";
    Ok(session.execute(SQL, &[before.as_millisecond().into()]).await?)
}

fn seq(row: &impl Cells) -> Result<InboxSeq, StoreError> {
    Ok(InboxSeq(Reader::by_number(row, "inbox", "seq")?.number("seq")?))
}

fn channel(name: &str) -> Option<Channel> {
    [Channel::Terminal, Channel::Matrix, Channel::Telegram].into_iter().find(|channel| channel.name() == name)
}
