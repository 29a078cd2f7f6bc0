//! From a document to a selection: fragments spread, fields merged, the API's names resolved to the
//! model's fields. Only content is selected; introspection and system fields are passed over.
//!
//! The document is valid, so nothing here can fail. Read [`select`] first, then [`collect`].

mod collect;
mod many;
mod mutation;
mod watch;

use apollo_compiler::executable::{Field as DocumentField, Operation};
use apollo_compiler::{ExecutableDocument, Schema};

use super::names;
use crate::model::{Collection, Field, FieldKind, Model, Relation, RelationStorage};
use crate::query::selection::{Entry, Input, Node, NodeId, Object, Output, Role, Root, Selection, When};
use collect::{Group, Set, arguments, collect};
pub use mutation::{MutationRoot, mutations};
pub use watch::{EVENT_IDS, EventField, SEEN, WatchedChanges, changes};

/// The content that the operation asks for.
pub fn select(
    model: &Model,
    schema: &Schema,
    document: &ExecutableDocument,
    operation: &Operation,
) -> Selection {
    let mut ctx =
        Context { model, schema, document, nodes: Vec::new(), path: Vec::new(), when: vec![When::Always] };
    let root_type = operation.object_type().as_str();
    let sets = [Set { selections: &operation.selection_set, when: When::Always }];
    let roots = entries(&mut ctx, root_type, &sets, |ctx, group| root(ctx, root_type, group));
    Selection { roots, nodes: ctx.nodes }
}

/// The variable that holds the id of the record that [`select_record`] asks for. No variable of a document can
/// have this name.
pub const RECORD_ID: &str = "#record";

/// What fields whose type is a collection ask of one record, under the key `record`. `path` is their place in the
/// answer.
pub fn select_record(
    model: &Model,
    schema: &Schema,
    document: &ExecutableDocument,
    collection: &str,
    fields: &[&DocumentField],
    path: Vec<String>,
) -> Selection {
    let mut ctx = Context { model, schema, document, nodes: Vec::new(), path, when: vec![When::Always] };
    ctx.nodes.push(Node {
        collection: collection.to_owned(),
        role: Role::One,
        arguments: vec![("id".to_owned(), Input::Variable(RECORD_ID.to_owned()))],
        when: When::Always,
        path: ctx.path.clone(),
    });
    let sets = fields.iter().map(|field| Set { selections: &field.selection_set, when: When::Always });
    let object = object(&mut ctx, collection, &sets.collect::<Vec<_>>());
    let output = Root::Record(NodeId(0), object);
    Selection {
        roots: vec![Entry { key: "record".to_owned(), when: When::Always, output }],
        nodes: ctx.nodes,
    }
}

struct Context<'a> {
    model: &'a Model,
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    nodes: Vec<Node>,
    /// The response keys from the root to here.
    path: Vec<String>,
    /// The conditions of the fields from the root to here.
    when: Vec<When>,
}

impl Context<'_> {
    /// Notes a place where records are read.
    fn node(&mut self, collection: &str, role: Role, field: &DocumentField) -> NodeId {
        self.nodes.push(Node {
            collection: collection.to_owned(),
            role,
            arguments: arguments(field),
            when: self.when.last().cloned().unwrap_or(When::Always),
            path: self.path.clone(),
        });
        NodeId(self.nodes.len() - 1)
    }
}

/// The entries of an object: one for each response key that `output` knows.
fn entries<'a, T>(
    ctx: &mut Context<'a>,
    type_name: &str,
    sets: &[Set<'a>],
    mut output: impl FnMut(&mut Context<'a>, &Group<'a>) -> Option<T>,
) -> Vec<Entry<T>> {
    let groups = collect(ctx.schema, ctx.document, type_name, sets);
    let mut entries = Vec::with_capacity(groups.len());
    for (key, group) in groups {
        let outer = ctx.when.last().cloned().unwrap_or(When::Always);
        ctx.when.push(outer.and(group.when.clone()));
        ctx.path.push(key.to_owned());
        if let Some(output) = output(ctx, &group) {
            entries.push(Entry { key: key.to_owned(), when: group.when.clone(), output });
        }
        ctx.path.pop();
        ctx.when.pop();
    }
    entries
}

