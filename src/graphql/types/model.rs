//! What is told of the content model: `Model` and the types of what is in it. Fields are in
//! [`super::model_field`].

use crate::graphql::names::{self, model as own};

use super::document::{Document, enum_value, field};
use super::model_field;

/// Writes the types of the field `model`.
pub fn write_model(document: &mut Document) {
    let list = |of: &str| format!("[{of}!]!");
    let fields = vec![
        field("Another text whenever the answer is another one.", "fingerprint", "String!"),
        field("What the server runs for.", "stage", &required(own::STAGE)),
        field(
            "The types with records of which the caller may do anything, the built-in ones first.",
            "collections",
            &list(own::COLLECTION),
        ),
        field(
            "The components that fields of these lead to; all for admins.",
            "components",
            &list(own::COMPONENT),
        ),
        field(
            "The unions of components that fields of these lead to; all for admins.",
            "blocks",
            &list(own::BLOCKS),
        ),
        field("The enums that fields of these lead to; all for admins.", "enums", &list(own::ENUM)),
        field("The roles that somebody may have: the built-in ones first.", "roles", &list(own::ENUM_VALUE)),
        field("The languages of the content, the default first.", "locales", "[String!]!"),
    ];
    document.plain_object("The content model, as far as the caller may see it.", own::MODEL, fields);
    let values = vec![
        enum_value("`headwater dev`: the model can be changed while the server runs.", "DEVELOPMENT", None),
        enum_value("`headwater serve`", "PRODUCTION", None),
    ];
    document.enumeration("What a server runs for.", own::STAGE, values);
    write_collection(document);
    write_rules(document);
    write_api(document);
    model_field::write_fields(document);
    write_values(document);
}

/// A type whose value is always there.
pub fn required(type_name: &str) -> String {
    format!("{type_name}!")
}

fn write_collection(document: &mut Document) {
    let fields = vec![
        field("The name: `InvoiceLine`.", "name", "String!"),
        field("The name in words: `Invoice line`.", "label", "String!"),
        field("The name of many in words: `Invoice lines`.", "pluralLabel", "String!"),
        field("What the model says of it.", "description", "String"),
        field("Whether there is one record and no more.", "singleton", "Boolean!"),
        field("Whether every model has it: `User` and `Asset`.", "builtIn", "Boolean!"),
        field(
            "The field that stands for a record in lists, if there is one that may be read.",
            "title",
            "String",
        ),
        field("The group of the menu that it belongs to.", "group", "String"),
        field("Its icon.", "icon", "String"),
        field("The order of lists that ask for none.", "orderBy", &format!("[{}!]!", own::ORDER)),
        field("Whether records have a working copy and a published one.", "drafts", "Boolean!"),
        field("How many earlier versions of a record are kept.", "versions", "Int"),
        field("For how many days deleted records are kept.", "trashDays", "Int"),
        field("The address that shows a record, with fields in braces.", "preview", "String"),
        field(
            "The fields that the caller may read or write, the built-in ones first. Relations to types that they can't \
             see are left out.",
            "fields",
            &format!("[{}!]!", own::FIELD),
        ),
        field(
            "The fields, or sets of fields, in which two records may not agree, besides the id.",
            "uniqueSets",
            "[[String!]!]!",
        ),
        field(
            "What records must be like as a whole. For who may look inside; empty for others.",
            "checks",
            &format!("[{}!]!", own::CHECK),
        ),
        field(
            "Who may do what. For who may look inside; empty for others.",
            "rules",
            &format!("[{}!]!", own::RULE),
        ),
        field("What the caller may do.", "can", &required(own::ACTIONS)),
        field("What the API calls it.", "api", &required(own::API)),
        field("The interfaces that it implements.", "implements", "[String!]!"),
    ];
    document.plain_object("A type with records.", own::COLLECTION, fields);
    let fields = vec![
        field("The field.", "field", "String!"),
        field("Which way: a value of `OrderDirection`.", "direction", "String!"),
    ];
    document.plain_object("A part of the order that lists have by themselves.", own::ORDER, fields);
    let records = required(names::ACCESS_RECORDS);
    let fields = vec![
        field("Seeing them.", "read", &records),
        field("Making them.", "create", &records),
        field("Changing them.", "update", &records),
        field("Deleting them.", "delete", &records),
    ];
    document.plain_object("Of how many records the caller may do it.", own::ACTIONS, fields);
}

