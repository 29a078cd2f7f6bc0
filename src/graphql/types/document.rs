//! Writing a schema as apollo-compiler's syntax tree, which prints itself as SDL.
//!
//! Types are given as SDL has them, `[Post!]!`; an empty description stands for none.

use apollo_compiler::ast::{
    Argument, Definition, Directive, DirectiveDefinition, DirectiveList, DirectiveLocation,
    EnumTypeDefinition, EnumValueDefinition, FieldDefinition, InputObjectTypeDefinition,
    InputValueDefinition, IntValue, InterfaceTypeDefinition, ObjectTypeDefinition, ScalarTypeDefinition,
    Type, UnionTypeDefinition, Value,
};
use apollo_compiler::{Name, Node, ast};
use indexmap::IndexSet;

/// A field of an object or an interface.
pub type Output = Node<FieldDefinition>;
/// A field of an input, or an argument.
pub type Input = Node<InputValueDefinition>;

/// The definitions written so far, and the shared types that they speak of.
#[derive(Debug, Default)]
pub struct Document {
    definitions: Vec<Definition>,
    shared: IndexSet<String>,
}

impl Document {
    /// Writes an object.
    pub fn object<'a>(
        &mut self,
        description: &str,
        object: &str,
        interfaces: impl Iterator<Item = &'a str>,
        fields: Vec<Output>,
    ) {
        self.definitions.push(Definition::ObjectTypeDefinition(Node::new(ObjectTypeDefinition {
            description: text(description),
            name: name(object),
            implements_interfaces: interfaces.map(name).collect(),
            directives: DirectiveList::default(),
            fields,
        })));
    }

    /// Writes an object that implements nothing.
    pub fn plain_object(&mut self, description: &str, object: &str, fields: Vec<Output>) {
        self.object(description, object, std::iter::empty(), fields);
    }

    /// Writes an interface.
    pub fn interface(
        &mut self,
        description: &str,
        interface: &str,
        implements: &[String],
        fields: Vec<Output>,
    ) {
        self.definitions.push(Definition::InterfaceTypeDefinition(Node::new(InterfaceTypeDefinition {
            description: text(description),
            name: name(interface),
            implements_interfaces: implements.iter().map(|implemented| name(implemented)).collect(),
            directives: DirectiveList::default(),
            fields,
        })));
    }

    /// Writes a union.
    pub fn union(&mut self, description: &str, union: &str, members: &[String]) {
        self.definitions.push(Definition::UnionTypeDefinition(Node::new(UnionTypeDefinition {
            description: text(description),
            name: name(union),
            directives: DirectiveList::default(),
            members: members.iter().map(|member| name(member)).collect(),
        })));
    }

    /// Writes an enum.
    pub fn enumeration(
        &mut self,
        description: &str,
        enumeration: &str,
        values: Vec<Node<EnumValueDefinition>>,
    ) {
        self.definitions.push(Definition::EnumTypeDefinition(Node::new(EnumTypeDefinition {
            description: text(description),
            name: name(enumeration),
            directives: DirectiveList::default(),
            values,
        })));
    }

    /// Writes an input.
    pub fn input(&mut self, description: &str, input: &str, fields: Vec<Input>) {
        self.input_with(description, input, DirectiveList::default(), fields);
    }

    /// Writes an input of which exactly one field must be given.
    pub fn one_of(&mut self, description: &str, input: &str, fields: Vec<Input>) {
        self.input_with(description, input, directive("oneOf", Vec::new()), fields);
    }

    fn input_with(&mut self, description: &str, input: &str, directives: DirectiveList, fields: Vec<Input>) {
        self.definitions.push(Definition::InputObjectTypeDefinition(Node::new(InputObjectTypeDefinition {
            description: text(description),
            name: name(input),
            directives,
            fields,
        })));
    }

    /// Writes a scalar.
    pub fn scalar(&mut self, description: &str, scalar: &str, specified_by: Option<&str>) {
        let directives = specified_by.map(|url| directive("specifiedBy", vec![("url", url)]));
        self.definitions.push(Definition::ScalarTypeDefinition(Node::new(ScalarTypeDefinition {
            description: text(description),
            name: name(scalar),
            directives: directives.unwrap_or_default(),
        })));
    }

    /// Declares a directive without arguments.
    pub fn directive(&mut self, description: &str, directive: &str, location: DirectiveLocation) {
        self.definitions.push(Definition::DirectiveDefinition(Node::new(DirectiveDefinition {
            description: text(description),
            name: name(directive),
            arguments: Vec::new(),
            repeatable: false,
            locations: vec![location],
        })));
    }

    /// Notes that a shared type is used, and returns its name.
    pub fn using(&mut self, shared: String) -> String {
        if !self.shared.contains(&shared) {
            self.shared.insert(shared.clone());
        }
        shared
    }

    /// Whether a shared type is used.
    pub fn uses(&self, shared: &str) -> bool {
        self.shared.contains(shared)
    }

    /// The finished syntax tree.
    pub fn finish(self) -> ast::Document {
        let mut document = ast::Document::new();
        document.definitions = self.definitions;
        document
    }
}

