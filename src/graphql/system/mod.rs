//! The root fields that are not content: accounts, audit and the like. Each has a handler in the
//! executor; here is only what the schema must know of them.

mod inside;

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
pub const FOR_ANYONE: &[&str] = &[
    "signUp",
    "signIn",
    "refreshSession",
    "setUp",
    "signInWithProvider",
    "requestCode",
    "signInWithCode",
    "requestPasswordReset",
    "resetPassword",
    "requestEmailVerification",
    "verifyEmail",
    "signInAnonymously",
    "completeSignIn",
    "startPasskeySignIn",
    "finishPasskeySignIn",
];

/// Every system field.
pub const FIELDS: &[SystemField] =
    &joined::<{ OUTSIDE.len() + inside::FIELDS.len() }>([OUTSIDE, inside::FIELDS]);

const fn joined<const N: usize>(parts: [&[SystemField]; 2]) -> [SystemField; N] {
    let mut fields = [parts[0][0]; N];
    let (mut part, mut index, mut count) = (0, 0, 0);
    while part < parts.len() {
        while index < parts[part].len() {
            fields[count] = parts[part][index];
            (index, count) = (index + 1, count + 1);
        }
        (part, index) = (part + 1, 0);
    }
    fields
}

/// Those of accounts, rules, the log, mails and channels.
const OUTSIDE: &[SystemField] = &[
    SystemField {
        root: Root::Query,
        name: "me",
        description: "The user who asks, or null when nobody is signed in.",
        arguments: "",
        type_ref: "User",
    },
    SystemField {
        root: Root::Query,
        name: "model",
        description: "The content model as far as the caller may see it: what forms, lists and pickers are made of.",
        arguments: "",
        type_ref: "Model!",
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
        name: "accessExplain",
        description: "Why a user may do something to a record, or may not: what each line of the model says. For admins.",
        arguments: "\"The user's address or id; without it, nobody who is signed in.\" as: String \
                    \"What they want to do.\" do: AccessAction! \
                    \"To which record, such as `Post:1`; for any record, or a new one, the type alone.\" record: String!",
        type_ref: "AccessVerdict!",
    },
    SystemField {
        root: Root::Query,
        name: "accessMatrix",
        description: "Who may do what to which records and fields, by the model's lines. For admins.",
        arguments: "\"Only of this role.\" role: String \"Only of this type.\" type: String",
        type_ref: "[AccessCell!]!",
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
        name: "accountStates",
        description: "Whether these users can sign in, and how. One's own; anybody's for admins. Who never had anything to sign in with is left out.",
        arguments: "\"The users, 1000 at most; by default who asks.\" users: [ID!]",
        type_ref: "[AccountState!]!",
    },
    SystemField {
        root: Root::Query,
        name: "pendingInvitations",
        description: "The invitations that nobody took yet and that still count, the newest first. For admins.",
        arguments: "",
        type_ref: "[PendingInvitation!]!",
    },
    SystemField {
        root: Root::Query,
        name: "signInWays",
        description: "What a page must know before anybody is signed in.",
        arguments: "",
        type_ref: "SignInWays!",
    },
    SystemField {
        root: Root::Query,
        name: "authProviders",
        description: "Whose accounts people may sign in with.",
        arguments: "",
        type_ref: "[AuthProvider!]!",
    },
    SystemField {
        root: Root::Query,
        name: "identities",
        description: "The accounts elsewhere that the user signs in with, the oldest first.",
        arguments: "\"The user; by default who asks. Others are for admins.\" user: ID",
        type_ref: "[LinkedIdentity!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signInWithProvider",
        description: "Gets the session for the `code` that a browser brought back from a provider. Good once, for two minutes.",
        arguments: "\"The code.\" code: String! \
                    \"What `code_challenge` was made of, if the sign-in began with one.\" verifier: String",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "startProviderLink",
        description: "Answers where to send the browser to link an account elsewhere; it brings back `link`, for `linkProvider`.",
        arguments: "\"The provider.\" provider: String! \
                    \"Where the browser is to go then.\" redirect: String",
        type_ref: "String!",
    },
    SystemField {
        root: Root::Mutation,
        name: "linkProvider",
        description: "Links the account elsewhere that the browser brought back from a provider. Only who began may end it.",
        arguments: "\"What the browser brought back as `link`.\" code: String!",
        type_ref: "LinkedIdentity!",
    },
    SystemField {
        root: Root::Mutation,
        name: "unlinkProvider",
        description: "Takes an account elsewhere away, so that nobody can sign in with it.",
        arguments: "\"The identity's id.\" id: ID!",
        type_ref: "Boolean!",
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
                    \"What else the new user says of themselves: fields that users may change in their own record.\" data: UserCreate \
                    \"The token of the invitation, for who has one.\" invitation: String \
                    \"The language of the mail that asks whether the address is theirs.\" locale: String",
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
    SystemField {
        root: Root::Query,
        name: "passkeys",
        description: "The user's passkeys, the newest first.",
        arguments: "\"The user; by default who asks. Others are for admins.\" user: ID",
        type_ref: "[Passkey!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "requestEmailVerification",
        description: "Mails a link that proves an address. Another address than the account's becomes the account's once the link is used. The answer is the same whether a mail is sent or not.",
        arguments: "\"The address; by default that of who asks.\" email: Email \
                    \"The language of the mail, such as `de`.\" locale: String",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "verifyEmail",
        description: "Proves the address that the link was mailed to.",
        arguments: "\"The token of the link.\" token: String!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "requestPasswordReset",
        description: "Mails a link with which a new password can be set. The answer is the same whether there is an account or not.",
        arguments: "\"The address.\" email: Email! \
                    \"The language of the mail, such as `de`.\" locale: String",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "resetPassword",
        description: "Sets a new password and ends every session of the user.",
        arguments: "\"The token of the link.\" token: String! \
                    \"The password as it is to be.\" password: String!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "requestCode",
        description: "Mails a code of six digits and a link to sign in with. The answer is the same whether there is an account or not.",
        arguments: "\"The address.\" email: Email! \
                    \"The language of the mail, such as `de`.\" locale: String",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signInWithCode",
        description: "Signs in with what was mailed: the address and the code, or the token of the link.",
        arguments: "\"The address.\" email: Email \
                    \"The code.\" code: String \
                    \"The token of the link.\" token: String",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "inviteUser",
        description: "Mails an invitation, with which `signUp` makes an account that has those roles. For admins.",
        arguments: "\"The address.\" email: Email! \
                    \"The roles that the account gets.\" roles: [Role!] \
                    \"The language of the mail, such as `de`.\" locale: String",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "revokeInvitation",
        description: "Takes an invitation back: its link does not count any more. For admins.",
        arguments: "\"Its id.\" id: ID!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "signInAnonymously",
        description: "Makes an account without an address and signs in: for who wants to begin at once.",
        arguments: "\"What the new user says of themselves.\" data: UserCreate",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "promote",
        description: "Gives an anonymous account an address and a password; it keeps its id and all that belongs to it.",
        arguments: "\"The address.\" email: Email! \
                    \"The password.\" password: String! \
                    \"The language of the mail, such as `de`.\" locale: String",
        type_ref: "User!",
    },
    SystemField {
        root: Root::Mutation,
        name: "startTotp",
        description: "Begins to set up an authenticator app as a second factor.",
        arguments: "",
        type_ref: "TotpSetup!",
    },
    SystemField {
        root: Root::Mutation,
        name: "confirmTotp",
        description: "Asks for the app from now on, and answers recovery codes: they are shown this once, and each can be used once.",
        arguments: "\"The code that the app shows.\" code: String!",
        type_ref: "[String!]!",
    },
    SystemField {
        root: Root::Mutation,
        name: "disableTotp",
        description: "Takes the authenticator app and the recovery codes away.",
        arguments: "\"A code of the app, or a recovery code.\" code: String!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "completeSignIn",
        description: "Answers the challenge of a sign-in with the second factor.",
        arguments: "\"The challenge.\" challenge: String! \
                    \"A code of the app, or a recovery code.\" code: String!",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "startPasskeyRegistration",
        description: "Begins to register a passkey. The answer is for `PublicKeyCredential.parseCreationOptionsFromJSON`.",
        arguments: "",
        type_ref: "JSON!",
    },
    SystemField {
        root: Root::Mutation,
        name: "finishPasskeyRegistration",
        description: "Registers the passkey that the browser made.",
        arguments: "\"What to call it.\" name: String! \
                    \"What the credential's `toJSON()` gives.\" credential: JSON!",
        type_ref: "Passkey!",
    },
    SystemField {
        root: Root::Mutation,
        name: "startPasskeySignIn",
        description: "Asks for a passkey. The answer is the same whether there is an account or not.",
        arguments: "\"The address of the account, if it may be no other.\" email: Email",
        type_ref: "PasskeySignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "finishPasskeySignIn",
        description: "Signs in with the passkey that was shown.",
        arguments: "\"The challenge of `startPasskeySignIn`.\" challenge: String! \
                    \"What the credential's `toJSON()` gives.\" credential: JSON!",
        type_ref: "SignIn!",
    },
    SystemField {
        root: Root::Mutation,
        name: "removePasskey",
        description: "Takes a passkey of one's own away.",
        arguments: "\"The passkey's id.\" id: ID!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Subscription,
        name: "channel",
        description: "Joins a channel and tells what happens there: first `HERE`, with everybody who is there, oneself among them. Who subscribes is there until the subscription ends.",
        arguments: "\"The channel, such as `post/7`; `record/Post/7` is of the record and open to whoever may read it.\" name: String! \
                    \"What the others are told of this member, such as `{ cursor: 7 }`.\" state: JSON",
        type_ref: "ChannelEvent!",
    },
    SystemField {
        root: Root::Mutation,
        name: "broadcast",
        description: "Says something to everybody who is in a channel now. It is kept nowhere.",
        arguments: "\"The channel.\" channel: String! \"What is said.\" payload: JSON!",
        type_ref: "Boolean!",
    },
    SystemField {
        root: Root::Mutation,
        name: "setPresence",
        description: "Changes what the others are told of a member, which must be one of the same user.",
        arguments: "\"The channel.\" channel: String! \
                    \"The member's id: `member` of the event `HERE`.\" member: ID! \
                    \"What they are told; nothing when it is left out.\" state: JSON",
        type_ref: "Boolean!",
    },
];
