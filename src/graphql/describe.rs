//! Introspection: what `__schema` and `__type` answer, from the schema that judges documents.
//!
//! Two others could answer it and say less. async-graphql's dynamic schema knows no fields that promise
//! more than their interface and no definitions of directives, and its executor has known faults;
//! apollo-compiler's own introspection does not know `isOneOf`. The rules are those of the GraphQL
//! specification, section 4.2.

use apollo_compiler::ast::{DirectiveDefinition, DirectiveList, EnumValueDefinition, FieldDefinition};
use apollo_compiler::collections::HashMap;
use apollo_compiler::executable::Field;
use apollo_compiler::schema::{Component, ExtendedType, Implementers, InputValueDefinition, Type};
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Schema, name, ty};
use serde_json::{Map, Value};

use super::collect::{Source, collect};
use super::input::{Judge, coerce_arguments};

/// The types that implement each interface.
pub type ImplementersByName = HashMap<Name, Implementers>;

/// The schema with `__Type.isOneOf`, which the specification has had since September 2025 and
/// apollo-compiler has not.
pub fn with_one_of(schema: Valid<Schema>) -> Valid<Schema> {
    let mut schema = schema.into_inner();
    if let Some(ExtendedType::Object(meta)) = schema.types.get_mut("__Type") {
        let field = FieldDefinition {
            description: None,
            name: name!("isOneOf"),
            arguments: Vec::new(),
            ty: ty!(Boolean),
            directives: DirectiveList::new(),
        };
        meta.make_mut().fields.insert(name!("isOneOf"), Component::new(field));
    }
    Valid::assume_valid(schema)
}

/// What introspection needs to answer.
#[derive(Debug, Clone, Copy)]
pub struct Describe<'a> {
    /// The document and its variables.
    pub source: Source<'a>,
    /// Coerces the few arguments.
    pub judge: Judge<'a>,
    /// The types that implement each interface.
    pub implementers: &'a ImplementersByName,
}

