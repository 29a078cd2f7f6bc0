//! What an admin does to a user holds from the next request on, whatever tokens are about.

use serde_json::json;

use super::{PASSWORD, SIGN_IN, code_of, refresh, sign_in, sites, text};

#[tokio::test]
async fn disabled_user_loses_all_access_at_once() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let (token, refresh_token) = site.sign_in("ann@example.org", PASSWORD).await;
        let made = "mutation { createApiToken(name: \"ci\", roles: [editor]) { token } }";
        let api_token = text(&site.ask_as(&token, made, json!({})).await.data(), "/createApiToken/token");
        let disable = "mutation($user: ID!) { disableUser(user: $user) { id } }";
        assert_eq!(site.ask_as(&token, disable, json!({ "user": ann })).await.code(), "FORBIDDEN");
        site.ask_as_admin(disable, json!({ "user": ann })).await;
        for token in [&token, &api_token] {
            assert_eq!(code_of(&site, token).await, "UNAUTHENTICATED");
        }
        assert_eq!(refresh(&site, &refresh_token).await.code(), "UNAUTHENTICATED");
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "FORBIDDEN");
        site.ask_as_admin("mutation($user: ID!) { enableUser(user: $user) { id } }", json!({ "user": ann }))
            .await;
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED", "the old session is over");
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "");
    }
}

#[tokio::test]
async fn deleted_user_loses_all_access_at_once_even_if_the_id_comes_again() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let (token, refresh_token) = site.sign_in("ann@example.org", PASSWORD).await;
        let made = "mutation { createApiToken(name: \"ci\", roles: [editor]) { token } }";
        let api_token = text(&site.ask_as(&token, made, json!({})).await.data(), "/createApiToken/token");
        site.ask_as_admin("mutation($id: ID!) { deleteUser(id: $id) { id } }", json!({ "id": ann }))
            .await
            .data();
        for token in [&token, &api_token] {
            assert_eq!(code_of(&site, token).await, "UNAUTHENTICATED");
        }
        assert_eq!(refresh(&site, &refresh_token).await.code(), "UNAUTHENTICATED");
        let wrong = site.ask(SIGN_IN, json!({ "email": "ann@example.org", "password": PASSWORD })).await;
        assert_eq!(wrong.code(), "UNAUTHENTICATED");
        // Nothing is left of what she could sign in with.
        for table in ["hw_account", "hw_session", "hw_refresh_token", "hw_api_token"] {
            let left = site.text(&format!("SELECT CAST(count(*) AS text) FROM {table}")).await;
            assert_eq!(left.as_deref(), Some("0"), "{table}");
        }
        // Somebody is made later who is called the same.
        let again = "mutation($id: ID!) {
            createUser(data: { id: $id, email: \"ann@example.org\", roles: [] }) { id }
        }";
        site.ask_as_admin(again, json!({ "id": ann })).await.data();
        for token in [&token, &api_token] {
            assert_eq!(code_of(&site, token).await, "UNAUTHENTICATED");
        }
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn demoted_user_is_judged_by_the_roles_of_now() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let made = "mutation { createApiToken(name: \"ci\", roles: [editor]) { token } }";
        let api_token = text(&site.ask_as(&token, made, json!({})).await.data(), "/createApiToken/token");
        let plans = async |token: &str| site.ask_as(token, "{ plans { text } }", json!({})).await.code();
        assert_eq!((plans(&token).await, plans(&api_token).await), (String::new(), String::new()));
        let set =
            "mutation($user: ID!, $roles: [Role!]!) { setUserRoles(user: $user, roles: $roles) { id } }";
        let roles = json!({ "user": ann, "roles": ["author"] });
        assert_eq!(site.ask_as(&token, set, roles.clone()).await.code(), "FORBIDDEN");
        site.ask_as_admin(set, roles).await;
        for token in [&token, &api_token] {
            assert_eq!(plans(token).await, "FORBIDDEN");
        }
        // The same by the content's own mutation.
        let update = "mutation($id: ID!) { updateUser(id: $id, data: { roles: [editor] }) { id } }";
        site.ask_as_admin(update, json!({ "id": ann })).await.data();
        assert_eq!(plans(&token).await, "");
        let unknown = json!({ "user": "nobody", "roles": ["author"] });
        assert_eq!(site.ask_as_admin(set, unknown).await.code(), "NOT_FOUND");
    }
}
