//! Orders: what `orderBy` says, made total by the record's id.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::filter::{Problem, Sight, items, object};
use crate::model::kind::JsonForm;
use crate::model::{Direction, Field, FieldKind, Model, RelationStorage};

/// One key of an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderKey {
    /// What is compared.
    pub target: OrderTarget,
    /// Which way, and where nulls go.
    pub direction: Direction,
}

/// What an order compares.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum OrderTarget {
    /// A scalar or an enum.
    Field(String),
    /// Something of a to-one relation's record, or of a single component.
    Through(String, Box<OrderTarget>),
    /// The number of a to-many relation's records.
    Count(String),
    /// The place in the list that the owner of a many-to-many relation keeps.
    Position,
}

/// What is known of a key's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyFacts {
    /// How a value is shown in a cursor.
    pub form: JsonForm,
    /// Whether it may be null.
    pub nullable: bool,
}

/// Reads `orderBy`, which may speak of what is in sight. Several keys in one object count in the order they
/// are written.
pub fn read(
    model: &Model,
    sight: &dyn Sight,
    type_name: &str,
    json: &Json,
) -> Result<Vec<OrderKey>, Problem> {
    let mut keys = Vec::new();
    for item in items(json) {
        read_object(model, sight, type_name, item, &mut keys, &|target| target)?;
    }
    Ok(keys)
}

/// Notes the collections whose records the order looks at, besides those that it orders.
pub fn traversed(model: &Model, type_name: &str, target: &OrderTarget, found: &mut BTreeSet<String>) {
    let (OrderTarget::Through(name, _) | OrderTarget::Count(name)) = target else { return };
    let field = model.fields_of(type_name).and_then(|fields| fields.get(name));
    let Some(to) = field.and_then(Field::inner_type) else { return };
    if model.collections.contains_key(to) {
        found.insert(to.to_owned());
    }
    if let OrderTarget::Through(_, inner) = target {
        traversed(model, to, inner, found);
    }
}

fn read_object(
    model: &Model,
    sight: &dyn Sight,
    type_name: &str,
    json: &Json,
    keys: &mut Vec<OrderKey>,
    wrap: &dyn Fn(OrderTarget) -> OrderTarget,
) -> Result<(), Problem> {
    for (name, inner) in object(json)?.iter().filter(|(_, inner)| !inner.is_null()) {
        let unknown = || Problem::new(format!("is not a field of `{type_name}`")).within(name);
        let field = model.fields_of(type_name).and_then(|fields| fields.get(name)).ok_or_else(unknown)?;
        if !sight.sees(type_name, field) {
            return Err(Problem::forbidden(type_name, name).within(name));
        }
        if let Some(target) = order_target(field) {
            let through = |inner| wrap(OrderTarget::Through(field.name.clone(), Box::new(inner)));
            read_object(model, sight, target, inner, keys, &through)
                .map_err(|problem| problem.within(name))?;
            continue;
        }
        let (target, word) = match field.is_to_many() {
            true => (OrderTarget::Count(name.clone()), inner.get("count").unwrap_or(&Json::Null)),
            false => (OrderTarget::Field(name.clone()), inner),
        };
        let direction = word.as_str().and_then(Direction::from_name);
        let direction = direction.ok_or_else(|| Problem::new("must be an `OrderDirection`").within(name))?;
        keys.push(OrderKey { target: wrap(target), direction });
    }
    Ok(())
}

/// The type that an order goes on through, when the field is a to-one relation or a component.
fn order_target(field: &Field) -> Option<&str> {
    match &field.kind {
        FieldKind::Component(component) => Some(component),
        FieldKind::Relation(relation) if !relation.is_to_many() => Some(&relation.target),
        FieldKind::Scalar(_) | FieldKind::Enum(_) | FieldKind::Blocks(_) | FieldKind::Relation(_) => None,
    }
}

/// The default order of a collection, or of a relation that keeps its own. What is out of sight does not count
/// in it.
pub fn default_order(model: &Model, sight: &dyn Sight, collection: &str, positioned: bool) -> Vec<OrderKey> {
    if positioned {
        return vec![OrderKey { target: OrderTarget::Position, direction: Direction::Asc }];
    }
    let declared = model.collections.get(collection).map(|found| found.order_by.as_slice());
    let key = |order: &crate::model::ModelOrder| OrderKey {
        target: OrderTarget::Field(order.field.clone()),
        direction: order.direction,
    };
    let is_seen = |order: &&crate::model::ModelOrder| {
        let field = model.fields_of(collection).and_then(|fields| fields.get(&order.field));
        field.is_some_and(|field| sight.sees(collection, field))
    };
    declared.unwrap_or_default().iter().filter(is_seen).map(key).collect()
}

/// The order with the id as its last key, so that no two records are equal in it.
pub fn total(mut keys: Vec<OrderKey>) -> Vec<OrderKey> {
    let id = |key: &OrderKey| key.target == OrderTarget::Field("id".into());
    match keys.iter().position(id) {
        Some(place) => keys.truncate(place + 1),
        None => keys.push(OrderKey { target: OrderTarget::Field("id".into()), direction: Direction::Asc }),
    }
    keys
}

/// What is known of the target's values, read from a record of the type.
pub fn facts(model: &Model, type_name: &str, target: &OrderTarget) -> Option<KeyFacts> {
    let field = |name: &String| model.fields_of(type_name).and_then(|fields| fields.get(name));
    match target {
        OrderTarget::Field(name) => {
            let field = field(name)?;
            Some(KeyFacts { form: field.form(), nullable: !field.required })
        }
        OrderTarget::Through(name, inner) => {
            let field = field(name)?;
            let facts = facts(model, order_target(field)?, inner)?;
            // A component's JSON may lack a field that the model gained later.
            let certain = field.required && is_foreign_key(field);
            Some(KeyFacts { nullable: facts.nullable || !certain, ..facts })
        }
        OrderTarget::Count(_) | OrderTarget::Position => {
            Some(KeyFacts { form: JsonForm::Integer, nullable: false })
        }
    }
}

fn is_foreign_key(field: &Field) -> bool {
    let storage = field.relation().map(|relation| &relation.storage);
    matches!(storage, Some(RelationStorage::ForeignKey { .. }))
}
