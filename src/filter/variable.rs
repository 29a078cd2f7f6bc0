//! The variables of rules: values of whoever asks, and of the moment. Read [`Variable`] first.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value as Json};

use super::Bound;
use crate::model::{Scalar, Value};

/// What a text such as `"$user.id"` in a rule stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `$user.<field>`: the user's own value; of a to-one relation the id.
    User(String),
    /// `$user.roles`: the roles that count for the request.
    Roles,
    /// `$claims.x`: a claim of the token that was shown.
    Claim(String),
    /// `$now`, `$now(-15m)`: the moment, moved by so many seconds.
    Now(i64),
    /// `$request.ip`
    Ip,
    /// `$channel.x`: what the name of the channel has in that place. In rules of channels only.
    Channel(String),
}

impl Variable {
    /// The variable that the text of a rule stands for; none for plain text, which a doubled dollar begins
    /// with when it begins with one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').filter(|rest| !rest.starts_with('$'))?;
        match text.split_once('.') {
            Some(("user", "roles")) => Some(Self::Roles),
            Some(("user", field)) => Some(Self::User(field.to_owned())),
            Some(("claims", claim)) if !claim.is_empty() => Some(Self::Claim(claim.to_owned())),
            Some(("request", "ip")) => Some(Self::Ip),
            Some(("channel", name)) if !name.is_empty() => Some(Self::Channel(name.to_owned())),
            _ => moved(text.strip_prefix("now")?).map(Self::Now),
        }
    }
}

/// The seconds of `(-15m)`: a whole number of seconds, minutes, hours, days or weeks.
fn moved(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let shift = text.strip_prefix('(')?.strip_suffix(')')?;
    let (sign, shift) = match shift.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, shift.strip_prefix('+').unwrap_or(shift)),
    };
    let unit = match shift.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 604_800,
        _ => return None,
    };
    let digits = &shift[..shift.len() - 1];
    let is_number =
        !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse::<i64>().ok()).flatten().map(|number| sign * number * unit)
}

/// Whoever knows what variables stand for in a request.
pub trait Asker {
    /// The value in the API's JSON form; null when there is none.
    fn value(&self, variable: &Variable) -> Json;
}

/// The values of a request that somebody sends at some moment.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// The user's own values by field.
    pub user: Option<&'a Map<String, Json>>,
    /// The roles that count.
    pub roles: &'a [&'a str],
    /// The claims of the token.
    pub claims: Option<&'a Map<String, Json>>,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The address that the request comes from.
    pub ip: Option<std::net::IpAddr>,
}

impl Asker for At<'_> {
    fn value(&self, variable: &Variable) -> Json {
        match variable {
            Variable::User(field) => {
                self.user.and_then(|user| user.get(field)).cloned().unwrap_or(Json::Null)
            }
            Variable::Roles => self.roles.iter().copied().collect(),
            Variable::Claim(path) => self.claims.and_then(|claims| claim(claims, path)).unwrap_or(Json::Null),
            Variable::Now(seconds) => {
                let moment = self.now.checked_add_signed(TimeDelta::seconds(*seconds));
                moment.map_or(Json::Null, |moment| Value::DateTime(moment).to_json())
            }
            Variable::Ip => self.ip.map_or(Json::Null, |ip| ip.to_string().into()),
            Variable::Channel(_) => Json::Null,
        }
    }
}

/// Whoever asks, in a channel.
pub struct InChannel<'a> {
    /// Who asks.
    pub asker: &'a dyn Asker,
    /// What the channel's name has in the places of its variables.
    pub channel: &'a Map<String, Json>,
}

impl Asker for InChannel<'_> {
    fn value(&self, variable: &Variable) -> Json {
        match variable {
            Variable::Channel(name) => self.channel.get(name).cloned().unwrap_or(Json::Null),
            other => self.asker.value(other),
        }
    }
}

/// The claim of that name, or the place inside claims that the dots lead to.
fn claim(claims: &Map<String, Json>, path: &str) -> Option<Json> {
    if let Some(claim) = claims.get(path) {
        return Some(claim.clone());
    }
    let (first, rest) = path.split_once('.')?;
    claim(claims.get(first)?.as_object()?, rest)
}

/// A variable where a value of a certain type is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// The variable.
    pub variable: Variable,
    /// The type; none for an enum.
    pub scalar: Option<Scalar>,
    /// Whether the value is an item of a list, which is stored as JSON.
    pub is_item: bool,
}

/// An operand of a rule: known, or wanted of whoever asks.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// It stands in the rule.
    Known(Value),
    /// A variable.
    Wanted(Wanted),
}

impl Operand {
    /// The values for whoever asks. What has no value is a null, with which nothing compares.
    fn values(&self, asker: &dyn Asker) -> Vec<Value> {
        let wanted = match self {
            Self::Known(value) => return vec![value.clone()],
            Self::Wanted(wanted) => wanted,
        };
        match asker.value(&wanted.variable) {
            Json::Array(items) => items.iter().map(|item| wanted.value(item)).collect(),
            json => vec![wanted.value(&json)],
        }
    }
}

impl Wanted {
    fn value(&self, json: &Json) -> Value {
        let parsed = match self.scalar {
            _ if json.is_null() => None,
            Some(scalar) => parse(scalar, json),
            None => json.as_str().map(|text| Value::Text(text.to_owned())),
        };
        match (parsed, self.scalar) {
            (Some(value), Some(scalar)) if self.is_item => Value::Json(scalar.json_of(&value)),
            (value, _) => value.unwrap_or(Value::Null),
        }
    }
}

/// Moments are compared with days by their day, and days with moments by their first one, in UTC.
fn parse(scalar: Scalar, json: &Json) -> Option<Value> {
    const DAY: usize = "2026-11-28".len();
    let text = json.as_str().unwrap_or_default();
    match scalar {
        Scalar::Date if text.len() > DAY => scalar.parse_operand(&text.get(..DAY)?.into()).ok(),
        Scalar::DateTime if text.len() == DAY => {
            scalar.parse_operand(&format!("{text}T00:00:00Z").into()).ok()
        }
        _ if scalar.is_text() || scalar == Scalar::ID => match json {
            Json::Number(number) => scalar.parse_operand(&number.to_string().into()).ok(),
            json => scalar.parse_operand(json).ok(),
        },
        _ => scalar.parse_operand(json).ok(),
    }
}

/// The value of a slot where one is wanted. A list is none.
pub(super) fn one(operand: &Operand, asker: &dyn Asker) -> Bound {
    let mut values = operand.values(asker);
    Bound::One(if values.len() == 1 { values.remove(0) } else { Value::Null })
}

/// The values of a slot where several are wanted.
pub(super) fn many(operands: &[Operand], asker: &dyn Asker) -> Bound {
    Bound::Many(operands.iter().flat_map(|operand| operand.values(asker)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_told_from_text() {
        assert_eq!(Variable::parse("$user.id"), Some(Variable::User("id".into())));
        assert_eq!(Variable::parse("$user.roles"), Some(Variable::Roles));
        assert_eq!(Variable::parse("$now(-15m)"), Some(Variable::Now(-900)));
        assert_eq!(Variable::parse("$claims.a.b"), Some(Variable::Claim("a.b".into())));
        assert_eq!(Variable::parse("$channel.id"), Some(Variable::Channel("id".into())));
        for text in ["$$now", "now", "", "$now(15)", "$request.host"] {
            assert_eq!(Variable::parse(text), None, "{text}");
        }
    }
}
