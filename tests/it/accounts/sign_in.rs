//! Signing up, in and out.

use headwater::config::SignUp;
use serde_json::json;

use super::{PASSWORD, SIGN_UP, code_of, events, refresh, sign_in, sites, sites_with, text};

#[tokio::test]
async fn who_signs_up_is_signed_in_and_can_sign_in_again() {
    for site in sites().await {
        let new = json!({ "email": "Ann@Example.org", "password": PASSWORD });
        let made = site.ask(SIGN_UP, new).await.data();
        let token = text(&made, "/signUp/session/accessToken");
        assert_eq!(code_of(&site, &token).await, "");
        assert_eq!(site.text("SELECT email FROM \"user\"").await.as_deref(), Some("ann@example.org"));
        // Written in another way, it is the same address.
        for email in ["ann@example.org", "ANN@example.ORG"] {
            assert_eq!(sign_in(&site, email, PASSWORD).await.code(), "");
        }
        let id = site.text("SELECT id FROM \"user\"").await.unwrap();
        assert_eq!(events(&site, &id).await, ["SIGNED_IN", "SIGNED_IN", "SIGNED_IN", "SIGNED_UP"]);
    }
}

#[tokio::test]
async fn address_that_is_taken_is_refused_whatever_its_case() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let reply = site.ask(SIGN_UP, json!({ "email": "ANN@example.org", "password": PASSWORD })).await;
        assert_eq!(reply.code(), "CONFLICT", "{}", reply.text);
    }
}

#[tokio::test]
async fn sign_up_gives_no_roles_and_takes_no_short_password() {
    for site in sites().await {
        for data in [json!({ "roles": ["admin"] }), json!({ "roles": [], "email": "b@example.org" })] {
            let reply = site
                .ask(SIGN_UP, json!({ "email": "ann@example.org", "password": PASSWORD, "data": data }))
                .await;
            assert_ne!(reply.code(), "", "{}", reply.text);
        }
        let short = site.ask(SIGN_UP, json!({ "email": "ann@example.org", "password": "short" })).await;
        assert_eq!(short.code(), "VALIDATION");
        assert_eq!(short.json()["errors"][0]["extensions"]["fields"][0]["path"], "password");
        assert_eq!(site.text("SELECT id FROM \"user\"").await, None);
    }
}

#[tokio::test]
async fn sign_up_can_be_switched_off() {
    for sign_up in [SignUp::Off, SignUp::Invitation] {
        for site in sites_with(|config| config.auth.sign_up = sign_up).await {
            let reply = site.ask(SIGN_UP, json!({ "email": "ann@example.org", "password": PASSWORD })).await;
            assert_eq!(reply.code(), "FORBIDDEN");
        }
    }
}

#[tokio::test]
async fn wrong_address_and_wrong_password_are_told_alike_and_cost_the_same() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let passwords = site.app.auth().passwords().clone();
        let mut replies = Vec::new();
        for email in ["ann@example.org", "nobody@example.org"] {
            let (hashed, commits) = (passwords.worked(), site.app.store().commits());
            let reply = sign_in(&site, email, "not the password").await;
            replies.push((
                reply.text.clone(),
                passwords.worked() - hashed,
                site.app.store().commits() - commits,
            ));
        }
        assert_eq!(replies[0], replies[1]);
        assert!(replies[0].0.contains("the address or the password is wrong"));
        assert_eq!(replies[0].1, 1, "one hash");
    }
}

#[tokio::test]
async fn who_signs_out_is_out_with_all_tokens_of_the_session() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (first, first_refresh) = site.sign_in("ann@example.org", PASSWORD).await;
        let (second, _) = site.sign_in("ann@example.org", PASSWORD).await;
        assert_eq!(site.ask_as(&first, "mutation { signOut }", json!({})).await.data()["signOut"], true);
        assert_eq!(code_of(&site, &first).await, "UNAUTHENTICATED");
        assert_eq!(refresh(&site, &first_refresh).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &second).await, "");
        let (third, _) = site.sign_in("ann@example.org", PASSWORD).await;
        site.ask_as(&third, "mutation { signOut(everywhere: true) }", json!({})).await.data();
        for token in [second, third] {
            assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
        }
        assert_eq!(site.ask("mutation { signOut }", json!({})).await.code(), "UNAUTHENTICATED");
    }
}
