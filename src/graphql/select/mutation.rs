//! The root fields of a mutation: what each one writes, and what is answered of it.

use apollo_compiler::executable::{Field as DocumentField, Operation};
use apollo_compiler::{ExecutableDocument, Schema};

use super::collect::{Group, Set, arguments};
use super::{Context, entries, names, object};
use crate::engine::write::{MOST, ids_of};
use crate::model::{Collection, Model};
use crate::query::mutation::{BatchField, Mutation, MutationKind, Shape, WRITTEN};
use crate::query::selection::{Entry, Input, Many, Node, NodeId, Role, Root, Selection, When};

/// A root field of a mutation.
#[derive(Debug)]
pub enum MutationRoot<'a> {
    /// The root type's name.
    Typename(String),
    /// Content is written. The document's field has the arguments.
    Write(Box<Mutation>, &'a DocumentField),
    /// A handler answers it.
    System,
}

/// The root fields in the order of the answer.
pub fn mutations<'a>(
    model: &'a Model,
    schema: &'a Schema,
    document: &'a ExecutableDocument,
    operation: &'a Operation,
) -> Vec<Entry<MutationRoot<'a>>> {
    let mut ctx =
        Context { model, schema, document, nodes: Vec::new(), path: Vec::new(), when: vec![When::Always] };
    let root_type = operation.object_type().as_str();
    let sets = [Set { selections: &operation.selection_set, when: When::Always }];
    entries(&mut ctx, root_type, &sets, |ctx, group| {
        let field = group.field();
        if field.name == "__typename" {
            return Some(MutationRoot::Typename(root_type.to_owned()));
        }
        Some(match meant(model, &field.name) {
            Some((collection, kind)) => {
                MutationRoot::Write(Box::new(mutation(ctx, collection, kind, group)), field)
            }
            None => MutationRoot::System,
        })
    })
}

/// Which collection a root field writes, and how.
fn meant<'m>(model: &'m Model, field: &str) -> Option<(&'m Collection, MutationKind)> {
    use MutationKind as Kind;
    let kind = |collection: &Collection| {
        if collection.singleton {
            let names = [
                (names::update_field(collection), Kind::UpdateOnly),
                (names::delete_field(collection), Kind::DeleteOnly),
            ];
            return names.into_iter().find(|(name, _)| name == field);
        }
        let names = [
            (names::create_field(collection), Kind::Create),
            (names::create_many_field(collection), Kind::CreateMany),
            (names::update_field(collection), Kind::Update),
            (names::update_many_field(collection), Kind::UpdateMatching),
            (names::upsert_field(collection), Kind::Upsert),
            (names::delete_field(collection), Kind::Delete),
            (names::delete_many_field(collection), Kind::DeleteMatching),
        ];
        names.into_iter().find(|(name, _)| name == field)
    };
    model.collections.values().find_map(|collection| Some((collection, kind(collection)?.1)))
}

fn mutation<'a>(
    ctx: &mut Context<'a>,
    collection: &Collection,
    kind: MutationKind,
    group: &Group<'a>,
) -> Mutation {
    let field = group.field();
    let key = field.response_key().to_string();
    let arguments = arguments(field);
    // Every mutation is a statement of its own.
    let nodes = std::mem::take(&mut ctx.nodes);
    let (shape, roots) = match kind {
        MutationKind::UpdateMatching | MutationKind::DeleteMatching => batch(ctx, collection, group),
        MutationKind::CreateMany => {
            let node = given(ctx, collection);
            let many = Many::List(object(ctx, &collection.name, &group.sets()));
            (Shape::Records, vec![root(&key, Root::Many(node, many))])
        }
        MutationKind::Create
        | MutationKind::Update
        | MutationKind::Upsert
        | MutationKind::Delete
        | MutationKind::UpdateOnly
        | MutationKind::DeleteOnly => {
            let node = one(ctx, collection);
            let object = object(ctx, &collection.name, &group.sets());
            (Shape::Records, vec![root(&key, Root::Record(node, object))])
        }
    };
    let answer = Selection { roots, nodes: std::mem::replace(&mut ctx.nodes, nodes) };
    let filter = arguments.iter().find(|(name, _)| name == names::WHERE);
    let matching = filter.filter(|_| matches!(shape, Shape::Batch(_))).map(|(name, filter)| {
        let most = (names::LIMIT.to_owned(), Input::Variable(MOST.to_owned()));
        let order = serde_json::json!([{ "id": "ASC" }]);
        let order = (names::ORDER_BY.to_owned(), Input::Constant(order));
        ids_of(collection, vec![(name.clone(), filter.clone()), order, most])
    });
    Mutation { key, kind, collection: collection.name.clone(), matching, shape, answer }
}

fn root(key: &str, output: Root) -> Entry<Root> {
    Entry { key: key.to_owned(), when: When::Always, output }
}

/// The object around the records that a filter found.
fn batch<'a>(ctx: &mut Context<'a>, collection: &Collection, group: &Group<'a>) -> (Shape, Vec<Entry<Root>>) {
    let batch_type = names::batch(&collection.name);
    let mut roots = Vec::new();
    let fields = entries(ctx, &batch_type, &group.sets(), |ctx, group| match group.field().name.as_str() {
        "__typename" => Some(BatchField::Typename(batch_type.clone())),
        names::COUNT => Some(BatchField::Count),
        names::NODES => {
            let node = given(ctx, collection);
            let list = Many::List(object(ctx, &collection.name, &group.sets()));
            let key = group.field().response_key().as_str();
            roots.push(Entry { when: group.when.clone(), ..root(key, Root::Many(node, list)) });
            Some(BatchField::Nodes)
        }
        _ => None,
    });
    (Shape::Batch(fields), roots)
}

fn one(ctx: &mut Context<'_>, collection: &Collection) -> NodeId {
    written(ctx, collection, Role::One, "id")
}

fn given(ctx: &mut Context<'_>, collection: &Collection) -> NodeId {
    written(ctx, collection, Role::Given, "ids")
}

/// The records that were written, whose ids a variable holds.
fn written(ctx: &mut Context<'_>, collection: &Collection, role: Role, argument: &str) -> NodeId {
    ctx.nodes.push(Node {
        collection: collection.name.clone(),
        role,
        arguments: vec![(argument.to_owned(), Input::Variable(WRITTEN.to_owned()))],
        when: ctx.when.last().cloned().unwrap_or(When::Always),
        path: ctx.path.clone(),
    });
    NodeId(ctx.nodes.len() - 1)
}
