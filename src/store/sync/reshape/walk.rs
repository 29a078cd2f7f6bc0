//! One stored value: which changes it meets, and what it becomes.
//!
//! What does not change keeps its text, byte by byte: numbers with their digits, members in their order. Read
//! [`Walk::column`] first.

use indexmap::{IndexMap, IndexSet};
use serde_json::Error;
use serde_json::value::{RawValue, to_raw_value};

use super::shape::{BlocksChange, Kept, Member, Number, ObjectChange, Reshaping};
use crate::model::layout::{Column, ColumnKind};

/// The key that tells the blocks of a union apart.
const TYPENAME: &str = "__typename";

type Object = IndexMap<String, Box<RawValue>>;

/// A walk through one value.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    reshaping: &'a Reshaping,
    /// The changes that it met and that matter: something is lost, written, or does not fit.
    pub(super) met: IndexSet<Number>,
    /// Those by which something would be missing that must be there.
    pub(super) stuck: IndexSet<Number>,
}

/// What becomes of a value.
enum Fate {
    Same,
    Changed(Box<RawValue>),
    /// It is taken away, by this change.
    Gone(Number),
}

impl<'a> Walk<'a> {
    pub(super) fn new(reshaping: &'a Reshaping) -> Self {
        Self { reshaping, met: IndexSet::new(), stuck: IndexSet::new() }
    }

    /// What the value of a column becomes; none when it stays as it is.
    pub(super) fn column(&mut self, text: &str, old: &Column, new: &Column) -> Result<Option<String>, Error> {
        let value: &RawValue = serde_json::from_str(text)?;
        Ok(self.value(value, old, new)?.map(|value| value.get().to_owned()))
    }

    /// What a value or a list of values becomes; none when it stays as it is.
    fn value(
        &mut self,
        value: &RawValue,
        old: &Column,
        new: &Column,
    ) -> Result<Option<Box<RawValue>>, Error> {
        if is_null(value) || old.list != new.list {
            return Ok(None);
        }
        if !old.list {
            return Ok(match self.item(value, &old.kind, &new.kind)? {
                Fate::Same => None,
                Fate::Changed(value) => Some(value),
                Fate::Gone(change) => {
                    if !new.nullable {
                        self.stuck.insert(change);
                    }
                    Some(to_raw_value(&())?)
                }
            });
        }
        // What is not of the form that the model before had, an even older one has left there: it stays.
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) else { return Ok(None) };
        let mut is_changed = false;
        let mut kept: Vec<Box<RawValue>> = Vec::with_capacity(items.len());
        for item in items {
            match self.item(item, &old.kind, &new.kind)? {
                Fate::Same => kept.push(item.to_owned()),
                Fate::Changed(item) => {
                    is_changed = true;
                    kept.push(item);
                }
                Fate::Gone(_) => is_changed = true,
            }
        }
        is_changed.then(|| to_raw_value(&kept)).transpose()
    }

    fn item(&mut self, value: &RawValue, old: &ColumnKind, new: &ColumnKind) -> Result<Fate, Error> {
        let Ok(object) = serde_json::from_str::<Object>(value.get()) else { return Ok(Fate::Same) };
        match (old, new) {
            (ColumnKind::Component(old), ColumnKind::Component(new)) => {
                let change = self.reshaping.objects.get(&(old.clone(), new.clone()));
                let Some(change) = change else { return Ok(Fate::Same) };
                self.object(object, change, None)
            }
            (ColumnKind::Blocks(old), ColumnKind::Blocks(new)) => {
                let change = self.reshaping.blocks.get(&(old.clone(), new.clone()));
                let Some(change) = change else { return Ok(Fate::Same) };
                self.block(object, change)
            }
            _ => Ok(Fate::Same),
        }
    }

    fn block(&mut self, object: Object, change: &BlocksChange) -> Result<Fate, Error> {
        let typename = object.get(TYPENAME).and_then(|name| serde_json::from_str::<String>(name.get()).ok());
        let Some(name) = typename else { return Ok(Fate::Same) };
        if let Some(removed) = change.removed.get(&name) {
            self.met.insert(*removed);
            return Ok(Fate::Gone(*removed));
        }
        let Some((new, renamed)) = change.kept.get(&name) else { return Ok(Fate::Same) };
        let Some(inside) = self.reshaping.objects.get(&(name, new.clone())) else { return Ok(Fate::Same) };
        self.object(object, inside, renamed.map(|_| new.as_str()))
    }

    fn object(
        &mut self,
        object: Object,
        change: &ObjectChange,
        typename: Option<&str>,
    ) -> Result<Fate, Error> {
        let mut is_changed = typename.is_some();
        let mut made = Object::with_capacity(object.len());
        for (key, value) in object {
            match (change.members.get(&key), typename) {
                (Some(Member::Removed(removed)), _) => {
                    if !is_null(&value) && value.get() != "[]" {
                        self.met.insert(*removed);
                    }
                    is_changed = true;
                }
                (Some(Member::Kept(kept)), _) => {
                    let after = self.member(&value, kept)?;
                    is_changed |= after.is_some() || kept.renamed.is_some();
                    made.insert(kept.new.name.clone(), after.unwrap_or(value));
                }
                (None, Some(name)) if key == TYPENAME => {
                    made.insert(key, to_raw_value(name)?);
                }
                // What an older model left there gives way to what has the name now.
                (None, _) => {
                    made.entry(key).or_insert(value);
                }
            }
        }
        for (number, name, fill) in &change.required {
            if made.get(name).is_none_or(|value| is_null(value)) {
                self.met.insert(*number);
                if let Some(fill) = fill {
                    made.insert(name.clone(), to_raw_value(fill)?);
                    is_changed = true;
                }
            }
        }
        Ok(if is_changed { Fate::Changed(to_raw_value(&made)?) } else { Fate::Same })
    }

    fn member(&mut self, value: &RawValue, kept: &Kept) -> Result<Option<Box<RawValue>>, Error> {
        if is_null(value) {
            return Ok(None);
        }
        if let Some((number, fitting)) = &kept.unfit {
            let texts = if fitting.is_empty() { None } else { texts(value, kept.old.list) };
            if !texts.is_some_and(|texts| texts.iter().flatten().all(|text| fitting.contains(text))) {
                self.met.insert(*number);
            }
            return Ok(None);
        }
        if kept.removed_values.is_some() || kept.renamed_values.is_some() {
            return self.enum_values(value, kept);
        }
        self.value(value, &kept.old, &kept.new)
    }

    fn enum_values(&mut self, value: &RawValue, kept: &Kept) -> Result<Option<Box<RawValue>>, Error> {
        let Some(mut texts) = texts(value, kept.old.list) else { return Ok(None) };
        if let Some((number, removed)) = &kept.removed_values
            && texts.iter().flatten().any(|text| removed.contains(text))
        {
            self.met.insert(*number);
        }
        let Some((_, names)) = &kept.renamed_values else { return Ok(None) };
        let mut is_changed = false;
        for text in texts.iter_mut().flatten() {
            if let Some((_, new)) = names.iter().find(|(old, _)| old == text) {
                text.clone_from(new);
                is_changed = true;
            }
        }
        let written = if kept.old.list { to_raw_value(&texts) } else { to_raw_value(&texts.first()) };
        is_changed.then_some(written).transpose()
    }
}

fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

/// The text, or those of the list, among which may be nulls; none when they are no texts.
fn texts(value: &RawValue, list: bool) -> Option<Vec<Option<String>>> {
    match list {
        true => serde_json::from_str(value.get()).ok(),
        false => Some(vec![serde_json::from_str(value.get()).ok()?]),
    }
}
