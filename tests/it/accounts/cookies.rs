//! Browsers: cookies that no script reads, that pages of others can't use.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{PASSWORD, SIGN_IN, sites, sites_with};
use crate::support::site::{Reply, Site};

/// As a page of that origin asks, with those cookies.
async fn page(site: &Site, origin: &str, cookie: &str, document: &str, variables: Value) -> Reply {
    site.ask_with(&[("origin", origin), ("cookie", cookie)], document, variables).await
}

async fn signed_in(site: &Site, origin: &str) -> Reply {
    site.user("ann@example.org", PASSWORD, &["editor"]).await;
    let who = json!({ "email": "ann@example.org", "password": PASSWORD });
    let reply = page(site, origin, "", SIGN_IN, who).await;
    reply.data();
    reply
}

const OWN: &str = "https://cms.example";
const WHO: &str = "{ sessions { current } }";
const WRITE: &str = "mutation { createApiToken(name: \"a\", roles: [editor]) { token } }";

#[tokio::test]
async fn page_of_ours_is_signed_in_by_cookies_that_scripts_can_not_read() {
    for site in sites().await {
        let reply = signed_in(&site, OWN).await;
        let cookies = reply.set_cookies();
        assert_eq!(cookies.len(), 2);
        for (cookie, name) in cookies.iter().zip(["__Host-headwater_session=", "__Host-headwater_refresh="]) {
            assert!(cookie.starts_with(name), "{cookie}");
            for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age="] {
                assert!(cookie.contains(attribute), "{cookie}");
            }
            assert!(!cookie.contains("Domain"));
        }
        assert_eq!(reply.header("cache-control"), "private, no-store");
        let cookie = reply.cookie();
        assert_eq!(page(&site, OWN, &cookie, WHO, json!({})).await.code(), "");
        assert_eq!(page(&site, OWN, &cookie, WRITE, json!({})).await.code(), "");
        // Clients that are no pages get none.
        let plain = site.ask(SIGN_IN, json!({ "email": "ann@example.org", "password": PASSWORD })).await;
        assert!(plain.set_cookies().is_empty());
    }
}

#[tokio::test]
async fn over_http_the_cookies_are_plain() {
    for site in sites().await {
        let reply = signed_in(&site, "http://cms.example").await;
        for cookie in reply.set_cookies() {
            assert!(cookie.starts_with("headwater_") && !cookie.contains("Secure"), "{cookie}");
        }
        assert_eq!(page(&site, "http://cms.example", &reply.cookie(), WHO, json!({})).await.code(), "");
    }
}

#[tokio::test]
async fn pages_of_others_can_not_use_the_cookies() {
    for site in sites_with(|config| config.cors.origins = vec!["*".to_owned()]).await {
        let cookie = signed_in(&site, OWN).await.cookie();
        for origin in
            ["https://evil.example", "https://cms.example.evil.example", "https://sub.cms.example", "null"]
        {
            for document in [WHO, WRITE] {
                let reply = page(&site, origin, &cookie, document, json!({})).await;
                assert_ne!(reply.code(), "", "{origin} {document}");
                assert_eq!(reply.header("access-control-allow-credentials"), "");
            }
            let who = json!({ "email": "ann@example.org", "password": PASSWORD });
            let reply = page(&site, origin, "", SIGN_IN, who).await;
            assert!(reply.set_cookies().is_empty(), "{origin}");
        }
        for site_of_page in ["cross-site", "same-site", "none"] {
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", site_of_page)];
            assert_ne!(site.ask_with(&headers, WRITE, json!({})).await.code(), "", "{site_of_page}");
        }
        let refresh = "mutation { refreshSession { session { expiresAt } } }";
        assert_eq!(
            page(&site, "https://evil.example", &cookie, refresh, json!({})).await.code(),
            "UNAUTHENTICATED"
        );
        assert_eq!(page(&site, OWN, &cookie, refresh, json!({})).await.code(), "");
    }
}

