//! Builds the fields of types: what each holds, and what its directives say of it.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, FieldDefinition, Type};
use indexmap::IndexMap;

use super::arguments::{find, number, owned_text, owned_texts, small_number, text, value};
use super::declare::{Class, Declaration, Declared};
use super::report::Report;
use super::types::{STATUS_ENUM, reason, unknown_type};
use crate::model::{
    AssetOptions, Field, FieldKind, OnDelete, Relation, RelationStorage, RichTextOptions, Scalar,
    SearchOptions, UiOptions, foreign_key_name, join_table_name,
};

/// What a field is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Collection,
    Component,
    Interface,
}

/// The fields of a collection: the built-in ones first.
pub(super) fn of_collection(
    report: &mut Report,
    declared: &Declared,
    declaration: &Declaration,
    drafts: bool,
) -> IndexMap<String, Field> {
    let mut fields = built_in_fields(drafts);
    for node in &declaration.fields {
        // A type that implements an interface with an `id` must repeat it: GraphQL says so.
        if let Some(built_in) = fields.get(node.name.as_str()).filter(|field| field.built_in) {
            check_repeated(report, node, &type_text(built_in));
            continue;
        }
        add_field(report, declared, declaration, node, Home::Collection, &mut fields);
    }
    fields
}

/// The fields of a component or an interface.
pub(super) fn of_type(
    report: &mut Report,
    declared: &Declared,
    declaration: &Declaration,
    home: Home,
) -> IndexMap<String, Field> {
    let mut fields = IndexMap::new();
    for node in &declaration.fields {
        add_field(report, declared, declaration, node, home, &mut fields);
    }
    fields
}

fn check_repeated(report: &mut Report, node: &FieldDefinition, built_in: &str) {
    if node.ty.to_string() != built_in {
        report
            .error(
                node.name.location(),
                format!("`{}` is built in, as `{}: {built_in}`", node.name, node.name),
            )
            .with_hint("leave it out, or give the field another name");
    }
    for directive in &node.directives.0 {
        report
            .error(directive.name.location(), format!("`{}` is built in and takes no directives", node.name))
            .with_hint("leave the directive out");
    }
}

/// The type of a built-in field as SDL.
fn type_text(field: &Field) -> String {
    let name = match &field.kind {
        FieldKind::Scalar(scalar) => scalar.name(),
        FieldKind::Enum(name) | FieldKind::Component(name) | FieldKind::Blocks(name) => name,
        FieldKind::Relation(relation) => &relation.target,
    };
    format!("{name}{}", if field.required { "!" } else { "" })
}

fn built_in_fields(drafts: bool) -> IndexMap<String, Field> {
    let user = |name: &str| {
        FieldKind::Relation(Relation {
            target: "User".into(),
            storage: RelationStorage::ForeignKey { column: foreign_key_name(name) },
            on_delete: OnDelete::SetNull,
            max: None,
        })
    };
    let required = |name: &str, scalar| Field { required: true, ..empty(name, FieldKind::Scalar(scalar)) };
    let mut fields = vec![
        required("id", Scalar::ID),
        required("createdAt", Scalar::DateTime),
        required("updatedAt", Scalar::DateTime),
        empty("createdBy", user("createdBy")),
        empty("updatedBy", user("updatedBy")),
        Field { default: Some(1.into()), ..required("version", Scalar::Int) },
    ];
    if drafts {
        let status = empty("status", FieldKind::Enum(STATUS_ENUM.into()));
        fields.push(Field { required: true, default: Some("DRAFT".into()), ..status });
        fields.push(empty("publishedAt", FieldKind::Scalar(Scalar::DateTime)));
    }
    let described = fields.into_iter().map(|field| Field {
        description: describe(&field.name).map(str::to_owned),
        built_in: true,
        ..field
    });
    described.map(|field| (field.name.clone(), field)).collect()
}

fn describe(built_in: &str) -> Option<&'static str> {
    Some(match built_in {
        "id" => "The id of the record.",
        "createdAt" => "When the record was created.",
        "updatedAt" => "When the record was last changed.",
        "createdBy" => "Who created the record.",
        "updatedBy" => "Who changed the record last.",
        "version" => "How many times the record was written.",
        "status" => "How far the record is from what is published.",
        "publishedAt" => "When the record was last published.",
        _ => return None,
    })
}

fn empty(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.into(),
        description: None,
        kind,
        required: false,
        list: false,
        items_required: false,
        built_in: false,
        default: None,
        unique: false,
        index: false,
        check: None,
        localized: false,
        search: None,
        slug_from: None,
        read_only: false,
        write_once: false,
        secret: false,
        asset: None,
        rich_text: None,
        ui: None,
        allow: Vec::new(),
        deprecated: None,
        old_name: None,
    }
}

fn add_field(
    report: &mut Report,
    declared: &Declared,
    owner: &Declaration,
    node: &Node<FieldDefinition>,
    home: Home,
    fields: &mut IndexMap<String, Field>,
) {
    if fields.contains_key(node.name.as_str()) {
        let hint = match owner.built_in {
            true => format!("`{}` has it already: leave it out", owner.name),
            false => "leave one of them out".into(),
        };
        report
            .error(node.name.location(), format!("`{}` has the field `{}` twice", owner.name, node.name))
            .with_hint(hint);
        return;
    }
    if let Some(argument) = node.arguments.first() {
        report
            .error(argument.name.location(), "the fields of a model take no arguments")
            .with_hint("leave them out: Headwater adds those of the API");
    }
    if let Some(field) = build(report, declared, owner, node, home) {
        fields.insert(field.name.clone(), field);
    }
}

