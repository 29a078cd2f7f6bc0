//! Input values made to fit their types: the variables of a request and the arguments of a field.
//!
//! The rules are those of the GraphQL specification, sections 3 ("Input Coercion") and 6.1.2: defaults
//! are filled in, a single value becomes a list of one, what is left out stays out. Values of the
//! content's own scalars are checked here as well.

use apollo_compiler::ast::{Type, Value};
use apollo_compiler::executable::{Argument, VariableDefinition};
use apollo_compiler::schema::{ExtendedType, InputObjectType, InputValueDefinition};
use apollo_compiler::{Node, Schema};
use serde_json::{Map, Value as Json};

use super::collect::Variables;
use super::limits::{check_input_depth, check_list_items, check_text};
use super::names;
use crate::config::Limits;
use crate::error::{Error, Location};

/// What values are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// The schema with the input types.
    pub schema: &'a Schema,
    /// How long and how deep values may be.
    pub limits: &'a Limits,
}

/// A variable as an operation declares it.
#[derive(Debug)]
pub struct Declared {
    name: String,
    ty: Type,
    default: Option<Json>,
    location: Option<Location>,
}

impl Declared {
    /// The definition, which stands at that place of the document.
    pub fn of(definition: &VariableDefinition, location: Option<Location>) -> Self {
        let default = definition.default_value.as_deref();
        Self {
            name: definition.name.to_string(),
            ty: definition.ty.as_ref().clone(),
            default: default.map(|default| literal(default, &Variables::new()).unwrap_or(Json::Null)),
            location,
        }
    }
}

/// The variables that the operation declares, made to fit their types. Others are left out.
///
/// # Errors
///
/// One for each variable that is missing or does not fit.
pub fn coerce_variables(
    judge: Judge<'_>,
    declared: &[Declared],
    mut given: Variables,
) -> Result<Variables, Vec<Error>> {
    let mut coerced = Variables::with_capacity(declared.len());
    let mut errors = Vec::new();
    for Declared { name, ty, default, location } in declared {
        let given = given.get_mut(name).map(Json::take).or_else(|| default.clone());
        let result = match given {
            Some(value) => coerce(judge, ty, value, &Place::root(&format!("${name}")), 0).map(Some),
            None if ty.is_non_null() => {
                Err(Error::bad_request(format!("variable `${name}` of type `{ty}` is required")))
            }
            None => Ok(None),
        };
        match result {
            Ok(Some(value)) => drop(coerced.insert(name.clone(), value)),
            Ok(None) => {}
            Err(error) => errors.push(error.at_location(*location)),
        }
    }
    if errors.is_empty() { Ok(coerced) } else { Err(errors) }
}

/// The arguments of a field, made to fit their types.
///
/// # Errors
///
/// When a value does not fit: a variable may be null or absent where null is not allowed.
pub fn coerce_arguments(
    judge: Judge<'_>,
    definitions: &[Node<InputValueDefinition>],
    arguments: &[Node<Argument>],
    variables: &Variables,
) -> Result<Map<String, Json>, Error> {
    let mut coerced = Map::new();
    for definition in definitions {
        let name = definition.name.as_str();
        let argument = arguments.iter().find(|argument| argument.name == definition.name);
        if let Some(Value::Variable(variable)) = argument.map(|argument| argument.value.as_ref())
            && let Some(value) = variables.get(variable.as_str()).filter(|value| !value.is_null())
        {
            // A variable was made to fit its own type, which fits the argument's.
            coerced.insert(name.to_owned(), value.clone());
            continue;
        }
        let given = argument.and_then(|argument| literal(&argument.value, variables));
        if let Some(value) = coerce_defined(judge, definition, given, &Place::root(name), 0)? {
            coerced.insert(name.to_owned(), value);
        }
    }
    Ok(coerced)
}

