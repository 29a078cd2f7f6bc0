//! Questions to the log: a record's past, and who did what when.

use chrono::{DateTime, Utc};
use headwater::changes::{Change, ChangeFilter, Operation, Position};

use super::{Logs, note, story};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// `Tag a UPDATE`, for each.
fn shown(changes: &[Change]) -> String {
    let shown = changes
        .iter()
        .map(|change| format!("{} {} {}", change.collection, change.id, change.operation.name()));
    shown.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn record_tells_its_past() {
    let logs = Logs::open().await;
    for log in logs.each() {
        story(log).await;
        let past = log.history("Tag", "a", 10, None).await.unwrap();
        assert_eq!(shown(&past), "Tag a DELETE, Tag a UPDATE, Tag a CREATE");
        let [deleted, updated, created] = &past[..] else { panic!("three changes") };
        assert_eq!(created.before, None);
        let after = created.after.as_ref().unwrap();
        assert_eq!(serde_json::to_string(after).unwrap(), r#"{"label":"one","n":[1]}"#);
        assert_eq!(updated.after.as_ref().unwrap()["label"], serde_json::Value::Null);
        assert_eq!(deleted.after, None);
        assert_eq!((updated.version, updated.operation), (Some(2), Operation::Update));
        assert_eq!(updated.at, moment("2026-11-21T09:01:00Z"));
        assert_eq!((updated.actor.as_deref(), updated.request_id.as_deref()), (Some("admin"), Some("r1")));
        assert_eq!(updated.transaction, "7");
        let page = log.history("Tag", "a", 1, Some(deleted.position)).await.unwrap();
        assert_eq!(page, std::slice::from_ref(updated));
    }
}

#[tokio::test]
async fn filters_narrow_the_answer_together() {
    let logs = Logs::open().await;
    for log in logs.each() {
        story(log).await;
        let all = ChangeFilter::default();
        let asked = [
            (all.clone(), "Tag a DELETE, Post a CREATE, Tag b CREATE, Tag a UPDATE, Tag a CREATE"),
            (ChangeFilter { actor: Some("eve".into()), ..all.clone() }, "Tag a DELETE, Post a CREATE"),
            (
                ChangeFilter { id: Some("a".into()), actor: Some("eve".into()), ..all.clone() },
                "Tag a DELETE, Post a CREATE",
            ),
            (
                ChangeFilter {
                    collections: Some(vec!["Tag".into()]),
                    since: Some(moment("2026-11-21T09:01:00Z")),
                    until: Some(moment("2026-11-21T09:04:00Z")),
                    ..all.clone()
                },
                "Tag b CREATE, Tag a UPDATE",
            ),
            (
                ChangeFilter {
                    since: Some(moment("2026-11-21T09:00:59.999Z")),
                    until: Some(moment("2026-11-21T09:01:00.001Z")),
                    ..all.clone()
                },
                "Tag a UPDATE",
            ),
            (
                ChangeFilter { operations: Some(vec![Operation::Update, Operation::Delete]), ..all.clone() },
                "Tag a DELETE, Tag a UPDATE",
            ),
            (ChangeFilter { operations: Some(Vec::new()), ..all.clone() }, ""),
            (ChangeFilter { field: Some("n".into()), ..all.clone() }, "Tag a DELETE, Tag a CREATE"),
            (
                ChangeFilter { field: Some("label".into()), ..all.clone() },
                "Tag b CREATE, Tag a UPDATE, Tag a CREATE",
            ),
            (ChangeFilter { field: Some("lab".into()), ..all.clone() }, ""),
            (ChangeFilter { collections: Some(Vec::new()), ..all }, ""),
        ];
        for (filter, expected) in asked {
            assert_eq!(shown(&log.audit(&filter, 10, None).await.unwrap()), expected, "{filter:?}");
        }
    }
}

#[tokio::test]
async fn waiting_ends_when_somebody_wakes() {
    let logs = Logs::open().await;
    let log = &logs.sqlite;
    assert_eq!(log.last().await.unwrap(), Position::START);
    let mut wakes = log.wakes();
    note(log, "Tag", &["a"]).await;
    log.clone().wake();
    wakes.changed().await.unwrap();
    assert!(log.last().await.unwrap() > Position::START);
    assert!(log.knows("Tag").await.unwrap() && !log.knows("Post").await.unwrap());
    assert_eq!("12".parse(), Ok(Position(12)));
    assert_eq!(Position(12).to_string(), "12");
}
