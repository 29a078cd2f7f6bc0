//! What users keep beside the content: their own, shared by role, and gone with them.

use serde_json::{Value, json};

use super::support::site::{ADMIN_TOKEN, Reply, Site};

const SDL: &str = r#"
    extend enum Role { author editor }
    type Post @collection @allow(to: public, do: READ) { title: String! }
"#;

const PASSWORD: &str = "correct horse battery";

const LIST: &str = "query($kind: SavedItemKind!, $collection: String) {
    savedItems(kind: $kind, collection: $collection) {
        id kind collection name data roles mine owner { id } updatedAt
    }
}";

const SAVE: &str = "mutation($id: ID, $kind: SavedItemKind = VIEW, $collection: String, $name: String!, $data: JSON!, $roles: [Role!]) {
    saveItem(id: $id, kind: $kind, collection: $collection, name: $name, data: $data, roles: $roles) {
        id collection name data roles mine owner { id }
    }
}";

const REMOVE: &str = "mutation($id: ID!) { removeSavedItem(id: $id) }";

async fn user(site: &Site, name: &str, roles: &[&str]) -> (String, String) {
    let email = format!("{name}@example.org");
    let id = site.user(&email, PASSWORD, roles).await;
    (id, site.sign_in(&email, PASSWORD).await.0)
}

async fn save(site: &Site, token: &str, variables: Value) -> Value {
    site.ask_as(token, SAVE, variables).await.data()["saveItem"].clone()
}

