//! The root fields that are answered by a function instead of by the content's database: accounts,
//! audit and the like. What the schema says of them is in [`super::system`].

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use serde_json::{Map, Value};

use super::answer::RequestId;
use super::exchange::Exchange;
use super::subscription::Standing;
use super::system::Root;
use crate::access::Actor;
use crate::error::Error;

/// What a handler is given.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who asks.
    pub actor: Actor,
    /// The arguments, made to fit their types; what was left out and has no default is absent.
    pub arguments: Map<String, Value>,
    /// The names of the fields that are asked of the object, or of each in the list, that is the answer. What else
    /// a handler gives is passed over.
    pub asked: BTreeSet<String>,
    /// What the request tells beside the operation, and what its answer is to carry.
    pub exchange: Arc<Exchange>,
    /// The request's name in the log.
    pub request_id: Option<RequestId>,
    /// Of a subscription: who asks, while it lasts.
    pub standing: Option<Standing>,
}

/// The key of an object that stands for a record of content; see [`record`].
pub(super) const RECORD: &str = "#record";

/// Stands in a handler's answer for a record of the collection that the schema names there: what the
/// operation asks of it is read from the database, as whoever asks, or just signed in, may see it. One that
/// they may not see becomes null.
pub fn record(id: &str) -> Value {
    serde_json::json!({ RECORD: id })
}

/// Answers a field of `Query` or `Mutation` with JSON: objects by field name, and `__typename` in
/// objects that stand for an interface or a union.
pub type Handler = Arc<dyn Fn(Call) -> BoxFuture<'static, Result<Value, Error>> + Send + Sync>;

/// What a field of `Subscription` sends, one value for each event. An error ends it.
pub type Events = BoxStream<'static, Result<Value, Error>>;

/// Starts the events of a field of `Subscription`.
pub type Subscriber = Arc<dyn Fn(Call) -> BoxFuture<'static, Result<Events, Error>> + Send + Sync>;

/// The handlers of an API by root type and field.
#[derive(Clone, Default)]
pub struct Handlers {
    fields: HashMap<(Root, String), Handler>,
    subscribers: HashMap<String, Subscriber>,
}

impl Handlers {
    /// The handlers of every API.
    pub fn built_in() -> Self {
        let mut handlers = Self::default();
        // Nobody can sign in yet.
        handlers.on(Root::Query, "me", |_call| async { Ok(Value::Null) });
        handlers
    }

    /// Answers the field with that function.
    pub fn on<F, R>(&mut self, root: Root, field: &str, handler: F)
    where
        F: Fn(Call) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Value, Error>> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |call| Box::pin(handler(call)));
        self.fields.insert((root, field.to_owned()), handler);
    }

    /// Answers the field of `Subscription` with the events that the function starts.
    pub fn on_subscription<F, R>(&mut self, field: &str, subscriber: F)
    where
        F: Fn(Call) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Events, Error>> + Send + 'static,
    {
        let subscriber: Subscriber = Arc::new(move |call| Box::pin(subscriber(call)));
        self.subscribers.insert(field.to_owned(), subscriber);
    }

    /// The handler of a field, if the field is no content.
    pub fn get(&self, root: Root, field: &str) -> Option<&Handler> {
        self.fields.get(&(root, field.to_owned()))
    }

    /// The subscriber of a field.
    pub fn subscriber(&self, field: &str) -> Option<&Subscriber> {
        self.subscribers.get(field)
    }
}

impl fmt::Debug for Handlers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.fields.keys()).entries(self.subscribers.keys()).finish()
    }
}
