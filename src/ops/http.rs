//! Health, readiness and figures over HTTP.
//!
//! | path | answer |
//! |---|---|
//! | `/health` | 200 while the tasks of the process run; 503: restart it |
//! | `/ready` | 200 while messages are carried both ways; 503: a line says which part is not as it should be |
//! | `/metrics` | figures, in the text format of Prometheus |
//!
//! There is no password: who can reach the address can read. Nothing here is about a person.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use super::health::{Part, Vitals};
use super::metrics::Metrics;
use super::settings::Http;

/// The text format of Prometheus.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Nobody can be answered at this address.
#[derive(Debug, thiserror::Error)]
#[error("http.listen: {address} cannot be listened on; is another program there?")]
pub struct NotListening {
    address: SocketAddr,
    #[source]
    source: std::io::Error,
}

/// Answers whoever watches. Before [`Watch::begin`] the answer is that Lotse is starting.
#[derive(Debug)]
pub struct Watch {
    address: SocketAddr,
    shown: Shown,
    serving: tokio::task::JoinHandle<()>,
}

/// What there is to be shown, once there is something.
#[derive(Clone, Default)]
struct Shown(Arc<OnceLock<Sources>>);

/// Where it comes from.
type Sources = (Arc<dyn Vitals>, Arc<Metrics>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shown")
    }
}

impl Watch {
    /// Listens from now on. Dropping it ends that.
    ///
    /// # Errors
    /// The address cannot be had.
    pub async fn listen(settings: &Http) -> Result<Self, NotListening> {
        let address = settings.listen;
        let failed = |source| NotListening { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let shown = Shown::default();
        let routes = Router::new()
            .route("/health", get(health))
            .route("/ready", get(ready))
            .route("/metrics", get(metrics))
            .with_state(shown.clone());
        let serving = tokio::spawn(async move {
            // It ends with the process alone.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { address, shown, serving })
    }

    /// Where it listens; the port is the true one if the settings say 0.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on there is something to be shown.
    pub fn begin(&self, vitals: Arc<dyn Vitals>, metrics: Arc<Metrics>) {
        // A second beginning changes nothing.
        let _ = self.shown.0.set((vitals, metrics));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn health(State(shown): State<Shown>) -> Response {
    match shown.0.get() {
        None => (StatusCode::OK, "starting\n").into_response(),
        Some((vitals, _)) => parts(&vitals.condition().await.health()),
    }
}

async fn ready(State(shown): State<Shown>) -> Response {
    match shown.0.get() {
        None => (StatusCode::SERVICE_UNAVAILABLE, "starting\n").into_response(),
        Some((vitals, _)) => parts(&vitals.condition().await.readiness()),
    }
}

async fn metrics(State(shown): State<Shown>) -> Response {
    let Some((vitals, metrics)) = shown.0.get() else {
        return (StatusCode::SERVICE_UNAVAILABLE, "starting\n").into_response();
    };
    match metrics.render(&vitals.condition().await) {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// One line a part.
fn parts(parts: &[Part]) -> Response {
    let fine = parts.iter().all(|(_, wrong)| wrong.is_none());
    let status = if fine { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let line = |(part, wrong): &Part| format!("{part}: {}\n", wrong.as_deref().unwrap_or("ok"));
    (status, parts.iter().map(line).collect::<String>()).into_response()
}
