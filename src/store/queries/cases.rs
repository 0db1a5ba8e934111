//! Cases: what the desk's lists need.

use crate::model::ConversationId;
use crate::store::decode::Reader;
use crate::store::session::Session;
use crate::store::{CaseRow, CaseStatus, StoreError};

/// Inserts or updates a case. A number that belongs to another conversation is never given to this one.
pub(in crate::store) async fn save(session: &mut impl Session, case: &CaseRow) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO cases (number, conversation, status, opened_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (number) DO UPDATE \
         SET status = excluded.status, opened_at = excluded.opened_at, changed_at = excluded.changed_at \
         WHERE cases.conversation = excluded.conversation";
    let touched = session
        .execute(
            SQL,
            &[
                case.number.0.into(),
                (&case.conversation.to_string()).into(),
                case.status.name().into(),
                case.opened_at.as_millisecond().into(),
                case.changed_at.as_millisecond().into(),
            ],
        )
        .await?;
    match touched {
        0 => Err(StoreError::Inconsistent {
            table: "cases",
            column: "conversation",
            row: case.number.to_string(),
        }),
        _ => Ok(()),
    }
}

pub(in crate::store) async fn with_status(
    session: &mut impl Session,
    statuses: &[CaseStatus],
) -> Result<Vec<CaseRow>, StoreError> {
    // One place for each status there is; a place not asked for stays empty and matches nothing.
    const SQL: &str = "SELECT number, conversation, status, opened_at, changed_at FROM cases \
         WHERE status IN ($1, $2, $3) ORDER BY number";
    let wanted = [CaseStatus::Waiting, CaseStatus::Claimed, CaseStatus::Closed]
        .map(|status| if statuses.contains(&status) { status.name() } else { "" }.into());
    let rows = session.fetch(SQL, &wanted).await?;
    rows.iter()
        .map(|row| {
            let row = Reader::by_number(row, "cases", "number")?;
            Ok(CaseRow {
                number: row.case("number")?,
                conversation: row.parsed("conversation", ConversationId::parse)?,
                status: row.parsed("status", status)?,
                opened_at: row.time("opened_at")?,
                changed_at: row.time("changed_at")?,
            })
        })
        .collect()
}

pub(super) fn status(name: &str) -> Option<CaseStatus> {
    [CaseStatus::Waiting, CaseStatus::Claimed, CaseStatus::Closed]
        .into_iter()
        .find(|status| status.name() == name)
}
