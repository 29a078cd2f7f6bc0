//! What points to a record: filters made from what `model` tells find it, wherever the relation stands.

use headwater::access::Actor;
use headwater::graphql::executor::Asked;
use serde_json::{Value, json};

use super::{Told, named};

const SDL: &str = r#"
    type Page @collection {
      cover: Asset
      gallery: [Asset!]!
      seo: Seo
      cards: [Card!]!
      hero: Block
      blocks: [Block!]!
    }
    type Seo @component { image: Asset card: Card }
    type Card @component { pictures: [Asset!]! inner: [Card!]! }
    type Picture @component { image: Asset }
    union Block = Picture | Card
"#;

const CONTENT: &str = r#"mutation {
    createAsset(data: { id: "x", name: "x", mimeType: "image/png", size: "1" }) { id }
    other: createAsset(data: { id: "y", name: "y", mimeType: "image/png", size: "1" }) { id }
    createPages(data: [
        { id: "none", cover: { connect: { id: "y" } }, blocks: [{ picture: { image: { connect: { id: "y" } } } }] }
        { id: "cover", cover: { connect: { id: "x" } } }
        { id: "gallery", gallery: { connect: [{ id: "y" }, { id: "x" }] } }
        { id: "seo.image", seo: { image: { connect: { id: "x" } } } }
        { id: "seo.card.pictures", seo: { card: { pictures: { connect: [{ id: "x" }] } } } }
        { id: "cards.pictures", cards: [{}, { pictures: { connect: [{ id: "x" }] } }] }
        { id: "hero.image", hero: { picture: { image: { connect: { id: "x" } } } } }
        { id: "hero.pictures", hero: { card: { pictures: { connect: [{ id: "x" }] } } } }
        { id: "blocks.image", blocks: [{ card: {} }, { picture: { image: { connect: { id: "x" } } } }] }
        { id: "blocks.pictures", blocks: [{ card: { pictures: { connect: [{ id: "x" }] } } }] }
    ]) { id }
}"#;

/// A place from which a relation leads to the target: its path, and the filter that finds who points from there.
struct Place {
    path: String,
    filter: Value,
}

/// The places below the fields. A component inside itself is not entered again.
fn places(model: &Value, fields: &Value, inside: &[&str]) -> Vec<Place> {
    let mut found = Vec::new();
    for field in fields.as_array().unwrap() {
        let (name, of) = (field["name"].as_str().unwrap(), field["type"].as_str().unwrap());
        let below = match field["kind"].as_str().unwrap() {
            "RELATION" if of == "Asset" && field["relation"]["storage"] != "INVERSE" => {
                vec![Place { path: String::new(), filter: json!({ "id": { "eq": "x" } }) }]
            }
            "COMPONENT" => of_component(model, of, inside),
            "BLOCKS" => {
                let members = &named(&model["blocks"], of)["members"];
                let members = members.as_array().unwrap().iter().flat_map(|member| {
                    let key = member["inputKey"].as_str().unwrap();
                    let inner = of_component(model, member["component"].as_str().unwrap(), inside);
                    inner
                        .into_iter()
                        .map(|place| Place { filter: json!({ key: place.filter }), ..place })
                        .collect::<Vec<_>>()
                });
                members.collect()
            }
            _ => Vec::new(),
        };
        for Place { path, filter } in below {
            let filter = if field["list"] == true { json!({ "some": filter }) } else { filter };
            let path = if path.is_empty() { name.to_owned() } else { format!("{name}.{path}") };
            found.push(Place { path, filter: json!({ name: filter }) });
        }
    }
    found
}

fn of_component(model: &Value, name: &str, inside: &[&str]) -> Vec<Place> {
    if inside.contains(&name) {
        return Vec::new();
    }
    places(model, &named(&model["components"], name)["fields"], &[inside, &[name]].concat())
}

#[tokio::test]
async fn whatever_points_to_a_record_is_found() {
    let told = Told::new(SDL).await;
    let made = told.ask(&Actor::admin(), CONTENT).await;
    assert!(made.get("errors").is_none(), "{made}");
    let model = told.model(&Actor::admin()).await;
    let places = places(&model, &named(&model["collections"], "Page")["fields"], &[]);
    assert_eq!(places.len(), 10 - 1);
    for Place { path, filter } in places {
        for executor in &told.executors {
            let document = "query($where: PageWhere) { pages(where: $where) { id } }";
            let variables = json!({ "where": filter }).as_object().cloned().unwrap();
            let ready = executor.ready(Asked::new(&Actor::admin(), document, variables)).unwrap();
            let answer: Value = serde_json::from_str(&ready.run().await.into_json()).unwrap();
            assert_eq!(answer, json!({ "data": { "pages": [{ "id": path }] } }), "{filter}");
        }
    }
}
