//! What the change log is asked for and answers: `Change`, `ChangeWhere`, `ChangeConsumer`.

use crate::changes::Operation;
use crate::graphql::names;

use super::document::{Document, enum_value, field, input};

/// Writes the types of the fields `changes` and `changeConsumers`.
pub fn write_changes(document: &mut Document) {
    write_change(document);
    write_where(document);
    write_consumers(document);
}

fn write_change(document: &mut Document) {
    let list = format!("[{}!]!", names::CHANGED_FIELD);
    let fields = vec![
        field("Its place in the log: changes that come after have greater ones.", "position", "String!"),
        field("The transaction: all that was changed together has the same.", "transaction", "String!"),
        field("When it was changed.", "at", "DateTime!"),
        field("Who changed it; null for nobody in particular, and for the server itself.", "actor", "String"),
        field("The id of the request that asked for it, as in the server's log.", "requestId", "String"),
        field("The record's collection; empty for a change of the model.", "collection", "String!"),
        field("The record's id; of a model its version.", "id", "ID!"),
        field("What was done.", "operation", &format!("{}!", names::CHANGE_OPERATION)),
        field("The record's version after the change.", "version", "Int"),
        field("The fields that changed. Secret ones are never among them.", "fields", &list),
    ];
    document.plain_object("What a transaction changed in one record.", names::CHANGE, fields);
    let fields = vec![
        field("The field's name.", "name", "String!"),
        field("Its value before; null for a record that was made. Relations have ids.", "before", "JSON"),
        field("Its value since; null for a record that was deleted.", "after", "JSON"),
    ];
    document.plain_object("A field that changed.", names::CHANGED_FIELD, fields);
    let values = Operation::ALL.into_iter().map(|operation| {
        let description = match operation {
            Operation::Create => "A record was made.",
            Operation::Update => "A record was changed.",
            Operation::Delete => "A record was deleted.",
            Operation::Model => "A changed model was applied to the database.",
        };
        enum_value(description, operation.name(), None)
    });
    document.enumeration("What was done to a record.", names::CHANGE_OPERATION, values.collect());
}

fn write_where(document: &mut Document) {
    let fields = vec![
        input("Of records of this collection: the type's name.", "collection", "String"),
        input("Of the records with this id.", "id", "ID"),
        input("By this actor.", "actor", "String"),
        input("At this moment or later.", "since", "DateTime"),
        input("Before this moment.", "until", "DateTime"),
        input("One of these was done.", "operations", &format!("[{}!]", names::CHANGE_OPERATION)),
        input("This field is among the changed ones.", "field", "String"),
    ];
    document.input("Which changes. All of what is given must hold.", names::CHANGE_WHERE, fields);
}

fn write_consumers(document: &mut Document) {
    let list = format!("[{}!]!", names::SET_ASIDE_CHANGE);
    let fields = vec![
        field("Its name.", "name", "String!"),
        field("The last change that it is done with; null until it has begun.", "position", "String"),
        field("How many changes it has still to take; null until it has begun.", "behind", "Int"),
        field("The newest 100 changes that it could not take and went on without.", "setAside", &list),
    ];
    document.plain_object("Somebody who is given every change, in order.", names::CHANGE_CONSUMER, fields);
    let fields = vec![
        field("The change.", "position", "String!"),
        field("What went wrong the last time.", "error", "String!"),
        field("How often it was tried.", "tries", "Int!"),
        field("When it was given up.", "at", "DateTime!"),
    ];
    document.plain_object("A change that a consumer could not take.", names::SET_ASIDE_CHANGE, fields);
}
