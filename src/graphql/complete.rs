//! What a handler returned made into what the operation asked for: fields selected, values made to
//! fit their types, errors placed, nulls passed up to the nearest parent that may be null.
//!
//! This is CompleteValue of the GraphQL specification, section 6.4.3. Content never comes here: its
//! answer is shaped by the database.

use apollo_compiler::executable::Field;
use apollo_compiler::schema::{ExtendedType, Type};
use serde_json::{Map, Number, Value};

use super::collect::{Source, collect};
use super::handlers::RECORD;
use super::operation::location;
use super::records::{Read, Records};
use crate::error::{Code, Error, Step};

/// The value could not be completed where null is not allowed: the parent becomes null.
#[derive(Debug)]
pub struct Nulled;

/// Completes the values of one answer and gathers its errors.
#[derive(Debug)]
pub struct Completion<'doc> {
    source: Source<'doc>,
    /// What was read of the records in the answer.
    records: Records,
    path: Vec<Step>,
    errors: Vec<Error>,
}

impl<'doc> Completion<'doc> {
    /// A completion of a root field, with that key in the answer.
    pub fn of_root_field(source: Source<'doc>, key: &str) -> Self {
        Self::with_records(source, key, Records::new())
    }

    /// The same with what was read of the records that the handler named.
    pub(super) fn with_records(source: Source<'doc>, key: &str, records: Records) -> Self {
        Self { source, records, path: vec![Step::Key(key.to_owned())], errors: Vec::new() }
    }

    /// Completes what the handler returned for the field, and returns it with every error.
    pub fn run(
        mut self,
        fields: &[&'doc Field],
        resolved: Result<Value, Error>,
    ) -> (Result<Value, Nulled>, Vec<Error>) {
        let Some(field) = fields.first() else { return (Err(Nulled), self.errors) };
        let ty = &field.definition.ty;
        let completed = match resolved {
            Ok(value) => self.value(ty, fields, value),
            Err(error) => self.fail(fields, error),
        };
        (or_null(ty, completed), self.errors)
    }

    /// Notes the error at the present place.
    fn fail<T>(&mut self, fields: &[&'doc Field], error: Error) -> Result<T, Nulled> {
        let span = fields.first().and_then(|field| field.name.location());
        let location = location(span, &self.source.document.sources);
        self.errors.push(error.at_path(self.path.clone()).at_location(location));
        Err(Nulled)
    }

    fn misfit<T>(&mut self, fields: &[&'doc Field], what: &str, ty: &str) -> Result<T, Nulled> {
        self.fail(
            fields,
            Error::internal(anyhow::anyhow!("a handler returned {what} for a field of type `{ty}`")),
        )
    }

    fn value(&mut self, ty: &'doc Type, fields: &[&'doc Field], value: Value) -> Result<Value, Nulled> {
        if value.get(RECORD).is_some() {
            return self.record(ty, fields);
        }
        match (ty, value) {
            (Type::Named(_) | Type::List(_), Value::Null) => Ok(Value::Null),
            (Type::NonNullNamed(_) | Type::NonNullList(_), Value::Null) => {
                self.misfit(fields, "null", &ty.to_string())
            }
            (Type::List(inner) | Type::NonNullList(inner), Value::Array(items)) => {
                self.list(inner, fields, items)
            }
            (Type::List(_) | Type::NonNullList(_), _) => {
                self.misfit(fields, "something that is no list", &ty.to_string())
            }
            (Type::Named(name) | Type::NonNullNamed(name), value) => self.named(name, fields, value),
        }
    }

    /// The record that is read at the present place.
    fn record(&mut self, ty: &'doc Type, fields: &[&'doc Field]) -> Result<Value, Nulled> {
        match self.records.remove(&self.path) {
            Some(Ok(Read { value, errors })) => {
                let had_errors = !errors.is_empty();
                self.errors.extend(errors);
                match value {
                    Value::Null if ty.is_non_null() && had_errors => Err(Nulled),
                    Value::Null if ty.is_non_null() => {
                        self.fail(fields, Error::new(Code::Forbidden, "you may not see what is here"))
                    }
                    value => Ok(value),
                }
            }
            Some(Err(errors)) => {
                self.errors.extend(errors);
                Err(Nulled)
            }
            None => self.misfit(fields, "a record that was not read", &ty.to_string()),
        }
    }

    fn list(
        &mut self,
        inner: &'doc Type,
        fields: &[&'doc Field],
        items: Vec<Value>,
    ) -> Result<Value, Nulled> {
        let mut completed = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            self.path.push(Step::Index(index));
            let item = self.value(inner, fields, item);
            self.path.pop();
            completed.push(or_null(inner, item)?);
        }
        Ok(Value::Array(completed))
    }

    fn named(&mut self, name: &'doc str, fields: &[&'doc Field], value: Value) -> Result<Value, Nulled> {
        let schema = self.source.schema;
        match schema.types.get(name) {
            Some(ExtendedType::Object(object)) => self.object(&object.name, fields, value),
            Some(ExtendedType::Interface(_) | ExtendedType::Union(_)) => {
                let concrete = value.get("__typename").and_then(Value::as_str);
                let object = concrete.and_then(|concrete| schema.get_object(concrete));
                match object {
                    Some(object) if schema.is_subtype(name, &object.name) => {
                        self.object(&object.name, fields, value)
                    }
                    _ => self.misfit(fields, "an object without a fitting `__typename`", name),
                }
            }
            Some(ExtendedType::Enum(definition)) => match value.as_str() {
                Some(text) if definition.values.contains_key(text) => Ok(value),
                _ => self.misfit(fields, "something that is no value of the enum", name),
            },
            Some(ExtendedType::Scalar(_)) => match scalar(name, value) {
                Some(value) => Ok(value),
                None => self.misfit(fields, "something that does not fit", name),
            },
            Some(ExtendedType::InputObject(_)) | None => self.misfit(fields, "a value", name),
        }
    }