async fn names(site: &Site, token: &str) -> Vec<String> {
    let listed = site.ask_as(token, LIST, json!({ "kind": "VIEW" })).await.data();
    let items = listed["savedItems"].as_array().unwrap().iter();
    items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

fn faults(reply: &Reply) -> Vec<(String, String)> {
    let fields = reply.json()["errors"][0]["extensions"]["fields"].clone();
    let text = |fault: &Value, name: &str| fault[name].as_str().unwrap().to_owned();
    fields.as_array().unwrap().iter().map(|fault| (text(fault, "path"), text(fault, "code"))).collect()
}

#[tokio::test]
async fn items_are_saved_changed_and_removed() {
    for site in Site::both(SDL, |_| {}).await {
        let (id, token) = user(&site, "ann", &["author"]).await;
        let data = json!({ "columns": ["title"], "where": { "title": { "eq": "größe" } }, "width": 1.5, "none": null });
        let saved =
            save(&site, &token, json!({ "collection": "Post", "name": " Mine ", "data": data })).await;
        let expected = json!({
            "id": saved["id"], "collection": "Post", "name": "Mine", "data": data, "roles": [], "mine": true,
            "owner": { "id": id },
        });
        assert_eq!(saved, expected);
        save(&site, &token, json!({ "name": "another", "data": [] })).await;
        save(
            &site,
            &token,
            json!({ "kind": "OPERATION", "name": "an operation", "data": "{ posts { id } }" }),
        )
        .await;
        assert_eq!(names(&site, &token).await, ["another", "Mine"]);
        let of = |collection: &str| json!({ "kind": "VIEW", "collection": collection });
        let listed = site.ask_as(&token, LIST, of("Post")).await.data();
        assert_eq!(listed["savedItems"].as_array().unwrap().len(), 1);
        assert_eq!(site.ask_as(&token, LIST, of("Nothing")).await.data(), json!({ "savedItems": [] }));

        // What is left out stays, and null takes it away.
        let changed =
            save(&site, &token, json!({ "id": saved["id"], "name": "Ours", "data": 7, "roles": ["author"] }))
                .await;
        assert_eq!(
            (&changed["collection"], &changed["data"], &changed["roles"]),
            (&json!("Post"), &json!(7), &json!(["author"]))
        );
        let changed =
            save(&site, &token, json!({ "id": saved["id"], "name": "Ours", "data": 7, "collection": null }))
                .await;
        assert_eq!((&changed["collection"], &changed["roles"]), (&json!(null), &json!(["author"])));

        assert_eq!(
            site.ask_as(&token, REMOVE, json!({ "id": saved["id"] })).await.data(),
            json!({ "removeSavedItem": true })
        );
        assert_eq!(site.ask_as(&token, REMOVE, json!({ "id": saved["id"] })).await.code(), "NOT_FOUND");
        assert_eq!(names(&site, &token).await, ["another"]);

        // They go with their user.
        site.ask_as_admin("mutation($id: ID!) { deleteUser(id: $id) { id } }", json!({ "id": id }))
            .await
            .data();
        assert_eq!(site.text("SELECT id FROM hw_saved_item").await, None);
    }
}

#[tokio::test]
async fn shared_items_are_seen_by_role_and_changed_by_their_owner() {
    for site in Site::both(SDL, |_| {}).await {
        let (_, ann) = user(&site, "ann", &["author"]).await;
        let (_, bob) = user(&site, "bob", &["author", "editor"]).await;
        let (_, eve) = user(&site, "eve", &[]).await;
        let (_, admin) = user(&site, "ada", &["admin"]).await;
        let private = save(&site, &ann, json!({ "name": "private", "data": 1 })).await;
        let shared =
            save(&site, &ann, json!({ "name": "shared", "data": 1, "roles": ["author", "author"] })).await;
        save(&site, &ann, json!({ "name": "for all", "data": 1, "roles": ["user"] })).await;
        assert_eq!(shared["roles"], json!(["author"]));
        assert_eq!(names(&site, &ann).await, ["for all", "private", "shared"]);
        assert_eq!(names(&site, &bob).await, ["for all", "shared"]);
        assert_eq!(names(&site, &eve).await, ["for all"]);
        assert_eq!(names(&site, &admin).await, ["for all", "shared"]);
        let narrowed = [("authorization", &*format!("Bearer {bob}")), ("x-headwater-role", "editor")];
        let seen = site.ask_with(&narrowed, LIST, json!({ "kind": "VIEW" })).await.data();
        assert_eq!(seen["savedItems"].as_array().unwrap().len(), 1);

        let change = |id: &Value| json!({ "id": id, "name": "taken", "data": 2 });
        assert_eq!(site.ask_as(&bob, SAVE, change(&shared["id"])).await.code(), "FORBIDDEN");
        assert_eq!(site.ask_as(&bob, REMOVE, json!({ "id": shared["id"] })).await.code(), "FORBIDDEN");
        assert_eq!(site.ask_as(&bob, SAVE, change(&private["id"])).await.code(), "NOT_FOUND");
        assert_eq!(site.ask_as(&eve, REMOVE, json!({ "id": shared["id"] })).await.code(), "NOT_FOUND");
        // An admin may, and it stays its owner's.
        let changed = save(
            &site,
            &admin,
            json!({ "id": shared["id"], "name": "by ada", "data": 2, "roles": ["editor"] }),
        )
        .await;
        assert_eq!(changed["mine"], false);
        assert_eq!(names(&site, &ann).await, ["by ada", "for all", "private"]);
        // What somebody else shared with a role stays shared with it.
        let again =
            save(&site, &ann, json!({ "id": shared["id"], "name": "mine", "data": 3, "roles": ["editor"] }))
                .await;
        assert_eq!(again["roles"], json!(["editor"]));
    }
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field() {
    for site in Site::both(SDL, |_| {}).await {
        let (_, ann) = user(&site, "ann", &["author"]).await;
        let wrong = json!({ "name": " ", "collection": "Pos", "data": "x".repeat(65_536), "roles": ["author", "editor"] });
        let reply = site.ask_as(&ann, SAVE, wrong).await;
        assert_eq!(reply.code(), "VALIDATION");
        let expected =
            [("name", "LENGTH"), ("collection", "UNKNOWN"), ("data", "TOO_LONG"), ("roles", "FORBIDDEN")];
        assert_eq!(faults(&reply), expected.map(|(path, code)| (path.to_owned(), code.to_owned())));
        assert!(reply.text.contains("did you mean `Post`?"), "{}", reply.text);
        let long = json!({ "name": "ä".repeat(101), "data": 1 });
        assert_eq!(faults(&site.ask_as(&ann, SAVE, long).await), [("name".to_owned(), "LENGTH".to_owned())]);
        let item = save(&site, &ann, json!({ "name": "ä".repeat(100), "data": "x".repeat(65_534) })).await;
        let other = json!({ "id": item["id"], "kind": "OPERATION", "name": "a", "data": 1 });
        assert_eq!(
            faults(&site.ask_as(&ann, SAVE, other).await),
            [("kind".to_owned(), "READ_ONLY".to_owned())]
        );
        let unknown = json!({ "name": "a", "data": 1, "roles": ["nobody"] });
        assert_eq!(site.ask_as(&ann, SAVE, unknown).await.code(), "BAD_REQUEST");
    }
}

#[tokio::test]
async fn only_users_keep_items() {
    for site in Site::both(SDL, |_| {}).await {
        for token in [None, Some(ADMIN_TOKEN)] {
            let asked = [
                (LIST, json!({ "kind": "VIEW" })),
                (SAVE, json!({ "name": "a", "data": 1 })),
                (REMOVE, json!({ "id": "a" })),
            ];
            for (document, variables) in asked {
                let reply = match token {
                    Some(token) => site.ask_as(token, document, variables).await,
                    None => site.ask(document, variables).await,
                };
                assert_eq!(reply.code(), "UNAUTHENTICATED");
            }
        }
    }
}

#[tokio::test]
async fn role_that_the_model_has_no_more_hides_nothing() {
    for site in Site::both(SDL, |_| {}).await {
        let (_, ann) = user(&site, "ann", &["author"]).await;
        save(&site, &ann, json!({ "name": "shared", "data": 1, "roles": ["author"] })).await;
        site.execute(r#"UPDATE hw_saved_item SET roles = '["gone","author"]'"#).await;
        let listed = site.ask_as(&ann, LIST, json!({ "kind": "VIEW" })).await.data();
        assert_eq!(listed["savedItems"][0]["roles"], json!(["author"]));
    }
}
