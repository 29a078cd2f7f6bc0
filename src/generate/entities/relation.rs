//! The relations of one collection.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::naming::{column_name, module_name, relation_name, type_name};
use crate::model::{Collection, Field, JOIN_SOURCE, JOIN_TARGET, Model, OnDelete, Relation, RelationStorage};

/// A field that points to records of another table.
pub struct RelationField<'a> {
    collection: &'a Collection,
    field: &'a Field,
    relation: &'a Relation,
    target: &'a Collection,
}

impl<'a> RelationField<'a> {
    /// The field as a relation; nothing when it holds values, or ids in JSON.
    pub fn new(model: &'a Model, collection: &'a Collection, field: &'a Field) -> Option<Self> {
        let relation = field.relation()?;
        let target = model.collections.get(&relation.target)?;
        let is_stored = !matches!(relation.storage, RelationStorage::Embedded { .. });
        is_stored.then_some(Self { collection, field, relation, target })
    }

    /// The relation as a field of the record, which SeaORM's loader fills; nothing where its derive
    /// can't tell relations to the same entity apart.
    pub fn compound(&self) -> Option<TokenStream> {
        let name = relation_name(self.field);
        let variant = type_name(&self.field.name).to_string();
        let entity = self.target_entity();
        let is_self = self.is_self();
        Some(match &self.relation.storage {
            RelationStorage::ForeignKey { column } => {
                let from = column_name(column).to_string();
                let how = if is_self { quote!(self_ref) } else { quote!(belongs_to) };
                let on_delete = on_delete(self.relation.on_delete);
                let entity = if self.field.required { entity } else { quote!(Option<#entity>) };
                quote! {
                    #[sea_orm(#how, relation_enum = #variant, from = #from, to = "id", on_delete = #on_delete)]
                    pub #name: BelongsTo<#entity>
                }
            }
            RelationStorage::Inverse { field, many: true, .. } => {
                let far = type_name(field).to_string();
                let how = match is_self {
                    true => quote!(self_ref, relation_enum = #variant, relation_reverse = #far),
                    false => quote!(has_many, relation_enum = #variant, via_rel = #far),
                };
                quote!(#[sea_orm(#how)] pub #name: HasMany<#entity>)
            }
            RelationStorage::Inverse { many: false, .. } if !is_self && self.is_only_way_back() => {
                quote!(#[sea_orm(has_one, relation_enum = #variant)] pub #name: HasOne<#entity>)
            }
            RelationStorage::Join { table, owner, .. } if is_self => {
                let via = module_name(table);
                let how = match owner {
                    true => quote!(from = "Source", to = "Target"),
                    false => quote!(reverse),
                };
                quote!(#[sea_orm(self_ref, via = #via, #how)] pub #name: HasMany<#entity>)
            }
            RelationStorage::Join { table, .. } if self.is_only_way() => {
                let via = module_name(table);
                quote!(#[sea_orm(has_many, via = #via)] pub #name: HasMany<#entity>)
            }
            RelationStorage::Inverse { .. }
            | RelationStorage::Join { .. }
            | RelationStorage::Embedded { .. } => {
                return None;
            }
        })
    }

    /// The relation as a type for `find_linked`, whatever else leads to the same entity.
    pub fn linked(&self) -> TokenStream {
        let name = type_name(&self.field.name);
        let own = module(self.collection);
        let target = module(self.target);
        let doc = format!(" `{}.{}`", self.collection.name, self.field.name);
        let steps = match &self.relation.storage {
            RelationStorage::ForeignKey { column } => vec![belongs_to(&own, column, &target)],
            RelationStorage::Inverse { column, .. } => {
                let back = belongs_to(&target, column, &own);
                vec![quote!(#back.rev())]
            }
            RelationStorage::Join { table, owner, .. } => {
                let join = format_ident!("{}", module_name(table));
                let (near, far) =
                    if *owner { (JOIN_SOURCE, JOIN_TARGET) } else { (JOIN_TARGET, JOIN_SOURCE) };
                let near = belongs_to(&join, near, &own);
                vec![quote!(#near.rev()), belongs_to(&join, far, &target)]
            }
            RelationStorage::Embedded { .. } => Vec::new(),
        };
        quote! {
            #[doc = #doc]
            #[derive(Clone, Copy, Debug)]
            pub struct #name;

            impl Linked for #name {
                type FromEntity = #own::Entity;
                type ToEntity = #target::Entity;

                fn link(&self) -> Vec<RelationDef> {
                    vec![#(#steps),*]
                }
            }
        }
    }

    fn is_self(&self) -> bool {
        self.target.name == self.collection.name
    }

    /// Whether no other field of the collection leads to the target.
    fn is_only_way(&self) -> bool {
        ways(self.collection, self.target) == 1
    }

    /// Whether one field of the target leads to the collection.
    fn is_only_way_back(&self) -> bool {
        ways(self.target, self.collection) == 1
    }

    fn target_entity(&self) -> TokenStream {
        if self.is_self() {
            return quote!(Entity);
        }
        let module = module(self.target);
        quote!(super::#module::Entity)
    }
}

fn module(collection: &Collection) -> Ident {
    format_ident!("{}", module_name(&collection.table))
}

fn ways(from: &Collection, to: &Collection) -> usize {
    let relations = from.fields.values().filter_map(Field::relation);
    relations.filter(|relation| relation.target == to.name).count()
}

/// The definition of a foreign key to the id of the target.
fn belongs_to(own: &Ident, column: &str, target: &Ident) -> TokenStream {
    let column = type_name(&column_name(column).to_string());
    quote! {
        RelationDef::from(
            #own::Entity::belongs_to(#target::Entity).from(#own::Column::#column).to(#target::Column::Id)
        )
    }
}

fn on_delete(action: OnDelete) -> &'static str {
    match action {
        OnDelete::Restrict => "Restrict",
        OnDelete::Cascade => "Cascade",
        OnDelete::SetNull => "SetNull",
    }
}