    fn object(
        &mut self,
        type_name: &'doc str,
        fields: &[&'doc Field],
        value: Value,
    ) -> Result<Value, Nulled> {
        let Value::Object(object) = value else {
            return self.misfit(fields, "something that is no object", type_name);
        };
        let selections = fields.iter().map(|field| &field.selection_set);
        let selected = collect(self.source, type_name, selections);
        let mut completed = Map::with_capacity(selected.len());
        for (key, fields) in selected {
            self.path.push(Step::Key(key.to_owned()));
            let value = self.field(type_name, &object, &fields);
            self.path.pop();
            completed.insert(key.to_owned(), value?);
        }
        Ok(Value::Object(completed))
    }

    fn field(
        &mut self,
        type_name: &str,
        object: &Map<String, Value>,
        fields: &[&'doc Field],
    ) -> Result<Value, Nulled> {
        let Some(field) = fields.first() else { return Err(Nulled) };
        if field.name == "__typename" {
            return Ok(Value::String(type_name.to_owned()));
        }
        // The definition that the object's own type has: it may be stricter than an interface's.
        let ty = match self.source.schema.type_field(type_name, &field.name) {
            Ok(definition) => &definition.ty,
            Err(_) => &field.definition.ty,
        };
        let value = object.get(field.name.as_str()).cloned().unwrap_or_default();
        let completed = self.value(ty, fields, value);
        or_null(ty, completed)
    }
}

/// Stops the null where the type allows it.
fn or_null(ty: &Type, completed: Result<Value, Nulled>) -> Result<Value, Nulled> {
    match completed {
        Err(Nulled) if !ty.is_non_null() => Ok(Value::Null),
        completed => completed,
    }
}

/// The value as the scalar shows it; none if it does not fit. The content's own scalars take any JSON.
fn scalar(name: &str, value: Value) -> Option<Value> {
    match (name, value) {
        ("Int", Value::Number(number)) => {
            let whole = i32::try_from(number.as_i64()?).ok()?;
            Some(Value::from(whole))
        }
        ("Float", Value::Number(number)) => Number::from_f64(number.as_f64()?).map(Value::Number),
        ("String" | "ID", Value::String(text)) => Some(Value::String(text)),
        ("ID", Value::Number(number)) => Some(Value::String(number.as_i64()?.to_string())),
        ("Boolean", Value::Bool(value)) => Some(Value::Bool(value)),
        ("Int" | "Float" | "String" | "ID" | "Boolean", _) => None,
        (_, value) => Some(value),
    }
}
