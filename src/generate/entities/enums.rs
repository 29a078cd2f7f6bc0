//! The enums of a model, stored as text.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::naming::type_name;
use super::record::documentation;
use crate::model::{EnumType, Model};

/// The module of all enums that a column could hold.
pub fn module(model: &Model) -> TokenStream {
    let enums = model.enums.values().filter(|kind| !kind.values.is_empty()).map(definition);
    quote! {
        use sea_orm::entity::prelude::*;
        use serde::Serialize;

        #(#enums)*
    }
}

fn definition(kind: &EnumType) -> TokenStream {
    let name = type_name(&kind.name);
    let doc = documentation(kind.description.as_deref());
    let mut taken: Vec<String> = Vec::new();
    let variants = kind.values.iter().map(|value| {
        let variant = variant_name(&value.name, &mut taken);
        let doc = documentation(value.description.as_deref());
        let stored = &value.name;
        quote! {
            #doc
            #[sea_orm(string_value = #stored)]
            #[serde(rename = #stored)]
            #variant
        }
    });
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize)]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum #name { #(#variants),* }
    }
}

/// `IN_STOCK` is `InStock`. Two values that would be the same get a number.
fn variant_name(value: &str, taken: &mut Vec<String>) -> Ident {
    let wanted = type_name(value).to_string();
    let numbered = (2..).map(|number| format!("{wanted}{number}"));
    let name =
        std::iter::once(wanted.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(wanted);
    taken.push(name.clone());
    format_ident!("{name}")
}
