//! What stock GraphQL clients make of the API's schema: graphql-js, which most of them stand on, and
//! Relay's compiler, which is the strictest.

use std::fs;
use std::sync::Arc;

use headwater::config::{Config, Graphql, Limits};
use headwater::graphql::executor::{Api, Executor};
use headwater::graphql::handlers::Handlers;
use headwater::graphql::operation::check;
use headwater::graphql::{ApiSchema, build, system};
use headwater::model::SourceFile;
use serde_json::json;

use crate::support::asking::answer;
use crate::support::{node, sample};

/// A model with everything that the model language has.
const EVERYTHING: &str = r#"
    extend enum Role { editor }
    extend enum Locale { en de @fallback(to: en) }

    "Has a name."
    interface Named { "The name." name: String }
    "Has a name and an address."
    interface Page implements Named { name: String slug: Slug! tags: [Tag!]! }

    """
    A post.

      With "quotes", a \ and an indented line.
    """
    type Post implements Page & Named @collection(title: "name") @drafts {
        name: String @deprecated(reason: "say \"title\" \\ instead")
        slug: Slug! @unique
        state: State! @default(value: NEW)
        states: [State!]
        text: Text
        int: Int
        big: BigInt
        float: Float
        decimal: Decimal
        yes: Boolean!
        at: DateTime
        day: Date
        time: Time
        data: JSON
        email: Email
        url: URL
        markdown: Markdown
        rich: RichText
        point: Point
        words: [String!]!
        numbers: [Int]
        points: [Point!]
        author: User!
        tags: [Tag!]!
        next: Post @unique
        previous: Post @inverse(of: "next")
        friends: [Post!]!
        comments: [Comment!]! @inverse(of: "post")
        seo: Seo
        seos: [Seo!]!
        block: Block
        blocks: [Block!]!
        hidden: String @secret
    }
    type Tag @collection { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    type Comment @collection { text: Text! post: Post! @relation(onDelete: CASCADE) }
    type SiteSettings @singleton { siteName: String! front: Post }
    type Seo implements Named @component { name: String image: Asset related: [Post!]! inner: Inner }
    type Inner @component { number: Int again: Inner }
    type Prose @component { text: RichText! }
    union Block = Seo | Prose
    enum State { "Fresh." NEW OLD @deprecated(reason: "gone") }
    extend type User { bio: Text avatar: Asset posts: [Post!]! @inverse(of: "author") }
"#;

fn api(sdl: &str) -> ApiSchema {
    let source = SourceFile { path: "model.graphql".into(), text: sdl.into() };
    build(&sample::load_sources(&[source]), system::FIELDS).unwrap()
}

#[test]
fn graphql_js_accepts_every_schema() {
    node::run_script("check-schema.cjs", &[], &api(EVERYTHING).sdl);
    node::run_script("check-schema.cjs", &[], &sample::api().sdl);
}

#[tokio::test]
async fn a_client_sees_by_introspection_what_the_sdl_says() {
    let api = api(EVERYTHING);
    let printed = node::run_script("check-schema.cjs", &[], &api.sdl);
    let question = node::run_script("client-schema.cjs", &["--query"], "");
    let content = Api::new(api.apollo, Handlers::built_in(), None, Arc::new(Config::default()));
    let answer = answer(&Executor::new(content), &question, &json!({})).await;
    let seen = node::run_script("client-schema.cjs", &[], &answer);
    insta::assert_snapshot!(difference(&printed, &seen), @"");
}

#[test]
fn graphql_js_and_the_server_agree_on_what_may_be_written() {
    let update = |data: &str, variables: &str| {
        format!("mutation{variables} {{ updatePost(id: \"1\", data: {data}) {{ id version }} }}")
    };
    let fine = [
        update("{int: 5}", ""),
        update("{int: null}", ""),
        update("{int: {inc: 1}, float: {mul: 1.5}, decimal: {set: \"2.50\"}, big: \"9007199254740993\"}", ""),
        update("{int: {inc: $n}}", "($n: Int!)"),
        update("{int: $v}", "($v: IntUpdate)"),
        update("{words: [\"x\"], states: [NEW]}", ""),
        update("{words: {append: [\"x\"], remove: \"y\"}, states: {prepend: [OLD]}}", ""),
        update("{words: {append: $w}, numbers: $l}", "($w: [String!]!, $l: IntListUpdate)"),
        update("{words: {append: [$w, \"x\"]}}", "($w: String!)"),
        update(
            "{author: {connect: {email: \"a@b.example\"}}, tags: {set: [{id: \"1\"}, {label: \"x\"}]}}",
            "",
        ),
        update("{author: {update: {posts: {create: {name: \"x\"}}}}, next: {disconnect: true}}", ""),
        update(
            "{seo: {name: \"x\", image: {connect: {id: 1}}}, blocks: [{prose: {text: {}}}, {seo: {}}]}",
            "",
        ),
        update("$data", "($data: PostUpdate!)"),
        "mutation { createPost(data: {}) { id } createPosts(data: [{slug: \"a\"}]) { id } }".to_owned(),
        "mutation($key: PostKey!) { upsertPost(key: $key, create: {}, update: {}) { id } }".to_owned(),
        "mutation { updateSiteSettings(data: {siteName: \"x\"}, ifVersion: 3) { siteName } }".to_owned(),
        "mutation { deletePosts(where: {}) { count nodes { slug } } deleteSiteSettings { id } }".to_owned(),
    ];
    let broken = [
        update("{int: {inc: 1, inc: 2}}", ""),
        update("{int: {inc: $n}}", ""),
        update("{words: [$w]}", "($w: String!)"),
        update("{int: $v}", "($v: FloatUpdate)"),
        update("{name: {set: \"x\"}}", ""),
        update("{author: {connect: {id: \"1\", email: \"a@b.example\"}}}", ""),
        update("{blocks: [{prose: {}, seo: {}}]}", ""),
        update("{id: \"2\"}", ""),
        update("{createdAt: \"2026-11-20T00:00:00Z\"}", ""),
        "mutation { deletePosts { count } }".to_owned(),
    ];
    let api = api(EVERYTHING);
    for (operations, is_fine) in [(&fine[..], true), (&broken[..], false)] {
        let asked = json!({ "sdl": api.sdl, "operations": operations }).to_string();
        let said = node::run_script("check-operations.cjs", &[], &asked);
        assert_eq!(said.lines().count(), operations.len());
        for (operation, complaints) in operations.iter().zip(said.lines()) {
            assert_eq!(complaints.is_empty(), is_fine, "graphql-js on {operation}: {complaints}");
            let checked = check(&api.apollo, operation, None, &Limits::default(), &Graphql::default());
            assert_eq!(checked.is_ok(), is_fine, "{operation}\n{:#?}", checked.err());
        }
    }
}

#[test]
fn relays_compiler_accepts_connections_and_nodes() {
    let project = tempfile::tempdir().unwrap();
    fs::write(project.path().join("schema.graphql"), sample::api().sdl).unwrap();
    for folder in ["src", "made"] {
        fs::create_dir(project.path().join(folder)).unwrap();
    }
    fs::write(project.path().join("src/articles.ts"), RELAY_PAGE).unwrap();
    fs::write(
        project.path().join("relay.config.json"),
        r#"{ "src": "./src", "schema": "./schema.graphql", "language": "typescript", "artifactDirectory": "./made" }"#,
    )
    .unwrap();
    node::run_command("relay-compiler", &[], project.path());
    let made = fs::read_to_string(project.path().join("made/articlesPaginationQuery.graphql.ts")).unwrap();
    assert!(made.contains("articlesConnection"), "{made}");
}

const RELAY_PAGE: &str = r#"
import { graphql } from "react-relay";

export const list = graphql`
  fragment articles_list on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "articlesPaginationQuery") {
    articlesConnection(first: $count, after: $cursor, where: { featured: { eq: true } }, orderBy: [{ title: ASC }])
    @connection(key: "articles_articlesConnection") {
      totalCount
      edges {
        node {
          id
          ...articles_item
        }
      }
    }
  }
`;

export const item = graphql`
  fragment articles_item on Article @refetchable(queryName: "articlesItemRefetchQuery") {
    title
    author {
      name
    }
    blocks {
      __typename
      ... on Picture {
        image {
          name
        }
      }
    }
    tagsConnection(first: 3) {
      edges {
        node {
          label
        }
      }
    }
  }
`;

export const page = graphql`
  query articlesQuery($id: ID!, $where: ArticleWhere) {
    ...articles_list
    articles(where: $where, limit: 3) {
      ...articles_item
    }
    node(id: $id) {
      __typename
      ... on Article {
        title
      }
    }
    articlesAggregate {
      count
      groups(by: [{ field: section }, { field: publishedAt, bucket: MONTH }]) {
        key {
          section {
            name
          }
        }
        count
      }
    }
    me {
      email
    }
  }
`;
"#;

/// The lines that only one of the texts has, marked as a diff marks them.
fn difference(one: &str, other: &str) -> String {
    let only = |mark: char, these: &str, those: &str| {
        let those: std::collections::HashSet<&str> = those.lines().collect();
        let lines = these.lines().filter(|line| !those.contains(line));
        lines.map(|line| format!("{mark}{line}\n")).collect::<String>()
    };
    only('-', one, other) + &only('+', other, one)
}
