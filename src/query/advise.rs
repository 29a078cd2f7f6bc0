//! Which index a list lacks: what to write into the model when an operation is slow.
//!
//! Only lists at the root of an operation are judged, and related records that a filter asks for: a
//! nested list is found by its foreign key, which has an index. Read [`advise`] first.

use std::fmt;

use super::bind::Reads;
use super::order::{OrderKey, OrderTarget};
use super::plan::Plan;
use crate::filter::{Filter, Test, TextMode};
use crate::model::layout::indexes_of;
use crate::model::{Collection, FieldKind, Model, Operator};

/// An index that would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// The collection.
    pub collection: String,
    /// The fields of the index in order.
    pub fields: Vec<String>,
    /// Whether the first field is one that every collection has: the model's files have no place to write at it.
    pub built_in: bool,
}

impl fmt::Display for Advice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let collection = &self.collection;
        match self.fields.as_slice() {
            [field] if !self.built_in => {
                write!(formatter, "add `@index` to the field `{field}` of `{collection}`")
            }
            fields => {
                let fields: Vec<String> = fields.iter().map(|field| format!("\"{field}\"")).collect();
                write!(formatter, "add `@index(fields: [{}])` to the type `{collection}`", fields.join(", "))
            }
        }
    }
}

/// The indexes that the operation's lists lack.
pub fn advise(model: &Model, plan: &Plan, nodes: &[Reads]) -> Vec<Advice> {
    let mut found = Vec::new();
    for ((node, planned), reads) in plan.selection.nodes.iter().zip(&plan.nodes).zip(nodes) {
        if planned.weight.parent.is_some() {
            continue;
        }
        let (filter, order) = match reads {
            Reads::List { filter, order, .. } => (filter, order.as_slice()),
            Reads::Page(page) => (&page.filter, page.order.as_slice()),
            Reads::All(filter) => (filter, [].as_slice()),
            Reads::Nothing | Reads::One(..) | Reads::Only | Reads::Given(_) | Reads::Groups(_) => continue,
        };
        // What a rule asks of every record is as good as a part of the filter.
        let rule = plan.sight.rows.get(&node.collection);
        let seen = rule.map_or_else(|| filter.clone(), |rule| rule.clone().and(filter.clone()));
        judge(model, &node.collection, &seen, order, &mut found);
    }
    found
}

/// What a filter and an order ask of one collection.
#[derive(Default)]
struct Asked<'a> {
    /// Fields that must equal a value.
    equal: Vec<&'a str>,
    /// Fields that must lie in a range.
    ranges: Vec<&'a str>,
    /// The first field that records are ordered by, unless that is the id.
    order: Option<&'a str>,
}

fn judge(model: &Model, collection: &str, filter: &Filter, order: &[OrderKey], found: &mut Vec<Advice>) {
    let Some(collection) = model.collections.get(collection) else { return };
    let mut asked = Asked { order: first_field(order), ..Asked::default() };
    gather(model, collection, filter, &mut asked, found);
    let Some(fields) = asked.index() else { return };
    if asked.is_served(collection) {
        return;
    }
    let is_plain = |name: &&str| {
        let kind = collection.fields.get(*name).map(|field| (&field.kind, field.list));
        matches!(kind, Some((FieldKind::Scalar(_) | FieldKind::Enum(_) | FieldKind::Relation(_), false)))
    };
    let fields: Vec<String> = fields.into_iter().filter(is_plain).map(str::to_owned).collect();
    let first = fields.first().and_then(|name| collection.fields.get(name));
    let built_in = first.is_some_and(|field| field.built_in);
    let advice = Advice { collection: collection.name.clone(), fields, built_in };
    if !advice.fields.is_empty() && !found.contains(&advice) {
        found.push(advice);
    }
}

fn first_field(order: &[OrderKey]) -> Option<&str> {
    match &order.first()?.target {
        OrderTarget::Field(name) if name != "id" => Some(name),
        OrderTarget::Field(_) | OrderTarget::Through(..) | OrderTarget::Count(_) | OrderTarget::Position => {
            None
        }
    }
}

/// The tests that every record must pass.
fn gather<'a>(
    model: &Model,
    collection: &Collection,
    filter: &'a Filter,
    asked: &mut Asked<'a>,
    found: &mut Vec<Advice>,
) {
    match filter {
        Filter::And(filters) => {
            filters.iter().for_each(|inner| gather(model, collection, inner, asked, found));
        }
        Filter::Rule(inner) | Filter::Asking(_, inner) => gather(model, collection, inner, asked, found),
        Filter::Field(name, test) => asked.test(name, test),
        Filter::One(name, inner) | Filter::Many(name, _, inner) => {
            let field = collection.fields.get(name);
            let Some(relation) = field.and_then(|field| field.relation()) else { return };
            judge(model, &relation.target, inner, &[], found);
            if field.and_then(|field| field.column()).is_some() {
                asked.equal.push(name);
            }
        }
        Filter::Or(_)
        | Filter::Not(_)
        | Filter::IsNull(..)
        | Filter::Count(..)
        | Filter::BlockIs(_)
        | Filter::Block(..) => {}
    }
}

