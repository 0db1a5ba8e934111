//! What is said at the desk.

use super::matches::every_match;
use super::sheets::{option_ids, picture, sheets};
use crate::desk::{Card, CardState, Navigator, Notice, NumberedMatch, NumberedOffer, Spoken, Undeliverable};
use crate::dialogue::{FileRefusal, Relayed};
use crate::directory::Match;
use crate::model::{Address, CaseNumber, Channel, Land, OptionId, Private, StepId};
use crate::text::tests::scene::{Scene, now};

const CASE: CaseNumber = CaseNumber(42);

pub(in crate::text::tests) fn notices(scene: &Scene) -> Vec<Notice> {
    by_kind!(Notice {
        Notice::Card(_) => cards(scene).into_iter().map(Notice::Card).collect::<Vec<_>>(),
        Notice::Yours(_) => [Notice::Yours(CASE)],
        Notice::StillWaiting(_) => cards(scene).into_iter().map(Notice::StillWaiting).collect::<Vec<_>>(),
        Notice::Unanswered { .. } => [Notice::Unanswered { case: CASE, since: now() }],
        Notice::TakenBy { .. } => [Notice::TakenBy { case: CASE, by: navigator() }],
        Notice::AlreadyYours(_) => [Notice::AlreadyYours(CASE)],
        Notice::Sheet { .. } => sheets(scene).into_iter()
            .map(|sheet| Notice::Sheet { case: CASE, sheet }).collect::<Vec<_>>(),
        Notice::NoSheet(_) => [Notice::NoSheet(CASE)],
        Notice::Offers { .. } => [
            Notice::Offers { case: CASE, numbered: numbered(&every_match(scene)) },
            Notice::Offers { case: CASE, numbered: Vec::new() },
        ],
        Notice::Found { .. } => [true, false].map(|sendable| Notice::Found { sendable, numbered: found(scene) }),
        Notice::FoundNothing => [Notice::FoundNothing],
        Notice::FromContact { .. } => [
            Notice::FromContact { case: CASE, relayed: Relayed::Text(Private::from("Danke, das hilft.")) },
            Notice::FromContact { case: CASE, relayed: Relayed::File(picture()) },
            Notice::FromContact { case: CASE, relayed: edited("Danke, das hilft sehr.", Some("Danke.")) },
            Notice::FromContact { case: CASE, relayed: edited("Danke, das hilft sehr.", None) },
            Notice::FromContact { case: CASE, relayed: edited("", Some("Danke.")) },
        ],
        Notice::File { .. } => [Notice::File { case: CASE, file: picture() }],
        Notice::ContactReachable { .. } => [true, false]
            .map(|is_there| Notice::ContactReachable { case: CASE, is_there }),
        Notice::ContactEdited(_) => [Notice::ContactEdited(CASE)],
        Notice::ContactRetracted(_) => [Notice::ContactRetracted(CASE)],
        Notice::TakenBack(_) => [Notice::TakenBack(CASE)],
        Notice::ContactFileRefused(_) => [Notice::ContactFileRefused(CASE)],
        Notice::FileLost { .. } => [Undeliverable::TooLarge, Undeliverable::FileLost]
            .map(|reason| Notice::FileLost { case: CASE, reason }),
        Notice::Undecryptable(_) => [Notice::Undecryptable(CASE)],
        Notice::PleaseRepeat => [Notice::PleaseRepeat],
        Notice::ContactSawEmergencyCard(_) => [Notice::ContactSawEmergencyCard(CASE)],
        Notice::ContactShared(_) => [Notice::ContactShared(CASE)],
        Notice::ContactDidNotShare(_) => [Notice::ContactDidNotShare(CASE)],
        Notice::Replied(_) => [Notice::Replied(CASE)],
        Notice::EditedAtContact(_) => [Notice::EditedAtContact(CASE)],
        Notice::RetractedAtContact(_) => [Notice::RetractedAtContact(CASE)],
        Notice::EditIsNoCommand => [Notice::EditIsNoCommand],
        Notice::EditNotCarried(_) => [Notice::EditNotCarried(CASE)],
        Notice::CannotCarry(_) => [Notice::CannotCarry(CASE)],
        Notice::FileRefused(_) => [FileRefusal::TooLarge { most_megabytes: 20 }, FileRefusal::Kind]
            .map(Notice::FileRefused),
        Notice::SentOffers { .. } => [vec![2], vec![2, 5]]
            .map(|numbers| Notice::SentOffers { case: CASE, numbers }),
        Notice::NoSuchOffer { .. } => [Notice::NoSuchOffer { number: 9 }],
        Notice::NeedsMore { .. } => [Notice::NeedsMore { command: "!senden".to_owned() }],
        Notice::StaysInternal => [Notice::StaysInternal],
        Notice::UnknownCommand { .. } => [Some("!senden".to_owned()), None]
            .map(|nearest| Notice::UnknownCommand { nearest }),
        Notice::Help => [Notice::Help],
        Notice::OpenCases(_) => [Notice::OpenCases(cards(scene))],
        Notice::NothingOpen => [Notice::NothingOpen],
        Notice::NoSuchCase(_) => [Notice::NoSuchCase(CASE)],
        Notice::NotClaimed(_) => [Notice::NotClaimed(CASE)],
        Notice::CaseIsClosed(_) => [Notice::CaseIsClosed(CASE)],
        Notice::OtherRoom(_) => [Notice::OtherRoom(CASE)],
        Notice::NotInQueue => [Notice::NotInQueue],
        Notice::WhichCase(_) => [Notice::WhichCase(vec![CASE, CaseNumber(43)])],
        Notice::TransferAsked { .. } => [Notice::TransferAsked { case: CASE, to: navigator() }],
        Notice::Transferred { .. } => [Notice::Transferred { case: CASE, to: navigator() }],
        Notice::TransferRefused { .. } => [Notice::TransferRefused { case: CASE, to: navigator() }],
        Notice::NoLongerThere { .. } => [Notice::NoLongerThere { case: CASE, to: navigator() }],
        Notice::NobodyElse => [Notice::NobodyElse],
        Notice::WhoIsMeant { .. } => [Notice::WhoIsMeant { names: vec![navigator().name, Private::from("Bernd")] }],
        Notice::NavigatorLeft { .. } => [Notice::NavigatorLeft { case: CASE, by: navigator() }],
        Notice::GivenBack { .. } => [Notice::GivenBack { case: CASE, by: navigator() }],
        Notice::History { .. } => [Vec::new(), vec![spoken(), spoken()]]
            .map(|lines| Notice::History { case: CASE, lines }),
        Notice::Closed(_) => [Notice::Closed(CASE)],
        Notice::OpenByNumber { .. } => [Notice::OpenByNumber { case: CASE, by: navigator() }],
        Notice::Blocked(_) => [Notice::Blocked(CASE)],
        Notice::IsBlocked(_) => [Notice::IsBlocked(CASE)],
        Notice::Unblocked(_) => [Notice::Unblocked(CASE)],
        Notice::NotBlocked(_) => [Notice::NotBlocked(CASE)],
        Notice::Reopened(_) => [Notice::Reopened(CASE)],
        Notice::ContactDeleted(_) => [Notice::ContactDeleted(CASE)],
        Notice::NotDelivered { .. } => [
            Undeliverable::Gone,
            Undeliverable::Refused,
            Undeliverable::GaveUp,
            Undeliverable::TooLarge,
            Undeliverable::FileLost,
            Undeliverable::StillThere,
        ]
            .map(|reason| Notice::NotDelivered { case: CASE, reason }),
        Notice::DeadLetter => [Notice::DeadLetter],
    })
}

