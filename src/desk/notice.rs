//! Everything the bot can say to navigators. Which words it uses is for the `text` layer and the locales.

use serde::{Deserialize, Serialize};

use crate::dialogue::{FileRefusal, Relayed, Sheet};
use crate::directory::Match;
use crate::model::{Address, Attachment, CaseNumber, Land, OfferId, OptionId, Private, StepId, Timestamp};

/// Something said at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A case in the queue. No personal detail.
    Card(Card),
    /// To the navigator who has just taken the case: it is theirs; how to answer.
    Yours(CaseNumber),
    /// A reminder: nobody has taken this case yet.
    StillWaiting(Card),
    /// A reminder to whoever has the case: the contact waits for an answer.
    Unanswered {
        /// The case.
        case: CaseNumber,
        /// Since when.
        since: Timestamp,
    },
    /// Somebody else took it first.
    TakenBy {
        /// The case.
        case: CaseNumber,
        /// Who has it.
        by: Navigator,
    },
    /// The navigator has it already.
    AlreadyYours(CaseNumber),
    /// The sheet of a case.
    Sheet {
        /// The case.
        case: CaseNumber,
        /// The sheet.
        sheet: Sheet,
    },
    /// The contact handed over no answers.
    NoSheet(CaseNumber),
    /// The offers of a case, each with the number by which it can be sent.
    Offers {
        /// The case.
        case: CaseNumber,
        /// The offers with their numbers.
        numbered: Vec<NumberedMatch>,
    },
    /// What a search found; with a case, each has the number by which it can be sent.
    Found {
        /// The offers, with their numbers (in the queue, where nothing can be sent, just counted from 1).
        numbered: Vec<NumberedOffer>,
        /// They can be sent with these numbers.
        sendable: bool,
    },
    /// The search found nothing.
    FoundNothing,
    /// The contact can be written to again, or no longer.
    ContactReachable {
        /// The case.
        case: CaseNumber,
        /// They can.
        is_there: bool,
    },
    /// What the contact wrote or sent.
    FromContact {
        /// The case.
        case: CaseNumber,
        /// What it was.
        relayed: Relayed,
    },
    /// A file that the contact gave with their answers, or sent before.
    File {
        /// The case.
        case: CaseNumber,
        /// The file.
        file: Attachment,
    },
    /// The contact changed a message; the message itself shows both versions.
    ContactEdited(CaseNumber),
    /// The contact took back a message; it is gone here too.
    ContactRetracted(CaseNumber),
    /// Stands in the place of a message that was taken back.
    TakenBack(CaseNumber),
    /// The contact sent a file that is not carried; they were told.
    ContactFileRefused(CaseNumber),
    /// A file of the contact could not be fetched; they were told.
    FileLost {
        /// The case.
        case: CaseNumber,
        /// Why.
        reason: Undeliverable,
    },
    /// The contact sent something that could not be decrypted; they were asked to repeat it.
    Undecryptable(CaseNumber),
    /// Somebody at the desk wrote something that could not be decrypted.
    PleaseRepeat,
    /// The contact saw the emergency card because of what they wrote.
    ContactSawEmergencyCard(CaseNumber),
    /// The contact handed over their answers after having asked for a human.
    ContactShared(CaseNumber),
    /// The contact prefers not to hand over their answers.
    ContactDidNotShare(CaseNumber),
    /// The reply has reached the contact's channel.
    Replied(CaseNumber),
    /// The contact sees the changed text now.
    EditedAtContact(CaseNumber),
    /// The message is gone at the contact too.
    RetractedAtContact(CaseNumber),
    /// An edit is no command, and makes nothing go out.
    EditIsNoCommand,
    /// This message cannot be changed any more.
    EditNotCarried(CaseNumber),
    /// What was sent as an answer cannot be carried (a sticker, a poll).
    CannotCarry(CaseNumber),
    /// A file that is not carried.
    FileRefused(FileRefusal),
    /// The offers have reached the contact's channel.
    SentOffers {
        /// The case.
        case: CaseNumber,
        /// Their numbers.
        numbers: Vec<u32>,
    },
    /// There is no offer with this number in this case.
    NoSuchOffer {
        /// The number.
        number: u32,
    },
    /// The command wants something behind it (`!a` without text, `!senden` without numbers).
    NeedsMore {
        /// The command, as it is typed.
        command: String,
    },
    /// What was typed stays internal; how to answer. Said once a case.
    StaysInternal,
    /// A command that does not exist.
    UnknownCommand {
        /// The nearest one that does, if one is near.
        nearest: Option<String>,
    },
    /// What can be typed.
    Help,
    /// The cases that are not closed.
    OpenCases(Vec<Card>),
    /// No case is open.
    NothingOpen,
    /// There is no case of this number (any more).
    NoSuchCase(CaseNumber),
    /// Nobody has this case yet: take it first.
    NotClaimed(CaseNumber),
    /// The case is closed; nothing goes out any more unless it is opened again.
    CaseIsClosed(CaseNumber),
    /// This is the room of one case; commands about another belong into the queue.
    OtherRoom(CaseNumber),
    /// Nothing goes out from the queue, which all navigators read.
    NotInQueue,
    /// Several cases could be meant: the number is needed.
    WhichCase(Vec<CaseNumber>),
    /// A navigator put the case back into the queue.
    GivenBack {
        /// The case.
        case: CaseNumber,
        /// Who had it.
        by: Navigator,
    },
    /// Whoever had the case has left the desk: it is back in the queue.
    NavigatorLeft {
        /// The case.
        case: CaseNumber,
        /// Who had it.
        by: Navigator,
    },
    /// The contact is being asked whether this colleague may take over; until they answer all stays.
    TransferAsked {
        /// The case.
        case: CaseNumber,
        /// To whom it would go.
        to: Navigator,
    },
    /// The contact agreed: the case has gone from one to the other.
    Transferred {
        /// The case.
        case: CaseNumber,
        /// Who has it now.
        to: Navigator,
    },
    /// The contact did not agree: all stays.
    TransferRefused {
        /// The case.
        case: CaseNumber,
        /// To whom it would have gone.
        to: Navigator,
    },
    /// The contact agreed, and meanwhile the colleague has left the desk: all stays.
    NoLongerThere {
        /// The case.
        case: CaseNumber,
        /// To whom it would have gone.
        to: Navigator,
    },
    /// There is nobody else to whom a case could go.
    NobodyElse,
    /// Nobody, or more than one, is called so.
    WhoIsMeant {
        /// To whom a case can go.
        names: Vec<Private<String>>,
    },
    /// What the contact and navigators wrote so far, for whoever has the case now.
    History {
        /// The case.
        case: CaseNumber,
        /// In order.
        lines: Vec<Spoken>,
    },
    /// The case is closed.
    Closed(CaseNumber),
    /// Somebody else had the closed case: whoever wants to open it types its number.
    OpenByNumber {
        /// The case.
        case: CaseNumber,
        /// Who had it.
        by: Navigator,
    },
    /// The case is closed, and nothing of this contact reaches the desk any more.
    Blocked(CaseNumber),
    /// The contact is blocked: nothing goes out, nothing comes in.
    IsBlocked(CaseNumber),
    /// Messages of this contact reach the desk again.
    Unblocked(CaseNumber),
    /// The contact is not blocked.
    NotBlocked(CaseNumber),
    /// The contact wrote again: the case is open again and with the same navigator.
    Reopened(CaseNumber),
    /// The contact deleted everything; nothing of this case is left.
    ContactDeleted(CaseNumber),
    /// A message did not reach the contact, or could not be taken back there, and will not be tried again.
    NotDelivered {
        /// The case.
        case: CaseNumber,
        /// Why.
        reason: Undeliverable,
    },
    /// Something that came in could not be read (a damaged row, a lost key); somebody must look.
    DeadLetter,
}

