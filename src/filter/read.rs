//! Reads a filter from the API's JSON form, type-checked against the model.

use serde_json::{Map, Value as Json};

use super::{Filter, JsonPath, JsonType, PathTest, Problem, Quantifier, Slot, Test, TextMode, Values};
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use crate::model::{EnumType, Field, FieldKind, Model, Operator, Scalar, Value};

/// The most bytes of a text that is looked for in others.
const LONGEST_PATTERN: usize = 16_000;

/// Reads the filter of a collection, a component or a union of components.
pub fn read(model: &Model, type_name: &str, json: &Json, values: &mut Values) -> Result<Filter, Problem> {
    let object = object(json)?;
    let mut all = Vec::with_capacity(object.len());
    for (name, inner) in object {
        let read = match name.as_str() {
            "and" | "or" if !inner.is_null() => {
                let filters = items(inner).iter().enumerate().map(|(index, item)| {
                    read(model, type_name, item, values).map_err(|problem| problem.within(&index.to_string()))
                });
                let filters = filters.collect::<Result<Vec<_>, _>>();
                filters.map(if name == "and" { Filter::And } else { Filter::Or }).map(Some)
            }
            "not" if !inner.is_null() => {
                read(model, type_name, inner, values).map(|filter| Some(Filter::Not(Box::new(filter))))
            }
            "and" | "or" | "not" => Ok(None),
            _ => read_member(model, type_name, name, inner, values).map(Some),
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
    Leaf { kind: LeafKind::Scalar(scalar), list: false }.test(json, values)
}

/// Reads what stands under one name: a field's tests, or a block's component.
fn read_member(
    model: &Model,
    type_name: &str,
    name: &str,
    json: &Json,
    values: &mut Values,
) -> Result<Filter, Problem> {
    if let Some(blocks) = model.blocks.get(type_name) {
        if name == "is" {
            let names = items(json).iter().filter_map(Json::as_str).map(str::to_owned);
            return Ok(Filter::BlockIs(names.collect()));
        }
        let named = |member: &&String| heck::ToLowerCamelCase::to_lower_camel_case(member.as_str()) == name;
        let member = blocks.members.iter().find(named).ok_or_else(|| unknown_field(type_name))?;
        let filter = read(model, member, json, values)?;
        return Ok(Filter::Block(member.clone(), Box::new(filter)));
    }
    let field = model.fields_of(type_name).and_then(|fields| fields.get(name));
    let field = field.filter(|field| !field.secret).ok_or_else(|| unknown_field(type_name))?;
    read_field(model, field, json, values)
}

fn read_field(model: &Model, field: &Field, json: &Json, values: &mut Values) -> Result<Filter, Problem> {
    let name = field.name.clone();
    let kind = match &field.kind {
        FieldKind::Scalar(scalar) => LeafKind::Scalar(*scalar),
        FieldKind::Enum(of) => LeafKind::Enum(model.enums.get(of).ok_or_else(|| unknown_field(of))?),
        FieldKind::Component(of) | FieldKind::Blocks(of) => {
            return read_inner(model, name, of, field.list, json, values);
        }
        FieldKind::Relation(relation) => {
            return read_inner(model, name, &relation.target, relation.is_to_many(), json, values);
        }
    };
    let test = match json {
        Json::Null => Test::IsNull(true),
        _ => Leaf { kind, list: field.list }.test(json, values)?,
    };
    Ok(Filter::Field(name, test))
}

/// A filter on what a field points to or embeds.
fn read_inner(
    model: &Model,
    name: String,
    target: &str,
    many: bool,
    json: &Json,
    values: &mut Values,
) -> Result<Filter, Problem> {
    if !many {
        return match json {
            Json::Null => Ok(Filter::IsNull(name, true)),
            _ => Ok(Filter::One(name, Box::new(read(model, target, json, values)?))),
        };
    }
    let mut all = Vec::new();
    for (word, inner) in object(json)?.iter().filter(|(_, inner)| !inner.is_null()) {
        let quantifier = match word.as_str() {
            "some" => Quantifier::Some,
            "every" => Quantifier::Every,
            "none" => Quantifier::None,
            "count" => {
                let test = read_test(Scalar::Int, inner, values);
                all.push(Filter::Count(name.clone(), test.map_err(|problem| problem.within(word))?));
                continue;
            }
            _ => return Err(Problem::new("is not one of `some every none count`").within(word)),
        };
        let filter = read(model, target, inner, values).map_err(|problem| problem.within(word))?;
        all.push(Filter::Many(name.clone(), quantifier, Box::new(filter)));
    }
    Ok(Filter::And(all))
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
    fn test(&self, json: &Json, values: &mut Values) -> Result<Test, Problem> {
        let object = object(json)?;
        let mode = match object.get("mode").and_then(Json::as_str) {
            Some("INSENSITIVE") => TextMode::Insensitive,
            _ => TextMode::Sensitive,
        };
        let mut tests = Vec::new();
        for (name, operand) in object.iter().filter(|(name, _)| name.as_str() != "mode") {
            let test = self.operator(name, operand, mode, values);
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
        values: &mut Values,
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
        self.test_of(operator, operand, mode, values).map(Some)
    }

    fn test_of(
        &self,
        operator: Operator,
        operand: &Json,
        mode: TextMode,
        values: &mut Values,
    ) -> Result<Test, Problem> {
        use Operator as Op;
        Ok(match operator {
            Op::Eq | Op::Ne | Op::Lt | Op::Lte | Op::Gt | Op::Gte => {
                Test::Compare(operator, self.one(operand, values)?, mode)
            }
            Op::In | Op::NotIn => {
                Test::In { values: self.many(operand, values)?, negated: operator == Op::NotIn, mode }
            }
            Op::Between => match items(operand) {
                [low, high] => Test::Between(self.one(low, values)?, self.one(high, values)?, mode),
                _ => return Err(Problem::new("must be a list of two bounds")),
            },
            Op::IsNull => Test::IsNull(boolean(operand)?),
            Op::IsEmpty => Test::IsEmpty(boolean(operand)?),
            Op::Contains | Op::StartsWith | Op::EndsWith => {
                Test::Text(operator, values.push(Value::Text(pattern(operand)?.to_owned())), mode)
            }
            Op::Like => {
                let pattern = pattern(operand)?;
                if ends_in_escape(pattern) {
                    return Err(Problem::new("ends with `\\`, which escapes nothing; write `\\\\`"));
                }
                Test::Text(operator, values.push(Value::Text(pattern.to_owned())), mode)
            }
            Op::Has => Test::List(Op::HasEvery, self.many(operand, values)?),
            Op::HasEvery | Op::HasSome => Test::List(operator, self.many(operand, values)?),
            Op::Near => {
                let mut part = |name| number(operand, name).map(|number| values.push(Value::Float(number)));
                Test::Near { lat: part("lat")?, lng: part("lng")?, meters: part("meters")? }
            }
            Op::Within => read_within(operand, values)?,
            Op::Path => read_path(operand, values)?,
        })
    }

    fn operators(&self) -> &'static [Operator] {
        match (&self.kind, self.list) {
            (_, true) => LIST_OPERATORS,
            (LeafKind::Scalar(scalar), false) => scalar.kind().operators,
            (LeafKind::Enum(_), false) => ENUM_OPERATORS,
        }
    }

    fn one(&self, operand: &Json, values: &mut Values) -> Result<Slot, Problem> {
        Ok(values.push(self.value(operand)?))
    }

    fn many(&self, operand: &Json, values: &mut Values) -> Result<Slot, Problem> {
        let list = items(operand).iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
        Ok(values.push_list(list))
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

fn read_path(operand: &Json, values: &mut Values) -> Result<Test, Problem> {
    let at = text(operand.get("at").unwrap_or(&Json::Null)).map_err(|problem| problem.within("at"))?;
    JsonPath::parse(at).map_err(|problem| problem.within("at"))?;
    let slot = values.push(Value::Text(at.to_owned()));
    let mut tests = Vec::new();
    for (name, inner) in object(operand)?.iter().filter(|(name, _)| name.as_str() != "at") {
        let test = read_path_test(name, inner, values);
        tests.extend(test.map_err(|problem| problem.within(name))?);
    }
    Ok(Test::Path(slot, PathTest::All(tests)))
}

fn read_path_test(name: &str, operand: &Json, values: &mut Values) -> Result<Option<PathTest>, Problem> {
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
            let tests = items(operand).iter().map(|item| read_path_compare(Operator::Eq, item, values));
            PathTest::Any(tests.collect::<Result<_, _>>()?)
        }
        _ => match Operator::from_name(name) {
            Some(operator @ (Operator::Contains | Operator::StartsWith | Operator::EndsWith)) => {
                PathTest::Text(operator, values.push(Value::Text(pattern(operand)?.to_owned())))
            }
            Some(operator) => read_path_compare(operator, operand, values)?,
            None => return Err(Problem::new("is not an operator of `path`")),
        },
    }))
}

fn read_path_compare(operator: Operator, operand: &Json, values: &mut Values) -> Result<PathTest, Problem> {
    let ordered = !matches!(operator, Operator::Eq | Operator::Ne);
    match operand {
        Json::String(_) => {
            let value = Value::Text(text(operand)?.to_owned());
            Ok(PathTest::Compare(operator, JsonType::Text, values.push(value)))
        }
        Json::Number(number) => {
            let value = Value::Float(number.as_f64().unwrap_or_default());
            Ok(PathTest::Compare(operator, JsonType::Number, values.push(value)))
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
fn pattern(json: &Json) -> Result<&str, Problem> {
    let text = text(json)?;
    match text.len() > LONGEST_PATTERN {
        true => Err(Problem::new(format!("must be at most {LONGEST_PATTERN} bytes long"))),
        false => Ok(text),
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
