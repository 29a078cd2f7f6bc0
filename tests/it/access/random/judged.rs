//! What each may see, judged by what is known of the records: it must be what the databases find.

use std::collections::BTreeMap;

use headwater::access::rules::{self, Access, Action};
use headwater::filter::{
    Everything, Facts, Filter, Question, Values, Verdict, answer, evaluate, read, read_rule,
};
use headwater::model::Model;
use headwater::model::value::format_date_time;
use serde_json::{Value, json};

use super::world::{Asker, Row, World};
use super::{Run, seeds, stop_at};

/// What is known of a record, for somebody.
struct Known<'a> {
    model: &'a Model,
    world: &'a BTreeMap<(String, String), Row>,
    values: &'a Values,
    /// Which records may be seen of the collections of which not all may.
    rules: &'a BTreeMap<String, Filter>,
    row: &'a Row,
    /// Whether it is known which collections may be seen as a whole.
    knows_rules: bool,
}

impl Facts for Known<'_> {
    fn value(&self, field: &str) -> Option<&Value> {
        self.row.get(field)
    }

    fn ask(&self, question: Question<'_>) -> Verdict {
        let Some(id) = question.id else { return Verdict::Unknown };
        let Some(row) = self.world.get(&(question.collection.to_owned(), id.to_owned())) else {
            return Verdict::No;
        };
        let facts = Known { row, ..*self };
        if let Some(rule) = self.rules.get(question.collection).filter(|_| !question.is_rule) {
            match evaluate(self.model, question.collection, rule, self.values, &facts) {
                Verdict::Yes => {}
                other => return other,
            }
        }
        answer(self.model, question, self.values, &facts)
    }

    fn sees_all(&self, collection: &str) -> Option<bool> {
        self.knows_rules.then(|| !self.rules.contains_key(collection))
    }
}

/// The records with the lists that stand elsewhere.
fn known_rows(world: &World) -> BTreeMap<(String, String), Row> {
    let with_lists = |((of, id), row): (&(String, String), &Row)| {
        let mut row = row.clone();
        for field in world.model.of(of).fields.iter().filter(|field| field.is_list()) {
            row.insert(field.name.clone(), json!(world.members(of, world.row(of, id).unwrap(), &field.name)));
        }
        row.insert("createdAt".to_owned(), json!(format_date_time(&chrono::Utc::now())));
        ((of.clone(), id.clone()), row)
    };
    world.rows.iter().map(with_lists).collect()
}

/// A filter's GraphQL as JSON.
fn as_json(literal: &str) -> Value {
    let mut json = String::new();
    let mut is_text = false;
    let mut name = String::new();
    for char in literal.chars() {
        is_text ^= char == '"';
        match char {
            _ if !is_text && (char.is_alphanumeric() && char != '"' || char == '_') => name.push(char),
            ':' if !is_text => json += &format!("\"{}\":", std::mem::take(&mut name)),
            _ => {
                json += &std::mem::take(&mut name);
                json.push(char);
            }
        }
    }
    serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

impl Run {
    /// Asks for the records of a type that match something, and judges each of them.
    async fn judgement(&mut self, rows: &BTreeMap<(String, String), Row>) -> Result<(), String> {
        let asker = self.pick_asker();
        let of = (*self.maker.pick(&["Alpha", "Beta", "Gamma", "User"])).to_owned();
        let filter = self.maker.filter(&self.world.model, &of, 2).to_string();
        let plural = self.world.model.of(&of).plural.clone();
        let document = format!("{{ {plural}(where: {filter}) {{ id }} }}");
        let answer = self.ask(&asker.actor(&self.world), &document).await;
        // Who may not ask is told elsewhere.
        let Some(found) = answer["data"][&plural].as_array() else { return Ok(()) };
        let found: Vec<&str> = found.iter().map(|row| row["id"].as_str().unwrap()).collect();
        let judged = self.judged(&asker, &of, &filter, rows);
        let wrong = judged.into_iter().find(|(id, verdict)| {
            let expected = if found.contains(&id.as_str()) { Verdict::Yes } else { Verdict::No };
            *verdict != expected
        });
        match wrong {
            Some(wrong) => Err(format!("{}{answer}\n{wrong:?}", self.told(&asker, &document))),
            None => Ok(()),
        }
    }

    fn judged(
        &self,
        asker: &Asker,
        of: &str,
        filter: &str,
        rows: &BTreeMap<(String, String), Row>,
    ) -> Vec<(String, Verdict)> {
        let model = &self.content.model;
        let actor = asker.actor(&self.world);
        let mut values = Values::default();
        let mut rules = BTreeMap::new();
        for collection in model.collections.values() {
            let condition = match rules::rows(collection, &actor.roles, Action::Read) {
                Access::All => continue,
                Access::Nothing => Filter::Rule(Box::new(Filter::Or(Vec::new()))),
                Access::Where(json) => read_rule(model, &collection.name, &json, &mut values).unwrap(),
            };
            rules.insert(collection.name.clone(), condition);
        }
        let asked = read(model, &Everything, of, &as_json(filter), &mut values).unwrap();
        let filter = match rules.get(of) {
            Some(rule) => rule.clone().and(asked),
            None => asked,
        };
        actor.asking(|asker| values.fill(asker));
        let mut judged = Vec::new();
        for ((_, id), row) in rows.iter().filter(|((name, _), _)| name == of) {
            let facts =
                |knows_rules| Known { model, world: rows, values: &values, rules: &rules, row, knows_rules };
            let verdict = evaluate(model, of, &filter, &values, &facts(true));
            judged.push((id.clone(), verdict));
            // Knowing less, one may say less, and nothing else.
            let unsure = evaluate(model, of, &filter, &values, &facts(false));
            if unsure != Verdict::Unknown {
                judged.push((id.clone(), unsure));
            }
        }
        judged
    }
}

#[tokio::test]
async fn what_everyone_sees_can_be_judged_without_a_database() {
    let mut wrong = Vec::new();
    for seed in seeds(6) {
        let mut run = Run::new(seed + 2_000_000).await;
        let rows = known_rows(&run.world);
        for _ in 0..80 {
            wrong.extend(run.judgement(&rows).await.err());
        }
    }
    stop_at(&wrong);
}
