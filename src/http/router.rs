//! The routes, and what every request passes on its way to them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::CompressionLevel;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, DefaultPredicate};
use tower_http::cors::{AllowCredentials, AllowHeaders, AllowOrigin, CorsLayer};

use super::observe::{REQUEST_ID, observe};
use super::origin::is_allowed;
use super::{ServerState, admin_ui, auth, failure, graphql, health, link, set_up};
use crate::error::{Code, Error};

/// Smaller answers fit into one packet as they are.
const COMPRESS_ABOVE_BYTES: u64 = 1400;

/// The whole HTTP surface.
pub fn router(state: ServerState) -> Router {
    let mut routes = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .merge(auth::routes())
        .route("/auth/link", get(link::page))
        .route("/auth/link.js", get(link::script))
        .route("/auth/setup", get(set_up::page).post(set_up::make))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .merge(admin_ui::routes())
        .route("/", get(|| async { Redirect::temporary("/admin") }));
    if state.config.graphql.explorer {
        routes = routes.merge(admin_ui::explorer());
    }
    let routes = routes.fallback(not_found).method_not_allowed_fallback(method_not_allowed);
    // One stack, so that it is boxed once.
    let around = (from_fn(observe), cors(&state));
    let routes = match state.config.server.compression {
        true => routes.layer((around, compression())),
        false => routes.layer(around),
    };
    routes.with_state(Arc::new(state))
}

async fn not_found(request: Request) -> Response {
    let message = format!("there is nothing at `{}`; the API is at `/graphql`", request.uri().path());
    failure(Error::new(Code::NotFound, message)).into_response()
}

async fn method_not_allowed(request: Request) -> Response {
    let message = format!("`{}` does not take {}", request.uri().path(), request.method());
    let mut response = failure(Error::bad_request(message)).into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

fn compression() -> CompressionLayer<impl Predicate> {
    // Streams must not wait for a compressor's buffer, images are compressed already.
    let predicate = DefaultPredicate::new()
        .and(SizeAbove::new(COMPRESS_ABOVE_BYTES))
        .and(NotForContentType::const_new("text/event-stream"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(predicate)
}

fn cors(state: &ServerState) -> CorsLayer {
    let origins = state.config.cors.origins.clone();
    let stage = state.stage;
    let allowed =
        move |origin: &HeaderValue| is_allowed(origin.to_str().unwrap_or_default(), &origins, stage);
    // Cookies go along from pages that are named, never from all.
    let named = state.config.cors.origins.clone();
    let is_named = move |origin: &HeaderValue| {
        let origin = origin.to_str().unwrap_or_default();
        origin != "*" && named.iter().any(|known| known == origin)
    };
    CorsLayer::new()
        .allow_credentials(AllowCredentials::predicate(move |origin, _request| is_named(origin)))
        .allow_origin(AllowOrigin::predicate(move |origin, _request| allowed(origin)))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([REQUEST_ID, header::RETRY_AFTER])
        .max_age(Duration::from_secs(24 * 60 * 60))
}
