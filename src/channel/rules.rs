//! The `[[channel]]` tables of the settings: who may do what in which channels. They are read with the model, and
//! every mistake is told at once. Read [`Rules::read`] first.

use std::fmt;

use serde_json::{Map, Value as Json};

use super::pattern::Pattern;
use crate::access::Roles;
use crate::access::matrix::roles;
use crate::model::suggest::did_you_mean;
use crate::model::{self, Model};

/// What may be done with a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Hearing what is said, and being seen.
    Join,
    /// Saying something.
    Send,
}

/// The rules of all channels.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Each table.
    pub channels: Vec<ChannelRule>,
}

/// The rules for channels of a pattern.
#[derive(Debug, Clone)]
pub struct ChannelRule {
    /// Their names.
    pub pattern: Pattern,
    /// Whose record with the id that stands in the name is judged; none for the user who asks.
    pub collection: Option<String>,
    /// What is granted.
    pub lines: Vec<Line>,
}

/// Something that is granted to roles.
#[derive(Debug, Clone)]
pub struct Line {
    /// The roles.
    pub to: Vec<String>,
    /// What they may do.
    pub actions: Vec<Action>,
    /// What the record must be like.
    pub filter: Option<Json>,
}

impl Line {
    /// Whether it grants the action to one of the roles.
    pub fn grants(&self, action: Action, roles: &Roles) -> bool {
        self.actions.contains(&action) && self.to.iter().any(|role| roles.has(role))
    }
}

/// Everything that is wrong with the rules of channels.
#[derive(Debug)]
pub struct InvalidRules {
    /// A sentence each, with its place.
    pub problems: Vec<String>,
}

impl fmt::Display for InvalidRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the channels of the settings are not usable")?;
        self.problems.iter().try_for_each(|problem| write!(formatter, "\n  {problem}"))
    }
}

impl std::error::Error for InvalidRules {}

/// The keys of a table, and of a line in it.
const KEYS: [&str; 3] = ["name", "collection", "allow"];
const LINE_KEYS: [&str; 3] = ["to", "do", "where"];
const ACTIONS: [&str; 3] = ["JOIN", "SEND", "ALL"];

impl Rules {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn read(tables: &[Json], model: &Model) -> Result<Self, InvalidRules> {
        let mut problems = Vec::new();
        let mut channels = Vec::new();
        for (index, table) in tables.iter().enumerate() {
            let name = table.get("name").and_then(Json::as_str);
            let place = match name {
                Some(name) => format!("[[channel]] `{name}`"),
                None => format!("[[channel]] number {}", index + 1),
            };
            let mut reading = Reading { model, place, problems: &mut problems };
            channels.extend(reading.channel(table));
        }
        if problems.is_empty() { Ok(Self { channels }) } else { Err(InvalidRules { problems }) }
    }
}

/// The reading of one table.
struct Reading<'a> {
    model: &'a Model,
    place: String,
    problems: &'a mut Vec<String>,
}

