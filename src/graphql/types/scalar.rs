//! The scalars that GraphQL does not have itself.

use crate::model::Scalar;

use super::document::Document;

/// Writes every custom scalar with what it means and where it is specified.
pub fn write_scalars(document: &mut Document) {
    for scalar in Scalar::ALL.into_iter().filter(|scalar| !is_built_in(*scalar)) {
        let kind = scalar.kind();
        document.scalar(kind.description, kind.name, kind.specified_by);
    }
}

fn is_built_in(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::ID | Scalar::String | Scalar::Int | Scalar::Float | Scalar::Boolean)
}
