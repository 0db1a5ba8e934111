//! Bringing updates to a bot that has set a webhook.
//!
//! One courier per bot. What belongs to one chat goes one after the other, different chats at the same time, at most
//! as many as the bot allows. An update is brought again until the bot says 2xx, with growing pauses, and is
//! forgotten when it is too old. A bot may answer with a method to call.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::body::Body;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, Response, Uri};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio::task::JoinSet;

use crate::server::home::Home;
use crate::server::params::Params;
use crate::world::updates::Update;

/// The longest pause before another attempt.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// How long a bot may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// A webhook that is set.
#[derive(Debug, Clone)]
pub(crate) struct Hook {
    pub address: String,
    uri: Uri,
    secret: Option<String>,
    pub connections: usize,
    /// When it failed last (Unix seconds), and why.
    pub last_error: Option<(i64, String)>,
    /// One that is set anew is another one, even with the same address.
    identity: Arc<()>,
}

impl Hook {
    pub fn new(address: String, uri: Uri, secret: Option<String>, connections: usize) -> Self {
        Self { address, uri, secret, connections, last_error: None, identity: Arc::default() }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.identity, &other.identity)
    }
}

type Http = Client<HttpConnector, Full<Bytes>>;

/// What is on its way to one webhook.
#[derive(Default)]
struct Round {
    hook: Option<Hook>,
    /// The newest update that was looked at.
    seen: i64,
    lanes: HashMap<i64, VecDeque<Update>>,
    /// Lanes with something to bring, where nobody is under way.
    ready: VecDeque<i64>,
    /// Lanes on their way come back from here.
    under_way: JoinSet<i64>,
}

/// Carries updates for as long as the bot's home exists.
pub(crate) async fn carry(home: Weak<Home>) {
    let http: Http = Client::builder(TokioExecutor::new()).build_http();
    let mut round = Round::default();
    loop {
        let Some(strong) = home.upgrade() else { return };
        let posted = Arc::clone(&strong.posted);
        let posted = posted.notified();
        tokio::pin!(posted);
        posted.as_mut().enable();
        round.look(&strong);
        round.send_off(&strong, &http);
        drop(strong);
        tokio::select! {
            () = &mut posted => {}
            Some(back) = round.under_way.join_next() => {
                // Whether there is more to bring is looked at when it is the lane's turn.
                round.ready.extend(back);
            }
        }
    }
}

impl Round {
    /// Takes up what is new; with another webhook, everything from the start.
    fn look(&mut self, home: &Home) {
        let mut world = home.world();
        let same = match (&self.hook, &world.hook) {
            (Some(own), Some(set)) => own.is(set),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !same {
            *self = Self { hook: world.hook.clone(), ..Self::default() };
        }
        if self.hook.is_none() {
            return;
        }
        for update in world.updates.after(self.seen) {
            self.seen = self.seen.max(update.id);
            let lane = self.lanes.entry(update.lane).or_insert_with(|| {
                self.ready.push_back(update.lane);
                VecDeque::new()
            });
            lane.push_back(update);
        }
    }

    fn send_off(&mut self, home: &Arc<Home>, http: &Http) {
        let Some(hook) = &self.hook else { return };
        while self.under_way.len() < hook.connections
            && let Some(lane) = self.ready.pop_front()
        {
            let Some(update) = self.lanes.get_mut(&lane).and_then(VecDeque::pop_front) else {
                self.lanes.remove(&lane);
                continue;
            };
            let (home, http, hook) = (Arc::clone(home), http.clone(), hook.clone());
            self.under_way.spawn(async move {
                bring(&home, &http, &hook, &update).await;
                lane
            });
        }
    }
}

/// Brings one update until it is taken or too old.
async fn bring(home: &Home, http: &Http, hook: &Hook, update: &Update) {
    let mut pause = home.retry;
    while home.clock.seconds() < update.expires {
        match tokio::time::timeout(PATIENCE, knock(http, hook, update)).await {
            Ok(Ok(response)) => {
                home.world().updates.taken(update);
                call_back(home, response).await;
                return;
            }
            Ok(Err(why)) => note(home, hook, why),
            Err(_) => note(home, hook, "Read timeout expired".to_owned()),
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    home.world().updates.remove(update.id);
}

async fn knock(http: &Http, hook: &Hook, update: &Update) -> Result<Response<Bytes>, String> {
    let host = hook.uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
    let mut request =
        Request::post(hook.uri.clone()).header(HOST, host).header(CONTENT_TYPE, "application/json");
    if let Some(secret) = &hook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let body = Full::new(Bytes::from(update.text.to_string()));
    let request = request.body(body).map_err(|error| error.to_string())?;
    let response = http.request(request).await.map_err(|_| "Connection refused".to_owned())?;
    if !response.status().is_success() {
        return Err(format!("Wrong response from the webhook: {}", response.status()));
    }
    let (head, body) = response.into_parts();
    let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes();
    Ok(Response::from_parts(head, body))
}

fn note(home: &Home, hook: &Hook, why: String) {
    let now = home.clock.seconds();
    let mut world = home.world();
    if let Some(set) = world.hook.as_mut().filter(|set| set.is(hook)) {
        set.last_error = Some((now, why));
    }
}

/// Carries out the method that a bot named in its answer; what comes of it nobody learns.
async fn call_back(home: &Home, response: Response<Bytes>) {
    let (head, body) = response.into_parts();
    if body.is_empty() {
        return;
    }
    let mut request = Request::new(Body::from(body));
    *request.headers_mut() = head.headers;
    if let Ok(params) = Params::read(request).await
        && let Some(method) = params.text("method")
    {
        let _ = home.call(method, &params).await;
    }
}
