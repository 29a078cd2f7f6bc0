//! The databases that Headwater speaks to, and what differs between them.
//!
//! Everything here is one small SQL expression or another: how a value is shown as JSON, how an
//! object and a list are built, how text is matched. `query::lower` composes them.

mod answer;
mod marks;
mod postgres;
mod sqlite;
mod system;
pub mod value;
pub mod write;

use sea_query::{
    Alias, Asterisk, CommonTableExpression, Expr, ExprTrait, NullOrdering, PostgresQueryBuilder,
    SelectStatement, SqlWriter, SqliteQueryBuilder,
};

pub(super) use answer::{Answer, Field, List};
pub use marks::{FORBIDDEN, MARK, MISSING};

use super::aggregate::Bucket;
use super::selection::Function;
use crate::filter::JsonType;
use crate::model::kind::JsonForm;
use crate::model::{Operator, Scalar};

/// The database that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The embedded database.
    Sqlite,
    /// For more than one machine.
    Postgres,
}

/// The column of numbered rows. No field's column can have this name.
pub(super) const ROW: &str = "#row";

/// The keys of an object with the expressions of their values, ready to be shown.
pub(super) type Entries = Vec<(String, Expr)>;

impl Dialect {
    /// SQL text with `{}` for each of the expressions.
    pub(super) fn template<const N: usize>(self, text: &str, arguments: [Expr; N]) -> Expr {
        let mut sql = String::with_capacity(text.len() + 2 * N);
        for (index, part) in text.split("{}").enumerate() {
            match (index, self) {
                (0, _) => {}
                (_, Self::Sqlite) => sql.push('?'),
                (index, Self::Postgres) => sql.push_str(&format!("${index}")),
            }
            sql.push_str(part);
        }
        Expr::cust_with_exprs(sql, arguments)
    }

    /// A constant text.
    pub(super) fn text(self, text: &str) -> Expr {
        let constant = Expr::Constant(text.into());
        match self {
            Self::Sqlite => constant,
            Self::Postgres => constant.cast_as(Alias::new("text")),
        }
    }

    /// A stored value as an object's value.
    pub(super) fn shown(self, value: Expr, form: JsonForm) -> Expr {
        match self {
            Self::Sqlite => sqlite::shown(value, form),
            Self::Postgres => postgres::shown(value, form),
        }
    }

    /// The value of a JSON object's key, as a column of the form would hold it.
    pub(super) fn member(self, json: Expr, key: &str, form: JsonForm) -> Expr {
        match self {
            Self::Sqlite => sqlite::member(json, key, form),
            Self::Postgres => postgres::member(json, key, form),
        }
    }

    /// The value of a JSON object's key as JSON; null when the key is missing.
    pub(super) fn member_shown(self, json: Expr, key: &str) -> Expr {
        match self {
            Self::Sqlite => self.template("{} -> {}", [json, Expr::Constant(format!("$.{key}").into())]),
            Self::Postgres => self.template("{} -> {}", [json, Expr::Constant(key.into())]),
        }
    }

    /// An object of the entries.
    pub(super) fn object(self, entries: Entries) -> Expr {
        match self {
            Self::Sqlite => sqlite::object(entries),
            Self::Postgres => postgres::object(entries),
        }
    }

    /// The object of the one row, or null when there is none.
    pub(super) fn record(self, rows: SelectStatement, entries: Entries) -> Expr {
        match self {
            Self::Sqlite => sqlite::record(rows, entries),
            Self::Postgres => postgres::record(rows, entries),
        }
    }

    /// The list of the rows' objects, in the rows' order.
    pub(super) fn records(self, list: List) -> Expr {
        let List { rows, alias, entries } = list;
        match self {
            Self::Sqlite => sqlite::records(rows, &alias, entries),
            Self::Postgres => postgres::records(rows, &alias, entries),
        }
    }

