//! Mutations, done by Headwater and by the judge.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use headwater::access::Actor;
use serde_json::{Value, json};

use super::Run;
use super::changes::{Change, ids_only};
use super::model::Kind;
use super::query::{Asked, Item};
use super::reads::Judge;
use super::world::{Asker, Eyes, World};
use super::writes::{self, Verdict};

const TYPES: [&str; 4] = ["Alpha", "Beta", "Gamma", "User"];

impl Run {
    /// Writes something. What is told of a wrong answer or of wrong records afterwards is returned.
    pub async fn mutation(&mut self) -> Result<(), String> {
        let asker = self.pick_asker();
        let of = *self.maker.pick(&TYPES);
        let change = self.maker.change(&self.world, of);
        let asked = match self.maker.chance(2) {
            true => ids_only(),
            false => self.maker.asked(&self.world.model.clone(), of, 1),
        };
        let document = format!("mutation {{ r0: {} }}", change.written(&self.world, of, &asked));
        let mut verdict = writes::judge(&self.world, &asker, of, &change);
        let expected = self.judge_answer(&asker, of, &change, &asked, &mut verdict);
        let told = self.told(&asker, &document);
        let answer = self.ask(&asker.actor(&self.world), &document).await;
        let found = self.stored().await;
        let say = |what: &str| {
            let Verdict { faults, doubts, .. } = &verdict;
            Err(format!(
                "{told}answered {answer}\nmust be refused for {faults:?}, may be for {doubts:?}\n{what}"
            ))
        };
        let is_done = found != plain(&self.world) || answer["data"]["r0"] != Value::Null;
        let codes = codes(&answer);
        let before = self.world.clone();
        // The next requests stand on what there is.
        self.world = match found == plain(&verdict.after) {
            true => verdict.after.clone(),
            false => self.world.with(&found),
        };
        if !is_done {
            let allowed: BTreeSet<&str> = verdict.faults.union(&verdict.doubts).copied().collect();
            return match codes.iter().all(|code| allowed.contains(code.as_str())) && !codes.is_empty() {
                true => Ok(()),
                false => say(&format!("it was refused for {codes:?}")),
            };
        }
        if !verdict.faults.is_empty() {
            return say("it was done");
        }
        if found != plain(&verdict.after) {
            let difference = difference(&plain(&before), &plain(&verdict.after), &found);
            return say(&format!("it left other records: {difference}"));
        }
        match expected {
            Some(expected) if answer["data"]["r0"] != expected || answer.get("errors").is_some() => {
                say(&format!("it must be answered with {expected}"))
            }
            _ => Ok(()),
        }
    }

    /// The answer, where all of it may be read.
    fn judge_answer(
        &self,
        asker: &Asker,
        of: &str,
        change: &Change,
        asked: &Asked,
        verdict: &mut Verdict,
    ) -> Option<Value> {
        let is_deletion = matches!(change, Change::Delete(_) | Change::DeleteAll(_));
        let after = verdict.after.clone();
        let world = if is_deletion { &self.world } else { &after };
        let always = |item: &Item| matches!(item, Item::Plain(name) if name == "id" || name == "__typename");
        if !asked.items.iter().all(always) {
            let mut judge = Judge::new(world, asker);
            judge.check_asked(of, asked, &vec![json!("r0")]);
            let is_hidden = |id: &String| !world.is_visible(Eyes::Of(asker), of, id);
            if !judge.faults().is_empty() || verdict.written.iter().any(is_hidden) {
                // A batch of no records asks for nothing.
                match verdict.written.is_empty() {
                    true => verdict.doubts.insert("FORBIDDEN"),
                    false => verdict.faults.insert("FORBIDDEN"),
                };
            }
        }
        let is_gone = |id: &String| world.row(of, id).is_none();
        if !verdict.faults.is_empty() || verdict.written.iter().any(is_gone) {
            return None;
        }
        let mut written = Vec::new();
        let mut ids = verdict.written.clone();
        let is_batch = matches!(change, Change::UpdateAll(..) | Change::DeleteAll(_));
        if is_batch {
            // In an order that is nobody's business here.
            if ids.len() > 1 {
                return None;
            }
            ids.sort();
        }
        for id in ids {
            match Judge::new(world, asker).written(of, &id, asked) {
                Some(answer) => written.push(answer),
                None => {
                    verdict.doubts.insert("FORBIDDEN");
                    return None;
                }
            }
        }
        Some(match is_batch {
            true => json!({ "count": written.len(), "nodes": written }),
            false => written.pop()?,
        })
    }

