//! Accounts that begin without a name.

use headwater::config::SignUp;
use serde_json::json;

use super::{PASSWORD, sign_in, sign_up, sites, sites_with, token_of, verify};

const ANONYMOUS: &str = "mutation { signInAnonymously { session { accessToken user { id email } } } }";
const PROMOTE: &str = "mutation($email: Email!, $password: String!) { promote(email: $email, password: $password) { id email } }";

#[tokio::test]
async fn promoted_user_keeps_id_and_content() {
    for (site, sink) in sites().await {
        let made = site.ask(ANONYMOUS, json!({})).await.data()["signInAnonymously"].clone();
        let (session, id) = (token_of(&made), made["session"]["user"]["id"].clone());
        assert_eq!(made["session"]["user"]["email"], serde_json::Value::Null);
        let note = "mutation { createNote(data: { text: \"mine\" }) { id } }";
        site.ask_as(&session, note, json!({})).await.data();
        assert_eq!(
            site.ask_as(&session, PROMOTE, json!({ "email": "ann@example.org", "password": "short" }))
                .await
                .code(),
            "VALIDATION"
        );
        let variables = json!({ "email": "Ann@example.org", "password": PASSWORD });
        let promoted = site.ask_as(&session, PROMOTE, variables.clone()).await.data();
        assert_eq!(promoted["promote"], json!({ "id": id, "email": "ann@example.org" }));
        assert_eq!(site.ask_as(&session, PROMOTE, variables).await.code(), "CONFLICT", "once");
        verify(&site, &sink.take("ann@example.org").await.token()).await.data();
        let again = sign_in(&site, "ann@example.org", PASSWORD).await.data()["signIn"].clone();
        assert_eq!(again["session"]["user"]["id"], id);
        let notes = site.ask_as(&token_of(&again), "{ notes { text } }", json!({})).await.data();
        assert_eq!(notes["notes"], json!([{ "text": "mine" }]));
    }
}

#[tokio::test]
async fn promoting_takes_nobodys_address_and_needs_an_anonymous_user() {
    for (site, sink) in sites().await {
        let ann = sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        let made = site.ask(ANONYMOUS, json!({})).await.data()["signInAnonymously"].clone();
        let variables = json!({ "email": "ann@example.org", "password": PASSWORD });
        assert_eq!(site.ask_as(&token_of(&made), PROMOTE, variables.clone()).await.code(), "CONFLICT");
        assert_eq!(
            site.ask_as(&ann, PROMOTE, json!({ "email": "b@example.org", "password": PASSWORD }))
                .await
                .code(),
            "CONFLICT"
        );
        assert_eq!(site.ask(PROMOTE, variables).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn settings_decide_whether_there_are_anonymous_users() {
    for (site, _) in sites_with(|config| config.auth.anonymous = false).await {
        assert_eq!(site.ask(ANONYMOUS, json!({})).await.code(), "FORBIDDEN");
    }
    for (site, _) in sites_with(|config| config.auth.sign_up = SignUp::Invitation).await {
        assert_eq!(site.ask(ANONYMOUS, json!({})).await.code(), "FORBIDDEN");
    }
}
