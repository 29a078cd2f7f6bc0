//! What may be asked: made at random, and written as GraphQL.

use std::fmt;

use super::filter::Filter;
use super::makes::Maker;
use super::model::{Kind, Model};
use super::world::World;

/// What is asked of a record: each item under the alias `a` and its place.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub enum Item {
    /// `id`, `__typename` or a value.
    Plain(String),
    Card(String),
    One(String, Asked),
    List(String, List, Asked),
    Connection(String, List, Asked),
    Aggregate(String, Option<Filter>, Totals),
}

#[derive(Debug, Clone, Default)]
pub struct List {
    pub filter: Option<Filter>,
    pub order: Vec<(Key, Direction)>,
    pub limit: usize,
    pub offset: usize,
}

#[derive(Debug, Clone)]
pub enum Key {
    Value(String),
    Of(String, String),
    Count(String),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Direction {
    Up,
    Down,
    UpNullsLast,
    DownNullsFirst,
}

#[derive(Debug, Clone, Default)]
pub struct Totals {
    pub sum: Option<String>,
    pub least: Option<String>,
    pub different: Option<String>,
    /// The field that groups are made by, and how many records they must have.
    pub groups: Option<(String, usize)>,
}

/// A root field.
#[derive(Debug, Clone)]
pub enum Root {
    ById(String, String, Asked),
    ByCode(String, String, Asked),
    Node(String, String),
    List(String, List, Asked),
    Connection(String, List, Asked),
    Aggregate(String, Option<Filter>, Totals),
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{")?;
        for (place, item) in self.items.iter().enumerate() {
            match item {
                Item::Plain(name) => write!(f, " a{place}: {name}")?,
                Item::Card(name) => write!(f, " a{place}: {name} {{ label size }}")?,
                Item::One(name, inner) => write!(f, " a{place}: {name} {inner}")?,
                Item::List(name, list, inner) => {
                    write!(f, " a{place}: {name}({}) {inner}", list.written("limit"))?
                }
                Item::Connection(name, list, inner) => {
                    write!(f, " a{place}: {name}Connection({}) {}", list.written("first"), pages(inner))?;
                }
                Item::Aggregate(name, filter, totals) => {
                    write!(f, " a{place}: {name}Aggregate{} {totals}", filtered(filter.as_ref()))?;
                }
            }
        }
        write!(f, " }}")
    }
}

pub fn pages(inner: &Asked) -> String {
    format!("{{ totalCount nodes {inner} pageInfo {{ hasNextPage }} }}")
}

pub fn filtered(filter: Option<&Filter>) -> String {
    filter.map(|filter| format!("(where: {filter})")).unwrap_or_default()
}

impl List {
    /// The arguments, with that name for the most that are wanted.
    pub fn written(&self, most: &str) -> String {
        let mut text = String::new();
        if let Some(filter) = &self.filter {
            text += &format!("where: {filter}, ");
        }
        if !self.order.is_empty() {
            let keys: Vec<_> = self.order.iter().map(|(key, way)| key.written(*way)).collect();
            text += &format!("orderBy: [{}], ", keys.join(", "));
        }
        if self.offset > 0 {
            text += &format!("offset: {}, ", self.offset);
        }
        text + &format!("{most}: {}", self.limit)
    }
}

impl Key {
    fn written(&self, way: Direction) -> String {
        let way = match way {
            Direction::Up => "ASC",
            Direction::Down => "DESC",
            Direction::UpNullsLast => "ASC_NULLS_LAST",
            Direction::DownNullsFirst => "DESC_NULLS_FIRST",
        };
        match self {
            Self::Value(name) => format!("{{{name}: {way}}}"),
            Self::Of(name, inner) => format!("{{{name}: {{{inner}: {way}}}}}"),
            Self::Count(name) => format!("{{{name}: {{count: {way}}}}}"),
        }
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{ count")?;
        for (name, field) in [("sum", &self.sum), ("min", &self.least), ("countDistinct", &self.different)] {
            if let Some(field) = field {
                write!(f, " {name} {{ v: {field} }}")?;
            }
        }
        if let Some((field, least)) = &self.groups {
            let inner = if ["n", "s", "flag", "code", "level", "word", "email"].contains(&field.as_str()) {
                ""
            } else {
                " { id }"
            };
            write!(
                f,
                " groups(by: [{{field: {field}}}], having: {{count: {{gte: {least}}}}}) {{ key {{ v: {field}{inner} }} count }}"
            )?;
        }
        write!(f, " }}")
    }
}

impl Root {
    pub fn written(&self, model: &Model) -> String {
        let plural = |of: &str| model.of(of).plural.clone();
        match self {
            Self::ById(of, id, inner) => format!("{}(id: \"{id}\") {inner}", model.of(of).singular()),
            Self::ByCode(of, code, inner) => format!("{}(code: \"{code}\") {inner}", model.of(of).singular()),
            Self::Node(of, id) => format!("node(id: \"{of}:{id}\") {{ id __typename }}"),
            Self::List(of, list, inner) => format!("{}({}) {inner}", plural(of), list.written("limit")),
            Self::Connection(of, list, inner) => {
                format!("{}Connection({}) {}", plural(of), list.written("first"), pages(inner))
            }
            Self::Aggregate(of, filter, totals) => {
                format!("{}Aggregate{} {totals}", plural(of), filtered(filter.as_ref()))
            }
        }
    }
}

const TYPES: [&str; 4] = ["Alpha", "Beta", "Gamma", "User"];

impl Maker {
    pub fn root(&mut self, world: &World) -> Root {
        let of = *self.pick(&TYPES);
        let model = world.model.clone();
        let id = match self.chance(8) {
            true => "nobody".to_owned(),
            false => world.ids(of).get(self.below(10)).cloned().unwrap_or_else(|| "nobody".to_owned()),
        };
        let of = of.to_owned();
        match self.below(9) {
            0 | 1 => {
                let inner = self.asked(&model, &of, 2);
                Root::ById(of, id, inner)
            }
            2 if of != "User" => {
                let code = world.row(&of, &id).and_then(|row| row["code"].as_str().map(str::to_owned));
                let inner = self.asked(&model, &of, 1);
                Root::ByCode(of, code.unwrap_or_else(|| "nothing".to_owned()), inner)
            }
            3 => Root::Node(of, id),
            4 => Root::Connection(of.clone(), self.list(&model, &of, false), self.asked(&model, &of, 1)),
            5 => Root::Aggregate(of.clone(), self.some_filter(&model, &of), self.totals(&model, &of)),
            _ => Root::List(of.clone(), self.list(&model, &of, false), self.asked(&model, &of, 2)),
        }
    }

