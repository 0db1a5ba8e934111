//! Faults over HTTP.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{About, Control, Done, Undone};
use crate::faults::{Fault, Laid};

pub(super) fn router() -> Router<Arc<Control>> {
    Router::new()
        .route("/control/faults", post(lay).delete(lift_all))
        .route("/control/faults/{id}", get(course).delete(lift))
}

async fn lay(
    State(control): State<Arc<Control>>,
    About(bot): About,
    Json(fault): Json<Fault>,
) -> Json<Value> {
    let laid = bot.suffers(fault);
    let mut made = control.made();
    made.faults.push(laid);
    Json(json!({ "id": made.faults.len() - 1 }))
}

async fn lift_all(About(bot): About) -> Json<Value> {
    bot.recovers();
    Json(json!({}))
}

async fn course(State(control): State<Arc<Control>>, Path(id): Path<usize>) -> Done {
    Ok(Json(json!({ "strikes": fault(&control, id)?.strikes() })))
}

async fn lift(State(control): State<Arc<Control>>, Path(id): Path<usize>) -> Done {
    fault(&control, id)?.lift();
    Ok(Json(json!({})))
}

fn fault(control: &Control, id: usize) -> Result<Laid, Undone> {
    control.made().faults.get(id).cloned().ok_or_else(|| Undone(format!("there is no fault {id}")))
}
