//! Random requests, each done by Headwater and by a model of what should be there: answers, stored
//! records, and what the log says must agree.

mod deletion;
mod relations;
mod requests;
mod values;
mod view;
mod world;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use headwater::graphql::names;
use headwater::model::verb_name;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use self::requests::{Maker, Step, Verb};
use self::values::{is_same, passes};
use self::view::{selection, shown};
use self::world::{Done, Name, Record, World};
use super::Both;
use crate::support::generator::Random;

const SDL: &str = r#"
    type Author @collection @check(where: { or: [{ score: { isNull: true } }, { score: { ne: 13 } }] }) {
        name: String! @unique
        score: Int @check(min: -40, max: 40)
        rate: Decimal @default(value: "1")
        words: [String!]! @check(maxLength: 6)
        card: Card
        mentor: Author
        pupils: [Author!]! @inverse(of: "mentor")
        friends: [Author!]!
        books: [Book!]! @inverse(of: "author")
        edited: [Book!]! @inverse(of: "editor") @relation(max: 3)
        profile: Profile @inverse(of: "author")
    }
    type Profile @collection {
        code: BigInt @unique
        author: Author! @unique @relation(onDelete: CASCADE)
        spare: Book @unique
    }
    type Book @collection @index(fields: ["author", "title"], unique: true) {
        title: String!
        edition: Int! @default(value: 1)
        author: Author!
        editor: Author
        tags: [Tag!]! @relation(max: 3)
        notes: [Note!]! @inverse(of: "book")
        spareOf: Profile @inverse(of: "spare")
        blocks: [Block!]!
    }
    type Tag @collection { label: String! @unique weight: Float books: [Book!]! @inverse(of: "tags") }
    type Note @collection {
        text: String
        book: Book! @relation(onDelete: CASCADE)
        reply: Note @relation(onDelete: CASCADE)
        replies: [Note!]! @inverse(of: "reply")
    }
    type Card @component { motto: String by: Author likes: [Tag!]! }
    union Block = Prose | Quote
    type Prose @component { text: Text tag: Tag }
    type Quote @component { book: Book! }
"#;

/// In an order in which they can be emptied.
const TABLES: [&str; 8] =
    ["book_tags", "author_friends", "note", "profile", "book", "author", "tag", "hw_change"];
/// The codes of what is refused for good reason.
const REFUSALS: [&str; 3] = ["VALIDATION", "CONFLICT", "NOT_FOUND"];

/// Headwater and the model of what it should hold.
struct Run<'b> {
    both: &'b Both,
    world: World,
    /// What the log makes of an empty world.
    replayed: BTreeMap<Name, Record>,
    logged: usize,
    versions: BTreeMap<Name, i64>,
    named: usize,
}

impl<'b> Run<'b> {
    async fn new(both: &'b Both) -> Self {
        both.empty(&TABLES).await;
        let world = World { model: both.content.model.clone().into(), records: BTreeMap::new() };
        let (replayed, versions) = (BTreeMap::new(), BTreeMap::new());
        Self { both, world, replayed, logged: 0, versions, named: 0 }
    }

    async fn request(&mut self, seed: u64) -> Result<(), TestCaseError> {
        let random = Random::of(seed);
        let steps = Maker { random, world: &self.world, named: &mut self.named }.request();
        let told = told(&steps);
        let mut after = self.world.clone();
        let expected: Done<Vec<Value>> = steps.iter().map(|step| done(&mut after, step)).collect();
        let answer = self.both.ask(&document(&self.world, &steps), &variables(&steps)).await;
        match &expected {
            Ok(expected) => {
                prop_assert!(answer.get("errors").is_none(), "{told}\nwas refused: {answer}");
                for (index, expected) in expected.iter().enumerate() {
                    let found = &answer["data"][format!("s{index}")];
                    prop_assert!(is_same(found, expected), "{told}\nanswered {found}\ninstead of {expected}");
                }
            }
            Err(reason) => {
                prop_assert!(
                    answer["data"].is_null(),
                    "{told}\nis impossible ({reason}), and answered {answer}"
                );
                for error in answer["errors"].as_array().unwrap() {
                    let code = error["extensions"]["code"].as_str().unwrap();
                    prop_assert!(REFUSALS.contains(&code), "{told}\nanswered {answer}\ninstead of {reason}");
                }
            }
        }
        let content = |world: &World| world.records.clone();
        let before = content(&self.world);
        if expected.is_ok() {
            self.world = after;
        }
        self.check_stored(&before, steps.len(), &told).await?;
        self.check_log(expected.is_ok(), &told).await
    }

