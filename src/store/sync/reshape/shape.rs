//! What becomes of the JSON in columns of components and blocks when their types change.
//!
//! Owns the comparison, no rows: [`Reshaping::between`] finds every pair of an old and a new component that a
//! stored value can lead to, however deep. Read [`Change`] first.

use indexmap::{IndexMap, IndexSet};

use crate::model::Scalar;
use crate::model::diff::{ColumnChange, Diff, ValueChanges, enum_changes, is_same_collection, match_names};
use crate::model::layout::{Column, ColumnKind, Layout, Table};
use crate::store::sync::convert::{Conversion, conversion};
use crate::store::sync::default::list_to_json;

/// One thing that changes in a component or a union.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// A field is no longer there.
    Remove { component: String, field: Column },
    /// A field has another name.
    Rename { component: (String, String), field: (String, String) },
    /// A field has another type, and what is held can't become one of it.
    Retype { component: String, old: Column, new: Column },
    /// A field may no longer be missing; with what is written where it is.
    Require { component: String, field: Column, fill: Option<serde_json::Value> },
    /// Values of an enum that a field holds are gone.
    RemoveValues { component: String, field: Column, values: Vec<String> },
    /// Values of an enum that a field holds have other names.
    RenameValues { component: String, field: Column, values: Vec<(String, String)> },
    /// A component is no longer in a union.
    RemoveMember { union: String, member: String },
    /// A component that is told apart by its name has another one.
    RenameMember { old: String, new: String },
}

/// Where a change stands among [`Reshaping::changes`].
pub(super) type Number = usize;

/// A pair of names: of the old layout and of the new one.
type Pair = (String, String);

/// All that changes, and how values are rewritten.
#[derive(Debug, Default)]
pub(in crate::store::sync) struct Reshaping {
    pub(super) changes: Vec<Change>,
    pub(super) objects: IndexMap<Pair, ObjectChange>,
    pub(super) blocks: IndexMap<Pair, BlocksChange>,
    /// The columns whose values can be met by a change.
    pub(super) holders: Vec<Holder>,
}

/// A column that stays, under the same or another name.
#[derive(Debug)]
pub(super) struct Holder {
    pub(super) tables: (Table, Table),
    pub(super) columns: (Column, Column),
}

/// What becomes of the members of a component's object.
#[derive(Debug, Default)]
pub(super) struct ObjectChange {
    /// By the old name.
    pub(super) members: IndexMap<String, Member>,
    /// What must be there, by the new name.
    pub(super) required: Vec<(Number, String, Option<serde_json::Value>)>,
}

/// What becomes of one member.
#[derive(Debug)]
pub(super) enum Member {
    Removed(Number),
    Kept(Box<Kept>),
}

#[derive(Debug)]
pub(super) struct Kept {
    pub(super) old: Column,
    pub(super) new: Column,
    pub(super) renamed: Option<Number>,
    /// When what is held can't stay, unless it is one of the texts.
    pub(super) unfit: Option<(Number, Vec<String>)>,
    pub(super) removed_values: Option<(Number, Vec<String>)>,
    pub(super) renamed_values: Option<(Number, Vec<(String, String)>)>,
}

/// What becomes of the blocks of a union, by the name of the old component.
#[derive(Debug, Default)]
pub(super) struct BlocksChange {
    pub(super) removed: IndexMap<String, Number>,
    pub(super) kept: IndexMap<String, (String, Option<Number>)>,
}

impl Reshaping {
    /// What changes from one layout to the other, between whose tables the difference is.
    pub(in crate::store::sync) fn between(old: &Layout, new: &Layout, diff: &Diff) -> Self {
        let mut reshaping = Self::default();
        // Older layouts say nothing of components.
        if old.components.is_empty() {
            return reshaping;
        }
        for holder in holders(old, new, diff) {
            let columns = (&holder.columns.0, &holder.columns.1);
            let mut seen = IndexSet::new();
            if reshaping.reach((old, new), columns, &mut seen) {
                reshaping.holders.push(holder);
            }
        }
        reshaping
    }

    /// Whether no stored value must follow.
    pub(in crate::store::sync) fn is_empty(&self) -> bool {
        self.holders.is_empty()
    }

    /// The tables whose values are read, as they are.
    pub(in crate::store::sync) fn tables(&self) -> impl Iterator<Item = &Table> {
        self.holders.iter().map(|holder| &holder.tables.0)
    }

    /// Compares what the columns hold, and all that it leads to. Whether anything of that changes.
    fn reach(
        &mut self,
        layouts: (&Layout, &Layout),
        columns: (&Column, &Column),
        seen: &mut IndexSet<Pair>,
    ) -> bool {
        match (&columns.0.kind, &columns.1.kind) {
            (ColumnKind::Component(old), ColumnKind::Component(new)) => self.object(layouts, old, new, seen),
            (ColumnKind::Blocks(old), ColumnKind::Blocks(new)) => self.union(layouts, old, new, seen),
            _ => false,
        }
    }

