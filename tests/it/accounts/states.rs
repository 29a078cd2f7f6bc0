//! Whether users can sign in, and how; and what a page knows before anybody is signed in.

use serde_json::json;

use super::{PASSWORD, sites};

const STATES: &str = "query($users: [ID!]) {
    accountStates(users: $users) { user disabledAt verifiedEmail anonymous password authenticator signedInAt }
}";

#[tokio::test]
async fn admins_see_who_can_sign_in_and_everybody_sees_themselves() {
    for site in sites().await {
        let ann = site.user("ann@example.org", PASSWORD, &["editor"]).await;
        let ben = site.user("ben@example.org", PASSWORD, &[]).await;
        let (token, _) = site.sign_in("ann@example.org", PASSWORD).await;
        let own = site.ask_as(&token, STATES, json!({})).await.data();
        let own = &own["accountStates"][0];
        assert_eq!(
            (&own["user"], &own["password"], &own["disabledAt"]),
            (&json!(ann), &json!(true), &json!(null))
        );
        assert!(own["signedInAt"].is_string());
        assert_eq!((&own["anonymous"], &own["authenticator"]), (&json!(false), &json!(false)));
        assert_eq!(site.ask_as(&token, STATES, json!({ "users": [ann, ben] })).await.code(), "FORBIDDEN");
        assert_eq!(site.ask(STATES, json!({})).await.code(), "UNAUTHENTICATED");
        assert_eq!(site.ask(STATES, json!({ "users": [ann] })).await.code(), "UNAUTHENTICATED");
        let disable = "mutation($user: ID!) { disableUser(user: $user) { id } }";
        site.ask_as_admin(disable, json!({ "user": ben })).await.data();
        let all = site.ask_as_admin(STATES, json!({ "users": [ann, ben, "nobody"] })).await.data();
        let states = all["accountStates"].as_array().unwrap();
        assert_eq!(states.len(), 2);
        let disabled = states.iter().find(|state| state["user"] == json!(ben)).unwrap();
        assert!(disabled["disabledAt"].is_string());
        assert!(disabled["signedInAt"].is_null());
        let many: Vec<_> = (0..1001).map(|number| number.to_string()).collect();
        assert_eq!(site.ask_as_admin(STATES, json!({ "users": many })).await.code(), "LIMIT_EXCEEDED");
    }
}

#[tokio::test]
async fn page_knows_whether_there_is_an_admin() {
    const WAYS: &str = "{ signInWays { needsSetUp shortestPassword } }";
    for site in sites().await {
        let ways = site.ask(WAYS, json!({})).await.data();
        assert_eq!(ways["signInWays"], json!({ "needsSetUp": true, "shortestPassword": 8 }));
        site.user("root@example.org", PASSWORD, &["admin"]).await;
        assert_eq!(site.ask(WAYS, json!({})).await.data()["signInWays"]["needsSetUp"], false);
    }
}
