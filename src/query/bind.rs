//! From a plan and a request's variables to what each place reads: filters, orders and pages, with
//! the values apart. Two requests that bind to equal trees share one statement.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::aggregate::{self, Groups};
use super::cursor::{self, Cursor};
use super::order::{self, KeyFacts, OrderKey};
use super::plan::{NodePlan, Plan};
use super::selection::{IDS, Input, Node, NodeId, Role};
use super::sight::{Sees, Sight};
use crate::filter::{self, Asker, Filter, Problem, Slot, Values};
use crate::model::{Model, Value};

/// The number of records in a list when the request does not say.
const DEFAULT_LIMIT: i64 = 100;

/// The most values of an operation; a list counts as one. A statement of SQLite takes 32,766
/// parameters and a value may be used three times, but long before that SQLite plans for seconds:
/// the time grows with the square of the terms of an `or`.
const MOST_VALUES: usize = 2_000;

/// The variables of a request after coercion.
pub type Variables = Map<String, Json>;

/// A plan bound to a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Bindings {
    /// What each place reads, by `NodeId`.
    pub nodes: Vec<Reads>,
    /// The request's values.
    pub values: Values,
    /// Which records are visible of collections that only arguments lead to, and that has any that are not.
    pub rows: BTreeMap<String, Filter>,
}

/// What one place reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reads {
    /// Nothing: `@skip` or `@include` leave the place out, or no record can be meant.
    Nothing,
    /// The record whose field has the value.
    One(String, Slot),
    /// The only record there is.
    Only,
    /// The records of the ids, in the order of the ids.
    Given(Slot),
    /// A list.
    List {
        /// Which records.
        filter: Filter,
        /// In which order.
        order: Vec<OrderKey>,
        /// How many of them.
        window: Window,
    },
    /// A page of a connection.
    Page(Page),
    /// All records that match.
    All(Filter),
    /// Groups of records.
    Groups(Groups),
}

/// A stretch of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Window {
    /// At most how many.
    pub limit: Slot,
    /// How many to leave out first.
    pub offset: Option<Slot>,
    /// How many the statement says.
    pub known: Known,
}

/// What a statement may say of how many rows are wanted: a database that plans without the values
/// plans better with it. Large numbers are rounded, so that not every number makes a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// So many.
    Exactly(u64),
    /// At most so many.
    AtMost(u64),
}

impl Known {
    /// Up to 100 as it is, beyond that rounded up to one digit and zeros.
    fn of(limit: i64, offset: Option<i64>) -> Self {
        let number = limit.saturating_add(offset.unwrap_or(0)).unsigned_abs();
        let digit = if number <= 100 { 1 } else { 10_u64.pow(number.ilog10()) };
        let round = number.div_ceil(digit) * digit;
        if round == number && offset.is_none() { Self::Exactly(round) } else { Self::AtMost(round) }
    }

    /// The same with one more.
    #[must_use]
    pub fn and_one(self) -> Self {
        match self {
            Self::Exactly(number) => Self::Exactly(number + 1),
            Self::AtMost(number) => Self::AtMost(number + 1),
        }
    }
}

/// A page of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Page {
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub order: Vec<OrderKey>,
    /// The mark of the order, for cursors.
    pub mark: String,
    /// Whether it is the last records that are asked for.
    pub backward: bool,
    /// How many records.
    pub size: Slot,
    /// One more than that: whether it is there tells whether there is another page.
    pub size_and_one: Slot,
    /// How many of them the statement says.
    pub known: Known,
    /// Only what comes after it.
    pub after: Option<Cursor>,
    /// Only what comes before it.
    pub before: Option<Cursor>,
}

/// An argument that can't be used, and the field that it was given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadArgument {
    /// The field's place in the answer.
    pub path: Vec<String>,
    /// What is wrong.
    pub problem: Problem,
    /// Of which kind it is.
    pub kind: Refused,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The argument can't be used.
    Argument,
    /// A limit of the server was exceeded.
    Limit,
    /// It asks for what may not be read.
    Access,
}

