//! What queries answer.

use headwater::query::cost;
use serde_json::{Value, json};

use crate::support::queries::{Compiler, Queries};

const SDL: &str = r#"
    enum Mood { HAPPY SAD }
    type Author @collection(orderBy: { name: ASC }) @allow(to: public, do: READ) {
        name: String! @unique
        born: Date
        friends: [Author!]! @inverse(of: "friendOf")
        friendOf: [Author!]!
        posts: [Post!]! @inverse(of: "author")
    }
    type Post @collection @allow(to: public, do: READ) {
        title: String!
        slug: Slug @unique
        mood: Mood
        moods: [Mood!]
        words: [String!]
        views: Int!
        big: BigInt
        price: Decimal
        score: Float
        live: Boolean!
        at: DateTime
        day: Date
        noon: Time
        meta: JSON
        place: Point
        body: RichText
        author: Author
        tags: [Tag!]!
        seo: Seo
        links: [Link!]
        blocks: [Block!]
    }
    type Tag @collection @allow(to: public, do: READ) { label: String! @unique posts: [Post!]! @inverse(of: "tags") }
    type Seo @component { title: String count: BigInt rate: Decimal link: Link }
    type Link @component { url: URL! label: String! post: Post related: [Post!]! }
    type Prose @component { text: Text! }
    type Picture @component { caption: String by: Author! }
    union Block = Prose | Picture
    type Settings @singleton @allow(to: public, do: READ) { name: String! }
"#;

async fn filled() -> Queries {
    let queries = Queries::new(SDL).await;
    let built_in = "created_at, updated_at, version";
    let now = "'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1";
    queries
        .execute(&format!(
            "INSERT INTO author (id, {built_in}, name, born) VALUES
             ('a1', {now}, 'Änne', '1970-05-01'), ('a2', {now}, 'Bob', NULL), ('a3', {now}, 'bob \"the\" ''2nd''', '1999-12-31')"
        ))
        .await;
    queries
        .execute(&format!(
            "INSERT INTO post (id, {built_in}, title, slug, mood, moods, words, views, big, price, score, live, at, day,
                noon, meta, place, body, author_id, seo, links, blocks) VALUES
             ('p1', {now}, 'One 100% \\ 漢字', 'one', 'HAPPY', '[\"HAPPY\",\"SAD\"]', '[\"x\",\"y\"]', 10, 9007199254740993,
                '19.99', 0.1, TRUE, '2026-03-01T10:30:00.000Z', '2026-03-01', '12:30:00.000',
                '{{\"a\":{{\"b\":[1,\"two\",true,null]}},\"n\":1.5}}', '{{\"lat\":52.52,\"lng\":13.405}}', '\"<p>hi</p>\"', 'a1',
                '{{\"title\":\"S\",\"count\":\"9007199254740993\",\"rate\":\"1.5\",\"link\":{{\"url\":\"https://x.org/\",\"label\":\"L\",\"post\":\"p2\",\"related\":[\"p3\",\"p1\",\"gone\"]}}}}',
                '[{{\"url\":\"https://a.org/\",\"label\":\"A\",\"post\":null,\"related\":[]}},{{\"url\":\"https://b.org/\",\"label\":\"B\",\"post\":\"p1\",\"related\":[\"p2\"]}}]',
                '[{{\"__typename\":\"Prose\",\"text\":\"t\"}},{{\"__typename\":\"Picture\",\"caption\":null,\"by\":\"a2\"}}]'),
             ('p2', {now}, 'two', 'two', 'SAD', '[]', NULL, 20, -5, '2.5', 1e21, FALSE, '2026-03-31T23:59:59.999Z', '2026-03-31',
                '00:00:00.001', '[]', '{{\"lat\":48.85,\"lng\":2.35}}', NULL, 'a1', NULL, '[]', '[]'),
             ('p3', {now}, 'Three', NULL, NULL, NULL, '[\"y\"]', 20, NULL, NULL, NULL, TRUE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
             ('p4', {now}, 'ÜBER', 'ueber', 'HAPPY', NULL, NULL, -1, 3, '10', 100, FALSE, '2025-12-31T23:00:00.000Z', '2025-12-31',
                NULL, '\"x\"', NULL, NULL, 'a3', '{{}}', NULL,
                '[{{\"__typename\":\"Picture\",\"caption\":\"c\",\"by\":\"a1\"}}]')"
        ))
        .await;
    queries
        .execute(&format!(
            "INSERT INTO tag (id, {built_in}, label) VALUES ('t1', {now}, 'red'), ('t2', {now}, 'blue'), ('t3', {now}, 'unused')"
        ))
        .await;
    queries
        .execute(
            "INSERT INTO post_tags (source_id, target_id, position) VALUES
             ('p1', 't2', 0), ('p1', 't1', 1), ('p2', 't1', 0), ('p4', 't2', 0)",
        )
        .await;
    queries
        .execute(
            "INSERT INTO author_friend_of (source_id, target_id, position) VALUES ('a1', 'a2', 0), ('a1', 'a3', 1), ('a2', 'a1', 0)",
        )
        .await;
    queries
}

