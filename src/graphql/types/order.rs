//! The order of lists: `PostOrderBy`, `CommentListOrderBy`, `OrderDirection`.

use indexmap::IndexMap;

use crate::graphql::names;
use crate::model::{Direction, Field, FieldKind};

use super::reach::Reach;
use super::text::Sdl;

/// Writes the order of a collection or a component, when there is anything to order by.
pub fn write_order_by(sdl: &mut Sdl, reach: &Reach, type_name: &str, fields: &IndexMap<String, Field>) {
    if !reach.is_orderable(type_name) {
        return;
    }
    let head = format!("input {}", names::order_by(type_name));
    let description = format!("One key of an order by `{type_name}`: exactly one field at every level.");
    sdl.define(&description, head, |sdl| {
        for field in super::visible(fields) {
            if let Some(order) = order_type(reach, field) {
                sdl.line("", format_args!("{}: {order}", field.name));
            }
        }
    });
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
pub fn write_list_order_by(sdl: &mut Sdl, reach: &Reach, type_name: &str) {
    if !reach.is_list_item(type_name) {
        return;
    }
    let head = format!("input {}", names::list_order_by(type_name));
    sdl.define(&format!("An order by a list of `{type_name}`."), head, |sdl| {
        sdl.line("By how many there are.", format_args!("{}: {}", names::COUNT, names::ORDER_DIRECTION));
    });
}

/// Writes `OrderDirection`.
pub fn write_direction(sdl: &mut Sdl) {
    let head = format!("enum {}", names::ORDER_DIRECTION);
    sdl.define("Which way to order. A null counts as the smallest value.", head, |sdl| {
        for (name, direction) in Direction::ALL {
            sdl.line(direction_description(direction), name);
        }
    });
}

fn direction_description(direction: Direction) -> &'static str {
    match direction {
        Direction::Asc => "Smallest first, nulls before everything.",
        Direction::Desc => "Greatest first, nulls after everything.",
        Direction::AscNullsFirst => "Smallest first, nulls before everything.",
        Direction::AscNullsLast => "Smallest first, nulls after everything.",
        Direction::DescNullsFirst => "Greatest first, nulls before everything.",
        Direction::DescNullsLast => "Greatest first, nulls after everything.",
    }
}
