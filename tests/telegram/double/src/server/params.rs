//! What a call brings along, whichever of the four ways it takes: query string, form, JSON, multipart.

use std::collections::HashMap;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::Request;
use hyper::header::CONTENT_TYPE;
use serde_json::Value;

use crate::refusal::Refusal;

/// The largest file a bot may send, in bytes.
pub(crate) const LARGEST_UPLOAD: usize = 50 * 1024 * 1024;
/// All else in a call is small.
const LARGEST_REST: usize = 1024 * 1024;

/// A file that came with the call.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// Parameters by name. Those of JSON are kept as text, as the server does: lists and objects in their notation.
#[derive(Debug, Default)]
pub(crate) struct Params {
    fields: HashMap<String, String>,
    uploads: HashMap<String, Upload>,
}

impl Params {
    /// Reads a whole request; names in the body win over those in the query string.
    pub async fn read(request: Request<Body>) -> Result<Self, Refusal> {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.add_form(query.as_bytes());
        }
        let kind =
            request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        let (head, body) = request.into_parts();
        let body = whole(body).await?;
        if kind.starts_with("multipart/form-data") {
            params.add_multipart(Request::from_parts(head, Body::from(body))).await?;
        } else if kind.starts_with("application/json") && !body.is_empty() {
            params.add_json(&body)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.add_form(&body);
        }
        Ok(params)
    }

    fn add_form(&mut self, form: &[u8]) {
        if let Ok(pairs) = serde_urlencoded::from_bytes::<Vec<(String, String)>>(form) {
            self.fields.extend(pairs);
        }
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        let Ok(Value::Object(fields)) = serde_json::from_slice(body) else {
            return Err(Refusal::bad("can't parse JSON object"));
        };
        for (name, value) in fields {
            match value {
                Value::Null => {}
                Value::String(text) => {
                    self.fields.insert(name, text);
                }
                other => {
                    self.fields.insert(name, other.to_string());
                }
            }
        }
        Ok(())
    }

    async fn add_multipart(&mut self, mut request: Request<Body>) -> Result<(), Refusal> {
        let unreadable = || Refusal::bad("can't parse the multipart body");
        // axum refuses bodies above a limit of its own; the one here is Telegram's.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
        loop {
            let part = parts.next_field().await.map_err(|_| unreadable())?;
            let Some(part) = part else { return Ok(()) };
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| unreadable())?;
            match file {
                Some(file) => {
                    if bytes.len() > LARGEST_UPLOAD {
                        return Err(too_large());
                    }
                    self.uploads.insert(name, Upload { name: file, mime, bytes });
                }
                None => {
                    self.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
                }
            }
        }
    }

    /// The text of a parameter; one that is empty counts as absent, as it does for the server.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A whole number; anything else counts as absent.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// Whether a parameter says yes.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| matches!(text.to_ascii_lowercase().as_str(), "true" | "yes" | "1"))
    }

    /// A list or an object; `what` names it in the refusal.
    pub fn json(&self, name: &str, what: &str) -> Result<Option<Value>, Refusal> {
        self.text(name)
            .map(|text| {
                serde_json::from_str(text)
                    .map_err(|_| Refusal::bad(format_args!("can't parse {what} JSON object")))
            })
            .transpose()
    }

    /// A file that came under this name.
    pub fn upload(&self, name: &str) -> Option<&Upload> {
        self.uploads.get(name)
    }
}

#[cfg(test)]
impl Params {
    /// Parameters for a test.
    pub fn of(fields: &[(&str, &str)]) -> Self {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { fields, uploads: HashMap::new() }
    }
}

/// All of a body. What is too large is read to its end all the same, so that the caller comes to read the refusal.
async fn whole(mut body: Body) -> Result<Bytes, Refusal> {
    let mut read = BytesMut::new();
    let mut fits = true;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refusal::bad("can't read the request"))?;
        let Ok(data) = frame.into_data() else { continue };
        fits &= read.len() + data.len() <= LARGEST_UPLOAD + LARGEST_REST;
        if fits {
            read.extend_from_slice(&data);
        } else {
            read.clear();
        }
    }
    if fits { Ok(read.freeze()) } else { Err(too_large()) }
}

fn too_large() -> Refusal {
    Refusal::new(413, "Request Entity Too Large")
}