impl<'a> Asked<'a> {
    fn test(&mut self, name: &'a str, test: &'a Test) {
        match test {
            Test::Compare(Operator::Eq, _, TextMode::Sensitive)
            | Test::In { negated: false, mode: TextMode::Sensitive, .. }
            | Test::IsNull(true) => self.equal.push(name),
            Test::Compare(
                Operator::Lt | Operator::Lte | Operator::Gt | Operator::Gte,
                _,
                TextMode::Sensitive,
            )
            | Test::Between(_, _, TextMode::Sensitive) => self.ranges.push(name),
            Test::All(tests) => tests.iter().for_each(|test| self.test(name, test)),
            _ => {} // no index answers other tests
        }
    }

    /// The fields of the index that serves all of it: what is equal first, then the order, which a list
    /// that stops early needs most, or else a range. None if no index helps.
    fn index(&self) -> Option<Vec<&'a str>> {
        let mut fields: Vec<&str> = Vec::new();
        for name in &self.equal {
            if !fields.contains(name) {
                fields.push(name);
            }
        }
        let last = self.order.or_else(|| self.ranges.first().copied());
        fields.extend(last.filter(|name| !fields.contains(name)));
        (!fields.is_empty()).then_some(fields)
    }

    /// Whether the collection has an index that begins with fields that are equal, and goes on with the
    /// order or a range if there is one.
    fn is_served(&self, collection: &Collection) -> bool {
        let columns = |names: &[&str]| -> Vec<String> {
            names.iter().filter_map(|name| collection.fields.get(*name)?.column()).collect()
        };
        let equal = columns(&self.equal);
        let rest: Vec<String> = columns(&[self.order.as_slice(), self.ranges.as_slice()].concat());
        if equal.iter().any(|column| column == "id") {
            return true;
        }
        indexes_of(collection).values().any(|index| {
            let names: Vec<&String> = index.columns.iter().map(|column| &column.name).collect();
            let prefix = names.iter().take_while(|name| equal.contains(name)).count();
            let goes_on = names.get(prefix).is_some_and(|name| rest.contains(name));
            let is_one = index.unique && prefix == names.len();
            is_one || goes_on && (prefix > 0 || equal.is_empty()) || prefix > 0 && rest.is_empty()
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::filter::{self, Values};
    use crate::model::SourceFile;
    use crate::query::order;

    const SDL: &str = r#"
        enum Status { DRAFT LIVE }
        type Post @collection(orderBy: { at: DESC }) @index(fields: ["status", "at"]) {
            title: String! slug: Slug! @unique status: Status! views: Int! @index likes: Int! at: DateTime
            words: [String!] author: Author! tags: [Tag!]!
        }
        type Author @collection { name: String! posts: [Post!]! @inverse(of: "author") }
        type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    "#;

    fn check(filter: serde_json::Value, order: serde_json::Value, expected: &[&str]) {
        let source = SourceFile { path: "a.graphql".to_owned(), text: SDL.to_owned() };
        let model = crate::model::load(&[source]).unwrap().model;
        let read =
            filter::read(&model, &filter::Everything, "Post", &filter, &mut Values::default()).unwrap();
        let mut keys = order::read(&model, &filter::Everything, "Post", &order).unwrap();
        if keys.is_empty() {
            keys = order::default_order(&model, &filter::Everything, "Post", false);
        }
        let mut found = Vec::new();
        judge(&model, "Post", &read, &order::total(keys), &mut found);
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{filter} {order}");
    }

    #[test]
    fn lists_with_an_index_need_none() {
        let none = json!([]);
        check(json!({}), none.clone(), &[]);
        check(json!({}), json!([{"views": "DESC"}]), &[]);
        check(json!({}), json!([{"id": "ASC"}]), &[]);
        check(json!({"status": {"eq": "LIVE"}}), none.clone(), &[]);
        check(json!({"slug": {"eq": "a"}, "likes": {"gt": 1}}), none.clone(), &[]);
        check(json!({"id": {"in": ["a"]}, "likes": {"eq": 1}}), none.clone(), &[]);
        check(json!({"views": {"gt": 5}}), json!([{"views": "ASC"}]), &[]);
        check(json!({"author": {"id": {"eq": "a"}}}), json!([{"id": "ASC"}]), &[]);
        check(json!({"or": [{"likes": {"eq": 1}}, {"title": {"eq": "a"}}]}), none.clone(), &[]);
        check(json!({"tags": {"some": {"label": {"eq": "red"}}}}), none, &[]);
    }

    #[test]
    fn missing_index_is_named() {
        let by_likes = "add `@index` to the field `likes` of `Post`";
        check(json!({}), json!([{"likes": "DESC"}]), &[by_likes]);
        check(json!({"likes": {"gt": 5}}), json!([{"id": "ASC"}]), &[by_likes]);
        check(
            json!({"status": {"eq": "LIVE"}}),
            json!([{"likes": "DESC"}]),
            &["add `@index(fields: [\"status\", \"likes\"])` to the type `Post`"],
        );
        check(
            json!({"author": {"name": {"eq": "Ann"}}}),
            json!([{"views": "DESC"}]),
            &[
                "add `@index` to the field `name` of `Author`",
                "add `@index(fields: [\"author\", \"views\"])` to the type `Post`",
            ],
        );
        check(
            json!({"createdAt": {"gt": "2026-01-01"}}),
            json!([{"id": "ASC"}]),
            &["add `@index(fields: [\"createdAt\"])` to the type `Post`"],
        );
        check(
            json!({"title": {"eq": "a"}}),
            json!([]),
            &["add `@index(fields: [\"title\", \"at\"])` to the type `Post`"],
        );
    }
}
