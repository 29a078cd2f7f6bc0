//! What a filter looks at: fields of the record itself, and records that relations lead to.
//!
//! Read [`own_fields`] and [`related`].

use std::collections::BTreeSet;

use super::{Filter, Quantifier};
use crate::model::{Field, Model};

/// The fields of the type itself that a filter on it looks at; of what lies behind a relation or inside a
/// component, the field that leads there.
pub fn own_fields(filter: &Filter) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    note_fields(filter, &mut found);
    found
}

fn note_fields<'a>(filter: &'a Filter, found: &mut BTreeSet<&'a str>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| note_fields(part, found)),
        Filter::Not(inner) | Filter::Rule(inner) | Filter::Asking(_, inner) => note_fields(inner, found),
        Filter::Field(name, _)
        | Filter::One(name, _)
        | Filter::IsNull(name, _)
        | Filter::Many(name, _, _)
        | Filter::Count(name, _) => drop(found.insert(name)),
        // Components' own.
        Filter::BlockIs(_) | Filter::Block(_, _) => {}
    }
}

/// A relation that a filter passes through.
#[derive(Debug, Clone, Copy)]
pub struct Related<'a> {
    /// The field of the type that the filter is on: the relation itself, or the component that holds it.
    pub own: &'a str,
    /// The type whose field the relation is: the filter's, or a component.
    pub type_name: &'a str,
    /// The relation.
    pub field: &'a Field,
    /// The collection that it leads to.
    pub collection: &'a str,
    /// How many of its records must match; none for a relation to one.
    pub quantifier: Option<Quantifier>,
    /// What they must match; none when only their number matters. [`related`] of it goes on from there.
    pub filter: Option<&'a Filter>,
    /// Whether a rule looks at them, which sees every record.
    pub is_rule: bool,
}

/// The relations that a filter on the type passes through, without those behind them. One stands there as often
/// as it is passed through.
pub fn related<'a>(model: &'a Model, type_name: &'a str, filter: &'a Filter) -> Vec<Related<'a>> {
    let mut found = Vec::new();
    let look = Look { model, type_name, own: None, is_rule: false };
    look.note(filter, &mut found);
    found
}

#[derive(Clone, Copy)]
struct Look<'a> {
    model: &'a Model,
    type_name: &'a str,
    own: Option<&'a str>,
    is_rule: bool,
}

impl<'a> Look<'a> {
    fn note(self, filter: &'a Filter, found: &mut Vec<Related<'a>>) {
        match filter {
            Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|part| self.note(part, found)),
            Filter::Not(inner) | Filter::Asking(_, inner) => self.note(inner, found),
            Filter::Rule(inner) => Self { is_rule: true, ..self }.note(inner, found),
            Filter::One(name, inner) => self.pass(name, None, Some(inner), found),
            Filter::Many(name, quantifier, inner) => self.pass(name, Some(*quantifier), Some(inner), found),
            Filter::IsNull(name, _) | Filter::Count(name, _) => self.pass(name, None, None, found),
            Filter::Block(component, inner) => Self { type_name: component, ..self }.note(inner, found),
            Filter::Field(..) | Filter::BlockIs(_) => {}
        }
    }

    fn pass(
        self,
        name: &'a str,
        quantifier: Option<Quantifier>,
        filter: Option<&'a Filter>,
        found: &mut Vec<Related<'a>>,
    ) {
        let field = self.model.fields_of(self.type_name).and_then(|fields| fields.get(name));
        let Some(field) = field else { return };
        let own = self.own.unwrap_or(name);
        match (field.relation(), field.inner_type(), filter) {
            (Some(relation), _, _) => found.push(Related {
                own,
                type_name: self.type_name,
                field,
                collection: &relation.target,
                quantifier,
                filter,
                is_rule: self.is_rule,
            }),
            (None, Some(component), Some(inner)) => {
                Self { type_name: component, own: Some(own), ..self }.note(inner, found);
            }
            (None, _, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::filter::{Everything, Values, read, read_rule};
    use crate::model::SourceFile;

    fn model() -> Model {
        let text = r#"
            type Post @collection {
                title: String author: Author tags: [Tag!]! seo: Seo blocks: [Block!]
            }
            type Author @collection { name: String boss: Author posts: [Post!]! @inverse(of: "author") }
            type Tag @collection { label: String }
            type Seo @component { image: Tag }
            type Quote @component { by: Author }
            type Prose @component { text: String }
            union Block = Prose | Quote
        "#;
        let source = SourceFile { path: "schema/test.graphql".to_owned(), text: text.to_owned() };
        crate::model::load(&[source]).unwrap().model
    }

    fn shown(model: &Model, type_name: &str, filter: &Filter) -> Vec<String> {
        let each = related(model, type_name, filter).into_iter().map(|found| {
            let behind = found.filter.map(|inner| shown(model, found.collection, inner).join(","));
            let behind = behind.map_or("#".to_owned(), |behind| format!("({behind})"));
            format!("{}:{}.{}->{}{behind}", found.own, found.type_name, found.field.name, found.collection)
        });
        each.collect()
    }

    fn check(filter: &Json, fields: &[&str], relations: &[&str]) {
        let model = model();
        let mut values = Values::default();
        let filter = read(&model, &Everything, "Post", filter, &mut values).unwrap();
        assert_eq!(own_fields(&filter).into_iter().collect::<Vec<_>>(), fields);
        assert_eq!(shown(&model, "Post", &filter), relations);
    }

    #[test]
    fn a_filter_looks_at_fields_and_through_relations() {
        check(&json!({ "title": { "eq": "a" } }), &["title"], &[]);
        check(
            &json!({ "or": [
                { "author": { "boss": { "name": { "eq": "a" } }, "posts": { "some": { "tags": { "count": { "gt": 1 } } } } } },
                { "not": { "author": null } },
            ] }),
            &["author"],
            &[
                "author:Post.author->Author(boss:Author.boss->Author(),posts:Author.posts->Post(tags:Post.tags->Tag#))",
                "author:Post.author->Author#",
            ],
        );
        check(
            &json!({
                "seo": { "image": { "label": { "eq": "a" } } },
                "blocks": { "some": { "quote": { "by": { "name": { "eq": "b" } } } } },
            }),
            &["blocks", "seo"],
            &["seo:Seo.image->Tag()", "blocks:Quote.by->Author()"],
        );
    }

    #[test]
    fn rules_are_told_from_what_is_asked() {
        let model = model();
        let mut values = Values::default();
        let rule = json!({ "author": { "id": { "eq": "$user.id" } } });
        let rule = read_rule(&model, "Post", &rule, &mut values).unwrap();
        let asked = json!({ "author": { "name": { "eq": "a" } } });
        let filter = rule.and(read(&model, &Everything, "Post", &asked, &mut values).unwrap());
        let found: Vec<_> = related(&model, "Post", &filter).iter().map(|found| found.is_rule).collect();
        assert_eq!(found, [true, false]);
    }
}
