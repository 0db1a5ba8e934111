//! The desk's day, told by people who speak.

mod feedback;
mod hands;
mod hours;
mod reminders;
mod walk;

use crate::stage::Stage;
use crate::story::SHORT_WAY;

/// Rosa's case is with Lea, and both have written.
async fn rosa_and_lea() -> Stage {
    let stage = Stage::new().await;
    stage.says("rosa", "Hallo").await;
    stage.says_all("rosa", &SHORT_WAY).await;
    stage.types("lea", "!übernehmen").await;
    stage.says("rosa", "Es kam wieder ein Brief.").await;
    stage.types("lea", "!a Haben Sie ihn aufgehoben?").await;
    stage.world.told_to("rosa");
    stage.world.told_at_the_desk();
    stage
}
