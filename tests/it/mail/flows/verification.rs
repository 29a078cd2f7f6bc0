//! Proving an address, and changing it.

use serde_json::json;

use super::{PASSWORD, all_sent, expire_all, request, sign_in, sign_up, sites, sites_with, verify};
use crate::support::site::Site;

const REQUEST: &str = "mutation($email: Email) { requestEmailVerification(email: $email) }";

async fn verified(site: &Site, email: &str) -> Option<String> {
    site.text(&format!("SELECT verified_email FROM hw_account WHERE verified_email = '{email}'")).await
}

#[tokio::test]
async fn signing_up_mails_a_link_that_proves_the_address_once() {
    for (site, sink) in sites().await {
        sign_up(&site, "Ann@Example.org").await;
        let mail = sink.take("ann@example.org").await;
        assert_eq!(mail.subject(), "Confirm your email address");
        assert!(
            mail.text.contains("https://cms.magazine.example/auth/link#action=verifyEmail&token="),
            "{}",
            mail.text
        );
        assert_eq!(verified(&site, "ann@example.org").await, None);
        let token = mail.token();
        assert_eq!(verify(&site, &token[1..]).await.code(), "UNAUTHENTICATED");
        assert_eq!(verify(&site, &token).await.data(), json!({ "verifyEmail": true }));
        assert!(verified(&site, "ann@example.org").await.is_some());
        assert_eq!(verify(&site, &token).await.code(), "UNAUTHENTICATED", "once");
    }
}