#[tokio::test]
async fn link_can_not_write_with_the_cookies() {
    for site in sites().await {
        let cookie = signed_in(&site, OWN).await.cookie();
        let uri = "/graphql?query=mutation%7BsignOut%7D";
        let request = Request::get(uri).header("host", "cms.example").header("cookie", &cookie);
        let request = request.header("sec-fetch-site", "none").body(Body::empty()).unwrap();
        assert_eq!(site.send_from("192.0.2.1", request).await.status, 405);
        assert_eq!(page(&site, OWN, &cookie, WHO, json!({})).await.code(), "");
        // Nor can a form of another page.
        let form = Request::post("/graphql").header("host", "cms.example").header("cookie", &cookie);
        let form =
            form.header("content-type", "text/plain").body(Body::from(json!({"query": WRITE}).to_string()));
        assert_eq!(site.send_from("192.0.2.1", form.unwrap()).await.status, 415);
    }
}

#[tokio::test]
async fn named_origin_may_use_the_cookies() {
    let named = "https://app.example";
    for site in sites_with(|config| config.cors.origins = vec![named.to_owned()]).await {
        let reply = signed_in(&site, named).await;
        assert_eq!(reply.header("access-control-allow-origin"), named);
        assert_eq!(reply.header("access-control-allow-credentials"), "true");
        let cookie = reply.cookie();
        assert!(!cookie.is_empty());
        let headers = [("origin", named), ("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
        assert_eq!(site.ask_with(&headers, WHO, json!({})).await.code(), "");
        let other = page(&site, "https://other.example", &cookie, WHO, json!({})).await;
        assert_eq!(other.code(), "UNAUTHENTICATED");
        assert_eq!(other.header("access-control-allow-credentials"), "");
    }
}

#[tokio::test]
async fn stale_cookie_is_told_and_does_not_keep_anyone_from_a_new_session() {
    for site in sites().await {
        let cookie = signed_in(&site, OWN).await.cookie();
        let id = "SELECT id FROM hw_session";
        let id = site.text(id).await.unwrap();
        let access: String = cookie.split("; ").next().unwrap().to_owned();
        let both =
            page(&site, OWN, &cookie, "mutation { refreshSession { session { expiresAt } } }", json!({}))
                .await;
        assert_eq!((both.code(), both.set_cookies().len()), (String::new(), 2));
        site.execute(&format!("DELETE FROM hw_session WHERE id = '{id}'")).await;
        // Who shows a refresh token keeps the cookie: they are told until they refresh, and are nobody in no request.
        let refreshable = page(&site, OWN, &cookie, "{ posts { title } }", json!({})).await;
        assert_eq!((refreshable.code().as_str(), refreshable.set_cookies().len()), ("UNAUTHENTICATED", 0));
        let told = page(&site, OWN, &access, "{ posts { title } }", json!({})).await;
        assert_eq!(told.code(), "UNAUTHENTICATED");
        assert!(told.set_cookies()[0].contains("Max-Age=0"), "{:?}", told.set_cookies());
        let code = "mutation { requestCode(email: \"ann@example.org\") }";
        assert_eq!(page(&site, OWN, &access, code, json!({})).await.code(), "");
        let who = json!({ "email": "ann@example.org", "password": PASSWORD });
        let again = page(&site, OWN, &access, SIGN_IN, who).await;
        assert_eq!((again.code(), again.set_cookies().len()), (String::new(), 2));
        let out = page(&site, OWN, &again.cookie(), "mutation { signOut }", json!({})).await;
        assert_eq!(out.set_cookies().iter().filter(|cookie| cookie.contains("Max-Age=0")).count(), 2);
        // Over https, a cookie that another host may have set is none of ours.
        let planted = again.cookie().replace("__Host-", "");
        assert_eq!(page(&site, OWN, &planted, WHO, json!({})).await.code(), "UNAUTHENTICATED");
        assert_eq!(page(&site, OWN, &planted, "{ posts { title } }", json!({})).await.code(), "");
    }
}
