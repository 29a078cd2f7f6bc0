//! Which generated types have anything in them, so that empty ones are left out.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::model::{Collection, Field, FieldKind, Model};

/// What the model's fields lead to.
#[derive(Debug)]
pub struct Reach<'a> {
    lists: HashSet<&'a str>,
    listed_objects: HashSet<&'a str>,
    linked: HashSet<&'a str>,
    orderable: HashSet<&'a str>,
}

impl<'a> Reach<'a> {
    /// Walks the model.
    pub fn new(model: &'a Model) -> Self {
        let mut reach = Self {
            lists: model.collections.values().filter(|c| !c.singleton).map(|c| c.name.as_str()).collect(),
            listed_objects: HashSet::new(),
            linked: links(model).collect(),
            orderable: model.collections.keys().map(String::as_str).collect(),
        };
        for field in all_fields(model) {
            match &field.kind {
                FieldKind::Relation(relation) => {
                    reach.lists.insert(&relation.target);
                    if relation.is_to_many() {
                        reach.listed_objects.insert(&relation.target);
                    }
                }
                FieldKind::Component(name) | FieldKind::Blocks(name) if field.list => {
                    reach.listed_objects.insert(name);
                }
                FieldKind::Component(_)
                | FieldKind::Blocks(_)
                | FieldKind::Scalar(_)
                | FieldKind::Enum(_) => {}
            }
        }
        reach.find_orderable_components(model);
        reach
    }

    /// Whether lists of the collection's records can be asked for, filtered and ordered.
    pub fn is_listed(&self, collection: &Collection) -> bool {
        self.lists.contains(collection.name.as_str())
    }

    /// Whether some field holds a list of the type's objects.
    pub fn is_list_item(&self, type_name: &str) -> bool {
        self.listed_objects.contains(type_name)
    }

    /// Whether records of the collection can be written from inside others.
    pub fn is_linked(&self, collection: &Collection) -> bool {
        self.linked.contains(collection.name.as_str())
    }

    /// Whether the collection or component has a field to order by.
    pub fn is_orderable(&self, type_name: &str) -> bool {
        self.orderable.contains(type_name)
    }

    /// Components may hold each other, so this asks again until nothing is added.
    fn find_orderable_components(&mut self, model: &'a Model) {
        loop {
            let before = self.orderable.len();
            for component in model.components.values() {
                if has_orderable(self, &component.fields) {
                    self.orderable.insert(&component.name);
                }
            }
            if self.orderable.len() == before {
                break;
            }
        }
    }
}

fn has_orderable(reach: &Reach, fields: &IndexMap<String, Field>) -> bool {
    super::visible(fields).any(|field| super::order::order_type(reach, field).is_some())
}

fn all_fields(model: &Model) -> impl Iterator<Item = &Field> {
    field_lists(model).flat_map(super::visible)
}

/// The collections that a field which clients may write points to.
fn links(model: &Model) -> impl Iterator<Item = &str> {
    let relations = field_lists(model).flat_map(super::writable).filter_map(Field::relation);
    relations.map(|relation| relation.target.as_str())
}

fn field_lists(model: &Model) -> impl Iterator<Item = &IndexMap<String, Field>> {
    let collections = model.collections.values().map(|collection| &collection.fields);
    collections.chain(model.components.values().map(|component| &component.fields))
}
