//! From a random model with rows to another random model: the tables must be the same as if they
//! had been made for the second model at once, and what stays in the model keeps its values.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use headwater::model::diagnostics::SourceFile;
use headwater::model::{Model, load};
use headwater::store::sync::{self, Consent, Outcome, StepKind};
use headwater::store::{Store, StoreOptions};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::ConnectionTrait;

use super::Databases;

const TYPES: [&str; 4] = ["Alpha", "Beta", "Gamma", "Delta"];
const FIELDS: [&str; 5] = ["one", "two", "threeFour", "five", "six"];
/// Each with a literal in SQL of both databases, where rows get one.
const SCALARS: [(&str, &str); 12] = [
    ("String", "'red'"),
    ("Text", "'long'"),
    ("Slug", "'a-b'"),
    ("Int", "7"),
    ("BigInt", "9007199254740993"),
    ("Float", "2.5"),
    ("Decimal", "'12.5'"),
    ("Boolean", ""),
    ("DateTime", "'2026-11-20T09:19:13.250Z'"),
    ("Date", "'2026-11-20'"),
    ("Time", "'09:19:13.250'"),
    ("JSON", "'{\"a\":1}'"),
];
const DEFAULTS: [&str; 12] = [
    "\"new\"",
    "\"new\"",
    "\"new\"",
    "3",
    "\"4\"",
    "0.5",
    "\"1.25\"",
    "true",
    "\"2026-01-01T00:00:00Z\"",
    "\"2026-01-01\"",
    "\"08:00:00\"",
    "[1]",
];

#[derive(Debug, Clone)]
struct Types(BTreeMap<usize, TypeOf>);

#[derive(Debug, Clone)]
struct TypeOf {
    old_name: Option<usize>,
    ordered: bool,
    fields: BTreeMap<usize, FieldOf>,
}

#[derive(Debug, Clone)]
struct FieldOf {
    kind: Kind,
    required: bool,
    mark: Mark,
    old_name: Option<usize>,
    default: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Scalar(usize),
    Texts,
    Color,
    Colors,
    ToOne(usize),
    ToMany(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    Plain,
    Index,
    Unique,
}

fn types() -> impl Strategy<Value = Types> {
    let old_name = |count: usize| prop_oneof![3 => Just(None), 1 => (0..count).prop_map(Some)];
    let kind = prop_oneof![
        8 => (0..SCALARS.len()).prop_map(Kind::Scalar),
        1 => Just(Kind::Texts),
        2 => Just(Kind::Color),
        1 => Just(Kind::Colors),
        2 => (0..TYPES.len()).prop_map(Kind::ToOne),
        2 => (0..TYPES.len()).prop_map(Kind::ToMany),
    ];
    let mark = prop_oneof![3 => Just(Mark::Plain), 1 => Just(Mark::Index), 1 => Just(Mark::Unique)];
    let field = (kind, any::<bool>(), mark, old_name(FIELDS.len()), any::<bool>()).prop_map(
        |(kind, required, mark, old_name, default)| FieldOf { kind, required, mark, old_name, default },
    );
    let fields = prop::collection::btree_map(0..FIELDS.len(), field, 1..=FIELDS.len());
    let one = (old_name(TYPES.len()), any::<bool>(), fields).prop_map(|(old_name, ordered, fields)| TypeOf {
        old_name,
        ordered,
        fields,
    });
    prop::collection::btree_map(0..TYPES.len(), one, 1..=TYPES.len()).prop_map(Types)
}

impl Types {
    fn sdl(&self, colors: &str) -> String {
        let mut sdl = format!("enum Color {{ {colors} }}\n");
        for (index, of) in &self.0 {
            // The loader refuses an old name that something still has.
            let old_name = of.old_name.filter(|old| !self.0.contains_key(old));
            let old_name = old_name.map(|old| format!(" @oldName(is: \"{}\")", TYPES[old]));
            // A field that every type has.
            let order = if of.ordered { "(orderBy: { createdAt: DESC })" } else { "" };
            let old_name = old_name.unwrap_or_default();
            writeln!(sdl, "type {} @collection{order}{old_name} {{ label: String", TYPES[*index]).unwrap();
            for (index, field) in &of.fields {
                if let Some(line) = self.field(of, FIELDS[*index], field) {
                    writeln!(sdl, "  {line}").unwrap();
                }
            }
            sdl.push_str("}\n");
        }
        sdl
    }

