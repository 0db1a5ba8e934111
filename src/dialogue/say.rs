//! Everything the bot can say to a contact. Which words it uses is for the `text` layer and the locales.

use serde::{Deserialize, Serialize};

use super::{FileRefusal, Sheet};
use crate::directory::Match;
use crate::model::{Attachment, Land, OptionId, Private, StepId, Timestamp};

/// Something said to a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Say {
    /// First words: who this is, that it is a machine, what it does, that it is no emergency service.
    Welcome,
    /// The full privacy notice (`mehr`, `datenschutz`).
    PrivacyNotice,
    /// Consent was refused: nothing is kept; what can be seen all the same.
    Declined,
    /// A question of the intake, consent and review included.
    Question(Question),
    /// Some options of a "several" step are noted; more may follow, "fertig" goes on.
    Noted {
        /// The step.
        step: StepId,
        /// Everything chosen so far, in the order of the intake.
        chosen: Vec<OptionId>,
    },
    /// The answer was not understood; the question follows once more.
    NotUnderstood,
    /// Two answers were not understood: would they rather speak with a human? Choices: mensch, [`Tap::GoOn`](super::Tap::GoOn).
    OfferHuman,
    /// The name of the place stands in several Länder: which one? Choices: those Länder, keine_angabe.
    WhichLand {
        /// The Länder that have a place of this name.
        laender: Vec<Land>,
    },
    /// A postcode is not needed and not kept; the question for the Land follows.
    PostcodeNotNeeded,
    /// The emergency card: whom to call now.
    Emergency {
        /// Words of suicide or despair came up: the TelefonSeelsorge stands on the card, first.
        crisis: bool,
        /// The Land, if told: its lines that answer around the clock.
        land: Option<Land>,
        /// A question waits and comes back with "weiter": nothing follows that would push the card off a screen.
        rests: bool,
    },
    /// What can be typed at any time.
    Help,
    /// What can be typed once a human was asked for.
    HelpWithHuman,
    /// There is no question before this one.
    NothingBefore,
    /// This step cannot be skipped.
    CannotSkip,
    /// "fertig" was said before anything was chosen.
    NothingChosen,
    /// The text is longer than this step takes; it was not kept.
    TooLong {
        /// How many characters it takes.
        most_chars: u32,
    },
    /// A piece of evidence was noted; more may follow, "fertig" goes on.
    EvidenceNoted {
        /// How many pieces there are now.
        count: u32,
    },
    /// Another piece of many that come in one go: the note before it says this now, where a channel can show it so.
    MoreEvidenceNoted {
        /// How many pieces there are now.
        count: u32,
    },
    /// No more evidence fits; "fertig" goes on.
    EvidenceFull {
        /// How many pieces there may be.
        most_items: u32,
    },
    /// A file came where none is asked for; it was not kept. Said once of many that come in one go.
    FileNotNow,
    /// What somebody else wrote was passed on where no evidence is asked for; it was not kept. Said once of many that
    /// come in one go.
    ForwardedNotNow,
    /// They show where they are as they move; only the first place comes in.
    OnlyThisPlace,
    /// A file came that is not carried; it was not kept.
    FileRefused(FileRefusal),
    /// A file could not be fetched and did not reach the desk.
    FileLost,
    /// Something that cannot be carried (a sticker, a poll, …); it was not kept.
    CannotRead,
    /// Words or a file came before it was said whether they may come by this channel; they were not kept. The question
    /// follows.
    NotTakenYet,
    /// How else the starke Stelle can be reached.
    OtherWays,
    /// Something that could not be decrypted.
    PleaseRepeat,
    /// A message was changed that is an answer already: how answers are changed.
    EditNotTaken,
    /// A message was taken back that is an answer already: how answers are changed and deleted.
    RetractionNotTaken,
    /// A reaction is no answer.
    ReactionNotRead,
    /// A choice of an older message was tapped; it no longer counts. The present question follows.
    StaleChoice,
    /// A choice of an older message was tapped while the rest is between humans: it changes nothing, and nobody has read
    /// it. What is written is read.
    StaleChoiceWithHuman,
    /// Offers, with reasons.
    Offers {
        /// The offers, in order.
        matches: Vec<Match>,
        /// Why they are shown now.
        occasion: Occasion,
    },
    /// Advice that fits the situation, by id.
    Advice {
        /// The ids of `[[advice]]` in the intake.
        items: Vec<String>,
    },
    /// The sheet as it would be handed over.
    SheetPreview(Sheet),
    /// Which answer should be changed? Choices: the steps that were answered.
    ChangeWhich {
        /// The steps, in order.
        steps: Vec<StepId>,
    },
    /// The conversation rests; anything written takes it up again.
    Paused,
    /// Somebody is back after days, or after a pause; the present question follows.
    WelcomeBack,
    /// Should everything really be deleted? Choices: [`Tap::DELETE`](super::Tap::DELETE).
    ConfirmDelete,
    /// Everything is deleted.
    Deleted,
    /// Nothing was deleted.
    NotDeleted,
    /// Should the answers be thrown away and the intake begin anew? Choices: [`Tap::RESTART`](super::Tap::RESTART).
    ConfirmRestart,
    /// The intake goes on as it was.
    NotRestarted,
    /// A human was asked for: the desk is told, with nothing but the way to answer.
    HumanCalled {
        /// The number of the case.
        case: i64,
        /// When a human may answer.
        next: NextAnswer,
    },
    /// The human is called and there are answers already: may they go along? Choices:
    /// [`Tap::SHARE`](super::Tap::SHARE).
    ShareAnswers,
    /// The answers went along.
    AnswersShared,
    /// The answers did not go along.
    AnswersNotShared,
    /// The sheet was handed over.
    HandedOver {
        /// The number of the case.
        case: i64,
        /// When a human may answer.
        next: NextAnswer,
    },
    /// Written while nobody has the case yet: it is kept and will be read. Said once.
    WillBeRead {
        /// When a human may answer.
        next: NextAnswer,
    },
    /// Nobody is at the desk now: who answers at this hour. Said once for each time the desk is closed.
    OpenLines {
        /// The Land, if told: its lines too.
        land: Option<Land>,
    },
    /// A human is on the way already.
    HumanIsComing {
        /// When a human may answer.
        next: NextAnswer,
    },
    /// A navigator has taken the case.
    Claimed,
    /// What a navigator wrote.
    FromNavigator(Private<String>),
    /// A file that a navigator sent.
    FileFromNavigator(Attachment),
    /// May another navigator take over? Choices: [`Tap::TRANSFER`](super::Tap::TRANSFER).
    AskTransfer,
    /// Another navigator has taken over, as the contact allowed.
    Transferred,
    /// The case stays with whoever has it.
    NotTransferred,
    /// The navigator put the case back: somebody else will take it. What is written meanwhile is kept.
    GivenBack {
        /// When a human may answer.
        next: NextAnswer,
    },
    /// A navigator closed the case.
    Closed,
    /// Did it help? Nobody need answer. Choices: [`Tap::FEEDBACK`](super::Tap::FEEDBACK).
    AskFeedback,
    /// The answer is counted.
    FeedbackThanks,
    /// The desk takes nothing more from this contact. Said once, with the way to the emergency card.
    Blocked,
    /// The desk takes messages of this contact again.
    Unblocked,
    /// The case is open again.
    Reopened {
        /// When a human may answer.
        next: NextAnswer,
    },
}

