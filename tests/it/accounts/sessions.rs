//! Sessions: listed, and ended one by one.

use serde_json::json;

use super::{PASSWORD, code_of, refresh, sites, text};

const SESSIONS: &str =
    "{ sessions { id current method ip userAgent createdAt refreshedAt expiresAt impersonator } }";

#[tokio::test]
async fn sessions_are_listed_and_revoked_at_once() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        site.user("bob@example.org", PASSWORD, &[]).await;
        let (here, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (there, there_refresh) = site.sign_in("ann@example.org", PASSWORD).await;
        let (bob, _) = site.sign_in("bob@example.org", PASSWORD).await;
        let sessions = site.ask_as(&here, SESSIONS, json!({})).await.data()["sessions"].clone();
        assert_eq!(sessions.as_array().unwrap().len(), 2);
        assert_eq!((&sessions[0]["current"], &sessions[1]["current"]), (&json!(false), &json!(true)));
        assert_eq!((&sessions[0]["ip"], &sessions[0]["method"]), (&json!("192.0.2.1"), &json!("password")));
        let revoke = "mutation($id: ID!) { revokeSession(id: $id) }";
        let id = json!({ "id": text(&sessions, "/0/id") });
        assert_eq!(site.ask_as(&bob, revoke, id.clone()).await.code(), "NOT_FOUND", "it is not Bob's");
        assert_eq!(site.ask(revoke, id.clone()).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &there).await, "");
        assert_eq!(site.ask_as(&here, revoke, id.clone()).await.data()["revokeSession"], true);
        assert_eq!(code_of(&site, &there).await, "UNAUTHENTICATED");
        assert_eq!(refresh(&site, &there_refresh).await.code(), "UNAUTHENTICATED");
        assert_eq!(site.ask_as(&here, revoke, id).await.code(), "NOT_FOUND");
        assert_eq!(code_of(&site, &here).await, "");
    }
}

#[tokio::test]
async fn only_admins_see_and_end_the_sessions_of_others() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        site.user("bob@example.org", PASSWORD, &["editor"]).await;
        let (bob, _) = site.sign_in("bob@example.org", PASSWORD).await;
        for asked in [
            "sessions(user: $user) { id }",
            "apiTokens(user: $user) { id }",
            "authEvents(user: $user) { id }",
        ] {
            let document = format!("query($user: ID) {{ {asked} }}");
            let user = json!({ "user": ann });
            assert_eq!(site.ask_as(&bob, &document, user.clone()).await.code(), "FORBIDDEN", "{asked}");
            assert_eq!(site.ask(&document, user.clone()).await.code(), "UNAUTHENTICATED", "{asked}");
            assert_eq!(site.ask_as(&token, &document, user.clone()).await.code(), "", "{asked}");
            assert_eq!(site.ask_as_admin(&document, user).await.code(), "", "{asked}");
        }
        let found =
            site.ask_as_admin("query($user: ID) { sessions(user: $user) { id } }", json!({ "user": ann }));
        let id = text(&found.await.data(), "/sessions/0/id");
        site.ask_as_admin("mutation($id: ID!) { revokeSession(id: $id) }", json!({ "id": id })).await.data();
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn session_that_was_not_refreshed_for_long_is_over() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, refresh_token) = site.sign_in("ann@example.org", PASSWORD).await;
        site.execute("UPDATE hw_session SET expires_at = 1").await;
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
        assert_eq!(refresh(&site, &refresh_token).await.code(), "UNAUTHENTICATED");
    }
}
