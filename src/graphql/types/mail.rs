//! What mails are asked for and answer: `Mail`, `MailStatus`.

use crate::graphql::names;
use crate::mail::Status;

use super::document::{Document, enum_value, field};

/// Writes the types of the field `mails`.
pub fn write_mails(document: &mut Document) {
    let secret = "Null when a mail server is configured: links and codes are for who gets the mail.";
    let fields = vec![
        field("Its id, which is part of its `Message-ID`.", "id", "ID!"),
        field("The address that it goes to.", "to", "String!"),
        field("The template that it is written from.", "template", "String!"),
        field("The language that it should be in.", "locale", "String!"),
        field("What became of it.", "status", &format!("{}!", names::MAIL_STATUS)),
        field("How often it was tried.", "tries", "Int!"),
        field("What went wrong the last time.", "error", "String"),
        field("When it was queued.", "createdAt", "DateTime!"),
        field("When it is tried next; null when it is done with.", "nextAttemptAt", "DateTime"),
        field("When it was sent, given up or logged.", "doneAt", "DateTime"),
        field(&format!("Its subject. {secret}"), "subject", "String"),
        field(&format!("What it says, as plain text. {secret}"), "text", "String"),
        field(&format!("What it says, as HTML. {secret}"), "html", "String"),
    ];
    document.plain_object("A mail, and what became of it.", names::MAIL, fields);
    let values = Status::ALL.into_iter().map(|status| {
        let description = match status {
            Status::Waiting => "It is to be sent.",
            Status::Sent => "The mail server took it.",
            Status::Failed => "It was given up; `error` says why.",
            Status::Logged => "No mail server is configured.",
        };
        enum_value(description, status.name(), None)
    });
    document.enumeration("What became of a mail.", names::MAIL_STATUS, values.collect());
}
