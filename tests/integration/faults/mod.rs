//! What breaks around the product, and what people notice of it: platforms that refuse, disks that fail, rows that
//! are damaged.

pub mod disk;
mod platform;
mod rows;
mod storage;

use lotse::desk::Notice;
use lotse::model::{Message, Timestamp};
use lotse::text::Surroundings;

use crate::stage::{MONDAY_TEN, Stage, content};

/// What the desk is told with this notice.
fn notice(notice: &Notice) -> String {
    let (scene, texts) = content();
    let now = MONDAY_TEN.parse::<Timestamp>().unwrap();
    texts
        .desk(notice, &Surroundings::at(now, &scene.directory, &scene.intake))
        .into_iter()
        .map(|message| message.text)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether one of the messages says this, word for word.
fn says(told: &[Message], text: &str) -> bool {
    told.iter().any(|message| message.text.contains(text))
}

/// Rosa's case 1 is with Lea, Ole's case 2 with Tom; everybody has read everything.
async fn two_cases() -> Stage {
    let stage = Stage::new().await;
    for (contact, navigator, claim) in [("rosa", "lea", "!übernehmen 1"), ("ole", "tom", "!übernehmen 2")] {
        stage.says_all(contact, &["Hallo", "ja", "mensch"]).await;
        stage.types(navigator, claim).await;
        stage.world.told_to(contact);
    }
    stage.world.told_at_the_desk();
    stage
}
