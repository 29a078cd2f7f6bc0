//! Refresh tokens: each is good once, and who shows one twice ends the session.

use serde_json::json;

use super::{PASSWORD, code_of, events, refresh, sites, text};

#[tokio::test]
async fn refresh_token_is_good_once_and_its_theft_ends_the_family() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &[]).await;
        let (_, first) = site.sign_in("ann@example.org", PASSWORD).await;
        let (other, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let renewed = refresh(&site, &first).await.data();
        let (access, second) = (
            text(&renewed, "/refreshSession/session/accessToken"),
            text(&renewed, "/refreshSession/session/refreshToken"),
        );
        assert_eq!(code_of(&site, &access).await, "");
        // The thief, or the owner after the thief.
        let reused = refresh(&site, &first).await;
        assert_eq!(reused.code(), "UNAUTHENTICATED");
        assert!(reused.message().contains("used before"));
        assert_eq!(code_of(&site, &access).await, "UNAUTHENTICATED");
        assert_eq!(refresh(&site, &second).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &other).await, "", "another session lives on");
        assert_eq!(events(&site, &id).await[0], "REFRESH_TOKEN_REUSED");
    }
}

#[tokio::test]
async fn two_who_refresh_at_once_get_at_most_one_new_token() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        for _ in 0..5 {
            let (_, token) = site.sign_in("ann@example.org", PASSWORD).await;
            let replies = futures_util::future::join_all((0..4).map(|_| refresh(&site, &token))).await;
            let renewed = replies.iter().filter(|reply| reply.code().is_empty()).count();
            assert!(renewed <= 1, "{renewed}");
        }
        assert_eq!(site.text("SELECT id FROM hw_session").await, None, "every session was ended");
    }
}

#[tokio::test]
async fn tokens_that_are_none_over_or_of_another_kind_refresh_nothing() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (access, token) = site.sign_in("ann@example.org", PASSWORD).await;
        for shown in ["", "hwr_", "hwr_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &access] {
            assert_eq!(refresh(&site, shown).await.code(), "UNAUTHENTICATED");
        }
        assert_eq!(site.ask(super::REFRESH, json!({})).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "a refresh token shows nobody");
        site.execute("UPDATE hw_refresh_token SET expires_at = 1").await;
        assert_eq!(refresh(&site, &token).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &access).await, "", "that was no theft");
    }
}

#[tokio::test]
async fn no_secret_is_stored() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &[]).await;
        let (access, token) = site.sign_in("ann@example.org", PASSWORD).await;
        let hash = site.text("SELECT token_hash FROM hw_refresh_token").await.unwrap();
        assert!(!token.contains(&hash) && !hash.contains(&token[4..]));
        let stored = site.text("SELECT password_hash FROM hw_account").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        let logged =
            site.ask_as_admin("{ changes(where: {}) { fields { name before after } } }", json!({})).await;
        for secret in [stored.as_str(), &token, &access, PASSWORD] {
            assert!(!logged.text.contains(secret), "{}", logged.text);
        }
        assert!(logged.text.contains("ann@example.org") && !id.is_empty());
    }
}
