//! Operations made at random from a model, and records made at random to ask for.

use headwater::model::kind::{ENUM_OPERATORS, LIST_OPERATORS};
use headwater::model::{Collection, Direction, Field, FieldKind, Model, Operator, RelationStorage, Scalar};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use serde_json::json;

use super::queries::Queries;

/// A model with every kind of field and of relation.
pub const SDL: &str = r#"
    enum Mood { HAPPY SAD }
    interface Titled { title: String! }
    type Post implements Titled @collection(orderBy: { day: DESC, views: ASC }) @allow(to: public, do: READ) {
        title: String! slug: Slug @unique mood: Mood moods: [Mood!] words: [String!] views: Int! big: BigInt
        price: Decimal score: Float live: Boolean! at: DateTime day: Date noon: Time meta: JSON place: Point
        author: Author editor: Author reviewer: Author! tags: [Tag!]! seo: Seo links: [Link!] blocks: [Block!]
    }
    type Author @collection(orderBy: { name: ASC }) @allow(to: public, do: READ) {
        name: String! @index born: Date rank: Int @index
        boss: Author team: [Author!]! @inverse(of: "boss")
        friends: [Author!]! @inverse(of: "friendOf") friendOf: [Author!]! likes: [Author!]!
        posts: [Post!]! @inverse(of: "author") edited: [Post!]! @inverse(of: "editor")
        reviewed: [Post!]! @inverse(of: "reviewer")
        card: Card @inverse(of: "author")
    }
    type Card @collection @allow(to: public, do: READ) { number: BigInt! author: Author @unique }
    type Tag implements Titled @collection @allow(to: public, do: READ) {
        title: String! @index weight: Decimal posts: [Post!]! @inverse(of: "tags")
    }
    type Seo @component { title: String count: BigInt rate: Decimal seen: DateTime link: Link }
    type Link @component { label: String n: Int ok: Boolean post: Post related: [Post!] }
    type Prose @component { text: Text }
    type Quote @component { by: Author mood: Mood weight: Float }
    union Block = Prose | Quote
"#;

/// The records of each collection.
const ROWS: usize = 25;

/// Writes records as SQL that both databases read alike.
pub async fn fill(queries: &Queries, random: &mut Random) {
    let model = &queries.compiler.model;
    let collections = ["Author", "Tag", "Post", "Card"].map(|name| &model.collections[name]);
    for collection in collections {
        for row in 0..ROWS {
            let fields = collection
                .fields
                .values()
                .filter(|field| !field.name.starts_with("createdBy") && !field.name.starts_with("updatedBy"));
            let (columns, values): (Vec<_>, Vec<_>) = fields
                .filter_map(|field| {
                    Some((format!("\"{}\"", field.column()?), random.literal(model, field, row)))
                })
                .unzip();
            let sql = format!(
                "INSERT INTO \"{}\" ({}) VALUES ({})",
                collection.table,
                columns.join(", "),
                values.join(", ")
            );
            queries.execute(&sql).await;
        }
    }
    for (table, targets) in [("post_tags", ROWS), ("author_friend_of", ROWS), ("author_likes", ROWS)] {
        for source in 0..ROWS {
            for position in 0..random.below(4) {
                let target = (source * 7 + position * 5 + random.below(2)) % targets;
                let sql = format!(
                    "INSERT INTO {table} (source_id, target_id, position) VALUES ('{source}', '{target}', {position}) ON CONFLICT DO NOTHING"
                );
                queries.execute(&sql).await;
            }
        }
    }
}

/// Where chance comes from: the same in every run.
pub struct Random(TestRng);

impl Random {
    pub fn new() -> Self {
        Self(TestRunner::deterministic().new_rng())
    }

    /// Another one for every number.
    pub fn of(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    pub fn below(&mut self, limit: usize) -> usize {
        self.0.next_u32() as usize % limit
    }

    /// True once in so many times.
    pub fn chance(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// A column's value in SQL.
    fn literal(&mut self, model: &Model, field: &Field, row: usize) -> String {
        match field.name.as_str() {
            "id" => return format!("'{row}'"),
            "slug" => return format!("'s-{row}'"),
            _ => {}
        }
        if !field.required && self.chance(4) {
            return "NULL".into();
        }
        match &field.kind {
            FieldKind::Relation(_) if field.unique => format!("'{row}'"),
            FieldKind::Relation(_) => format!("'{}'", self.below(if row == 0 { 1 } else { row.min(ROWS) })),
            _ => {
                let json = self.json(model, field);
                match json {
                    serde_json::Value::String(text)
                        if !matches!(field.kind, FieldKind::Scalar(Scalar::JSON)) =>
                    {
                        format!("'{}'", text.replace('\'', "''"))
                    }
                    json @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_))
                        if !matches!(field.kind, FieldKind::Scalar(Scalar::JSON)) =>
                    {
                        json.to_string()
                    }
                    json => format!("'{}'", json.to_string().replace('\'', "''")),
                }
            }
        }
    }

