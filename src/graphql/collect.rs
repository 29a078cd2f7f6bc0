//! Which fields of an operation stand at one place of the answer: fragments spread out, `@skip` and
//! `@include` judged, fields with the same key put together.
//!
//! This is CollectFields of the GraphQL specification, section 6.3.2, for one request's values;
//! `select/collect.rs` does it once for all requests.

use apollo_compiler::ast::Value;
use apollo_compiler::collections::HashSet;
use apollo_compiler::executable::{DirectiveList, Field, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::{ExecutableDocument, Name, Schema};
use indexmap::IndexMap;

/// The coerced variables of a request.
pub type Variables = serde_json::Map<String, serde_json::Value>;

/// The fields by their key in the answer, in the order of the document. Each key has at least one
/// field; the others carry further selections of the same field.
pub type Fields<'doc> = IndexMap<&'doc str, Vec<&'doc Field>>;

/// Where fields are collected from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'doc> {
    /// The schema that the document was checked against.
    pub schema: &'doc Schema,
    /// The document, for its fragments.
    pub document: &'doc ExecutableDocument,
    /// The request's variables, for `@skip` and `@include`.
    pub variables: &'doc Variables,
}

/// The fields that the selection sets have for an object of that type.
pub fn collect<'doc>(
    source: Source<'doc>,
    object_type: &str,
    selection_sets: impl IntoIterator<Item = &'doc SelectionSet>,
) -> Fields<'doc> {
    let mut fields = Fields::new();
    let mut visited = HashSet::default();
    for selection_set in selection_sets {
        visit(source, object_type, selection_set, &mut visited, &mut fields);
    }
    fields
}

fn visit<'doc>(
    source: Source<'doc>,
    object_type: &str,
    selection_set: &'doc SelectionSet,
    visited: &mut HashSet<&'doc Name>,
    fields: &mut Fields<'doc>,
) {
    for selection in &selection_set.selections {
        if is_left_out(selection.directives(), source.variables) {
            continue;
        }
        match selection {
            Selection::Field(field) => {
                fields.entry(field.response_key().as_str()).or_default().push(field);
            }
            Selection::FragmentSpread(spread) => {
                let fragment = source.document.fragments.get(&spread.fragment_name);
                let Some(fragment) = fragment.filter(|_| visited.insert(&spread.fragment_name)) else {
                    continue;
                };
                if applies(source.schema, fragment.type_condition(), object_type) {
                    visit(source, object_type, &fragment.selection_set, visited, fields);
                }
            }
            Selection::InlineFragment(inline) => {
                let condition = inline.type_condition.as_ref();
                if condition.is_none_or(|condition| applies(source.schema, condition, object_type)) {
                    visit(source, object_type, &inline.selection_set, visited, fields);
                }
            }
        }
    }
}

/// Whether `@skip` or `@include` take the selection out.
fn is_left_out(directives: &DirectiveList, variables: &Variables) -> bool {
    let condition = |name| match directives.get(name)?.specified_argument_by_name("if")?.as_ref() {
        Value::Boolean(value) => Some(*value),
        Value::Variable(variable) => variables.get(variable.as_str())?.as_bool(),
        _ => None,
    };
    condition("skip") == Some(true) || condition("include") == Some(false)
}

/// Whether an object of that type is one that the fragment is for.
pub(super) fn applies(schema: &Schema, condition: &Name, object_type: &str) -> bool {
    condition == object_type
        || match schema.types.get(condition) {
            Some(ExtendedType::Interface(_)) => schema
                .get_object(object_type)
                .is_some_and(|object| object.implements_interfaces.contains(condition)),
            Some(ExtendedType::Union(union)) => union.members.contains(object_type),
            _ => false,
        }
}
