//! Relay's connections: `PostConnection`, `PostEdge`, `PageInfo`.

use crate::graphql::names;

use super::text::Sdl;

/// Writes a collection's connection and edge.
pub fn write_connection(sdl: &mut Sdl, type_name: &str) {
    let edge = names::edge(type_name);
    let head = format!("type {}", names::connection(type_name));
    sdl.define(&format!("A page of `{type_name}` records."), head, |sdl| {
        sdl.line("The records with their cursors.", format_args!("edges: [{edge}!]!"));
        sdl.line("The records alone.", format_args!("nodes: [{type_name}!]!"));
        sdl.line("Where the page stands.", format_args!("pageInfo: {}!", names::PAGE_INFO));
        sdl.line("The number of records on all pages; counted only when asked for.", "totalCount: Int!");
    });
    sdl.define(&format!("A `{type_name}` record on a page."), format_args!("type {edge}"), |sdl| {
        sdl.line("The record's place in the order, for `after` and `before`.", "cursor: String!");
        sdl.line("The record.", format_args!("node: {type_name}!"));
    });
}

/// Writes `PageInfo`.
pub fn write_page_info(sdl: &mut Sdl) {
    sdl.define("Where a page stands among the others.", format_args!("type {}", names::PAGE_INFO), |sdl| {
        sdl.line("Whether there are records after the page.", "hasNextPage: Boolean!");
        sdl.line("Whether there are records before the page.", "hasPreviousPage: Boolean!");
        sdl.line("The cursor of the first edge; null on an empty page.", "startCursor: String");
        sdl.line("The cursor of the last edge; null on an empty page.", "endCursor: String");
    });
}
