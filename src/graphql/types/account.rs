//! What the fields of accounts answer: `SignIn`, `AuthSession`, `MfaChallenge`, `AccountSession`, `ApiToken`,
//! `NewApiToken`, `TotpSetup`, `Passkey`, `PasskeySignIn`, `AuthEvent`, `AuthProvider`, `LinkedIdentity`,
//! `AccountState`, `PendingInvitation`, `SignInWays`.

use crate::auth::event::Kind;
use crate::graphql::names;

use super::document::{Document, enum_value, field};

/// Writes the types of accounts.
pub fn write_accounts(document: &mut Document) {
    write_sign_in(document);
    write_session(document);
    write_api_tokens(document);
    write_factors(document);
    write_events(document);
    write_providers(document);
    write_states(document);
}

fn write_states(document: &mut Document) {
    let fields = vec![
        field("The id of the user.", "user", "ID!"),
        field("When an admin took all access away; null when the user has it.", "disabledAt", "DateTime"),
        field(
            "The address that was proved to be theirs. It counts while it is the record's `email`.",
            "verifiedEmail",
            "Email",
        ),
        field(
            "Whether there is nothing to sign in with again: `signInAnonymously`.",
            "anonymous",
            "Boolean!",
        ),
        field("Whether they have a password.", "password", "Boolean!"),
        field("Whether an authenticator app is asked for.", "authenticator", "Boolean!"),
        field("When they signed in last.", "signedInAt", "DateTime"),
    ];
    document.plain_object("Whether a user can sign in, and how.", names::ACCOUNT_STATE, fields);
    let fields = vec![
        field("Its id, for `revokeInvitation`.", "id", "ID!"),
        field("Whom it was mailed to.", "email", "Email!"),
        field("The roles that the account gets.", "roles", "[Role!]!"),
        field("Who sent it.", "by", "String"),
        field("When it was sent.", "createdAt", "DateTime!"),
        field("Until when it counts.", "expiresAt", "DateTime!"),
    ];
    document.plain_object("An invitation that nobody took yet.", names::PENDING_INVITATION, fields);
    let fields = vec![
        field(
            "Whether there is no admin yet: the server prints a link that makes one.",
            "needsSetUp",
            "Boolean!",
        ),
        field("Whether the server knows passkeys.", "passkeys", "Boolean!"),
        field("How many characters a password must have at least.", "shortestPassword", "Int!"),
    ];
    document.plain_object("What a page must know before anybody is signed in.", names::SIGN_IN_WAYS, fields);
}

fn write_sign_in(document: &mut Document) {
    let fields = vec![
        field("The session, when all is proved.", "session", names::AUTH_SESSION),
        field("What is asked for further, when it is not.", "challenge", names::MFA_CHALLENGE),
    ];
    document.plain_object("What a sign-in leads to: exactly one is there.", names::SIGN_IN, fields);
    let fields = vec![
        field("Shows who asks: `Authorization: Bearer <token>`. Good for minutes.", "accessToken", "String!"),
        field(
            "Gets new tokens, once: `refreshSession`. Shown a second time, it ends the session.",
            "refreshToken",
            "String!",
        ),
        field("Until when the access token counts.", "expiresAt", "DateTime!"),
        field("Who signed in.", "user", "User!"),
    ];
    document.plain_object("A session that began or was refreshed.", names::AUTH_SESSION, fields);
    let fields = vec![
        field("What to give back with the code.", "challenge", "String!"),
        field("Until when.", "expiresAt", "DateTime!"),
    ];
    document.plain_object("A second factor is asked for: `completeSignIn`.", names::MFA_CHALLENGE, fields);
}

fn write_session(document: &mut Document) {
    let fields = vec![
        field("Its id, for `revokeSession`.", "id", "ID!"),
        field("Whether it is the one that asks.", "current", "Boolean!"),
        field(
            "How they signed in: `password`, `code`, `magicLink`, `passkey`, `provider:github`, ...",
            "method",
            "String!",
        ),
        field("The address that it was last signed in or refreshed from.", "ip", "String"),
        field("What the client said it was, then.", "userAgent", "String"),
        field("When it began.", "createdAt", "DateTime!"),
        field("When it was refreshed last.", "refreshedAt", "DateTime!"),
        field("When it ends at the latest.", "expiresAt", "DateTime!"),
        field("The id of the admin who acts as the user in it.", "impersonator", "ID"),
    ];
    document.plain_object("Where somebody is signed in.", names::ACCOUNT_SESSION, fields);
}

