//! Reads a filter from the API's JSON form, type-checked against the model.

use serde_json::{Map, Value as Json};

use super::variable::{Operand, Variable, Wanted};
use super::{
    Everything, Filter, JsonPath, JsonType, PathTest, Problem, Quantifier, Sight, Slot, Test, TextMode,
    Values,
};
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use crate::model::{EnumType, Field, FieldKind, Model, Operator, Scalar, Value};

/// The most bytes of a text that is looked for in others.
const LONGEST_PATTERN: usize = 16_000;

/// Reads the filter of a collection, a component or a union of components, which may speak of what is in
/// sight.
///
/// # Errors
///
/// What can't be read, or is out of sight, with its place.
pub fn read(
    model: &Model,
    sight: &dyn Sight,
    type_name: &str,
    json: &Json,
    values: &mut Values,
) -> Result<Filter, Problem> {
    filter(&mut Reading { model, sight, values, is_rule: false }, type_name, json)
}

/// Reads the filter of a rule, which may speak of everything, and hold variables: [`Values::fill`] puts in what
/// they stand for.
///
/// # Errors
///
/// What can't be read, with its place. The rules of a model were read before.
pub fn read_rule(
    model: &Model,
    type_name: &str,
    json: &Json,
    values: &mut Values,
) -> Result<Filter, Problem> {
    let mut reading = Reading { model, sight: &Everything, values, is_rule: true };
    Ok(Filter::Rule(Box::new(filter(&mut reading, type_name, json)?)))
}

/// The reading of one filter.
struct Reading<'a> {
    model: &'a Model,
    sight: &'a dyn Sight,
    values: &'a mut Values,
    /// Whether texts may be variables.
    is_rule: bool,
}

impl Reading<'_> {
    /// The variable that the operand stands for.
    fn variable(&self, operand: &Json) -> Option<Variable> {
        operand.as_str().filter(|_| self.is_rule).and_then(Variable::parse)
    }

    /// Keeps a text, or the variable that stands for one.
    fn text(&mut self, operand: &Json, check: fn(&str) -> Result<&str, Problem>) -> Result<Slot, Problem> {
        if let Some(variable) = self.variable(operand) {
            let wanted = Wanted { variable, scalar: Some(Scalar::String), is_item: false };
            return Ok(self.values.push_wanted(Operand::Wanted(wanted)));
        }
        let text = check(text(operand)?)?;
        Ok(self.values.push(Value::Text(self.plain(text).to_owned())))
    }

    /// The text without the dollar that marks a dollar in a rule.
    fn plain<'t>(&self, text: &'t str) -> &'t str {
        match text.strip_prefix('$') {
            Some(rest) if self.is_rule && rest.starts_with('$') => rest,
            _ => text,
        }
    }
}

fn filter(reading: &mut Reading<'_>, type_name: &str, json: &Json) -> Result<Filter, Problem> {
    let object = object(json)?;
    let mut all = Vec::with_capacity(object.len());
    for (name, inner) in object {
        let read = match name.as_str() {
            "and" | "or" if !inner.is_null() => {
                let filters = items(inner).iter().enumerate().map(|(index, item)| {
                    filter(reading, type_name, item).map_err(|problem| problem.within(&index.to_string()))
                });
                let filters = filters.collect::<Result<Vec<_>, _>>();
                filters.map(if name == "and" { Filter::And } else { Filter::Or }).map(Some)
            }
            "not" if !inner.is_null() => {
                filter(reading, type_name, inner).map(|filter| Some(Filter::Not(Box::new(filter))))
            }
            "and" | "or" | "not" => Ok(None),
            _ => read_member(reading, type_name, name, inner).map(Some),
        };
        all.extend(read.map_err(|problem| problem.within(name))?);
    }
    Ok(match all.len() {
        1 => all.remove(0),
        _ => Filter::And(all),
    })
}

