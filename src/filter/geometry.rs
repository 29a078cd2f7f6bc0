//! Points on the earth and in polygons, with the rules that PostgreSQL has for them.

use serde::Deserialize;
use serde_json::Value as Json;

/// The earth's mean radius in meters, as the IUGG defines it.
const EARTH_RADIUS: f64 = 6_371_008.8;
/// Coordinates closer than this are the same: the tolerance of PostgreSQL's geometric types.
/// <https://www.postgresql.org/docs/current/functions-geometry.html>
const TOLERANCE: f64 = 1e-6;

/// A point in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct Point {
    /// Degrees north of the equator.
    pub lat: f64,
    /// Degrees east of Greenwich.
    pub lng: f64,
}

impl Point {
    /// The point of `{"lat": 48.1, "lng": 11.6}`.
    pub fn of(json: &Json) -> Option<Self> {
        let degrees = |name| json.get(name).and_then(Json::as_f64);
        Some(Self { lat: degrees("lat")?, lng: degrees("lng")? })
    }
}

/// The distance in meters along a great circle, by the haversine formula.
pub fn distance(from: &Point, to: &Point) -> f64 {
    let (from_lat, to_lat) = (from.lat.to_radians(), to.lat.to_radians());
    let lat_half = ((to_lat - from_lat) / 2.0).sin();
    let lng_half = ((to.lng - from.lng).to_radians() / 2.0).sin();
    let chord = lat_half * lat_half + from_lat.cos() * to_lat.cos() * lng_half * lng_half;
    2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
}

/// Whether the polygon winds around the point or the point lies on its edge, on the plane of
/// longitude and latitude.
pub fn contains(corners: impl Iterator<Item = Point> + Clone, point: &Point) -> bool {
    let mut half_turns = 0;
    for (start, end) in edges(corners, point) {
        match crossing(end, start) {
            Crossing::OnEdge => return true,
            Crossing::Half(turns) => half_turns += turns,
        }
    }
    half_turns != 0
}

/// Whether the point lies so close to an edge of the polygon, in degrees.
pub fn is_near_edge(corners: impl Iterator<Item = Point> + Clone, point: &Point, degrees: f64) -> bool {
    edges(corners, point).any(|((from_x, from_y), (to_x, to_y))| {
        let (along_x, along_y) = (to_x - from_x, to_y - from_y);
        let length = along_x * along_x + along_y * along_y;
        let share = -(from_x * along_x + from_y * along_y) / length;
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        (from_x + share * along_x).hypot(from_y + share * along_y) <= degrees
    })
}

/// The polygon's edges, with the point as their origin.
fn edges(
    corners: impl Iterator<Item = Point> + Clone,
    point: &Point,
) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
    let around = corners.map(|corner| (corner.lng - point.lng, corner.lat - point.lat));
    around.clone().zip(around.cycle().skip(1))
}

/// What an edge does to the ray from the origin along the positive x axis.
enum Crossing {
    /// The origin is on the edge.
    OnEdge,
    /// The edge crosses the ray by that many half turns, positive when it goes up. An edge that only
    /// starts or ends on the ray counts one half, so that a corner on the ray counts once.
    Half(i32),
}

fn crossing((x, y): (f64, f64), (from_x, from_y): (f64, f64)) -> Crossing {
    match (sign(from_y), sign(y)) {
        (0, 0) if sign(x) == sign(from_x) && sign(x) != 0 => Crossing::Half(0),
        (0, 0) => Crossing::OnEdge,
        (below_or_above, 0) => match sign(x) {
            0 => Crossing::OnEdge,
            1 => Crossing::Half(-below_or_above),
            _ => Crossing::Half(0),
        },
        (0, to) => Crossing::Half(if sign(from_x) < 0 { 0 } else { to }),
        (from, to) if from == to => Crossing::Half(0),
        (_, to) => {
            if sign(x) >= 0 && sign(from_x) > 0 {
                return Crossing::Half(2 * to);
            }
            if sign(x) < 0 && sign(from_x) <= 0 {
                return Crossing::Half(0);
            }
            // On which side of the edge the origin lies.
            match sign((x - from_x) * y - (y - from_y) * x) {
                0 => Crossing::OnEdge,
                side if side == to => Crossing::Half(0),
                _ => Crossing::Half(2 * to),
            }
        }
    }
}

fn sign(value: f64) -> i32 {
    if value.abs() <= TOLERANCE {
        0
    } else if value > 0.0 {
        1
    } else {
        -1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lng: f64, lat: f64) -> Point {
        Point { lat, lng }
    }

    #[test]
    fn distance_follows_the_great_circle() {
        let quarter = distance(&point(0.0, 0.0), &point(90.0, 0.0));
        assert!((quarter - EARTH_RADIUS * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
        let across_the_date_line = distance(&point(179.5, 0.0), &point(-179.5, 0.0));
        assert!((across_the_date_line - 111_195.0).abs() < 1.0);
        assert_eq!(distance(&point(11.0, 48.0), &point(11.0, 48.0)), 0.0);
    }

    #[test]
    fn edges_and_corners_are_inside() {
        let square = [point(0.0, 0.0), point(4.0, 0.0), point(4.0, 4.0), point(0.0, 4.0)];
        let arrow = [point(0.0, 0.0), point(4.0, 4.0), point(0.0, 2.0), point(-4.0, 4.0)];
        for (x, y, inside) in [
            (2.0, 2.0, true),
            (0.0, 0.0, true),
            (4.0, 2.0, true),
            (2.0, 4.0, true),
            (5.0, 2.0, false),
            (-1.0, 0.0, false),
            (-1.0, 4.0, false),
        ] {
            assert_eq!(contains(square.into_iter(), &point(x, y)), inside, "{x} {y}");
        }
        assert!(contains(arrow.into_iter(), &point(0.0, 1.0)));
        assert!(!contains(arrow.into_iter(), &point(0.0, 3.0)));
        assert!(!contains(std::iter::empty(), &point(0.0, 3.0)));
        assert!(is_near_edge(square.into_iter(), &point(4.0, 2.0), 1e-9));
        assert!(is_near_edge(square.into_iter(), &point(4.5, 4.0), 0.5));
        assert!(!is_near_edge(square.into_iter(), &point(2.0, 2.0), 1.9));
    }
}
