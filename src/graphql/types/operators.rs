//! The filters of values: `StringFilter`, `StatusFilter`, `StringListFilter`. There is one copy of
//! each that the model uses.

use crate::graphql::names;
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS, Operator};
use crate::model::{Model, Scalar};

use super::text::Sdl;

/// Writes the filters that were used so far, and what they are made of.
pub fn write_filters(sdl: &mut Sdl, model: &Model) {
    for scalar in Scalar::ALL {
        write_filter(sdl, scalar.name(), scalar.kind().operators, scalar.is_text());
    }
    for name in model.enums.keys() {
        write_filter(sdl, name, ENUM_OPERATORS, false);
    }
    write_text_mode(sdl);
    if sdl.uses(&names::filter(Scalar::JSON.name())) {
        write_json_path(sdl);
    }
    if sdl.uses(&names::filter(Scalar::Point.name())) {
        write_places(sdl);
    }
}

fn write_filter(sdl: &mut Sdl, type_name: &str, operators: &[Operator], is_text: bool) {
    let filter = names::filter(type_name);
    if sdl.uses(&filter) {
        let description = format!("Tests of one `{type_name}` value. Everything given must hold.");
        sdl.define(&description, format_args!("input {filter}"), |sdl| {
            write_operators(sdl, type_name, operators);
            if is_text {
                let description = "Whether capitals count in the tests beside this; they do by default.";
                let (name, mode) = (names::MODE, names::TEXT_MODE);
                sdl.line(description, format_args!("{name}: {mode}"));
            }
        });
    }
    let list_filter = names::list_filter(type_name);
    if sdl.uses(&list_filter) {
        let description = format!("Tests of a list of `{type_name}` values. Everything given must hold.");
        sdl.define(&description, format_args!("input {list_filter}"), |sdl| {
            write_operators(sdl, type_name, LIST_OPERATORS);
        });
    }
}

fn write_operators(sdl: &mut Sdl, type_name: &str, operators: &[Operator]) {
    for operator in operators {
        let operand = operand(*operator, type_name);
        sdl.line(describe(*operator), format_args!("{}: {operand}", operator.name()));
    }
}

/// The type of what an operator compares with.
fn operand(operator: Operator, type_name: &str) -> String {
    use Operator as Op;
    match operator {
        Op::Eq | Op::Ne | Op::Lt | Op::Lte | Op::Gt | Op::Gte | Op::Has => type_name.to_owned(),
        Op::In | Op::NotIn | Op::Between | Op::HasEvery | Op::HasSome => format!("[{type_name}!]"),
        Op::Contains | Op::StartsWith | Op::EndsWith | Op::Like => Scalar::String.name().to_owned(),
        Op::IsNull | Op::IsEmpty => Scalar::Boolean.name().to_owned(),
        Op::Near => names::POINT_NEAR.to_owned(),
        Op::Within => names::POINT_WITHIN.to_owned(),
        Op::Path => names::JSON_PATH_FILTER.to_owned(),
    }
}

fn describe(operator: Operator) -> &'static str {
    match operator {
        Operator::Eq => "Equal to this; `eq: null` means that there is no value.",
        Operator::Ne => "Another value than this; `ne: null` means that there is a value.",
        Operator::In => "One of these.",
        Operator::NotIn => "A value that is none of these.",
        Operator::Lt => "Less than this.",
        Operator::Lte => "Less than this, or equal.",
        Operator::Gt => "Greater than this.",
        Operator::Gte => "Greater than this, or equal.",
        Operator::Between => "From the first of these two to the second, both included.",
        Operator::IsNull => "Whether there is no value.",
        Operator::Contains => "Has this text somewhere in it.",
        Operator::StartsWith => "Starts with this text.",
        Operator::EndsWith => "Ends with this text.",
        Operator::Like => {
            "Matches this pattern: `%` stands for any text, `_` for any character, `\\` makes the next one ordinary."
        }
        Operator::Has => "Has this value.",
        Operator::HasEvery => "Has all of these values.",
        Operator::HasSome => "Has at least one of these values.",
        Operator::IsEmpty => "Whether the list is empty.",
        Operator::Near => "Within a distance of a place.",
        Operator::Within => "Inside an area.",
        Operator::Path => "Tests of one place inside the value.",
    }
}

fn write_text_mode(sdl: &mut Sdl) {
    sdl.define("Whether capitals count.", format_args!("enum {}", names::TEXT_MODE), |sdl| {
        sdl.line("`A` and `a` differ.", "SENSITIVE");
        sdl.line("`A` and `a` are the same.", "INSENSITIVE");
    });
}

fn write_json_path(sdl: &mut Sdl) {
    let head = format!("input {}", names::JSON_PATH_FILTER);
    let description = "Tests of one place inside a JSON value. Everything given must hold.";
    sdl.define(description, head, |sdl| {
        sdl.line(
            "The way to the place: `$.size.width`, `$.tags[0]`.",
            format_args!("{}: String!", names::AT),
        );
        use Operator as Op;
        for operator in [Op::Eq, Op::Ne, Op::Lt, Op::Lte, Op::Gt, Op::Gte] {
            sdl.line(describe(operator), format_args!("{}: JSON", operator.name()));
        }
        sdl.line(describe(Op::In), format_args!("{}: [JSON!]", Op::In.name()));
        for operator in [Op::Contains, Op::StartsWith, Op::EndsWith] {
            sdl.line(describe(operator), format_args!("{}: String", operator.name()));
        }
        sdl.line("Whether there is something at the place, be it null.", "exists: Boolean");
        sdl.line("Whether there is nothing, or null, at the place.", "isNull: Boolean");
    });
}

fn write_places(sdl: &mut Sdl) {
    let (near, within) = (names::POINT_NEAR, names::POINT_WITHIN);
    let (around, corner) = (names::POINT_BOX, names::POINT_INPUT);
    // The specification has had it built in since September 2025; apollo-compiler 1.33 does not know it.
    sdl.define_line("Exactly one field must be given.", "directive @oneOf on INPUT_OBJECT");
    sdl.define("A circle on the globe.", format_args!("input {near}"), |sdl| {
        sdl.line("The middle's latitude in degrees.", "lat: Float!");
        sdl.line("The middle's longitude in degrees.", "lng: Float!");
        sdl.line("The distance from the middle.", "meters: Float!");
    });
    sdl.define("An area on the globe: a box or a polygon.", format_args!("input {within} @oneOf"), |sdl| {
        sdl.line("Between two latitudes and two longitudes.", format_args!("box: {around}"));
        sdl.line("Inside a line through three corners or more.", format_args!("polygon: [{corner}!]"));
    });
    sdl.define("A box on the globe.", format_args!("input {around}"), |sdl| {
        sdl.line("The southern edge in degrees.", "minLat: Float!");
        sdl.line("The western edge in degrees.", "minLng: Float!");
        sdl.line("The northern edge in degrees.", "maxLat: Float!");
        sdl.line("The eastern edge in degrees.", "maxLng: Float!");
    });
    sdl.define("One corner of a polygon.", format_args!("input {corner}"), |sdl| {
        sdl.line("Latitude in degrees.", "lat: Float!");
        sdl.line("Longitude in degrees.", "lng: Float!");
    });
}
