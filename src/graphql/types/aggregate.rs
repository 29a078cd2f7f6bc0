//! Counts, totals and groups: `PostAggregate`, its parts, `PostGroup`, and what orders and filters
//! groups.
//!
//! A part is an object with one field for each field that a function makes sense for, such as
//! `PostSum`. Each part comes with an input that filters by it and one that orders by it.

use crate::graphql::names;
use crate::model::{Collection, Field, FieldKind, RelationStorage, Scalar};

use super::argument::group_arguments;
use super::text::Sdl;

/// A part of an aggregate: a function over the fields that it makes sense for.
struct Part<'a> {
    /// The part's field in the aggregate: `sum`.
    name: &'static str,
    description: &'static str,
    /// The part's type: `PostSum`.
    type_name: String,
    /// Its fields, each with the scalar of the result.
    fields: Vec<(&'a Field, Scalar)>,
    /// Whether the result may be null: when no record has a value.
    nullable: bool,
}

/// Writes a collection's aggregate and everything that belongs to it.
pub fn write_aggregate(sdl: &mut Sdl, collection: &Collection) {
    let parts = parts(collection);
    let name = collection.name.as_str();
    let aggregate = names::aggregate(name);
    let group = names::group(name);
    let description = format!("Counts, totals and groups of `{name}` records.");
    sdl.define(&description, format_args!("type {aggregate}"), |sdl| {
        write_parts(sdl, &parts);
        let description = "The same for each group of records that have something in common.";
        sdl.field(description, names::GROUPS, &group_arguments(name), format_args!("[{group}!]!"));
    });
    write_group(sdl, collection, &parts);
    for part in &parts {
        write_part(sdl, part);
    }
    write_group_by(sdl, collection);
    write_having(sdl, name, &parts);
    write_group_order(sdl, collection, &parts);
}

/// Writes `DateBucket`.
pub fn write_date_bucket(sdl: &mut Sdl) {
    let head = format!("enum {}", names::DATE_BUCKET);
    sdl.define("The span of time, in UTC, that a group covers.", head, |sdl| {
        sdl.line("", "HOUR");
        sdl.line("", "DAY");
        sdl.line("Monday to Sunday.", "WEEK");
        sdl.line("", "MONTH");
        sdl.line("", "QUARTER");
        sdl.line("", "YEAR");
    });
}

/// Whether groups can be made by the field, and its different values counted.
pub fn is_groupable(field: &Field) -> bool {
    match &field.kind {
        FieldKind::Scalar(scalar) => !field.list && (scalar.kind().orderable || *scalar == Scalar::Boolean),
        FieldKind::Enum(_) => !field.list,
        FieldKind::Relation(relation) => matches!(relation.storage, RelationStorage::ForeignKey { .. }),
        FieldKind::Component(_) | FieldKind::Blocks(_) => false,
    }
}

fn groupable(collection: &Collection) -> impl Iterator<Item = &Field> {
    super::visible(&collection.fields).filter(|field| is_groupable(field))
}

/// The parts that have a field, in the order of the aggregate.
fn parts(collection: &Collection) -> Vec<Part<'_>> {
    let name = collection.name.as_str();
    let counted = groupable(collection).map(|field| (field, Scalar::Int)).collect();
    let part = |name, description, type_name, result: fn(&Field) -> Option<Scalar>| Part {
        name,
        description,
        type_name,
        fields: super::visible(&collection.fields)
            .filter_map(|field| result(field).map(|scalar| (field, scalar)))
            .collect(),
        nullable: true,
    };
    let parts = vec![
        Part {
            name: names::COUNT_DISTINCT,
            description: "The numbers of different values; nulls don't count.",
            type_name: names::count_distinct(name),
            fields: counted,
            nullable: false,
        },
        part(names::SUM, "Totals; null where no record has a value.", names::sum(name), sum_of),
        part(names::AVG, "Means; null where no record has a value.", names::avg(name), avg_of),
        part(names::MIN, "The smallest values; null where no record has one.", names::min(name), bound_of),
        part(names::MAX, "The greatest values; null where no record has one.", names::max(name), bound_of),
    ];
    parts.into_iter().filter(|part| !part.fields.is_empty()).collect()
}

/// A total of whole numbers is a `Float`: it may be beyond what `Int` holds.
fn sum_of(field: &Field) -> Option<Scalar> {
    match plain_scalar(field)? {
        Scalar::Int | Scalar::Float => Some(Scalar::Float),
        exact @ (Scalar::BigInt | Scalar::Decimal) => Some(exact),
        _ => None,
    }
    .filter(|_| !field.built_in)
}

fn avg_of(field: &Field) -> Option<Scalar> {
    match plain_scalar(field)? {
        Scalar::Int | Scalar::BigInt | Scalar::Float => Some(Scalar::Float),
        Scalar::Decimal => Some(Scalar::Decimal),
        _ => None,
    }
    .filter(|_| !field.built_in)
}

