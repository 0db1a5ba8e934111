//! What a contact has answered.

use super::matches::every_match;
use crate::dialogue::{Answer, Evidence, Kind, Sheet, SheetRow, Step};
use crate::directory::Match;
use crate::model::{Attachment, Channel, FileKind, Land, OptionId, Private};
use crate::text::tests::scene::Scene;

pub(in crate::text::tests) fn sheets(scene: &Scene) -> Vec<Sheet> {
    let row = |step: &Step| SheetRow { step: step.id.clone(), answer: answer(step) };
    let every: Vec<SheetRow> = scene.intake.steps().iter().map(row).collect();
    let skipped =
        every.iter().map(|row| SheetRow { step: row.step.clone(), answer: Answer::Skipped }).collect();
    let matches: Vec<Match> = every_match(scene).into_iter().take(8).collect();
    vec![Sheet { rows: every, matches }, Sheet { rows: skipped, matches: Vec::new() }, Sheet::default()]
}

fn answer(step: &Step) -> Answer {
    match step.kind {
        Kind::Consent | Kind::Choice | Kind::Review => Answer::Choice(step.options[0].id.clone()),
        Kind::Several => Answer::Several(option_ids(step)),
        Kind::Place => Answer::Land(Land::Bw),
        Kind::Text { .. } => Answer::Text(Private::from("Jemand hat mir gedroht.\n\nIch bin erschrocken.")),
        Kind::Evidence { .. } => Answer::Evidence(vec![
            Evidence::Words(Private::from("ein Beitrag in einer Gruppe")),
            Evidence::File(picture()),
            Evidence::File(Attachment { kind: FileKind::Audio, bytes: None, ..picture() }),
            Evidence::File(Attachment { kind: FileKind::Video, bytes: Some(2_400_000), ..picture() }),
            Evidence::File(Attachment { kind: FileKind::Document, bytes: Some(1), ..picture() }),
        ]),
    }
}

pub(super) fn option_ids(step: &Step) -> Vec<OptionId> {
    step.options.iter().map(|option| option.id.clone()).collect()
}

pub(super) fn picture() -> Attachment {
    Attachment {
        from: Channel::Matrix,
        kind: FileKind::Image,
        bytes: Some(23_000),
        media_type: Some("image/png".to_owned()),
        caption: Some(Private::from("Das hing an meiner Tür.")),
        handle: Private::from("here"),
    }
}
