//! Rules that stand outside of the model's files: in the settings. They are written as JSON, and judged like those
//! of the model.

use apollo_compiler::ast::{FloatValue, IntValue, Value as Literal};
use apollo_compiler::{Name, Node};
use serde_json::Value as Json;

use super::declare::Declared;
use super::filters::{self, Scope};
use super::report::Report;
use crate::model::{Diagnostic, Model};

/// Everything that is wrong with a rule about records of that type. `channel` are the names that `$channel` has. The
/// places of what is found mean nothing.
pub fn check_rule(model: &Model, type_name: &str, rule: &Json, channel: &[&str]) -> Vec<Diagnostic> {
    let mut report = Report::new(&[]);
    let declared = Declared::default();
    match literal(rule, false) {
        Ok(rule) => {
            let mut scope = Scope { report: &mut report, declared: &declared, model, channel };
            filters::check(&mut scope, type_name, &rule);
        }
        Err(name) => {
            report
                .error(None, format!("`{name}` is no name"))
                .with_hint("names have letters, digits and `_`");
        }
    }
    report.finish(Model::default()).err().unwrap_or_default()
}

/// The value as it would stand in a model's file, or the name in it that can't stand there. What JSON has as text is an
/// enum's value for the modes of text.
fn literal(json: &Json, is_mode: bool) -> Result<Node<Literal>, String> {
    Ok(Node::new(match json {
        Json::Null => Literal::Null,
        Json::Bool(value) => Literal::Boolean(*value),
        Json::Number(number) if number.is_f64() => {
            Literal::Float(FloatValue::new_parsed(&number.to_string()))
        }
        Json::Number(number) => Literal::Int(IntValue::new_parsed(&number.to_string())),
        Json::String(text) if is_mode => Literal::Enum(name(text)?),
        Json::String(text) => Literal::String(text.clone()),
        Json::Array(items) => {
            Literal::List(items.iter().map(|item| literal(item, false)).collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| Ok((name(key)?, literal(value, key == "mode")?)));
            Literal::Object(entries.collect::<Result<_, String>>()?)
        }
    }))
}

fn name(text: &str) -> Result<Name, String> {
    Name::new(text).map_err(|_| text.to_owned())
}
