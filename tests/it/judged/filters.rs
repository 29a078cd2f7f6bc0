//! Filters made at random, in the API's JSON form.

use headwater::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use headwater::model::{Field, FieldKind, Model, Operator, Scalar};
use serde_json::{Value, json};

use super::records::{ROWS, item};
use super::values::Pool;

/// A filter of the type. `relations` says how many of them it may pass through.
pub fn filter(pool: &mut Pool<'_>, model: &Model, type_name: &str, depth: usize, relations: usize) -> Value {
    if depth > 0 && pool.random.chance(4) {
        let word = *pool.random.pick(&["and", "or"]);
        let count = pool.random.below(4);
        let parts = (0..count).map(|_| filter(pool, model, type_name, depth - 1, relations));
        let parts: Vec<Value> = parts.collect();
        return json!({ word: parts });
    }
    if depth > 0 && pool.random.chance(7) {
        return json!({ "not": filter(pool, model, type_name, depth - 1, relations) });
    }
    if let Some(blocks) = model.blocks.get(type_name) {
        let member = pool.random.pick(&blocks.members).clone();
        return match pool.random.chance(3) {
            true => json!({ "is": [member] }),
            false => {
                let inner = filter(pool, model, &member, depth.saturating_sub(1), relations);
                json!({ heck::ToLowerCamelCase::to_lower_camel_case(member.as_str()): inner })
            }
        };
    }
    let is_usable = |field: &&Field| {
        let is_leaf = matches!(field.kind, FieldKind::Scalar(_) | FieldKind::Enum(_));
        let is_of_user = matches!(field.name.as_str(), "createdBy" | "updatedBy");
        !is_of_user && (is_leaf || depth > 0) && (field.relation().is_none() || relations > 0)
    };
    let fields: Vec<&Field> = model.fields_of(type_name).unwrap().values().filter(is_usable).collect();
    let of_others =
        || fields.iter().filter(|field| !matches!(field.kind, FieldKind::Scalar(_) | FieldKind::Enum(_)));
    let others: Vec<&Field> = of_others().copied().collect();
    // Scalars are many.
    let choice = if !others.is_empty() && pool.random.chance(3) { &others } else { &fields };
    let field = *pool.random.pick(choice);
    let name = &field.name;
    let (target, is_many, relations) = match &field.kind {
        FieldKind::Scalar(_) | FieldKind::Enum(_) => {
            let test = test(pool, model, type_name, field);
            return json!({ name: test });
        }
        FieldKind::Component(of) | FieldKind::Blocks(of) => (of, field.list, relations),
        FieldKind::Relation(relation) => (&relation.target, relation.is_to_many(), relations - 1),
    };
    let inner = |pool: &mut Pool<'_>| match pool.random.below(8) {
        0 => json!({}),
        1 if model.collections.contains_key(target) => {
            let ids: Vec<Value> = (0..2).map(|_| record_id(pool, target)).collect();
            let operators = [json!({ "in": ids }), json!({ "eq": null }), json!({ "ne": ids[0] }), json!({})];
            json!({ "id": pool.random.pick(&operators).clone() })
        }
        _ => filter(pool, model, target, depth - 1, relations),
    };
    match (is_many, pool.random.below(4)) {
        (false, 0) => json!({ name: null }),
        (false, _) => {
            let inner = inner(pool);
            json!({ name: inner })
        }
        (true, 0) => {
            let operator = *pool.random.pick(&["eq", "ne", "gt", "lte"]);
            json!({ name: { "count": { operator: pool.random.below(4) } } })
        }
        (true, index) => {
            let inner = inner(pool);
            json!({ name: { ["some", "every", "none"][index - 1]: inner } })
        }
    }
}

fn record_id(pool: &mut Pool<'_>, collection: &str) -> Value {
    json!(format!("{}{}", collection.to_lowercase(), pool.random.below(ROWS)))
}

fn test(pool: &mut Pool<'_>, model: &Model, type_name: &str, field: &Field) -> Value {
    let mut tests = serde_json::Map::new();
    for _ in 0..1 + usize::from(pool.random.chance(6)) {
        let (operator, operand) = operator(pool, model, type_name, field);
        tests.insert(operator.name().to_owned(), operand);
        let is_text = operators(field).contains(&Operator::Like);
        if is_text && pool.random.chance(3) {
            tests.insert("mode".to_owned(), json!("INSENSITIVE"));
        }
    }
    tests.into()
}

