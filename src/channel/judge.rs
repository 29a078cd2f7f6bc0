//! Judges who may join a channel and who may send to it: by the rules of the settings, or by the record that the
//! channel is of. Read [`Judge::check`] first.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value as Json, json};

use super::pattern::check_name;
use super::rules::{Action, ChannelRule, Rules};
use crate::access::Actor;
use crate::engine::read::{Planned, Reader};
use crate::error::{Code, Error};

/// The channels of records are called `record/Post/7`.
pub(super) const RECORD: &str = "record";

/// The plans that are kept. There are as many as lines and roles can be put together.
const MOST_PLANS: usize = 1024;

/// The number of the channel's rule, and those of the lines that grant something to somebody.
type PlanKey = (usize, Vec<usize>);

/// Judges by the rules of the moment.
pub struct Judge {
    rules: Rules,
    reader: Arc<Reader>,
    plans: Mutex<HashMap<PlanKey, Arc<Planned>>>,
}

impl Judge {
    /// A judge by those rules, which were read with the reader's model.
    pub fn new(rules: Rules, reader: Arc<Reader>) -> Self {
        Self { rules, reader, plans: Mutex::default() }
    }

    /// Judges whether the actor may do that with the channel of that name.
    ///
    /// # Errors
    ///
    /// `FORBIDDEN` when not, or a database that does not answer.
    pub async fn check(&self, actor: &Actor, action: Action, name: &str) -> Result<(), Error> {
        check_name(name).map_err(Error::bad_request)?;
        if actor.is_admin() || self.allows(actor, action, name).await? {
            return Ok(());
        }
        let what = match action {
            Action::Join => "join",
            Action::Send => "send to",
        };
        Err(Error::new(Code::Forbidden, format!("you may not {what} the channel `{name}`")))
    }

    async fn allows(&self, actor: &Actor, action: Action, name: &str) -> Result<bool, Error> {
        if let Some(record) = name.strip_prefix(RECORD).and_then(|rest| rest.strip_prefix('/')) {
            return self.is_visible(actor, record).await;
        }
        for (index, rule) in self.rules.channels.iter().enumerate() {
            if let Some(variables) = rule.pattern.find(name)
                && self.grants((index, rule), &variables, actor, action).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the actor may read the record that is named `Post/7`.
    async fn is_visible(&self, actor: &Actor, record: &str) -> Result<bool, Error> {
        let Some((collection, id)) = record.split_once('/') else { return Ok(false) };
        match self.reader.model().collections.get(collection) {
            Some(collection) => Ok(self.reader.visible(actor, collection, &[id]).await?.contains(id)),
            None => Ok(false),
        }
    }

    async fn grants(
        &self,
        (index, rule): (usize, &ChannelRule),
        variables: &Map<String, Json>,
        actor: &Actor,
        action: Action,
    ) -> Result<bool, Error> {
        let lines = rule.lines.iter().enumerate().filter(|(_, line)| line.grants(action, &actor.roles));
        let lines: Vec<usize> = lines.map(|(index, _)| index).collect();
        if lines.is_empty() {
            return Ok(false);
        }
        let filters: Option<Vec<&Json>> =
            lines.iter().map(|line| rule.lines[*line].filter.as_ref()).collect();
        let id = match &rule.collection {
            Some(_) => variables.get("id").and_then(Json::as_str),
            // Nothing is asked of anybody.
            None if filters.is_none() => return Ok(true),
            None => actor.recorded_user_id(),
        };
        let Some(id) = id else { return Ok(false) };
        let collection = rule.collection.as_deref().unwrap_or("User");
        let Some(collection) = self.reader.model().collections.get(collection) else { return Ok(false) };
        let plan = self.plan((index, lines), || {
            let any = filters.map_or_else(|| json!({}), |filters| json!({ "or": filters }));
            self.reader.plan_rule(collection, &any)
        });
        self.reader.passes(&plan, id, actor, variables).await
    }

    fn plan(&self, key: PlanKey, make: impl FnOnce() -> Planned) -> Arc<Planned> {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() >= MOST_PLANS && !plans.contains_key(&key) {
            plans.clear();
        }
        plans.entry(key).or_insert_with(|| Arc::new(make())).clone()
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Judge").field("rules", &self.rules).finish_non_exhaustive()
    }
}
