//! The scalars that GraphQL does not have itself.

use crate::model::Scalar;

use super::text::{Sdl, quoted};

/// Writes every custom scalar with what it means and where it is specified.
pub fn write_scalars(sdl: &mut Sdl) {
    for scalar in Scalar::ALL.iter().filter(|scalar| !is_built_in(**scalar)) {
        let kind = scalar.kind();
        let specified = kind.specified_by.map(|url| format!(" @specifiedBy(url: {})", quoted(url)));
        sdl.define_line(
            kind.description,
            format_args!("scalar {}{}", kind.name, specified.unwrap_or_default()),
        );
    }
}

fn is_built_in(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::ID | Scalar::String | Scalar::Int | Scalar::Float | Scalar::Boolean)
}
