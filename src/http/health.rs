//! `/healthz` and `/readyz`: whether the process runs, and whether it can answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::ServerState;

/// The process runs. Asks nobody else: a database that is away is no reason to be restarted.
pub async fn healthz() -> Response {
    answer(StatusCode::OK, &json!({ "status": "up" }))
}

/// The database can be reached and has the tables of the model.
pub async fn readyz(State(state): State<Arc<ServerState>>) -> Response {
    match (state.readiness)().await {
        Ok(()) => answer(StatusCode::OK, &json!({ "status": "ready" })),
        Err(reason) => {
            answer(StatusCode::SERVICE_UNAVAILABLE, &json!({ "status": "not ready", "reason": reason }))
        }
    }
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}