pub(in crate::text::tests) fn cards(scene: &Scene) -> Vec<Card> {
    let options = |id: &str| -> Vec<(StepId, OptionId)> {
        let step = scene.intake.step(&StepId::from(id)).unwrap();
        option_ids(step).into_iter().map(|option| (step.id.clone(), option)).collect()
    };
    let waiting = Card {
        case: CASE,
        urgent: true,
        state: CardState::Waiting,
        land: Some(Land::By),
        situations: options("vorfall"),
        waiting_since: now(),
    };
    vec![
        Card { urgent: false, land: None, situations: Vec::new(), ..waiting.clone() },
        Card { state: CardState::Claimed(navigator()), situations: options("thema"), ..waiting.clone() },
        Card { state: CardState::Closed(navigator()), ..waiting.clone() },
        waiting,
    ]
}

fn navigator() -> Navigator {
    Navigator { address: Address::new(Channel::Matrix, "@anna:example.org"), name: Private::from("Anna") }
}

fn edited(words: &str, before: Option<&str>) -> Relayed {
    Relayed::Edited { words: Private::from(words), before: before.map(Private::from) }
}

fn spoken() -> Spoken {
    Spoken { at: now(), shown: Private::from("Starke Stelle schreibt:\nGuten Tag.") }
}

fn numbered(matches: &[Match]) -> Vec<NumberedMatch> {
    (1..).zip(matches).map(|(number, matched)| NumberedMatch { number, matched: matched.clone() }).collect()
}

fn found(scene: &Scene) -> Vec<NumberedOffer> {
    (1..)
        .zip(scene.directory.iter())
        .map(|(number, offer)| NumberedOffer { number, offer: offer.id.clone() })
        .collect()
}