/// What can honestly be said about when a human answers: when somebody is there, never when they will have answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextAnswer {
    /// Somebody is there now.
    OpenNow {
        /// Until then.
        until: Timestamp,
    },
    /// Nobody is there now.
    Opens {
        /// From then on somebody is.
        at: Timestamp,
    },
    /// No hours are set: nothing can be said.
    Unknown,
}

/// Why offers are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// They are the result of the intake.
    Result,
    /// They were asked for in mid-intake: a preview.
    Asked,
    /// They were asked for without consent: what anybody may see.
    Public,
    /// A navigator sent them.
    Navigator {
        /// The numbers they have in the case, so that both sides speak of the same ones.
        numbers: Vec<u32>,
    },
}

/// A question of the intake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which step.
    pub step: StepId,
    /// Where in the intake it stands, if it counts.
    pub progress: Option<Progress>,
    /// What is already chosen (a "several" step that is asked again).
    pub chosen: Vec<OptionId>,
    /// It was asked just before: the short form will do.
    pub repeated: bool,
    /// What has to be settled before an answer is taken on this channel.
    pub caution: Option<Caution>,
}

/// What must not be taken on a channel whose operator reads along before they agreed to it. Choices: [`Way`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Caution {
    /// Words of their own, and with them everything else the step takes.
    Words,
    /// Files; they agreed to words before.
    Files,
}

/// What can be chosen where there is [`Caution`]. The ids are such that a late tap is never taken for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Go on here.
    Here,
    /// How else can I reach you?
    Other,
}

impl Way {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Here, Self::Other];

    /// The id of the choice.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Here => "hier-weiter",
            Self::Other => "andere-wege",
        }
    }
}

/// "Frage 3 von 7".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which part of the intake is counted.
    pub section: Section,
    /// The number of this question, from 1.
    pub number: u32,
    /// How many there are, as far as the answers so far tell.
    pub of: u32,
}

/// The two parts of the intake that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The questions everybody gets.
    Core,
    /// The questions for those who want to tell more.
    Details,
}

/// What a contact sends, told without content. For sentences such as "ein Bild".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relayed {
    /// Words.
    Text(Private<String>),
    /// Words that were changed.
    Edited {
        /// As they are now.
        words: Private<String>,
        /// As they were, if that was carried too.
        before: Option<Private<String>>,
    },
    /// A file.
    File(Attachment),
}
