//! Serves the pages that the binary embeds: the admin UI at `/admin`, the API explorer at `/graphiql`, and the files
//! they are made of.
//!
//! `build.rs` makes the folder. It holds one `index.html` for all pages, which picks a page by its path, and files
//! with a hash in their names, each beside compressed forms of itself. Without Node it holds a notice only.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "$HEADWATER_ADMIN_UI"]
struct Pages;

/// Everything comes from this server. Styles may be inline, for the editors and the components make their own.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'self'";

/// A page is asked for again every time, so that a new binary's page is seen at once.
const PAGE_CACHE: &str = "no-cache";

/// A file's name changes with its content.
const FILE_CACHE: &str = "public, max-age=31536000, immutable";

/// Compressed forms that `vite.config.ts` writes, the smallest first: name in HTTP, extension.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// The routes of the admin UI and of the files that all pages are made of. Its pages find their way by the path
/// themselves, so every path below `/admin` is answered with the one page.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/admin", get(page))
        .route("/admin/", get(page))
        .route("/admin/{*path}", get(page))
        .route("/admin/assets/{*path}", get(file))
}

/// The routes of the API explorer.
pub fn explorer<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/graphiql", get(page)).route("/graphiql/", get(page))
}

/// Whether the admin UI is there, and not just the notice that it is not.
pub fn is_built() -> bool {
    Pages::iter().any(|path| path.starts_with("assets/"))
}

async fn page(headers: HeaderMap) -> Response {
    let guard = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    (guard, serve("index.html", PAGE_CACHE, &headers)).into_response()
}

async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(&format!("assets/{path}"), FILE_CACHE, &headers)
}

fn serve(path: &str, cache: &'static str, request: &HeaderMap) -> Response {
    let Some((encoding, file)) = best_form(path, request) else {
        return (StatusCode::NOT_FOUND, "not found").into_response();
    };
    let tag = entity_tag(&file);
    let caching = [
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, tag.clone()),
        (header::VARY, "accept-encoding".to_owned()),
    ];
    if has_tag(request, &tag) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let content =
        [(header::CONTENT_TYPE, content_type(path)), (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned())];
    let encoding = encoding.map(|name| [(header::CONTENT_ENCODING, name)]);
    (caching, content, encoding, file.data).into_response()
}

/// The smallest form of a file that the client reads, with the encoding's name.
fn best_form(path: &str, request: &HeaderMap) -> Option<(Option<&'static str>, EmbeddedFile)> {
    let compressed = ENCODINGS
        .into_iter()
        .filter(|(name, _)| accepts_encoding(request, name))
        .find_map(|(name, extension)| Some((Some(name), Pages::get(&format!("{path}.{extension}"))?)));
    compressed.or_else(|| Some((None, Pages::get(path)?)))
}

fn accepts_encoding(request: &HeaderMap, wanted: &str) -> bool {
    listed(request, header::ACCEPT_ENCODING).any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(wanted) && !is_refused
    })
}

fn has_tag(request: &HeaderMap, tag: &str) -> bool {
    listed(request, header::IF_NONE_MATCH).any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

/// The entries of a header that holds a list, over all its lines.
fn listed(request: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    request
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

/// Sixteen digits of the content's hash are enough to tell versions of a file apart.
fn entity_tag(file: &EmbeddedFile) -> String {
    let digits: String = file.metadata.sha256_hash()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

fn content_type(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if kind.type_() == mime_guess::mime::TEXT { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Request};
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let request =
            headers.iter().fold(Request::builder().method(method).uri(path), |request, (name, value)| {
                request.header(*name, *value)
            });
        routes::<()>().merge(explorer()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }

    fn header_of(response: &Response, name: HeaderName) -> &str {
        response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[tokio::test]
    async fn page_is_html_that_loads_nothing_from_elsewhere() {
        let response = ask("GET", "/graphiql", &[]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
        assert!(header_of(&response, header::CONTENT_SECURITY_POLICY).starts_with("default-src 'none'"));
    }

    #[tokio::test]
    async fn every_path_of_the_admin_is_answered_with_the_page() {
        for path in ["/admin", "/admin/", "/admin/content/Post/1?tab=SEO", "/admin/sign-in"] {
            let response = ask("GET", path, &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn page_that_the_client_has_is_not_sent_again() {
        let first = ask("GET", "/graphiql", &[]).await;
        let tag = header_of(&first, header::ETAG).to_owned();
        let weak = format!("\"other\", W/{tag}");
        for known in [&tag, &weak] {
            let again = ask("GET", "/graphiql", &[("if-none-match", known)]).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        }
        let other = ask("GET", "/graphiql", &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn every_file_can_be_asked_for_and_is_kept_for_good() {
        for path in Pages::iter().filter(|path| path.starts_with("assets/")) {
            let response = ask("GET", &format!("/admin/{path}"), &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"), "{path}");
        }
    }

    #[tokio::test]
    async fn compressed_form_is_sent_to_those_who_read_it() {
        let Some(script) = Pages::iter().find(|path| path.ends_with(".js")) else { return };
        let path = format!("/admin/{script}");
        for (accepted, encoding) in [("gzip, deflate, br", "br"), ("br;q=0, gzip", "gzip"), ("identity", "")]
        {
            let response = ask("GET", &path, &[("accept-encoding", accepted)]).await;
            assert_eq!(header_of(&response, header::CONTENT_ENCODING), encoding);
            assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/javascript; charset=utf-8");
        }
    }

    #[tokio::test]
    async fn head_answers_without_a_body_and_unknown_files_are_not_found() {
        let head = ask("HEAD", "/graphiql", &[]).await;
        assert_eq!(head.status(), StatusCode::OK);
        assert!(axum::body::to_bytes(head.into_body(), 1 << 20).await.unwrap().is_empty());
        for path in
            ["/admin/assets/none.js", "/admin/assets/../index.html", "/admin/assets/%2e%2e/index.html"]
        {
            assert_eq!(ask("GET", path, &[]).await.status(), StatusCode::NOT_FOUND);
        }
    }
}