/// Reads the test of a scalar that is no field, such as a count.
pub fn read_test(scalar: Scalar, json: &Json, values: &mut Values) -> Result<Test, Problem> {
    let model = &Model::default();
    let mut reading = Reading { model, sight: &Everything, values, is_rule: false };
    read_scalar_test(&mut reading, scalar, json)
}

fn read_scalar_test(reading: &mut Reading<'_>, scalar: Scalar, json: &Json) -> Result<Test, Problem> {
    Leaf { kind: LeafKind::Scalar(scalar), list: false }.test(json, reading)
}

/// Reads what stands under one name: a field's tests, or a block's component.
fn read_member(
    reading: &mut Reading<'_>,
    type_name: &str,
    name: &str,
    json: &Json,
) -> Result<Filter, Problem> {
    let model = reading.model;
    if let Some(blocks) = model.blocks.get(type_name) {
        if name == "is" {
            let names = items(json).iter().filter_map(Json::as_str).map(str::to_owned);
            return Ok(Filter::BlockIs(names.collect()));
        }
        let named = |member: &&String| heck::ToLowerCamelCase::to_lower_camel_case(member.as_str()) == name;
        let member = blocks.members.iter().find(named).ok_or_else(|| unknown_field(type_name))?;
        return Ok(Filter::Block(member.clone(), Box::new(filter(reading, member, json)?)));
    }
    let field = model.fields_of(type_name).and_then(|fields| fields.get(name));
    let is_secret = |field: &&Field| field.secret && !reading.is_rule;
    let field = field.filter(|field| !is_secret(field)).ok_or_else(|| unknown_field(type_name))?;
    if !reading.sight.sees(type_name, field) {
        return Err(Problem::forbidden(type_name, name));
    }
    read_field(reading, field, json)
}

fn read_field<'a>(reading: &mut Reading<'a>, field: &'a Field, json: &Json) -> Result<Filter, Problem> {
    let name = field.name.clone();
    let kind = match &field.kind {
        FieldKind::Scalar(scalar) => LeafKind::Scalar(*scalar),
        FieldKind::Enum(of) => LeafKind::Enum(reading.model.enums.get(of).ok_or_else(|| unknown_field(of))?),
        FieldKind::Component(of) | FieldKind::Blocks(of) => {
            return read_inner(reading, name, of, field.list, json);
        }
        FieldKind::Relation(relation) => {
            return read_inner(reading, name, &relation.target, relation.is_to_many(), json);
        }
    };
    let test = match json {
        Json::Null => Test::IsNull(true),
        _ => Leaf { kind, list: field.list }.test(json, reading)?,
    };
    Ok(Filter::Field(name, test))
}

/// A filter on what a field points to or embeds.
fn read_inner(
    reading: &mut Reading<'_>,
    name: String,
    target: &str,
    many: bool,
    json: &Json,
) -> Result<Filter, Problem> {
    if !many {
        return match json {
            Json::Null => Ok(Filter::IsNull(name, true)),
            _ => {
                let first = reading.values.len();
                let one = Filter::One(name, Box::new(filter(reading, target, json)?));
                Ok(asking(reading, first, one))
            }
        };
    }
    let mut all = Vec::new();
    for (word, inner) in object(json)?.iter().filter(|(_, inner)| !inner.is_null()) {
        let quantifier = match word.as_str() {
            "some" => Quantifier::Some,
            "every" => Quantifier::Every,
            "none" => Quantifier::None,
            "count" => {
                let test = read_scalar_test(reading, Scalar::Int, inner);
                all.push(Filter::Count(name.clone(), test.map_err(|problem| problem.within(word))?));
                continue;
            }
            _ => return Err(Problem::new("is not one of `some every none count`").within(word)),
        };
        let first = reading.values.len();
        let filter = filter(reading, target, inner).map_err(|problem| problem.within(word))?;
        all.push(asking(reading, first, Filter::Many(name.clone(), quantifier, Box::new(filter))));
    }
    Ok(Filter::And(all))
}

