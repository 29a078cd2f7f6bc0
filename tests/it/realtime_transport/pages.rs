//! Web pages: browsers ask nobody before a page opens a WebSocket, so the server looks at where it comes from.

use serde_json::json;

use crate::support::events::{Event, Events};
use crate::support::process::client;
use crate::support::site::Site;
use crate::support::socket::{Client, Closed, listen, open, try_open};

const PASSWORD: &str = "correct horse";
const ME: &str = "{ me { email } }";

async fn site() -> (Site, String, String) {
    let site = Site::sqlite("type Post @collection { title: String! }", |config| {
        config.cors.origins = vec!["https://www.example.org".to_owned()];
    })
    .await;
    site.user("ada@example.org", PASSWORD, &[]).await;
    let url = listen(site.app.router()).await;
    let document = "mutation($email: Email!, $password: String!) {
        signIn(email: $email, password: $password) { session { expiresAt } }
    }";
    let variables = json!({ "email": "ada@example.org", "password": PASSWORD });
    let own_page = [("sec-fetch-site", "same-origin")];
    let cookie = site.ask_with(&own_page, document, variables).await.cookie();
    assert!(!cookie.is_empty());
    (site, url, cookie)
}

async fn who(mut client: Client) -> serde_json::Value {
    client.init(json!({})).await;
    client.subscribe("1", ME, json!({})).await;
    client.next("1").await["data"]["me"]["email"].clone()
}

#[tokio::test]
async fn cookie_counts_for_pages_that_may_use_it_alone() {
    let (_site, url, cookie) = site().await;
    let own = url.as_str();
    let opened = async |headers: &[(&str, &str)]| {
        let headers = [&[("cookie", cookie.as_str())], headers].concat();
        try_open(&url, &headers).await
    };
    for headers in [
        &[("origin", own)][..],
        &[("origin", own), ("sec-fetch-site", "same-origin")],
        &[("origin", "https://www.example.org"), ("sec-fetch-site", "cross-site")],
        // No browser at all.
        &[],
    ] {
        let client = opened(headers).await.unwrap_or_else(|_| panic!("refused: {headers:?}"));
        assert_eq!(who(client).await, "ada@example.org", "{headers:?}");
    }
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "https://evil.example"), ("sec-fetch-site", "same-site")],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", "https://www.example.org.evil.example")],
    ] {
        let refused = opened(headers).await.err();
        let refused = refused.unwrap_or_else(|| panic!("let in: {headers:?}"));
        assert_eq!(refused.status(), 403, "{headers:?}");
        let body = String::from_utf8(refused.into_body().unwrap()).unwrap();
        assert!(body.contains("cors.origins"), "{body}");
    }
}

#[tokio::test]
async fn any_page_may_connect_where_all_may_but_without_cookies() {
    let (site, _, cookie) = site().await;
    let mut project = site.app.project().clone();
    project.config.cors.origins = vec!["*".to_owned()];
    let app = headwater::app::App::open(project, headwater::http::Stage::Production).await.unwrap();
    let url = listen(app.router()).await;
    let headers = [("origin", "https://other.example"), ("cookie", cookie.as_str())];
    assert_eq!(who(open(&url, &headers).await).await, json!(null));
    let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
    let bearer = format!("Bearer {token}");
    let headers = [("origin", "https://other.example"), ("authorization", bearer.as_str())];
    assert_eq!(who(open(&url, &headers).await).await, "ada@example.org");
}

#[tokio::test]
async fn what_the_init_message_shows_wins_over_the_header_over_the_cookie() {
    let (site, url, cookie) = site().await;
    site.user("bob@example.org", PASSWORD, &[]).await;
    site.user("carol@example.org", PASSWORD, &[]).await;
    let bob = format!("Bearer {}", site.sign_in("bob@example.org", PASSWORD).await.0);
    let carol = format!("bearer {}", site.sign_in("carol@example.org", PASSWORD).await.0);
    let headers = [("cookie", cookie.as_str()), ("authorization", bob.as_str())];
    assert_eq!(who(open(&url, &headers).await).await, "bob@example.org");
    for name in ["authorization", "Authorization"] {
        let mut client = open(&url, &headers).await;
        client.init(json!({ name: carol })).await;
        client.subscribe("1", ME, json!({})).await;
        assert_eq!(client.next("1").await["data"]["me"]["email"], "carol@example.org");
    }
}

#[tokio::test]
async fn who_shows_what_does_not_count_is_refused() {
    let (_site, url, _) = site().await;
    for payload in [
        json!({ "authorization": "Bearer nonsense" }),
        json!({ "authorization": "Basic YTpi" }),
        json!({ "authorization": 1 }),
        json!({ "x-headwater-role": "admin" }),
        json!({ "x-headwater-role": "" }),
        json!({ "x-headwater-role": "nobody" }),
    ] {
        let mut client = open(&url, &[]).await;
        client.say(json!({ "type": "connection_init", "payload": payload })).await;
        let Closed { code, reason } = client.closed().await;
        assert_eq!(code, 4403, "{payload}");
        assert!((1..=123).contains(&reason.len()), "{reason}");
    }
    let mut client = open(&url, &[("authorization", "Bearer nonsense")]).await;
    client.say(json!({ "type": "connection_init" })).await;
    assert_eq!(client.close_code().await, 4403);
    let events = client_events(&url, "Bearer nonsense").await;
    assert_eq!(events, "UNAUTHENTICATED");
}

async fn client_events(url: &str, authorization: &str) -> String {
    let request = client().post(format!("{url}/graphql")).header("accept", "text/event-stream");
    let request =
        request.header("authorization", authorization).json(&json!({ "query": "{ me { email } }" }));
    let mut events = Events::of(request).await;
    let result = events.next().await;
    assert_eq!(events.hear().await, Event::Complete);
    result["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn roles_are_narrowed_by_the_header_or_by_the_init_message() {
    let site = Site::sqlite(
        r#"extend enum Role { editor }
        type Post @collection @allow(to: editor, do: READ) { title: String! }"#,
        |_| {},
    )
    .await;
    site.user("ada@example.org", PASSWORD, &["editor"]).await;
    let url = listen(site.app.router()).await;
    let token = format!("Bearer {}", site.sign_in("ada@example.org", PASSWORD).await.0);
    let may_read = async |headers: &[(&str, &str)], payload: serde_json::Value| {
        let mut client = open(&url, headers).await;
        client.init(payload).await;
        client.subscribe("1", "{ posts { title } }", json!({})).await;
        client.next("1").await["data"]["posts"].is_array()
    };
    assert!(may_read(&[], json!({ "authorization": token })).await);
    assert!(may_read(&[], json!({ "authorization": token, "x-headwater-role": "editor" })).await);
    for (headers, payload) in [
        (&[][..], json!({ "authorization": token, "x-headwater-role": "user" })),
        (&[("x-headwater-role", "public")], json!({ "authorization": token })),
        (
            &[("x-headwater-role", "editor"), ("authorization", &token)],
            json!({ "x-headwater-role": "public" }),
        ),
    ] {
        let mut client = open(&url, headers).await;
        client.init(payload).await;
        client.subscribe("1", "{ posts { title } }", json!({})).await;
        assert_eq!(client.error_code("1").await, "FORBIDDEN", "{headers:?}");
    }
}
