//! A sample of everything that can be said. A new kind of thing does not compile until it has one.

use super::scene::{Scene, now};
use crate::desk::{Card, CardState, Navigator, Notice, NumberedMatch, NumberedOffer, Spoken, Undeliverable};
use crate::dialogue::{
    Answer, Caution, Evidence, FileRefusal, Kind, NextAnswer, Occasion, Progress, Question, Relayed, Say,
    Section, Sheet, SheetRow, Step,
};
use crate::directory::{
    Area, Audience, Criteria, Match, Motive, Need, PoliceWish, Problem, Reason, Situation,
};
use crate::model::{Address, Attachment, CaseNumber, Channel, FileKind, Land, OptionId, Private, StepId};
use crate::text::Finding;

/// Lists samples by kind: the patterns must be all there are, and each has at least one sample that fits it.
macro_rules! by_kind {
    ($type:ty { $($pattern:pat => $samples:expr,)+ }) => {{
        fn _all_kinds_are_listed(one: &$type) {
            match one { $($pattern => {})+ }
        }
        let mut all: Vec<$type> = Vec::new();
        $(
            let samples: Vec<$type> = Vec::from($samples);
            assert!(!samples.is_empty(), "no sample of {}", stringify!($pattern));
            assert!(samples.iter().all(|one| matches!(one, $pattern)), "wrong sample of {}", stringify!($pattern));
            all.extend(samples);
        )+
        all
    }};
}

const CASE: CaseNumber = CaseNumber(42);

