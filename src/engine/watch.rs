//! Watching content: what tells a bound plan from others, and what its answer depends on.
//!
//! Read [`Reader::watch`] first.

use std::fmt::Write;

use chrono::DateTime;
use sha2::{Digest, Sha256};

use super::read::{Planned, Reader, bad_argument};
use crate::access::Actor;
use crate::error::Error;
use crate::filter::{At, Values};
use crate::query::footprint::Footprint;
use crate::query::{self, Bindings, Variables};

/// A plan with a request's values, to be watched.
#[derive(Debug, Clone)]
pub struct Watched {
    /// What tells it from others: two that have the same one answer the same at every moment.
    pub digest: [u8; 32],
    /// What the answer depends on.
    pub footprint: Footprint,
    /// The values in the conditions of that.
    pub values: Values,
}

impl Reader {
    /// What there is to watch. The actor has the roles that it was planned for.
    ///
    /// # Errors
    ///
    /// As [`Reader::bind`].
    pub fn watch(
        &self,
        planned: &Planned,
        variables: &Variables,
        actor: &Actor,
    ) -> Result<Watched, Vec<Error>> {
        // Refused as a query would be.
        self.bind(planned, variables, actor)?;
        let plan = &planned.plan;
        let open = query::bind_open(self.model(), plan, variables, self.limits().rows).map_err(refused)?;
        let footprint = Footprint::of(self.model(), plan, &open);
        let (mut values, at_no_time) = (open.values.clone(), at_no_time(actor, &open.values));
        actor.asking(|asker| values.fill(asker));
        let mut hasher = Hashing(Sha256::new());
        // What is written is what decides the answer; nobody reads it.
        let written = write!(
            hasher,
            "{} {:?} {:?} {:?} {at_no_time:?}",
            planned.number(),
            plan.held(variables),
            open.nodes,
            open.rows
        );
        written.map_err(|error| vec![Error::internal(error)])?;
        Ok(Watched { digest: hasher.0.finalize().into(), footprint, values })
    }

    /// The plan bound to the variables, without a limit.
    ///
    /// # Errors
    ///
    /// What may not be read, or an argument that can't be used.
    pub fn bindings(
        &self,
        planned: &Planned,
        variables: &Variables,
        actor: &Actor,
    ) -> Result<Bindings, Error> {
        let bound =
            actor.asking(|asker| query::bind(self.model(), &planned.plan, variables, asker, u32::MAX));
        bound.map_err(|bad| {
            let first = refused(bad).into_iter().next();
            first.unwrap_or_else(|| Error::internal(anyhow::anyhow!("refused without a word")))
        })
    }
}

fn refused(bad: Vec<query::BadArgument>) -> Vec<Error> {
    bad.into_iter().map(bad_argument).collect()
}

/// The values with what whoever asks decides, at a moment that is the same for all.
pub fn at_no_time(actor: &Actor, values: &Values) -> Values {
    let roles: Vec<&str> = actor.roles.iter().collect();
    let mut values = values.clone();
    values.fill(&At {
        user: actor.identity.as_ref().map(|identity| &identity.record),
        roles: &roles,
        claims: actor.identity.as_ref().map(|identity| &identity.claims),
        now: DateTime::UNIX_EPOCH,
        ip: actor.ip,
    });
    values
}

/// Hashes what is written.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.update(text);
        Ok(())
    }
}