fn operators(field: &Field) -> &'static [Operator] {
    match &field.kind {
        _ if field.list => LIST_OPERATORS,
        FieldKind::Scalar(scalar) => scalar.kind().operators,
        _ => ENUM_OPERATORS,
    }
}

fn operator(pool: &mut Pool<'_>, model: &Model, type_name: &str, field: &Field) -> (Operator, Value) {
    let is_awkward = |operator: &&Operator| {
        // Lists of what has no order are compared differently.
        let is_raw = matches!(field.kind, FieldKind::Scalar(Scalar::JSON | Scalar::RichText | Scalar::Point));
        let asks_for_items = matches!(operator, Operator::Has | Operator::HasEvery | Operator::HasSome);
        field.list && is_raw && asks_for_items
    };
    let operators: Vec<Operator> =
        operators(field).iter().filter(|operator| !is_awkward(operator)).copied().collect();
    let operator = *pool.random.pick(&operators);
    let value = |pool: &mut Pool<'_>| match field.name.as_str() {
        "id" => record_id(pool, type_name),
        _ => item(pool, model, field),
    };
    let operand = match operator {
        Operator::In | Operator::NotIn | Operator::HasEvery | Operator::HasSome => {
            let count = pool.random.below(4);
            (0..count).map(|_| value(pool)).collect()
        }
        Operator::Between => json!([value(pool), value(pool)]),
        Operator::IsNull | Operator::IsEmpty => json!(pool.random.chance(2)),
        Operator::Eq | Operator::Ne if pool.random.chance(8) => Value::Null,
        Operator::Contains | Operator::StartsWith | Operator::EndsWith => json!(pool.word()),
        Operator::Like => {
            json!(*pool.random.pick(&["%", "a%", "_", "%B%", "\\%", "%\\%\\_%", "r_d", "%a%a%", "", "__"]))
        }
        Operator::Near => {
            let meters = *pool.random.pick(&[0.0, 500_000.0, 5_000_000.0, -1.0]);
            json!({ "lat": 52.52, "lng": 13.405, "meters": meters })
        }
        Operator::Within => pool
            .random
            .pick(&[
                json!({ "box": { "minLat": -90, "minLng": 10, "maxLat": 60, "maxLng": 15 } }),
                json!({ "box": { "minLat": 0, "minLng": 100, "maxLat": 60, "maxLng": 10 } }),
                json!({ "polygon": [
                    { "lat": -1, "lng": -1 }, { "lat": 61, "lng": -1 }, { "lat": 61, "lng": 20.5 }
                ] }),
            ])
            .clone(),
        Operator::Path => path(pool),
        _ => value(pool),
    };
    (operator, operand)
}

fn path(pool: &mut Pool<'_>) -> Value {
    let plain =
        ["a", "a.b", "a.b[0]", "a.b[1]", "a.b[2]", "a[\"c d\"].e", "b", "[2].a", "[0]", "a[0][0]", "x.y"];
    let odd = ["a.0", "a.b[0].c", "a[0]", "a.b.0"];
    let at = match pool.has_odd && pool.random.chance(3) {
        true => *pool.random.pick(&odd),
        false => *pool.random.pick(&plain),
    };
    let values =
        [json!(1), json!(1.5), json!("two"), json!("Ab%"), json!(true), json!(false), Value::Null, json!("")];
    let ordered = [json!(1), json!(2.5), json!("a"), json!("two"), json!(9_007_199_254_740_992_i64)];
    let (operator, operand) = match pool.random.below(7) {
        0 => ("eq", pool.random.pick(&values).clone()),
        1 => ("ne", pool.random.pick(&values).clone()),
        2 => ("exists", json!(pool.random.chance(2))),
        3 => ("isNull", json!(pool.random.chance(2))),
        4 => (*pool.random.pick(&["lt", "lte", "gt", "gte"]), pool.random.pick(&ordered).clone()),
        5 => (*pool.random.pick(&["contains", "startsWith", "endsWith"]), json!(pool.word())),
        _ => ("in", json!([pool.random.pick(&ordered).clone(), pool.random.pick(&ordered).clone()])),
    };
    json!({ "at": at, operator: operand })
}
