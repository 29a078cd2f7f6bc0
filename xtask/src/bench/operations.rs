//! The five operations: what a client sends, and how its values vary from request to request.

use bytes::Bytes;
use serde_json::{Value as Json, json};

use super::data::{self, Counts, Kind};

/// So many different requests of one operation are sent in turn.
const MOST_VARIANTS: u64 = 4_000;

/// Where Headwater answers.
pub const GRAPHQL: &str = "/graphql";

/// One operation.
#[derive(Debug)]
pub struct Operation {
    /// What it is called on the command line and in paths.
    pub key: &'static str,
    /// What it asks for, for the report.
    pub asks_for: &'static str,
    /// The requests per second that it aims at, as a part of the hand-written statement's.
    pub sqlite_aim: f64,
    pub postgres_aim: f64,
    document: &'static str,
    values: Values,
}

/// The variables of an operation's requests.
#[derive(Debug)]
enum Values {
    None,
    PostId,
    Limit(u32),
    AuthorAndViews,
}

pub const ALL: [Operation; 5] = [
    Operation {
        key: "q1",
        asks_for: "one record by key",
        sqlite_aim: 0.6,
        postgres_aim: 0.9,
        document: "query Post($id: ID!) { post(id: $id) { id title slug views status } }",
        values: Values::PostId,
    },
    Operation {
        key: "q2",
        asks_for: "20 published posts by date",
        sqlite_aim: 0.6,
        postgres_aim: 0.9,
        document: "query Latest { \
                   posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: 20) \
                   { id title slug views publishedAt } }",
        values: Values::None,
    },
    Operation {
        key: "q3",
        asks_for: "20 posts with author, 5 comments, tags",
        sqlite_aim: 0.75,
        postgres_aim: 0.9,
        document: "query Front { \
                   posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: 20) \
                   { id title slug publishedAt author { name } \
                   comments(limit: 5) { id name text postedAt } tags { id label } } }",
        values: Values::None,
    },
    Operation {
        key: "q4",
        asks_for: "500 posts with bodies",
        sqlite_aim: 0.75,
        postgres_aim: 0.9,
        document: "query Archive($limit: Int!) { posts(limit: $limit) { id title slug body publishedAt } }",
        values: Values::Limit(500),
    },
    Operation {
        key: "q5",
        asks_for: "posts by author and views, with count",
        sqlite_aim: 0.75,
        postgres_aim: 0.9,
        document: "query Popular($author: String!, $views: Int!) { \
                   postsConnection(where: {author: {name: {eq: $author}}, views: {gt: $views}}, \
                   orderBy: [{views: DESC}], first: 20) \
                   { totalCount nodes { id title slug views publishedAt } } }",
        values: Values::AuthorAndViews,
    },
];

impl Operation {
    /// The bodies of its requests, all different.
    pub fn requests(&self, counts: &Counts) -> Vec<Bytes> {
        self.variables(counts).into_iter().map(|variables| self.request(&variables)).collect()
    }

    fn request(&self, variables: &Json) -> Bytes {
        let request = match variables.is_null() {
            true => json!({ "query": self.document }),
            false => json!({ "query": self.document, "variables": variables }),
        };
        request.to_string().into()
    }

    fn variables(&self, counts: &Counts) -> Vec<Json> {
        match self.values {
            Values::None => vec![Json::Null],
            Values::PostId => {
                spread(counts.posts).map(|post| json!({ "id": data::id(Kind::Post, post) })).collect()
            }
            Values::Limit(limit) => vec![json!({ "limit": limit })],
            Values::AuthorAndViews => spread(counts.authors)
                .map(|author| json!({ "author": data::author_name(author), "views": 20_000 + author % 7 * 10_000 }))
                .collect(),
        }
    }
}

/// Numbers below `count` from all over, each once.
fn spread(count: u64) -> impl Iterator<Item = u64> {
    let variants = count.min(MOST_VARIANTS);
    (0..variants).map(move |number| number * count / variants)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn requests_of_one_operation_differ() {
        for factor in [1, 10] {
            for operation in &ALL {
                let requests = operation.requests(&Counts::times(factor));
                let different: HashSet<_> = requests.iter().collect();
                assert_eq!(different.len(), requests.len(), "{}", operation.key);
            }
        }
        assert_eq!(ALL[0].requests(&Counts::times(1)).len(), 4_000);
        assert_eq!(ALL[4].requests(&Counts::times(1)).len(), 100);
    }
}