    fn union(
        &mut self,
        layouts: (&Layout, &Layout),
        old: &str,
        new: &str,
        seen: &mut IndexSet<Pair>,
    ) -> bool {
        let pair = (old.to_owned(), new.to_owned());
        if !self.blocks.contains_key(&pair) {
            let change = self.blocks_change(layouts, old, new);
            self.blocks.insert(pair.clone(), change);
        }
        let Some(change) = self.blocks.get(&pair) else { return false };
        let mut changes =
            !change.removed.is_empty() || change.kept.values().any(|(_, renamed)| renamed.is_some());
        let kept: Vec<Pair> = change.kept.iter().map(|(old, (new, _))| (old.clone(), new.clone())).collect();
        for (old, new) in kept {
            changes |= self.object(layouts, &old, &new, seen);
        }
        changes
    }

    fn blocks_change(&mut self, (old, new): (&Layout, &Layout), from: &str, to: &str) -> BlocksChange {
        let none = Vec::new();
        let before = old.unions.get(from).unwrap_or(&none);
        let after = new.unions.get(to).unwrap_or(&none);
        let old_name =
            |name: &String| new.components.get(name).and_then(|component| component.old_name.as_deref());
        let names = match_names(before.iter().map(String::as_str), || {
            after.iter().map(|name| (name.as_str(), old_name(name)))
        });
        let mut change = BlocksChange::default();
        for member in before {
            let kept = names.iter().find(|(_, old)| *old == member).map(|(new, _)| (*new).to_owned());
            match kept {
                Some(new) => {
                    let renamed = Change::RenameMember { old: member.clone(), new: new.clone() };
                    let renamed = (new != *member).then(|| self.number(renamed));
                    change.kept.insert(member.clone(), (new, renamed));
                }
                None => {
                    let removed = Change::RemoveMember { union: to.to_owned(), member: member.clone() };
                    change.removed.insert(member.clone(), self.number(removed));
                }
            }
        }
        change
    }

    fn object(
        &mut self,
        layouts: (&Layout, &Layout),
        old: &str,
        new: &str,
        seen: &mut IndexSet<Pair>,
    ) -> bool {
        let pair = (old.to_owned(), new.to_owned());
        if !seen.insert(pair.clone()) {
            // What leads back to itself is judged where it began.
            return false;
        }
        if !self.objects.contains_key(&pair) {
            let change = self.object_change(layouts, old, new);
            self.objects.insert(pair.clone(), change);
        }
        let Some(change) = self.objects.get(&pair) else { return false };
        let mut changes = change.is_any();
        let kept = change.members.values().filter_map(|member| match member {
            Member::Kept(kept) => Some((kept.old.clone(), kept.new.clone())),
            Member::Removed(_) => None,
        });
        for (old, new) in kept.collect::<Vec<_>>() {
            changes |= self.reach(layouts, (&old, &new), seen);
        }
        changes
    }

    fn object_change(&mut self, layouts: (&Layout, &Layout), from: &str, to: &str) -> ObjectChange {
        let (Some(before), Some(after)) = (layouts.0.components.get(from), layouts.1.components.get(to))
        else {
            return ObjectChange::default();
        };
        let names = match_names(before.fields.keys().map(String::as_str), || {
            after.fields.values().map(|field| (field.name.as_str(), field.old_name.as_deref()))
        });
        let mut change = ObjectChange::default();
        for (name, field) in &before.fields {
            let kept = names.iter().find(|(_, old)| *old == name).and_then(|(new, _)| after.fields.get(*new));
            let member = match kept.filter(|new| is_continued(layouts, field, new)) {
                Some(new) => Member::Kept(Box::new(self.kept(layouts, (from, to), field, new))),
                None => {
                    let removed = Change::Remove { component: from.to_owned(), field: field.clone() };
                    Member::Removed(self.number(removed))
                }
            };
            change.members.insert(name.clone(), member);
        }
        for field in after.fields.values().filter(|field| !field.nullable) {
            let before = names.get(field.name.as_str()).and_then(|name| before.fields.get(*name));
            if before.is_some_and(|before| is_continued(layouts, before, field) && !before.nullable) {
                continue;
            }
            let fill = fill(field);
            let required =
                Change::Require { component: to.to_owned(), field: field.clone(), fill: fill.clone() };
            change.required.push((self.number(required), field.name.clone(), fill));
        }
        change
    }