/// A case as the queue shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its number.
    pub case: CaseNumber,
    /// Danger now, or heavy strain.
    pub urgent: bool,
    /// Where it stands.
    pub state: CardState,
    /// The Land, if it was handed over.
    pub land: Option<Land>,
    /// What has happened or what it is about (step and option), if it was handed over.
    pub situations: Vec<(StepId, OptionId)>,
    /// Since when the contact has been waiting for a human.
    pub waiting_since: Timestamp,
}

/// Where a case stands, as the queue shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardState {
    /// Nobody has it.
    Waiting,
    /// Somebody has it.
    Claimed(Navigator),
    /// It is closed.
    Closed(
        /// Who had it.
        Navigator,
    ),
}

/// Somebody who works at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Navigator {
    /// Where they are reached: who they are.
    pub address: Address,
    /// How colleagues see them.
    pub name: Private<String>,
}

/// Something that was said before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// When.
    pub at: Timestamp,
    /// As it was shown then, with who said it.
    pub shown: Private<String>,
}

/// A matched offer with its number in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedMatch {
    /// The number by which it can be sent.
    pub number: u32,
    /// The offer and its reasons.
    pub matched: Match,
}

/// An offer with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberedOffer {
    /// The number by which it can be sent.
    pub number: u32,
    /// The offer.
    pub offer: OfferId,
}

/// Why a message could not be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undeliverable {
    /// The contact is no longer there (left, blocked the bot, deleted the account).
    Gone,
    /// The channel refuses this message.
    Refused,
    /// The file is larger than what is carried.
    TooLarge,
    /// The file is no longer where it was.
    FileLost,
    /// It was tried for as long as we try.
    GaveUp,
    /// It was to be taken back, and that cannot be done: it stands there still.
    StillThere,
}
