//! The SQL of writes: rows put into tables, changed and taken out, and records read as they are.
//!
//! Nothing here depends on a request's values, so that each text is written once: SQLite is given row
//! by row what PostgreSQL is given as one list. Read [`RowStatement`] first.

use std::sync::Arc;

use sea_query::{
    Alias, Expr, ExprTrait, LockType, PostgresQueryBuilder, QueryStatementWriter, SelectStatement,
    SqliteQueryBuilder, Value as Sql,
};
use serde_json::{Map, Value as Json};

use super::Dialect;
use super::value::{Encoding, encode, to_database};
use crate::filter::Bound;
use crate::model::kind::JsonForm;
use crate::model::layout::Column;
use crate::model::{Field, JOIN_POSITION, JOIN_SOURCE, JOIN_TARGET, Scalar, Value};

/// A statement that is run for any number of rows.
#[derive(Debug, Clone)]
pub struct RowStatement {
    dialect: Dialect,
    /// Takes the values of one row.
    one: Arc<str>,
    /// Takes rows as one JSON list, where that is faster than one after the other.
    many: Option<Arc<str>>,
    forms: Vec<JsonForm>,
}

/// A column of a statement.
#[derive(Debug, Clone)]
pub struct RowColumn {
    /// The column's name.
    pub name: String,
    /// The scalar whose type it has.
    pub scalar: Scalar,
}

impl From<&Column> for RowColumn {
    fn from(column: &Column) -> Self {
        Self { name: column.name.clone(), scalar: column.scalar() }
    }
}

/// PostgreSQL reads a longer list of rows in parts.
const ROWS_AT_ONCE: usize = 2_000;

impl RowStatement {
    /// Puts records in, and answers the ids of those that were not there already, by any unique index.
    pub fn insert_records(dialect: Dialect, table: &str, columns: &[RowColumn]) -> Self {
        Self::inserting(dialect, table, columns, " RETURNING \"id\"")
    }

    /// Puts rows in. A row that is there already, by any unique index, is left out.
    pub fn insert(dialect: Dialect, table: &str, columns: &[RowColumn]) -> Self {
        Self::inserting(dialect, table, columns, "")
    }

    fn inserting(dialect: Dialect, table: &str, columns: &[RowColumn], returning: &str) -> Self {
        let names = list(columns.iter().map(|column| quoted(&column.name)));
        let into = format!("INSERT INTO {} ({names})", quoted(table));
        Self::new(dialect, columns, |values, from| match from {
            None => format!("{into} VALUES ({}) ON CONFLICT DO NOTHING{returning}", list(values.iter())),
            Some(rows) => {
                format!("{into} SELECT {} FROM {rows} ON CONFLICT DO NOTHING{returning}", list(values.iter()))
            }
        })
    }

    /// Changes rows by their key, which is the last of the columns.
    pub fn update(dialect: Dialect, table: &str, columns: &[RowColumn]) -> Self {
        let table = quoted(table);
        Self::new(dialect, columns, |values, from| {
            let mut pairs =
                columns.iter().zip(values).map(|(column, value)| (quoted(&column.name), value.as_str()));
            let (key, value) = pairs.next_back().unwrap_or_default();
            let set = list(pairs.map(|(column, value)| format!("{column} = {value}")));
            match from {
                None => format!("UPDATE {table} SET {set} WHERE {key} = {value}"),
                Some(rows) => format!("UPDATE {table} AS t SET {set} FROM {rows} WHERE t.{key} = {value}"),
            }
        })
    }

    /// Takes rows out by the values of all of the columns.
    pub fn delete(dialect: Dialect, table: &str, columns: &[RowColumn]) -> Self {
        let table = quoted(table);
        Self::new(dialect, columns, |values, from| {
            let keys = columns.iter().zip(values);
            let keys = keys.map(|(column, value)| format!("t.{} = {value}", quoted(&column.name)));
            let keys = keys.collect::<Vec<_>>().join(" AND ");
            match from {
                None => format!("DELETE FROM {table} AS t WHERE {keys}"),
                Some(rows) => format!("DELETE FROM {table} AS t USING {rows} WHERE {keys}"),
            }
        })
    }

