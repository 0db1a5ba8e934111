//! What the bot says to a contact.

use super::matches::every_match;
use super::sheets::{option_ids, picture, sheets};
use crate::dialogue::{Caution, FileRefusal, Kind, NextAnswer, Occasion, Progress, Question, Say, Section};
use crate::directory::{Audience, Criteria, Match, Motive, Need, PoliceWish, Reason, Situation};
use crate::model::{Land, Private};
use crate::text::tests::scene::Scene;

pub(in crate::text::tests) fn says(scene: &Scene) -> Vec<Say> {
    by_kind!(Say {
        Say::Welcome => [Say::Welcome],
        Say::PrivacyNotice => [Say::PrivacyNotice],
        Say::Declined => [Say::Declined],
        Say::Question(_) => questions(scene),
        Say::Noted { .. } => scene.intake.steps().iter().filter(|step| step.kind == Kind::Several)
            .flat_map(|step| [option_ids(step), Vec::new()]
                .map(|chosen| Say::Noted { step: step.id.clone(), chosen }))
            .collect::<Vec<_>>(),
        Say::NotUnderstood => [Say::NotUnderstood],
        Say::OfferHuman => [Say::OfferHuman],
        Say::WhichLand { .. } => [Say::WhichLand { laender: vec![Land::Sh, Land::By] }],
        Say::PostcodeNotNeeded => [Say::PostcodeNotNeeded],
        Say::Emergency { .. } => Land::ALL.into_iter().map(Some).chain([None])
            .flat_map(|land| [true, false].map(|crisis| Say::Emergency { crisis, land, rests: crisis }))
            .collect::<Vec<_>>(),
        Say::Help => [Say::Help],
        Say::HelpWithHuman => [Say::HelpWithHuman],
        Say::NothingBefore => [Say::NothingBefore],
        Say::CannotSkip => [Say::CannotSkip],
        Say::NothingChosen => [Say::NothingChosen],
        Say::TooLong { .. } => [Say::TooLong { most_chars: 80 }],
        Say::EvidenceNoted { .. } => [Say::EvidenceNoted { count: 1 }, Say::EvidenceNoted { count: 7 }],
        Say::MoreEvidenceNoted { .. } => [Say::MoreEvidenceNoted { count: 2 }],
        Say::EvidenceFull { .. } => [Say::EvidenceFull { most_items: 20 }],
        Say::FileNotNow => [Say::FileNotNow],
        Say::ForwardedNotNow => [Say::ForwardedNotNow],
        Say::OnlyThisPlace => [Say::OnlyThisPlace],
        Say::FileRefused(_) => [FileRefusal::TooLarge { most_megabytes: 20 }, FileRefusal::Kind].map(Say::FileRefused),
        Say::FileLost => [Say::FileLost],
        Say::CannotRead => [Say::CannotRead],
        Say::NotTakenYet => [Say::NotTakenYet],
        Say::OtherWays => [Say::OtherWays],
        Say::PleaseRepeat => [Say::PleaseRepeat],
        Say::EditNotTaken => [Say::EditNotTaken],
        Say::RetractionNotTaken => [Say::RetractionNotTaken],
        Say::ReactionNotRead => [Say::ReactionNotRead],
        Say::StaleChoice => [Say::StaleChoice],
        Say::StaleChoiceWithHuman => [Say::StaleChoiceWithHuman],
        Say::Offers { .. } => offer_lists(scene),
        Say::Advice { .. } => [Say::Advice { items: scene.intake.advice_ids().map(str::to_owned).collect() }],
        Say::SheetPreview(_) => sheets(scene).into_iter().map(Say::SheetPreview).collect::<Vec<_>>(),
        Say::ChangeWhich { .. } => [Say::ChangeWhich { steps: scene.intake.steps().iter().map(|step| step.id.clone()).collect() }],
        Say::Paused => [Say::Paused],
        Say::WelcomeBack => [Say::WelcomeBack],
        Say::ConfirmDelete => [Say::ConfirmDelete],
        Say::Deleted => [Say::Deleted],
        Say::NotDeleted => [Say::NotDeleted],
        Say::ConfirmRestart => [Say::ConfirmRestart],
        Say::NotRestarted => [Say::NotRestarted],
        Say::HumanCalled { .. } => next_answers().map(|next| Say::HumanCalled { case: 42, next }),
        Say::ShareAnswers => [Say::ShareAnswers],
        Say::AnswersShared => [Say::AnswersShared],
        Say::AnswersNotShared => [Say::AnswersNotShared],
        Say::HandedOver { .. } => next_answers().map(|next| Say::HandedOver { case: 42, next }),
        Say::WillBeRead { .. } => next_answers().map(|next| Say::WillBeRead { next }),
        Say::OpenLines { .. } => Land::ALL.into_iter().map(Some).chain([None])
            .map(|land| Say::OpenLines { land }).collect::<Vec<_>>(),
        Say::HumanIsComing { .. } => next_answers().map(|next| Say::HumanIsComing { next }),
        Say::Claimed => [Say::Claimed],
        Say::FromNavigator(_) => [Say::FromNavigator(Private::from("Guten Tag, wie geht es Ihnen?"))],
        Say::FileFromNavigator(_) => [Say::FileFromNavigator(picture())],
        Say::AskTransfer => [Say::AskTransfer],
        Say::Transferred => [Say::Transferred],
        Say::NotTransferred => [Say::NotTransferred],
        Say::GivenBack { .. } => next_answers().map(|next| Say::GivenBack { next }),
        Say::Closed => [Say::Closed],
        Say::AskFeedback => [Say::AskFeedback],
        Say::FeedbackThanks => [Say::FeedbackThanks],
        Say::Blocked => [Say::Blocked],
        Say::Unblocked => [Say::Unblocked],
        Say::Reopened { .. } => next_answers().map(|next| Say::Reopened { next }),
    })
}