/// The filter, which looks at other records, with the variables that were read for it since that slot.
fn asking(reading: &Reading<'_>, first: usize, filter: Filter) -> Filter {
    let wanted = reading.values.wanted_since(first);
    if wanted.is_empty() { filter } else { Filter::Asking(wanted, Box::new(filter)) }
}

/// A value that is tested as a whole: a scalar, an enum, or a list of them.
struct Leaf<'a> {
    kind: LeafKind<'a>,
    list: bool,
}

enum LeafKind<'a> {
    Scalar(Scalar),
    Enum(&'a EnumType),
}

impl Leaf<'_> {
    fn test(&self, json: &Json, reading: &mut Reading<'_>) -> Result<Test, Problem> {
        let object = object(json)?;
        let mode = match object.get("mode").and_then(Json::as_str) {
            Some("INSENSITIVE") => TextMode::Insensitive,
            _ => TextMode::Sensitive,
        };
        let mut tests = Vec::new();
        for (name, operand) in object.iter().filter(|(name, _)| name.as_str() != "mode") {
            let test = self.operator(name, operand, mode, reading);
            tests.extend(test.map_err(|problem| problem.within(name))?);
        }
        Ok(match tests.len() {
            1 => tests.remove(0),
            _ => Test::All(tests),
        })
    }

    /// The test of one operator; none for a null that leaves it out.
    fn operator(
        &self,
        name: &str,
        operand: &Json,
        mode: TextMode,
        reading: &mut Reading<'_>,
    ) -> Result<Option<Test>, Problem> {
        let operator = Operator::from_name(name).filter(|operator| self.operators().contains(operator));
        let operator = operator.ok_or_else(|| Problem::new("is not an operator of this field"))?;
        if operand.is_null() {
            return Ok(match operator {
                Operator::Eq => Some(Test::IsNull(true)),
                Operator::Ne => Some(Test::IsNull(false)),
                _ => None,
            });
        }
        self.test_of(operator, operand, mode, reading).map(Some)
    }

    fn test_of(
        &self,
        operator: Operator,
        operand: &Json,
        mode: TextMode,
        reading: &mut Reading<'_>,
    ) -> Result<Test, Problem> {
        use Operator as Op;
        Ok(match operator {
            Op::Eq | Op::Ne | Op::Lt | Op::Lte | Op::Gt | Op::Gte => {
                Test::Compare(operator, self.one(operand, reading)?, mode)
            }
            Op::In | Op::NotIn => {
                Test::In { values: self.many(operand, reading)?, negated: operator == Op::NotIn, mode }
            }
            Op::Between => match items(operand) {
                [low, high] => Test::Between(self.one(low, reading)?, self.one(high, reading)?, mode),
                _ => return Err(Problem::new("must be a list of two bounds")),
            },
            Op::IsNull => Test::IsNull(boolean(operand)?),
            Op::IsEmpty => Test::IsEmpty(boolean(operand)?),
            Op::Contains | Op::StartsWith | Op::EndsWith => {
                Test::Text(operator, reading.text(operand, pattern)?, mode)
            }
            Op::Like => Test::Text(operator, reading.text(operand, like_pattern)?, mode),
            Op::Has => Test::List(Op::HasEvery, self.many(operand, reading)?),
            Op::HasEvery | Op::HasSome => Test::List(operator, self.many(operand, reading)?),
            Op::Near => {
                let mut part =
                    |name| number(operand, name).map(|number| reading.values.push(Value::Float(number)));
                Test::Near { lat: part("lat")?, lng: part("lng")?, meters: part("meters")? }
            }
            Op::Within => read_within(operand, reading.values)?,
            Op::Path => read_path(operand, reading)?,
        })
    }

    fn operators(&self) -> &'static [Operator] {
        match (&self.kind, self.list) {
            (_, true) => LIST_OPERATORS,
            (LeafKind::Scalar(scalar), false) => scalar.kind().operators,
            (LeafKind::Enum(_), false) => ENUM_OPERATORS,
        }
    }

    fn one(&self, operand: &Json, reading: &mut Reading<'_>) -> Result<Slot, Problem> {
        let operand = self.operand(operand, reading)?;
        Ok(reading.values.push_wanted(operand))
    }

    fn many(&self, operand: &Json, reading: &mut Reading<'_>) -> Result<Slot, Problem> {
        if reading.is_rule {
            let list = items(operand).iter().map(|item| self.operand(item, reading));
            let list = list.collect::<Result<Vec<_>, _>>()?;
            return Ok(reading.values.push_wanted_list(list));
        }
        let list = items(operand).iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
        Ok(reading.values.push_list(list))
    }

    fn operand(&self, operand: &Json, reading: &Reading<'_>) -> Result<Operand, Problem> {
        if let Some(variable) = reading.variable(operand) {
            let scalar = match &self.kind {
                LeafKind::Scalar(scalar) => Some(*scalar),
                LeafKind::Enum(_) => None,
            };
            return Ok(Operand::Wanted(Wanted { variable, scalar, is_item: self.list }));
        }
        match operand.as_str() {
            Some(text) => self.value(&reading.plain(text).into()).map(Operand::Known),
            None => self.value(operand).map(Operand::Known),
        }
    }

    fn value(&self, operand: &Json) -> Result<Value, Problem> {
        if operand.is_null() {
            return Err(Problem::new("must not be null"));
        }
        match &self.kind {
            LeafKind::Scalar(scalar) => {
                let value = scalar.parse_operand(operand).map_err(Problem::new)?;
                // Lists are stored as JSON.
                Ok(if self.list { Value::Json(scalar.json_of(&value)) } else { value })
            }
            LeafKind::Enum(of) => {
                let name = operand.as_str().unwrap_or_default();
                let known = of.values.iter().any(|value| value.name == name);
                let value = known.then(|| Value::Text(name.to_owned()));
                value.ok_or_else(|| Problem::new(format!("is not a value of `{}`", of.name)))
            }
        }
    }
}