pub(super) fn says(scene: &Scene) -> Vec<Say> {
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

pub(super) fn notices(scene: &Scene) -> Vec<Notice> {
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

/// Every kind of thing that a check finds.
pub(super) fn findings() -> Vec<Finding> {
    by_kind!(Finding {
        Finding::Content(_) => [Finding::Content("content/intake.toml, land: …".to_owned())],
        Finding::KeyUnusable { .. } => [Finding::KeyUnusable { why: "it is not there".to_owned() }],
        Finding::DatabaseUnusable { .. } => [Finding::DatabaseUnusable { why: "it is in use".to_owned() }],
        Finding::DatabaseWithoutKey => [Finding::DatabaseWithoutKey],
        Finding::Gap { .. } => [Finding::Gap { land: Land::By, need: Need::Recht }],
        Finding::Size { .. } => [Finding::Size { steps: 19, offers: 200 }],
        Finding::Freshness { .. } => [Finding::Freshness { assured: 3, due: 2, never: 1 }],
        Finding::ReviewDue(_) => [Finding::ReviewDue(vec!["hateaid".into(), "by-x".into()])],
        Finding::DatabaseUnnamed => [Finding::DatabaseUnnamed],
        Finding::DatabaseInUse => [Finding::DatabaseInUse],
        Finding::DatabasePending(_) => [1, 2].map(Finding::DatabasePending),
        Finding::ChannelFault { .. } => [Finding::ChannelFault { channel: "Matrix", what: "it is away".to_owned() }],
        Finding::ChannelHint { .. } => [Finding::ChannelHint { channel: "Matrix", what: "it is new".to_owned() }],
        Finding::ChannelFine { .. } => [Finding::ChannelFine { channel: "Matrix" }],
        Finding::ChannelNotBuilt { .. } => [Finding::ChannelNotBuilt { channel: "Telegram" }],
        Finding::DatabaseWithoutProof => [Finding::DatabaseWithoutProof],
        Finding::DatabaseMissing => [Finding::DatabaseMissing],
        Finding::DatabaseFine => [Finding::DatabaseFine],
        Finding::Coverage => [Finding::Coverage],
        Finding::Verdict { .. } => [0, 1, 2].map(|faults| Finding::Verdict { faults }),
    })
}

/// Every kind of thing that can be wrong with the directory.
pub(super) fn problems() -> Vec<Problem> {
    let text = || "x-y".to_owned();
    by_kind!(Problem {
        Problem::UnknownFile => [Problem::UnknownFile],
        Problem::Unreadable { .. } => [Problem::Unreadable { line: 7, detail: text() }],
        Problem::UnexpectedSection { .. } => [Problem::UnexpectedSection { section: text() }],
        Problem::EntryUnreadable { .. } => [Problem::EntryUnreadable { detail: text() }],
        Problem::IdMalformed => [Problem::IdMalformed],
        Problem::IdRepeated { .. } => [Problem::IdRepeated { first: text() }],
        Problem::Excluded { .. } => [Problem::Excluded { reason: text() }],
        Problem::NumberExcluded { .. } => [Problem::NumberExcluded { number: text() }],
        Problem::WrongFile { .. } => [Problem::WrongFile { area: Area::Bund }],
        Problem::FieldEmpty { .. } => [Problem::FieldEmpty { field: "name" }],
        Problem::CodeRepeated { .. } => [Problem::CodeRepeated { field: "needs", code: "recht" }],
        Problem::RegionWithoutName => [Problem::RegionWithoutName],
        Problem::RegionWithoutKeys => [Problem::RegionWithoutKeys],
        Problem::RegionOutside { .. } => [Problem::RegionOutside { ags: text() }],
        Problem::AudienceMixed { .. } => [Problem::AudienceMixed { audience: Audience::Ehrenamt }],
        Problem::NotForContradicts { .. } => [Problem::NotForContradicts { situation: Situation::Bedrohung }],
        Problem::NothingToShow => [Problem::NothingToShow],
        Problem::PhoneMalformed { .. } => [Problem::PhoneMalformed { number: text() }],
        Problem::PhoneUnpublished => [Problem::PhoneUnpublished],
        Problem::EmailMalformed { .. } => [Problem::EmailMalformed { address: text() }],
        Problem::UrlMalformed { .. } => [Problem::UrlMalformed { address: text() }],
        Problem::ContactInText { .. } => [Problem::ContactInText { field: "name" }],
        Problem::LanguageMalformed { .. } => [Problem::LanguageMalformed { code: text() }],
        Problem::DateMalformed { .. } => [Problem::DateMalformed { date: text() }],
        Problem::EssentialMissing { .. } => [Problem::EssentialMissing { id: "a" }],
        Problem::EssentialUnusable { .. } => [Problem::EssentialUnusable { id: "a" }],
        Problem::NoPsychosocialHelp { .. } => [Problem::NoPsychosocialHelp { area: Area::Land(Land::By) }],
    })
}

/// Every reason there is, the longest words included.
pub(super) fn reasons() -> Vec<Reason> {
    by_kind!(Reason {
        Reason::Danger => [Reason::Danger],
        Reason::Need(_) => Need::ALL.iter().copied().map(Reason::Need).collect::<Vec<_>>(),
        Reason::Situation(_) => Situation::ALL.iter().copied().map(Reason::Situation).collect::<Vec<_>>(),
        Reason::Land(_) => Land::ALL.map(Reason::Land),
        Reason::Audience(_) => Audience::ALL.iter().copied().map(Reason::Audience).collect::<Vec<_>>(),
        Reason::WithoutPolice => [Reason::WithoutPolice],
        Reason::AnyMotive => [Reason::AnyMotive],
        Reason::Nationwide => [Reason::Nationwide],
        Reason::Guide => [Reason::Guide],
    })
}

/// Every offer of the directory, each with three reasons and its condition.
pub(super) fn every_match(scene: &Scene) -> Vec<Match> {
    let all = reasons();
    let reasons = |at: usize| all.iter().copied().cycle().skip(at).step_by(all.len() / 3).take(3).collect();
    let matched = |(at, offer): (usize, &crate::directory::Offer)| Match {
        offer: offer.id.clone(),
        reasons: reasons(at),
        only_if_motive: true,
    };
    scene.directory.iter().enumerate().map(matched).collect()
}

fn option_ids(step: &Step) -> Vec<OptionId> {
    step.options.iter().map(|option| option.id.clone()).collect()
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

pub(super) fn sheets(scene: &Scene) -> Vec<Sheet> {
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

fn picture() -> Attachment {
    Attachment {
        from: Channel::Matrix,
        kind: FileKind::Image,
        bytes: Some(23_000),
        media_type: Some("image/png".to_owned()),
        caption: Some(Private::from("Das hing an meiner Tür.")),
        handle: Private::from("here"),
    }
}

fn edited(words: &str, before: Option<&str>) -> Relayed {
    Relayed::Edited { words: Private::from(words), before: before.map(Private::from) }
}

fn spoken() -> Spoken {
    Spoken { at: now(), shown: Private::from("Starke Stelle schreibt:\nGuten Tag.") }
}

pub(super) fn navigator() -> Navigator {
    Navigator { address: Address::new(Channel::Matrix, "@anna:example.org"), name: Private::from("Anna") }
}

pub(super) fn cards(scene: &Scene) -> Vec<Card> {
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

fn numbered(matches: &[Match]) -> Vec<NumberedMatch> {
    (1..).zip(matches).map(|(number, matched)| NumberedMatch { number, matched: matched.clone() }).collect()
}

fn found(scene: &Scene) -> Vec<NumberedOffer> {
    (1..)
        .zip(scene.directory.iter())
        .map(|(number, offer)| NumberedOffer { number, offer: offer.id.clone() })
        .collect()
}
