//! How long is waited between looks.

use std::time::Duration;

/// So often it is asked whether Telegram is there, if it comes to us.
const BEAT: Duration = Duration::from_mins(1);
/// What is refused now may be taken later, when somebody has mended it. Whoever watches has been told by then.
const REFUSED: Duration = Duration::from_mins(5);

/// The pauses that matter to whoever watches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// With a webhook: between two looks at how it goes.
    pub beat: Duration,
    /// Until it is tried again after the token was refused.
    pub refused: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self { beat: BEAT, refused: REFUSED }
    }
}
