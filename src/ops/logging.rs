//! The log: what happened, never to whom and never in whose words.

use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, filter};

/// The environment variable that says what is logged (`warn`, `lotse=debug`, …).
pub const LOG_VARIABLE: &str = "LOTSE_LOG";

/// Whose lines are shown at all: ours, and the database driver's, which names statements and never values.
///
/// Platform SDKs and what they stand on (HTTP, TLS) put room ids, user ids and addresses into lines of every level,
/// warnings included; no level is low enough, so they are not shown, whatever the environment asks for.
const SHOWN: [&str; 2] = ["lotse", "sqlx"];

/// Whether lines of this target are shown.
fn is_shown(target: &str) -> bool {
    SHOWN.iter().any(|shown| target == *shown || target.starts_with(&format!("{shown}::")))
}

/// Sends the log to standard error, from `warn` up unless the environment says otherwise.
///
/// Called once, at the start; a second call changes nothing.
pub fn start() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    let ours = filter::filter_fn(|line| is_shown(line.target()));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(ours);
    // Fails only if a log is running already, and then that one is right.
    let _ = tracing_subscriber::registry().with(filter).with(lines).try_init();
}

/// A panic says where it happened and nothing else: its words may hold what a person wrote.
pub fn keep_panics_to_their_place() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(
            place,
            "a fault in the program; what was being done is tried again at the next start"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platform_sdks_are_not_heard() {
        assert!(is_shown("lotse::runtime::turn"));
        for target in ["matrix_sdk::client", "matrix_sdk_crypto", "hyper_util", "reqwest", "lotsen"] {
            assert!(!is_shown(target), "{target}");
        }
    }
}
