//! Tokens of other issuers that the settings trust.

use headwater::config::{Config, IssuerClaims, IssuerSettings, IssuerUsers};
use serde_json::{Value, json};

use super::browser::SDL;
use super::stand_in::{StandIn, now, public_key, signed};
use crate::support::site::Site;

fn trust(config: &mut Config, stand_in: &StandIn, users: IssuerUsers) {
    config.auth.issuers.push(IssuerSettings {
        issuer: stand_in.url.clone(),
        audience: vec!["cms".to_owned()],
        claims: IssuerClaims { roles: Some("realm.roles".to_owned()), ..IssuerClaims::default() },
        roles: [("writers".to_owned(), "author".to_owned()), ("owners".to_owned(), "admin".to_owned())]
            .into(),
        users,
        ..IssuerSettings::default()
    });
}

const MODEL: &str = "extend enum Role { author }
    type Note @collection @allow(to: author, do: READ) @allow(to: user, do: CREATE, check: { tenant: { eq: \"$claims.tenant\" } }) {
        tenant: String
    }";

fn token(stand_in: &StandIn, changes: Value) -> String {
    let mut claims = json!({
        "iss": stand_in.url, "aud": ["cms", "others"], "sub": "s-1", "exp": now() + 60, "email": "ann@example.org",
        "email_verified": true, "name": "Ann", "tenant": "t-1",
    });
    claims.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    signed(&claims, "key-1", 1)
}

const ME: &str = "{ me { id email name roles } }";

#[tokio::test]
async fn a_token_makes_a_user_once_and_brings_mapped_roles() {
    let stand_in = StandIn::issuer().await;
    for site in Site::both(MODEL, |config| trust(config, &stand_in, IssuerUsers::Created)).await {
        let plain = token(&stand_in, json!({}));
        let me = site.ask_as(&plain, ME, json!({})).await.data();
        assert_eq!((&me["me"]["email"], &me["me"]["name"]), (&json!("ann@example.org"), &json!("Ann")));
        assert_eq!(site.ask_as(&plain, ME, json!({})).await.data(), me);
        assert_eq!(site.ask_as(&plain, "{ notes { id } }", json!({})).await.code(), "FORBIDDEN");
        // Names of our roles are nothing; what is mapped counts, as a list or as text.
        for roles in
            [json!(["author", "admin", "editor"]), json!("author admin"), json!({ "author": true }), json!(7)]
        {
            let token = token(&stand_in, json!({ "realm": { "roles": roles } }));
            assert_eq!(
                site.ask_as(&token, "{ notes { id } }", json!({})).await.code(),
                "FORBIDDEN",
                "{roles}"
            );
        }
        for roles in [json!(["x", "writers"]), json!("x,writers")] {
            let token = token(&stand_in, json!({ "realm": { "roles": roles } }));
            site.ask_as(&token, "{ notes { id } }", json!({})).await.data();
            assert_eq!(
                site.ask_as(&token, "{ changeConsumers { name } }", json!({})).await.code(),
                "FORBIDDEN"
            );
        }
        let owner = token(&stand_in, json!({ "realm": { "roles": ["owners"] } }));
        site.ask_as(&owner, "{ changeConsumers { name } }", json!({})).await.data();
        // Rules read the claims.
        let create = "mutation($tenant: String) { createNote(data: { tenant: $tenant }) { id } }";
        site.ask_as(&plain, create, json!({ "tenant": "t-1" })).await.data();
        assert_eq!(site.ask_as(&plain, create, json!({ "tenant": "t-2" })).await.code(), "FORBIDDEN");
        // Nothing that needs the user in person.
        let change = "mutation { changePassword(new: \"a new long password\") }";
        assert_eq!(site.ask_as(&plain, change, json!({})).await.code(), "FORBIDDEN");
        site.execute("UPDATE hw_account SET disabled_at = 1").await;
        assert_eq!(site.ask_as(&plain, ME, json!({})).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn users_may_have_to_be_there() {
    let stand_in = StandIn::issuer().await;
    for site in Site::both(SDL, |config| trust(config, &stand_in, IssuerUsers::Linked)).await {
        let plain = token(&stand_in, json!({}));
        assert_ne!(site.ask_as(&plain, ME, json!({})).await.code(), "");
        let ann = site.user("ann@example.org", "a long password", &[]).await;
        site.execute("UPDATE hw_account SET verified_email = NULL").await;
        assert_ne!(site.ask_as(&plain, ME, json!({})).await.code(), "", "nobody proved the address here");
        site.execute("UPDATE hw_account SET verified_email = 'ann@example.org'").await;
        let unverified = token(&stand_in, json!({ "email_verified": "true" }));
        assert_ne!(site.ask_as(&unverified, ME, json!({})).await.code(), "", "nobody proved it there");
        assert_eq!(site.ask_as(&plain, ME, json!({})).await.data()["me"]["id"], ann);
        // Known from now on.
        assert_eq!(site.ask_as(&unverified, ME, json!({})).await.data()["me"]["id"], ann);
    }
    for site in Site::both(SDL, |config| trust(config, &stand_in, IssuerUsers::Ids)).await {
        let ann = site.user("ann@example.org", "a long password", &[]).await;
        let own = token(&stand_in, json!({ "sub": ann }));
        assert_eq!(site.ask_as(&own, ME, json!({})).await.data()["me"]["id"], ann);
        assert_eq!(site.ask_as(&token(&stand_in, json!({})), ME, json!({})).await.code(), "UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn tokens_that_prove_nothing_are_refused() {
    let stand_in = StandIn::issuer().await;
    let site = Site::sqlite(SDL, |config| trust(config, &stand_in, IssuerUsers::Created)).await;
    let cases = [
        token(&stand_in, json!({ "aud": "others" })),
        token(&stand_in, json!({ "aud": null })),
        token(&stand_in, json!({ "iss": "https://elsewhere.example" })),
        token(&stand_in, json!({ "iss": "headwater" })),
        token(&stand_in, json!({ "exp": now() - 120 })),
        token(&stand_in, json!({ "exp": null })),
        token(&stand_in, json!({ "nbf": now() + 600 })),
        token(&stand_in, json!({ "sub": null })),
        token(&stand_in, json!({ "sub": "" })),
        signed(&json!({ "iss": stand_in.url, "aud": "cms", "sub": "s", "exp": now() + 60 }), "key-1", 7),
        signed(&json!({ "iss": stand_in.url, "aud": "cms", "sub": "s", "exp": now() + 60 }), "key-7", 1),
    ];
    for (index, token) in cases.iter().enumerate() {
        assert_eq!(site.ask_as(token, ME, json!({})).await.code(), "UNAUTHENTICATED", "case {index}");
    }
    // A key that is new there is fetched.
    stand_in.answer("/keys", json!({ "keys": [public_key("key-2", 2)] }));
    let claims = json!({ "iss": stand_in.url, "aud": "cms", "sub": "s-9", "exp": now() + 60 });
    site.ask_as(&signed(&claims, "key-2", 2), ME, json!({})).await.data();
    // Our own tokens and theirs are not each other's.
    site.user("bob@example.org", "a long password", &[]).await;
    let (own, _) = site.sign_in("bob@example.org", "a long password").await;
    assert_eq!(site.ask_as(&own, ME, json!({})).await.data()["me"]["email"], "bob@example.org");
}
