//! Tests of places on the earth.
//!
//! The databases calculate with the same formulas, but not to the last digit: so close to a border nothing is
//! known.

use serde_json::Value as Json;

use super::test::one;
use super::truths::Truths;
use crate::filter::geometry::{Point, contains, distance, is_near_edge};
use crate::filter::{Slot, Values};
use crate::model::Value;

/// Of a distance, and in degrees of an edge.
const CLOSE: f64 = 1e-6;

/// Whether a place lies within so many meters of another.
pub(super) fn near(value: &Json, slots: [Slot; 3], values: &Values) -> Truths {
    if value.is_null() {
        return Truths::NULL;
    }
    let [lat, lng, meters] = slots.map(|slot| float(values, slot));
    let (Some(point), Some(lat), Some(lng), Some(meters)) = (Point::of(value), lat, lng, meters) else {
        return Truths::ANY;
    };
    let center = Point { lat, lng };
    let distance = distance(&point, &center);
    let is_close = point != center && (distance - meters).abs() <= CLOSE * meters.abs().max(1.0);
    if is_close { Truths::EITHER } else { Truths::of(distance <= meters) }
}

/// Whether a place lies in a box, whose western edge may lie east of its eastern one.
pub(super) fn within_box(value: &Json, edges: &[Slot; 4], values: &Values) -> Truths {
    if value.is_null() {
        return Truths::NULL;
    }
    let [south, west, north, east] = edges.map(|slot| float(values, slot));
    let (Some(point), Some(south), Some(west), Some(north), Some(east)) =
        (Point::of(value), south, west, north, east)
    else {
        return Truths::ANY;
    };
    let is_east = point.lng >= west;
    let is_west = point.lng <= east;
    let is_between = if west <= east { is_east && is_west } else { is_east || is_west };
    Truths::of(is_between && (south..=north).contains(&point.lat))
}

/// Whether a place lies in a polygon.
pub(super) fn within_polygon(value: &Json, polygon: &Value) -> Truths {
    if value.is_null() {
        return Truths::NULL;
    }
    let (Some(point), Value::Json(Json::Array(corners))) = (Point::of(value), polygon) else {
        return Truths::ANY;
    };
    let corners = corners.iter().filter_map(Point::of);
    match is_near_edge(corners.clone(), &point, 2.0 * CLOSE) {
        true => Truths::EITHER,
        false => Truths::of(contains(corners, &point)),
    }
}

fn float(values: &Values, slot: Slot) -> Option<f64> {
    match one(values, slot) {
        Value::Float(value) => Some(*value),
        _ => None,
    }
}
