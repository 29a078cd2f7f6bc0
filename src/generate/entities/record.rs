//! The module of one collection.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::naming::{column_name, type_name};
use super::relation::RelationField;
use crate::model::{Collection, Field, FieldKind, Model, Scalar};

/// The module of the collection: its record, relations and the ways to follow them.
pub fn module(model: &Model, collection: &Collection) -> TokenStream {
    let table = &collection.table;
    let doc = documentation(collection.description.as_deref());
    let columns = collection.fields.values().filter_map(column);
    let relations: Vec<RelationField> =
        collection.fields.values().filter_map(|field| RelationField::new(model, collection, field)).collect();
    let compound = relations.iter().filter_map(RelationField::compound);
    let linked = relations.iter().map(RelationField::linked);
    let behavior = behavior();
    quote! {
        use sea_orm::ActiveValue::{NotSet, Set, Unchanged};
        use sea_orm::entity::prelude::*;
        use serde::Serialize;

        use super::values;

        #doc
        #[sea_orm::model]
        #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
        #[sea_orm(table_name = #table)]
        #[serde(rename_all = "camelCase")]
        pub struct Model {
            #(#columns,)*
            #(#compound,)*
        }

        #behavior

        /// The relations under the names of the model's fields, to follow with `find_linked`.
        pub mod linked {
            use sea_orm::entity::prelude::*;

            use super::super::*;

            #(#linked)*
        }
    }
}

/// Keeps the fields that Headwater writes itself.
fn behavior() -> TokenStream {
    quote! {
        #[async_trait::async_trait]
        impl ActiveModelBehavior for ActiveModel {
            /// Fills the times and the version, as Headwater does.
            async fn before_save<C: ConnectionTrait>(mut self, _: &C, insert: bool) -> Result<Self, DbErr> {
                let now = values::DateTime::now();
                if insert {
                    self.created_at = Set(self.created_at.take().unwrap_or_else(|| now.clone()));
                    self.updated_at = Set(self.updated_at.take().unwrap_or(now));
                    self.version = Set(self.version.take().unwrap_or(1));
                    return Ok(self);
                }
                if !matches!(self.updated_at, Set(_)) {
                    self.updated_at = Set(now);
                }
                self.version = match self.version {
                    Unchanged(version) => Set(version + 1),
                    set @ (Set(_) | NotSet) => set,
                };
                Ok(self)
            }
        }
    }
}

fn column(field: &Field) -> Option<TokenStream> {
    let column = field.column()?;
    let name = column_name(&column);
    let doc = documentation(field.description.as_deref());
    let mut attributes = Vec::new();
    if name != column {
        attributes.push(quote!(column_name = #column));
    }
    if column == "id" {
        attributes.push(quote!(primary_key));
        attributes.push(quote!(auto_increment = false));
    } else if field.unique {
        attributes.push(quote!(unique));
    }
    let attributes = (!attributes.is_empty()).then(|| quote!(#[sea_orm(#(#attributes),*)]));
    let secret = field.secret.then(|| quote!(#[serde(skip)]));
    let kind = column_type(field);
    let kind = if field.required { kind } else { quote!(Option<#kind>) };
    Some(quote!(#doc #attributes #secret pub #name: #kind))
}

fn column_type(field: &Field) -> TokenStream {
    match &field.kind {
        FieldKind::Relation(_) => quote!(String),
        FieldKind::Scalar(_) | FieldKind::Enum(_) if field.list => quote!(values::Json),
        FieldKind::Component(_) | FieldKind::Blocks(_) => quote!(values::Json),
        FieldKind::Enum(name) => {
            let name: Ident = type_name(name);
            quote!(super::enums::#name)
        }
        FieldKind::Scalar(scalar) => scalar_type(*scalar),
    }
}

fn scalar_type(scalar: Scalar) -> TokenStream {
    match scalar {
        Scalar::ID
        | Scalar::String
        | Scalar::Text
        | Scalar::Email
        | Scalar::URL
        | Scalar::Slug
        | Scalar::Markdown => quote!(String),
        Scalar::Int => quote!(i32),
        Scalar::BigInt => quote!(i64),
        Scalar::Float => quote!(f64),
        Scalar::Boolean => quote!(bool),
        Scalar::Date => quote!(Date),
        Scalar::Decimal | Scalar::DateTime | Scalar::Time => {
            let name = format_ident!("{scalar:?}");
            quote!(values::#name)
        }
        Scalar::JSON | Scalar::RichText | Scalar::Point => quote!(values::Json),
    }
}

/// The description of the model as a doc comment.
pub fn documentation(description: Option<&str>) -> Option<TokenStream> {
    let text = format!(" {}", description?.trim().replace('\n', "\n "));
    Some(quote!(#[doc = #text]))
}
