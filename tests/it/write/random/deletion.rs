//! What goes when records are deleted.

use std::collections::BTreeSet;

use headwater::model::{Field, FieldKind, Model, OnDelete};
use serde_json::{Value, json};

use super::world::{Done, Kept, Name, World, kept, own_fields};

impl World {
    /// Deletes records, with all that `onDelete` says.
    pub fn remove(&mut self, names: Vec<Name>) -> Done<()> {
        let model = self.model.clone();
        let mut going: BTreeSet<Name> = BTreeSet::new();
        let mut next = names;
        let mut left: Vec<(Name, String)> = Vec::new();
        while let Some(name) = next.pop() {
            if !self.records.contains_key(&name) || !going.insert(name.clone()) {
                continue;
            }
            for (other, field) in self.pointing_to(&name) {
                match field.relation().unwrap().on_delete {
                    OnDelete::Cascade => next.push(other),
                    OnDelete::Restrict | OnDelete::SetNull => left.push((other, field.name.clone())),
                }
            }
        }
        for ((of, id), field) in left.into_iter().filter(|(name, _)| !going.contains(name)) {
            let field = &model.collections[&of].fields[&field];
            if field.relation().unwrap().on_delete == OnDelete::Restrict {
                return Err(format!("{of} {id} still points with {}", field.name));
            }
            self.set(&of, &id, &field.name, Value::Null)?;
        }
        for name in &going {
            self.records.remove(name);
        }
        for ((of, _), record) in &mut self.records {
            for field in own_fields(&model.collections[of]) {
                let value = record.get_mut(&field.name);
                match (value, kept(field)) {
                    (Some(Value::Array(list)), Some((target, Kept::List))) => {
                        list.retain(|id| !going.contains(&(target.clone(), id.as_str().unwrap().to_owned())));
                    }
                    (Some(value), None) => forget(&model, &field.kind, value, &going)?,
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn pointing_to(&self, (target, id): &Name) -> Vec<(Name, Field)> {
        let fields = |of: &str| own_fields(&self.model.collections[of]).cloned().collect::<Vec<_>>();
        let mut found = Vec::new();
        for ((of, other), record) in &self.records {
            let points = fields(of).into_iter().filter(|field| match kept(field) {
                Some((name, Kept::Here)) => name == *target && record[&field.name] == json!(id),
                _ => false,
            });
            found.extend(points.map(|field| ((of.clone(), other.clone()), field)));
        }
        found
    }
}

/// Takes records that go out of a component.
fn forget(model: &Model, kind: &FieldKind, value: &mut Value, going: &BTreeSet<Name>) -> Done<()> {
    if let Value::Array(items) = value {
        return items.iter_mut().try_for_each(|item| forget(model, kind, item, going));
    }
    let name = match kind {
        FieldKind::Component(name) => name.clone(),
        FieldKind::Blocks(_) => value["__typename"].as_str().unwrap_or_default().to_owned(),
        _ => return Ok(()),
    };
    let (Some(component), Some(object)) = (model.components.get(&name), value.as_object_mut()) else {
        return Ok(());
    };
    for field in component.fields.values() {
        let Some(value) = object.get_mut(&field.name) else { continue };
        let Some(relation) = field.relation() else {
            forget(model, &field.kind, value, going)?;
            continue;
        };
        let is_gone = |id: &Value| {
            id.as_str().is_some_and(|id| going.contains(&(relation.target.clone(), id.to_owned())))
        };
        match value {
            Value::Array(ids) => ids.retain(|id| !is_gone(id)),
            id if is_gone(id) && field.required => return Err(format!("a {name} needs {}", field.name)),
            id if is_gone(id) => *id = Value::Null,
            _ => {}
        }
    }
    Ok(())
}
