//! People over HTTP.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{About, Control, Done, Undone, attempt};
use crate::media::Media;
use crate::people::{Message, Person};

pub(super) fn router() -> Router<Arc<Control>> {
    let person = Router::new()
        .route("/writes", post(writes))
        .route("/sends", post(sends).layer(DefaultBodyLimit::disable()))
        .route("/edits", post(edits))
        .route("/deletes", post(deletes))
        .route("/taps", post(taps))
        .route("/reacts", post(reacts))
        .route("/blocks", post(blocks))
        .route("/unblocks", post(unblocks))
        .route("/deletes_account", post(deletes_account))
        .route("/sees", get(sees))
        .route("/file", get(file))
        .route("/transcript", get(transcript));
    Router::new().route("/control/people", post(meet)).nest("/control/people/{id}", person)
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

async fn meet(
    State(control): State<Arc<Control>>,
    About(bot): About,
    Json(Name { name }): Json<Name>,
) -> Json<Value> {
    let person = bot.person(&name);
    let id = person.id();
    control.made().people.insert(id, Arc::new(person));
    Json(json!({ "id": id }))
}

fn find(control: &Control, id: i64) -> Result<Arc<Person>, Undone> {
    control.made().people.get(&id).cloned().ok_or_else(|| Undone(format!("there is no person {id}")))
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

async fn writes(
    State(control): State<Arc<Control>>,
    Path(id): Path<i64>,
    Json(Text { text }): Json<Text>,
) -> Done {
    let person = find(&control, id)?;
    let message = attempt(async move { person.writes(&text).await }).await?;
    Ok(Json(json!({ "message_id": message })))
}

#[derive(Deserialize)]
struct File {
    media: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    caption: String,
}

async fn sends(
    State(control): State<Arc<Control>>,
    Path(id): Path<i64>,
    Query(File { media, name, caption }): Query<File>,
    bytes: Bytes,
) -> Done {
    let person = find(&control, id)?;
    let media =
        Media::named(&media).ok_or_else(|| Undone(format!("there is no kind of file called {media:?}")))?;
    let message = attempt(async move { person.sends(media, &name, &bytes, &caption).await }).await?;
    Ok(Json(json!({ "message_id": message })))
}

#[derive(Deserialize)]
struct Edit {
    message_id: i64,
    text: String,
}

async fn edits(State(control): State<Arc<Control>>, Path(id): Path<i64>, Json(edit): Json<Edit>) -> Done {
    let person = find(&control, id)?;
    attempt(async move { person.edits(edit.message_id, &edit.text).await }).await?;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Which {
    message_id: i64,
}

async fn deletes(State(control): State<Arc<Control>>, Path(id): Path<i64>, Json(which): Json<Which>) -> Done {
    find(&control, id)?.deletes(which.message_id).await;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Label {
    message_id: i64,
    label: String,
}

async fn taps(State(control): State<Arc<Control>>, Path(id): Path<i64>, Json(button): Json<Label>) -> Done {
    let person = find(&control, id)?;
    let lines = person.lines();
    let message: Option<Message> =
        lines.into_iter().rfind(|line| line.message.id == button.message_id).map(|line| line.message);
    let message = message.ok_or_else(|| Undone(format!("there is no message {}", button.message_id)))?;
    let reply = attempt(async move { person.taps(&message, &button.label).await.answered().await }).await?;
    Ok(Json(json!({ "text": reply.text, "alert": reply.alert })))
}

#[derive(Deserialize)]
struct Reaction {
    message_id: i64,
    #[serde(default)]
    emoji: String,
}

async fn reacts(
    State(control): State<Arc<Control>>,
    Path(id): Path<i64>,
    Json(reaction): Json<Reaction>,
) -> Done {
    let person = find(&control, id)?;
    attempt(async move { person.reacts(reaction.message_id, &reaction.emoji).await }).await?;
    Ok(Json(json!({})))
}

async fn blocks(State(control): State<Arc<Control>>, Path(id): Path<i64>) -> Done {
    find(&control, id)?.blocks().await;
    Ok(Json(json!({})))
}

async fn unblocks(State(control): State<Arc<Control>>, Path(id): Path<i64>) -> Done {
    find(&control, id)?.unblocks().await;
    Ok(Json(json!({})))
}

async fn deletes_account(State(control): State<Arc<Control>>, Path(id): Path<i64>) -> Done {
    find(&control, id)?.deletes_account().await;
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Sought {
    words: String,
    #[serde(default = "half_a_minute")]
    seconds: u64,
}

fn half_a_minute() -> u64 {
    30
}

async fn sees(
    State(control): State<Arc<Control>>,
    Path(id): Path<i64>,
    Query(sought): Query<Sought>,
) -> Done {
    let person = find(&control, id)?;
    match person.sees_within(Duration::from_secs(sought.seconds), &sought.words).await {
        Some(message) => Ok(Json(Value::clone(&message.body))),
        None => Err(Undone(format!("{:?} did not come; the chat:\n{}", sought.words, person.transcript()))),
    }
}

async fn file(
    State(control): State<Arc<Control>>,
    Path(id): Path<i64>,
    Query(Name { name }): Query<Name>,
) -> Result<Vec<u8>, Undone> {
    let person = find(&control, id)?;
    attempt(async move { person.sees_file(&name).await.1 }).await
}

async fn transcript(State(control): State<Arc<Control>>, Path(id): Path<i64>) -> Result<String, Undone> {
    Ok(find(&control, id)?.transcript())
}
