//! Fields of equal response key, gathered from fragments: the specification's CollectFields
//! (section 6.3.2), done once for all requests: `@skip` and `@include` are kept as conditions.

use apollo_compiler::ast::Value;
use apollo_compiler::executable::{DirectiveList, Field, Selection, SelectionSet};
use apollo_compiler::{ExecutableDocument, Name, Schema};
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::super::collect::applies;
use crate::query::selection::{Input, When};

/// A selection set, and when it counts.
#[derive(Clone)]
pub(super) struct Set<'a> {
    pub selections: &'a SelectionSet,
    pub when: When,
}

/// Fields with the same response key.
pub(super) struct Group<'a> {
    /// When the key is there.
    pub when: When,
    fields: Vec<(&'a Field, When)>,
}

impl<'a> Group<'a> {
    /// The first of the fields; the others have the same name and arguments.
    pub(super) fn field(&self) -> &'a Field {
        self.fields[0].0
    }

    /// The selection sets of all of them. What a field asks for counts only when that field does;
    /// where all count together, the group's own condition says it already.
    pub(super) fn sets(&self) -> Vec<Set<'a>> {
        let together = self.fields.iter().all(|(_, when)| *when == self.when);
        let set = |(field, when): &(&'a Field, When)| Set {
            selections: &field.selection_set,
            when: if together { When::Always } else { when.clone() },
        };
        self.fields.iter().map(set).collect()
    }
}

/// The fields that the sets have for an object of the type, by response key.
pub(super) fn collect<'a>(
    schema: &Schema,
    document: &'a ExecutableDocument,
    type_name: &str,
    sets: &[Set<'a>],
) -> IndexMap<&'a str, Group<'a>> {
    let (groups, spread) = (IndexMap::new(), Vec::new());
    let mut collector = Collector { schema, document, type_name, groups, spread };
    for set in sets {
        collector.visit(set.selections, &set.when);
    }
    collector.groups
}

struct Collector<'a, 'b> {
    schema: &'b Schema,
    document: &'a ExecutableDocument,
    type_name: &'b str,
    groups: IndexMap<&'a str, Group<'a>>,
    /// The fragments that were spread already, and when they count: again adds nothing, and would
    /// cost exponential time in fragments that spread each other.
    spread: Vec<(&'a Name, When)>,
}

impl<'a> Collector<'a, '_> {
    fn visit(&mut self, set: &'a SelectionSet, outer: &When) {
        for selection in &set.selections {
            let when = outer.clone().and(condition(selection.directives()));
            if when == When::Never {
                continue;
            }
            match selection {
                Selection::Field(field) => self.add(field, when),
                Selection::InlineFragment(inline) => {
                    if inline.type_condition.as_ref().is_none_or(|condition| self.applies(condition)) {
                        self.visit(&inline.selection_set, &when);
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let again = (&spread.fragment_name, when.clone());
                    if self.spread.contains(&again) {
                        continue;
                    }
                    self.spread.push(again);
                    let fragment = self.document.fragments.get(&spread.fragment_name);
                    if let Some(fragment) = fragment.filter(|found| self.applies(found.type_condition())) {
                        self.visit(&fragment.selection_set, &when);
                    }
                }
            }
        }
    }

    fn add(&mut self, field: &'a Field, when: When) {
        let key = field.response_key().as_str();
        match self.groups.get_mut(key) {
            None => {
                self.groups.insert(key, Group { when: when.clone(), fields: vec![(field, when)] });
            }
            Some(group) => {
                group.when = std::mem::replace(&mut group.when, When::Never).or(when.clone());
                // The very same field again, through another spread of its fragment, adds nothing.
                let again =
                    |(known, known_when): &(&Field, When)| std::ptr::eq(*known, field) && *known_when == when;
                if !group.fields.iter().any(again) {
                    group.fields.push((field, when));
                }
            }
        }
    }

    /// Whether an object of the type is one that the fragment is for.
    fn applies(&self, condition: &Name) -> bool {
        applies(self.schema, condition, self.type_name)
    }
}

/// What `@skip` and `@include` say.
fn condition(directives: &DirectiveList) -> When {
    let judge = |name: &str, wanted: bool| {
        let argument = directives.get(name).and_then(|found| found.specified_argument_by_name("if"));
        match argument.map(AsRef::as_ref) {
            Some(Value::Boolean(value)) if *value != wanted => When::Never,
            Some(Value::Variable(variable)) => When::Is(variable.to_string(), wanted),
            _ => When::Always,
        }
    };
    judge("skip", false).and(judge("include", true))
}

/// The field's arguments as the document has them.
pub(super) fn arguments(field: &Field) -> Vec<(String, Input)> {
    field.arguments.iter().map(|argument| (argument.name.to_string(), input(&argument.value))).collect()
}

fn input(value: &Value) -> Input {
    match value {
        Value::Variable(name) => Input::Variable(name.to_string()),
        Value::List(items) => {
            let items: Vec<Input> = items.iter().map(|item| input(item)).collect();
            match constants(&items) {
                Some(items) => Input::Constant(Json::Array(items)),
                None => Input::List(items),
            }
        }
        Value::Object(entries) => {
            let (names, inputs): (Vec<_>, Vec<_>) =
                entries.iter().map(|(name, value)| (name.to_string(), input(value))).unzip();
            match constants(&inputs) {
                Some(values) => Input::Constant(Json::Object(names.into_iter().zip(values).collect())),
                None => Input::Object(names.into_iter().zip(inputs).collect()),
            }
        }
        Value::Null => Input::Constant(Json::Null),
        Value::Boolean(value) => Input::Constant((*value).into()),
        Value::String(value) => Input::Constant(value.as_str().into()),
        Value::Enum(name) => Input::Constant(name.as_str().into()),
        Value::Int(number) => Input::Constant(number_of(number.as_str())),
        Value::Float(number) => Input::Constant(number_of(number.as_str())),
    }
}

/// A number literal; one too large for any number stays text, which every numeric scalar refuses.
fn number_of(literal: &str) -> Json {
    let number: Result<serde_json::Number, _> = serde_json::from_str(literal);
    number.map_or_else(|_| Json::String(literal.to_owned()), Json::Number)
}

fn constants(inputs: &[Input]) -> Option<Vec<Json>> {
    let constant = |input: &Input| match input {
        Input::Constant(json) => Some(json.clone()),
        Input::Variable(_) | Input::List(_) | Input::Object(_) => None,
    };
    inputs.iter().map(constant).collect()
}
