//! Rows that are found once for the count of a connection and for its page.

use sea_query::{Alias, CommonTableExpression};

use super::Context;
use super::base::{Base, Columns};
use super::page_rows::PLACE;
use super::reach::{Reach, reach};
use super::rows::Rows;
use crate::filter::{Filter, Quantifier};
use crate::model::{Model, Relation, RelationStorage};

/// No field's column can have this name.
const POSITION: &str = "#position";

/// A common table expression of all the records of a connection.
pub(super) struct Shared {
    name: String,
    rows: Rows,
    /// What is read of it.
    columns: Columns,
}

/// Whether to find the records once: they are few, and found through other records, so that no
/// index has them in the page's order.
pub(super) fn pays(model: &Model, collection: &str, filter: &Filter) -> bool {
    let relation = |name: &String| {
        model.fields_of(collection).and_then(|fields| fields.get(name)).and_then(|field| field.relation())
    };
    let there = |relation: &Relation, inner: &Filter| reach(model, &relation.target, inner);
    match filter {
        Filter::And(all) => all.iter().any(|inner| pays(model, collection, inner)),
        Filter::Rule(inner) | Filter::Asking(_, inner) => pays(model, collection, inner),
        Filter::One(name, inner) => relation(name).is_some_and(|relation| match relation.storage {
            RelationStorage::ForeignKey { .. } => there(relation, inner) == Reach::Few,
            RelationStorage::Inverse { .. } => there(relation, inner) != Reach::Many,
            RelationStorage::Join { .. } | RelationStorage::Embedded { .. } => false,
        }),
        Filter::Many(name, Quantifier::Some, inner) => {
            relation(name).is_some_and(|relation| there(relation, inner) != Reach::Many)
        }
        _ => false,
    }
}

impl Shared {
    /// Shares the rows.
    pub(super) fn new(ctx: &mut Context<'_>, mut rows: Rows) -> Self {
        if let Some(position) = rows.position.clone() {
            rows.select.expr_as(position, Alias::new(POSITION));
        }
        if let Some(place) = ctx.dialect.place(&rows.alias) {
            rows.select.expr_as(place, Alias::new(PLACE));
        }
        Self { name: ctx.alias("m"), rows, columns: Columns::default() }
    }

    /// All of the rows, to select from.
    pub(super) fn rows(&self, ctx: &mut Context<'_>) -> Rows {
        let position = self.rows.position.as_ref().map(|_| POSITION);
        let place = ctx.dialect.place(&self.rows.alias).map(|_| PLACE);
        let names = [position, place];
        Rows::of_expression(ctx, &self.rows.base.type_name, &self.name, &self.columns, names)
    }

    /// The expression, once it is known what is read of it.
    pub(super) fn finish(mut self) -> CommonTableExpression {
        let read = Base::reading(&self.rows.base.type_name, &self.rows.alias, &self.columns);
        self.rows.select_for(&read);
        CommonTableExpression::new()
            .table_name(Alias::new(&self.name))
            .query(self.rows.select)
            .materialized(true)
            .to_owned()
    }
}