    /// Everything stored, from both ends of each relation.
    async fn check_stored(
        &mut self,
        before: &BTreeMap<Name, Record>,
        steps: usize,
        told: &str,
    ) -> Result<(), TestCaseError> {
        let model = self.world.model.clone();
        let mut document = "{".to_owned();
        for of in TYPES {
            let fields = selection(&model, of);
            let list = &model.collections[of].plural;
            write!(
                document,
                " {of}: {list}(orderBy: [{{ id: ASC }}], limit: 1000) {{ version {}",
                &fields[1..]
            )
            .unwrap();
        }
        let answer = self.both.ask(&(document + " }"), &json!({})).await;
        prop_assert!(answer.get("errors").is_none(), "{answer}");
        let mut versions = BTreeMap::new();
        for of in TYPES {
            let mut found = answer["data"][of].as_array().unwrap().clone();
            let mut expected = Vec::new();
            for id in self.world.ids(of) {
                expected.push(shown(&self.world, of, &id));
            }
            for record in &mut found {
                let version = record.as_object_mut().unwrap().remove("version").unwrap().as_i64().unwrap();
                let name = (of.to_owned(), record["id"].as_str().unwrap().to_owned());
                versions.insert(name, version);
            }
            let (found, expected) = (Value::Array(found), Value::Array(expected));
            prop_assert!(is_same(&found, &expected), "{told}\nleft {of} {found}\ninstead of {expected}");
        }
        for (name, version) in &versions {
            let known = before.get(name).map(|record| (record, self.versions[name]));
            let least = match known {
                Some((record, version)) if *record == self.world.records[name] => version,
                Some((_, version)) => version + 1,
                None => 1,
            };
            let most = known.map_or(0, |(_, version)| version) + i64::try_from(steps).unwrap();
            prop_assert!(
                (least..=most).contains(version),
                "{told}\nleft {name:?} at version {version}, not {least} to {most}"
            );
        }
        self.versions = versions;
        Ok(())
    }

    /// What the log says of the request, done to what the log said before.
    async fn check_log(&mut self, is_done: bool, told: &str) -> Result<(), TestCaseError> {
        let log = self.both.log(self.logged).await;
        prop_assert!(is_done || log.is_empty(), "{told}\nwas refused, and logged {log:?}");
        self.logged += log.len();
        for entry in log {
            let name = (entry.collection.clone(), entry.id.clone());
            let known = self.replayed.get(&name).cloned();
            let fits = match (entry.operation.as_str(), &known) {
                ("CREATE", None) => entry.before.is_null() && entry.version >= 1,
                ("UPDATE", Some(known)) => entry.before.as_object().unwrap().iter().all(|(field, before)| {
                    is_same(&bare(before), &bare(known.get(field).unwrap_or(&Value::Null)))
                }),
                ("DELETE", Some(known)) => {
                    entry.after.is_null()
                        && is_same(&bare(&entry.before), &bare(&Value::Object(known.clone())))
                }
                _ => false,
            };
            prop_assert!(fits, "{told}\nlogged {entry:?}\nof {known:?}");
            match entry.after {
                Value::Object(after) => self.replayed.entry(name).or_default().extend(after),
                _ => drop(self.replayed.remove(&name)),
            }
        }
        let without = |record: &Record| bare(&Value::Object(record.clone()));
        let replayed: BTreeMap<_, _> =
            self.replayed.iter().map(|(name, record)| (name, without(record))).collect();
        let stored: BTreeMap<_, _> =
            self.world.records.iter().map(|(name, record)| (name, without(record))).collect();
        for (name, stored) in &stored {
            let replayed = replayed.get(name).unwrap_or(&Value::Null);
            prop_assert!(
                is_same(replayed, stored),
                "{told}\nthe log makes {name:?} {replayed} instead of {stored}"
            );
        }
        prop_assert_eq!(replayed.len(), stored.len(), "{}\nthe log has more records", told);
        Ok(())
    }
}

const TYPES: [&str; 5] = ["Author", "Profile", "Book", "Tag", "Note"];

/// A value without what is empty.
fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, value)| (name.clone(), bare(value)));
            Value::Object(kept.filter(|(_, value)| !value.is_null()).collect())
        }
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) => items.iter().map(bare).collect(),
        other => other.clone(),
    }
}

