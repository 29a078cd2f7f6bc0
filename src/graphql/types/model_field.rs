//! What is told of a field of the content model: `ModelField` and the types in it.

use crate::graphql::names::{self, model as own};

use super::document::{Document, Output, enum_value, field};
use super::model::required;

/// Writes `ModelField` and what it speaks of.
pub fn write_fields(document: &mut Document) {
    let fields = [what_it_is(), what_it_takes(), what_may_be_done()].concat();
    document.plain_object("A field of a type or a component.", own::FIELD, fields);
    let values = vec![
        enum_value("A value of a scalar.", "SCALAR", None),
        enum_value("A value of an enum.", "ENUM", None),
        enum_value("A component.", "COMPONENT", None),
        enum_value("A component of a union.", "BLOCKS", None),
        enum_value("A record of a type.", "RELATION", None),
    ];
    document.enumeration("What a field holds.", own::FIELD_KIND, values);
    let records = required(names::ACCESS_RECORDS);
    let fields = vec![
        field("Seeing it in records that may be seen. Secret fields never are.", "read", &records),
        field("Giving it a value in new records.", "create", &records),
        field("Changing it in records that may be changed.", "update", &records),
    ];
    document.plain_object(
        "In how many of the records that the caller may do it to they may do it to the field. What Headwater writes \
         itself, what is read-only, and what a rule gives to every new record is nobody's to write.",
        own::FIELD_ACTIONS,
        fields,
    );
    write_check(document);
    write_relation(document);
    write_options(document);
}

fn what_it_is() -> Vec<Output> {
    vec![
        field("The name: `publishedAt`.", "name", "String!"),
        field("The name in words: `Published at`.", "label", "String!"),
        field("What the model says of it.", "description", "String"),
        field("What it holds.", "kind", &required(own::FIELD_KIND)),
        field("The scalar, enum, component, union of components, or type pointed to.", "type", "String!"),
        field("Whether it holds any number of them.", "list", "Boolean!"),
        field("Whether it must have a value.", "required", "Boolean!"),
        field("Whether each item of its list must have a value.", "itemsRequired", "Boolean!"),
        field(
            "Whether Headwater made it and writes it itself: `id`, `createdAt`, ...",
            "builtIn",
            "Boolean!",
        ),
    ]
}

fn what_it_takes() -> Vec<Output> {
    vec![
        field("The value of a new record that is given none.", "default", "JSON"),
        field("Whether no two records may have the same value.", "unique", "Boolean!"),
        field("Whether clients may never write it.", "readOnly", "Boolean!"),
        field("Whether it can't be changed once it has a value.", "writeOnce", "Boolean!"),
        field("Whether it can be written, but never read.", "secret", "Boolean!"),
        field("Whether it has a value in every language.", "localized", "Boolean!"),
        field("Whether it is searched.", "search", "Boolean!"),
        field("The field that a slug is made from when it is left out.", "slugFrom", "String"),
        field("What its values must be like.", "check", own::FIELD_CHECK),
        field("Where it leads.", "relation", own::RELATION),
        field("Which files may be chosen.", "asset", own::ASSET_OPTIONS),
        field("What the editor of the text offers.", "richText", own::RICH_TEXT_OPTIONS),
        field("How it is to be shown.", "ui", own::UI),
        field("Why it should not be used any more.", "deprecated", "String"),
    ]
}

fn what_may_be_done() -> Vec<Output> {
    vec![
        field(
            "Its own lines, which narrow those of its type. For who may look inside; empty for others.",
            "rules",
            &format!("[{}!]!", own::RULE),
        ),
        field(
            "The words of its filter in `where`: of a value `eq`, `contains` and the like; of a list of objects `some`, \
             `every`, `none` and `count`; of one object `and`, `or` and `not` beside the fields of that object, and `is` \
             beside the members of a union. Empty when the caller can't filter by it.",
            "operators",
            "[String!]!",
        ),
        field(
            "Whether it stands in `orderBy`: a value with a direction, one object with its fields, a list of records \
             with `count`.",
            "sortable",
            "Boolean!",
        ),
        field("Whether groups can be made by it.", "groupable", "Boolean!"),
        field("What the caller may do to it.", "can", &required(own::FIELD_ACTIONS)),
    ]
}

fn write_check(document: &mut Document) {
    let fields = vec![
        field("The least value.", "min", "JSON"),
        field("The greatest value.", "max", "JSON"),
        field("The least number of characters, or of items of a list.", "minLength", "Int"),
        field("The greatest number of characters, or of items of a list.", "maxLength", "Int"),
        field("A regular expression that all of the text must match.", "pattern", "String"),
        field("What is said when it does not fit.", "message", "String"),
    ];
    document.plain_object("What a field's values must be like.", own::FIELD_CHECK, fields);
}

fn write_relation(document: &mut Document) {
    let fields = vec![
        field("The type that it points to.", "target", "String!"),
        field("Where the link is kept.", "storage", &required(own::RELATION_STORAGE)),
        field(
            "What happens to this record when the other is deleted: `RESTRICT`, `CASCADE` or `SET_NULL`.",
            "onDelete",
            "String!",
        ),
        field("The most records that it may hold.", "max", "Int"),
        field("The field at the other end, if there is one that the caller may see.", "inverse", "String"),
    ];
    document.plain_object("Where a field leads.", own::RELATION, fields);
    let values = vec![
        enum_value("With this record: it points to one other.", "KEY", None),
        enum_value("In a list of this field, which has an order.", "JOIN", None),
        enum_value("In the list of the field at the other end.", "JOIN_INVERSE", None),
        enum_value("With the other records, which point to this one.", "INVERSE", None),
        enum_value("Inside a component.", "EMBEDDED", None),
    ];
    document.enumeration("Where a relation's link is kept.", own::RELATION_STORAGE, values);
}

fn write_options(document: &mut Document) {
    let fields = vec![
        field("Media types, such as `image/*`; any when there is none.", "accept", "[String!]!"),
        field("The greatest size in bytes.", "maxBytes", "BigInt"),
    ];
    document.plain_object("Which files may be chosen.", own::ASSET_OPTIONS, fields);
    let fields = vec![
        field("The types of block; all when it is null.", "blocks", "[String!]"),
        field("The marks; all when it is null.", "marks", "[String!]"),
    ];
    document.plain_object("What the editor of a text offers.", own::RICH_TEXT_OPTIONS, fields);
    let fields = vec![
        field("What to edit it with.", "widget", "String"),
        field("The tab of the form.", "tab", "String"),
        field("How much of the form's width it takes: `full`, `half`, ...", "width", "String"),
        field("A line of help.", "help", "String"),
        field("The filter that a record must pass for the field to be shown.", "showIf", "JSON"),
    ];
    document.plain_object("How a field is to be shown.", own::UI, fields);
}
