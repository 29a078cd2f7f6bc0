//! Signing up, in and out.

use headwater::config::SignUp;
use serde_json::json;

use crate::support::site::Site;

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

const SIGN_UP_AND_TELL: &str = "mutation($email: Email!, $password: String!, $data: UserCreate) {
    signUp(email: $email, password: $password, data: $data) {
        session { accessToken user { id email name bio roles } }
    }
}";

/// A project whose users must have a nick, and may not choose their plan and their grade.
const STRICT: &str = r#"
    extend type User
        @allow(to: user, do: UPDATE, where: { id: { eq: "$user.id" } }, except: ["email", "roles", "plan", "grade"]) {
        bio: String plan: String nick: String! grade: String! @default(value: "low")
    }
"#;

#[tokio::test]
async fn new_user_says_of_themselves_what_rules_let_users_change() {
    for site in sites().await {
        let new = json!({ "email": "ann@example.org", "password": PASSWORD, "data": { "name": "Ann", "bio": "b", "roles": [] } });
        assert_eq!(site.ask(SIGN_UP_AND_TELL, new).await.code(), "VALIDATION", "roles are given by admins");
        let new = json!({ "email": "ann@example.org", "password": PASSWORD, "data": { "name": "Ann", "bio": "b" } });
        let reply = site.ask(SIGN_UP_AND_TELL, new).await.data();
        let user = &reply["signUp"]["session"]["user"];
        assert_eq!(
            (&user["name"], &user["bio"], &user["email"]),
            (&json!("Ann"), &json!("b"), &json!("ann@example.org"))
        );
        assert_eq!(user["roles"], json!([]));
        let token = text(&reply, "/signUp/session/accessToken");
        let me = site.ask_as(&token, "{ me { id email name } users { id } }", json!({})).await.data();
        assert_eq!((&me["me"]["id"], &me["users"]), (&user["id"], &json!([{ "id": user["id"] }])));
        assert_eq!(site.ask("{ me { id } }", json!({})).await.data()["me"], json!(null));
    }
}

#[tokio::test]
async fn new_user_can_not_set_what_rules_keep_from_users() {
    for site in Site::both(STRICT, |_| {}).await {
        let sign_up = async |data: serde_json::Value| {
            let new = json!({ "email": "ann@example.org", "password": PASSWORD, "data": data });
            site.ask(SIGN_UP, new).await.code()
        };
        assert_eq!(sign_up(json!({ "nick": "a", "grade": "top" })).await, "FORBIDDEN");
        assert_eq!(sign_up(json!({ "nick": "a", "plan": "gold" })).await, "FORBIDDEN");
        assert_eq!(sign_up(json!({ "bio": "b" })).await, "VALIDATION", "a nick is needed");
        assert_eq!(site.text("SELECT id FROM \"user\"").await, None, "all or nothing");
        assert_eq!(sign_up(json!({ "nick": "a", "bio": "b" })).await, "");
        assert_eq!(site.text("SELECT grade FROM \"user\"").await.as_deref(), Some("low"));
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