#[tokio::test]
async fn every_kind_of_field_is_shown() {
    let queries = filled().await;
    let answer = queries
        .ask(
            "{ post(slug: \"one\") { __typename id createdAt version createdBy { id } title slug mood moods words views big price
               score live at day noon meta place body author { name born posts(orderBy: {title: ASC}) { title } }
               tags { label posts { id } }
               seo { title count rate link { url label post { title } related { id } } }
               links { label post { id } related { id } }
               blocks { __typename ... on Prose { text } ... on Picture { caption by { name } } } } }",
        )
        .await;
    insta::assert_json_snapshot!(answer);
}

#[tokio::test]
async fn filters_match_what_they_say() {
    let queries = filled().await;
    let mut lines = Vec::new();
    for filter in [
        "{title: {eq: \"two\"}}",
        "{title: {ne: \"two\"}}",
        "{title: {contains: \"100% \\\\\"}}",
        "{title: {startsWith: \"T\"}}",
        "{title: {startsWith: \"T\", mode: INSENSITIVE}}",
        "{title: {eq: \"über\", mode: INSENSITIVE}}",
        "{title: {in: [\"ÜBER\", \"TWO\"], mode: INSENSITIVE}}",
        "{title: {endsWith: \"字\"}}",
        "{title: {like: \"%r_e\"}}",
        "{title: {like: \"one%\", mode: INSENSITIVE}}",
        "{title: {in: [\"two\", \"Three\", \"*\"]}}",
        "{title: {notIn: [\"two\"]}}",
        "{title: {in: []}}",
        "{slug: {isNull: true}}",
        "{slug: null}",
        "{slug: {eq: null}}",
        "{slug: {ne: null}}",
        "{slug: {ne: \"one\"}}",
        "{mood: {in: [HAPPY]}}",
        "{moods: {has: SAD}}",
        "{moods: {hasEvery: [SAD, HAPPY]}}",
        "{words: {hasSome: [\"y\", \"z\"]}}",
        "{words: {isEmpty: true}}",
        "{moods: {isEmpty: true}}",
        "{moods: {isEmpty: false}}",
        "{views: {gt: 10}}",
        "{views: {between: [-1, 10]}}",
        "{views: {in: [10, -1, 7]}}",
        "{big: {eq: \"9007199254740993\"}}",
        "{big: {lt: \"4\"}}",
        "{price: {gt: \"3\"}}",
        "{price: {eq: \"2.50\"}}",
        "{price: {in: [\"2.50\", \"10.0\"]}}",
        "{score: {gte: 1e21}}",
        "{score: {eq: 0.1}}",
        "{live: {eq: true}}",
        "{live: {ne: true}}",
        "{at: {gte: \"2026-03-01T11:30:00+01:00\"}}",
        "{at: {in: [\"2026-03-01T10:30:00Z\"]}}",
        "{day: {between: [\"2026-01-01\", \"2026-03-30\"]}}",
        "{noon: {lt: \"12:00\"}}",
        "{place: {near: {lat: 52.5, lng: 13.4, meters: 5000}}}",
        "{place: {within: {box: {minLat: 40, minLng: 0, maxLat: 50, maxLng: 10}}}}",
        "{place: {within: {box: {minLat: 40, minLng: 10, maxLat: 60, maxLng: 5}}}}",
        "{place: {within: {polygon: [{lat: 0, lng: 0}, {lat: 60, lng: 0}, {lat: 60, lng: 10}, {lat: 0, lng: 10}]}}}",
        "{meta: {path: {at: \"a.b[1]\", eq: \"two\"}}}",
        "{meta: {path: {at: \"n\", gt: 1}}}",
        "{meta: {path: {at: \"a.b[2]\", eq: true}}}",
        "{meta: {path: {at: \"a.b[3]\", isNull: true}}}",
        "{meta: {path: {at: \"a.b[3]\", exists: true}}}",
        "{meta: {path: {at: \"a\", exists: false}}}",
        "{meta: {path: {at: \"n\", ne: 2}}}",
        "{meta: {path: {at: \"n\", in: [\"x\", 1.5]}}}",
        "{meta: {path: {at: \"a.b[1]\", contains: \"w\"}}}",
        "{meta: {isNull: false}}",
        "{author: {name: {startsWith: \"Ä\"}}}",
        "{author: {id: {in: [\"a1\", \"a3\"]}}}",
        "{author: null}",
        "{author: {}}",
        "{not: {author: {name: {eq: \"Bob\"}}}}",
        "{author: {posts: {count: {gt: 1}}}}",
        "{author: {friends: {some: {name: {eq: \"Änne\"}}}}}",
        "{tags: {some: {label: {eq: \"red\"}}}}",
        "{tags: {every: {label: {eq: \"red\"}}}}",
        "{tags: {none: {label: {eq: \"red\"}}}}",
        "{tags: {count: {eq: 0}}}",
        "{tags: {some: {}, count: {lte: 1}}}",
        "{seo: {title: {eq: \"S\"}}}",
        "{seo: {count: {gt: \"9007199254740992\"}}}",
        "{seo: {rate: {lt: \"1.50001\"}}}",
        "{seo: {link: {post: {title: {eq: \"two\"}}}}}",
        "{seo: {link: {related: {some: {title: {eq: \"Three\"}}}}}}",
        "{seo: {link: {related: {count: {eq: 2}}}}}",
        "{seo: null}",
        "{seo: {link: null}}",
        "{links: {some: {label: {eq: \"B\"}, post: {id: {eq: \"p1\"}}}}}",
        "{links: {every: {url: {startsWith: \"https\"}}}}",
        "{links: {count: {gt: 1}}}",
        "{blocks: {some: {prose: {text: {eq: \"t\"}}}}}",
        "{blocks: {some: {is: [Picture]}}}",
        "{blocks: {some: {picture: {by: {name: {eq: \"Bob\"}}}}}}",
        "{blocks: {every: {is: Picture}}}",
        "{or: [{views: {eq: 10}}, {title: {eq: \"two\"}}], and: [{live: {eq: false}}]}",
        "{or: []}",
        "{and: []}",
        "{not: {views: {gt: 10}}}",
        "{not: {slug: {eq: \"one\"}}}",
    ] {
        let answer =
            queries.ask(&format!("{{ posts(where: {filter}, orderBy: {{id: ASC}}) {{ id }} }}")).await;
        let ids: Vec<_> =
            answer["posts"].as_array().unwrap().iter().map(|post| post["id"].as_str().unwrap()).collect();
        lines.push(format!("{filter}: {}", ids.join(" ")));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn lists_are_ordered_by_anything_that_has_an_order() {
    let queries = filled().await;
    let mut lines = Vec::new();
    for order in [
        "[{title: ASC}]",
        "[{title: DESC}]",
        "[{slug: ASC}]",
        "[{slug: DESC}]",
        "[{slug: ASC_NULLS_LAST}]",
        "[{slug: DESC_NULLS_FIRST}]",
        "[{views: DESC}]",
        "[{views: DESC}, {title: ASC}]",
        "[{price: ASC}]",
        "[{score: DESC}]",
        "[{author: {name: ASC}}, {views: DESC}]",
        "[{author: {posts: {count: DESC}}}]",
        "[{tags: {count: DESC}}]",
        "[{seo: {rate: DESC}}]",
        "[{seo: {link: {post: {title: DESC}}}}]",
        "[{live: ASC}, {at: ASC}]",
        "[{mood: ASC, views: ASC}]",
        "[{id: DESC}, {title: ASC}]",
    ] {
        let answer = queries.ask(&format!("{{ posts(orderBy: {order}) {{ id }} }}")).await;
        let ids: Vec<_> =
            answer["posts"].as_array().unwrap().iter().map(|post| post["id"].as_str().unwrap()).collect();
        lines.push(format!("{order}: {}", ids.join(" ")));
        for size in [1, 3] {
            assert_eq!(walk(&queries, order, size, "first").await, ids, "{order} forward by {size}");
            assert_eq!(walk(&queries, order, size, "last").await, ids, "{order} backward by {size}");
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// The ids that pages of the size have, from the first page to the last, or from the last to the
/// first.
async fn walk(queries: &Queries, order: &str, size: usize, argument: &str) -> Vec<String> {
    let (cursor, ahead, behind, next) = match argument {
        "first" => ("after", "hasNextPage", "hasPreviousPage", "endCursor"),
        _ => ("before", "hasPreviousPage", "hasNextPage", "startCursor"),
    };
    let query = format!(
        "query($c: String) {{ postsConnection({argument}: {size}, {cursor}: $c, orderBy: {order}) {{
           totalCount edges {{ cursor node {{ id }} }} nodes {{ id }}
           pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"
    );
    let mut met: Vec<String> = Vec::new();
    let mut place = json!(null);
    loop {
        let answer = queries.ask_with(&query, json!({ "c": place })).await;
        let page = &answer["postsConnection"];
        let (info, edges) = (&page["pageInfo"], page["edges"].as_array().unwrap());
        assert_eq!(page["totalCount"], 4);
        assert_eq!(edges.iter().map(|edge| edge["node"].clone()).collect::<Value>(), page["nodes"]);
        assert_eq!(edges.first().unwrap()["cursor"], info["startCursor"]);
        assert_eq!(edges.last().unwrap()["cursor"], info["endCursor"]);
        assert_eq!(info[behind], json!(!met.is_empty()), "{order} {page}");
        let ids = edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned());
        let ids: Vec<_> = ids.collect();
        met = if argument == "first" { [met, ids].concat() } else { [ids, met].concat() };
        place = info[next].clone();
        if info[ahead] == json!(false) {
            return met;
        }
    }
}

#[tokio::test]
async fn an_offset_leaves_out_each_record_once() {
    let queries = filled().await;
    let filter = "where: {posts: {some: {views: {gt: -100}}}}";
    let all = queries.ask(&format!("{{ authors({filter}) {{ id }} }}")).await;
    let rest = queries.ask(&format!("{{ authors({filter}, offset: 1) {{ id }} }}")).await;
    assert_eq!(rest["authors"].as_array().unwrap()[..], all["authors"].as_array().unwrap()[1..]);
    assert!(all["authors"].as_array().unwrap().len() > 1, "{all}");
}

#[tokio::test]
async fn aggregates_and_groups_are_computed() {
    let queries = filled().await;
    let answer = queries
        .ask(
            "{ postsAggregate { __typename count countDistinct { views author mood live }
                 sum { views big price score } avg { views big price score } min { title views big price score at day noon }
                 max { title views big price score at day noon } }
               none: postsAggregate(where: {id: {eq: \"x\"}}) { count sum { views price } avg { views } max { title } groups(by: [{field: mood}]) { count } }
               byMood: postsAggregate { groups(by: [{field: mood}]) { __typename key { __typename mood title } count sum { views price } } }
               byAuthor: postsAggregate { groups(by: [{field: author}], orderBy: [{count: DESC}, {key: {author: ASC}}]) { key { author { name posts { id } } } count } }
               byMonth: postsAggregate { groups(by: [{field: at, bucket: MONTH}]) { key { at } count } }
               byDay: postsAggregate { groups(by: [{field: day, bucket: WEEK}, {field: live}]) { key { day live } count max { views } } }
               buckets: postsAggregate(where: {id: {eq: \"p1\"}}) {
                 h: groups(by: {field: at, bucket: HOUR}) { key { at } } d: groups(by: {field: at, bucket: DAY}) { key { at } }
                 w: groups(by: {field: at, bucket: WEEK}) { key { at } } q: groups(by: {field: at, bucket: QUARTER}) { key { at } }
                 y: groups(by: {field: at, bucket: YEAR}) { key { at } } dq: groups(by: {field: day, bucket: QUARTER}) { key { day } } }
               having: postsAggregate { groups(by: [{field: views}], having: {or: [{count: {gt: 1}}, {sum: {views: {lt: 0}}}], not: {max: {title: {eq: \"x\"}}}}, orderBy: {max: {title: DESC}}) { key { views } count } }
               paged: postsAggregate { groups(by: [{field: title}], limit: 2, offset: 1, orderBy: {sum: {views: DESC}}) { key { title } } }
               authors { name postsAggregate(where: {live: {eq: true}}) { count sum { views } } friendsConnection { totalCount nodes { name } }
                 friendsAggregate { count groups(by: {field: born}) { key { born } } } } }",
        )
        .await;
    insta::assert_json_snapshot!(answer);
}

#[tokio::test]
async fn roots_of_every_kind_stand_side_by_side() {
    let queries = filled().await;
    let query = "query Q($id: ID!, $no: Boolean = false, $yes: Boolean = true, $filter: PostWhere, $limit: Int = 1) {
        __typename
        a: node(id: $id) { id __typename ... on Post { title } ... on Author { name } }
        b: node(id: \"Author:a1\") { __typename ... on Node { id } ...A }
        c: node(id: \"nothing\") { id }
        post(id: \"nothing\") { id }
        settings { name }
        posts(where: $filter, limit: $limit, offset: 1) { id title @skip(if: $yes) views @include(if: $no) ... @include(if: $yes) { slug } }
        gone: posts @include(if: $no) { id }
        merged: author(name: \"Bob\") { id }
        merged: author(name: \"Bob\") { name born }
        this_alias_is_longer_than_the_sixty_three_bytes_that_postgresql_names_may_have: authors { id }
      }
      fragment A on Author { name }";
    let answer = queries
        .ask_with(
            query,
            json!({ "id": "p1", "no": false, "yes": true, "filter": {"views": {"gt": 0}}, "limit": 2 }),
        )
        .await;
    insta::assert_json_snapshot!(answer);
    let keys: Vec<_> = answer.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys[..4], ["__typename", "a", "b", "c"]);
}

#[tokio::test]
async fn records_of_given_ids_come_in_the_order_of_the_ids() {
    let queries = filled().await;
    let plan = queries.compiler.plan_of_given("{ posts { id title author { name } tags { label } } }");
    let answer = queries.ask_plan(plan, json!({ "ids": ["p3", "p1", "gone", "p3"] })).await;
    insta::assert_snapshot!(answer.to_string(), @r#"{"posts":[{"id":"p3","title":"Three","author":null,"tags":[]},{"id":"p1","title":"One 100% \\ 漢字","author":{"name":"Änne"},"tags":[{"label":"blue"},{"label":"red"}]},{"id":"p3","title":"Three","author":null,"tags":[]}]}"#);

    let ids_of = |ids: Vec<String>| {
        let plan = queries.compiler.plan_of_given("{ posts { id } }");
        queries.ask_plan(plan, json!({ "ids": ids }))
    };
    let odd = ["p2".to_owned(), "a \"quoted\" 'id', \\".to_owned(), String::new()];
    assert_eq!(ids_of(odd.to_vec()).await, json!({ "posts": [{ "id": "p2" }] }));
    assert_eq!(ids_of(Vec::new()).await, json!({ "posts": [] }));
    // More than a list may ask for, and than an operation may have values.
    let many = (0..5_000).rev().map(|number| format!("p{number}"));
    let found = ["p4", "p3", "p2", "p1"].map(|id| json!({ "id": id }));
    assert_eq!(ids_of(many.collect()).await, json!({ "posts": found }));
}

#[test]
fn given_records_cost_as_many_as_there_are_ids() {
    let compiler = Compiler::new(SDL);
    let plan = compiler.plan_of_given("{ posts { id title } }");
    let cost_of = |ids: Value| {
        let variables = json!({ "ids": ids }).as_object().cloned().unwrap();
        cost(&plan, &compiler.bind(&plan, &variables, 1))
    };
    assert_eq!([cost_of(json!([])), cost_of(json!(["a"])), cost_of(json!(["a", "b"]))], [0, 3, 6]);
}

#[tokio::test]
async fn a_record_is_found_by_a_unique_enum_value_and_by_the_id_it_points_to() {
    let sdl = "enum Mood { HAPPY SAD }
        type Day @collection @allow(to: public, do: READ) { mood: Mood @unique next: Day @unique }";
    let queries = Queries::new(sdl).await;
    let now = "'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1";
    let columns = "id, created_at, updated_at, version, mood, next_id";
    let rows = format!("('d1', {now}, 'HAPPY', NULL), ('d2', {now}, 'SAD', 'd1')");
    queries.execute(&format!("INSERT INTO day ({columns}) VALUES {rows}")).await;
    let query =
        "query($id: ID) { a: day(mood: SAD) { id } b: day(next: $id) { id } c: day(next: \"d2\") { id } }";
    let answer = queries.ask_with(query, json!({ "id": "d1" })).await;
    assert_eq!(answer, json!({ "a": { "id": "d2" }, "b": { "id": "d2" }, "c": null }));
}
