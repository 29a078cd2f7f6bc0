//! The text of a statement, and the parameters in the order of its placeholders.

use std::fmt::{self, Write};

use sea_query::{QueryBuilder, SqlWriter, Value as Sql};

use super::{Parameter, Statement};
use crate::query::dialect::{Answer, Dialect, MARK};

/// Marks a number that is written as it is, where others stand for parameters.
const WRITTEN: u64 = 1 << 63;

/// A number in a `LIMIT` that is part of the text.
pub(super) fn number(number: u64) -> u64 {
    number | WRITTEN
}

/// Writes the statement. The values in it are numbers of parameters.
pub(super) fn write(answer: Answer, dialect: Dialect, parameters: &[Parameter]) -> Statement {
    let mut text = Text { dialect, sql: String::with_capacity(1024), parameters, placed: Vec::new() };
    dialect.write(&answer.select, &mut text);
    let Answer { opening, closing, .. } = answer;
    let marks = text.sql.contains(MARK);
    Statement { sql: text.sql, parameters: text.placed, marks, opening, closing }
}

struct Text<'a> {
    dialect: Dialect,
    sql: String,
    parameters: &'a [Parameter],
    placed: Vec<Parameter>,
}

impl SqlWriter for Text<'_> {
    fn push_param<T: QueryBuilder>(&mut self, value: Sql, _: &T) {
        let Sql::BigUnsigned(Some(number)) = value else { return };
        if number & WRITTEN != 0 {
            self.sql.push_str(&(number ^ WRITTEN).to_string());
        } else if let Some(parameter) = self.parameters.get(number as usize) {
            self.placed.push(*parameter);
            self.sql.push_str(&self.dialect.placeholder(self.placed.len()));
        }
    }

    fn as_writer(&mut self) -> &mut dyn Write {
        self
    }
}

impl Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.sql.write_str(text)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sql)
    }
}
