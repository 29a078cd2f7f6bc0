//! The filters of values: `StringFilter`, `StatusFilter`, `StringFilterList`. There is one copy of
//! each that the model uses.

use crate::graphql::names;
use crate::model::kind::{ENUM_OPERATORS, LIST_OPERATORS, Operator};
use crate::model::{Model, Scalar};

use super::document::{Document, Input, enum_value, input};

/// Writes the filters that were used so far, and what they are made of.
pub fn write_filters(document: &mut Document, model: &Model) {
    for scalar in Scalar::ALL {
        write_filter(document, scalar.name(), tests_of(scalar));
    }
    for name in model.enums.keys() {
        write_filter(document, name, tests(ENUM_OPERATORS, name));
    }
    write_text_mode(document);
    if document.uses(&names::filter(Scalar::JSON.name())) {
        write_json_path(document);
    }
    if document.uses(&names::filter(Scalar::Point.name())) {
        write_places(document);
    }
}

/// The names of the operators in a filter.
pub fn names_of(operators: &[Operator]) -> Vec<&'static str> {
    operators.iter().map(|operator| operator.name()).collect()
}

/// Writes the filter of a value and the filter of a list of them, each if it is used.
fn write_filter(document: &mut Document, type_name: &str, tests_of_one: Vec<Input>) {
    let filter = names::filter(type_name);
    if document.uses(&filter) {
        let description = format!("Tests of one `{type_name}`. Everything given must hold.");
        document.input(&description, &filter, tests_of_one);
    }
    let list_filter = names::list_filter(type_name);
    if document.uses(&list_filter) {
        let description = format!("Tests of a list of `{type_name}`. Everything given must hold.");
        document.input(&description, &list_filter, tests(LIST_OPERATORS, type_name));
    }
}

fn tests_of(scalar: Scalar) -> Vec<Input> {
    let mut tests = tests(scalar.kind().operators, scalar.name());
    if scalar.is_text() {
        let description = "Whether capitals count in the tests beside this; they do by default.";
        tests.push(input(description, names::MODE, names::TEXT_MODE));
    }
    tests
}

fn tests(operators: &[Operator], type_name: &str) -> Vec<Input> {
    let test =
        |operator: &Operator| input(describe(*operator), operator.name(), &operand(*operator, type_name));
    operators.iter().map(test).collect()
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
            "Matches: `%` is any text, `_` any character, and `\\` takes the next one as it is."
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

fn write_text_mode(document: &mut Document) {
    let values = vec![
        enum_value("`A` and `a` differ.", "SENSITIVE", None),
        enum_value("`A` and `a` are the same.", "INSENSITIVE", None),
    ];
    document.enumeration("Whether capitals count.", names::TEXT_MODE, values);
}

fn write_json_path(document: &mut Document) {
    use Operator as Op;
    let compare = [Op::Eq, Op::Ne, Op::Lt, Op::Lte, Op::Gt, Op::Gte, Op::In];
    let search = [Op::Contains, Op::StartsWith, Op::EndsWith];
    let mut tests_of_place =
        vec![input("The way to the place: `size.width`, `tags[0]`.", names::AT, "String!")];
    tests_of_place.extend(tests(&compare, Scalar::JSON.name()));
    tests_of_place.extend(tests(&search, Scalar::JSON.name()));
    tests_of_place.push(input("Whether there is something at the place, be it null.", "exists", "Boolean"));
    tests_of_place.push(input("Whether there is nothing, or null, at the place.", "isNull", "Boolean"));
    let description = "Tests of one place inside a JSON value. Everything given must hold.";
    document.input(description, names::JSON_PATH_FILTER, tests_of_place);
}

fn write_places(document: &mut Document) {
    let near = vec![
        input("The middle's latitude in degrees.", "lat", "Float!"),
        input("The middle's longitude in degrees.", "lng", "Float!"),
        input("The distance from the middle.", "meters", "Float!"),
    ];
    document.input("A circle on the globe.", names::POINT_NEAR, near);
    let within = vec![
        input("Between two latitudes and two longitudes.", "box", names::POINT_BOX),
        input(
            "Inside a line through three corners or more.",
            "polygon",
            &format!("[{}!]", names::POINT_INPUT),
        ),
    ];
    document.one_of("An area on the globe: a box or a polygon.", names::POINT_WITHIN, within);
    let edges = vec![
        input("The southern edge in degrees.", "minLat", "Float!"),
        input("The western edge in degrees.", "minLng", "Float!"),
        input("The northern edge in degrees.", "maxLat", "Float!"),
        input("The eastern edge in degrees.", "maxLng", "Float!"),
    ];
    document.input("A box on the globe.", names::POINT_BOX, edges);
    let corner =
        vec![input("Latitude in degrees.", "lat", "Float!"), input("Longitude in degrees.", "lng", "Float!")];
    document.input("One corner of a polygon.", names::POINT_INPUT, corner);
}
