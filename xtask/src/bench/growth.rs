//! How Headwater grows on SQLite: more rows, more collections, more roles. All variants run at the same
//! time and take turns.

use std::fmt::Write;
use std::rc::Rc;

use anyhow::Result;
use bytes::Bytes;
use serde::Serialize;

use super::answers;
use super::data::Counts;
use super::load::{Bodies, Target, Who};
use super::measure::{Contender, Measured, measure};
use super::operations;
use super::options::Options;
use super::process::Server;
use super::programs::Programs;
use super::project::{BLOG, Parameters, Project};
use super::start::{self, Start};

const COLLECTIONS: [usize; 2] = [10, 200];
const COLLECTIONS_OF_BLOG: usize = 4;
const ROLES: [usize; 2] = [1, 40];
/// The access rule that every type of the blog has.
const RULE: &str = "@allow(to: public, do: READ)";

/// One variant under one kind of server.
#[derive(Debug, Serialize)]
pub struct Growth {
    /// What has grown.
    pub variant: String,
    pub who: &'static str,
    /// In the order of the operations; none where measuring failed.
    pub operations: Vec<(&'static str, Option<Measured>)>,
    pub start: Option<Start>,
    pub resident_after_load: u64,
}

/// A variant of the blog.
struct Variant {
    name: String,
    parameters: Parameters,
    /// Whether the hand-written statements are measured on it as well: they know rows, but neither
    /// other collections nor roles.
    is_compared: bool,
}

struct Running {
    variant: Variant,
    counts: Counts,
    headwater: Server,
    start: Start,
    yardstick: Option<Server>,
}

/// Measures the chosen operations on every variant.
pub fn measure_growth(programs: &Programs, options: &Options) -> Result<Vec<Growth>> {
    println!("\n==> growth on SQLite");
    let mut running = Vec::new();
    for variant in variants(&options.growth) {
        running.push(run(variant, programs, options)?);
    }
    let mut results = running.iter().flat_map(Running::results).collect::<Vec<_>>();
    for operation in options.operations() {
        let contenders: Vec<Contender<'_>> =
            running.iter().flat_map(|running| running.contenders(operation, options.connections)).collect();
        let measured = measure(operation.key, &contenders, options)?;
        for (result, measured) in results.iter_mut().zip(measured) {
            // Why it failed was said when it did.
            result.operations.push((operation.key, measured.ok()));
        }
    }
    let servers = running.iter().flat_map(Running::servers);
    for (result, server) in results.iter_mut().zip(servers) {
        result.resident_after_load = server.resident_bytes()?;
    }
    Ok(results)
}

fn variants(factors: &[u64]) -> Vec<Variant> {
    let rows = [1].iter().chain(factors).map(|factor| Variant {
        name: match factor {
            1 => "as above".to_owned(),
            _ => format!("{factor} times the rows"),
        },
        parameters: Parameters::blog(*factor),
        is_compared: true,
    });
    let model = |name: String, sdl: String| Variant {
        parameters: Parameters { name: name.replace(' ', "-"), sdl, counts: Counts::times(1) },
        name,
        is_compared: false,
    };
    let collections = COLLECTIONS.map(|count| model(format!("{count} collections"), with_collections(count)));
    let roles = ROLES.map(|count| {
        let noun = if count == 1 { "role" } else { "roles" };
        model(format!("{count} {noun}"), with_roles(count))
    });
    rows.chain(collections).chain(roles).collect()
}

/// The blog and so many other small collections that there are `count`.
fn with_collections(count: usize) -> String {
    let mut sdl = BLOG.to_owned();
    for number in COLLECTIONS_OF_BLOG + 1..=count {
        let _ = write!(
            sdl,
            "\ntype Item{number}\n  @collection(title: \"name\")\n  {RULE} {{\n  \
             name: String! @unique\n  amount: Int! @index\n  seen: DateTime\n  post: Post\n}}\n"
        );
    }
    sdl
}

/// The blog with so many roles, each of which has a rule on every type.
fn with_roles(count: usize) -> String {
    let roles: Vec<String> = (1..=count).map(|number| format!("role{number}")).collect();
    let mut rules = RULE.to_owned();
    for role in &roles {
        let _ = write!(rules, "\n  @allow(to: {role}, do: READ, where: {{ id: {{ ne: \"{role}\" }} }})");
    }
    format!("{}\nextend enum Role {{ {} }}\n", BLOG.replace(RULE, &rules), roles.join(" "))
}

fn run(variant: Variant, programs: &Programs, options: &Options) -> Result<Running> {
    let project = Project::on_sqlite(&variant.parameters, programs, options)?;
    let (headwater, start) = start::headwater(&project, &programs.headwater)?;
    let yardstick = match variant.is_compared {
        true => {
            answers::write(&project, &headwater)?;
            let yardstick = start::yardstick(&project, &programs.yardstick)?;
            answers::check_alike(options, &project, &headwater, &yardstick)?;
            Some(yardstick)
        }
        false => None,
    };
    Ok(Running { counts: project.counts, variant, headwater, start, yardstick })
}

impl Running {
    /// Headwater, and the yardstick if it is measured.
    fn servers(&self) -> impl Iterator<Item = &Server> {
        std::iter::once(&self.headwater).chain(&self.yardstick)
    }

    fn contenders(
        &self,
        operation: &'static operations::Operation,
        connections: usize,
    ) -> Vec<Contender<'_>> {
        let requests: Rc<[Bytes]> = operation.requests(&self.counts).into();
        let paths = [operations::GRAPHQL.to_owned(), format!("/sql/{}", operation.key)];
        let whose = ["", " by hand"];
        let contender = |((server, path), whose)| Contender {
            name: format!("{}{whose}", self.variant.name),
            server,
            target: Target { path, who: Who::Anyone, bodies: Bodies::Fixed(requests.clone()) },
            connections,
            database_time: None,
        };
        self.servers().zip(paths).zip(whose).map(contender).collect()
    }

    fn results(&self) -> Vec<Growth> {
        let result = |who, start| Growth {
            variant: self.variant.name.clone(),
            who,
            operations: Vec::new(),
            start,
            resident_after_load: 0,
        };
        let headwater = result("Headwater", Some(self.start.clone()));
        let hand_written = self.yardstick.as_ref().map(|_| result("hand-written", None));
        std::iter::once(headwater).chain(hand_written).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_have_as_many_collections_and_roles_as_they_say() {
        for count in COLLECTIONS {
            assert_eq!(with_collections(count).matches("@collection(").count(), count);
        }
        assert_eq!(BLOG.matches(RULE).count(), COLLECTIONS_OF_BLOG);
        assert_eq!(with_roles(40).matches("@allow(to: role40,").count(), COLLECTIONS_OF_BLOG);
    }

    #[test]
    fn growth_begins_with_the_blog_as_it_is() {
        let names: Vec<String> = variants(&[10]).into_iter().map(|variant| variant.name).collect();
        assert_eq!(
            names,
            ["as above", "10 times the rows", "10 collections", "200 collections", "1 role", "40 roles"]
        );
    }
}
