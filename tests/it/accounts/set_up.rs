//! The first admin: by the settings, or by a link that is good once.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{PASSWORD, sign_in, sites, sites_with};
use crate::support::site::{Reply, Site};

async fn token(site: &Site) -> String {
    let path = site.app.prepare_admin().await.unwrap().expect("there is no admin");
    path.strip_prefix("/auth/setup?token=").unwrap().to_owned()
}

async fn open(site: &Site, token: &str) -> Reply {
    let request = Request::get(format!("/auth/setup?token={token}")).body(Body::empty()).unwrap();
    site.send_from("192.0.2.1", request).await
}

async fn send(site: &Site, form: &str) -> Reply {
    let request =
        Request::post("/auth/setup").header("host", "cms.example").header("origin", "http://cms.example");
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    site.send_from("192.0.2.1", request.body(Body::from(form.to_owned())).unwrap()).await
}

const SET_UP: &str = "mutation($token: String!, $email: Email!, $password: String!) {
    setUp(token: $token, email: $email, password: $password) { session { accessToken } }
}";

#[tokio::test]
async fn link_makes_the_first_admin_once() {
    for site in sites().await {
        let token = token(&site).await;
        assert_eq!(site.text(&format!("SELECT id FROM hw_ticket WHERE secret_hash = '{token}'")).await, None);
        let page = open(&site, &token).await;
        assert_eq!(page.status, 200);
        assert!(
            page.text.contains("<form method=\"post\" action=\"setup\">") && !page.text.contains("<script")
        );
        assert_eq!(
            (page.header("cache-control"), page.header("referrer-policy")),
            ("no-store", "no-referrer")
        );
        let short = send(&site, &format!("token={token}&email=root%40example.org&password=short")).await;
        assert_eq!(short.status, 422);
        assert!(short.text.contains("at least 8 characters"), "{}", short.text);
        let made =
            send(&site, &format!("token={token}&email=root%40example.org&password=correct+horse")).await;
        // It leads on to the admin UI, if there is one.
        assert!([200, 303].contains(&made.status.as_u16()), "{}", made.text);
        assert_eq!(made.set_cookies().len(), 2);
        let signed_in = sign_in(&site, "root@example.org", "correct horse").await.data();
        let access = signed_in["signIn"]["session"]["accessToken"].as_str().unwrap();
        assert_eq!(site.ask_as(access, "{ changeConsumers { name } }", json!({})).await.code(), "");
        for reply in [
            open(&site, &token).await,
            send(&site, &format!("token={token}&email=eve%40example.org&password=correct+horse")).await,
        ] {
            assert_eq!(reply.status, 410);
        }
        assert_eq!(site.app.prepare_admin().await.unwrap(), None);
    }
}

#[tokio::test]
async fn page_speaks_the_readers_language() {
    for site in sites().await {
        let token = token(&site).await;
        for (accepted, language, heading) in [
            ("de-AT, en;q=0.5", "de", "Willkommen bei Headwater"),
            ("fr, nl;q=0.9", "en", "Welcome to Headwater"),
            ("fr, de;q=0.3, en;q=0.7", "en", "Welcome to Headwater"),
        ] {
            let request =
                Request::get(format!("/auth/setup?token={token}")).header("accept-language", accepted);
            let page = site.send_from("192.0.2.1", request.body(Body::empty()).unwrap()).await;
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{}", page.text);
            assert!(page.text.contains(&format!("<title>{heading}</title>")), "{}", page.text);
            assert!(page.text.contains(&format!("<h1>{heading}</h1>")), "{}", page.text);
        }
    }
}

#[tokio::test]
async fn link_is_for_who_has_it_while_there_is_no_admin() {
    for site in sites().await {
        let secret = token(&site).await;
        let with = |token: &str| json!({ "token": token, "email": "eve@example.org", "password": PASSWORD });
        for wrong in ["", "x", "<script>alert(1)</script>"] {
            assert_eq!(site.ask(SET_UP, with(wrong)).await.code(), "FORBIDDEN");
        }
        assert_eq!(open(&site, "%3Cscript%3E").await.status, 410);
        let markup =
            send(&site, &format!("token={secret}&email=%22%3E%3Cscript%3E&password=correct+horse")).await;
        assert_eq!(markup.status, 422);
        assert!(!markup.text.contains("<script>"), "{}", markup.text);
        site.execute("UPDATE hw_ticket SET expires_at = 1").await;
        assert_eq!(site.ask(SET_UP, with(&secret)).await.code(), "FORBIDDEN");
        let secret = token(&site).await;
        site.user("root@example.org", PASSWORD, &["admin"]).await;
        assert_eq!(site.ask(SET_UP, with(&secret)).await.code(), "FORBIDDEN");
        assert_eq!(open(&site, &secret).await.status, 410);
    }
}

#[tokio::test]
async fn settings_make_the_first_admin_if_there_is_none() {
    let configure = |config: &mut headwater::config::Config| {
        config.admin.email = Some("Root@example.org".to_owned());
        config.admin.password = Some(PASSWORD.to_owned());
    };
    for site in sites_with(configure).await {
        assert_eq!(site.app.prepare_admin().await.unwrap(), None);
        assert_eq!(sign_in(&site, "root@example.org", PASSWORD).await.code(), "");
        assert_eq!(site.app.prepare_admin().await.unwrap(), None);
        let count = site.text("SELECT CAST(count(*) AS text) FROM \"user\"").await;
        assert_eq!(count.as_deref(), Some("1"));
    }
}
