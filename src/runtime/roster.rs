//! Cases whose navigator is no longer in the settings. They are looked for at the start: settings change at no other
//! time.

use super::arrivals::Arrivals;
use super::core::Core;
use super::error::RuntimeError;
use super::stored::Arrival;
use crate::store::CaseStatus;

/// One look: each such case comes in, so that it is decided what becomes of it.
pub(super) async fn look(core: &Core, arrivals: &Arrivals) -> Result<(), RuntimeError> {
    let started_at = core.now();
    let claimed = match core.parts.store.cases(&[CaseStatus::Claimed]).await.map_err(RuntimeError::from) {
        Ok(claimed) => claimed,
        Err(error) if error.is_damage() => {
            tracing::error!(%error, "which cases somebody has cannot be read");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    for case in claimed {
        let row = core.parts.store.conversation_of(case.number).await.map_err(RuntimeError::from);
        let loaded = match row.and_then(|row| row.map(|row| core.open(row)).transpose()) {
            Ok(Some(loaded)) => loaded,
            Ok(None) => continue,
            // One that is damaged must not keep the others with somebody who has left, nor Lotse from starting.
            Err(error) if error.is_damage() => {
                tracing::error!(%error, case = case.number.0, "a case cannot be read");
                continue;
            }
            Err(error) => return Err(error),
        };
        let conversation = loaded.conversation;
        if conversation.case.is_some_and(|case| core.parts.duty.lost(&case).is_some()) {
            let (address, conversation) = (conversation.address, loaded.row.id);
            arrivals.accept(Arrival::RosterChanged { address, conversation, started_at }).await?;
        }
    }
    Ok(())
}
