//! The answer's object, as the one text that a statement returns.
//!
//! What stands around a single root field is not part of the statement: the database need not copy
//! a long list to put a few letters before it.

use sea_query::{Alias, Expr, ExprTrait, Func, SelectStatement};

use super::{Dialect, Entries, sqlite};

/// `concat` takes at most 100 arguments.
const MOST_ARGUMENTS: usize = 90;

/// What a root field holds.
pub(in crate::query) enum Field {
    /// The root type's name.
    Name(String),
    /// A JSON value, or null.
    Value(Expr),
    /// A list of records.
    List(Box<List>),
}

/// A list of objects: the rows in order, their name, and what each one's object is made of.
pub(in crate::query) struct List {
    pub rows: SelectStatement,
    pub alias: String,
    pub entries: Entries,
}

/// A statement of one row with one text, and what belongs before and behind it.
pub(in crate::query) struct Answer {
    pub select: SelectStatement,
    pub opening: String,
    pub closing: String,
}

/// A piece of JSON text.
enum Piece {
    Known(String),
    /// Never null.
    Text(Expr),
}

impl Dialect {
    /// The object of the root fields.
    pub(in crate::query) fn answer(self, fields: Vec<(String, Field)>) -> Answer {
        if self == Self::Sqlite && fields.len() != 1 {
            let value = |field| match field {
                Field::Name(name) => self.text(&name),
                Field::Value(value) => value,
                Field::List(list) => self.records(*list),
            };
            let entries = fields.into_iter().map(|(key, field)| (key, value(field))).collect();
            return of_texts(self, vec![Piece::Text(sqlite::object(entries))]);
        }
        let mut pieces = Vec::with_capacity(4 * fields.len() + 1);
        for (index, (key, field)) in fields.into_iter().enumerate() {
            let opening = if index == 0 { '{' } else { ',' };
            pieces.push(Piece::Known(format!("{opening}\"{key}\":")));
            match field {
                Field::Name(name) => pieces.push(Piece::Known(format!("\"{name}\""))),
                Field::Value(value) => pieces.push(Piece::Text(self.json_text(value))),
                Field::List(list) => {
                    pieces.push(Piece::Known("[".to_owned()));
                    pieces.push(Piece::Text(self.joined(*list)));
                    pieces.push(Piece::Known("]".to_owned()));
                }
            }
        }
        if pieces.is_empty() {
            pieces.push(Piece::Known("{".to_owned()));
        }
        pieces.push(Piece::Known("}".to_owned()));
        of_texts(self, pieces)
    }

    /// The text of JSON, `null` for null.
    fn json_text(self, value: Expr) -> Expr {
        let text = match self {
            Self::Sqlite => value,
            Self::Postgres => value.cast_as(Alias::new("text")),
        };
        Func::coalesce([text, Expr::Constant("null".into())]).into()
    }

    /// The list's objects with commas between them.
    fn joined(self, list: List) -> Expr {
        let List { rows, alias, entries } = list;
        let mut objects = SelectStatement::new();
        let text = match self {
            Self::Sqlite => {
                objects.from_subquery(rows, Alias::new(alias));
                self.template("coalesce(group_concat({}), '')", [self.object(entries)])
            }
            Self::Postgres => {
                let (rows, object) = super::postgres::objects(rows, &alias, entries);
                objects.from_subquery(rows, Alias::new("r"));
                self.template("coalesce(string_agg(CAST({} AS text), ','), '')", [object])
            }
        };
        Expr::SubQuery(None, Box::new(objects.expr(text).take().into()))
    }
}

/// What is known at the beginning and at the end stands beside the statement.
fn of_texts(dialect: Dialect, mut pieces: Vec<Piece>) -> Answer {
    let is_text = |piece: &Piece| matches!(piece, Piece::Text(_));
    let end = pieces.iter().rposition(is_text).map_or(0, |place| place + 1);
    let closing = known(pieces.split_off(end));
    let start = pieces.iter().position(is_text).unwrap_or(pieces.len());
    let middle = pieces.split_off(start);
    let texts = middle.into_iter().map(|piece| match piece {
        Piece::Known(text) => Expr::Constant(text.into()),
        Piece::Text(text) => text,
    });
    let text = concatenated(dialect, texts.collect());
    Answer { select: SelectStatement::new().expr(text).take(), opening: known(pieces), closing }
}

fn known(pieces: Vec<Piece>) -> String {
    let texts = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Known(text) => Some(text),
        Piece::Text(_) => None,
    });
    texts.collect()
}

fn concatenated(dialect: Dialect, mut texts: Vec<Expr>) -> Expr {
    while texts.len() > 1 {
        let mut parts = Vec::with_capacity(texts.len() / MOST_ARGUMENTS + 1);
        let mut rest = texts.into_iter().peekable();
        while rest.peek().is_some() {
            let some = rest.by_ref().take(MOST_ARGUMENTS);
            parts.push(Func::cust(Alias::new("concat")).args(some).into());
        }
        texts = parts;
    }
    texts.pop().unwrap_or_else(|| dialect.text(""))
}
