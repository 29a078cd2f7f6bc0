//! Counts, totals and groups: `PostAggregate`, its parts, `PostAggregateGroup`, and what orders and filters
//! groups.
//!
//! A part is an object with one field for each field that a function makes sense for, such as
//! `PostAggregateSum`. Each part comes with an input that filters by it and one that orders by it.

use crate::graphql::names;
use crate::model::{Collection, Field, FieldKind, RelationStorage, Scalar};

use super::argument::group_arguments;
use super::document::{Document, Input, Output, enum_value, field, field_with, input};
use super::filter;

/// A part of an aggregate: a function over the fields that it makes sense for.
struct Part<'a> {
    /// The part's field in the aggregate: `sum`.
    name: &'static str,
    description: &'static str,
    /// The part's type: `PostAggregateSum`.
    type_name: String,
    /// Its fields, each with the scalar of the result.
    fields: Vec<(&'a Field, Scalar)>,
    /// Whether the result may be null: when no record has a value.
    nullable: bool,
}

/// Writes a collection's aggregate and everything that belongs to it.
pub fn write_aggregate(document: &mut Document, collection: &Collection) {
    let parts = parts(collection);
    let name = collection.name.as_str();
    let mut fields = part_fields(&parts);
    fields.push(field_with(
        "The same for each group of records that have something in common.",
        names::GROUPS,
        group_arguments(name),
        &format!("[{}!]!", names::group(name)),
        None,
    ));
    let description = format!("Counts, totals and groups of `{name}` records.");
    document.plain_object(&description, &names::aggregate(name), fields);
    write_group(document, collection, &parts);
    for part in &parts {
        write_part(document, part);
    }
    write_group_by(document, collection);
    write_having(document, name, &parts);
    write_group_order(document, collection, &parts);
}

/// Writes `DateBucket`.
pub fn write_date_bucket(document: &mut Document) {
    let values = vec![
        enum_value("", "HOUR", None),
        enum_value("", "DAY", None),
        enum_value("From Monday to Sunday.", "WEEK", None),
        enum_value("", "MONTH", None),
        enum_value("", "QUARTER", None),
        enum_value("", "YEAR", None),
    ];
    document.enumeration("The span of time, in UTC, that a group covers.", names::DATE_BUCKET, values);
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

/// The fields that an aggregate and a group share: the count, and one for each part.
fn part_fields(parts: &[Part]) -> Vec<Output> {
    let count = field("The number of records.", names::COUNT, "Int!");
    let parts = parts.iter().map(|part| field(part.description, part.name, &format!("{}!", part.type_name)));
    std::iter::once(count).chain(parts).collect()
}

/// The part's object, and what filters and orders groups by it.
fn write_part(document: &mut Document, part: &Part) {
    let mark = if part.nullable { "" } else { "!" };
    let results =
        part.fields.iter().map(|(of, scalar)| field("", &of.name, &format!("{}{mark}", scalar.name())));
    document.plain_object(part.description, &part.type_name, results.collect());

    let tests = part.fields.iter().map(|(of, scalar)| {
        let filter = document.using(names::filter(scalar.name()));
        input("", &of.name, &filter)
    });
    let tests = tests.collect();
    let description = format!("What `{}` of a group must be like.", part.name);
    document.input(&description, &names::part_having(&part.type_name), tests);

    let directions = directions(part.fields.iter().map(|(of, _)| *of));
    let description = format!("An order of groups by `{}`.", part.name);
    document.input(&description, &names::order_by(&part.type_name), directions);
}

fn directions<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<Input> {
    fields.map(|of| input("", &of.name, names::ORDER_DIRECTION)).collect()
}

fn write_group(document: &mut Document, collection: &Collection, parts: &[Part]) {
    let name = collection.name.as_str();
    let key = names::group_key(name);
    let mut fields = vec![field("What they have in common.", names::KEY, &format!("{key}!"))];
    fields.extend(part_fields(parts));
    let description = format!("`{name}` records that have something in common.");
    document.plain_object(&description, &names::group(name), fields);

    let values = groupable(collection).map(|of| field("", &of.name, super::output::type_name(of)));
    let description = "What the records of a group have in common; null for the fields not grouped by.";
    document.plain_object(description, &key, values.collect());
}

fn write_group_by(document: &mut Document, collection: &Collection) {
    let (name, fields) = (&collection.name, names::group_field(&collection.name));
    let by = vec![
        input("The field.", names::FIELD, &format!("{fields}!")),
        input(
            "Of a date or a date-time: the span of time that a group covers.",
            names::BUCKET,
            names::DATE_BUCKET,
        ),
    ];
    let description = format!("What groups of `{name}` records have in common.");
    document.input(&description, &names::group_by(name), by);

    let values = groupable(collection).map(|of| enum_value("", &of.name, None)).collect();
    let description = format!("The fields that groups of `{name}` records can be made by.");
    document.enumeration(&description, &fields, values);
}

fn write_having(document: &mut Document, name: &str, parts: &[Part]) {
    let having = names::having(name);
    let count = document.using(names::filter(Scalar::Int.name()));
    let mut tests = filter::logic(&having);
    tests.push(input("The number of records.", names::COUNT, &count));
    for part in parts {
        tests.push(input(part.description, part.name, &names::part_having(&part.type_name)));
    }
    let description = format!("What a group of `{name}` records must be like. Everything given must hold.");
    document.input(&description, &having, tests);
}

fn write_group_order(document: &mut Document, collection: &Collection, parts: &[Part]) {
    let name = collection.name.as_str();
    let key = names::order_by(&names::group_key(name));
    let mut orders = vec![
        input("By the number of records.", names::COUNT, names::ORDER_DIRECTION),
        input("By what the records have in common; only fields of `by`.", names::KEY, &key),
    ];
    for part in parts {
        orders.push(input(part.description, part.name, &names::order_by(&part.type_name)));
    }
    let description = format!("An order of `{name}` groups. Fields count in the order they are written.");
    document.input(&description, &names::group_order_by(name), orders);
    document.input("An order of groups by their keys.", &key, directions(groupable(collection)));
}
