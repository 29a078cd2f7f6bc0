//! Signing in with a code or a link by mail.

use headwater::access::Actor;
use headwater::auth::Client;
use headwater::auth::account;
use headwater::auth::manage::{self, By};
use serde_json::json;

use super::{expire_all, request, sign_in, sign_up, sites, token_of};
use crate::support::site::{Reply, Site};

async fn with_code(site: &Site, email: &str, code: &str) -> Reply {
    let document = "mutation($email: Email!, $code: String!) {
        signInWithCode(email: $email, code: $code) { session { accessToken user { email } } challenge { challenge } }
    }";
    site.ask(document, json!({ "email": email, "code": code })).await
}

async fn with_link(site: &Site, token: &str) -> Reply {
    let document = "mutation($token: String!) {
        signInWithCode(token: $token) { session { accessToken user { email } } challenge { challenge } }
    }";
    site.ask(document, json!({ "token": token })).await
}

/// Another code than that.
fn wrong(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn code_signs_in_once_and_takes_the_link_along() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        request(&site, "requestCode", "ann@example.org").await;
        let mail = sink.take("ann@example.org").await;
        assert_eq!(mail.subject(), format!("{} is your code for Magazine", mail.code()));
        assert!(mail.html.contains(&mail.code()));
        let reply = with_code(&site, "Ann@example.org", &mail.code()).await.data();
        assert_eq!(reply["signInWithCode"]["session"]["user"]["email"], "ann@example.org");
        let session = token_of(&reply["signInWithCode"]);
        let sessions = site.ask_as(&session, "{ sessions { method current } }", json!({})).await.data();
        assert_eq!(sessions["sessions"][0], json!({ "method": "code", "current": true }));
        assert_eq!(with_code(&site, "ann@example.org", &mail.code()).await.code(), "UNAUTHENTICATED");
        assert_eq!(with_link(&site, &mail.token()).await.code(), "UNAUTHENTICATED");
        let verified = site.text("SELECT verified_email FROM hw_account").await;
        assert_eq!(verified.as_deref(), Some("ann@example.org"));
    }
}

#[tokio::test]
async fn password_that_an_admin_set_outlasts_the_first_code() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        let id = site.text("SELECT user_id FROM hw_account").await.unwrap();
        let account = account::find(site.app.auth(), &id).await.unwrap().unwrap();
        let (actor, client, writer) = (Actor::admin(), Client::default(), site.app.writer().unwrap());
        let by = By { actor: &actor, client: &client };
        manage::reset_password(site.app.auth(), &writer, &by, &account, "set by an admin").await.unwrap();
        request(&site, "requestCode", "ann@example.org").await;
        let code = sink.take("ann@example.org").await.code();
        with_code(&site, "ann@example.org", &code).await.data();
        assert_eq!(sign_in(&site, "ann@example.org", "set by an admin").await.code(), "");
    }
}

#[tokio::test]
async fn link_signs_in_once_and_takes_the_code_along() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        request(&site, "requestCode", "ann@example.org").await;
        let mail = sink.take("ann@example.org").await;
        let session = token_of(&with_link(&site, &mail.token()).await.data()["signInWithCode"]);
        let sessions = site.ask_as(&session, "{ sessions { method } }", json!({})).await.data();
        assert_eq!(sessions["sessions"][0]["method"], "magicLink");
        assert_eq!(with_link(&site, &mail.token()).await.code(), "UNAUTHENTICATED");
        assert_eq!(with_code(&site, "ann@example.org", &mail.code()).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn code_is_dead_after_five_guesses() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        request(&site, "requestCode", "ann@example.org").await;
        let code = sink.take("ann@example.org").await.code();
        for _ in 0..5 {
            assert_eq!(with_code(&site, "ann@example.org", &wrong(&code)).await.code(), "UNAUTHENTICATED");
            // The wait aside: here it is the code itself that must give up.
            site.execute("DELETE FROM hw_auth_attempt").await;
        }
        assert_eq!(with_code(&site, "ann@example.org", &code).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn guessing_locks_out_whether_there_is_an_account_or_not() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        let mut told = Vec::new();
        for email in ["ann@example.org", "nobody-here@example.org"] {
            request(&site, "requestCode", email).await;
            let mut answers = Vec::new();
            for guess in 0..7 {
                let reply = with_code(&site, email, &format!("00000{guess}")).await;
                answers.push((reply.code(), reply.status));
            }
            told.push(answers);
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0][6].0, "RATE_LIMITED");
    }
}

#[tokio::test]
async fn codes_of_others_old_codes_and_half_questions_do_not_count() {
    for (site, sink) in sites().await {
        for email in ["ann@example.org", "eve@example.org"] {
            sign_up(&site, email).await;
            sink.take(email).await;
            request(&site, "requestCode", email).await;
        }
        let (ann, eve) = (sink.take("ann@example.org").await, sink.take("eve@example.org").await);
        if ann.code() != eve.code() {
            assert_eq!(with_code(&site, "ann@example.org", &eve.code()).await.code(), "UNAUTHENTICATED");
        }
        expire_all(&site).await;
        assert_eq!(with_code(&site, "ann@example.org", &ann.code()).await.code(), "UNAUTHENTICATED");
        assert_eq!(with_link(&site, &eve.token()).await.code(), "UNAUTHENTICATED");
        for arguments in ["email: \"ann@example.org\"", "code: \"123456\"", "token: \"x\", code: \"1\""] {
            let document =
                format!("mutation {{ signInWithCode({arguments}) {{ session {{ accessToken }} }} }}");
            assert_eq!(site.ask(&document, json!({})).await.code(), "BAD_REQUEST");
        }
    }
}

#[tokio::test]
async fn disabled_users_get_no_code() {
    for (site, sink) in sites().await {
        let id = site.user("ann@example.org", super::PASSWORD, &[]).await;
        request(&site, "requestCode", "ann@example.org").await;
        let mail = sink.take("ann@example.org").await;
        site.ask_as_admin("mutation($id: ID!) { disableUser(user: $id) { id } }", json!({ "id": id }))
            .await
            .data();
        assert_eq!(with_link(&site, &mail.token()).await.code(), "FORBIDDEN");
        request(&site, "requestCode", "ann@example.org").await;
        super::all_sent(&site).await;
        assert!(sink.mails().is_empty());
    }
}
