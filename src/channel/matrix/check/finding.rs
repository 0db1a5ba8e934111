//! What a check can find, in words for whoever set it up.

use std::path::PathBuf;

use crate::channel::matrix::ConnectError;
use crate::channel::matrix::plain::{Answer, Silent};
use crate::ops::settings::SecretError;

/// Something that was found. Each says what it is, whom it matters to and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Finding {
    /// The bot's own id is none.
    #[error("user in [matrix] is no Matrix id; the bot cannot log in: write @name:server")]
    User,
    /// An id of a navigator is none.
    #[error(
        "the navigator {0} is no Matrix id, so nobody is invited and the bot does not start: write @name:server"
    )]
    NavigatorId(String),
    /// The settings name no navigators.
    #[error(
        "there are no navigators, so nobody could take a case and the bot does not start: set navigators in [desk]"
    )]
    NoNavigators,
    /// The homeserver does not answer.
    #[error("the homeserver does not answer, so nobody is heard: {0}")]
    Silent(String),
    /// Somebody else answers.
    #[error(
        "what answers under the address in `homeserver` is no Matrix homeserver, so nobody is heard; set its client address"
    )]
    NoHomeserver,
    /// The homeserver is too old.
    #[error(
        "the homeserver speaks only versions before Matrix 1.1, so the bot cannot sign its device and clients may refuse to speak with it; update the homeserver"
    )]
    TooOld,
    /// The clocks differ.
    #[error(
        "the clock of this machine is {seconds} seconds off that of the homeserver, so waiting times and opening hours are wrong for everybody; let the machine set its clock (NTP)"
    )]
    Clock {
        /// How far, without sign.
        seconds: i64,
    },
    /// Password or token cannot be read.
    #[error("password or access token cannot be had, so the bot cannot log in: {0}")]
    Credentials(#[source] SecretError),
    /// The bot would not start.
    #[error("the bot does not start: {0}")]
    Start(#[source] ConnectError),
    /// The homeserver refuses something that was asked.
    #[error("the homeserver did not {doing} ({code}); it was not checked, try again later")]
    Refused {
        /// What was asked.
        doing: &'static str,
        /// Its error code.
        code: String,
    },
    /// The device has no keys.
    #[error(
        "the bot has published no keys for its device, so nobody can write to it encrypted; start it once, and if that does not help, look at its log"
    )]
    NoKeys,
    /// The device is not signed.
    #[error(
        "the bot's device is not cross-signed, so clients may refuse to speak with it; put the recovery key into {path} and start again"
    )]
    NotSigned {
        /// Where the recovery key is expected.
        path: PathBuf,
    },
    /// The recovery key is not written down.
    #[error(
        "there is no recovery key in {path}: if the encryption state is lost, the bot's identity is lost for all contacts; let the bot run once, and keep a copy of the file"
    )]
    NoRecoveryKey {
        /// Where it is expected.
        path: PathBuf,
    },
    /// The room of the queue does not exist.
    #[error(
        "the navigators' room does not exist, though the bot was here before, so no navigator sees a case; start the bot, which makes it"
    )]
    NoQueue,
    /// The room of the queue is not encrypted.
    #[error(
        "the navigators' room is not encrypted, so the bot says nothing there; look who removed the encryption and let a new room be made"
    )]
    QueueOpenText,
    /// The room of the queue is open.
    #[error(
        "the navigators' room can be entered without an invitation, so strangers could read cards; set it to invite-only"
    )]
    QueueOpenDoor,
    /// A navigator is not in the room.
    #[error(
        "the navigator {0} is not in the navigators' room and sees no case; start the bot, which invites them"
    )]
    NotInvited(String),
    /// Somebody is in the room who is no navigator.
    #[error(
        "{0} is in the navigators' room and in no setting, so somebody reads cards who should not; start the bot, which removes them"
    )]
    Stranger(String),
    /// A navigator has no account.
    #[error(
        "the navigator {0} has no account on that homeserver and cannot be invited; correct the id in [desk], or make the account"
    )]
    NoAccount(String),
    /// A navigator cannot read anything.
    #[error(
        "the navigator {0} has no device that can decrypt, so they cannot read anything; let them log in with a client that knows encryption"
    )]
    NoDevice(String),
    /// A navigator was invited and has not entered.
    #[error("the navigator {0} was invited to the navigators' room and has not entered; ask them to accept")]
    NotEntered(String),
    /// The bot has not run yet.
    #[error("no encryption state yet; the first start makes one")]
    FirstStart,
    /// Without key or database some things cannot be looked at.
    #[error("session and rooms were not looked at, because that takes the master key and the database")]
    NotLooked,
}

impl Finding {
    /// Whether somebody must mend something.
    #[must_use]
    pub const fn is_fault(&self) -> bool {
        match self {
            Self::NotEntered(_) | Self::FirstStart | Self::NotLooked => false,
            Self::User
            | Self::NavigatorId(_)
            | Self::NoNavigators
            | Self::Silent(_)
            | Self::NoHomeserver
            | Self::TooOld
            | Self::Clock { .. }
            | Self::Credentials(_)
            | Self::Start(_)
            | Self::Refused { .. }
            | Self::NoKeys
            | Self::NotSigned { .. }
            | Self::NoRecoveryKey { .. }
            | Self::NoQueue
            | Self::QueueOpenText
            | Self::QueueOpenDoor
            | Self::NotInvited(_)
            | Self::Stranger(_)
            | Self::NoAccount(_)
            | Self::NoDevice(_) => true,
        }
    }
}

impl From<Silent> for Finding {
    fn from(silent: Silent) -> Self {
        Self::Silent(silent.to_string())
    }
}

impl Finding {
    /// The homeserver understood, and the answer is no.
    pub(super) fn refused(doing: &'static str, answer: &Answer) -> Self {
        Self::Refused { doing, code: answer.code() }
    }
}
