//! The header `X-Headwater-Role` narrows a request to some of the caller's roles.

use serde_json::json;

use super::{PASSWORD, sites};
use crate::support::site::{ADMIN_TOKEN, Site};

async fn code(site: &Site, token: &str, roles: &str, document: &str) -> String {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), ("x-headwater-role", roles)];
    site.ask_with(&headers, document, json!({})).await.code()
}

const PLANS: &str = "{ plans { text } }";
const DIARIES: &str = "{ diaries { text } }";

#[tokio::test]
async fn header_narrows_and_never_widens() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &["author", "editor"]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        assert_eq!(code(&site, &token, "editor", PLANS).await, "");
        assert_eq!(code(&site, &token, "author, editor", PLANS).await, "");
        assert_eq!(code(&site, &token, "author", PLANS).await, "FORBIDDEN");
        assert_eq!(code(&site, &token, "author", DIARIES).await, "");
        assert_eq!(code(&site, &token, "user", PLANS).await, "FORBIDDEN");
        assert_eq!(code(&site, &token, "public", DIARIES).await, "FORBIDDEN");
        assert_eq!(code(&site, &token, "admin", "{ posts { title } }").await, "FORBIDDEN", "not among hers");
        assert_eq!(code(&site, &token, "editer", PLANS).await, "BAD_REQUEST");
        assert_eq!(code(&site, &token, " , ", PLANS).await, "BAD_REQUEST");
        for roles in ["editor", "user", "admin"] {
            let reply = site.ask_with(&[("x-headwater-role", roles)], "{ posts { title } }", json!({})).await;
            assert_eq!(reply.code(), "FORBIDDEN", "{roles}");
        }
        assert_eq!(
            site.ask_with(&[("x-headwater-role", "public")], "{ posts { title } }", json!({})).await.code(),
            ""
        );
    }
}

#[tokio::test]
async fn admin_may_look_through_the_eyes_of_any_role() {
    for site in sites().await {
        assert_eq!(code(&site, ADMIN_TOKEN, "editor", PLANS).await, "");
        assert_eq!(code(&site, ADMIN_TOKEN, "author", PLANS).await, "FORBIDDEN");
        assert_eq!(code(&site, ADMIN_TOKEN, "author", "{ changeConsumers { name } }").await, "FORBIDDEN");
        let known = "mutation { setUserRoles(user: \"x\", roles: []) { id } }";
        assert_eq!(code(&site, ADMIN_TOKEN, "editor", known).await, "UNAUTHENTICATED");
    }
}
