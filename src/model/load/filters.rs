//! Checks filters that stand in the model: the fields exist, the operators fit them, and values and
//! variables are of their kind. It mirrors how `filter::read` reads the filters of requests, but
//! goes on after a mistake and knows where each one stands.

use apollo_compiler::ast::Value as Literal;
use apollo_compiler::{Name, Node};
use heck::ToLowerCamelCase;

use super::checks::known_field;
use super::declare::Declared;
use super::report::Report;
use super::values::to_json;
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use crate::model::suggest::did_you_mean;
use crate::model::{Field, FieldKind, Model, Operator, Scalar};

/// What a filter is checked against.
pub(super) struct Scope<'a, 'r> {
    pub report: &'a mut Report<'r>,
    pub declared: &'a Declared,
    pub model: &'a Model,
    /// The names that `$channel` has.
    pub channel: &'a [&'a str],
}

impl Scope<'_, '_> {
    fn error(&mut self, at: &Node<Literal>, message: impl Into<String>, hint: impl Into<String>) {
        self.report.error(at.location(), message).with_hint(hint);
    }
}

/// How many values a variable may stand for in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    One,
    Many,
}

/// Checks a filter of a collection, a component or a union.
pub(super) fn check(scope: &mut Scope, type_name: &str, filter: &Node<Literal>) {
    for (word, inner) in entries(scope, filter) {
        match word.as_str() {
            "and" | "or" => {
                for item in items(inner) {
                    check(scope, type_name, item);
                }
            }
            "not" => check(scope, type_name, inner),
            _ if scope.model.blocks.contains_key(type_name) => check_block(scope, type_name, word, inner),
            _ => check_named(scope, type_name, word, inner),
        }
    }
}

/// The entries of an object, or none and a report.
fn entries<'a>(scope: &mut Scope, value: &'a Node<Literal>) -> &'a [(Name, Node<Literal>)] {
    match &**value {
        Literal::Object(entries) => entries,
        Literal::Null => &[],
        _ => {
            scope.error(value, "must be an object", "write it like `{title: {eq: \"...\"}}`");
            &[]
        }
    }
}

fn items(value: &Node<Literal>) -> &[Node<Literal>] {
    match &**value {
        Literal::List(items) => items,
        Literal::Null => &[],
        _ => std::slice::from_ref(value),
    }
}

fn check_block(scope: &mut Scope, union: &str, word: &Name, inner: &Node<Literal>) {
    let Some(blocks) = scope.model.blocks.get(union) else { return };
    if word == "is" {
        for item in items(inner) {
            let name = item.as_enum().map(|name| name.as_str()).or(item.as_str()).unwrap_or_default();
            if !blocks.members.iter().any(|member| member == name) {
                let message = format!("`{name}` is no component of `{union}`");
                scope.error(item, message, format!("it has {}", blocks.members.join(" ")));
            }
        }
        return;
    }
    let names: Vec<_> = blocks.members.iter().map(|member| member.to_lower_camel_case()).collect();
    match names.iter().position(|name| name == word.as_str()) {
        Some(index) => check(scope, &blocks.members[index], inner),
        None => {
            let hint = format!("it is `is` or one of {}", names.join(" "));
            let message = format!("`{word}` is no component of `{union}`");
            scope.report.unknown(word.location(), word, message, hint);
        }
    }
}

fn check_named(scope: &mut Scope, type_name: &str, word: &Name, inner: &Node<Literal>) {
    let model = scope.model;
    let field = known_field(scope.report, scope.declared, model, type_name, word, word.location());
    let Some(field) = field else { return };
    if inner.is_null() {
        return;
    }
    match &field.kind {
        FieldKind::Scalar(_) | FieldKind::Enum(_) => check_tests(scope, field, inner),
        FieldKind::Component(of) | FieldKind::Blocks(of) => check_inner(scope, of, field.list, inner),
        FieldKind::Relation(relation) => check_inner(scope, &relation.target, relation.is_to_many(), inner),
    }
}

/// A filter on what a field points to or embeds.
fn check_inner(scope: &mut Scope, target: &str, many: bool, inner: &Node<Literal>) {
    if !many {
        return check(scope, target, inner);
    }
    for (word, inner) in entries(scope, inner) {
        match word.as_str() {
            "some" | "every" | "none" => check(scope, target, inner),
            "count" => check_scalar_tests(scope, Scalar::Int, "count", inner),
            _ => scope
                .report
                .error(word.location(), format!("`{word}` says nothing about a list"))
                .with_hint("ask for `some`, `every`, `none` or the `count` of its items"),
        }
    }
}

