//! Calls to the Bot API.
//!
//! Methods, types, names of refusals, files and connections are teloxide's; asking and reading the answer is done
//! here. Answers are read as little as possible (of a sent message its number, of updates their JSON): an answer of a
//! newer server must not fail after the message is out, a kind of message that the client does not know must still
//! come in, and an answer that breaks off half way still says that the message is out. Nor is there a pause after a
//! failure of the server, as teloxide makes it: when it is tried again is for whoever called. Waiting for updates has
//! a connection of its own with a longer limit.

use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::net::Download as _;
use teloxide::payloads::{GetFile, GetMe, GetWebhookInfo};
use teloxide::requests::{MultipartPayload, MultipartRequest, Payload};
use teloxide::types::{AllowedUpdate, FileId, InputFile};
use teloxide::{ApiError, Bot};
use tokio::io::AsyncWrite;

use super::fault::{ConnectError, Fault};

/// The server holds back the answer to a call for updates for so long, if there are none.
const POLL: Duration = Duration::from_secs(50);
/// So many updates come with one answer, of the hundred that Telegram would give: what comes in a burst is handled in a
/// burst, and the next message of every answer waits until that is over.
const TOGETHER: u32 = 32;
/// The longest a call may take, with a file of 50 MB on a slow line.
const CALL: Duration = Duration::from_mins(3);
/// The longest a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);

/// What we want to hear of.
pub(super) const WANTED: [AllowedUpdate; 5] = [
    AllowedUpdate::Message,
    AllowedUpdate::EditedMessage,
    AllowedUpdate::CallbackQuery,
    AllowedUpdate::MessageReaction,
    AllowedUpdate::MyChatMember,
];

/// The Bot API, for one bot. Shows nothing of itself: it holds the token.
#[derive(Clone)]
pub(super) struct Api {
    bot: Bot,
    poller: Bot,
}

/// A payload whose answer is read as `T`.
#[derive(Serialize)]
#[serde(transparent)]
struct Read<P, T> {
    payload: P,
    #[serde(skip)]
    answer: PhantomData<fn() -> T>,
}

impl<P: Payload, T> Payload for Read<P, T> {
    type Output = T;
    const NAME: &'static str = P::NAME;
}

impl<P: MultipartPayload, T> MultipartPayload for Read<P, T> {
    fn copy_files(&self, into: &mut dyn FnMut(InputFile)) {
        self.payload.copy_files(into);
    }

    fn move_files(&mut self, into: &mut dyn FnMut(InputFile)) {
        self.payload.move_files(into);
    }
}

/// An answer of the Bot API.
#[derive(Deserialize)]
struct Answer<T> {
    #[serde(default = "Option::default")]
    result: Option<T>,
    /// Why not.
    description: Option<ApiError>,
    parameters: Option<Parameters>,
}

/// What is to be done about a refusal.
#[derive(Deserialize)]
struct Parameters {
    /// Seconds.
    retry_after: Option<u64>,
}

/// What is read of a message of ours.
#[derive(Deserialize)]
pub(super) struct Posted {
    message_id: i32,
}

/// What is read of the bot.
#[derive(Deserialize)]
pub(super) struct Me {
    pub(super) id: i64,
}

/// What is read of the webhook that is set.
#[derive(Deserialize)]
pub(super) struct HookInfo {
    /// Empty: none is set.
    pub(super) url: String,
    /// So many updates wait.
    #[serde(default)]
    pub(super) pending_update_count: u64,
    /// When one could not be brought last (Unix seconds).
    pub(super) last_error_date: Option<i64>,
}

/// The call for updates. The client's own knows only numbers of 32 bits.
#[derive(Serialize)]
struct Ask {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u32,
    timeout: u64,
    allowed_updates: [AllowedUpdate; WANTED.len()],
}

impl Payload for Ask {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// What is read of a file.
#[derive(Deserialize)]
struct Found {
    file_path: Option<String>,
    file_size: Option<u64>,
}

impl Api {
    pub(super) fn new(token: &str, url: Option<&str>) -> Result<Self, ConnectError> {
        let bot = |limit: Duration| {
            let client = teloxide::net::default_reqwest_settings().connect_timeout(CONNECT).timeout(limit);
            let client =
                client.build().map_err(|_| ConnectError::Setting("api_url", "a network that can be used"))?;
            let bot = Bot::with_client(token, client);
            let Some(url) = url else { return Ok::<_, ConnectError>(bot) };
            let url = url.parse();
            Ok(bot.set_api_url(
                url.map_err(|_| ConnectError::Setting("api_url", "an address with http or https"))?,
            ))
        };
        Ok(Self { bot: bot(CALL)?, poller: bot(POLL + CONNECT)? })
    }

    /// Calls a method; its answer is read as `T`.
    pub(super) async fn call<P, T>(&self, payload: P) -> Result<T, Fault>
    where
        P: Payload + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        ask(&self.bot, &payload).await
    }