impl Reading<'_> {
    fn problem(&mut self, key: &str, message: impl fmt::Display) {
        let colon = if key.is_empty() { "" } else { ": " };
        self.problems.push(format!("{}{colon}{key}: {message}", self.place));
    }

    fn channel(&mut self, table: &Json) -> Option<ChannelRule> {
        let Json::Object(table) = table else {
            self.problem("", "it is no table");
            return None;
        };
        self.check_keys("", table, &KEYS);
        let pattern = self.pattern(table.get("name"));
        let collection = self.collection(table.get("collection"), pattern.as_ref());
        let judged = collection.as_deref().unwrap_or("User").to_owned();
        let variables = pattern.as_ref().map(Pattern::variables);
        let lines = self.lines(table.get("allow"), &judged, variables.as_deref());
        Some(ChannelRule { pattern: pattern?, collection, lines })
    }

    fn check_keys(&mut self, within: &str, table: &Map<String, Json>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let hint = did_you_mean(key, known.iter().copied());
            let hint = hint.unwrap_or_else(|| format!("there are {}", listed(known)));
            self.problem(within, format!("`{key}` is not a setting; {hint}"));
        }
    }

    fn pattern(&mut self, name: Option<&Json>) -> Option<Pattern> {
        let Some(name) = name else {
            self.problem("", "`name` is missing: write the name of the channel, such as `post/{id}`");
            return None;
        };
        let Some(name) = name.as_str() else {
            self.problem("name", "must be a text");
            return None;
        };
        if name == super::judge::RECORD || name.starts_with(&format!("{}/", super::judge::RECORD)) {
            let message =
                "channels below `record/` are built in: whoever may read a record may join its channel";
            self.problem("name", message);
            return None;
        }
        match Pattern::parse(name) {
            Ok(pattern) => Some(pattern),
            Err(message) => {
                self.problem("name", message);
                None
            }
        }
    }

    fn collection(&mut self, given: Option<&Json>, pattern: Option<&Pattern>) -> Option<String> {
        let given = given?;
        let name = given.as_str().map_or_else(|| given.to_string(), str::to_owned);
        if !self.model.collections.contains_key(&name) {
            let hint = did_you_mean(&name, self.model.collections.keys().map(String::as_str));
            let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            self.problem("collection", format!("the model has no type `{name}` with records{hint}"));
        }
        if pattern.is_some_and(|pattern| !pattern.variables().contains(&"id")) {
            self.problem("collection", "the name needs `{id}`, which stands for the record's id");
        }
        Some(name)
    }

    fn lines(&mut self, given: Option<&Json>, judged: &str, variables: Option<&[&str]>) -> Vec<Line> {
        let Some(Json::Array(given)) = given else {
            let example = r#"`allow = [{ to = ["user"], do = ["JOIN", "SEND"] }]`"#;
            self.problem("allow", format!("write what is allowed to whom, such as {example}"));
            return Vec::new();
        };
        let lines = given.iter().enumerate().filter_map(|(index, line)| {
            let place = format!("allow[{index}]");
            let Json::Object(line) = line else {
                self.problem(&place, "it is no table");
                return None;
            };
            self.check_keys(&place, line, &LINE_KEYS);
            let to = self.roles(&place, line.get("to"));
            let actions = self.actions(&place, line.get("do"));
            let filter = line.get("where").cloned();
            if let (Some(filter), Some(variables)) = (&filter, variables) {
                self.check_filter(&format!("{place}.where"), filter, judged, variables);
            }
            Some(Line { to, actions, filter })
        });
        lines.collect()
    }

    fn roles(&mut self, place: &str, given: Option<&Json>) -> Vec<String> {
        let model = self.model;
        let known = roles(model);
        let named = self.names(place, "to", given);
        for role in named.iter().filter(|role| !known.contains(&role.as_str())) {
            let hint = did_you_mean(role, known.iter().copied());
            let hint = hint.unwrap_or_else(|| format!("there are {}", listed(&known)));
            self.problem(&format!("{place}.to"), format!("the model has no role `{role}`; {hint}"));
        }
        named
    }

    fn actions(&mut self, place: &str, given: Option<&Json>) -> Vec<Action> {
        let mut actions = Vec::new();
        for name in self.names(place, "do", given) {
            match name.as_str() {
                "JOIN" => actions.push(Action::Join),
                "SEND" => actions.push(Action::Send),
                "ALL" => actions.extend([Action::Join, Action::Send]),
                _ => {
                    let hint = did_you_mean(&name, ACTIONS)
                        .unwrap_or_else(|| format!("there are {}", listed(&ACTIONS)));
                    let message = format!("`{name}` can't be done with a channel; {hint}");
                    self.problem(&format!("{place}.do"), message);
                }
            }
        }
        actions
    }

    /// A list of names, or one.
    fn names(&mut self, place: &str, key: &str, given: Option<&Json>) -> Vec<String> {
        let items = match given {
            Some(Json::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        if items.is_empty() {
            self.problem(place, format!("`{key}` is missing: this line allows nothing"));
        }
        let mut names = Vec::new();
        for item in items {
            match item.as_str() {
                Some(name) => names.push(name.to_owned()),
                None => self.problem(&format!("{place}.{key}"), format!("{item} must be a text")),
            }
        }
        names
    }

    fn check_filter(&mut self, place: &str, filter: &Json, judged: &str, variables: &[&str]) {
        if !self.model.collections.contains_key(judged) {
            return;
        }
        for found in model::check_rule(self.model, judged, filter, variables) {
            let hint = found.hint.map(|hint| format!("; {hint}")).unwrap_or_default();
            self.problem(place, format!("{}{hint}", found.message));
        }
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
