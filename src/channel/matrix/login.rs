//! Being somebody on Matrix: one account, one device, one identity, kept across restarts.
//!
//! The bot must never silently become a new device: contacts would see a stranger, and what was sent to the old
//! device could not be read. So the device's id is drawn and written down *before* the first login; a crash
//! anywhere in between logs in as that same device again. After that, a session without its encryption state, or
//! an encryption state without its session, is an error that a human must look at.
//!
//! An access token belongs to a device that somebody else made. It is taken as ours if no keys were ever published
//! for it: a device with keys has its encryption state in another program, and two programs on one device cannot
//! both read. From then on the rules are the same; a new token must be one of the same device.

use std::path::Path;

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::config::RequestConfig;
use matrix_sdk::ruma::api::client::keys::get_keys;
use matrix_sdk::ruma::api::client::uiaa::{AuthData, Password, UserIdentifier};
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Client, SessionMeta, SessionTokens};
use serde::{Deserialize, Serialize};

use super::fault::ConnectError;
use super::keep::Keep;
use super::plain::{Owner, Plain, Silent};
use crate::model::{Entropy, OsEntropy, Private};
use crate::ops::settings::{self, Credentials};

/// Who the bot is, and its session. Sealed.
const ACCOUNT: &str = "account";
/// With this key the encryption state's secrets can be had back from the homeserver. In the clear, for a human.
pub(super) const RECOVERY_KEY: &str = "recovery-key";
/// What the SDK calls the file of its encryption state.
const CRYPTO: &str = "matrix-sdk-crypto.sqlite3";
/// What other clients show beside the device.
const DEVICE_NAME: &str = "Lotse";
/// So long a request may take, beside waiting for news.
pub(super) const TIMEOUT: std::time::Duration = std::time::Duration::from_secs(30);

#[derive(Serialize, Deserialize)]
pub(super) struct Account {
    pub(super) user: OwnedUserId,
    pub(super) device: String,
    pub(super) session: Option<MatrixSession>,
}

/// Logs in, or takes up the session of the last time, and sees to it that the device is cross-signed.
pub(super) async fn log_in(settings: &settings::Matrix, keep: &Keep) -> Result<Client, ConnectError> {
    let user = UserId::parse(&settings.user).map_err(|_| ConnectError::Setting("user", "@name:server"))?;
    let folder = keep.folder().to_owned();
    let known = known(keep, &user)?;
    let credentials = settings.credentials()?;
    let mut account = match known {
        Some(account) => account,
        None => Account { user, device: new_device(), session: None },
    };
    let token = match &credentials {
        Credentials::Password(_) => None,
        Credentials::Token(token) => Some(token_session(settings, token, &account, &folder).await?),
    };
    if let (Some(session), None) = (&token, &account.session) {
        account.device = session.meta.device_id.to_string();
    }
    // Before there is any encryption state, so that it is never one of which nobody knows whose it is.
    keep.write(ACCOUNT, &account)?;
    let client = client(settings, keep).await?;
    match (token, account.session.clone(), &credentials) {
        // A token may have been replaced by another one of the same device.
        (Some(session), _, _) => {
            account.session = Some(session.clone());
            take_up(&client, session, keep).await?;
            keep.write(ACCOUNT, &account)?;
        }
        (None, Some(session), _) => take_up(&client, session, keep).await?,
        (None, None, Credentials::Password(password)) => {
            first_login(&client, account, password.reveal(), keep).await?;
        }
        // A token has given a session above.
        (None, None, Credentials::Token(_)) => return Err(ConnectError::TokenWithoutDevice),
    }
    let password = match &credentials {
        Credentials::Password(password) => Some(password.reveal().as_str()),
        Credentials::Token(_) => None,
    };
    identify(&client, password, keep).await?;
    Ok(client)
}

/// The account that is kept, if it fits the encryption state beside it.
pub(super) fn known(keep: &Keep, user: &UserId) -> Result<Option<Account>, ConnectError> {
    let known: Option<Account> = keep.read(ACCOUNT)?;
    let folder = || keep.folder().to_owned();
    let has_state = keep.folder().join(CRYPTO).exists();
    match &known {
        Some(account) if account.user != user => Err(ConnectError::Foreign { folder: folder() }),
        Some(Account { session: Some(_), .. }) if !has_state => Err(ConnectError::Lost { folder: folder() }),
        None if has_state => Err(ConnectError::Foreign { folder: folder() }),
        Some(_) | None => Ok(known),
    }
}

