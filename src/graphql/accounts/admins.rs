//! What admins do to users: `setUserRoles`, `disableUser`, `enableUser`, `impersonate`.

use std::sync::Arc;

use sea_orm::sea_query::Expr;
use serde_json::{Map, Value as Json};

use super::{Accounts, answer_sign_in, check_admin, client, given, in_person, on, texts};
use crate::access::Actor;
use crate::auth::account;
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::sign_in::{SignedIn, impersonate};
use crate::auth::{USER, author, millis, session, transact};
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers, record};
use crate::graphql::system::Root;
use crate::store::entity::account::Column;

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

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Given,
    Taken,
}

impl Accounts {
    async fn set_roles(&self, call: &Call) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let (client, user_id, roles) = (client(call), given(call, "user")?, texts(call, "roles"));
        let by = call.actor.name().map(|name| name.into_owned());
        let about = (self.writer.clone(), user_id.to_owned(), roles, by, client.clone());
        transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(writer, user_id, roles, by, client), tx| {
                Box::pin(async move {
                    let roles = Json::from(roles.clone());
                    let data = Map::from_iter([("roles".to_owned(), roles.clone())]);
                    writer.update_in(tx, &Actor::admin(), USER, user_id, &data).await?;
                    let event = Event::new(Kind::RolesChanged, user_id.clone()).by(by.clone());
                    note_in(tx, client, event.with("roles", roles)).await?;
                    Ok(())
                })
            },
        )
        .await?;
        Ok(record(user_id))
    }

    async fn set_access(&self, call: &Call, access: Access) -> Result<Json, Error> {
        check_admin(&call.actor)?;
        let (client, user_id) = (client(call), given(call, "user")?);
        if access == Access::Taken && call.actor.user_id() == Some(user_id) {
            return Err(Error::conflict("you can't disable yourself: another admin can"));
        }
        if account::find(&self.auth, user_id).await?.is_none() {
            return Err(Error::new(Code::NotFound, format!("there is no `User` with the id `{user_id}`")));
        }
        let by = call.actor.name().map(|name| name.into_owned());
        let about = (user_id.to_owned(), access, by, client.clone());
        transact(&self.writer, author(&call.actor, &client), about, |(user_id, access, by, client), tx| {
            Box::pin(async move {
                let (value, kind) = match access {
                    Access::Taken => (Some(millis(tx.now())), Kind::UserDisabled),
                    Access::Given => (None, Kind::UserEnabled),
                };
                account::set_in(tx, user_id, [(Column::DisabledAt, Expr::val(value))]).await?;
                if *access == Access::Taken {
                    session::end_all_in(tx, user_id, None).await?;
                }
                note_in(tx, client, Event::new(kind, user_id.clone()).by(by.clone())).await?;
                Ok(())
            })
        })
        .await?;
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