    /// Writes the text for one row and, on PostgreSQL, that for many: given the expressions of the columns'
    /// values and, for many, what the rows come from.
    fn new(
        dialect: Dialect,
        columns: &[RowColumn],
        write: impl Fn(&[String], Option<&str>) -> String,
    ) -> Self {
        let one: Vec<String> = columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let value = dialect.placeholder(place + 1);
                match (dialect, column.scalar.kind().json) {
                    (Dialect::Postgres, JsonForm::Raw) => format!("CAST({value} AS json)"),
                    _ => value,
                }
            })
            .collect();
        let many = || {
            let values: Vec<String> = (0..columns.len()).map(|place| format!("r.c{place}")).collect();
            write(&values, Some(&recordset(columns))).into()
        };
        Self {
            dialect,
            one: write(&one, None).into(),
            many: (dialect == Dialect::Postgres).then(many),
            forms: columns.iter().map(|column| column.scalar.kind().json).collect(),
        }
    }

    /// The text for so many rows.
    pub fn sql(&self, rows: usize) -> &str {
        match &self.many {
            Some(many) if rows > 1 => many,
            _ => &self.one,
        }
    }

    /// The parameters of each run of the text that the rows need.
    pub fn runs<'a>(&'a self, rows: &'a [Vec<Value>]) -> Box<dyn Iterator<Item = Vec<Sql>> + Send + 'a> {
        if self.many.is_some() && rows.len() > 1 {
            return Box::new(rows.chunks(ROWS_AT_ONCE).map(|rows| vec![Sql::String(Some(json_rows(rows)))]));
        }
        Box::new(rows.iter().map(|row| {
            let values = self.forms.iter().zip(row);
            values.map(|(form, value)| to_database(self.dialect, *form, value)).collect()
        }))
    }
}

/// `[{"c0":"a","c1":1},...]`
fn json_rows(rows: &[Vec<Value>]) -> String {
    let object = |row: &Vec<Value>| {
        let entries = row.iter().enumerate();
        let entries = entries.map(|(place, value)| (format!("c{place}"), value.to_json()));
        Json::Object(entries.collect::<Map<_, _>>())
    };
    rows.iter().map(object).collect::<Json>().to_string()
}

/// PostgreSQL's rows out of one parameter, so that the text is the same for any number of them.
fn recordset(columns: &[RowColumn]) -> String {
    let columns = columns.iter().enumerate();
    let columns = columns.map(|(place, column)| format!("c{place} {}", column.scalar.kind().postgres));
    format!("json_to_recordset(CAST($1 AS json)) AS r({})", list(columns))
}

/// How long others must wait that want to change the rows that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lock {
    /// Not at all.
    None,
    /// The rows can't be deleted.
    Keep,
    /// The rows are to be changed.
    Update,
    /// The rows are to be deleted.
    Delete,
}

/// The text of the statement that reads records whose field `by` has one of the values of its one
/// parameter: for each a JSON object of the fields as the API shows them; of a relation, the id.
pub fn images(dialect: Dialect, table: &str, fields: &[&Field], by: &Field, lock: Lock) -> String {
    let mut rows = SelectStatement::new();
    rows.expr(Expr::cust("*")).from(Alias::new(table));
    let by_column = Alias::new(by.column().unwrap_or_default());
    rows.and_where(dialect.in_list(Expr::col(by_column), Expr::cust(dialect.placeholder(1)), false));
    to_images(dialect, rows, fields, lock)
}

fn to_images(dialect: Dialect, mut rows: SelectStatement, fields: &[&Field], lock: Lock) -> String {
    // In one order, so that two who lock the same rows don't wait for each other, and both databases
    // tell of them alike.
    rows.order_by(Alias::new("id"), sea_query::Order::Asc);
    if let Some(lock) = dialect.lock(lock) {
        rows.lock(lock);
    }
    let entry = |field: &&Field| {
        let value = Expr::col((Alias::new("t"), Alias::new(field.column()?)));
        Some((field.name.clone(), dialect.shown(value, field.form())))
    };
    let select = dialect.images(rows, "t", fields.iter().filter_map(entry).collect());
    match dialect {
        Dialect::Sqlite => select.to_string(SqliteQueryBuilder),
        Dialect::Postgres => select.to_string(PostgresQueryBuilder),
    }
}

/// The text of the statement that reads the records of which the field's JSON holds one of the texts in
/// the list that is its one parameter.
pub fn mentions(dialect: Dialect, table: &str, fields: &[&Field], field: &Field) -> String {
    let mut rows = SelectStatement::new();
    rows.expr(Expr::cust("*")).from(Alias::new(table));
    let column = quoted(&field.column().unwrap_or_default());
    rows.and_where(Expr::cust(match dialect {
        Dialect::Sqlite => {
            format!("EXISTS (SELECT 1 FROM json_each(?) AS m WHERE instr({column}, m.value) > 0)")
        }
        Dialect::Postgres => {
            format!("EXISTS (SELECT 1 FROM unnest($1) AS m(value) WHERE strpos(CAST({column} AS text), m.value) > 0)")
        }
    }));
    to_images(dialect, rows, fields, Lock::None)
}