    /// A field's value in the API's JSON form.
    fn json(&mut self, model: &Model, field: &Field) -> serde_json::Value {
        if field.list {
            return (0..self.below(3)).map(|_| self.item(model, field)).collect();
        }
        self.item(model, field)
    }

    fn item(&mut self, model: &Model, field: &Field) -> serde_json::Value {
        match &field.kind {
            FieldKind::Scalar(scalar) => self.scalar(*scalar),
            FieldKind::Enum(_) => (*self.pick(&["HAPPY", "SAD"])).into(),
            FieldKind::Component(name) => self.component(model, name),
            FieldKind::Blocks(name) => {
                let member = self.pick(&model.blocks[name].members).clone();
                let mut block = json!({ "__typename": member });
                block
                    .as_object_mut()
                    .unwrap()
                    .extend(self.component(model, &member).as_object().unwrap().clone());
                block
            }
            FieldKind::Relation(relation) => match relation.storage {
                RelationStorage::Embedded { many: true } => {
                    (0..self.below(4)).map(|_| json!(self.below(ROWS + 2).to_string())).collect()
                }
                _ => json!(self.below(ROWS + 2).to_string()),
            },
        }
    }

    fn component(&mut self, model: &Model, name: &str) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        for field in model.components[name].fields.values() {
            match self.below(5) {
                0 => continue,
                1 => object.insert(field.name.clone(), serde_json::Value::Null),
                _ => object.insert(field.name.clone(), self.json(model, field)),
            };
        }
        object.into()
    }

    fn scalar(&mut self, scalar: Scalar) -> serde_json::Value {
        match scalar {
            Scalar::Int => json!(self.below(7) as i64 - 2),
            Scalar::BigInt => (*self.pick(&["-9223372036854775808", "0", "3", "9007199254740993"])).into(),
            Scalar::Float => json!(*self.pick(&[0.1, -2.5, 3.0, 1e21, 1.5e-7, 0.0])),
            Scalar::Decimal => (*self.pick(&["0.1", "19.99", "-3", "100", "2.5"])).into(),
            Scalar::Boolean => json!(self.chance(2)),
            Scalar::DateTime => (*self.pick(&[
                "2025-12-31T23:59:59.999Z",
                "2026-03-01T10:30:00.000Z",
                "1969-07-20T20:17:40.000Z",
            ]))
            .into(),
            Scalar::Date => (*self.pick(&["2025-12-31", "2026-03-01", "1969-07-20", "2024-02-29"])).into(),
            Scalar::Time => (*self.pick(&["00:00:00.000", "12:30:00.000", "23:59:59.999"])).into(),
            Scalar::JSON => self
                .pick(&[json!({"a": {"b": [1, "two"]}}), json!([1, 2]), json!("x"), json!({"a": 1.5})])
                .clone(),
            Scalar::Point => {
                self.pick(&[json!({"lat": 52.52, "lng": 13.405}), json!({"lat": -33.9, "lng": 18.4})]).clone()
            }
            _ => (*self.pick(&["red", "Änne O'Hara", "a%_*[?]\\b", "", "漢字 \"quoted\"", "RED"])).into(),
        }
    }

    /// A query with the variables `$yes` and `$n`.
    pub fn operation(&mut self, model: &Model) -> String {
        let roots = (0..1 + self.below(2)).map(|index| {
            let collection = *self.pick(&["Post", "Author", "Tag", "Card"]);
            let collection = &model.collections[collection];
            match self.below(8) {
                0 => format!(
                    "r{index}: node(id: \"{}\") {{ __typename ... on Titled {{ title }} ... on {} {} }}",
                    self.below(ROWS),
                    collection.name,
                    self.object(model, &collection.name, 2)
                ),
                1 => format!(
                    "r{index}: {}(id: \"{}\") {}",
                    collection.singular,
                    self.below(ROWS),
                    self.object(model, &collection.name, 3)
                ),
                _ => format!("r{index}: {}", self.many(model, &collection.plural, collection, 3)),
            }
        });
        let roots = roots.collect::<Vec<_>>().join(" ");
        format!(
            "query($yes: Boolean!, $n: Int!) {{ {roots} used: posts(limit: $n) {{ id @include(if: $yes) title }} }}"
        )
    }

    /// A list, a connection or an aggregate, with arguments.
    fn many(&mut self, model: &Model, list: &str, collection: &Collection, depth: usize) -> String {
        let name = &collection.name;
        let filter =
            if self.chance(2) { format!("where: {}", self.filter(model, name, 3)) } else { String::new() };
        let order =
            if self.chance(2) { format!("orderBy: {}", self.order(model, name, 2)) } else { String::new() };
        let arguments = |parts: &[&str]| {
            let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).copied().collect();
            if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) }
        };
        match self.below(5) {
            0 => {
                let size = format!("{}: {}", self.pick(&["first", "last"]), self.below(6));
                format!(
                    "{list}Connection{} {{ totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} edges {{ cursor node {} }} }}",
                    arguments(&[&filter, &order, &size]),
                    self.object(model, name, depth - 1)
                )
            }
            1 => format!("{list}Aggregate{} {}", arguments(&[&filter]), self.aggregate(collection)),
            _ => {
                let window = match self.below(3) {
                    0 => String::new(),
                    1 => "limit: 3, offset: 1".into(),
                    _ => "limit: $n".into(),
                };
                format!(
                    "{list}{} {}",
                    arguments(&[&filter, &order, &window]),
                    self.object(model, name, depth - 1)
                )
            }
        }
    }

    fn aggregate(&mut self, collection: &Collection) -> String {
        let scalars: Vec<(&str, Scalar)> = collection
            .fields
            .values()
            .filter_map(|field| match field.kind {
                FieldKind::Scalar(scalar)
                    if !field.list
                        && field.name != "version"
                        && scalar.kind().orderable
                        && scalar != Scalar::Boolean =>
                {
                    Some((field.name.as_str(), scalar))
                }
                _ => None,
            })
            .collect();
        let numbers: Vec<_> = scalars
            .iter()
            .filter(|(_, scalar)| {
                matches!(scalar, Scalar::Int | Scalar::BigInt | Scalar::Decimal | Scalar::Float)
            })
            .collect();
        let all = scalars.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
        let measured = numbers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ");
        let (key, _) = *self.pick(&scalars);
        let number = self.pick(&numbers).0;
        format!(
            "{{ count countDistinct {{ {all} }} min {{ {all} }} max {{ {all} }} sum {{ {measured} }} avg {{ {measured} }}
               groups(by: [{{field: {key}}}], having: {{count: {{gte: {}}}}}, orderBy: [{{sum: {{{number}: DESC}}}}], limit: 5) {{ key {{ {key} }} count sum {{ {measured} }} }}
               months: groups(by: [{{field: createdAt, bucket: MONTH}}]) {{ key {{ createdAt }} count }} }}",
            1 + self.below(2)
        )
    }

    /// A selection set of the type.
    pub fn object(&mut self, model: &Model, type_name: &str, depth: usize) -> String {
        let mut parts = vec!["__typename".to_owned()];
        for field in model.fields_of(type_name).unwrap().values() {
            if matches!(field.name.as_str(), "createdBy" | "updatedBy") || self.chance(2) {
                continue;
            }
            match &field.kind {
                FieldKind::Scalar(_) | FieldKind::Enum(_) => parts.push(field.name.clone()),
                _ if depth == 0 => {}
                FieldKind::Component(name) => {
                    parts.push(format!("{} {}", field.name, self.object(model, name, depth - 1)))
                }
                FieldKind::Blocks(name) => {
                    let members = model.blocks[name].members.clone();
                    let members = members.iter().map(|member| {
                        // An alias for each member: fields of one name may differ in type.
                        let fields = model.components[member].fields.keys().map(|field| {
                            let inner =
                                model.components[member].fields[field].relation().map_or("", |_| "{ id }");
                            format!("{member}_{field}: {field} {inner}")
                        });
                        format!("... on {member} {{ {} }}", fields.collect::<Vec<_>>().join(" "))
                    });
                    parts.push(format!(
                        "{} {{ __typename {} }}",
                        field.name,
                        members.collect::<Vec<_>>().join(" ")
                    ));
                }
                FieldKind::Relation(relation) => {
                    let target = &model.collections[&relation.target];
                    match (relation.is_to_many(), &relation.storage) {
                        (true, RelationStorage::Embedded { .. }) => parts.push(format!(
                            "{} {}",
                            field.name,
                            self.object(model, &target.name, depth - 1)
                        )),
                        (true, _) => parts.push(format!(
                            "x_{}: {}",
                            field.name,
                            self.many(model, &field.name, target, depth)
                        )),
                        (false, _) => parts.push(format!(
                            "{} {}",
                            field.name,
                            self.object(model, &target.name, depth - 1)
                        )),
                    }
                }
            }
        }
        format!("{{ {} }}", parts.join(" "))
    }

    /// An order as a literal.
    pub fn order(&mut self, model: &Model, type_name: &str, depth: usize) -> String {
        let fields: Vec<&Field> = model
            .fields_of(type_name)
            .unwrap()
            .values()
            .filter(|field| match &field.kind {
                FieldKind::Scalar(scalar) => !field.list && scalar.kind().orderable,
                FieldKind::Enum(_) => !field.list,
                FieldKind::Component(_) | FieldKind::Relation(_) => {
                    depth > 0 && !field.list && !matches!(field.name.as_str(), "createdBy" | "updatedBy")
                }
                FieldKind::Blocks(_) => false,
            })
            .collect();
        let field = *self.pick(&fields);
        let direction = self.pick(&Direction::ALL).0;
        match &field.kind {
            FieldKind::Component(name) => {
                format!("{{{}: {}}}", field.name, self.order(model, name, depth - 1))
            }
            FieldKind::Relation(_) if field.is_to_many() => {
                format!("{{{}: {{count: {direction}}}}}", field.name)
            }
            FieldKind::Relation(relation) => {
                format!("{{{}: {}}}", field.name, self.order(model, &relation.target, depth - 1))
            }
            _ => format!("{{{}: {direction}}}", field.name),
        }
    }

    /// A filter as a literal.
    pub fn filter(&mut self, model: &Model, type_name: &str, depth: usize) -> String {
        if depth > 1 && self.chance(4) {
            let word = *self.pick(&["and", "or"]);
            return format!(
                "{{{word}: [{}, {}]}}",
                self.filter(model, type_name, depth - 1),
                self.filter(model, type_name, depth - 1)
            );
        }
        if depth > 1 && self.chance(6) {
            return format!("{{not: {}}}", self.filter(model, type_name, depth - 1));
        }
        let fields: Vec<&Field> = model
            .fields_of(type_name)
            .unwrap()
            .values()
            .filter(|field| {
                !matches!(field.name.as_str(), "createdBy" | "updatedBy")
                    && (depth > 0 || matches!(field.kind, FieldKind::Scalar(_) | FieldKind::Enum(_)))
            })
            .collect();
        let field = *self.pick(&fields);
        let (inner, many) = match &field.kind {
            FieldKind::Scalar(_) | FieldKind::Enum(_) => {
                return format!("{{{}: {}}}", field.name, self.test(model, field));
            }
            FieldKind::Component(name) => (self.filter(model, name, depth - 1), field.list),
            FieldKind::Blocks(_) => {
                (format!("{{quote: {}}}", self.filter(model, "Quote", depth - 1)), field.list)
            }
            FieldKind::Relation(relation) => {
                (self.filter(model, &relation.target, depth - 1), relation.is_to_many())
            }
        };
        match (many, self.below(4)) {
            (true, 0) => format!("{{{}: {{count: {{gt: {}}}}}}}", field.name, self.below(3)),
            (true, index) => {
                format!("{{{}: {{{}: {inner}}}}}", field.name, ["some", "every", "none"][index - 1])
            }
            (false, 0) => format!("{{{}: null}}", field.name),
            (false, _) => format!("{{{}: {inner}}}", field.name),
        }
    }

    fn test(&mut self, model: &Model, field: &Field) -> String {
        let operators = match &field.kind {
            _ if field.list => LIST_OPERATORS,
            FieldKind::Scalar(scalar) => scalar.kind().operators,
            _ => ENUM_OPERATORS,
        };
        let operator = *self.pick(operators);
        let name = operator.name();
        let value = |random: &mut Self| {
            let value = random.item(model, field);
            match &field.kind {
                FieldKind::Enum(_) => value.as_str().unwrap().to_owned(),
                _ => value.to_string(),
            }
        };
        let operand = match operator {
            Operator::In | Operator::NotIn | Operator::Between | Operator::HasEvery | Operator::HasSome => {
                format!("[{}, {}]", value(self), value(self))
            }
            Operator::IsNull | Operator::IsEmpty => self.chance(2).to_string(),
            Operator::Near => "{lat: 50, lng: 10, meters: 500000}".into(),
            Operator::Within => (*self.pick(&[
                "{box: {minLat: -90, minLng: 10, maxLat: 60, maxLng: 15}}",
                "{polygon: [{lat: 0, lng: 0}, {lat: 60, lng: 0}, {lat: 60, lng: 20}]}",
            ]))
            .into(),
            Operator::Path => (*self.pick(&[
                "{at: \"a.b[0]\", eq: 1}",
                "{at: \"a\", gt: 1}",
                "{at: \"a.b[1]\", ne: \"x\"}",
                "{at: \"a.b\", exists: true}",
                "{at: \"a\", isNull: false}",
            ]))
            .into(),
            _ => value(self),
        };
        let mode = match operators.contains(&Operator::Like) && self.chance(3) {
            true => ", mode: INSENSITIVE",
            false => "",
        };
        let operand = if operator == Operator::Like { "\"%n%\"".to_owned() } else { operand };
        format!("{{{name}: {operand}{mode}}}")
    }
}
