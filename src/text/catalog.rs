//! The list of all sentences that the program asks for by name, each with what it is given.
//!
//! Loading compares this list with the files in both directions, so that an editor who deletes or misspells
//! something is told so before anybody reads the result.

/// A sentence of the program.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Its id in the Fluent files.
    pub id: &'static str,
    /// The file in which it belongs.
    pub file: &'static str,
    /// What it is given, beside [`COMMON`]. All of it must be named in the sentence.
    pub vars: &'static [&'static str],
}

/// What every sentence to a contact or at the desk may name, and need not: facts from the directory and periods.
pub(super) const COMMON: &[&str] = &[
    "phone",
    "mail",
    "web",
    "hours",
    "organization",
    "police-phone",
    "rescue-phone",
    "consent-hours",
    "intake-days",
    "closed-days",
    "event-days",
];

/// A family of words, one for each code of a controlled vocabulary: `land-DE-BY`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Family(pub &'static str);

impl Family {
    /// The id of the word for this code.
    pub fn id(self, code: &str) -> String {
        format!("{}-{code}", self.0)
    }
}

/// Names of Länder.
pub(super) const LAND: Family = Family("land");
/// Kinds of help.
pub(super) const NEED: Family = Family("need");
/// What has happened.
pub(super) const SITUATION: Family = Family("situation");
/// For whom an offer is.
pub(super) const AUDIENCE: Family = Family("audience");
/// Which motive an offer requires.
pub(super) const MOTIVE: Family = Family("motive");

macro_rules! keys {
    ($($file:literal { $($name:ident = $id:literal [$($var:literal)*];)+ })+) => {
        $($(pub(super) const $name: Key = Key { id: $id, file: $file, vars: &[$($var),*] };)+)+
        /// Every sentence of the program.
        pub(super) const KEYS: &[Key] = &[$($($name,)+)+];
    };
}

