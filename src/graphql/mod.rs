//! The GraphQL API: the schema that a model becomes, and the way from an operation to its answer.
//!
//! Read [`names`] for what the API calls things, [`schema`] for how a model becomes an API, and
//! [`executor`] for how an operation becomes an answer.

pub mod accesses;
pub mod accounts;
pub mod answer;
pub mod audit;
pub mod channels;
pub mod collect;
pub mod complete;
pub mod content;
mod describe;
pub mod exchange;
pub mod executor;
mod explain;
pub mod handlers;
pub mod input;
pub mod limits;
pub mod literals;
pub mod mails;
pub mod model;
pub mod names;
pub mod operation;
pub mod persisted;
pub mod prepared;
pub mod ready;
mod records;
pub mod schema;
pub mod select;
pub mod subscription;
pub mod system;
mod types;
mod watch;
mod write;

pub use schema::{ApiSchema, SchemaError, build};
