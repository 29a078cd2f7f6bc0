//! Names that a model may not use because the API has them.

use headwater::graphql::{self, system};
use headwater::model::diagnostics::SourceFile;
use headwater::model::{Scalar, load};

fn mistakes(sdl: String) -> Vec<String> {
    let found = load(&[SourceFile { path: "schema/a.graphql".to_owned(), text: sdl }]);
    found.err().into_iter().flatten().map(|found| found.message).collect()
}

#[test]
fn every_type_of_the_api_is_reserved() {
    let model = load(&[]).unwrap().model;
    let schema = graphql::build(&model, system::FIELDS).unwrap().apollo;
    let is_own = |name: &&str| {
        !name.starts_with("__")
            && Scalar::from_name(name).is_none()
            && !["User", "Asset", "Role"].contains(name)
    };
    for name in schema.types.keys().map(|name| name.as_str()).filter(is_own) {
        let mistakes = mistakes(format!("type {name} @component {{ a: Int }}"));
        assert!(
            mistakes.iter().any(|mistake| *mistake == format!("`{name}` is reserved")),
            "a model may have a type `{name}`: {mistakes:?}"
        );
    }
}

#[test]
fn every_field_of_the_root_types_is_reserved() {
    for field in system::FIELDS {
        let sdl = format!("type Thing @collection(plural: \"{}\") {{ a: Int }}", field.name);
        let mistakes = mistakes(sdl);
        let said = format!("`{}` is reserved: the API has a field of that name", field.name);
        assert!(mistakes.contains(&said), "a model may have a field `{}`: {mistakes:?}", field.name);
    }
}

#[test]
fn a_type_that_is_called_model_is_refused_with_a_word_of_why() {
    let sdl = "type Model @collection { a: Int }".to_owned();
    let found = load(&[SourceFile { path: "schema/a.graphql".to_owned(), text: sdl }]).unwrap_err();
    let hint = found[0].hint.as_deref();
    assert_eq!(hint, Some("the API has a type `Model` of its own: choose another name"));
}
