//! `/auth/link`: the page that links in mails lead to, unless the setting `mail.links` names another one.
//!
//! The page is the same for everybody: what the link is for, and its token, stand behind the `#` and reach no
//! server. It asks the API as any page could, and leads on to the admin UI. Read [`page`] first.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::{admin_ui, plain};

const PAGE: &str = include_str!("link.html");
const SCRIPT: &str = include_str!("link.js");

/// Scripts and requests of this server alone, in no frame of anybody's.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; \
                      form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Answers the link.
pub async fn page() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    let admin = if admin_ui::is_built() { "true" } else { "false" };
    let page = PAGE
        .replace("{head}", &plain::head("Headwater"))
        .replace("{brand}", plain::BRAND)
        .replace("{admin}", admin);
    (headers, page).into_response()
}

/// What the page does.
pub async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, SCRIPT).into_response()
}
