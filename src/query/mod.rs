//! From a selection to SQL: `Selection -> Plan -> Bindings -> Statement`.
//!
//! A [`Selection`] is what an operation asks for, a [`Plan`] adds what the model says, [`bind`]
//! adds a request's variables, `lower` writes the one SQL statement that returns finished JSON.
//! Pure: no IO, no async. Read [`selection`] first.

mod advise;
pub mod aggregate;
pub mod bind;
pub mod complete;
pub mod cursor;
pub mod dialect;
pub mod footprint;
mod lower;
pub mod mutation;
pub mod order;
mod plan;
pub mod selection;
mod sight;
mod weight;

pub use advise::{Advice, advise};
pub use bind::{BadArgument, Bindings, Reads, Refused, Variables, bind, bind_open, forbidden};
pub use lower::{Parameter, Statement, lower, values};
pub use plan::{NodePlan, Plan, plan, plan_by_rule};
pub use selection::Selection;
pub use sight::Sees;
pub use weight::{Weight, cost};