/// The session of a token: of the device we have been, or of one that nobody has used for encryption.
async fn token_session(
    settings: &settings::Matrix,
    token: &Private<String>,
    account: &Account,
    folder: &Path,
) -> Result<MatrixSession, ConnectError> {
    let plain = Plain::new(&settings.homeserver).map_err(silent)?.with_token(token.clone());
    let device = match plain.owner().await.map_err(silent)? {
        Ok(Owner { user, .. }) if user != account.user.as_str() => {
            return Err(ConnectError::TokenOfOtherUser);
        }
        Ok(Owner { device: Some(device), .. }) => device,
        Ok(Owner { device: None, .. }) => return Err(ConnectError::TokenWithoutDevice),
        Err(answer) if answer.status == 401 && account.session.is_none() => {
            return Err(ConnectError::TokenUnknown);
        }
        Err(answer) if answer.status == 401 => {
            return Err(ConnectError::SessionEnded { folder: folder.to_owned() });
        }
        Err(answer) => {
            let doing = "say whose the access token is";
            return Err(ConnectError::Homeserver { doing, reason: answer.code() });
        }
    };
    match &account.session {
        Some(_) if device != account.device => {
            return Err(ConnectError::TokenOfOtherDevice { folder: folder.to_owned() });
        }
        Some(_) => {}
        None => {
            let keys = plain.keys(&[account.user.as_str()]).await.map_err(silent)?;
            if !keys.is_ok() {
                let doing = "show the bot's devices";
                return Err(ConnectError::Homeserver { doing, reason: keys.code() });
            }
            if keys.device(account.user.as_str(), &device).is_some() {
                return Err(ConnectError::TokenInUse);
            }
        }
    }
    Ok(MatrixSession {
        meta: SessionMeta { user_id: account.user.clone(), device_id: device.as_str().into() },
        tokens: SessionTokens { access_token: token.reveal().clone(), refresh_token: None },
    })
}

fn silent(silent: Silent) -> ConnectError {
    ConnectError::Homeserver { doing: "answer", reason: silent.to_string() }
}

async fn client(settings: &settings::Matrix, keep: &Keep) -> Result<Client, ConnectError> {
    let passphrase = keep.secret("store", &[]);
    Client::builder()
        .homeserver_url(&settings.homeserver)
        .sqlite_store(keep.folder(), Some(&passphrase))
        // Whatever fails is tried again by us, with the message still in our own outbox.
        .request_config(RequestConfig::new().disable_retry().timeout(TIMEOUT))
        // What was said in a case before somebody was invited is not theirs to read.
        .with_enable_share_history_on_invite(false)
        .build()
        .await
        .map_err(|error| match error {
            matrix_sdk::ClientBuildError::SqliteStore(_) => {
                ConnectError::Foreign { folder: keep.folder().to_owned() }
            }
            _ => ConnectError::Setting("homeserver", "the address of a homeserver that can be reached"),
        })
}

async fn first_login(
    client: &Client,
    mut account: Account,
    password: &str,
    keep: &Keep,
) -> Result<(), ConnectError> {
    client
        .matrix_auth()
        .login_username(&account.user, password)
        .device_id(&account.device)
        .initial_device_display_name(DEVICE_NAME)
        .send()
        .await
        .map_err(|error| match error.client_api_error_kind() {
            Some(ErrorKind::Forbidden) => ConnectError::WrongPassword,
            _ => ConnectError::homeserver("let the bot log in", &error),
        })?;
    account.session = client.matrix_auth().session();
    keep.write(ACCOUNT, &account)?;
    Ok(())
}

async fn take_up(client: &Client, session: MatrixSession, keep: &Keep) -> Result<(), ConnectError> {
    let folder = || keep.folder().to_owned();
    let device = session.meta.device_id.clone();
    client.restore_session(session).await.map_err(|_| ConnectError::Foreign { folder: folder() })?;
    let who = client.whoami().await.map_err(|error| match error.client_api_error_kind() {
        Some(ErrorKind::UnknownToken(_)) => ConnectError::SessionEnded { folder: folder() },
        _ => ConnectError::homeserver("say who the bot is", &error.into()),
    })?;
    if who.device_id.is_some_and(|known| known != device) {
        return Err(ConnectError::Foreign { folder: folder() });
    }
    Ok(())
}

