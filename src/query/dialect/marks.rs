//! The marks that statements leave in an answer for `query::complete`: where a value is missing, or may not be
//! seen.

use sea_query::Expr;

use super::Dialect;

/// The JSON text that stands for a null where the API promises a value: `query::complete` finds it
/// and does what GraphQL asks for. No stored text can hold U+0000, so none can look like it.
pub const MISSING: &str = r#""\u0000""#;
/// The same for a value that whoever asks may not see.
pub const FORBIDDEN: &str = r#""\u0000\u0000""#;
/// What is in every mark.
pub const MARK: &str = r"\u0000";

impl Dialect {
    /// The mark for a null where a value is promised.
    pub(in crate::query) fn missing(self) -> Expr {
        self.mark(MISSING)
    }

    /// The mark for a value that whoever asks may not see.
    pub(in crate::query) fn forbidden(self) -> Expr {
        self.mark(FORBIDDEN)
    }

    fn mark(self, mark: &'static str) -> Expr {
        match self {
            Self::Sqlite => self.template("json({})", [Expr::Constant(mark.into())]),
            Self::Postgres => Expr::cust(format!("CAST('{mark}' AS json)")),
        }
    }

    /// An object's value where the condition holds, and else the mark of what may not be seen.
    pub(in crate::query) fn if_readable(self, condition: Expr, value: Expr) -> Expr {
        let value = match self {
            Self::Sqlite => value,
            Self::Postgres => self.template("to_json({})", [value]),
        };
        self.template("CASE WHEN {} THEN {} ELSE {} END", [condition, value, self.forbidden()])
    }

    /// A condition on a list of which nothing is known when the operand, a JSON text, is null.
    pub(in crate::query) fn if_wanted(self, operand: Expr, condition: Expr) -> Expr {
        self.template("CASE WHEN CAST({} AS text) IS NOT NULL THEN {} END", [operand, condition])
    }
}
