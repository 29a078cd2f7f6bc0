//! What is said of the model's files: `ModelFile`, `ModelPlan` and the types in it.

use crate::graphql::names;

use super::document::{Document, enum_value, field, input};

/// Writes the types of the fields `modelFiles`, `planModel` and `applyModel`.
pub fn write_model_files(document: &mut Document) {
    let path = "Its path in the project, such as `schema/blog.graphql`.";
    let text = "All that it says.";
    let fields = vec![field(path, "path", "String!"), field(text, "text", "String!")];
    document.plain_object("A file of the model.", names::MODEL_FILE, fields);
    let fields = vec![input(path, "path", "String!"), input(text, "text", "String!")];
    document.input("A file of the model as it is to be.", names::MODEL_FILE_INPUT, fields);
    write_plan(document);
    write_diagnostic(document);
}

fn write_plan(document: &mut Document) {
    let fields = vec![
        field(
            "Everything that is wrong with the files, or worth a second look. With an error the model can't be used.",
            "diagnostics",
            &format!("[{}!]!", names::MODEL_DIAGNOSTIC),
        ),
        field(
            "What is done to the database, in this order. Empty when the files can't be read as a model.",
            "steps",
            &format!("[{}!]!", names::MODEL_STEP),
        ),
        field("Whether a step loses values.", "destructive", "Boolean!"),
        field("Whether it was done: only `applyModel` does.", "applied", "Boolean!"),
        field("The hash of the files as they are now, for `applyModel(basis:)`.", "basis", "String!"),
    ];
    let description = "What files of the model lead to.";
    document.plain_object(description, names::MODEL_PLAN, fields);
    let fields = vec![
        field("What it does.", "words", "String!"),
        field("The statements for the running database.", "sql", "[String!]!"),
        field("Whether it loses values.", "destructive", "Boolean!"),
        field("How many rows lose a value; null when nothing is lost.", "rows", "BigInt"),
        field("What is lost.", "why", "String"),
    ];
    document.plain_object("A step that is done to the database.", names::MODEL_STEP, fields);
}

fn write_diagnostic(document: &mut Document) {
    let fields = vec![
        field("How bad it is.", "severity", &format!("{}!", names::MODEL_SEVERITY)),
        field("What is wrong.", "message", "String!"),
        field("The file's path; null when it is no file's.", "file", "String"),
        field("The line where it begins, counted from 1.", "line", "Int"),
        field("The character of that line where it begins, counted from 1.", "column", "Int"),
        field("The line where it ends, counted from 1.", "endLine", "Int"),
        field("The first character of that line that is not part of it.", "endColumn", "Int"),
        field("What to do about it.", "hint", "String"),
    ];
    let description = "A mistake of the model, or something worth a second look.";
    document.plain_object(description, names::MODEL_DIAGNOSTIC, fields);
    let values = vec![
        enum_value("The model can't be used.", "ERROR", None),
        enum_value("The model can be used, but may not mean what its author thinks.", "WARNING", None),
    ];
    document.enumeration("How bad something is.", names::MODEL_SEVERITY, values);
}