/// Clients may refuse to speak with a device that its owner has not signed: so the bot signs its own.
async fn identify(client: &Client, password: Option<&str>, keep: &Keep) -> Result<(), ConnectError> {
    publish(client, password, false).await?;
    if is_signed(client).await {
        return Ok(());
    }
    if has_identity(client).await {
        // It was made, and the bot ended before it was published: the SDK keeps it first and then takes it for published.
        publish(client, password, true).await?;
        if is_signed(client).await {
            return Ok(());
        }
    }
    // The account has an identity from before: with its recovery key the device can be signed all the same.
    let path = keep.folder().join(RECOVERY_KEY);
    if let Ok(key) = std::fs::read_to_string(&path) {
        client.encryption().recovery().recover(key.trim()).await.map_err(|error| {
            ConnectError::Homeserver {
                doing: "give back the bot's identity",
                reason: match error {
                    matrix_sdk::encryption::recovery::RecoveryError::Sdk(error) => {
                        super::fault::reason(&error)
                    }
                    _ => "the recovery key does not fit".to_owned(),
                },
            }
        })?;
        if is_signed(client).await {
            return Ok(());
        }
    }
    Err(ConnectError::Identity { path })
}

/// Makes an identity and publishes it, unless there is one; or publishes the one that is here `again`. The homeserver may
/// ask for the password.
async fn publish(client: &Client, password: Option<&str>, again: bool) -> Result<(), ConnectError> {
    let attempt = |proof| {
        let encryption = client.encryption();
        async move {
            if again {
                encryption.bootstrap_cross_signing(proof).await
            } else {
                encryption.bootstrap_cross_signing_if_needed(proof).await
            }
        }
    };
    let failed = |error: &matrix_sdk::Error| ConnectError::homeserver("take the bot's identity", error);
    let Err(error) = attempt(None).await else { return Ok(()) };
    let (Some(asked), Some(user)) = (error.as_uiaa_response(), client.user_id()) else {
        return Err(failed(&error));
    };
    let Some(password) = password else { return Err(ConnectError::PasswordWanted) };
    let mut proof = Password::new(UserIdentifier::Matrix(user.to_owned().into()), password.to_owned());
    proof.session = asked.session.clone();
    attempt(Some(AuthData::Password(proof))).await.map_err(|error| failed(&error))
}

/// Whether others see our identity. What the SDK knows of it may be its own copy.
async fn is_published(client: &Client, me: &UserId) -> bool {
    let mut request = get_keys::v3::Request::new();
    request.device_keys.insert(me.to_owned(), Vec::new());
    let shown = client.send(request).await;
    shown.is_ok_and(|shown| shown.master_keys.contains_key(me) && shown.self_signing_keys.contains_key(me))
}

/// Whether the private keys of an identity are here. The SDK forgets them if the homeserver shows another identity.
async fn has_identity(client: &Client) -> bool {
    client.encryption().cross_signing_status().await.is_some_and(|status| status.is_complete())
}

/// What the homeserver shows to others is what counts; a failure shows as "not signed".
async fn is_signed(client: &Client) -> bool {
    let Some(me) = client.user_id() else { return false };
    let _ = client.encryption().request_user_identity(me).await;
    let device = client.encryption().get_own_device().await.ok().flatten();
    has_identity(client).await
        && device.is_some_and(|device| device.is_cross_signed_by_owner())
        && is_published(client, me).await
}

/// Secrets of the identity go to the homeserver, sealed by a key that is written down here once.
pub(super) async fn secure(client: &Client, keep: &Keep) -> Result<(), ConnectError> {
    if keep.folder().join(RECOVERY_KEY).exists() {
        return Ok(());
    }
    let recovery = client.encryption().recovery();
    let key = match recovery.enable().await {
        Ok(key) => key,
        // There is one already whose key was never written down here: it gets a new key.
        Err(_) => recovery.reset_key().await.map_err(|_| ConnectError::Homeserver {
            doing: "keep the secrets of the bot's identity",
            reason: "secret storage could not be set up".to_owned(),
        })?,
    };
    keep.replace(RECOVERY_KEY, format!("{key}\n").as_bytes())?;
    Ok(())
}

fn new_device() -> String {
    let mut chance = [0_u8; 8];
    OsEntropy.fill(&mut chance);
    format!("LOTSE{:016X}", u64::from_be_bytes(chance))
}
