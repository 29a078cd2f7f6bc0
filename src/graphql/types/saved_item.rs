//! What users keep beside the content: `SavedItem`, `SavedItemKind`.

use crate::graphql::names;

use super::document::{Document, enum_value, field};

/// Writes the types of the field `savedItems`.
pub fn write_saved_items(document: &mut Document) {
    let fields = vec![
        field("Its id.", "id", "ID!"),
        field("What it is.", "kind", &format!("{}!", names::SAVED_ITEM_KIND)),
        field("The collection that it is about, if it is about one.", "collection", "String"),
        field("What it is called.", "name", "String!"),
        field("What is kept. The server does not look into it.", "data", "JSON!"),
        field("The roles that see it too; empty when it is its owner's alone.", "roles", "[Role!]!"),
        field("Whether it is one's own.", "mine", "Boolean!"),
        field("Whose it is; null when one may not see that user.", "owner", "User"),
        field("When it was saved last.", "updatedAt", "DateTime!"),
    ];
    let description = "Something that a user keeps beside the content, and may share with roles.";
    document.plain_object(description, names::SAVED_ITEM, fields);
    let values = vec![
        enum_value("A view of a list: columns, filters, an order.", "VIEW", None),
        enum_value("An operation of the API explorer.", "OPERATION", None),
    ];
    document.enumeration("What a saved item is.", names::SAVED_ITEM_KIND, values);
}