fn check_tests(scope: &mut Scope, field: &Field, tests: &Node<Literal>) {
    let operators = match field.kind {
        _ if field.list => LIST_OPERATORS,
        FieldKind::Scalar(scalar) => scalar.kind().operators,
        _ => ENUM_OPERATORS,
    };
    if !matches!(**tests, Literal::Object(_)) {
        let example = operators[0].name();
        let hint = format!("write it as an operator: `{}: {{{example}: ...}}`", field.name);
        return scope.error(tests, format!("`{}` needs an operator", field.name), hint);
    }
    for (word, operand) in entries(scope, tests) {
        if word == "mode" && operators.contains(&Operator::Contains) {
            let known = ["INSENSITIVE", "SENSITIVE"];
            if !operand.as_enum().is_some_and(|name| known.contains(&name.as_str())) {
                scope.error(operand, "no such mode", "it is INSENSITIVE or SENSITIVE");
            }
            continue;
        }
        match Operator::from_name(word).filter(|operator| operators.contains(operator)) {
            Some(operator) => check_operator(scope, field, operator, operand),
            None => unknown_operator(scope, &field.name, operators, word),
        }
    }
}

fn unknown_operator(scope: &mut Scope, field: &str, operators: &[Operator], word: &Name) {
    let names: Vec<_> = operators.iter().map(|operator| operator.name()).collect();
    let near = did_you_mean(word, names.iter().copied());
    scope
        .report
        .error(word.location(), format!("`{word}` is no operator of `{field}`"))
        .with_hint(near.unwrap_or_else(|| format!("its operators are {}", names.join(" "))));
}

/// Tests of a number that is no field.
fn check_scalar_tests(scope: &mut Scope, scalar: Scalar, name: &str, tests: &Node<Literal>) {
    for (word, operand) in entries(scope, tests) {
        if !Operator::from_name(word).is_some_and(|operator| scalar.kind().operators.contains(&operator)) {
            unknown_operator(scope, name, scalar.kind().operators, word);
            continue;
        }
        for item in items(operand) {
            if let Err(reason) = scalar.parse_operand(&to_json(item)) {
                scope.error(
                    item,
                    format!("`{name}` {reason}"),
                    format!("`{name}` is of type `{}`", scalar.name()),
                );
            }
        }
    }
}

fn check_operator(scope: &mut Scope, field: &Field, operator: Operator, operand: &Node<Literal>) {
    use Operator as Is;
    let is_variable = operand.as_str().is_some_and(is_variable);
    match operator {
        Is::IsNull | Is::IsEmpty => {
            if operand.to_bool().is_none() {
                scope.error(
                    operand,
                    format!("`{}` must be true or false", operator.name()),
                    "write `true` or `false`",
                );
            }
        }
        Is::Eq | Is::Ne if operand.is_null() => {}
        Is::Eq | Is::Ne | Is::Lt | Is::Lte | Is::Gt | Is::Gte | Is::Has => {
            check_operand(scope, field, operand, Holds::One)
        }
        Is::In | Is::NotIn | Is::HasEvery | Is::HasSome => {
            for item in items(operand) {
                check_operand(scope, field, item, Holds::Many);
            }
        }
        Is::Between => {
            if items(operand).len() != 2 {
                scope.error(operand, "`between` needs two bounds", "write `between: [1, 10]`");
            }
            for item in items(operand) {
                check_operand(scope, field, item, Holds::One);
            }
        }
        Is::Contains | Is::StartsWith | Is::EndsWith | Is::Like => {
            if is_variable {
                check_operand(scope, field, operand, Holds::One);
            } else if operand.as_str().is_none() {
                scope.error(
                    operand,
                    format!("`{}` must be text", operator.name()),
                    "write it in double quotes",
                );
            }
        }
        Is::Near => check_numbers(scope, operand, &["lat", "lng", "meters"]),
        Is::Within => check_within(scope, operand),
        Is::Path => check_path(scope, operand),
    }
}

fn check_numbers(scope: &mut Scope, operand: &Node<Literal>, names: &[&str]) {
    let given = entries(scope, operand);
    for (name, value) in given {
        if !names.contains(&name.as_str()) {
            let hint = format!("it takes {}", names.join(" "));
            scope.report.error(name.location(), format!("there is no `{name}` here")).with_hint(hint);
        } else if !matches!(**value, Literal::Int(_) | Literal::Float(_)) {
            scope.error(value, format!("`{name}` must be a number"), "write it without quotes");
        }
    }
    let missing: Vec<_> =
        names.iter().filter(|name| !given.iter().any(|(known, _)| known == **name)).collect();
    if let Some(missing) = missing.first().filter(|_| matches!(**operand, Literal::Object(_))) {
        scope.error(operand, format!("`{missing}` is missing"), format!("it takes {}", names.join(" ")));
    }
}

