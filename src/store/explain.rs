//! What the database says of how it will run a statement.

use std::collections::HashMap;

use sea_orm::Value;

use super::{ReadStatement, Readers, Store, StoreError};

/// The database's plan for a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabasePlan {
    /// The plan for people, a step to a line, indented as steps are inside others.
    pub lines: Vec<String>,
    /// The tables that are read as a whole, because no index serves or because they are small.
    pub full_scans: Vec<String>,
}

impl Store {
    /// Asks the database how it will run the statement with those values. The statement is not run.
    pub async fn explain(
        &self,
        statement: &ReadStatement,
        values: &[Value],
    ) -> Result<DatabasePlan, StoreError> {
        match &self.readers {
            Readers::Sqlite(readers) => {
                let steps = readers.explain(statement.sql(), values)?;
                Ok(of_sqlite(&steps, statement.sql()))
            }
            Readers::Postgres(readers) => Ok(of_postgres(readers.explain(statement.sql(), values).await?)),
        }
    }
}

/// A row of SQLite's `EXPLAIN QUERY PLAN`: <https://sqlite.org/eqp.html>
#[derive(Debug)]
pub(super) struct Step {
    pub id: i64,
    pub parent: i64,
    pub detail: String,
}

fn of_sqlite(steps: &[Step], sql: &str) -> DatabasePlan {
    let mut depths: HashMap<i64, usize> = HashMap::new();
    let mut plan = DatabasePlan { lines: Vec::with_capacity(steps.len()), full_scans: Vec::new() };
    for Step { id, parent, detail } in steps {
        let depth = depths.get(parent).map_or(0, |depth| depth + 1);
        depths.insert(*id, depth);
        plan.lines.push(format!("{}{detail}", "  ".repeat(depth)));
        // `SCAN t1`: what follows a name would be an index or a virtual table.
        let scanned = detail.strip_prefix("SCAN ").filter(|name| !name.contains(' '));
        let table = scanned.and_then(|alias| table_of(alias, sql));
        plan.full_scans.extend(table.filter(|table| !plan.full_scans.contains(table)));
    }
    plan
}

/// The table of an alias. None for subqueries.
fn table_of(alias: &str, sql: &str) -> Option<String> {
    let (before, _) = sql.split_once(&format!("\" AS \"{alias}\""))?;
    before.rsplit_once('"').map(|(_, table)| table.to_owned())
}

fn of_postgres(lines: Vec<String>) -> DatabasePlan {
    let mut full_scans: Vec<String> = Vec::new();
    for line in &lines {
        let scanned = line.split_once("Seq Scan on ").and_then(|(_, rest)| rest.split([' ', '(']).next());
        let table = scanned.map(|name| name.trim_matches('"').to_owned());
        full_scans.extend(table.filter(|table| !full_scans.contains(table)));
    }
    DatabasePlan { lines, full_scans }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_sqlite_are_indented_and_scans_named() {
        let step = |id, parent, detail: &str| Step { id, parent, detail: detail.to_owned() };
        let steps = [
            step(1, 0, "SCALAR SUBQUERY 2"),
            step(4, 1, "SCAN t1"),
            step(9, 1, "SEARCH t2 USING INDEX post__slug__key (slug=?)"),
            step(12, 0, "SCAN t3 USING INDEX post__views__idx"),
            step(13, 0, "SCAN p1"),
        ];
        let sql = r#"SELECT 1 FROM (SELECT 1 FROM "post" AS "t1" JOIN "post" AS "t2"), "tag" AS "t3", (SELECT 1) AS "p1""#;
        let plan = of_sqlite(&steps, sql);
        assert_eq!(plan.full_scans, ["post"]);
        assert_eq!(
            plan.lines[..3],
            ["SCALAR SUBQUERY 2", "  SCAN t1", "  SEARCH t2 USING INDEX post__slug__key (slug=?)",]
        );
    }

    #[test]
    fn scans_of_postgresql_are_named() {
        let lines = [
            "Limit  (cost=0.00..1.00)",
            "  ->  Seq Scan on post t1  (cost=0.00..9.00)",
            "  ->  Index Scan using a on b",
        ];
        let plan = of_postgres(lines.map(str::to_owned).into());
        assert_eq!(plan.full_scans, ["post"]);
    }
}
