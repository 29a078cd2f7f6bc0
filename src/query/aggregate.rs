//! Aggregates and groups: what can be measured, and what `groups(by, having, orderBy)` asks for.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use super::bind::Window;
use super::selection::Function;
use crate::filter::{self, Problem, Sight, Test, Values, items, object};
use crate::model::kind::JsonForm;
use crate::model::{Direction, Field, FieldKind, Model, Scalar};

/// What groups are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Groups {
    /// The fields that records of a group agree in.
    pub by: Vec<GroupKey>,
    /// Which groups.
    pub having: Having,
    /// In which order; the keys break ties.
    pub order: Vec<(GroupOrder, Direction)>,
    /// How many of them.
    pub window: Window,
}

impl Groups {
    /// The fields that groups are made, chosen and ordered by.
    pub fn fields(&self) -> impl Iterator<Item = &String> {
        let mut names: Vec<&String> = self.by.iter().map(|key| &key.field).collect();
        self.having.note_fields(&mut names);
        names.extend(self.order.iter().filter_map(|(order, _)| match order {
            GroupOrder::Measure(measure) => measure.field(),
            GroupOrder::Key(name) => Some(name),
        }));
        names.into_iter()
    }
}

impl Having {
    fn note_fields<'a>(&'a self, names: &mut Vec<&'a String>) {
        match self {
            Self::And(inner) | Self::Or(inner) => inner.iter().for_each(|inner| inner.note_fields(names)),
            Self::Not(inner) => inner.note_fields(names),
            Self::Test(measure, _) => names.extend(measure.field()),
        }
    }
}

impl Measure {
    /// The field that is measured; none of a count.
    fn field(&self) -> Option<&String> {
        match self {
            Self::Count => None,
            Self::Of(_, name) => Some(name),
        }
    }
}

/// A field that records of a group agree in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GroupKey {
    /// A scalar, an enum or a to-one relation.
    pub field: String,
    /// For dates: the span that counts as one.
    pub bucket: Option<Bucket>,
}

/// A span of time, in UTC. A bucket is named by its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the API's")]
pub enum Bucket {
    Hour,
    Day,
    /// Starts on Monday (ISO 8601).
    Week,
    Month,
    Quarter,
    Year,
}

/// A condition on a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Having {
    /// Every one of them; true when there are none.
    And(Vec<Having>),
    /// At least one of them.
    Or(Vec<Having>),
    /// Not true.
    Not(Box<Having>),
    /// A test of a measure.
    Test(Measure, Test),
}

/// A number, or another value, computed from the records of a group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    /// The number of records.
    Count,
    /// A function over a field.
    Of(Function, String),
}

/// What groups are ordered by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GroupOrder {
    /// A measure.
    Measure(Measure),
    /// A field of the key.
    Key(String),
}

/// How a measure's value is shown, and the scalar that it is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureType {
    /// How it is shown.
    pub form: JsonForm,
    /// The scalar in the API; none for an enum.
    pub scalar: Scalar,
}

/// The type of a function over a field; none where it can't be computed.
pub fn function_type(function: Function, field: &Field) -> Option<MeasureType> {
    let of = |scalar: Scalar| Some(MeasureType { form: scalar.kind().json, scalar });
    let scalar = match &field.kind {
        _ if field.list => return None,
        FieldKind::Scalar(scalar) => Some(*scalar),
        FieldKind::Enum(_) | FieldKind::Relation(_) => None,
        FieldKind::Component(_) | FieldKind::Blocks(_) => return None,
    };
    match (function, scalar) {
        (Function::CountDistinct, _) => of(Scalar::Int),
        (Function::Min | Function::Max, Some(scalar)) => of(scalar),
        // A sum of 32-bit numbers may need more bits: it is shown whole, as a `Float`.
        (Function::Sum, Some(Scalar::Int)) => {
            Some(MeasureType { form: JsonForm::Integer, scalar: Scalar::Float })
        }
        (Function::Sum, Some(scalar @ (Scalar::Float | Scalar::BigInt | Scalar::Decimal))) => of(scalar),
        (Function::Avg, Some(Scalar::Decimal)) => of(Scalar::Decimal),
        (Function::Avg, Some(Scalar::Int | Scalar::BigInt | Scalar::Float)) => of(Scalar::Float),
        (Function::Min | Function::Max | Function::Sum | Function::Avg, _) => None,
    }
}

/// The arguments of `groups`: `by`, `having`, `orderBy`.
pub type Arguments<'a> = [Option<Cow<'a, Json>>; 3];

/// Reads the arguments of `groups`.
pub fn read(
    model: &Model,
    sight: &dyn Sight,
    collection: &str,
    [by, having, order]: Arguments<'_>,
    window: Window,
    values: &mut Values,
) -> Result<Groups, Problem> {
    let fields = Fields { model, sight, collection };
    let by = by.as_deref().map_or(Ok(Vec::new()), |json| fields.keys(json));
    let by = by.map_err(|problem| problem.within("by"))?;
    let having = having.as_deref().map_or(Ok(Having::And(Vec::new())), |json| fields.having(json, values));
    let having = having.map_err(|problem| problem.within("having"))?;
    let order = order.as_deref().map_or(Ok(Vec::new()), |json| fields.order(json, &by));
    let order = order.map_err(|problem| problem.within("orderBy"))?;
    Ok(Groups { by, having, order, window })
}