/// Binds the plan to the variables of a request, and to what `asker` knows of whoever sends it. No list may
/// hold more than `max_rows` records.
///
/// # Errors
///
/// Everything that is asked for and may not be read, or else the first argument that can't be used.
pub fn bind(
    model: &Model,
    plan: &Plan,
    variables: &Variables,
    asker: &dyn Asker,
    max_rows: u32,
) -> Result<Bindings, Vec<BadArgument>> {
    let mut bindings = bind_open(model, plan, variables, max_rows)?;
    bindings.values.fill(asker);
    Ok(bindings)
}

/// The same without what whoever sends it decides: those values are still wanted.
///
/// # Errors
///
/// As [`bind`].
pub fn bind_open(
    model: &Model,
    plan: &Plan,
    variables: &Variables,
    max_rows: u32,
) -> Result<Bindings, Vec<BadArgument>> {
    let forbidden: Vec<BadArgument> = forbidden(plan, variables).collect();
    if !forbidden.is_empty() {
        return Err(forbidden);
    }
    bind_nodes(model, plan, variables, max_rows).map_err(|bad| vec![bad])
}

/// What the operation asks for with these variables and may not be read.
pub fn forbidden<'a>(plan: &'a Plan, variables: &'a Variables) -> impl Iterator<Item = BadArgument> + 'a {
    let asked = plan.sight.forbidden.iter().filter(|forbidden| forbidden.when.holds(variables));
    asked.map(|forbidden| BadArgument {
        path: forbidden.path.clone(),
        problem: Problem::new(forbidden.message.clone()),
        kind: Refused::Access,
    })
}

fn bind_nodes(
    model: &Model,
    plan: &Plan,
    variables: &Variables,
    max_rows: u32,
) -> Result<Bindings, BadArgument> {
    let mut values = plan.sight.values.clone();
    let mut traversed = BTreeSet::new();
    let sees = Sees { model, roles: &plan.sight.roles };
    let mut nodes = Vec::with_capacity(plan.nodes.len());
    for (node, planned) in plan.selection.nodes.iter().zip(&plan.nodes) {
        let is_closed = plan.sight.closed.contains(&NodeId(nodes.len()));
        let mut binder = Binder {
            model,
            sees,
            node,
            planned,
            variables,
            max_rows,
            values: &mut values,
            traversed: &mut traversed,
        };
        let reads = match node.when.holds(variables) && !is_closed {
            true => binder.reads(),
            false => Ok(Reads::Nothing),
        };
        nodes.push(reads.map_err(|refusal| refusal.at(node))?);
        if values.len() > MOST_VALUES {
            let message =
                format!("makes it {} values in one operation; at most {MOST_VALUES} fit", values.len());
            return Err(Refusal::LimitExceeded(Problem::new(message).within("where")).at(node));
        }
    }
    let mut rows = BTreeMap::new();
    for collection in traversed.into_iter().filter(|collection| !plan.sight.rows.contains_key(collection)) {
        if let Some(filter) = Sight::rows_of(model, &collection, &plan.sight.roles, &mut values) {
            rows.insert(collection, filter);
        }
    }
    Ok(Bindings { nodes, values, rows })
}

/// Why an argument is refused.
enum Refusal {
    Bad(Problem),
    LimitExceeded(Problem),
}

impl Refusal {
    fn at(self, node: &Node) -> BadArgument {
        let (problem, kind) = match self {
            Self::Bad(problem) if problem.is_forbidden => (problem, Refused::Access),
            Self::Bad(problem) => (problem, Refused::Argument),
            Self::LimitExceeded(problem) => (problem, Refused::Limit),
        };
        BadArgument { path: node.path.clone(), problem, kind }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Bad(problem)
    }
}

struct Binder<'a> {
    model: &'a Model,
    sees: Sees<'a>,
    node: &'a Node,
    planned: &'a NodePlan,
    variables: &'a Variables,
    max_rows: u32,
    values: &'a mut Values,
    /// The collections that arguments lead to.
    traversed: &'a mut BTreeSet<String>,
}