fn write_api_tokens(document: &mut Document) {
    let fields = vec![
        field("Its id, for `revokeApiToken`.", "id", "ID!"),
        field("What it is for.", "name", "String!"),
        field("Its last four characters.", "hint", "String!"),
        field("The roles that it has, while the user has them.", "roles", "[Role!]!"),
        field("When it was made.", "createdAt", "DateTime!"),
        field("Until when it counts; null for no end.", "expiresAt", "DateTime"),
        field("When it was used last, to the minute.", "lastUsedAt", "DateTime"),
    ];
    document.plain_object("A token for a program, without the token itself.", names::API_TOKEN, fields);
    let token = format!("{}!", names::API_TOKEN);
    let fields = vec![
        field("The token. It is not shown again.", "token", "String!"),
        field("What is kept of it.", "apiToken", &token),
    ];
    document.plain_object("An API token that was just made.", names::NEW_API_TOKEN, fields);
}

fn write_factors(document: &mut Document) {
    let fields = vec![
        field("The secret, for who types it into the app.", "secret", "String!"),
        field("The same for a picture that the app reads: `otpauth://totp/...`.", "url", "String!"),
    ];
    document.plain_object(
        "An authenticator app to be set up: `confirmTotp` ends it.",
        names::TOTP_SETUP,
        fields,
    );
    let fields = vec![
        field("Its id, for `removePasskey`.", "id", "ID!"),
        field("What the user calls it.", "name", "String!"),
        field("When it was registered.", "createdAt", "DateTime!"),
        field("When it was used last.", "lastUsedAt", "DateTime"),
    ];
    document.plain_object("A passkey.", names::PASSKEY, fields);
    let fields = vec![
        field("What to give back with what was shown.", "challenge", "String!"),
        field("For `PublicKeyCredential.parseRequestOptionsFromJSON`.", "options", "JSON!"),
    ];
    document.plain_object("A passkey is asked for: `finishPasskeySignIn`.", names::PASSKEY_SIGN_IN, fields);
}

fn write_providers(document: &mut Document) {
    let fields = vec![
        field("Its name here, for addresses and for `startProviderLink`.", "name", "String!"),
        field("What it is: `oidc`, `google`, `github`, ...", "kind", "String!"),
        field("Its name for people.", "title", "String!"),
        field(
            "Where a browser is sent to sign in; with `?redirect=` and where it is to go then.",
            "url",
            "String!",
        ),
    ];
    document.plain_object("Somebody whose accounts people may sign in with.", names::AUTH_PROVIDER, fields);
    let fields = vec![
        field("Its id, for `unlinkProvider`.", "id", "ID!"),
        field("The provider's name, or the issuer whose tokens are trusted.", "provider", "String!"),
        field("The address there, when it was used last.", "email", "String"),
        field("When it was linked.", "createdAt", "DateTime!"),
        field("When somebody signed in with it last.", "usedAt", "DateTime!"),
    ];
    document.plain_object(
        "An account elsewhere that the user signs in with.",
        names::LINKED_IDENTITY,
        fields,
    );
}

fn write_events(document: &mut Document) {
    let fields = vec![
        field("Its id; events that come after have greater ones.", "id", "ID!"),
        field("When it happened.", "at", "DateTime!"),
        field("What happened.", "kind", &format!("{}!", names::AUTH_EVENT_KIND)),
        field("Whose account it is about; null when there is none.", "userId", "ID"),
        field("Who did it, where that is somebody else: an admin.", "actor", "String"),
        field("The session that it is about, or in which it happened.", "sessionId", "ID"),
        field("The address that it came from.", "ip", "String"),
        field("What the client said it was.", "userAgent", "String"),
        field("The request, as in the server's log.", "requestId", "String"),
        field("More of it, by kind.", "detail", "JSON!"),
    ];
    document.plain_object("Something that happened to an account.", names::AUTH_EVENT, fields);
    let values = Kind::ALL.into_iter().map(|kind| {
        let (name, description) = kind.row();
        enum_value(description, name, None)
    });
    document.enumeration("What happened to an account.", names::AUTH_EVENT_KIND, values.collect());
}
