//! What admins do to users: `setUserRoles`, `disableUser`, `enableUser`, `impersonate`.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Accounts, answer_sign_in, check_admin, client, given, in_person, on, texts};
use crate::auth::manage::{self, Access, By};
use crate::auth::sign_in::{SignedIn, impersonate};
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers, record};
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "setUserRoles", |accounts, call| async move {
        accounts.set_roles(&call).await
    });
    on(handlers, accounts, Root::Mutation, "disableUser", |accounts, call| async move {
        accounts.set_access(&call, Access::Taken).await
    });
    on(handlers, accounts, Root::Mutation, "enableUser", |accounts, call| async move {
        accounts.set_access(&call, Access::Given).await
    });
    on(handlers, accounts, Root::Mutation, "impersonate", |accounts, call| async move {
        accounts.impersonate(&call).await
    });
}

impl Accounts {
    async fn set_roles(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let by = By { actor: &call.actor, client: &client(call) };
        let user_id = given(call, "user")?;
        manage::set_roles(&self.writer, &by, user_id, &texts(call, "roles")).await?;
        self.auth.standings().changed(user_id);
        Ok(record(user_id))
    }

    async fn set_access(&self, call: &Call, access: Access) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let by = By { actor: &call.actor, client: &client(call) };
        let user_id = given(call, "user")?;
        manage::set_access(&self.auth, &self.writer, &by, user_id, access).await?;
        Ok(record(user_id))
    }

    async fn impersonate(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let admin = in_person(call)?;
        let user_id = given(call, "user")?;
        if admin.id == user_id {
            return Err(Error::bad_request("you are this user already"));
        }
        let session = impersonate(&self.auth, &self.writer, &call.actor, user_id, &client(call)).await?;
        tracing::info!(admin = admin.id, user = user_id, "an admin acts as a user");
        Ok(answer_sign_in(call, SignedIn::Session(session)))
    }
}