/// Does a root field in the model, and says what should be answered.
fn done(world: &mut World, step: &Step) -> Done<Value> {
    let (of, given) = (step.of.as_str(), &step.arguments);
    let id = given["id"].as_str().unwrap_or_default();
    let must_be_there =
        |world: &World| if world.has(of, id) { Ok(()) } else { Err(format!("there is no {of} {id}")) };
    let matching = |world: &World| {
        let records = world.records.iter().filter(|((name, _), _)| name == of);
        let records = records.filter(|((_, id), record)| passes(id, record, &given["where"]));
        records.map(|((_, id), _)| id.clone()).collect::<Vec<_>>()
    };
    let list = |world: &World, ids: &[String]| ids.iter().map(|id| shown(world, of, id)).collect::<Value>();
    match step.verb {
        Verb::Create => {
            let id = world.create(of, &given["data"], None)?;
            world.judge()?;
            Ok(shown(world, of, &id))
        }
        Verb::CreateMany => {
            let mut ids = Vec::new();
            for data in given["data"].as_array().unwrap() {
                ids.push(world.create(of, data, None)?);
            }
            world.judge()?;
            Ok(list(world, &ids))
        }
        Verb::Update => {
            must_be_there(world)?;
            world.update(of, id, &given["data"])?;
            world.judge()?;
            Ok(shown(world, of, id))
        }
        Verb::UpdateMany => {
            let ids = matching(world);
            for id in &ids {
                if world.has(of, id) {
                    world.update(of, id, &given["data"])?;
                }
            }
            world.judge()?;
            let left: Vec<_> = ids.into_iter().filter(|id| world.has(of, id)).collect();
            Ok(json!({ "count": left.len(), "nodes": list(world, &left) }))
        }
        Verb::Upsert => {
            let id = world.upsert(of, given, None)?;
            world.judge()?;
            Ok(shown(world, of, &id))
        }
        Verb::Delete => {
            must_be_there(world)?;
            let answer = shown(world, of, id);
            world.remove(vec![(of.to_owned(), id.to_owned())])?;
            world.judge()?;
            Ok(answer)
        }
        Verb::DeleteMany => {
            let ids = matching(world);
            let answer = json!({ "count": ids.len(), "nodes": list(world, &ids) });
            world.remove(ids.into_iter().map(|id| (of.to_owned(), id)).collect())?;
            world.judge()?;
            Ok(answer)
        }
    }
}

fn document(world: &World, steps: &[Step]) -> String {
    let (mut variables, mut fields) = (String::new(), String::new());
    for (index, Step { verb, of, arguments }) in steps.iter().enumerate() {
        let collection = &world.model.collections[of];
        let (one, many) = (&collection.singular, &collection.plural);
        let name = match verb {
            Verb::Create => verb_name("create", one),
            Verb::CreateMany => verb_name("create", many),
            Verb::Update => verb_name("update", one),
            Verb::UpdateMany => verb_name("update", many),
            Verb::Upsert => verb_name("upsert", one),
            Verb::Delete => verb_name("delete", one),
            Verb::DeleteMany => verb_name("delete", many),
        };
        let mut given = String::new();
        for argument in arguments.as_object().unwrap().keys() {
            let ty = match (argument.as_str(), verb) {
                ("id", _) => "ID!".to_owned(),
                ("data", Verb::CreateMany) => format!("[{}!]!", names::create_input(of)),
                ("data", Verb::Create) | ("create", _) => format!("{}!", names::create_input(of)),
                ("key", _) => format!("{}!", names::key_input(of)),
                ("where", _) => format!("{}!", names::where_input(of)),
                _ => format!("{}!", names::update_input(of)),
            };
            write!(variables, " ${argument}{index}: {ty}").unwrap();
            write!(given, " {argument}: ${argument}{index}").unwrap();
        }
        let selected = selection(&world.model, of);
        let selected = match verb {
            Verb::UpdateMany | Verb::DeleteMany => format!("{{ count nodes {selected} }}"),
            _ => selected,
        };
        write!(fields, " s{index}: {name}({given}) {selected}").unwrap();
    }
    format!("mutation({variables}) {{ {fields} }}")
}

fn variables(steps: &[Step]) -> Value {
    let arguments = steps.iter().enumerate().flat_map(|(index, step)| {
        let given = step.arguments.as_object().unwrap().iter();
        given.map(move |(name, value)| (format!("{name}{index}"), value.clone()))
    });
    Value::Object(arguments.collect())
}

/// The request in words, for messages.
fn told(steps: &[Step]) -> String {
    let told = steps.iter().map(|step| format!("{:?} {} {}", step.verb, step.of, step.arguments));
    told.collect::<Vec<_>>().join("\n")
}

async fn check(both: &Both, seeds: &[u64]) -> Result<(), TestCaseError> {
    let mut run = Run::new(both).await;
    for seed in seeds {
        run.request(*seed).await?;
    }
    Ok(())
}

#[test]
fn any_requests_do_what_they_say() {
    let cases = std::env::var("HEADWATER_TEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(8);
    let config = Config { cases, max_shrink_iters: 80, failure_persistence: None, ..Config::default() };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let both = runtime.block_on(Both::new(SDL));
    let requests = prop::collection::vec(any::<u64>(), 1..40);
    let outcome = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
        .run(&requests, |seeds| runtime.block_on(check(&both, &seeds)));
    if let Err(proptest::test_runner::TestError::Fail(reason, seeds)) = &outcome {
        panic!("after {} requests:\n{reason}", seeds.len());
    }
    outcome.unwrap();
}
