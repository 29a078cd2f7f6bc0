//! Who may do what: every role, type and action of a model in a table.
//!
//! Read [`matrix`] first.

use serde::Serialize;
use serde_json::Value as Json;

use super::roles::{ADMIN, PUBLIC, Roles, USER};
use super::rules::{self, Access, Action};
use crate::model::{Collection, Model};

/// What a role may do to the records of a type.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The role, for those who have no other but `public` and `user`, which everyone has who has it.
    pub role: String,
    /// The type's name.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The action.
    pub action: &'static str,
    /// Of which records.
    pub records: Records,
    /// What the records must be like, in the filter language, where it is not all or none of them.
    #[serde(rename = "where")]
    pub filter: Option<Json>,
    /// The fields that it covers in each of those records.
    pub fields: Vec<String>,
    /// The fields that it covers in some of them.
    #[serde(rename = "someFields")]
    pub some_fields: Vec<String>,
    /// The lines of the model that grant it, as `file:line`.
    pub places: Vec<String>,
}

/// Of how many records something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Records {
    /// Of all of them.
    All,
    /// Of those that pass a filter.
    Some,
    /// Of none.
    None,
}

impl Records {
    /// The name in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Some => "SOME",
            Self::None => "NONE",
        }
    }
}

/// The roles that a model knows, in its own order; those that are built in come first.
pub fn roles(model: &Model) -> Vec<&str> {
    let own = model.enums.get("Role").into_iter().flat_map(|roles| &roles.values);
    let own = own.map(|role| role.name.as_str()).filter(|role| ![PUBLIC, USER, ADMIN].contains(role));
    [PUBLIC, USER].into_iter().chain(own).chain([ADMIN]).collect()
}

/// What each of the roles may do to the records of each of the types.
pub fn matrix(model: &Model, role: Option<&str>, type_name: Option<&str>) -> Vec<Cell> {
    let mut cells = Vec::new();
    let collections = model.collections.values();
    for collection in collections.filter(|known| type_name.is_none_or(|name| known.name == name)) {
        for role in roles(model).into_iter().filter(|known| role.is_none_or(|name| *known == name)) {
            cells.extend(actions(collection).map(|action| cell(model, collection, role, action)));
        }
    }
    cells
}

/// The actions that records of the collection take.
fn actions(collection: &Collection) -> impl Iterator<Item = Action> {
    let is_drafted = collection.drafts;
    Action::ALL.into_iter().filter(move |action| match action {
        Action::ReadDrafts | Action::Publish => is_drafted,
        Action::Read | Action::Create | Action::Update | Action::Delete => true,
    })
}

/// The roles of somebody with that one: nobody has a role who is not signed in.
fn roles_with(role: &str) -> Roles {
    match role {
        PUBLIC => Roles::new([PUBLIC]),
        role => Roles::new([PUBLIC, USER, role]),
    }
}

fn cell(model: &Model, collection: &Collection, role: &str, action: Action) -> Cell {
    let roles = roles_with(role);
    let (records, filter) = match rules::rows(collection, &roles, action) {
        Access::All => (Records::All, None),
        Access::Nothing => (Records::None, None),
        Access::Where(filter) => (Records::Some, Some(filter)),
    };
    let (mut fields, mut some_fields) = (Vec::new(), Vec::new());
    let is_about_fields =
        matches!(action, Action::Read | Action::ReadDrafts | Action::Create | Action::Update);
    if records != Records::None && is_about_fields {
        for field in collection.fields.values() {
            let own = rules::field(model, &collection.name, field, &roles, action);
            match own {
                Access::All => fields.push(field.name.clone()),
                // It holds wherever the records may be written or seen at all.
                Access::Where(own) if Some(&own) == filter.as_ref() => fields.push(field.name.clone()),
                Access::Where(_) => some_fields.push(field.name.clone()),
                Access::Nothing => {}
            }
        }
    }
    let places = rules::grants(collection, &roles, action).map(|line| line.place.clone());
    let places = if roles.are_admin() { Vec::new() } else { places.collect() };
    Cell {
        role: role.to_owned(),
        type_name: collection.name.clone(),
        action: action.name(),
        records,
        filter,
        fields,
        some_fields,
        places,
    }
}
