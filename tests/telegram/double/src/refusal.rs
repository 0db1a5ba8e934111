//! What the server says when it does not do what it was asked, in the server's own words.

use serde_json::{Value, json};

/// A refused call: the code of HTTP, which is repeated in the body, and the description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub code: u16,
    pub description: String,
    /// Seconds to wait, where the server says so.
    pub retry_after: Option<u64>,
    /// The supergroup that a group has become.
    pub migrate_to: Option<i64>,
}

impl Refusal {
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after: None, migrate_to: None }
    }

    /// Code 400; the words are put behind "Bad Request: ".
    pub fn bad(words: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {words}"))
    }

    /// Code 403; the words are put behind "Forbidden: ".
    pub fn forbidden(words: &str) -> Self {
        Self::new(403, format!("Forbidden: {words}"))
    }

    /// Code 409; the words are put behind "Conflict: ".
    pub fn conflict(words: &str) -> Self {
        Self::new(409, format!("Conflict: {words}"))
    }

    /// Code 429 with the seconds to wait.
    pub fn flood(retry_after: u64) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Self { retry_after: Some(retry_after), ..Self::new(429, description) }
    }

    /// The body of the answer.
    pub fn body(&self) -> String {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        if let Some(chat) = self.migrate_to {
            body["parameters"] = json!({ "migrate_to_chat_id": chat });
        }
        body.to_string()
    }
}

/// The body of the answer to a call that was done.
pub(crate) fn done(result: &Value) -> String {
    format!("{{\"ok\":true,\"result\":{result}}}")
}
