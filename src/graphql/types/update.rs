//! The scalars that change a value in relation to what it was: `IntUpdate`, `StringListUpdate`.
//!
//! They are scalars, so that a plain value and an object of operators are both valid GraphQL. What they
//! hold is checked by the write.

use crate::graphql::names;
use crate::model::{Model, Scalar};

use super::document::Document;

/// Writes the scalars that were used so far.
pub fn write_updates(document: &mut Document, model: &Model) {
    for scalar in Scalar::NUMBERS {
        write_number(document, scalar.name());
    }
    for scalar in Scalar::ALL {
        write_list(document, scalar.name());
    }
    for name in model.enums.keys() {
        write_list(document, name);
    }
}

fn write_number(document: &mut Document, type_name: &str) {
    let name = names::number_update(type_name);
    if document.uses(&name) {
        let description = format!(
            "A change of a number: the new `{type_name}`, or one of `{{set: ...}}`, `{{inc: ...}}`, which adds, \
             and `{{mul: ...}}`, which multiplies."
        );
        document.scalar(&description, &name, None);
    }
}

fn write_list(document: &mut Document, type_name: &str) {
    let name = names::list_update(type_name);
    if document.uses(&name) {
        let description = format!(
            "A change of a list: the new list of `{type_name}`, or `{{set: [...]}}`, or one or several of \
             `{{append: [...]}}`, `{{prepend: [...]}}` and `{{remove: [...]}}`."
        );
        document.scalar(&description, &name, None);
    }
}
