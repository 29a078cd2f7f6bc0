//! The module of one join table.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::naming::{module_name, type_name};
use crate::model::{Collection, Field, Model, RelationStorage};

/// A join table with the field that owns it.
pub struct Join<'a> {
    /// The table's name.
    pub table: &'a str,
    source: &'a Collection,
    field: &'a Field,
    target: &'a Collection,
}

/// The join tables of the model.
pub fn joins_of(model: &Model) -> impl Iterator<Item = Join<'_>> {
    let collections = model.collections.values();
    collections
        .flat_map(|source| source.fields.values().map(move |field| (source, field)))
        .filter_map(move |(source, field)| Join::new(model, source, field))
}

impl<'a> Join<'a> {
    fn new(model: &'a Model, source: &'a Collection, field: &'a Field) -> Option<Self> {
        let relation = field.relation()?;
        let RelationStorage::Join { table, owner: true, .. } = &relation.storage else { return None };
        Some(Self { table, source, field, target: model.collections.get(&relation.target)? })
    }

    /// The field that owns the table: `Post.tags`.
    pub fn holds(&self) -> String {
        format!("{}.{}", self.source.name, self.field.name)
    }

    /// The table's module.
    pub fn module(&self) -> TokenStream {
        let table = self.table;
        let source = self.end("source", self.source);
        let target = self.end("target", self.target);
        quote! {
            use sea_orm::ActiveValue::Set;
            use sea_orm::entity::prelude::*;
            use serde::Serialize;

            #[sea_orm::model]
            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
            #[sea_orm(table_name = #table)]
            #[serde(rename_all = "camelCase")]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub source_id: String,
                #[sea_orm(primary_key, auto_increment = false)]
                pub target_id: String,
                /// The order of the source's links, counted from 0.
                pub position: i32,
                #source,
                #target,
            }

            #[async_trait::async_trait]
            impl ActiveModelBehavior for ActiveModel {
                /// A link without a position comes first.
                async fn before_save<C: ConnectionTrait>(mut self, _: &C, insert: bool) -> Result<Self, DbErr> {
                    if insert {
                        self.position = Set(self.position.take().unwrap_or(0));
                    }
                    Ok(self)
                }
            }
        }
    }

    /// SeaORM finds the far end of a join by the name of its entity's module; with the same entity at
    /// both ends it is told.
    fn end(&self, end: &str, collection: &Collection) -> TokenStream {
        let module = module_name(&collection.table);
        let is_self = self.source.name == self.target.name;
        let variant = type_name(if is_self { end } else { &module }).to_string();
        let (name, module) = (format_ident!("{end}"), format_ident!("{module}"));
        let from = format!("{end}_id");
        quote! {
            #[sea_orm(belongs_to, relation_enum = #variant, from = #from, to = "id", on_delete = "Cascade")]
            pub #name: BelongsTo<super::#module::Entity>
        }
    }
}
