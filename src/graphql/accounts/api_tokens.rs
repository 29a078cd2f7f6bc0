//! `apiTokens`, `createApiToken` and `revokeApiToken`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};

use super::{
    Accounts, check_admin, client, given, in_person, known_roles, on, shown_moment, signed_in, texts, whom,
};
use crate::auth::api_token::{self, NewApiToken};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::{author, narrow, transact};
use crate::error::{Code, Error, FieldError};
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::model::{Model, Scalar, Value};
use crate::store::entity::api_token::Model as Token;

/// The longest name of a token.
const LONGEST_NAME: usize = 100;
/// The most tokens that a user may have.
const MOST_TOKENS: usize = 200;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "apiTokens", |accounts, call| async move {
        let tokens = api_token::list(&accounts.auth, &whom(&call)?).await?;
        Ok(tokens.into_iter().map(|token| shown(&accounts.model, token)).collect())
    });
    on(handlers, accounts, Root::Mutation, "createApiToken", |accounts, call| async move {
        accounts.create_api_token(&call).await
    });
    on(handlers, accounts, Root::Mutation, "revokeApiToken", |accounts, call| async move {
        accounts.revoke_api_token(&call).await
    });
}

fn shown(model: &Model, token: Token) -> Json {
    let roles = known_roles(model, serde_json::from_str(&token.roles).unwrap_or_default());
    json!({
        "id": token.id,
        "name": token.name,
        "hint": token.hint,
        "roles": roles,
        "createdAt": shown_moment(token.created_at),
        "expiresAt": token.expires_at.map(shown_moment),
        "lastUsedAt": token.last_used_at.map(shown_moment),
    })
}

impl Accounts {
    async fn create_api_token(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let client = client(call);
        let (name, roles) = (given(call, "name")?.trim(), texts(call, "roles"));
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(invalid("name", "LENGTH", format!("must have 1 to {LONGEST_NAME} characters")));
        }
        if roles.is_empty() {
            return Err(invalid("roles", "REQUIRED", "must name at least one role".to_owned()));
        }
        if let Some(role) = roles.iter().find(|role| !narrow::holds(&call.actor, role)) {
            let message = format!("a token can't have the role `{role}`, which you don't have");
            return Err(Error::new(Code::Forbidden, message));
        }
        let expires_at = expiry(call)?;
        if api_token::list(&self.auth, &identity.id).await?.len() >= MOST_TOKENS {
            return Err(Error::limit(format!("you have {MOST_TOKENS} API tokens: revoke some first")));
        }
        let new = NewApiToken::new(&identity.id, name, roles, expires_at);
        let (id, token) = (new.id.clone(), new.token.clone());
        let about = (new, identity.session.clone(), client.clone());
        transact(&self.writer, author(&call.actor, &client), about, |(new, session, client), tx| {
            Box::pin(async move {
                api_token::create_in(tx, new).await?;
                let event =
                    Event::new(Kind::ApiTokenCreated, new.user_id.clone()).in_session(session.clone());
                let event = event.with("id", new.id.as_str()).with("name", new.name.as_str());
                note_in(tx, client, event.with("roles", new.roles.clone())).await?;
                Ok(())
            })
        })
        .await?;
        let made = api_token::find(&self.auth, &id).await?;
        Ok(json!({ "token": token, "apiToken": made.map(|made| shown(&self.model, made)) }))
    }

    /// One's own; admins may take any away.
    async fn revoke_api_token(&self, call: &Call) -> Result<Json, Error> {
        if !call.actor.is_admin() {
            signed_in(call)?;
        }
        let (client, id) = (client(call), given(call, "id")?);
        let token = api_token::find(&self.auth, id).await?;
        let token = token.filter(|token| {
            call.actor.user_id() == Some(token.user_id.as_str()) || check_admin(&call.actor).is_ok()
        });
        let missing =
            || Error::new(Code::NotFound, format!("there is no API token `{id}` that you may revoke"));
        let token = token.ok_or_else(missing)?;
        let by = call.actor.name().map(|name| name.into_owned());
        let user_id = token.user_id.clone();
        let about = (token, by, client.clone());
        let revoked =
            transact(&self.writer, author(&call.actor, &client), about, |(token, by, client), tx| {
                Box::pin(async move {
                    if !api_token::revoke_in(tx, &token.id, &token.user_id).await? {
                        return Ok(false);
                    }
                    let by = by.clone().filter(|by| *by != token.user_id);
                    let event = Event::new(Kind::ApiTokenRevoked, token.user_id.clone()).by(by);
                    note_in(
                        tx,
                        client,
                        event.with("id", token.id.as_str()).with("name", token.name.as_str()),
                    )
                    .await?;
                    Ok(true)
                })
            });
        match revoked.await? {
            true => {
                self.auth.standings().changed(&user_id);
                Ok(json!(true))
            }
            false => Err(missing()),
        }
    }
}

fn expiry(call: &Call) -> Result<Option<DateTime<Utc>>, Error> {
    let Some(given) = call.arguments.get("expiresAt").filter(|given| !given.is_null()) else {
        return Ok(None);
    };
    match Scalar::DateTime.parse(given) {
        Ok(Value::DateTime(moment)) if moment > Utc::now() => Ok(Some(moment)),
        Ok(_) => Err(invalid("expiresAt", "IN_THE_PAST", "must be in the future".to_owned())),
        Err(reason) => Err(Error::bad_request(format!("argument `expiresAt` {reason}"))),
    }
}

fn invalid(argument: &str, code: &'static str, message: String) -> Error {
    let mut error = Error::new(Code::Validation, format!("`{argument}` {message}"));
    error.fields = Box::new([FieldError { path: argument.to_owned(), code, message }]);
    error
}
