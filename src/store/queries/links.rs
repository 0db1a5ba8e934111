//! Under which id a message stands on its platform.

use crate::model::{ConversationId, OutboxId};
use crate::privacy::Lookup;
use crate::store::decode::Reader;
use crate::store::session::{Cells, Session};
use crate::store::{Link, StoreError};

/// Adds a link, if the message it is about is still there (the conversation may be gone meanwhile) and has none yet.
pub(in crate::store) async fn add(session: &mut impl Session, link: &Link) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO links (outbox, conversation, copy, ids, ids_key) \
         SELECT id, conversation, $3, $4, $5 FROM outbox WHERE id = $1 AND conversation = $2 \
         ON CONFLICT (outbox) DO NOTHING";
    session
        .execute(
            SQL,
            &[
                (&link.outbox.to_string()).into(),
                (&link.conversation.to_string()).into(),
                (&link.copy).into(),
                (&link.ids).into(),
                (&link.ids.key_id).into(),
            ],
        )
        .await?;
    Ok(())
}

pub(in crate::store) async fn by_copy(
    session: &mut impl Session,
    copy: Lookup,
) -> Result<Option<Link>, StoreError> {
    const SQL: &str = "SELECT outbox, conversation, copy, ids, ids_key FROM links WHERE copy = $1";
    session.fetch(SQL, &[(&copy).into()]).await?.first().map(read).transpose()
}

pub(in crate::store) async fn of(
    session: &mut impl Session,
    outbox: OutboxId,
) -> Result<Option<Link>, StoreError> {
    const SQL: &str = "SELECT outbox, conversation, copy, ids, ids_key FROM links WHERE outbox = $1";
    session.fetch(SQL, &[(&outbox.to_string()).into()]).await?.first().map(read).transpose()
}

fn read(row: &impl Cells) -> Result<Link, StoreError> {
    let row = Reader::by_text(row, "links", "outbox")?;
    Ok(Link {
        conversation: row.parsed("conversation", ConversationId::parse)?,
        outbox: row.parsed("outbox", OutboxId::parse)?,
        copy: row.lookup("copy")?,
        ids: row.sealed("ids", "ids_key")?,
    })
}
