//! Filters judged by what is known of a record: whatever is said must be what both databases say.
//!
//! Random models, records and filters. `HEADWATER_TEST_FILTERS` says how many models, or which: `200`, `7..8`.

mod filters;
mod model;
mod records;
mod values;

use std::collections::BTreeSet;

use headwater::access::Actor;
use headwater::filter::{Everything, Filter, Values, Verdict, evaluate, read};
use headwater::graphql::executor::{Asked, Executor};
use headwater::import::Options;
use headwater::model::Model;
use serde_json::{Value, json};

use self::model::COLLECTIONS;
use self::records::{GONE, Images, Knowledge, Known, ROWS};
use self::values::Pool;
use crate::support::content::Content;
use crate::support::generator::Random;

/// The filters that are tried on each model.
const FILTERS: usize = 120;

fn seeds(usual: u64) -> std::ops::Range<u64> {
    let Ok(wanted) = std::env::var("HEADWATER_TEST_FILTERS") else { return 0..usual };
    match wanted.split_once("..") {
        Some((first, last)) => first.parse().unwrap()..last.parse().unwrap(),
        None => 0..wanted.parse().unwrap(),
    }
}

/// What came of judging.
#[derive(Debug, Default)]
struct Tally {
    judged: usize,
    unknown: usize,
    /// By the record alone.
    unknown_alone: usize,
    wrong: Vec<String>,
}

/// The tables of a model on both databases, with records.
struct Run {
    sdl: String,
    content: Content,
    executors: [Executor; 2],
    images: [Images; 2],
}

impl Run {
    async fn new(pool: &mut Pool<'_>) -> Self {
        let sdl = model::sdl(pool.random);
        let content = Content::new(&sdl).await;
        let files = records::files(pool, &content.model);
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let told = content.import(&files, &Options::default()).await;
        assert!(!told.contains("error") && told.contains("rows"), "{told}\n{sdl}");
        for store in &content.stores {
            let gone = (ROWS - GONE..ROWS).flat_map(|row| COLLECTIONS.map(|name| (name.to_lowercase(), row)));
            for (name, row) in gone {
                let db = store.connection();
                let sql = format!("DELETE FROM {name} WHERE id = '{name}{row}'");
                let statement = sea_orm::Statement::from_string(db.get_database_backend(), sql);
                sea_orm::ConnectionTrait::execute_raw(db, statement).await.unwrap();
            }
        }
        let [sqlite, postgres] = &content.stores;
        let images =
            [Images::read(sqlite, &content.model).await, Images::read(postgres, &content.model).await];
        let executors = content.executors();
        Self { sdl, content, executors, images }
    }

    fn model(&self) -> &Model {
        &self.content.model
    }

    /// Judges every record of the collection by the filter, and by its negation.
    async fn compare(&self, collection: &str, filter: &Value, tally: &mut Tally) {
        for json in [filter.clone(), json!({ "not": filter })] {
            let mut values = Values::default();
            let read = read(self.model(), &Everything, collection, &json, &mut values).unwrap();
            for (executor, images) in self.executors.iter().zip(&self.images) {
                match self.found(executor, collection, &json).await {
                    Ok(found) => self.judge(collection, (&json, &read, &values), images, &found, tally),
                    Err(told) => tally.wrong.push(format!("{json}\n{collection}: {told}")),
                }
            }
        }
    }

    /// The ids of the records that the database finds.
    async fn found(
        &self,
        executor: &Executor,
        collection: &str,
        filter: &Value,
    ) -> Result<BTreeSet<String>, String> {
        let plural = &self.model().collections[collection].plural;
        let document = format!("query($w: {collection}Where) {{ {plural}(where: $w) {{ id }} }}");
        let variables = json!({ "w": filter }).as_object().cloned().unwrap();
        let actor = Actor::admin();
        let answer = match executor.ready(Asked::new(&actor, &document, variables)) {
            Ok(ready) => ready.run().await.into_json(),
            Err(errors) => return Err(format!("{errors:?}")),
        };
        let told: Value = serde_json::from_str(&answer).unwrap();
        let Some(rows) = told["data"][plural].as_array() else { return Err(answer) };
        Ok(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect())
    }

    fn judge(
        &self,
        collection: &str,
        (json, filter, values): (&Value, &Filter, &Values),
        images: &Images,
        found: &BTreeSet<String>,
        tally: &mut Tally,
    ) {
        for id in images.ids(collection) {
            let row = images.row(collection, &id).unwrap();
            let by_chance = (0..4).map(|number| Knowledge::Parts(tally.judged as u64 + number));
            for knowledge in [Knowledge::All, Knowledge::Alone].into_iter().chain(by_chance) {
                let facts = Known { images, values, row, knowledge };
                let verdict = evaluate(self.model(), collection, filter, values, &facts);
                let is_right = match verdict {
                    Verdict::Yes => found.contains(&id),
                    Verdict::No => !found.contains(&id),
                    Verdict::Unknown => true,
                };
                if !is_right {
                    let told = format!("{json}\n{verdict:?} of {collection} {}", json!(row));
                    tally.wrong.push(format!("{told}, knowing {knowledge:?}"));
                }
                let is_unknown = usize::from(verdict == Verdict::Unknown);
                match knowledge {
                    Knowledge::All => tally.unknown += is_unknown,
                    Knowledge::Alone => tally.unknown_alone += is_unknown,
                    Knowledge::Parts(_) => {}
                }
            }
            tally.judged += 1;
        }
    }
}

/// Tries filters on models made from each of the seeds.
async fn tally(first: u64, models: u64, has_odd: bool, relations: usize) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds(models) {
        let mut random = Random::of(first + seed);
        let mut pool = Pool { random: &mut random, has_odd };
        let run = Run::new(&mut pool).await;
        let known = tally.wrong.len();
        for _ in 0..FILTERS {
            let collection = *pool.random.pick(&COLLECTIONS);
            let filter = filters::filter(&mut pool, run.model(), collection, 3, relations);
            run.compare(collection, &filter, &mut tally).await;
        }
        let told = |told: &mut String| *told += &format!("\nseed {seed}\n{}", run.sdl);
        tally.wrong.iter_mut().skip(known).for_each(told);
    }
    tally.wrong.sort_by_key(String::len);
    let shown = tally.wrong.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(tally.wrong.is_empty(), "{} are wrong, such as\n\n{shown}", tally.wrong.len());
    tally
}

#[tokio::test]
async fn own_fields_are_judged_as_both_databases_judge_them() {
    let tally = tally(0, 3, false, 0).await;
    assert_eq!((tally.unknown, tally.unknown_alone), (0, 0), "{tally:?}");
}

#[tokio::test]
async fn other_records_are_judged_as_both_databases_judge_them() {
    let tally = tally(1_000_000, 3, false, 2).await;
    assert_eq!(tally.unknown, 0, "{tally:?}");
    assert!(tally.unknown_alone < tally.judged / 3, "{tally:?}");
}

#[tokio::test]
async fn nothing_is_said_of_what_databases_may_judge_differently() {
    let tally = tally(2_000_000, 3, true, 1).await;
    assert!(tally.unknown > 0 && tally.unknown < tally.judged / 20, "{tally:?}");
}