fn read_within(operand: &Json, values: &mut Values) -> Result<Test, Problem> {
    if let Some(edges) = operand.get("box").filter(|edges| !edges.is_null()) {
        let mut edge = |name| {
            let number = number(edges, name).map_err(|problem| problem.within("box"));
            number.map(|number| values.push(Value::Float(number)))
        };
        return Ok(Test::WithinBox([edge("minLat")?, edge("minLng")?, edge("maxLat")?, edge("maxLng")?]));
    }
    let corners = items(operand.get("polygon").unwrap_or(&Json::Null));
    if corners.len() < 3 {
        return Err(Problem::new("needs `box`, or `polygon` with three corners or more"));
    }
    let corners =
        corners.iter().map(|corner| Scalar::Point.parse_operand(corner).map(|value| value.to_json()));
    let corners = corners.collect::<Result<Vec<_>, _>>();
    let corners = corners.map_err(|message| Problem::new(message).within("polygon"))?;
    Ok(Test::WithinPolygon(values.push(Value::Json(Json::Array(corners)))))
}

fn read_path(operand: &Json, reading: &mut Reading<'_>) -> Result<Test, Problem> {
    let at = text(operand.get("at").unwrap_or(&Json::Null)).map_err(|problem| problem.within("at"))?;
    JsonPath::parse(at).map_err(|problem| problem.within("at"))?;
    let slot = reading.values.push(Value::Text(at.to_owned()));
    let mut tests = Vec::new();
    for (name, inner) in object(operand)?.iter().filter(|(name, _)| name.as_str() != "at") {
        let test = read_path_test(name, inner, reading);
        tests.extend(test.map_err(|problem| problem.within(name))?);
    }
    Ok(Test::Path(slot, PathTest::All(tests)))
}

