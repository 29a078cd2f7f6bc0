//! Relay's connections: `PostConnection`, `PostEdge`, `PageInfo`.

use crate::graphql::names;

use super::document::{Document, field};

/// Writes a collection's connection and edge.
pub fn write_connection(document: &mut Document, type_name: &str) {
    let edge = names::edge(type_name);
    let fields = vec![
        field("The records with their cursors.", "edges", &format!("[{edge}!]!")),
        field("The records alone.", "nodes", &format!("[{type_name}!]!")),
        field("Where the page stands.", "pageInfo", &format!("{}!", names::PAGE_INFO)),
        field("The number of records on all pages; counted when asked for.", "totalCount", "Int!"),
    ];
    let description = format!("A page of `{type_name}` records.");
    document.plain_object(&description, &names::connection(type_name), fields);
    let fields = vec![
        field("The record's place in the order, for `after` and `before`.", "cursor", "String!"),
        field("The record.", "node", &format!("{type_name}!")),
    ];
    document.plain_object(&format!("A `{type_name}` record on a page."), &edge, fields);
}

/// Writes `PageInfo`.
pub fn write_page_info(document: &mut Document) {
    let fields = vec![
        field("Whether there are records after the page.", "hasNextPage", "Boolean!"),
        field("Whether there are records before the page.", "hasPreviousPage", "Boolean!"),
        field("The cursor of the first edge; null on an empty page.", "startCursor", "String"),
        field("The cursor of the last edge; null on an empty page.", "endCursor", "String"),
    ];
    document.plain_object("Where a page stands among the others.", names::PAGE_INFO, fields);
}
