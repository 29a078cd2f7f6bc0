//! What goes when records are deleted, and who may make it go.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::super::model::{Gone, Kind};
use super::super::world::{Name, ids};
use super::{Doing, name};

impl Doing<'_> {
    pub(super) fn delete(&mut self, of: &str, named: Vec<String>) {
        let model = self.before.model.clone();
        let named: Vec<Name> = named.iter().map(|id| name(of, id)).collect();
        let mut going: BTreeSet<Name> = BTreeSet::new();
        let mut next = named.clone();
        let mut left: Vec<(Name, String, Gone)> = Vec::new();
        while let Some((target, id)) = next.pop() {
            if self.after.row(&target, &id).is_none() || !going.insert((target.clone(), id.clone())) {
                continue;
            }
            for (other, row) in &self.after.rows {
                for field in &model.of(&other.0).fields {
                    let Kind::One(to, gone) = &field.kind else { continue };
                    if *to == target && row[&field.name] == json!(id) {
                        match gone {
                            Gone::Cascade => next.push(other.clone()),
                            _ => left.push((other.clone(), field.name.clone(), *gone)),
                        }
                    }
                }
            }
        }
        for (other, field, gone) in left.into_iter().filter(|(other, ..)| !going.contains(other)) {
            match gone {
                Gone::Restrict => drop(self.faults.insert("VALIDATION")),
                _ => self.set(&other.0, &other.1, &field, Value::Null),
            }
        }
        for gone in &going {
            if self.touched.contains_key(gone) {
                self.doubts.extend(["NOT_FOUND", "FORBIDDEN", "VALIDATION"]);
            }
            if !self.has_grant(&gone.0, &gone.1, "DELETE") {
                let is_hidden = named.contains(gone) && !self.is_visible(&gone.0, &gone.1);
                self.faults.insert(if is_hidden { "NOT_FOUND" } else { "FORBIDDEN" });
            }
            self.after.rows.remove(gone);
        }
        for ((holder, _), row) in &mut self.after.rows {
            for field in &model.of(holder).fields {
                if let Kind::Many(target) = &field.kind {
                    let kept =
                        ids(&row[&field.name]).into_iter().filter(|id| !going.contains(&name(target, id)));
                    let kept: Value = kept.collect();
                    row.insert(field.name.clone(), kept);
                }
            }
        }
    }
}
