//! The change log through the API: `changes` and `changeConsumers`.

use std::sync::Arc;

use headwater::access::Actor;
use headwater::changes::Log;
use headwater::config::Config;
use headwater::engine::read::{ReadLimits, Reader};
use headwater::graphql::audit::Audit;
use headwater::graphql::executor::{Api, Asked, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::{build, system};
use serde_json::{Value, json};

use super::{Logs, run, story};

fn executor(logs: &Logs, log: &Log) -> Executor {
    let model = Arc::new(logs.model.clone());
    let schema = build(&model, system::FIELDS).unwrap();
    let mut handlers = Handlers::built_in();
    let consumers = vec!["search".to_owned(), "fresh".to_owned()];
    let limits = ReadLimits { rows: 1000, cost: 1_000_000 };
    let reader = Arc::new(Reader::new(log.store().clone(), model.clone(), limits, 1 << 20));
    Audit { log: log.clone(), model, consumers, rows: 1000, reader }.answer(&mut handlers);
    Executor::new(Api::new(schema.apollo, handlers, None, Arc::new(Config::default())))
}

async fn ask_as(actor: &Actor, executor: &Executor, document: &str, variables: Value) -> Value {
    let variables = variables.as_object().cloned().unwrap();
    let answer = executor.ready(Asked::new(actor, document, variables)).unwrap().run().await;
    serde_json::from_str(&answer.into_json()).unwrap()
}

/// What an admin is answered: the same on both databases.
async fn ask(logs: &Logs, document: &str, variables: Value) -> Value {
    let [sqlite, postgres] = logs.each().map(|log| executor(logs, log));
    let admin = Actor::admin();
    let answer = ask_as(&admin, &sqlite, document, variables.clone()).await;
    assert_eq!(answer, ask_as(&admin, &postgres, document, variables).await);
    answer
}

async fn logs() -> Logs {
    let logs = Logs::open().await;
    for log in logs.each() {
        story(log).await;
    }
    logs
}

#[tokio::test]
async fn admins_see_who_changed_what_and_when() {
    let logs = logs().await;
    let document = r#"{ changes(where: { collection: "Tag", id: "a" }, limit: 2) {
        position transaction at actor requestId collection id operation version fields { name before after } } }"#;
    let answer = ask(&logs, document, json!({})).await;
    insta::assert_json_snapshot!(answer, @r#"
    {
      "data": {
        "changes": [
          {
            "position": "6",
            "transaction": "7",
            "at": "2026-11-21T09:04:00.000Z",
            "actor": "eve",
            "requestId": "r4",
            "collection": "Tag",
            "id": "a",
            "operation": "DELETE",
            "version": 2,
            "fields": [
              {
                "name": "n",
                "before": [
                  1
                ],
                "after": null
              }
            ]
          },
          {
            "position": "3",
            "transaction": "7",
            "at": "2026-11-21T09:01:00.000Z",
            "actor": "admin",
            "requestId": "r1",
            "collection": "Tag",
            "id": "a",
            "operation": "UPDATE",
            "version": 2,
            "fields": [
              {
                "name": "label",
                "before": "one",
                "after": null
              }
            ]
          }
        ]
      }
    }
    "#);
    let document =
        "query($where: ChangeWhere, $before: String) { changes(where: $where, before: $before) { id at } }";
    let asked = [
        (json!({ "where": { "id": "a" } }), "a4 a1 a0"),
        (json!({ "where": { "actor": "admin" } }), "b2 a1"),
        (
            json!({ "where": { "since": "2026-11-21T10:02:00+01:00", "until": "2026-11-21T09:04:00Z" } }),
            "a3 b2",
        ),
        (json!({ "where": { "collection": "Post" } }), "a3"),
        (json!({ "where": { "operations": ["DELETE", "UPDATE"] } }), "a4 a1"),
        (json!({ "where": { "operations": "CREATE", "actor": "eve" } }), "a3"),
        (json!({ "where": { "operations": null, "field": null, "id": "b" } }), "b2"),
        (json!({ "where": { "field": "n" } }), "a4 a0"),
        (json!({ "where": { "field": "gone" } }), ""),
        (json!({ "where": { "until": "2026-11-21" } }), ""),
        (json!({ "where": null, "before": answer["data"]["changes"][0]["position"] }), "a3 b2 a1 a0"),
    ];
    for (variables, expected) in asked {
        let answer = ask(&logs, document, variables.clone()).await;
        let changes = answer["data"]["changes"].as_array().unwrap_or_else(|| panic!("{answer}"));
        let shown = changes.iter().map(|change| {
            let at = change["at"].as_str().unwrap();
            format!("{}{}", change["id"].as_str().unwrap(), &at[15..16])
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{variables}");
    }
}

#[tokio::test]
async fn others_see_only_what_they_may_read() {
    let logs = logs().await;
    let executor = executor(&logs, &logs.sqlite);
    for document in ["{ changes { id } }", "{ changeConsumers { name } }"] {
        let refused = ask_as(&Actor::public(), &executor, document, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");
    }
    // Who follows the log is no secret of those who develop; what is in it is judged for them like for all.
    let developer = Actor { develops: true, ..Actor::public() };
    assert!(
        ask_as(&developer, &executor, "{ changeConsumers { name } }", json!({})).await["errors"].is_null()
    );
    let refused = ask_as(&developer, &executor, "{ changes { id } }", json!({})).await;
    assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{refused}");
}

#[tokio::test]
async fn what_can_not_be_asked_for_is_told() {
    let logs = logs().await;
    let mut told = Vec::new();
    for arguments in [
        r#"where: { collection: "Tags" }"#,
        r#"where: { collection: "tag", since: "yesterday" }"#,
        r#"where: { until: "21.11.2026" }"#,
        r#"where: { since: 5 }"#,
        r#"where: { field: "label\" )" }"#,
        "limit: -1",
        "limit: 1001",
        r#"before: "x""#,
    ] {
        let answer = ask(&logs, &format!("{{ changes({arguments}) {{ id }} }}"), json!({})).await;
        let error = &answer["errors"][0];
        told.push(format!(
            "{} {}",
            error["extensions"]["code"].as_str().unwrap(),
            error["message"].as_str().unwrap()
        ));
    }
    insta::assert_snapshot!(told.join("\n"), @r#"
    BAD_REQUEST argument `where.collection` is `Tags`, which is not a collection of the model; did you mean `Tag`?
    BAD_REQUEST argument `where.collection` is `tag`, which is not a collection of the model; did you mean `Tag`?
    BAD_REQUEST argument `where.until` must be a date and time such as `"2026-11-20T09:19:13Z"`, of the years 1 to 9999
    BAD_REQUEST argument `where.since` must be a date and time such as `"2026-11-20T09:19:13Z"`, of the years 1 to 9999
    BAD_REQUEST argument `where.field` is `label" )`, which no field can be called
    BAD_REQUEST argument `limit` must not be negative
    LIMIT_EXCEEDED argument `limit` may be at most 1000 (setting `limits.rows`)
    BAD_REQUEST argument `before` is `x`, which is not the `position` of a change
    "#);
}

#[tokio::test]
async fn consumers_tell_how_far_they_are() {
    let logs = logs().await;
    for log in logs.each() {
        let position = log.since(headwater::changes::Position::START, 2).await.unwrap()[1].position;
        let sql =
            format!("INSERT INTO hw_consumer (name, position) VALUES ('search', {position}), ('gone', 0)");
        run(log.store(), &sql).await;
        let sql = format!(
            "INSERT INTO hw_set_aside (consumer, position, error, tries, set_aside_at) \
             VALUES ('search', {position}, 'no answer', 8, '2026-11-21T09:00:00.000Z')"
        );
        run(log.store(), &sql).await;
    }
    let document = "{ changeConsumers { name position behind setAside { position error tries at } } }";
    insta::assert_json_snapshot!(ask(&logs, document, json!({})).await, @r#"
    {
      "data": {
        "changeConsumers": [
          {
            "name": "fresh",
            "position": null,
            "behind": null,
            "setAside": []
          },
          {
            "name": "gone",
            "position": "0",
            "behind": 5,
            "setAside": []
          },
          {
            "name": "search",
            "position": "3",
            "behind": 3,
            "setAside": [
              {
                "position": "3",
                "error": "no answer",
                "tries": 8,
                "at": "2026-11-21T09:00:00.000Z"
              }
            ]
          }
        ]
      }
    }
    "#);
}
