//! Reads the files and brings together what they declare: a type and everything that extends it
//! become one [`Declaration`].

use apollo_compiler::ast::{
    Definition, Directive, DirectiveDefinition, Document, EnumValueDefinition, FieldDefinition,
};
use apollo_compiler::{Name, Node};
use indexmap::IndexMap;

use super::report::{Place, Report};
use super::{PRELUDE, PRELUDE_FILE, syntax};
use crate::model::Scalar;
use crate::model::diagnostics::SourceFile;
use crate::model::suggest::did_you_mean;

/// What the prelude and the model's files declare.
#[derive(Default)]
pub(super) struct Declared {
    /// Types by name, those of the prelude first.
    pub types: IndexMap<String, Declaration>,
    /// The model language's directives by name.
    pub directives: IndexMap<String, Node<DirectiveDefinition>>,
}

/// One type with everything that extends it.
pub(super) struct Declaration {
    pub form: Form,
    pub name: Name,
    pub description: Option<String>,
    pub implements: Vec<Name>,
    pub directives: Vec<Node<Directive>>,
    pub fields: Vec<Node<FieldDefinition>>,
    pub values: Vec<Node<EnumValueDefinition>>,
    pub members: Vec<Name>,
    /// Whether it belongs to the prelude.
    pub built_in: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Object,
    Interface,
    Union,
    Enum,
}

/// What a field of the named type holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Scalar(Scalar),
    Enum,
    Collection,
    Component,
    Union,
    Interface,
}

impl Form {
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Object => "type",
            Self::Interface => "interface",
            Self::Union => "union",
            Self::Enum => "enum",
        }
    }
}

impl Declared {
    /// What the named type is in the model; none when the model has no such type.
    pub fn class_of(&self, name: &str) -> Option<Class> {
        if let Some(scalar) = Scalar::from_name(name) {
            return Some(Class::Scalar(scalar));
        }
        let declaration = self.types.get(name).filter(|declaration| !is_helper(&declaration.name))?;
        Some(match declaration.form {
            Form::Object if declaration.directive("component").is_some() => Class::Component,
            Form::Object => Class::Collection,
            Form::Interface => Class::Interface,
            Form::Union => Class::Union,
            Form::Enum => Class::Enum,
        })
    }

    /// The types of the model: all but those that the prelude needs for itself.
    pub fn model_types(&self) -> impl Iterator<Item = &Declaration> {
        self.types.values().filter(|declaration| !is_helper(&declaration.name))
    }

    /// The declaration of a field.
    pub fn field(&self, type_name: &str, field: &str) -> Option<&Node<FieldDefinition>> {
        self.types.get(type_name)?.field(field)
    }
}

/// Whether the name belongs to a type that only directives and tools need.
fn is_helper(name: &str) -> bool {
    name.starts_with("Headwater") || name == "Query"
}

impl Declaration {
    pub fn field(&self, name: &str) -> Option<&Node<FieldDefinition>> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn directive(&self, name: &str) -> Option<&Node<Directive>> {
        self.directives.iter().find(|directive| directive.name == name)
    }

    pub fn place(&self) -> Place {
        self.name.location()
    }
}

/// Parses every file and merges what it declares.
pub(super) fn collect(report: &mut Report, sources: &[SourceFile]) -> Declared {
    let mut declared = prelude();
    let mut extensions = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let document = syntax::parse(report, index, source);
        if source.path.rsplit(['/', '\\']).next() == Some(PRELUDE_FILE) {
            continue;
        }
        for definition in &document.definitions {
            match part_of(definition) {
                Some((part, true)) => extensions.push(part),
                Some((part, false)) => add(report, &mut declared, part),
                None => refuse(report, definition),
            }
        }
    }
    for part in extensions {
        extend(report, &mut declared, part);
    }
    declared
}

fn prelude() -> Declared {
    let document = match Document::parse(PRELUDE, PRELUDE_FILE) {
        Ok(document) => document,
        Err(broken) => broken.partial,
    };
    let mut declared = Declared::default();
    for definition in &document.definitions {
        if let Definition::DirectiveDefinition(directive) = definition {
            declared.directives.insert(directive.name.to_string(), directive.clone());
        }
        if let Some((mut part, _)) = part_of(definition) {
            part.built_in = true;
            // The placeholder of an enum that has no values of its own.
            part.values.retain(|value| value.value != "_");
            declared.types.insert(part.name.to_string(), part);
        }
    }
    declared
}

