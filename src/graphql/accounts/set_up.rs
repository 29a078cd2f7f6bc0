//! `setUp`: makes the first admin, by the link that the server printed.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Accounts, answer_sign_in, client, given, on};
use crate::auth::set_up;
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(
        handlers,
        accounts,
        Root::Mutation,
        "setUp",
        |accounts, call| async move { accounts.set_up(&call).await },
    );
}

impl Accounts {
    async fn set_up(&self, call: &Call) -> Result<Json, Error> {
        let (token, email, password) =
            (given(call, "token")?, given(call, "email")?, given(call, "password")?);
        let made =
            set_up::make_admin(&self.auth, &self.writer, token, email, password, &client(call)).await?;
        Ok(answer_sign_in(call, made))
    }
}
