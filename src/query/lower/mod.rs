//! From bindings to the one SQL statement of an operation.
//!
//! Every record list is a subquery in the select list of its parent, so that nothing is joined
//! that multiplies rows, and the order of a list never depends on the planner. Read [`lower`]
//! first, then `record`.

mod aggregate;
mod base;
mod fence;
mod filter;
mod page;
mod page_rows;
mod reach;
mod record;
mod rows;
mod shared;
mod test;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;

use sea_query::{Expr, Value as Sql};

use super::bind::{Reads, Variables};
use super::dialect::value::{Encoding, encode};
use super::dialect::{Dialect, Field};
use super::plan::Plan;
use super::selection::{Many, NodeId, Root};
use crate::filter::{Filter, Slot, Values};
use crate::model::{Model, table_name};
use rows::Link;

/// The SQL of an operation: one statement that returns one row with one text. With what belongs
/// before and behind it, that is the JSON object of the root fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, with the database's placeholders.
    pub sql: String,
    /// The parameters in the order of the placeholders.
    pub parameters: Vec<Parameter>,
    /// Whether the answer may hold marks of values that are missing or may not be seen (`dialect::MARK`).
    pub marks: bool,
    /// What belongs before the answer's text.
    pub opening: String,
    /// What belongs behind it.
    pub closing: String,
}

/// A value of the request, written for the database in the given way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter(pub Slot, pub Encoding);

/// The values of a request in the order of a statement's placeholders.
pub fn values(parameters: &[Parameter], dialect: Dialect, values: &Values) -> Vec<Sql> {
    let value = |Parameter(slot, encoding): &Parameter| encode(dialect, *encoding, values.get(*slot));
    parameters.iter().map(value).collect()
}

/// Writes the statement for what each place reads, and for which records are visible of the collections that
/// arguments lead to. The variables only say what `@skip` and `@include` leave out.
pub fn lower(
    model: &Model,
    plan: &Plan,
    (nodes, rows): (&[Reads], &BTreeMap<String, Filter>),
    variables: &Variables,
    dialect: Dialect,
) -> Statement {
    let (parameters, aliases) = (Vec::new(), 0);
    let (is_judging, is_narrow) = (false, true);
    let mut ctx =
        Context { model, plan, nodes, rows, variables, dialect, parameters, aliases, is_judging, is_narrow };
    let mut fields = Vec::with_capacity(plan.selection.roots.len());
    for entry in plan.selection.roots.iter().filter(|entry| entry.when.holds(variables)) {
        fields.push((entry.key.clone(), root(&mut ctx, &entry.output)));
    }
    text::write(dialect.answer(fields), dialect, &ctx.parameters)
}

/// What lowering carries along.
struct Context<'a> {
    model: &'a Model,
    plan: &'a Plan,
    nodes: &'a [Reads],
    rows: &'a BTreeMap<String, Filter>,
    variables: &'a Variables,
    dialect: Dialect,
    parameters: Vec<Parameter>,
    aliases: usize,
    /// Whether what is written is a rule's condition, which sees everything.
    is_judging: bool,
    /// Whether what is tested are a few records, and not all of a collection.
    is_narrow: bool,
}

impl<'a> Context<'a> {
    /// A new table alias.
    fn alias(&mut self, prefix: &str) -> String {
        self.aliases += 1;
        format!("{prefix}{}", self.aliases)
    }

    /// A parameter. Until the text is built, its number stands in for its value.
    fn parameter(&mut self, slot: Slot, encoding: Encoding) -> Expr {
        Expr::val(self.parameter_number(slot, encoding))
    }

    fn parameter_number(&mut self, slot: Slot, encoding: Encoding) -> u64 {
        self.parameters.push(Parameter(slot, encoding));
        self.parameters.len() as u64 - 1
    }

    /// The collection's table.
    fn table(&self, collection: &str) -> String {
        let found = self.model.collections.get(collection);
        found.map_or_else(|| table_name(collection), |found| found.table.clone())
    }

    /// Which of the collection's records whoever asks may see; none when there is nothing to be said of that.
    fn visible(&self, collection: &str) -> Option<&'a Filter> {
        let rule = || self.plan.sight.rows.get(collection).or_else(|| self.rows.get(collection));
        if self.is_judging { None } else { rule() }
    }

    /// The filter, of visible records only.
    fn seen<'f>(&self, collection: &str, filter: &'f Filter) -> Cow<'f, Filter> {
        match self.visible(collection) {
            None => Cow::Borrowed(filter),
            Some(rule) => Cow::Owned(rule.clone().and(filter.clone())),
        }
    }

    /// In which records the field may be read, when it may not in all of them.
    fn readable(&self, type_name: &str, field: &str) -> Option<&'a Filter> {
        let fields = &self.plan.sight.fields;
        if fields.is_empty() {
            return None;
        }
        fields.get(&(type_name.to_owned(), field.to_owned()))
    }

    /// Writes a rule's condition.
    fn judging<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.is_judging, true);
        let written = write(self);
        self.is_judging = before;
        written
    }

    fn collection(&self, node: NodeId) -> &'a str {
        &self.plan.selection.nodes[node.0].collection
    }

    fn reads(&self, node: NodeId) -> &'a Reads {
        &self.nodes[node.0]
    }
}

fn root(ctx: &mut Context<'_>, root: &Root) -> Field {
    Field::Value(match root {
        Root::Typename(name) => return Field::Name(name.clone()),
        Root::Record(node, object) => record::record(ctx, *node, Link::Root, object),
        Root::Node(nodes) => {
            let found = nodes.iter().filter(|(node, _)| *ctx.reads(*node) != Reads::Nothing);
            let found: Vec<_> = found.collect();
            let records =
                found.into_iter().map(|(node, object)| record::record(ctx, *node, Link::Root, object));
            let mut records: Vec<Expr> = records.collect();
            match records.len() {
                0 => Expr::cust("NULL"),
                1 => records.remove(0),
                _ => sea_query::Func::coalesce(records).into(),
            }
        }
        Root::Many(node, Many::List(object)) => match ctx.reads(*node) {
            Reads::List { filter, order, window } => {
                let list = record::list(ctx, Link::Root, (filter, order, window), object);
                return Field::List(Box::new(list));
            }
            Reads::Given(ids) => return Field::List(Box::new(record::given(ctx, *ids, object))),
            _ => Expr::cust("NULL"), // left out
        },
        Root::Many(node, many) => self::many(ctx, *node, Link::Root, many),
    })
}

/// A list, a connection or aggregates of the records that a link leads to.
fn many(ctx: &mut Context<'_>, node: NodeId, link: Link<'_>, many: &Many) -> Expr {
    let collection = ctx.collection(node);
    match (many, ctx.reads(node)) {
        (Many::List(object), Reads::List { filter, order, window }) => {
            let list = record::list(ctx, link, (filter, order, window), object);
            ctx.dialect.records(list)
        }
        (Many::Connection(entries), Reads::Page(page)) => {
            page::connection(ctx, collection, link, page, entries)
        }
        (Many::Aggregate(entries), Reads::All(filter)) => {
            aggregate::aggregate(ctx, collection, link, filter, entries)
        }
        // A node is bound by its role, so nothing else meets unless it is left out.
        _ => Expr::cust("NULL"),
    }
}
