//! `accountStates`: whether users can sign in, and how.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{Accounts, check_admin, on, shown_moment, signed_in, texts};
use crate::auth::account;
use crate::auth::totp;
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;
use crate::store::entity::account::Model;

/// The most users of one request.
const MOST: usize = 1000;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "accountStates", |accounts, call| async move {
        accounts.states(&call).await
    });
}

fn shown(state: Model, authenticators: &[String]) -> Json {
    json!({
        "disabledAt": state.disabled_at.map(shown_moment),
        "verifiedEmail": state.verified_email,
        "anonymous": state.anonymous_at.is_some(),
        "password": state.password_hash.is_some(),
        "authenticator": authenticators.contains(&state.user_id),
        "signedInAt": state.signed_in_at.map(shown_moment),
        "user": state.user_id,
    })
}

impl Accounts {
    async fn states(&self, call: &Call) -> Result<Json, Error> {
        let mut users = texts(call, "users");
        if users.len() > MOST {
            return Err(Error::limit(format!("argument `users` may have at most {MOST} entries")));
        }
        if !call.arguments.get("users").is_some_and(Json::is_array) {
            users.push(signed_in(call)?.id.clone());
        }
        if users.iter().any(|user| call.actor.user_id() != Some(user)) {
            check_admin(&call.actor)?;
        }
        let states = account::states(&self.auth, &users).await?;
        let authenticators = totp::on_of(&self.auth, &users).await?;
        Ok(states.into_iter().map(|state| shown(state, &authenticators)).collect())
    }
}
