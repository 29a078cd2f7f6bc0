//! The rows are the same each time, and as many as promised.

use std::collections::HashSet;

use serde_json::Value as Json;

use super::*;

const FEW: Counts = Counts { authors: 10, tags: 5, posts: 100, comments: 300, links: 300 };

fn rows(kind: Kind) -> Vec<Json> {
    let mut file = Vec::new();
    write_rows(kind, &FEW, &mut file).unwrap();
    String::from_utf8(file).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn rows_are_the_same_each_time() {
    for kind in Kind::ALL {
        assert_eq!(rows(kind), rows(kind));
    }
    assert_eq!(id(Kind::Post, 0).to_string(), "01856aa0-c800-78ce-b125-738aec8ecc25");
}

#[test]
fn there_are_as_many_as_promised() {
    for kind in Kind::ALL {
        let rows = rows(kind);
        assert_eq!(rows.len() as u64, kind.count(&FEW));
        let ids: HashSet<_> = rows.iter().map(|row| row["id"].to_string()).collect();
        assert_eq!(ids.len(), rows.len());
    }
    let links: usize = rows(Kind::Post).iter().map(|post| post["tags"].as_array().unwrap().len()).sum();
    assert_eq!(links as u64, FEW.links);
}

#[test]
fn posts_are_as_described() {
    for post in rows(Kind::Post) {
        assert_eq!(post["body"].as_str().unwrap().chars().count(), BODY_CHARACTERS);
        assert_eq!(post["status"] == "DRAFT", post["publishedAt"].is_null());
        let tags: HashSet<_> = post["tags"].as_array().unwrap().iter().map(Json::to_string).collect();
        assert_eq!(tags.len(), 3, "no tag twice");
    }
    let published = rows(Kind::Post).iter().filter(|post| post["status"] == "PUBLISHED").count();
    assert!((35..65).contains(&published), "{published} of 100");
}

#[test]
fn relations_lead_to_records() {
    let posts: HashSet<_> = rows(Kind::Post).iter().map(|post| post["id"].to_string()).collect();
    let authors: HashSet<_> = rows(Kind::Author).iter().map(|author| author["id"].to_string()).collect();
    assert!(rows(Kind::Comment).iter().all(|comment| posts.contains(&comment["post"].to_string())));
    assert!(rows(Kind::Post).iter().all(|post| authors.contains(&post["author"].to_string())));
}

#[test]
fn names_are_told_apart() {
    let names: HashSet<_> = (0..2_000).map(author_name).collect();
    assert_eq!(names.len(), 2_000);
}
