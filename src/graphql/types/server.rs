//! How the server is: `ServerInfo`.

use crate::graphql::names;

use super::document::{Document, field};

/// Writes the type of the field `serverInfo`.
pub fn write_server(document: &mut Document) {
    let fields = vec![
        field("The version of Headwater.", "version", "String!"),
        field("What the server runs for.", "stage", &format!("{}!", names::model::STAGE)),
        field("When this node was started.", "startedAt", "DateTime!"),
        field("The database and its version, such as `PostgreSQL 15.4`.", "database", "String!"),
        field("How large the database is.", "databaseBytes", "BigInt"),
        field("How much memory this node has; null where the system does not say.", "memoryBytes", "BigInt"),
        field("How many WebSockets and event streams are open at this node.", "connections", "Int!"),
        field("How many nodes use the database, this one among them.", "nodes", "Int!"),
        field("When the model was changed last.", "modelChangedAt", "DateTime"),
        field(
            "The position of the newest change in the change log; null while there is none.",
            "logPosition",
            "String",
        ),
        field("How many mails are to be sent.", "mailsWaiting", "Int!"),
        field("How many mails were given up.", "mailsFailed", "Int!"),
        field("Whether there is a mail server to hand mails to.", "mailConfigured", "Boolean!"),
    ];
    document.plain_object("How the server is.", names::SERVER_INFO, fields);
}