fn check_within(scope: &mut Scope, operand: &Node<Literal>) {
    for (word, area) in entries(scope, operand) {
        match word.as_str() {
            "box" => check_numbers(scope, area, &["minLat", "minLng", "maxLat", "maxLng"]),
            "polygon" if items(area).len() < 3 => {
                scope.error(area, "a polygon has three corners or more", "write `[{lat: 1, lng: 2}, ...]`");
            }
            "polygon" => {
                for corner in items(area) {
                    check_numbers(scope, corner, &["lat", "lng"]);
                }
            }
            _ => scope
                .report
                .error(word.location(), format!("there is no `{word}` here"))
                .with_hint("`within` takes `box` or `polygon`"),
        }
    }
}

fn check_path(scope: &mut Scope, operand: &Node<Literal>) {
    const WORDS: [&str; 14] = [
        "at",
        "eq",
        "ne",
        "lt",
        "lte",
        "gt",
        "gte",
        "in",
        "notIn",
        "contains",
        "startsWith",
        "endsWith",
        "exists",
        "isNull",
    ];
    let given = entries(scope, operand);
    for (word, value) in given {
        if !WORDS.contains(&word.as_str()) {
            let hint = did_you_mean(word, WORDS).unwrap_or_else(|| format!("it takes {}", WORDS.join(" ")));
            scope.report.error(word.location(), format!("there is no `{word}` here")).with_hint(hint);
        } else if word == "at" && value.as_str().is_none() {
            scope.error(value, "`at` must be text", "name the place, such as \"author.name\"");
        }
    }
    if !given.iter().any(|(word, _)| word == "at") && matches!(**operand, Literal::Object(_)) {
        scope.error(operand, "`at` is missing", "name the place, such as `at: \"author.name\"`");
    }
}

/// Whether the text of a rule stands for a value of the request.
pub(super) fn is_variable(text: &str) -> bool {
    text.starts_with('$') && !text.starts_with("$$")
}

/// Checks a value that a field is compared with, or set to: a variable or a literal.
pub(super) fn check_operand(scope: &mut Scope, field: &Field, operand: &Node<Literal>, holds: Holds) {
    if let Some(text) = operand.as_str().filter(|text| is_variable(text)) {
        return check_variable(scope, field, text, operand, holds);
    }
    match &field.kind {
        FieldKind::Scalar(scalar) => {
            if let Err(reason) = scalar.parse_operand(&unescaped(operand)) {
                let hint = format!("`{}` is of type `{}`", field.name, scalar.name());
                scope.error(operand, format!("a value of `{}` {reason}", field.name), hint);
            }
        }
        FieldKind::Enum(name) => check_enum_operand(scope, name, operand),
        FieldKind::Relation(_) => {
            if operand.as_str().is_none() {
                scope.error(operand, format!("`{}` must be an id", field.name), "write it in double quotes");
            }
        }
        FieldKind::Component(_) | FieldKind::Blocks(_) => {}
    }
}

/// The literal as JSON, with `$$` as the dollar that it stands for.
fn unescaped(operand: &Literal) -> serde_json::Value {
    match operand.as_str().and_then(|text| text.strip_prefix("$$")) {
        Some(rest) => format!("${rest}").into(),
        None => to_json(operand),
    }
}

fn check_enum_operand(scope: &mut Scope, enum_name: &str, operand: &Node<Literal>) {
    let Some(known) = scope.model.enums.get(enum_name) else { return };
    let names = || known.values.iter().map(|value| value.name.as_str());
    let name = operand.as_enum().map(|name| name.as_str()).or(operand.as_str());
    if name.is_some_and(|name| names().any(|known| known == name)) {
        return;
    }
    let hint = name.and_then(|name| did_you_mean(name, names()));
    let hint = hint.unwrap_or_else(|| format!("it is one of {}", names().collect::<Vec<_>>().join(" ")));
    let shown = name.unwrap_or("this");
    scope.report.unknown(operand.location(), shown, format!("`{enum_name}` has no value `{shown}`"), hint);
}

/// What a variable stands for.
enum Variable {
    Scalar(Scalar),
    Enum(String),
    /// A claim of a token: anybody's guess.
    Anything,
}