    fn kept(&mut self, layouts: (&Layout, &Layout), names: (&str, &str), old: &Column, new: &Column) -> Kept {
        let component = names.1.to_owned();
        let rename = || Change::Rename {
            component: (names.0.to_owned(), component.clone()),
            field: (old.name.clone(), new.name.clone()),
        };
        let renamed = (old.name != new.name).then(|| self.number(rename()));
        let retyped = match is_same_form(old, new) {
            true => None,
            false => match conversion(old, new, layouts.1) {
                Conversion::Same => None,
                Conversion::Among(values) => Some(values),
                Conversion::By { .. } | Conversion::Lossy => Some(Vec::new()),
            },
        };
        let retype = || Change::Retype { component: component.clone(), old: old.clone(), new: new.clone() };
        let unfit = retyped.map(|values| (self.number(retype()), values));
        let ValueChanges { removed, renamed: names } = match (&old.kind, &new.kind) {
            (ColumnKind::Enum(from), ColumnKind::Enum(to)) => enum_changes(layouts.0, layouts.1, from, to),
            _ => ValueChanges::default(),
        };
        let (field, values) = (new.clone(), removed.clone());
        let remove = Change::RemoveValues { component: component.clone(), field, values };
        let (field, values) = (new.clone(), names.clone());
        let rename = Change::RenameValues { component: component.clone(), field, values };
        Kept {
            old: old.clone(),
            new: new.clone(),
            renamed,
            unfit,
            removed_values: (!removed.is_empty()).then(|| (self.number(remove), removed)),
            renamed_values: (!names.is_empty()).then(|| (self.number(rename), names)),
        }
    }

    /// The change's number: the same for the same change, wherever it is met.
    fn number(&mut self, change: Change) -> Number {
        let known = self.changes.iter().position(|known| *known == change);
        known.unwrap_or_else(|| {
            self.changes.push(change);
            self.changes.len() - 1
        })
    }
}

impl ObjectChange {
    fn is_any(&self) -> bool {
        !self.required.is_empty()
            || self.members.values().any(|member| match member {
                Member::Removed(_) => true,
                Member::Kept(kept) => {
                    kept.renamed.is_some()
                        || kept.unfit.is_some()
                        || kept.removed_values.is_some()
                        || kept.renamed_values.is_some()
                }
            })
    }
}

/// The columns of components and blocks that stay what they are.
fn holders(old: &Layout, new: &Layout, diff: &Diff) -> Vec<Holder> {
    let mut holders = Vec::new();
    for table in new.tables.values().filter(|table| table.field.is_none()) {
        let change = diff.change.iter().find(|change| change.new.name == table.name);
        let Some(before) = change.map_or_else(|| old.tables.get(&table.name), |change| Some(&change.old))
        else {
            continue;
        };
        for column in table.columns.values() {
            let moved = change.and_then(|change| {
                change.columns.iter().find_map(|column_change| match column_change {
                    ColumnChange::Keep { old, new, .. } if new.name == column.name => Some(Some(old)),
                    ColumnChange::Add(added) if added.name == column.name => Some(None),
                    ColumnChange::Keep { .. } | ColumnChange::Add(_) | ColumnChange::Drop(_) => None,
                })
            });
            let Some(from) = moved.unwrap_or_else(|| before.columns.get(&column.name)) else { continue };
            if from.list == column.list && holds_objects(&from.kind) && holds_objects(&column.kind) {
                holders.push(Holder {
                    tables: (before.clone(), table.clone()),
                    columns: (from.clone(), column.clone()),
                });
            }
        }
    }
    holders
}

fn holds_objects(kind: &ColumnKind) -> bool {
    matches!(kind, ColumnKind::Component(_) | ColumnKind::Blocks(_))
}

/// Whether the new field takes over what the old one holds: ids mean nothing in another collection.
fn is_continued(layouts: (&Layout, &Layout), old: &Column, new: &Column) -> bool {
    match (&old.kind, &new.kind) {
        (ColumnKind::Reference(old), ColumnKind::Reference(new)) => {
            is_same_collection(layouts.0, layouts.1, old, new)
        }
        (_, ColumnKind::Reference(_)) => false,
        (_, _) => true,
    }
}

/// Whether what is held in JSON stays as it is: numbers are numbers there, and what travels as text is text.
fn is_same_form(old: &Column, new: &Column) -> bool {
    use ColumnKind::Scalar as Plain;
    use Scalar::{BigInt, Date, DateTime, Decimal, Float, Int, String, Text, Time};
    old.list == new.list
        && matches!(
            (&old.kind, &new.kind),
            (Plain(Int), Plain(Float))
                | (Plain(BigInt), Plain(Decimal))
                | (Plain(BigInt | Decimal | Date | Time | DateTime), Plain(String | Text))
        )
}

/// What is written where a value is missing; none when there is nothing that could be.
fn fill(field: &Column) -> Option<serde_json::Value> {
    match (&field.default, &field.kind) {
        (Some(default), _) if default.is_null() => None,
        (Some(default), ColumnKind::Scalar(scalar)) if !field.list => {
            scalar.parse(default).ok().map(|value| scalar.json_of(&value))
        }
        (Some(default), ColumnKind::Scalar(scalar)) => list_to_json(*scalar, default),
        (Some(default), _) => Some(default.clone()),
        (None, _) if field.list => Some(serde_json::json!([])),
        (None, _) => None,
    }
}
