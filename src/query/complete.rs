//! Nulls where the API promises a value, and where there is one that whoever asks may not see.
//!
//! A component's JSON is checked by no database: it may lack a field that the model gained later,
//! or point to a record that is gone. The statement marks such a place (`dialect::MISSING`), and the place
//! of what may not be seen (`dialect::FORBIDDEN`). Only then is the answer parsed: the mark becomes an error, and
//! the nearest nullable field around it becomes null, as the GraphQL specification has it (section 6.4.4).

use serde_json::Value as Json;

use super::dialect::MARK;
use super::selection::{
    AggregateField, ConnectionField, EdgeField, Entry, Many, Object, Output, Root, Selection,
};
use crate::model::Model;

/// One step of the way to a place in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A response key.
    Key(String),
    /// A position in a list, counted from 0.
    Index(usize),
}

/// An answer that had marks in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Completed {
    /// The answer with nulls in place; null when there is no nullable field around a mark.
    pub data: Json,
    /// The marks that were found.
    pub marks: Vec<Marked>,
}

/// A mark that stood in an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Where.
    pub path: Vec<Step>,
    /// Whether there is a value that may not be seen; else one is missing.
    pub is_forbidden: bool,
}

/// Completes the answer, or none when it is whole as it is.
pub fn complete(model: &Model, selection: &Selection, text: &str) -> Option<Completed> {
    if !text.contains(MARK) {
        return None;
    }
    let mut data: Json = serde_json::from_str(text).ok()?;
    let mut walk = Walk { model, path: Vec::new(), marks: Vec::new() };
    let mut whole = true;
    for entry in &selection.roots {
        let Some(value) = data.get_mut(&entry.key) else { continue };
        walk.path.push(Step::Key(entry.key.clone()));
        whole &= walk.root(&entry.output, value);
        walk.path.pop();
    }
    if !whole {
        data = Json::Null;
    }
    (!walk.marks.is_empty()).then_some(Completed { data, marks: walk.marks })
}

struct Walk<'a> {
    model: &'a Model,
    path: Vec<Step>,
    marks: Vec<Marked>,
}

/// Walks what a field holds, or one item of it.
type Inner<'f, 'a> = &'f dyn Fn(&mut Walk<'a>, &mut Json) -> bool;

/// Every method answers whether the value is whole; if not, the caller's has to become null too,
/// unless it may be null itself.
impl<'a> Walk<'a> {
    fn root(&mut self, root: &Root, value: &mut Json) -> bool {
        match root {
            Root::Typename(_) => true,
            Root::Record(_, object) => {
                nullable(value, |value| self.object(object, value));
                true
            }
            Root::Node(objects) => {
                // The keys tell the types apart only with `__typename`; every shape is tried.
                nullable(value, |value| objects.iter().all(|(_, object)| self.object(object, value)));
                true
            }
            Root::Many(_, many) => self.many(many, value),
        }
    }

    fn object(&mut self, object: &Object, value: &mut Json) -> bool {
        if self.is_marked(value) {
            return false;
        }
        let model = self.model;
        self.entries(&object.entries, value, |walk, output, value| {
            walk.output(model, &object.type_name, output, value)
        })
    }

    fn entries<T>(
        &mut self,
        entries: &[Entry<T>],
        value: &mut Json,
        mut inner: impl FnMut(&mut Self, &T, &mut Json) -> bool,
    ) -> bool {
        let mut whole = true;
        for entry in entries {
            let Some(value) = value.get_mut(&entry.key) else { continue };
            self.path.push(Step::Key(entry.key.clone()));
            whole &= inner(self, &entry.output, value);
            self.path.pop();
        }
        whole
    }

