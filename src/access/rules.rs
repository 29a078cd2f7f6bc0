//! What the `@allow` lines of a model grant to a set of roles.
//!
//! Nothing is kept: what an operation needs is worked out from the model when it is prepared. Read
//! [`grants`] first, then [`rows`] and [`field`].

use serde_json::{Value as Json, json};

use super::Roles;
use crate::model::{Allow, Collection, Field, Model};

/// What may be done with records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the model language's")]
pub enum Action {
    Read,
    ReadDrafts,
    Create,
    Update,
    Delete,
    Publish,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::ReadDrafts, Self::Create, Self::Update, Self::Delete, Self::Publish];

    /// The name in the model language: `READ_DRAFTS`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "READ",
            Self::ReadDrafts => "READ_DRAFTS",
            Self::Create => "CREATE",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
            Self::Publish => "PUBLISH",
        }
    }

    /// The action of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// Of which records something holds. A filter is in the language of rules.
#[derive(Debug, Clone, PartialEq)]
pub enum Access {
    /// Of all of them.
    All,
    /// Of none.
    Nothing,
    /// Of those that pass the filter.
    Where(Json),
}

/// The lines of a collection that grant the action to one of the roles, in the order of the model.
pub fn grants<'m>(
    collection: &'m Collection,
    roles: &'m Roles,
    action: Action,
) -> impl Iterator<Item = &'m Allow> + Clone {
    collection.allow.iter().filter(move |line| names(line, action) && meets(line, roles))
}

/// Whether the line is about the action.
pub fn names(line: &Allow, action: Action) -> bool {
    line.actions.iter().any(|named| named == action.name() || named == "ALL")
}

/// Whether the line is for one of the roles.
pub fn meets(line: &Allow, roles: &Roles) -> bool {
    line.to.iter().any(|role| roles.has(role))
}

/// Whether the line of a type covers the field.
pub fn covers(line: &Allow, field: &str) -> bool {
    let is_among = |names: &Vec<String>| names.iter().any(|name| name == field);
    match (&line.fields, &line.except) {
        (Some(fields), _) => is_among(fields),
        (None, Some(except)) => !is_among(except),
        (None, None) => true,
    }
}

/// The records on which the action is allowed to the roles.
pub fn rows(collection: &Collection, roles: &Roles, action: Action) -> Access {
    if roles.are_admin() {
        return Access::All;
    }
    any(grants(collection, roles, action))
}

/// Of which of the records on which the action is allowed it is allowed on the field, too. `type_name` is the
/// collection's or the component's.
pub fn field(model: &Model, type_name: &str, field: &Field, roles: &Roles, action: Action) -> Access {
    if roles.are_admin() {
        return Access::All;
    }
    let collection = model.collections.get(type_name);
    if collection.is_some() && field.name == "id" && action == Action::Read {
        return Access::All;
    }
    let granted =
        collection.map_or(Access::All, |collection| covered(collection, &field.name, roles, action));
    both(granted, narrowed(field, roles, action))
}

/// What the type's lines say of a field.
fn covered(collection: &Collection, field: &str, roles: &Roles, action: Action) -> Access {
    let all = grants(collection, roles, action);
    let covering = all.clone().filter(|line| covers(line, field));
    // A line that does not cover the field opens no other records than those that do.
    let opens_others = |line: &Allow| !covering.clone().any(|other| other.filter == line.filter);
    match any(covering.clone()) {
        Access::Where(_) if !all.clone().any(opens_others) => Access::All,
        access => access,
    }
}

/// What the field's own lines say: they only narrow, and only the actions that they name.
fn narrowed(field: &Field, roles: &Roles, action: Action) -> Access {
    let lines = || field.allow.iter().filter(|line| names(line, action));
    match lines().next() {
        None => Access::All,
        Some(_) => any(lines().filter(|line| meets(line, roles))),
    }
}

/// The records of which at least one of the lines speaks.
fn any<'m>(lines: impl Iterator<Item = &'m Allow>) -> Access {
    let mut filters: Vec<&Json> = Vec::new();
    let mut is_any = false;
    for line in lines {
        is_any = true;
        match &line.filter {
            None => return Access::All,
            Some(filter) if filters.contains(&filter) => {}
            Some(filter) => filters.push(filter),
        }
    }
    match filters.as_slice() {
        [] if is_any => Access::All,
        [] => Access::Nothing,
        [one] => Access::Where((*one).clone()),
        many => Access::Where(json!({ "or": many })),
    }
}

/// The records of which both hold.
pub fn both(left: Access, right: Access) -> Access {
    match (left, right) {
        (Access::Nothing, _) | (_, Access::Nothing) => Access::Nothing,
        (Access::All, other) | (other, Access::All) => other,
        (Access::Where(left), Access::Where(right)) => Access::Where(json!({ "and": [left, right] })),
    }
}

/// A value that rules give to a field of a new record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Preset<'m> {
    /// The field.
    pub field: &'m str,
    /// The value, or the variable that stands for it.
    pub value: &'m Json,
    /// Whether the field has it whatever the request says. Else the request may give another one, and a line
    /// that sets the field grants nothing then.
    pub is_forced: bool,
}

/// The values that the lines which let the roles create records give to them.
pub fn presets<'m>(collection: &'m Collection, roles: &'m Roles) -> Vec<Preset<'m>> {
    let mut presets: Vec<Preset<'m>> = Vec::new();
    if roles.are_admin() {
        return presets;
    }
    let lines = || grants(collection, roles, Action::Create);
    for (field, value) in lines().filter_map(|line| line.set.as_ref()?.as_object()).flatten() {
        if presets.iter().any(|known| known.field == field) {
            continue;
        }
        let agrees = |line: &Allow| line.set.as_ref().and_then(|set| set.get(field)) == Some(value);
        presets.push(Preset { field, value, is_forced: lines().all(agrees) });
    }
    presets
}
