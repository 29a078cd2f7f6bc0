//! An admin acts as a user: for a short time, and the log names both.

use serde_json::json;

use super::{PASSWORD, code_of, events, refresh, sites, text};

const IMPERSONATE: &str = "mutation($user: ID!) {
    impersonate(user: $user) { session { accessToken refreshToken expiresAt } }
}";

#[tokio::test]
async fn admin_acts_as_a_user_and_the_log_names_both() {
    for site in sites().await {
        let admin = site.user("root@example.org", PASSWORD, &["admin"]).await;
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let (token, _) = site.sign_in("root@example.org", PASSWORD).await;
        let began = site.ask_as(&token, IMPERSONATE, json!({ "user": ann })).await.data();
        let acting = text(&began, "/impersonate/session/accessToken");
        let sessions =
            site.ask_as(&acting, "{ sessions { current impersonator method } }", json!({})).await.data();
        assert_eq!(
            sessions["sessions"][0],
            json!({ "current": true, "impersonator": admin, "method": "impersonation" })
        );
        // They are Ann, and no admin.
        assert_eq!(site.ask_as(&acting, "{ changeConsumers { name } }", json!({})).await.code(), "FORBIDDEN");
        site.ask_as(&acting, "mutation { createPost(data: { title: \"a\" }) { id } }", json!({}))
            .await
            .data();
        let changes =
            site.ask_as_admin("{ changes(where: { collection: \"Post\" }) { actor } }", json!({})).await;
        assert_eq!(changes.data()["changes"][0]["actor"], format!("{admin} as {ann}"));
        assert_eq!(events(&site, &ann).await[0], "IMPERSONATED");
        let event = site
            .ask_as_admin("{ authEvents(limit: 1) { kind userId actor sessionId } }", json!({}))
            .await
            .data();
        assert_eq!(
            (&event["authEvents"][0]["userId"], &event["authEvents"][0]["actor"]),
            (&json!(ann), &json!(admin))
        );
        // In a browser the admin stays who they are.
        let headers = [("origin", "http://cms.example"), ("authorization", &format!("Bearer {token}"))];
        let page = site.ask_with(&headers, IMPERSONATE, json!({ "user": ann })).await;
        assert_eq!((page.code(), page.set_cookies().len()), (String::new(), 0));
        let session = page.data()["impersonate"]["session"].clone();
        let acting = format!("Bearer {}", session["accessToken"].as_str().unwrap());
        let headers = [("origin", "http://cms.example"), ("authorization", &*acting)];
        let token = json!({ "token": session["refreshToken"] });
        let document =
            "mutation($token: String!) { refreshSession(refreshToken: $token) { session { expiresAt } } }";
        for (document, variables) in [(document, token), ("mutation { signOut }", json!({}))] {
            let page = site.ask_with(&headers, document, variables).await;
            assert_eq!((page.code(), page.set_cookies().len()), (String::new(), 0), "{document}");
        }
    }
}

#[tokio::test]
async fn who_acts_as_a_user_can_not_keep_or_widen_that() {
    for site in sites().await {
        site.user("root@example.org", PASSWORD, &["admin"]).await;
        let other = site.user("other@example.org", PASSWORD, &["admin"]).await;
        let ann = site.user("ann@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("root@example.org", PASSWORD).await;
        let began = site.ask_as(&token, IMPERSONATE, json!({ "user": other })).await.data();
        let acting = text(&began, "/impersonate/session/accessToken");
        let refused = [
            (IMPERSONATE, json!({ "user": ann })),
            ("mutation { createApiToken(name: \"x\", roles: [admin]) { token } }", json!({})),
            ("mutation { changePassword(new: \"another password\") }", json!({})),
            ("mutation { signOut(everywhere: true) }", json!({})),
        ];
        for (document, variables) in refused {
            assert_eq!(site.ask_as(&acting, document, variables).await.code(), "FORBIDDEN", "{document}");
        }
        // Refreshing does not make it longer.
        let ends = site
            .text("SELECT CAST(max(expires_at) AS text) FROM hw_session WHERE impersonator IS NOT NULL")
            .await;
        let renewed = refresh(&site, &text(&began, "/impersonate/session/refreshToken")).await.data();
        let after = site
            .text("SELECT CAST(max(expires_at) AS text) FROM hw_session WHERE impersonator IS NOT NULL")
            .await;
        assert_eq!(ends, after);
        let left = ends.unwrap().parse::<i64>().unwrap() - chrono::Utc::now().timestamp_millis();
        assert!(left <= 30 * 60 * 1000);
        site.execute("UPDATE hw_session SET expires_at = 1 WHERE impersonator IS NOT NULL").await;
        let last = text(&renewed, "/refreshSession/session/refreshToken");
        assert_eq!(refresh(&site, &last).await.code(), "UNAUTHENTICATED");
        assert_eq!(code_of(&site, &token).await, "", "the admin's own session is another");
    }
}

#[tokio::test]
async fn only_admins_who_are_users_impersonate() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let bob = site.user("bob@example.org", PASSWORD, &["editor"]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        assert_eq!(site.ask_as(&token, IMPERSONATE, json!({ "user": bob })).await.code(), "FORBIDDEN");
        assert_eq!(site.ask(IMPERSONATE, json!({ "user": bob })).await.code(), "UNAUTHENTICATED");
        let nameless = site.ask_as_admin(IMPERSONATE, json!({ "user": ann })).await;
        assert_ne!(nameless.code(), "", "the log could not name them");
        let root = site.user("root@example.org", PASSWORD, &["admin"]).await;
        let (token, _) = site.sign_in("root@example.org", PASSWORD).await;
        assert_eq!(site.ask_as(&token, IMPERSONATE, json!({ "user": root })).await.code(), "BAD_REQUEST");
        assert_eq!(site.ask_as(&token, IMPERSONATE, json!({ "user": "nobody" })).await.code(), "NOT_FOUND");
    }
}
