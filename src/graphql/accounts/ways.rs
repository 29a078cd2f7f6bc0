//! `signInWays`: what a page must know before anybody is signed in.

use std::sync::Arc;

use serde_json::json;

use super::{Accounts, on};
use crate::graphql::handlers::Handlers;
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "signInWays", |accounts, _| async move {
        Ok(json!({
            "needsSetUp": !accounts.auth.has_admin().await?,
            "passkeys": cfg!(feature = "passkeys"),
            "shortestPassword": accounts.auth.settings().password_min_length,
        }))
    });
}