fn bound_of(field: &Field) -> Option<Scalar> {
    plain_scalar(field).filter(|scalar| scalar.kind().orderable && *scalar != Scalar::Boolean)
}

fn plain_scalar(field: &Field) -> Option<Scalar> {
    match field.kind {
        FieldKind::Scalar(scalar) if !field.list => Some(scalar),
        _ => None,
    }
}

fn write_parts(sdl: &mut Sdl, parts: &[Part]) {
    sdl.line("The number of records.", format_args!("{}: Int!", names::COUNT));
    for part in parts {
        sdl.line(part.description, format_args!("{}: {}!", part.name, part.type_name));
    }
}

/// The part's object, and what filters and orders groups by it.
fn write_part(sdl: &mut Sdl, part: &Part) {
    let mark = if part.nullable { "" } else { "!" };
    sdl.define(part.description, format_args!("type {}", part.type_name), |sdl| {
        for (field, scalar) in &part.fields {
            sdl.line("", format_args!("{}: {}{mark}", field.name, scalar.name()));
        }
    });
    let having = names::part_having(&part.type_name);
    let description = format!("What `{}` of a group must be like.", part.name);
    sdl.define(&description, format_args!("input {having}"), |sdl| {
        for (field, scalar) in &part.fields {
            let filter = sdl.using(names::filter(scalar.name()));
            sdl.line("", format_args!("{}: {filter}", field.name));
        }
    });
    let order = names::order_by(&part.type_name);
    let description = format!("An order of groups by `{}`.", part.name);
    write_order(sdl, &description, &order, part.fields.iter().map(|(field, _)| *field));
}

fn write_order<'a>(sdl: &mut Sdl, description: &str, name: &str, fields: impl Iterator<Item = &'a Field>) {
    sdl.define(description, format_args!("input {name}"), |sdl| {
        for field in fields {
            sdl.line("", format_args!("{}: {}", field.name, names::ORDER_DIRECTION));
        }
    });
}

fn write_group(sdl: &mut Sdl, collection: &Collection, parts: &[Part]) {
    let name = collection.name.as_str();
    let key = names::group_key(name);
    let description = format!("`{name}` records that have something in common.");
    sdl.define(&description, format_args!("type {}", names::group(name)), |sdl| {
        sdl.line("What they have in common.", format_args!("{}: {key}!", names::KEY));
        write_parts(sdl, parts);
    });
    let description =
        "What the records of a group have in common. Fields that groups were not made by are null.";
    sdl.define(description, format_args!("type {key}"), |sdl| {
        for field in groupable(collection) {
            sdl.line("", format_args!("{}: {}", field.name, super::output::type_name(field)));
        }
    });
}

fn write_group_by(sdl: &mut Sdl, collection: &Collection) {
    let fields = names::group_field(&collection.name);
    let description = format!("A field that groups of `{}` records have in common.", collection.name);
    let head = format!("input {}", names::group_by(&collection.name));
    sdl.define(&description, head, |sdl| {
        sdl.line("The field.", format_args!("{}: {fields}!", names::FIELD));
        let description = "For dates and date-times: the span of time that a group covers.";
        sdl.line(description, format_args!("{}: {}", names::BUCKET, names::DATE_BUCKET));
    });
    let description = format!("The fields that groups of `{}` records can be made by.", collection.name);
    sdl.define(&description, format_args!("enum {fields}"), |sdl| {
        for field in groupable(collection) {
            sdl.line("", &field.name);
        }
    });
}

fn write_having(sdl: &mut Sdl, name: &str, parts: &[Part]) {
    let having = names::having(name);
    let count = sdl.using(names::filter(Scalar::Int.name()));
    let description = format!("What a group of `{name}` records must be like. Everything given must hold.");
    sdl.define(&description, format_args!("input {having}"), |sdl| {
        super::filter::write_logic(sdl, &having);
        sdl.line("The number of records.", format_args!("{}: {count}", names::COUNT));
        for part in parts {
            let filter = names::part_having(&part.type_name);
            sdl.line(part.description, format_args!("{}: {filter}", part.name));
        }
    });
}

fn write_group_order(sdl: &mut Sdl, collection: &Collection, parts: &[Part]) {
    let name = collection.name.as_str();
    let (order, key) = (names::group_order_by(name), names::order_by(&names::group_key(name)));
    let description = format!("One key of an order of groups of `{name}` records.");
    sdl.define(&description, format_args!("input {order}"), |sdl| {
        let direction = names::ORDER_DIRECTION;
        sdl.line("By the number of records.", format_args!("{}: {direction}", names::COUNT));
        sdl.line("By what the records have in common.", format_args!("{}: {key}", names::KEY));
        for part in parts {
            let order = names::order_by(&part.type_name);
            sdl.line(part.description, format_args!("{}: {order}", part.name));
        }
    });
    write_order(sdl, "An order of groups by their keys.", &key, groupable(collection));
}