impl<'a> Binder<'a> {
    fn reads(&mut self) -> Result<Reads, Refusal> {
        Ok(match self.node.role {
            Role::One => self.unique_key()?,
            Role::Only => Reads::Only,
            Role::ById => self.global_id()?,
            Role::Given => self.given_ids(),
            Role::List { .. } => {
                Reads::List { filter: self.filter()?, order: self.order()?, window: self.window()? }
            }
            Role::Connection { .. } => Reads::Page(self.page()?),
            Role::Aggregate => Reads::All(self.filter()?),
            Role::Groups => {
                let window = self.window()?;
                let arguments = ["by", "having", "orderBy"].map(|name| self.argument(name));
                let collection = &self.node.collection;
                let sees = &self.sees;
                let groups = aggregate::read(self.model, sees, collection, arguments, window, self.values)?;
                let fields = self.model.fields_of(collection);
                for field in groups.fields().filter_map(|name| fields?.get(name)) {
                    self.traversed.extend(field.relation().map(|relation| relation.target.clone()));
                }
                Reads::Groups(groups)
            }
        })
    }

    fn argument(&self, name: &str) -> Option<Cow<'a, Json>> {
        argument(self.node, self.variables, name)
    }

    fn filter(&mut self) -> Result<Filter, Problem> {
        match self.argument("where") {
            None => Ok(Filter::And(Vec::new())),
            Some(json) => {
                let read = filter::read(self.model, &self.sees, &self.node.collection, &json, self.values);
                let filter = read.map_err(|problem| problem.within("where"))?;
                filter::traversed(self.model, &self.node.collection, &filter, self.traversed);
                Ok(filter)
            }
        }
    }

    fn order(&mut self) -> Result<Vec<OrderKey>, Problem> {
        let asked = match self.argument("orderBy") {
            None => Vec::new(),
            Some(json) => order::read(self.model, &self.sees, &self.node.collection, &json)
                .map_err(|problem| problem.within("orderBy"))?,
        };
        for key in &asked {
            order::traversed(self.model, &self.node.collection, &key.target, self.traversed);
        }
        match asked.is_empty() {
            true => Ok(self.planned.order.clone()),
            false => Ok(order::total(asked)),
        }
    }

    /// `post(slug: ...)`: exactly one unique field.
    fn unique_key(&mut self) -> Result<Reads, Problem> {
        let given: Vec<_> = self
            .node
            .arguments
            .iter()
            .filter_map(|(name, input)| Some((name, resolve(input, self.variables)?)))
            .filter(|(_, json)| !json.is_null())
            .collect();
        let names =
            || self.node.arguments.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ");
        let [(name, json)] = given.as_slice() else {
            let what = if given.is_empty() { "none was given".into() } else { format!("got {}", names()) };
            return Err(Problem::new(format!("needs exactly one argument to find the record by; {what}")));
        };
        let fields = self.model.fields_of(&self.node.collection);
        let field = fields.and_then(|fields| fields.get(*name));
        let field = field.ok_or_else(|| Problem::new("is not a field").within(name))?;
        if !filter::Sight::sees(&self.sees, &self.node.collection, field) {
            return Err(Problem::forbidden(&self.node.collection, name).within(name));
        }
        let value = field_value(field, json).map_err(|message| Problem::new(message).within(name))?;
        Ok(Reads::One((*name).clone(), self.values.push(value)))
    }

    /// `node(id: ...)`: the plain id, or `Type:id` where ids are not unique over all types.
    fn global_id(&mut self) -> Result<Reads, Problem> {
        let json = self.argument("id").unwrap_or(Cow::Owned(Json::Null));
        let id = match json.as_ref() {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        if id.contains('\0') {
            return Err(Problem::new("must not contain U+0000").within("id"));
        }
        let typed = id.split_once(':').filter(|(name, _)| self.model.collections.contains_key(*name));
        Ok(match typed {
            Some((name, _)) if name != self.node.collection => Reads::Nothing,
            Some((_, plain)) => Reads::One("id".into(), self.values.push(Value::Text(plain.into()))),
            None => Reads::One("id".into(), self.values.push(Value::Text(id))),
        })
    }

    /// The server knows what it asks for: no limit holds for the number of ids.
    fn given_ids(&mut self) -> Reads {
        let ids = self.argument(IDS);
        let ids = ids.as_deref().and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        let ids = ids.iter().filter_map(Json::as_str).map(|id| Value::Text(id.to_owned()));
        Reads::Given(self.values.push_list(ids.collect()))
    }

    fn page(&mut self) -> Result<Page, Refusal> {
        let filter = self.filter()?;
        let order = self.order()?;
        let mark = cursor::mark(&self.node.collection, &order);
        let facts: Vec<KeyFacts> = order
            .iter()
            .filter_map(|key| order::facts(self.model, &self.node.collection, &key.target))
            .collect();
        let backward = match (self.given("first"), self.given("last")) {
            (true, true) => {
                return Err(Problem::new("and `last` can't be asked for together").within("first").into());
            }
            (_, last) => last,
        };
        let size = self.number(if backward { "last" } else { "first" })?.unwrap_or(DEFAULT_LIMIT);
        let mut cursor = |name: &str| match argument(self.node, self.variables, name) {
            Some(json) if !json.is_null() => {
                let read = cursor::read(json.as_str().unwrap_or_default(), &mark, &facts, self.values);
                read.map(Some).map_err(|problem| problem.within(name))
            }
            _ => Ok(None),
        };
        Ok(Page {
            after: cursor("after")?,
            before: cursor("before")?,
            size: self.values.push(Value::Integer(size)),
            size_and_one: self.values.push(Value::Integer(size + 1)),
            known: Known::of(size, None),
            filter,
            order,
            mark,
            backward,
        })
    }

    fn given(&self, name: &str) -> bool {
        self.argument(name).is_some_and(|json| !json.is_null())
    }

    fn window(&mut self) -> Result<Window, Refusal> {
        let limit = self.number("limit")?.unwrap_or(DEFAULT_LIMIT.min(self.max_rows.into()));
        let offset = self.whole_number("offset")?.filter(|offset| *offset > 0);
        let known = Known::of(limit, offset);
        let limit = self.values.push(Value::Integer(limit));
        Ok(Window { limit, offset: offset.map(|offset| self.values.push(Value::Integer(offset))), known })
    }

    /// A number of records, within the server's limit.
    fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let number = self.whole_number(name)?;
        if number.is_some_and(|number| number > self.max_rows.into()) {
            let message = format!("must be at most {}, the server's limit; ask for pages", self.max_rows);
            return Err(Refusal::LimitExceeded(Problem::new(message).within(name)));
        }
        Ok(number)
    }

    fn whole_number(&self, name: &str) -> Result<Option<i64>, Problem> {
        match self.argument(name).and_then(|json| json.as_i64()) {
            Some(number) if number < 0 => Err(Problem::new("must not be negative").within(name)),
            number => Ok(number),
        }
    }
}

