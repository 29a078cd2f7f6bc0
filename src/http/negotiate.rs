//! Which media type an answer has, from what the client accepts.
//!
//! The rules are those of GraphQL over HTTP: <https://graphql.github.io/graphql-over-http/draft/>

use axum::http::{HeaderMap, HeaderValue, header};

/// The media types of GraphQL answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status says whether the request was refused.
    GraphqlResponse,
    /// `application/json`: older clients expect 200 for every answer of the GraphQL service.
    Json,
    /// `text/event-stream`: results as they come.
    EventStream,
}

/// What a client accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted {
    /// What it likes best.
    pub media: Media,
    /// Whether it takes events, too: for operations that have more than one result.
    pub takes_events: bool,
}

impl Media {
    /// The value of the `Content-Type` header.
    pub fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
        })
    }
}

/// What the client accepts; none if it is nothing that there is. Who accepts anything, or says nothing, gets what
/// every client understands.
pub fn accepted(headers: &HeaderMap) -> Option<Accepted> {
    let ranges: Vec<Range> = headers
        .get_all(header::ACCEPT)
        .into_iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(Range::parse)
        .collect();
    if ranges.is_empty() {
        return Some(Accepted { media: Media::Json, takes_events: false });
    }
    let graphql = quality(&ranges, "application/graphql-response+json");
    let json = quality(&ranges, "application/json");
    // Only who names it is prepared for events.
    let is_named = |name: &str| ranges.iter().any(|range| range.name == name);
    let events = if is_named("text/event-stream") { quality(&ranges, "text/event-stream") } else { 0.0 };
    let media = match (graphql, json) {
        (graphql, json) if events > 0.0 && events > graphql && events > json => Media::EventStream,
        (graphql, json) if graphql <= 0.0 && json <= 0.0 => return None,
        (graphql, json) if graphql > json => Media::GraphqlResponse,
        (graphql, json) if json > graphql => Media::Json,
        _ if is_named("application/graphql-response+json") => Media::GraphqlResponse,
        _ => Media::Json,
    };
    Some(Accepted { media, takes_events: events > 0.0 })
}

/// One entry of an `Accept` header.
struct Range {
    name: String,
    quality: f32,
}

impl Range {
    /// None for an entry that this server can't satisfy, such as another charset.
    fn parse(entry: &str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let name = parts.next()?.to_ascii_lowercase();
        let mut quality = 1.0;
        for parameter in parts {
            let (key, value) = parameter.split_once('=')?;
            match key.trim().to_ascii_lowercase().as_str() {
                "q" => quality = value.trim().parse().unwrap_or(0.0),
                "charset" if !is_utf8(value) => return Some(Self { name, quality: 0.0 }),
                _ => {}
            }
        }
        Some(Self { name, quality })
    }
}

/// How much the client likes the type; the most specific entry counts.
fn quality(ranges: &[Range], name: &str) -> f32 {
    let of = |wanted: &str| ranges.iter().find(|range| range.name == wanted).map(|range| range.quality);
    of(name).or_else(|| of("application/*")).or_else(|| of("*/*")).unwrap_or(0.0)
}

/// Whether the charset's name means UTF-8.
pub fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_gets_what_it_likes_best() {
        let cases = [
            ("", Some(Media::Json)),
            ("*/*", Some(Media::Json)),
            ("application/*", Some(Media::Json)),
            ("application/json", Some(Media::Json)),
            ("application/graphql-response+json", Some(Media::GraphqlResponse)),
            ("Application/GraphQL-Response+JSON; Charset=UTF-8", Some(Media::GraphqlResponse)),
            ("application/graphql-response+json, application/json", Some(Media::GraphqlResponse)),
            ("application/json, application/graphql-response+json", Some(Media::GraphqlResponse)),
            ("application/graphql-response+json;q=0.9, application/json", Some(Media::Json)),
            ("application/graphql-response+json, */*;q=0.1", Some(Media::GraphqlResponse)),
            ("text/html, application/json;q=0.5", Some(Media::Json)),
            ("*/*, application/json;q=0", Some(Media::GraphqlResponse)),
            ("text/html", None),
            ("text/event-stream", Some(Media::EventStream)),
            ("text/event-stream, */*;q=0.5", Some(Media::EventStream)),
            ("text/event-stream;q=0", None),
            ("text/*", None),
            ("application/json, text/event-stream", Some(Media::Json)),
            ("application/json; charset=latin1", None),
            ("application/json;q=0", None),
        ];
        for (accept, media) in cases {
            let mut headers = HeaderMap::new();
            if !accept.is_empty() {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(accepted(&headers).map(|accepted| accepted.media), media, "{accept}");
        }
    }
}
