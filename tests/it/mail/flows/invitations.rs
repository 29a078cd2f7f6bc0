//! Accounts by invitation.

use headwater::config::SignUp;
use serde_json::json;

use super::{SIGN_UP, all_sent, expire_all, sign_up, sites, sites_with, token_of};
use crate::support::site::Site;

const INVITE: &str =
    "mutation($email: Email!, $roles: [Role!]) { inviteUser(email: $email, roles: $roles, locale: \"de\") }";

async fn invite(site: &Site, email: &str) {
    let variables = json!({ "email": email, "roles": ["editor"] });
    assert_eq!(site.ask_as_admin(INVITE, variables).await.data(), json!({ "inviteUser": true }));
}

#[tokio::test]
async fn who_is_invited_signs_up_with_those_roles_though_nobody_else_can() {
    for (site, sink) in sites_with(|config| config.auth.sign_up = SignUp::Off).await {
        invite(&site, "Ann@example.org").await;
        let mail = sink.take("ann@example.org").await;
        assert_eq!(mail.subject(), "Du bist zu Magazine eingeladen");
        let try_with = async |email: &str, token: Option<&str>| {
            site.ask(SIGN_UP, json!({ "email": email, "invitation": token })).await
        };
        assert_eq!(try_with("ann@example.org", None).await.code(), "FORBIDDEN");
        assert_eq!(try_with("eve@example.org", Some(&mail.token())).await.code(), "FORBIDDEN", "another's");
        assert_eq!(try_with("ann@example.org", Some("nonsense")).await.code(), "FORBIDDEN");
        let made = try_with("ANN@example.org", Some(&mail.token())).await.data();
        let session = token_of(&made["signUp"]);
        let me = site.ask_as(&session, "{ me { email roles } sessions { method } }", json!({})).await.data();
        assert_eq!(me["me"], json!({ "email": "ann@example.org", "roles": ["editor"] }));
        assert_eq!(me["sessions"][0]["method"], "invitation");
        assert_eq!(try_with("ann@example.org", Some(&mail.token())).await.code(), "FORBIDDEN", "once");
        // The address is proved already.
        let verified = site.text("SELECT verified_email FROM hw_account").await;
        assert_eq!(verified.as_deref(), Some("ann@example.org"));
        all_sent(&site).await;
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn only_admins_invite_and_only_who_has_no_account() {
    for (site, sink) in sites().await {
        let variables = json!({ "email": "ben@example.org", "roles": ["admin"] });
        assert_eq!(site.ask(INVITE, variables.clone()).await.code(), "UNAUTHENTICATED");
        let session = sign_up(&site, "ann@example.org").await;
        assert_eq!(site.ask_as(&session, INVITE, variables).await.code(), "FORBIDDEN");
        assert_eq!(site.ask_as_admin(INVITE, json!({ "email": "ann@example.org" })).await.code(), "CONFLICT");
        invite(&site, "ben@example.org").await;
        let first = sink.take("ben@example.org").await.token();
        invite(&site, "ben@example.org").await;
        let second = sink.take("ben@example.org").await.token();
        expire_all(&site).await;
        for token in [first, second] {
            let reply = site.ask(SIGN_UP, json!({ "email": "ben@example.org", "invitation": token })).await;
            assert_eq!(reply.code(), "FORBIDDEN");
        }
    }
}

#[tokio::test]
async fn admins_see_who_did_not_come_yet_and_can_take_an_invitation_back() {
    const PENDING: &str = "{ pendingInvitations { id email roles by expiresAt } }";
    const REVOKE: &str = "mutation($id: ID!) { revokeInvitation(id: $id) }";
    for (site, sink) in sites().await {
        invite(&site, "Ann@example.org").await;
        invite(&site, "ben@example.org").await;
        let (ann, ben) = (sink.take("ann@example.org").await, sink.take("ben@example.org").await);
        let pending = site.ask_as_admin(PENDING, json!({})).await.data();
        let pending = pending["pendingInvitations"].as_array().unwrap();
        assert_eq!(pending.len(), 2);
        assert_eq!(
            (&pending[0]["email"], &pending[0]["roles"]),
            (&json!("ben@example.org"), &json!(["editor"]))
        );
        assert!(pending[0]["by"].is_string());
        let id = &pending[0]["id"];
        assert_eq!(site.ask(PENDING, json!({})).await.code(), "UNAUTHENTICATED");
        assert_eq!(site.ask(REVOKE, json!({ "id": id })).await.code(), "UNAUTHENTICATED");
        site.ask_as_admin(REVOKE, json!({ "id": id })).await.data();
        assert_eq!(site.ask_as_admin(REVOKE, json!({ "id": id })).await.code(), "NOT_FOUND");
        let late = json!({ "email": "ben@example.org", "invitation": ben.token() });
        assert_eq!(site.ask(SIGN_UP, late).await.code(), "FORBIDDEN");
        site.ask(SIGN_UP, json!({ "email": "ann@example.org", "invitation": ann.token() })).await.data();
        let none = site.ask_as_admin(PENDING, json!({})).await.data();
        assert_eq!(none["pendingInvitations"], json!([]));
    }
}
