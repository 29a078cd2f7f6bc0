//! `me`: the user who asks.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Accounts, on};
use crate::graphql::handlers::{Handlers, record};
use crate::graphql::system::Root;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "me", |_, call| async move {
        Ok(call.actor.user_id().map_or(Json::Null, record))
    });
}
