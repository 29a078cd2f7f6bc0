//! `savedItems`, `saveItem` and `removeSavedItem`: what users keep beside the content.

use std::sync::Arc;

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Accounts, client, given, known_roles, on, shown_moment, text, texts};
use crate::access::Actor;
use crate::auth::saved_item::{self, Draft, keeper};
use crate::error::{Code, Error, FieldError};
use crate::graphql::handlers::{Call, Handlers, record};
use crate::graphql::system::Root;
use crate::model::Model;
use crate::model::suggest::did_you_mean;
use crate::store::entity::saved_item::Model as Item;

/// The longest name of an item, in characters.
const LONGEST_NAME: usize = 100;
/// The most bytes of what is kept in one, as JSON.
const MOST_BYTES: usize = 64 * 1024;

pub(super) fn answer(accounts: &Arc<Accounts>, handlers: &mut Handlers) {
    on(handlers, accounts, Root::Query, "savedItems", |accounts, call| async move {
        keeper(&call.actor)?;
        let (kind, collection) = (given(&call, "kind")?, text(&call, "collection"));
        let items = saved_item::list(&accounts.auth, &call.actor, kind, collection).await?;
        Ok(items.into_iter().map(|item| shown(&accounts.model, &call.actor, item)).collect())
    });
    on(handlers, accounts, Root::Mutation, "saveItem", |accounts, call| async move {
        accounts.save_item(&call).await
    });
    on(handlers, accounts, Root::Mutation, "removeSavedItem", |accounts, call| async move {
        keeper(&call.actor)?;
        let item = saved_item::find_to_change(&accounts.auth, &call.actor, given(&call, "id")?).await?;
        saved_item::remove(&accounts.writer, &call.actor, &client(&call), item.id).await?;
        Ok(json!(true))
    });
}

fn shown(model: &Model, actor: &Actor, item: Item) -> Json {
    let roles = known_roles(model, saved_item::roles(&item));
    let data: Json = serde_json::from_str(&item.data).unwrap_or_default();
    json!({
        "id": item.id,
        "kind": item.kind,
        "collection": item.collection,
        "name": item.name,
        "data": data,
        "roles": roles,
        "mine": actor.user_id() == Some(item.user_id.as_str()),
        "owner": record(&item.user_id),
        "updatedAt": shown_moment(item.updated_at),
    })
}

impl Accounts {
    async fn save_item(&self, call: &Call) -> Result<Json, Error> {
        let identity = keeper(&call.actor)?;
        let before = match text(call, "id") {
            Some(id) => Some(saved_item::find_to_change(&self.auth, &call.actor, id).await?),
            None => None,
        };
        let draft = self.draft(call, &identity.id, before.as_ref())?;
        let client = client(call);
        let saved = match before {
            Some(before) => saved_item::save(&self.writer, &call.actor, &client, before, draft).await?,
            None => saved_item::make(&self.auth, &self.writer, &call.actor, &client, draft).await?,
        };
        Ok(shown(&self.model, &call.actor, saved))
    }

    /// What is to be saved. What may be left out stays as it was.
    fn draft(&self, call: &Call, user_id: &str, before: Option<&Item>) -> Result<Draft, Error> {
        let mut faults = Vec::new();
        let mut fault = |path: &str, code, message: String| {
            faults.push(FieldError { path: path.to_owned(), code, message });
        };
        let (kind, name) = (given(call, "kind")?, given(call, "name")?.trim());
        if before.is_some_and(|before| before.kind != kind) {
            fault("kind", "READ_ONLY", "can't be changed: save another item".to_owned());
        }
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            fault("name", "LENGTH", format!("must have 1 to {LONGEST_NAME} characters"));
        }
        let old_collection = before.and_then(|before| before.collection.clone());
        let collection = match call.arguments.get("collection") {
            None => old_collection.clone(),
            Some(collection) => collection.as_str().map(str::to_owned),
        };
        let collections = &self.model.collections;
        if let Some(name) = collection.as_ref().filter(|_| collection != old_collection)
            && !collections.contains_key(name)
        {
            let hint = did_you_mean(name, collections.keys().map(String::as_str));
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            fault("collection", "UNKNOWN", format!("`{name}` is not a collection of the model{hint}"));
        }
        let data = call.arguments.get("data").unwrap_or(&Json::Null).to_string();
        if data.len() > MOST_BYTES {
            let message = format!("has {} bytes as JSON; at most {MOST_BYTES} are kept", data.len());
            fault("data", "TOO_LONG", message);
        }
        let old_roles = before.map(saved_item::roles).unwrap_or_default();
        let roles = match call.arguments.get("roles") {
            None | Some(Json::Null) => old_roles.clone(),
            Some(_) => {
                let mut roles = texts(call, "roles");
                roles.sort_unstable();
                roles.dedup();
                roles
            }
        };
        let is_new = |role: &&String| !old_roles.contains(role);
        for role in roles.iter().filter(is_new).filter(|role| !saved_item::may_share(&call.actor, role)) {
            fault("roles", "FORBIDDEN", format!("you can't share with `{role}`, a role that you don't have"));
        }
        if !faults.is_empty() {
            return Err(refused(faults));
        }
        let id = before.map_or_else(|| Uuid::now_v7().to_string(), |before| before.id.clone());
        let user_id = before.map_or_else(|| user_id.to_owned(), |before| before.user_id.clone());
        Ok(Draft { id, user_id, kind: kind.to_owned(), collection, name: name.to_owned(), data, roles })
    }
}

fn refused(faults: Vec<FieldError>) -> Error {
    let message = match faults.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            format!("{} values are wrong; `{}`: {}", rest.len() + 1, first.path, first.message)
        }
        faults => faults.first().map(|one| format!("`{}`: {}", one.path, one.message)).unwrap_or_default(),
    };
    let mut error = Error::new(Code::Validation, message);
    error.fields = faults.into();
    error
}
