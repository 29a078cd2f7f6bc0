//! Random models with random rules: what random actors ask is judged by Headwater and by a judge that
//! knows nothing of it. The judge holds the records in plain data and follows the rules word by word, in
//! three-valued logic.
//!
//! Read [`reads::Judge`] first.

mod changes;
mod filter;
mod judged;
mod makes;
mod model;
mod query;
mod reads;
mod requests;
mod watching;
mod world;
mod writes;

use std::collections::BTreeSet;
use std::sync::Arc;

use headwater::access::Actor;
use headwater::graphql::answer::Answer;
use headwater::graphql::executor::{Asked, Executor};
use headwater::import::Options;
use serde_json::{Map, Value, json};

use self::makes::Maker;
use self::query::Root;
use self::reads::{Judge, Judged};
use self::world::{Asker, World};
use crate::support::content::Content;

/// A model's tables with records, and what should be in them.
struct Run {
    content: Content,
    executors: [Executor; 2],
    world: World,
    askers: Vec<Asker>,
    maker: Maker,
    seed: u64,
}

impl Run {
    async fn new(seed: u64) -> Self {
        let mut maker = Maker::of(seed);
        let model = Arc::new(model::generate(&mut maker));
        let content = Content::new(&model.sdl()).await;
        let world = World::generate(&mut maker, model);
        let files = world.files();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let told = content.import(&files, &Options::default()).await;
        assert!(!told.contains("error"), "{told}\n{}", world.model.sdl());
        let executors = content.executors();
        Self { content, executors, world, askers: askers(), maker, seed }
    }

    /// The answer to an actor, which must be the same from both databases.
    async fn ask(&self, actor: &Actor, document: &str) -> Value {
        let [sqlite, postgres] = &self.executors;
        let answers = [ask(sqlite, actor, document).await, ask(postgres, actor, document).await];
        let [first, second] = &answers;
        assert_eq!(
            first,
            second,
            "SQLite and PostgreSQL disagree about {document}\n{}",
            self.world.model.sdl()
        );
        serde_json::from_str(first).unwrap()
    }

    /// What a failure is told with.
    fn told(&self, asker: &Asker, document: &str) -> String {
        let rows: Vec<String> =
            self.world.rows.iter().map(|((of, _), row)| format!("{of} {}", json!(row))).collect();
        format!(
            "seed {}\n{}\n{}\n{asker:?}\n{document}\n",
            self.seed,
            self.world.model.sdl(),
            rows.join("\n")
        )
    }

    fn pick_asker(&mut self) -> Asker {
        self.maker.pick(&self.askers).clone()
    }

    /// Asks something. What is told of a wrong answer is returned.
    async fn question(&mut self) -> Result<(), String> {
        let asker = self.pick_asker();
        let count = 1 + usize::from(self.maker.chance(4));
        let roots: Vec<Root> = (0..count).map(|_| self.maker.root(&self.world)).collect();
        let fields = roots.iter().enumerate();
        let fields: Vec<_> =
            fields.map(|(place, root)| format!("r{place}: {}", root.written(&self.world.model))).collect();
        let document = format!("{{ {} }}", fields.join(" "));
        let answer = self.ask(&asker.actor(&self.world), &document).await;
        let judged = Judge::new(&self.world, &asker).judge(&roots);
        match difference(&judged, &answer) {
            Some(difference) => {
                let told = self.told(&asker, &document);
                Err(format!("{told}answered {answer}\nmust be {judged:?}\n{difference}"))
            }
            None => Ok(()),
        }
    }
}

async fn ask(executor: &Executor, actor: &Actor, document: &str) -> String {
    match executor.ready(Asked::new(actor, document, Map::new())) {
        Ok(ready) => ready.run().await.into_json(),
        Err(errors) => Answer::refused(errors).into_json(),
    }
}

