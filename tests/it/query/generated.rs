//! Operations made at random from the model, over records made at random: both databases must
//! answer each with the same text.

use serde_json::json;

use crate::support::generator::{Random, SDL, fill};
use crate::support::queries::{Compiler, Queries};

const OPERATIONS: usize = 150;

#[tokio::test]
async fn both_databases_answer_generated_operations_alike() {
    let queries = Queries::of(Compiler::new(SDL)).await;
    let model = &queries.compiler.model;
    let mut random = Random::new();
    fill(&queries, &mut random).await;
    let mut answered = 0;
    for _ in 0..OPERATIONS {
        let query = random.operation(model);
        let variables = json!({ "yes": random.chance(2), "n": random.below(5) });
        let answer = queries.ask_with(&query, variables).await;
        answered += usize::from(answer.to_string().len() > 100);
    }
    assert!(answered > OPERATIONS / 2, "most of the operations should find something: {answered}");
}
