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

/// The mutations that need nobody to be signed in: they may come with the cookie of a session that is over.
pub const FOR_ANYONE: &[&str] = &["signUp", "signIn", "refreshSession", "setUp"];

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
    SystemField {
        root: Root::Query,
        name: "sessions",
        description: "Where the user is signed in, the newest session first.",
        arguments: "\"The user; by default who asks. Others are for admins.\" user: ID",
        type_ref: "[AccountSession!]!",
    },
    SystemField {
        root: Root::Query,
        name: "apiTokens",
        description: "The user's API tokens, the newest first.",
        arguments: "\"The user; by default who asks. Others are for admins.\" user: ID",
        type_ref: "[ApiToken!]!",
    },
    SystemField {
        root: Root::Query,
        name: "authEvents",
        description: "What happened to the user's account, the newest first. Admins who name no user see everybody's.",
        arguments: "\"The user; others than who asks are for admins.\" user: ID \
                    \"Only such events.\" kind: AuthEventKind \
                    \"At most so many.\" limit: Int = 100 \
                    \"The `id` of the last event of an answer before: goes on there.\" before: ID",
        type_ref: "[AuthEvent!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signUp",
        description: "Makes an account and signs in.",
        arguments: "\"The address; kept in lower case.\" email: Email! \
                    \"The password.\" password: String! \
                    \"What else the new user says of themselves: fields that users may change in their own record.\" data: UserCreate",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signIn",
        description: "Signs in with a password.",
        arguments: "\"The address.\" email: Email! \
                    \"The password.\" password: String!",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "refreshSession",
        description: "Gets new tokens for a refresh token, which can be used once: shown again, it ends the session.",
        arguments: "\"The token; by default that of the cookie.\" refreshToken: String",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signOut",
        description: "Ends the session that asks.",
        arguments: "\"Ends the user's other sessions too.\" everywhere: Boolean = false",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "changePassword",
        description: "Sets another password, and ends the user's other sessions.",
        arguments: "\"The password as it is; left out by who has none yet.\" current: String \
                    \"The password as it is to be.\" new: String!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "revokeSession",
        description: "Ends a session of one's own; admins may end any.",
        arguments: "\"The session.\" id: ID!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "createApiToken",
        description: "Makes a token for a program, which acts as the user with some of their roles.",
        arguments: "\"What it is for.\" name: String! \
                    \"Its roles: some of one's own.\" roles: [Role!]! \
                    \"Until when it counts; for ever if left out.\" expiresAt: DateTime",
        type_ref: "NewApiToken!",
    },
    SystemField {
        root: Root::Mutation,
        name: "revokeApiToken",
        description: "Takes an API token of one's own away; admins may take any.",
        arguments: "\"The token's id.\" id: ID!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "setUserRoles",
        description: "Sets the roles of a user, from the next request on. For admins.",
        arguments: "\"The user.\" user: ID! \
                    \"All of their roles.\" roles: [Role!]!",
        type_ref: "User!",
    },
    SystemField {
        root: Root::Mutation,
        name: "disableUser",
        description: "Takes all access of a user away at once. For admins.",
        arguments: "\"The user.\" user: ID!",
        type_ref: "User!",
    },
    SystemField {
        root: Root::Mutation,
        name: "enableUser",
        description: "Gives a disabled user access again: they may sign in. For admins.",
        arguments: "\"The user.\" user: ID!",
        type_ref: "User!",
    },
    SystemField {
        root: Root::Mutation,
        name: "impersonate",
        description: "Begins a short session in which an admin acts as a user; the log names both. For admins.",
        arguments: "\"The user.\" user: ID!",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "setUp",
        description: "Makes the first admin, with the token of the link that the server printed.",
        arguments: "\"The token.\" token: String! \
                    \"Their address.\" email: Email! \
                    \"Their password.\" password: String!",
        type_ref: "SignIn!",
    },
];