    fn field(&self, of: &TypeOf, name: &str, field: &FieldOf) -> Option<String> {
        let required = if field.required { "!" } else { "" };
        let mut line = match field.kind {
            Kind::Scalar(scalar) => format!("{name}: {}{required}", SCALARS[scalar].0),
            Kind::Texts => format!("{name}: [String!]{required}"),
            Kind::Color => format!("{name}: Color{required}"),
            Kind::Colors => format!("{name}: [Color!]{required}"),
            Kind::ToOne(target) if self.0.contains_key(&target) => {
                format!("{name}: {}{required}", TYPES[target])
            }
            Kind::ToMany(target) if self.0.contains_key(&target) => format!("{name}: [{}!]!", TYPES[target]),
            Kind::ToOne(_) | Kind::ToMany(_) => return None,
        };
        let is_scalar = matches!(field.kind, Kind::Scalar(scalar) if SCALARS[scalar].0 != "JSON");
        match field.mark {
            Mark::Index if is_scalar || field.kind == Kind::Color => line.push_str(" @index"),
            Mark::Unique if is_scalar => line.push_str(" @unique"),
            _ => {}
        }
        if let (true, Kind::Scalar(scalar)) = (field.default, field.kind) {
            write!(line, " @default(value: {})", DEFAULTS[scalar]).unwrap();
        }
        if let Some(old) = field.old_name.filter(|old| !of.fields.contains_key(old)) {
            write!(line, " @oldName(is: \"{}\")", FIELDS[old]).unwrap();
        }
        Some(line)
    }
}

fn load_model(sdl: &str) -> Option<Model> {
    let file = SourceFile { path: "schema/model.graphql".to_owned(), text: sdl.to_owned() };
    load(&[file]).map(|loaded| loaded.model).ok()
}

/// Two rows in every table, as far as unique fields allow, each referring to the first row of its
/// target, and a link in every join table.
async fn fill(store: &Store, types: &Types, model: &Model) {
    let rows = ["r0", "r1"];
    let mut later = Vec::new();
    for (index, of) in &types.0 {
        let collection = &model.collections[TYPES[*index]];
        for row in rows {
            let mut columns = vec!["id", "created_at", "updated_at", "version", "label"]
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>();
            let time = "'2026-01-01T00:00:00.000Z'";
            let mut values = vec![
                format!("'{row}'"),
                time.to_owned(),
                time.to_owned(),
                "1".to_owned(),
                format!("'{row}'"),
            ];
            for (index, field) in &of.fields {
                let Some(known) = collection.fields.get(FIELDS[*index]) else { continue };
                let Some(column) = known.column() else {
                    let table = headwater::model::join_table_name(&collection.name, FIELDS[*index]);
                    later.push(format!("INSERT INTO {table} VALUES ('{row}', 'r0', 0)"));
                    continue;
                };
                let is_empty = row == "r1" && (!field.required || field.mark == Mark::Unique);
                let value = match field.kind {
                    _ if is_empty && !field.required => "NULL".to_owned(),
                    Kind::Scalar(scalar) if SCALARS[scalar].0 == "Boolean" => boolean(store, row == "r0"),
                    Kind::Scalar(scalar) if is_empty => other_literal(scalar),
                    Kind::Scalar(scalar) => SCALARS[scalar].1.to_owned(),
                    Kind::Texts => "'[\"a\",\"b\"]'".to_owned(),
                    Kind::Color => "'red'".to_owned(),
                    Kind::Colors => "'[\"red\",\"green\"]'".to_owned(),
                    Kind::ToOne(_) => "'r0'".to_owned(),
                    Kind::ToMany(_) => continue,
                };
                columns.push(column);
                values.push(value);
            }
            let table = &collection.table;
            let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), values.join(", "));
            later.insert(0, sql);
        }
    }
    let begin = match store.dialect() {
        headwater::query::dialect::Dialect::Sqlite => "PRAGMA defer_foreign_keys = ON",
        headwater::query::dialect::Dialect::Postgres => "SET CONSTRAINTS ALL DEFERRED",
    };
    let tx = sea_orm::TransactionTrait::begin(store.connection()).await.unwrap();
    for sql in [begin.to_owned()].iter().chain(&later) {
        tx.execute_unprepared(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    tx.commit().await.unwrap();
}

fn boolean(store: &Store, value: bool) -> String {
    match store.dialect() {
        headwater::query::dialect::Dialect::Sqlite => i32::from(value).to_string(),
        headwater::query::dialect::Dialect::Postgres => value.to_string(),
    }
}

/// A second value for unique columns.
fn other_literal(scalar: usize) -> String {
    match SCALARS[scalar].0 {
        "Int" => "8".to_owned(),
        "BigInt" => "9007199254740994".to_owned(),
        "Float" => "3.5".to_owned(),
        "Decimal" => "'13.5'".to_owned(),
        "DateTime" => "'2025-11-20T09:19:13.250Z'".to_owned(),
        "Date" => "'2025-11-20'".to_owned(),
        "Time" => "'08:19:13.250'".to_owned(),
        "JSON" => "'[]'".to_owned(),
        _ => "'green'".to_owned(),
    }
}

/// Every value of every row as text: table -> row -> column -> value.
type Contents = BTreeMap<String, BTreeMap<String, BTreeMap<String, Option<String>>>>;

static READS: AtomicU64 = AtomicU64::new(0);

async fn contents(store: &Store) -> Contents {
    let found = sync::discover(store).await.unwrap();
    let mut contents = Contents::new();
    for (name, table) in &found.tables {
        let rows = contents.entry(name.clone()).or_default();
        let key = table.primary_key.join(" || '/' || ");
        for column in table.columns.keys() {
            // Never the same text twice: a statement that was prepared before a column changed its type is
            // refused by PostgreSQL.
            let number = READS.fetch_add(1, Ordering::Relaxed);
            let sql = format!("SELECT {key}, CAST(\"{column}\" AS text) FROM \"{name}\" /* {number} */");
            let statement = sea_orm::Statement::from_string(store.connection().get_database_backend(), sql);
            for row in store.connection().query_all_raw(statement).await.unwrap() {
                let id: String = row.try_get_by_index(0).unwrap();
                let value = row.try_get_by_index(1).unwrap();
                rows.entry(id).or_default().insert(column.clone(), value);
            }
        }
    }
    contents
}

async fn delete_everything(store: &Store) {
    let found = sync::discover(store).await.unwrap();
    let tx = sea_orm::TransactionTrait::begin(store.connection()).await.unwrap();
    let mut tables = found.tables.keys().collect::<Vec<_>>();
    // Required references are RESTRICT, which can't be deferred: empty them in a few rounds.
    for _ in 0..tables.len() + 1 {
        let mut left = Vec::new();
        for table in tables {
            tx.execute_unprepared("SAVEPOINT one").await.unwrap();
            match tx.execute_unprepared(&format!("DELETE FROM \"{table}\"")).await {
                Ok(_) => tx.execute_unprepared("RELEASE one").await.unwrap(),
                Err(_) => {
                    left.push(table);
                    tx.execute_unprepared("ROLLBACK TO one").await.unwrap()
                }
            };
        }
        tables = left;
    }
    match store.dialect() {
        // A ring of required references.
        headwater::query::dialect::Dialect::Postgres if !tables.is_empty() => {
            let tables = tables.iter().map(|table| format!("\"{table}\"")).collect::<Vec<_>>().join(", ");
            tx.execute_unprepared(&format!("TRUNCATE {tables} CASCADE")).await.unwrap();
            tables.len()
        }
        _ => 0,
    };
    tx.commit().await.unwrap();
}

/// Fields of the same type and name, with the same kind, and neither renamed: what they hold must
/// not change by a single letter.
fn untouched(before: &Types, after: &Types) -> Vec<(usize, usize)> {
    let is_claimed_type = |index: usize| {
        after
            .0
            .iter()
            .any(|(other, of)| of.old_name == Some(index) && !before.0.contains_key(other) && *other != index)
    };
    let mut untouched = Vec::new();
    for (index, old) in &before.0 {
        let Some(new) = after.0.get(index) else { continue };
        if is_claimed_type(*index) {
            continue;
        }
        for (name, field) in &old.fields {
            let Some(now) = new.fields.get(name) else { continue };
            let is_claimed = new.fields.iter().any(|(other, of)| {
                of.old_name == Some(*name) && !old.fields.contains_key(other) && other != name
            });
            let stays = matches!(field.kind, Kind::Scalar(_) | Kind::Texts | Kind::Color | Kind::Colors);
            if !is_claimed && stays && field.kind == now.kind && (field.required || !now.required) {
                untouched.push((*index, *name));
            }
        }
    }
    untouched
}

fn reasons(outcome: &Outcome) -> Vec<String> {
    let (Outcome::Refused(plan) | Outcome::Applied(plan)) = outcome else { return Vec::new() };
    let refused = plan.steps.iter().filter_map(|step| match &step.kind {
        StepKind::Refused { reason, .. } => Some(format!("{}: {reason}", step.words)),
        StepKind::Destructive { .. } | StepKind::Additive | StepKind::Safe => None,
    });
    refused.collect()
}

async fn check(before: Types, after: Types) -> Result<(), TestCaseError> {
    let (first, second) = (before.sdl("red green"), after.sdl("blue @oldName(is: \"red\") green"));
    let (Some(old), Some(new)) = (load_model(&first), load_model(&second)) else {
        return Err(TestCaseError::reject("a model that can't be loaded"));
    };
    let databases = Databases::open(&StoreOptions::default()).await;
    let direct = Databases::open(&StoreOptions::default()).await;
    for (store, direct) in databases.each().into_iter().zip(direct.each()) {
        let made = sync::apply(store, &old, &first, Consent::Safe).await.unwrap();
        prop_assert!(matches!(made, Outcome::Applied(_)));
        fill(store, &before, &old).await;
        let old_contents = contents(store).await;
        let old_tables = sync::discover(store).await.unwrap();

        let mut outcome = sync::apply(store, &new, &second, Consent::Destructive).await.unwrap();
        if matches!(outcome, Outcome::Refused(_)) {
            prop_assert!(!reasons(&outcome).is_empty());
            prop_assert_eq!(&contents(store).await, &old_contents);
            prop_assert_eq!(&sync::discover(store).await.unwrap(), &old_tables);
            if is_ring(store).await {
                continue;
            }
            delete_everything(store).await;
            outcome = sync::apply(store, &new, &second, Consent::Safe).await.unwrap();
            prop_assert!(!matches!(outcome, Outcome::Refused(_)), "empty tables: {:?}", reasons(&outcome));
        } else {
            let now = contents(store).await;
            for (index, name) in untouched(&before, &after) {
                let table = headwater::model::table_name(TYPES[index]);
                let column = headwater::model::column_name(FIELDS[name]);
                for (id, row) in &old_contents[&table] {
                    // `red` became `blue`.
                    let is_color = matches!(before.0[&index].fields[&name].kind, Kind::Color | Kind::Colors);
                    let was = row[&column].as_ref().map(|text| match is_color {
                        true => text.replace("red", "blue"),
                        false => text.clone(),
                    });
                    prop_assert_eq!(&now[&table][id][&column], &was, "{}.{}", table, column);
                }
            }
        }
        sync::apply(direct, &new, &second, Consent::Safe).await.unwrap();
        let (synced, made) = (sync::discover(store).await.unwrap(), sync::discover(direct).await.unwrap());
        prop_assert_eq!(&synced, &made);
        let again = sync::status(store, &new).await.unwrap().plan;
        prop_assert!(again.is_empty() && again.drift.is_empty(), "{:?}", again);
    }
    Ok(())
}

/// Whether SQLite has a ring of required references, which can't be emptied row by row.
async fn is_ring(store: &Store) -> bool {
    matches!(store.dialect(), headwater::query::dialect::Dialect::Sqlite) && {
        let found = sync::discover(store).await.unwrap();
        found.tables.values().any(|table| table.foreign_keys.iter().any(|key| key.ends_with("restrict")))
    }
}

#[test]
fn any_model_becomes_any_other() {
    let cases = std::env::var("HEADWATER_TEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12);
    let config = Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let outcome = TestRunner::new(config)
        .run(&(types(), types()), |(before, after)| runtime.block_on(check(before, after)));
    if let Err(proptest::test_runner::TestError::Fail(reason, (before, after))) = &outcome {
        panic!(
            "{reason}\n{}\nbecomes\n{}",
            before.sdl("red green"),
            after.sdl("blue @oldName(is: \"red\") green")
        );
    }
    outcome.unwrap();
}
