//! What happened, without content and without a person.

use crate::model::{CaseNumber, Timestamp};
use crate::store::decode::Reader;
use crate::store::session::Session;
use crate::store::{AuditEntry, StoreError};

pub(in crate::store) async fn add(session: &mut impl Session, entry: &AuditEntry) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO audit (at, case_number, what) VALUES ($1, $2, $3)";
    let values = [entry.at.as_millisecond().into(), entry.case.map(|case| case.0).into(), entry.what.into()];
    session.execute(SQL, &values).await?;
    Ok(())
}

pub(in crate::store) async fn all(
    session: &mut impl Session,
) -> Result<Vec<(Timestamp, Option<CaseNumber>, String)>, StoreError> {
    const SQL: &str = "SELECT seq, at, case_number, what FROM audit ORDER BY seq";
    let rows = session.fetch(SQL, &[]).await?;
    rows.iter()
        .map(|row| {
            let row = Reader::by_number(row, "audit", "seq")?;
            Ok((row.time("at")?, row.maybe_number("case_number")?.map(CaseNumber), row.text("what")?))
        })
        .collect()
}
