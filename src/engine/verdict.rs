//! Why somebody may do something to a record, or may not: what each line of the model says.
//!
//! The lines are judged by the compiler that answers queries, so that what is told is what happens. Read
//! [`judge`] first.

use serde_json::{Map, Value as Json, json};

use super::read::Reader;
use crate::access::Actor;
use crate::access::rules::{self, Action};
use crate::error::Error;
use crate::model::{Allow, Collection, Field};

/// What somebody wants to do.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// What.
    pub action: Action,
    /// To a record of which collection.
    pub collection: &'a Collection,
    /// To which record; none for a new one, or for any.
    pub id: Option<&'a str>,
}

/// What comes of it, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether it is allowed, as far as can be told before it is done.
    pub is_allowed: bool,
    /// Why, in words.
    pub reason: String,
    /// Every line of the type and of its fields.
    pub lines: Vec<Line>,
    /// The fields that it is allowed on.
    pub fields: Vec<String>,
    /// The other ones.
    pub refused_fields: Vec<String>,
}

/// A line of the model, and whether it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where it stands, as `file:line`.
    pub place: String,
    /// The field that it narrows; none for a line of the type, which grants.
    pub field: Option<String>,
    /// The roles that it is for.
    pub to: Vec<String>,
    /// The actions that it is about.
    pub actions: Vec<String>,
    /// Whether the asked action is among them.
    pub is_about: bool,
    /// Whether the actor has one of the roles.
    pub has_role: bool,
    /// Whether the record passes its `where`; unknown where no record was named or the line does not count
    /// anyway.
    pub holds: Option<bool>,
    /// Whether something more is asked of the record once it is written.
    pub checks: bool,
    /// The fields that it covers; of a line of a field that one.
    pub fields: Vec<String>,
}

impl Line {
    /// Whether it grants: it is about the action, for the actor, and nothing says that it does not hold.
    pub fn counts(&self) -> bool {
        self.is_about && self.has_role && self.holds != Some(false)
    }
}

/// Judges every line.
///
/// # Errors
///
/// A database that does not answer.
pub async fn judge(reader: &Reader, question: &Question<'_>) -> Result<Verdict, Error> {
    let Question { actor, collection, id, .. } = *question;
    let is_there = match id {
        None => true,
        Some(id) => passes(reader, actor, collection, id, &json!({})).await?,
    };
    let mut lines = Vec::new();
    for (field, allow) in all_lines(collection) {
        lines.push(judge_line(reader, question, field, allow).await?);
    }
    let may_write = |field: &&Field| is_covered(question, &lines, field);
    let is_wanted = |field: &&Field| !field.built_in || question.action == Action::Read;
    let (fields, refused): (Vec<&Field>, Vec<&Field>) =
        collection.fields.values().filter(is_wanted).partition(may_write);
    let names = |fields: Vec<&Field>| fields.into_iter().map(|field| field.name.clone()).collect();
    let (is_allowed, reason) = reason(question, &lines, is_there);
    Ok(match is_allowed {
        true => Verdict { is_allowed, reason, lines, fields: names(fields), refused_fields: names(refused) },
        false => {
            let refused_fields = names(fields.into_iter().chain(refused).collect());
            Verdict { is_allowed, reason, lines, fields: Vec::new(), refused_fields }
        }
    })
}

/// The lines of the type, then those of its fields.
fn all_lines(collection: &Collection) -> impl Iterator<Item = (Option<&Field>, &Allow)> {
    let own = collection.allow.iter().map(|line| (None, line));
    let of_fields =
        collection.fields.values().flat_map(|field| field.allow.iter().map(move |line| (Some(field), line)));
    own.chain(of_fields)
}

async fn judge_line(
    reader: &Reader,
    question: &Question<'_>,
    field: Option<&Field>,
    line: &Allow,
) -> Result<Line, Error> {
    let Question { actor, action, collection, id } = *question;
    let (is_about, has_role) = (rules::names(line, action), rules::meets(line, &actor.roles));
    let holds = match (id, &line.filter) {
        (Some(_), None) if action != Action::Create => Some(true),
        (Some(id), Some(filter)) if is_about && has_role && action != Action::Create => {
            Some(passes(reader, actor, collection, id, filter).await?)
        }
        _ => None,
    };
    let fields = match field {
        Some(field) => vec![field.name.clone()],
        None => {
            let covered = collection.fields.values().filter(|field| rules::covers(line, &field.name));
            covered.map(|field| field.name.clone()).collect()
        }
    };
    Ok(Line {
        place: line.place.clone(),
        field: field.map(|field| field.name.clone()),
        to: line.to.clone(),
        actions: line.actions.clone(),
        is_about,
        has_role,
        holds,
        checks: line.check.is_some() || line.filter.is_some() && action == Action::Create,
        fields,
    })
}

fn is_covered(question: &Question<'_>, lines: &[Line], field: &Field) -> bool {
    if question.actor.is_admin() || field.name == "id" && question.action == Action::Read {
        return true;
    }
    let granted = lines.iter().filter(|line| line.field.is_none() && line.counts());
    let mut granted = granted.filter(|line| line.fields.contains(&field.name));
    let own = || lines.iter().filter(|line| line.field.as_ref() == Some(&field.name) && line.is_about);
    granted.next().is_some() && (own().next().is_none() || own().any(Line::counts))
}

/// Whether it is allowed, and why.
fn reason(question: &Question<'_>, lines: &[Line], is_there: bool) -> (bool, String) {
    let Question { actor, action, collection, id } = *question;
    let name = &collection.name;
    if !is_there {
        return (false, format!("there is no {name} with the id `{}`", id.unwrap_or_default()));
    }
    if actor.is_admin() {
        return (true, "admins may do everything".to_owned());
    }
    let about = || lines.iter().filter(|line| line.field.is_none() && line.is_about);
    let places = |lines: &mut dyn Iterator<Item = &Line>| {
        lines.map(|line| line.place.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut counting = about().filter(|line| line.counts()).peekable();
    if counting.peek().is_some() {
        let needs_check = action != Action::Read && action != Action::Delete;
        let later = match needs_check && about().any(|line| line.counts() && line.checks) {
            true => "; what is written must pass the line's check",
            false => "",
        };
        return (true, format!("granted by {}{later}", places(&mut counting)));
    }
    let roles = actor.roles.iter().collect::<Vec<_>>().join(", ");
    let action = action.name();
    if about().next().is_none() {
        return (false, format!("no line of `{name}` grants {action} to anybody"));
    }
    let mut theirs = about().filter(|line| line.has_role).peekable();
    match theirs.peek() {
        Some(_) => (
            false,
            format!("the record passes the `where` of no line for these roles: {}", places(&mut theirs)),
        ),
        None => (false, format!("no line that grants {action} is for one of the roles {roles}")),
    }
}

/// Whether the record passes the filter of a rule, for the actor's variables.
async fn passes(
    reader: &Reader,
    actor: &Actor,
    collection: &Collection,
    id: &str,
    rule: &Json,
) -> Result<bool, Error> {
    reader.passes(&reader.plan_rule(collection, rule), id, actor, &Map::new()).await
}
