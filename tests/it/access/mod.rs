//! The model's `@allow` lines, from outside: what each actor is answered, and what they can't do.

mod components;
mod random;
mod reading;
mod requests;
mod told;
mod writing;

use headwater::access::{Actor, Identity};
use headwater::graphql::answer::Answer;
use headwater::graphql::executor::{Asked, Executor};
use serde_json::{Map, Value, json};

use crate::support::content::Content;

/// Two users with a post and a hidden draft each, and comments on them.
const BLOG: &str = r#"
    extend enum Role { author editor }
    type Post @collection(orderBy: { rank: DESC })
        @allow(to: public, do: READ, where: { live: { eq: true } }, except: ["secret"])
        @allow(to: author, do: CREATE, set: { owner: "$user.id" })
        @allow(to: author, do: [READ, UPDATE, DELETE], where: { owner: { id: { eq: "$user.id" } } }, except: ["rank"])
        @allow(to: editor, do: ALL) {
        title: String! @unique
        live: Boolean! @default(value: false)
        rank: Int
        secret: String
        owner: User @relation(onDelete: SET_NULL)
        comments: [Comment!]! @inverse(of: "post")
        tags: [Tag!]!
    }
    type Comment @collection
        @allow(to: public, do: READ, where: { shown: { eq: true } })
        @allow(to: author, do: [READ, CREATE, UPDATE], where: { by: { id: { eq: "$user.id" } } })
        @allow(to: editor, do: [READ, CREATE, UPDATE]) {
        text: String!
        shown: Boolean! @default(value: true)
        post: Post @relation(onDelete: CASCADE)
        by: User @relation(onDelete: SET_NULL)
    }
    type Tag @collection @allow(to: public, do: READ) @allow(to: author, do: [CREATE, UPDATE], except: ["label"]) {
        label: String! @unique
        weight: Int
        posts: [Post!]! @inverse(of: "tags")
    }
    type Vault @collection @allow(to: editor, do: READ) { code: String! owner: User posts: [Post!]! }
    extend type User { posts: [Post!]! @inverse(of: "owner") }
"#;

const CONTENT: &str = r#"mutation {
    ann: createUser(data: { id: "ann", email: "ann@example.org", name: "Ann" }) { id }
    bob: createUser(data: { id: "bob", email: "bob@example.org", name: "Bob" }) { id }
    red: createTag(data: { id: "red", label: "red", weight: 1 }) { id }
    blue: createTag(data: { id: "blue", label: "blue", weight: 2 }) { id }
    a: createPost(data: { id: "a", title: "A", live: true, rank: 1, secret: "sa", owner: { connect: { id: "ann" } }, tags: { connect: [{ id: "red" }] } }) { id }
    b: createPost(data: { id: "b", title: "B", live: true, rank: 4, secret: "sb", owner: { connect: { id: "bob" } }, tags: { connect: [{ id: "red" }] } }) { id }
    ha: createPost(data: { id: "ha", title: "HA", rank: 2, secret: "sha", owner: { connect: { id: "ann" } }, tags: { connect: [{ id: "blue" }] } }) { id }
    hb: createPost(data: { id: "hb", title: "HB", rank: 3, secret: "shb", owner: { connect: { id: "bob" } }, tags: { connect: [{ id: "red" }, { id: "blue" }] } }) { id }
    c1: createComment(data: { id: "c1", text: "one", post: { connect: { id: "a" } }, by: { connect: { id: "bob" } } }) { id }
    c2: createComment(data: { id: "c2", text: "two", shown: false, post: { connect: { id: "a" } }, by: { connect: { id: "bob" } } }) { id }
    c3: createComment(data: { id: "c3", text: "three", shown: true, post: { connect: { id: "hb" } }, by: { connect: { id: "ann" } } }) { id }
    c4: createComment(data: { id: "c4", text: "four", shown: false, post: { connect: { id: "ha" } }, by: { connect: { id: "bob" } } }) { id }
    v: createVault(data: { id: "v", code: "1234", owner: { connect: { id: "ann" } }, posts: { connect: [{ id: "a" }] } }) { id }
}"#;