/// The text of the statement that reads the ids of a table's records, first the least.
pub fn first_ids(table: &str) -> String {
    format!("SELECT {id} FROM {} ORDER BY {id} LIMIT 2", quoted(table), id = quoted("id"))
}

/// The text of the statement that reads the rows of a join table whose column `by` has one of the
/// values of its one parameter: a JSON list of source, target and position for each.
pub fn links(dialect: Dialect, table: &str, by: &str) -> String {
    let columns = list([JOIN_SOURCE, JOIN_TARGET, JOIN_POSITION].map(quoted).into_iter());
    let condition = match dialect {
        Dialect::Sqlite => format!("{} IN (SELECT value FROM json_each(?))", quoted(by)),
        Dialect::Postgres => format!("{} = ANY($1)", quoted(by)),
    };
    let row = match dialect {
        Dialect::Sqlite => format!("json_array({columns})"),
        Dialect::Postgres => format!("CAST(json_build_array({columns}) AS text)"),
    };
    let order = list([JOIN_SOURCE, JOIN_POSITION, JOIN_TARGET].map(quoted).into_iter());
    format!("SELECT {row} FROM {} WHERE {condition} ORDER BY {order}", quoted(table))
}

/// The text of the statement that reads which records of a collection the log has changes of by this
/// transaction. Its parameters are the collection, the ids, and where a transaction has no number by
/// itself, that.
pub fn changed_here(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "SELECT DISTINCT record_id FROM hw_change WHERE collection = ? \
             AND record_id IN (SELECT value FROM json_each(?)) AND transaction_id = ?"
        }
        Dialect::Postgres => {
            "SELECT DISTINCT record_id FROM hw_change WHERE collection = $1 \
             AND record_id = ANY($2) AND transaction_id = CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
        }
    }
}

/// The one parameter of [`images`] and [`links`].
pub fn list_parameter(dialect: Dialect, form: JsonForm, values: Vec<Value>) -> Sql {
    encode(dialect, Encoding::List(form), &Bound::Many(values))
}

impl Dialect {
    /// The text of the statement that says which number a transaction has, where a row does not come
    /// by it itself: the position that its first change will have.
    pub fn transaction_number(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "SELECT CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM sqlite_sequence WHERE name = 'hw_change'",
            ),
            Self::Postgres => None,
        }
    }

    /// Whether several transactions may write at the same time.
    pub fn writes_side_by_side(self) -> bool {
        match self {
            Self::Sqlite => false,
            Self::Postgres => true,
        }
    }

    /// The text and the parameters of a statement on a system table.
    pub fn build(self, statement: &impl QueryStatementWriter) -> (String, Vec<Sql>) {
        let (sql, values) = match self {
            Self::Sqlite => statement.build(SqliteQueryBuilder),
            Self::Postgres => statement.build(PostgresQueryBuilder),
        };
        (sql, values.0)
    }

    /// The text of each row's object, row by row.
    pub(super) fn images(
        self,
        rows: SelectStatement,
        alias: &str,
        entries: super::Entries,
    ) -> SelectStatement {
        let mut objects = SelectStatement::new();
        match self {
            Self::Sqlite => {
                objects.from_subquery(rows, Alias::new(alias));
                objects.expr(self.object(entries))
            }
            Self::Postgres => {
                let (rows, object) = super::postgres::objects(rows, alias, entries);
                objects.from_subquery(rows, Alias::new("r"));
                objects.expr(object.cast_as(Alias::new("text")))
            }
        };
        objects
    }

    fn lock(self, lock: Lock) -> Option<LockType> {
        match (self, lock) {
            // One transaction writes at a time.
            (Self::Sqlite, _) | (Self::Postgres, Lock::None) => None,
            (Self::Postgres, Lock::Keep) => Some(LockType::KeyShare),
            (Self::Postgres, Lock::Update) => Some(LockType::NoKeyUpdate),
            (Self::Postgres, Lock::Delete) => Some(LockType::Update),
        }
    }
}

/// The name in the quotes of both databases. Names come from the model: letters, digits, underscores.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list(items: impl Iterator<Item = impl AsRef<str>>) -> String {
    let items: Vec<_> = items.map(|item| item.as_ref().to_owned()).collect();
    items.join(", ")
}
