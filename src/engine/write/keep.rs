//! What a component keeps when it is written as a whole by somebody who may not write all of it.
//!
//! Read [`unwritable`] first.

use serde_json::Value as Json;

use super::authorize::may_write_inside;
use super::run::Run;
use crate::access::{Action, Roles};
use crate::changes::Image;
use crate::model::{Field, FieldKind, Model, Value};

/// The field's new value, with those parts of a single component as they were that whoever writes may not
/// write. Items of lists have nothing by which to tell them apart, and keep nothing.
pub(super) fn unwritable(run: &Run<'_, '_>, field: &Field, image: &Image, value: Value) -> Value {
    match (value, image.fields.get(&field.name)) {
        (Value::Json(mut after), Some(before)) if !field.list && !run.actor.is_admin() => {
            keep(run.model, &run.actor.roles, &field.kind, before, &mut after);
            Value::Json(after)
        }
        (value, _) => value,
    }
}

fn keep(model: &Model, roles: &Roles, kind: &FieldKind, before: &Json, after: &mut Json) {
    let FieldKind::Component(name) = kind else { return };
    let (Some(component), Some(before), Some(after)) =
        (model.components.get(name), before.as_object(), after.as_object_mut())
    else {
        return;
    };
    for field in component.fields.values() {
        let Some(before) = before.get(&field.name) else { continue };
        if !may_write_inside(model, name, field, roles, Action::Update) {
            after.insert(field.name.clone(), before.clone());
        } else if let Some(after) = after.get_mut(&field.name).filter(|_| !field.list) {
            keep(model, roles, &field.kind, before, after);
        }
    }
}
