//! The values that rules set in new records. Read [`Run::preset`] first.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::data::Data;
use super::run::Run;
use crate::access::Actor;
use crate::access::rules;
use crate::filter::Variable;
use crate::model::{Collection, Field, FieldKind, Value};

impl<'a> Run<'a, '_> {
    /// Gives the record the values that rules set.
    pub(super) fn preset(
        &mut self,
        collection: &'a Collection,
        data: &Data,
        values: &mut HashMap<&'a str, Value>,
    ) {
        let actor = self.actor;
        for preset in rules::presets(collection, &actor.roles) {
            let Some(field) = collection.fields.get(preset.field) else { continue };
            if !preset.is_forced && data.given.contains(&field.name) {
                continue;
            }
            let value = preset_value(actor, field, preset.value);
            if value == Value::Null && field.required {
                let message = "is set by a rule, which has no value for you";
                self.fault(&format!("{}.{}", data.path, field.name), "REQUIRED", message);
            }
            values.insert(&field.name, value);
        }
    }
}

/// The value that a rule sets, for whoever writes; null when it has none for them.
fn preset_value(actor: &Actor, field: &Field, json: &Json) -> Value {
    let text = json.as_str();
    let json = match text.and_then(Variable::parse) {
        Some(variable) => actor.asking(|asker| asker.value(&variable)),
        None => match text.and_then(|text| text.strip_prefix("$$")) {
            Some(rest) => format!("${rest}").into(),
            None => json.clone(),
        },
    };
    match &field.kind {
        _ if json.is_null() => Value::Null,
        _ if field.list => Value::Json(json),
        FieldKind::Scalar(scalar) => scalar.parse_operand(&json).unwrap_or(Value::Null),
        FieldKind::Enum(_) | FieldKind::Relation(_) => {
            json.as_str().map_or(Value::Null, |text| Value::Text(text.to_owned()))
        }
        FieldKind::Component(_) | FieldKind::Blocks(_) => Value::Json(json),
    }
}
