//! Chance, and what is made with it: values, filters, orders.

use serde_json::{Value, json};

use super::filter::{Filter, Operand, Test};
use super::model::{Field, Kind, Model};
use super::world::World;
use crate::support::generator::Random;

const WORDS: [&str; 5] = ["ab", "ac", "b", "author", "editor"];

pub struct Maker {
    random: Random,
    named: usize,
    /// Whether filters may hold variables, as those of rules do.
    with_variables: bool,
}

impl Maker {
    pub fn of(seed: u64) -> Self {
        Self { random: Random::of(seed), named: 0, with_variables: false }
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.random.below(limit)
    }

    /// Once in so many times.
    pub fn chance(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.random.below(items.len())]
    }

    pub fn int(&mut self) -> Value {
        json!(self.below(5))
    }

    pub fn word(&mut self) -> Value {
        json!(*self.pick(&WORDS))
    }

    /// A name that nothing has yet.
    pub fn name(&mut self) -> String {
        self.named += 1;
        format!("new{:04}", self.named)
    }

    pub fn card(&mut self) -> Value {
        let label = if self.chance(3) { Value::Null } else { self.word() };
        let size = if self.chance(3) { Value::Null } else { self.int() };
        json!({ "label": label, "size": size })
    }

    /// A value for a field that is no relation.
    pub fn plain(&mut self, field: &Field) -> Value {
        if !field.required && self.chance(4) {
            return Value::Null;
        }
        match field.kind {
            Kind::Int => self.int(),
            Kind::Flag => json!(self.chance(2)),
            Kind::Card => self.card(),
            _ if field.name == "email" => json!(format!("{}@example.org", self.name())),
            _ if field.unique => json!(self.name()),
            _ => self.word(),
        }
    }

    /// A value as it is stored.
    pub fn stored(&mut self, world: &World, of: &str, id: &str, field: &Field) -> Value {
        match &field.kind {
            Kind::One(target, _) => {
                if !field.required && self.chance(4) {
                    return Value::Null;
                }
                json!(self.pick(&world.ids(target)).clone())
            }
            Kind::Many(target) => {
                let all = world.ids(target);
                all.into_iter().filter(|_| self.chance(3)).collect()
            }
            Kind::Far(..) | Kind::ManyFar(..) => Value::Null,
            _ if field.name == "email" => json!(format!("{id}@example.org")),
            _ if field.unique => json!(format!("{of}-{id}").to_lowercase()),
            _ => self.plain(field),
        }
    }

    /// A filter of a rule, with variables.
    pub fn rule(&mut self, model: &Model, of: &str, depth: usize) -> Filter {
        self.with_variables = true;
        let filter = self.filter(model, of, depth);
        self.with_variables = false;
        filter
    }

    pub fn filter(&mut self, model: &Model, of: &str, depth: usize) -> Filter {
        if depth > 0 && self.chance(4) {
            let parts = (0..2).map(|_| self.filter(model, of, depth - 1)).collect();
            return if self.chance(2) { Filter::Any(parts) } else { Filter::All(parts) };
        }
        if self.chance(7) {
            return Filter::Not(Box::new(self.filter(model, of, depth)));
        }
        if self.chance(8) {
            return match (self.with_variables, self.chance(4)) {
                (true, true) => Filter::Fresh,
                (true, false) if of == "User" => Filter::Id(Test::Eq, Operand::Variable("user.id")),
                _ => {
                    let id = format!("{}{}", of.to_lowercase(), self.below(4));
                    Filter::Id(*self.pick(&[Test::Eq, Test::Ne]), Operand::Literal(json!(id)))
                }
            };
        }
        let fields = &model.of(of).fields;
        let owner = fields.iter().find(|field| field.name == "owner");
        if let (Some(_), true, true) = (owner, self.with_variables, self.chance(3)) {
            return Filter::Inside(
                "owner".into(),
                Box::new(Filter::Id(Test::Eq, Operand::Variable("user.id"))),
            );
        }
        let choice: Vec<&Field> =
            fields.iter().filter(|field| depth > 0 || field.target().is_none()).collect();
        let field = *self.pick(&choice);
        let name = field.name.clone();
        match &field.kind {
            Kind::Int => self.int_test(name),
            Kind::Text => self.text_test(name),
            Kind::Flag => match self.below(3) {
                0 => Filter::IsNull(name, self.chance(2)),
                1 => Filter::Value(name, Test::Ne, Operand::Literal(json!(self.chance(2)))),
                _ => Filter::Value(name, Test::Eq, Operand::Literal(json!(self.chance(2)))),
            },
            Kind::Card => {
                let inner = match self.chance(2) {
                    true => Filter::Value("label".into(), Test::StartsWith, Operand::Literal(json!("a"))),
                    false => Filter::Value("size".into(), Test::Gte, Operand::Literal(self.int())),
                };
                Filter::Inside(name, Box::new(inner))
            }
            Kind::One(target, _) => {
                if self.with_variables && target == "Alpha" && self.chance(3) {
                    return Filter::Inside(
                        name,
                        Box::new(Filter::Id(Test::Eq, Operand::Variable("user.team"))),
                    );
                }
                match self.chance(5) {
                    true => Filter::Missing(name),
                    false => Filter::Inside(name, Box::new(self.filter(model, target, depth - 1))),
                }
            }
            Kind::Far(target, _) | Kind::Many(target) | Kind::ManyFar(target, _) => {
                if self.chance(4) {
                    let test = *self.pick(&[Test::Gte, Test::Eq, Test::Lt]);
                    let count = i64::try_from(self.below(3)).unwrap();
                    return Filter::Count(name, test, count);
                }
                let inner = Box::new(self.filter(model, target, depth - 1));
                match self.below(3) {
                    0 => Filter::Every(name, inner),
                    1 => Filter::None(name, inner),
                    _ => Filter::Some(name, inner),
                }
            }
        }
    }

    fn int_test(&mut self, name: String) -> Filter {
        if self.with_variables && self.chance(3) {
            return Filter::Value(
                name,
                *self.pick(&[Test::Eq, Test::Ne, Test::Gte]),
                Operand::Variable("user.level"),
            );
        }
        match self.below(5) {
            0 => Filter::IsNull(name, self.chance(2)),
            1 => {
                let list = json!([self.int(), self.int()]);
                Filter::Value(name, *self.pick(&[Test::In, Test::NotIn]), Operand::Literal(list))
            }
            _ => {
                let test = *self.pick(&[Test::Eq, Test::Ne, Test::Lt, Test::Gte]);
                Filter::Value(name, test, Operand::Literal(self.int()))
            }
        }
    }

    fn text_test(&mut self, name: String) -> Filter {
        if self.with_variables && name != "email" {
            match self.below(6) {
                0 => {
                    return Filter::Value(
                        name,
                        *self.pick(&[Test::In, Test::NotIn]),
                        Operand::Variable("user.roles"),
                    );
                }
                1 => {
                    return Filter::Value(
                        name,
                        *self.pick(&[Test::Eq, Test::Ne]),
                        Operand::Variable("claims.word"),
                    );
                }
                2 => return Filter::Value(name, Test::Eq, Operand::Variable("user.word")),
                _ => {}
            }
        }
        match self.below(5) {
            0 => Filter::IsNull(name, self.chance(2)),
            1 => Filter::Value(name, Test::StartsWith, Operand::Literal(json!("a"))),
            2 => Filter::Value(name, Test::In, Operand::Literal(json!(["ab", "author"]))),
            _ => {
                let test = *self.pick(&[Test::Eq, Test::Ne, Test::Lt, Test::Gte]);
                Filter::Value(name, test, Operand::Literal(self.word()))
            }
        }
    }
}
