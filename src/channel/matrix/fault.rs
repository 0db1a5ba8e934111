//! What can go wrong with a homeserver, in fixed words: the SDK's own errors name rooms and people.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use matrix_sdk::ruma::api::error::{ErrorKind, RetryAfter};
use matrix_sdk::{Error, HttpError};

use super::keep::KeepError;
use crate::channel::SendError;
use crate::desk::Undeliverable;
use crate::model::{Clock as _, SystemClock, Timestamp};
use crate::ops::settings::SecretError;

/// Why the bot cannot be on Matrix. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The address of the homeserver or the bot's id is none.
    #[error("{0} in the section [matrix] or [desk] is not what it should be; expected {1}")]
    Setting(&'static str, &'static str),
    /// Password or token cannot be read.
    #[error("the bot's password or access token cannot be had")]
    Credentials(#[from] SecretError),
    /// The homeserver does not know this user, or not with this password.
    #[error(
        "the homeserver does not let the bot in: `user` or the password in [matrix] is wrong; put the right password into password_file"
    )]
    WrongPassword,
    /// The token is somebody else's.
    #[error(
        "the access token belongs to another account than `user` in [matrix]; set the one to which it belongs"
    )]
    TokenOfOtherUser,
    /// The homeserver does not know the token.
    #[error(
        "the homeserver does not know the access token; it has ended, or is another server's: make a new one"
    )]
    TokenUnknown,
    /// The token is one of no device.
    #[error(
        "the access token belongs to no device, so nothing could be encrypted; make one by logging in, not for an application service or by an administrator"
    )]
    TokenWithoutDevice,
    /// The token is one of a device that is in use.
    #[error(
        "the access token belongs to a device that another program has used for encryption; log in anew to make a token for this bot alone, or use password_file"
    )]
    TokenInUse,
    /// The token is one of another device than the encryption state.
    #[error(
        "the access token belongs to another device than the encryption state in {folder}; put back the token of that device, or remove the folder and start again: contacts will then see a new device"
    )]
    TokenOfOtherDevice {
        /// Which folder.
        folder: PathBuf,
    },
    /// The device cannot be signed without a password.
    #[error(
        "the homeserver asks for the account's password before the bot may sign its device, and with token_file there is none; set password_file in its place and start again: the device stays the same, and afterwards token_file may be set again"
    )]
    PasswordWanted,
    /// What lies beside the encryption state cannot be used.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// The encryption state is gone.
    #[error(
        "the encryption state in {folder} is lost, but the bot was logged in with it before. Put back a copy of the whole folder. If there is none: log this device out in the account, remove the folder, and start again; contacts will see a new device, and what was sent meanwhile cannot be read"
    )]
    Lost {
        /// Which folder.
        folder: PathBuf,
    },
    /// The encryption state belongs to somebody else.
    #[error(
        "the encryption state in {folder} belongs to another account or device; point `store` to the folder of this bot, or to a new one"
    )]
    Foreign {
        /// Which folder.
        folder: PathBuf,
    },
    /// The homeserver no longer knows the session.
    #[error(
        "the homeserver has ended the bot's session (logged out, or the device was removed). The encryption state in {folder} is of no use without it: remove the folder and start again; contacts will see a new device"
    )]
    SessionEnded {
        /// Which folder.
        folder: PathBuf,
    },
    /// The account has an identity whose keys are elsewhere.
    #[error(
        "the account has a cross-signing identity whose keys are not here. Put its recovery key into {path} and start again, or reset the identity of the account"
    )]
    Identity {
        /// Where the recovery key is expected.
        path: PathBuf,
    },
    /// The homeserver does not do what was asked.
    #[error("the homeserver did not {doing}: {reason}")]
    Homeserver {
        /// What was asked.
        doing: &'static str,
        /// In fixed words.
        reason: String,
    },
}

impl ConnectError {
    pub(super) fn homeserver(doing: &'static str, error: &Error) -> Self {
        Self::Homeserver { doing, reason: reason(error) }
    }
}