/// The definition as a part of a type, and whether it extends one.
fn part_of(definition: &Definition) -> Option<(Declaration, bool)> {
    let mut part = Declaration {
        form: Form::Object,
        name: definition.name()?.clone(),
        description: None,
        implements: Vec::new(),
        directives: definition.directives().iter().cloned().collect(),
        fields: Vec::new(),
        values: Vec::new(),
        members: Vec::new(),
        built_in: false,
    };
    let text = |description: &Option<Node<str>>| description.as_ref().map(|text| text.to_string());
    let is_extension = match definition {
        Definition::ObjectTypeDefinition(node) => {
            part.description = text(&node.description);
            part.implements = node.implements_interfaces.clone();
            part.fields = node.fields.clone();
            false
        }
        Definition::ObjectTypeExtension(node) => {
            part.implements = node.implements_interfaces.clone();
            part.fields = node.fields.clone();
            true
        }
        Definition::InterfaceTypeDefinition(node) => {
            part.form = Form::Interface;
            part.description = text(&node.description);
            part.implements = node.implements_interfaces.clone();
            part.fields = node.fields.clone();
            false
        }
        Definition::InterfaceTypeExtension(node) => {
            part.form = Form::Interface;
            part.implements = node.implements_interfaces.clone();
            part.fields = node.fields.clone();
            true
        }
        Definition::UnionTypeDefinition(node) => {
            part.form = Form::Union;
            part.description = text(&node.description);
            part.members = node.members.clone();
            false
        }
        Definition::UnionTypeExtension(node) => {
            part.form = Form::Union;
            part.members = node.members.clone();
            true
        }
        Definition::EnumTypeDefinition(node) => {
            part.form = Form::Enum;
            part.description = text(&node.description);
            part.values = node.values.clone();
            false
        }
        Definition::EnumTypeExtension(node) => {
            part.form = Form::Enum;
            part.values = node.values.clone();
            true
        }
        _ => return None,
    };
    Some((part, is_extension))
}

fn add(report: &mut Report, declared: &mut Declared, part: Declaration) {
    let Some(first) = declared.types.get(part.name.as_str()) else {
        declared.types.insert(part.name.to_string(), part);
        return;
    };
    if is_helper(&part.name) {
        // Reserved names are reported with the other names.
        declared.types.insert(part.name.to_string(), part);
        return;
    }
    let keyword = first.form.keyword();
    if first.built_in {
        report
            .error(part.place(), format!("`{}` is built in", part.name))
            .with_hint(format!("add to it with `extend {keyword} {}`", part.name));
    } else {
        let place = report.name_of(first.place());
        report.error(part.place(), format!("`{}` is declared twice", part.name)).with_hint(format!(
            "it is already declared in {place}: add to it with `extend {keyword} {}`",
            part.name
        ));
    }
}

fn extend(report: &mut Report, declared: &mut Declared, part: Declaration) {
    let Some(whole) = declared.types.get_mut(part.name.as_str()).filter(|_| !is_helper(&part.name)) else {
        let known = declared.model_types().map(|declaration| declaration.name.as_str());
        let hint = did_you_mean(&part.name, known);
        let hint = hint.unwrap_or_else(|| format!("declare it: `{} {} ...`", part.form.keyword(), part.name));
        report.unknown(part.place(), &part.name, format!("unknown type `{}`", part.name), hint);
        return;
    };
    if whole.form != part.form {
        report
            .error(part.place(), format!("`{}` is no {}", part.name, part.form.keyword()))
            .with_hint(format!("write `extend {} {}`", whole.form.keyword(), part.name));
        return;
    }
    whole.implements.extend(part.implements);
    whole.directives.extend(part.directives);
    whole.fields.extend(part.fields);
    whole.values.extend(part.values);
    whole.members.extend(part.members);
}

fn refuse(report: &mut Report, definition: &Definition) {
    let (what, hint) = match definition {
        Definition::OperationDefinition(_) | Definition::FragmentDefinition(_) => {
            ("an operation is no part of a model", "send it to the API instead")
        }
        Definition::DirectiveDefinition(_) => {
            ("a model can't define directives", "Headwater's own directives are in the documentation")
        }
        Definition::ScalarTypeDefinition(_) | Definition::ScalarTypeExtension(_) => (
            "a model can't define scalars",
            "use one of ID String Text Int BigInt Float Decimal Boolean DateTime Date Time JSON Email URL Slug \
             Markdown RichText Point",
        ),
        Definition::InputObjectTypeDefinition(_) | Definition::InputObjectTypeExtension(_) => {
            ("a model can't define input types", "Headwater makes them from the types")
        }
        _ => ("a model can't define a schema", "Headwater makes the API from the types: leave this out"),
    };
    let place = definition.name().map_or_else(|| definition.location(), |name| name.location());
    report.error(place, what).with_hint(hint);
}
