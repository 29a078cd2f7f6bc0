//! The arguments that fields take: the same at a root and at a nested list.

use crate::graphql::names;
use crate::model::{Collection, Field, FieldKind, Scalar};

use super::document::{Input, input, int_with_default};

/// `posts(where, orderBy, limit, offset)`
pub fn list_arguments(target: &str) -> Vec<Input> {
    vec![
        where_argument(target),
        order_argument(target),
        int_with_default("The most records to return.", names::LIMIT, names::DEFAULT_LIMIT),
        input("How many records to skip.", names::OFFSET, "Int"),
    ]
}

/// `postsConnection(where, orderBy, first, after, last, before)`
pub fn connection_arguments(target: &str) -> Vec<Input> {
    vec![
        where_argument(target),
        order_argument(target),
        input("The most edges to return, counted from the start.", names::FIRST, "Int"),
        input("Start after the edge with this cursor.", names::AFTER, "String"),
        input("The most edges to return, counted from the end.", names::LAST, "Int"),
        input("End before the edge with this cursor.", names::BEFORE, "String"),
    ]
}

/// `postsAggregate(where)`
pub fn aggregate_arguments(target: &str) -> Vec<Input> {
    vec![where_argument(target)]
}

/// `groups(by, having, orderBy, limit, offset)`
pub fn group_arguments(target: &str) -> Vec<Input> {
    let by = format!("[{}!]!", names::group_by(target));
    let order = format!("[{}!]", names::group_order_by(target));
    vec![
        input("What the records of a group have in common.", names::BY, &by),
        input("Only the groups that pass.", names::HAVING, &names::having(target)),
        input("The order, most important first; ties are broken by the key.", names::ORDER_BY, &order),
        int_with_default("The most groups to return.", names::LIMIT, names::DEFAULT_LIMIT),
        input("How many groups to skip.", names::OFFSET, "Int"),
    ]
}

/// `post(id, slug)`: the id and every other field whose value names one record.
pub fn key_arguments(collection: &Collection) -> Vec<Input> {
    let argument = |(field, type_name): (&Field, &str)| {
        let description = format!("Find the record by its `{}`. Give exactly one key.", field.name);
        input(&description, &field.name, type_name)
    };
    keys(collection).map(argument).collect()
}

/// The fields whose value names one record, each with the type of that value: the id and every unique
/// field. A record that is pointed to is named by its id.
pub fn keys(collection: &Collection) -> impl Iterator<Item = (&Field, &str)> {
    let is_key = |field: &&Field| (field.unique || field.name == names::ID) && !field.list;
    super::visible(&collection.fields).filter(is_key).filter_map(|field| match &field.kind {
        FieldKind::Scalar(scalar) => Some((field, scalar.name())),
        FieldKind::Enum(name) => Some((field, name.as_str())),
        FieldKind::Relation(_) => Some((field, Scalar::ID.name())),
        FieldKind::Component(_) | FieldKind::Blocks(_) => None,
    })
}

fn where_argument(target: &str) -> Input {
    input("Only the records that pass.", names::WHERE, &names::where_input(target))
}

fn order_argument(target: &str) -> Input {
    let order = format!("[{}!]", names::order_by(target));
    input("The order, most important first; ties are broken by id.", names::ORDER_BY, &order)
}
