//! Answers who may do what, to how many records, and why: `accessExplain`, `accessMatrix` and `accessCounts`. For those
//! who may look inside.
//!
//! What the schema says of them is in `types/access.rs`. Read [`Accesses::answer`] first.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use super::handlers::{Call, Handlers};
use super::system::Root;
use crate::access::matrix::{Cell, matrix, roles};
use crate::access::{Access, Action, Actor, rules};
use crate::auth::{Auth, account, narrow, session};
use crate::engine::read::Reader;
use crate::engine::verdict::{Line, Question, Verdict, judge};
use crate::error::{Code, Error};
use crate::model::suggest::did_you_mean;
use crate::model::{Collection, Model};

/// What the answers are made of.
#[derive(Debug)]
pub struct Accesses {
    /// Reads the content, by the model.
    pub reader: Arc<Reader>,
    /// Knows the users.
    pub auth: Auth,
}

impl Accesses {
    /// Adds the handlers.
    pub fn answer(self, handlers: &mut Handlers) {
        let accesses = Arc::new(self);
        let shared = accesses.clone();
        handlers.on(Root::Query, "accessExplain", move |call| {
            let accesses = shared.clone();
            async move { accesses.explain(&call).await }
        });
        let shared = accesses.clone();
        handlers.on(Root::Query, "accessMatrix", move |call| {
            let accesses = shared.clone();
            async move { accesses.matrix(&call) }
        });
        handlers.on(Root::Query, "accessCounts", move |call| {
            let accesses = accesses.clone();
            async move { accesses.counts(&call).await }
        });
    }

    async fn explain(&self, call: &Call) -> Result<Json, Error> {
        check_actor(&call.actor)?;
        let given = |name: &str| call.arguments.get(name).and_then(Json::as_str);
        let record = given("record").unwrap_or_default();
        let (type_name, id) = match record.split_once(':') {
            Some((type_name, id)) => (type_name, Some(id)),
            None => (record, None),
        };
        let collection = collection(self.reader.model(), type_name)?;
        let action = given("do").and_then(Action::from_name);
        let action = action.ok_or_else(|| Error::bad_request("argument `do` names no action"))?;
        let actor = self.actor(given("as")).await?;
        let question = Question { actor: &actor, action, collection, id };
        Ok(shown(&question, &judge(&self.reader, &question).await?))
    }

    /// The user of an address or an id, or nobody.
    async fn actor(&self, user: Option<&str>) -> Result<Actor, Error> {
        let Some(user) = user else { return Ok(Actor::public()) };
        let user_id = match account::find_by_email(&self.auth, user).await? {
            Some(found) => found.user_id,
            None => user.to_owned(),
        };
        let found = session::actor_of(&self.auth, &user_id, Map::new()).await?;
        found.ok_or_else(|| {
            let message = format!("there is no user `{user}` who may sign in; give an address or an id");
            Error::new(Code::NotFound, message)
        })
    }

    fn matrix(&self, call: &Call) -> Result<Json, Error> {
        check_actor(&call.actor)?;
        let given = |name: &str| call.arguments.get(name).and_then(Json::as_str);
        let model = self.reader.model();
        let (role, type_name) = (given("role"), given("type"));
        check_names(model, role, type_name)?;
        Ok(matrix(model, role, type_name).iter().map(cell).collect())
    }

    async fn counts(&self, call: &Call) -> Result<Json, Error> {
        check_actor(&call.actor)?;
        let given = |name: &str| call.arguments.get(name).and_then(Json::as_str);
        let model = self.reader.model();
        let (role, type_name) = (given("role"), given("type"));
        check_names(model, role, type_name)?;
        let action = given("do").and_then(Action::from_name).unwrap_or(Action::Read);
        let mut counts: Vec<Json> = Vec::new();
        let wanted = |collection: &&Collection| type_name.is_none_or(|name| collection.name == name);
        for collection in model.collections.values().filter(wanted) {
            // Many roles have the same rules.
            let mut known: Vec<(Access, Option<u64>)> = Vec::new();
            for role in roles(model).into_iter().filter(|known| role.is_none_or(|role| *known == role)) {
                let own = narrow::only(&[role]);
                let access = rules::rows(collection, &own, action);
                let records = match known.iter().find(|(other, _)| *other == access) {
                    Some((_, records)) => *records,
                    None => {
                        let records = self.reader.count_allowed(collection, &own, action).await?;
                        known.push((access, records));
                        records
                    }
                };
                let records = records.map(|records| records.to_string());
                counts.push(json!({ "role": role, "type": collection.name, "records": records }));
            }
        }
        Ok(counts.into())
    }
}

/// Whether the model has the role and the type, where they are given.
///
/// # Errors
///
/// The name that it does not have, with the one that may be meant.
pub fn check_names(model: &Model, role: Option<&str>, type_name: Option<&str>) -> Result<(), Error> {
    if let Some(role) = role.filter(|role| !roles(model).contains(role)) {
        let hint = hint(role, roles(model));
        return Err(Error::bad_request(format!("there is no role `{role}`{hint}")));
    }
    type_name.map_or(Ok(()), |name| collection(model, name).map(drop))
}

fn collection<'m>(model: &'m Model, name: &str) -> Result<&'m Collection, Error> {
    model.collections.get(name).ok_or_else(|| {
        let hint = hint(name, model.collections.keys().map(String::as_str).collect());
        Error::bad_request(format!("there is no type `{name}` with records{hint}"))
    })
}

fn hint(name: &str, known: Vec<&str>) -> String {
    did_you_mean(name, known).map(|hint| format!("; {hint}")).unwrap_or_default()
}

fn check_actor(actor: &Actor) -> Result<(), Error> {
    match actor.may_look_inside() {
        true => Ok(()),
        false => Err(Error::new(Code::Forbidden, "only admins may ask who may do what")),
    }
}

fn shown(question: &Question<'_>, verdict: &Verdict) -> Json {
    json!({
        "as": question.actor.user_id(),
        "roles": question.actor.roles.iter().collect::<Vec<_>>(),
        "allowed": verdict.is_allowed,
        "reason": verdict.reason,
        "fields": verdict.fields,
        "refusedFields": verdict.refused_fields,
        "lines": verdict.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn line(line: &Line) -> Json {
    json!({
        "place": line.place,
        "field": line.field,
        "to": line.to,
        "do": line.actions,
        "isAbout": line.is_about,
        "hasRole": line.has_role,
        "holds": line.holds,
        "checks": line.checks,
        "fields": line.fields,
    })
}

fn cell(cell: &Cell) -> Json {
    json!({
        "role": cell.role,
        "type": cell.type_name,
        "do": cell.action,
        "records": cell.records.name(),
        "where": cell.filter,
        "fields": cell.fields,
        "someFields": cell.some_fields,
        "places": cell.places,
    })
}
