//! What a token is worth changes while a connection lasts.

use headwater::access::Actor;
use headwater::auth::Client as From;
use headwater::auth::manage::{self, By};
use serde_json::{Value, json};

use super::ticking::{Ticking, serve_for};
use crate::support::events::{Event, Events};
use crate::support::process::client;
use crate::support::site::Site;
use crate::support::socket::{Client, bearer, connect};

const PASSWORD: &str = "correct horse battery";
const TICKS: &str = "subscription { ticks }";

const SDL: &str = "
    extend enum Role { author editor }
    extend type User { bio: String }
    type Post @collection { title: String! }
";

/// A site, a server for its accounts, and the id of a user who is an editor.
async fn places() -> Vec<(Site, Ticking, String)> {
    let mut places = Vec::new();
    for site in Site::both(SDL, |_| {}).await {
        let server = serve_for(site.app.project().config.clone(), Some(site.app.auth().clone())).await;
        let id = site.user("ada@example.org", PASSWORD, &["editor"]).await;
        places.push((site, server, id));
    }
    places
}

/// One who subscribed with the token.
async fn subscriber(server: &Ticking, token: &str) -> Client {
    let mut client = connect(&server.url, bearer(token)).await;
    client.subscribe("1", TICKS, json!({})).await;
    client.next("1").await;
    client
}

/// The token counts no more: the operation ends, then the socket.
async fn is_let_go(client: &mut Client) {
    assert_eq!(client.error_code("1").await, "UNAUTHENTICATED");
    assert_eq!(client.close_code().await, 4403);
}

async fn goes_on(server: &Ticking, client: &mut Client) {
    let tick = *server.ticks.borrow() + 1;
    server.ticks.send_replace(tick);
    assert_eq!(client.next("1").await, json!({ "data": { "ticks": tick } }));
}

#[tokio::test]
async fn sockets_of_a_session_end_with_it() {
    for (site, server, id) in places().await {
        site.user("bob@example.org", PASSWORD, &[]).await;
        let mut bob = subscriber(&server, &site.sign_in("bob@example.org", PASSWORD).await.0).await;
        for way in
            ["signOut", "everywhere", "revokeSession", "reuse", "changePassword", "resetPassword", "disable"]
        {
            let (token, refresh) = site.sign_in("ada@example.org", PASSWORD).await;
            let mut socket = subscriber(&server, &token).await;
            let mut idle = connect(&server.url, bearer(&token)).await;
            end(&site, way, &id, &token, &refresh).await;
            is_let_go(&mut socket).await;
            assert_eq!(idle.close_code().await, 4403, "{way}");
            goes_on(&server, &mut bob).await;
        }
    }
}

