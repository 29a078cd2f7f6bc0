//! What admins are told of the server, and of how many records roles may do something to.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::process::eventually;
use super::support::site::Site;
use super::support::smtp::Sink;

const SDL: &str = r#"
    extend enum Role { author editor }
    type Post @collection
        @allow(to: public, do: READ, where: { live: { eq: true } })
        @allow(to: author, do: [READ, UPDATE], where: { owner: { id: { eq: "$user.id" } } })
        @allow(to: editor, do: ALL) {
        title: String! live: Boolean! owner: User
        notes: [Note!]! @inverse(of: "post")
    }
    type Note @collection
        @allow(to: user, do: READ, where: { post: { live: { eq: true } } })
        @allow(to: editor, do: UPDATE, where: { post: { title: { eq: "c" } } }) {
        text: String! post: Post!
    }
    type Settings @singleton @allow(to: editor, do: READ) { text: String }
    type Past @collection @allow(to: user, do: READ, where: { at: { lt: "$now" } }) { at: DateTime! }
    type Own @collection @allow(to: user, do: READ, where: { team: { in: "$user.roles" } }) { team: String }
"#;

const PASSWORD: &str = "correct horse battery";

async fn fill(site: &Site) {
    let document = "mutation {
        createPosts(data: [
            { title: \"a\", live: true, notes: { create: [{ text: \"1\" }, { text: \"2\" }] } }
            { title: \"b\", live: true }
            { title: \"c\", live: false, notes: { create: [{ text: \"3\" }] } }
        ]) { id }
        updateSettings(data: { text: \"a\" }) { text }
        createPasts(data: [{ at: \"2020-01-01T00:00:00Z\" }, { at: \"2999-01-01T00:00:00Z\" }]) { id }
        createOwns(data: [{ team: \"author\" }, { team: \"author\" }, { team: \"editor\" }]) { id }
    }";
    site.ask_as_admin(document, json!({})).await.data();
}

async fn counts(site: &Site, arguments: &str) -> Vec<(String, Value)> {
    let document = format!("{{ accessCounts({arguments}) {{ role type records }} }}");
    let found = site.ask_as_admin(&document, json!({})).await.data();
    let found = found["accessCounts"].as_array().unwrap().iter();
    let number =
        |records: &Value| records.as_str().map_or(Value::Null, |text| text.parse::<u64>().unwrap().into());
    let cell = |cell: &Value| {
        let (role, name) = (cell["role"].as_str().unwrap(), cell["type"].as_str().unwrap());
        (format!("{role} {name}"), number(&cell["records"]))
    };
    found.map(cell).collect()
}

fn cells<const N: usize>(cells: [(&str, Value); N]) -> Vec<(String, Value)> {
    cells.into_iter().map(|(name, records)| (name.to_owned(), records)).collect()
}

#[tokio::test]
async fn records_of_each_role_are_counted() {
    for site in Site::both(SDL, |_| {}).await {
        fill(&site).await;
        let expected = [
            ("public Post", json!(2)),
            ("user Post", json!(2)),
            ("author Post", Value::Null),
            ("editor Post", json!(3)),
            ("admin Post", json!(3)),
        ];
        assert_eq!(counts(&site, "type: \"Post\"").await, cells(expected));
        let expected = [
            ("public Note", json!(0)),
            ("user Note", json!(2)),
            ("author Note", json!(2)),
            ("editor Note", json!(2)),
            ("admin Note", json!(3)),
        ];
        assert_eq!(counts(&site, "type: \"Note\", do: READ").await, cells(expected));
        let expected = [
            ("public Note", json!(0)),
            ("user Note", json!(0)),
            ("author Note", json!(0)),
            ("editor Note", json!(1)),
            ("admin Note", json!(3)),
        ];
        assert_eq!(counts(&site, "type: \"Note\", do: UPDATE").await, cells(expected));
        // Of what is yet to be made there are none to count.
        assert_eq!(
            counts(&site, "type: \"Post\", role: \"editor\", do: CREATE").await,
            cells([("editor Post", Value::Null)])
        );
        assert_eq!(
            counts(&site, "type: \"Post\", role: \"author\", do: CREATE").await,
            cells([("author Post", json!(0))])
        );
        assert_eq!(
            counts(&site, "type: \"Past\", role: \"author\"").await,
            cells([("author Past", json!(1))])
        );
        assert_eq!(counts(&site, "type: \"Own\", role: \"author\"").await, cells([("author Own", json!(2))]));
        assert_eq!(
            counts(&site, "type: \"Settings\", role: \"editor\"").await,
            cells([("editor Settings", json!(1))])
        );
        let all = counts(&site, "role: \"public\"").await;
        assert!(all.iter().any(|(cell, _)| cell == "public User"), "{all:?}");

        // A list of theirs has as many.
        site.user("eda@example.org", PASSWORD, &["author"]).await;
        let (token, _) = site.sign_in("eda@example.org", PASSWORD).await;
        let notes = site.ask_as(&token, "{ notes { id } }", json!({})).await.data();
        assert_eq!(notes["notes"].as_array().unwrap().len(), 2);

        let unknown = site.ask_as_admin("{ accessCounts(type: \"Pots\") { role } }", json!({})).await;
        assert!(unknown.message().contains("did you mean `Post`?"), "{}", unknown.text);
        for document in ["{ accessCounts { role } }", "{ serverInfo { version } }"] {
            assert_eq!(site.ask(document, json!({})).await.code(), "FORBIDDEN");
            assert_eq!(site.ask_as(&token, document, json!({})).await.code(), "FORBIDDEN");
        }
    }
}

#[tokio::test]
async fn server_tells_how_it_is() {
    for (site, database) in Site::both(SDL, |_| {}).await.into_iter().zip(["SQLite 3.", "PostgreSQL 1"]) {
        fill(&site).await;
        let document = "{ serverInfo {
            version stage startedAt database databaseBytes memoryBytes connections nodes modelChangedAt logPosition
            mailsWaiting mailsFailed mailConfigured
        } }";
        let info = site.ask_as_admin(document, json!({})).await.data()["serverInfo"].clone();
        assert_eq!(info["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(info["stage"], "PRODUCTION");
        assert!(info["database"].as_str().unwrap().starts_with(database), "{info}");
        assert!(!info["database"].as_str().unwrap().contains('('), "{info}");
        for name in ["databaseBytes", "memoryBytes", "logPosition"] {
            assert!(info[name].as_str().unwrap().parse::<u64>().unwrap() > 0, "{name}: {info}");
        }
        assert_eq!((&info["connections"], &info["nodes"]), (&json!(0), &json!(1)));
        assert!(info["startedAt"].is_string() && info["modelChangedAt"].is_string(), "{info}");
        assert_eq!(
            (&info["mailsWaiting"], &info["mailsFailed"], &info["mailConfigured"]),
            (&json!(0), &json!(0), &json!(false))
        );
    }
}

#[tokio::test]
async fn nodes_of_a_database_are_counted() {
    let [_, site] = Site::both(SDL, |_| {}).await;
    let other = site.other_node().await;
    other.start();
    eventually(Duration::from_secs(10), "the other node", async || {
        let info = site.ask_as_admin("{ serverInfo { nodes } }", json!({})).await.data();
        (info["serverInfo"]["nodes"] == 2).then_some(())
    })
    .await;
    other.close().await.unwrap();
}

#[tokio::test]
async fn mail_that_was_given_up_is_tried_again() {
    let sink = Sink::start();
    let url = sink.url();
    let configure = |config: &mut headwater::config::Config| {
        config.mail.url = Some(url.clone());
        config.mail.from = Some("Magazine <post@magazine.example>".to_owned());
    };
    for site in Site::both(SDL, configure).await {
        site.user("nobody@example.org", PASSWORD, &[]).await;
        site.ask("mutation { requestPasswordReset(email: \"nobody@example.org\") }", json!({})).await.data();
        let with = async |status: &str| {
            let document = "query($status: MailStatus) { mails(status: $status) { id tries } serverInfo { mailsFailed } }";
            site.ask_as_admin(document, json!({ "status": status })).await.data()
        };
        let given_up = || {
            eventually(Duration::from_secs(20), "the end", async || {
                let found = with("FAILED").await;
                found["mails"][0]["id"].is_string().then_some(found)
            })
        };
        let failed = given_up().await;
        assert_eq!(failed["serverInfo"]["mailsFailed"], 1);
        let id = failed["mails"][0]["id"].clone();
        let retry = "mutation($id: ID!) { retryMail(id: $id) }";
        assert_eq!(site.ask(retry, json!({ "id": id })).await.code(), "UNAUTHENTICATED");
        assert_eq!(site.ask_as_admin(retry, json!({ "id": "nope" })).await.code(), "NOT_FOUND");
        // Refused again for the same reason.
        assert_eq!(site.ask_as_admin(retry, json!({ "id": id })).await.data(), json!({ "retryMail": true }));
        given_up().await;
        // Once that is mended it arrives.
        site.execute("UPDATE hw_mail SET recipient = 'ann@example.org'").await;
        site.ask_as_admin(retry, json!({ "id": id })).await.data();
        assert!(!sink.take("ann@example.org").await.token().is_empty());
        eventually(Duration::from_secs(20), "the end", async || {
            with("SENT").await["mails"][0]["id"].is_string().then_some(())
        })
        .await;
        assert_eq!(site.ask_as_admin(retry, json!({ "id": id })).await.code(), "CONFLICT");

        // What says nothing that is so any more is not sent.
        let past = "UPDATE hw_mail SET status = 'FAILED', data = 'x', useless_at = created_at";
        site.execute(past).await;
        let refused = site.ask_as_admin(retry, json!({ "id": id })).await;
        assert_eq!(refused.code(), "CONFLICT");
        assert!(refused.message().contains("holds no longer"), "{}", refused.text);
    }
}