#[tokio::test]
async fn another_link_replaces_the_one_before_and_old_ones_do_not_count() {
    for (site, sink) in sites().await {
        let session = sign_up(&site, "ann@example.org").await;
        let first = sink.take("ann@example.org").await.token();
        site.ask_as(&session, REQUEST, json!({})).await.data();
        let second = sink.take("ann@example.org").await.token();
        assert_eq!(verify(&site, &first).await.code(), "UNAUTHENTICATED");
        expire_all(&site).await;
        assert_eq!(verify(&site, &second).await.code(), "UNAUTHENTICATED");
        site.ask_as(&session, REQUEST, json!({ "email": "ANN@example.org" })).await.data();
        let third = sink.take("ann@example.org").await.token();
        verify(&site, &third).await.data();
        // There is nothing left to prove, and no mail about it.
        site.ask_as(&session, REQUEST, json!({})).await.data();
        all_sent(&site).await;
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn address_changes_when_the_new_one_is_proved_and_the_old_one_is_told() {
    for (site, sink) in sites().await {
        let session = sign_up(&site, "ann@example.org").await;
        let old = sink.take("ann@example.org").await.token();
        request(&site, "requestPasswordReset", "ann@example.org").await;
        let reset = sink.take("ann@example.org").await.token();
        site.ask_as(&session, REQUEST, json!({ "email": "New@example.org" })).await.data();
        let mail = sink.take("new@example.org").await;
        assert_eq!(mail.subject(), "Confirm your new email address");
        let me = site.ask_as(&session, "{ me { email } }", json!({})).await.data();
        assert_eq!(me["me"]["email"], "ann@example.org", "not yet");
        verify(&site, &mail.token()).await.data();
        let me = site.ask_as(&session, "{ me { email } }", json!({})).await.data();
        assert_eq!(me["me"]["email"], "new@example.org");
        let told = sink.take("ann@example.org").await;
        assert!(told.text.contains("is now new@example.org"), "{}", told.text);
        assert!(verified(&site, "new@example.org").await.is_some());
        assert_eq!(sign_in(&site, "ann@example.org", PASSWORD).await.code(), "UNAUTHENTICATED");
        sign_in(&site, "new@example.org", PASSWORD).await.data();
        // What the old address was sent is good for nothing.
        assert_eq!(verify(&site, &old).await.code(), "UNAUTHENTICATED");
        let set = "mutation($token: String!) { resetPassword(token: $token, password: \"another horse\") }";
        assert_eq!(site.ask(set, json!({ "token": reset })).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn address_of_somebody_else_can_not_be_taken() {
    for (site, sink) in sites().await {
        sign_up(&site, "ann@example.org").await;
        let session = sign_up(&site, "eve@example.org").await;
        all_sent(&site).await;
        sink.take("ann@example.org").await;
        // The answer tells nothing, and no mail is sent.
        site.ask_as(&session, REQUEST, json!({ "email": "ann@example.org" })).await.data();
        all_sent(&site).await;
        assert!(sink.mails_to("ann@example.org").is_empty());
        // Free when asked for, taken when the link is used.
        site.ask_as(&session, REQUEST, json!({ "email": "ben@example.org" })).await.data();
        let link = sink.take("ben@example.org").await.token();
        sign_up(&site, "ben@example.org").await;
        assert_eq!(verify(&site, &link).await.code(), "CONFLICT");
        sign_in(&site, "eve@example.org", PASSWORD).await.data();
    }
}

#[tokio::test]
async fn address_must_be_proved_first_where_that_is_asked_for() {
    for (site, sink) in sites_with(|config| config.auth.require_verified_email = true).await {
        let answer = |reply: crate::support::site::Reply| (reply.code(), reply.message());
        let made = answer(site.ask(super::SIGN_UP, json!({ "email": "ann@example.org" })).await);
        assert_eq!(made.0, "FORBIDDEN");
        let link = sink.take("ann@example.org").await.token();
        let refused = sign_in(&site, "ann@example.org", PASSWORD).await;
        assert_eq!(refused.code(), "FORBIDDEN");
        assert!(refused.message().contains("not confirmed yet"), "{}", refused.message());
        assert_eq!(sign_in(&site, "ann@example.org", "wrong password").await.code(), "UNAUTHENTICATED");
        // Who signs up again learns nothing, and the owner is told.
        assert_eq!(answer(site.ask(super::SIGN_UP, json!({ "email": "ann@example.org" })).await), made);
        assert_eq!(sink.take("ann@example.org").await.subject(), "You already have an account");
        // Not by what is wrong with the rest either.
        let with_roles = "mutation($email: Email!) {
            signUp(email: $email, password: \"correct horse battery\", data: { roles: [editor] }) { session { expiresAt } }
        }";
        for email in ["ann@example.org", "somebody@else.example"] {
            assert_eq!(site.ask(with_roles, json!({ "email": email })).await.code(), "VALIDATION");
        }
        assert_eq!(site.text("SELECT CAST(count(*) AS text) FROM \"user\"").await.as_deref(), Some("1"));
        // Without a session another link can be asked for.
        request(&site, "requestEmailVerification", "ann@example.org").await;
        let second = sink.take("ann@example.org").await.token();
        assert_eq!(verify(&site, &link).await.code(), "UNAUTHENTICATED");
        verify(&site, &second).await.data();
        sign_in(&site, "ann@example.org", PASSWORD).await.data();
        for email in ["ann@example.org", "nobody@else.example"] {
            request(&site, "requestEmailVerification", email).await;
        }
        all_sent(&site).await;
        assert!(sink.mails().is_empty());
    }
}

#[tokio::test]
async fn mails_speak_the_readers_language_in_the_projects_words() {
    for (site, sink) in sites().await {
        let document =
            "mutation($locale: String) { requestPasswordReset(email: \"ann@example.org\", locale: $locale) }";
        sign_up(&site, "ann@example.org").await;
        sink.take("ann@example.org").await;
        let german = [("accept-language", "fr;q=0.9, de-AT, en;q=0.5")];
        site.ask_with(&german, document, json!({})).await.data();
        assert_eq!(sink.take("ann@example.org").await.subject(), "Setze ein neues Passwort");
        site.ask_with(&german, document, json!({ "locale": "en" })).await.data();
        assert_eq!(sink.take("ann@example.org").await.subject(), "Set a new password");
        let folder = site.app.project().dir.join("templates/mail/en");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("reset-password.txt"), "Subject: New word\n\nGo: {{ link }}\n").unwrap();
        site.ask(document, json!({})).await.data();
        let own = sink.take("ann@example.org").await;
        assert_eq!(own.subject(), "New word");
        assert!(own.text.starts_with("Go: https://cms.magazine.example/auth/link#"), "{}", own.text);
        assert!(own.html.contains("Set a new password"));
    }
}