/// The value of an argument; none when it is not given.
fn argument<'a>(node: &'a Node, variables: &'a Variables, name: &str) -> Option<Cow<'a, Json>> {
    let (_, input) = node.arguments.iter().find(|(known, _)| known == name)?;
    resolve(input, variables).filter(|json| !json.is_null())
}

/// The value of an input; none for a variable that the request does not give.
fn resolve<'a>(input: &'a Input, variables: &'a Variables) -> Option<Cow<'a, Json>> {
    match input {
        Input::Constant(json) => Some(Cow::Borrowed(json)),
        Input::Variable(name) => variables.get(name).map(Cow::Borrowed),
        Input::List(items) => {
            let item = |item| resolve(item, variables).map_or(Json::Null, Cow::into_owned);
            Some(Cow::Owned(items.iter().map(item).collect()))
        }
        Input::Object(entries) => {
            let entry = |(name, input): &'a (String, Input)| {
                resolve(input, variables).map(|json| (name.clone(), json.into_owned()))
            };
            Some(Cow::Owned(Json::Object(entries.iter().filter_map(entry).collect())))
        }
    }
}

/// The value of a unique field's argument.
fn field_value(field: &crate::model::Field, json: &Json) -> Result<Value, String> {
    use crate::model::FieldKind;
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.parse_operand(json),
        FieldKind::Enum(_) | FieldKind::Relation(_) => {
            json.as_str().map(|text| Value::Text(text.into())).ok_or_else(|| "must be a text".into())
        }
        FieldKind::Component(_) | FieldKind::Blocks(_) => Err("can't be looked up by".into()),
    }
}