fn read_path_test(
    name: &str,
    operand: &Json,
    reading: &mut Reading<'_>,
) -> Result<Option<PathTest>, Problem> {
    if operand.is_null() {
        return Ok(match name {
            "eq" => Some(PathTest::IsNull(true)),
            "ne" => Some(PathTest::IsNull(false)),
            _ => None,
        });
    }
    Ok(Some(match name {
        "exists" => PathTest::Exists(boolean(operand)?),
        "isNull" => PathTest::IsNull(boolean(operand)?),
        "in" => {
            let tests = items(operand).iter().map(|item| read_path_compare(Operator::Eq, item, reading));
            PathTest::Any(tests.collect::<Result<_, _>>()?)
        }
        _ => match Operator::from_name(name) {
            Some(operator @ (Operator::Contains | Operator::StartsWith | Operator::EndsWith)) => {
                PathTest::Text(operator, reading.text(operand, pattern)?)
            }
            Some(operator) => read_path_compare(operator, operand, reading)?,
            None => return Err(Problem::new("is not an operator of `path`")),
        },
    }))
}

fn read_path_compare(
    operator: Operator,
    operand: &Json,
    reading: &mut Reading<'_>,
) -> Result<PathTest, Problem> {
    let ordered = !matches!(operator, Operator::Eq | Operator::Ne);
    match operand {
        Json::String(_) => {
            Ok(PathTest::Compare(operator, JsonType::Text, reading.text(operand, |text| Ok(text))?))
        }
        Json::Number(number) => {
            let value = Value::Float(number.as_f64().unwrap_or_default());
            Ok(PathTest::Compare(operator, JsonType::Number, reading.values.push(value)))
        }
        Json::Bool(value) if !ordered => {
            Ok(PathTest::Boolean { value: *value, equal: operator == Operator::Eq })
        }
        Json::Null if !ordered => Ok(PathTest::IsNull(operator == Operator::Eq)),
        Json::Bool(_) | Json::Null => Err(Problem::new("must be a text or a number")),
        Json::Array(_) | Json::Object(_) => {
            Err(Problem::new("must be a text, a number, a boolean or null; name the place inside with `at`"))
        }
    }
}

fn unknown_field(type_name: &str) -> Problem {
    Problem::new(format!("is not a field of `{type_name}`"))
}

/// The entries of an object.
pub(crate) fn object(json: &Json) -> Result<&Map<String, Json>, Problem> {
    json.as_object().ok_or_else(|| Problem::new("must be an object"))
}

/// The items of a list; a single value stands for a list of one, as GraphQL has it.
pub(crate) fn items(json: &Json) -> &[Json] {
    match json {
        Json::Array(items) => items,
        Json::Null => &[],
        _ => std::slice::from_ref(json),
    }
}

fn boolean(json: &Json) -> Result<bool, Problem> {
    json.as_bool().ok_or_else(|| Problem::new("must be `true` or `false`"))
}

fn text(json: &Json) -> Result<&str, Problem> {
    let text = json.as_str().ok_or_else(|| Problem::new("must be a text"))?;
    match text.contains('\0') {
        true => Err(Problem::new("must not contain U+0000")),
        false => Ok(text),
    }
}

/// Text to look for. SQLite's patterns may have 50,000 bytes, and escaping may triple them.
fn pattern(text: &str) -> Result<&str, Problem> {
    match text.len() > LONGEST_PATTERN {
        true => Err(Problem::new(format!("must be at most {LONGEST_PATTERN} bytes long"))),
        false => Ok(text),
    }
}

/// The same for `like`, in which a backslash escapes what follows it.
fn like_pattern(text: &str) -> Result<&str, Problem> {
    match ends_in_escape(text) {
        true => Err(Problem::new("ends with `\\`, which escapes nothing; write `\\\\`")),
        false => pattern(text),
    }
}

fn number(json: &Json, name: &str) -> Result<f64, Problem> {
    let number = json.get(name).and_then(Json::as_f64).filter(|number| number.is_finite());
    number.ok_or_else(|| Problem::new("must be a number").within(name))
}

fn ends_in_escape(pattern: &str) -> bool {
    let backslashes = pattern.chars().rev().take_while(|char| *char == '\\').count();
    backslashes % 2 == 1
}