/// The blog's API on both databases.
struct Blog {
    executors: [Executor; 2],
    _content: Content,
}

impl Blog {
    async fn new() -> Self {
        Self::of(BLOG, CONTENT).await
    }

    async fn of(sdl: &str, mutation: &str) -> Self {
        let content = Content::new(sdl).await;
        let blog = Self { executors: content.executors(), _content: content };
        let made = blog.ask(&Actor::admin(), mutation).await;
        assert!(made.get("errors").is_none(), "{made}");
        blog
    }

    /// The answer, which must be the same from both databases.
    async fn ask(&self, actor: &Actor, document: &str) -> Value {
        let [sqlite, postgres] = &self.executors;
        let [first, second] = [ask(sqlite, actor, document).await, ask(postgres, actor, document).await];
        assert_eq!(first, second, "SQLite and PostgreSQL disagree about {document}");
        serde_json::from_str(&first).unwrap()
    }

    /// The data of an answer without errors.
    async fn data(&self, actor: &Actor, document: &str) -> Value {
        let answer = self.ask(actor, document).await;
        assert!(answer.get("errors").is_none(), "{document}\n{answer}");
        answer["data"].clone()
    }

    /// Refuses the whole request for the field at that path, and for nothing else.
    async fn forbids(&self, actor: &Actor, document: &str, path: Value) {
        let answer = self.ask(actor, document).await;
        assert!(answer.get("data").is_none_or(Value::is_null), "{document}\n{answer}");
        let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("{document}\n{answer}"));
        for error in errors {
            assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{document}\n{answer}");
            assert_eq!(error["path"], path, "{document}\n{answer}");
        }
    }

    /// Refuses the mutation, and says no other code of why; nothing is written.
    async fn refuses(&self, actor: &Actor, document: &str, code: &str) {
        let before = self.stored().await;
        let answer = self.ask(actor, document).await;
        assert!(answer.get("data").is_none_or(Value::is_null), "{document}\n{answer}");
        assert_eq!(codes(&answer), [code], "{document}\n{answer}");
        assert_eq!(self.stored().await, before, "{document} wrote");
    }

    async fn stored(&self) -> Value {
        let document = "{ posts(orderBy: [{id: ASC}]) { id title live rank secret version owner { id } tags(orderBy: [{id: ASC}]) { id } }
            comments(orderBy: [{id: ASC}]) { id text shown version post { id } by { id } } tags(orderBy: [{id: ASC}]) { id label weight version }
            vaults { id code version } users(orderBy: [{id: ASC}]) { id name roles version } }";
        self.data(&Actor::admin(), document).await
    }
}

async fn ask(executor: &Executor, actor: &Actor, document: &str) -> String {
    match executor.ready(Asked::new(actor, document, Map::new())) {
        Ok(ready) => ready.run().await.into_json(),
        Err(errors) => Answer::refused(errors).into_json(),
    }
}

/// Why a mutation was refused: the codes of its faults, else those of its errors, each once.
fn codes(answer: &Value) -> Vec<String> {
    let mut codes = Vec::new();
    for error in answer["errors"].as_array().into_iter().flatten() {
        let fields = error["extensions"]["fields"].as_array().cloned().unwrap_or_default();
        let own = error["extensions"]["code"].clone();
        let inner = fields.iter().map(|field| field["code"].clone());
        codes.extend(if fields.is_empty() { vec![own] } else { inner.collect() });
    }
    let mut codes: Vec<String> = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes.dedup();
    codes
}

/// A user with those roles.
fn user(id: &str, roles: &[&str]) -> Actor {
    let record = json!({ "id": id, "email": format!("{id}@example.org"), "roles": roles });
    let record = record.as_object().cloned().unwrap();
    Actor::user(Identity { id: id.to_owned(), record, ..Identity::default() }, roles.iter().copied())
}

fn ann() -> Actor {
    user("ann", &["author"])
}

fn editor() -> Actor {
    user("eve", &["editor"])
}