/// Why something that came in could not be taken in, or something about a room not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// The homeserver or the SDK.
    #[error("the homeserver did not answer as it should: {0}")]
    Homeserver(String),
    /// The homeserver refuses for good: trying this again is of no use.
    #[error("the homeserver refuses: {0}")]
    Refused(String),
    /// The session is over: trying again is of no use.
    #[error("the homeserver has ended the bot's session")]
    SessionEnded,
    /// The inbox.
    #[error(transparent)]
    NotAccepted(#[from] crate::channel::NotAccepted),
    /// The own position.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error.client_api_error_kind() {
            Some(ErrorKind::UnknownToken(_)) => Self::SessionEnded,
            _ if forbidden(&error) => Self::Refused(reason(&error)),
            _ => Self::Homeserver(reason(&error)),
        }
    }
}

impl From<HttpError> for Fault {
    fn from(error: HttpError) -> Self {
        Self::from(Error::from(error))
    }
}

/// The reason in fixed words: the platform's error code, or the kind of failure.
pub(super) fn reason(error: &Error) -> String {
    if let Some(kind) = error.client_api_error_kind() {
        return kind.errcode().to_string();
    }
    match error {
        Error::Http(error) => match &**error {
            HttpError::Reqwest(error) if error.is_timeout() => "it did not answer in time",
            HttpError::Reqwest(error) if error.is_connect() => "it cannot be reached",
            _ => "its answer was not understood",
        },
        Error::CryptoStoreError(_) | Error::BadCryptoStoreState => "the encryption state cannot be used",
        Error::StateStore(_) => "the store cannot be used",
        Error::OlmError(_) | Error::MegolmError(_) => "encryption failed",
        Error::WrongRoomState(_) => "the bot is not in that room",
        _ => "something unexpected",
    }
    .to_owned()
}

/// What a failed sending means for the message.
pub(super) fn send_error(error: &Error) -> SendError {
    match error.client_api_error_kind() {
        Some(ErrorKind::LimitExceeded(limit)) => {
            let retry_after = limit.retry_after.as_ref().and_then(|retry| match retry {
                RetryAfter::Delay(delay) => Some(*delay),
                RetryAfter::DateTime(date) => until(*date),
            });
            SendError::Later { retry_after }
        }
        Some(ErrorKind::Forbidden | ErrorKind::NotFound) => SendError::Never(Undeliverable::Gone),
        Some(ErrorKind::TooLarge) => SendError::Never(Undeliverable::Refused),
        _ if matches!(error, Error::WrongRoomState(_)) => SendError::Never(Undeliverable::Gone),
        // The homeserver does not understand it, and would not understand it tomorrow.
        _ if error.as_client_api_error().is_some_and(|error| error.status_code.as_u16() == 400) => {
            SendError::Never(Undeliverable::Refused)
        }
        _ => SendError::Later { retry_after: None },
    }
}

/// How long it is until then. The homeserver means real time, whatever clock we were handed.
fn until(date: SystemTime) -> Option<Duration> {
    let date = Timestamp::try_from(date).ok()?;
    date.duration_since(SystemClock::default().now()).try_into().ok()
}

/// It may work in so many seconds.
pub(super) const fn in_seconds(seconds: u64) -> SendError {
    SendError::Later { retry_after: Some(Duration::from_secs(seconds)) }
}

/// Whether the homeserver refuses for good: it understood, and the answer is no. A failure of its own (5xx) is none.
pub(super) fn forbidden(error: &Error) -> bool {
    error.as_client_api_error().is_some_and(|error| matches!(error.status_code.as_u16(), 400 | 403 | 404))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_shows_what_the_sdk_says() {
        let error = Error::UnknownError("@rosa:localhost in !room:localhost".into());
        assert_eq!(reason(&error), "something unexpected");
        assert_eq!(
            Fault::from(error).to_string(),
            "the homeserver did not answer as it should: something unexpected"
        );
    }
}
