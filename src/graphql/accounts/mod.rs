//! Accounts over GraphQL: the root fields that are answered by `auth`.
//!
//! One file for each group of fields; what the schema says of them is in `system.rs` and
//! `types/account.rs`. Read [`Accounts::answer`] first.

mod admins;
mod anonymous;
mod api_tokens;
mod codes;
pub mod cookies;
mod events;
mod invitations;
mod mailed;
mod own;
mod passkeys;
mod passwords;
mod providers;
mod resets;
mod saved_items;
mod sessions;
mod set_up;
mod sign_in;
mod states;
mod totp;
mod verification;
mod ways;

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::handlers::{Call, Handlers, record};
use super::system::Root;
use crate::access::{Actor, Identity};
use crate::auth::sign_in::{IssuedSession, SignedIn};
use crate::auth::{Auth, Client, moment, narrow};
use crate::config::Config;
use crate::engine::write::Writer;
use crate::error::{Code, Error};
use crate::mail::Told;
use crate::model::{Model, Value};

/// What the answers are made of.
#[derive(Debug)]
pub struct Accounts {
    /// The accounts.
    pub auth: Auth,
    /// What writes the content, users among it.
    pub writer: Writer,
    /// The mails.
    pub mails: Told,
    /// The model.
    pub model: Arc<Model>,
    /// Every setting.
    pub config: Arc<Config>,
}

impl Accounts {
    /// Adds the handlers.
    pub fn answer(self, handlers: &mut Handlers) {
        let accounts = Arc::new(self);
        own::answer(&accounts, handlers);
        sign_in::answer(&accounts, handlers);
        passwords::answer(&accounts, handlers);
        sessions::answer(&accounts, handlers);
        api_tokens::answer(&accounts, handlers);
        admins::answer(&accounts, handlers);
        events::answer(&accounts, handlers);
        providers::answer(&accounts, handlers);
        set_up::answer(&accounts, handlers);
        verification::answer(&accounts, handlers);
        resets::answer(&accounts, handlers);
        codes::answer(&accounts, handlers);
        invitations::answer(&accounts, handlers);
        anonymous::answer(&accounts, handlers);
        totp::answer(&accounts, handlers);
        passkeys::answer(&accounts, handlers);
        saved_items::answer(&accounts, handlers);
        states::answer(&accounts, handlers);
        ways::answer(&accounts, handlers);
    }
}

/// Answers the field with that function of the accounts and the call.
fn on<F, R>(handlers: &mut Handlers, accounts: &Arc<Accounts>, root: Root, field: &str, function: F)
where
    F: Fn(Arc<Accounts>, Call) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Json, Error>> + Send + 'static,
{
    let accounts = accounts.clone();
    handlers.on(root, field, move |call| function(accounts.clone(), call));
}

/// Who sends the request.
pub(super) fn client(call: &Call) -> Client {
    Client {
        ip: call.actor.ip,
        user_agent: call.exchange.user_agent.clone(),
        origin: call.exchange.origin.clone(),
        request_id: call.request_id.as_ref().map(|id| id.0.to_string()),
    }
}

/// A text among the arguments.
fn text<'a>(call: &'a Call, argument: &str) -> Option<&'a str> {
    call.arguments.get(argument).and_then(Json::as_str)
}

/// A text that the schema promises.
fn given<'a>(call: &'a Call, argument: &str) -> Result<&'a str, Error> {
    text(call, argument).ok_or_else(|| Error::bad_request(format!("argument `{argument}` is missing")))
}

/// The texts of a list among the arguments.
fn texts(call: &Call, argument: &str) -> Vec<String> {
    let list = call.arguments.get(argument).and_then(Json::as_array).into_iter().flatten();
    list.filter_map(Json::as_str).map(str::to_owned).collect()
}

/// Those of the roles that the model still has: others can't be said.
fn known_roles(model: &Model, mut roles: Vec<String>) -> Vec<String> {
    roles.retain(|role| narrow::check_known(model, [role.as_str()]).is_ok());
    roles
}

/// The object of that argument.
fn object(call: &Call, argument: &str) -> Map<String, Json> {
    call.arguments.get(argument).and_then(Json::as_object).cloned().unwrap_or_default()
}

/// Who asks, if they are signed in.
fn signed_in(call: &Call) -> Result<&Identity, Error> {
    call.actor.identity.as_deref().ok_or_else(|| Error::new(Code::Unauthenticated, "sign in first"))
}

/// Who asks, if they are signed in themselves: not by an API token, and not an admin who acts as them.
fn in_person(call: &Call) -> Result<&Identity, Error> {
    let identity = signed_in(call)?;
    if identity.impersonator.is_some() {
        return Err(Error::new(Code::Forbidden, "an admin who acts as a user can't do this for them"));
    }
    if identity.session.is_none() {
        return Err(Error::new(
            Code::Forbidden,
            "this needs a session: sign in, instead of showing an API token",
        ));
    }
    Ok(identity)
}

/// Refuses who may not do everything.
pub(super) fn check_admin(actor: &Actor) -> Result<(), Error> {
    match (actor.is_admin(), &actor.identity) {
        (true, _) => Ok(()),
        (false, None) => Err(Error::new(Code::Unauthenticated, "only admins may do this: sign in first")),
        (false, Some(_)) => Err(Error::new(Code::Forbidden, "only admins may do this")),
    }
}

/// The user whom a query is about: who asks, or for admins anyone.
fn whom(call: &Call) -> Result<String, Error> {
    match text(call, "user") {
        Some(user) if call.actor.user_id() != Some(user) => {
            check_admin(&call.actor)?;
            Ok(user.to_owned())
        }
        _ => Ok(signed_in(call)?.id.clone()),
    }
}

/// The answer to who signed in, with the cookies if the request takes them. From now on the answer is read
/// as they may see it.
fn answer_sign_in(call: &Call, signed_in: SignedIn) -> Json {
    match signed_in {
        SignedIn::Session(session) => {
            // An admin stays signed in in their browser, and a page shows the token where it acts as the user.
            if !is_impersonation(&session.actor) {
                cookies::set(&call.exchange, &session);
            }
            let answer = json!({ "session": shown_session(&session), "challenge": null });
            call.exchange.sign_in(session.actor);
            answer
        }
        SignedIn::Challenge(challenge) => json!({
            "session": null,
            "challenge": {
                "challenge": challenge.challenge,
                "expiresAt": Value::DateTime(challenge.expires_at).to_json(),
            },
        }),
    }
}

/// Whether an admin acts as a user: that is never what cookies say.
fn is_impersonation(actor: &Actor) -> bool {
    actor.identity.as_ref().is_some_and(|identity| identity.impersonator.is_some())
}

fn shown_session(session: &IssuedSession) -> Json {
    json!({
        "accessToken": session.access_token,
        "refreshToken": session.refresh_token,
        "expiresAt": Value::DateTime(session.expires_at).to_json(),
        "user": record(session.actor.user_id().unwrap_or_default()),
    })
}

/// A time of a system table as the API shows it.
fn shown_moment(millis: i64) -> Json {
    Value::DateTime(moment(millis)).to_json()
}
