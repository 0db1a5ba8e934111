//! What is shown to whoever watches is about nobody.

use lotse::channel::SendError;
use lotse::desk::Undeliverable;

use super::CHOSEN;
use super::canary::{CANARY, LEA, ROSA, desk, found_in, stage, whole_conversation};
use crate::watching::Watched;

#[tokio::test]
async fn no_figure_holds_what_was_written_or_who_wrote_it() {
    let stage = stage().await;
    let watched = Watched::of(&stage).await;
    whole_conversation(&stage).await;
    stage.world.refuse_to(ROSA, [SendError::Never(Undeliverable::Gone)]);
    desk(&stage, "!a Das erreicht Kanarienvogel nicht.").await;
    let (_, figures) = watched.ask("/metrics").await;
    let parts = [
        "outcome=\"given_up\"}",
        "kind=\"undelivered\"} 1",
        "kind=\"contact\"}",
        "lotse_cases{state=\"claimed\"} 1",
    ];
    for part in parts {
        assert!(figures.contains(part), "figures in which nothing stands prove nothing: {part}\n{figures}");
    }
    for path in ["/metrics", "/ready", "/health"] {
        let (_, shown) = watched.ask(path).await;
        for word in [CANARY, ROSA, LEA].iter().chain(&CHOSEN) {
            assert_eq!(found_in(shown.as_bytes(), word), None, "{word} in {path}:\n{shown}");
        }
    }
}