    /// The same for a method that takes files.
    async fn upload<P, T>(&self, payload: P) -> Result<T, Fault>
    where
        P: MultipartPayload + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        let payload = Read { payload, answer: PhantomData };
        Ok(MultipartRequest::new(self.bot.clone(), payload).await?)
    }

    /// Posts something; its number in the chat, unless the answer broke off before that.
    pub(super) async fn post<P>(&self, payload: P) -> Result<Option<i32>, Fault>
    where
        P: Payload + Serialize + 'static,
    {
        posted(self.call(payload).await)
    }

    /// The same with a file.
    pub(super) async fn post_file<P>(&self, payload: P) -> Result<Option<i32>, Fault>
    where
        P: MultipartPayload + Serialize + 'static,
    {
        posted(self.upload(payload).await)
    }

    /// Does something that has no other answer than that it is done.
    pub(super) async fn tell<P>(&self, payload: P) -> Result<(), Fault>
    where
        P: Payload + Serialize + 'static,
    {
        done(&self.call::<P, IgnoredAny>(payload).await)
    }

    /// The same for a method that could take files.
    pub(super) async fn tell_in_parts<P>(&self, payload: P) -> Result<(), Fault>
    where
        P: MultipartPayload + Serialize + 'static,
    {
        done(&self.upload::<P, IgnoredAny>(payload).await)
    }

    pub(super) async fn me(&self) -> Result<Me, Fault> {
        self.call(GetMe::new()).await
    }

    /// Where Telegram brings updates, and how that goes.
    pub(super) async fn hook(&self) -> Result<HookInfo, Fault> {
        self.call(GetWebhookInfo::new()).await
    }

    /// Waits for updates from `offset` on, which confirms all before it; without one, for all that are not confirmed.
    pub(super) async fn updates(&self, offset: Option<i64>) -> Result<Vec<Value>, Fault> {
        let payload = Ask { offset, limit: TOGETHER, timeout: POLL.as_secs(), allowed_updates: WANTED };
        ask(&self.poller, &payload).await
    }

    /// The contents of a file, up to `most` bytes.
    pub(super) async fn download(&self, file: &str, most: u64) -> Result<Vec<u8>, Fault> {
        let found: Found = self.call(GetFile::new(FileId(file.to_owned()))).await?;
        if found.file_size.is_some_and(|size| size > most) {
            return Err(Fault::TooLarge);
        }
        let mut contents = Limited { bytes: Vec::new(), most: usize::try_from(most).unwrap_or(usize::MAX) };
        self.bot.download_file(&found.file_path.ok_or(Fault::NoMessage)?, &mut contents).await?;
        Ok(contents.bytes)
    }
}

/// Carries out a method by JSON; its answer is read as `T`.
async fn ask<P, T>(bot: &Bot, payload: &P) -> Result<T, Fault>
where
    P: Payload + Serialize,
    T: DeserializeOwned,
{
    let body = serde_json::to_vec(payload).map_err(|_| Fault::Refused)?;
    let mut url = bot.api_url();
    url.set_path(&format!("/bot{}/{}", bot.token(), P::NAME));
    let asked = bot.client().post(url).header("content-type", "application/json").body(body);
    let mut response = asked.send().await.map_err(|_| Fault::Unreachable)?;
    let mut answer = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(piece)) => answer.extend_from_slice(&piece),
            Ok(None) => break,
            // As far as it came it may say that the call was carried out.
            Err(_) => return Err(Fault::of_broken(&answer)),
        }
    }
    let Ok(read) = serde_json::from_slice::<Answer<T>>(&answer) else {
        return Err(Fault::of_broken(&answer));
    };
    match (read.result, read.parameters.and_then(|parameters| parameters.retry_after), read.description) {
        (Some(result), ..) => Ok(result),
        (None, Some(seconds), _) => Err(Fault::Wait(Duration::from_secs(seconds))),
        (None, None, Some(error)) => Err(Fault::of_refusal(&error)),
        (None, None, None) => Err(Fault::of_broken(&answer)),
    }
}

/// What is out is out, also if the answer broke off.
fn posted(answer: Result<Posted, Fault>) -> Result<Option<i32>, Fault> {
    match answer {
        Ok(posted) => Ok(Some(posted.message_id)),
        Err(Fault::Done(id)) => Ok(id),
        Err(fault) => Err(fault),
    }
}

fn done(answer: &Result<IgnoredAny, Fault>) -> Result<(), Fault> {
    match answer {
        Ok(_) | Err(Fault::Done(_)) => Ok(()),
        Err(fault) => Err(*fault),
    }
}

/// Takes in what is downloaded, up to a limit.
struct Limited {
    bytes: Vec<u8>,
    most: usize,
}

impl AsyncWrite for Limited {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        piece: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        if self.bytes.len().saturating_add(piece.len()) > self.most {
            return Poll::Ready(Err(std::io::ErrorKind::FileTooLarge.into()));
        }
        self.bytes.extend_from_slice(piece);
        Poll::Ready(Ok(piece.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
