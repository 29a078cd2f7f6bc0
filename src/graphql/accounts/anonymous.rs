//! `signInAnonymously`, `promote`: accounts that begin without a name and may get one.

use std::sync::Arc;

use sea_orm::sea_query::Expr;
use serde_json::{Map, Value as Json};

use super::{Accounts, answer_sign_in, client, given, in_person, object, on};
use crate::access::Actor;
use crate::auth::account::{self, NewAccount, normalised};
use crate::auth::event::{Event, Kind, note_in};
use crate::auth::sign_in::{Method, finish};
use crate::auth::ticket::issue_in;
use crate::auth::{USER, author, limit, transact};
use crate::config::SignUp;
use crate::error::{Code, Error};
use crate::graphql::handlers::{Call, Handlers, record};
use crate::graphql::system::Root;
use crate::store::entity::account::Column;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Mutation, "signInAnonymously", |accounts, call| async move {
        accounts.sign_in_anonymously(&call).await
    });
    on(handlers, accounts, Root::Mutation, "promote", |accounts, call| async move {
        accounts.promote(&call).await
    });
}

impl Accounts {
    async fn sign_in_anonymously(&self, call: &Call) -> Result<Json, Error> {
        let settings = self.auth.settings();
        if !settings.anonymous || settings.sign_up != SignUp::Open {
            let message =
                "accounts without a name are not made here (settings `auth.anonymous` and `auth.sign_up`)";
            return Err(Error::new(Code::Forbidden, message));
        }
        let client = client(call);
        limit::check_address(&self.auth, &client)?;
        let new = NewAccount { data: object(call, "data"), is_anonymous: true, ..NewAccount::default() };
        let author = client.author(None);
        let about = (self.writer.clone(), new, client.clone());
        let user_id = transact(&self.writer, author, about, |(writer, new, client), tx| {
            Box::pin(async move {
                let user_id = account::create_in(tx, writer, new).await?;
                let event = Event::new(Kind::SignedUp, user_id.clone());
                note_in(tx, client, event.with("anonymous", true)).await?;
                Ok(user_id)
            })
        })
        .await?;
        let signed_in = finish(&self.auth, &self.writer, &user_id, Method::Anonymous, &client).await?;
        Ok(answer_sign_in(call, signed_in))
    }

    async fn promote(&self, call: &Call) -> Result<Json, Error> {
        let identity = in_person(call)?;
        let (client, email, password) = (client(call), given(call, "email")?, given(call, "password")?);
        self.check_mailing(call, email)?;
        self.auth.passwords().check("password", password)?;
        if !self.own(&identity.id).await?.is_anonymous {
            return Err(Error::conflict("the account is not anonymous"));
        }
        let hash = self.auth.passwords().hash(password).await?;
        let mailed = self.verification(call, Some(&identity.id), email);
        let shared = (self.auth.clone(), self.writer.clone(), self.mails.outbox.clone(), client.clone());
        let about = (shared, identity.id.clone(), normalised(email), hash, mailed);
        transact(
            &self.writer,
            author(&call.actor, &client),
            about,
            |(shared, id, email, hash, mailed), tx| {
                Box::pin(async move {
                    let (auth, writer, outbox, client) = shared;
                    let data = Map::from_iter([("email".to_owned(), email.as_str().into())]);
                    writer.update_in(tx, &Actor::admin(), USER, id, &data).await?;
                    account::set_password_in(tx, id, hash).await?;
                    account::set_in(tx, id, [(Column::AnonymousAt, Expr::val(None::<i64>))]).await?;
                    issue_in(tx, auth, &mailed.ticket).await?;
                    outbox.queue_in(tx, &mailed.message).await?;
                    note_in(tx, client, Event::new(Kind::Promoted, id.clone())).await?;
                    Ok(())
                })
            },
        )
        .await?;
        Ok(record(&identity.id))
    }
}
