//! Statements by their shape, so that nothing is written again for other values.
//!
//! The cache is bounded by bytes: whoever sends ever new filters drives out what is used least.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::read::Lowered;
use crate::filter::Filter;
use crate::query::Reads;

/// What decides a statement's text: two requests of one plan that agree in it differ in values alone.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// The plan.
    pub plan: u64,
    /// What each place reads.
    pub nodes: Vec<Reads>,
    /// Which records are visible of the collections that arguments lead to.
    pub rows: BTreeMap<String, Filter>,
    /// What the variables of `@skip` and `@include` are.
    pub held: Vec<Option<bool>>,
}

/// The statements that were written so far.
#[derive(Debug)]
pub(super) struct Statements(Cache<Shape, Arc<Lowered>, Bytes>);

/// Roughly the memory that a statement and its shape take.
#[derive(Debug, Clone)]
struct Bytes;

/// A statement of typical length, for the cache's first guess at how many there will be.
const TYPICAL_BYTES: u64 = 4 * 1024;

impl Statements {
    pub(super) fn new(bytes: u64) -> Self {
        let typical = usize::try_from(bytes / TYPICAL_BYTES).unwrap_or(usize::MAX);
        Self(Cache::with_weighter(typical, bytes, Bytes))
    }

    /// The statement of the shape, which `write` makes if it is new.
    pub(super) fn find_or(&self, shape: Shape, write: impl FnOnce(&Shape) -> Lowered) -> Arc<Lowered> {
        if let Some(known) = self.0.get(&shape) {
            return known;
        }
        let written = Arc::new(write(&shape));
        self.0.insert(shape, written.clone());
        written
    }
}

impl Weighter<Shape, Arc<Lowered>> for Bytes {
    fn weight(&self, shape: &Shape, lowered: &Arc<Lowered>) -> u64 {
        let text = lowered.statement.sql().len() + 16 * lowered.parameters.len();
        // A filter's names stand in the text as well: a shape is seldom larger than its statement.
        (2 * text + 256 * (1 + shape.nodes.len())) as u64
    }
}
