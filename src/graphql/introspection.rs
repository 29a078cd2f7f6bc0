//! A parsed schema as async-graphql's dynamic schema, which answers introspection.
//!
//! Content never passes through it, so every resolver only says that it was called by mistake.

use apollo_compiler::Node;
use apollo_compiler::ast;
use apollo_compiler::collections::IndexSet;
use apollo_compiler::schema::{
    ComponentName, EnumType, ExtendedType, FieldDefinition, InputObjectType, InputValueDefinition,
    InterfaceType, ObjectType, ScalarType, UnionType,
};
use async_graphql::Value;
use async_graphql::dynamic::{
    Enum, EnumItem, Field, FieldFuture, FieldValue, InputObject, InputValue, Interface, InterfaceField,
    Object, ResolverContext, Scalar, Schema, SchemaError, Subscription, SubscriptionField,
    SubscriptionFieldFuture, Type, TypeRef, Union,
};

/// Makes async-graphql's schema of a valid one.
pub fn dynamic_schema(source: &apollo_compiler::Schema) -> Result<Schema, SchemaError> {
    let roots = &source.schema_definition;
    let query = root_name(&roots.query).unwrap_or(super::names::QUERY);
    let subscription = root_name(&roots.subscription);
    let mut builder = Schema::build(query, root_name(&roots.mutation), subscription);
    for (name, definition) in source.types.iter().filter(|(_, definition)| !definition.is_built_in()) {
        let is_subscription = subscription == Some(name.as_str());
        builder = builder.register(match definition {
            ExtendedType::Object(object) if is_subscription => Type::from(subscription_type(object)),
            ExtendedType::Object(object) => object_type(source, object).into(),
            ExtendedType::Interface(interface) => interface_type(source, interface).into(),
            ExtendedType::InputObject(input) => input_type(input).into(),
            ExtendedType::Enum(values) => enum_type(values).into(),
            ExtendedType::Union(union) => union_type(union).into(),
            ExtendedType::Scalar(scalar) => scalar_type(scalar).into(),
        });
    }
    builder.finish()
}

/// Sets a description where there is one, on types that share no trait.
macro_rules! described {
    ($built:expr, $description:expr) => {
        match $description {
            Some(text) => $built.description(text.as_str()),
            None => $built,
        }
    };
}

fn object_type(schema: &apollo_compiler::Schema, source: &ObjectType) -> Object {
    let object = described!(Object::new(source.name.as_str()), &source.description);
    let interfaces = &source.implements_interfaces;
    let object = interfaces.iter().fold(object, |it, name| it.implement(name.as_str()));
    source
        .fields
        .values()
        .fold(object, |it, field| it.field(output_field(field, loosest_type(schema, interfaces, field))))
}

fn output_field(source: &FieldDefinition, ty: TypeRef) -> Field {
    let field = Field::new(source.name.as_str(), ty, refuse);
    let field = described!(field, &source.description);
    let field = source.arguments.iter().fold(field, |it, argument| it.argument(input_value(argument)));
    match deprecation(&source.directives) {
        Some(reason) => field.deprecation(Some(reason)),
        None => field,
    }
}

