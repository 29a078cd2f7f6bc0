//! What a rule costs: a list that a row rule narrows, beside the same list with the rule's condition as its
//! filter. Both are asked for by who is not signed in, of two servers on the same rows.

use std::rc::Rc;

use anyhow::{Result, ensure};
use bytes::Bytes;
use serde::Serialize;
use serde_json::json;

use super::load::{self, Bodies, Target, Who};
use super::measure::{Contender, DatabaseTime, Measured, measure};
use super::operations;
use super::options::Options;
use super::process::Server;
use super::programs::Programs;
use super::project::{BLOG, Project};

/// The list by the rule should take at most so many times the processor time of the list by the filter.
pub const AIM: f64 = 1.15;

/// The rule that every post may be read by, and the one that takes its place.
const OPEN: &str = "@index(fields: [\"status\", \"publishedAt\"])\n  @allow(to: public, do: READ)";
const NARROW: &str = "@index(fields: [\"status\", \"publishedAt\"])\n  \
                      @allow(to: public, do: READ, where: { status: { eq: PUBLISHED } })";

const BY_RULE: &str = "query Ruled { posts(orderBy: [{publishedAt: DESC}], limit: 20) \
                       { id title slug views publishedAt } }";
const BY_FILTER: &str = "query Filtered { \
                         posts(where: {status: {eq: PUBLISHED}}, orderBy: [{publishedAt: DESC}], limit: 20) \
                         { id title slug views publishedAt } }";

/// Both lists.
#[derive(Debug, Serialize)]
pub struct Rule {
    pub by_rule: Measured,
    pub by_filter: Measured,
}

impl Rule {
    /// How many times the processor time the rule takes. Unlike requests per second it hardly depends on what
    /// else the machine does.
    pub fn ratio(&self) -> f64 {
        self.by_rule.total_us() / self.by_filter.total_us()
    }
}

/// Measures both; `open` is a server of the project whose posts are all to be read.
pub fn measure_rule(
    project: &Project,
    programs: &Programs,
    open: &Server,
    options: &Options,
    database_time: DatabaseTime<'_>,
) -> Result<Rule> {
    let mut narrow = project.with_model("ruled", &narrow_model())?.serve(&programs.headwater)?;
    narrow.wait_until_it_listens()?;
    let body = |document: &str| Bytes::from(json!({ "query": document }).to_string());
    let answers = [(&narrow, BY_RULE), (open, BY_FILTER)]
        .map(|(server, document)| load::ask(&server.address, operations::GRAPHQL, &body(document)));
    let [(_, by_rule), (_, by_filter)] = answers.map(|answer| answer.unwrap_or_default());
    ensure!(
        !by_rule.is_empty() && by_rule == by_filter,
        "a list by a rule is answered otherwise than by a filter"
    );
    let contender = |name: &str, server, document| {
        let bodies: Rc<[Bytes]> = [body(document)].into();
        Contender {
            name: name.to_owned(),
            server,
            target: Target {
                path: operations::GRAPHQL.to_owned(),
                who: Who::Anyone,
                bodies: Bodies::Fixed(bodies),
            },
            connections: options.connections,
            database_time,
        }
    };
    let contenders = [contender("by a rule", &narrow, BY_RULE), contender("by a filter", open, BY_FILTER)];
    let mut measured = measure("r1", &contenders, options)?.into_iter();
    let mut next = || measured.next().unwrap_or_else(|| anyhow::bail!("both were measured"));
    Ok(Rule { by_rule: next()?, by_filter: next()? })
}

fn narrow_model() -> String {
    BLOG.replace(OPEN, NARROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rule_takes_the_place_of_the_open_one() {
        assert_eq!(narrow_model().matches("eq: PUBLISHED").count(), 1);
    }
}
