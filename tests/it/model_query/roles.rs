//! That everybody is told what they may see and do, and nothing else.

use headwater::access::Actor;
use serde_json::{Value, json};

use super::{Told, can, field, named, names_of, user};

const SDL: &str = r#"
    extend enum Role { author editor writer }
    enum Tone { CALM LOUD }
    enum Grade { PRIME SCRAP }

    type Post @collection(title: "notes", orderBy: { rank: ASC, title: DESC })
      @index(fields: ["title", "rank"], unique: true)
      @check(where: { title: { ne: "x" } }, message: "no x") @preview(url: "/{rank}/{title}")
      @allow(to: public, do: READ, where: { live: { eq: true } }, except: ["rank", "code", "notes", "vault"])
      @allow(to: author, do: CREATE, set: { owner: "$user.id" }, except: ["rank", "live", "vault"])
      @allow(to: author, do: [READ, UPDATE], where: { owner: { id: { eq: "$user.id" } } }, except: ["live", "vault"])
      @allow(to: editor, do: ALL, except: ["vault"]) {
      title: String! @ui(showIf: { rank: { gt: 1 } })
      slug: Slug @slug(from: "code")
      code: String
      live: Boolean! @default(value: false)
      rank: Int
      notes: Text @allow(to: [author, editor], do: READ)
      mood: Tone
      part: Part
      blocks: [Block!]!
      owner: User
      vault: Vault
      pin: String @secret
      total: Int @readOnly
      drops: [Drop!]! @inverse(of: "post")
    }
    type Vault @collection { treasure: String grade: Grade chest: Chest posts: [Post!]! @inverse(of: "vault") }
    type Drop @collection @allow(to: writer, do: CREATE, except: ["post"]) { line: String post: Post }
    type Part @component { plain: String note: String @allow(to: editor, do: [READ, CREATE, UPDATE]) inner: Inner vault: Vault }
    type Inner @component { depth: Int tone: Tone @allow(to: editor, do: READ) }
    type Chest @component { lock: String }
    type Prose @component { text: Text! }
    union Block = Prose | Part
    union Hoard = Chest
    type Site @singleton @allow(to: public, do: READ) { motto: String hoard: [Hoard!] @allow(to: admin, do: [READ, UPDATE]) }
"#;

#[tokio::test]
async fn everybody_is_told_what_they_may_do() {
    let told = Told::new(SDL).await;
    let public = told.model(&Actor::public()).await;
    let author = told.model(&user(&["author"])).await;
    let editor = told.model(&user(&["editor"])).await;
    let admin = told.model(&Actor::admin()).await;

    assert_eq!(names_of(&public["collections"]), ["Post", "Site"]);
    assert_eq!(names_of(&told.model(&user(&[])).await["collections"]), ["User", "Post", "Site"]);
    assert_eq!(names_of(&admin["collections"]), ["User", "Asset", "Post", "Vault", "Drop", "Site"]);

    let post = |model: &'_ Value| can(named(&model["collections"], "Post")).join(" ");
    assert_eq!(post(&public), "SOME NONE NONE NONE");
    assert_eq!(post(&author), "SOME ALL SOME NONE");
    assert_eq!(post(&editor), "ALL ALL ALL ALL");
    assert_eq!(post(&admin), "ALL ALL ALL ALL");

    let of = |model: &'_ Value, name| can(field(model, "Post", name)).join(" ");
    assert_eq!(of(&public, "title"), "ALL NONE NONE");
    // In the live ones they may not, in their own they may.
    assert_eq!(of(&author, "rank"), "SOME NONE ALL");
    assert_eq!(of(&author, "notes"), "SOME ALL ALL");
    assert_eq!(of(&author, "live"), "SOME NONE NONE");
    // A rule gives it to every post that authors make.
    assert_eq!(of(&author, "owner"), "ALL NONE ALL");
    assert_eq!(of(&editor, "owner"), "ALL ALL ALL");
    assert_eq!(of(&editor, "notes"), "ALL ALL ALL");
    assert_eq!(of(&admin, "owner"), "ALL ALL ALL");
    assert_eq!(of(&admin, "pin"), "NONE ALL ALL");
    for model in [&public, &author, &editor, &admin] {
        assert_eq!(of(model, "id"), "ALL NONE NONE");
        assert_eq!(of(model, "total"), "ALL NONE NONE");
    }
    let part = |model: &Value, name: &str| {
        can(named(&named(&model["components"], "Part")["fields"], name)).join(" ")
    };
    assert_eq!(part(&public, "plain"), "ALL ALL ALL");
    assert_eq!(part(&editor, "note"), "ALL ALL ALL");
    assert_eq!(part(&admin, "vault"), "ALL ALL ALL");
}

