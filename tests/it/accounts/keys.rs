//! Keys rotate, and nothing private is stored.

use serde_json::json;

use super::{PASSWORD, code_of, sites};

#[tokio::test]
async fn keys_rotate_and_old_tokens_count_on() {
    for site in sites().await {
        site.user("ann@example.org", PASSWORD, &[]).await;
        let (old, _) = site.sign_in("ann@example.org", PASSWORD).await;
        // A month goes by, and another node signs with a key that this one has not seen.
        site.execute("UPDATE hw_signing_key SET created_at = 1").await;
        let node = site.other_node().await;
        let account = headwater::auth::account::find_by_email(node.auth(), "ann@example.org").await;
        let user_id = account.unwrap().unwrap().user_id;
        let client = headwater::auth::Client::default();
        let method = headwater::auth::sign_in::Method::Password;
        let writer = node.writer().unwrap();
        let session =
            headwater::auth::sign_in::begin(node.auth(), &writer, &user_id, &method, &client).await.unwrap();
        for token in [&old, &session.access_token] {
            assert_eq!(code_of(&site, token).await, "");
        }
        let jwks = site.app.auth().jwks().await.unwrap();
        let keys = jwks["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 2);
        for key in keys {
            assert_eq!(
                (&key["kty"], &key["crv"], &key["alg"]),
                (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
            );
            assert!(key.get("d").is_none());
        }
        // Once its tokens are over, an old key is gone.
        site.execute("UPDATE hw_signing_key SET expires_at = 1 WHERE created_at = 1").await;
        assert_eq!(site.app.auth().jwks().await.unwrap()["keys"].as_array().unwrap().len(), 1);
        node.close().await.unwrap();
    }
}

#[tokio::test]
async fn secret_is_made_once_and_for_its_owner_alone() {
    for site in sites().await {
        let path = site.app.project().dir.join("data/auth_secret");
        let secret = std::fs::read_to_string(&path).unwrap();
        assert_eq!(secret.len(), 43);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let node = site.other_node().await;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), secret);
        assert_eq!(node.auth().secret().mac("a", &["b"]), site.app.auth().secret().mac("a", &["b"]));
        node.close().await.unwrap();
    }
}
