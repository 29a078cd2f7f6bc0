//! The input values that are written in a document: the rules of the specification that
//! apollo-compiler's validation leaves out below the first level of a value, and the limits.

use std::collections::HashSet;

use apollo_compiler::ast::{Type, Value};
use apollo_compiler::executable::Operation;
use apollo_compiler::schema::{ExtendedType, InputObjectType, InputValueDefinition};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name, Node};

use super::input::Judge;
use super::limits::{check_input_depth, check_list_items, check_text};
use super::operation::location;
use crate::error::Error;

/// Checks every value in the operation and in the fragments that it uses.
///
/// # Errors
///
/// The first value that breaks a rule or passes a limit.
pub fn check(
    judge: Judge<'_>,
    document: &Valid<ExecutableDocument>,
    operation: &Operation,
) -> Result<(), Error> {
    let check = Check { judge, document, operation };
    for variable in &operation.variables {
        if let Some(default) = &variable.default_value {
            check.value(&variable.ty, default, 0)?;
        }
    }
    for field in operation.all_fields(document) {
        for argument in &field.arguments {
            let definition = field.definition.argument_by_name(&argument.name);
            if let (Some(definition), false) = (definition, argument.value.as_variable().is_some()) {
                check.value(&definition.ty, &argument.value, 0)?;
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Check<'a> {
    judge: Judge<'a>,
    document: &'a Valid<ExecutableDocument>,
    operation: &'a Operation,
}

impl Check<'_> {
    fn value(self, ty: &Type, value: &Node<Value>, depth: usize) -> Result<(), Error> {
        check_input_depth(depth, self.judge.limits)?;
        match value.as_ref() {
            Value::List(items) => {
                check_list_items(items.len(), self.judge.limits)?;
                // A list in a scalar such as `JSON` may hold variables of any type.
                let item_type = if ty.is_list() { ty.item_type() } else { ty };
                items.iter().try_for_each(|item| {
                    if ty.is_list() {
                        self.variable(item_type, false, item)?;
                    }
                    self.value(item_type, item, depth + 1)
                })
            }
            Value::Object(fields) => self.object(ty, value, fields, depth),
            Value::String(text) => check_text(text).map_err(|error| self.at(value, error)),
            // All Variable Uses Defined, section 5.8.3, for those inside of a scalar.
            Value::Variable(name) if self.type_of(name).is_none() => {
                Err(self.at(value, Error::bad_request(format!("variable `${name}` is not defined"))))
            }
            Value::Null
            | Value::Enum(_)
            | Value::Variable(_)
            | Value::Float(_)
            | Value::Int(_)
            | Value::Boolean(_) => Ok(()),
        }
    }

    fn object(
        self,
        ty: &Type,
        value: &Node<Value>,
        fields: &[(Name, Node<Value>)],
        depth: usize,
    ) -> Result<(), Error> {
        let definition = match self.judge.schema.types.get(ty.inner_named_type()) {
            Some(ExtendedType::InputObject(definition)) => Some(definition),
            // An object in a scalar such as `JSON` or `IntUpdate`.
            _ => None,
        };
        self.check_unique(value, fields)?;
        if let Some(definition) = definition {
            self.check_one_of(definition, value, fields)?;
        }
        for (name, field) in fields {
            match definition.and_then(|definition| definition.fields.get(name)) {
                Some(definition) => {
                    self.variable(&definition.ty, has_default(definition), field)?;
                    self.value(&definition.ty, field, depth + 1)?;
                }
                None => self.value(ty, field, depth + 1)?,
            }
        }
        Ok(())
    }

    /// Input Object Field Uniqueness, section 5.6.3.
    fn check_unique(self, value: &Node<Value>, fields: &[(Name, Node<Value>)]) -> Result<(), Error> {
        let mut seen = HashSet::new();
        match fields.iter().find(|(name, _)| !seen.insert(name.as_str())) {
            Some((name, _)) => {
                let message = format!("the input object has the field `{name}` twice");
                Err(self.at(value, Error::bad_request(message)))
            }
            None => Ok(()),
        }
    }

    /// OneOf Input Objects, section 3.10.1.
    fn check_one_of(
        self,
        definition: &InputObjectType,
        value: &Node<Value>,
        fields: &[(Name, Node<Value>)],
    ) -> Result<(), Error> {
        let may_be_null = |field: &Node<Value>| match field.as_ref() {
            Value::Null => true,
            Value::Variable(name) => !self.type_of(name).is_some_and(Type::is_non_null),
            _ => false,
        };
        let is_fine = matches!(fields, [(_, only)] if !may_be_null(only));
        if !definition.directives.has("oneOf") || is_fine {
            return Ok(());
        }
        let message = format!("`{}` takes exactly one field, and not null", definition.name);
        Err(self.at(value, Error::bad_request(message)))
    }

    /// All Variable Usages Are Allowed, section 5.8.5, for variables inside of a value.
    fn variable(self, expected: &Type, has_default: bool, value: &Node<Value>) -> Result<(), Error> {
        let Value::Variable(name) = value.as_ref() else { return Ok(()) };
        let Some(declared) = self.type_of(name) else { return Ok(()) };
        let variable_default = self
            .operation
            .variables
            .iter()
            .find(|variable| variable.name == *name)
            .and_then(|variable| variable.default_value.as_ref())
            .is_some_and(|default| !default.is_null());
        let is_filled =
            expected.is_non_null() && !declared.is_non_null() && (has_default || variable_default);
        let expected_here = if is_filled { expected.clone().nullable() } else { expected.clone() };
        if declared.is_assignable_to(&expected_here) {
            return Ok(());
        }
        let message =
            format!("variable `${name}` of type `{declared}` stands where `{expected}` is expected");
        Err(self.at(value, Error::bad_request(message)))
    }

    fn type_of(&self, variable: &Name) -> Option<&Type> {
        let definition = self.operation.variables.iter().find(|definition| definition.name == *variable);
        definition.map(|definition| definition.ty.as_ref())
    }

    fn at(&self, value: &Node<Value>, error: Error) -> Error {
        error.at_location(location(value.location(), &self.document.sources))
    }
}

fn has_default(definition: &InputValueDefinition) -> bool {
    definition.default_value.is_some()
}