keys! {
    "locales/de/contact.ftl" {
        WELCOME = "welcome" [];
        PRIVACY = "privacy" [];
        DECLINED = "declined" [];
        PROGRESS_CORE = "progress-core" ["number" "of"];
        PROGRESS_DETAILS = "progress-details" ["number" "of"];
        QUESTION_FOOTER = "question-footer" [];
        QUESTION_FOOTER_REQUIRED = "question-footer-required" [];
        QUESTION_FOOTER_FIRST = "question-footer-first" [];
        QUESTION_CHOSEN = "question-chosen" ["chosen"];
        NOTED = "noted" ["chosen"];
        NOTED_NOTHING = "noted-nothing" [];
        NOT_UNDERSTOOD = "not-understood" [];
        OFFER_HUMAN = "offer-human" [];
        WHICH_LAND = "which-land" [];
        POSTCODE_NOT_NEEDED = "postcode-not-needed" [];
        NOTHING_BEFORE = "nothing-before" [];
        CANNOT_SKIP = "cannot-skip" [];
        NOTHING_CHOSEN = "nothing-chosen" [];
        TOO_LONG = "too-long" ["most"];
        EVIDENCE_NOTED = "evidence-noted" ["count"];
        EVIDENCE_FULL = "evidence-full" ["most"];
        FILE_NOT_NOW = "file-not-now" [];
        FORWARDED_NOT_NOW = "forwarded-not-now" [];
        ONLY_THIS_PLACE = "only-this-place" [];
        CANNOT_READ = "cannot-read" [];
        FILE_TOO_LARGE = "file-too-large" ["most"];
        FILE_KIND_REFUSED = "file-kind-refused" [];
        FILE_LOST = "file-lost" [];
        PLEASE_REPEAT = "please-repeat" [];
        EDIT_NOT_TAKEN = "edit-not-taken" [];
        RETRACTION_NOT_TAKEN = "retraction-not-taken" [];
        REACTION_NOT_READ = "reaction-not-read" [];
        STALE_CHOICE = "stale-choice" [];
        STALE_CHOICE_WITH_HUMAN = "stale-choice-with-human" [];
        EMERGENCY = "emergency" [];
        EMERGENCY_CRISIS = "emergency-crisis" [];
        EMERGENCY_LIFE = "emergency-life" [];
        EMERGENCY_LISTEN = "emergency-listen" [];
        EMERGENCY_LINE = "emergency-line" ["name" "number"];
        EMERGENCY_LINE_SCHEDULE = "emergency-line-schedule" ["line" "schedule"];
        EMERGENCY_POLICE_NOTE = "emergency-police-note" [];
        EMERGENCY_LAND = "emergency-land" ["land"];
        EMERGENCY_AFTER = "emergency-after" [];
        HELP = "help" [];
        HELP_WITH_HUMAN = "help-with-human" [];
        PAUSED = "paused" [];
        WELCOME_BACK = "welcome-back" [];
        CONFIRM_DELETE = "confirm-delete" [];
        DELETED = "deleted" [];
        DELETED_HISTORY = "deleted-history" [];
        DELETED_FAREWELL = "deleted-farewell" [];
        NOT_DELETED = "not-deleted" [];
        CONFIRM_RESTART = "confirm-restart" [];
        NOT_RESTARTED = "not-restarted" [];
        OFFERS_RESULT = "offers-result" [];
        OFFERS_ASKED = "offers-asked" [];
        OFFERS_PUBLIC = "offers-public" [];
        OFFERS_NAVIGATOR = "offers-navigator" [];
        OFFERS_EMPTY = "offers-empty" [];
        ADVICE = "advice" [];
        SHEET_PREVIEW = "sheet-preview" [];
        CHANGE_WHICH = "change-which" [];
        HUMAN_CALLED = "human-called" ["case" "next"];
        SHARE_ANSWERS = "share-answers" [];
        ANSWERS_SHARED = "answers-shared" [];
        ANSWERS_NOT_SHARED = "answers-not-shared" [];
        HANDED_OVER = "handed-over" ["case" "next"];
        WILL_BE_READ = "will-be-read" ["next"];
        OPEN_LINES = "open-lines" [];
        NEXT_OPEN = "next-open" ["until"];
        NEXT_OPENS = "next-opens" ["day" "clock"];
        NEXT_UNKNOWN = "next-unknown" [];
        DAY = "day" ["weekday" "date" "month"];
        CLOCK = "clock" ["time"];
        DAY_CLOCK = "day-clock" ["day" "clock"];
        HUMAN_IS_COMING = "human-is-coming" ["next"];
        CLAIMED = "claimed" [];
        NAVIGATOR_NAME = "navigator-name" [];
        FROM_NAVIGATOR = "from-navigator" ["name"];
        ASK_TRANSFER = "ask-transfer" [];
        TRANSFERRED = "transferred" [];
        NOT_TRANSFERRED = "not-transferred" [];
        GIVEN_BACK = "given-back" ["next"];
        CLOSED = "closed" [];
        ASK_FEEDBACK = "ask-feedback" [];
        FEEDBACK_THANKS = "feedback-thanks" [];
        BLOCKED = "blocked" [];
        UNBLOCKED = "unblocked" [];
        REOPENED = "reopened" ["next"];
        CHOICE_SKIP = "choice-ueberspringen" [];
        CHOICE_HUMAN = "choice-mensch" [];
        CHOICE_GO_ON = "choice-weiter" [];
        CHOICE_DONE = "choice-fertig" [];
        CHOICE_OFFERS = "choice-angebote" [];
        CHOICE_EMERGENCY = "choice-notfall" [];
        CHOICE_DELETE_YES = "choice-delete-ja" [];
        CHOICE_DELETE_NO = "choice-delete-nein" [];
        CHOICE_RESTART_YES = "choice-restart-ja" [];
        CHOICE_RESTART_NO = "choice-restart-nein" [];
        CHOICE_SHARE_YES = "choice-share-ja" [];
        CHOICE_SHARE_NO = "choice-share-nein" [];
        CHOICE_SHARE_SHOW = "choice-share-zeigen" [];
        CHOICE_TRANSFER_YES = "choice-transfer-ja" [];
        CHOICE_TRANSFER_NO = "choice-transfer-nein" [];
        CHOICE_HELPED_YES = "choice-helped-ja" [];
        CHOICE_HELPED_PARTLY = "choice-helped-teils" [];
        CHOICE_HELPED_NO = "choice-helped-nein" [];
        CHOICE_CHOSEN = "choice-chosen" ["label"];
        SIGN_ONLY_DIRECT = "sign-only-direct" [];
        SIGN_NOT_ENCRYPTED = "sign-not-encrypted" [];
        SIGN_BOT_ABOUT = "sign-bot-about" [];
        SIGN_BOT_DESCRIPTION = "sign-bot-description" [];
        SIGN_COMMAND_START = "sign-command-start" [];
        SIGN_COMMAND_HELP = "sign-command-help" [];
        SIGN_COMMAND_HUMAN = "sign-command-human" [];
        SIGN_COMMAND_EMERGENCY = "sign-command-emergency" [];
        SIGN_COMMAND_BACK = "sign-command-back" [];
        SIGN_COMMAND_OFFERS = "sign-command-offers" [];
        SIGN_COMMAND_PRIVACY = "sign-command-privacy" [];
        SIGN_COMMAND_DELETE = "sign-command-delete" [];
        SIGN_COMMAND_STOP = "sign-command-stop" [];
    }
    "locales/de/telegram.ftl" {
        TELEGRAM_NOTICE = "telegram-notice" [];
        TELEGRAM_OTHER_WAYS = "telegram-other-ways" [];
        TELEGRAM_OTHER_WAYS_MATRIX = "telegram-other-ways-matrix" ["matrix"];
        TELEGRAM_CONSENT = "telegram-consent" [];
        TELEGRAM_WORDS = "telegram-words" [];
        TELEGRAM_FILES = "telegram-files" [];
        TELEGRAM_NOT_TAKEN_YET = "telegram-not-taken-yet" [];
        TELEGRAM_HANDOVER = "telegram-handover" [];
        TELEGRAM_CONFIRM_DELETE = "telegram-confirm-delete" [];
        TELEGRAM_DELETED_HISTORY = "telegram-deleted-history" [];
        TELEGRAM_PRIVACY = "telegram-privacy" [];
        CHOICE_HERE = "choice-hier-weiter" [];
        CHOICE_HERE_FILES = "choice-hier-dateien" [];
        CHOICE_OTHER_WAYS = "choice-andere-wege" [];
    }
    "locales/de/offers.ftl" {
        OFFER_TITLE = "offer-title" ["number" "name"];
        OFFER_TITLE_REGION = "offer-title-region" ["number" "name" "region"];
        OFFER_GONE = "offer-gone" ["number"];
        OFFER_ORGANIZATION = "offer-organization" ["name"];
        OFFER_NEEDS = "offer-needs" ["needs"];
        OFFER_REASONS = "offer-reasons" ["reasons" "reader"];
        OFFER_PHONE = "offer-phone" ["detail"];
        OFFER_MAIL = "offer-mail" ["detail"];
        OFFER_WEB = "offer-web" ["detail"];
        OFFER_SCHEDULE = "offer-schedule" ["detail"];
        OFFER_NO_CONTACT = "offer-no-contact" [];
        OFFER_ONLY_IF_MOTIVE = "offer-only-if-motive" ["motives"];
        OFFER_POLICE_YES = "offer-police-yes" [];
        OFFER_POLICE_OPTIONAL = "offer-police-optional" [];
        OFFER_CLOSED_NOW = "offer-status-temporarily_closed" [];
        OFFER_ON_OCCASION = "offer-status-on_occasion" [];
        OFFER_UNDER_REVIEW = "offer-status-under_review" [];
        OFFER_FRESH = "offer-fresh" ["month"];
        OFFER_REVIEW_DUE = "offer-review-due" ["month"];
        OFFER_UNASSURED = "offer-unassured" [];
        OFFER_COST_FREE = "offer-cost-free" [];
        OFFER_COST_CHECK = "offer-cost-check" [];
        OFFER_ANONYMOUS_YES = "offer-anonymous-yes" [];
        OFFER_ANONYMOUS_ON_REQUEST = "offer-anonymous-on-request" [];
        OFFER_ANONYMOUS_NO = "offer-anonymous-no" [];
        REASON_DANGER = "reason-danger" ["reader"];
        REASON_NEED = "reason-need" ["need" "reader"];
        REASON_SITUATION = "reason-situation" ["situation" "reader"];
        REASON_LAND = "reason-land" ["land" "reader"];
        REASON_AUDIENCE = "reason-audience" ["audience" "reader"];
        REASON_WITHOUT_POLICE = "reason-without-police" ["reader"];
        REASON_ANY_MOTIVE = "reason-any-motive" ["reader"];
        REASON_NATIONWIDE = "reason-nationwide" ["reader"];
        REASON_GUIDE = "reason-guide" ["reader"];
        MONTH = "month" ["name" "year"];
        MONTH_NAME = "month-name" ["number"];
    }
    "locales/de/desk.ftl" {
        CARD_WAITING = "card-waiting" ["case"];
        CARD_CLAIMED = "card-claimed" ["case" "name"];
        CARD_CLOSED = "card-closed" ["case"];
        CARD_URGENT = "card-urgent" [];
        CARD_LAND = "card-land" ["land"];
        CARD_SITUATIONS = "card-situations" ["situations"];
        CARD_NOT_SAID = "card-not-said" [];
        CARD_SINCE = "card-since" ["moment"];
        CARD_HOW = "card-how" ["case"];
        CARD_BRIEF_WAITING = "card-brief-waiting" ["case"];
        CARD_BRIEF_CLAIMED = "card-brief-claimed" ["case" "name"];
        CARD_BRIEF_CLOSED = "card-brief-closed" ["case"];
        CARD_BRIEF_URGENT = "card-brief-urgent" [];
        CARD_BRIEF_SINCE = "card-brief-since" ["moment"];
        MOMENT = "moment" ["weekday" "date" "time"];
        SHEET_ROW = "sheet-row" ["label" "answer"];
        SHEET_SKIPPED = "sheet-skipped" [];
        SHEET_EMPTY = "sheet-empty" [];
        SHEET_OFFERS = "sheet-offers" [];
        SHEET_OFFER = "sheet-offer" ["number" "name"];
        SHEET_OFFER_GONE = "sheet-offer-gone" ["number"];
        SHEET_EVIDENCE = "sheet-evidence" ["number" "what"];
        ABOVE_FORWARDED = "above-forwarded" ["by"];
        ABOVE_FORWARDED_UNKNOWN = "above-forwarded-unknown" [];
        ABOVE_ANSWERED = "above-answered" ["by"];
        ABOVE_ANSWERED_UNKNOWN = "above-answered-unknown" [];
        ABOVE_LIVE_PLACE = "above-live-place" [];
        FILE_IMAGE = "file-image" [];
        FILE_AUDIO = "file-audio" [];
        FILE_VIDEO = "file-video" [];
        FILE_DOCUMENT = "file-document" [];
        FILE_SIZED = "file-sized" ["what" "size"];
        SIZE_KILOBYTES = "size-kilobytes" ["number"];
        SIZE_MEGABYTES = "size-megabytes" ["number"];
        DESK_YOURS = "desk-yours" ["case"];
        DESK_STILL_WAITING = "desk-still-waiting" ["case" "card"];
        DESK_UNANSWERED = "desk-unanswered" ["case" "moment"];
        DESK_TAKEN_BY = "desk-taken-by" ["case" "by"];
        DESK_ALREADY_YOURS = "desk-already-yours" ["case"];
        DESK_NOT_CLAIMED = "desk-not-claimed" ["case"];
        DESK_NO_SUCH_CASE = "desk-no-such-case" ["case"];
        DESK_WHICH_CASE = "desk-which-case" ["cases"];
        DESK_OPEN_CASES = "desk-open-cases" [];
        DESK_NOTHING_OPEN = "desk-nothing-open" [];
        DESK_SHEET = "desk-sheet" ["case"];
        DESK_NO_SHEET = "desk-no-sheet" ["case"];
        DESK_OFFERS = "desk-offers" ["case"];
        DESK_OFFERS_NONE = "desk-offers-none" ["case"];
        DESK_FOUND = "desk-found" [];
        DESK_FOUND_ONLY = "desk-found-only" [];
        DESK_FOUND_NOTHING = "desk-found-nothing" [];
        DESK_SENT_OFFERS = "desk-sent-offers" ["case" "count" "numbers"];
        DESK_NO_SUCH_OFFER = "desk-no-such-offer" ["number"];
        DESK_FROM_CONTACT = "desk-from-contact" ["case"];
        DESK_FROM_CONTACT_FILE = "desk-from-contact-file" ["case" "what"];
        DESK_FROM_CONTACT_EDITED = "desk-from-contact-edited" ["case"];
        DESK_BEFORE_EDIT = "desk-before-edit" [];
        DESK_NO_WORDS = "desk-no-words" [];
        DESK_FILE = "desk-file" ["case" "what"];
        DESK_CONTACT_EDITED = "desk-contact-edited" ["case"];
        DESK_CONTACT_RETRACTED = "desk-contact-retracted" ["case"];
        DESK_TAKEN_BACK = "desk-taken-back" ["case"];
        DESK_CONTACT_FILE_REFUSED = "desk-contact-file-refused" ["case"];
        DESK_FILE_LOST = "desk-file-lost" ["case"];
        DESK_UNDECRYPTABLE = "desk-undecryptable" ["case"];
        DESK_PLEASE_REPEAT = "desk-please-repeat" [];
        DESK_EDITED_AT_CONTACT = "desk-edited-at-contact" ["case"];
        DESK_RETRACTED_AT_CONTACT = "desk-retracted-at-contact" ["case"];
        DESK_STILL_THERE = "desk-still-there" ["case"];
        DESK_OTHER_ROOM = "desk-other-room" ["case"];
        DESK_NOT_IN_QUEUE = "desk-not-in-queue" [];
        DESK_EDIT_IS_NO_COMMAND = "desk-edit-is-no-command" [];
        DESK_EDIT_NOT_CARRIED = "desk-edit-not-carried" ["case"];
        DESK_CANNOT_CARRY = "desk-cannot-carry" ["case"];
        DESK_FILE_TOO_LARGE = "desk-file-too-large" ["most"];
        DESK_FILE_KIND_REFUSED = "desk-file-kind-refused" [];
        DESK_TOO_LARGE = "desk-not-delivered-too-large" ["case"];
        DESK_OWN_FILE_LOST = "desk-not-delivered-file-lost" ["case"];
        DESK_SAW_EMERGENCY = "desk-saw-emergency" ["case"];
        DESK_CONTACT_SHARED = "desk-contact-shared" ["case"];
        DESK_CONTACT_DID_NOT_SHARE = "desk-contact-did-not-share" ["case"];
        DESK_REPLIED = "desk-replied" ["case"];
        DESK_CONTACT_LEFT = "desk-contact-left" ["case"];
        DESK_CONTACT_BACK = "desk-contact-back" ["case"];
        DESK_GONE = "desk-not-delivered-gone" ["case"];
        DESK_REFUSED = "desk-not-delivered-refused" ["case"];
        DESK_GAVE_UP = "desk-not-delivered-gave-up" ["case"];
        DESK_STAYS_INTERNAL = "desk-stays-internal" [];
        DESK_TRANSFER_ASKED = "desk-transfer-asked" ["case" "by"];
        DESK_TRANSFERRED = "desk-transferred" ["case" "by"];
        DESK_TRANSFER_REFUSED = "desk-transfer-refused" ["case" "by"];
        DESK_NO_LONGER_THERE = "desk-no-longer-there" ["case" "by"];
        DESK_NOBODY_ELSE = "desk-nobody-else" [];
        DESK_WHO_IS_MEANT = "desk-who-is-meant" ["names"];
        DESK_GIVEN_BACK = "desk-given-back" ["case" "by"];
        DESK_NAVIGATOR_LEFT = "desk-navigator-left" ["case" "by"];
        DESK_HISTORY = "desk-history" ["case"];
        DESK_HISTORY_NONE = "desk-history-none" ["case"];
        DESK_CLOSED = "desk-closed" ["case"];
        DESK_OPEN_BY_NUMBER = "desk-open-by-number" ["case" "by"];
        DESK_BLOCKED = "desk-blocked" ["case"];
        DESK_IS_BLOCKED = "desk-is-blocked" ["case"];
        DESK_UNBLOCKED = "desk-unblocked" ["case"];
        DESK_NOT_BLOCKED = "desk-not-blocked" ["case"];
        DESK_CASE_IS_CLOSED = "desk-case-is-closed" ["case"];
        DESK_REOPENED = "desk-reopened" ["case"];
        DESK_CONTACT_DELETED = "desk-contact-deleted" ["case"];
        DESK_DEAD_LETTER = "desk-dead-letter" [];
        DESK_NEEDS_MORE = "desk-needs-more" ["command"];
        DESK_UNKNOWN_COMMAND = "desk-unknown-command" [];
        DESK_UNKNOWN_COMMAND_NEAR = "desk-unknown-command-near" ["nearest"];
        DESK_HELP = "desk-help" [];
        SIGN_SPACE = "sign-space" [];
        SIGN_QUEUE_ROOM = "sign-queue-room" [];
        SIGN_CASE_ROOM = "sign-case-room" ["case"];
    }
    "locales/de/check.ftl" {
        CHECK_FAULT = "check-fault" ["what"];
        CHECK_HINT = "check-hint" ["what"];
        CHECK_CONTENT = "check-content" ["steps" "offers"];
        CHECK_FRESHNESS = "check-freshness" ["assured" "due" "never"];
        CHECK_REVIEW_DUE = "check-review-due" ["offers"];
        CHECK_KEY_UNUSABLE = "check-key-unusable" ["why"];
        CHECK_DATABASE_UNNAMED = "check-database-unnamed" [];
        CHECK_DATABASE_MISSING = "check-database-missing" [];
        CHECK_DATABASE_IN_USE = "check-database-in-use" [];
        CHECK_DATABASE_WITHOUT_PROOF = "check-database-without-proof" [];
        CHECK_DATABASE_FINE = "check-database-fine" [];
        CHECK_DATABASE_UNUSABLE = "check-database-unusable" ["why"];
        CHECK_DATABASE_PENDING = "check-database-pending" ["pending"];
        CHECK_CHANNEL = "check-channel" ["channel" "what"];
        CHECK_CHANNEL_FINE = "check-channel-fine" ["channel"];
        CHECK_CHANNEL_NOT_BUILT = "check-channel-not-built" ["channel"];
        CHECK_DATABASE_WITHOUT_KEY = "check-database-without-key" [];
        CHECK_VERDICT = "check-verdict" ["faults"];
        CHECK_COVERAGE = "check-coverage" [];
        CHECK_FEDERAL = "check-federal" [];
        CHECK_GAP = "check-gap" ["land" "need"];
        TRY_HINT = "try-hint" [];
        TRY_CONTACT = "try-contact" [];
        TRY_DESK = "try-desk" [];
    }
    "locales/de/faults.ftl" {
        FAULT_LINE = "fault-line" ["file" "text"];
        FAULT_LINE_PLACED = "fault-line-placed" ["file" "place" "text"];
        FAULT_UNKNOWN = "fault-unknown" ["key" "details"];
        FAULT_PLACE_LINE = "fault-place-line" ["line"];
        FAULT_PLACE_LINE_OFFER = "fault-place-line-offer" ["line" "offer"];
        FAULT_PLACE_OFFER = "fault-place-offer" ["offer"];
        FAULT_DETAIL = "fault-detail" ["name" "value"];
    }
}