    fn some_filter(&mut self, model: &Model, of: &str) -> Option<Filter> {
        self.chance(2).then(|| self.filter(model, of, 2))
    }

    pub fn asked(&mut self, model: &Model, of: &str, depth: usize) -> Asked {
        let mut items = Vec::new();
        for _ in 0..1 + self.below(3) {
            let fields: Vec<_> =
                model.of(of).fields.iter().filter(|field| depth > 0 || field.target().is_none()).collect();
            let field = *self.pick(&fields);
            let name = field.name.clone();
            let inner = depth.saturating_sub(1);
            items.push(match (&field.kind, self.below(8)) {
                (_, 0) => Item::Plain("id".into()),
                (_, 1) => Item::Plain("__typename".into()),
                (Kind::Int | Kind::Text | Kind::Flag, _) => Item::Plain(name),
                (Kind::Card, _) => Item::Card(name),
                (Kind::One(target, _), _) => Item::One(name, self.asked(model, target, inner)),
                (_, way) => {
                    let target = field.target().unwrap().to_owned();
                    // Lists that were put together have an order of their own.
                    let is_many = matches!(field.kind, Kind::Many(_) | Kind::ManyFar(..));
                    match way {
                        2 => Item::Aggregate(
                            name,
                            self.some_filter(model, &target),
                            self.totals(model, &target),
                        ),
                        3 => Item::Connection(
                            name,
                            self.list(model, &target, is_many),
                            self.asked(model, &target, inner),
                        ),
                        _ => Item::List(
                            name,
                            self.list(model, &target, is_many),
                            self.asked(model, &target, inner),
                        ),
                    }
                }
            });
        }
        Asked { items }
    }

    fn list(&mut self, model: &Model, of: &str, must_order: bool) -> List {
        let mut order = Vec::new();
        while self.chance(3) || must_order && order.is_empty() {
            let field = self.pick(&model.of(of).fields).clone();
            let key = match &field.kind {
                Kind::Int | Kind::Text | Kind::Flag => Key::Value(field.name),
                Kind::Card => continue,
                Kind::One(target, _) => {
                    let inner =
                        model.of(target).fields.iter().filter(|inner| inner.is_plain()).collect::<Vec<_>>();
                    Key::Of(field.name, self.pick(&inner).name.clone())
                }
                _ => Key::Count(field.name),
            };
            let ways = [Direction::Up, Direction::Down, Direction::UpNullsLast, Direction::DownNullsFirst];
            order.push((key, *self.pick(&ways)));
        }
        let limit = if self.chance(2) { 40 } else { self.below(5) };
        List { filter: self.some_filter(model, of), order, limit: limit.max(1), offset: 0 }
    }

    fn totals(&mut self, model: &Model, of: &str) -> Totals {
        let number = if of == "User" { "level" } else { "n" };
        let text = if of == "User" { "word" } else { "s" };
        let mut maybe = |name: &str| self.chance(3).then(|| name.to_owned());
        let (sum, least, different) = (maybe(number), maybe(text), maybe(text));
        let fields: Vec<_> = model
            .of(of)
            .fields
            .iter()
            .filter(|field| field.is_plain() || matches!(field.kind, Kind::One(..)))
            .collect();
        let field = self.pick(&fields).name.clone();
        let groups = self.chance(2).then(|| (field, self.below(3)));
        Totals { sum, least, different, groups }
    }
}
