//! That sending begins: recorded with what is committed just before it, where that can be, and by itself elsewhere.

use std::collections::HashSet;

use super::super::parcel::Parcel;
use super::Delivery;
use crate::model::OutboxId;
use crate::store::{Turn, Write};

impl Delivery {
    /// Whether it must be known, before a message goes out, that it may be out.
    fn notes_begin(&self, parcel: &Parcel) -> bool {
        self.channels.carrying(&parcel.departure.to).is_some_and(|channel| !channel.retry_is_harmless())
    }

    /// What will be sent as soon as `turn` is committed is recorded with it as begun: one commit less before it goes.
    pub(in crate::runtime) fn begin_first(&self, turn: &mut Turn, parcels: &mut [Parcel]) {
        let mut lanes = HashSet::new();
        for parcel in parcels {
            let lane = self.lane(parcel);
            let is_first = lanes.insert(lane) && self.lanes.is_free(lane);
            let row = turn.outbox.iter_mut().find(|row| row.id == parcel.id);
            if let Some(row) = row.filter(|_| is_first && self.notes_begin(parcel)) {
                row.begun = true;
                parcel.begun = true;
            }
        }
    }

    /// What will be sent as soon as it is recorded what became of `parcel`: that is recorded as begun with it.
    pub(super) fn begin_next(&self, parcel: &Parcel) -> Option<OutboxId> {
        let now = self.core.now();
        self.lanes.at_next(self.lane(parcel), |next| {
            next.begun = next.due_at <= now && self.notes_begin(next);
            next.begun.then_some(next.id)
        })
    }

    /// That `parcel` is being sent now is recorded by itself. False: it could not be.
    pub(super) async fn begin_now(&self, parcel: &Parcel) -> bool {
        !self.notes_begin(parcel) || self.core.journal.write(Write::SendBegun { id: parcel.id }).await.is_ok()
    }
}
