//! What can be watched beside queries: `postChanges` and its events.

use crate::graphql::names;
use crate::live::stream::Turn;
use crate::model::Collection;

use super::document::{Document, Output, enum_value, field, field_with, input};

/// Writes `ChangeOp`.
pub fn write_change_op(document: &mut Document) {
    let values = Turn::ALL.into_iter().map(|turn| {
        let description = match turn {
            Turn::Entered => "It is new among the records that are watched.",
            Turn::Updated => "It was and is among them, and changed.",
            Turn::Left => "It is not among them any more.",
            Turn::Resync => "Changes are missing that are kept no longer: read everything anew.",
        };
        enum_value(description, turn.name(), None)
    });
    document.enumeration("What became of a record.", names::CHANGE_OP, values.collect());
}

/// Writes `PostChange`.
pub fn write_record_change(document: &mut Document, collection: &Collection) {
    let name = &collection.name;
    let fields = vec![
        field("What became of the record.", "op", &format!("{}!", names::CHANGE_OP)),
        field("Where the stream is: `since` goes on there.", "cursor", "String!"),
        field("The record's id; null for `RESYNC`.", "id", "ID"),
        field("The fields that changed, of those that may be read.", "changed", "[String!]!"),
        field("The record as it is now; null when it is gone or may not be seen.", "node", name),
    ];
    let description = format!("What became of a `{name}` record.");
    document.plain_object(&description, &names::record_change(name), fields);
}

/// `postChanges(where, since, ops)`
pub fn changes_field(collection: &Collection) -> Output {
    let name = &collection.name;
    let mut arguments = vec![
        input("Goes on behind the event with this cursor; without it, from now on.", "since", "String"),
        input("Only events of these kinds.", "ops", &format!("[{}!]", names::CHANGE_OP)),
    ];
    if !collection.singleton {
        let condition = names::where_input(name);
        arguments.insert(0, input("Only the records that pass.", names::WHERE, &condition));
    }
    let description =
        format!("The `{name}` records that enter what passes the filter, change in it, or leave.");
    let type_ref = format!("{}!", names::record_change(name));
    field_with(&description, &names::changes_field(collection), arguments, &type_ref, None)
}