    fn output(&mut self, model: &Model, type_name: &str, output: &Output, value: &mut Json) -> bool {
        let (name, inner): (_, Inner<'_, 'a>) = match output {
            Output::Typename => return true,
            Output::Leaf(name) => (name, &|walk, value| !walk.is_marked(value)),
            Output::Component(name, object) => (name, &|walk, value| walk.object(object, value)),
            Output::Blocks(name, objects) => (name, &|walk, value| walk.block(objects, value)),
            Output::Record(name, _, object) => (name, &|walk, value| walk.object(object, value)),
            Output::Many(_, _, many) => return !self.is_marked(value) && self.many(many, value),
        };
        let field = model.fields_of(type_name).and_then(|fields| fields.get(name));
        let (required, items_required) =
            field.map_or((false, false), |field| (field.required, field.items_required));
        let whole = match value {
            Json::Null => true,
            Json::Array(_) if matches!(output, Output::Leaf(_)) => true,
            Json::Array(_) => self.items(value, items_required, inner),
            _ => inner(self, value),
        };
        if !whole && !required {
            *value = Json::Null;
            return true;
        }
        whole
    }

    /// A block is of the one type that its `__typename` in the answer, if asked for, does not always
    /// tell: the objects agree in what their shared keys hold, so each of them may be walked.
    fn block(&mut self, objects: &[Object], value: &mut Json) -> bool {
        if self.is_marked(value) {
            return false;
        }
        let before = self.marks.len();
        for object in objects {
            if !self.object(object, value) {
                self.marks.truncate(before + 1);
                return false;
            }
        }
        true
    }

    fn items(&mut self, value: &mut Json, required: bool, inner: Inner<'_, 'a>) -> bool {
        let Json::Array(items) = value else { return true };
        let mut whole = true;
        for (index, item) in items.iter_mut().enumerate() {
            self.path.push(Step::Index(index));
            let item_whole = item.is_null() || inner(self, item);
            if !item_whole && !required {
                *item = Json::Null;
            }
            whole &= item_whole || !required;
            self.path.pop();
        }
        whole
    }

    fn many(&mut self, many: &Many, value: &mut Json) -> bool {
        match many {
            Many::List(object) => self.items(value, true, &|walk, item| walk.object(object, item)),
            Many::Connection(fields) => self.entries(fields, value, |walk, field, value| match field {
                ConnectionField::Nodes(object) => {
                    walk.items(value, true, &|walk, item| walk.object(object, item))
                }
                ConnectionField::Edges(fields) => walk.items(value, true, &|walk, edge| {
                    walk.entries(fields, edge, |walk, field, value| match field {
                        EdgeField::Node(object) => walk.object(object, value),
                        EdgeField::Typename(_) | EdgeField::Cursor => true,
                    })
                }),
                ConnectionField::Typename(_) | ConnectionField::PageInfo(_) | ConnectionField::TotalCount => {
                    true
                }
            }),
            Many::Aggregate(fields) => self.aggregate(fields, value),
        }
    }

    fn aggregate(&mut self, fields: &[Entry<AggregateField>], value: &mut Json) -> bool {
        self.entries(fields, value, |walk, field, value| match field {
            AggregateField::Groups(_, fields) => {
                walk.items(value, true, &|walk, group| walk.aggregate(fields, group))
            }
            AggregateField::Key(_, object) => walk.entries(&object.entries, value, |walk, output, value| {
                if let Output::Record(_, _, object) = output {
                    nullable(value, |value| walk.object(object, value));
                }
                true
            }),
            AggregateField::Typename(_) | AggregateField::Count | AggregateField::Of(_, _) => true,
        })
    }

    /// Whether a mark stands here; it is noted.
    fn is_marked(&mut self, value: &Json) -> bool {
        let is_forbidden = match value.as_str() {
            Some("\0") => false,
            Some("\0\0") => true,
            _ => return false,
        };
        self.marks.push(Marked { path: self.path.clone(), is_forbidden });
        true
    }
}

/// A place that may be null becomes it when what it holds is not whole.
fn nullable(value: &mut Json, whole: impl FnOnce(&mut Json) -> bool) {
    if !value.is_null() && !whole(value) {
        *value = Json::Null;
    }
}