/// Now, until another day, on another day at an odd minute, and nothing known.
fn next_answers() -> [NextAnswer; 4] {
    let at = |text: &str| text.parse().unwrap();
    [
        NextAnswer::OpenNow { until: at("2026-11-23T15:00:00Z") },
        NextAnswer::OpenNow { until: at("2026-11-24T01:00:00Z") },
        NextAnswer::Opens { at: at("2026-11-24T08:30:00Z") },
        NextAnswer::Unknown,
    ]
}

fn questions(scene: &Scene) -> Vec<Say> {
    let mut questions = Vec::new();
    for step in scene.intake.steps() {
        let several = step.kind == Kind::Several;
        let chosen = if several { option_ids(step) } else { Vec::new() };
        let section = if several { Section::Details } else { Section::Core };
        let progress = Some(Progress { section, number: 3, of: 7 });
        questions.push(Question { step: step.id.clone(), progress, chosen, repeated: true, caution: None });
        questions.push(Question {
            step: step.id.clone(),
            progress: None,
            chosen: Vec::new(),
            repeated: false,
            caution: None,
        });
        for caution in [Caution::Words, Caution::Files].into_iter().filter(|_| step.sensitive) {
            questions.extend([true, false].map(|repeated| Question {
                step: step.id.clone(),
                progress,
                chosen: Vec::new(),
                repeated,
                caution: Some(caution),
            }));
        }
    }
    questions.into_iter().map(Say::Question).collect()
}

fn offer_lists(scene: &Scene) -> Vec<Say> {
    let criteria = |land| Criteria {
        land: Some(land),
        needs: [Need::Psychosozial, Need::Recht].into(),
        situations: [Situation::Bedrohung, Situation::HassImNetz].into(),
        audience: Some(Audience::Ehrenamt),
        motive: Motive::Unbekannt,
        police: PoliceWish::Nicht,
    };
    let mut lists: Vec<Vec<Match>> =
        Land::ALL.into_iter().map(|land| scene.directory.matches(&criteria(land))).collect();
    lists.push(every_match(scene));
    let gone = Match { offer: "verschwunden".into(), reasons: vec![Reason::Guide], only_if_motive: false };
    lists.push(vec![gone]);
    lists.push(Vec::new());
    let occasions = [
        Occasion::Result,
        Occasion::Asked,
        Occasion::Public,
        Occasion::Navigator { numbers: (1..=300).collect() },
    ];
    lists
        .into_iter()
        .zip(occasions.into_iter().cycle())
        .map(|(matches, occasion)| Say::Offers { matches, occasion })
        .collect()
}
