//! Guessing: who fails again and again must wait, and so must who asks too often.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{PASSWORD, SIGN_IN, SIGN_UP, sign_in, sites, sites_with};

#[tokio::test]
async fn who_fails_too_often_must_wait_even_with_the_right_password() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &[]).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&site, "ann@example.org", "wrong").await.code(), "UNAUTHENTICATED");
        }
        let reply = sign_in(&site, "Ann@example.org", PASSWORD).await;
        assert_eq!(reply.code(), "RATE_LIMITED");
        let wait: u64 = reply.header("retry-after").parse().unwrap();
        assert!((1..=15).contains(&wait), "{wait}");
        assert_eq!(reply.json()["errors"][0]["extensions"]["retryAfter"], wait);
        // Nothing was looked at meanwhile, and the time goes by.
        site.execute("UPDATE hw_auth_attempt SET locked_until = 1").await;
        assert_eq!(sign_in(&site, "ann@example.org", "wrong").await.code(), "UNAUTHENTICATED");
        let longer = sign_in(&site, "ann@example.org", PASSWORD).await;
        assert!(longer.header("retry-after").parse::<u64>().unwrap() > 15, "it grows");
        site.execute("UPDATE hw_auth_attempt SET locked_until = 1").await;
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "");
        // Who was right begins anew.
        assert_eq!(site.text("SELECT subject_hash FROM hw_auth_attempt").await, None);
        assert!(super::events(&site, &id).await.contains(&"SIGN_IN_FAILED".to_owned()));
    }
}

#[tokio::test]
async fn accounts_that_do_not_exist_are_locked_alike() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let mut told = Vec::new();
        for email in ["ann@example.org", "nobody@example.org"] {
            let mut answers = Vec::new();
            for _ in 0..8 {
                let reply = sign_in(&site, email, "wrong").await;
                answers.push((reply.code(), reply.status));
            }
            told.push(answers);
        }
        assert_eq!(told[0], told[1]);
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_not_many_chances() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let before = site.app.auth().passwords().worked();
        let guesses = (0..20).map(|_| sign_in(&site, "ann@example.org", "wrong"));
        let replies = futures_util::future::join_all(guesses).await;
        let judged = replies.iter().filter(|reply| reply.code() == "UNAUTHENTICATED").count();
        assert_eq!(judged, 5);
        assert_eq!(site.app.auth().passwords().worked() - before, 5);
    }
}

#[tokio::test]
async fn one_address_can_not_try_many_accounts() {
    for site in sites_with(|config| config.auth.attempts_per_address = 4).await {
        let ask = async |ip: &str, account: usize| {
            let variables = json!({ "email": format!("user{account}@example.org"), "password": "wrong" });
            let body = json!({ "query": SIGN_IN, "variables": variables }).to_string();
            let request = Request::post("/graphql").header("content-type", "application/json");
            site.send_from(ip, request.body(Body::from(body)).unwrap()).await
        };
        for account in 0..4 {
            assert_eq!(ask("198.51.100.1", account).await.code(), "UNAUTHENTICATED");
        }
        let refused = ask("198.51.100.1", 5).await;
        assert_eq!(refused.code(), "RATE_LIMITED");
        assert_ne!(refused.header("retry-after"), "");
        assert_eq!(ask("198.51.100.2", 5).await.code(), "UNAUTHENTICATED", "others are not in the way");
    }
}

#[tokio::test]
async fn one_request_can_not_hold_many_guesses() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let fields: String = (0..30)
            .map(|number| format!("a{number}: signIn(email: \"ann@example.org\", password: \"{number}\") {{ session {{ expiresAt }} }} "))
            .collect();
        let reply = site.ask(&format!("mutation {{ {fields} }}"), json!({})).await;
        let codes = reply.json()["errors"].as_array().unwrap().clone();
        let limited = codes.iter().filter(|error| error["extensions"]["code"] == "RATE_LIMITED").count();
        assert_eq!(limited, 25, "{}", reply.text);
    }
}

#[tokio::test]
async fn signing_up_and_refreshing_are_limited_too() {
    for site in sites_with(|config| config.auth.attempts_per_address = 3).await {
        for number in 0..3 {
            let new = json!({ "email": format!("a{number}@example.org"), "password": "short" });
            assert_eq!(site.ask(SIGN_UP, new).await.code(), "VALIDATION");
        }
        let new = json!({ "email": "b@example.org", "password": PASSWORD });
        assert_eq!(site.ask(SIGN_UP, new).await.code(), "RATE_LIMITED");
        assert_eq!(super::refresh(&site, "hwr_nothing").await.code(), "RATE_LIMITED");
    }
}