fn root<'a>(ctx: &mut Context<'a>, root_type: &str, group: &Group<'a>) -> Option<Root> {
    let field = group.field();
    let name = field.name.as_str();
    if name == "__typename" {
        return Some(Root::Typename(root_type.to_owned()));
    }
    if name == names::NODE_FIELD {
        return Some(node_root(ctx, group));
    }
    let model = ctx.model;
    for collection in model.collections.values() {
        if names::one_field(collection) == name {
            let role = if collection.singleton { Role::Only } else { Role::One };
            let node = ctx.node(&collection.name, role, field);
            return Some(Root::Record(node, object(ctx, &collection.name, &group.sets())));
        }
        if collection.singleton {
            continue;
        }
        let list = names::list_field(collection);
        if let Some(shape) = many::Shape::of(list, name) {
            let (node, many) = many::many(ctx, &collection.name, false, shape, group);
            return Some(Root::Many(node, many));
        }
    }
    None
}

/// `node(id)`: a record of any collection.
fn node_root<'a>(ctx: &mut Context<'a>, group: &Group<'a>) -> Root {
    let model = ctx.model;
    let mut nodes = Vec::with_capacity(model.collections.len());
    for Collection { name, .. } in model.collections.values() {
        let node = ctx.node(name, Role::ById, group.field());
        nodes.push((node, object(ctx, name, &group.sets())));
    }
    Root::Node(nodes)
}

/// What is asked of a record or a component.
fn object<'a>(ctx: &mut Context<'a>, type_name: &str, sets: &[Set<'a>]) -> Object {
    object_as(ctx, type_name, type_name, sets)
}

/// The same for a GraphQL type that stands for another of the model: a group's key.
fn object_as<'a>(ctx: &mut Context<'a>, type_name: &str, api_type: &str, sets: &[Set<'a>]) -> Object {
    let fields = ctx.model.fields_of(type_name);
    let entries = entries(ctx, api_type, sets, |ctx, group| {
        let name = group.field().name.as_str();
        if name == "__typename" {
            return Some(Output::Typename);
        }
        let fields = fields?;
        match fields.get(name) {
            Some(field) => field_output(ctx, field, group),
            None => beside_list(ctx, fields.values(), group),
        }
    });
    Object { type_name: type_name.to_owned(), entries }
}

fn field_output<'a>(ctx: &mut Context<'a>, field: &Field, group: &Group<'a>) -> Option<Output> {
    let name = field.name.clone();
    Some(match &field.kind {
        FieldKind::Scalar(_) | FieldKind::Enum(_) => Output::Leaf(name),
        FieldKind::Component(component) => Output::Component(name, object(ctx, component, &group.sets())),
        FieldKind::Blocks(union) => {
            let members = ctx.model.blocks.get(union).map(|union| union.members.as_slice());
            let members = members.unwrap_or_default().iter();
            Output::Blocks(name, members.map(|member| object(ctx, member, &group.sets())).collect())
        }
        FieldKind::Relation(relation) if relation.is_to_many() => {
            let positioned = is_positioned(relation);
            let (node, many) = many::many(ctx, &relation.target, positioned, many::Shape::List, group);
            Output::Many(name, node, many)
        }
        FieldKind::Relation(relation) => {
            let node = ctx.node(&relation.target, Role::Only, group.field());
            Output::Record(name, node, object(ctx, &relation.target, &group.sets()))
        }
    })
}

/// `commentsConnection` and `commentsAggregate` beside `comments`.
fn beside_list<'a, 'm>(
    ctx: &mut Context<'a>,
    mut fields: impl Iterator<Item = &'m Field>,
    group: &Group<'a>,
) -> Option<Output> {
    let asked = group.field().name.as_str();
    fields.find_map(|field| {
        let relation = field.relation().filter(|relation| relation.is_to_many())?;
        let shape = many::Shape::of(&field.name, asked)?;
        let (node, many) = many::many(ctx, &relation.target, is_positioned(relation), shape, group);
        Some(Output::Many(field.name.clone(), node, many))
    })
}

/// Whether the relation keeps an order of its own.
fn is_positioned(relation: &Relation) -> bool {
    match relation.storage {
        RelationStorage::Join { owner, .. } => owner,
        RelationStorage::Embedded { many } => many,
        RelationStorage::ForeignKey { .. } | RelationStorage::Inverse { .. } => false,
    }
}