    /// Whether a search for related records should be written as a list to be in, so that the
    /// database starts there: SQLite looks at each record's own for `EXISTS`, and PostgreSQL finds
    /// the better way by its statistics.
    pub(super) fn wants_lists(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// The list of an expression's value for each row, in the rows' order.
    pub(super) fn list(self, rows: SelectStatement, item: Expr) -> Expr {
        match self {
            Self::Sqlite => sqlite::list(rows, item),
            Self::Postgres => postgres::list(rows, item),
        }
    }

    /// A parameter of JSON text as JSON.
    pub(super) fn json(self, text: Expr) -> Expr {
        match self {
            Self::Sqlite => text,
            Self::Postgres => text.cast_as(Alias::new("json")),
        }
    }

    /// The items of a JSON list as rows with the columns `value` and `position`.
    pub(super) fn items(self, list: Expr, objects: bool) -> SelectStatement {
        match self {
            Self::Sqlite => sqlite::items(list),
            Self::Postgres => postgres::items(list, objects),
        }
    }

    /// The number of a JSON list's items; null for no list.
    pub(super) fn length(self, list: Expr) -> Expr {
        self.template("json_array_length({})", [list])
    }

    /// Writes the statement's text.
    pub(super) fn write(self, select: &SelectStatement, text: &mut impl SqlWriter) {
        match self {
            Self::Sqlite => select.build_collect_any_into(&SqliteQueryBuilder, text),
            Self::Postgres => select.build_collect_any_into(&PostgresQueryBuilder, text),
        }
    }

    /// The placeholder of the parameter that stands at this place, counted from 1.
    pub(super) fn placeholder(self, place: usize) -> String {
        match self {
            Self::Sqlite => "?".to_owned(),
            Self::Postgres => format!("${place}"),
        }
    }

    /// Whether the tables of a `CROSS JOIN` are joined in the order they are written in. SQLite's
    /// planner does not see that a join may bring rows in order.
    pub(super) fn joins_as_written(self) -> bool {
        match self {
            Self::Sqlite => true,
            Self::Postgres => false,
        }
    }

    /// The number of a row in its table, if that is the fastest way back to it.
    pub(super) fn place(self, alias: &str) -> Option<Expr> {
        match self {
            // No field's column can have this name, unlike `rowid`.
            Self::Sqlite => Some(Expr::col((Alias::new(alias), Alias::new("_rowid_")))),
            Self::Postgres => None,
        }
    }

    /// Whether a limit should stand in the text: PostgreSQL keeps a plan only if it is as good as
    /// one made for the values, and without knowing a limit it plans for a tenth of the rows.
    pub(super) fn wants_known_limit(self) -> bool {
        match self {
            Self::Sqlite => false,
            Self::Postgres => true,
        }
    }

    /// The limited rows, found without regard to a further limit or offset around them. Under a limit
    /// that it does not know PostgreSQL would plan as if a tenth of them were wanted. SQLite 3.51
    /// skips a row once for every related one when it has made a join of `EXISTS`.
    pub(super) fn fenced(self, rows: SelectStatement, name: &str) -> SelectStatement {
        let mut all = SelectStatement::new();
        all.column(Asterisk);
        match self {
            Self::Sqlite => all.from_subquery(rows, Alias::new(name)),
            Self::Postgres => {
                let mut expression = CommonTableExpression::new();
                expression.table_name(Alias::new(name)).query(rows).materialized(true);
                all.from(Alias::new(name)).with_cte(expression)
            }
        };
        all
    }

    /// The list of an expression's values for those rows of the statement that meet the condition.
    pub(super) fn gathered(self, item: Expr, condition: Option<Expr>) -> Expr {
        let [all, some] = match self {
            Self::Sqlite => ["json_group_array({})", "json_group_array({}) FILTER (WHERE {})"],
            Self::Postgres => [
                "coalesce(array_to_json(array_agg({})), '[]')",
                "coalesce(array_to_json(array_agg({}) FILTER (WHERE {})), '[]')",
            ],
        };
        match condition {
            None => self.template(all, [item]),
            Some(condition) => self.template(some, [item, condition]),
        }
    }

    /// The rows of a page with their numbers in the column [`ROW`], from 1. `beyond` is the number
    /// of a row that lies beyond the page: it has none.
    pub(super) fn numbered(self, rows: SelectStatement, beyond: Expr) -> SelectStatement {
        let mut numbered = SelectStatement::new();
        numbered.column(Asterisk).from_subquery(rows, Alias::new("k"));
        let number = self.template("nullif(row_number() OVER (), {})", [beyond.clone()]);
        numbered.expr_as(number, Alias::new(ROW));
        if self == Self::Postgres {
            let last = self.template("least(count(*) OVER (), {} - 1)", [beyond]);
            numbered.expr_as(last, Alias::new(postgres::LAST));
        }
        numbered
    }

    /// Whether there is a row beyond the page among numbered rows.
    pub(super) fn overflows(self, row: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("count(*) > count({})", [row]),
            Self::Postgres => self.template("coalesce(bool_or({} IS NULL), FALSE)", [row]),
        }
    }

    /// A text of the first of the numbered rows under the alias.
    pub(super) fn of_first(self, text: Expr, alias: &str) -> Expr {
        let row = Expr::col((Alias::new(alias), Alias::new(ROW)));
        match self {
            Self::Sqlite => self.template("group_concat({}) FILTER (WHERE {} = 1)", [text, row]),
            Self::Postgres => self.template("string_agg({}, '') FILTER (WHERE {} = 1)", [text, row]),
        }
    }