fn askers() -> Vec<Asker> {
    let asker = |id: Option<&str>, roles: &[&'static str], word: Option<&str>| Asker {
        id: id.map(str::to_owned),
        roles: [&["public"], roles].concat(),
        claims: word.map(|word| ("word".to_owned(), json!(word))).into_iter().collect(),
    };
    vec![
        asker(None, &[], None),
        asker(None, &["admin"], None),
        asker(Some("user0"), &["user"], None),
        asker(Some("user1"), &["user", "author"], Some("ab")),
        asker(Some("user2"), &["user", "author", "editor"], None),
        asker(Some("user3"), &["user", "editor"], Some("author")),
    ]
}

/// The codes and the paths of an answer's errors.
fn errors(answer: &Value) -> Vec<(String, String)> {
    let errors = answer["errors"].as_array().into_iter().flatten();
    let told = errors.map(|error| {
        let code = error["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        (code, error["path"].to_string())
    });
    told.collect()
}

/// How an answer differs from what it must be.
fn difference(judged: &Judged, answer: &Value) -> Option<String> {
    let told = errors(answer);
    if let Some((code, path)) = told.iter().find(|(code, _)| code != "FORBIDDEN") {
        return Some(format!("{code} at {path}"));
    }
    let paths: BTreeSet<String> = told.into_iter().map(|(_, path)| path).collect();
    match judged {
        Judged::Refused(faults) => {
            if !answer["data"].is_null() || paths.is_empty() {
                return Some("it must be refused".to_owned());
            }
            let other: Vec<_> = paths.difference(faults).collect();
            (!other.is_empty()).then(|| format!("what is refused is not {other:?}"))
        }
        Judged::Answered(data, errors) => {
            let mut found = answer["data"].clone();
            sort_groups(&mut found);
            if found != *data {
                return Some(format!("the data differs:\n{found}\n{data}"));
            }
            // A group whose key is a required record that is hidden says so; groups come in any order.
            let is_key = |path: &&String| path.contains("\"groups\"") && path.ends_with("\"key\",\"v\"]");
            let (keys, paths): (BTreeSet<String>, BTreeSet<String>) =
                paths.into_iter().partition(|path| is_key(&path));
            let other: Vec<_> = paths.difference(errors).collect();
            let is_wrong = !other.is_empty() || keys.is_empty() && paths.is_empty() != errors.is_empty();
            is_wrong.then(|| format!("the refused fields differ: {paths:?}"))
        }
    }
}

/// Groups without an order may come in any.
fn sort_groups(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(sort_groups),
        Value::Object(fields) => {
            for (name, value) in fields {
                sort_groups(value);
                if let (true, Some(groups)) = (name == "groups", value.as_array_mut()) {
                    groups.sort_by_key(|group| group["key"]["v"].to_string());
                }
            }
        }
        _ => {}
    }
}

/// Shows what went wrong first: the smallest cases are told before others.
fn stop_at(wrong: &[String]) {
    let mut wrong: Vec<&String> = wrong.iter().collect();
    wrong.sort_by_key(|told| told.len());
    let shown: Vec<_> = wrong.iter().take(3).map(|told| told.as_str()).collect();
    assert!(wrong.is_empty(), "{} are wrong, such as\n\n{}", wrong.len(), shown.join("\n\n"));
}

/// So many models, or as many as the variable says, which takes a first seed as well: `200` or `7..8`.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let Ok(wanted) = std::env::var("HEADWATER_TEST_RULES") else { return 0..usual };
    match wanted.split_once("..") {
        Some((first, last)) => first.parse().unwrap()..last.parse().unwrap(),
        None => 0..wanted.parse().unwrap(),
    }
}

#[tokio::test]
async fn everyone_writes_what_the_rules_allow() {
    let mut wrong = Vec::new();
    for seed in seeds(6) {
        let mut run = Run::new(seed + 1_000_000).await;
        for _ in 0..60 {
            wrong.extend(run.mutation().await.err());
        }
    }
    stop_at(&wrong);
}

#[tokio::test]
async fn everyone_is_answered_what_the_rules_say() {
    let mut wrong = Vec::new();
    for seed in seeds(6) {
        let mut run = Run::new(seed).await;
        for _ in 0..80 {
            wrong.extend(run.question().await.err());
        }
    }
    stop_at(&wrong);
}