fn check_variable(scope: &mut Scope, field: &Field, text: &str, operand: &Node<Literal>, holds: Holds) {
    let Some(variable) = read_variable(scope, text, operand) else { return };
    if holds == Holds::One && is_list(scope.model, text) {
        let hint = "compare it with `in`, `notIn`, `hasSome` or `hasEvery`";
        return scope.error(operand, format!("`{text}` is a list"), hint);
    }
    let fits = match (&field.kind, &variable) {
        (_, Variable::Anything) => true,
        (FieldKind::Scalar(left), Variable::Scalar(right)) => {
            left == right || is_textual(*left) && is_textual(*right) || is_moment(*left) && is_moment(*right)
        }
        (FieldKind::Scalar(left), Variable::Enum(_)) => is_textual(*left),
        (FieldKind::Enum(left), Variable::Enum(right)) => left == right,
        (FieldKind::Enum(_), Variable::Scalar(_)) => false,
        (FieldKind::Relation(_), Variable::Scalar(scalar)) => is_textual(*scalar),
        (FieldKind::Relation(_), Variable::Enum(_)) => false,
        (FieldKind::Component(_) | FieldKind::Blocks(_), _) => false,
    };
    if !fits {
        let what = match &variable {
            Variable::Scalar(scalar) => scalar.name(),
            Variable::Enum(name) => name,
            Variable::Anything => "value",
        };
        let hint = format!("`{text}` is a `{what}`; for the text itself write `${text}`");
        scope.error(operand, format!("`{text}` does not fit `{}`", field.name), hint);
    }
}

/// Whether the variable stands for any number of values.
fn is_list(model: &Model, text: &str) -> bool {
    let name = text.strip_prefix("$user.");
    let field = name.and_then(|name| model.fields_of("User")?.get(name));
    field.is_some_and(|field| field.list)
}

fn is_textual(scalar: Scalar) -> bool {
    scalar.is_text() || scalar == Scalar::ID
}

fn is_moment(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::DateTime | Scalar::Date)
}

const VARIABLES: &str = "there are `$user.id`, `$user.roles`, `$user.<field>`, `$claims.x`, `$now`, `$now(-15m)` and `$request.ip`; \
     a literal dollar is `$$`";

fn read_variable(scope: &mut Scope, text: &str, operand: &Node<Literal>) -> Option<Variable> {
    let (root, path) = match text[1..].split_once('.') {
        Some((root, path)) => (root, Some(path)),
        None => (&text[1..], None),
    };
    match (root, path) {
        ("user", Some(name)) => read_user_variable(scope, text, name, operand),
        ("claims", Some(name)) if !name.is_empty() => Some(Variable::Anything),
        ("request", Some("ip")) => Some(Variable::Scalar(Scalar::String)),
        ("channel", Some(name)) if scope.channel.contains(&name) => Some(Variable::Scalar(Scalar::String)),
        ("channel", Some(name)) if !scope.channel.is_empty() => {
            let known = scope.channel.iter().map(|name| format!("`$channel.{name}`")).collect::<Vec<_>>();
            let hint = did_you_mean(name, scope.channel.iter().copied());
            let hint = hint.unwrap_or_else(|| format!("its name has {}", known.join(" ")));
            scope.error(operand, format!("the channel's name has no `{{{name}}}`"), hint);
            None
        }
        (now, None) if is_now(now) => Some(Variable::Scalar(Scalar::DateTime)),
        _ => {
            scope.error(operand, format!("unknown variable `{text}`"), VARIABLES);
            None
        }
    }
}

/// `now`, or `now(-15m)`: a whole number of seconds, minutes, hours, days or weeks.
fn is_now(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("now") else { return false };
    if rest.is_empty() {
        return true;
    }
    let shift = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let Some(shift) = shift.map(|shift| shift.strip_prefix(['+', '-']).unwrap_or(shift)) else {
        return false;
    };
    let Some(digits) = shift.strip_suffix(['s', 'm', 'h', 'd', 'w']) else { return false };
    !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn read_user_variable(
    scope: &mut Scope,
    text: &str,
    name: &str,
    operand: &Node<Literal>,
) -> Option<Variable> {
    let model = scope.model;
    let field = known_field(scope.report, scope.declared, model, "User", name, operand.location())?;
    match &field.kind {
        FieldKind::Scalar(scalar) => Some(Variable::Scalar(*scalar)),
        FieldKind::Enum(name) => Some(Variable::Enum(name.clone())),
        FieldKind::Relation(relation) if !relation.is_to_many() => Some(Variable::Scalar(Scalar::ID)),
        FieldKind::Relation(_) | FieldKind::Component(_) | FieldKind::Blocks(_) => {
            scope.error(operand, format!("`{text}` is no single value"), VARIABLES);
            None
        }
    }
}
