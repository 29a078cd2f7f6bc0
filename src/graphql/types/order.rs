//! The order of lists: `PostOrderBy`, `CommentOrderByList`, `OrderDirection`.

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Direction, Field, FieldKind};

use super::document::{Document, enum_value, input};
use super::reach::Reach;

/// Writes the order of a collection or a component, when there is anything to order by.
pub fn write_order_by(
    document: &mut Document,
    reach: &Reach,
    type_name: &str,
    fields: &IndexMap<String, Field>,
) {
    if !reach.is_orderable(type_name) {
        return;
    }
    let orders = super::visible(fields).filter_map(|field| {
        let order = order_type(reach, field)?;
        Some(input("", &field.name, &order))
    });
    let description = format!("An order by `{type_name}`. Fields count in the order they are written.");
    document.input(&description, &names::order_by(type_name), orders.collect());
}

/// The type that orders by a field; none when the field has no order.
pub fn order_type(reach: &Reach, field: &Field) -> Option<String> {
    match &field.kind {
        FieldKind::Relation(relation) if relation.is_to_many() => {
            Some(names::list_order_by(&relation.target))
        }
        FieldKind::Relation(relation) => Some(names::order_by(&relation.target)),
        _ if field.list => None,
        FieldKind::Scalar(scalar) => scalar.kind().orderable.then(|| names::ORDER_DIRECTION.to_owned()),
        FieldKind::Enum(_) => Some(names::ORDER_DIRECTION.to_owned()),
        FieldKind::Component(name) => reach.is_orderable(name).then(|| names::order_by(name)),
        FieldKind::Blocks(_) => None,
    }
}

/// Writes the order by a list of a collection's records, when some field holds one.
pub fn write_list_order_by(document: &mut Document, reach: &Reach, type_name: &str) {
    if reach.is_list_item(type_name) {
        let count = input("By how many there are.", names::COUNT, names::ORDER_DIRECTION);
        let description = format!("An order by a list of `{type_name}`.");
        document.input(&description, &names::list_order_by(type_name), vec![count]);
    }
}

/// Writes `OrderDirection`.
pub fn write_direction(document: &mut Document) {
    let value = |(name, direction)| enum_value(describe(direction), name, None);
    let values = Direction::ALL.into_iter().map(value).collect();
    document.enumeration(
        "Which way to order. A null is less than every value.",
        names::ORDER_DIRECTION,
        values,
    );
}

fn describe(direction: Direction) -> &'static str {
    match direction {
        Direction::Asc => "Smallest first, and nulls before everything.",
        Direction::Desc => "Greatest first, and nulls after everything.",
        Direction::AscNullsFirst => "Smallest first, but nulls before everything.",
        Direction::AscNullsLast => "Smallest first, but nulls after everything.",
        Direction::DescNullsFirst => "Greatest first, but nulls before everything.",
        Direction::DescNullsLast => "Greatest first, but nulls after everything.",
    }
}