/// A field without arguments.
pub fn field(description: &str, field: &str, ty: &str) -> Output {
    field_with(description, field, Vec::new(), ty, None)
}

/// A field with arguments and perhaps a reason why it is deprecated.
pub fn field_with(
    description: &str,
    field: &str,
    arguments: Vec<Input>,
    ty: &str,
    deprecated: Option<&str>,
) -> Output {
    Node::new(FieldDefinition {
        description: text(description),
        name: name(field),
        arguments,
        ty: type_ref(ty),
        directives: deprecation(deprecated),
    })
}

/// A field of an input, or an argument.
pub fn input(description: &str, field: &str, ty: &str) -> Input {
    input_with(description, field, ty, None)
}

/// A field of an input, perhaps with a reason why it is deprecated.
pub fn input_with(description: &str, field: &str, ty: &str, deprecated: Option<&str>) -> Input {
    Node::new(InputValueDefinition {
        description: text(description),
        name: name(field),
        ty: Node::new(type_ref(ty)),
        default_value: None,
        directives: deprecation(deprecated),
    })
}

/// An `Int` argument with a default.
pub fn int_with_default(description: &str, argument: &str, default: u32) -> Input {
    let mut value = input(description, argument, "Int");
    value.make_mut().default_value = Some(Node::new(Value::Int(IntValue::new_parsed(&default.to_string()))));
    value
}

/// A value of an enum.
pub fn enum_value(description: &str, value: &str, deprecated: Option<&str>) -> Node<EnumValueDefinition> {
    Node::new(EnumValueDefinition {
        description: text(description),
        value: name(value),
        directives: deprecation(deprecated),
    })
}

fn deprecation(reason: Option<&str>) -> DirectiveList {
    reason.map(|reason| directive("deprecated", vec![("reason", reason)])).unwrap_or_default()
}

fn directive(directive: &str, arguments: Vec<(&str, &str)>) -> DirectiveList {
    let arguments = arguments.into_iter().map(|(argument, value)| {
        Node::new(Argument { name: name(argument), value: Node::new(Value::String(value.to_owned())) })
    });
    DirectiveList(vec![Node::new(Directive { name: name(directive), arguments: arguments.collect() })])
}

fn text(description: &str) -> Option<Node<str>> {
    (!description.is_empty()).then(|| Node::new_str(description))
}

/// The type that SDL writes so.
fn type_ref(ty: &str) -> Type {
    if let Some(nullable) = ty.strip_suffix('!') {
        return type_ref(nullable).non_null();
    }
    match ty.strip_prefix('[').and_then(|ty| ty.strip_suffix(']')) {
        Some(item) => type_ref(item).list(),
        None => Type::Named(name(ty)),
    }
}

/// The loader has checked the model's names, and those that the API makes up only add letters to them.
fn name(name: &str) -> Name {
    Name::new_unchecked(name)
}
