//! A new password for who can read the account's mail.

use serde_json::{Value, json};

use super::{PASSWORD, all_sent, expire_all, request, sign_in, sign_up, sites};
use crate::support::site::{Reply, Site};

async fn reset(site: &Site, token: &str, password: &str) -> Reply {
    let document =
        "mutation($token: String!, $password: String!) { resetPassword(token: $token, password: $password) }";
    site.ask(document, json!({ "token": token, "password": password })).await
}

#[tokio::test]
async fn new_password_ends_every_session_and_counts_at_once() {
    for (site, sink) in sites().await {
        let session = sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        request(&site, "requestPasswordReset", "ANN@example.org").await;
        let mail = sink.take("ann@example.org").await;
        assert_eq!(mail.subject(), "Set a new password");
        let token = mail.token();
        assert_eq!(reset(&site, &token, "short").await.code(), "VALIDATION", "and the link still counts");
        assert_eq!(reset(&site, &token, "another horse").await.data(), json!({ "resetPassword": true }));
        assert_eq!(site.ask_as(&session, "{ me { id } }", json!({})).await.code(), "UNAUTHENTICATED");
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "UNAUTHENTICATED");
        sign_in(&site, "ann@example.org", "another horse").await.data();
        assert_eq!(sink.take("ann@example.org").await.subject(), "Your password was changed");
        assert_eq!(reset(&site, &token, "a third horse").await.code(), "UNAUTHENTICATED", "once");
        // Who read the mail has proved the address.
        let verified = site.text("SELECT verified_email FROM hw_account").await;
        assert_eq!(verified.as_deref(), Some("ann@example.org"));
    }
}

#[tokio::test]
async fn new_password_lets_in_who_was_locked_out() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        for _ in 0..6 {
            sign_in(&site, "ann@example.org", "wrong").await;
        }
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "RATE_LIMITED");
        request(&site, "requestPasswordReset", "ann@example.org").await;
        reset(&site, &sink.take("ann@example.org").await.token(), "another horse").await.data();
        sign_in(&site, "ann@example.org", "another horse").await.data();
    }
}

#[tokio::test]
async fn only_the_newest_link_counts_and_not_for_long() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            request(&site, "requestPasswordReset", "ann@example.org").await;
            tokens.push(sink.take("ann@example.org").await.token());
        }
        assert_eq!(reset(&site, &tokens[0], "another horse").await.code(), "UNAUTHENTICATED");
        expire_all(&site).await;
        assert_eq!(reset(&site, &tokens[1], "another horse").await.code(), "UNAUTHENTICATED");
        for token in ["", "nonsense", &"x".repeat(10_000)] {
            assert_eq!(reset(&site, token, "another horse").await.code(), "UNAUTHENTICATED");
        }
        sign_in(&site, "ann@example.org", PASSWORD).await.data();
    }
}

#[tokio::test]
async fn links_for_other_things_set_no_password() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        let verification = sink.take("ann@example.org").await.token();
        request(&site, "requestCode", "ann@example.org").await;
        let sign_in_link = sink.take("ann@example.org").await.token();
        for token in [verification, sign_in_link] {
            assert_eq!(reset(&site, &token, "another horse").await.code(), "UNAUTHENTICATED");
        }
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        for mutation in ["requestPasswordReset", "requestCode", "requestEmailVerification"] {
            let document = format!("mutation($email: Email!) {{ done: {mutation}(email: $email) }}");
            let mut answers = Vec::new();
            for email in ["ann@example.org", "nobody-here@example.org"] {
                let reply = site.ask(&document, json!({ "email": email })).await;
                answers.push((reply.status, reply.text));
            }
            assert_eq!(answers[0], answers[1]);
        }
        all_sent(&site).await;
        assert!(sink.mails_to("nobody-here@example.org").is_empty());
        let tickets = "SELECT CAST(count(*) AS text) FROM hw_ticket WHERE email = ";
        let count = async |email: &str| site.text(&format!("{tickets}'{email}'")).await;
        assert_eq!(
            count("ann@example.org").await,
            count("nobody-here@example.org").await,
            "as much is written"
        );
        // A ticket for nobody is good for nothing; and nobody may ask for mails without end.
        let mut refused = Value::Null;
        for _ in 0..40 {
            let document = "mutation { requestPasswordReset(email: \"nobody-here@example.org\") }";
            refused = site.ask(document, json!({})).await.json();
        }
        assert_eq!(refused["errors"][0]["extensions"]["code"], "RATE_LIMITED");
    }
}

#[tokio::test]
async fn changed_password_makes_mailed_links_useless() {
    for (site, sink) in sites().await {
        let session = sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        request(&site, "requestPasswordReset", "ann@example.org").await;
        let token = sink.take("ann@example.org").await.token();
        let change = "mutation($old: String!) { changePassword(current: $old, new: \"another horse\") }";
        site.ask_as(&session, change, json!({ "old": PASSWORD })).await.data();
        assert_eq!(reset(&site, &token, "a third horse").await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn page_of_links_is_the_same_for_everybody() {
    for (site, _) in sites().await {
        for (path, kind) in [("/auth/link", "text/html"), ("/auth/link.js", "text/javascript")] {
            let request = axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
            let reply = site.send_from("192.0.2.1", request).await;
            assert_eq!(reply.status, 200);
            assert!(reply.header("content-type").starts_with(kind));
            assert_eq!(reply.header("x-content-type-options"), "nosniff");
        }
        let request = axum::http::Request::get("/auth/link").body(axum::body::Body::empty()).unwrap();
        let page = site.send_from("192.0.2.1", request).await;
        assert!(page.header("content-security-policy").contains("script-src 'self'"));
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(page.header("referrer-policy"), "no-referrer");
    }
}