fn build(
    report: &mut Report,
    declared: &Declared,
    owner: &Declaration,
    node: &FieldDefinition,
    home: Home,
) -> Option<Field> {
    let shape = shape_of(&node.ty);
    let type_name = node.ty.inner_named_type();
    if shape.is_nested {
        report
            .error(type_name.location(), "a list of lists can't be stored")
            .with_hint("put the inner list into a component, or use `JSON`");
        return None;
    }
    let kind = match declared.class_of(type_name) {
        Some(Class::Scalar(scalar)) => FieldKind::Scalar(scalar),
        Some(Class::Enum) => FieldKind::Enum(type_name.to_string()),
        Some(Class::Component) => FieldKind::Component(type_name.to_string()),
        Some(Class::Union) => FieldKind::Blocks(type_name.to_string()),
        Some(Class::Collection) => FieldKind::Relation(relation(owner, node, home, &shape)),
        Some(Class::Interface) => {
            report
                .error(type_name.location(), format!("a field can't hold the interface `{type_name}`"))
                .with_hint("name a collection, or a union of components");
            return None;
        }
        None => {
            unknown_type(report, declared, type_name);
            return None;
        }
    };
    let is_relation = matches!(kind, FieldKind::Relation(_));
    let field = Field {
        description: node.description.as_ref().map(|text| text.to_string()),
        required: shape.required,
        list: shape.is_list && !is_relation,
        items_required: shape.items_required,
        ..empty(&node.name, kind)
    };
    Some(with_directives(field, &node.directives.0))
}

struct Shape {
    is_list: bool,
    is_nested: bool,
    required: bool,
    items_required: bool,
}

fn shape_of(ty: &Type) -> Shape {
    let items = match ty {
        Type::List(items) | Type::NonNullList(items) => Some(items),
        Type::Named(_) | Type::NonNullNamed(_) => None,
    };
    Shape {
        is_list: items.is_some(),
        is_nested: items.is_some_and(|items| items.is_list()),
        required: ty.is_non_null(),
        items_required: items.is_some_and(|items| items.is_non_null()),
    }
}

/// The relation as if nothing pointed back: `@inverse` is resolved when every type is known.
fn relation(owner: &Declaration, node: &FieldDefinition, home: Home, shape: &Shape) -> Relation {
    let storage = match home {
        // An interface has no storage of its own; its relations are read like embedded ones.
        Home::Component | Home::Interface => RelationStorage::Embedded { many: shape.is_list },
        Home::Collection if shape.is_list => RelationStorage::Join {
            table: join_table_name(&owner.name, &node.name),
            owner: true,
            inverse: None,
        },
        Home::Collection => RelationStorage::ForeignKey { column: foreign_key_name(&node.name) },
    };
    let directive = find(&node.directives.0, "relation");
    let on_delete = directive.and_then(|relation| value(relation, "onDelete")?.as_enum());
    Relation {
        target: node.ty.inner_named_type().to_string(),
        storage,
        on_delete: match on_delete.map(|name| name.as_str()) {
            Some("RESTRICT") => OnDelete::Restrict,
            Some("CASCADE") => OnDelete::Cascade,
            Some("SET_NULL") => OnDelete::SetNull,
            _ if shape.required && !shape.is_list => OnDelete::Restrict,
            _ => OnDelete::SetNull,
        },
        max: directive.and_then(|relation| small_number(relation, "max")),
    }
}

fn with_directives(field: Field, directives: &[Node<Directive>]) -> Field {
    let has = |name| find(directives, name).is_some();
    // A point's index is of a kind of its own: a later version makes it.
    let can_be_indexed = !matches!(field.kind, FieldKind::Scalar(Scalar::Point));
    Field {
        unique: has("unique"),
        index: has("index") && can_be_indexed,
        localized: has("localized"),
        search: find(directives, "search").map(|search| search_options(search)),
        slug_from: find(directives, "slug").and_then(|slug| owned_text(slug, "from")),
        read_only: has("readOnly"),
        write_once: has("writeOnce"),
        secret: has("secret"),
        asset: find(directives, "asset").map(|asset| AssetOptions {
            accept: owned_texts(asset, "accept").unwrap_or_default(),
            max_bytes: number(asset, "maxBytes"),
        }),
        rich_text: find(directives, "richText").map(|rich_text| RichTextOptions {
            blocks: owned_texts(rich_text, "blocks"),
            marks: owned_texts(rich_text, "marks"),
        }),
        ui: find(directives, "ui").map(|ui| UiOptions {
            widget: owned_text(ui, "widget"),
            tab: owned_text(ui, "tab"),
            width: owned_text(ui, "width"),
            help: owned_text(ui, "help"),
            show_if: None,
        }),
        deprecated: find(directives, "deprecated").map(|deprecated| reason(deprecated)),
        old_name: find(directives, "oldName").and_then(|old| owned_text(old, "is")),
        ..field
    }
}

fn search_options(search: &Directive) -> SearchOptions {
    let weight = value(search, "weight").and_then(|weight| weight.to_f64());
    SearchOptions { weight: weight.unwrap_or(1.0), language: text(search, "language").map(str::to_owned) }
}
