//! What of the model somebody sees: which types, which fields of them, and what they may do to each.
//!
//! Read [`View`] first.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::access::Roles;
use crate::access::matrix::Records;
use crate::access::rules::{self, Access, Action, Preset};
use crate::filter::Sight;
use crate::graphql::names;
use crate::model::{Collection, Field, FieldKind, Model};
use crate::query::Sees;

/// The model and who looks at it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The model.
    pub model: &'a Model,
    /// The roles that rules judge by.
    pub roles: &'a Roles,
    /// Whether they may see the rules.
    pub looks_inside: bool,
}

/// What may be done to a field, in those records to which it may be done at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldActions {
    /// Seeing it.
    pub read: Records,
    /// Giving it a value in a new record.
    pub create: Records,
    /// Changing it.
    pub update: Records,
}

impl<'a> View<'a> {
    /// The collections of which they may do anything.
    pub fn collections(self) -> impl Iterator<Item = &'a Collection> {
        self.model.collections.values().filter(move |collection| self.shows(collection))
    }

    /// Whether they may do anything to records of the collection.
    fn shows(self, collection: &Collection) -> bool {
        let actions = [Action::Read, Action::Create, Action::Update, Action::Delete];
        actions.into_iter().any(|action| self.records(collection, action) != Records::None)
    }

    /// To how many records they may do it.
    pub fn records(self, collection: &Collection, action: Action) -> Records {
        match rules::rows(collection, self.roles, action) {
            Access::All => Records::All,
            Access::Where(_) => Records::Some,
            Access::Nothing => Records::None,
        }
    }

    /// The fields that they may read or write. `type_name` is that of the collection or the component.
    pub fn fields(
        self,
        type_name: &'a str,
        fields: &'a IndexMap<String, Field>,
    ) -> impl Iterator<Item = &'a Field> {
        fields.values().filter(move |field| self.shows_field(type_name, field))
    }

    /// Whether they may read or write the field.
    pub fn shows_field(self, type_name: &str, field: &Field) -> bool {
        let is_closed = |target: &Collection| !self.shows(target);
        if field
            .relation()
            .and_then(|relation| self.model.collections.get(&relation.target))
            .is_some_and(is_closed)
        {
            return false;
        }
        let can = self.field_actions(type_name, field);
        [can.read, can.create, can.update].iter().any(|records| *records != Records::None)
    }

    /// The same of a field of which only the name is known.
    pub fn shows_named(self, type_name: &str, field: &str) -> bool {
        let field = self.model.fields_of(type_name).and_then(|fields| fields.get(field));
        field.is_some_and(|field| self.shows_field(type_name, field))
    }

    /// Whether they see all fields on the way of `author.name`. What is no field hides nothing.
    pub fn shows_path(self, type_name: &str, path: &str) -> bool {
        let mut type_name = type_name;
        for name in path.split('.') {
            let field = self.model.fields_of(type_name).and_then(|fields| fields.get(name));
            let Some(field) = field else { return true };
            if !self.shows_field(type_name, field) {
                return false;
            }
            type_name = field.inner_type().unwrap_or_default();
        }
        true
    }

    /// What they may do to the field.
    pub fn field_actions(self, type_name: &str, field: &Field) -> FieldActions {
        let collection = self.model.collections.get(type_name);
        let is_ours = field.built_in || field.read_only;
        let is_forced = |preset: &Preset<'_>| preset.is_forced && preset.field == field.name;
        let is_preset = || collection.is_some_and(|of| rules::presets(of, self.roles).iter().any(is_forced));
        FieldActions {
            read: match field.secret || !self.opens(field) {
                true => Records::None,
                false => self.field_records(type_name, field, Action::Read),
            },
            create: match is_ours || is_preset() {
                true => Records::None,
                false => self.field_records(type_name, field, Action::Create),
            },
            update: match is_ours {
                true => Records::None,
                false => self.field_records(type_name, field, Action::Update),
            },
        }
    }

    fn field_records(self, type_name: &str, field: &Field, action: Action) -> Records {
        let rows = match self.model.collections.get(type_name) {
            Some(collection) => rules::rows(collection, self.roles, action),
            None => Access::All,
        };
        match (rows, rules::field(self.model, type_name, field, self.roles, action)) {
            (Access::Nothing, _) | (_, Access::Nothing) => Records::None,
            (_, Access::All) => Records::All,
            // It holds wherever it may be done at all.
            (Access::Where(rows), Access::Where(own)) if rows == own => Records::All,
            (_, Access::Where(_)) => Records::Some,
        }
    }

    /// Whether any of the records that the field leads to may be read.
    fn opens(self, field: &Field) -> bool {
        let target = field.relation().and_then(|relation| self.model.collections.get(&relation.target));
        target.is_none_or(|target| self.records(target, Action::Read) != Records::None)
    }

    /// Whether records may be filtered and ordered by the field.
    pub fn judges_by(self, type_name: &str, field: &Field) -> bool {
        let is_open = match self.model.collections.get(type_name) {
            Some(collection) => self.records(collection, Action::Read) != Records::None,
            None => true,
        };
        is_open && !field.secret && Sees { model: self.model, roles: self.roles }.sees(type_name, field)
    }

    /// The components, unions and enums that the fields which they see lead to.
    pub fn reached(self) -> HashSet<&'a str> {
        let mut reached = HashSet::new();
        if self.roles.are_admin() {
            let (components, blocks) = (self.model.components.keys(), self.model.blocks.keys());
            let all = components.chain(blocks).chain(self.model.enums.keys());
            return all.map(String::as_str).collect();
        }
        for collection in self.collections() {
            self.reach_from(&collection.name, &collection.fields, &mut reached);
        }
        reached
    }

    fn reach_from(
        self,
        type_name: &'a str,
        fields: &'a IndexMap<String, Field>,
        reached: &mut HashSet<&'a str>,
    ) {
        for field in self.fields(type_name, fields) {
            match &field.kind {
                FieldKind::Enum(name) => {
                    reached.insert(name);
                }
                FieldKind::Component(name) => self.reach_component(name, reached),
                FieldKind::Blocks(name) => {
                    if reached.insert(name)
                        && let Some(blocks) = self.model.blocks.get(name)
                    {
                        blocks.members.iter().for_each(|member| self.reach_component(member, reached));
                    }
                }
                FieldKind::Scalar(_) | FieldKind::Relation(_) => {}
            }
        }
    }

    fn reach_component(self, name: &'a str, reached: &mut HashSet<&'a str>) {
        if let Some(component) = self.model.components.get(name)
            && reached.insert(name)
        {
            self.reach_from(name, &component.fields, reached);
        }
    }

    /// Whether the filter on the type speaks of fields that they see, and of no others.
    pub fn shows_filter(self, type_name: &str, filter: &Json) -> bool {
        let parts = match filter {
            Json::Object(parts) => parts,
            Json::Array(filters) => return filters.iter().all(|inner| self.shows_filter(type_name, inner)),
            _ => return true,
        };
        parts.iter().all(|(name, inner)| match name.as_str() {
            names::AND | names::OR | names::NOT => self.shows_filter(type_name, inner),
            _ => self.shows_part(type_name, name, inner),
        })
    }

    fn shows_part(self, type_name: &str, name: &str, inner: &Json) -> bool {
        if let Some(blocks) = self.model.blocks.get(type_name) {
            let member = blocks.members.iter().find(|member| names::member_field(member) == name);
            return member.is_none_or(|member| self.shows_filter(member, inner));
        }
        let Some(field) = self.model.fields_of(type_name).and_then(|fields| fields.get(name)) else {
            return true;
        };
        let is_list = field.list || field.is_to_many();
        self.shows_field(type_name, field)
            && match (field.inner_type(), inner) {
                (Some(target), Json::Object(words)) if is_list => {
                    let of_items = words.iter().filter(|(word, _)| *word != names::COUNT);
                    of_items.into_iter().all(|(_, inner)| self.shows_filter(target, inner))
                }
                (Some(target), inner) => self.shows_filter(target, inner),
                (None, _) => true,
            }
    }
}
