//! What is told of rules: `AccessVerdict`, `AccessLine`, `AccessCell`, `AccessCount`.

use crate::access::Action;
use crate::access::matrix::Records;
use crate::graphql::names;

use super::document::{Document, enum_value, field};

/// Writes the types of the fields `accessExplain`, `accessMatrix` and `accessCounts`.
pub fn write_accesses(document: &mut Document) {
    write_verdict(document);
    write_cell(document);
    write_count(document);
    let values = Action::ALL.into_iter().map(|action| {
        let description = match action {
            Action::Read => "Seeing records.",
            Action::ReadDrafts => "Seeing what is not published.",
            Action::Create => "Making records.",
            Action::Update => "Changing records.",
            Action::Delete => "Deleting records.",
            Action::Publish => "Publishing records.",
        };
        enum_value(description, action.name(), None)
    });
    document.enumeration("What `@allow` lines speak of.", names::ACCESS_ACTION, values.collect());
}

fn write_verdict(document: &mut Document) {
    let list = format!("[{}!]!", names::ACCESS_LINE);
    let fields = vec![
        field("The id of the user; null for nobody who is signed in.", "as", "ID"),
        field("The roles that the lines are compared with.", "roles", "[String!]!"),
        field("Whether it is allowed, as far as can be told before it is done.", "allowed", "Boolean!"),
        field("Why, with the lines that decide it.", "reason", "String!"),
        field("The fields that it is allowed on.", "fields", "[String!]!"),
        field("The other fields.", "refusedFields", "[String!]!"),
        field("Every line of the type, and of its fields.", "lines", &list),
    ];
    document.plain_object("Why somebody may do something, or may not.", names::ACCESS_VERDICT, fields);
    let fields = vec![
        field("Where it stands, as `file:line`.", "place", "String!"),
        field("The field that it narrows; null for a line of the type.", "field", "String"),
        field("The roles that it is for.", "to", "[String!]!"),
        field("The actions that it is about, as it names them.", "do", "[String!]!"),
        field("Whether the action that was asked for is among them.", "isAbout", "Boolean!"),
        field("Whether the user has one of the roles.", "hasRole", "Boolean!"),
        field(
            "Whether the record passes its `where`. Null when no record was named, or the line counts for nothing anyway.",
            "holds",
            "Boolean",
        ),
        field("Whether the record must pass something once it is written.", "checks", "Boolean!"),
        field("The fields that it covers.", "fields", "[String!]!"),
    ];
    document.plain_object("An `@allow` line, and whether it counts.", names::ACCESS_LINE, fields);
}

fn write_cell(document: &mut Document) {
    let fields = vec![
        field(
            "The role. All but `public` are of users, who have `user` and `public` as well.",
            "role",
            "String!",
        ),
        field("The type.", "type", "String!"),
        field("The action.", "do", &format!("{}!", names::ACCESS_ACTION)),
        field("Of how many records it is allowed.", "records", &format!("{}!", names::ACCESS_RECORDS)),
        field("What the records must be like, if it is not all of them.", "where", "JSON"),
        field("The fields that it covers in all of these records.", "fields", "[String!]!"),
        field("The fields that it covers in some of them.", "someFields", "[String!]!"),
        field("The lines that grant it, as `file:line`.", "places", "[String!]!"),
    ];
    document.plain_object("What a role may do to the records of a type.", names::ACCESS_CELL, fields);
    let values = [Records::All, Records::Some, Records::None].into_iter().map(|records| {
        let description = match records {
            Records::All => "Of all of them.",
            Records::Some => "Of those that pass a filter.",
            Records::None => "Of none.",
        };
        enum_value(description, records.name(), None)
    });
    document.enumeration(
        "Of how many records something is allowed.",
        names::ACCESS_RECORDS,
        values.collect(),
    );
}

fn write_count(document: &mut Document) {
    let fields = vec![
        field("The role, as in `AccessCell`.", "role", "String!"),
        field("The type.", "type", "String!"),
        field(
            "How many records there are that it may do it to; null where that depends on who the user is, and for records that are yet to be made.",
            "records",
            "BigInt",
        ),
    ];
    document.plain_object(
        "To how many records of a type a role may do something.",
        names::ACCESS_COUNT,
        fields,
    );
}
