//! Somebody is always left who may do everything: no user can take the last admin away.

use serde_json::{Value, json};

use super::{PASSWORD, sites, sites_of};
use crate::support::site::{Reply, Site};

const ROLES: &str = "mutation($id: ID!, $roles: [Role!]!) { setUserRoles(user: $id, roles: $roles) { id } }";
const DISABLE: &str = "mutation($id: ID!) { disableUser(user: $id) { id } }";
const DELETE: &str = "mutation($id: ID!) { deleteUser(id: $id) { id } }";
const UPDATE: &str = "mutation($id: ID!) { updateUser(id: $id, data: { roles: [editor] }) { id } }";
const UPDATE_ALL: &str = "mutation { updateUsers(where: {}, data: { roles: [] }) { count } }";
const DELETE_ALL: &str = "mutation { deleteUsers(where: {}) { count } }";

async fn admin(site: &Site, name: &str) -> (String, String) {
    let email = format!("{name}@example.org");
    let id = site.user(&email, PASSWORD, &["admin"]).await;
    (id, site.sign_in(&email, PASSWORD).await.0)
}

async fn roles(site: &Site, id: &str) -> Value {
    let asked = "query($id: ID!) { user(id: $id) { roles } }";
    site.ask_as_admin(asked, json!({ "id": id })).await.data()["user"]["roles"].clone()
}

#[track_caller]
fn is_refused(reply: &Reply) {
    assert_eq!(reply.code(), "CONFLICT", "{}", reply.text);
    assert!(reply.message().contains("admin"), "{}", reply.text);
}

#[tokio::test]
async fn last_admin_stays_one() {
    for site in sites().await {
        let (ada, token) = admin(&site, "ada").await;
        site.user("eda@example.org", PASSWORD, &["editor"]).await;
        // Who is disabled does not count.
        let (old, _) = admin(&site, "old").await;
        site.ask_as(&token, DISABLE, json!({ "id": old })).await.data();
        let own = json!({ "id": ada, "roles": ["editor"] });
        for document in [ROLES, DISABLE, DELETE, UPDATE, UPDATE_ALL, DELETE_ALL] {
            is_refused(&site.ask_as(&token, document, own.clone()).await);
        }
        assert_eq!(roles(&site, &ada).await, json!(["admin"]));
        // Other roles may come and go.
        site.ask_as(&token, ROLES, json!({ "id": ada, "roles": ["admin", "editor"] })).await.data();

        // With another one it is allowed, except to disable oneself.
        let (bob, _) = admin(&site, "bob").await;
        site.ask_as(&token, ROLES, json!({ "id": ada, "roles": [] })).await.data();
        assert_eq!(roles(&site, &ada).await, json!([]));
        // Whoever runs the server can make another, and may take anybody away.
        site.ask_as_admin(ROLES, json!({ "id": bob, "roles": [] })).await.data();
        assert_eq!(roles(&site, &bob).await, json!([]));
    }
}

#[tokio::test]
async fn rules_do_not_let_others_take_the_last_admin_away() {
    let sdl = "extend enum Role { author editor } extend type User @allow(to: editor, do: ALL)";
    for site in sites_of(sdl).await {
        let (ada, _) = admin(&site, "ada").await;
        site.user("eda@example.org", PASSWORD, &["editor"]).await;
        let (token, _) = site.sign_in("eda@example.org", PASSWORD).await;
        is_refused(&site.ask_as(&token, DELETE, json!({ "id": ada })).await);
    }
}

#[tokio::test]
async fn two_admins_can_not_take_each_other_away_at_once() {
    for site in sites().await {
        let (ada, ada_token) = admin(&site, "ada").await;
        let (bob, bob_token) = admin(&site, "bob").await;
        for (first, second) in [(ROLES, ROLES), (DISABLE, DISABLE), (ROLES, DISABLE), (DELETE, UPDATE)] {
            // Sessions are read before the transaction: both requests have begun by then.
            let (one, other) = futures_util::future::join(
                site.ask_as(&ada_token, first, json!({ "id": bob, "roles": [] })),
                site.ask_as(&bob_token, second, json!({ "id": ada, "roles": [] })),
            )
            .await;
            let left = site.app.auth().has_admin().await.unwrap();
            assert!(left, "{first} and {second}: {} {}", one.text, other.text);
            if first == DELETE {
                break;
            }
            for id in [&ada, &bob] {
                let enable = "mutation($id: ID!) { enableUser(user: $id) { id } }";
                site.ask_as_admin(enable, json!({ "id": id })).await.data();
                site.ask_as_admin(ROLES, json!({ "id": id, "roles": ["admin"] })).await.data();
            }
        }
    }
}
