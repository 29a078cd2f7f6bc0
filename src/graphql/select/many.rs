//! Lists, connections and aggregates in a selection.

use super::collect::{Group, Set};
use super::{Context, entries, names, object, object_as};
use crate::query::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, Function, FunctionField, Many, NodeId, PageInfoField,
    Role,
};

/// What is asked of many records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    List,
    Connection,
    Aggregate,
}

impl Shape {
    /// The shape that a field's name asks for, beside the list of that name.
    pub(super) fn of(list: &str, asked: &str) -> Option<Self> {
        if asked == list {
            return Some(Self::List);
        }
        if asked == names::connection_field(list) {
            return Some(Self::Connection);
        }
        (asked == names::aggregate_field(list)).then_some(Self::Aggregate)
    }
}

pub(super) fn many<'a>(
    ctx: &mut Context<'a>,
    collection: &str,
    positioned: bool,
    shape: Shape,
    group: &Group<'a>,
) -> (NodeId, Many) {
    let role = match shape {
        Shape::List => Role::List { positioned },
        Shape::Connection => Role::Connection { positioned },
        Shape::Aggregate => Role::Aggregate,
    };
    let node = ctx.node(collection, role, group.field());
    let sets = group.sets();
    let many = match shape {
        Shape::List => Many::List(object(ctx, collection, &sets)),
        Shape::Connection => Many::Connection(connection(ctx, collection, &sets)),
        Shape::Aggregate => Many::Aggregate(aggregate(ctx, collection, &names::aggregate(collection), &sets)),
    };
    (node, many)
}

fn connection<'a>(ctx: &mut Context<'a>, collection: &str, sets: &[Set<'a>]) -> Vec<Entry<ConnectionField>> {
    let type_name = names::connection(collection);
    entries(ctx, &type_name, sets, |ctx, group| {
        Some(match group.field().name.as_str() {
            "__typename" => ConnectionField::Typename(type_name.clone()),
            "edges" => ConnectionField::Edges(edges(ctx, collection, &group.sets())),
            "nodes" => ConnectionField::Nodes(object(ctx, collection, &group.sets())),
            "pageInfo" => ConnectionField::PageInfo(page_info(ctx, &group.sets())),
            "totalCount" => ConnectionField::TotalCount,
            _ => return None,
        })
    })
}

fn edges<'a>(ctx: &mut Context<'a>, collection: &str, sets: &[Set<'a>]) -> Vec<Entry<EdgeField>> {
    let type_name = names::edge(collection);
    entries(ctx, &type_name, sets, |ctx, group| {
        Some(match group.field().name.as_str() {
            "__typename" => EdgeField::Typename(type_name.clone()),
            "cursor" => EdgeField::Cursor,
            "node" => EdgeField::Node(object(ctx, collection, &group.sets())),
            _ => return None,
        })
    })
}

fn page_info<'a>(ctx: &mut Context<'a>, sets: &[Set<'a>]) -> Vec<Entry<PageInfoField>> {
    entries(ctx, "PageInfo", sets, |_, group| {
        Some(match group.field().name.as_str() {
            "__typename" => PageInfoField::Typename,
            "hasNextPage" => PageInfoField::HasNextPage,
            "hasPreviousPage" => PageInfoField::HasPreviousPage,
            "startCursor" => PageInfoField::StartCursor,
            "endCursor" => PageInfoField::EndCursor,
            _ => return None,
        })
    })
}

/// The fields of an aggregate or of a group: they differ in `groups` and `key`.
fn aggregate<'a>(
    ctx: &mut Context<'a>,
    collection: &str,
    type_name: &str,
    sets: &[Set<'a>],
) -> Vec<Entry<AggregateField>> {
    entries(ctx, type_name, sets, |ctx, group| {
        let sets = group.sets();
        Some(match group.field().name.as_str() {
            "__typename" => AggregateField::Typename(type_name.to_owned()),
            "count" => AggregateField::Count,
            "groups" => {
                let node = ctx.node(collection, Role::Groups, group.field());
                let fields = aggregate(ctx, collection, &names::group(collection), &sets);
                AggregateField::Groups(node, fields)
            }
            "key" => {
                let type_name = names::group_key(collection);
                let object = object_as(ctx, collection, &type_name, &sets);
                AggregateField::Key(type_name, object)
            }
            name => {
                let function = Function::from_name(name)?;
                AggregateField::Of(function, function_fields(ctx, collection, function, &sets))
            }
        })
    })
}

fn function_fields<'a>(
    ctx: &mut Context<'a>,
    collection: &str,
    function: Function,
    sets: &[Set<'a>],
) -> Vec<Entry<FunctionField>> {
    let type_name = match function {
        Function::CountDistinct => names::count_distinct(collection),
        Function::Sum => names::sum(collection),
        Function::Avg => names::avg(collection),
        Function::Min => names::min(collection),
        Function::Max => names::max(collection),
    };
    entries(ctx, &type_name, sets, |_, group| {
        Some(match group.field().name.as_str() {
            "__typename" => FunctionField::Typename(type_name.clone()),
            name => FunctionField::Field(name.to_owned()),
        })
    })
}
