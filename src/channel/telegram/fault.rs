//! What can go wrong with the Bot API, in fixed words: the client's own errors hold the token (in the address) and
//! what people wrote.

use std::time::Duration;

use teloxide::{ApiError, DownloadError, RequestError};

use crate::channel::{NotAccepted, SendError};
use crate::desk::Undeliverable;
use crate::ops::settings::SecretError;

/// Why the bot cannot be on Telegram. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// Something in the settings is not what it should be.
    #[error("{0} in the section [telegram] is not what it should be; expected {1}")]
    Setting(&'static str, &'static str),
    /// The token or the secret of the webhook cannot be had.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The token is not, or no longer, that of a bot.
    #[error(
        "Telegram does not know the bot's token (mistyped, or revoked). Get the present one from @BotFather, write it into the file that token_file names, and start again"
    )]
    Token,
    /// Telegram does not answer as it should. Only a check takes that for an error.
    #[error("Telegram does not answer as it should ({0}); check the network, and api_url if it is set")]
    Away(String),
    /// Nobody can be reached at the address for webhooks.
    #[error("webhook_listen, {address}, cannot be listened to")]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Telegram does not take the address for webhooks.
    #[error(
        "Telegram refuses webhook_url; it must be https on port 443, 80, 88 or 8443, with a name that the internet knows"
    )]
    Webhook,
    /// The server that receives webhooks has ended.
    #[error("the server for webhooks has ended")]
    Server(#[source] std::io::Error),
}

/// Why a call came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// The token is refused.
    #[error("the token is refused")]
    Token,
    /// Somebody else asks for the updates of this bot, or a webhook gets them.
    #[error("somebody else asks for the updates of this bot")]
    Conflict,
    /// Too much at once: again after this time.
    #[error("it asks for patience")]
    Wait(Duration),
    /// Nobody is there who could read it.
    #[error("the chat is gone")]
    Gone,
    /// It says so already.
    #[error("there is nothing to change")]
    Unchanged,
    /// There is no such message (any more).
    #[error("there is no such message")]
    NoMessage,
    /// It can no longer be changed or taken back.
    #[error("the message can no longer be changed")]
    Fixed,
    /// It has no text that could be changed; it may have a caption.
    #[error("the message has no text")]
    NoText,
    /// It is too large.
    #[error("it is too large")]
    TooLarge,
    /// It will not do it.
    #[error("it refuses")]
    Refused,
    /// It will never come to the address for webhooks that the settings name.
    #[error("it refuses webhook_url")]
    Address,
    /// It did it, and its answer broke off; the id of the message, as far as that came.
    #[error("its answer broke off")]
    Done(Option<i32>),
    /// It cannot be reached, or is out of order.
    #[error("it cannot be reached")]
    Unreachable,
}

impl From<RequestError> for Fault {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Api(error) => Self::of_refusal(&error),
            RequestError::MigrateToChatId(_) => Self::Refused,
            RequestError::RetryAfter(seconds) => Self::Wait(seconds.duration()),
            RequestError::InvalidJson { raw, .. } => Self::of_broken(raw.as_bytes()),
            RequestError::Network(_) | RequestError::Io(_) => Self::Unreachable,
        }
    }
}

impl From<DownloadError> for Fault {
    fn from(error: DownloadError) -> Self {
        match error {
            DownloadError::Network(error)
                if error.status().is_some_and(|status| status.is_client_error()) =>
            {
                Self::NoMessage
            }
            // Our own writer takes no more than it may.
            DownloadError::Io(_) => Self::TooLarge,
            DownloadError::Network(_) => Self::Unreachable,
        }
    }
}

/// The beginning of the answer to a call that was carried out.
const CARRIED_OUT: &str = "{\"ok\":true";

impl Fault {
    /// An answer that breaks off, or is not what it should be, may say all the same that the call was carried out.
    pub(super) fn of_broken(answer: &[u8]) -> Self {
        let answer = String::from_utf8_lossy(answer);
        let Some(rest) = answer.trim_start().strip_prefix(CARRIED_OUT) else { return Self::Unreachable };
        let id = rest.split_once("\"message_id\":").map(|(_, rest)| rest);
        let digits = id.map(|id| id.split_once(|char: char| !char.is_ascii_digit()).map_or("", |(id, _)| id));
        Self::Done(digits.and_then(|digits| digits.parse().ok()))
    }

