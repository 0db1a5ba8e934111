//! How long a message is tried, and after which pauses.

use std::time::Duration;

use jiff::SignedDuration;

use super::super::parcel::Parcel;
use super::Delivery;
use crate::channel::Destination;
use crate::model::Timestamp;

/// Pauses between tries: 1, 2, 4, 8, 16, 32, 64, 128, 256 s, and from then on 5 min.
const FIRST_PAUSE_SECS: i64 = 1;
/// The longest pause between two tries.
const LONGEST_PAUSE_SECS: i64 = 300;
/// While nobody is there to read a message, it is looked for them again after so long.
const NOT_YET_PAUSE: SignedDuration = SignedDuration::from_secs(1);
/// A message to a contact is given up after so long; the navigator is told. A platform that is away for two
/// days has been noticed by then, and a reply of the day before yesterday may do harm.
const GIVE_UP_AFTER_HOURS: i64 = 48;
/// A file to the desk is given up after so long; both sides are told.
const GIVE_UP_FILE_AFTER_HOURS: i64 = 1;

impl Delivery {
    pub(super) fn too_old(&self, parcel: &Parcel) -> bool {
        let hours = match parcel.departure.to {
            Destination::Contact(_) => GIVE_UP_AFTER_HOURS,
            // A file that cannot be had stands in the way of all that was written after it.
            Destination::Case(_) if parcel.encloses() => GIVE_UP_FILE_AFTER_HOURS,
            Destination::Queue | Destination::Case(_) => return false,
        };
        self.core.now().duration_since(parcel.created_at) > SignedDuration::from_hours(hours)
    }

    pub(super) fn next_try(&self, attempts: u32, retry_after: Option<Duration>) -> Timestamp {
        let asked = retry_after.and_then(|wait| SignedDuration::try_from(wait).ok()).unwrap_or_default();
        let now = self.core.now();
        now.checked_add(pause_after(attempts).max(asked)).unwrap_or(now)
    }

    /// When it is looked again for somebody who can read a message.
    pub(super) fn next_look(&self) -> Timestamp {
        let now = self.core.now();
        now.checked_add(NOT_YET_PAUSE).unwrap_or(now)
    }

    /// Waits until `due`. False: an orderly stop came first.
    pub(super) async fn until_due(&self, due: Timestamp) -> bool {
        if self.core.is_stopping() {
            return false;
        }
        let wait = due.duration_since(self.core.now());
        match Duration::try_from(wait) {
            Ok(wait) if !wait.is_zero() => tokio::select! {
                () = tokio::time::sleep(wait) => true,
                () = self.core.stopped() => false,
            },
            // It is due already.
            Ok(_) | Err(_) => true,
        }
    }
}

/// The pause after so many tries.
fn pause_after(attempts: u32) -> SignedDuration {
    let doubled =
        FIRST_PAUSE_SECS.checked_shl(attempts.saturating_sub(1).min(32)).unwrap_or(LONGEST_PAUSE_SECS);
    SignedDuration::from_secs(doubled.clamp(FIRST_PAUSE_SECS, LONGEST_PAUSE_SECS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        let pauses: Vec<i64> = (1..=11).map(|attempt| pause_after(attempt).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(pause_after(u32::MAX).as_secs(), 300);
    }
}