/// A value of an argument or an input field: given, or its default, or absent.
fn coerce_defined(
    judge: Judge<'_>,
    definition: &InputValueDefinition,
    given: Option<Json>,
    place: &Place<'_>,
    depth: usize,
) -> Result<Option<Json>, Error> {
    let default = || literal(definition.default_value.as_deref()?, &Variables::new());
    match given.or_else(default) {
        Some(value) => coerce(judge, &definition.ty, value, place, depth).map(Some),
        None if definition.ty.is_non_null() => {
            Err(Error::bad_request(format!("`{place}` of type `{}` is required", definition.ty)))
        }
        None => Ok(None),
    }
}

/// A value as the document writes it, with the variables put in; none for a variable that is absent.
fn literal(value: &Value, variables: &Variables) -> Option<Json> {
    Some(match value {
        Value::Variable(name) => return variables.get(name.as_str()).cloned(),
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(*value),
        Value::Enum(name) => Json::String(name.to_string()),
        Value::String(text) => Json::String(text.clone()),
        Value::Int(number) => number_of(number.as_str()),
        Value::Float(number) => number_of(number.as_str()),
        Value::List(items) => {
            items.iter().map(|item| literal(item, variables).unwrap_or(Json::Null)).collect()
        }
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, field)| Some((name.to_string(), literal(field, variables)?)))
            .collect(),
    })
}

/// A number that JSON can't hold stays text, which no number type accepts.
fn number_of(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|_| Json::String(text.to_owned()))
}

/// Where in the input a value stands, for messages: `$data.tags[2].label`.
struct Place<'a> {
    step: Step<'a>,
    parent: Option<&'a Place<'a>>,
}

enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    fn root(name: &'a str) -> Self {
        Self { step: Step::Name(name), parent: None }
    }

    fn below(&'a self, step: Step<'a>) -> Self {
        Self { step, parent: Some(self) }
    }
}

impl std::fmt::Display for Place<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(formatter)?;
        }
        match (&self.step, self.parent) {
            (Step::Name(name), None) => formatter.write_str(name),
            (Step::Name(name), Some(_)) => write!(formatter, ".{name}"),
            (Step::Index(index), _) => write!(formatter, "[{index}]"),
        }
    }
}

fn coerce(judge: Judge<'_>, ty: &Type, value: Json, place: &Place<'_>, depth: usize) -> Result<Json, Error> {
    check_input_depth(depth, judge.limits)?;
    if value.is_null() {
        return if ty.is_non_null() {
            Err(Error::bad_request(format!("`{place}` of type `{ty}` may not be null")))
        } else {
            Ok(Json::Null)
        };
    }
    match ty {
        Type::List(inner) | Type::NonNullList(inner) => coerce_list(judge, inner, value, place, depth),
        Type::Named(name) | Type::NonNullNamed(name) => coerce_named(judge, name, value, place, depth),
    }
}

fn coerce_list(
    judge: Judge<'_>,
    inner: &Type,
    value: Json,
    place: &Place<'_>,
    depth: usize,
) -> Result<Json, Error> {
    let Json::Array(items) = value else {
        return Ok(Json::Array(vec![coerce(judge, inner, value, place, depth + 1)?]));
    };
    check_list_items(items.len(), judge.limits)?;
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| coerce(judge, inner, item, &place.below(Step::Index(index)), depth + 1))
        .collect()
}

fn coerce_named(
    judge: Judge<'_>,
    name: &str,
    value: Json,
    place: &Place<'_>,
    depth: usize,
) -> Result<Json, Error> {
    match judge.schema.types.get(name) {
        Some(ExtendedType::InputObject(object)) => coerce_object(judge, object, value, place, depth),
        Some(ExtendedType::Enum(definition)) => match value.as_str() {
            Some(text) if definition.values.contains_key(text) => Ok(value),
            _ => Err(Error::bad_request(format!(
                "`{place}` is {}, which is not a value of the enum `{name}`",
                shown(&value)
            ))),
        },
        Some(ExtendedType::Scalar(_)) if names::is_list_update(name) => {
            check_lists(&value, judge.limits)?;
            coerce_scalar(name, value, place)
        }
        Some(ExtendedType::Scalar(_)) => coerce_scalar(name, value, place),
        _ => Err(Error::internal(anyhow::anyhow!("`{name}` is not an input type"))),
    }
}

