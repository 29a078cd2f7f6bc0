//! Reads the arguments of directives. What has the wrong type was reported by
//! [`super::directives`] and reads as absent here.

use apollo_compiler::Node;
use apollo_compiler::ast::{Directive, Value};

use super::report::Place;

/// The directive of that name.
pub(super) fn find<'a>(directives: &'a [Node<Directive>], name: &str) -> Option<&'a Node<Directive>> {
    directives.iter().find(|directive| directive.name == name)
}

/// Every directive of that name, in order.
pub(super) fn find_all<'a>(
    directives: &'a [Node<Directive>],
    name: &'a str,
) -> impl Iterator<Item = &'a Node<Directive>> {
    directives.iter().filter(move |directive| directive.name == name)
}

/// The value given for an argument; a null counts as none.
pub(super) fn value<'a>(directive: &'a Directive, name: &str) -> Option<&'a Node<Value>> {
    let argument = directive.arguments.iter().find(|argument| argument.name == name)?;
    Some(&argument.value).filter(|value| !value.is_null())
}

pub(super) fn text<'a>(directive: &'a Directive, name: &str) -> Option<&'a str> {
    value(directive, name).and_then(|value| value.as_str())
}

pub(super) fn owned_text(directive: &Directive, name: &str) -> Option<String> {
    text(directive, name).map(str::to_owned)
}

pub(super) fn number(directive: &Directive, name: &str) -> Option<u64> {
    match &**value(directive, name)? {
        Value::Int(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

pub(super) fn small_number(directive: &Directive, name: &str) -> Option<u32> {
    number(directive, name).and_then(|number| u32::try_from(number).ok())
}

pub(super) fn boolean(directive: &Directive, name: &str) -> Option<bool> {
    value(directive, name).and_then(|value| value.to_bool())
}

/// The items of a list; a single value stands for a list of it.
pub(super) fn items<'a>(directive: &'a Directive, name: &str) -> Option<Vec<&'a Node<Value>>> {
    let given = value(directive, name)?;
    Some(match &**given {
        Value::List(items) => items.iter().collect(),
        _ => vec![given],
    })
}

/// A list of texts, each with its place.
pub(super) fn texts<'a>(directive: &'a Directive, name: &str) -> Option<Vec<(&'a str, Place)>> {
    let texts = items(directive, name)?.into_iter();
    Some(texts.filter_map(|item| Some((item.as_str()?, item.location()))).collect())
}

pub(super) fn owned_texts(directive: &Directive, name: &str) -> Option<Vec<String>> {
    Some(texts(directive, name)?.into_iter().map(|(text, _)| text.to_owned()).collect())
}

/// A list of enum values.
pub(super) fn names(directive: &Directive, name: &str) -> Vec<String> {
    let items = items(directive, name).unwrap_or_default();
    items.into_iter().filter_map(|item| item.as_enum().map(ToString::to_string)).collect()
}
