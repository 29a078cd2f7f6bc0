//! The root fields that are not content: accounts, audit and the like. Each has a handler in the
//! executor; here is only what the schema must know of them.

/// A root field that a handler answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SystemField {
    /// The root type that it belongs to.
    pub root: Root,
    /// The field's name.
    pub name: &'static str,
    /// What it answers, for the API's documentation.
    pub description: &'static str,
    /// The arguments in SDL without the brackets, such as `email: Email!, password: String!`;
    /// empty when there are none.
    pub arguments: &'static str,
    /// The field's type in SDL. Every name in it is one of the schema.
    pub type_ref: &'static str,
}

/// A root type of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Root {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Streams.
    Subscription,
}

/// Every system field.
pub const FIELDS: &[SystemField] = &[
    SystemField {
        root: Root::Query,
        name: "me",
        description: "The user who asks, or null when nobody is signed in.",
        arguments: "",
        type_ref: "User",
    },
    SystemField {
        root: Root::Query,
        name: "changes",
        description: "Who changed what and when: the change log, the newest change first. For admins.",
        arguments: "\"Which changes; all of what is given must hold.\" where: ChangeWhere \
                    \"At most so many.\" limit: Int = 100 \
                    \"The `position` of the last change of an answer before: goes on there.\" before: String",
        type_ref: "[Change!]!",
    },
    SystemField {
        root: Root::Query,
        name: "changeConsumers",
        description: "Who follows the change log, how far each is, and what it could not take. For admins.",
        arguments: "",
        type_ref: "[ChangeConsumer!]!",
    },
    SystemField {
        root: Root::Query,
        name: "mails",
        description: "The mails that were queued and what became of them, the newest first. For admins.",
        arguments: "\"With this status.\" status: MailStatus \"To this address.\" to: String \
                    \"At most so many.\" limit: Int = 100 \
                    \"The `id` of the last mail of an answer before: goes on there.\" before: ID",
        type_ref: "[Mail!]!",
    },
];