    /// A text of the last of the numbered rows under the alias that is on the page.
    pub(super) fn of_last(self, text: Expr, alias: &str) -> Expr {
        let row = Expr::col((Alias::new(alias), Alias::new(ROW)));
        match self {
            Self::Sqlite => sqlite::of_last(text, row),
            Self::Postgres => {
                let last = Expr::col((Alias::new(alias), Alias::new(postgres::LAST)));
                self.template("string_agg({}, '') FILTER (WHERE {} = {})", [text, row, last])
            }
        }
    }

    /// Text in lower case, for all of Unicode.
    pub(super) fn lower(self, text: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("hw_lower({})", [text]),
            Self::Postgres => self.template(r#"(lower({} COLLATE "und-x-icu") COLLATE "C")"#, [text]),
        }
    }

    /// Whether a text matches a pattern made by `value::encode`.
    pub(super) fn matches(self, text: Expr, pattern: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("{} GLOB {}", [text, pattern]),
            Self::Postgres => self.template("{} LIKE {}", [text, pattern]),
        }
    }

    /// Whether a value is one of a list's, or none of them.
    pub(super) fn in_list(self, value: Expr, list: Expr, negated: bool) -> Expr {
        match (self, negated) {
            (Self::Sqlite, false) => self.template("{} IN (SELECT value FROM json_each({}))", [value, list]),
            (Self::Sqlite, true) => {
                self.template("{} NOT IN (SELECT value FROM json_each({}))", [value, list])
            }
            (Self::Postgres, false) => self.template("{} = ANY({})", [value, list]),
            (Self::Postgres, true) => self.template("{} <> ALL({})", [value, list]),
        }
    }

    /// Whether a JSON list has every one, or some, of a JSON list's items; null for no list.
    pub(super) fn list_has(self, list: Expr, operator: Operator, wanted: Expr) -> Expr {
        let text = match (self, operator == Operator::HasSome) {
            (Self::Sqlite, true) => {
                "CASE WHEN {} IS NOT NULL THEN EXISTS (SELECT 1 FROM json_each({}) w \
                 WHERE w.value IN (SELECT value FROM json_each({}))) END"
            }
            // Among nulls a value is neither there nor missing.
            (Self::Sqlite, false) => {
                "CASE WHEN {} IS NOT NULL THEN NOT EXISTS (SELECT 1 FROM json_each({}) w \
                 WHERE (w.value IN (SELECT value FROM json_each({}))) IS NOT TRUE) END"
            }
            (Self::Postgres, true) => {
                "CASE WHEN {} IS NOT NULL THEN EXISTS (SELECT 1 FROM jsonb_array_elements(CAST({} AS jsonb)) w \
                 WHERE CAST({} AS jsonb) @> w.value) END"
            }
            (Self::Postgres, false) => {
                return self.template("CAST({} AS jsonb) @> CAST({} AS jsonb)", [list, wanted]);
            }
        };
        self.template(text, [list.clone(), wanted, list])
    }

    /// The distance in meters of a point column from a place.
    pub(super) fn distance(self, point: Expr, lat: Expr, lng: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("hw_distance({}, {}, {})", [point, lat, lng]),
            Self::Postgres => postgres::distance(point, lat, lng),
        }
    }

    /// Whether a point column lies in a polygon.
    pub(super) fn in_polygon(self, point: Expr, polygon: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("hw_within_polygon({}, {}) = 1", [point, polygon]),
            Self::Postgres => {
                let coordinate = |name| self.member(point.clone(), name, JsonForm::Float);
                let arguments = [polygon, coordinate("lng"), coordinate("lat")];
                self.template("CAST({} AS polygon) @> point({}, {})", arguments)
            }
        }
    }

    /// Whether there is something, be it null, at a place inside JSON.
    pub(super) fn path_exists(self, json: Expr, path: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("json_type({}, {}) IS NOT NULL", [json, path]),
            Self::Postgres => self.template("(CAST({} AS jsonb) #> {}) IS NOT NULL", [json, path]),
        }
    }

    /// Whether a place inside JSON is missing or null.
    pub(super) fn path_is_null(self, json: Expr, path: Expr) -> Expr {
        match self {
            Self::Sqlite => self.template("coalesce(json_type({}, {}), 'null') = 'null'", [json, path]),
            Self::Postgres => self.template("(CAST({} AS jsonb) #>> {}) IS NULL", [json, path]),
        }
    }

    /// Whether a place inside JSON is `true` or `false`.
    pub(super) fn path_is(self, json: Expr, path: Expr, value: bool) -> Expr {
        match self {
            Self::Sqlite => {
                self.template(&format!("coalesce(json_type({{}}, {{}}) = '{value}', FALSE)"), [json, path])
            }
            Self::Postgres => self.template(
                &format!("coalesce((CAST({{}} AS jsonb) #> {{}}) = CAST('{value}' AS jsonb), FALSE)"),
                [json, path],
            ),
        }
    }

    /// A condition on a place inside JSON; false when something of another type is there. The
    /// condition is built on the place's value.
    pub(super) fn path_value(
        self,
        json: Expr,
        path: Expr,
        wanted: JsonType,
        condition: impl FnOnce(Expr) -> Expr,
    ) -> Expr {
        let [test, value] = match (self, wanted) {
            (Self::Sqlite, JsonType::Number) => {
                ["json_type({}, {}) IN ('integer', 'real')", "json_extract({}, {})"]
            }
            (Self::Sqlite, JsonType::Text) => ["json_type({}, {}) = 'text'", "json_extract({}, {})"],
            (Self::Postgres, JsonType::Number) => [
                "jsonb_typeof(CAST({} AS jsonb) #> {}) = 'number'",
                "CAST(CAST({} AS jsonb) #>> {} AS double precision)",
            ],
            (Self::Postgres, JsonType::Text) => [
                "jsonb_typeof(CAST({} AS jsonb) #> {}) = 'string'",
                r#"(CAST({} AS jsonb) #>> {}) COLLATE "C""#,
            ],
        };
        let test = self.template(test, [json.clone(), path.clone()]);
        let value = self.template(value, [json, path]);
        Expr::case(test, condition(value)).finally(Expr::cust("FALSE")).into()
    }

    /// A condition as an object's value.
    pub(super) fn truth(self, condition: Expr) -> Expr {
        match self {
            Self::Sqlite => {
                self.template("CASE WHEN {} THEN json('true') ELSE json('false') END", [condition])
            }
            Self::Postgres => condition,
        }
    }

    /// The cursor of a record: the order's mark and the values of its keys.
    pub(super) fn cursor(self, mark: &str, keys: Vec<Expr>) -> Expr {
        match self {
            Self::Sqlite => sqlite::cursor(mark, keys),
            Self::Postgres => postgres::cursor(mark, keys),
        }
    }

    /// The start of the span of time that a date lies in, in the column's own type.
    pub(super) fn bucket(self, value: Expr, form: JsonForm, bucket: Bucket) -> Expr {
        match self {
            Self::Sqlite => sqlite::bucket(value, form, bucket),
            Self::Postgres => postgres::bucket(value, form, bucket),
        }
    }

    /// An aggregate function over a column of the scalar (none for enums and relations).
    pub(super) fn aggregate(self, function: Function, value: Expr, scalar: Option<Scalar>) -> Expr {
        match self {
            Self::Sqlite => sqlite::aggregate(function, value, scalar),
            Self::Postgres => postgres::aggregate(function, value, scalar),
        }
    }

    /// An aggregate's value as it is compared and ordered by.
    pub(super) fn comparable(self, aggregate: Expr, form: JsonForm) -> Expr {
        match (self, form) {
            (Self::Sqlite, JsonForm::DecimalText) => self.template("{} COLLATE HW_DECIMAL", [aggregate]),
            (Self::Sqlite, JsonForm::IntegerText) => aggregate.cast_as(Alias::new("NUMERIC")),
            _ => aggregate,
        }
    }

    /// Where nulls must be said to go, when the database would put them elsewhere by itself.
    pub(super) fn nulls(self, descending: bool, nulls_first: bool) -> Option<NullOrdering> {
        let by_itself = match self {
            Self::Sqlite => !descending,
            Self::Postgres => descending,
        };
        let wanted = if nulls_first { NullOrdering::First } else { NullOrdering::Last };
        (by_itself != nulls_first).then_some(wanted)
    }
}

/// Joins expressions as a balanced tree: databases limit how deep an expression may be.
pub(super) fn balanced(mut parts: Vec<Expr>, join: &dyn Fn(Expr, Expr) -> Expr) -> Option<Expr> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let right = parts.split_off(parts.len() / 2);
    Some(join(balanced(parts, join)?, balanced(right, join)?))
}

/// The object's JSON text, put together piece by piece: for what the databases' own functions
/// can't hold.
fn concatenated(entries: Entries, shown: impl Fn(Expr) -> Expr) -> Option<Expr> {
    let mut parts = Vec::with_capacity(entries.len() * 2 + 1);
    for (index, (key, value)) in entries.into_iter().enumerate() {
        let opening = if index == 0 { '{' } else { ',' };
        parts.push(Expr::Constant(format!("{opening}\"{key}\":").into()));
        parts.push(shown(value));
    }
    parts.push(Expr::Constant("}".into()));
    balanced(parts, &|left, right| left.binary(sea_query::BinOper::Custom("||"), right))
}
