//! Names of the model as Rust's: modules, fields, types.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::Ident;
use quote::format_ident;

use crate::model::Field;

/// Modules of the generated code that no table makes.
const OWN_MODULES: [&str; 4] = ["prelude", "enums", "values", "linked"];

/// The module of a table.
pub fn module_name(table: &str) -> String {
    let name = plain(table);
    if OWN_MODULES.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The struct field of a column.
pub fn column_name(column: &str) -> Ident {
    format_ident!("{}", plain(column))
}

/// The struct field of a relation.
pub fn relation_name(field: &Field) -> Ident {
    format_ident!("{}", plain(&field.name.to_snake_case()))
}

/// The variant, or the type, of a name: `createdBy` is `CreatedBy`.
pub fn type_name(name: &str) -> Ident {
    let camel = name.to_upper_camel_case();
    match syn::parse_str::<Ident>(&camel) {
        Ok(ident) => ident,
        // `Self`, a digit in front, or nothing but underscores.
        Err(_) => format_ident!("Of{camel}"),
    }
}

/// The name as an identifier that is no keyword.
fn plain(name: &str) -> String {
    let is_ident = |name: &str| syn::parse_str::<Ident>(name).is_ok();
    if name == "self" {
        // The derives write it as `Self` where a type stands.
        "self_value".to_owned()
    } else if is_ident(name) {
        name.to_owned()
    } else if is_ident(&format!("{name}_")) {
        format!("{name}_")
    } else {
        format!("of_{name}")
    }
}
