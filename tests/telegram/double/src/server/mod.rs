//! The server: connections in, calls to the bots' homes, answers out.

pub(crate) mod home;
pub(crate) mod params;
pub(crate) mod polling;

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::refusal::Refusal;
use crate::telegram::Options;
use crate::webhook;
use crate::world::World;
use home::{Home, Reply};
use params::Params;

/// Everything that one address serves.
#[derive(Debug)]
pub(crate) struct Server {
    pub options: Options,
    homes: RwLock<Homes>,
    next_person: AtomicI64,
    next_group: AtomicI64,
}

#[derive(Debug, Default)]
struct Homes {
    by_token: HashMap<String, Arc<Home>>,
    first: Option<Arc<Home>>,
}

/// The connection is to end without an answer.
#[derive(Debug)]
struct Lost;

impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection was dropped on demand")
    }
}

impl std::error::Error for Lost {}

impl Server {
    pub fn new(options: Options) -> Self {
        Self {
            options,
            homes: RwLock::default(),
            // Beyond 32 bits, as those of people who came late to Telegram are.
            next_person: AtomicI64::new(5_000_000_001),
            next_group: AtomicI64::new(4_000_000_001),
        }
    }

    /// The home of the bot with this token, which is made if there is none.
    pub fn home(&self, token: &str) -> Arc<Home> {
        let mut homes = self.homes.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(home) = homes.by_token.get(token) {
            return Arc::clone(home);
        }
        let id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1);
        let world = World::new(id, "Lotse", &format!("lotse_{id}_bot"));
        let Options { clock, pause, retry } = self.options.clone();
        let home = Arc::new(Home::new(token, clock, pause, retry, world));
        tokio::spawn(webhook::carry(Arc::downgrade(&home)));
        homes.by_token.insert(token.to_owned(), Arc::clone(&home));
        homes.first.get_or_insert_with(|| Arc::clone(&home));
        home
    }

    /// The bot that was made first.
    pub fn first(&self) -> Option<Arc<Home>> {
        self.homes.read().unwrap_or_else(PoisonError::into_inner).first.clone()
    }

    pub fn known(&self, token: &str) -> Option<Arc<Home>> {
        self.homes.read().unwrap_or_else(PoisonError::into_inner).by_token.get(token).cloned()
    }

    pub fn person_id(&self) -> i64 {
        self.next_person.fetch_add(1, Ordering::Relaxed)
    }

    pub fn group_id(&self) -> i64 {
        -self.next_group.fetch_add(1, Ordering::Relaxed)
    }

    /// Supergroups have ids of their own range.
    pub fn supergroup_id(&self) -> i64 {
        self.group_id() - 1_000_000_000_000
    }
}

/// Takes connections until the task is ended.
pub(crate) async fn serve(server: Arc<Server>, listener: TcpListener, control: Router) {
    // They end with the task, too.
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    conversations.spawn(converse(Arc::clone(&server), stream, control.clone()));
                }
                // Out of descriptors, or a connection that was gone at once: others may still come.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = conversations.join_next() => {}
        }
    }
}

async fn converse(server: Arc<Server>, stream: TcpStream, control: Router) {
    // Without it a small answer may wait for another one.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let (server, control) = (Arc::clone(&server), control.clone());
        async move { answer(&server, control, request).await }
    });
    // An error here is a client that has gone, or one that was dropped on demand.
    let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(
    server: &Server,
    control: Router,
    request: Request<Incoming>,
) -> Result<Response<Body>, Lost> {
    let request = request.map(Body::new);
    let path = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return Ok(download(server, rest));
    }
    let Some(rest) = path.strip_prefix("/bot") else {
        let response: Result<_, Infallible> = control.oneshot(request).await;
        let Ok(response) = response;
        return Ok(response);
    };
    let reply = match target(server, rest) {
        Ok((home, method)) => match Params::read(request).await {
            Ok(params) => home.call(&method, &params).await,
            Err(refusal) => Err(refusal).into(),
        },
        Err(refusal) => Err(refusal).into(),
    };
    match reply {
        Reply::Json(code, body) => Ok(respond(code, "application/json", Body::from(body))),
        Reply::Page(code, page) => Ok(respond(code, "text/html", Body::from(page))),
        Reply::Lost => Err(Lost),
    }
}

/// The bot and what comes behind its token.
fn target(server: &Server, rest: &str) -> Result<(Arc<Home>, String), Refusal> {
    let (token, method) = rest.split_once('/').ok_or_else(|| Refusal::new(404, "Not Found"))?;
    let id = token.split_once(':').map(|(id, _)| id);
    if id.is_none_or(|id| id.is_empty() || !id.chars().all(|c| c.is_ascii_digit())) {
        return Err(Refusal::new(404, "Not Found"));
    }
    let home = server.known(token).ok_or_else(|| Refusal::new(401, "Unauthorized"))?;
    Ok((home, method.to_owned()))
}

fn download(server: &Server, rest: &str) -> Response<Body> {
    let found = target(server, rest).and_then(|(home, path)| {
        let world = home.world();
        let file = world.files.at(&path).map(|file| file.bytes.clone());
        file.ok_or_else(|| Refusal::new(404, "Not Found"))
    });
    match found {
        Ok(bytes) => respond(200, "application/octet-stream", Body::from(bytes)),
        Err(refusal) => respond(refusal.code, "application/json", Body::from(refusal.body())),
    }
}

fn respond(code: u16, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() =
        hyper::StatusCode::from_u16(code).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The address of a listener on the loopback interface.
pub(crate) async fn listen(address: &str) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
