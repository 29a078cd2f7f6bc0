//! Rows of system tables as JSON texts, so that they can be read wherever a statement may answer text.
//!
//! Read [`Dialect::system_rows`] first.

use sea_query::{Alias, Expr, ExprTrait, Func, IntoColumnRef, SelectStatement, Value as Sql};

use super::Dialect;
use crate::model::Field;

impl Dialect {
    /// The statement that answers for each of the rows a JSON object of those of its columns, which are
    /// texts and numbers.
    pub fn system_rows(self, rows: SelectStatement, columns: &[String]) -> SelectStatement {
        let entry = |column: &String| {
            let value = Expr::col((Alias::new("t"), Alias::new(column.clone())));
            (column.clone(), value)
        };
        self.images(rows, "t", columns.iter().map(entry).collect())
    }

    /// The text and the parameters of a statement that answers one text: the JSON object of the one row, or
    /// `null` when there is none. Each entry is a key and its value as [`Dialect::shown_field`] or
    /// [`Dialect::nested`] give it, or a column that holds text or a number.
    pub fn system_object(self, rows: SelectStatement, entries: Vec<(String, Expr)>) -> (String, Vec<Sql>) {
        let object = self.record(rows, entries).cast_as(Alias::new("text"));
        let mut select = SelectStatement::new();
        select.expr(Func::coalesce([object, Expr::Constant("null".into())]));
        self.build(&select)
    }

    /// A content field's value as the API shows it; of a to-one relation the id. None for one that has no
    /// column in the collection's table.
    pub fn shown_field(self, table: &'static str, field: &Field) -> Option<(String, Expr)> {
        let value = Expr::col((Alias::new(table), Alias::new(field.column()?)).into_column_ref());
        Some((field.name.clone(), self.shown(value, field.form())))
    }

    /// Whether a JSON object has this key, which is a name, whatever its value.
    pub fn has_member(self, json: Expr, key: &str) -> Expr {
        self.member_shown(json, key).is_not_null()
    }

    /// An object in an object.
    pub fn nested(self, entries: Vec<(String, Expr)>) -> Expr {
        self.object(entries)
    }
}