    /// Every record, as an admin sees it.
    async fn stored(&self) -> Value {
        let mut document = "{".to_owned();
        for of in TYPES {
            write!(
                document,
                " {of}: {}(orderBy: [{{id: ASC}}], limit: 200) {{ id",
                self.world.model.of(of).plural
            )
            .unwrap();
            for field in &self.world.model.of(of).fields {
                match field.kind {
                    Kind::Int | Kind::Text | Kind::Flag => write!(document, " {}", field.name).unwrap(),
                    Kind::Card => write!(document, " {} {{ label size }}", field.name).unwrap(),
                    Kind::One(..) => write!(document, " {} {{ id }}", field.name).unwrap(),
                    Kind::Many(_) => {
                        write!(document, " {}(orderBy: [{{id: ASC}}], limit: 200) {{ id }}", field.name)
                            .unwrap()
                    }
                    Kind::Far(..) | Kind::ManyFar(..) => {}
                }
            }
            document += " }";
        }
        self.ask(&Actor::admin(), &(document + " }")).await["data"].clone()
    }
}

/// The records in the form in which they are asked for.
fn plain(world: &World) -> Value {
    let list = |of: &str| -> Value {
        let rows = world.ids(of).into_iter().map(|id| {
            let row = world.row(of, &id).unwrap();
            let mut shown = json!({ "id": id });
            for field in &world.model.of(of).fields {
                let value = &row[&field.name];
                shown[&field.name] = match field.kind {
                    Kind::Far(..) | Kind::ManyFar(..) => continue,
                    Kind::One(..) => value.as_str().map_or(Value::Null, |id| json!({ "id": id })),
                    Kind::Many(_) => {
                        let mut ids = super::world::ids(value);
                        ids.sort();
                        ids.into_iter().map(|id| json!({ "id": id })).collect()
                    }
                    _ => value.clone(),
                };
            }
            shown
        });
        rows.collect()
    };
    Value::Object(TYPES.iter().map(|of| ((*of).to_owned(), list(of))).collect())
}

impl World {
    /// A world of the records that were found.
    fn with(&self, found: &Value) -> Self {
        let mut world = Self { model: self.model.clone(), rows: Default::default() };
        for of in TYPES {
            for record in found[of].as_array().into_iter().flatten() {
                let mut row = world.nothing(of);
                for (name, value) in record.as_object().unwrap() {
                    let field = self.model.of(of).fields.iter().find(|field| field.name == *name);
                    let value = match field.map(|field| &field.kind) {
                        Some(Kind::One(..)) => value["id"].clone(),
                        Some(Kind::Many(_)) => {
                            value.as_array().unwrap().iter().map(|other| other["id"].clone()).collect()
                        }
                        _ => value.clone(),
                    };
                    row.insert(name.clone(), value);
                }
                let id = record["id"].as_str().unwrap().to_owned();
                world.rows.insert((of.to_owned(), id), row);
            }
        }
        world
    }
}

fn difference(before: &Value, expected: &Value, found: &Value) -> String {
    let mut told = String::new();
    for of in TYPES {
        let rows = |value: &Value| value[of].as_array().cloned().unwrap_or_default();
        let (before, expected, found) = (rows(before), rows(expected), rows(found));
        for row in found.iter().filter(|row| !expected.contains(row)) {
            writeln!(told, "\n  {of} there: {row}").unwrap();
        }
        for row in expected.iter().filter(|row| !found.contains(row)) {
            let was = before.iter().find(|old| old["id"] == row["id"]).cloned().unwrap_or_default();
            writeln!(told, "\n  {of} expected: {row}\n  before: {was}").unwrap();
        }
    }
    told
}

/// Why it was refused, in one word each.
fn codes(answer: &Value) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for error in answer["errors"].as_array().into_iter().flatten() {
        let fields = error["extensions"]["fields"].as_array();
        let inner: Vec<&str> =
            fields.into_iter().flatten().filter_map(|field| field["code"].as_str()).collect();
        let own = error["extensions"]["code"].as_str().unwrap_or_default();
        for code in if inner.is_empty() { vec![own] } else { inner } {
            let code = match code {
                "FORBIDDEN" | "NOT_FOUND" => code,
                "REQUIRED" | "UNIQUE" | "RESTRICT" | "INVALID" | "DUPLICATE" | "CONFLICT" => "VALIDATION",
                other => other,
            };
            codes.insert(code.to_owned());
        }
    }
    codes
}
