//! How much there is of what: for whoever watches over the whole.

use crate::store::decode::Reader;
use crate::store::session::Session;
use crate::store::{CaseStatus, Counts, StoreError};

pub(in crate::store) async fn all(session: &mut impl Session) -> Result<Counts, StoreError> {
    const INBOX: &str = "SELECT count(*) AS n FROM inbox WHERE done_at IS NULL";
    const SET_ASIDE: &str = "SELECT count(*) AS n FROM dead_letters";
    const OUTBOX: &str = "SELECT count(*) AS n, min(created_at) AS oldest FROM outbox \
         WHERE state = 'waiting' AND held_for IS NULL";
    const CASES: &str = "SELECT status, count(*) AS n, min(changed_at) AS oldest FROM cases GROUP BY status";
    let mut counts = Counts::default();
    for row in &session.fetch(INBOX, &[]).await? {
        counts.inbox_waiting = Reader::by_number(row, "inbox", "n")?.number("n")?;
    }
    for row in &session.fetch(SET_ASIDE, &[]).await? {
        counts.set_aside = Reader::by_number(row, "dead_letters", "n")?.number("n")?;
    }
    for row in &session.fetch(OUTBOX, &[]).await? {
        let row = Reader::by_number(row, "outbox", "n")?;
        counts.outbox_waiting = row.number("n")?;
        counts.outbox_oldest = row.maybe_time("oldest")?;
    }
    for row in &session.fetch(CASES, &[]).await? {
        let row = Reader::by_text(row, "cases", "status")?;
        let status = row.parsed("status", super::cases::status)?;
        let (number, oldest) = (row.number("n")?, row.maybe_time("oldest")?);
        match status {
            CaseStatus::Waiting => (counts.cases_waiting, counts.unclaimed_since) = (number, oldest),
            CaseStatus::Claimed => counts.cases_claimed = number,
            CaseStatus::Closed => counts.cases_closed = number,
        }
    }
    Ok(counts)
}
