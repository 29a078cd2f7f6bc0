//! Changing a password.

use serde_json::{Value, json};

use super::{PASSWORD, code_of, events, sign_in, sites};

const CHANGE: &str =
    "mutation($current: String, $new: String!) { changePassword(current: $current, new: $new) }";

fn change(current: &str, new: &str) -> Value {
    json!({ "current": current, "new": new })
}

#[tokio::test]
async fn changed_password_ends_the_other_sessions() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &[]).await;
        let (here, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (there, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let wrong = site.ask_as(&here, CHANGE, change("not it", "another password")).await;
        assert_eq!(wrong.code(), "VALIDATION");
        assert_eq!(wrong.json()["errors"][0]["extensions"]["fields"][0]["path"], "current");
        assert_eq!(
            site.ask_as(&here, CHANGE, json!({ "new": "another password" })).await.code(),
            "VALIDATION"
        );
        assert_eq!(site.ask_as(&here, CHANGE, change(PASSWORD, "short")).await.code(), "VALIDATION");
        assert_eq!(site.ask(CHANGE, change(PASSWORD, "another password")).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &there).await, "");
        site.ask_as(&here, CHANGE, change(PASSWORD, "another password")).await.data();
        assert_eq!(code_of(&site, &here).await, "");
        assert_eq!(code_of(&site, &there).await, "UNAUTHENTICATED");
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "UNAUTHENTICATED");
        assert_eq!(sign_in(&site, "ann@example.org", "another password").await.code(), "");
        assert!(events(&site, &id).await.contains(&"PASSWORD_CHANGED".to_owned()));
    }
}

#[tokio::test]
async fn current_password_can_not_be_guessed_by_who_has_the_session() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        for _ in 0..5 {
            assert_eq!(
                site.ask_as(&token, CHANGE, change("guess", "another password")).await.code(),
                "VALIDATION"
            );
        }
        let locked = site.ask_as(&token, CHANGE, change(PASSWORD, "another password")).await;
        assert_eq!(locked.code(), "RATE_LIMITED");
        assert_eq!(
            sign_in(&site, "ann@example.org", PASSWORD).await.code(),
            "",
            "signing in is another matter"
        );
    }
}