struct Fields<'a> {
    model: &'a Model,
    sight: &'a dyn Sight,
    collection: &'a str,
}

impl Fields<'_> {
    fn get(&self, name: &str) -> Result<&Field, Problem> {
        let field = self.model.fields_of(self.collection).and_then(|fields| fields.get(name));
        let problem = || Problem::new(format!("`{name}` is not a field of `{}`", self.collection));
        let field = field.filter(|field| !field.secret).ok_or_else(problem)?;
        match self.sight.sees(self.collection, field) {
            true => Ok(field),
            false => Err(Problem::forbidden(self.collection, name)),
        }
    }

    fn keys(&self, json: &Json) -> Result<Vec<GroupKey>, Problem> {
        let items = items(json);
        if items.is_empty() {
            return Err(Problem::new("must name at least one field"));
        }
        let mut keys: Vec<GroupKey> = Vec::with_capacity(items.len());
        for item in items {
            let name = item.get("field").and_then(Json::as_str).unwrap_or_default();
            let field = self.get(name)?;
            let bucket = item.get("bucket").and_then(Json::as_str).and_then(Bucket::from_name);
            if bucket.is_some() && !matches!(field.form(), JsonForm::DateTime | JsonForm::Date) {
                return Err(Problem::new(format!("`{name}` is no date, so it has no `bucket`")));
            }
            if bucket == Some(Bucket::Hour) && field.form() == JsonForm::Date {
                return Err(Problem::new(format!("`{name}` has no hours; the smallest `bucket` is `DAY`")));
            }
            if keys.iter().any(|key| key.field == name) {
                return Err(Problem::new(format!("names `{name}` twice")));
            }
            keys.push(GroupKey { field: name.to_owned(), bucket });
        }
        Ok(keys)
    }

    fn having(&self, json: &Json, values: &mut Values) -> Result<Having, Problem> {
        let mut all = Vec::new();
        for (name, inner) in object(json)?.iter().filter(|(_, inner)| !inner.is_null()) {
            self.having_member(name, inner, values, &mut all).map_err(|problem| problem.within(name))?;
        }
        Ok(Having::And(all))
    }

    fn having_member(
        &self,
        name: &str,
        json: &Json,
        values: &mut Values,
        all: &mut Vec<Having>,
    ) -> Result<(), Problem> {
        if let Some(function) = Function::from_name(name) {
            for (field, test) in object(json)?.iter().filter(|(_, test)| !test.is_null()) {
                let measured = function_type(function, self.get(field)?);
                let measured = measured.ok_or_else(|| Problem::new("can't be measured").within(field))?;
                let test = filter::read_test(measured.scalar, test, values);
                let test = test.map_err(|problem| problem.within(field))?;
                all.push(Having::Test(Measure::Of(function, field.clone()), test));
            }
            return Ok(());
        }
        match name {
            "count" => {
                let test = filter::read_test(Scalar::Int, json, values)?;
                all.push(Having::Test(Measure::Count, test));
            }
            "not" => all.push(Having::Not(Box::new(self.having(json, values)?))),
            "and" | "or" => {
                let inner =
                    items(json).iter().map(|item| self.having(item, values)).collect::<Result<_, _>>()?;
                all.push(if name == "and" { Having::And(inner) } else { Having::Or(inner) });
            }
            _ => return Err(Problem::new("is not a measure")),
        }
        Ok(())
    }

    fn order(&self, json: &Json, by: &[GroupKey]) -> Result<Vec<(GroupOrder, Direction)>, Problem> {
        let mut order = Vec::new();
        for item in items(json) {
            for (name, inner) in object(item)?.iter().filter(|(_, inner)| !inner.is_null()) {
                if name == "count" {
                    order.push((GroupOrder::Measure(Measure::Count), direction(inner)?));
                    continue;
                }
                self.order_inside(name, object(inner)?, by, &mut order)
                    .map_err(|problem| problem.within(name))?;
            }
        }
        Ok(order)
    }

    fn order_inside(
        &self,
        name: &str,
        fields: &Map<String, Json>,
        by: &[GroupKey],
        order: &mut Vec<(GroupOrder, Direction)>,
    ) -> Result<(), Problem> {
        for (field, word) in fields.iter().filter(|(_, word)| !word.is_null()) {
            let target = match Function::from_name(name) {
                Some(function) => {
                    let measured = function_type(function, self.get(field)?);
                    measured.ok_or_else(|| Problem::new("can't be measured").within(field))?;
                    GroupOrder::Measure(Measure::Of(function, field.clone()))
                }
                None if by.iter().any(|key| key.field == *field) => GroupOrder::Key(field.clone()),
                None => return Err(Problem::new("is not among the fields of `by`").within(field)),
            };
            order.push((target, direction(word)?));
        }
        Ok(())
    }
}

impl Bucket {
    /// The bucket of that name in the API.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "HOUR" => Self::Hour,
            "DAY" => Self::Day,
            "WEEK" => Self::Week,
            "MONTH" => Self::Month,
            "QUARTER" => Self::Quarter,
            "YEAR" => Self::Year,
            _ => return None,
        })
    }
}

fn direction(json: &Json) -> Result<Direction, Problem> {
    let direction = json.as_str().and_then(Direction::from_name);
    direction.ok_or_else(|| Problem::new("must be an `OrderDirection`"))
}
