//! What is watched, and what is written meanwhile.

use serde_json::{Value as Json, json};

use crate::bench::data::{self, Counts, Kind};

/// The number of views that the first write gives a post. Every write gives more than the one before.
pub const FIRST: u64 = 10_000_000;

/// What subscribers watch, and who must hear of which writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// All the same list, which every write changes.
    OneQuery,
    /// Each a list of its own, of which every write changes all.
    QueriesAllChanged,
    /// Each a record of its own: a write changes one of them.
    QueriesOneChanged,
    /// The stream of changes.
    Stream,
    /// Each a list of its own that no write changes.
    Nothing,
}

impl Watched {
    pub fn name(self) -> &'static str {
        match self {
            Self::OneQuery => "one live query",
            Self::QueriesAllChanged => "different queries, all change",
            Self::QueriesOneChanged => "different queries, one changes",
            Self::Stream => "stream of changes",
            Self::Nothing => "different queries, none changes",
        }
    }

    /// The document without its first word: it is a subscription, and, but for streams, a query as well.
    pub fn document(self) -> &'static str {
        match self {
            Self::OneQuery => "{ posts(orderBy: [{views: DESC}], limit: 5) { id title views } }",
            Self::QueriesAllChanged => {
                "Own($own: String!) { posts(where: {title: {ne: $own}}, orderBy: [{views: DESC}], limit: 5) \
                 { id title views } }"
            }
            Self::QueriesOneChanged => "Own($own: ID!) { post(id: $own) { id title views } }",
            Self::Stream => "Since($since: String) { postChanges(since: $since) { op cursor id changed } }",
            Self::Nothing => "Own($own: Slug!) { posts(where: {slug: {eq: $own}}) { id title views } }",
        }
    }

    /// A stream begins behind the cursor.
    pub fn variables(self, subscriber: usize, counts: &Counts, cursor: &str) -> Json {
        match self {
            Self::OneQuery => json!({}),
            Self::Stream => json!({ "since": cursor }),
            Self::QueriesAllChanged => json!({ "own": format!("No post has the title {subscriber}") }),
            Self::QueriesOneChanged => json!({ "own": post(subscriber as u64, counts) }),
            Self::Nothing => json!({ "own": format!("no-post-has-the-slug-{subscriber}") }),
        }
    }

    /// The post that a write changes, of those that are watched by so many.
    pub fn written(self, write: u64, subscribers: usize, counts: &Counts) -> Json {
        match self {
            Self::QueriesOneChanged => post(self.watcher(write, subscribers), counts),
            Self::OneQuery | Self::QueriesAllChanged | Self::Stream | Self::Nothing => post(0, counts),
        }
    }

    fn watcher(self, write: u64, subscribers: usize) -> u64 {
        write % subscribers.max(1) as u64
    }

    /// Whether the subscriber must hear of the write.
    pub fn concerns(self, write: u64, subscriber: usize, subscribers: usize) -> bool {
        match self {
            Self::OneQuery | Self::QueriesAllChanged | Self::Stream => true,
            Self::QueriesOneChanged => self.watcher(write, subscribers) == subscriber as u64,
            Self::Nothing => false,
        }
    }
}

/// The mutation that gives a post so many views.
pub fn mutation(post: &Json, views: u64) -> Json {
    json!({
        "query": "mutation Write($id: ID!, $data: PostUpdate!) { updatePost(id: $id, data: $data) { id } }",
        "variables": { "id": post, "data": { "views": views } },
    })
}

fn post(number: u64, counts: &Counts) -> Json {
    json!(data::id(Kind::Post, number % counts.posts.max(1)).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_to_one_of_many_concerns_one_watcher() {
        let watched = Watched::QueriesOneChanged;
        let counts = Counts::times(1);
        for write in FIRST..FIRST + 20 {
            let concerned: Vec<usize> =
                (0..7).filter(|subscriber| watched.concerns(write, *subscriber, 7)).collect();
            let [subscriber] = concerned[..] else { panic!("one is concerned: {concerned:?}") };
            assert_eq!(watched.variables(subscriber, &counts, "")["own"], watched.written(write, 7, &counts));
        }
    }
}