    /// Descriptions are the only thing by which Telegram tells most refusals apart; teloxide knows some of them by
    /// name.
    pub(super) fn of_refusal(error: &ApiError) -> Self {
        match error {
            ApiError::InvalidToken => Self::Token,
            ApiError::TerminatedByOtherGetUpdates | ApiError::CantGetUpdates => Self::Conflict,
            ApiError::BotBlocked
            | ApiError::UserDeactivated
            | ApiError::CantInitiateConversation
            | ApiError::CantTalkWithBots
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::ChatNotFound
            | ApiError::UserNotFound
            | ApiError::GroupDeactivated => Self::Gone,
            ApiError::MessageNotModified => Self::Unchanged,
            ApiError::MessageToEditNotFound
            | ApiError::MessageToDeleteNotFound
            | ApiError::MessageIdInvalid
            | ApiError::WrongFileId
            | ApiError::WrongFileIdOrUrl
            | ApiError::FileIdInvalid => Self::NoMessage,
            ApiError::MessageCantBeEdited | ApiError::MessageCantBeDeleted => Self::Fixed,
            ApiError::RequestEntityTooLarge => Self::TooLarge,
            // Not that a name is not known: that may be over in a minute.
            ApiError::WebhookRequireHttps | ApiError::BadWebhookPort => Self::Address,
            ApiError::Unknown(words) => unknown(words),
            _ => Self::Refused,
        }
    }
}

fn unknown(words: &str) -> Fault {
    let words = words.to_ascii_lowercase();
    let says = |part: &str| words.contains(part);
    match words.split_once(':').map_or(words.as_str(), |(kind, _)| kind) {
        "unauthorized" => Fault::Token,
        "conflict" => Fault::Conflict,
        "forbidden" => Fault::Gone,
        "bad request" if says("https url must be provided") || says("only on ports") => Fault::Address,
        "bad request" if says("not modified") => Fault::Unchanged,
        "bad request" if says("file is too big") => Fault::TooLarge,
        "bad request" if says("no text in the message") || says("no caption in the message") => Fault::NoText,
        "bad request" if says("can't be deleted") || says("can't be edited") => Fault::Fixed,
        "bad request" if says("message to") && says("not found") => Fault::NoMessage,
        "bad request" => Fault::Refused,
        // "Internal Server Error", "Bad Gateway", whatever a proxy says: it may work later.
        _ => Fault::Unreachable,
    }
}

impl Fault {
    /// What a failed sending means for the message.
    pub(super) const fn for_message(self) -> SendError {
        match self {
            Self::Wait(patience) => SendError::Later { retry_after: Some(patience) },
            Self::Gone => SendError::Never(Undeliverable::Gone),
            Self::TooLarge => SendError::Never(Undeliverable::TooLarge),
            Self::NoMessage
            | Self::Fixed
            | Self::NoText
            | Self::Refused
            | Self::Unchanged
            | Self::Address => SendError::Never(Undeliverable::Refused),
            // Without the right token nothing is lost: it is sent when the bot has the right one.
            Self::Token | Self::Conflict | Self::Done(_) | Self::Unreachable => {
                SendError::Later { retry_after: None }
            }
        }
    }
}

/// Why something that came in could not be taken in.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stumble {
    /// Telegram.
    #[error("Telegram: {0}")]
    Telegram(#[from] Fault),
    /// The inbox.
    #[error(transparent)]
    NotAccepted(#[from] NotAccepted),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(description: &str) -> Fault {
        let error: ApiError = serde_json::from_value(serde_json::json!(description)).unwrap();
        Fault::from(RequestError::Api(error))
    }

    #[test]
    fn descriptions_are_told_apart() {
        for (description, expected) in [
            ("Unauthorized", Fault::Token),
            ("Forbidden: bot was blocked by the user", Fault::Gone),
            ("Forbidden: user is deactivated", Fault::Gone),
            ("Forbidden: something that nobody has seen yet", Fault::Gone),
            ("Bad Request: chat not found", Fault::Gone),
            ("Bad Request: message to edit not found", Fault::NoMessage),
            ("Bad Request: message can't be deleted for everyone", Fault::Fixed),
            ("Bad Request: there is no text in the message to edit", Fault::NoText),
            ("Bad Request: file is too big", Fault::TooLarge),
            ("Bad Request: REACTION_INVALID", Fault::Refused),
            ("Bad Request: bad webhook: An HTTPS URL must be provided for webhook", Fault::Address),
            (
                "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
                Fault::Address,
            ),
            ("Bad Request: bad webhook: Failed to resolve host: Name or service not known", Fault::Refused),
            (
                "Bad Request: bad webhook: failed to resolve host: Temporary failure in name resolution",
                Fault::Refused,
            ),
            ("Conflict: terminated by setWebhook request", Fault::Conflict),
            ("Internal Server Error", Fault::Unreachable),
        ] {
            assert_eq!(fault(description), expected, "{description}");
        }
    }

    #[test]
    fn a_broken_answer_tells_whether_the_call_was_carried_out() {
        let fault = |answer: &str| Fault::of_broken(answer.as_bytes());
        assert_eq!(fault("{\"ok\":true,\"result\":{\"message_id\":17,\"da"), Fault::Done(Some(17)));
        assert_eq!(fault("{\"ok\":true,\"resul"), Fault::Done(None));
        assert_eq!(fault("{\"ok\":true,\"result\":{\"message_id\":17"), Fault::Done(None));
        assert_eq!(fault("<html>Bad Gateway</html>"), Fault::Unreachable);
    }
}
