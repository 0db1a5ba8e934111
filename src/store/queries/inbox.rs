//! What came in.

use std::collections::{HashMap, HashSet};

use crate::model::{Channel, Timestamp};
use crate::store::decode::Reader;
use crate::store::many;
use crate::store::session::{Session, Value};
use crate::store::{InboxRow, InboxSeq, NewInbound, StoreError, Written};

/// Takes in what is new; the answers stand in the order of `all`.
pub(in crate::store) async fn accept(
    session: &mut impl Session,
    all: &[&NewInbound],
) -> Result<Vec<Written>, StoreError> {
    const INSERT: &str = "INSERT INTO inbox (channel, event, payload, payload_key, received_at) VALUES";
    const NEW: &str = "ON CONFLICT (channel, event) DO NOTHING RETURNING seq, channel, event";
    const KNOWN: &str = "SELECT seq FROM inbox WHERE channel = $1 AND event = $2 AND done_at IS NULL";
    let rows: Vec<[Value<'_>; 5]> = all
        .iter()
        .map(|new| {
            [
                new.channel.name().into(),
                (&new.event).into(),
                (&new.payload).into(),
                (&new.payload.key_id).into(),
                new.received_at.as_millisecond().into(),
            ]
        })
        .collect();
    let mut added = HashMap::new();
    for row in many::fetch(session, INSERT, &rows, NEW).await? {
        let row = Reader::by_number(&row, "inbox", "seq")?;
        let event = (row.parsed("channel", channel)?, row.lookup("event")?);
        added.insert(event, InboxSeq(row.number("seq")?));
    }
    let mut answers = Vec::with_capacity(all.len());
    for new in all {
        // Taken out: what comes twice in one batch is new only once.
        if let Some(seq) = added.remove(&(new.channel, new.event)) {
            answers.push(Written::Accepted(seq));
            continue;
        }
        let known = session.fetch(KNOWN, &[new.channel.name().into(), (&new.event).into()]).await?;
        answers.push(match known.first() {
            Some(row) => Written::Waiting(InboxSeq(Reader::by_number(row, "inbox", "seq")?.number("seq")?)),
            None => Written::Duplicate,
        });
    }
    Ok(answers)
}

/// Sets aside what an inbound says that is about to be marked as handled and was not.
pub(in crate::store) async fn set_aside(session: &mut impl Session, seq: InboxSeq) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO dead_letters (inbox, payload, payload_key) \
         SELECT seq, payload, payload_key FROM inbox WHERE seq = $1 AND done_at IS NULL \
         ON CONFLICT DO NOTHING";
    session.execute(SQL, &[seq.0.into()]).await?;
    Ok(())
}

/// Marks inbounds as handled, each at its time. One that is handled already, or was never there, must not be handled
/// again.
pub(in crate::store) async fn finish(
    session: &mut impl Session,
    all: &[(InboxSeq, Timestamp)],
) -> Result<(), StoreError> {
    const HANDLED: &str = "WITH handled (seq, at) AS (VALUES";
    const SQL: &str = ") UPDATE inbox SET done_at = handled.at, payload = NULL, payload_key = NULL \
         FROM handled WHERE inbox.seq = handled.seq AND inbox.done_at IS NULL RETURNING inbox.seq";
    let rows: Vec<[Value<'_>; 2]> =
        all.iter().map(|(seq, at)| [seq.0.into(), at.as_millisecond().into()]).collect();
    let mut finished = HashSet::new();
    for row in many::fetch(session, HANDLED, &rows, SQL).await? {
        finished.insert(InboxSeq(Reader::by_number(&row, "inbox", "seq")?.number("seq")?));
    }
    match all.iter().find(|(seq, _)| !finished.remove(seq)) {
        Some((seq, _)) => Err(StoreError::HandledBefore(*seq)),
        None => Ok(()),
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

fn channel(name: &str) -> Option<Channel> {
    [Channel::Terminal, Channel::Matrix, Channel::Telegram].into_iter().find(|channel| channel.name() == name)
}
