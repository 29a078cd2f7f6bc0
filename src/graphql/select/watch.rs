//! What a subscription to changes asks for: of each event, and of its record.

use apollo_compiler::executable::{Field as DocumentField, Operation};
use apollo_compiler::{ExecutableDocument, Schema};

use super::collect::{Group, Set, arguments, collect};
use super::{Context, entries, names, object};
use crate::engine::write::ids_of;
use crate::model::{Collection, Model};
use crate::query::selection::{
    Entry, Input, Many, Node, NodeId, Object, Output, Role, Root, Selection, When,
};

/// The variable that holds the ids of the records that events are about.
pub const EVENT_IDS: &str = "#ids";
/// The key of the list of those of them that may be seen. No response key can be it.
pub const SEEN: &str = "#seen";

/// A subscription to the changes of a collection's records.
#[derive(Debug)]
pub struct WatchedChanges<'a> {
    /// The collection.
    pub collection: &'a Collection,
    /// The document's field, which has the arguments.
    pub field: &'a DocumentField,
    /// What is asked of each event.
    pub entries: Vec<Entry<EventField>>,
    /// The records that are watched.
    pub watched: Selection,
    /// What is asked of the events' records, under the keys of their fields; none when nothing is.
    pub records: Option<Selection>,
}

/// A field of an event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the API's")]
pub enum EventField {
    Typename(String),
    Op,
    Cursor,
    Id,
    Changed,
    Node,
}

/// What the operation watches, if it is the changes of a collection.
pub fn changes<'a>(
    model: &'a Model,
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    operation: &'a Operation,
) -> Option<WatchedChanges<'a>> {
    let sets = [Set { selections: &operation.selection_set, when: When::Always }];
    let groups = collect(schema, document, operation.object_type().as_str(), &sets);
    let (_, group) = groups.into_iter().next()?;
    let field = group.field();
    let mut collections = model.collections.values();
    let collection =
        collections.find(|collection| names::changes_field(collection) == field.name.as_str())?;
    let mut ctx =
        Context { model, schema, document, nodes: Vec::new(), path: Vec::new(), when: vec![When::Always] };
    let mut roots = Vec::new();
    let entries = event(&mut ctx, collection, &group, &mut roots);
    let is_filter = |(name, _): &(String, Input)| name == names::WHERE;
    let filter = arguments(field).into_iter().filter(is_filter).collect();
    let mut watched = ids_of(collection, filter);
    if let Some(node) = watched.nodes.first_mut() {
        node.path = vec![field.response_key().to_string()];
    }
    let records = (!roots.is_empty()).then(|| {
        let node = given(&mut ctx, collection);
        let id = Entry { key: "id".to_owned(), when: When::Always, output: Output::Leaf("id".to_owned()) };
        let seen = Many::List(Object { type_name: collection.name.clone(), entries: vec![id] });
        let output = Root::Many(node, seen);
        roots.insert(0, Entry { key: SEEN.to_owned(), when: When::Always, output });
        Selection { roots, nodes: ctx.nodes }
    });
    Some(WatchedChanges { collection, field, entries, watched, records })
}

fn event<'a>(
    ctx: &mut Context<'a>,
    collection: &Collection,
    group: &Group<'a>,
    roots: &mut Vec<Entry<Root>>,
) -> Vec<Entry<EventField>> {
    let type_name = names::record_change(&collection.name);
    ctx.path.push(group.field().response_key().to_string());
    entries(ctx, &type_name, &group.sets(), |ctx, group| {
        Some(match group.field().name.as_str() {
            "__typename" => EventField::Typename(type_name.clone()),
            "op" => EventField::Op,
            "cursor" => EventField::Cursor,
            "id" => EventField::Id,
            "changed" => EventField::Changed,
            _ => {
                let node = given(ctx, collection);
                let list = Many::List(object(ctx, &collection.name, &group.sets()));
                let key = group.field().response_key().to_string();
                roots.push(Entry { key, when: group.when.clone(), output: Root::Many(node, list) });
                EventField::Node
            }
        })
    })
}

/// The records of the ids in a variable.
fn given(ctx: &mut Context<'_>, collection: &Collection) -> NodeId {
    ctx.nodes.push(Node {
        collection: collection.name.clone(),
        role: Role::Given,
        arguments: vec![("ids".to_owned(), Input::Variable(EVENT_IDS.to_owned()))],
        when: ctx.when.last().cloned().unwrap_or(When::Always),
        path: ctx.path.clone(),
    });
    NodeId(ctx.nodes.len() - 1)
}
