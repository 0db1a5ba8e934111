//! Webhooks: set, unset, asked about.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;
use crate::webhook::Hook;
use crate::world::Ended;

/// `setWebhook`; without an address it takes the webhook away.
pub(super) fn set(call: &mut Call<'_>) -> Answer {
    let Some(address) = call.params.text("url") else { return delete(call) };
    let uri: hyper::Uri =
        address.parse().map_err(|_| Refusal::bad("bad webhook: invalid webhook URL specified"))?;
    let host = uri.host().ok_or_else(|| Refusal::bad("bad webhook: invalid webhook URL specified"))?;
    // The real server wants HTTPS everywhere; here a bot on the same machine may do without.
    let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    if !near || uri.scheme_str() != Some("http") {
        return Err(Refusal::bad(if uri.scheme_str() == Some("https") {
            "bad webhook: the double delivers to http://127.0.0.1 alone"
        } else {
            "bad webhook: An HTTPS URL must be provided for webhook"
        }));
    }
    let secret = call.params.text("secret_token").map(str::to_owned);
    if let Some(secret) = &secret {
        if secret.len() > 256 {
            return Err(Refusal::bad("secret token is too long"));
        }
        if !secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
    }
    let connections = call.params.number("max_connections").unwrap_or(40).clamp(1, 100);
    allow(call);
    if call.params.flag("drop_pending_updates") {
        call.world.updates.clear();
    }
    call.world.end_poll(Ended::ByWebhook);
    let connections = usize::try_from(connections).unwrap_or(1);
    call.world.hook = Some(Hook::new(address.to_owned(), uri, secret, connections));
    call.world.posted.notify_waiters();
    yes()
}

/// `deleteWebhook`
pub(super) fn delete(call: &mut Call<'_>) -> Answer {
    if call.params.flag("drop_pending_updates") {
        call.world.updates.clear();
    }
    call.world.hook = None;
    call.world.posted.notify_waiters();
    yes()
}

/// `getWebhookInfo`
pub(super) fn info(call: &mut Call<'_>) -> Answer {
    let world = &call.world;
    let mut info = json!({
        "url": world.hook.as_ref().map_or("", |hook| hook.address.as_str()),
        "has_custom_certificate": false,
        "pending_update_count": world.updates.pending(),
    });
    if let Some(hook) = &world.hook {
        info["max_connections"] = json!(hook.connections);
        info["ip_address"] = json!("127.0.0.1");
        if let Some((date, message)) = &hook.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(message);
        }
    }
    if let Some(allowed) = world.updates.allowed() {
        info["allowed_updates"] = json!(allowed);
    }
    Ok(Arc::new(info))
}

/// Remembers `allowed_updates`, if the call names it; what is not a list of words changes nothing.
pub(crate) fn allow(call: &mut Call<'_>) {
    let Ok(Some(Value::Array(kinds))) = call.params.json("allowed_updates", "allowed updates") else {
        return;
    };
    let words: Option<Vec<String>> = kinds.iter().map(|kind| kind.as_str().map(str::to_lowercase)).collect();
    if let Some(words) = words {
        call.world.updates.allow(words);
    }
}
