//! How long changes are kept, and for whom longer.

use chrono::{DateTime, Utc};
use headwater::changes::{Log, Position, Retention, retain};
use headwater::query::dialect::Dialect;

use super::{Logs, entry, ids_since, run};
use crate::support::asking::read_text;

const NOW: &str = "2026-11-21T12:00:00Z";

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// A change of that many days ago.
async fn note(log: &Log, collection: &str, id: &str, days: i64) {
    let at = (now() - chrono::TimeDelta::days(days)).to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    let sql = entry(collection, id, log.store().dialect());
    let sql = sql.replacen("(", "(at, ", 1).replacen("VALUES (", &format!("VALUES ('{at}', "), 1);
    run(log.store(), &sql).await;
}

async fn story(log: &Log) {
    for (collection, id, days) in
        [("Post", "p40", 40), ("Tag", "t40", 40), ("Log", "l40", 40), ("Post", "p20", 20), ("Tag", "t20", 20)]
    {
        note(log, collection, id, days).await;
    }
    note(log, "Post", "p0", 0).await;
}

fn rules(keep_days: u32, of: &[(&str, u32)]) -> Retention {
    let keep_days_of = of.iter().map(|(collection, days)| ((*collection).to_owned(), *days)).collect();
    Retention { keep_days, keep_days_of }
}

#[tokio::test]
async fn old_changes_go_by_the_rule_of_their_collection() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let cases = [
            (rules(0, &[]), "p40 t40 l40 p20 t20 p0"),
            (rules(30, &[("Log", 0), ("Tag", 10)]), "l40 p20 p0"),
            (rules(0, &[("Post", 30)]), "t40 l40 p20 t20 p0"),
            (rules(365, &[]), "p40 t40 l40 p20 t20 p0"),
            (rules(10, &[]), "p0"),
        ];
        for (rules, kept) in cases {
            run(log.store(), "DELETE FROM hw_change").await;
            story(log).await;
            let removed = retain(log, &rules, &[], now()).await.unwrap();
            assert_eq!(ids_since(log, Position::START).await.join(" "), kept, "{rules:?}");
            assert_eq!(removed as usize, 6 - kept.split(' ').count());
        }
    }
}

#[tokio::test]
async fn nothing_goes_that_a_consumer_still_needs() {
    let logs = Logs::open().await;
    for log in logs.each() {
        story(log).await;
        let third = log.since(Position::START, 3).await.unwrap()[2].position;
        let store = log.store();
        run(
            store,
            &format!(
                "INSERT INTO hw_consumer (name, position) VALUES ('slow', {third}), ('fast', {third} + 3)"
            ),
        )
        .await;
        let consumers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let rules = rules(10, &[]);
        retain(log, &rules, &consumers(&["fast", "slow", "new"]), now()).await.unwrap();
        assert_eq!(ids_since(log, Position::START).await.join(" "), "p40 t40 l40 p20 t20 p0");
        retain(log, &rules, &consumers(&["fast", "slow"]), now()).await.unwrap();
        assert_eq!(ids_since(log, Position::START).await.join(" "), "p20 t20 p0");
        // One that is registered no more needs nothing.
        retain(log, &rules, &consumers(&["fast"]), now()).await.unwrap();
        assert_eq!(ids_since(log, Position::START).await.join(" "), "p0");
    }
}

#[tokio::test]
async fn many_go_a_few_at_a_time() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let (column, number) = match log.store().dialect() {
            Dialect::Sqlite => ("transaction_id, ", "0, "),
            Dialect::Postgres => ("", ""),
        };
        let sql = format!(
            "INSERT INTO hw_change ({column}at, collection, record_id, operation) \
             WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1750) \
             SELECT {number}CAST('2026-01-01T00:00:00.000Z' AS {}), 'Tag', CAST(n AS text), 'DELETE' FROM numbers",
            if number.is_empty() { "timestamptz" } else { "text" }
        );
        run(log.store(), &sql).await;
        note(log, "Tag", "new", 0).await;
        let commits = log.store().commits();
        assert_eq!(retain(log, &rules(30, &[("Post", 3)]), &[], now()).await.unwrap(), 1750);
        assert!(log.store().commits() - commits >= 4);
        assert_eq!(ids_since(log, Position::START).await, ["new"]);
    }
}

#[tokio::test]
async fn requests_are_forgotten_after_a_day() {
    let logs = Logs::open().await;
    for log in logs.each() {
        let sql = "INSERT INTO hw_idempotency (actor, key, fingerprint, created_at) VALUES \
                   ('', 'old', 'f', '2026-11-20T11:59:59.999Z'), ('a', 'old', 'f', '2026-11-01T00:00:00.000Z'), \
                   ('', 'new', 'f', '2026-11-20T12:00:00.001Z')";
        run(log.store(), sql).await;
        retain(log, &rules(0, &[]), &[], now()).await.unwrap();
        let kept = read_text(log.store(), "SELECT string_agg(key, ' ') FROM hw_idempotency", &[]).await;
        assert_eq!(kept.unwrap(), "new");
    }
}
