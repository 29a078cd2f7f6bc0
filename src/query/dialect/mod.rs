//! The databases that Headwater speaks to, and what differs between them.
//!
//! Everything here is one small SQL expression or another: how a value is shown as JSON, how an
//! object and a list are built, how text is matched. `query::lower` composes them.

mod postgres;
mod sqlite;
pub mod value;

use sea_query::{
    Alias, Expr, ExprTrait, NullOrdering, PostgresQueryBuilder, SelectStatement, SqliteQueryBuilder, Values,
};

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

/// The keys of an object with the expressions of their values, ready to be shown.
pub(super) type Entries = Vec<(String, Expr)>;

/// The JSON text that stands for a null where the API promises a value: `query::complete` finds it
/// and does what GraphQL asks for. No stored text can hold U+0000, so none can look like it.
pub const MISSING: &str = r#""\u0000""#;

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

    /// The mark for a null where a value is promised.
    pub(super) fn missing(self) -> Expr {
        let mark = Expr::Constant(MISSING.into());
        match self {
            Self::Sqlite => self.template("json({})", [mark]),
            Self::Postgres => Expr::cust(format!("CAST('{MISSING}' AS json)")),
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

    /// The list of the rows' objects, in the rows' order. `alias` names the rows' table, whose
    /// columns the entries use.
    pub(super) fn records(self, rows: SelectStatement, alias: &str, entries: Entries) -> Expr {
        match self {
            Self::Sqlite => sqlite::records(rows, alias, entries),
            Self::Postgres => postgres::records(rows, entries),
        }
    }

    /// The list of an expression's value for each row, in the rows' order.
    pub(super) fn list(self, rows: SelectStatement, item: Expr) -> Expr {
        match self {
            Self::Sqlite => sqlite::list(rows, item),
            Self::Postgres => postgres::list(rows, item),
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

    /// The finished statement: one row with one text.
    pub(super) fn answer(self, entries: Entries) -> SelectStatement {
        match self {
            Self::Sqlite => SelectStatement::new().expr(sqlite::object(entries)).to_owned(),
            Self::Postgres => {
                SelectStatement::new().expr(postgres::object(entries).cast_as(Alias::new("text"))).to_owned()
            }
        }
    }

    /// The statement's text, and its values in the order of the placeholders.
    pub(super) fn text_of(self, select: &SelectStatement) -> (String, Values) {
        match self {
            Self::Sqlite => select.build(SqliteQueryBuilder),
            Self::Postgres => select.build(PostgresQueryBuilder),
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

    /// Whether a JSON list has every one, or some, of a JSON list's items.
    pub(super) fn list_has(self, list: Expr, operator: Operator, wanted: Expr) -> Expr {
        let text = match (self, operator == Operator::HasSome) {
            (Self::Sqlite, true) => {
                "EXISTS (SELECT 1 FROM json_each({}) h WHERE h.value IN (SELECT value FROM json_each({})))"
            }
            (Self::Sqlite, false) => {
                return self.template(
                    "({} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM json_each({}) w \
                     WHERE w.value NOT IN (SELECT value FROM json_each({}))))",
                    [list.clone(), wanted, list],
                );
            }
            (Self::Postgres, true) => {
                return self.template(
                    "EXISTS (SELECT 1 FROM jsonb_array_elements(CAST({} AS jsonb)) w \
                     WHERE CAST({} AS jsonb) @> w.value)",
                    [wanted, list],
                );
            }
            (Self::Postgres, false) => "CAST({} AS jsonb) @> CAST({} AS jsonb)",
        };
        self.template(text, [list, wanted])
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
