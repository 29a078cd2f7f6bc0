//! `passkeys`, `startPasskeyRegistration`, `finishPasskeyRegistration`, `startPasskeySignIn`,
//! `finishPasskeySignIn`, `removePasskey`. A server that was built without the feature says so.

use std::sync::Arc;

use serde_json::Value as Json;
#[cfg(feature = "passkeys")]
use serde_json::json;

use super::{Accounts, on};
use crate::error::Error;
use crate::graphql::handlers::{Call, Handlers};
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "passkeys", |accounts, call| async move {
        accounts.passkeys(&call).await
    });
    on(handlers, accounts, Root::Mutation, "startPasskeyRegistration", |accounts, call| async move {
        accounts.start_registration(&call).await
    });
    on(handlers, accounts, Root::Mutation, "finishPasskeyRegistration", |accounts, call| async move {
        accounts.finish_registration(&call).await
    });
    on(handlers, accounts, Root::Mutation, "startPasskeySignIn", |accounts, call| async move {
        accounts.start_passkey_sign_in(&call).await
    });
    on(handlers, accounts, Root::Mutation, "finishPasskeySignIn", |accounts, call| async move {
        accounts.finish_passkey_sign_in(&call).await
    });
    on(handlers, accounts, Root::Mutation, "removePasskey", |accounts, call| async move {
        accounts.remove_passkey(&call).await
    });
}

#[cfg(feature = "passkeys")]
mod built_in {
    use super::super::{answer_sign_in, client, given, in_person, shown_moment, text, whom};
    use super::*;
    use crate::auth::event::{Event, Kind, note_in};
    use crate::auth::passkey;
    use crate::auth::sign_in::{Method, finish};
    use crate::auth::{author, transact};
    use crate::error::Code;

    impl Accounts {
        pub(super) async fn passkeys(&self, call: &Call) -> Result<Json, Error> {
            let known = passkey::list(&self.auth, &whom(call)?).await?;
            Ok(known.iter().map(|known| passkey::shown(known, shown_moment)).collect())
        }

        pub(super) async fn start_registration(&self, call: &Call) -> Result<Json, Error> {
            let identity = in_person(call)?;
            let account = self.own(&identity.id).await?;
            passkey::start_registration(&self.auth, &self.writer, identity, &account, &client(call)).await
        }

        pub(super) async fn finish_registration(&self, call: &Call) -> Result<Json, Error> {
            let (identity, name) = (in_person(call)?, given(call, "name")?);
            let (credential, client) = (credential(call), client(call));
            let made =
                passkey::finish_registration(&self.auth, &self.writer, identity, name, &credential, &client)
                    .await?;
            Ok(passkey::shown(&made, shown_moment))
        }

        pub(super) async fn start_passkey_sign_in(&self, call: &Call) -> Result<Json, Error> {
            let email = text(call, "email");
            let asked = passkey::start_sign_in(&self.auth, &self.writer, email, &client(call)).await?;
            Ok(json!({ "challenge": asked.challenge, "options": asked.options }))
        }

        pub(super) async fn finish_passkey_sign_in(&self, call: &Call) -> Result<Json, Error> {
            let (client, challenge) = (client(call), given(call, "challenge")?);
            let (auth, writer) = (&self.auth, &self.writer);
            let user_id =
                passkey::finish_sign_in(auth, writer, challenge, &credential(call), &client).await?;
            let signed_in = finish(auth, writer, &user_id, Method::Passkey, &client).await?;
            Ok(answer_sign_in(call, signed_in))
        }

        pub(super) async fn remove_passkey(&self, call: &Call) -> Result<Json, Error> {
            let (identity, id, client) = (in_person(call)?, given(call, "id")?, client(call));
            let about = (identity.id.clone(), id.to_owned(), client.clone());
            let removed =
                transact(&self.writer, author(&call.actor, &client), about, |(user_id, id, client), tx| {
                    Box::pin(async move {
                        let is_gone = passkey::remove_in(tx, user_id, id).await?;
                        if is_gone {
                            note_in(tx, client, Event::new(Kind::PasskeyRemoved, user_id.clone())).await?;
                        }
                        Ok(is_gone)
                    })
                });
            match removed.await? {
                true => Ok(json!(true)),
                false => Err(Error::new(Code::NotFound, format!("you have no passkey with the id `{id}`"))),
            }
        }
    }

    fn credential(call: &Call) -> Json {
        call.arguments.get("credential").cloned().unwrap_or_default()
    }
}

#[cfg(not(feature = "passkeys"))]
mod left_out {
    use super::*;
    use crate::error::Code;

    impl Accounts {
        pub(super) async fn passkeys(&self, call: &Call) -> Result<Json, Error> {
            super::super::whom(call).map(|_| Json::Array(Vec::new()))
        }

        pub(super) async fn start_registration(&self, _: &Call) -> Result<Json, Error> {
            Err(unknown())
        }

        pub(super) async fn finish_registration(&self, _: &Call) -> Result<Json, Error> {
            Err(unknown())
        }

        pub(super) async fn start_passkey_sign_in(&self, _: &Call) -> Result<Json, Error> {
            Err(unknown())
        }

        pub(super) async fn finish_passkey_sign_in(&self, _: &Call) -> Result<Json, Error> {
            Err(unknown())
        }

        pub(super) async fn remove_passkey(&self, _: &Call) -> Result<Json, Error> {
            Err(unknown())
        }
    }

    fn unknown() -> Error {
        Error::new(Code::Unavailable, "this server was built without the feature `passkeys`")
    }
}
