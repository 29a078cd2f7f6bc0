//! The arguments that fields take: the same at a root and at a nested list.

use std::borrow::Cow;

use crate::graphql::names;
use crate::model::{Collection, Field, FieldKind};

/// One argument as it is printed.
#[derive(Debug)]
pub struct Argument {
    /// What it does, for the API's documentation.
    pub description: Cow<'static, str>,
    /// `limit: Int = 100`
    pub definition: String,
}

fn argument(description: impl Into<Cow<'static, str>>, definition: String) -> Argument {
    Argument { description: description.into(), definition }
}

/// `posts(where, orderBy, limit, offset)`
pub fn list_arguments(target: &str) -> Vec<Argument> {
    vec![
        where_argument(target),
        order_argument(target),
        argument("The most records to return.", format!("{}: Int = {}", names::LIMIT, names::DEFAULT_LIMIT)),
        argument("How many records to skip.", format!("{}: Int", names::OFFSET)),
    ]
}

/// `postsConnection(where, orderBy, first, after, last, before)`
pub fn connection_arguments(target: &str) -> Vec<Argument> {
    vec![
        where_argument(target),
        order_argument(target),
        argument("The most edges to return, counted from the start.", format!("{}: Int", names::FIRST)),
        argument("Start after the edge with this cursor.", format!("{}: String", names::AFTER)),
        argument("The most edges to return, counted from the end.", format!("{}: Int", names::LAST)),
        argument("End before the edge with this cursor.", format!("{}: String", names::BEFORE)),
    ]
}

/// `postsAggregate(where)`
pub fn aggregate_arguments(target: &str) -> Vec<Argument> {
    vec![where_argument(target)]
}

/// `groups(by, having, orderBy, limit, offset)`
pub fn group_arguments(target: &str) -> Vec<Argument> {
    vec![
        argument(
            "What the records of a group have in common.",
            format!("{}: [{}!]!", names::BY, names::group_by(target)),
        ),
        argument("Only the groups that pass.", format!("{}: {}", names::HAVING, names::having(target))),
        argument(
            "The order of the groups; ties are broken by their keys.",
            format!("{}: [{}!]", names::ORDER_BY, names::group_order_by(target)),
        ),
        argument("The most groups to return.", format!("{}: Int = {}", names::LIMIT, names::DEFAULT_LIMIT)),
        argument("How many groups to skip.", format!("{}: Int", names::OFFSET)),
    ]
}

/// `post(id, slug)`: the id and every other field whose value names one record.
pub fn key_arguments(collection: &Collection) -> Vec<Argument> {
    let keys = key_fields(collection).filter_map(|field| match &field.kind {
        FieldKind::Scalar(scalar) => {
            let description = format!("Find the record by its `{}`. Give exactly one key.", field.name);
            Some(argument(description, format!("{}: {}", field.name, scalar.name())))
        }
        FieldKind::Enum(_) | FieldKind::Component(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => None,
    });
    keys.collect()
}

/// The fields by which one record can be found: the id first, then every `@unique` scalar.
pub fn key_fields(collection: &Collection) -> impl Iterator<Item = &Field> {
    super::visible(&collection.fields).filter(|field| {
        let is_key = field.unique || field.name == "id";
        is_key && !field.list && matches!(field.kind, FieldKind::Scalar(_))
    })
}

fn where_argument(target: &str) -> Argument {
    argument("Only the records that pass.", format!("{}: {}", names::WHERE, names::where_input(target)))
}

fn order_argument(target: &str) -> Argument {
    argument(
        "The order, most important first; ties are broken by id.",
        format!("{}: [{}!]", names::ORDER_BY, names::order_by(target)),
    )
}
