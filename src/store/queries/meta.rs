//! What is remembered about the database as a whole.

use crate::model::CaseNumber;
use crate::privacy::Sealed;
use crate::store::StoreError;
use crate::store::decode::Reader;
use crate::store::session::Session;

/// Remembers a case number if it is the highest so far.
pub(in crate::store) async fn case_given(
    session: &mut impl Session,
    case: CaseNumber,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO meta (name, number) VALUES ('last_case', $1) \
         ON CONFLICT (name) DO UPDATE SET number = excluded.number WHERE meta.number < excluded.number";
    session.execute(SQL, &[case.0.into()]).await?;
    Ok(())
}

pub(in crate::store) async fn last_case(session: &mut impl Session) -> Result<CaseNumber, StoreError> {
    const SQL: &str = "SELECT name, number FROM meta WHERE name = 'last_case'";
    match session.fetch(SQL, &[]).await?.first() {
        Some(row) => Reader::by_text(row, "meta", "name")?.case("number"),
        None => Ok(CaseNumber(0)),
    }
}

/// Keeps `proof` if there is none yet; returns the one that is kept.
pub(in crate::store) async fn key_proof(
    session: &mut impl Session,
    proof: Sealed,
) -> Result<Sealed, StoreError> {
    const KEEP: &str = "INSERT INTO meta (name, bytes, bytes_key) VALUES ('key_proof', $1, $2) \
         ON CONFLICT (name) DO NOTHING";
    session.execute(KEEP, &[(&proof).into(), (&proof.key_id).into()]).await?;
    Ok(kept_key_proof(session).await?.unwrap_or(proof))
}

pub(in crate::store) async fn kept_key_proof(
    session: &mut impl Session,
) -> Result<Option<Sealed>, StoreError> {
    const SQL: &str = "SELECT name, bytes, bytes_key FROM meta WHERE name = 'key_proof'";
    let rows = session.fetch(SQL, &[]).await?;
    rows.first().map(|row| Reader::by_text(row, "meta", "name")?.sealed("bytes", "bytes_key")).transpose()
}
