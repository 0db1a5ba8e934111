//! Time-outs come in by the same door as messages; and what need not be kept is removed.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use super::arrivals::Arrivals;
use super::core::Core;
use super::error::RuntimeError;
use super::stored::Arrival;
use crate::privacy::retention;

/// So often we look which conversations are due. Retention is counted in hours and days; a minute is exact.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// Event keys are cleaned up with every so many looks: once an hour, and at the start.
const LOOKS_BETWEEN_CLEANINGS: u64 = 60;
/// So many conversations are taken up at a time.
const AT_A_TIME: u32 = 200;

/// The look at the start. Returns when what was due is in the inbox.
pub(super) async fn first_look(core: &Core, arrivals: &Arrivals) {
    look_and_clean(core, arrivals, true).await;
}

/// Looks until an orderly stop, for the first time in a minute.
pub(super) async fn run(core: Arc<Core>, arrivals: Arc<Arrivals>) {
    for looked in 1_u64.. {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = core.stopped() => return,
        }
        look_and_clean(&core, &arrivals, looked.is_multiple_of(LOOKS_BETWEEN_CLEANINGS)).await;
    }
}

async fn look_and_clean(core: &Core, arrivals: &Arrivals, clean: bool) {
    let mut done = look(core, arrivals).await;
    if clean {
        done = done.and(forget_event_keys(core).await);
    }
    if let Err(error) = done {
        tracing::error!(%error, "what is due could not be looked up; it is tried again in a minute");
    }
}

/// One look: every conversation that is due is looked at.
pub(super) async fn look(core: &Core, arrivals: &Arrivals) -> Result<(), RuntimeError> {
    core.parts.store.sweep().await?;
    let now = core.now();
    // Those that are damaged stay due and stand in front for ever: they must not keep the others waiting.
    let mut in_front = 0;
    loop {
        let limit = AT_A_TIME.saturating_add(in_front);
        let rows = core.parts.store.due(now, limit).await?;
        let may_be_more = u32::try_from(rows.len()).is_ok_and(|found| found == limit);
        let mut damaged = 0;
        for row in rows {
            let (conversation, due_at) = (row.id, row.due_at.unwrap_or(now));
            if let Ok(loaded) = core.open(row) {
                let address = loaded.conversation.address;
                arrivals.accept(Arrival::Due { address, conversation, due_at }).await?;
            } else {
                damaged += 1;
            }
        }
        if damaged > 0 {
            tracing::error!(damaged, "conversations that are due cannot be read");
        }
        if !may_be_more || damaged == in_front {
            return Ok(());
        }
        in_front = damaged;
    }
}

/// Event keys are kept long enough for any late second delivery, and then go.
pub(super) async fn forget_event_keys(core: &Core) -> Result<(), RuntimeError> {
    let now = core.now();
    let oldest = now.checked_sub(SignedDuration::from_hours(retention::EVENT_KEY_DAYS * 24)).unwrap_or(now);
    core.parts.store.forget_event_keys(oldest).await?;
    Ok(())
}