/// A thing that introspection describes.
#[derive(Clone)]
enum Thing<'a> {
    Schema,
    Type(&'a ExtendedType),
    /// A list or non-null type.
    Wrapper(Type),
    Field(&'a FieldDefinition),
    Input(&'a InputValueDefinition),
    EnumValue(&'a EnumValueDefinition),
    Directive(&'a DirectiveDefinition),
}

/// The value of a field of a thing.
enum Described<'a> {
    Leaf(Value),
    One(Option<Thing<'a>>),
    Many(Option<Vec<Thing<'a>>>),
}

impl<'a> Describe<'a> {
    /// The value of `__schema` or `__type`.
    pub fn root_field(self, fields: &[&'a Field]) -> Value {
        let Some(field) = fields.first() else { return Value::Null };
        let thing = match field.name.as_str() {
            "__schema" => Some(Thing::Schema),
            _ => self.argument(field, "name").and_then(|name| self.type_named(name.as_str()?)),
        };
        self.complete(Described::One(thing), fields)
    }

    fn argument(self, field: &Field, name: &str) -> Option<Value> {
        let definitions = &field.definition.arguments;
        let arguments = coerce_arguments(self.judge, definitions, &field.arguments, self.source.variables);
        arguments.ok()?.remove(name)
    }

    fn complete(self, described: Described<'a>, fields: &[&'a Field]) -> Value {
        match described {
            Described::Leaf(value) => value,
            Described::One(thing) => thing.map_or(Value::Null, |thing| self.object(&thing, fields)),
            Described::Many(None) => Value::Null,
            Described::Many(Some(things)) => things.iter().map(|thing| self.object(thing, fields)).collect(),
        }
    }

    fn object(self, thing: &Thing<'a>, fields: &[&'a Field]) -> Value {
        let type_name = type_name(thing);
        let selections = fields.iter().map(|field| &field.selection_set);
        let mut object = Map::new();
        for (key, fields) in collect(self.source, type_name, selections) {
            let Some(field) = fields.first() else { continue };
            let value = match field.name.as_str() {
                "__typename" => type_name.into(),
                _ => self.complete(self.describe(thing, field), &fields),
            };
            object.insert(key.to_owned(), value);
        }
        Value::Object(object)
    }

    fn describe(self, thing: &Thing<'a>, field: &Field) -> Described<'a> {
        let all = || self.argument(field, "includeDeprecated") == Some(Value::Bool(true));
        match (thing, field.name.as_str()) {
            (Thing::Schema, name) => self.schema(name),
            (Thing::Type(definition), name) => self.named_type(definition, name, all),
            (Thing::Wrapper(wrapper), name) => self.wrapper(wrapper, name),
            (Thing::Field(definition), "args") => inputs(definition.arguments.iter().map(|it| &**it), all()),
            (Thing::Field(definition), "type") => Described::One(self.type_of(&definition.ty)),
            (Thing::Field(it), name) => common(&it.name, it.description.as_deref(), &it.directives, name),
            (Thing::Input(definition), "type") => Described::One(self.type_of(&definition.ty)),
            (Thing::Input(definition), "defaultValue") => {
                let default = definition.default_value.as_ref();
                leaf(default.map(|value| value.serialize().no_indent().to_string()))
            }
            (Thing::Input(it), name) => common(&it.name, it.description.as_deref(), &it.directives, name),
            (Thing::EnumValue(it), name) => {
                common(&it.value, it.description.as_deref(), &it.directives, name)
            }
            (Thing::Directive(definition), "args") => {
                inputs(definition.arguments.iter().map(|it| &**it), all())
            }
            (Thing::Directive(definition), "isRepeatable") => leaf(definition.repeatable),
            (Thing::Directive(definition), "locations") => {
                Described::Leaf(definition.locations.iter().map(|location| location.name()).collect())
            }
            (Thing::Directive(it), name) => {
                common(&it.name, it.description.as_deref(), &DirectiveList::new(), name)
            }
        }
    }

    fn schema(self, field: &str) -> Described<'a> {
        let schema = self.source.schema;
        let roots = &schema.schema_definition;
        let root = |name: Option<&str>| Described::One(name.and_then(|name| self.type_named(name)));
        match field {
            "types" => Described::Many(Some(schema.types.values().map(Thing::Type).collect())),
            "directives" => {
                let definitions = schema.directive_definitions.values();
                Described::Many(Some(definitions.map(|definition| Thing::Directive(definition)).collect()))
            }
            "queryType" => root(roots.query.as_ref().map(|name| name.as_str())),
            "mutationType" => root(roots.mutation.as_ref().map(|name| name.as_str())),
            "subscriptionType" => root(roots.subscription.as_ref().map(|name| name.as_str())),
            _ => leaf(roots.description.as_deref()),
        }
    }

    fn named_type(self, definition: &'a ExtendedType, field: &str, all: impl Fn() -> bool) -> Described<'a> {
        match (field, definition) {
            ("kind", _) => leaf(kind(definition)),
            ("name", _) => leaf(definition.name().as_str()),
            ("description", _) => leaf(definition.description().map(|text| text.as_str())),
            ("fields", ExtendedType::Object(object)) => output_fields(object.fields.values(), all()),
            ("fields", ExtendedType::Interface(object)) => output_fields(object.fields.values(), all()),
            ("interfaces", ExtendedType::Object(object)) => self.types(object.implements_interfaces.iter()),
            ("interfaces", ExtendedType::Interface(object)) => {
                self.types(object.implements_interfaces.iter())
            }
            ("possibleTypes", ExtendedType::Union(union)) => self.types(union.members.iter()),
            ("possibleTypes", ExtendedType::Interface(interface)) => {
                let implementers = self.implementers.get(&interface.name);
                self.types(implementers.into_iter().flat_map(|found| &found.objects))
            }
            ("enumValues", ExtendedType::Enum(values)) => {
                let shown = values.values.values().filter(|it| all() || !it.directives.has("deprecated"));
                Described::Many(Some(shown.map(|it| Thing::EnumValue(it)).collect()))
            }
            ("inputFields", ExtendedType::InputObject(input)) => {
                inputs(input.fields.values().map(|it| &***it), all())
            }
            ("isOneOf", ExtendedType::InputObject(input)) => leaf(input.directives.has("oneOf")),
            ("specifiedByURL", ExtendedType::Scalar(scalar)) => {
                let directive = scalar.directives.get("specifiedBy");
                let url = directive.and_then(|directive| directive.specified_argument_by_name("url"));
                leaf(url.and_then(|url| url.as_str()))
            }
            _ => Described::Leaf(Value::Null),
        }
    }

    fn wrapper(self, wrapper: &Type, field: &str) -> Described<'a> {
        match (field, wrapper) {
            ("kind", Type::List(_)) => leaf("LIST"),
            ("kind", _) => leaf("NON_NULL"),
            ("ofType", Type::List(inner)) => Described::One(self.type_of(inner)),
            ("ofType", Type::NonNullList(inner)) => {
                Described::One(Some(Thing::Wrapper(Type::List(inner.clone()))))
            }
            ("ofType", Type::NonNullNamed(name) | Type::Named(name)) => Described::One(self.type_named(name)),
            _ => Described::Leaf(Value::Null),
        }
    }

    fn type_of(self, ty: &Type) -> Option<Thing<'a>> {
        match ty {
            Type::Named(name) => self.type_named(name),
            Type::NonNullNamed(_) | Type::List(_) | Type::NonNullList(_) => Some(Thing::Wrapper(ty.clone())),
        }
    }

    fn type_named(self, name: &str) -> Option<Thing<'a>> {
        self.source.schema.types.get(name).map(Thing::Type)
    }

    fn types<N: AsRef<str>>(self, names: impl Iterator<Item = N>) -> Described<'a> {
        Described::Many(Some(names.filter_map(|name| self.type_named(name.as_ref())).collect()))
    }
}

fn type_name(thing: &Thing<'_>) -> &'static str {
    match thing {
        Thing::Schema => "__Schema",
        Thing::Type(_) | Thing::Wrapper(_) => "__Type",
        Thing::Field(_) => "__Field",
        Thing::Input(_) => "__InputValue",
        Thing::EnumValue(_) => "__EnumValue",
        Thing::Directive(_) => "__Directive",
    }
}

fn kind(definition: &ExtendedType) -> &'static str {
    match definition {
        ExtendedType::Scalar(_) => "SCALAR",
        ExtendedType::Object(_) => "OBJECT",
        ExtendedType::Interface(_) => "INTERFACE",
        ExtendedType::Union(_) => "UNION",
        ExtendedType::Enum(_) => "ENUM",
        ExtendedType::InputObject(_) => "INPUT_OBJECT",
    }
}

fn output_fields<'a>(
    fields: impl Iterator<Item = &'a Component<FieldDefinition>>,
    all: bool,
) -> Described<'a> {
    let shown = fields.filter(|it| all || !it.directives.has("deprecated"));
    Described::Many(Some(shown.map(|it| Thing::Field(it)).collect()))
}

fn inputs<'a>(values: impl Iterator<Item = &'a InputValueDefinition>, all: bool) -> Described<'a> {
    let shown = values.filter(|it| all || !it.directives.has("deprecated"));
    Described::Many(Some(shown.map(Thing::Input).collect()))
}

/// What fields, input values, enum values and directives have in common.
fn common<'a>(
    name: &str,
    description: Option<&str>,
    directives: &DirectiveList,
    field: &str,
) -> Described<'a> {
    match field {
        "name" => leaf(name),
        "description" => leaf(description),
        "isDeprecated" => leaf(directives.has("deprecated")),
        "deprecationReason" => leaf(directives.get("deprecated").map(|directive| {
            let reason = directive.specified_argument_by_name("reason");
            reason.and_then(|reason| reason.as_str()).unwrap_or("No longer supported")
        })),
        _ => Described::Leaf(Value::Null),
    }
}

fn leaf<'a>(value: impl Into<Value>) -> Described<'a> {
    Described::Leaf(value.into())
}
