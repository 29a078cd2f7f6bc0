//! What a field is read from: a table's row, a group's row, or a component's JSON.

use std::cell::RefCell;
use std::rc::Rc;

use indexmap::IndexSet;
use sea_query::{Alias, Expr};

use super::Context;
use crate::model::kind::JsonForm;
use crate::model::{Field, FieldKind};

/// What a field is read from.
#[derive(Debug, Clone)]
pub(super) struct Base {
    /// The type of the record or component.
    pub type_name: String,
    /// Where its fields are.
    pub place: Place,
}

#[derive(Debug, Clone)]
pub(super) enum Place {
    /// In a table's columns.
    Row {
        /// The table's alias.
        alias: String,
        /// Notes what is read.
        columns: Columns,
    },
    /// In a group's columns, named after the fields.
    Group {
        /// The groups' alias.
        alias: String,
        /// The fields of the group's key; every other field is null.
        fields: Vec<String>,
    },
    /// In a JSON object.
    Json(Expr),
}

/// The columns of a row that are read, so that a subquery need not select the others. Copies share
/// one list.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(Rc<RefCell<IndexSet<String>>>);

impl Columns {
    fn note(&self, name: &str) {
        self.0.borrow_mut().insert(name.to_owned());
    }
}

impl Base {
    pub(super) fn row(type_name: &str, alias: &str) -> Self {
        Self::reading(type_name, alias, &Columns::default())
    }

    /// A row of which the columns that are read are noted there.
    pub(super) fn reading(type_name: &str, alias: &str, columns: &Columns) -> Self {
        let place = Place::Row { alias: alias.into(), columns: columns.clone() };
        Self { type_name: type_name.into(), place }
    }

    pub(super) fn json(type_name: &str, json: Expr) -> Self {
        Self { type_name: type_name.into(), place: Place::Json(json) }
    }

    /// The columns that were read of the row.
    pub(super) fn columns(&self) -> Vec<String> {
        match &self.place {
            Place::Row { columns, .. } => columns.0.borrow().iter().cloned().collect(),
            Place::Group { .. } | Place::Json(_) => Vec::new(),
        }
    }
}

/// The field of the base's type.
pub(super) fn field<'a>(ctx: &Context<'a>, base: &Base, name: &str) -> Option<&'a Field> {
    ctx.model.fields_of(&base.type_name).and_then(|fields| fields.get(name))
}

/// The record's id.
pub(super) fn id(base: &Base) -> Expr {
    match &base.place {
        Place::Row { alias, columns } => read(alias, columns, "id"),
        Place::Group { .. } => Expr::cust("NULL"),
        Place::Json(_) => Expr::cust("NULL"), // components have no id, so nothing points to them
    }
}

/// A column of the record.
pub(super) fn named(base: &Base, name: &str) -> Expr {
    match &base.place {
        Place::Row { alias, columns } => read(alias, columns, name),
        Place::Group { .. } | Place::Json(_) => Expr::cust("NULL"), // these have fields, not columns
    }
}

/// The field's value as SQL compares it. A to-one relation's is the record's id.
pub(super) fn typed(ctx: &Context<'_>, base: &Base, field: &Field) -> Expr {
    match &base.place {
        Place::Row { alias, columns } => read(alias, columns, &field.column().unwrap_or_default()),
        Place::Group { alias, fields } if fields.contains(&field.name) => {
            column(alias, &group_column(&field.name))
        }
        Place::Group { .. } => Expr::cust("NULL"),
        Place::Json(json) => ctx.dialect.member(json.clone(), &field.name, field.form()),
    }
}

/// The field's value as JSON shows it; in a component, a promised value that is missing is marked.
pub(super) fn shown(ctx: &Context<'_>, base: &Base, field: &Field) -> Expr {
    match &base.place {
        Place::Row { .. } | Place::Group { .. } => {
            let form = match &field.kind {
                FieldKind::Relation(_) => JsonForm::Text,
                _ => field.form(),
            };
            ctx.dialect.shown(typed(ctx, base, field), form)
        }
        Place::Json(json) => {
            let value = ctx.dialect.member_shown(json.clone(), &field.name);
            let absent = ctx.dialect.member(json.clone(), &field.name, JsonForm::Text);
            promised(ctx, base, field, absent, value)
        }
    }
}

/// The value, or the mark of a missing one when the field is promised and a component's JSON, which
/// no database checks, lacks it. `test` is null when the value is missing.
pub(super) fn promised(ctx: &Context<'_>, base: &Base, field: &Field, test: Expr, value: Expr) -> Expr {
    match (&base.place, field.required) {
        (Place::Json(_), true) => ctx
            .dialect
            .template("CASE WHEN {} IS NULL THEN {} ELSE {} END", [test, ctx.dialect.missing(), value]),
        _ => value,
    }
}

/// The name that a group's column of the field has.
pub(super) fn group_column(field: &str) -> String {
    format!("key_{field}")
}

fn read(alias: &str, columns: &Columns, name: &str) -> Expr {
    columns.note(name);
    column(alias, name)
}

/// A column of the aliased table.
pub(super) fn column(alias: &str, name: &str) -> Expr {
    Expr::col((Alias::new(alias), Alias::new(name)))
}