fn coerce_object(
    judge: Judge<'_>,
    object: &InputObjectType,
    value: Json,
    place: &Place<'_>,
    depth: usize,
) -> Result<Json, Error> {
    let type_name = &object.name;
    let Json::Object(mut given) = value else {
        return Err(Error::bad_request(format!(
            "`{place}` is {}; `{type_name}` takes an object",
            shown(&value)
        )));
    };
    if let Some(unknown) = given.keys().find(|key| !object.fields.contains_key(key.as_str())) {
        return Err(Error::bad_request(format!(
            "`{place}.{unknown}`: `{type_name}` has no field `{unknown}`"
        )));
    }
    if object.directives.has("oneOf") && (given.len() != 1 || given.values().any(Json::is_null)) {
        return Err(Error::bad_request(format!(
            "`{place}`: `{type_name}` takes exactly one field, and not null"
        )));
    }
    let mut coerced = Map::new();
    for (name, definition) in &object.fields {
        let place = place.below(Step::Name(name));
        let field = given.remove(name.as_str());
        if let Some(field) = coerce_defined(judge, definition, field, &place, depth + 1)? {
            coerced.insert(name.to_string(), field);
        }
    }
    Ok(Json::Object(coerced))
}

fn coerce_scalar(name: &str, value: Json, place: &Place<'_>) -> Result<Json, Error> {
    let fits = match (name, &value) {
        ("Int", Json::Number(number)) => match whole(number) {
            Some(whole) if i32::try_from(whole).is_ok() => return Ok(Json::from(whole)),
            _ => false,
        },
        ("ID", Json::Number(number)) if number.is_i64() || number.is_u64() => {
            return Ok(Json::String(number.to_string()));
        }
        ("Float", Json::Number(number)) => number.as_f64().is_some_and(f64::is_finite),
        ("Boolean", Json::Bool(_)) => true,
        ("String" | "ID", Json::String(text)) => {
            check_text(text).map_err(|error| prefixed(error, place))?;
            true
        }
        ("Int" | "Float" | "Boolean" | "String" | "ID", _) => false,
        _ => {
            check_texts(&value).map_err(|error| prefixed(error, place))?;
            true
        }
    };
    if fits {
        Ok(value)
    } else {
        Err(Error::bad_request(format!("`{place}` is {}, which is not a value of `{name}`", shown(&value))))
    }
}

/// A change of a list is a scalar, but its lists are lists of the input like any others: the plain one,
/// or those of its operators.
fn check_lists(change: &Json, limits: &Limits) -> Result<(), Error> {
    match change {
        Json::Array(items) => check_list_items(items.len(), limits),
        Json::Object(operators) => {
            let mut lists = operators.values().filter_map(Json::as_array);
            lists.try_for_each(|items| check_list_items(items.len(), limits))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => Ok(()),
    }
}

/// The number when it is whole, however it is written: `5` and `5.0`.
fn whole(number: &serde_json::Number) -> Option<i64> {
    let float = || number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 9e15);
    number.as_i64().or_else(|| float().map(|float| float as i64))
}

fn prefixed(error: Error, place: &Place<'_>) -> Error {
    Error::new(error.code, format!("`{place}`: {}", error.message))
}

fn check_texts(value: &Json) -> Result<(), Error> {
    match value {
        Json::String(text) => check_text(text),
        Json::Array(items) => items.iter().try_for_each(check_texts),
        Json::Object(fields) => fields.iter().try_for_each(|(name, field)| {
            check_text(name)?;
            check_texts(field)
        }),
        Json::Null | Json::Bool(_) | Json::Number(_) => Ok(()),
    }
}

/// A value in a message, cut short.
fn shown(value: &Json) -> String {
    match value {
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {
            let text = value.to_string();
            if text.chars().count() <= 60 {
                format!("`{text}`")
            } else {
                format!("`{}...`", text.chars().take(60).collect::<String>())
            }
        }
    }
}