fn write_rules(document: &mut Document) {
    let fields = vec![
        field("The filter that every record must pass.", "where", "JSON!"),
        field("What is said when one does not.", "message", "String"),
    ];
    document.plain_object("What records must be like as a whole.", own::CHECK, fields);
    let fields = vec![
        field("The roles that it is for.", "to", "[String!]!"),
        field("The actions that it is about, as it names them.", "do", "[String!]!"),
        field("What the record must be like.", "where", "JSON"),
        field("What the record must be like once it is written.", "check", "JSON"),
        field("The only fields that it covers, if it names any.", "fields", "[String!]"),
        field("The fields that it does not cover.", "except", "[String!]"),
        field("The values that it gives to new records.", "set", "JSON"),
        field("Where it stands, as `file:line`.", "place", "String!"),
    ];
    document.plain_object("An `@allow` line.", own::RULE, fields);
}

fn write_api(document: &mut Document) {
    let fields = vec![
        field("The query of one record.", "one", "String!"),
        field("The query of a list.", "list", "String"),
        field("The query of pages.", "connection", "String"),
        field("The query of counts, totals and groups.", "aggregate", "String"),
        field("The subscription to changes.", "changes", "String"),
        field("The mutation that makes a record.", "create", "String"),
        field(
            "The mutation that changes a record; of a singleton, it makes the record as well.",
            "update",
            "String",
        ),
        field("The mutation that changes all records that pass a filter.", "updateMany", "String"),
        field("The mutation that changes a record, or makes it.", "upsert", "String"),
        field("The mutation that deletes a record.", "delete", "String"),
        field("The mutation that deletes all records that pass a filter.", "deleteMany", "String"),
        field(
            "The type of filters. That of a singleton is there if a relation leads to it.",
            "where",
            "String!",
        ),
        field(
            "The type of orders. That of a singleton is there if a relation leads to it.",
            "orderBy",
            "String!",
        ),
        field("The type of a record to make.", "createInput", "String"),
        field("The type of changes to a record.", "updateInput", "String"),
    ];
    let description =
        "What the API calls a type's fields and types. Null where it has none: a singleton has no lists.";
    document.plain_object(description, own::API, fields);
}

fn write_values(document: &mut Document) {
    let named = || {
        vec![
            field("The name.", "name", "String!"),
            field("The name in words.", "label", "String!"),
            field("What the model says of it.", "description", "String"),
        ]
    };
    let with = |name, description, type_name: &str| {
        let mut fields = named();
        fields.push(field(description, name, &format!("[{type_name}!]!")));
        fields
    };
    let fields = with("fields", "The fields that the caller may read or write.", own::FIELD);
    document.plain_object(
        "A component: fields that are kept inside the records that hold it.",
        own::COMPONENT,
        fields,
    );
    let fields = with("members", "Its components.", own::BLOCK);
    document.plain_object("A union of components.", own::BLOCKS, fields);
    let fields = vec![
        field("The component.", "component", "String!"),
        field("The key under which it is written and filtered by: `picture`.", "inputKey", "String!"),
    ];
    document.plain_object("A member of a union of components.", own::BLOCK, fields);
    let fields = with("values", "Its values.", own::ENUM_VALUE);
    document.plain_object("An enum.", own::ENUM, fields);
    let mut fields = named();
    fields.push(field("Why it should not be used any more.", "deprecated", "String"));
    document.plain_object("A value of an enum.", own::ENUM_VALUE, fields);
}
