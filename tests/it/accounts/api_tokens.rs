//! API tokens: shown once, with some roles of their maker, for as long as they are meant to last.

use serde_json::{Value, json};

use super::{PASSWORD, code_of, events, sites, text};
use crate::support::process::eventually;
use crate::support::site::{Reply, Site};

const CREATE: &str = "mutation($name: String!, $roles: [Role!]!, $expiresAt: DateTime) {
    createApiToken(name: $name, roles: $roles, expiresAt: $expiresAt) {
        token apiToken { id name hint roles createdAt expiresAt lastUsedAt }
    }
}";

async fn create(site: &Site, by: &str, roles: Value) -> Reply {
    site.ask_as(by, CREATE, json!({ "name": "ci", "roles": roles })).await
}

#[tokio::test]
async fn api_token_has_the_roles_that_it_was_given_and_no_others() {
    for site in sites().await {
        let id = site.user("ann@example.org", PASSWORD, &["editor", "author"]).await;
        let (session, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let made = create(&site, &session, json!(["editor"])).await.data()["createApiToken"].clone();
        let token = text(&made, "/token");
        assert!(token.starts_with("hwt_") && token.ends_with(made["apiToken"]["hint"].as_str().unwrap()));
        let codes = async |token: &str| {
            let plans = site.ask_as(token, "{ plans { text } }", json!({})).await.code();
            (plans, site.ask_as(token, "{ diaries { text } }", json!({})).await.code())
        };
        assert_eq!(codes(&token).await, (String::new(), String::new()));
        let weak = text(&create(&site, &session, json!(["author"])).await.data(), "/createApiToken/token");
        assert_eq!(codes(&weak).await, ("FORBIDDEN".to_owned(), String::new()));
        let weakest = text(&create(&site, &session, json!(["public"])).await.data(), "/createApiToken/token");
        assert_eq!(codes(&weakest).await, ("FORBIDDEN".to_owned(), "FORBIDDEN".to_owned()));
        // It is shown once, and never stored.
        let listed = site.ask_as(&session, "{ apiTokens { id name roles } }", json!({})).await;
        assert!(!listed.text.contains(&token[4..]));
        assert_eq!(listed.data()["apiTokens"].as_array().unwrap().len(), 3);
        assert_eq!(
            site.text(&format!("SELECT id FROM hw_api_token WHERE token_hash = '{token}'")).await,
            None
        );
        assert!(events(&site, &id).await.contains(&"API_TOKEN_CREATED".to_owned()));
    }
}

#[tokio::test]
async fn api_token_can_not_have_more_than_its_maker_nor_make_others() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &["author"]).await;
        let (session, _) = site.sign_in("ann@example.org", PASSWORD).await;
        for roles in [json!(["editor"]), json!(["admin"]), json!(["author", "editor"])] {
            assert_eq!(create(&site, &session, roles).await.code(), "FORBIDDEN");
        }
        assert_eq!(create(&site, &session, json!([])).await.code(), "VALIDATION");
        assert_eq!(
            site.ask(CREATE, json!({ "name": "ci", "roles": ["author"] })).await.code(),
            "UNAUTHENTICATED"
        );
        let token = text(&create(&site, &session, json!(["author"])).await.data(), "/createApiToken/token");
        assert_eq!(create(&site, &token, json!(["author"])).await.code(), "FORBIDDEN");
        let past = json!({ "name": "ci", "roles": ["author"], "expiresAt": "2020-01-01T00:00:00Z" });
        assert_eq!(site.ask_as(&session, CREATE, past).await.code(), "VALIDATION");
        // A session that was narrowed makes no wider token.
        site.user("eve@example.org", PASSWORD, &["author", "editor"]).await;
        let (eve, _) = site.sign_in("eve@example.org", PASSWORD).await;
        let bearer = format!("Bearer {eve}");
        let narrow = [("authorization", bearer.as_str()), ("x-headwater-role", "author")];
        let reply = site.ask_with(&narrow, CREATE, json!({ "name": "ci", "roles": ["editor"] })).await;
        assert_eq!(reply.code(), "FORBIDDEN");
    }
}

#[tokio::test]
async fn api_token_ends_when_it_is_revoked_or_over() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &["author"]).await;
        site.user("bob@example.org", PASSWORD, &["author"]).await;
        let (session, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let (bob, _) = site.sign_in("bob@example.org", PASSWORD).await;
        let made = create(&site, &session, json!(["author"])).await.data();
        let (token, id) = (text(&made, "/createApiToken/token"), text(&made, "/createApiToken/apiToken/id"));
        let revoke = "mutation($id: ID!) { revokeApiToken(id: $id) }";
        assert_eq!(site.ask_as(&bob, revoke, json!({ "id": id })).await.code(), "NOT_FOUND");
        assert_eq!(code_of(&site, &token).await, "");
        site.ask_as(&session, revoke, json!({ "id": id })).await.data();
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
        let soon = json!({ "name": "ci", "roles": ["author"], "expiresAt": "2100-01-01T00:00:00Z" });
        let made = site.ask_as(&session, CREATE, soon).await.data();
        assert_eq!(text(&made, "/createApiToken/apiToken/expiresAt"), "2100-01-01T00:00:00.000Z");
        let token = text(&made, "/createApiToken/token");
        assert_eq!(code_of(&site, &token).await, "");
        site.execute("UPDATE hw_api_token SET expires_at = 1").await;
        assert_eq!(code_of(&site, &token).await, "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn last_use_is_known_without_a_write_for_every_request() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &["author"]).await;
        let (session, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let made = create(&site, &session, json!(["author"])).await.data();
        assert_eq!(made["createApiToken"]["apiToken"]["lastUsedAt"], json!(null));
        let token = text(&made, "/createApiToken/token");
        let before = site.app.store().commits();
        code_of(&site, &token).await;
        eventually(std::time::Duration::from_secs(10), "the note of its use", async || {
            let listed = site.ask_as(&session, "{ apiTokens { lastUsedAt } }", json!({})).await.data();
            listed["apiTokens"][0]["lastUsedAt"].is_string().then_some(())
        })
        .await;
        for _ in 0..20 {
            code_of(&site, &token).await;
        }
        assert_eq!(site.app.store().commits() - before, 1);
    }
}