fn refuse(_: ResolverContext<'_>) -> FieldFuture<'_> {
    FieldFuture::new(async {
        Err::<Option<FieldValue<'_>>, _>(async_graphql::Error::new("only introspection is answered here"))
    })
}

fn subscription_type(source: &ObjectType) -> Subscription {
    let root = described!(Subscription::new(source.name.as_str()), &source.description);
    source.fields.values().fold(root, |it, field| it.field(subscription_field(field)))
}

fn subscription_field(source: &FieldDefinition) -> SubscriptionField {
    let field = SubscriptionField::new(source.name.as_str(), type_ref(&source.ty), |_| {
        SubscriptionFieldFuture::new(async {
            Ok(futures_util::stream::empty::<async_graphql::Result<Value>>())
        })
    });
    let field = described!(field, &source.description);
    source.arguments.iter().fold(field, |it, argument| it.argument(input_value(argument)))
}

fn interface_type(schema: &apollo_compiler::Schema, source: &InterfaceType) -> Interface {
    let interface = described!(Interface::new(source.name.as_str()), &source.description);
    let interfaces = &source.implements_interfaces;
    let interface = interfaces.iter().fold(interface, |it, name| it.implement(name.as_str()));
    source.fields.values().fold(interface, |it, field| {
        it.field(interface_field(field, loosest_type(schema, interfaces, field)))
    })
}

fn interface_field(source: &FieldDefinition, ty: TypeRef) -> InterfaceField {
    let field = InterfaceField::new(source.name.as_str(), ty);
    let field = described!(field, &source.description);
    let field = source.arguments.iter().fold(field, |it, argument| it.argument(input_value(argument)));
    match deprecation(&source.directives) {
        Some(reason) => field.deprecation(Some(reason)),
        None => field,
    }
}

fn input_type(source: &InputObjectType) -> InputObject {
    let input = described!(InputObject::new(source.name.as_str()), &source.description);
    let input = if source.directives.has("oneOf") { input.oneof() } else { input };
    source.fields.values().fold(input, |it, field| it.field(input_value(field)))
}

fn input_value(source: &InputValueDefinition) -> InputValue {
    let value = InputValue::new(source.name.as_str(), type_ref(&source.ty));
    let value = described!(value, &source.description);
    let value = match deprecation(&source.directives) {
        Some(reason) => value.deprecation(Some(reason)),
        None => value,
    };
    match &source.default_value {
        Some(default) => value.default_value(constant(default)),
        None => value,
    }
}

fn enum_type(source: &EnumType) -> Enum {
    let values = described!(Enum::new(source.name.as_str()), &source.description);
    source.values.values().fold(values, |it, value| {
        let item = described!(EnumItem::new(value.value.as_str()), &value.description);
        it.item(match deprecation(&value.directives) {
            Some(reason) => item.deprecation(Some(reason)),
            None => item,
        })
    })
}

fn union_type(source: &UnionType) -> Union {
    let union = described!(Union::new(source.name.as_str()), &source.description);
    source.members.iter().fold(union, |it, member| it.possible_type(member.as_str()))
}

fn scalar_type(source: &ScalarType) -> Scalar {
    let scalar = described!(Scalar::new(source.name.as_str()), &source.description);
    let url = source.directives.get("specifiedBy").and_then(|it| it.specified_argument_by_name("url"));
    match url.and_then(|url| url.as_str()) {
        Some(url) => scalar.specified_by_url(url),
        None => scalar,
    }
}

fn root_name(root: &Option<ComponentName>) -> Option<&str> {
    root.as_ref().map(|name| name.as_str())
}

fn type_ref(source: &ast::Type) -> TypeRef {
    match source {
        ast::Type::Named(name) => TypeRef::named(name.as_str()),
        ast::Type::NonNullNamed(name) => TypeRef::named_nn(name.as_str()),
        ast::Type::List(item) => TypeRef::List(Box::new(type_ref(item))),
        ast::Type::NonNullList(item) => TypeRef::NonNull(Box::new(TypeRef::List(Box::new(type_ref(item))))),
    }
}

/// The field's type, nullable wherever an interface has it nullable. GraphQL lets a type promise more
/// than its interface; async-graphql 8.0.0-rc.5 refuses that, so introspection promises less.
fn loosest_type(
    schema: &apollo_compiler::Schema,
    interfaces: &IndexSet<ComponentName>,
    field: &FieldDefinition,
) -> TypeRef {
    let declared = interfaces.iter().filter_map(|name| {
        let interface = schema.get_interface(name.as_str())?;
        interface.fields.get(&field.name)
    });
    declared.fold(type_ref(&field.ty), |loosest, declared| looser(loosest, type_ref(&declared.ty)))
}

fn looser(one: TypeRef, other: TypeRef) -> TypeRef {
    match (one, other) {
        (TypeRef::NonNull(one), TypeRef::NonNull(other)) => TypeRef::NonNull(Box::new(looser(*one, *other))),
        (TypeRef::NonNull(one), other) | (other, TypeRef::NonNull(one)) => looser(*one, other),
        (TypeRef::List(one), TypeRef::List(other)) => TypeRef::List(Box::new(looser(*one, *other))),
        (one, _) => one,
    }
}

/// The reason of `@deprecated`, when the directive is there.
fn deprecation(directives: &ast::DirectiveList) -> Option<&str> {
    let reason = directives.get("deprecated")?.specified_argument_by_name("reason");
    Some(reason.and_then(|reason| reason.as_str()).unwrap_or("No longer supported"))
}

fn constant(source: &Node<ast::Value>) -> Value {
    match source.as_ref() {
        ast::Value::Null | ast::Value::Variable(_) => Value::Null,
        ast::Value::Boolean(value) => Value::Boolean(*value),
        ast::Value::String(value) => Value::String(value.clone()),
        ast::Value::Enum(name) => Value::Enum(async_graphql::Name::new(name.as_str())),
        ast::Value::Int(number) => number.as_str().parse::<i64>().map_or(Value::Null, Value::from),
        ast::Value::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        ast::Value::List(items) => Value::List(items.iter().map(constant).collect()),
        ast::Value::Object(entries) => {
            let entry = |(name, value): &(apollo_compiler::Name, Node<ast::Value>)| {
                (async_graphql::Name::new(name.as_str()), constant(value))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
    }
}