/// Ends the session of that token in that way.
async fn end(site: &Site, way: &str, id: &str, token: &str, refresh: &str) {
    match way {
        "signOut" => drop(site.ask_as(token, "mutation { signOut }", json!({})).await.data()),
        "everywhere" => {
            drop(site.ask_as(token, "mutation { signOut(everywhere: true) }", json!({})).await.data());
        }
        "revokeSession" => {
            let sessions = site.ask_as(token, "{ sessions { id current } }", json!({})).await.data();
            let own =
                sessions["sessions"].as_array().unwrap().iter().find(|session| session["current"] == true);
            let document = "mutation($id: ID!) { revokeSession(id: $id) }";
            site.ask_as_admin(document, json!({ "id": own.unwrap()["id"] })).await.data();
        }
        "reuse" => {
            let document = "mutation($token: String!) { refreshSession(refreshToken: $token) { session { refreshToken } } }";
            site.ask(document, json!({ "token": refresh })).await.data();
            assert_eq!(site.ask(document, json!({ "token": refresh })).await.code(), "UNAUTHENTICATED");
        }
        "changePassword" => {
            let (other, _) = site.sign_in("ada@example.org", PASSWORD).await;
            let document = "mutation($p: String!) { changePassword(current: $p, new: $p) }";
            site.ask_as(&other, document, json!({ "p": PASSWORD })).await.data();
        }
        "resetPassword" => {
            let (actor, from) = (Actor::admin(), From::default());
            let account = headwater::auth::account::find(site.app.auth(), id).await.unwrap().unwrap();
            let (by, writer) = (By { actor: &actor, client: &from }, site.app.writer().unwrap());
            manage::reset_password(site.app.auth(), &writer, &by, &account, PASSWORD).await.unwrap();
        }
        "disable" => {
            let document = "mutation($id: ID!) { disableUser(user: $id) { id } }";
            site.ask_as_admin(document, json!({ "id": id })).await.data();
        }
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn sockets_of_an_api_token_end_with_it() {
    for (site, server, _) in places().await {
        let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
        let revoked = api_token(&site, &token, json!(null)).await;
        let mut socket = subscriber(&server, revoked["token"].as_str().unwrap()).await;
        let mut own = subscriber(&server, &token).await;
        let document = "mutation($id: ID!) { revokeApiToken(id: $id) }";
        site.ask_as(&token, document, json!({ "id": revoked["apiToken"]["id"] })).await.data();
        is_let_go(&mut socket).await;
        goes_on(&server, &mut own).await;
        // Nobody says anything of one that is over by itself.
        let soon = chrono::Utc::now() + chrono::TimeDelta::milliseconds(700);
        let expiring = api_token(&site, &token, json!(soon.to_rfc3339())).await;
        let token = expiring["token"].as_str().unwrap();
        let (mut socket, mut events) =
            (subscriber(&server, token).await, subscribe_events(&server, token).await);
        is_let_go(&mut socket).await;
        is_told(&mut events).await;
    }
}

async fn api_token(site: &Site, token: &str, expires_at: Value) -> Value {
    let document = "mutation($at: DateTime) {
        createApiToken(name: \"x\", roles: [editor], expiresAt: $at) { token apiToken { id } }
    }";
    site.ask_as(token, document, json!({ "at": expires_at })).await.data()["createApiToken"].clone()
}

#[tokio::test]
async fn who_loses_a_role_subscribes_again_on_the_same_socket() {
    for (site, server, id) in places().await {
        let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
        let mut socket = subscriber(&server, &token).await;
        let mut events = subscribe_events(&server, &token).await;
        set_roles(&site, &id, &["editor", "author"]).await;
        goes_on(&server, &mut socket).await;
        assert!(matches!(events.hear().await, Event::Next(_)));
        set_roles(&site, &id, &["author"]).await;
        assert_eq!(socket.error_code("1").await, "UNAUTHENTICATED");
        is_told(&mut events).await;
        socket.subscribe("1", TICKS, json!({})).await;
        socket.next("1").await;
        goes_on(&server, &mut socket).await;
        // Other fields of the user change nothing that is lost.
        let document = "mutation($id: ID!) { updateUser(id: $id, data: { bio: \"x\" }) { id } }";
        site.ask_as_admin(document, json!({ "id": id })).await.data();
        site.app.auth().standings().changed(&id);
        goes_on(&server, &mut socket).await;
    }
}

async fn set_roles(site: &Site, id: &str, roles: &[&str]) {
    let document = "mutation($id: ID!, $roles: [Role!]!) { setUserRoles(user: $id, roles: $roles) { id } }";
    site.ask_as_admin(document, json!({ "id": id, "roles": roles })).await.data();
}

#[tokio::test]
async fn role_that_a_socket_was_narrowed_to_is_lost_with_it() {
    for (site, server, id) in places().await {
        let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
        let payload = json!({ "authorization": format!("Bearer {token}"), "x-headwater-role": "editor" });
        let mut socket = connect(&server.url, payload).await;
        socket.subscribe("1", TICKS, json!({})).await;
        socket.next("1").await;
        set_roles(&site, &id, &["author"]).await;
        is_let_go(&mut socket).await;
    }
}

async fn subscribe_events(server: &Ticking, token: &str) -> Events {
    let request = client().post(format!("{}/graphql", server.url)).header("accept", "text/event-stream");
    let request = request.bearer_auth(token).json(&json!({ "query": TICKS }));
    let mut events = Events::of(request).await;
    events.next().await;
    events
}

async fn is_told(events: &mut Events) {
    assert_eq!(events.next().await["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    assert_eq!((events.hear().await, events.hear().await), (Event::Complete, Event::End));
}

#[tokio::test]
async fn event_streams_of_a_session_end_with_it() {
    for (site, server, id) in places().await {
        for way in ["signOut", "revokeSession", "disable"] {
            let (token, refresh) = site.sign_in("ada@example.org", PASSWORD).await;
            let mut events = subscribe_events(&server, &token).await;
            end(&site, way, &id, &token, &refresh).await;
            is_told(&mut events).await;
        }
        server.is_idle().await;
    }
}

#[tokio::test]
async fn every_operation_is_asked_for_by_who_it_is_now() {
    for (site, server, id) in places().await {
        let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
        let mut socket = subscriber(&server, &token).await;
        // Nobody tells this server.
        let disabled = format!("UPDATE hw_account SET disabled_at = 1 WHERE user_id = '{id}'");
        site.execute(&disabled).await;
        socket.subscribe("2", "{ value }", json!({})).await;
        assert_eq!(socket.error_code("2").await, "UNAUTHENTICATED");
        is_let_go(&mut socket).await;
    }
}

#[tokio::test]
async fn what_another_node_hears_counts_here() {
    for (site, server, id) in places().await {
        let other = site.other_node().await;
        let (token, _) = site.sign_in("ada@example.org", PASSWORD).await;
        let mut socket = subscriber(&server, &token).await;
        let (actor, from) = (Actor::admin(), From::default());
        let (by, writer) = (By { actor: &actor, client: &from }, other.writer().unwrap());
        manage::set_access(other.auth(), &writer, &by, &id, manage::Access::Taken).await.unwrap();
        site.app.auth().standings().heard(&id);
        is_let_go(&mut socket).await;
    }
}