#[tokio::test]
async fn what_may_not_be_seen_is_not_there() {
    let told = Told::new(SDL).await;
    let public = told.model(&Actor::public()).await;
    let fields = names_of(&named(&public["collections"], "Post")["fields"]);
    assert_eq!(
        fields,
        [
            "id",
            "createdAt",
            "updatedAt",
            "version",
            "title",
            "slug",
            "live",
            "mood",
            "part",
            "blocks",
            "total"
        ]
    );
    let post = named(&public["collections"], "Post");
    assert_eq!((&post["title"], &post["preview"]), (&Value::Null, &Value::Null));
    assert_eq!(post["orderBy"], json!([{ "field": "title", "direction": "DESC" }]));
    assert_eq!(post["uniqueSets"], json!([]));
    assert_eq!((&post["rules"], &post["checks"]), (&json!([]), &json!([])));
    assert_eq!(field(&public, "Post", "slug")["slugFrom"], Value::Null);
    assert_eq!(field(&public, "Post", "title")["ui"]["showIf"], Value::Null);
    assert_eq!(names_of(&public["components"]), ["Part", "Inner", "Prose"]);
    assert_eq!(names_of(&public["blocks"]), ["Block"]);
    assert_eq!(names_of(&public["enums"]), ["Tone"]);
    let part = named(&public["components"], "Part");
    assert_eq!(names_of(&part["fields"]), ["plain", "inner"]);
    let all = public.to_string();
    for hidden in [
        "Vault", "vault", "treasure", "Grade", "PRIME", "Chest", "Hoard", "Drop", "drops", "rank", "code",
        "notes",
    ] {
        assert!(!all.contains(hidden), "{hidden}: {public:#}");
    }
    let admin = told.model(&Actor::admin()).await;
    assert_eq!(names_of(&admin["components"]), ["Part", "Inner", "Chest", "Prose"]);
    assert_eq!(names_of(&admin["blocks"]), ["Block", "Hoard"]);
    let post = named(&admin["collections"], "Post");
    assert_eq!(post["rules"].as_array().unwrap().len(), 4);
    assert_eq!(post["checks"], json!([{ "where": { "title": { "ne": "x" } }, "message": "no x" }]));
    assert_eq!(field(&admin, "Post", "notes")["rules"][0]["to"], json!(["author", "editor"]));
    assert_eq!((&post["title"], &post["preview"]), (&json!("notes"), &json!("/{rank}/{title}")));
}

#[tokio::test]
async fn who_may_only_write_is_told_what_they_may_write() {
    let told = Told::new(SDL).await;
    let writer = told.model(&user(&["writer"])).await;
    let drop = named(&writer["collections"], "Drop");
    assert_eq!(can(drop), ["NONE", "ALL", "NONE", "NONE"]);
    assert_eq!(names_of(&drop["fields"]), ["line"]);
    assert_eq!(field(&writer, "Drop", "line")["operators"], json!([]));
}

#[tokio::test]
async fn who_develops_is_told_the_rules_of_what_they_see() {
    let told = Told::new(SDL).await;
    let model = told.model(&Actor { develops: true, ..Actor::public() }).await;
    assert_eq!(model["stage"], "DEVELOPMENT");
    assert_eq!(names_of(&model["collections"]), ["Post", "Site"]);
    assert_eq!(named(&model["collections"], "Post")["rules"].as_array().unwrap().len(), 4);
}

/// What is told must be what happens.
#[tokio::test]
async fn the_api_does_what_is_told() {
    let told = Told::new(SDL).await;
    let admin = told.model(&Actor::admin()).await;
    for roles in [&["author"][..], &["editor"], &["writer"], &[]] {
        let actor = user(roles);
        let model = told.model(&actor).await;
        for collection in admin["collections"].as_array().unwrap() {
            let own =
                model["collections"].as_array().unwrap().iter().find(|own| own["name"] == collection["name"]);
            let list = collection["api"]["list"].as_str().or(collection["api"]["one"].as_str()).unwrap();
            for field in collection["fields"].as_array().unwrap() {
                let own = own.and_then(|own| {
                    own["fields"].as_array()?.iter().find(|own| own["name"] == field["name"])
                });
                let name = field["name"].as_str().unwrap();
                if field["can"]["read"] == "NONE" {
                    continue;
                }
                let inner = match field["kind"].as_str().unwrap() {
                    "SCALAR" | "ENUM" => "",
                    "RELATION" => "{ id }",
                    _ => "{ __typename }",
                };
                let read = told.ask(&actor, &format!("{{ {list} {{ {name} {inner} }} }}")).await;
                let is_read = own.is_some_and(|own| own["can"]["read"] != "NONE");
                assert_eq!(is_allowed(&read), is_read, "{roles:?} {} {name}: {read}", collection["name"]);
                if collection["singleton"] == true {
                    continue;
                }
                let filter = format!("{{ {list}(where: {{ {name}: {} }}) {{ id }} }}", some_filter(field));
                let answer = told.ask(&actor, &filter).await;
                let is_filtered = own.is_some_and(|own| own["operators"] != json!([]));
                assert_eq!(is_allowed(&answer), is_filtered, "{roles:?} {filter}: {answer}");
            }
        }
    }
}

/// A filter that the field takes.
fn some_filter(field: &Value) -> &'static str {
    let operators = field["operators"].as_array().unwrap();
    let has = |word: &str| operators.iter().any(|operator| operator == word);
    match (has("isNull"), has("count")) {
        (true, _) => "{ isNull: true }",
        (false, true) => "{ count: { gt: 0 } }",
        (false, false) => "null",
    }
}

fn is_allowed(answer: &Value) -> bool {
    let Some(errors) = answer.get("errors") else { return true };
    assert_eq!(errors[0]["extensions"]["code"], "FORBIDDEN", "{answer}");
    false
}
